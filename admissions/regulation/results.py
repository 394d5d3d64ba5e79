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
    if case.stage is not Stage.RECOGNISED:
        return None
    return probation_end(case, Almanac(case, editions, calendar))


def party_age_from(case: Case) -> date | None:
    """The day of the admission decision, once the person is recognised (294 4.5.1, HD06 5.3).

    None for the re-admitted: theirs counts from the first decision without the time outside, and the bureau decides
    on it (294 4.5.2).
    """
    counts = case.stage is Stage.RECOGNISED and not case.traits.readmission
    return case.day_of(Stage.DECIDED) if counts else None
