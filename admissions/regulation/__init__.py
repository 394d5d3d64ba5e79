"""The regulation of admission as plain Python: stages, transitions, reasons and clocks. It knows nobody.

Sources as cited by each rule: ĐL = Party statute 2011; 294 = 294-QĐ/TW of 26/5/2025; HD06 = 06-HD/TW of
9/6/2025; HD38 = 38-HD/BTCTW of 29/9/2025. Counting (our convention, no text defines it): the day of an event
is not counted, an act is in time on the last day, n months end on the same day number or on the month's last day.
"""

from admissions.regulation.cases import (
    Calendar,
    Case,
    Clock,
    Obstacle,
    Record,
    Step,
    add_months,
    age_on,
    next_stages,
    next_step,
)
from admissions.regulation.duties import clocks
from admissions.regulation.editions import Edition, edition_on
from admissions.regulation.rules import more_than_half, obstacles, two_thirds
from admissions.regulation.stages import (
    DECIDED_OR_LATER,
    FORMS,
    IN_PIPELINE,
    NEXT,
    ROAD,
    WAITING_DECISION,
    Stage,
    StepForm,
)

__all__ = [
    "DECIDED_OR_LATER",
    "FORMS",
    "IN_PIPELINE",
    "NEXT",
    "ROAD",
    "WAITING_DECISION",
    "Calendar",
    "Case",
    "Clock",
    "Edition",
    "Obstacle",
    "Record",
    "Stage",
    "Step",
    "StepForm",
    "add_months",
    "age_on",
    "clocks",
    "edition_on",
    "more_than_half",
    "next_stages",
    "next_step",
    "obstacles",
    "two_thirds",
]
