"""The regulation of admission as plain Python: stages, transitions, reasons and clocks. It knows nobody.

Sources as cited by each rule: ĐL = Party statute 2011; 294 = 294-QĐ/TW of 26/5/2025; HD06 = 06-HD/TW of
9/6/2025; HD38 = 38-HD/BTCTW of 29/9/2025. Counting (our convention, no text defines it): the day of an event
is not counted, an act is in time on the last day, n months end on the same day number or on the month's last day.
"""

from admissions.regulation.assumptions import LAW, MEANINGS, Assumptions
from admissions.regulation.cases import (
    Calendar,
    Case,
    Clock,
    Introducer,
    Obstacle,
    Record,
    Step,
    Traits,
    Transfer,
    Verification,
    add_months,
    age_on,
    next_stages,
    next_step,
)
from admissions.regulation.clocks import clocks
from admissions.regulation.earliest import Milestone, Outlook, earliest_decision
from admissions.regulation.editions import Edition, edition_on
from admissions.regulation.forms import FORMS, StepForm, body_of, votes_asked
from admissions.regulation.moves import WAYS, way_of_move
from admissions.regulation.papers import CHECKLIST, Paper
from admissions.regulation.results import official_since, party_age_from
from admissions.regulation.road_ahead import Leg, latest_days, legs_of
from admissions.regulation.rules import more_than_half, obstacles, two_thirds
from admissions.regulation.stages import (
    ANNULS,
    BEFORE_VOTE,
    BESIDE,
    DECIDED_OR_LATER,
    IN_PIPELINE,
    LEFT,
    NEXT,
    ON_PROBATION,
    ROAD,
    WAITING_DECISION,
    Route,
    Stage,
)

__all__ = [
    "ANNULS",
    "BEFORE_VOTE",
    "BESIDE",
    "CHECKLIST",
    "DECIDED_OR_LATER",
    "FORMS",
    "IN_PIPELINE",
    "LAW",
    "LEFT",
    "MEANINGS",
    "NEXT",
    "ON_PROBATION",
    "ROAD",
    "WAITING_DECISION",
    "WAYS",
    "Assumptions",
    "Calendar",
    "Case",
    "Clock",
    "Edition",
    "Introducer",
    "Leg",
    "Milestone",
    "Obstacle",
    "Outlook",
    "Paper",
    "Record",
    "Route",
    "Stage",
    "Step",
    "StepForm",
    "Traits",
    "Transfer",
    "Verification",
    "add_months",
    "age_on",
    "body_of",
    "clocks",
    "earliest_decision",
    "edition_on",
    "latest_days",
    "legs_of",
    "more_than_half",
    "next_stages",
    "next_step",
    "obstacles",
    "official_since",
    "party_age_from",
    "two_thirds",
    "votes_asked",
    "way_of_move",
]
