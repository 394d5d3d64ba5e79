"""The editions and the calendar: read once for a request, asked often."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from admissions import regulation
from admissions.models import CalendarDay, Edition
from admissions.regulation import Case, Clock, Obstacle, Record, Stage
from admissions.working_days import WorkingDays


def calendar_of(days: Iterable[CalendarDay]) -> WorkingDays:
    """The public calendar with the office's own days off and days worked."""
    own = {day.day: day.worked for day in days}
    return WorkingDays(
        [day for day, worked in own.items() if not worked], [day for day, worked in own.items() if worked]
    )


@dataclass(frozen=True)
class Rulebook:
    """What every question to the regulation is judged by."""

    editions: tuple[regulation.Edition, ...]
    calendar: WorkingDays

    @classmethod
    def read(cls) -> Rulebook:
        editions = tuple(edition.as_rule() for edition in Edition.objects.all())
        return cls(editions, calendar_of(CalendarDay.objects.all()))

    def obstacles(self, case: Case, to: Stage, on: date, record: Record | None = None) -> list[Obstacle]:
        """`regulation.obstacles` by the edition in force on the day of the step."""
        edition = regulation.edition_on(self.editions, on)
        today = timezone.localdate()
        return regulation.obstacles(
            case, to, on, edition, today=today, calendar=self.calendar, record=record, editions=self.editions
        )

    def clocks(self, case: Case) -> list[Clock]:
        """The clocks running for a case."""
        return regulation.clocks(case, self.editions, self.calendar)


def lines(obstacles: Sequence[Obstacle]) -> str:
    """The reasons as they are kept beside a step, one a line; what is merely worth knowing is left out."""
    return "\n".join(f"{each.text} ({each.clause})" for each in obstacles if not each.informs)


def lines_of_history(obstacles: Sequence[Obstacle]) -> str:
    """As `lines`; the papers that an old book does not tell of share one line."""
    papers = [each for each in obstacles if each.paper and each.blocks]
    told = lines([each for each in obstacles if each not in papers])
    if not papers:
        return told
    names = "; ".join(each.paper.label for each in papers if each.paper)
    clauses = "; ".join(dict.fromkeys(each.clause for each in papers))
    return f"{told}\nSổ cũ chưa có: {names} ({clauses})".strip()
