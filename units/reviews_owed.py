"""Which reports of periods are owed: by which units, until which day, and what had come by a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone

from units.models import BANDED, Kind, Review, ReviewStep, Unit, YearRule
from units.periods import LAST_MONTH, Period

REPORTING = frozenset(set(Kind) - {Kind.PROVINCE})
REPORTED = frozenset({Review.Status.SUBMITTED, Review.Status.ACCEPTED})
SHIPPED_DAYS = YearRule().review_days
STEP, RULE = "step", "rule"
PERIODS_TOLD = 2  # the newest period and the one before it; a figure of the year tells them all


@dataclass(frozen=True)
class Owed:
    """A unit has not reported a period; `due` is the last day for it, `returned` whether its report came back."""

    unit: Unit
    period: Period
    due: date
    returned: bool


@dataclass(frozen=True)
class Missing:
    """A period that a unit has not reported, with its due day; `returned`: the report came back."""

    period: Period
    due: date
    returned: bool


@dataclass(frozen=True)
class Book:
    """What had been reported by a day of the running year and the one before, and the days committees give for it."""

    statuses: Mapping[tuple[int, int, str], str]  # by unit id, year and name of the period
    days: Sequence[tuple[int, int, int]]  # committee, from which year on, calendar days; the older first
    first: date | None  # end of the first period that anybody had sent a report of; None: none are kept

    @classmethod
    def read(cls, on: date) -> Book:
        """The book as it stood at the end of the day `on`, by its log. One query."""
        statuses, days, ends = {}, [], []
        for kind, owner, year, name, told in _rows(on):
            if kind == RULE:
                days.append((owner, year, int(told)))
                continue
            statuses[owner, year, name] = told
            if told == Review.Status.SUBMITTED:
                ends.append(Period.of(year, name, today=on).end)
        return cls(statuses, days, min(ends, default=None))

    def keeps(self, period: Period) -> bool:
        """Whether reports of the period are kept: nothing is owed of a time before the first report."""
        return self.first is not None and period.end >= self.first

    def due_day(self, period: Period, path: str) -> date:
        """The last day for a unit's report, by the newest rule of the nearest committee up to the period's year."""
        told = {committee: days for committee, since, days in self.days if since <= period.year}
        nearest = (told[unit_id] for unit_id in reversed(ids_in(path)) if unit_id in told)
        return due_day(period, next(nearest, SHIPPED_DAYS))

    def missing(
        self, unit_id: int, founded_on: date, periods: Iterable[tuple[Period, date]]
    ) -> list[Missing]:
        """Which of the periods, each with its due day, a unit founded on that day had not reported."""
        found = []
        for period, due in periods:
            status = self.statuses.get((unit_id, period.year, period.name))
            if self.keeps(period) and founded_on <= period.end and status not in REPORTED:
                found.append(Missing(period, due, status == Review.Status.RETURNED))
        return found


def reviews_owed(
    units: Iterable[Unit], on: date, book: Book | None = None, told: Sequence[Period] | None = None
) -> list[Owed]:
    """The reports that these units still owe on the day `on`, as things stood then, the earliest due first.

    A unit that stands owes the periods `told`, by default the two newest whose last month has begun, from the first period on that anybody
    has sent a report of. One query whatever the number of units, none where the `book` of that day is at hand.
    """
    book, told, owed = book or Book.read(on), told or periods_told(on), []
    for unit in units:
        if unit.kind not in REPORTING or (unit.closed_on is not None and unit.closed_on <= on):
            continue
        periods = [(period, book.due_day(period, unit.path)) for period in told if book.keeps(period)]
        found = book.missing(unit.pk, unit.founded_on, periods)
        owed.extend(Owed(unit, each.period, each.due, each.returned) for each in found)
    return sorted(owed, key=lambda each: each.due)


def overdue_by(year: int, on: date, days: int) -> list[tuple[Period, date]]:
    """The year's periods whose due day, `days` calendar days after their end, lay before the day `on`."""
    periods = [Period.of(year, name, today=on) for name in LAST_MONTH]
    dated = [(period, due_day(period, days)) for period in periods]
    return [(period, due) for period, due in dated if due < on]


def units_owing(units: Iterable[Unit], period: Period) -> list[Unit]:
    """Those of the units that report the period: they stood at its end, and stand."""
    return [
        unit
        for unit in units
        if unit.kind in REPORTING and unit.closed_on is None and unit.founded_on <= period.end
    ]


def due_day(period: Period, days: int) -> date:
    """The last day for the report: so many calendar days after the period's end."""
    return period.end + timedelta(days=days)


def periods_told(on: date) -> list[Period]:
    """The two newest periods whose last month has begun, the older first."""
    return _begun(on)[-PERIODS_TOLD:]


def periods_of_year(on: date) -> list[Period]:
    """The two newest periods and every earlier one of the running year, the older first."""
    begun = _begun(on)
    return [period for period in begun if period.year == on.year or period in begun[-PERIODS_TOLD:]]


def _begun(on: date) -> list[Period]:
    """The periods of the running year and the one before whose last month has begun."""
    known = [Period.of(year, name, today=on) for year in (on.year - 1, on.year) for name in LAST_MONTH]
    return [period for period in known if period.end.replace(day=1) <= on]


def ids_in(path: str) -> list[int]:
    """The ids of the units that a path leads through, from the root down to its own."""
    return [int(part) for part in path.split("/")[:-1]]


def _rows(on: date) -> Iterable[tuple]:
    """Steps of the two years in the order recorded, and the rules: kind, unit or root, year, period, status or days."""
    midnight = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    steps = ReviewStep.objects.order_by().filter(
        recorded_at__lt=midnight, review__year__in=(on.year - 1, on.year)
    )
    committees = Q(root__kind__in=BANDED) | Q(root__parent=None)
    rules = YearRule.objects.order_by().filter(committees, year__lte=on.year)
    told = steps.annotate(kind=Value(STEP), row=F("pk")).values_list(
        "kind", "review__unit_id", "review__year", "review__period", "status", "row"
    )
    days = rules.annotate(
        kind=Value(RULE), period=Value(""), told=Cast("review_days", CharField()), row=F("year")
    ).values_list("kind", "root_id", "year", "period", "told", "row")
    return [row[:5] for row in told.union(days, all=True).order_by("kind", "row")]
