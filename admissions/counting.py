"""Which step makes a person count as admitted: the decision, or the ceremony where the committee says so."""

from admissions.regulation import Stage
from units.models import YearRule


def counted_stage(rule: YearRule) -> Stage:
    """The step that a committee's rule of the year counts as the admission."""
    return Stage.DECIDED if rule.counting == YearRule.Counting.DECISION else Stage.HELD
