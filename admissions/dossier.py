"""The one writer of what stands beside the trail: ticks papers, keeps introducers and verifications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from admissions import regulation
from admissions.models import Candidate, Introducer, Paper, Verification
from admissions.pipeline import lock
from units.models import Officer

FACTS = ("has", "dated_on", "number", "issuer", "place", "reason")


class Stale(ValueError):
    """Lines of the checklist that somebody else has changed since the page was opened; `rows` are the newer ones."""

    def __init__(self, rows: Sequence[Paper]):
        self.rows = list(rows)
        super().__init__("Giấy tờ vừa được người khác ghi từ lúc mở trang.")


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
def tick(
    candidate: Candidate,
    ticks: Iterable[Tick],
    *,
    by: Officer | None,
    seen: Mapping[str, int] | None = None,
) -> list[Paper]:
    """Add a row for every line that tells something new; returns the rows added. Earlier rows stay as history.

    `seen` is the id of the newest row that the page showed of each form (0: none). Raises `Stale` where another
    has written one of these lines since; then nothing is written.
    """
    lock(candidate, None)
    known = papers_of(candidate)
    news = [(line, told) for line in ticks if (told := _news(line, known.get(line.form)))]
    overtaken = [line.form for line, _ in news if seen is not None and _is_newer(known.get(line.form), seen)]
    if overtaken:
        raise Stale([known[form] for form in overtaken])
    return [
        Paper.objects.create(candidate=candidate, form=line.form, ticked_by=by, **told) for line, told in news
    ]


def _news(line: Tick, before: Paper | None) -> dict:
    """The columns of the row to add; nothing where the line tells what is known already."""
    if before is None and not line.has:
        return {}
    told = {name: getattr(line, name) for name in FACTS} if line.has else {"has": False}
    known = before is not None and all(getattr(before, name) == value for name, value in told.items())
    return {} if known else told


def _is_newer(row: Paper | None, seen: Mapping[str, int]) -> bool:
    return row is not None and row.pk != seen.get(row.form, 0)


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
