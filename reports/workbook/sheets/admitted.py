"""Sheet `Danh sách kết nạp`: the people admitted in the period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from admissions.models import Candidate, Sex, StageEvent
from admissions.models.trail import StageEventQuerySet
from admissions.regulation import Stage
from reports.admitted import counted_steps
from reports.figures import Figures
from reports.workbook.layout import DATE, WHOLE, Column, Line, Sheet
from reports.workbook.sheets import counting_note, under_title
from units.models import Unit
from units.templatetags.vietnamese import number


@dataclass(frozen=True)
class Admission:
    """One person's admission: the decision and the ceremony that belong together."""

    number: int
    person: Candidate
    unit: str
    decision: StageEvent | None
    ceremony: StageEvent | None

    def born_if(self, sex: Sex) -> date | None:
        return self.person.birth_date if self.person.sex == sex else None


COLUMNS = [
    Column("TT", lambda row: row.number, 4, WHOLE, centred=True),
    Column("Họ và tên", lambda row: row.person.name, 21),
    Column("Nam", lambda row: row.born_if(Sex.MALE), 11, DATE, over="Ngày sinh"),
    Column("Nữ", lambda row: row.born_if(Sex.FEMALE), 11, DATE, over="Ngày sinh"),
    Column("Dân tộc", lambda row: row.person.ethnic_group, 8),
    Column("Tôn giáo", lambda row: row.person.religion, 8),
    Column("Nghề nghiệp", lambda row: row.person.get_occupation_display(), 24),
    Column("Giáo dục phổ thông", lambda row: row.person.get_schooling_display(), 9),
    Column("Chuyên môn", lambda row: row.person.get_qualification_display(), 10),
    Column("Đơn vị", lambda row: row.unit, 26),
    Column("Số", lambda row: row.decision and row.decision.document_number, 12, over="Quyết định kết nạp"),
    Column(
        "Ngày", lambda row: row.decision and row.decision.happened_on, 11, DATE, over="Quyết định kết nạp"
    ),
    Column("Ngày lễ kết nạp", lambda row: row.ceremony and row.ceremony.happened_on, 11, DATE),
]


def sheet(told: Figures) -> Sheet:
    rows, unnamed = _admissions(told)
    return Sheet(
        name="Danh sách kết nạp",
        title="DANH SÁCH ĐẢNG VIÊN MỚI KẾT NẠP",
        under_title=under_title(told),
        columns=COLUMNS,
        lines=[Line(row) for row in rows],
        notes=[*_people_in_words(rows), *_unnamed_in_words(unnamed), counting_note(told)],
        landscape=True,
        when_empty="Chưa kết nạp đảng viên nào trong kỳ.",
    )


def _admissions(told: Figures) -> tuple[list[Admission], int]:
    """In the order of the tree, then by Vietnamese name; and how many more are not named.

    People are seen by today's tree: those of units that have left the committee since are counted without their names.
    """
    units = {node.unit_id: (place, node.name) for place, node in enumerate(told.node.subtree())}
    counted = list(_counted(told).select_related("candidate", "unit"))
    top = Unit.objects.get(pk=told.node.unit_id)
    steps = [step for step in counted if step.unit.path.startswith(top.path)]
    steps.sort(key=lambda step: (units[step.unit_id][0], step.candidate.name_sort, step.pk))
    partners = _partners(told)
    rows = [
        Admission(
            number,
            step.candidate,
            units[step.unit_id][1],
            step if step.stage == Stage.DECIDED else partners.get(step.pk),
            partners.get(step.pk) if step.stage == Stage.DECIDED else step,
        )
        for number, step in enumerate(steps, start=1)
    ]
    return rows, len(counted) - len(steps)


def _counted(told: Figures) -> StageEventQuerySet:
    return counted_steps(told.node, told.counting, told.period.as_of).in_period(*told.period.span)


def _partners(told: Figures) -> dict[int, StageEvent]:
    """For each decision the ceremony that followed it, and for each ceremony the decision before it."""
    trail = StageEvent.objects.standing().filter(
        stage__in=(Stage.DECIDED, Stage.HELD), candidate_id__in=_counted(told).values("candidate_id")
    )
    partners: dict[int, StageEvent] = {}
    decision: StageEvent | None = None
    for step in trail.order_by("candidate_id", "pk"):
        if step.stage == Stage.DECIDED:
            decision = step
        elif decision is not None and decision.candidate_id == step.candidate_id:
            partners[decision.pk], partners[step.pk] = step, decision
    return partners


def _people_in_words(rows: list[Admission]) -> Iterator[str]:
    if not rows:
        return
    women = sum(row.person.sex == Sex.FEMALE for row in rows)
    minority = sum(row.person.is_minority for row in rows)
    yield (
        f"Danh sách có {number(len(rows))} người, trong đó nữ {number(women)}, "
        f"dân tộc thiểu số {number(minority)}."
    )


def _unnamed_in_words(count: int) -> Iterator[str]:
    if count:
        yield f"Không ghi tên {number(count)} người được kết nạp ở đơn vị nay đã chuyển sang đảng bộ khác."
