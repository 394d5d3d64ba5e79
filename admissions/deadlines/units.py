"""The clocks that run for units: the monthly review of the list, the reports of periods, what is followed until done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import Min, Q, QuerySet, Subquery
from django.urls import reverse

from admissions.deadlines.people import Due
from admissions.models import Candidate, ListReview, StageEvent
from admissions.regulation import DECIDED_OR_LATER, Clock, Stage, Step
from admissions.regulation.reviews import (
    MONTHS_TOLD,
    ON_LIST,
    last_of_month,
    months_back,
    months_owed,
    review_clock,
    spells_of,
)
from units.findings import LABELS
from units.follow_ups_open import Running, running_on
from units.models import Kind, Unit
from units.names import lowered
from units.reviews_owed import Book, Owed, reviews_owed

PERIOD_REPORT = "period_report"
FOLLOW_UP = "follow_up"
BY_THE_OFFICE = "Thời hạn do văn phòng đặt"  # no text gives one
DIRECTIVE = "Chỉ thị của Tỉnh ủy, mục 3"  # asks for the review of every quarter, six months and year
REVIEWING = frozenset(set(Kind) - {Kind.PROVINCE})  # cells, bases and communes (HD38 I.1.1b, c, d)
# Whoever has come this far left the list at least a year ago: probation lies between.
LONG_OFF_LIST = tuple(set(DECIDED_OR_LATER) - {Stage.DECIDED, Stage.HELD})


def open_unit_clocks(
    units: Sequence[Unit], people: QuerySet[Candidate], *, on: date, book: Book | None = None
) -> list[Due]:
    """The clocks running for these units on the day `on`, the earliest due first.

    `people` are those of the units and of everything below them. Five queries whatever their number, one less where
    the `book` of the reports of that day is at hand.
    """
    reports = [_report_due(owed, on) for owed in reviews_owed(units, on, book)]
    followed = [_follow_up_due(running, on) for running in running_on(units, on)]
    dues = _list_dues(units, people, on) + reports + followed
    return sorted(dues, key=lambda due: due.clock.due)


def _list_dues(units: Sequence[Unit], people: QuerySet[Candidate], on: date) -> list[Due]:
    window = months_back(on, MONTHS_TOLD)
    listed = months_with_list(people, window)
    (reviewed, began), book = _reviewed(units, window, on), reverse("list_reviews")
    dues = []
    for unit in units:
        if unit.closed_on is not None and unit.closed_on <= on:
            continue
        for month in months_owed(reviewed.get(unit.pk, ()), on, began):
            if month in listed.get(unit.pk, ()) and stood_in(unit, month):
                clock = review_clock(month)
                dues.append(Due(None, clock, (clock.due - on).days, unit, book, book))
    return dues


def _report_due(owed: Owed, on: date) -> Due:
    """The duty to report a period: it runs from the period's end for the days that the committee gives."""
    what = f"Báo cáo {lowered(owed.period.label)}" + (", đã bị trả lại" if owed.returned else "")
    clock = Clock(PERIOD_REPORT, what, owed.period.end, owed.due, DIRECTIVE)
    year, name = owed.period.year, owed.period.name
    page = reverse("review_page", args=[owed.unit.pk, year, name])
    return Due(
        None, clock, (owed.due - on).days, owed.unit, page, f"{reverse('review_list')}?nam={year}&ky={name}"
    )


def _follow_up_due(running: Running, on: date) -> Due:
    """The duty to remedy a finding: it runs from the day it was written down to the deadline set for it."""
    label = LABELS.get(running.code, running.code)
    what = f"Khắc phục «{label}» năm {running.year}"
    clock = Clock(FOLLOW_UP, what, running.since, running.deadline, BY_THE_OFFICE)
    page = reverse("follow_up", args=[running.year, running.unit.pk, running.code])
    book = f"{reverse('finding_list', args=[running.year])}?loai={running.code}"
    return Due(None, clock, (running.deadline - on).days, running.unit, page, book)


def stood_in(unit: Unit, month: date) -> bool:
    """Whether the unit reviews a list at all and stood at the end of the month that begins on `month`."""
    end = last_of_month(month)
    closed = unit.closed_on is not None and unit.closed_on <= end
    return unit.kind in REVIEWING and unit.founded_on <= end and not closed


def months_with_list(people: QuerySet[Candidate], window: Collection[date]) -> Mapping[int, set[date]]:
    """By unit id the months of the window in which somebody of its subtree was on the list (LISTED to CERTIFIED).

    Who has stood at his stage since before the window was on the list for all of it or for none; for the others
    the trail tells. Two queries.
    """
    start = min(window)
    still = people.order_by().filter(stage__in=ON_LIST, stage_since__lt=start)
    months: dict[int, set[date]] = {}
    for (path,) in still.values_list("unit__path").distinct():
        _enter(months, path, set(window))
    for path, steps in _recent_trails(people, start):
        spells = spells_of(steps)
        _enter(months, path, {month for month in window for spell in spells if spell.touches(month)})
    return months


def _recent_trails(people: QuerySet, start: date) -> list[tuple[str, list[Step]]]:
    """Path of the unit and standing steps of everybody who has come to his stage since `start`."""
    moved = people.order_by().filter(stage_since__gte=start).exclude(stage__in=(Stage.SOURCE, *LONG_OFF_LIST))
    events = StageEvent.objects.standing().filter(candidate__in=moved.values("pk")).order_by("pk")
    trails: dict[int, tuple[str, list[Step]]] = {}
    for pk, path, stage, day in events.values_list(
        "candidate_id", "candidate__unit__path", "stage", "happened_on"
    ):
        trails.setdefault(pk, (path, []))[1].append(Step(Stage(stage), day))
    return list(trails.values())


def _enter(months: dict[int, set[date]], path: str, found: set[date]) -> None:
    """Count months for a unit and for every unit above it."""
    if found:
        for part in path.split("/")[:-1]:
            months.setdefault(int(part), set()).update(found)


def _reviewed(
    units: Sequence[Unit], window: Collection[date], on: date
) -> tuple[dict[int, set[date]], date | None]:
    """By unit id the months of the window that it had reviewed, and the first month that reviews are kept of."""
    kept = ListReview.objects.filter(reviewed_on__lte=on).order_by()
    within = Q(month__in=list(window), unit__in=[unit.pk for unit in units])
    earliest = Q(pk=Subquery(kept.order_by("month", "pk").values("pk")[:1]))
    reviewed: dict[int, set[date]] = {}
    rows = list(kept.filter(within | earliest).values_list("unit_id", "month"))
    for unit_id, month in rows:
        reviewed.setdefault(unit_id, set()).add(month)
    return reviewed, min((month for _, month in rows), default=None)


def first_kept(on: date) -> date | None:
    """The first month that the installation keeps reviews of."""
    return ListReview.objects.filter(reviewed_on__lte=on).aggregate(first=Min("month"))["first"]
