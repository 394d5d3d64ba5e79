"""Flags that look beyond the year: two terms without an admission, a school's two ways to count a year, what is owed."""

from datetime import date

import pytest

from admissions.regulation import Stage
from reports import figures
from reports.as_json import figures_as_json
from units import reorganise
from units.models import Kind, Quota, UnitYear, YearRule
from units.periods import Period

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-11-24 09:00 +0700", tick=False)


@pytest.fixture
def decided(person):
    def make(unit, on, name="Lò Văn Páo", **fields):
        steps = {Stage.SOURCE: (date(on.year - 1, 1, 5), ""), Stage.DECIDED: (on, "9-QĐ")}
        return person(name, unit=unit, steps=steps, **fields)

    return make


def flags(unit, year=2026, name="Y"):
    told = figures.for_period(unit, Period.of(year, name, today=TODAY))
    return {flag.code: flag.detail for flag in told.flags}


# --- two terms: 2020–2025 and 2025–2030, counted from 1/1/2020


def test_a_unit_that_admitted_nobody_in_two_terms_is_told(world, decided):
    decided(world.hoa, date(2020, 12, 31))
    told = flags(world.sen)
    assert told["nobody_for_two_terms"].startswith("Từ 01/01/2020 (nhiệm kỳ trước và nhiệm kỳ này)")
    assert "nobody_for_two_terms" not in flags(world.hoa)
    assert "nobody_for_two_terms" not in flags(world.commune)


@pytest.mark.parametrize(("on", "told"), [(date(2019, 12, 31), True), (date(2020, 1, 1), False)])
def test_the_terms_begin_with_their_first_year(world, decided, on, told):
    decided(world.hoa, date(2020, 6, 1))
    decided(world.sen, on, name="Lò Văn Xa")
    assert ("nobody_for_two_terms" in flags(world.sen)) == told


@pytest.mark.parametrize(("first", "told"), [(date(2020, 12, 31), True), (date(2021, 1, 1), False)])
def test_nothing_is_said_where_the_books_begin_later(world, decided, first, told):
    decided(world.hoa, first)
    assert ("nobody_for_two_terms" in flags(world.sen)) == told


@pytest.mark.parametrize(("founded", "told"), [(date(2020, 1, 1), True), (date(2020, 1, 2), False)])
def test_a_unit_founded_meanwhile_has_not_stood_for_two_terms(world, decided, founded, told):
    decided(world.hoa, date(2020, 6, 1))
    unit = reorganise.found(
        code="MOI", name="Bản Mới", kind=Kind.RESIDENTIAL, parent=world.commune, since=founded
    )
    assert ("nobody_for_two_terms" in flags(unit)) == told


def test_what_a_merged_unit_admitted_counts_for_its_successor(world, decided):
    decided(world.hoa, date(2020, 6, 1))
    reorganise.close(world.hoa, into=world.sen, on=date(2024, 6, 1))
    assert "nobody_for_two_terms" not in flags(world.sen)


def test_an_annulled_admission_is_none(world, decided):
    from admissions import pipeline
    from admissions.pipeline import Entry

    decided(world.hoa, date(2020, 6, 1))
    person = decided(world.sen, date(2026, 3, 2), name="Lò Văn Hủy")
    assert "nobody_for_two_terms" not in flags(world.sen)
    pipeline.advance(person, Entry(Stage.ANNULLED, date(2026, 5, 4), "11-QĐ", reason="Khai man"), by=None)
    assert "nobody_for_two_terms" in flags(world.sen)


# --- a school: the calendar year and the school year, September to August


@pytest.mark.parametrize(
    ("on", "calendar", "school"),
    [
        (date(2025, 8, 31), 0, 0),
        (date(2025, 9, 1), 0, 1),
        (date(2025, 12, 31), 0, 1),
        (date(2026, 1, 1), 1, 1),
        (date(2026, 8, 31), 1, 1),
        (date(2026, 9, 1), 1, 0),
    ],
)
@pytest.mark.parametrize("by", ["calendar", "school"])
def test_a_schools_flag_tells_both_ways_to_count(world, decided, on, calendar, school, by):
    YearRule.objects.create(root=world.commune, year=2026, pupil_year=by)
    decided(world.school, on, occupation="pupil")
    told = flags(world.school)
    counted = calendar if by == "calendar" else school
    both = f"Năm 2026: {calendar} học sinh; năm học 2025–2026: {school} học sinh."
    assert ("school_without_pupil" in told) == (counted == 0)
    assert ("other_year_without_pupil" in told) == (counted == 1 and 0 in (calendar, school))
    for code in ("school_without_pupil", "other_year_without_pupil"):
        assert both in told.get(code, both)


def test_a_teacher_is_no_pupil(world, decided):
    decided(world.school, date(2026, 3, 2), occupation="public_employee")
    assert "school_without_pupil" in flags(world.school)


# --- the quota against the road, what is owed each year


@pytest.mark.parametrize(("quota", "short"), [(2, None), (3, 1), (5, 3)])
def test_a_quota_above_those_admitted_and_on_the_road_is_told_in_people(world, decided, person, quota, short):
    decided(world.hoa, date(2026, 3, 2))
    person("Lò Văn Nguồn", unit=world.hoa)
    Quota.objects.create(unit=world.hoa, year=2026, members=quota, given_on=date(2026, 1, 15))
    told = flags(world.hoa).get("quota_above_road")
    expected = f"Chỉ tiêu {quota}, đã kết nạp 1, đang trong quy trình 1: thiếu nguồn {short} người."
    assert told == (expected if short else None)


def test_other_systems_are_not_told_codes_they_do_not_know(world):
    Quota.objects.create(unit=world.hoa, year=2026, members=3, given_on=date(2026, 1, 15))
    told = figures.for_period(world.hoa, Period.of(2026, today=TODAY))
    assert "quota_above_road" in {flag.code for flag in told.flags}
    assert "quota_above_road" not in {flag["code"] for flag in figures_as_json(told)["flags"]}


@pytest.mark.parametrize(
    ("mine", "owed"),
    [
        ({"plan_number": "1-KH/CB", "resolution_number": "1-NQ/CB"}, None),
        ({"plan_number": "1-KH/CB"}, "Chưa gửi nghị quyết chuyên đề."),
        ({"resolution_number": "1-NQ/CB"}, "Chưa gửi kế hoạch kết nạp đảng viên năm."),
        ({}, "Chưa gửi kế hoạch kết nạp đảng viên năm và nghị quyết chuyên đề."),
    ],
)
def test_a_unit_owes_a_plan_and_a_resolution_where_its_committee_keeps_them(world, mine, owed):
    UnitYear.objects.create(unit=world.sen, year=2026, plan_number="2-KH/CB", resolution_number="2-NQ/CB")
    UnitYear.objects.create(unit=world.hoa, year=2026, **mine)
    assert flags(world.hoa).get("no_plan") == owed


def test_resolutions_that_nobody_keeps_are_not_missed(world):
    UnitYear.objects.create(unit=world.sen, year=2026, plan_number="2-KH/CB")
    UnitYear.objects.create(unit=world.hoa, year=2026, plan_number="1-KH/CB")
    assert "no_plan" not in flags(world.hoa)


def test_what_a_merged_unit_handed_in_counts_for_its_successor(world):
    UnitYear.objects.create(unit=world.sen, year=2026, plan_number="2-KH/CB")
    assert "no_plan" in flags(world.hoa)
    reorganise.close(world.sen, into=world.hoa, on=date(2026, 6, 1))
    assert "no_plan" not in flags(world.hoa)
