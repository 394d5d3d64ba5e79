"""Which step makes a person count as admitted: the decision, or the ceremony where the committee says so."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet

from admissions.models import StageEvent
from admissions.regulation import IN_PIPELINE, Stage
from units.models import YearRule
from units.periods import Period


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


def not_yet_counted(goals: Mapping[int, Stage]) -> Q:
    """Condition on people: on the road to the step that counts in their unit, and not counted where they came from.

    `goals`: by unit id the step that counts there.
    """
    road = Q(stage__in=[stage.value for stage in IN_PIPELINE])
    by_ceremony = [pk for pk, goal in goals.items() if goal is Stage.HELD]
    if not by_ceremony:
        return road
    decided = Q(stage=Stage.DECIDED)
    if len(by_ceremony) < len(goals):
        decision = StageEvent.objects.standing().filter(
            stage=Stage.DECIDED, candidate=OuterRef("pk"), happened_on=OuterRef("stage_since")
        )
        counted = Exists(decision.exclude(unit__in=by_ceremony).order_by())
        decided &= Q(unit__in=by_ceremony) & ~Q(counted)
    return road | decided


def admissions_in(period: Period | None, counted: Q) -> QuerySet[StageEvent]:
    """The steps that count as admissions of a period (none: of all time), as the figures count them.

    `counted` is the condition of `counted_in`.
    """
    events = StageEvent.objects.standing().taken_here().filter(counted)
    return events.in_period(*period.span).in_force(period.as_of) if period else events.in_force()
