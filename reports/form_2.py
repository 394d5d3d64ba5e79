"""Biểu 2-BTCTW, new members of a period beside the same period of the year before.

Lines and order follow 11-HD/BTCTW of 13/12/2021; its successor (40-HD/BTCTW of 10/10/2025) has not been read,
so `LINES` is the one place where a label or the order changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Exists, OuterRef, Q

from admissions.models import (
    MAJORITY_GROUP,
    NO_RELIGION,
    AcademicTitle,
    Candidate,
    Occupation,
    Organisation,
    Qualification,
    Schooling,
    Sex,
)
from reports.admitted import counted_steps
from reports.figures import Figures
from reports.rates import rate
from units.models import COMMITTEES, UnitYear, YearRule
from units.periods import Period
from units.tree import Node, tree_on

PARTS = (":admitting", ":no_source")  # what part III tells of committees and of cells
PART, TOPIC, DETAIL = 0, 1, 2  # how deep a line stands


@dataclass(frozen=True)
class FormLine:
    """One line of the form; a line without a code is a heading."""

    code: str
    label: str
    depth: int = DETAIL


AGE_BANDS = (
    ("age:18", 18, 30, "Từ 18 đến 30 tuổi"),
    ("age:31", 31, 35, "Từ 31 đến 35 tuổi"),
    ("age:36", 36, 40, "Từ 36 đến 40 tuổi"),
    ("age:41", 41, 45, "Từ 41 đến 45 tuổi"),
    ("age:46", 46, 50, "Từ 46 đến 50 tuổi"),
    ("age:51", 51, 55, "Từ 51 đến 55 tuổi"),
    ("age:56", 56, 60, "Từ 56 đến 60 tuổi"),
    ("age:61", 61, 200, "Trên 60 tuổi"),
)
OF_WHICH = (
    ("women", "Nữ"),
    ("ethnic_minority", "Dân tộc thiểu số"),
    ("religious", "Người theo tôn giáo"),
    ("youth_union", "Đoàn viên Đoàn TNCS Hồ Chí Minh"),
    ("private_owner", "Chủ doanh nghiệp tư nhân"),
    ("family_planning", "Quần chúng vi phạm chính sách KHHGĐ"),
    ("foreign_marriage", "Có quan hệ hôn nhân với người nước ngoài"),
    ("readmitted", "Kết nạp lại"),
)
# topic: heading, field of the person, its choices, whether its lines must add up to I
TOPICS = (
    ("occupation", "1. Nghề nghiệp", Occupation, True),
    ("schooling", "3. Giáo dục phổ thông", Schooling, True),
    ("qualification", "4. Trình độ chuyên môn", Qualification, False),
    ("academic_title", "5. Học hàm", AcademicTitle, False),
)


def _lines() -> Iterator[FormLine]:
    yield FormLine("total", "I. Tổng số đảng viên mới kết nạp", PART)
    yield FormLine("", "Trong đó:", TOPIC)
    yield from (FormLine(code, label) for code, label in OF_WHICH)
    yield FormLine("", "II. Phân tích đảng viên mới kết nạp", PART)
    for name, heading, choices, _ in TOPICS:
        if name == "schooling":
            yield FormLine("", "2. Tuổi đời", TOPIC)
            yield from (FormLine(code, label) for code, _, _, label in AGE_BANDS)
            yield FormLine("mean_age", "Tuổi bình quân")
        yield FormLine("", heading, TOPIC)
        yield from (FormLine(f"{name}:{value}", label) for value, label in choices.choices)
    yield FormLine("", "III. Tổ chức đảng đến cuối kỳ", PART)
    for name, heading in (("committees", "1. Đảng bộ (kể cả đảng bộ lập biểu)"), ("cells", "2. Chi bộ")):
        yield FormLine(name, heading, TOPIC)
        yield FormLine(f"{name}:admitting", "Có kết nạp đảng viên")
        yield FormLine(f"{name}:no_source", "Không còn quần chúng để kết nạp")


LINES = tuple(_lines())


@dataclass
class Form2:
    """The counts of the form by line code: this period, the same period last year."""

    now: dict[str, int | Decimal] = field(default_factory=dict)
    before: dict[str, int | Decimal] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def progress(self, code: str) -> Decimal | None:
        """Column 4, (2) × 100 / (3); none where (3) is 0. A mean is not compared."""
        if code == "mean_age":
            return None
        return rate(self.now.get(code, 0), self.before.get(code, 0))


def form_2(told: Figures) -> Form2:
    """Biểu 2 of the unit and the period of these figures; one grouped query for each fact, both periods at once."""
    form = Form2()
    steps = counted_steps(told.node, told.counting, told.period.as_of).filter(
        Q(**_in(told.period.span)) | Q(**_in(told.period.last_year_span))
    )
    _count_people(form, steps, told.period)
    for name, *_ in TOPICS:
        _count_topic(form, steps, told.period, name)
    under_age = _count_ages(form, steps, told.period)
    form.now |= _units(told.node, told.counting, told.period.span)
    last = told.period.last_year_span
    top_before = told.node if told.later_tree else tree_on(last[1])[told.node.unit_id]
    form.before |= _units(top_before, told.counting, last)
    form.faults = [*_faults(form, told, under_age)]
    return form


def age_on(day: date, born: date) -> int:
    """Completed years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _in(span: tuple[date, date]) -> dict:
    return {"happened_on__range": span}


def _both(period: Period, **counts: Q) -> dict[str, Count]:
    """Each condition counted twice: in this period, and in the same one last year."""
    told = {}
    for name, condition in counts.items():
        told[f"now_{name}"] = Count("pk", filter=Q(**_in(period.span)) & condition)
        told[f"before_{name}"] = Count("pk", filter=Q(**_in(period.last_year_span)) & condition)
    return told


def _count_people(form: Form2, steps, period: Period) -> None:
    youth = Candidate.memberships.through.objects.filter(
        candidate_id=OuterRef("candidate_id"), organisation__code=Organisation.YOUTH_UNION
    )
    row = steps.aggregate(
        **_both(
            period,
            total=Q(),
            women=Q(candidate__sex=Sex.FEMALE),
            ethnic_minority=~Q(candidate__ethnic_group__in=("", MAJORITY_GROUP)),
            religious=~Q(candidate__religion__in=("", NO_RELIGION)),
            youth_union=Q(Exists(youth)),
            private_owner=Q(candidate__private_owner=True),
            family_planning=Q(candidate__family_planning=True),
            foreign_marriage=Q(candidate__foreign_marriage=True),
            readmitted=Q(candidate__readmission=True),
        )
    )
    for name, count in row.items():
        side, code = name.split("_", 1)
        getattr(form, side)[code] = count


def _count_topic(form: Form2, steps, period: Period, name: str) -> None:
    rows = steps.values(f"candidate__{name}").annotate(**_both(period, people=Q()))
    for row in rows:
        code = f"{name}:{row[f'candidate__{name}']}"
        form.now[code], form.before[code] = row["now_people"], row["before_people"]


def _count_ages(form: Form2, steps, period: Period) -> tuple[int, int]:
    """Age bands and mean age at the decision; returns the people too young for any band, now and before."""
    ages: dict[bool, list[int]] = {True: [], False: []}
    for day, born in steps.values_list("happened_on", "candidate__birth_date"):
        ages[day >= period.start].append(age_on(day, born))
    for counts, known in ((form.now, ages[True]), (form.before, ages[False])):
        for code, youngest, oldest, _ in AGE_BANDS:
            counts[code] = sum(youngest <= age <= oldest for age in known)
        if known:
            mean = Decimal(sum(known)) / len(known)
            counts["mean_age"] = mean.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    now, before = (sum(age < AGE_BANDS[0][1] for age in known) for known in (ages[True], ages[False]))
    return now, before


def _units(top: Node, rules: dict[int, YearRule], span: tuple[date, date]) -> dict[str, int]:
    """Part III: committees and cells that stand in the tree of `top`, by what they did in the span."""
    admitting = set(
        counted_steps(top, rules, span[1]).in_period(*span).values_list("unit_id", flat=True).distinct()
    )
    ended = UnitYear.objects.filter(year=span[1].year, no_source_left=True)
    no_source = set(ended.values_list("unit_id", flat=True))
    counts = dict.fromkeys([f"{name}{part}" for name in ("committees", "cells") for part in ("", *PARTS)], 0)
    for unit in _standing(top):
        name = "committees" if unit.kind in COMMITTEES else "cells"
        counts[name] += 1
        counts[f"{name}:admitting"] += any(each.unit_id in admitting for each in unit.subtree())
        counts[f"{name}:no_source"] += _without_source(unit, no_source, span[1])
    return counts


def _without_source(unit: Node, no_source: set[int], on: date) -> bool:
    """Whether the unit says so; of one founded since the day `on` whether all that it took over said so."""
    if unit.founded_on <= on:
        return unit.unit_id in no_source
    taken_over = [_without_source(child, no_source, on) for child in unit.children if child.closed]
    return unit.unit_id in no_source or (bool(taken_over) and all(taken_over))


def _standing(unit: Node) -> Iterator[Node]:
    """The units that stand, from the top down; nothing under a closed one stands."""
    if unit.standing:
        yield unit
        for child in unit.children:
            yield from _standing(child)


def _faults(form: Form2, told: Figures, under_age: tuple[int, int]) -> Iterator[str]:
    """In words, with the numbers: whatever does not add up in the form."""
    if form.now["total"] != told.admitted:
        yield f"Mục I ({form.now['total']}) khác số kết nạp ở trang Tổng hợp ({told.admitted})."
    for title, counts, too_young in (
        ("Kỳ này", form.now, under_age[0]),
        ("Cùng kỳ năm trước", form.before, under_age[1]),
    ):
        total = counts["total"]
        for name, heading, choices, must_add_up in TOPICS:
            added = sum(counts.get(f"{name}:{value}", 0) for value in choices.values)
            if must_add_up and added != total:
                yield _gap(title, heading, added, total, "chưa ghi mục này trong hồ sơ")
        added = sum(counts[code] for code, *_ in AGE_BANDS)
        if added != total:
            yield _gap(title, "2. Tuổi đời", added, total, f"trong đó {too_young} người dưới 18 tuổi")
        yield from _of_which_above_total(title, counts)


def _of_which_above_total(title: str, counts: dict) -> Iterable[str]:
    for code, label in OF_WHICH:
        if counts[code] > counts["total"]:
            yield f"{title}: «{label}» ({counts[code]}) lớn hơn mục I ({counts['total']})."


def _gap(title: str, heading: str, added: int, total: int, why: str) -> str:
    return f"{title}: «{heading}» cộng được {added}, mục I là {total}; lệch {total - added} người, {why}."
