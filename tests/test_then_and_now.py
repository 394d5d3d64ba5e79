"""A period by the tree of its day and by the tree of today; every sum here was worked out by hand."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from admissions.regulation import Stage
from reports import figures
from reports.as_json import figures_as_json
from reports.workbook import workbook_for
from tests.moves import move
from tests.reading_back import opened
from tests.test_dashboard import words
from units import reorganise
from units.models import Directive, HandOver, Kind, Quota, Reorganisation, UnitYear, YearRule
from units.periods import Period

JUNE = date(2025, 6, 15)
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00:00+07:00", tick=True):
        yield


def told(unit, tree="then", name="Y", year=2025):
    return figures.for_period(unit, Period.of(year, name, today=TODAY), tree)


def below(unit, *asked, **kwargs):
    """Code → (members, admitted, on the road) of each standing unit directly below."""
    children = told(unit, *asked, **kwargs).standing_children()
    return {c.node.code: (c.members_base, c.admitted, c.in_pipeline) for c in children}


def codes(of):
    return {flag.code for flag in of.flags}


def decided(on):
    return {Stage.SOURCE: (date(2024, 1, 5), ""), Stage.DECIDED: (on, "3-QĐ/ĐU")}


@pytest.fixture
def merged(world, person):
    """Hoa (20 members) and Sen (34) admitted one in February and one in May, each has one on the road.

    On 15 June 2025 both became the new cell Hoa Sen, which admitted one in August.
    """
    for unit, opening in ((world.hoa, 20), (world.sen, 34)):
        UnitYear.objects.create(unit=unit, year=2025, opening=opening)
        person(f"Nguồn {unit.code}", unit, {Stage.SOURCE: (date(2024, 3, 1), "")})
    person("Lò Một", world.hoa, decided(date(2025, 2, 10)))
    person("Lò Hai", world.sen, decided(date(2025, 5, 10)))
    world.both = reorganise.found(
        code="HOASEN", name="Chi bộ Hoa Sen", kind=Kind.RESIDENTIAL, parent=world.commune, since=JUNE
    )
    for unit in (world.hoa, world.sen):
        reorganise.close(unit, into=world.both, on=JUNE)
    person("Lò Ba", world.both, decided(date(2025, 8, 10)))
    return world


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


def handed(unit, members, on, act):
    return HandOver.objects.create(act=act, unit=unit, on=on, members=members)


@pytest.fixture
def divided(world, person):
    """On 15 June 2025 Hoa (30 members) gives 12 of them and one person on the road to the new cell Mới."""
    UnitYear.objects.create(unit=world.hoa, year=2025, opening=30, died=1)
    world.one = person("Đi Theo", world.hoa, {Stage.SOURCE: (date(2025, 1, 6), "")})
    world.new = reorganise.found(
        code="MOI", name="Chi bộ bản Mới", kind=Kind.RESIDENTIAL, parent=world.commune, since=JUNE
    )
    act = Reorganisation.objects.create(act="split", on=JUNE, told="Chia tách", recorded_by=None)
    handed(world.hoa, -12, JUNE, act)
    handed(world.new, 12, JUNE, act)
    move(world.one, world.new, on=JUNE)
    return world


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
    for unit, members in ((merged.commune, 3), (merged.hoa, 1), (merged.sen, 2)):
        Quota.objects.create(unit=unit, year=2025, members=members, given_on=date(2025, 1, 20))
    UnitYear.objects.filter(unit=merged.hoa).update(plan_number="1-KH/CB")
    then, now = (told(merged.commune, tree, "Q1") for tree in ("then", "now"))
    # 1 + 2 were handed down to Hoa and Sen; neither stands today, and the new cell had not been given any.
    assert (then.children_quota, now.children_quota, now.members_quota) == (3, None, 3)
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


# --- Pages, commands, workbook


def page(world, who, unit, query="", year=2025):
    response = world.client(who).get(reverse("unit_year", args=[unit.pk, year]) + query)
    assert response.status_code == 200
    return response


def test_the_choice_stands_on_the_page_only_where_the_trees_differ(merged):
    spring = page(merged, "an", merged.commune, "?ky=Q1")
    assert "Theo cây đơn vị hiện nay" in words(spring) and "Chi bộ bản Hoa" in words(spring)
    now = page(merged, "an", merged.commune, "?ky=Q1&cay=nay")
    assert "Chi bộ Hoa Sen" in words(now) and "Chi bộ bản Hoa" not in words(now)
    assert "theo cây đơn vị hiện nay" in words(now)
    assert f"/don-vi/{merged.both.pk}/nam/2025/?ky=Q1&amp;cay=nay" in now.content.decode()
    assert "so-lieu.xlsx?ky=Q1&amp;cay=nay" in now.content.decode()
    assert "Theo cây đơn vị hiện nay" not in words(page(merged, "an", merged.commune))


def test_a_unit_that_was_not_there_says_so_and_leads_to_what_it_took_over(merged):
    text = words(page(merged, "an", merged.both, "?ky=Q1"))
    assert "Ngày 31/03/2025 đơn vị chưa thành lập" in text


def test_a_unit_that_is_another_committees_today_is_told_without_a_link(merged, person):
    person("Lò Thợ", merged.workshop, decided(date(2025, 4, 1)))
    person("Lò Chờ", merged.workshop, {Stage.SOURCE: (date(2025, 4, 1), "")})
    reorganise.move(merged.base, to=merged.neighbour, on=date(2026, 4, 4))
    text = page(merged, "an", merged.commune).content.decode()
    row = text[text.index("Đảng bộ Công ty Chè Mây") - 200 :]
    assert "nay thuộc đảng bộ khác" in row
    for unit in (merged.base, merged.workshop):
        assert f"/don-vi/{unit.pk}/" not in text and f"don_vi={unit.pk}" not in text
    assert merged.client("an").get(reverse("unit_year", args=[merged.base.pk, 2025])).status_code == 404
    # Who sees it today sees its past.
    assert "Chi bộ Xưởng Chè" in words(page(merged, "xuan", merged.base))
    # By the tree of now it is not the commune's at all.
    assert "Chè Mây" not in words(page(merged, "an", merged.commune, "?cay=nay"))


def test_the_workbook_says_by_which_tree_and_names_nobody_of_a_unit_that_has_left(merged, person):
    person("Lò Thợ", merged.workshop, decided(date(2025, 4, 1)))
    reorganise.move(merged.base, to=merged.neighbour, on=date(2026, 4, 4))
    year = Period.of(2025, today=TODAY)
    then, now = (cells(workbook_for(merged.commune, year, tree)) for tree in ("then", "now"))
    assert "theo cây đơn vị của ngày đó" in then and "theo cây đơn vị hiện nay" in now
    assert "Lò Thợ" not in then + now and "Không ghi tên 1 người" in then
    assert "Lò Một" in then and "Lò Một" in now and "Không ghi tên" not in now


def test_the_workbook_has_a_column_of_those_handed_over_only_where_there_are_any(divided):
    year = Period.of(2025, today=TODAY)
    assert "Bàn giao khi sắp xếp" in cells(workbook_for(divided.commune, year))
    assert "Bàn giao khi sắp xếp" not in cells(workbook_for(divided.base, year))


def test_the_commands_take_the_tree(merged, tmp_path):
    out = StringIO()
    call_command("figures", "--year=2025", "--period=Q1", "--unit=MAY", "--tree=now", "--json", stdout=out)
    assert '"tree": "now"' in out.getvalue() and '"HOASEN"' in out.getvalue()
    file = tmp_path / "so-lieu.xlsx"
    call_command(
        "annual_report", "--year=2025", "--period=Q1", "--unit=MAY", "--tree=now", "--out", file, stdout=out
    )
    assert "Chi bộ Hoa Sen" in cells(file.read_bytes())


def test_the_line_of_those_handed_over_stands_on_the_pages_where_there_are_any(divided):
    assert "Bàn giao khi sắp xếp −12" in words(page(divided, "an", divided.hoa))
    assert "Bàn giao" not in words(page(divided, "an", divided.commune))


def cells(content: bytes) -> str:
    return str(opened(content))


# --- Whose rule counts, and a province above


def province(world):
    """A province above both communes from July 2026 on."""
    top = reorganise.found(code="TINH", name="Đảng bộ tỉnh Núi", kind=Kind.PROVINCE, since=date(2026, 7, 1))
    for commune in (world.commune, world.neighbour):
        reorganise.move(commune, to=top, on=date(2026, 7, 2))
    return top


def test_each_commune_of_a_province_counts_by_its_own_rule(world, person):
    ceremony = {Stage.HELD: (date(2026, 1, 9), "")}
    for unit in (world.hoa, world.far):
        person(f"Lò {unit.code}", unit, decided(date(2025, 12, 20)) | ceremony)
    top = province(world)
    YearRule.objects.create(root=top, year=2025, target_min=2)
    YearRule.objects.create(
        root=world.neighbour, year=2026, counting=YearRule.Counting.CEREMONY, target_max=5
    )
    now = told(top, year=2026)
    by_code = {c.node.code: c for c in now.children}
    # Mây counts decisions (of 2025), Khe ceremonies (of 2026).
    assert (now.admitted, by_code["MAY"].admitted, by_code["KHE"].admitted) == (1, 0, 1)
    assert (by_code["MAY"].rule.target_min, by_code["KHE"].rule.target_max) == (2, 5)
    assert by_code["KHE"].children[0].rule == by_code["KHE"].rule
    assert "quy ước năm của đảng bộ đó" in cells(workbook_for(top, Period.of(2026, today=TODAY)))


@pytest.mark.parametrize(("first", "own"), [(2026, True), (2027, False)])
def test_a_rule_holds_from_its_year_on(world, first, own):
    top = province(world)
    of_province = YearRule.objects.create(root=top, year=2020)
    of_commune = YearRule.objects.create(root=world.commune, year=first)
    assert told(world.hoa, year=2026).rule == (of_commune if own else of_province)


def test_a_base_committee_has_no_rule_of_its_own(world):
    YearRule.objects.create(root=world.base, year=2020, target_min=1)
    assert told(world.workshop).rule.target_min == 3


def test_pupils_are_counted_by_the_year_of_their_own_committee(world, person):
    autumn = decided(date(2024, 10, 1))
    person("Học Trò", world.school, autumn, occupation="pupil")
    person("Học Xa", world.far, autumn, occupation="pupil")
    top = province(world)
    YearRule.objects.create(root=world.commune, year=2025, pupil_year=YearRule.PupilYear.SCHOOL)
    assert [told(unit, "now").pupils_admitted for unit in (world.commune, world.neighbour, top)] == [1, 0, 1]


def test_growing_upward_leaves_the_commune_its_figures_rule_and_pages(merged):
    directive = Directive.objects.create(number="9-QĐ/TU")
    YearRule.objects.create(root=merged.commune, year=2024, target_max=6, directive=directive)
    UnitYear.objects.create(unit=merged.base, year=2026, plan_number="1-KH/ĐU")
    units, pages = [merged.commune, merged.hoa, merged.base], ("home", "unit_tree", "candidate_list")
    figures_of = lambda: [
        figures_as_json(told(u, t, year=y)) for u in units for t in figures.TREES for y in (2025, 2026)
    ]  # noqa: E731
    years = lambda: [words(page(merged, "an", unit, year=y)) for unit in units for y in (2025, 2026)]  # noqa: E731
    lists = lambda: [
        words(merged.client(who).get(reverse(name)))
        for who in ("an", "binh", "chi", "dung")
        for name in pages
    ]  # noqa: E731
    before = figures_of(), years(), lists()
    top = province(merged)
    YearRule.objects.create(root=top, year=2024, target_min=1)
    UnitYear.objects.create(unit=merged.far, year=2026, plan_number="7-KH/CB")
    assert (figures_of(), years(), lists()) == before
    assert merged.client("an").get(reverse("unit_page", args=[top.pk])).status_code == 404
    assert merged.client("an").get(reverse("unit_page", args=[merged.commune.pk])).status_code == 200
    text = words(page(merged, "quan", top, year=2026))
    assert "Đảng bộ xã Mây" in text and "Đảng bộ xã Khe" in text


def test_a_province_has_the_past_of_its_communes_by_the_tree_of_now(merged):
    top = province(merged)
    assert (told(top).admitted, told(top, "now").admitted) == (0, 3)
    assert (told(top, "now").opening, told(top).founded_later) == (54, True)
