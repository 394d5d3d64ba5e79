"""The working days: weekends and holidays out, swapped days in, the same by hand and by the application."""

from datetime import date

import pytest

from admissions.working_days import WorkingDays
from tests.cases_by_hand import BY_HAND, CALENDARS, DAY


@pytest.fixture(params=CALENDARS)
def calendar(request):
    return CALENDARS[request.param]


def test_sixty_working_days_after_11_october_2024_end_on_6_january_2025():
    assert WorkingDays().add(date(2024, 10, 11), 60) == date(2025, 1, 6)


def test_the_day_of_the_event_is_not_counted_and_a_weekend_start_is_no_matter(calendar):
    assert calendar.add(date(2025, 8, 4), 1) == date(2025, 8, 5)
    assert calendar.add(date(2025, 8, 8), 1) == calendar.add(date(2025, 8, 9), 1) == date(2025, 8, 11)
    assert calendar.add(date(2025, 8, 4), 0) == date(2025, 8, 4)


def test_both_calendars_agree_on_every_day_the_table_rests_on():
    """From July 2025 to January 2027, but for New Year's Day 2026, which no row comes across."""
    own, day = CALENDARS["own"], date(2025, 6, 30)
    apart = set()
    while day < date(2027, 1, 8):
        if own.add(day, 1) != BY_HAND.add(day, 1):
            apart.add(own.add(day, 1))
        day += DAY

    assert apart == {date(2026, 1, 5)}


def test_tet_takes_five_working_days_of_2026():
    own = CALENDARS["own"]

    assert own.add(date(2026, 2, 13), 1) == date(2026, 2, 23)
    assert own.is_working(date(2026, 2, 13))


def test_the_office_can_take_a_day_off_and_add_one():
    plain, changed = WorkingDays(), WorkingDays(off=[date(2026, 5, 6)], worked=[date(2026, 5, 9)])

    assert plain.add(date(2026, 5, 5), 3) == date(2026, 5, 8)
    assert changed.add(date(2026, 5, 5), 3) == date(2026, 5, 9)
