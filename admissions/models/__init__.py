"""People on the road, their trail of steps, the classes it asks for, and the editions of the regulation."""

from admissions.models.body_quota import BodyQuota
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
from admissions.models.dossier import REGROUPED, Introducer, Override, Paper, Transfer, Verification
from admissions.models.edition import CalendarDay, Edition
from admissions.models.feed import Feed
from admissions.models.list_review import ListReview, ListReviewLine
from admissions.models.outbox import OutboxMessage
from admissions.models.setup_upload import SetupUpload
from admissions.models.trail import StageEvent
from admissions.models.training import Enrolment, Result, Status, TrainingClass
from units.append_only import AppendOnly

__all__ = [
    "ETHNIC_GROUPS",
    "MAJORITY_GROUP",
    "NO_RELIGION",
    "REGROUPED",
    "AcademicTitle",
    "AppendOnly",
    "BodyQuota",
    "CalendarChange",
    "CalendarDay",
    "Candidate",
    "Edition",
    "EditionChange",
    "Enrolment",
    "Feed",
    "Introducer",
    "ListReview",
    "ListReviewLine",
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
