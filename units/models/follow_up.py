"""What the office does about a finding: cause, remedy, deadline and who answers for it, until it is done."""

from django.db import models
from django.db.models import Q

from units.append_only import Log
from units.models.unit import Unit, scope_of


class FollowUpQuerySet(models.QuerySet):
    def visible_to(self, officer):
        """Follow-ups of the units the officer sees today."""
        return self.filter(scope_of(officer, "unit__"))

    def still_open(self):
        return self.filter(done_on__isnull=True)


class FollowUp(models.Model):
    """A finding about a unit's year (by the code of its flag), followed until done. Only `units.follow_ups` writes it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="follow_ups", verbose_name="đơn vị")
    year = models.PositiveSmallIntegerField("năm")
    code = models.CharField("lưu ý", max_length=40)
    cause = models.TextField("nguyên nhân", max_length=2000)
    remedy = models.TextField("biện pháp", max_length=2000)
    deadline = models.DateField("thời hạn")
    responsible = models.CharField("người chịu trách nhiệm", max_length=120)
    done_on = models.DateField("ngày hoàn thành", null=True, blank=True)
    outcome = models.TextField("kết quả", max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)  # counts the writes, against stale pages

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "việc khắc phục"
        verbose_name_plural = "các việc khắc phục"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "code"],
                condition=Q(done_on__isnull=True),
                name="one_open_follow_up_a_finding",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, outcome="") | Q(done_on__isnull=False) & ~Q(outcome=""),
                name="what_is_done_says_how_it_ended",
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.year}: {self.code}"


class FollowUpChange(Log):
    """What was changed in a follow-up: by field what it was and what it became. Append-only."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="log")
    changes = models.JSONField("thay đổi", default=dict)

    class Meta(Log.Meta):
        verbose_name = "lần sửa việc khắc phục"
        verbose_name_plural = "các lần sửa việc khắc phục"

    def __str__(self):
        return str(self.follow_up)

    @property
    def words(self) -> list[str]:
        """What was changed, a piece a field: thời hạn 01/06/2026 → 15/06/2026."""
        labels = {column.name: column.verbose_name for column in FollowUp._meta.fields}
        return [
            f"{labels[name]} {before or 'để trống'} → {after or 'để trống'}"
            if before
            else f"{labels[name]}: {after}"
            for name, (before, after) in self.changes.items()
        ]
