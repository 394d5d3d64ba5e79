"""The month as a calendar: each day with the clocks that fall due on it, and the days off."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from admissions.deadlines import HORIZON, Due
from admissions.deadlines.agenda import agenda_of, folded, kind_of
from admissions.forms.days import month_of
from admissions.models import CalendarDay
from admissions.regulation import add_months
from admissions.regulation.reviews import first_of_month, last_of_month
from admissions.rulebook import calendar_of
from admissions.working_days import WorkingDays

SHOWN = 3  # clocks of a day; the rest is a link to the work list


@dataclass(frozen=True)
class Line:
    """A clock, or the same one of several units, as a day has room for it."""

    dues: list[Due]

    @property
    def due(self) -> Due:
        return self.dues[0]

    @property
    def kind(self) -> str:
        return kind_of(self.due)


@dataclass(frozen=True)
class Day:
    """A day of the month; `word` says why it is no ordinary day, if it is none."""

    date: date
    word: str
    off: bool
    lines: list[Line]
    more: int
    late: bool
    today: bool

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday: the column of the grid."""
        return self.date.isoweekday()


@require_safe
def month_calendar(request):
    """The clocks in scope that fall due in the month of the address, by day."""
    today = timezone.localdate()
    month = month_of(request.GET.get("thang", "")) or first_of_month(today)
    last = last_of_month(month)
    agenda = agenda_of(request.user, on=today, horizon=max(HORIZON, (last - today).days))
    dues = [due for due in agenda.dues if month <= due.clock.due <= last]
    context = {
        "month": month,
        "before": add_months(month, -1),
        "after": add_months(month, 1),
        "this_month": first_of_month(today),
        "days": _days(month, last, dues, today),
        "count": len(dues),
    }
    return render(request, "admissions/month_calendar.html", context)


def _days(month: date, last: date, dues: list[Due], today: date) -> list[Day]:
    calendar, notes = _working_days(month, last)
    by_day: dict[date, list[Due]] = {}
    for due in dues:
        by_day.setdefault(due.clock.due, []).append(due)
    days = []
    for offset in range((last - month).days + 1):
        day = month + timedelta(days=offset)
        of_day = by_day.get(day, [])
        lines = [Line(dues) for dues in folded(of_day)]
        days.append(
            Day(
                date=day,
                word=_word(day, calendar, notes),
                off=not calendar.is_working(day),
                lines=lines[:SHOWN],
                more=sum(len(line.dues) for line in lines[SHOWN:]),
                late=bool(of_day) and day < today,
                today=day == today,
            )
        )
    return days


def _working_days(month: date, last: date) -> tuple[WorkingDays, dict[date, str]]:
    """The calendar of the month, and what the office noted with the days that differ."""
    own = list(CalendarDay.objects.filter(day__range=(month, last)))
    return calendar_of(own), {each.day: each.note for each in own}


def _word(day: date, calendar: WorkingDays, notes: dict[date, str]) -> str:
    """Why a day is off, or worked although a weekend or a holiday; empty for an ordinary working day."""
    why = notes.get(day) or calendar.holiday(day)
    if calendar.is_working(day):
        ordinary = day.isoweekday() <= 5 and not calendar.holiday(day)
        return "" if ordinary else f"Làm bù: {notes[day]}" if notes.get(day) else "Làm bù"
    return f"Nghỉ: {why}" if why else "Nghỉ"
