"""The figures of a unit and period: one GROUP BY for each fact, then one roll-up over a tree.

The facts are always those of the period. They are added up by the tree as it was then, on the last counted day, or
as it is now: closed units inside their successors, moved ones under their present parents, with today's names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils import timezone

from reports.facts import Facts, Ids, Rules
from reports.told import COUNTED, GROUPS, LEDGER, Figures
from units.models import Unit, YearRule
from units.periods import Period
from units.reviews_owed import REPORTING, Book, overdue_by
from units.tree import Node, Nodes, differ, rules_of, trees_on

__all__ = ["COUNTED", "GROUPS", "LEDGER", "TREES", "Figures", "Tree", "for_period", "for_units"]

Tree = Literal["then", "now"]
TREES: tuple[Tree, ...] = ("then", "now")


def for_period(unit: Unit, period: Period, tree: Tree = "then", *, road: bool = True) -> Figures:
    """The figures of a unit and of everything under it, by the tree of the period's last counted day or by today's.

    Nine queries whatever the number of units, people and steps; without `road` nobody still on it is counted, in eight.
    Raises `ValueError` for another `tree`.
    """
    return for_units([unit], period, tree, road=road)[0]


def for_units(
    units: Sequence[Unit], period: Period, tree: Tree = "then", book: Book | None = None, *, road: bool = True
) -> list[Figures]:
    """The figures of several units, each with everything under it; as many queries as for one.

    `book`: the reports of periods as they stood on the last counted day, where they are at hand.
    """
    if tree not in TREES:
        raise ValueError(tree)
    if not units:
        return []
    today = timezone.localdate()
    trees = trees_on(*[period.as_of, today] if today > period.as_of else [period.as_of])
    nodes = trees[-1] if tree == "now" else trees[0]
    tops = [nodes[unit.pk] for unit in units]
    reading = _read(tops, nodes, trees[0], period, book, road)
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
    keep_plans: set[int]  # committees, as `Node.committee_id`; so are the next two
    keep_resolutions: set[int]
    keep_terms: set[int]
    later_tree: bool


def _read(
    tops: list[Node], nodes: Nodes, then: Nodes, period: Period, book: Book | None, road: bool
) -> _Reading:
    own = YearRule.objects.in_force([period.year])[period.year]
    rules = rules_of(nodes, own, period.year)
    counting = rules if nodes is then else rules_of(then, own, period.year)
    ids = {node.unit_id for top in tops for node in top.subtree()}
    committees = {top.committee_id for top in tops}
    committee = ids | {node.unit_id for node in nodes.values() if node.committee_id in committees}
    facts = Facts.read(
        period,
        counting,
        then,
        committee=_listed(committee, nodes),
        ids=_listed(ids, nodes),
        book=book,
        road=road,
    )
    first_year = date(period.two_terms_span[0].year, 12, 31)
    return _Reading(
        period,
        facts,
        then,
        rules,
        counting,
        {nodes[pk].committee_id for pk, year in facts.years.items() if year.plan_number},
        {nodes[pk].committee_id for pk, year in facts.years.items() if year.resolution_number},
        # Whoever has typed in admissions of the first of these years has typed in those after it.
        {nodes[pk].committee_id for pk, day in facts.earliest.items() if day <= first_year},
        nodes is not then,
    )


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
        resolutions_are_kept=node.committee_id in reading.keep_resolutions,
        terms_are_kept=node.committee_id in reading.keep_terms,
        counting=reading.counting,
        later_tree=reading.later_tree,
        founded_later=not reading.then[unit_id].founded,
    )
    if node.standing and node.kind in REPORTING:
        late = overdue_by(reading.period.year, reading.period.as_of, figures.rule.review_days)
        figures.unreported = facts.book.missing(unit_id, node.founded_on, late)
    figures.counts.update(facts.counts.get(unit_id, {}))
    if figures.year is not None:
        figures.opening = figures.year.opening
        for line in LEDGER:
            figures.counts[line] = getattr(figures.year, line)
    return figures
