"""From the cells of a sheet to cleaned rows: finds the headings, matches the columns, reads cell by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from admissions.importing.cells import Grid, Value, is_blank, shown
from admissions.importing.findings import Findings, Ignored
from admissions.importing.scan import AS_VALUES, Scan, column_letters
from admissions.importing.sheets import SheetResource
from units.names import fold

HEADINGS_WITHIN = 20  # rows from the top in which the headings are looked for


@dataclass
class Row:
    """A row of a sheet: its Excel number, the values read by attribute (None: not told), the raw cells by heading."""

    number: int
    values: dict[str, object]
    raw: dict[str, Value]
    faulty: bool = False

    def __getitem__(self, attribute: str):
        return self.values[attribute]


@dataclass
class Table:
    """A sheet of the workbook, read by its declaration."""

    resource: SheetResource
    findings: Findings
    rows: list[Row] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.resource.title

    def heading(self, attribute: str) -> str:
        return self.resource.fields[attribute].column_name

    def fault(self, row: Row, attribute: str, expected: str, found: str | None = None) -> None:
        """Record what is wrong with one cell of a row."""
        heading = self.heading(attribute)
        row.faulty = True
        self.findings.fault(
            self.title, row.number, heading, shown(row.raw.get(heading)) if found is None else found, expected
        )

    def remark(self, row: Row, text: str) -> None:
        self.findings.remark(self.title, row.number, text)


def heading_key(value: Value) -> str:
    """A heading as it is compared: no accents, case or extra spaces; the * of a required one and a (note) aside."""
    return fold(re.sub(r"\([^)]*\)|\*", " ", value)) if isinstance(value, str) else ""


def read_table(resource: SheetResource, grid: Grid, scan: Scan, findings: Findings) -> Table:
    """The rows under the headings. Faults go to `findings`; rows with one are kept, marked as faulty."""
    table = Table(resource, findings)
    top = _heading_row(resource, grid)
    columns = _match(table, grid[top] if grid else [], top + 1)
    if columns is None:
        return table
    _tell_ignored(table, grid, columns, scan, top)
    for number, cells in enumerate(grid[top + 1 :], start=top + 2):
        if any(not is_blank(cells[index]) or (number, index + 1) in scan.errors for index in columns):
            table.rows.append(_row(table, number, cells, columns, scan))
    return table


def _keys(resource: SheetResource) -> dict[str, str]:
    return {heading_key(field.column_name): name for name, field in resource.fields.items()}


def _heading_row(resource: SheetResource, grid: Grid) -> int:
    """Index of the row that holds the most headings, the required ones counting first; the topmost of equals."""
    keys = _keys(resource)

    def fit(index: int) -> tuple[int, int]:
        names = {keys[key] for cell in grid[index] if (key := heading_key(cell)) in keys}
        return len(names.intersection(resource.required)), len(names)

    return max(range(min(HEADINGS_WITHIN, len(grid))), key=fit, default=0)


def _match(table: Table, cells: list[Value], number: int) -> dict[int, str] | None:
    """{column index: field name}, or None where required headings are missing."""
    keys = _keys(table.resource)
    columns: dict[int, str] = {}
    twice = False
    for index, cell in enumerate(cells):
        name = keys.get(heading_key(cell))
        if name is None:
            continue
        if name in columns.values():
            table.findings.fault(
                table.title, number, shown(cell), "tiêu đề này có hai lần", "mỗi tiêu đề một cột"
            )
            twice = True
        columns[index] = name
    missing = [name for name in table.resource.required if name not in columns.values()]
    there = "; ".join(shown(cell) for cell in cells if not is_blank(cell)) or "(trống)"
    for name in missing:
        expected = f"một hàng tiêu đề trong {HEADINGS_WITHIN} hàng đầu, có cột «{table.heading(name)}»"
        table.findings.fault(
            table.title, number, table.heading(name), f"không có cột này; có: {there[:200]}", expected
        )
    return None if missing or twice else columns


def _tell_ignored(table: Table, grid: Grid, columns: dict[int, str], scan: Scan, top: int) -> None:
    """Columns that are not read, told by name; a column without a heading only where it holds something."""
    width = max(map(len, grid), default=0)
    for index in range(width):
        if index in columns:
            continue
        heading = grid[top][index]
        held = any(not is_blank(cells[index]) for cells in grid[top + 1 :])
        if is_blank(heading) and not held:
            continue
        why = "không có trong mẫu, không đọc"
        if any(column == index + 1 for _, column in scan.formulas):
            why += "; có công thức"
        name = shown(heading) if not is_blank(heading) else f"(cột {column_letters(index + 1)} không tiêu đề)"
        table.findings.unknown_columns.append(Ignored(f"{table.title}: {name}", why))


def _row(table: Table, number: int, cells: list[Value], columns: dict[int, str], scan: Scan) -> Row:
    fields = table.resource.fields
    row = Row(
        number,
        dict.fromkeys(fields),
        {fields[name].column_name: cells[index] for index, name in columns.items()},
    )
    for index, name in columns.items():
        place = (number, index + 1)
        if place in scan.formulas:
            found = f"ô {column_letters(index + 1)}{number} chứa công thức"
            table.fault(row, name, f"giá trị gõ trực tiếp. {AS_VALUES}", found)
        elif place in scan.errors:
            table.fault(
                row, name, "giá trị gõ trực tiếp", f"ô {column_letters(index + 1)}{number} chứa lỗi của Excel"
            )
        else:
            try:
                row.values[name] = fields[name].clean(row.raw)
            except ValueError as error:
                table.fault(row, name, str(error))
                continue
            if row.values[name] is None and name in table.resource.required:
                table.fault(row, name, f"không để trống: {fields[name].widget.expected}")
    return row
