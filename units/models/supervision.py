"""Which committee member answers for which unit, from when to when."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from units.append_only import Log
from units.models.officer import Role
from units.models.reorganisation import Reorganisation
from units.models.unit import Unit, scope_of


class SupervisionQuerySet(models.QuerySet):
    def visible_to(self, officer):
        """Assignments over the units the officer sees today; a committee member who signs in sees only his own."""
        rows = self.filter(scope_of(officer, "unit__"))
        return rows.filter(officer=officer) if officer.role == Role.SUPERVISOR else rows

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

    def holds_on(self, day) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day < self.until)


class SupervisionChange(Log):
    """What was done to an assignment: by field what it was and what it became. Append-only."""

    class Act(models.TextChoices):
        """What was done."""

        ASSIGN = "assign", "Phân công"
        HAND_OVER = "hand_over", "Bàn giao cho người khác"
        END = "end", "Thôi phụ trách"
        CORRECT = "correct", "Sửa ghi sai"

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="log")
    act = models.CharField("việc", max_length=9, choices=Act.choices)
    reason = models.CharField("lý do", max_length=300, blank=True)
    changes = models.JSONField("thay đổi", default=dict)

    class Meta(Log.Meta):
        verbose_name = "lần ghi phân công"
        verbose_name_plural = "các lần ghi phân công"

    def __str__(self):
        return f"{self.get_act_display()}: {self.supervision}"

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """What was changed in words: what, before, after."""
        told = [(label, *self.changes[field]) for field, label in CHANGED.items() if field in self.changes]
        return [(label, old or "để trống", new or "để trống") for label, old, new in told]


# The fields of an assignment as its log calls them.
CHANGED = {
    "member": "Cấp ủy viên",
    "since": "Từ ngày",
    "until": "Thôi từ ngày",
    "number": "Văn bản",
    "officer": "Tài khoản",
}
