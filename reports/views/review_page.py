"""A unit's report of a period: its figures, its three texts, the way it went, and what may be done with it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from reports import figures
from reports.as_json import figures_as_json
from reports.report_figures import flags_then, lines_of
from reports.views.report_words import how_late, state_of
from reports.views.review_list import begun_or_404
from units import reviews
from units.access import unit_or_404
from units.answers import CONFLICT, REFUSED
from units.models import Review, Unit
from units.periods import LAST_MONTH, Period
from units.review_form import JudgingForm, ReviewForm
from units.reviews_owed import REPORTED, REPORTING, due_day

SAID = {
    "draft": "Đã lưu bản nháp. Báo cáo chưa gửi.",
    "submit": "Đã gửi báo cáo.",
    "take_back": "Đã rút báo cáo về để sửa.",
    "accept": "Đã xác nhận báo cáo.",
    "return": "Đã trả lại báo cáo.",
}
WRITING = ("draft", "submit")
JUDGING = ("accept", "return")


@require_http_methods(["GET", "HEAD", "POST"])
def review_page(request, pk, year, name):
    """Read the report; the unit writes, sends and takes back, the level above confirms and returns."""
    unit = unit_or_404(request.user, pk)
    period = begun_or_404(year, name)
    if unit.kind not in REPORTING or unit.founded_on > period.end:
        raise Http404("Đơn vị này không báo cáo kỳ này.")
    if request.method != "POST":
        return _page(request, unit, period)
    act = request.POST.get("act", "")
    _let(request.user, unit, act)
    form = (ReviewForm if act in WRITING else JudgingForm)(request.POST)
    if not form.is_valid():
        return _page(request, unit, period, act=act, form=form, status=REFUSED)
    try:
        _do(act, unit, period, form, by=request.user)
    except reviews.Refused as refused:
        _take_over(form, refused)
        return _page(request, unit, period, act=act, form=form, status=REFUSED)
    except reviews.Stale as stale:
        return _page(request, unit, period, act=act, form=form, status=CONFLICT, newer=stale.review)
    messages.success(request, SAID[act])
    return redirect("review_page", unit.pk, year, name)


def _let(officer, unit: Unit, act: str) -> None:
    """Only the unit and whoever is above write; only who is above it judges."""
    if act not in SAID:
        raise BadRequest("Không có việc này.")
    if not reviews.may_write(officer):
        raise PermissionDenied("Vai trò của đồng chí chỉ xem báo cáo.")
    if act in JUDGING and not reviews.may_judge(officer, unit):
        raise PermissionDenied("Xác nhận, trả lại báo cáo là việc của cấp trên.")


def _do(act: str, unit: Unit, period: Period, form, *, by) -> None:
    seen = form.seen_version
    if act == "draft":
        reviews.save_draft(unit, period, form.words, seen=seen, by=by)
    elif act == "submit":
        told = figures_as_json(figures.for_period(unit, period), with_children=False)
        confirmed = form.cleaned_data["confirmed"]
        reviews.submit(unit, period, form.words, figures=told, confirmed=confirmed, seen=seen, by=by)
    else:
        review = _kept(unit, period)
        if review is None:
            raise Http404("Chưa có báo cáo nào của kỳ này.")
        if act == "return":
            reviews.give_back(review, reason=form.cleaned_data["reason"], seen=seen, by=by)
        else:
            {"accept": reviews.accept, "take_back": reviews.take_back}[act](review, seen=seen, by=by)


def _take_over(form, refused: reviews.Refused) -> None:
    """What the writer refused, beside the fields it speaks of."""
    for name, reason in refused.reasons.items():
        form.add_error(name if name in form.fields else None, reason)


def _kept(unit: Unit, period: Period) -> Review | None:
    return unit.reviews.filter(year=period.year, period=period.name).first()


def _page(request, unit, period, *, act="", form=None, status=200, newer=None):
    this, before = _this_and_before(unit, period)
    review = this or Review(unit=unit, year=period.year, period=period.name)
    told = figures.for_period(unit, period)
    writing, judging = (form, None) if act in WRITING else (None, form)
    if newer is not None:
        form.renew(review)
    due, today = due_day(period, told.rule.review_days), timezone.localdate()
    may_write, judged_here = reviews.may_write(request.user), reviews.may_judge(request.user, unit)
    writable = may_write and review.status in reviews.UNDER_WAY and not unit.closed_on
    context = {
        "unit": unit,
        "period": period,
        "review": review,
        "state": state_of(review.status if this else None),
        "told": told,
        **_figures(review, told),
        "due": due,
        "days": told.rule.review_days,
        "late": how_late(due, today) if review.status not in REPORTED else "",
        "steps": _steps(this),
        "before": before,
        "pending": [(each, state_of(status)) for each, status in reviews.pending_below(unit, period)],
        "writable": writable,
        "readable": may_write or review.status != Review.Status.DRAFT,
        "judged_here": judged_here,
        "may_take_back": _may_take_back(request.user, review) and not judged_here,
        "may_return": not unit.closed_on,
        "form": writing if writing is not None else ReviewForm.of(review),
        "judging": judging if judging is not None else JudgingForm(initial={"seen": review.version}),
        "newer": newer,
        "differences": writing.differences(review) if newer is not None and writing is not None else None,
        "topmost": unit.parent_id is None,
    }
    return render(request, "reports/review_page.html", context, status=status)


def _may_take_back(officer, review: Review) -> bool:
    sent = review.status == Review.Status.SUBMITTED
    return sent and reviews.may_write(officer) and not review.unit.closed_on


def _this_and_before(unit: Unit, period: Period) -> tuple[Review | None, Review | None]:
    """The report of the period, and the one of the period before it if that was sent."""
    names = list(LAST_MONTH)
    place = names.index(period.name)
    earlier = (period.year, names[place - 1]) if place else (period.year - 1, names[-1])
    rows = unit.reviews.filter(year__in=(period.year, earlier[0])).select_related("changed_by", "unit")
    found = {(row.year, row.period): row for row in rows}
    before = found.get(earlier)
    return found.get((period.year, period.name)), before if before and before.status in REPORTED else None


def _figures(review: Review, told: figures.Figures) -> dict:
    """The figures then and now; `then` tells whether there are any of the moment it was sent."""
    sent, now = review.figures, figures_as_json(told, with_children=False)
    return {
        "then": bool(sent),
        "lines": lines_of(sent, now, pupils=told.node.owes_pupil),
        "flags_then": flags_then(sent, now),
    }


def _steps(review: Review | None) -> list[tuple]:
    if review is None:
        return []
    rows = review.steps.select_related("recorded_by").order_by("pk")
    return [(step, state_of(step.status)) for step in rows]
