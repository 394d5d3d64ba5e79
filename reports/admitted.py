"""The admissions that a unit's figures count, as rows of the trail."""

from __future__ import annotations

from datetime import date

from admissions.counting import counted_stage
from admissions.models import StageEvent
from admissions.models.trail import StageEventQuerySet
from units.models import YearRule
from units.tree import Node


def counted_steps(node: Node, rule: YearRule, on: date) -> StageEventQuerySet:
    """Steps that count as admissions in the subtree of `node`, of any day: standing, and not annulled by the day `on`."""
    units = [each.unit_id for each in node.subtree()]
    return (
        StageEvent.objects.standing()
        .in_force(on)
        .taken_here()
        .filter(stage=counted_stage(rule), unit_id__in=units)
        .order_by()
    )
