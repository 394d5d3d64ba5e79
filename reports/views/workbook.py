"""The annual workbook as a download."""

from io import BytesIO
from urllib.parse import quote

from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.text import slugify

from reports.views.tree import tree_asked
from reports.workbook import MIME_TYPE, workbook_for
from units.access import for_exporters, unit_or_404
from units.names import fold
from units.periods import NoSuchPeriod, Period


@for_exporters
def annual_workbook(request, pk, year):
    """The workbook of a unit's year, or of the period named by `ky`; by today's tree if `cay` says so."""
    unit = unit_or_404(request.user, pk)
    try:
        period = Period.of(year, request.GET.get("ky", "Y"), today=timezone.localdate())
    except NoSuchPeriod as fault:
        raise Http404(str(fault)) from fault
    tree = tree_asked(request)
    response = FileResponse(BytesIO(workbook_for(unit, period, tree)), content_type=MIME_TYPE)
    response["Content-Disposition"] = _attachment(unit, period, tree)
    return response


def _attachment(unit, period, tree) -> str:
    """The name of the file twice: in plain letters for old browsers, in Vietnamese for the others."""
    which = " theo cây hiện nay" if tree == "now" else ""
    plain = slugify(fold(f"so lieu {period.label} {unit.code}{which}"))
    spoken = quote(f"Số liệu {period.label} – {unit.name}{which}.xlsx", safe="")
    return f"attachment; filename=\"{plain}.xlsx\"; filename*=UTF-8''{spoken}"
