"""The ledger of a unit's year closes, and the next year opens where it closed; a difference is shown, never refused."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from admissions import regrouping
from admissions.regulation import Stage
from tests.year_cells import cell_of, cells, row
from units import reorganise
from units.models import HandOver, Officer, Reorganisation, Role, Unit, UnitYear

CASE = Path(__file__).parent / "cases" / "tu-ly-2024.xlsx"


@pytest.fixture(autouse=True)
def a_day_in_june(time_machine):
    time_machine.move_to("2026-06-15 09:00 +0700", tick=False)


def of_2025(unit, opening=None, **lines):
    return UnitYear.objects.create(unit=unit, year=2025, opening=opening, **lines)


def decided(person, unit, on, **fields):
    return person(
        unit=unit, steps={Stage.SOURCE: (date(2024, 1, 5), ""), Stage.DECIDED: (on, "9-QĐ")}, **fields
    )


def notes(response, unit):
    cell = cell_of(response, unit, "opening")
    return cell.proposed, cell.differs, cell.fillable


def test_a_units_year_closes_at_opening_plus_gains_less_losses(world, person, office):
    # 40 + 1 admitted + 3 + 1 in − (1 + 1 + 2 + 1 + 4) out = 36
    gains = {"transferred_in": 3, "restored": 1}
    of_2025(world.hoa, 40, **gains, died=1, expelled=1, struck_off=2, left=1, transferred_out=4)
    of_2025(world.sen, 20)
    decided(person, world.hoa, date(2025, 12, 31))
    decided(person, world.hoa, date(2026, 1, 1), name="Lò Văn Sau")  # counts for the next year
    page = office.get("/so-lieu/2025/")
    assert cell_of(page, world.hoa, "closing").value == "36"
    assert cell_of(page, world.hoa, "admitted").value == "1"
    assert cell_of(page, world.commune, "closing").value == "56"
    assert cell_of(page, world.school, "closing").value == ""
    totals = {total.column.field: total.count for total in page.context["grid"].totals}
    assert (totals["closing"], totals["admitted"]) == (56, 1)


def test_nobody_types_what_is_worked_out(world, office):
    of_2025(world.hoa, 40)
    answer = office.post("/so-lieu/2025/", cells({(world.hoa, "closing"): ("40", "99")}), follow=True)
    assert "Không có ô nào thay đổi." in answer.content.decode()
    assert row(world.hoa, 2025).opening == 40


def test_the_next_opening_is_proposed_and_filled_in_without_being_written(world, person, office):
    of_2025(world.hoa, 40, died=1)
    of_2025(world.sen, 20)
    UnitYear.objects.create(unit=world.sen, year=2026, opening=20)
    decided(person, world.hoa, date(2025, 6, 1))
    page = office.get("/so-lieu/2026/")
    assert notes(page, world.hoa) == (40, False, True)  # 40 + 1 − 1
    assert notes(page, world.sen) == (20, False, False)
    assert notes(page, world.school) == (None, False, False)
    assert "Lấy số cuối năm 2025 cho 1 ô trống" in page.content.decode()
    filled = office.post("/so-lieu/2026/", cells({(world.hoa, "died"): ("", "2")}) | {"fill": "opening"})
    assert filled.status_code == 200
    assert cell_of(filled, world.hoa, "opening").value == "40"
    assert cell_of(filled, world.hoa, "died").value == "2"
    assert not UnitYear.objects.filter(unit=world.hoa, year=2026).exists()


@pytest.mark.parametrize(("opening", "differs"), [(39, False), (38, True), (40, True)])
def test_a_difference_to_the_last_closing_is_shown(world, office, opening, differs):
    of_2025(world.hoa, 40, died=1)
    UnitYear.objects.create(unit=world.hoa, year=2026, opening=opening)
    page = office.get("/so-lieu/2026/")
    assert notes(page, world.hoa) == (39, differs, False)
    told = f"đang ghi {opening}, cuối năm 2025 là 39"
    assert (told in page.content.decode()) == differs


def test_a_merged_unit_opens_with_the_members_of_both(world, office):
    of_2025(world.hoa, 40)
    of_2025(world.sen, 22, died=2)
    reorganise.close(world.sen, into=world.hoa, on=date(2025, 6, 1))
    assert notes(office.get("/so-lieu/2026/"), world.hoa)[0] == 60


def test_a_merger_in_the_new_year_leaves_each_its_own_opening(world, office):
    of_2025(world.hoa, 40)
    of_2025(world.sen, 22)
    reorganise.close(world.sen, into=world.hoa, on=date(2026, 3, 1))
    page = office.get("/so-lieu/2026/")
    assert (notes(page, world.hoa)[0], notes(page, world.sen)[0]) == (40, 22)


def test_nothing_is_proposed_where_a_part_is_not_known(world, office):
    of_2025(world.hoa, 40)
    of_2025(world.sen, None, died=2)
    reorganise.close(world.sen, into=world.hoa, on=date(2025, 6, 1))
    assert notes(office.get("/so-lieu/2026/"), world.hoa)[0] is None


def handed_over(unit, to, members):
    """Members who went from one unit to another on 1 June 2025."""
    act = Reorganisation.objects.create(act=Reorganisation.Act.SPLIT, on=date(2025, 6, 1), told="Tách")
    for one, count in ((unit, -members), (to, members)):
        HandOver.objects.create(act=act, unit=one, on=act.on, members=count)


def test_members_handed_over_stand_in_both_ledgers(world, office):
    of_2025(world.hoa, 40)
    new = reorganise.found(
        code="HOA2", name="Hoa Hai", kind="residential", since=date(2025, 6, 1), parent=world.commune
    )
    handed_over(world.hoa, new, 15)
    page = office.get("/so-lieu/2025/")
    assert [cell_of(page, unit, "closing").value for unit in (world.hoa, new, world.commune)] == [
        "25", "15", "40",
    ]  # fmt: skip
    assert [cell_of(page, unit, "closing").handed_over for unit in (world.hoa, new, world.sen)] == [
        -15,
        15,
        0,
    ]
    assert "bàn giao −15" in page.content.decode()
    assert notes(office.get("/so-lieu/2026/"), new)[0] == 15


def test_who_was_handed_over_is_not_all_that_a_standing_unit_had(world, office):
    of_2025(world.hoa, 40)
    handed_over(world.hoa, world.sen, 15)  # how many Sen had before, nobody has typed
    assert cell_of(office.get("/so-lieu/2025/"), world.sen, "closing").value == ""
    assert notes(office.get("/so-lieu/2026/"), world.sen)[0] is None
    of_2025(world.sen, 20)
    assert cell_of(office.get("/so-lieu/2025/"), world.sen, "closing").value == "35"


def test_members_of_a_unit_that_left_are_not_lost_between_two_years(world, office):
    """Hoa closes at 40, Sen at 20 although it has left: 60 at the end of 2025, 40 to open 2026 with, 20 are told."""
    of_2025(world.hoa, 40)
    sen = of_2025(world.sen, 20)
    basis = reorganise.Basis("45-QĐ/ĐU", date(2025, 9, 1))
    plan = reorganise.Leave(world.sen, "Đảng bộ phường Hoa Ban")
    regrouping.carry_out(plan, on=date(2025, 10, 1), basis=basis, by=world.officers["an"])
    page = office.get("/so-lieu/2026/")
    assert cell_of(page, world.commune, "opening").unplaced == 20
    assert "còn 20 đảng viên cuối năm 2025" in page.content.decode()
    sen.transferred_out = 20
    sen.save()
    page = office.get("/so-lieu/2026/")
    assert cell_of(page, world.commune, "opening").unplaced == 0
    assert "đảng viên cuối năm 2025" not in page.content.decode()


def test_a_year_that_is_not_over_proposes_nothing(world, office):
    UnitYear.objects.create(unit=world.hoa, year=2026, opening=40)
    assert notes(office.get("/so-lieu/2027/"), world.hoa)[0] is None


def test_another_communes_closing_is_no_business_of_ours(world, office):
    of_2025(world.far, 500)
    page = office.get("/so-lieu/2026/")
    assert "500" not in page.content.decode()


def test_the_given_ledger_closes_at_433_and_a_planted_difference_is_shown(db, client):
    call_command("import_workbook", CASE, "--commit", stdout=StringIO())
    root = Unit.objects.get(parent=None)
    client.force_login(Officer.objects.create_user("an", role=Role.OFFICE, unit=root))
    page = client.get("/so-lieu/2024/")
    assert cell_of(page, root, "closing").value == "433"
    page = client.get("/so-lieu/2025/")
    cells_of_openings = [cell for line in page.context["grid"].rows for cell in line.cells if cell.proposed]
    assert sum(cell.proposed for cell in cells_of_openings) == 433
    village = Unit.objects.get(code="XM")  # 15 at the start, 20 at the end
    assert notes(page, village) == (20, False, True)
    UnitYear.objects.create(unit=village, year=2025, opening=21)
    assert "đang ghi 21, cuối năm 2024 là 20" in client.get("/so-lieu/2025/").content.decode()


@pytest.mark.parametrize(
    ("typed", "at_fault"),
    [
        ({"resolution_number": "3-NQ/CB", "resolution_on": "15/06/2026"}, None),
        ({"resolution_number": "3-NQ/CB", "resolution_on": "16/06/2026"}, "resolution_on"),
        ({"resolution_on": "15/06/2026"}, "resolution_number"),
    ],
)
def test_a_resolution_has_its_number_and_its_day(world, office, typed, at_fault):
    posted = cells({(world.hoa, field): ("", value) for field, value in typed.items()})
    answer = office.post("/so-lieu/2026/", posted)
    assert answer.status_code == (302 if at_fault is None else 422)
    if at_fault:
        assert cell_of(answer, world.hoa, at_fault).faults
        assert not UnitYear.objects.exists()
    else:
        assert row(world.hoa).resolution_on == date(2026, 6, 15)
