"""The tree of then or of now on pages, in the workbook and the commands."""

from datetime import date
from io import StringIO
from itertools import pairwise

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from admissions.regulation import Stage
from reports.workbook import workbook_for
from tests.rearranged import (
    JUNE,
    TODAY,
    cells,
    decided,
    divide,
    merge,
    page,
)
from tests.test_dashboard import words
from units import reorganise
from units.models import Kind, Placement, Unit, path_of
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


def crowded(world, numbers):
    """Cells with these numbers, twenty of them at most merged into the one before in March 2026."""
    rows = [
        Unit(code=f"C{n}", name=f"Chi bộ {n}", kind=Kind.RESIDENTIAL, parent=world.commune, founded_on=JUNE)
        for n in numbers
    ]
    cells = Unit.objects.bulk_create(rows)
    for cell in cells:
        cell.path = path_of(cell.pk, world.commune.path)
    Unit.objects.bulk_update(cells, ["path"])
    Placement.objects.bulk_create(
        Placement(unit=cell, parent=world.commune, name=cell.name, kind=cell.kind, since=JUNE)
        for cell in cells
    )
    for before, cell in list(pairwise(cells))[1:60:3]:
        reorganise.close(cell, into=before, on=date(2026, 3, 2))


def test_the_year_costs_as_much_at_six_hundred_units_as_at_ten(world):
    client, address = world.client("an"), reverse("unit_year", args=[world.commune.pk, 2025])

    def counted(query):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address + query).status_code == 200
        return len(queries)

    crowded(world, range(10))
    few = [counted(query) for query in ("", "?cay=nay")]
    crowded(world, range(10, 600))
    assert [counted(query) for query in ("", "?cay=nay")] == few
    assert max(few) <= 15
