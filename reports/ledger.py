"""The ledger of each unit's own members in a year: closing = opening + gains − losses (Biểu 1-BTCTW)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from admissions.counting import counted_in
from admissions.models import StageEvent
from reports.facts import Rules
from units.models import LEDGER_IN, LEDGER_OUT, HandOver, UnitYear
from units.tree import Node, Nodes


@dataclass(frozen=True)
class Ledger:
    """D = A + B − C of one unit's own members. Counts are people; `handed_over` came (or left) by a reorganisation.

    `formed`: the unit was founded in the year, so that it began with nobody.
    """

    opening: int | None = None
    admitted: int = 0
    gains: int = 0
    losses: int = 0
    handed_over: int = 0
    formed: bool = False

    @property
    def closing(self) -> int | None:
        """Members at the end; None where the opening is not known, unless a hand-over formed the unit."""
        if self.opening is None and not (self.formed and self.handed_over):
            return None
        return (self.opening or 0) + self.admitted + self.gains - self.losses + self.handed_over


def ledgers(
    year: int, rules: Rules, unit_ids: Collection[int], *, on: date, rows: Iterable[UnitYear] | None = None
) -> dict[int, Ledger]:
    """The ledgers of a year by unit id, as far as anything is known, up to the day `on` (at most 31/12).

    `rules` by unit id say which step counts as the admission; `rows` are those of the year where they have been read. Three
    queries at most.
    """
    end = min(on, date(year, 12, 31))
    if rows is None:
        rows = UnitYear.objects.filter(year=year, unit_id__in=unit_ids)
    years = {row.unit_id: row for row in rows}
    admitted, handed = _admitted(year, rules, unit_ids, end), _handed_over(year, unit_ids, end)
    return {
        unit_id: _ledger(years.get(unit_id), admitted.get(unit_id, 0), *handed.get(unit_id, (0, False)))
        for unit_id in years.keys() | admitted.keys() | handed.keys()
    }


def _ledger(row: UnitYear | None, admitted: int, handed: int, formed: bool) -> Ledger:
    if row is None:
        return Ledger(None, admitted, handed_over=handed, formed=formed)
    gains, losses = (sum(getattr(row, line) for line in lines) for lines in (LEDGER_IN, LEDGER_OUT))
    return Ledger(row.opening, admitted, gains, losses, handed, formed)


def _admitted(year: int, rules: Rules, unit_ids: Collection[int], end: date) -> dict[int, int]:
    steps = (
        StageEvent.objects.standing()
        .in_force(end)
        .taken_here()
        .filter(counted_in(rules, unit_ids), happened_on__range=(date(year, 1, 1), end), unit_id__in=unit_ids)
    )
    return dict(steps.order_by().values_list("unit_id").annotate(Count("pk")))


def _handed_over(year: int, unit_ids: Collection[int], end: date) -> dict[int, tuple[int, bool]]:
    """Members handed over by unit id, and whether the unit was founded in the year."""
    rows = HandOver.objects.filter(on__range=(date(year, 1, 1), end), unit_id__in=unit_ids)
    rows = rows.order_by().values_list("unit_id", "unit__founded_on").annotate(Sum("members"))
    return {unit_id: (members, founded_on.year == year) for unit_id, founded_on, members in rows}


def openings_proposed(
    year: int, rules: Rules, nodes: Nodes, unit_ids: Collection[int], *, on: date
) -> dict[int, int]:
    """Members on 31/12 of the year before, as that year's ledgers close, by the unit that stands at the year's start.

    `rules` are those of the year before, `nodes` the tree of 1 January. What a closed unit had counts for the one that
    took it over. Empty while that year is not over. Units of which anything is not known are left out. Three queries.
    """
    if on < date(year, 1, 1):
        return {}
    closed = ledgers(year - 1, rules, unit_ids, on=on)
    sums: dict[int, int | None] = {}
    for unit_id, ledger in closed.items():
        heir = _standing(nodes[unit_id], nodes)
        if heir is None:
            continue
        before, now = sums.get(heir.unit_id, 0), ledger.closing
        sums[heir.unit_id] = None if before is None or now is None else before + now
    return {unit_id: members for unit_id, members in sums.items() if members is not None}


def _standing(node: Node, nodes: dict[int, Node]) -> Node | None:
    """The unit itself, or the one it was closed into, maybe a committee; None where that had not been founded yet."""
    while node.closed and node.parent_id is not None:
        node = nodes[node.parent_id]
    return node if node.standing else None
