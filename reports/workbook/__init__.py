"""The annual workbook: the sheets a commune's office hands in, from the same figures as the screen."""

from __future__ import annotations

from io import BytesIO

from reports import figures
from reports.workbook.letterhead import Letterhead
from reports.workbook.sheets import admitted, form_2, not_admitted, schools, summary, units
from reports.workbook.writing import write
from units.models import Supervision, Unit
from units.periods import Period

MIME_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_for(unit: Unit, period: Period, tree: figures.Tree = "then") -> bytes:
    """The workbook of a unit for a period, by the tree of then or of now, as the content of an .xlsx file."""
    told = figures.for_period(unit, period, tree)
    supervisors = dict(Supervision.objects.on(told.tree_day).values_list("unit_id", "member"))
    sheets = [
        summary.sheet(told),
        units.sheet(told, supervisors),
        form_2.sheet(told),
        schools.sheet(told),
        not_admitted.sheet(told, supervisors),
        admitted.sheet(told),
    ]
    content = BytesIO()
    write(sheets, Letterhead.of(unit), content)
    return content.getvalue()
