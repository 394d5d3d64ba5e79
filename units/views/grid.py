"""The year's figures of all units in one grid, saved as a whole."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from units import years
from units.access import for_writers
from units.answers import REFUSED
from units.forms import COLUMNS, FIRST_YEAR, LEDGER, NO_SOURCE, Column, DocumentForm, read, written
from units.models import BANDED, COMMITTEES, Unit
from units.tree import Node, tree_on
from units.years import Change, Document, Fault, Refused, Stored

CELL_NAME = re.compile(r"(\d{1,18})\.([a-z_]+)", re.ASCII)


@dataclass
class Cell:
    """One cell as the page shows it: what is typed, what stood there when the page was opened, what is wrong."""

    column: Column
    unit_id: int
    value: str
    shown: str
    editable: bool = True
    children: int | None = None  # the sum of the quotas below, beside a committee's own
    faults: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.unit_id}.{self.column.field}"

    @property
    def anchor(self) -> str:
        return f"o-{self.unit_id}-{self.column.field}"

    @property
    def mismatch(self) -> bool:
        """Whether the quotas below do not add up to the committee's own; told, never refused."""
        return self.children is not None and self.shown not in ("", str(self.children))


@dataclass
class Row:
    """A unit of the grid with its cells in the order of the columns."""

    node: Node
    depth: int
    cells: list[Cell]

    @property
    def is_committee(self) -> bool:
        return self.node.kind in COMMITTEES


@dataclass
class Total:
    """The foot of a column: the sum, and the quota of the whole committee that it should meet."""

    column: Column
    count: int | None = None
    against: int | None = None

    @property
    def mismatch(self) -> bool:
        return None not in (self.count, self.against) and self.count != self.against


@dataclass
class Grid:
    """Every unit of an officer's scope that stood in the year, in the order of the tree of that year."""

    year: int
    rows: list[Row]
    totals: list["Total"]
    stored: Stored
    top: list[Node]

    def cells(self) -> dict[str, Cell]:
        return {cell.name: cell for row in self.rows for cell in row.cells if cell.editable}


@for_writers
@require_http_methods(["GET", "POST"])
def year_grid(request, year):
    """Show the grid of a year; save what was changed in it, or show it again with the faults beside the cells."""
    today = timezone.localdate()
    if not FIRST_YEAR <= year <= today.year + 1:
        raise Http404("Năm ngoài phạm vi phần mềm.")
    form = DocumentForm(request.POST if request.method == "POST" else None)
    grid = _read_grid(request.user, year, today)
    if request.method == "GET":
        return _page(request, grid, form, today)
    changes, faults = _read_changes(request.POST, grid)
    readable = form.is_valid() and not faults
    document = form.document()
    if readable:
        try:
            count = years.save_cells(year=year, changes=changes, document=document, by=request.user, on=today)
        except Refused as refused:
            faults = refused.faults
            grid = _read_grid(request.user, year, today)
        else:
            _tell(request, count, changes, document)
            return redirect("year_grid", year=year)
    else:
        faults += years.faults_in(changes, stored=grid.stored, document=document, on=today)
    _keep_typed(request.POST, grid, faults, form)
    return _page(request, grid, form, today, status=REFUSED)


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
        "mismatches": [total for total in grid.totals if total.mismatch],
        "years": range(max(FIRST_YEAR, grid.year - 2), min(today.year + 1, grid.year + 2) + 1),
    }
    return render(request, "units/year_grid.html", context, status=status)


def _headings() -> list[tuple[str, int]]:
    """The upper line of the heading: each group with the number of columns it spans."""
    groups: list[list] = []
    for column in COLUMNS:
        if groups and groups[-1][0] == column.group:
            groups[-1][1] += 1
        else:
            groups.append([column.group, 1])
    return [(name, span) for name, span in groups]


def _read_grid(officer, year: int, today: date) -> Grid:
    """Four queries whatever the number of units."""
    visible = set(Unit.objects.visible_to(officer).values_list("pk", flat=True))
    nodes = tree_on(min(today, date(year, 12, 31)))
    stored = Stored.read(year, visible, today)
    top = [nodes[pk] for pk in sorted(visible) if nodes[pk].parent_id not in visible]
    rows = []

    def walk(node: Node, depth: int) -> dict[str, int]:
        """Add the node's row and those below it; return the sums of the counts over that subtree."""
        row = Row(node, depth, [])
        if _belongs(node, stored):
            rows.append(row)
        sums = {column.field: stored.value(node.unit_id, column.field) or 0 for column in _summed()}
        for child in node.children:
            for name, count in walk(child, depth + 1).items():
                sums[name] += count
        row.cells = [_cell(column, node, stored, sums) for column in COLUMNS]
        return sums

    sums = [walk(node, 0) for node in top]
    totals = [_total(column, sums, top, stored) for column in COLUMNS]
    return Grid(year, rows, totals, stored, top)


def _summed() -> list[Column]:
    """The columns that add up along the tree: members and the ledger, never quotas."""
    return [column for column in COLUMNS if column.field == "opening" or column.group == LEDGER]


def _belongs(node: Node, stored: Stored) -> bool:
    """Whether the unit stood on any day of the year, or holds figures of it all the same."""
    stood = node.founded and not (node.closed and node.since <= date(stored.year, 1, 1))
    return stood or node.unit_id in stored.rows or node.unit_id in stored.quotas


def _cell(column: Column, node: Node, stored: Stored, sums: dict[str, int]) -> Cell:
    value = stored.value(node.unit_id, column.field)
    text = written(column, value)
    cell = Cell(column, node.unit_id, text, text)
    if column.field in sums and node.kind in COMMITTEES and not value:
        # Members belong to cells: a committee shows the sum below it and has nothing of its own to type.
        cell.editable, cell.value = False, str(sums[column.field])
    elif column.group == NO_SOURCE and node.kind in BANDED:
        cell.editable, cell.value = False, ""
    elif column.field in years.QUOTA_FIELDS:
        cell.children = _children_quota(column, node.children, stored)
    return cell


def _children_quota(column: Column, children: list[Node], stored: Stored) -> int | None:
    standing = (stored.value(child.unit_id, column.field) for child in children if child.standing)
    given = [value for value in standing if value is not None]
    return sum(given) if given else None


def _total(column: Column, sums: list[dict[str, int]], top: list[Node], stored: Stored) -> Total:
    """Members and ledger lines add up over the scope; quotas over the units right under its one top."""
    if column.shape != "count":
        return Total(column)
    if column.field not in years.QUOTA_FIELDS:
        return Total(column, sum(subtree[column.field] for subtree in sums))
    if len(top) == 1 and top[0].children:
        own = stored.value(top[0].unit_id, column.field)
        return Total(column, _children_quota(column, top[0].children, stored), own)
    return Total(column, _children_quota(column, top, stored))


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
