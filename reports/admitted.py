"""The admissions that a unit's figures count, as rows of the trail."""

from __future__ import annotations

from admissions.models import StageEvent
from admissions.models.candidate import StageEventQuerySet
from admissions.regulation import Stage
from units.models import YearRule
from units.tree import Node


def counted_stage(rule: YearRule) -> Stage:
    """The step that makes a person count as admitted."""
    return Stage.DECIDED if rule.counting == YearRule.Counting.DECISION else Stage.HELD


def counted_steps(node: Node, rule: YearRule) -> StageEventQuerySet:
    """Standing steps that count as admissions in the subtree of `node`, of any day."""
    units = [each.unit_id for each in node.subtree()]
    return StageEvent.objects.standing().filter(stage=counted_stage(rule), unit_id__in=units).order_by()
