"""The clocks that are running: who owes what by when, in the order of the days they fall due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from admissions import regulation
from admissions.models import Candidate, Paper, StageEvent, Transfer, Verification
from admissions.reading import cases_of
from admissions.regulation import BEFORE_VOTE, ON_PROBATION, WAITING_DECISION, Clock, Stage
from admissions.rulebook import Rulebook
from units.models import Unit

HORIZON = 90  # days ahead in which a day that comes or a paper that lapses is told
OWING = (*WAITING_DECISION, Stage.OPENED, Stage.CERTIFIED, Stage.DECIDED, *ON_PROBATION, Stage.STRUCK_OFF)
LAPSING = ("certificate_valid", "dossier_12_months", "turns_60")
SOON = 14  # days ahead in which a duty presses


@dataclass(frozen=True)
class Due:
    """A clock that runs for a person or, without one, for a unit; `days_left` are calendar days, below zero when late.

    Of a unit's duty `page` is the address where this unit does it, `book` the one that shows it for all units.
    """

    candidate: Candidate | None
    clock: Clock
    days_left: int
    unit: Unit
    page: str = ""
    book: str = ""

    @property
    def days_late(self) -> int:
        return -self.days_left


def open_clocks(people: QuerySet[Candidate], *, on: date, horizon: int = HORIZON) -> list[Due]:
    """The clocks running on the day `on` for these people, the earliest due first.

    What lapses and what merely comes is told from `horizon` calendar days before (HD06 5.4), the other clocks from
    the day they start. For a past day what was recorded is read as it stood then. Five queries whatever the number of people.
    """
    rulebook = Rulebook.read()
    chosen = _present(people, on, horizon, rulebook) if on >= timezone.localdate() else people
    dues = []
    for candidate, case in cases_of(chosen, on=on):
        for clock in rulebook.clocks(case):
            if is_told(clock, on, horizon):
                dues.append(Due(candidate, clock, (clock.due - on).days, candidate.unit))
    return sorted(dues, key=lambda due: (due.clock.due, due.candidate.name_sort, due.candidate.pk))


def is_told(clock: Clock, on: date, horizon: int = HORIZON) -> bool:
    """Whether a clock is worth telling on a day: a day that comes before it has come, a duty once it has begun."""
    if clock.arrives:
        return on <= clock.due <= on + timedelta(days=horizon)
    if clock.code in LAPSING:
        return clock.due <= on + timedelta(days=horizon)
    return clock.since <= on


def _present(people: QuerySet, on: date, horizon: int, rulebook: Rulebook) -> QuerySet:
    """Those for whom a clock may be told: a month of slack, the exact days are judged by the regulation."""
    until = on + timedelta(days=horizon)
    months = min(edition.certificate_months for edition in rulebook.editions)
    issued_by = regulation.add_months(until, 1 - months)
    lapsing = StageEvent.objects.standing().filter(
        stage=Stage.TRAINED, happened_on__lte=issued_by, candidate__stage__in=BEFORE_VOTE
    )
    renewed = Paper.objects.filter(form=regulation.Paper.CERTIFICATE, dated_on__lte=issued_by)
    asked = Verification.objects.filter(replied_on__isnull=True)
    waiting = Q(readmission=True) | _of_age(rulebook, on, until)
    for rows in (lapsing, renewed, asked):
        waiting |= Q(pk__in=rows.values("candidate_id"))
    forwarded = Transfer.objects.filter(way="move_sent").values("candidate_id")
    return people.filter(
        Q(stage__in=OWING) | Q(stage__in=BEFORE_VOTE) & waiting | Q(stage=Stage.MOVED_AWAY, pk__in=forwarded)
    )


def _of_age(rulebook: Rulebook, on: date, until: date) -> Q:
    """Who comes of age, or is about to be too old, within the time ahead (294 1.1.1)."""
    youngest = min(edition.age_min for edition in rulebook.editions)
    oldest = min(edition.age_max for edition in rulebook.editions)
    coming = Q(birth_date__range=(_years_before(on, youngest), _years_before(until, youngest)))
    return coming | Q(birth_date__lte=_years_before(until, oldest))


def _years_before(day: date, years: int) -> date:
    return regulation.add_months(day, -12 * years)
