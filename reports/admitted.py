"""The admissions that a unit's figures count, as rows of the trail."""

from __future__ import annotations

from datetime import date

from admissions.counting import counted_in
from admissions.models import StageEvent
from admissions.models.trail import StageEventQuerySet
from units.models import YearRule
from units.tree import Node


def counted_steps(node: Node, rules: dict[int, YearRule], on: date) -> StageEventQuerySet:
    """Steps that count as admissions in the subtree of `node`, of any day: standing, and not annulled by the day `on`.

    `rules` by unit id tell for each unit whether its decisions or its ceremonies count.
    """
    units = [each.unit_id for each in node.subtree()]
    return (
        StageEvent.objects.standing()
        .in_force(on)
        .taken_here()
        .filter(counted_in(rules, units), unit_id__in=units)
        .order_by()
    )
