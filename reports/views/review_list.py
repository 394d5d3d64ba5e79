"""The reports of a period: who has reported and who has not, and the reports of a committee's units to read in turn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.views.report_words import STATES, State, how_late, state_of
from units.access import unit_or_404
from units.models import Officer, Review, Unit, with_depths
from units.periods import LABELS, NoSuchPeriod, Period
from units.reviews import REPORTERS, may_judge
from units.reviews_owed import REPORTED, REPORTING, Book, periods_of_year, reviews_owed, units_owing

YEARS_BACK = 2


@dataclass(frozen=True)
class Row:
    """A unit in the list of a period."""

    unit: Unit
    depth: int
    review: Review | None
    due: str  # how late or how long yet, where a report is owed
    late: bool

    @property
    def state(self) -> State:
        return state_of(self.review and self.review.status)


@require_safe
def review_list(request):
    """The units of the scope with the state of their report, counts on top, first what waits for this officer."""
    today = timezone.localdate()
    period = _period_asked(request.GET, today)
    units = list(Unit.objects.visible_to(request.user).order_by("path"))
    book = Book.read(today)
    rows = _rows(units, period, book, today)
    counts = Counter(row.state.code for row in rows)
    asked = request.GET.get("tinh_trang", "")
    context = {
        "period": period,
        "periods": [(name, label) for name, label in LABELS.items() if _begun(period.year, name, today)],
        "years": range(today.year - YEARS_BACK, today.year + 1),
        "states": [(state, counts[state.code]) for state in STATES.values()],
        "asked": asked if counts[asked] else "",
        "rows": [row for row in rows if row.state.code == asked] if counts[asked] else rows,
        "late": sum(row.late for row in rows),
        "due": book.due_day(period, units[0].path) if units else None,
        "owed": _owed(request.user, units, today, book),
        "waiting": _waiting(request.user),
        "today": today,
        "kept": book.first is not None,
        "read": next((row.unit for row in rows if row.unit.is_committee), None),
    }
    return render(request, "reports/review_list.html", context)


@require_safe
def review_reading(request, pk, year, name):
    """The reports that came from the units under a committee, one after another, and who has sent none."""
    unit = unit_or_404(request.user, pk)
    period = begun_or_404(year, name)
    if not unit.is_committee:
        raise Http404("Chi bộ không có đơn vị trực thuộc.")
    units = [each for each in Unit.objects.below(unit) if each.pk != unit.pk]
    kept = _kept(period, units)
    sent = [kept[each.pk] for each in units if each.pk in kept and kept[each.pk].status in REPORTED]
    told = {review.unit_id for review in sent}
    context = {
        "unit": unit,
        "period": period,
        "reviews": [(review, state_of(review.status)) for review in sent],
        "silent": [each for each in units_owing(units, period) if each.pk not in told],
    }
    return render(request, "reports/review_reading.html", context)


def begun_or_404(year: int, name: str) -> Period:
    """The period, once it may be written about."""
    today = timezone.localdate()
    try:
        period = Period.of(year, name, today=today)
    except NoSuchPeriod as fault:
        raise Http404(str(fault)) from fault
    if today < period.opens:
        raise Http404(f"Kỳ này viết từ ngày {period.opens:%d/%m/%Y}.")
    return period


def _period_asked(asked, today: date) -> Period:
    """The period of the address, or the newest one that is over; what makes no sense is left aside."""
    newest = next(
        period
        for year in (today.year, today.year - 1)
        for name in reversed(LABELS)
        if (period := Period.of(year, name, today=today)).end <= today
    )
    try:
        period = Period.of(int(asked.get("nam", newest.year)), asked.get("ky", newest.name), today=today)
    except ValueError:
        return newest
    if period.opens <= today:
        return period
    names = [name for name in LABELS if _begun(period.year, name, today)]
    return Period.of(period.year, names[-1], today=today) if names else newest


def _begun(year: int, name: str, today: date) -> bool:
    return Period.of(year, name, today=today).opens <= today


def _kept(period: Period, units: list[Unit]) -> dict[int, Review]:
    rows = Review.objects.filter(year=period.year, period=period.name, unit__in=[each.pk for each in units])
    return {review.unit_id: review for review in rows.select_related("unit", "changed_by")}


def _rows(units: list[Unit], period: Period, book: Book, today: date) -> list[Row]:
    """The units that owe the period, and those closed since that have reported it."""
    kept = _kept(period, [unit for unit in units if unit.kind in REPORTING])
    owing = {unit.pk for unit in units_owing(units, period)}
    rows = []
    for unit, depth in with_depths(each for each in units if each.pk in owing or each.pk in kept):
        review = kept.get(unit.pk)
        open_still = unit.pk in owing and (review is None or review.status not in REPORTED)
        due = book.due_day(period, unit.path)
        told = how_late(due, today) if open_still and book.keeps(period) else ""
        rows.append(Row(unit, depth, review, told, bool(told) and due < today))
    return rows


def _owed(officer: Officer, units: list[Unit], today: date, book: Book) -> list[tuple]:
    """What a secretary has to send, of whatever period, the latest first; the office sees it in its counts."""
    if officer.may_write or officer.role not in REPORTERS:
        return []
    return [
        (owed, how_late(owed.due, today)) for owed in reviews_owed(units, today, book, periods_of_year(today))
    ]


def _waiting(officer: Officer) -> list[Review]:
    """What was sent and waits for this officer to confirm it, of whatever period, the longest first."""
    if officer.role not in REPORTERS:
        return []
    sent = Review.objects.visible_to(officer).filter(status=Review.Status.SUBMITTED)
    rows = sent.select_related("unit").order_by("changed_at", "pk")
    return [review for review in rows if may_judge(officer, review.unit)]
