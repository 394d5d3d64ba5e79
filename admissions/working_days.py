"""Working days in Vietnam: weekends and public holidays out, days off and swapped days of the year in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import holidays

SATURDAY = 5
LUNAR = ("Tết Nguyên Đán", "29 Tết", "Giỗ Tổ")  # days that the moon sets


@dataclass(frozen=True)
class PublicDay:
    """A day on which offices rest although it is a weekday, or work although it is not (`worked`)."""

    day: date
    name: str
    worked: bool = False

    @property
    def lunar(self) -> bool:
        """Whether the day follows the lunar calendar."""
        return any(word in self.name for word in LUNAR)


def public_days(year: int) -> list[PublicDay]:
    """The public holidays of a year and the weekend days worked for them, as computed, without the office's own."""
    named = holidays.country_holidays("VN", years=year, language="vi")
    off = [PublicDay(day, name) for day, name in named.items() if day.year == year]
    days = (date(year, 1, 1) + timedelta(n) for n in range(366))
    swapped = [d for d in days if d.year == year and d.weekday() >= SATURDAY and named.is_working_day(d)]
    worked = [PublicDay(day, "Làm bù cho ngày nghỉ hoán đổi", worked=True) for day in swapped]
    return sorted([*off, *worked], key=lambda public: public.day)


class WorkingDays:
    """A calendar; `off` and `worked` are single days that differ from the rule, as the state announces them."""

    def __init__(self, off: Collection[date] = (), worked: Collection[date] = ()) -> None:
        self.off = frozenset(off)
        self.worked = frozenset(worked)
        self._holidays = holidays.country_holidays("VN", language="vi")
        # A list of deadlines asks for the same days thousands of times.
        self._known: dict[date, bool] = {}
        self._reached: dict[tuple[date, int], date] = {}

    def is_working(self, day: date) -> bool:
        """Whether offices work on a day."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._judge(day)
        return known

    def _judge(self, day: date) -> bool:
        if day in self.worked:
            return True
        return day not in self.off and self._holidays.is_working_day(day)

    def holiday(self, day: date) -> str:
        """Name of the public holiday that a day is, as the state's calendar has it; empty for other days."""
        return str(self._holidays.get(day, ""))

    def add(self, start: date, days: int) -> date:
        """The day `days` working days after `start`; the start itself is not counted."""
        if (start, days) not in self._reached:
            self._reached[start, days] = self._count(start, days)
        return self._reached[start, days]

    def _count(self, day: date, days: int) -> date:
        while days > 0:
            day += timedelta(days=1)
            if self.is_working(day):
                days -= 1
        return day
