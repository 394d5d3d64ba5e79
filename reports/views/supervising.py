"""Giving units to a committee member, ending an assignment, mending one; who sees the results stands elsewhere."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from reports.forms.supervising import AssignForm, CorrectForm, EndForm
from units import supervising
from units.access import for_writers
from units.answers import CONFLICT, REFUSED
from units.models import Supervision, Unit, with_depths

MANY = 3  # units that a message names


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def supervision_assign(request):
    """Put a member in charge of the units ticked; `?don_vi=` ticks one, `?nguoi=` names the member of an assignment."""
    offered = _offered(request.user)
    posted = request.method == "POST"
    seen = supervising.last_change()
    form = AssignForm(
        request.POST if posted else None,
        by=request.user,
        offered=offered,
        initial=_start(request) | {"seen": seen},
    )
    if not posted:
        return _assign_page(request, form, seen)
    if not form.is_valid():
        return _assign_page(request, form, form.cleaned_data.get("seen") or 0, REFUSED)
    known, today = form.cleaned_data["seen"] or 0, timezone.localdate()
    try:
        rows = supervising.assign(form.chosen, form.terms, seen=known, by=request.user, on=today)
    except supervising.Stale as stale:
        return _assign_page(request, form, seen, CONFLICT, newer=stale.newer)
    except supervising.Refused as refused:
        return _assign_page(request, form, known, REFUSED, faults=_told(form, refused.faults))
    names = ", ".join(row.unit.name for row in rows[:MANY])
    more = f" và {len(rows) - MANY} đơn vị khác" if len(rows) > MANY else ""
    messages.success(request, f"Đã giao {rows[0].member} phụ trách {names}{more}.")
    return redirect("supervisor_page", rows[0].pk)


def _offered(officer) -> list[Unit]:
    """What the officer may give to somebody: standing units in scope, roots and his own unit aside."""
    units = Unit.objects.visible_to(officer).standing().filter(parent__isnull=False)
    return list(units.exclude(pk=officer.unit_id).order_by("path"))


def _start(request) -> dict:
    """What the address fills in; what makes no sense there fills in nothing."""
    start: dict = {"units": [request.GET.get("don_vi", "")]}
    pk = request.GET.get("nguoi", "")
    if pk.isdecimal() and len(pk) < 19:
        row = Supervision.objects.visible_to(request.user).filter(pk=pk).first()
        start |= {"member": row.member, "officer": row.officer_id} if row else {}
    return start


def _told(form, faults) -> dict[int, list[str]]:
    """Put the faults beside their fields; those of a unit are returned by its id."""
    by_unit: dict[int, list[str]] = {}
    for fault in faults:
        form.tell(fault)
        if fault.unit_id:
            by_unit.setdefault(fault.unit_id, []).append(fault.text)
    return by_unit


def _assign_page(request, form, seen: int, status: int = 200, *, newer=(), faults=None):
    rows = Supervision.objects.filter(unit__in=form.offered, until__isnull=True)
    held = {row.unit_id: row for row in rows}
    ticked, faults = form.ticked, faults or {}
    context = {
        "form": form,
        "seen": seen,
        "newer": newer,
        "lines": [
            {
                "unit": unit,
                "depth": depth,
                "held": held.get(unit.pk),
                "ticked": unit.pk in ticked,
                "faults": faults.get(unit.pk),
            }
            for unit, depth in with_depths(form.offered)
        ],
        "known": sorted({row.member for row in rows}),
        "by_unit": bool(faults),
        "unit_faults": form.errors.get("units") if form.is_bound else None,
    }
    return render(request, "reports/supervision_assign.html", context, status=status)


def _row_or_404(request, pk: int) -> Supervision:
    rows = Supervision.objects.visible_to(request.user).select_related("unit", "officer")
    return get_object_or_404(rows, pk=pk)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def supervision_edit(request, pk):
    """Mend what was mistyped in an assignment; the reason is kept."""
    row = _row_or_404(request, pk)
    form = CorrectForm(request.POST if request.method == "POST" else None, by=request.user, row=row)

    def write(seen):
        supervising.correct(
            row,
            form.terms,
            reason=form.cleaned_data["reason"],
            seen=seen,
            by=request.user,
            on=timezone.localdate(),
        )

    return _one(request, row, form, write, "Đã sửa phân công.", mending=True)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def supervision_end(request, pk):
    """End an assignment; nobody follows until somebody is put in charge."""
    row = _row_or_404(request, pk)
    form = EndForm(request.POST if request.method == "POST" else None)

    def write(seen):
        typed = form.cleaned_data
        supervising.end(
            row,
            until=typed["until"],
            reason=typed["reason"],
            seen=seen,
            by=request.user,
            on=timezone.localdate(),
        )

    return _one(request, row, form, write, f"Đã ghi {row.member} thôi phụ trách {row.unit}.")


def _one(request, row: Supervision, form, write, done: str, *, mending: bool = False):
    """The form of one assignment: shown, refused, overtaken or written."""
    seen = supervising.last_change()
    context = {"row": row, "form": form, "seen": seen, "mending": mending}
    if request.method != "POST":
        return _one_page(request, context)
    known = form["seen"].value() or ""
    known = int(known) if known.isdecimal() and len(known) < 19 else 0
    if not form.is_valid():
        return _one_page(request, {**context, "seen": known}, REFUSED)
    try:
        write(known)
    except supervising.Stale as stale:
        return _one_page(request, {**context, "newer": stale.newer}, CONFLICT)
    except supervising.Refused as refused:
        for fault in refused.faults:
            form.tell(fault)
        return _one_page(request, {**context, "seen": known}, REFUSED)
    messages.success(request, done)
    return redirect("supervisor_page", row.pk)


def _one_page(request, context, status: int = 200):
    return render(request, "reports/supervision_form.html", context, status=status)
