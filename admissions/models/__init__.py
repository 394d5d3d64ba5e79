"""People on the road, their trail of steps, the classes it asks for, and the editions of the regulation."""

from admissions.models.candidate import (
    AppendOnly,
    Candidate,
    Organisation,
    SourceGroup,
    StageEvent,
)
from admissions.models.choices import (
    ETHNIC_GROUPS,
    MAJORITY_GROUP,
    NO_RELIGION,
    AcademicTitle,
    Occupation,
    Qualification,
    Schooling,
    Sex,
)
from admissions.models.edition import CalendarDay, Edition
from admissions.models.setup_upload import SetupUpload
from admissions.models.training import Enrolment, Result, Status, TrainingClass

__all__ = [
    "ETHNIC_GROUPS",
    "MAJORITY_GROUP",
    "NO_RELIGION",
    "AcademicTitle",
    "AppendOnly",
    "CalendarDay",
    "Candidate",
    "Edition",
    "Enrolment",
    "Occupation",
    "Organisation",
    "Qualification",
    "Result",
    "Schooling",
    "SetupUpload",
    "Sex",
    "SourceGroup",
    "StageEvent",
    "Status",
    "TrainingClass",
]
