"""The figures of a unit and period: one GROUP BY for each fact, then one roll-up over the tree of that day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from reports.facts import Facts, Ids
from reports.flags import Flag, flags_of
from reports.rates import people_for, rate
from units.models import LEDGER_IN, LEDGER_OUT, Quota, Unit, UnitYear, YearRule
from units.periods import Period
from units.tree import Node, tree_on

GROUPS = ("women", "ethnic_minority", "religious", "youth_union", "pupils", "workers", "readmitted")
LEDGER = (*LEDGER_IN, *LEDGER_OUT)
COUNTED = (
    "admitted",
    "admitted_last_year",
    *GROUPS,
    "pupils_admitted",
    "recognised",
    "trained",
    "in_pipeline",
    "pupils_in_pipeline",
    "waiting_decision",
    *LEDGER,
)


@dataclass
class Figures:
    """What a unit with its subtree has done in a period. Counts are people; rates follow from two sums."""

    node: Node
    period: Period
    rule: YearRule
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    opening: int | None = None
    quota: Quota | None = None
    children_quota: int | None = None
    year: UnitYear | None = None
    plans_are_kept: bool = False
    children: list[Figures] = field(default_factory=list)

    def __getattr__(self, name):
        counts = self.__dict__.get("counts", {})
        if name in counts:
            return counts[name]
        raise AttributeError(name)

    @property
    def members_quota(self) -> int | None:
        return self.quota.members if self.quota else None

    @property
    def pupils_quota(self) -> int | None:
        return self.quota.pupils if self.quota else None

    @property
    def closing(self) -> int | None:
        """Members at the end: D = A + B − C, admissions from the road (Biểu 1-BTCTW)."""
        if self.opening is None:
            return None
        gains = self.counts["admitted"] + sum(self.counts[line] for line in LEDGER_IN)
        return self.opening + gains - sum(self.counts[line] for line in LEDGER_OUT)

    @property
    def members_base(self) -> int | None:
        return self.opening if self.rule.base == YearRule.Base.OPENING else self.closing

    @property
    def base_date(self) -> date:
        return self.period.base_date if self.rule.base == YearRule.Base.OPENING else self.period.as_of

    @property
    def rate(self) -> Decimal | None:
        """Admission rate in per cent of the base, unrounded."""
        return rate(self.counts["admitted"], self.members_base)

    @property
    def completion(self) -> Decimal | None:
        """Admitted in per cent of the quota, unrounded; may pass 100; None without a quota."""
        return rate(self.counts["admitted"], self.members_quota)

    @property
    def needed_min(self) -> int | None:
        return None if self.members_base is None else people_for(self.rule.target_min, self.members_base)

    @property
    def needed_max(self) -> int | None:
        return None if self.members_base is None else people_for(self.rule.target_max, self.members_base)

    @property
    def missing_min(self) -> int | None:
        """People still to admit for the lower bound of the band."""
        return None if self.needed_min is None else max(0, self.needed_min - self.counts["admitted"])

    @property
    def missing_quota(self) -> int | None:
        """People still to admit for the quota."""
        return None if self.members_quota is None else max(0, self.members_quota - self.counts["admitted"])

    @property
    def change(self) -> int:
        """Admitted more (or fewer) than in the same period last year."""
        return self.counts["admitted"] - self.counts["admitted_last_year"]

    @property
    def small_base(self) -> bool:
        return self.members_base is not None and self.members_base < self.rule.small_base

    @cached_property
    def flags(self) -> list[Flag]:
        return flags_of(self)

    def share(self, group: str) -> Decimal | None:
        """A group in per cent of those admitted, unrounded."""
        return rate(self.counts[group], self.counts["admitted"])

    def standing_children(self) -> list[Figures]:
        """Children that stood on the day, also those left under a closed one, whose own doings are in the sum."""
        standing: list[Figures] = []
        for child in self.children:
            standing += [child] if child.node.standing else child.standing_children()
        return standing

    def subtree(self) -> Iterator[Figures]:
        """These figures and those of every standing unit below, parents first."""
        yield self
        for child in self.standing_children():
            yield from child.subtree()


def for_period(unit: Unit, period: Period, *, road: bool = True) -> Figures:
    """The figures of a unit and of everything under it, by the tree of the period's last counted day.

    Six queries whatever the number of units, people and steps; without `road` nobody still on it is counted, in five.
    """
    return for_units([unit], period, road=road)[0]


def for_units(units: Sequence[Unit], period: Period, *, road: bool = True) -> list[Figures]:
    """The figures of several units of one installation, each with everything under it; as many queries as for one."""
    nodes = tree_on(period.as_of)
    tops = [nodes[unit.pk] for unit in units]
    if not tops:
        return []
    root = _root(tops[0], nodes)
    rule = YearRule.objects.for_year(root.unit_id, period.year)
    merged_since = {n.unit_id for n in nodes.values() if n.closed_later and n.closed_later > period.as_of}
    facts = Facts.read(
        period,
        rule,
        committee=_ids([root], nodes),
        ids=_ids(tops, nodes),
        merged_since=merged_since,
        road=road,
    )
    return [_roll_up(top, period, rule, facts) for top in tops]


def _ids(tops: list[Node], nodes: dict[int, Node]) -> Ids:
    """Ids of the units under `tops`; None for the whole installation, which needs no list."""
    ids = [node.unit_id for top in tops for node in top.subtree()]
    return None if len(ids) == len(nodes) else ids


def _roll_up(node: Node, period: Period, rule: YearRule, facts: Facts) -> Figures:
    figures = Figures(
        node, period, rule, quota=facts.quotas.get(node.unit_id), year=facts.years.get(node.unit_id)
    )
    figures.plans_are_kept = facts.plans_are_kept
    counts = figures.counts
    for name, value in facts.counts.get(node.unit_id, {}).items():
        counts[name] = value
    if figures.year is not None:
        figures.opening = figures.year.opening
        for line in LEDGER:
            counts[line] = getattr(figures.year, line)
    for child_node in node.children:
        child = _roll_up(child_node, period, rule, facts)
        figures.children.append(child)
        for name, value in child.counts.items():
            counts[name] += value
        if child.opening is not None:
            figures.opening = (figures.opening or 0) + child.opening
    given = [child.members_quota for child in figures.standing_children() if child.members_quota is not None]
    figures.children_quota = sum(given) if given else None
    return figures


def _root(node: Node, nodes: dict[int, Node]) -> Node:
    while node.parent_id is not None:
        node = nodes[node.parent_id]
    return node
