"""Which open dossiers another edition or another calendar touches: what falls due on another day, what stands in
the way of the next step and did not before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from django.db.models import QuerySet
from django.utils import timezone

from admissions import regulation
from admissions.models import Candidate
from admissions.reading import cases_of
from admissions.regulation import FORMS, IN_PIPELINE, ON_PROBATION, Case, Clock, Obstacle, Stage
from admissions.rulebook import Rulebook

OPEN = (*IN_PIPELINE, Stage.DECIDED, *ON_PROBATION)


@dataclass(frozen=True)
class Moved:
    """A duty that falls due on another day; it did not run before (`old` None) or runs no more (`new` None)."""

    what: str
    clause: str
    old: date | None
    new: date | None


@dataclass(frozen=True)
class Touch:
    """What changes for one person: the duties that move, the reasons against `act` that come and that go."""

    candidate: Candidate
    act: str
    moved: tuple[Moved, ...]
    come: tuple[Obstacle, ...]
    gone: tuple[Obstacle, ...]


def open_cases(people: QuerySet[Candidate]) -> list[tuple[Candidate, Case]]:
    """The people in the pipeline or on probation with what the regulation knows of them, by unit and name."""
    today = timezone.localdate()
    cases = cases_of(people.filter(stage__in=OPEN), on=today, columns=("stage_since", "unit__path"))
    return sorted(cases, key=lambda pair: (pair[0].unit.path, pair[0].name_sort, pair[0].pk))


def touched(
    cases: Iterable[tuple[Candidate, Case]], before: Rulebook, after: Rulebook, *, steps: bool = True
) -> list[Touch]:
    """Those for whom something changes from one rulebook to the other; `steps=False` looks at due days alone."""
    today = timezone.localdate()
    found = (_touch(candidate, case, before, after, today, steps) for candidate, case in cases)
    return [touch for touch in found if touch.moved or touch.come or touch.gone]


def resting_on(
    code: str, cases: Iterable[tuple[Candidate, Case]], rulebook: Rulebook
) -> Iterator[tuple[Candidate, Case]]:
    """Those of whom a standing step was taken, or a clock started, while the edition `code` was in force.

    One after the other: who only asks whether there are any need not count every clock.
    """
    first, end = _in_force(code, rulebook)

    def rests(case: Case) -> bool:
        # Steps first: counting working days for the clocks is what costs.
        steps = any(first <= step.on < end for step in case.steps)
        return steps or any(first <= clock.since < end for clock in _clocks(case, rulebook))

    return ((candidate, case) for candidate, case in cases if rests(case))


def _in_force(code: str, rulebook: Rulebook) -> tuple[date, date]:
    """From which day an edition judges and which day it does no more; the first one judges all days before it too."""
    days = sorted((edition.in_force_on, edition.code) for edition in rulebook.editions)
    place = [edition for _, edition in days].index(code)
    first = days[place][0] if place else date.min
    return first, days[place + 1][0] if place + 1 < len(days) else date.max


def _clocks(case: Case, rulebook: Rulebook) -> list[Clock]:
    return regulation.clocks(case, rulebook.editions, rulebook.calendar)


def _touch(
    candidate: Candidate, case: Case, before: Rulebook, after: Rulebook, today: date, steps: bool
) -> Touch:
    moved = tuple(_moved(_clocks(case, before), _clocks(case, after)))
    following = regulation.next_step(case) if steps else None
    if following is None:
        return Touch(candidate, "", moved, (), ())
    old, new = (rulebook.obstacles(case, following, today) for rulebook in (before, after))
    come = tuple(obstacle for obstacle in new if obstacle not in old)
    gone = tuple(obstacle for obstacle in old if obstacle not in new)
    return Touch(candidate, FORMS[following].act, moved, come, gone)


def _moved(old: Sequence[Clock], new: Sequence[Clock]) -> Iterable[Moved]:
    """Duties of the same code belong together, the first to the first."""
    for code in dict.fromkeys(clock.code for clock in (*old, *new)):
        mine = [[clock for clock in clocks if clock.code == code] for clocks in (old, new)]
        for was, becomes in zip_longest(*mine):
            clock = becomes or was
            dues = was and was.due, becomes and becomes.due
            if dues[0] != dues[1]:
                yield Moved(clock.what, clock.clause, *dues)
