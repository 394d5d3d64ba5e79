"""What was changed in the editions and in the calendar, when, why and by whom; rows are only ever added."""

from django.db import models

from admissions.models.edition import Edition
from admissions.regulation.values import VALUES, Value, written
from units.append_only import Log
from units.names import lowered


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

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """What was changed in words: what, before, after."""
        return [
            (named(field), *(worded(field, content) for content in pair))
            for field, pair in self.changes.items()
        ]


IDENTITY = {"code": "Mã", "document": "Văn bản", "issued_on": "Ngày ban hành"}
ISSUED_ON = Value("issued_on", "Ngày ban hành")


def named(field: str) -> str:
    """A field of the log of editions in words: Tuổi đến; Căn cứ: tuổi đến; Đối chiếu: tuổi đến."""
    part, _, name = field.rpartition(".")
    label = IDENTITY.get(name) or VALUES[name].label
    if not part:
        return label
    return f"{'Căn cứ' if part == 'sources' else 'Đối chiếu'}: {lowered(label)}"


def worded(field: str, content: object) -> str:
    """A content of the log of editions in words."""
    part, _, name = field.rpartition(".")
    if part == "unverified":
        return "chưa đối chiếu" if content else "đã đối chiếu"
    if part == "sources" or name in ("code", "document"):
        return str(content or "") or "để trống"
    return written(VALUES.get(name, ISSUED_ON), content)


class CalendarChange(Log):
    """A day off or a day worked that the office put into the calendar or took out, or a year it has checked.

    `note` is the document it rests on; a year that was checked stands on its first of January.
    """

    class Act(models.TextChoices):
        """What was done."""

        OFF = "off", "Thêm ngày nghỉ"
        WORKED = "worked", "Thêm ngày làm việc"
        NOT_OFF = "not_off", "Bỏ ngày nghỉ"
        NOT_WORKED = "not_worked", "Bỏ ngày làm việc"
        CHECKED = "checked", "Đối chiếu cả năm"

    day = models.DateField("ngày")
    act = models.CharField("việc", max_length=12, choices=Act.choices)
    note = models.CharField("căn cứ", max_length=160)
    reason = models.CharField("lý do", max_length=300, blank=True)

    class Meta(Log.Meta):
        verbose_name = "lần sửa lịch làm việc"
        verbose_name_plural = "các lần sửa lịch làm việc"

    def __str__(self):
        return f"{self.get_act_display()} {self.day:%d/%m/%Y}"
