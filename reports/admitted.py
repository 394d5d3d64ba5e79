"""The admissions that a unit's figures count, as rows of the trail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from admissions.counting import counted_stage
from admissions.models import StageEvent
from admissions.models.trail import StageEventQuerySet
from units.models import YearRule
from units.tree import Node


def counted_steps(node: Node, rule: YearRule, on: date) -> StageEventQuerySet:
    """Steps that count as admissions in the subtree of `node`, of any day: standing, and not annulled by the day `on`."""
    return counted_steps_in([each.unit_id for each in node.subtree()], rule, on)


def counted_steps_in(unit_ids: Iterable[int], rule: YearRule, on: date) -> StageEventQuerySet:
    """As `counted_steps`, in some units, what hangs under them not included."""
    return (
        StageEvent.objects.standing()
        .in_force(on)
        .taken_here()
        .filter(stage=counted_stage(rule), unit_id__in=list(unit_ids))
        .order_by()
    )
