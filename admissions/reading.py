"""Reads what was recorded about people into the cases that the regulation judges, for one or for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from admissions import regulation
from admissions.models import (
    NO_RELIGION,
    Candidate,
    Introducer,
    Organisation,
    Paper,
    StageEvent,
    Transfer,
    Verification,
)
from admissions.regulation import Case, Route, Stage, Step, Traits
from units.models import Kind, Powers, Unit

TRAITS = (
    "schooling", "schooling_place", "elder", "political_question", "contract_since", "foreign_marriage",
    "foreign_origin", "family_planning", "readmission", "left_party_on", "record_cleared_on", "readmission_barred",
    "readmitted_before", "dossier_made_on",
)  # fmt: skip
# Columns that a case is read from, for querysets that fetch no more.
COLUMNS = (
    "birth_date", "stage", "religion", *TRAITS, "unit__code", "unit__name", "unit__kind", "unit__founded_on",
    "unit__closed_on", "unit__parent__kind", "unit__parent__powers", "unit__parent__powers_since",
    "unit__parent__parent__kind", "unit__parent__parent__powers", "unit__parent__parent__powers_since",
)  # fmt: skip
UNIT = "unit__parent__parent"  # what must be fetched with a person

__all__ = [
    "COLUMNS",
    "UNIT",
    "Records",
    "case_of",
    "read_many",
    "read_one",
    "route_of",
    "trails_of",
    "unit_on",
]


@dataclass
class Records:
    """What stands beside a person's trail."""

    papers: dict[regulation.Paper, date] = field(default_factory=dict)
    introducers: list[regulation.Introducer] = field(default_factory=list)
    verifications: list[regulation.Verification] = field(default_factory=list)
    transfers: list[regulation.Transfer] = field(default_factory=list)
    organisations: set[str] = field(default_factory=set)


def unit_on(unit: Unit, day: date) -> Unit:
    """The unit that a step of a day belongs to: the one that took over where `unit` had been closed by then."""
    while unit.closed_on is not None and day >= unit.closed_on:
        unit = unit.parent
    return unit


def route_of(unit: Unit, on: date) -> Route:
    """By which bodies the unit's proposals go up on a day (294 4.3.2, 22.1–2, 10.6.1–2; HD06 3.6, 3.7)."""
    above = unit.parent
    section = above is not None and above.kind == Kind.SECTION
    base = above.parent if section and above else above
    if base is None or base.kind != Kind.BASE:
        return Route.DIRECT
    if base.powers and base.powers_since and base.powers_since <= on:
        return Route.DELEGATED if base.powers == Powers.DELEGATED else Route.UPPER
    return Route.SECTION if section else Route.BASE


def case_of(
    candidate: Candidate,
    events: Iterable[StageEvent] = (),
    unit: Unit | None = None,
    *,
    on: date | None = None,
    steps: tuple[Step, ...] = (),
    records: Records | None = None,
) -> Case:
    """What the regulation needs to know; `events` are the standing ones in the order recorded, or `steps` of them.

    `on` is the day by which the unit and its powers are told (none: today).
    """
    on = on or timezone.localdate()
    unit = unit or unit_on(candidate.unit, on)
    records = records or Records()
    return Case(
        birth_date=candidate.birth_date,
        unit_founded_on=unit.founded_on,
        unit_closed_on=unit.closed_on,
        route=route_of(unit, on),
        steps=steps or tuple(Step(Stage(event.stage), event.happened_on) for event in events),
        papers=records.papers,
        introducers=tuple(records.introducers),
        verifications=tuple(records.verifications),
        transfers=tuple(records.transfers),
        traits=_traits(candidate, records.organisations),
    )


def _traits(candidate: Candidate, organisations: set[str]) -> Traits:
    return Traits(
        youth_member=Organisation.YOUTH_UNION in organisations,
        union_member=Organisation.TRADE_UNION in organisations,
        religious=candidate.religion not in ("", NO_RELIGION),
        **{name: getattr(candidate, name) for name in TRAITS},
    )


def read_one(candidate: Candidate) -> Records:
    """What stands beside one person's trail."""
    return read_many([candidate.pk]).get(candidate.pk, Records())


def read_many(people: QuerySet | Sequence[int], *, on: date | None = None) -> dict[int, Records]:
    """What stands beside the trails of these people, by person; five queries whatever their number.

    Papers that bear a later day than `on` are left out.
    """
    found: dict[int, Records] = {}
    mine = {"candidate__in": people}
    for row in (
        Paper.objects.filter(**mine).order_by("pk").values_list("candidate_id", "form", "has", "dated_on")
    ):
        if on is None or row[3] is None or row[3] <= on:
            _tick(found.setdefault(row[0], Records()).papers, *row[1:])
    for introducer in Introducer.objects.filter(**mine).order_by("pk"):
        found.setdefault(introducer.candidate_id, Records()).introducers.append(introducer.as_rule())
    for request in Verification.objects.filter(**mine).order_by("pk"):
        found.setdefault(request.candidate_id, Records()).verifications.append(request.as_rule())
    for move in Transfer.objects.filter(**mine).order_by("pk"):
        found.setdefault(move.candidate_id, Records()).transfers.append(move.as_rule())
    members = Candidate.memberships.through.objects.filter(**mine)
    for candidate_id, code in members.values_list("candidate_id", "organisation__code"):
        found.setdefault(candidate_id, Records()).organisations.add(code)
    return found


def trails_of(people: QuerySet | Sequence[int], on: date) -> dict[int, list]:
    """The steps that stand, by person, up to the day `on`, in the order recorded; one query."""
    rows = StageEvent.objects.filter(candidate__in=people).order_by("pk")
    events = list(rows.values_list("pk", "candidate_id", "stage", "happened_on", "voids_id", named=True))
    voided = {event.voids_id for event in events}
    trails: dict[int, list] = {}
    for event in events:
        if event.voids_id is None and event.pk not in voided and event.happened_on <= on:
            trails.setdefault(event.candidate_id, []).append(event)
    return trails


def _tick(papers: dict[regulation.Paper, date], form: str, has: bool, dated_on: date | None) -> None:
    """The newest row of a form tells whether the paper is there."""
    paper = regulation.Paper(form)
    if has and dated_on:
        papers[paper] = dated_on
    else:
        papers.pop(paper, None)
