"""The annual workbook as a download."""

from io import BytesIO
from urllib.parse import quote

from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.text import slugify

from reports.workbook import MIME_TYPE, workbook_for
from units.access import for_exporters, unit_or_404
from units.names import fold
from units.periods import NoSuchPeriod, Period


@for_exporters
def annual_workbook(request, pk, year):
    """The workbook of a unit's year, or of the period named by `ky`."""
    unit = unit_or_404(request.user, pk)
    try:
        period = Period.of(year, request.GET.get("ky", "Y"), today=timezone.localdate())
    except NoSuchPeriod as fault:
        raise Http404(str(fault)) from fault
    response = FileResponse(BytesIO(workbook_for(unit, period)), content_type=MIME_TYPE)
    response["Content-Disposition"] = _attachment(unit, period)
    return response


def _attachment(unit, period) -> str:
    """The name of the file twice: in plain letters for old browsers, in Vietnamese for the others."""
    plain = slugify(fold(f"so lieu {period.label} {unit.code}"))
    spoken = quote(f"Số liệu {period.label} – {unit.name}.xlsx", safe="")
    return f"attachment; filename=\"{plain}.xlsx\"; filename*=UTF-8''{spoken}"
