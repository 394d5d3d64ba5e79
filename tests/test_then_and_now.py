"""A period by the tree of its day and by the tree of today; every sum here was worked out by hand."""

from datetime import date

import pytest
import time_machine

from admissions.regulation import Stage
from reports import figures
from reports.as_json import figures_as_json
from tests.moves import move
from tests.rearranged import (
    JUNE,
    TODAY,
    below,
    codes,
    decided,
    divide,
    handed,
    merge,
    province,
    told,
)
from units import reorganise
from units.models import Kind, Quota, Reorganisation, UnitYear
from units.periods import Period


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def merged(world, person):
    return merge(world, person)


@pytest.fixture
def divided(world, person):
    return divide(world, person)


def test_a_merger_in_june_is_seen_before_it_then_and_now(merged):
    # 31/3: Hoa 1 decided and 2 on the road (his own source; none of the later ones is hers). Sen: the one decided in
    # May was on the road, with his source 2. The one of August was entered in the new cell: he stands where he was
    # recorded, and that cell is not there yet.
    then = below(merged.commune, "then", "Q1")
    assert (then["HOA"], then["SEN"], "HOASEN" in then) == ((20, 1, 1), (34, 0, 2), False)
    # Now: 20 + 34 members, 1 + 0 admitted, 1 + 2 and the one of August on the road.
    now = below(merged.commune, "now", "Q1")
    assert (now["HOASEN"], now.keys() & {"HOA", "SEN"}) == ((54, 1, 4), set())
    # The committee: the same sums by either tree.
    sums = [told(merged.commune, tree, "Q1") for tree in ("then", "now")]
    assert [(s.members_base, s.admitted, s.in_pipeline) for s in sums] == [(54, 1, 4)] * 2


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [("6M", 2025, (54, 2, 3)), ("Y", 2025, (54, 3, 2)), ("Y", 2026, (None, 0, 2))],
)
def test_after_the_merger_then_and_now_are_one(merged, name, year, expected):
    # 6 months: Feb + May = 2, on the road the two sources and the one of August; year: + August = 3.
    assert [below(merged.commune, tree, name, year=year)["HOASEN"] for tree in ("then", "now")] == [
        expected
    ] * 2
    assert not told(merged.commune, name=name, year=year).trees_differ


def test_the_year_before_is_compared_by_the_same_tree(merged):
    assert told(merged.both, "now", year=2026).admitted_last_year == 3
    assert told(merged.commune, "then", year=2026).admitted_last_year == 3


def test_trees_differ_only_where_something_below_was_changed(merged):
    assert told(merged.commune, name="Q1").trees_differ and told(merged.hoa, name="Q1").trees_differ
    assert not told(merged.base, name="Q1").trees_differ
    reorganise.move(merged.base, to=merged.neighbour, on=date(2026, 3, 1))
    assert not told(merged.base, year=2025).trees_differ  # nothing below it; only where it hangs itself
    assert told(merged.commune, year=2025).trees_differ


def test_units_that_swapped_parents(world, person):
    # The workshop (9 members, 1 admitted) and Hoa (20, none) change places in March 2026.
    UnitYear.objects.create(unit=world.workshop, year=2025, opening=9)
    UnitYear.objects.create(unit=world.hoa, year=2025, opening=20)
    person("Thợ", world.workshop, decided(date(2025, 4, 1)))
    reorganise.move(world.workshop, to=world.commune, on=date(2026, 3, 1))
    reorganise.move(world.hoa, to=world.base, on=date(2026, 3, 1))
    then, now = below(world.commune, "then"), below(world.commune, "now")
    assert (then["CTY"], then["HOA"], "XUONG" in then) == ((9, 1, 0), (20, 0, 0), False)
    assert (now["CTY"], now["XUONG"], "HOA" in now) == ((20, 0, 0), (9, 1, 0), False)
    assert below(world.base, "now") == {"HOA": (20, 0, 0)}


def test_members_handed_over_are_in_the_ledger_from_their_day(divided):
    # Hoa 30 − 1 died − 12 handed over = 17; the new cell opens with 12; the committee 30 − 1 = 29 either way.
    closings = [told(unit).closing for unit in (divided.hoa, divided.new, divided.commune)]
    assert closings == [17, 12, 29]
    with time_machine.travel("2025-06-14 09:00:00+07:00"):
        before = figures.for_period(divided.hoa, Period.of(2025, today=date(2025, 6, 14)))
    assert (before.closing, before.regrouped) == (29, 0)
    on_the_day = figures.for_period(divided.hoa, Period.of(2025, as_of=JUNE, today=TODAY))
    assert (on_the_day.closing, on_the_day.regrouped) == (17, -12)
    assert told(divided.hoa, year=2026).regrouped == 0


def test_the_json_tells_of_members_handed_over_only_where_there_are_any(divided):
    assert figures_as_json(told(divided.hoa))["ledger"]["regrouped"] == -12
    for unit in (divided.commune, divided.sen):
        assert "regrouped" not in figures_as_json(told(unit))["ledger"]


def test_a_unit_without_opening_is_not_given_one_by_a_hand_over_unless_it_was_founded_in_the_year(divided):
    UnitYear.objects.filter(unit=divided.hoa).delete()
    assert (told(divided.hoa).closing, told(divided.new).closing) == (None, 12)
    assert told(divided.new).members_base is None  # nobody stood in it on 31/12 of the year before


def test_who_was_moved_by_the_division_stands_where_he_was(divided):
    assert [told(unit, name="Q1").in_pipeline for unit in (divided.hoa, divided.new)] == [1, 0]
    assert [told(unit, name="6M").in_pipeline for unit in (divided.hoa, divided.new)] == [0, 1]
    # By today's tree the new cell stands, and shows nothing of a day on which it was not there.
    new = next(c for c in told(divided.commune, "now", "Q1").children if c.node.code == "MOI")
    assert (new.in_pipeline, new.founded_later, codes(new)) == (0, True, set())


def test_who_was_merged_and_then_moved_stands_where_he_was(merged, person):
    merged.one = person("Lò Xa", merged.hoa, {Stage.SOURCE: (date(2024, 5, 5), "")})
    merged.one.unit = merged.both
    merged.one.save()
    before = told(merged.hoa, name="Q1").in_pipeline
    move(merged.one, merged.school, on=date(2026, 2, 2))
    assert told(merged.hoa, name="Q1").in_pipeline == before == 2


def test_who_was_merged_twice_stands_where_he_was_between(merged, person):
    one = person("Lò Xa", merged.hoa, {Stage.SOURCE: (date(2024, 5, 5), "")})
    one.unit = merged.school
    one.save()
    # Hoa went into Hoa Sen in June 2025 and Hoa Sen into the school in May 2026.
    reorganise.close(merged.both, into=merged.school, on=date(2026, 5, 4))
    at = [told(unit).in_pipeline for unit in (merged.hoa, merged.both, merged.school)]
    assert at == [0 + 1, 3, 0]  # the source typed for Hoa itself, both sources and Lò Xa at Hoa Sen


def everything(units, years=(2024, 2025)):
    """The whole JSON of some units' past periods, by the tree of then."""
    return [
        figures_as_json(told(unit, "then", name, year))
        for unit in units
        for year in years
        for name in ("Q1", "6M", "9M", "Y")
    ]


def test_no_later_act_changes_a_past_figure_as_it_was_then(merged, person):
    watched = [merged.commune, merged.hoa, merged.sen, merged.both, merged.base, merged.school]
    for unit, members in ((merged.hoa, 1), (merged.commune, 3)):
        Quota.objects.create(unit=unit, year=2025, members=members, given_on=date(2025, 1, 20))
    leaver = person("Sẽ Chuyển", merged.workshop, {Stage.SOURCE: (date(2025, 2, 2), "")})
    before = everything(watched)
    move(leaver, merged.school, on=date(2026, 1, 15))
    reorganise.close(merged.both, into=merged.school, on=date(2026, 2, 2))
    reorganise.close(merged.workshop, into=merged.base, on=date(2026, 3, 3))
    reorganise.move(merged.base, to=merged.neighbour, on=date(2026, 4, 4))
    reorganise.found(
        code="MOI", name="Bản Mới", kind=Kind.RESIDENTIAL, parent=merged.commune, since=date(2026, 5, 5)
    )
    act = Reorganisation.objects.create(act="split", on=date(2026, 5, 5), told="Chia tách", recorded_by=None)
    handed(merged.hoa, -3, date(2026, 5, 5), act)
    province(merged)
    assert everything(watched) == before


def test_a_committee_by_the_tree_of_now_lacks_what_has_left_and_has_what_has_come(merged):
    UnitYear.objects.create(unit=merged.far, year=2025, opening=11)
    reorganise.move(merged.far, to=merged.commune, on=date(2026, 4, 4))
    assert (told(merged.commune).opening, told(merged.commune, "now").opening) == (54, 54 + 11)
    assert (told(merged.neighbour).opening, told(merged.neighbour, "now").opening) == (11, None)


def test_quotas_and_plans_are_asked_of_the_units_of_the_day(merged):
    for unit, members in ((merged.commune, 7), (merged.hoa, 1), (merged.sen, 2), (merged.base, 4)):
        Quota.objects.create(unit=unit, year=2025, members=members, given_on=date(2025, 1, 20))
    UnitYear.objects.filter(unit=merged.hoa).update(plan_number="1-KH/CB")
    then, now = (told(merged.commune, tree, "Q1") for tree in ("then", "now"))
    # 1 + 2 + 4 were handed down; Hoa and Sen do not stand today, and the new cell had not been given any.
    assert (then.children_quota, now.children_quota, now.members_quota) == (7, 4, 7)
    assert "quota_sum_mismatch" not in codes(then) | codes(now)
    both = next(c for c in now.standing_children() if c.node.code == "HOASEN")
    assert codes(both) & {"no_quota", "no_plan", "low_progress"} == set()
    assert {"no_plan"} <= codes(next(c for c in then.children if c.node.code == "SEN"))


@pytest.mark.parametrize(("said", "expected"), [(("hoa",), False), (("hoa", "sen"), True)])
def test_a_unit_founded_later_had_no_source_where_all_that_it_took_over_had_none(merged, said, expected):
    for name in said:
        UnitYear.objects.filter(unit=getattr(merged, name), year=2025).update(
            no_source_left=True, no_source_reason="hết người trong độ tuổi"
        )
    both = next(c for c in told(merged.commune, "now", "Q1").children if c.node.code == "HOASEN")
    assert ("no_source_left" in codes(both)) is expected


def test_queries_are_seven_by_either_tree(merged, django_assert_num_queries):
    for tree in ("then", "now"):
        with django_assert_num_queries(7):
            told(merged.commune, tree, "Q1")


def test_another_tree_is_refused(world):
    with pytest.raises(ValueError, match="tomorrow"):
        told(world.commune, "tomorrow")
