"""Where a person counts before and after a move."""

from datetime import date

import pytest
import time_machine

from admissions.regulation import Stage
from reports import figures
from tests.moves import (
    APPRAISED,
    DECIDED,
    decided_on,
    move,
    take,
)
from units import reorganise
from units.periods import Period


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00:00+07:00", tick=True) as traveller:
        yield traveller


def on_the_road(unit, quarter):
    period = Period.of(2026, quarter, today=date(2026, 11, 20))
    return figures.for_period(unit, period).counts["in_pipeline"]


def test_for_days_before_the_move_a_person_counts_where_he_was(world, person):
    one = person(steps={Stage.SOURCE: (date(2026, 1, 5), "")})
    move(one, world.sen, on=date(2026, 6, 15))
    one.refresh_from_db()
    move(one, world.school, on=date(2026, 9, 15))

    told = {
        quarter: [on_the_road(unit, quarter) for unit in (world.hoa, world.sen, world.school)]
        for quarter in ("Q1", "6M", "9M", "Y")
    }
    assert told == {"Q1": [1, 0, 0], "6M": [0, 1, 0], "9M": [0, 0, 1], "Y": [0, 0, 1]}


def test_who_moved_out_counts_on_the_road_until_he_left(world, person):
    one = person(steps={Stage.SOURCE: (date(2026, 1, 5), "")})
    move(one, elsewhere="Đảng bộ phường Hoa Ban")

    assert [on_the_road(world.hoa, quarter) for quarter in ("Q1", "6M", "9M", "Y")] == [1, 1, 0, 0]


def test_who_moved_before_his_old_unit_was_merged_counts_in_the_new_one(world, person):
    one = person(steps={Stage.SOURCE: (date(2026, 1, 5), "")})
    move(one, world.sen, on=date(2026, 6, 15))
    reorganise.close(world.hoa, into=world.school, on=date(2026, 8, 1))

    assert (on_the_road(world.hoa, "6M"), on_the_road(world.sen, "6M")) == (0, 1)


def test_the_admission_counts_at_the_unit_of_the_decision_day(world, person):
    one = person(steps=APPRAISED)
    move(one, world.sen)
    take(
        one, Stage.DECIDED, date(2026, 9, 9), document_number="12-QĐ/ĐU"
    )  # typed after the move, of before it
    two = person("Lò Văn Hai", steps=DECIDED)
    move(two, world.school)
    year = Period.of(2026, "Y", today=date(2026, 11, 20))

    assert figures.for_period(world.hoa, year).counts["admitted"] == 2
    assert figures.for_period(world.sen, year).counts["admitted"] == 0
    assert figures.for_period(world.school, year).counts["admitted"] == 0
    assert figures.for_period(world.commune, year).counts["admitted"] == 2


def test_a_late_decision_counts_until_its_annulment(world, person):
    one = person(steps=decided_on(date(2026, 10, 23)))
    move(one, world.far, annulled_on=date(2026, 11, 2), annulled_number="21-QĐ/ĐU")
    told = [
        figures.for_period(world.hoa, Period.of(2026, "Y", today=day)).counts["admitted"]
        for day in (date(2026, 11, 1), date(2026, 11, 2))
    ]

    assert told == [1, 0]
