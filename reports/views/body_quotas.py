"""The introducing bodies of a committee and year: quotas handed down by a document, introduced, admitted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from admissions import body_quotas as writer
from admissions.body_quotas import Change, Refused
from reports.quotas.asked import address, around, unit_asked_for, year_or_404
from reports.quotas.bodies import Bodies, read_bodies
from reports.quotas.cells import refuse_strangers, tell
from units.answers import CONFLICT, REFUSED
from units.forms import GivingForm


@require_http_methods(["GET", "HEAD", "POST"])
def body_quotas(request, year):
    """Show the bodies with their results; give them quotas, or show again what stands in the way of them."""
    today = timezone.localdate()
    unit = unit_asked_for(request)
    year = year_or_404(year, today)
    if request.method == "POST" and not request.user.may_write:
        raise PermissionDenied("Vai trò của đồng chí không giao được chỉ tiêu.")
    if unit is None:
        return render(request, "reports/body_quotas.html", {"year": year})
    bodies = read_bodies(unit, year, today)
    if request.method != "POST":
        return _page(request, bodies, GivingForm())
    if not unit.is_committee:
        raise Http404("Chỉ đảng bộ giao chỉ tiêu cho tổ chức giới thiệu.")
    _take(request, bodies)
    return _give(request, bodies, GivingForm(request.POST), today)


def _take(request, bodies: Bodies) -> None:
    refuse_strangers(request.POST, bodies.cells())
    for cell in bodies.cells():
        cell.take(request.POST)


def _give(request, bodies: Bodies, form: GivingForm, today):
    cells = bodies.cells()
    readable = form.is_valid() and not any(cell.faults for cell in cells)
    changes = [Change(cell.row_id, cell.field, cell.before, cell.wanted) for cell in cells if cell.changed]
    told = {
        "committee": bodies.unit,
        "year": bodies.year,
        "changes": changes,
        "document": form.document(),
        "on": today,
    }
    if readable:
        try:
            count = writer.give(by=request.user, **told)
        except Refused as refused:
            faults = refused.faults
            bodies = read_bodies(bodies.unit, bodies.year, today)
            _take(request, bodies)
        else:
            _say(request, count, form.document())
            return redirect(address("body_quotas", bodies.year, bodies.unit))
    else:
        now = {row.body.pk: row.in_force for row in bodies.rows if row.in_force}
        faults = writer.faults_in(now=now, **told)
    tell([(fault.body_id, fault.field, fault.text) for fault in faults], bodies.cells(), form)
    status = CONFLICT if any(fault.stale for fault in faults) else REFUSED
    return _page(request, bodies, form, status=status)


def _say(request, count: int, document) -> None:
    if count:
        messages.success(request, f"Đã giao chỉ tiêu cho {count} tổ chức theo {document.number}.")
    else:
        messages.info(request, "Không có chỉ tiêu nào thay đổi nên chưa ghi gì.")


def _page(request, bodies: Bodies, form: GivingForm, *, status=200):
    today = timezone.localdate()
    context = {
        **around(request, bodies.unit, bodies.year, today),
        "bodies": bodies,
        "form": form,
        "may_give": request.user.may_write and bodies.unit.is_committee,
        "is_past": bodies.year < today.year,
        "faulty": [cell for cell in bodies.cells() if cell.faults],
        "action": address("body_quotas", bodies.year, bodies.unit),
        "conflict": status == CONFLICT,
    }
    return render(request, "reports/body_quotas.html", context, status=status)
