"""People on the road, their trail of steps, the classes it asks for, and the editions of the regulation."""

from admissions.models.candidate import Candidate, Organisation, SourceGroup
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
from admissions.models.dossier import Introducer, Override, Paper, Transfer, Verification
from admissions.models.edition import CalendarDay, Edition
from admissions.models.feed import Feed
from admissions.models.list_review import ListReview
from admissions.models.outbox import OutboxMessage
from admissions.models.setup_upload import SetupUpload
from admissions.models.trail import StageEvent
from admissions.models.training import Enrolment, Result, Status, TrainingClass
from units.append_only import AppendOnly

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
    "Enrolment",
    "Feed",
    "Introducer",
    "ListReview",
    "Occupation",
    "Organisation",
    "OutboxMessage",
    "Override",
    "Paper",
    "Qualification",
    "Result",
    "Schooling",
    "SetupUpload",
    "Sex",
    "SourceGroup",
    "StageEvent",
    "Status",
    "TrainingClass",
    "Transfer",
    "Verification",
]
