"""The clocks that are running: who owes what by when, in the order of the days they fall due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from admissions import regulation
from admissions.models import Candidate, StageEvent
from admissions.pipeline import Rulebook, case_of
from admissions.regulation import IN_PIPELINE, WAITING_DECISION, Clock, Stage
from units.models import Unit

HORIZON = 90  # days ahead in which a lapsing certificate is told
BEFORE_VOTE = tuple(stage for stage in IN_PIPELINE if stage not in WAITING_DECISION)
COLUMNS = (
    "name",
    "name_sort",
    "birth_date",
    "stage",
    "unit__code",
    "unit__name",
    "unit__founded_on",
    "unit__closed_on",
    "unit__parent__kind",
)
OWING = (*WAITING_DECISION, Stage.DECIDED, Stage.HELD, Stage.REVIEW_VOTED)


@dataclass(frozen=True)
class Due:
    """A clock that runs for a person or, without one, for a unit; `days_left` are calendar days, below zero when late."""

    candidate: Candidate | None
    clock: Clock
    days_left: int
    unit: Unit

    @property
    def days_late(self) -> int:
        return -self.days_left


def open_clocks(people: QuerySet[Candidate], *, on: date, horizon: int = HORIZON) -> list[Due]:
    """The clocks running on the day `on` for these people, the earliest due first.

    Certificates are told from `horizon` calendar days before they lapse (HD06 5.4b), the other clocks from the
    day they start. For a past day the trail as it stood then is read. Four queries whatever the number of people.
    """
    rulebook = Rulebook.read()
    chosen = _present(people, on, horizon, rulebook) if on >= timezone.localdate() else people
    trails = _trails(chosen, on)
    dues = []
    for candidate in chosen.select_related("unit__parent").only(*COLUMNS):
        for clock in _clocks(candidate, trails.get(candidate.pk, ()), rulebook):
            if is_told(clock, on, horizon):
                dues.append(Due(candidate, clock, (clock.due - on).days, candidate.unit))
    return sorted(dues, key=lambda due: (due.clock.due, due.candidate.name_sort, due.candidate.pk))


def is_told(clock: Clock, on: date, horizon: int = HORIZON) -> bool:
    """Whether a clock is worth telling on a day: a certificate only from `horizon` days before it lapses."""
    return clock.code != "certificate_valid" or clock.due <= on + timedelta(days=horizon)


def _clocks(candidate: Candidate, trail: Iterable, rulebook: Rulebook) -> list[Clock]:
    return regulation.clocks(case_of(candidate, trail), rulebook.editions, rulebook.calendar)


def _present(people: QuerySet, on: date, horizon: int, rulebook: Rulebook) -> QuerySet:
    """Those who stand where a clock runs, or whose certificate is old enough to lapse within the horizon."""
    months = min(edition.certificate_months for edition in rulebook.editions)
    # A month of slack, for months of unequal length; the exact day is judged by the regulation.
    issued_by = regulation.add_months(on + timedelta(days=horizon), 1 - months)
    certificates = StageEvent.objects.standing().filter(
        stage=Stage.TRAINED, happened_on__lte=issued_by, candidate__stage__in=BEFORE_VOTE
    )
    return people.filter(
        Q(stage__in=OWING) | Q(stage__in=BEFORE_VOTE, pk__in=certificates.values("candidate_id"))
    )


def _trails(people: QuerySet, on: date) -> dict[int, list]:
    """The steps that stand, by person, up to the day `on`, in the order recorded."""
    rows = StageEvent.objects.filter(candidate__in=people.order_by().values("pk")).order_by("pk")
    events = list(rows.values_list("pk", "candidate_id", "stage", "happened_on", "voids_id", named=True))
    voided = {event.voids_id for event in events}
    trails: dict[int, list] = {}
    for event in events:
        if event.voids_id is None and event.pk not in voided and event.happened_on <= on:
            trails.setdefault(event.candidate_id, []).append(event)
    return trails
