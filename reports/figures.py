"""The figures of a unit and period: one GROUP BY for each fact, then one roll-up over a tree.

The facts are always those of the period. They are added up by the tree as it was then, on the last counted day, or
as it is now: closed units inside their successors, moved ones under their present parents, with today's names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from django.utils import timezone

from reports.facts import Facts, Ids, Rules
from reports.flags import Flag, flags_of
from reports.rates import people_for, rate
from units.models import LEDGER_IN, LEDGER_OUT, Quota, Unit, UnitYear, YearRule
from units.periods import Period
from units.tree import Node, Nodes, differ, rules_of, trees_on

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
    "regrouped",
)
Tree = Literal["then", "now"]
TREES: tuple[Tree, ...] = ("then", "now")


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
    counting: Rules = field(
        default_factory=dict
    )  # by unit id the rule by which its own admissions are counted
    later_tree: bool = False  # added up by today's tree, of a day that is past
    trees_differ: bool = False  # of the unit asked for: whether then and now is not the same for it
    founded_later: bool = False  # the unit did not exist yet on the last counted day

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
        """Members at the end: D = A + B − C, admissions from the road (Biểu 1-BTCTW), and those handed over.

        A unit founded in the year by a division opens with whom it was given.
        """
        founded_with = self.counts["regrouped"] and self.node.founded_on > self.period.base_date
        if self.opening is None and not founded_with:
            return None
        gains = self.counts["admitted"] + sum(self.counts[line] for line in LEDGER_IN)
        losses = sum(self.counts[line] for line in LEDGER_OUT)
        return (self.opening or 0) + gains - losses + self.counts["regrouped"]

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

    @property
    def tree_day(self) -> date:
        """The day whose tree the figures are added up by."""
        return timezone.localdate() if self.later_tree else self.period.as_of

    @property
    def answers(self) -> bool:
        """Whether the unit was there in the period, by itself or in what it has taken over since."""
        return not self.founded_later or any(child.node.closed for child in self.children)

    @cached_property
    def no_source(self) -> UnitYear | None:
        """The row that says nobody is left to admit; of a unit founded later it is in all that it took over."""
        if self.year is not None and self.year.no_source_left:
            return self.year
        if not self.founded_later:
            return None
        taken_over = [child.no_source for child in self.children if child.node.closed]
        return taken_over[0] if taken_over and all(taken_over) else None

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


def for_period(unit: Unit, period: Period, tree: Tree = "then") -> Figures:
    """The figures of a unit and of everything under it, by the tree of the period's last counted day or by today's.

    Seven queries whatever the number of units, people and steps. Raises `ValueError` for another `tree`.
    """
    return for_units([unit], period, tree)[0]


def for_units(units: Sequence[Unit], period: Period, tree: Tree = "then") -> list[Figures]:
    """The figures of several units, each with everything under it; as many queries as for one."""
    if tree not in TREES:
        raise ValueError(tree)
    if not units:
        return []
    today = timezone.localdate()
    trees = trees_on(*[period.as_of, today] if today > period.as_of else [period.as_of])
    nodes = trees[-1] if tree == "now" else trees[0]
    tops = [nodes[unit.pk] for unit in units]
    reading = _read(tops, nodes, trees[0], period)
    told = [_roll_up(top, reading) for top in tops]
    for figures in told:
        unit_id = figures.node.unit_id
        figures.trees_differ = differ(trees[0][unit_id], trees[-1][unit_id])
    return told


@dataclass(frozen=True)
class _Reading:
    """What a roll-up is made from: the facts, the rules shown and those counted by, who keeps plans."""

    period: Period
    facts: Facts
    then: Nodes
    rules: Rules
    counting: Rules
    keep_plans: set[int]  # committees, as `Node.committee_id`
    later_tree: bool


def _read(tops: list[Node], nodes: Nodes, then: Nodes, period: Period) -> _Reading:
    own = YearRule.objects.in_force([period.year])[period.year]
    rules = rules_of(nodes, own, period.year)
    counting = rules if nodes is then else rules_of(then, own, period.year)
    ids = {node.unit_id for top in tops for node in top.subtree()}
    committees = {top.committee_id for top in tops}
    committee = ids | {node.unit_id for node in nodes.values() if node.committee_id in committees}
    facts = Facts.read(period, counting, then, committee=_listed(committee, nodes), ids=_listed(ids, nodes))
    keep_plans = {nodes[pk].committee_id for pk, year in facts.years.items() if year.plan_number}
    return _Reading(period, facts, then, rules, counting, keep_plans, nodes is not then)


def _listed(ids: set[int], nodes: Nodes) -> Ids:
    """Sorted; None for the whole installation, which needs no list."""
    return None if len(ids) == len(nodes) else sorted(ids)


def _roll_up(node: Node, reading: _Reading) -> Figures:
    figures = _own(node, reading)
    counts = figures.counts
    for child_node in node.children:
        child = _roll_up(child_node, reading)
        figures.children.append(child)
        for name, value in child.counts.items():
            if value:
                counts[name] += value
        if child.opening is not None:
            figures.opening = (figures.opening or 0) + child.opening
    given = [child.members_quota for child in figures.standing_children() if child.members_quota is not None]
    figures.children_quota = sum(given) if given else None
    return figures


def _own(node: Node, reading: _Reading) -> Figures:
    """What was typed and counted for the unit itself."""
    facts, unit_id = reading.facts, node.unit_id
    figures = Figures(
        node,
        reading.period,
        reading.rules[unit_id],
        quota=facts.quotas.get(unit_id),
        year=facts.years.get(unit_id),
        plans_are_kept=node.committee_id in reading.keep_plans,
        counting=reading.counting,
        later_tree=reading.later_tree,
        founded_later=not reading.then[unit_id].founded,
    )
    figures.counts.update(facts.counts.get(unit_id, {}))
    if figures.year is not None:
        figures.opening = figures.year.opening
        for line in LEDGER:
            figures.counts[line] = getattr(figures.year, line)
    return figures
