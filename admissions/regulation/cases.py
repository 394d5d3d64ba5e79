"""The values the regulation works with: a person's case, what is typed, what it answers."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol

from admissions.regulation.papers import Paper
from admissions.regulation.stages import LEFT, ROAD, Route, Stage, following, of_the_cell


class Calendar(Protocol):
    """Whatever counts working days."""

    def add(self, start: date, days: int) -> date:
        """The day `days` working days after `start`, which is not counted."""


@dataclass(frozen=True)
class Step:
    """A standing step of the trail; of an imported one nobody has said which papers there were."""

    stage: Stage
    on: date
    imported: bool = False


@dataclass(frozen=True)
class Introducer:
    """The official member assigned to help, who also introduces (HD06 5.4a, 8.1a)."""

    name: str
    official: bool = True
    together_since: date | None = None
    assigned_on: date | None = None
    paper_on: date | None = None  # of his 3-KNĐ
    replacement: bool = False
    ended_on: date | None = None

    def active_on(self, day: date) -> bool:
        return self.ended_on is None or self.ended_on > day


@dataclass(frozen=True)
class Verification:
    """A request to verify the background: days only, never what was found."""

    sent_on: date
    abroad: bool = False
    received_on: date | None = None
    replied_on: date | None = None
    envoy: bool = False
    envoy_unrelated: bool = False


@dataclass(frozen=True)
class Transfer:
    """A move on the road; `way` is a case of HD06 3.9, `on` the day of the transfer decision."""

    way: str
    on: date
    incoming: bool = False  # from outside the installation
    outgoing: bool = False  # to outside the installation


@dataclass(frozen=True)
class Traits:
    """What the regulation asks about a person beside his papers; ticks and days, never contents."""

    schooling: str = ""
    schooling_place: str = ""
    elder: bool = False
    political_question: bool = False
    contract_since: date | None = None
    youth_member: bool = False
    union_member: bool = False
    religious: bool = False
    foreign_marriage: bool = False
    foreign_origin: bool = False
    family_planning: bool = False
    readmission: bool = False
    left_party_on: date | None = None
    record_cleared_on: date | None = None
    readmission_barred: bool = False
    readmitted_before: bool = False
    dossier_made_on: date | None = None


@dataclass(frozen=True)
class Case:
    """What the regulation needs to know of a person; steps are the standing ones, in the order recorded."""

    birth_date: date
    unit_founded_on: date
    unit_closed_on: date | None = None
    route: Route = Route.DIRECT
    steps: tuple[Step, ...] = ()
    papers: Mapping[Paper, date] = field(default_factory=dict)  # those that are there, by the day they bear
    introducers: tuple[Introducer, ...] = ()
    verifications: tuple[Verification, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    traits: Traits = Traits()

    @property
    def stage(self) -> Stage | None:
        return self.steps[-1].stage if self.steps else None

    @cached_property
    def present_round(self) -> tuple[Step, ...]:
        """The steps since the person last came onto the road: whoever left and came back begins anew."""
        start = 0
        for position, step in enumerate(self.steps[:-1]):
            if step.stage in LEFT:
                start = position + 1
        return self.steps[start:]

    @property
    def present_moves(self) -> tuple[Transfer, ...]:
        """The moves of the present time on the road; one that led out counts only while the person is gone."""
        gone = self.stage is Stage.MOVED_AWAY
        left = max((step.on for step in self.steps[:-1] if step.stage in LEFT), default=None)
        return tuple(
            move
            for move in self.transfers
            if (gone or not move.outgoing) and (left is None or move.on >= left)
        )

    def day_of(self, *stages: Stage) -> date | None:
        """Day of the last standing step among `stages`, of the present time on the road."""
        return next((step.on for step in reversed(self.present_round) if step.stage in stages), None)

    @property
    def certificate_on(self) -> date | None:
        """Day of the newest certificate of the awareness class, of whatever time on the road (HD06 3.1)."""
        return self.certificate_by(date.max)

    def certificate_by(self, day: date) -> date | None:
        """Day of the newest certificate that was there on a day."""
        days = [step.on for step in self.steps if step.stage is Stage.TRAINED]
        days.extend(on for paper, on in self.papers.items() if paper is Paper.CERTIFICATE)
        return max((on for on in days if on <= day), default=None)

    @property
    def dossier_made_on(self) -> date | None:
        """The day the dossier was made: as recorded, else that of its first paper (HD06 5.4a; our choice).

        Papers from before the leave to open count only where none was made since: an old dossier taken up again.
        """
        if self.traits.dossier_made_on:
            return self.traits.dossier_made_on
        opened = self.day_of(Stage.OPENED) or date.min
        days = [self.papers[paper] for paper in (Paper.APPLICATION, Paper.BACKGROUND) if paper in self.papers]
        return min([day for day in days if day >= opened] or days, default=None)

    @property
    def cell_vote(self) -> Step | None:
        """The cell's last vote on admission: its resolution, or one short of two thirds, which goes up as well."""
        found, before = None, None
        for step in self.present_round:
            short = step.stage is Stage.REFERRED and (found is None or of_the_cell(before, self.route))
            if step.stage is Stage.VOTED or short:
                found = step
            before = step.stage
        return found

    @property
    def requests(self) -> tuple[Verification, ...]:
        """The requests to verify that belong to the present time on the road."""
        since = self.present_round[0].on if self.steps else date.min
        return tuple(each for each in self.verifications if each.sent_on >= since)

    @property
    def cell_voted_on(self) -> date | None:
        """Day of the cell's resolution, which starts the clock of the decision (294 4.3.1)."""
        return self.cell_vote.on if self.cell_vote else None

    def step_of(self, stage: Stage) -> Step | None:
        """The last standing step to `stage`, of the present time on the road."""
        return next((step for step in reversed(self.present_round) if step.stage is stage), None)

    def reached(self, stage: Stage) -> bool:
        """Whether the person has come to a stage of the road, in his present time on it."""
        return self.day_of(stage) is not None


@dataclass(frozen=True)
class Record:
    """What the office types with a step: document number, votes in people, reason."""

    document_number: str = ""
    votes_members: int | None = None
    votes_excused: int | None = None
    votes_present: int | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None
    reason: str = ""

    @property
    def votes_total(self) -> int | None:
        """N, the base of a vote: all who have one, without those left out by 294 9.3.2."""
        return None if self.votes_members is None else self.votes_members - (self.votes_excused or 0)


@dataclass(frozen=True)
class Obstacle:
    """One reason that stands in the way of a step (`blocks`), is to be minded, or merely worth knowing (`informs`).

    `paper` names the missing paper. `firm`: not even the head of the office can set it aside.
    """

    code: str
    text: str
    clause: str
    blocks: bool = True
    field: str = ""
    paper: Paper | None = None
    firm: bool = False
    informs: bool = False


@dataclass(frozen=True)
class Clock:
    """A duty that is running: what is due, since when, until when, by which clause.

    `arrives`: no duty but a day that comes, as the end of probation. `also`: a second date worth telling.
    """

    code: str
    what: str
    since: date
    due: date
    clause: str
    blocks_after: bool = False
    arrives: bool = False
    also: str = ""


def add_months(day: date, months: int) -> date:
    """The same day number `months` calendar months later, or that month's last day if it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def age_on(birth_date: date, day: date) -> int:
    """Full years of age on a day; who was born on 29 February is a year older from 1 March."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def next_stages(case: Case) -> tuple[Stage, ...]:
    """The stages that may follow where the person stands, by the shape of his unit (HD06 3.6; 294 20.2.2)."""
    return following(case.stage, case.route)


def next_step(case: Case) -> Stage | None:
    """The one ordinary next step of the road; None where there is none."""
    ways = next_stages(case)
    if case.stage in (Stage.REDO, Stage.REVIEW_REDO):
        return None  # the step that was at fault: only the office knows which
    if case.stage is Stage.LISTED and case.certificate_on:
        return Stage.OPENED
    striking = (Stage.STRIKE_BASE, Stage.STRUCK_OFF)
    return next((stage for stage in ways if stage in ROAD or stage in striking), None)
