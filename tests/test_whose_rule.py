"""Whose rule counts, and what a province placed above leaves as it was."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from admissions.regulation import Stage
from reports import figures
from reports.as_json import figures_as_json
from reports.workbook import workbook_for
from tests.rearranged import (
    TODAY,
    cells,
    decided,
    merge,
    page,
    province,
    told,
)
from tests.test_dashboard import words
from units import reorganise
from units.models import Directive, Kind, UnitYear, YearRule
from units.periods import Period


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def merged(world, person):
    return merge(world, person)


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


def test_by_either_tree_an_admission_counts_as_it_counted_then(world, person):
    # Decided in 2024, ceremony in 2025; Khe counts ceremonies, Mây decisions. The cell Xa went to Mây in 2026.
    person("Lò Xa", world.far, decided(date(2024, 12, 20)) | {Stage.HELD: (date(2025, 1, 9), "")})
    YearRule.objects.create(root=world.neighbour, year=2024, counting=YearRule.Counting.CEREMONY)
    reorganise.move(world.far, to=world.commune, on=date(2026, 2, 2))
    assert (told(world.neighbour).admitted, told(world.commune, "now").admitted) == (1, 1)
    assert told(world.commune, "now").rule.counting == YearRule.Counting.DECISION
    years = words(world.client("an").get(reverse("unit_page", args=[world.commune.pk])))
    assert "2025 — 1" in years and "2024 — 0" in years
    listed = f"{reverse('candidate_list')}?don_vi={world.commune.pk}&ket_nap=1&nam="
    assert ["Lò Xa" in words(world.client("an").get(listed + year)) for year in ("2024", "2025")] == [
        False,
        True,
    ]


def test_plans_are_asked_of_units_whose_own_commune_keeps_them(world):
    top = province(world)
    reorganise.found(
        code="GAN", name="Bản Gần", kind=Kind.RESIDENTIAL, parent=world.neighbour, since=date(2026, 8, 1)
    )
    UnitYear.objects.create(unit=world.far, year=2026, plan_number="7-KH/CB")
    lacking = {unit.node.code for unit in told(top, year=2026).subtree() if "no_plan" in codes(unit)}
    assert lacking == {"GAN"}


def seen(world, units):
    """Figures by either tree, pages of the year, and what each officer of the commune sees on his own pages."""
    told_of = [
        figures_as_json(told(unit, tree, year=year))
        for unit in units
        for tree in figures.TREES
        for year in (2025, 2026)
    ]
    years = [words(page(world, "an", unit, year=year)) for unit in units for year in (2025, 2026)]
    own = [
        words(world.client(who).get(reverse(name)))
        for who in ("an", "binh", "chi", "dung")
        for name in ("home", "unit_tree", "candidate_list", "work_list", "missing_papers")
    ]
    return told_of, years, own


def test_growing_upward_leaves_the_commune_its_figures_rule_and_pages(merged):
    directive = Directive.objects.create(number="9-QĐ/TU")
    YearRule.objects.create(root=merged.commune, year=2024, target_max=6, directive=directive)
    UnitYear.objects.create(unit=merged.base, year=2026, plan_number="1-KH/ĐU")
    units = [merged.commune, merged.hoa, merged.base]
    before = seen(merged, units)
    top = province(merged)
    YearRule.objects.create(root=top, year=2024, target_min=1)
    UnitYear.objects.create(unit=merged.far, year=2026, plan_number="7-KH/CB")
    assert seen(merged, units) == before
    assert merged.client("an").get(reverse("unit_page", args=[top.pk])).status_code == 404
    assert merged.client("an").get(reverse("unit_page", args=[merged.commune.pk])).status_code == 200
    text = words(page(merged, "quan", top, year=2026))
    assert "Đảng bộ xã Mây" in text and "Đảng bộ xã Khe" in text


def test_a_province_has_the_past_of_its_communes_by_the_tree_of_now(merged):
    top = province(merged)
    assert (told(top).admitted, told(top, "now").admitted) == (0, 3)
    assert (told(top, "now").opening, told(top).founded_later) == (54, True)
