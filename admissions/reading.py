"""Reads what was recorded about people into the cases that the regulation judges, for one or for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import BooleanField, CharField, DateField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Cast
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
# The units over a person's own: a merged one is told by the unit it hangs under, a route by the two above that.
ABOVE = ("unit__parent", "unit__parent__parent", "unit__parent__parent__parent")
UNIT = ABOVE[-1]  # what must be fetched with a person
# Columns that a case is read from, for querysets that fetch no more.
COLUMNS = (
    "birth_date", "stage", "religion", *TRAITS, "unit__code", "unit__name", "unit__kind", "unit__founded_on",
    "unit__closed_on",
    *(f"{unit}__{name}" for unit in ABOVE for name in ("kind", "founded_on", "closed_on", "powers", "powers_since")),
)  # fmt: skip


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


def unit_of(candidate: Candidate, day: date) -> Unit:
    """The unit in which the person was on a day: the one that his first later move led out of, else his own."""
    moves = candidate.transfers.filter(decided_on__gt=day, from_unit__isnull=False)
    later = moves.select_related(f"from_{UNIT}").order_by("decided_on", "pk").first()
    return unit_on(later.from_unit if later and later.from_unit else candidate.unit, day)


def route_of(unit: Unit, on: date) -> Route:
    """By which bodies the unit's proposals go up on a day (294 4.3.2, 22.1–2, 10.6.1–2; HD06 3.6, 3.7)."""
    above = unit.parent
    section = above is not None and above.kind == Kind.SECTION
    base = above.parent if section and above else above
    if base is None or base.kind != Kind.BASE:
        return Route.DIRECT
    if powers := base.powers_on(on):
        return Route.DELEGATED if powers == Powers.DELEGATED else Route.UPPER
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
        steps=steps or tuple(Step(Stage(event.stage), event.happened_on, event.imported) for event in events),
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
    """What stands beside the trails of these people, by person; one statement whatever their number.

    With `on` as it stood on that day: what bears a later day is left out.
    """
    found: dict[int, Records] = {}
    first, *others = (_rows(shape, people) for shape in SHAPES)
    rows = first.union(*others, all=True)
    for kind, _, candidate_id, *values in sorted(rows, key=lambda row: row[:2]):
        records = found.setdefault(candidate_id, Records())
        RECEIVE[kind](records, values, on)
    return found


def cases_of(
    people: QuerySet[Candidate], *, on: date, columns: Sequence[str] = ()
) -> list[tuple[Candidate, Case]]:
    """These people with their cases as they stood on a day, in the order of the queryset; three statements.

    Of each person `COLUMNS` and what else is named in `columns` is fetched.
    """
    keys = people.order_by().values("pk")
    trails, records = trails_of(keys, on), read_many(keys, on=on)
    rows = people.select_related(UNIT).only("name", "name_sort", *COLUMNS, *columns)
    return [
        (one, case_of(one, trails.get(one.pk, ()), on=on, records=records.get(one.pk, Records())))
        for one in rows
    ]


def trails_of(people: QuerySet | Sequence[int], on: date) -> dict[int, list]:
    """The steps that stand, by person, up to the day `on`, in the order recorded; one statement."""
    rows = StageEvent.objects.filter(candidate__in=people).order_by("pk")
    events = list(
        rows.values_list("pk", "candidate_id", "stage", "happened_on", "imported", "voids_id", named=True)
    )
    voided = {event.voids_id for event in events}
    trails: dict[int, list] = {}
    for event in events:
        if event.voids_id is None and event.pk not in voided and event.happened_on <= on:
            trails.setdefault(event.candidate_id, []).append(event)
    return trails


def days_of_paper(
    form: regulation.Paper, people: QuerySet | Sequence[int], *, before: date | None = None
) -> dict[int, date]:
    """The day of one paper by person, for those who have it; with `before` only of an earlier day. One statement."""
    rows = Paper.objects.filter(form=form, candidate__in=people).order_by("pk")
    if before is not None:
        rows = rows.exclude(dated_on__gte=before)
    newest = {row[0]: row[1:] for row in rows.values_list("candidate_id", "has", "dated_on")}
    return {pk: day for pk, (has, day) in newest.items() if has}


@dataclass(frozen=True)
class Shape:
    """How one table fills the common columns of the statement: a text, three flags, four days."""

    kind: str
    rows: QuerySet
    text: str = ""
    flags: tuple = ()
    days: tuple[str, ...] = ()


SHAPES = (
    Shape("paper", Paper.objects.all(), "form", ("has",), ("dated_on",)),
    Shape(
        "introducer",
        Introducer.objects.all(),
        "name",
        ("official", "replacement"),
        ("together_since", "assigned_on", "paper_on", "ended_on"),
    ),
    Shape(
        "request",
        Verification.objects.all(),
        "",
        ("abroad", "envoy", "envoy_unrelated"),
        ("sent_on", "received_on", "replied_on"),
    ),
    Shape(
        "move",
        Transfer.objects.filter(act__isnull=True),
        "way",
        (Q(from_unit__isnull=True), Q(to_unit__isnull=True)),
        ("decided_on",),
    ),
    Shape("member", Candidate.memberships.through.objects.all(), "organisation__code"),
)
FLAGS, DAYS = 3, 4


def _rows(shape: Shape, people: QuerySet | Sequence[int]) -> QuerySet:
    """The rows of one table in the common columns; what it lacks is empty but typed."""
    flags = [
        ExpressionWrapper(each if isinstance(each, Q) else F(each), BooleanField()) for each in shape.flags
    ]
    flags += [Value(False, BooleanField())] * (FLAGS - len(flags))
    days = [F(each) for each in shape.days]
    days += [Cast(Value(None), DateField())] * (DAYS - len(days))
    text = Cast(F(shape.text) if shape.text else Value(""), CharField())
    columns = {
        "kind": Value(shape.kind, CharField()),
        "row": F("pk"),
        "person": F("candidate_id"),
        "told": text,
        **{f"flag_{n}": flag for n, flag in enumerate(flags)},
        **{f"day_{n}": day for n, day in enumerate(days)},
    }
    rows = shape.rows.filter(candidate__in=people).order_by()
    return rows.annotate(**columns).values_list(*columns)


def _later(day: date | None, on: date | None) -> bool:
    return on is not None and day is not None and day > on


def _by(day: date | None, on: date | None) -> date | None:
    """A day as it was known on the day `on`."""
    return None if _later(day, on) else day


def _receive_paper(records: Records, values: list, on: date | None) -> None:
    """The newest row of a form tells whether the paper is there."""
    form, has, _, _, dated_on = values[:5]
    if _later(dated_on, on):
        return
    paper = regulation.Paper(form)
    if has and dated_on:
        records.papers[paper] = dated_on
    else:
        records.papers.pop(paper, None)


def _receive_introducer(records: Records, values: list, on: date | None) -> None:
    name, official, replacement, _, together, assigned, paper, ended = values
    if _later(assigned, on):
        return
    paper, ended = _by(paper, on), _by(ended, on)
    introducer = regulation.Introducer(name, official, together, assigned, paper, replacement, ended)
    records.introducers.append(introducer)


def _receive_request(records: Records, values: list, on: date | None) -> None:
    _, abroad, envoy, unrelated, sent, received, replied, _ = values
    if _later(sent, on):
        return
    received, replied = _by(received, on), _by(replied, on)
    records.verifications.append(regulation.Verification(sent, abroad, received, replied, envoy, unrelated))


def _receive_move(records: Records, values: list, on: date | None) -> None:
    way, incoming, outgoing, _, decided_on, *_ = values
    if not _later(decided_on, on):
        records.transfers.append(regulation.Transfer(way, decided_on, incoming=incoming, outgoing=outgoing))


def _receive_member(records: Records, values: list, on: date | None) -> None:
    records.organisations.add(values[0])


RECEIVE = {
    "paper": _receive_paper,
    "introducer": _receive_introducer,
    "request": _receive_request,
    "move": _receive_move,
    "member": _receive_member,
}
