"""Who can still be decided before the year ends: figures in people at worst, as expected and at best, and what is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, Decimal
from functools import cached_property

from admissions import regulation
from admissions.classes.coming import Coming
from admissions.counting import counted_stage, not_yet_counted
from admissions.models import Candidate
from admissions.reading import cases_of
from admissions.regulation import LAW, ROAD, Assumptions, Case, Milestone, Outlook, Stage
from admissions.rulebook import Rulebook
from reports import figures
from reports.figures import Figures
from reports.rates import HUNDRED, rate
from units.models import Unit, YearRule
from units.periods import Period

SURE, EXPECTED, POSSIBLE, LATE = "sure", "expected", "possible", "late"
PROPOSED = (Stage.VOTED, Stage.SECTION_APPRAISED, Stage.BASE_VOTED, Stage.APPRAISED, Stage.DECIDED)
WINDOWS = ("decision_window", "decision_extension", "ceremony_window")


class OtherYear(ValueError):
    """A year that is over or has not begun: nothing can be foreseen of it."""


@dataclass(frozen=True)
class Act:
    """What somebody must do for a person, and the last day on which it still leads to the end of the year."""

    what: str
    body: str
    by: date


@dataclass(frozen=True)
class Prospect:
    """A person on the road: the first lawful day, the expected one, what must be done next and by when."""

    candidate: Candidate
    stage: Stage
    soonest: Outlook
    expected: Outlook
    acts: tuple[Act, ...]
    window: date | None  # the last day on which the decision is owed, if the cell has proposed it
    on: date
    limit: date

    @cached_property
    def standing(self) -> str:
        """`late`: not by the texts; `possible`: on a condition or faster than assumed; `expected`; `sure` of these."""
        if not self.in_time(self.soonest):
            return LATE
        if self.expected.conditions or not self.in_time(self.expected):
            return POSSIBLE
        owed = self.stage in PROPOSED and self.window is not None
        return SURE if owed and self.on <= self.window <= self.limit else EXPECTED

    def in_time(self, outlook: Outlook) -> bool:
        return outlook.day is not None and outlook.day <= self.limit

    @property
    def next_act(self) -> Act | None:
        """What must be done first; nothing that the texts let come too late."""
        return self.acts[0] if self.acts and self.standing != LATE else None

    @property
    def hurries(self) -> bool:
        """Whether it goes only faster than assumed."""
        return self.standing == POSSIBLE and not self.in_time(self.expected)

    @property
    def hangs_on(self) -> Milestone | None:
        """The text or the class that fixes the day; None where only the pace does."""
        return (self.soonest if self.standing == LATE else self.expected).decisive


@dataclass(frozen=True)
class Duty:
    """One act that a unit owes for these people by a day."""

    figures: Figures
    act: Act
    people: tuple[Prospect, ...]
    this_month: bool


@dataclass
class Forecast:
    """A unit's year end, foreseen: counts are people, admitted so far included."""

    figures: Figures
    on: date
    prospects: list[Prospect] = field(default_factory=list)  # of the unit and all below, the soonest first
    children: list[Forecast] = field(default_factory=list)

    @property
    def admitted(self) -> int:
        return self.figures.admitted

    @property
    def sure(self) -> int:
        return self.count(SURE)

    def count(self, *standings: str) -> int:
        return sum(one.standing in standings for one in self.prospects)

    @cached_property
    def worst(self) -> int:
        return self.admitted + self.count(SURE)

    @cached_property
    def expected(self) -> int:
        return self.admitted + self.count(SURE, EXPECTED)

    @cached_property
    def best(self) -> int:
        return self.admitted + self.count(SURE, EXPECTED, POSSIBLE)

    @property
    def grows(self) -> bool:
        """Whether those admitted also count in the base of the rate."""
        return self.figures.rule.base == YearRule.Base.PRESENT

    def rate_of(self, people: int) -> Decimal | None:
        """The rate in per cent, unrounded, if so many have been admitted by the end of the year."""
        base = self.figures.members_base
        if base is not None and self.grows:
            base += people - self.admitted
        return rate(people, base)

    @property
    def worst_rate(self) -> Decimal | None:
        return self.rate_of(self.worst)

    @property
    def expected_rate(self) -> Decimal | None:
        return self.rate_of(self.expected)

    @property
    def best_rate(self) -> Decimal | None:
        return self.rate_of(self.best)

    def needed(self, percent: Decimal) -> int | None:
        """The fewest people admitted in the whole year that are at least `percent` of the base."""
        base = self.figures.members_base
        if base is None:
            return None
        parts, whole = Decimal(base) * percent, HUNDRED
        if self.grows:
            parts, whole = Decimal(base - self.admitted) * percent, HUNDRED - percent
        return int((parts / whole).to_integral_value(rounding=ROUND_CEILING))

    @property
    def needed_min(self) -> int | None:
        return self.needed(self.figures.rule.target_min)

    @property
    def needed_max(self) -> int | None:
        return self.needed(self.figures.rule.target_max)

    @property
    def quota(self) -> int | None:
        return self.figures.members_quota

    def completes(self, total: int | None) -> Prospect | None:
        """The person with whom so many are reached, in the order of the expected days; None if not by these people."""
        if total is None or total <= self.admitted:
            return None
        coming = [one for one in self.prospects if one.standing in (SURE, EXPECTED)]
        wanted = total - self.admitted
        return coming[wanted - 1] if wanted <= len(coming) else None

    def subtree(self) -> Iterator[Forecast]:
        """This forecast and those of every standing unit below, parents first."""
        yield self
        for child in self.children:
            yield from child.subtree()

    @cached_property
    def duties(self) -> list[Duty]:
        """What the units must do and by when, the most urgent first; what can no longer be in time is left out."""
        found: dict[tuple[int, Act], tuple[Figures, list[Prospect]]] = {}
        for place in self.subtree():
            for one in place.own():
                for act in one.acts:
                    if one.in_time(one.expected) and one.standing != LATE:
                        key = place.figures.node.unit_id, act
                        found.setdefault(key, (place.figures, []))[1].append(one)
        duties = [
            Duty(told, act, tuple(people), (act.by.year, act.by.month) == (self.on.year, self.on.month))
            for (_, act), (told, people) in found.items()
        ]
        return sorted(duties, key=lambda duty: duty.act.by)

    def own(self) -> list[Prospect]:
        """Those of the unit itself, and of units it has taken over."""
        below = {one.candidate.pk for child in self.children for one in child.prospects}
        return [one for one in self.prospects if one.candidate.pk not in below]


def forecast(unit: Unit, year: int, *, on: date, assumptions: Assumptions) -> Forecast:
    """The end of the year `year` for a unit and all below, seen from the day `on`, which must lie in it.

    At worst only those count for whom the decision is owed by a day of this year that has not passed (294 4.3.1);
    as expected whoever comes there at the assumed pace without a condition open; at best whoever the texts let.
    Raises `OtherYear`. The number of statements does not depend on the number of people.
    """
    if on.year != year:
        raise OtherYear(year)
    told = figures.for_period(unit, Period.of(year, as_of=on, today=on), road=False)
    goals = {pk: counted_stage(rule) for pk, rule in told.counting.items()}
    people = Candidate.objects.of_subtree(unit).filter(not_yet_counted(goals))
    book = _Book(Rulebook.read(), Coming.read(people, on=on), assumptions, goals, on)
    found: dict[int, list[Prospect]] = {}
    for candidate, case in cases_of(people, on=on, columns=("unit__path",)):
        found.setdefault(candidate.unit_id, []).append(book.prospect(candidate, case))
    return _gather(told, on, found)


@dataclass(frozen=True)
class _Book:
    """All that a person's prospects are worked out from."""

    rulebook: Rulebook
    coming: Coming
    assumptions: Assumptions
    goals: dict[int, Stage]  # by unit id the step that counts there as the admission
    on: date

    @property
    def limit(self) -> date:
        return date(self.on.year, 12, 31)

    def prospect(self, candidate: Candidate, case: Case) -> Prospect:
        stage = case.stage or Stage(candidate.stage)
        ends = self.coming.ends_for(candidate)
        goal = self.goals[candidate.unit_id]
        soonest, expected = (self._outlook(case, goal, pace, ends) for pace in (LAW, self.assumptions))
        acts = tuple(self._acts(case, stage, goal, expected))
        window = self._window(case, goal)
        return Prospect(candidate, stage, soonest, expected, acts, window, self.on, self.limit)

    def _outlook(self, case: Case, goal: Stage, pace: Assumptions, ends: date | None) -> Outlook:
        book = self.rulebook
        return regulation.earliest_decision(
            case, self.on, book.editions, book.calendar, pace, class_ends_on=ends, goal=goal
        )

    def _acts(self, case: Case, stage: Stage, goal: Stage, expected: Outlook) -> Iterator[Act]:
        """The next act of the road, and the class beside it, each with its last day."""
        legs = regulation.legs_of(case, stage, goal, self.assumptions)
        last = regulation.latest_days(legs, self.limit, self.rulebook.calendar, self.assumptions)
        for leg, day in list(zip(legs, last, strict=True))[:1]:
            yield Act(leg.told(), leg.body(case.route), day)
        if any(each.stage is Stage.TRAINED for each in expected.milestones):
            day = next(day for leg, day in zip(legs, last, strict=True) if leg.stage is Stage.VOTED)
            yield Act("Cấp giấy chứng nhận lớp nhận thức", regulation.body_of(Stage.TRAINED, case.route), day)

    def _window(self, case: Case, goal: Stage) -> date | None:
        """The last day on which the counted step is owed; of a ceremony only once the decision is there."""
        due = [clock.due for clock in self.rulebook.clocks(case) if clock.code in WINDOWS]
        if not due:
            return None
        if goal is Stage.HELD and case.stage is not Stage.DECIDED:
            edition = regulation.edition_on(self.rulebook.editions, due[0])
            return self.rulebook.calendar.add(due[0], edition.ceremony_days)
        return due[0]


def _gather(told: Figures, on: date, found: dict[int, list[Prospect]]) -> Forecast:
    children = [_gather(child, on, found) for child in told.standing_children()]
    prospects = [one for node in told.node.subtree() for one in found.get(node.unit_id, ())]
    return Forecast(told, on, sorted(prospects, key=_order), children)


def _order(one: Prospect) -> tuple:
    """Those in time first, by the expected day; those too late last."""
    far = date.max
    ranks = (SURE, EXPECTED, POSSIBLE, LATE)
    rank = 0 if one.standing in (SURE, EXPECTED) else ranks.index(one.standing)
    return (
        rank,
        one.expected.day or far,
        ROAD.index(one.stage) if one.stage in ROAD else 0,
        one.candidate.name_sort,
    )
