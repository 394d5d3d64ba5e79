"""The days on which invented people took their steps: never one later than today, never out of order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from admissions.regulation import ROAD, Route, Stage, add_months
from admissions.regulation.stages import LACKS
from admissions.rulebook import Rulebook

# Calendar days between a step and the one before it: at least, at most.
GAPS = {
    Stage.LISTED: (60, 240),
    Stage.TRAINED: (30, 150),
    Stage.OPENED: (30, 180),
    Stage.CERTIFIED: (40, 90),
    Stage.VOTED: (10, 30),
    Stage.BASE_VOTED: (5, 12),
    Stage.APPRAISED: (7, 30),
    Stage.DECIDED: (3, 8),
}
# How long ago people of a stage came to it, in calendar days.
SINCE = {
    Stage.SOURCE: (20, 400),
    Stage.LISTED: (15, 300),
    Stage.TRAINED: (20, 420),
    Stage.OPENED: (10, 80),
    Stage.CERTIFIED: (5, 30),
    Stage.VOTED: (8, 30),
    Stage.BASE_VOTED: (3, 14),
    Stage.APPRAISED: (3, 10),
}
CEREMONY_AFTER = (5, 20)  # working days after the decision
REVIEW_AFTER = (3, 22)  # working days after the end of probation
RECOGNITION_AFTER = (8, 24)  # working days after the cell's vote
PROBATION = 12  # months


@dataclass
class Road:
    """One person's steps with their days, in order; why he left, if he did."""

    place: str
    steps: list[tuple[Stage, date]]
    occupation: str = ""  # left to chance where empty
    reason: str = ""
    readmission: bool = False

    @property
    def last_day(self) -> date:
        return self.steps[-1][1]

    @property
    def stage(self) -> Stage:
        return self.steps[-1][0]

    def day_of(self, stage: Stage) -> date | None:
        """The last day on which he came to a stage."""
        return next((day for taken, day in reversed(self.steps) if taken is stage), None)


class Almanac:
    """Finds working days: nobody meets or signs on a holiday."""

    def __init__(self, rulebook: Rulebook, random: Random, today: date):
        self.calendar = rulebook.calendar
        self.random = random
        self.today = today

    def working(self, day: date) -> date:
        """The day itself, or the last working day before it."""
        while not self.calendar.is_working(day):
            day -= timedelta(days=1)
        return day

    def back(self, day: date, count: int) -> date:
        """The day `count` working days before `day`."""
        while count > 0:
            day = self.working(day - timedelta(days=1))
            count -= 1
        return day

    def earlier(self, day: date, gap: tuple[int, int]) -> date:
        """A working day at least and about at most so many calendar days before."""
        return self.working(day - timedelta(days=self.random.randint(*gap)))

    def later(self, day: date, gap: tuple[int, int]) -> date:
        """A working day so many working days after."""
        return self.calendar.add(day, self.random.randint(*gap))

    def lead_up(self, stage: Stage, on: date, *, under_base: bool) -> list[tuple[Stage, date]]:
        """The steps up to `stage`, reached on that day. A quarter of the people were listed at once."""
        lacking = LACKS[Route.BASE if under_base else Route.DIRECT]
        before = [each for each in ROAD[: ROAD.index(stage)] if each not in lacking]
        if len(before) > 1 and self.random.random() < 0.25:
            before.remove(Stage.SOURCE)
        steps, day, after = [(stage, on)], on, stage
        for earlier in reversed(before):
            day = self.earlier(day, GAPS[after])
            steps.append((earlier, day))
            after = earlier
        return steps[::-1]

    def after_decision(self, decided: date) -> list[tuple[Stage, date]]:
        """Ceremony, review and recognition, as far as they have come by today."""
        held = self.later(decided, CEREMONY_AFTER)
        review = self.later(add_months(held, PROBATION), REVIEW_AFTER)
        recognised = self.later(review, RECOGNITION_AFTER)
        steps = [(Stage.HELD, held), (Stage.REVIEW_VOTED, review), (Stage.RECOGNISED, recognised)]
        return [(stage, day) for stage, day in steps if day <= self.today]

    def sittings(self, year: int) -> list[date]:
        """Days on which the board of a year has sat: about the 8th and the 22nd of each month."""
        days = {self.working(date(year, month, day)) for month in range(1, 13) for day in (8, 22)}
        return sorted(day for day in days if day.year == year and day <= self.today)


@dataclass(frozen=True)
class Fate:
    """A decision whose sequel is chosen rather than left to chance."""

    decided: date
    then: tuple[tuple[Stage, date], ...] = ()
    reason: str = ""


def chosen_fates(almanac: Almanac) -> list[Fate]:
    """Ceremonies still ahead, a review and a recognition that are late, one that is waited for, one who left."""
    back, today = almanac.back, almanac.today
    a_year_ago = add_months(today, -PROBATION)
    fates = [Fate(back(today, 27)), Fate(back(today, 6))]
    held = back(a_year_ago, 44)
    fates.append(Fate(back(held, 12), ((Stage.HELD, held),)))
    for ago in (8, 36):
        review = back(today, ago)
        held = back(add_months(review, -PROBATION), 9)
        fates.append(Fate(back(held, 10), ((Stage.HELD, held), (Stage.REVIEW_VOTED, review))))
    left = back(today, 300)
    held = back(left, 80)
    fates.append(
        Fate(
            back(held, 10),
            ((Stage.HELD, held), (Stage.STRIKE_VOTED, back(left, 9)), (Stage.STRUCK_OFF, left)),
            "Bỏ sinh hoạt chi bộ ba tháng không có lý do chính đáng.",
        )
    )
    return fates


def decision_days(almanac: Almanac, year: int, count: int, fates: Sequence[Fate]) -> list[Fate]:
    """The decisions of a year in order of time: the chosen ones, the others spread over its sittings."""
    chosen = [fate for fate in fates if fate.decided.year == year]
    sittings = almanac.sittings(year)
    spread = max(0, count - len(chosen)) if sittings else 0
    days = [sittings[(2 * i + 1) * len(sittings) // (2 * spread)] for i in range(spread)]
    found = [*chosen, *(Fate(day, tuple(almanac.after_decision(day))) for day in days)]
    return sorted(found, key=lambda fate: fate.decided)


def decided_so_far(today: date, whole: int) -> int:
    """How many of a year's `whole` decisions there are by today; all of them from the end of October on."""
    return min(whole, round(whole * today.timetuple().tm_yday / 300))
