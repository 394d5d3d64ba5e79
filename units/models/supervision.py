"""Which committee member answers for which unit, from when to when."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from units.models.reorganisation import Reorganisation
from units.models.unit import Unit


class SupervisionQuerySet(models.QuerySet):
    def on(self, day):
        """Assignments in force on a day."""
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))

    def current(self):
        """Assignments in force today."""
        return self.on(timezone.localdate())


class Supervision(models.Model):
    """A committee member answers for a unit's results, from `since` until the day before `until`."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="supervisions", verbose_name="đơn vị"
    )
    member = models.CharField("cấp ủy viên phụ trách", max_length=120)
    officer = models.ForeignKey(
        "units.Officer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supervisions",
        verbose_name="tài khoản",
    )
    since = models.DateField("từ ngày")
    until = models.DateField("đến hết ngày trước", null=True, blank=True)
    ended_by = models.ForeignKey(
        Reorganisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ended_supervisions",
        editable=False,
    )
    number = models.CharField("văn bản phân công", max_length=60, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công phụ trách"
        verbose_name_plural = "phân công phụ trách"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="supervision_forward"
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(until__isnull=True), name="one_open_supervision"
            ),
        ]

    def __str__(self):
        return f"{self.member}: {self.unit}"
