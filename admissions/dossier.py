"""The one writer of what stands beside the trail: ticks papers, keeps introducers and verifications."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from admissions import regulation
from admissions.models import Candidate, Introducer, Paper, Verification
from admissions.pipeline import lock
from units.models import Officer

FACTS = ("has", "dated_on", "number", "issuer", "place", "reason")


@dataclass(frozen=True)
class Tick:
    """A line of the checklist as typed; without `has` the paper is no longer there."""

    form: regulation.Paper
    has: bool = True
    dated_on: date | None = None
    number: str = ""
    issuer: str = ""
    place: str = ""
    reason: str = ""


def papers_of(candidate: Candidate) -> dict[str, Paper]:
    """The newest row of each form of a person, whether it is there or was taken back."""
    return {row.form: row for row in candidate.papers.select_related("ticked_by").order_by("pk")}


@transaction.atomic
def tick(candidate: Candidate, ticks: Iterable[Tick], *, by: Officer | None) -> list[Paper]:
    """Add a row for every line that tells something new; returns the rows added. Earlier rows stay as history."""
    lock(candidate, None)
    known = papers_of(candidate)
    rows = []
    for line in ticks:
        before = known.get(line.form)
        if before is None and not line.has:
            continue
        told = {name: getattr(line, name) for name in FACTS} if line.has else {"has": False}
        if before is None or any(getattr(before, name) != value for name, value in told.items()):
            rows.append(Paper.objects.create(candidate=candidate, form=line.form, ticked_by=by, **told))
    return rows


@transaction.atomic
def save_beside(row: Introducer | Verification, *, by: Officer | None) -> None:
    """Save an introducer or a verification, new or changed, noting who recorded it first."""
    lock(row.candidate, None)
    if row.pk is None:
        row.recorded_by = by
    row.save()


@transaction.atomic
def end_introducers(candidate: Candidate, *, on: date, reason: str) -> int:
    """End everybody who still introduces, as a move to another base does (294 3.2.2); returns how many."""
    standing = candidate.introducers.filter(ended_on__isnull=True)
    return standing.update(ended_on=on, ended_reason=reason)
