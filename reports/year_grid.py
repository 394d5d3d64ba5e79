"""The year's grid: every unit of a scope with its cells, the sums, and what the year before proposes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from reports.ledger import Ledger, ledgers, openings_proposed
from units import years
from units.forms import COLUMNS, LEDGER, NO_SOURCE, Column, written
from units.models import BANDED, COMMITTEES, LEDGER_IN, LEDGER_OUT, Unit, YearRule
from units.tree import Node, rules_of, trees_on
from units.years import Stored


@dataclass
class Cell:
    """One cell as the page shows it: what is typed, what stood there when the page was opened, what is wrong."""

    column: Column
    unit_id: int
    value: str
    shown: str
    editable: bool = True
    children: int | None = None  # the sum of the quotas below, beside a committee's own
    proposed: int | None = (
        None  # what the ledger of the year before closes at, where the cell says something else
    )
    unplaced: int = 0  # members of units closed into a committee, which no cell opens with
    handed_over: int = 0  # beside the closing: members who came (or left) when units were rearranged
    faults: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.unit_id}.{self.column.field}"

    @property
    def anchor(self) -> str:
        return f"o-{self.unit_id}-{self.column.field}"

    @property
    def fillable(self) -> bool:
        return self.proposed is not None and self.value == ""

    @property
    def differs(self) -> bool:
        """Whether the stored opening is another than the closing of the year before; told, never refused."""
        return self.proposed is not None and self.shown not in ("", str(self.proposed))

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
    totals: list[Total]
    stored: Stored
    top: list[Node]

    @property
    def unlike(self) -> list[tuple[Row, Cell]]:
        """The openings that say something else than the closing of the year before."""
        return [(row, cell) for row in self.rows for cell in row.cells if cell.differs]

    @property
    def unplaced(self) -> list[tuple[Row, Cell]]:
        """The committees into which units were closed that still had members at the end of the year before."""
        return [(row, cell) for row in self.rows for cell in row.cells if cell.unplaced]

    @property
    def fillable(self) -> int:
        """How many empty openings the year before can fill."""
        return sum(cell.fillable for cell in self.cells().values())

    def fill_openings(self) -> None:
        """Put the closing of the year before into every opening that is empty; nothing is written."""
        for cell in self.cells().values():
            if cell.fillable:
                cell.value = str(cell.proposed)

    def cells(self) -> dict[str, Cell]:
        return {cell.name: cell for row in self.rows for cell in row.cells if cell.editable}


@dataclass
class Reader:
    """What the cells are made of: stored rows, ledgers of the year, closings of the year before."""

    stored: Stored
    own: dict[int, Ledger]
    proposed: dict[int, int]
    rows: list[Row] = field(default_factory=list)

    def walk(self, node: Node, depth: int = 0) -> Sums:
        """Add the node's row and those below it; return the sums over that subtree."""
        row = Row(node, depth, [])
        if _belongs(node, self.stored):
            self.rows.append(row)
        sums = Sums.of(node, self.stored, self.own)
        for child in node.children:
            sums.add(self.walk(child, depth + 1))
        row.cells = [self._cell(column, node, sums) for column in COLUMNS]
        return sums

    def _cell(self, column: Column, node: Node, sums: Sums) -> Cell:
        if column.worked_out:
            return self._worked_out(column, node, sums)
        value = self.stored.value(node.unit_id, column.field)
        text = written(column, value)
        cell = Cell(column, node.unit_id, text, text)
        if column.field in sums.counts and node.kind in COMMITTEES and not value:
            # Members belong to cells: a committee shows the sum below it and has nothing of its own to type.
            cell.editable, cell.value = False, str(sums.counts[column.field])
            cell.unplaced = self.proposed.get(node.unit_id, 0) if column.field == "opening" else 0
        elif column.group == NO_SOURCE and node.kind in BANDED:
            cell.editable, cell.value = False, ""
        elif column.field in years.QUOTA_FIELDS:
            cell.children = _children_quota(column, node.children, self.stored)
        elif column.field == "opening":
            cell.proposed = self.proposed.get(node.unit_id)
        return cell

    def _worked_out(self, column: Column, node: Node, sums: Sums) -> Cell:
        """Admissions from the road and the closing: a cell's own, a committee's with everything below it."""
        own = self.own.get(node.unit_id, Ledger())
        if node.kind in COMMITTEES:
            count = sums.closing if column.field == "closing" else sums.counts[column.field]
        else:
            count = getattr(own, column.field)
        text = "" if count is None else str(count)
        handed_over = sums.handed_over if node.kind in COMMITTEES else own.handed_over
        closes = column.field == "closing" and count is not None
        return Cell(
            column, node.unit_id, text, text, editable=False, handed_over=handed_over if closes else 0
        )


@dataclass
class Sums:
    """The counts of a subtree, in people."""

    counts: dict[str, int]
    handed_over: int
    known: bool  # whether any opening is

    @classmethod
    def of(cls, node: Node, stored: Stored, own: dict[int, Ledger]) -> Sums:
        ledger = own.get(node.unit_id, Ledger())
        counts = {column.field: stored.value(node.unit_id, column.field) or 0 for column in _summed()}
        counts["admitted"] = ledger.admitted
        return cls(counts, ledger.handed_over, ledger.opening is not None)

    def add(self, below: Sums) -> None:
        for name, count in below.counts.items():
            self.counts[name] += count
        self.handed_over += below.handed_over
        self.known = self.known or below.known

    @property
    def closing(self) -> int | None:
        if not self.known:
            return None
        gains, losses = (sum(self.counts[line] for line in lines) for lines in (LEDGER_IN, LEDGER_OUT))
        return self.counts["opening"] + self.counts["admitted"] + gains - losses + self.handed_over


def read_grid(officer, year: int, today: date) -> Grid:
    """The grid of the officer's scope. Eleven queries whatever the number of units."""
    visible = set(Unit.objects.visible_to(officer).values_list("pk", flat=True))
    first = date(year, 1, 1)
    nodes, at_start, before = trees_on(min(today, date(year, 12, 31)), first, first - timedelta(days=1))
    stored = Stored.read(year, visible, today)
    own = YearRule.objects.in_force([year - 1, year])
    top = [nodes[pk] for pk in sorted(visible) if nodes[pk].parent_id not in visible]
    reader = Reader(
        stored,
        ledgers(year, rules_of(nodes, own[year], year), visible, on=today, rows=stored.rows.values()),
        openings_proposed(year, rules_of(before, own[year - 1], year - 1), at_start, visible, on=today),
    )
    sums = [reader.walk(node) for node in top]
    totals = [_total(column, sums, top, stored) for column in COLUMNS]
    return Grid(year, reader.rows, totals, stored, top)


def _summed() -> list[Column]:
    """The columns that add up along the tree: members and the ledger, never quotas."""
    return [column for column in COLUMNS if column.field == "opening" or column.group == LEDGER]


def _belongs(node: Node, stored: Stored) -> bool:
    """Whether the unit stood on any day of the year, or holds figures of it all the same."""
    stood = node.founded and not (node.closed and node.since <= date(stored.year, 1, 1))
    return stood or node.unit_id in stored.rows or node.unit_id in stored.quotas


def _children_quota(column: Column, children: list[Node], stored: Stored) -> int | None:
    standing = (stored.value(child.unit_id, column.field) for child in children if child.standing)
    given = [value for value in standing if value is not None]
    return sum(given) if given else None


def _total(column: Column, sums: list[Sums], top: list[Node], stored: Stored) -> Total:
    """Members and ledger lines add up over the scope; quotas over the units right under its one top."""
    if column.shape != "count":
        return Total(column)
    if column.field == "closing":
        known = [subtree.closing for subtree in sums if subtree.closing is not None]
        return Total(column, sum(known) if known else None)
    if column.field not in years.QUOTA_FIELDS:
        return Total(column, sum(subtree.counts[column.field] for subtree in sums))
    if len(top) == 1 and top[0].children:
        own = stored.value(top[0].unit_id, column.field)
        return Total(column, _children_quota(column, top[0].children, stored), own)
    return Total(column, _children_quota(column, top, stored))
