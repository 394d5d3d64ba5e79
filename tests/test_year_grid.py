"""The year's grid: what is typed is saved as a whole or not at all, and never over someone else's figure."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.year_cells import ADDRESS, TODAY, cell_of, cells, give, row
from units import reorganise, years
from units.models import Kind, Quota, UnitYear
from units.years import Change, Document


@pytest.fixture(autouse=True)
def a_day_in_june(time_machine):
    time_machine.move_to("2026-06-15 09:00 +0700", tick=False)


def test_every_shape_of_cell_is_saved_in_one_go(world):
    posted = cells(
        {
            (world.hoa, "opening"): ("", "1.020"),
            (world.hoa, "died"): ("", "2"),
            (world.hoa, "plan_number"): ("", " 12-KH/CB "),
            (world.hoa, "plan_on"): ("", "240226"),
            (world.sen, "no_source_left"): ("", "x"),
            (world.sen, "no_source_reason"): ("", "Thanh niên đi làm ăn xa"),
            (world.hoa, "members"): ("", "3"),
            (world.school, "pupils"): ("", "1"),
        },
        number="15-TB/ĐU",
        issued_on="06/02/2026",
    )
    response = world.client("an").post(ADDRESS, posted, follow=True)
    assert response.redirect_chain == [(ADDRESS, 302)]
    assert "Đã ghi 8 ô của 3 đơn vị." in response.content.decode()
    hoa, sen = row(world.hoa), row(world.sen)
    assert (hoa.opening, hoa.died, hoa.plan_number, hoa.plan_on) == (1020, 2, "12-KH/CB", date(2026, 2, 24))
    assert (sen.no_source_left, sen.no_source_reason, sen.no_source_on) == (
        True,
        "Thanh niên đi làm ăn xa",
        TODAY,
    )
    quotas = Quota.objects.in_force(2026, TODAY)
    assert (quotas[world.hoa.pk].members, quotas[world.hoa.pk].pupils) == (3, None)
    assert (quotas[world.school.pk].members, quotas[world.school.pk].pupils) == (None, 1)
    given = quotas[world.hoa.pk]
    assert (given.directive.number, given.given_on) == ("15-TB/ĐU", date(2026, 2, 6))
    assert given.recorded_by == world.officers["an"]
    assert quotas[world.school.pk].directive == given.directive


def test_an_emptied_cell_is_not_zero_members(world):
    UnitYear.objects.create(unit=world.hoa, year=2026, opening=20, died=1, no_source_left=True)
    posted = cells(
        {
            (world.hoa, "opening"): ("20", ""),
            (world.hoa, "died"): ("1", ""),
            (world.hoa, "no_source_left"): ("x", None),
        }
    )
    assert world.client("an").post(ADDRESS, posted).status_code == 302
    hoa = row(world.hoa)
    assert (hoa.opening, hoa.died, hoa.no_source_left, hoa.no_source_on) == (None, 0, False, None)


def test_a_cell_that_was_not_changed_is_left_alone_whatever_stands_there_now(world):
    UnitYear.objects.create(unit=world.hoa, year=2026, opening=21)
    posted = cells({(world.hoa, "opening"): ("20", "20"), (world.hoa, "died"): ("", "1")})
    assert world.client("an").post(ADDRESS, posted).status_code == 302
    assert (row(world.hoa).opening, row(world.hoa).died) == (21, 1)


def test_nothing_changed_writes_no_row_at_all(world):
    response = world.client("an").post(ADDRESS, cells({(world.hoa, "opening"): ("", "")}), follow=True)
    assert "Không có ô nào thay đổi." in response.content.decode()
    assert not UnitYear.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("opening", "hai mươi", "Nhập số nguyên từ 0 trở lên, ví dụ: 12."),
        ("opening", "-1", "Nhập số nguyên từ 0 trở lên, ví dụ: 12."),
        ("died", "1,5", "Nhập số nguyên từ 0 trở lên, ví dụ: 12."),
        ("opening", "99999999999999999999", "Số quá lớn: nhập số người, ví dụ: 12."),
        ("plan_on", "31/02/2026", "Nhập ngày dạng 24/02/2023."),
        ("plan_number", "s" * 61, "Ghi gọn trong 60 chữ."),
    ],
)
def test_a_fault_stands_beside_its_cell_and_nothing_is_written(world, field, typed, told):
    posted = cells({(world.hoa, field): ("", typed), (world.sen, "opening"): ("", "15")})
    response = world.client("an").post(ADDRESS, posted)
    assert response.status_code == 422
    faulty = cell_of(response, world.hoa, field)
    assert (faulty.faults, faulty.value) == ([told], typed)
    assert cell_of(response, world.sen, "opening").value == "15"
    page = response.content.decode()
    assert f'aria-describedby="{faulty.anchor}-error"' in page
    assert f'href="#{faulty.anchor}"' in page
    assert not UnitYear.objects.exists()


def test_zero_is_a_count(world):
    assert world.client("an").post(ADDRESS, cells({(world.hoa, "opening"): ("", "0")})).status_code == 302
    assert row(world.hoa).opening == 0


@pytest.mark.parametrize(
    ("typed", "at_fault"),
    [
        ({"plan_number": "12-KH/CB", "plan_on": "15/06/2026"}, None),
        ({"plan_number": "12-KH/CB", "plan_on": "16/06/2026"}, "plan_on"),
        ({"plan_number": "12-KH/CB"}, None),
        ({"plan_on": "15/06/2026"}, "plan_number"),
        ({"no_source_left": "x", "no_source_reason": "Bản chỉ còn người già"}, None),
        ({"no_source_left": "x"}, "no_source_reason"),
        ({"no_source_reason": "Bản chỉ còn người già"}, "no_source_reason"),
    ],
)
def test_two_cells_that_belong_together(world, typed, at_fault):
    posted = cells({(world.hoa, field): ("", text) for field, text in typed.items()})
    response = world.client("an").post(ADDRESS, posted)
    if at_fault is None:
        assert response.status_code == 302
    else:
        assert response.status_code == 422
        faulty = [cell.column.field for _, cell in response.context["faulty"]]
        assert faulty == [at_fault]
        assert not UnitYear.objects.exists()


def test_a_tick_from_the_workbook_without_a_reason_does_not_stop_other_cells(world):
    UnitYear.objects.create(unit=world.hoa, year=2026, no_source_left=True)
    posted = cells({(world.hoa, "no_source_left"): ("x", "x"), (world.hoa, "opening"): ("", "20")})
    assert world.client("an").post(ADDRESS, posted).status_code == 302
    assert row(world.hoa).no_source_left


def test_a_figure_changed_by_someone_else_is_not_overwritten_unknowingly(world):
    UnitYear.objects.create(unit=world.hoa, year=2026, opening=12)
    posted = cells({(world.hoa, "opening"): ("10", "11"), (world.sen, "opening"): ("", "15")})
    response = world.client("an").post(ADDRESS, posted)
    assert response.status_code == 422
    cell = cell_of(response, world.hoa, "opening")
    assert "Người khác vừa sửa ô này thành «12»" in cell.faults[0]
    assert (cell.value, cell.shown) == ("11", "12")
    assert row(world.hoa).opening == 12
    assert not UnitYear.objects.filter(unit=world.sen).exists()
    # The page now shows what is stored: a second save wins knowingly.
    posted = cells({(world.hoa, "opening"): (cell.shown, cell.value), (world.sen, "opening"): ("", "15")})
    assert world.client("an").post(ADDRESS, posted).status_code == 302
    assert (row(world.hoa).opening, row(world.sen).opening) == (11, 15)


def test_two_people_who_type_the_same_do_not_disturb_each_other(world):
    UnitYear.objects.create(unit=world.hoa, year=2026, opening=12)
    posted = cells({(world.hoa, "opening"): ("10", "12")})
    assert world.client("an").post(ADDRESS, posted).status_code == 302
    assert row(world.hoa).opening == 12


def test_two_people_in_different_cells_of_one_unit_do_not_disturb_each_other(world):
    UnitYear.objects.create(unit=world.hoa, year=2026, opening=10)
    first = cells({(world.hoa, "opening"): ("10", "11"), (world.hoa, "died"): ("", "")})
    second = cells({(world.hoa, "opening"): ("10", "10"), (world.hoa, "died"): ("", "1")})
    assert world.client("an").post(ADDRESS, first).status_code == 302
    assert world.client("quan").post(ADDRESS, second).status_code == 302
    assert (row(world.hoa).opening, row(world.hoa).died) == (11, 1)


@pytest.mark.parametrize(
    ("who", "status"), [("an", 200), ("quan", 200), ("binh", 403), ("chi", 403), ("dung", 403)]
)
def test_only_writers_open_or_save_the_grid(world, who, status):
    client = world.client(who)
    assert client.get(ADDRESS).status_code == status
    saved = client.post(ADDRESS, cells({(world.hoa, "opening"): ("", "20")})).status_code
    assert saved == (302 if status == 200 else 403)
    assert UnitYear.objects.exists() == (status == 200)


def test_units_of_another_commune_never_appear(world):
    page = world.client("an").get(ADDRESS).content.decode()
    assert "Chi bộ bản Hoa" in page
    assert "Khe" not in page and "bản Xa" not in page


def test_a_posted_unit_of_another_commune_is_not_found_and_nothing_is_written(world):
    posted = cells({(world.hoa, "opening"): ("", "20"), (world.far, "opening"): ("", "99")})
    assert world.client("an").post(ADDRESS, posted).status_code == 404
    assert not UnitYear.objects.exists()


def test_the_writer_itself_refuses_a_unit_outside_the_scope(world):
    change = Change(world.far.pk, "opening", None, 99)
    with pytest.raises(ValueError, match="scope"):
        years.save_cells(year=2026, changes=[change], by=world.officers["an"], on=TODAY)
    assert not UnitYear.objects.exists()


def test_the_writer_refuses_a_negative_count(world):
    with pytest.raises(years.Refused):
        years.save_cells(
            year=2026,
            changes=[Change(world.hoa.pk, "members", None, -1)],
            document=Document("15-TB/ĐU", date(2026, 2, 6)),
            by=world.officers["an"],
            on=TODAY,
        )
    assert not Quota.objects.exists()


@pytest.mark.parametrize(
    ("year", "status"), [(1999, 404), (2020, 200), (2026, 200), (2027, 200), (2028, 404), (10**9, 404)]
)
def test_years_that_make_sense(world, year, status):
    assert world.client("an").get(f"/so-lieu/{year}/").status_code == status


def test_a_value_that_the_page_never_showed_is_a_bad_request(world):
    posted = cells({(world.hoa, "opening"): ("rất nhiều", "20")})
    assert world.client("an").post(ADDRESS, posted).status_code == 400


def test_members_add_up_over_the_tree_and_a_committee_types_none_of_its_own(world):
    for unit, count in ((world.hoa, 20), (world.sen, 31), (world.workshop, 9)):
        UnitYear.objects.create(unit=unit, year=2026, opening=count, transferred_in=1)
    UnitYear.objects.create(unit=world.far, year=2026, opening=500)
    response = world.client("an").get(ADDRESS)
    commune = cell_of(response, world.commune, "opening")
    assert (commune.editable, commune.value) == (False, "60")
    assert cell_of(response, world.base, "opening").value == "9"
    assert cell_of(response, world.hoa, "opening").editable
    totals = {total.column.field: total.count for total in response.context["grid"].totals}
    assert (totals["opening"], totals["transferred_in"], totals["died"]) == (60, 3, 0)


@pytest.mark.parametrize(("sen", "differs"), [(4, False), (5, True)])
def test_quotas_below_that_differ_from_the_committees_own_are_told(world, sen, differs):
    given = date(2026, 2, 6)
    for unit, count in ((world.commune, 10), (world.hoa, 3), (world.sen, sen), (world.base, 3)):
        give(unit, count, given)
    give(world.workshop, 2, given)
    response = world.client("an").get(ADDRESS)
    commune = cell_of(response, world.commune, "members")
    assert (commune.children, commune.mismatch) == (6 + sen, differs)
    base = cell_of(response, world.base, "members")
    assert (base.children, base.mismatch) == (2, True)
    total = next(t for t in response.context["grid"].totals if t.column.field == "members")
    assert (total.count, total.against, total.mismatch) == (6 + sen, 10, differs)
    assert ("cộng lại là 11, của toàn đảng bộ là 10" in response.content.decode()) == differs


def test_the_quota_of_a_closed_unit_is_not_added_to_those_that_stand(world):
    for unit, count in ((world.commune, 3), (world.hoa, 3), (world.sen, 2)):
        give(unit, count, date(2026, 2, 6))
    reorganise.close(world.sen, into=world.commune, on=date(2026, 3, 1))
    response = world.client("an").get(ADDRESS)
    assert cell_of(response, world.commune, "members").children == 3
    assert cell_of(response, world.sen, "members").value == "2"


def test_the_grid_of_a_past_year_shows_the_units_of_that_year(world):
    reorganise.close(world.sen, into=world.hoa, on=date(2026, 3, 1))
    reorganise.found(
        code="MOI", name="Chi bộ bản Mới", kind=Kind.RESIDENTIAL, parent=world.commune, since=date(2026, 4, 1)
    )
    client = world.client("an")

    def names(year):
        return [row.node.name for row in client.get(f"/so-lieu/{year}/").context["grid"].rows]

    assert "Chi bộ bản Sen" in names(2025) and "Chi bộ bản Mới" not in names(2025)
    assert "Chi bộ bản Sen" in names(2026) and "Chi bộ bản Mới" in names(2026)
    assert "Chi bộ bản Sen" not in names(2027)


def test_an_empty_installation_leads_to_the_workbook(db):
    from django.test import Client

    from units.models import Officer

    client = Client()
    client.force_login(Officer.objects.create_superuser("quan", "mat-khau-thu"))
    assert "Chưa có đơn vị nào" in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize("units", [10, 100])
def test_queries_do_not_grow_with_units(world, units):
    posted = {}
    for number in range(units):
        unit = reorganise.found(
            code=f"B{number}",
            name=f"Chi bộ bản số {number}",
            kind=Kind.RESIDENTIAL,
            parent=world.commune,
            since=date(2020, 1, 1),
        )
        posted |= cells({(unit, "opening"): ("", "20"), (unit, "members"): ("", "1")})
    client = world.client("an")
    with CaptureQueriesContext(
        connection,
    ) as read:
        assert client.get(ADDRESS).status_code == 200
    assert len(read) <= 14
    with CaptureQueriesContext(connection) as saved:
        answer = client.post(ADDRESS, posted | {"number": "15-TB/ĐU", "issued_on": "06/02/2026"})
    assert answer.status_code == 302
    assert UnitYear.objects.count() == Quota.objects.count() == units
    assert len(saved) <= 31
