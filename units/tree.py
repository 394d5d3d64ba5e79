"""The tree as it stood on a day, read from the placements in one query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from units.models import Placement


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
    children: list[Node] = field(default_factory=list)

    @property
    def standing(self) -> bool:
        return self.founded and not self.closed

    def subtree(self) -> Iterator[Node]:
        """The node and everything under it, parents first."""
        yield self
        for child in self.children:
            yield from child.subtree()


def tree_on(day: date) -> dict[int, Node]:
    """Every unit of the installation by id, linked as its placement of `day` says.

    A unit founded later hangs where it was first placed, so that no fact about it can fall out of a sum.
    """
    nodes: dict[int, Node] = {}
    rows = Placement.objects.order_by("unit_id", "since").values_list(
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
    for row in rows:
        since = row[7]
        if row[0] not in nodes or since <= day:
            nodes[row[0]] = Node(*row, founded=since <= day or (row[0] in nodes and nodes[row[0]].founded))
    for node in nodes.values():
        if node.parent_id is not None:
            nodes[node.parent_id].children.append(node)
    return nodes
