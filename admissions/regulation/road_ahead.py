"""The acts that still lie between where a person stands and the decision: in which order, how far apart, by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from admissions.regulation.assumptions import Assumptions
from admissions.regulation.cases import Calendar, Case
from admissions.regulation.forms import FORMS, body_of
from admissions.regulation.papers import Paper
from admissions.regulation.prepared import is_verified
from admissions.regulation.stages import LACKS, ROAD, Route, Stage

DAY = timedelta(days=1)
ASK = "Gửi công văn thẩm tra lý lịch"
CELL, OFFICE, FREE = "cell", "office", "free"  # who acts: on the cell's day, on working days, on any day
GONE_UP = (
    Stage.REFERRED,
    Stage.RETURNED,
    Stage.SUSPENDED,
)  # before the appraisal, the votes below being done


@dataclass(frozen=True)
class Leg:
    """One act ahead: so many working days after the act before it; `act` where it is no step of its own."""

    stage: Stage
    gap: int = 0
    who: str = OFFICE
    act: str = ""

    @property
    def is_step(self) -> bool:
        return not self.act

    def told(self) -> str:
        return self.act or FORMS[self.stage].act

    def body(self, route: Route) -> str:
        return body_of(Stage.OPENED if self.act else self.stage, route)


def stages_ahead(stage: Stage, route: Route, goal: Stage) -> tuple[Stage, ...]:
    """The steps of the ordinary road still to take up to `goal`; the class is no step of its own here (HD06 3.1)."""
    if stage is Stage.REDO:  # only the faulty step is redone; at the least the decision itself (294 4.4.2)
        reached = ROAD.index(Stage.APPRAISED)
    elif stage in GONE_UP:
        reached = ROAD.index(Stage.BASE_VOTED)
    else:
        reached = ROAD.index(stage)
    lacking = (*LACKS[route], Stage.TRAINED)
    return tuple(each for each in ROAD[reached + 1 : ROAD.index(goal) + 1] if each not in lacking)


def legs_of(case: Case, stage: Stage, goal: Stage, assumed: Assumptions) -> tuple[Leg, ...]:
    """The acts ahead of a person who stands at `stage`, with the working days assumed between them."""
    found: list[Leg] = []
    for to in stages_ahead(stage, case.route, goal):
        if to is Stage.CERTIFIED:
            found.extend(_certifying(case, assumed))
        elif to is Stage.VOTED:
            found.append(Leg(to, assumed.opinions_days if _still_to_gather(case) else 0, CELL))
        else:
            found.append(_plain(to, assumed))
    return tuple(found)


def _plain(to: Stage, assumed: Assumptions) -> Leg:
    days = {
        Stage.LISTED: 0,
        Stage.OPENED: assumed.opening_days,
        Stage.SECTION_APPRAISED: assumed.section_days,
        Stage.BASE_VOTED: assumed.base_days,
        Stage.APPRAISED: assumed.appraisal_days,
        Stage.DECIDED: assumed.board_days,
        Stage.HELD: assumed.ceremony_days,
    }
    who = CELL if to is Stage.LISTED else FREE if to is Stage.HELD else OFFICE
    return Leg(to, days[to], who)


def _certifying(case: Case, assumed: Assumptions) -> list[Leg]:
    """Where nobody has been asked yet the request goes out first, its answer is waited for (HD06 3.4)."""
    writing = 0 if Paper.BACKGROUND in case.papers else assumed.papers_days
    if is_verified(case) or case.requests:
        return [Leg(Stage.CERTIFIED, writing + assumed.certify_days)]
    asked = Leg(Stage.CERTIFIED, writing, act=ASK)
    return [asked, Leg(Stage.CERTIFIED, assumed.verify_home_days + assumed.certify_days)]


def _still_to_gather(case: Case) -> bool:
    return not {Paper.APPLICATION, Paper.BACKGROUND, Paper.OPINIONS} <= set(case.papers)


def latest_days(
    legs: tuple[Leg, ...], limit: date, calendar: Calendar, assumed: Assumptions
) -> tuple[date, ...]:
    """For each act its last day from which, at the assumed pace, the last one still lies on or before `limit`."""
    found: list[date] = []
    until = limit
    for leg in reversed(legs):
        day = _settled_back(until, leg, calendar, assumed)
        found.append(day)
        until = days_before(day, leg.gap, calendar)
    return tuple(reversed(found))


def settled(day: date, leg: Leg, calendar: Calendar, assumed: Assumptions) -> date:
    """The first day from `day` on which whoever acts does: the cell's day of the month, a working day, any day."""
    if leg.who == CELL and assumed.cell_day:
        while day.day != assumed.cell_day:
            day += DAY
        return day
    return working_day(day, calendar) if leg.who == OFFICE else day


def _settled_back(day: date, leg: Leg, calendar: Calendar, assumed: Assumptions) -> date:
    if leg.who == CELL and assumed.cell_day:
        while day.day != assumed.cell_day:
            day -= DAY
    elif leg.who == OFFICE:
        while working_day(day, calendar) != day:
            day -= DAY
    return day


def working_day(day: date, calendar: Calendar) -> date:
    """The first working day from `day` on."""
    return calendar.add(day - DAY, 1)


def days_before(day: date, days: int, calendar: Calendar) -> date:
    """The last day from which `days` working days have gone by on `day`; the start itself is not counted."""
    while days:
        days -= working_day(day, calendar) == day
        day -= DAY
    return day
