"""People on the road, their trail of steps, and the editions of the regulation."""

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
from admissions.models.feed import Feed
from admissions.models.list_review import ListReview
from admissions.models.outbox import OutboxMessage
from admissions.models.setup_upload import SetupUpload

__all__ = [
    "ETHNIC_GROUPS",
    "MAJORITY_GROUP",
    "NO_RELIGION",
    "AcademicTitle",
    "AppendOnly",
    "CalendarDay",
    "Candidate",
    "Edition",
    "Feed",
    "ListReview",
    "Occupation",
    "Organisation",
    "OutboxMessage",
    "Qualification",
    "Schooling",
    "SetupUpload",
    "Sex",
    "SourceGroup",
    "StageEvent",
]
