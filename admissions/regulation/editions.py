"""The numbers of one edition of the regulation, and which edition is in force on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Edition:
    """The numbers of one edition; months are calendar months, days are working days, ages are years."""

    code: str
    document: str
    issued_on: date
    in_force_on: date
    age_min: int
    age_max: int
    certificate_months: int
    dossier_months: int
    decision_days: int
    decision_extra_days: int
    ceremony_days: int
    ceremony_from: str  # "receipt" or "issue" of the decision
    probation_months: int
    review_days: int
    recognition_days: int
    recognition_extra_days: int
    schooling: str = "diploma"  # lower-secondary "diploma", or the "programme" completed
    introducer_months: int = 12
    verify_home_days: int = 30
    verify_abroad_days: int = 90
    member_background_days: int = 30
    readmit_months: int = 36
    readmit_cleared_months: int = 60
    transfer_forward_days: int = 15
    transfer_decide_days: int = 30
    transfer_keep_days: int = 30
    recheck_days: int = 60
    complaint_days: int = 30
    contract_months: int = 12
    failed_votes: int = 3
    postponement_months: int = 0  # 0: not foreseen
    unverified: frozenset[str] = frozenset()


def edition_on(editions: Sequence[Edition], day: date) -> Edition:
    """The edition in force on a day; before the first one, the first. `editions` must not be empty."""
    in_force = [edition for edition in editions if edition.in_force_on <= day]
    return (
        max(in_force, key=lambda e: e.in_force_on) if in_force else min(editions, key=lambda e: e.in_force_on)
    )
