"""Figures against worked cases; every number here was counted by hand from the steps written above it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from admissions import pipeline
from admissions.models import Candidate, Organisation, StageEvent
from admissions.pipeline import Entry
from admissions.regulation import Stage
from reports import figures
from reports.rates import people_for, rate, rounded
from units import reorganise
from units.models import Kind, Quota, UnitYear, YearRule
from units.periods import NoSuchPeriod, Period

END_2024 = date(2024, 12, 31)
TODAY = date(2026, 11, 22)


def year_2024(unit, name="Y", as_of=END_2024):
    return figures.for_period(unit, Period.of(2024, name, as_of=as_of, today=TODAY))


def codes(told):
    return {flag.code for flag in told.flags}


@pytest.fixture
def road():
    """Steps from source to the decision, the last one on the day given."""

    def until(decided=None, voted=None, held=None):
        steps = {Stage.SOURCE: (date(2023, 1, 5), ""), Stage.LISTED: (date(2023, 6, 1), "1-NQ/CB")}
        if voted or decided:
            steps[Stage.TRAINED] = (date(2023, 9, 15), "7/GCN")
            steps[Stage.VOTED] = (voted or date(2023, 12, 1), "2-NQ/CB")
        if decided:
            steps[Stage.DECIDED] = (decided, "3-QĐ/ĐU")
        if held:
            steps[Stage.HELD] = (held, "")
        return steps

    return until


def test_a_half_is_rounded_up():
    assert rounded(rate(1351, 2800), 1) == "48.3"
    assert rounded(rate(1351, 2800)) == "48.25"
    assert rounded(rate(13, 11)) == "118.18"
    assert rate(5, 0) is None and rate(5, None) is None and rounded(None) is None


def test_people_needed_are_whole_people():
    assert people_for(Decimal(3), 640) == 20
    assert people_for(Decimal(4), 640) == 26
    assert people_for(Decimal(3), 600) == 18
    assert people_for(Decimal(3), 0) == 0


@pytest.mark.parametrize(
    ("name", "end"),
    [("Q1", date(2024, 3, 31)), ("6M", date(2024, 6, 30)), ("9M", date(2024, 9, 30)), ("Y", END_2024)],
)
def test_a_period_ends_on_its_last_day(name, end):
    period = Period.of(2024, name, today=TODAY)
    assert (period.start, period.as_of) == (date(2024, 1, 1), end)


def test_a_running_period_is_compared_with_the_same_days_of_last_year():
    assert Period.of(2026, today=TODAY).last_year_span == (date(2025, 1, 1), date(2025, 11, 22))
    leap = Period.of(2024, as_of=date(2024, 2, 29), today=TODAY)
    assert leap.last_year_span == (date(2023, 1, 1), date(2023, 2, 28))


def test_a_period_that_does_not_exist_is_refused():
    with pytest.raises(NoSuchPeriod):
        Period.of(2024, "Q2", today=TODAY)
    with pytest.raises(NoSuchPeriod):
        Period.of(2024, as_of=date(2023, 12, 31), today=TODAY)


def test_an_admission_counts_on_the_day_of_the_decision_from_first_to_last_day(world, person, road):
    for decided in (date(2023, 12, 31), date(2024, 1, 1), END_2024, date(2025, 1, 1)):
        person(f"Lò Văn {decided:%d}", steps=road(decided=decided))
    told = year_2024(world.hoa)
    assert (told.admitted, told.admitted_last_year) == (2, 1)
    # On 31/12/2024 the one decided a day later was still on the road, with the cell's vote behind him.
    assert (told.in_pipeline, told.waiting_decision) == (1, 1)


def test_a_ceremony_in_january_does_not_move_the_year_unless_the_rule_says_so(world, person, road):
    person(steps=road(decided=date(2024, 12, 20), held=date(2025, 1, 10)))
    assert year_2024(world.hoa).admitted == 1
    YearRule.objects.create(root=world.commune, year=2024, counting=YearRule.Counting.CEREMONY)
    assert year_2024(world.hoa).admitted == 0


def test_a_voided_decision_does_not_count(world, person, road):
    candidate = person(steps=road(decided=date(2024, 5, 6)))
    pipeline.void_last(candidate, reason="ghi nhầm người", by=world.officers["an"])
    told = year_2024(world.hoa)
    assert (told.admitted, told.in_pipeline, told.waiting_decision) == (0, 1, 1)


def test_the_road_is_told_as_it_stood_on_the_day(world, person, road):
    person(steps=road(voted=date(2024, 3, 1), decided=date(2024, 4, 15)))
    before_vote, voted, decided = (
        year_2024(world.hoa, as_of=day) for day in (date(2024, 2, 29), date(2024, 3, 1), date(2024, 4, 15))
    )
    assert (before_vote.in_pipeline, before_vote.waiting_decision, before_vote.admitted) == (1, 0, 0)
    assert (voted.in_pipeline, voted.waiting_decision, voted.admitted) == (1, 1, 0)
    assert (decided.in_pipeline, decided.waiting_decision, decided.admitted) == (0, 0, 1)


def test_someone_not_yet_entered_is_not_on_the_road(world, person):
    person(steps={Stage.SOURCE: (date(2024, 6, 2), "")})
    assert year_2024(world.hoa, as_of=date(2024, 6, 1)).in_pipeline == 0
    assert year_2024(world.hoa, as_of=date(2024, 6, 2)).in_pipeline == 1


def test_someone_who_left_the_list_is_not_on_the_road_but_may_come_back(world, person):
    steps = {Stage.SOURCE: (date(2024, 1, 2), ""), Stage.OUT: (date(2024, 5, 1), "")}
    candidate = person(steps=steps)
    assert year_2024(world.hoa, as_of=date(2024, 4, 30)).in_pipeline == 1
    assert year_2024(world.hoa).in_pipeline == 0
    pipeline.advance(candidate, Entry(Stage.LISTED, date(2024, 9, 1), "9-NQ/CB"), by=world.officers["an"])
    assert year_2024(world.hoa).in_pipeline == 1
    assert year_2024(world.hoa, as_of=date(2024, 6, 1)).in_pipeline == 0


def test_groups_are_shares_of_those_admitted(world, person, road):
    youth = Organisation.objects.get(code="youth")
    first = person(
        "Lò Thị Hoa",
        sex="female",
        ethnic_group="Thái",
        occupation="pupil",
        steps=road(decided=date(2024, 3, 3)),
    )
    first.memberships.add(youth, Organisation.objects.get(code="women"))
    person(
        "Vàng A Sử",
        ethnic_group="Kinh",
        religion="Công giáo",
        occupation="worker",
        readmission=True,
        steps=road(decided=date(2024, 3, 4)),
    )
    person("Lê Văn Tám", religion="Không", steps=road(decided=date(2024, 3, 5)))
    told = year_2024(world.hoa)
    counts = {group: told.counts[group] for group in figures.GROUPS}
    assert counts == {
        "women": 1, "ethnic_minority": 1, "religious": 1, "youth_union": 1, "pupils": 1, "workers": 1, "readmitted": 1,
    }  # fmt: skip
    assert rounded(told.share("women")) == "33.33"
    assert year_2024(world.sen).share("women") is None


def test_figures_roll_up_to_the_committee_and_rates_come_from_sums(world, person, road):
    for unit, opening in ((world.hoa, 20), (world.sen, 34), (world.workshop, 46)):
        UnitYear.objects.create(unit=unit, year=2024, opening=opening, died=1)
    person("Một A", world.hoa, road(decided=date(2024, 2, 1)))
    person("Hai B", world.workshop, road(decided=date(2024, 2, 2)))
    person("Ba C", world.workshop, road(decided=date(2024, 2, 3)))
    told = year_2024(world.commune)
    assert (told.members_base, told.admitted, rounded(told.rate)) == (100, 3, "3.00")
    assert (told.needed_min, told.needed_max, told.missing_min) == (3, 4, 0)
    assert told.closing == 100 + 3 - 3
    base = next(child for child in told.children if child.node.code == "CTY")
    assert (base.admitted, base.members_base) == (2, 46)
    assert "in_band" in codes(told) and "in_band" not in codes(base)


def test_a_unit_without_quota_has_no_completion(world, person, road):
    person(steps=road(decided=date(2024, 2, 1)))
    told = year_2024(world.hoa)
    assert (told.members_quota, told.completion, told.rate) == (None, None, None)
    assert "no_quota" in codes(told)


def test_the_newest_quota_given_by_the_day_counts(world):
    Quota.objects.create(unit=world.hoa, year=2024, members=1, given_on=date(2024, 2, 1))
    Quota.objects.create(unit=world.hoa, year=2024, members=3, given_on=date(2024, 7, 1))
    assert year_2024(world.hoa, as_of=date(2024, 1, 31)).members_quota is None
    assert year_2024(world.hoa, as_of=date(2024, 6, 30)).members_quota == 1
    assert year_2024(world.hoa).members_quota == 3


def test_a_quota_that_differs_from_the_sum_below_is_told_not_refused(world):
    Quota.objects.create(unit=world.commune, year=2024, members=3, given_on=date(2024, 2, 1))
    Quota.objects.create(unit=world.hoa, year=2024, members=1, given_on=date(2024, 2, 1))
    Quota.objects.create(unit=world.sen, year=2024, members=1, given_on=date(2024, 2, 1))
    told = year_2024(world.commune)
    assert (told.members_quota, told.children_quota) == (3, 2)
    assert "quota_sum_mismatch" in codes(told)


def test_what_a_closed_unit_did_counts_for_its_successor(world, person, road):
    UnitYear.objects.create(unit=world.sen, year=2024, opening=34)
    UnitYear.objects.create(unit=world.hoa, year=2024, opening=20)
    person("Một A", world.sen, road(decided=date(2024, 3, 1)))
    before = year_2024(world.commune)
    reorganise.close(world.sen, into=world.hoa, on=date(2024, 6, 1))
    after = year_2024(world.commune)
    assert (after.admitted, after.members_base) == (before.admitted, before.members_base) == (1, 54)
    successor = next(child for child in after.standing_children() if child.node.code == "HOA")
    assert (successor.admitted, successor.members_base) == (1, 54)
    assert "SEN" not in {child.node.code for child in after.standing_children()}
    # In spring the unit still stood by itself.
    spring = year_2024(world.commune, as_of=date(2024, 5, 31))
    assert {"SEN", "HOA"} <= {child.node.code for child in spring.standing_children()}


def test_before_a_merger_its_people_stand_in_their_own_unit(world, person):
    candidate = person(unit=world.sen)
    reorganise.close(world.sen, into=world.hoa, on=date(2024, 6, 1))
    Candidate.objects.filter(pk=candidate.pk).update(unit=world.hoa)
    may, june = date(2024, 5, 31), date(2024, 6, 1)
    assert [year_2024(unit, as_of=may).in_pipeline for unit in (world.sen, world.hoa, world.commune)] == [
        1,
        0,
        1,
    ]
    assert [year_2024(unit, as_of=june).in_pipeline for unit in (world.hoa, world.commune)] == [1, 1]


def test_a_cell_left_under_a_closed_committee_is_still_listed(world):
    reorganise.close(world.base, into=world.hoa, on=date(2024, 6, 1))
    assert "XUONG" in {child.node.code for child in year_2024(world.commune).subtree()}
    assert year_2024(world.commune).members_base is None


def test_a_school_owes_a_pupil_and_a_teacher_does_not_count(world, person, road):
    person("Cô Giáo", world.school, road(decided=date(2024, 3, 1)), occupation="public_service")
    assert "school_without_pupil" in codes(year_2024(world.school))
    person("Học Trò", world.school, road(decided=date(2024, 3, 2)), occupation="pupil")
    assert "school_without_pupil" not in codes(year_2024(world.school))


def test_the_school_year_runs_from_september_to_august_where_the_rule_says_so(world, person, road):
    person(
        "Học Trò", world.school, road(voted=date(2023, 8, 30), decided=date(2023, 9, 1)), occupation="pupil"
    )
    assert "school_without_pupil" in codes(year_2024(world.school))
    YearRule.objects.create(root=world.commune, year=2024, pupil_year=YearRule.PupilYear.SCHOOL)
    told = year_2024(world.school)
    assert (told.pupils_admitted, told.admitted) == (1, 0)
    assert "school_without_pupil" not in codes(told)


def test_a_unit_with_sources_and_no_admission_is_flagged_unless_none_is_left(world, person):
    person()
    assert "source_but_no_admission" in codes(year_2024(world.hoa))
    UnitYear.objects.create(unit=world.hoa, year=2024, no_source_left=True)
    assert codes(year_2024(world.hoa)) & {"source_but_no_admission", "no_source_left"} == {"no_source_left"}


@pytest.mark.parametrize(("as_of", "slow"), [(date(2024, 3, 30), False), (date(2024, 3, 31), True)])
def test_slow_progress_is_told_from_the_end_of_the_first_quarter(world, as_of, slow):
    Quota.objects.create(unit=world.hoa, year=2024, members=1, given_on=date(2024, 2, 1))
    assert ("low_progress" in codes(year_2024(world.hoa, as_of=as_of))) is slow


@pytest.mark.parametrize(("opening", "small"), [(24, True), (25, False)])
def test_a_small_base_is_flagged_below_twenty_five(world, opening, small):
    UnitYear.objects.create(unit=world.hoa, year=2024, opening=opening)
    assert ("small_base" in codes(year_2024(world.hoa))) is small


@pytest.mark.parametrize(
    ("opening", "flag"), [(101, "below_band"), (100, "in_band"), (75, "in_band"), (74, "above_band")]
)
def test_the_band_has_two_edges(world, person, road, opening, flag):
    UnitYear.objects.create(unit=world.hoa, year=2024, opening=opening)
    for index in range(3):
        person(f"Người {chr(65 + index)}", world.hoa, road(decided=date(2024, 2, 1)))
    assert codes(year_2024(world.commune)) & {"below_band", "in_band", "above_band"} == {flag}


def test_every_flag_carries_its_clause(world, person):
    person()
    UnitYear.objects.create(unit=world.hoa, year=2024, opening=10, plan_number="1-KH/CB")
    Quota.objects.create(unit=world.commune, year=2024, members=3, given_on=date(2024, 2, 1))
    Quota.objects.create(unit=world.sen, year=2024, members=1, given_on=date(2024, 2, 1))
    told = list(year_2024(world.commune).subtree())
    flags = [flag for unit in told for flag in unit.flags]
    assert {flag.code for flag in flags} == {
        "school_without_pupil", "source_but_no_admission", "below_band", "quota_sum_mismatch", "no_quota",
        "low_progress", "no_plan", "small_base",
    }  # fmt: skip
    assert all(flag.clause and flag.detail for flag in flags)


def test_the_number_of_queries_does_not_grow(world, person, road, django_assert_num_queries):
    with django_assert_num_queries(7):
        year_2024(world.commune)
    for index in range(12):
        unit = reorganise.found(
            code=f"B{index}",
            name=f"Bản {index}",
            kind=Kind.RESIDENTIAL,
            parent=world.commune,
            since=date(2021, 1, 1),
        )
        person(f"Người {chr(65 + index)}", unit, road(decided=date(2024, 2, 1)))
    with django_assert_num_queries(7):
        assert year_2024(world.commune).admitted == 12
    assert Candidate.objects.count() == 12


def test_the_trail_of_a_past_day_is_read_person_by_person(world, person):
    """SQLite would take the index of `voids` for IS NULL and read the whole trail for each person."""
    candidate = person(
        steps={Stage.SOURCE: (date(2024, 1, 2), ""), Stage.LISTED: (date(2024, 8, 1), "1-NQ/CB")}
    )
    assert year_2024(world.hoa, as_of=date(2024, 6, 30)).in_pipeline == 1
    plan = StageEvent.objects.standing().filter(candidate=candidate).order_by("-pk").explain()
    if connection.vendor == "sqlite":
        assert "candidate_id=?" in plan.splitlines()[0]


def test_plans_of_another_committee_say_nothing_about_this_one(world):
    UnitYear.objects.create(unit=world.far, year=2024, plan_number="1-KH/CB")
    assert "no_plan" not in codes(year_2024(world.hoa)) | codes(year_2024(world.commune))
    UnitYear.objects.create(unit=world.sen, year=2024, plan_number="2-KH/CB")
    assert "no_plan" in codes(year_2024(world.hoa))
