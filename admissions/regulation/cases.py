"""The values the regulation works with: a person's case, what is typed, what it answers."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from admissions.regulation.editions import Edition as Edition
from admissions.regulation.editions import edition_on as edition_on
from admissions.regulation.stages import NEXT, Stage


class Calendar(Protocol):
    """Whatever counts working days."""

    def add(self, start: date, days: int) -> date:
        """The day `days` working days after `start`, which is not counted."""


@dataclass(frozen=True)
class Step:
    """A standing step of the trail."""

    stage: Stage
    on: date


@dataclass(frozen=True)
class Case:
    """What the regulation needs to know of a person; steps are the standing ones, in the order recorded."""

    birth_date: date
    unit_founded_on: date
    unit_closed_on: date | None = None
    under_base_committee: bool = False
    steps: tuple[Step, ...] = ()

    @property
    def stage(self) -> Stage | None:
        return self.steps[-1].stage if self.steps else None

    def day_of(self, *stages: Stage) -> date | None:
        """Day of the last standing step among `stages`."""
        return next((step.on for step in reversed(self.steps) if step.stage in stages), None)


@dataclass(frozen=True)
class Record:
    """What the office types with a step: document number, votes in people, reason."""

    document_number: str = ""
    votes_total: int | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Obstacle:
    """One reason that stands in the way of a step (`blocks`) or is to be minded (a warning)."""

    code: str
    text: str
    clause: str
    blocks: bool = True
    field: str = ""


@dataclass(frozen=True)
class Clock:
    """A duty that is running: what is due, since when, until when, by which clause."""

    code: str
    what: str
    since: date
    due: date
    clause: str
    blocks_after: bool = False


def add_months(day: date, months: int) -> date:
    """The same day number `months` calendar months later, or that month's last day if it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def age_on(birth_date: date, day: date) -> int:
    """Full years of age on a day; who was born on 29 February is a year older from 1 March."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def next_stages(case: Case) -> tuple[Stage, ...]:
    """The stages that may follow where the person stands, by the shape of his unit (HD06 3.6; 294 20.2.2)."""
    skipped = Stage.APPRAISED if case.under_base_committee else Stage.BASE_VOTED
    if case.stage is Stage.VOTED:
        return tuple(stage for stage in NEXT[case.stage] if stage is not skipped)
    return NEXT[case.stage]


def next_step(case: Case) -> Stage | None:
    """The one ordinary next step of the road; None at its end."""
    return next((stage for stage in next_stages(case) if stage is not Stage.OUT), None)
