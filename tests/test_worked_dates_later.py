"""Rows 18–30 of the regulation's thirty worked dates, from probation to the list: the day before, the day, the day after.

Each runs by a calendar written out by hand and once more by the application's own.
"""

from datetime import date

import pytest

from admissions.regulation import Paper, Stage, add_months, official_since, party_age_from, way_of_move
from tests.cases_by_hand import (
    CALENDARS,
    DAY,
    EDITIONS,
    READY,
    awaiting,
    edges,
    moved,
    ready,
    running,
    told,
    walked,
)


@pytest.fixture(params=CALENDARS)
def calendar(request):
    return CALENDARS[request.param]


# Row 18: probation.
@pytest.mark.parametrize(
    ("held", "end"),
    [
        (date(2025, 10, 10), date(2026, 10, 10)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2025, 8, 31), date(2026, 8, 31)),
    ],
)
def test_row_18_294_4_2_1_probation(calendar, held, end):
    person = walked((Stage.HELD, held))
    line = "recognition_not_early 294 4.2.1, HD06 4.2"

    assert running(person, "probation", calendar=calendar).due == end == add_months(held, 12)
    said = edges(
        person, Stage.REVIEW_VOTED, "recognition_not_early", end - DAY, end, end + DAY, calendar=calendar
    )
    assert said == [f"B {line}", f"W {line}", ""]


def test_row_19_294_4_2_1_recognition_review(calendar):
    person = walked((Stage.HELD, date(2025, 10, 10)))
    clock = running(person, "recognition_review", calendar=calendar)
    days = (date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 23))

    assert (clock.since, clock.due) == (date(2026, 10, 10), date(2026, 11, 20))
    said = edges(person, Stage.REVIEW_VOTED, "recognition_review", *days, calendar=calendar)
    assert said == ["", "", "W recognition_review 294 4.2.1"]


def test_row_20_294_4_3_1_recognition_window(calendar):
    person = walked((Stage.REVIEW_VOTED, date(2026, 11, 20)))
    days = (date(2027, 1, 4), date(2027, 1, 5), date(2027, 1, 6))

    assert running(person, "recognition_window", calendar=calendar).due == days[1]
    said = edges(person, Stage.RECOGNISED, "recognition_window", *days, calendar=calendar)
    assert said == ["", "", "W recognition_window 294 4.3.1"]


@pytest.mark.parametrize("recognised", [date(2026, 12, 1), date(2027, 3, 1)])
def test_row_21_294_4_2_2_recognition_effect(calendar, recognised):
    person = walked(
        (Stage.DECIDED, date(2025, 9, 15)), (Stage.HELD, date(2025, 10, 10)), (Stage.RECOGNISED, recognised)
    )

    assert official_since(person, EDITIONS, calendar) == date(2026, 10, 10)
    assert party_age_from(person) == date(2025, 9, 15)


def test_row_22_hd38_i_2_1_member_background(calendar):
    clock = running(walked((Stage.HELD, date(2026, 5, 19))), "member_background", calendar=calendar)
    days = (date(2026, 6, 29), date(2026, 6, 30), date(2026, 7, 1))

    assert (clock.due, clock.clause) == (days[1], "HD38 I.2.1, I.2.2")
    assert [day > clock.due for day in days] == [False, False, True]


def test_row_23_hd06_3_9b_move_sent_forwarding(calendar):
    person = awaiting(date(2026, 8, 3), transfers=moved("move_sent", date(2026, 9, 10)))
    clock = running(person, "move_forward", calendar=calendar)
    days = (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 2))

    assert (clock.due, clock.clause) == (days[1], "HD06 3.9b")
    assert [day > clock.due for day in days] == [False, False, True]


def test_row_24_hd06_3_9b_move_sent_destination(calendar):
    received = {Paper.MOVE_RECEIVED: date(2026, 10, 5)}
    person = awaiting(date(2026, 8, 3), transfers=moved("move_sent", date(2026, 9, 10)), papers=received)
    days = (date(2026, 11, 13), date(2026, 11, 16), date(2026, 11, 17))

    assert running(person, "move_decide", calendar=calendar).due == days[1]
    said = edges(person, Stage.DECIDED, "move_sent", *days, calendar=calendar)
    assert said == ["", "", "W move_sent HD06 3.9b"]


@pytest.mark.parametrize(
    ("day", "way"),
    [
        (date(2026, 10, 21), "move_decided_30"),
        (date(2026, 10, 22), "move_decided_30"),
        (date(2026, 10, 23), "move_decided_late"),
    ],
)
def test_row_25_hd06_3_9c_move_decided_30_and_late(calendar, day, way):
    person = walked((Stage.DECIDED, day))
    transferred = date(2026, 9, 10)

    assert way_of_move(person, transferred, same_authority=False, editions=EDITIONS, calendar=calendar) == way
    came = walked((Stage.DECIDED, day), transfers=moved(way, transferred), papers={Paper.MOVE_RECEIVED: day})
    said = told(came, Stage.HELD, date(2026, 10, 30), "move_decided_late", calendar=calendar)
    assert said == ("B move_decided_late HD06 3.9c" if way == "move_decided_late" else "")


def test_row_26_hd06_3_9c_move_recheck(calendar):
    person = walked(
        (Stage.DECIDED, date(2026, 2, 2)),
        transfers=moved("move_decided_30", date(2026, 2, 10)),
        papers={Paper.RECHECK_REQUESTED: date(2026, 3, 2)},
    )
    clock = running(person, "move_recheck", calendar=calendar)
    days = (date(2026, 5, 27), date(2026, 5, 28), date(2026, 5, 29))

    assert (clock.due, clock.clause) == (days[1], "HD06 3.9c")
    assert [day > clock.due for day in days] == [False, False, True]


def test_row_27_294_8_2_1_strike_off_complaint(calendar):
    person = walked(
        (Stage.STRUCK_OFF, date(2026, 11, 2)), papers={Paper.STRIKE_OFF_RECEIVED: date(2026, 11, 9)}
    )
    clock = running(person, "strike_off_complaint", calendar=calendar)
    days = (date(2026, 12, 21), date(2026, 12, 22), date(2026, 12, 23))

    assert (clock.due, clock.clause) == (days[1], "294 8.2.1")
    assert [day > clock.due for day in days] == [False, False, True]


@pytest.mark.parametrize(
    ("cleared", "on"), [(None, date(2026, 8, 20)), (date(2022, 2, 1), date(2027, 2, 1))], ids=["36", "60"]
)
def test_row_28_294_3_5_1b_readmit_wait(calendar, cleared, on):
    traits = {"readmission": True, "left_party_on": date(2023, 8, 20), "record_cleared_on": cleared}
    person = ready(traits=traits)

    assert running(person, "readmit_wait", calendar=calendar).due == on
    said = edges(person, Stage.VOTED, "readmit_wait", on - DAY, on, on + DAY, calendar=calendar)
    assert said == ["B readmit_wait 294 3.5.1b", "", ""]


def test_row_29_hd06_6_2c_contract_short_and_long(calendar):
    person = ready(steps=READY.steps[:3], traits={"contract_since": date(2025, 10, 1)})
    days = (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 2))

    short = edges(person, Stage.OPENED, "contract_short", *days, calendar=calendar)
    long = edges(person, Stage.OPENED, "contract_long", *days, calendar=calendar)
    assert short == ["B contract_short HD06 6.2c", "", ""]
    assert long == ["", "W contract_long HD06 6.2c", "W contract_long HD06 6.2c"]


def test_row_30_hd38_i_1_1b_list_monthly():
    """Reviewed on 28/3/2026, a unit owes April's review until the end of April; in May it is late for April."""
    reviews = pytest.importorskip("admissions.regulation.reviews")
    march, april, may = (date(2026, month, 1) for month in (3, 4, 5))

    assert reviews.months_owed([march], date(2026, 4, 30), march) == [april]
    assert reviews.review_clock(april).due == date(2026, 4, 30)
    assert reviews.months_owed([march], may, march) == [april, may]
    assert reviews.review_clock(april).due < may
    assert reviews.months_owed([march, april], date(2026, 4, 30), march) == []
