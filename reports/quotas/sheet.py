"""A committee's quotas of a year on one sheet: its own, those of the units below, their sums, the people for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from reports import figures
from reports.figures import Figures
from reports.quotas.cells import LABELS, Cell, cell_of
from reports.quotas.suggestion import DIVIDED, Suggestion, suggest, weight_of
from reports.rates import people_for
from units.directives import counting_day
from units.models import BANDED, COMMITTEES, Kind, Quota, Unit, YearRule
from units.periods import Period
from units.quotas import QUOTA_FIELDS
from units.tree import Node


@dataclass(frozen=True)
class Readiness:
    """A quota against the people there are for it: admitted and, still undecided, on the road."""

    label: str
    quota: int
    admitted: int
    on_road: int

    @property
    def people(self) -> int:
        return self.admitted + self.on_road

    @property
    def missing(self) -> int:
        """People still to be found for the quota."""
        return max(0, self.quota - self.people)

    @property
    def reached(self) -> bool:
        return self.admitted >= self.quota


@dataclass(frozen=True)
class Sum:
    """What the quotas right below a committee add up to, against its own; told, never refused."""

    label: str
    count: int
    against: int | None

    @property
    def over(self) -> int:
        """People more (or, negative, fewer) than the committee's own quota."""
        return self.count - (self.against or 0)

    @property
    def short(self) -> int:
        """People of the committee's own quota that nobody below was given."""
        return -self.over


@dataclass(frozen=True)
class Total:
    """A number of people that may be shared out, under the word by which the address asks for it."""

    code: str
    label: str
    people: int


@dataclass
class Row:
    """A unit with its quotas, newest first, and the cells to give it new ones; no cell where that quota has no sense."""

    told: Figures
    depth: int
    members: int | None
    quotas: list[Quota]
    in_force: Quota | None
    cells: list[Cell | None]
    readiness: list[Readiness]
    waiting: int
    before_vote: int
    admitted: int
    weight: int
    suggestion: Suggestion | None = None
    children: list[Row] = field(default_factory=list)

    @property
    def node(self) -> Node:
        return self.told.node

    @property
    def is_committee(self) -> bool:
        return self.node.kind in COMMITTEES

    def cell(self, name: str) -> Cell | None:
        return next((cell for cell in self.cells if cell and cell.field == name), None)

    def count(self, name: str) -> int | None:
        """The people of a quota as its cell stands now."""
        cell = self.cell(name)
        return cell.count if cell else None

    @property
    def left_alone(self) -> bool:
        """Whether the unit has told that no source is left in it."""
        return self.told.year is not None and self.told.year.no_source_left

    @property
    def sums(self) -> list[Sum]:
        """For every quota given to somebody right below, what they add up to."""
        found = []
        for name in QUOTA_FIELDS:
            given = [count for child in self.children if (count := child.count(name)) is not None]
            if given:
                found.append(Sum(LABELS[name], sum(given), self.count(name)))
        return found

    @property
    def overfull(self) -> bool:
        """Whether pupils and workers are more than the people of the whole quota, which can hardly be meant."""
        members = self.count("members")
        parts = (self.count("pupils") or 0) + (self.count("workers") or 0)
        return members is not None and parts > members


@dataclass
class Sheet:
    """Every row of a committee and year. `ahead`: the year has not begun, its members are those of today."""

    unit: Unit
    year: int
    today: date
    ahead: bool
    rule: YearRule
    top: Row
    total: int | None = None

    def rows(self) -> Iterator[Row]:
        """The committee itself, then the units below in the order of the tree."""
        return _with_children(self.top)

    def cells(self) -> list[Cell]:
        return [cell for row in self.rows() for cell in row.cells if cell]

    @property
    def base_date(self) -> date:
        """The day of the members by which the rows are weighed."""
        return self.today if self.ahead else self.top.told.base_date

    def totals(self) -> list[Total]:
        """What may be shared out: the committee's own quota, for a commune or province the bounds of its band."""
        own, members = self.top.count("members"), self.top.members
        found = [] if own is None else [Total("chi-tieu", "Chỉ tiêu được giao", own)]
        if self.top.node.kind in BANDED and members:
            for code, label, percent in (
                ("thap", "Mức thấp của khung", self.rule.target_min),
                ("cao", "Mức cao của khung", self.rule.target_max),
            ):
                found.append(Total(code, label, people_for(percent, members)))
        return found

    def suggest(self, total: int | None) -> None:
        """Put beside every row what falls to it of a total; a base committee's cells share what it has by now."""
        self.total = total
        given = {
            row.node.unit_id: count for row in self.rows() if (count := row.count("members")) is not None
        }
        found = suggest(self.top.told, total, self.members_of, given)
        for row in self.rows():
            row.suggestion = found.get(row.node.unit_id)

    def fill(self) -> int:
        """Put the suggestions of units that have a weight into the cells that are empty; how many. Nothing is written."""
        filled = 0
        for row in self.rows():
            cell = row.cell("members")
            if cell and row.suggestion and row.weight and not cell.value.strip():
                cell.value, cell.filled = str(row.suggestion.people), True
                filled += 1
        return filled

    def members_of(self, told: Figures) -> int | None:
        return told.closing if self.ahead else told.members_base


def _with_children(row: Row) -> Iterator[Row]:
    yield row
    for child in row.children:
        yield from _with_children(child)


def read_sheet(unit: Unit, year: int, today: date) -> Sheet:
    """The sheet of a committee or cell. Seven queries, one more for a year ahead, whatever the number of units."""
    ahead = year > today.year
    told = figures.for_period(unit, Period.of(min(year, today.year), today=today))
    rule = _rule_ahead(told.node, unit, year) if ahead else told.rule
    sheet = Sheet(unit, year, today, ahead, rule, top=None)
    shown = list(_shown(told))
    given: dict[int, list[Quota]] = {}
    ids = [each.node.unit_id for each in shown]
    rows = Quota.objects.filter(year=year, unit_id__in=ids).select_related("directive", "recorded_by")
    for quota in rows.order_by("-given_on", "-pk"):
        given.setdefault(quota.unit_id, []).append(quota)
    sheet.top = _row(sheet, told, given, 0)
    return sheet


def _rule_ahead(node: Node, unit: Unit, year: int) -> YearRule:
    """The rule of a year to come: of the nearest commune or province at or above the unit that has one."""
    own, above = YearRule.objects.in_force([year])[year], [*unit.ancestor_ids(), unit.pk]
    committees = above[: above.index(node.committee_id) + 1]
    nearest = (own[pk] for pk in reversed(committees) if pk in own)
    return next(nearest, YearRule(root_id=above[0], year=year))


def _shown(told: Figures) -> Iterator[Figures]:
    """The unit, those right below, and those below a base committee."""
    yield told
    for child in told.standing_children():
        if child.node.kind in DIVIDED:
            yield from _shown(child)
        else:
            yield child


def _row(sheet: Sheet, told: Figures, given: dict[int, list[Quota]], depth: int) -> Row:
    quotas = given.get(told.node.unit_id, [])
    until = counting_day(sheet.year, sheet.today)
    in_force = next((quota for quota in quotas if quota.given_on <= until), None)
    row = Row(
        told,
        depth,
        sheet.members_of(told),
        quotas,
        in_force,
        cells=_cells(told.node, in_force),
        readiness=_readiness(told, in_force, sheet.ahead),
        waiting=told.waiting_decision,
        before_vote=told.in_pipeline - told.waiting_decision,
        admitted=0 if sheet.ahead else told.admitted,
        weight=weight_of(told, sheet.members_of),
    )
    if depth == 0 or told.node.kind in DIVIDED:
        row.children = [_row(sheet, child, given, depth + 1) for child in told.standing_children()]
    return row


def _cells(node: Node, in_force: Quota | None) -> list[Cell | None]:
    """A cell for every quota: of pupils where there is a school, of workers where there is an enterprise."""
    below = list(node.subtree())
    sense = {
        "members": True,
        "pupils": any(each.owes_pupil or each.kind == Kind.SCHOOL for each in below),
        "workers": any(each.kind == Kind.ENTERPRISE for each in below),
    }
    cells = []
    for name in QUOTA_FIELDS:
        fits = sense[name] or getattr(in_force, name, None) is not None
        cells.append(cell_of(node.unit_id, name, in_force, node.name) if fits else None)
    return cells


def _readiness(told: Figures, in_force: Quota | None, ahead: bool) -> list[Readiness]:
    """For every quota that asks for somebody, the people there are for it."""
    counted = {
        "members": ("admitted", "in_pipeline"),
        "pupils": ("pupils_admitted", "pupils_in_pipeline"),
        "workers": ("workers", "workers_in_pipeline"),
    }
    found = []
    for name, (admitted, on_road) in counted.items():
        if quota := getattr(in_force, name, None):
            done = 0 if ahead else told.counts[admitted]
            found.append(Readiness(LABELS[name], quota, done, told.counts[on_road]))
    return found
