"""The year's figures of all units in one grid, saved as a whole."""

import re
from datetime import date

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from reports.year_grid import Grid, read_grid
from units import years
from units.access import for_writers
from units.answers import REFUSED
from units.forms import COLUMNS, FIRST_YEAR, DocumentForm, read
from units.years import Change, Document, Fault, Refused

CELL_NAME = re.compile(r"(\d{1,18})\.([a-z_]+)", re.ASCII)


@for_writers
@require_http_methods(["GET", "POST"])
def year_grid(request, year):
    """Show the grid of a year; save what was changed in it, or show it again with the faults beside the cells."""
    today = timezone.localdate()
    if not FIRST_YEAR <= year <= today.year + 1:
        raise Http404("Năm ngoài phạm vi phần mềm.")
    form = DocumentForm(request.POST if request.method == "POST" else None)
    grid = read_grid(request.user, year, today)
    if request.method == "GET":
        return _page(request, grid, form, today)
    if "fill" in request.POST:
        return _filled(request, grid, form, today)
    changes, faults = _read_changes(request.POST, grid)
    readable = form.is_valid() and not faults
    document = form.document()
    if readable:
        try:
            count = years.save_cells(year=year, changes=changes, document=document, by=request.user, on=today)
        except Refused as refused:
            faults = refused.faults
            grid = read_grid(request.user, year, today)
        else:
            _tell(request, count, changes, document)
            return redirect("year_grid", year=year)
    else:
        faults += years.faults_in(changes, stored=grid.stored, document=document, on=today)
    _keep_typed(request.POST, grid, faults, form)
    return _page(request, grid, form, today, status=REFUSED)


def _filled(request, grid: Grid, form: DocumentForm, today: date):
    """The page with what was typed, and the closings of the year before in the empty openings; nothing is written."""
    _refuse_strangers(request.POST, grid)
    _keep_typed(request.POST, grid, [], form)
    count = grid.fillable
    grid.fill_openings()
    text = f"Đã điền {count} ô từ số cuối năm {grid.year - 1}, chưa ghi. Kiểm tra rồi bấm «Ghi số liệu»."
    messages.info(request, text)
    return _page(request, grid, form, today)


def _tell(request, count: int, changes: list[Change], document: Document) -> None:
    if not count:
        messages.info(request, "Không có ô nào thay đổi.")
        return
    messages.success(request, f"Đã ghi {count} ô của {len({change.unit_id for change in changes})} đơn vị.")
    if document != Document() and not any(change.field in years.QUOTA_FIELDS for change in changes):
        messages.info(request, "Văn bản chưa được ghi vì không có chỉ tiêu nào thay đổi.")


def _page(request, grid: Grid, form: DocumentForm, today: date, status: int = 200):
    root_quota = next((q for node in grid.top if (q := grid.stored.quotas.get(node.unit_id))), None)
    context = {
        "grid": grid,
        "form": form,
        "columns": COLUMNS,
        "headings": _headings(),
        "root_quota": root_quota,
        "faulty": [(row, cell) for row in grid.rows for cell in row.cells if cell.faults],
        "unlike": grid.unlike,
        "unplaced": grid.unplaced,
        "fillable": grid.fillable,
        "mismatches": [total for total in grid.totals if total.mismatch],
        "years": range(max(FIRST_YEAR, grid.year - 2), min(today.year + 1, grid.year + 2) + 1),
    }
    return render(request, "reports/year_grid.html", context, status=status)


def _headings() -> list[tuple[str, int]]:
    """The upper line of the heading: each group with the number of columns it spans."""
    groups: list[list] = []
    for column in COLUMNS:
        if groups and groups[-1][0] == column.group:
            groups[-1][1] += 1
        else:
            groups.append([column.group, 1])
    return [(name, span) for name, span in groups]


def _read_changes(posted, grid: Grid) -> tuple[list[Change], list[Fault]]:
    """The cells in which something else was typed than the page showed, and what could not be read of them."""
    cells = grid.cells()
    _refuse_strangers(posted, grid)
    changes, faults = [], []
    for name, cell in cells.items():
        if f"{name}.was" not in posted:
            continue
        typed, shown = posted.get(name, ""), posted[f"{name}.was"]
        try:
            before = read(cell.column, shown)
        except ValidationError as error:
            raise BadRequest("A value that this page never showed.") from error
        try:
            wanted = read(cell.column, typed)
        except ValidationError as error:
            faults.append(Fault(cell.unit_id, cell.column.field, " ".join(error.messages)))
        else:
            if wanted != before:
                changes.append(Change(cell.unit_id, cell.column.field, before, wanted))
    return changes, faults


def _refuse_strangers(posted, grid: Grid) -> None:
    """404 if a cell is posted of a unit that is not in this grid."""
    known = {row.node.unit_id for row in grid.rows}
    for name in posted:
        match = CELL_NAME.match(name)
        if match and int(match[1]) not in known:
            raise Http404("Đơn vị không có trong bảng này.")


def _keep_typed(posted, grid: Grid, faults: list[Fault], form: DocumentForm) -> None:
    """Put what was typed, and what is wrong with it, back into the grid; what was not touched shows what is stored."""
    cells = grid.cells()
    for name, cell in cells.items():
        typed, shown = posted.get(name, ""), posted.get(f"{name}.was")
        if shown is not None and typed != shown:
            cell.value = typed
    for fault in faults:
        if fault.unit_id is not None:
            cells[f"{fault.unit_id}.{fault.field}"].faults.append(fault.text)
        elif fault.field not in form.errors:  # a day that could not be read is not called missing as well
            form.add_error(fault.field, fault.text)
