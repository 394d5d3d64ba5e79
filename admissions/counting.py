"""Which step makes a person count as admitted: the decision, or the ceremony where the committee says so."""

from collections.abc import Iterable

from django.db.models import Q

from admissions.regulation import Stage
from units.models import YearRule


def counted_stage(rule: YearRule) -> Stage:
    """The step that a committee's rule of the year counts as the admission."""
    return Stage.DECIDED if rule.counting == YearRule.Counting.DECISION else Stage.HELD


def counted_in(rules: dict[int, YearRule], units: Iterable[int] | None = None) -> Q:
    """Condition: the step that counts as the admission by the rule of the unit in which it was taken.

    `rules` by unit id; `units`: only those of them (none: all, unsaid where all count alike).
    """
    by_stage: dict[Stage, list[int]] = {}
    for unit_id in rules if units is None else units:
        by_stage.setdefault(counted_stage(rules[unit_id]), []).append(unit_id)
    if len(by_stage) < 2:
        return Q(stage=next(iter(by_stage), Stage.DECIDED))
    condition = Q()
    for stage, ids in by_stage.items():
        condition |= Q(stage=stage, unit_id__in=ids)
    return condition
