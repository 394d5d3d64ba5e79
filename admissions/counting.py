"""Which step makes a person count as admitted: the decision, or the ceremony where the committee says so."""

from django.db.models import QuerySet

from admissions.models import StageEvent
from admissions.regulation import Stage
from units.models import YearRule
from units.periods import Period


def counted_stage(rule: YearRule) -> Stage:
    """The step that a committee's rule of the year counts as the admission."""
    return Stage.DECIDED if rule.counting == YearRule.Counting.DECISION else Stage.HELD


def admissions_in(period: Period | None, counted: Stage) -> QuerySet[StageEvent]:
    """The steps that count as admissions of a period (none: of all time), as the figures count them."""
    events = StageEvent.objects.standing().taken_here().filter(stage=counted)
    return events.in_period(*period.span).in_force(period.as_of) if period else events.in_force()
