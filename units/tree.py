"""The tree as it stood on a day, read from the placements in one query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from units.models import BANDED, Placement, YearRule


@dataclass
class Node:
    """A unit on that day: what it was called, what it was, what hung under it (closed units too)."""

    unit_id: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    owes_pupil: bool
    secretary: str
    since: date
    closed: bool
    closed_later: date | None  # the day on which the unit was closed, whether before or after
    founded_on: date
    founded: bool  # False: the unit did not exist yet on that day
    committee_id: int = 0  # the nearest commune or province at or above it, else its root
    children: list[Node] = field(default_factory=list)

    @property
    def standing(self) -> bool:
        return self.founded and not self.closed

    def subtree(self) -> Iterator[Node]:
        """The node and everything under it, parents first."""
        yield self
        for child in self.children:
            yield from child.subtree()


Nodes = dict[int, Node]


@dataclass(frozen=True)
class Past:
    """Under which unit each one has hung, from which day on; the earliest first."""

    parents: dict[int, list[tuple[date, int | None]]]

    @classmethod
    def read(cls) -> Past:
        """The past of the whole installation. One query."""
        parents: dict[int, list[tuple[date, int | None]]] = {}
        rows = Placement.objects.order_by("unit_id", "since").values_list("unit_id", "since", "parent_id")
        for unit_id, since, parent_id in rows:
            parents.setdefault(unit_id, []).append((since, parent_id))
        return cls(parents)

    def above(self, unit_id: int, day: date) -> list[int]:
        """A unit and those it hung under on a day, from below to above; before its first day as on that."""
        chain: list[int] = []
        told: int | None = unit_id
        while told is not None:
            chain.append(told)
            first, *later = self.parents[told]
            told = next((parent for since, parent in reversed(later) if since <= day), first[1])
        return chain

    def ever_below(self, unit_ids: Iterable[int]) -> set[int]:
        """The units and whatever has hung under them at any time, closed units too."""
        children: dict[int | None, set[int]] = {}
        for unit_id, places in self.parents.items():
            for _, parent_id in places:
                children.setdefault(parent_id, set()).add(unit_id)
        found, fresh = set(), set(unit_ids)
        while fresh:
            found |= fresh
            fresh = set().union(*(children.get(unit_id, ()) for unit_id in fresh)) - found
        return found


def tree_on(day: date) -> Nodes:
    """Every unit of the installation by id, linked as its placement of `day` says.

    A unit founded later hangs where it was first placed, so that no fact about it can fall out of a sum.
    """
    return trees_on(day)[0]


def trees_on(*days: date) -> list[Nodes]:
    """The trees of several days, from one query."""
    rows = list(_placements())
    return [_linked(rows, day) for day in days]


def differ(one: Node, other: Node) -> bool:
    """Whether a unit, or anything under it, hung or was called otherwise in another tree."""
    return _shape(one) != _shape(other)


def rules_of(nodes: Nodes, own: dict[int, YearRule], year: int) -> dict[int, YearRule]:
    """By unit id the rule that counts for it, given the committees' own rules of the year.

    It is that of the nearest commune or province at or above the unit that has one, else that of its root, else the
    shipped values unsaved.
    """
    told = {}
    for root in roots(nodes):
        told[root.unit_id] = own.get(root.unit_id) or YearRule(root_id=root.unit_id, year=year)
        for node in root.subtree():
            for child in node.children:
                its_own = own.get(child.unit_id) if child.kind in BANDED else None
                told[child.unit_id] = its_own or told[node.unit_id]
    return told


def rules_on(*days: date) -> list[dict[int, YearRule]]:
    """For each day the rules by which the units counted its year, by unit id and the tree of that day. Two queries."""
    own = YearRule.objects.in_force([day.year for day in days])
    return [
        rules_of(nodes, own[day.year], day.year) for day, nodes in zip(days, trees_on(*days), strict=True)
    ]


def rule_for(unit_id: int, year: int, on: date) -> YearRule:
    """The rule that counts a unit's year, by the tree of the year's last day, at the latest of `on`. Two queries."""
    nodes = tree_on(min(on, date(year, 12, 31)))
    return rules_of(nodes, YearRule.objects.in_force([year])[year], year)[unit_id]


def roots(nodes: Nodes) -> list[Node]:
    return [node for node in nodes.values() if node.parent_id is None]


def _shape(top: Node) -> set[tuple]:
    inside = ((node, node.parent_id if node is not top else None) for node in top.subtree())
    return {(node.unit_id, above, node.name, node.kind, node.standing) for node, above in inside}


def _placements() -> Iterable[tuple]:
    return Placement.objects.order_by("unit_id", "since").values_list(
        "unit_id",
        "unit__code",
        "name",
        "kind",
        "parent_id",
        "unit__owes_pupil",
        "unit__secretary",
        "since",
        "closed",
        "unit__closed_on",
        "unit__founded_on",
    )


def _linked(rows: list[tuple], day: date) -> Nodes:
    nodes: Nodes = {}
    for row in rows:
        since = row[7]
        if row[0] not in nodes or since <= day:
            nodes[row[0]] = Node(*row, founded=since <= day or (row[0] in nodes and nodes[row[0]].founded))
    for node in nodes.values():
        if node.parent_id is not None:
            nodes[node.parent_id].children.append(node)
    for root in roots(nodes):
        root.committee_id = root.unit_id
        for node in root.subtree():
            for child in node.children:
                child.committee_id = child.unit_id if child.kind in BANDED else node.committee_id
    return nodes
