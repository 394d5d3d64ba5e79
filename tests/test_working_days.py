"""Working days over Tết and over swapped days against dates counted by hand, never by the library that is tested."""

from datetime import date, timedelta

import pytest

from admissions.models import CalendarDay
from admissions.regulation import add_months
from admissions.rulebook import Rulebook
from admissions.working_days import WorkingDays, public_days

# Weekdays off and weekend days worked, as announced for each year; written down by hand.
# 2024: Tết 8–14/2, Hùng Kings 18/4, 29/4 swapped for Sat 4/5, 30/4, 1/5, 2–3/9.
# 2025: Tết 27–31/1, Hùng Kings 7/4, 30/4, 1/5, 2/5 swapped for Sat 26/4, 1–2/9.
# 2026: 1/1, 2/1 swapped for Sat 10/1, Tết 16–20/2, 27/4 for Hùng Kings' Sunday, 30/4, 1/5, 31/8 swapped for Sat 22/8,
#       1–2/9, 24/11 (new).
OFF = [
    *[date(2024, 1, 1), *[date(2024, 2, day) for day in (8, 9, 12, 13, 14)], date(2024, 4, 18)],
    *[date(2024, 4, 29), date(2024, 4, 30), date(2024, 5, 1), date(2024, 9, 2), date(2024, 9, 3)],
    *[date(2025, 1, 1), *[date(2025, 1, day) for day in (27, 28, 29, 30, 31)], date(2025, 4, 7)],
    *[date(2025, 4, 30), date(2025, 5, 1), date(2025, 5, 2), date(2025, 9, 1), date(2025, 9, 2)],
    *[date(2026, 1, 1), date(2026, 1, 2), *[date(2026, 2, day) for day in (16, 17, 18, 19, 20)]],
    *[date(2026, 4, 27), date(2026, 4, 30), date(2026, 5, 1), date(2026, 8, 31), date(2026, 9, 1)],
    *[date(2026, 9, 2), date(2026, 11, 24)],
]
WORKED = [date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)]


@pytest.fixture
def shipped(db) -> WorkingDays:
    """The calendar of a fresh installation."""
    return Rulebook.read().calendar


def test_every_day_of_2024_to_2026_is_what_was_announced(shipped):
    days = [date(2024, 1, 1) + timedelta(n) for n in range(366 + 365 + 365)]
    expected = [d for d in days if d in WORKED or (d.weekday() < 5 and d not in OFF)]

    assert [day for day in days if shipped.is_working(day)] == expected


# The row of the regulation's worked dates, the event, the working days, the last day.
@pytest.mark.parametrize(
    ("row", "event", "days", "last_day"),
    [
        ("1 decision_window", date(2025, 8, 4), 45, date(2025, 10, 8)),
        ("2 decision_extension", date(2025, 10, 8), 15, date(2025, 10, 29)),
        ("3 edition change, 232", date(2025, 6, 30), 60, date(2025, 9, 24)),
        ("3 edition change, 294", date(2025, 7, 1), 45, date(2025, 9, 4)),
        ("4 decision over Tết", date(2026, 1, 12), 45, date(2026, 3, 23)),
        ("5 ceremony from receipt", date(2026, 2, 4), 30, date(2026, 3, 25)),
        ("6 ceremony from issue", date(2026, 2, 2), 30, date(2026, 3, 23)),
        ("7 ceremony from issue, 208", date(2026, 7, 31), 30, date(2026, 9, 15)),
        ("7 by receipt", date(2026, 8, 5), 30, date(2026, 9, 18)),
        ("8 verify_reply home", date(2026, 7, 20), 30, date(2026, 8, 28)),
        ("9 verify_reply abroad", date(2026, 7, 20), 90, date(2026, 11, 26)),
        ("19 recognition_review", date(2026, 10, 10), 30, date(2026, 11, 20)),
        ("20 recognition_window", date(2026, 11, 20), 30, date(2027, 1, 5)),
        ("22 member_background", date(2026, 5, 19), 30, date(2026, 6, 30)),
        ("23 move_sent forwarding", date(2026, 9, 10), 15, date(2026, 10, 1)),
        ("24 move_sent destination", date(2026, 10, 5), 30, date(2026, 11, 16)),
        ("25 move_decided", date(2026, 9, 10), 30, date(2026, 10, 22)),
        ("26 move_recheck", date(2026, 3, 2), 60, date(2026, 5, 28)),
        ("27 strike_off_complaint", date(2026, 11, 9), 30, date(2026, 12, 22)),
        ("domain 4", date(2024, 10, 11), 60, date(2025, 1, 6)),
    ],
)
def test_the_worked_dates_of_the_regulation_come_out(shipped, row, event, days, last_day):
    assert shipped.add(event, days) == last_day
    assert shipped.add(event, days - 1) < last_day < shipped.add(event, days + 1)


# Rows 1 to 9 and 19 to 27 name the working day before the last one and the one after it.
@pytest.mark.parametrize(
    ("event", "days", "before", "after"),
    [
        (date(2025, 8, 4), 45, date(2025, 10, 7), date(2025, 10, 9)),
        (date(2025, 10, 8), 15, date(2025, 10, 28), date(2025, 10, 30)),
        (date(2026, 1, 12), 45, date(2026, 3, 20), date(2026, 3, 24)),
        (date(2026, 2, 4), 30, date(2026, 3, 24), date(2026, 3, 26)),
        (date(2026, 7, 31), 30, date(2026, 9, 14), date(2026, 9, 16)),
        (date(2026, 7, 20), 30, date(2026, 8, 27), date(2026, 9, 3)),
        (date(2026, 7, 20), 90, date(2026, 11, 25), date(2026, 11, 27)),
        (date(2026, 10, 10), 30, date(2026, 11, 19), date(2026, 11, 23)),
        (date(2026, 11, 20), 30, date(2027, 1, 4), date(2027, 1, 6)),
        (date(2026, 5, 19), 30, date(2026, 6, 29), date(2026, 7, 1)),
        (date(2026, 9, 10), 15, date(2026, 9, 30), date(2026, 10, 2)),
        (date(2026, 10, 5), 30, date(2026, 11, 13), date(2026, 11, 17)),
        (date(2026, 9, 10), 30, date(2026, 10, 21), date(2026, 10, 23)),
        (date(2026, 3, 2), 60, date(2026, 5, 27), date(2026, 5, 29)),
        (date(2026, 11, 9), 30, date(2026, 12, 21), date(2026, 12, 23)),
    ],
)
def test_a_day_less_and_a_day_more_are_the_days_of_the_table(shipped, event, days, before, after):
    assert shipped.add(event, days - 1) == before
    assert shipped.add(event, days + 1) == after


# Over Tết: the last day before it, so many working days, the day reached.
@pytest.mark.parametrize(
    ("start", "days", "reached"),
    [
        # 2024: 8–14/2 off; 5/2 is a Monday: 6, 7 → 2; 15, 16 → 4; 19 → 5.
        (date(2024, 2, 5), 5, date(2024, 2, 19)),
        (date(2024, 2, 7), 1, date(2024, 2, 15)),
        # 2025: 27–31/1 off; 24/1 is a Friday: 3/2 → 1.
        (date(2025, 1, 24), 1, date(2025, 2, 3)),
        (date(2025, 1, 20), 10, date(2025, 2, 10)),
        # 2026: 16–20/2 off; 13/2 is a Friday: 23/2 → 1.
        (date(2026, 2, 13), 1, date(2026, 2, 23)),
        # 2027, New Year's day on Saturday 6/2: not announced; five working days go between 4/2 and 11/2 whichever way
        # the eve is chosen, so that from Tuesday 2/2 the third working day is Friday 12/2 (3/2; one of 4, 11/2; 12/2).
        (date(2027, 2, 2), 3, date(2027, 2, 12)),
    ],
)
def test_tet_is_left_out(shipped, start, days, reached):
    assert shipped.add(start, days) == reached


# Round the swaps: the Saturday counts, the day it was swapped for does not.
@pytest.mark.parametrize(
    ("start", "days", "reached"),
    [
        (date(2024, 4, 26), 1, date(2024, 5, 2)),
        (date(2024, 5, 2), 2, date(2024, 5, 4)),
        (date(2025, 4, 25), 1, date(2025, 4, 26)),
        (date(2025, 4, 29), 1, date(2025, 5, 5)),
        (date(2025, 12, 31), 1, date(2026, 1, 5)),
        (date(2026, 1, 9), 1, date(2026, 1, 10)),
        (date(2026, 8, 21), 1, date(2026, 8, 22)),
        (date(2026, 8, 28), 1, date(2026, 9, 3)),
    ],
)
def test_swapped_days_count_where_they_are_worked(shipped, start, days, reached):
    assert shipped.add(start, days) == reached


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_the_24th_of_november_is_off_from_2026_on(shipped, year):
    assert not shipped.is_working(date(year, 11, 24))


def test_before_2026_the_24th_of_november_is_worked(shipped):
    assert shipped.is_working(date(2025, 11, 24))


# Section 3, rows 10 and 18: months end on the same day number or on the month's last day (294 4.2.1, HD06 5.4b).
@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2021, 3, 15), 60, date(2026, 3, 15)),
        (date(2020, 2, 29), 60, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 8, 31), 12, date(2026, 8, 31)),
        (date(2025, 10, 10), 12, date(2026, 10, 10)),
    ],
)
def test_months_end_on_the_same_day_number(start, months, end):
    assert add_months(start, months) == end


def test_a_day_of_the_office_goes_before_what_is_computed(db):
    CalendarDay.objects.create(day=date(2026, 11, 24), worked=True, note="thử")
    CalendarDay.objects.create(day=date(2026, 11, 25), worked=False, note="thử")
    calendar = Rulebook.read().calendar

    assert calendar.is_working(date(2026, 11, 24))
    assert not calendar.is_working(date(2026, 11, 25))


def test_the_public_days_of_a_year_are_named_and_those_of_the_moon_are_told_apart():
    days = {public.day: public for public in public_days(2026)}

    assert days[date(2026, 2, 17)].name == "Tết Nguyên Đán" and days[date(2026, 2, 17)].lunar
    assert days[date(2026, 4, 27)].lunar
    assert not days[date(2026, 9, 2)].lunar
    assert days[date(2026, 8, 22)].worked
    assert all(day.year == 2026 for day in days)
