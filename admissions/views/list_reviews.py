"""The book of monthly reviews: which unit reviewed its list in which month, and the page to write a month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from admissions import list_review
from admissions.deadlines.units import first_kept, months_with_list, stood_in
from admissions.forms.days import month_of
from admissions.forms.list_review import SHARED_DAY, Row
from admissions.models import Candidate, ListReview
from admissions.regulation.reviews import last_of_month, months_back
from units.access import for_writers
from units.answers import CONFLICT, REFUSED
from units.models import Unit, with_depths

MONTHS = 6


@dataclass(frozen=True)
class Cell:
    """A unit's month: done, missing, running (not done, the month goes on) or none (nothing owed)."""

    month: date
    state: str
    review: ListReview | None = None


@require_safe
def list_reviews(request):
    """Units by the last six months: reviewed on which day, or missing."""
    today = timezone.localdate()
    months = months_back(today, MONTHS)
    units = Unit.objects.visible_to(request.user).order_by("path")
    kept = {
        (review.unit_id, review.month): review
        for review in ListReview.objects.visible_to(request.user).filter(month__in=months)
    }
    listed = months_with_list(Candidate.objects.visible_to(request.user), months)
    began = first_kept(today) or months[-1]
    rows = []
    for unit, depth in with_depths(units):
        cells = [_cell(unit, month, kept, listed, began, today) for month in months]
        if _shown(unit, cells):
            rows.append((unit, depth, cells))
    context = {
        "months": [(month, _done(rows, at), _missing(rows, at)) for at, month in enumerate(months)],
        "rows": rows,
        "this_month": months[-1],
        "until": last_of_month(today),
    }
    return render(request, "admissions/list_reviews.html", context)


def _cell(unit: Unit, month: date, kept, listed, began: date, today: date) -> Cell:
    review = kept.get((unit.pk, month))
    if review:
        return Cell(month, "done", review)
    owed = month in listed.get(unit.pk, ()) and stood_in(unit, month) and unit.closed_on is None
    if not owed or month < began:
        return Cell(month, "none")
    return Cell(month, "missing" if last_of_month(month) < today else "running")


def _shown(unit: Unit, cells: Iterable[Cell]) -> bool:
    standing = unit.closed_on is None and stood_in(unit, max(cell.month for cell in cells))
    return standing or any(cell.review for cell in cells)


def _done(rows, at: int) -> int:
    return sum(cells[at].state == "done" for _, _, cells in rows)


def _missing(rows, at: int) -> int:
    return sum(cells[at].state in ("missing", "running") for _, _, cells in rows)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def list_review_month(request, month):
    """Write the reviews of a month, many units at once: a day and a number each."""
    month = month_of(month)
    if month is None or month > timezone.localdate():
        raise Http404("Không có tháng này trong sổ rà soát.")
    rows = _rows(request.user, month)
    if request.method != "POST":
        return _month_page(request, month, rows)
    for row in rows:
        row.fill(request.POST)
    entries = [row.entry() for row in rows]
    if None in entries:
        return _month_page(request, month, rows, status=REFUSED)
    by_unit = {row.unit.pk: row for row in rows}
    try:
        changed = list_review.record(month, entries, by=request.user)
    except list_review.Refused as refused:
        for pk, faults in refused.faults.items():
            by_unit[pk].faults = faults
        return _month_page(request, month, rows, status=REFUSED)
    except list_review.Stale as stale:
        for pk, review in stale.reviews.items():
            by_unit[pk].overtake(review)
        return _month_page(request, month, rows, status=CONFLICT)
    told = f"Đã ghi {changed} dòng rà soát tháng {month:%m/%Y}." if changed else "Không có dòng nào thay đổi."
    messages.success(request, told)
    return redirect("list_reviews")


def _rows(officer, month: date) -> list[Row]:
    """A line for each unit that stands and for each that the month has a review of."""
    units = Unit.objects.visible_to(officer).order_by("path")
    reviews = {
        review.unit_id: review for review in ListReview.objects.visible_to(officer).filter(month=month)
    }
    listed = months_with_list(Candidate.objects.visible_to(officer), [month])
    return [
        Row.of(unit, depth, month in listed.get(unit.pk, ()), reviews.get(unit.pk))
        for unit, depth in with_depths(units)
        if stood_in(unit, month) or unit.pk in reviews
    ]


def _month_page(request, month, rows, *, status=200):
    context = {
        "month": month,
        "rows": rows,
        "shared_day": request.POST.get(SHARED_DAY, ""),
        "faulty": [row for row in rows if row.faults],
        "overtaken": [row for row in rows if row.newer or row.taken_out],
        "example": f"25/{month:%m/%Y}",
    }
    return render(request, "admissions/list_review_month.html", context, status=status)
