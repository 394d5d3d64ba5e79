"""A committee's quotas of a year: handed down by a document, with suggestion, sums, history and the people for them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from reports.quotas.asked import PEOPLE, address, around, unit_asked_for, year_or_404
from reports.quotas.cells import LABELS, refuse_strangers, tell
from reports.quotas.sheet import Sheet, read_sheet
from units import quotas
from units.answers import CONFLICT, REFUSED
from units.cells import Change, Refused
from units.forms import GivingForm


@require_http_methods(["GET", "HEAD", "POST"])
def year_quotas(request, year):
    """Show the quotas of a committee and year; give new ones, or show again what stands in the way of them."""
    today = timezone.localdate()
    unit = unit_asked_for(request)
    year = year_or_404(year, today)
    if request.method == "POST" and not request.user.may_write:
        raise PermissionDenied("Vai trò của đồng chí không giao được chỉ tiêu.")
    if unit is None:
        return render(request, "reports/quotas.html", {"year": year})
    sheet = read_sheet(unit, year, today)
    if request.method != "POST":
        return _page(request, sheet, GivingForm())
    _take(request, sheet)
    if "goi_y" in request.POST:
        return _filled(request, sheet)
    return _give(request, sheet, GivingForm(request.POST))


def _take(request, sheet: Sheet) -> None:
    refuse_strangers(request.POST, sheet.cells())
    for cell in sheet.cells():
        cell.take(request.POST)


def _filled(request, sheet: Sheet):
    """The page with the suggestions in its empty cells; nothing is written."""
    _suggest(request, sheet)
    form = GivingForm(initial={name: request.POST.get(name, "") for name in GivingForm.base_fields})
    return _page(request, sheet, form, filled=sheet.fill())


def _give(request, sheet: Sheet, form: GivingForm):
    cells = sheet.cells()
    readable = form.is_valid() and not any(cell.faults for cell in cells)
    changes = [Change(cell.row_id, cell.field, cell.before, cell.wanted) for cell in cells if cell.changed]
    document = form.document()
    if readable:
        try:
            count = quotas.give(
                year=sheet.year, changes=changes, document=document, by=request.user, on=sheet.today
            )
        except Refused as refused:
            faults = refused.faults
            sheet = read_sheet(sheet.unit, sheet.year, sheet.today)
            _take(request, sheet)
        else:
            _say(request, count, document)
            return redirect(address("year_quotas", sheet.year, sheet.unit, tong=request.GET.get("tong")))
    else:
        now = {row.node.unit_id: row.in_force for row in sheet.rows() if row.in_force}
        faults = quotas.faults_in(changes, now=now, year=sheet.year, document=document, on=sheet.today)
    tell([(fault.unit_id, fault.field, fault.text) for fault in faults], sheet.cells(), form)
    status = CONFLICT if any(fault.stale for fault in faults) else REFUSED
    return _page(request, sheet, form, status=status)


def _say(request, count: int, document) -> None:
    if count:
        messages.success(request, f"Đã giao chỉ tiêu cho {count} đơn vị theo {document.number}.")
    else:
        messages.info(request, "Không có chỉ tiêu nào thay đổi nên chưa ghi gì.")


def _suggest(request, sheet: Sheet) -> str:
    """Share out the total that `tong` asks for, by its word or in people, else the first there is; its word."""
    if sheet.total is not None:
        return request.GET.get("tong", "")
    asked = request.GET.get("tong", "")
    totals = {total.code: total for total in sheet.totals()}
    if PEOPLE.fullmatch(asked):
        sheet.suggest(int(asked))
        return asked
    chosen = totals.get(asked) or next(iter(totals.values()), None)
    sheet.suggest(chosen.people if chosen else None)
    return chosen.code if chosen else ""


def _page(request, sheet: Sheet, form: GivingForm, *, status=200, filled=None):
    chosen = _suggest(request, sheet)
    rows = list(sheet.rows())
    context = {
        **around(request, sheet.unit, sheet.year, sheet.today),
        "sheet": sheet,
        "rows": rows,
        "form": form,
        "labels": LABELS.values(),
        "totals": [
            (total, address("year_quotas", sheet.year, sheet.unit, tong=total.code))
            for total in sheet.totals()
        ],
        "chosen": chosen,
        "typed_total": bool(PEOPLE.fullmatch(chosen)),
        "sums": [(row, row.sums) for row in rows if row.sums],
        "faulty": [cell for cell in sheet.cells() if cell.faults],
        "overfull": [row for row in rows if row.overfull],
        "action": address("year_quotas", sheet.year, sheet.unit, tong=chosen),
        "filled": filled,
        "conflict": status == CONFLICT,
    }
    return render(request, "reports/quotas.html", context, status=status)
