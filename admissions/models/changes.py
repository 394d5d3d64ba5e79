"""What was changed in the editions and in the calendar, when, why and by whom; rows are only ever added."""

from django.db import models
from django.utils import timezone

from admissions.models.edition import Edition
from units.append_only import AppendOnlyQuerySet, AppendOnlyRow


class LogQuerySet(AppendOnlyQuerySet):
    def newest(self):
        """The latest rows first."""
        return self.order_by("-pk")


class Log(AppendOnlyRow):
    """A row that tells who did what and when. Append-only."""

    recorded_by = models.ForeignKey(
        "units.Officer", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="người ghi"
    )
    recorded_at = models.DateTimeField("lúc ghi", default=timezone.now)

    objects = LogQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]


class EditionChange(Log):
    """One change of an edition: `changes` gives for each value what it was and what it became.

    A source is named `sources.<value>`, the mark of a value not yet read `unverified.<value>`. The first row of an
    edition that the office has added tells which one it was copied from and has no changes.
    """

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="log", verbose_name="bản quy định"
    )
    changed_on = models.DateField("ngày sửa")
    reason = models.CharField("lý do", max_length=300, blank=True)
    changes = models.JSONField("thay đổi", default=dict)

    class Meta(Log.Meta):
        verbose_name = "lần sửa bản quy định"
        verbose_name_plural = "các lần sửa bản quy định"

    def __str__(self):
        return f"{self.edition_id}, {self.changed_on:%d/%m/%Y}"


class CalendarChange(Log):
    """A day off or a day worked that the office put into the calendar or took out, or a year it has checked.

    `note` is the document it rests on; a year that was checked stands on its first of January.
    """

    class Act(models.TextChoices):
        """What was done."""

        OFF = "off", "Thêm ngày nghỉ"
        WORKED = "worked", "Thêm ngày làm việc"
        REMOVED = "removed", "Bỏ"
        CHECKED = "checked", "Đối chiếu cả năm"

    day = models.DateField("ngày")
    act = models.CharField("việc", max_length=8, choices=Act.choices)
    note = models.CharField("căn cứ", max_length=160)
    reason = models.CharField("lý do", max_length=300, blank=True)

    class Meta(Log.Meta):
        verbose_name = "lần sửa lịch làm việc"
        verbose_name_plural = "các lần sửa lịch làm việc"

    def __str__(self):
        return f"{self.get_act_display()} {self.day:%d/%m/%Y}"
