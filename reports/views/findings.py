"""The findings of a year and what is done about each of them."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from reports import figures
from reports.findings import FOLLOWED, Finding, State, counts_of, findings_of
from reports.flags import LABELS
from reports.forms.follow_up import FollowUpForm, OutcomeForm
from units import follow_ups
from units.access import home_units, unit_or_404
from units.answers import CONFLICT, REFUSED
from units.models import FollowUp, Unit
from units.periods import NoSuchPeriod, Period

STATUS = {follow_ups.Refused: REFUSED, follow_ups.Stale: CONFLICT}


@require_safe
def finding_list(request, year):
    """Every finding of the officer's scope, the most pressing first; `loai` and `tinh_trang` narrow it."""
    period = _period(year)
    told = figures.for_units(home_units(request.user), period)
    seen = set(Unit.objects.visible_to(request.user).values_list("pk", flat=True))
    found = findings_of(told, year, on=timezone.localdate(), seen=seen)
    code, state = request.GET.get("loai", ""), request.GET.get("tinh_trang", "")
    chosen = [each for each in found if code in ("", each.code) and state in ("", each.state)]
    context = {
        "year": year,
        "years": _years(year),
        "findings": chosen,
        "found": found,
        "states": _chips(counts_of([each for each in found if code in ("", each.code)]), state, loai=code),
        "codes": [(each, LABELS[each]) for each in FOLLOWED if any(f.code == each for f in found)],
        "code": code,
        "state": state,
    }
    return render(request, "reports/finding_list.html", context)


def _years(year: int) -> list[int]:
    this_year = timezone.localdate().year
    return sorted({each for each in (this_year - 1, this_year, year - 1, year) if each <= this_year})


def _chips(counts: dict[State, int], chosen: str, **others) -> list[dict]:
    """A chip a state; the chosen one leads back to all."""
    kept = {name: value for name, value in others.items() if value}
    return [
        {
            "label": state.label,
            "count": count,
            "on": state == chosen,
            "query": urlencode(kept if state == chosen else {**kept, "tinh_trang": state.value}),
        }
        for state, count in counts.items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request, year, pk, code):
    """One finding: what it is, what is done about it, how it ended; the office writes, everybody in scope reads."""
    unit, finding = _finding_or_404(request, pk, year, code)
    if request.method != "POST":
        return _page(request, unit, finding)
    if not request.user.may_write:
        raise PermissionDenied("Văn phòng ghi biện pháp khắc phục.")
    act = request.POST.get("act", "")
    form = OutcomeForm(request.POST) if act == "finish" else FollowUpForm(request.POST)
    if act != "reopen" and not form.is_valid():
        return _page(request, unit, finding, form, status=REFUSED)
    try:
        _write(request, unit, finding, act, form)
    except follow_ups.Refused as refused:
        for name, reason in refused.reasons.items():
            form.add_error(name if name in form.fields else None, reason)
        return _page(request, unit, finding, form, status=REFUSED)
    except follow_ups.Stale as stale:
        now = Finding(unit.pk, unit.name, code, finding.flag, stale.now, finding.on)
        return _page(request, unit, now, form, status=CONFLICT, overtaken=True)
    messages.success(request, f"Đã ghi: {finding.label}, {unit.name}.")
    return redirect("follow_up", year, pk, code)


def _finding_or_404(request, pk: int, year: int, code: str):
    unit = unit_or_404(request.user, pk)
    today = timezone.localdate()
    [told] = figures.for_units([unit], _period(year))
    flag = next((flag for flag in told.flags if flag.code == code), None)
    last = FollowUp.objects.filter(unit=unit, year=year, code=code).order_by("pk").last()
    if code not in FOLLOWED or (flag is None and last is None):
        raise Http404("Đơn vị không có lưu ý này trong năm.")
    return unit, Finding(unit.pk, unit.name, code, flag, last, today)


def _period(year: int) -> Period:
    try:
        return Period.of(year, today=timezone.localdate())
    except NoSuchPeriod as fault:
        raise Http404(str(fault)) from fault


def _write(request, unit, finding: Finding, act: str, form) -> None:
    """Do what the button says; a finding that was done before is followed anew by a row of its own."""
    row, seen, by = finding.follow_up, _seen(request), request.user
    if act == "finish" and row:
        typed = form.cleaned_data
        follow_ups.finish(row, on=typed["done_on"], outcome=typed["outcome"], seen=seen, by=by)
    elif act == "reopen" and row:
        follow_ups.reopen(row, seen=seen, by=by)
    elif row and row.done_on is None and "seen" in request.POST and request.POST["seen"] != "":
        follow_ups.change(row, form.intent(), seen=seen, by=by)
    else:
        follow_ups.begin(unit, _year(request), finding.code, form.intent(), by=by)


def _year(request) -> int:
    return request.resolver_match.kwargs["year"]


def _seen(request) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _page(request, unit, finding: Finding, form=None, *, status=200, overtaken=False):
    row = finding.follow_up
    running = row is not None and row.done_on is None
    today: date = finding.on
    context = {
        "unit": unit,
        "year": _year(request),
        "finding": finding,
        "running": running,
        "seen": row.version if running else "",
        "version": row.version if row else "",
        "form": form if isinstance(form, FollowUpForm) else _initial(row if running else None),
        "outcome": form if isinstance(form, OutcomeForm) else OutcomeForm(initial={"done_on": today}),
        "failed": form is not None and not overtaken,
        "overtaken": overtaken,
        "earlier": _earlier(unit, finding, _year(request)),
        "log": list(row.log.select_related("recorded_by").newest()) if row else [],
    }
    return render(request, "reports/follow_up.html", context, status=status)


def _initial(row: FollowUp | None) -> FollowUpForm:
    if row is None:
        return FollowUpForm()
    names = ("cause", "remedy", "deadline", "responsible")
    return FollowUpForm(initial={name: getattr(row, name) for name in names})


def _earlier(unit, finding: Finding, year: int) -> list[FollowUp]:
    """The follow-ups of the same finding that were done before the one shown."""
    rows = FollowUp.objects.filter(unit=unit, year=year, code=finding.code, done_on__isnull=False)
    return list(rows.exclude(pk=finding.follow_up.pk).order_by("-pk")) if finding.follow_up else []
