"""A unit's monthly review of its list: the page on which it is written as one act, and the history of all of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from admissions import list_act, list_review
from admissions.deadlines.units import REVIEWING, stood_in
from admissions.forms.days import month_of
from admissions.forms.list_act import REASON_HELP, ResolutionForm, Row, choices_of, rows_of
from admissions.list_act import Outcome
from admissions.list_sheet import Sheet
from admissions.models import ListReview, ListReviewLine
from admissions.regulation.reviews import first_of_month
from units.access import unit_or_404
from units.answers import CONFLICT, REFUSED
from units.models import Unit

REVIEWS_A_PAGE = 12  # a year
NOT_THIS_ROLE = "Vai trò của đồng chí chỉ xem; văn phòng đảng ủy là nơi ghi."


@dataclass
class Desk:
    """What the page holds: the sheet, its lines as typed, and what is told."""

    sheet: Sheet
    rows: dict[int, Row]
    form: ResolutionForm | None = None
    conflict: tuple[str, ...] = ()

    @classmethod
    def of(cls, unit: Unit, month) -> Desk:
        sheet = Sheet.read(unit, month)
        return cls(sheet, rows_of(sheet))

    @property
    def listed(self) -> list[Row]:
        return [row for row in self.rows.values() if not row.person.is_source]

    @property
    def sources(self) -> list[Row]:
        return [row for row in self.rows.values() if row.person.is_source]

    @property
    def faulty(self) -> list[Row]:
        return [row for row in self.rows.values() if row.faults]

    def blank(self) -> None:
        """A form that says what the book says."""
        review = self.sheet.review
        known = (
            {"reviewed_on": f"{review.reviewed_on:%d/%m/%Y}", "document_number": review.document_number}
            if review
            else {}
        )
        self.form = ResolutionForm(initial=known, unit=self.sheet.unit, month=self.sheet.month)

    def fill(self, posted) -> None:
        """Take over what was sent."""
        self.form = ResolutionForm(posted, unit=self.sheet.unit, month=self.sheet.month)
        for row in self.rows.values():
            row.fill(posted)

    def judge(self) -> bool:
        """Whether what was typed can be handed to the writer; if not, all that is wrong with it is told."""
        if self.form.is_valid() and self.faulty:
            typed = self.form.cleaned_data
            entry = list_review.Entry(self.sheet.unit, typed["reviewed_on"], typed["document_number"])
            self.form.tell(list_review.faults_of(self.sheet.month, entry))
        return self.form.is_valid() and not self.faulty


@require_http_methods(["GET", "HEAD", "POST"])
def list_review_act(request, month, pk):
    """Who stays on the list, who comes and who goes, by one resolution; whoever may not write reads it."""
    unit, month = unit_or_404(request.user, pk), month_of(month)
    if month is None or month > timezone.localdate():
        raise Http404("Không có tháng này trong sổ rà soát.")
    desk = Desk.of(unit, month)
    if not stood_in(unit, month) and desk.sheet.review is None:
        raise Http404("Đơn vị không rà soát danh sách tháng này.")
    if request.method == "POST":
        if not request.user.may_write:
            raise PermissionDenied(NOT_THIS_ROLE)
        return _record(request, desk)
    desk.blank()
    return _page(request, desk)


def _record(request, desk: Desk):
    desk.fill(request.POST)
    if not desk.judge():
        return _page(request, desk, status=REFUSED)
    unit, month, typed = desk.sheet.unit, desk.sheet.month, desk.form.cleaned_data
    try:
        recorded = list_act.record(
            unit,
            month,
            on=typed["reviewed_on"],
            number=typed["document_number"],
            choices=choices_of(request.POST, desk.rows),
            was=request.POST.get("was", ""),
            by=request.user,
        )
    except list_act.Stale as stale:
        desk = Desk.of(unit, month)
        desk.fill(request.POST)
        desk.conflict = tuple(stale.told)
        return _page(request, desk, status=CONFLICT)
    except list_act.Refused as refused:
        desk.form.tell(refused.fields)
        for person, reasons in refused.people.items():
            desk.rows[person].faults = reasons
        return _page(request, desk, status=REFUSED)
    _tell(request, desk.sheet, recorded)
    return redirect("list_review_act", f"{month:%Y-%m}", unit.pk)


def _tell(request, sheet: Sheet, recorded: list_act.Recorded) -> None:
    told = f"{recorded.stay} người ở lại, {recorded.come} người vào, {recorded.go} người ra"
    messages.success(request, f"Đã ghi rà soát tháng {sheet.month:%m/%Y}: {told}.")
    for candidate, warning in recorded.warnings:
        messages.warning(request, f"Lưu ý, {candidate}: {warning.text} ({warning.clause})")


def _page(request, desk: Desk, *, status=200):
    sheet = desk.sheet
    lines = _lines([sheet.review]) if sheet.review else []
    context = {
        "desk": desk,
        "unit": sheet.unit,
        "month": sheet.month,
        "review": sheet.review,
        "lines": lines,
        "below": _below(request.user, sheet) if sheet.unit.is_committee else [],
        "reason_help": REASON_HELP,
        "may_write": request.user.may_write,
    }
    return render(request, "admissions/list_act.html", context, status=status)


def _lines(reviews) -> list[ListReviewLine]:
    """What reviews said of people: who came and went first."""
    lines = ListReviewLine.objects.told().filter(review__in=reviews).select_related("candidate", "event")
    order = {Outcome.COMES: 0, Outcome.GOES: 1, Outcome.STAYS: 2}
    return sorted(lines, key=lambda line: (order[line.outcome], line.candidate.name_sort))


def _below(officer, sheet: Sheet) -> list[tuple[Unit, ListReview | None]]:
    """The units under a committee with their reviews of the month, which it goes through (HD38 I.1.1b, c)."""
    units = Unit.objects.visible_to(officer).below(sheet.unit).exclude(pk=sheet.unit.pk)
    moved = Q(lines__event__isnull=False, lines__event__voided_by__isnull=True)
    reviews = ListReview.objects.filter(unit__in=units, month=sheet.month).annotate(
        come=Count("lines", filter=moved & Q(lines__outcome=Outcome.COMES)),
        go=Count("lines", filter=moved & Q(lines__outcome=Outcome.GOES)),
        stay=Count("lines", filter=Q(lines__outcome=Outcome.STAYS)),
    )
    by_unit = {review.unit_id: review for review in reviews}
    return [
        (unit, by_unit.get(unit.pk)) for unit in units if stood_in(unit, sheet.month) or unit.pk in by_unit
    ]


@require_safe
def list_review_history(request, pk):
    """Every review of a unit's list, the newest month first: who came, who went and why."""
    unit = unit_or_404(request.user, pk)
    reviews = unit.list_reviews.select_related("recorded_by").order_by("-month")
    page = Paginator(reviews, REVIEWS_A_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    lines: dict[int, list[ListReviewLine]] = {}
    for line in _lines(shown):
        lines.setdefault(line.review_id, []).append(line)
    today = timezone.localdate()
    context = {
        "unit": unit,
        "page": page,
        "rows": [_told(review, lines.get(review.pk, [])) for review in shown],
        "this_month": first_of_month(today),
        "reviews_now": unit.kind in REVIEWING and unit.closed_on is None,
    }
    return render(request, "admissions/list_review_history.html", context)


def _told(review: ListReview, lines: list[ListReviewLine]) -> dict:
    """A review with those it moved, and how many it left where they were."""
    moved = [line for line in lines if line.outcome != Outcome.STAYS]
    return {"review": review, "moved": moved, "stay": len(lines) - len(moved), "any": bool(lines)}
