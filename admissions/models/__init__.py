"""People on the road, their trail of steps, and the editions of the regulation."""

from admissions.models.candidate import (
    AppendOnly,
    Candidate,
    Organisation,
    SourceGroup,
    StageEvent,
)
from admissions.models.changes import CalendarChange, EditionChange
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

__all__ = [
    "ETHNIC_GROUPS",
    "MAJORITY_GROUP",
    "NO_RELIGION",
    "AcademicTitle",
    "AppendOnly",
    "CalendarChange",
    "CalendarDay",
    "Candidate",
    "Edition",
    "EditionChange",
    "Occupation",
    "Organisation",
    "Qualification",
    "Schooling",
    "SetupUpload",
    "Sex",
    "SourceGroup",
    "StageEvent",
]
