"""The class list in its customary layout: two birth-date columns instead of a sex column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from django.db.models import QuerySet

from admissions.classes.needs import certificates
from admissions.models import Candidate, Enrolment, Sex, TrainingClass
from reports.workbook.layout import DATE, TOTAL, WHOLE, Column, Line, Sheet
from reports.workbook.letterhead import Letterhead
from reports.workbook.writing import write
from units.templatetags.vietnamese import day, number

TITLES = {
    TrainingClass.Kind.AWARENESS: "DANH SÁCH QUẦN CHÚNG ƯU TÚ HỌC LỚP BỒI DƯỠNG NHẬN THỨC VỀ ĐẢNG",
    TrainingClass.Kind.NEW_MEMBERS: "DANH SÁCH ĐẢNG VIÊN DỰ BỊ HỌC LỚP BỒI DƯỠNG ĐẢNG VIÊN MỚI",
}


@dataclass(frozen=True)
class Learner:
    """One person of the list as its columns show him."""

    number: int
    person: Candidate
    again_after: date | None  # the day of an earlier certificate

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def ethnic_group(self) -> str:
        return self.person.ethnic_group

    def born_if(self, sex: Sex) -> date | None:
        return self.person.birth_date if self.person.sex == sex else None

    @property
    def learning(self) -> str:
        parts = (self.person.get_schooling_display(), self.person.get_qualification_display())
        return ", ".join(part for part in parts if part)

    @property
    def occupation(self) -> str:
        return self.person.get_occupation_display()

    @property
    def unit(self) -> str:
        return self.person.unit.name

    @property
    def remark(self) -> str:
        return f"Học lại (giấy cũ cấp {day(self.again_after)})" if self.again_after else ""


@dataclass(frozen=True)
class Sum:
    """The bottom line: how many people, men, women, of minorities."""

    people: list[Learner]
    number = learning = occupation = unit = remark = ""

    @property
    def name(self) -> str:
        return f"Tổng cộng: {number(len(self.people))} người"

    @property
    def ethnic_group(self) -> int:
        return sum(row.person.is_minority for row in self.people)

    def born_if(self, sex: Sex) -> int:
        return sum(row.person.sex == sex for row in self.people)


def _form(form: str):
    """The format of a column whose bottom line is a count of people."""
    return lambda row: WHOLE if isinstance(row, Sum) else form


COLUMNS = [
    Column("TT", lambda row: row.number, 5, WHOLE, centred=True),
    Column("Họ và tên", lambda row: row.name, 25),
    Column("Nam", lambda row: row.born_if(Sex.MALE), 12, _form(DATE), over="Ngày sinh", centred=True),
    Column("Nữ", lambda row: row.born_if(Sex.FEMALE), 12, _form(DATE), over="Ngày sinh", centred=True),
    Column("Dân tộc", lambda row: row.ethnic_group, 10, _form("@"), centred=True),
    Column("Trình độ", lambda row: row.learning, 16),
    Column("Nghề nghiệp, đơn vị công tác", lambda row: row.occupation, 28),
    Column("Chi bộ", lambda row: row.unit, 26),
    Column("Ghi chú", lambda row: row.remark, 17),
]


def class_list_for(training_class: TrainingClass, people: QuerySet[Enrolment]) -> bytes:
    """The content of an .xlsx file: these people of the class, by unit in the order of the tree, then by name."""
    rows = list(
        people.order_by("candidate__unit__path", "candidate__name_sort", "pk").select_related(
            "candidate__unit"
        )
    )
    again = _earlier_certificates(training_class, rows)
    learners = [
        Learner(turn, row.candidate, again.get(row.candidate_id)) for turn, row in enumerate(rows, start=1)
    ]
    content = BytesIO()
    write([_sheet(training_class, learners)], Letterhead.of(training_class.committee), content)
    return content.getvalue()


def _earlier_certificates(training_class: TrainingClass, rows: list[Enrolment]) -> dict[int, date]:
    """The certificates that people of an awareness class had before it began."""
    if training_class.is_for_new_members:
        return {}
    people = Candidate.objects.filter(pk__in=[row.candidate_id for row in rows])
    return certificates(people, before=training_class.planned_from)


def _sheet(training_class: TrainingClass, learners: list[Learner]) -> Sheet:
    lines = [Line(learner) for learner in learners]
    if learners:
        lines.append(Line(Sum(learners), TOTAL))
    return Sheet(
        name="Danh sách lớp",
        title=TITLES[training_class.kind],
        under_title=list(_under_title(training_class)),
        columns=COLUMNS,
        lines=lines,
        notes=[_in_words(learners)] if learners else [],
        landscape=True,
        when_empty="Chưa ghi danh ai.",
    )


def _under_title(training_class: TrainingClass) -> Iterator[str]:
    workers = " (lớp riêng cho công nhân)" if training_class.for_workers else ""
    yield f"{training_class.title}{workers}"
    place = f", tại {training_class.place}" if training_class.place else ""
    yield (
        f"Từ {day(training_class.planned_from)} đến {day(training_class.planned_to)}{place}; "
        f"mở lớp: {training_class.run_by}"
    )
    if training_class.decision_number:
        yield f"(Theo {training_class.decision_number} ngày {day(training_class.decision_on)})"


def _in_words(learners: list[Learner]) -> str:
    total = Sum(learners)
    return (
        f"Danh sách có {number(len(learners))} người: nam {number(total.born_if(Sex.MALE))}, "
        f"nữ {number(total.born_if(Sex.FEMALE))}, dân tộc thiểu số {number(total.ethnic_group)}."
    )
