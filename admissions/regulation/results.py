"""What follows from the days on the road: since when somebody is official, how his party age counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from admissions.regulation.cases import Calendar, Case
from admissions.regulation.clocks import Almanac
from admissions.regulation.editions import Edition
from admissions.regulation.rules.probation import probation_end
from admissions.regulation.stages import Stage


def official_since(case: Case, editions: Sequence[Edition], calendar: Calendar) -> date | None:
    """The day the recognition takes effect: when the probation ended, however late the decision (294 4.2.2)."""
    if not case.reached(Stage.RECOGNISED):
        return None
    return probation_end(case, Almanac(case, editions, calendar))


def party_age_from(case: Case) -> date | None:
    """The day of the admission decision, once the person is recognised (294 4.5.1, HD06 5.3)."""
    return case.day_of(Stage.DECIDED) if case.reached(Stage.RECOGNISED) else None
