"""The one writer of the office's own days off and days worked; every change is logged."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from django.db import IntegrityError, transaction

from admissions.models import CalendarChange, CalendarDay, Candidate
from admissions.rulebook import Rulebook
from admissions.touched import Touch, open_cases, touched
from admissions.working_days import WorkingDays
from units.models import Officer

Act = CalendarChange.Act


class Stale(ValueError):
    """Somebody else has entered one of the days meanwhile."""


def add(days: Sequence[date], *, worked: bool, note: str, by: Officer | None) -> None:
    """Enter days off, or days worked, with the document they rest on. Raises `Stale`; then none is entered."""
    act = Act.WORKED if worked else Act.OFF
    try:
        with transaction.atomic():
            CalendarDay.objects.bulk_create(CalendarDay(day=day, worked=worked, note=note) for day in days)
            for day in days:
                CalendarChange.objects.create(day=day, act=act, note=note, recorded_by=by)
    except IntegrityError as error:
        raise Stale("Một trong các ngày này vừa được người khác ghi.") from error


@transaction.atomic
def remove(day: CalendarDay, *, reason: str, by: Officer | None) -> None:
    """Take a day out again; the log keeps what it was and why it went. Nothing where another was faster."""
    stored = CalendarDay.objects.select_for_update().filter(pk=day.pk).first()
    if stored is None:
        return
    act = Act.NOT_WORKED if stored.worked else Act.NOT_OFF
    stored.delete()
    CalendarChange.objects.create(day=day.day, act=act, note=stored.note, reason=reason, recorded_by=by)


def check_year(year: int, *, note: str, by: Officer | None) -> CalendarChange:
    """Say that the days of a year were compared with the document that announces them."""
    return CalendarChange.objects.create(day=date(year, 1, 1), act=Act.CHECKED, note=note, recorded_by=by)


def moved_by(
    *, off: Collection[date] = (), worked: Collection[date] = (), gone: Collection[date] = ()
) -> list[Touch]:
    """The open duties of the whole installation that fall due on another day if days come in or go."""
    before = Rulebook.read()
    calendar = before.calendar
    after = replace(
        before,
        calendar=WorkingDays(
            (calendar.off | set(off)) - set(gone), (calendar.worked | set(worked)) - set(gone)
        ),
    )
    return touched(open_cases(Candidate.objects.all()), before, after, steps=False)
