"""The tree of units: scope, sums, closed units, search without accents."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from units import reorganise
from units.models import Kind, Officer, Supervision, UnitYear

YEAR = 2026


@pytest.fixture(autouse=True)
def a_day_in_june(time_machine):
    time_machine.move_to("2026-06-15 09:00 +0700", tick=False)


def lines(client, query=""):
    """{name: line} of the page, in its order."""
    response = client.get("/don-vi/", {"q": query} if query else {})
    assert response.status_code == 200
    return {line.unit.name: line for line in response.context["lines"]}


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("binh", ["Chi bộ bản Hoa"]),
        ("dung", ["Chi bộ bản Hoa"]),
        ("xuan", ["Đảng bộ xã Khe", "Chi bộ bản Xa"]),
        (
            "chi",
            [
                "Đảng bộ xã Mây",
                "Chi bộ bản Hoa",
                "Chi bộ bản Sen",
                "Chi bộ Trường THPT Mây",
                "Đảng bộ Công ty Chè Mây",
                "Chi bộ Xưởng Chè",
            ],
        ),
    ],
)
def test_everyone_sees_his_own_scope_in_the_order_of_the_tree(world, who, names):
    assert list(lines(world.client(who))) == names


def test_depth_counts_from_the_top_of_the_scope(world):
    shown = lines(world.client("an"))
    assert [shown[n].depth for n in ("Đảng bộ xã Mây", "Đảng bộ Công ty Chè Mây", "Chi bộ Xưởng Chè")] == [
        0,
        1,
        2,
    ]
    assert lines(world.client("binh"))["Chi bộ bản Hoa"].depth == 0


def test_members_of_this_years_opening_add_up(world):
    for unit, year, count in (
        (world.hoa, YEAR, 20),
        (world.hoa, YEAR - 1, 700),
        (world.sen, YEAR, 31),
        (world.workshop, YEAR, 9),
        (world.far, YEAR, 500),
    ):
        UnitYear.objects.create(unit=unit, year=year, opening=count)
    shown = lines(world.client("an"))
    assert shown["Đảng bộ xã Mây"].members == 60
    assert shown["Đảng bộ Công ty Chè Mây"].members == 9
    assert shown["Chi bộ bản Hoa"].members == 20
    assert shown["Chi bộ Trường THPT Mây"].members is None
    page = world.client("an").get("/don-vi/").content.decode()
    assert "1 chi bộ chưa có số đảng viên 31/12/2025" in page


def test_a_closed_unit_stands_under_the_one_that_took_it_over_with_its_day(world):
    UnitYear.objects.create(unit=world.hoa, year=YEAR, opening=20)
    UnitYear.objects.create(unit=world.sen, year=YEAR, opening=31)
    reorganise.close(world.sen, into=world.hoa, on=date(2026, 3, 1))
    response = world.client("an").get("/don-vi/")
    shown = {line.unit.name: line for line in response.context["lines"]}
    assert shown["Chi bộ bản Sen"].above is shown["Chi bộ bản Hoa"]
    assert (shown["Chi bộ bản Hoa"].opening, shown["Chi bộ bản Hoa"].members) == (20, 51)
    assert shown["Đảng bộ xã Mây"].members == 51
    assert "Kết thúc 01/03/2026, nhập vào Chi bộ bản Hoa" in response.content.decode()
    assert response.context["standing"] == 5


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("truong thpt", {"Chi bộ Trường THPT Mây"}),
        ("TRƯỜNG", {"Chi bộ Trường THPT Mây"}),
        ("xuong", {"Chi bộ Xưởng Chè"}),
        ("xuong".upper(), {"Chi bộ Xưởng Chè"}),
        ("lo van hoa", {"Chi bộ bản Hoa"}),
        ("dung", {"Chi bộ bản Hoa"}),
        ("ban xa", set()),
        ("không có gì", set()),
    ],
)
def test_search_needs_no_accents_and_stays_in_scope(world, query, found):
    shown = lines(world.client("an"), query)
    assert {name for name, line in shown.items() if line.found} == found


def test_what_is_found_keeps_the_path_that_leads_to_it(world):
    assert list(lines(world.client("an"), "xuong")) == [
        "Đảng bộ xã Mây",
        "Đảng bộ Công ty Chè Mây",
        "Chi bộ Xưởng Chè",
    ]


def test_a_query_is_text_not_markup(world):
    page = world.client("an").get("/don-vi/", {"q": '"><script>'}).content.decode()
    assert "<script>" not in page


def test_only_writers_are_led_to_the_grid(world):
    assert "/so-lieu/2026/" in world.client("an").get("/don-vi/").content.decode()
    assert "/so-lieu/2026/" not in world.client("binh").get("/don-vi/").content.decode()


def test_an_ended_supervision_is_not_shown(world):
    Supervision.objects.create(
        unit=world.sen, member="Bàn Văn Cũ", since=date(2020, 1, 1), until=date(2026, 6, 15)
    )
    Supervision.objects.create(unit=world.sen, member="Bàn Thị Mới", since=date(2026, 6, 15))
    Supervision.objects.create(
        unit=world.school, member="Bàn Văn Cũ", since=date(2020, 1, 1), until=date(2026, 6, 15)
    )
    shown = lines(world.client("an"))
    assert shown["Chi bộ bản Sen"].supervisor == "Bàn Thị Mới"
    assert shown["Chi bộ Trường THPT Mây"].supervisor == ""


def test_an_empty_installation_says_what_to_do_next(db):
    client = Client()
    client.force_login(Officer.objects.create_superuser("quan", "mat-khau-thu"))
    page = client.get("/don-vi/").content.decode()
    assert "Chưa có đơn vị nào" in page
    assert "/nhap/" in page


@pytest.mark.parametrize("units", [10, 600])
def test_queries_do_not_grow_with_units(world, units):
    for number in range(units):
        reorganise.found(
            code=f"B{number}",
            name=f"Chi bộ bản số {number}",
            kind=Kind.RESIDENTIAL,
            parent=world.commune,
            since=date(2020, 1, 1),
        )
    client = world.client("an")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/don-vi/").content.decode()
    assert page.count("Chi bộ bản số") == units
    # Session, officer, his unit; then units, members, supervisors, who left.
    assert len(queries) <= 7
