"""The monthly review of the list: who stood on the list when, and which months a unit still owes (HD38 I.1.1b–d)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from admissions.regulation.cases import Clock, Step, add_months
from admissions.regulation.stages import ROAD, Stage

LIST_MONTHLY = "list_monthly"
CLAUSE = "HD38 I.1.1b–d"
MONTHS_TOLD = 2  # the running month and the one before: a duty missed long ago is seen in the book of reviews
ON_LIST = ROAD[ROAD.index(Stage.LISTED) : ROAD.index(Stage.VOTED)]


@dataclass(frozen=True)
class Spell:
    """A time on the list: from the day `since` until the day before `until`, or still."""

    since: date
    until: date | None = None

    def touches(self, month: date) -> bool:
        """Whether it holds a day of the month that begins on `month`."""
        return self.since <= last_of_month(month) and (self.until is None or self.until > month)


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    return add_months(first_of_month(day), 1) - timedelta(days=1)


def months_back(on: date, count: int) -> list[date]:
    """First days of the last `count` months, the oldest first, the month of `on` last."""
    return [add_months(first_of_month(on), -back) for back in reversed(range(count))]


def spells_of(steps: Sequence[Step]) -> list[Spell]:
    """When a person was on the list, by his standing steps in the order recorded."""
    spells: list[Spell] = []
    since: date | None = None
    for step in steps:
        if step.stage in ON_LIST:
            since = since or step.on
        elif since is not None:
            spells.append(Spell(since, step.on))
            since = None
    return [*spells, Spell(since)] if since is not None else spells


def months_owed(
    reviewed: Collection[date], on: date, began: date | None, *, most: int = MONTHS_TOLD
) -> list[date]:
    """First days of the months whose review is owed on the day `on`, the oldest first, at most `most` of them.

    `reviewed` are the months reviewed; `began` is the first month that anybody's review was kept for (None: none
    yet). Owed are the running month and, from the month after `began` on, those before it.
    """
    current = first_of_month(on)
    first = min(current, add_months(began, 1)) if began else current
    return [month for month in months_back(on, most) if month >= first and month not in reviewed]


def review_clock(month: date) -> Clock:
    """The duty to review the list within the month that begins on `month`."""
    what = f"Rà soát danh sách cảm tình Đảng tháng {month:%m/%Y}"
    return Clock(LIST_MONTHLY, what, month, last_of_month(month), CLAUSE)
