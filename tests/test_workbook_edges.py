"""The annual workbook where data are strange, missing or many."""

import time
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from admissions import pipeline
from admissions.models import Candidate, StageEvent
from admissions.regulation import Stage
from reports.workbook import workbook_for
from reports.workbook.letterhead import Letterhead
from tests.reading_back import SHEETS, TODAY, made, opened, row_of
from units import reorganise
from units.models import Kind, Quota, Unit, UnitYear, YearRule
from units.periods import Period

DECIDED = {
    Stage.SOURCE: (date(2023, 1, 5), ""),
    Stage.VOTED: (date(2024, 1, 9), "2-NQ/CB"),
    Stage.DECIDED: (date(2024, 2, 20), "+3-QĐ/ĐU"),
}


@pytest.mark.parametrize("name", ["=1+1 Hùng", "+Hùng", "-Hùng", "@Hùng", "=HYPERLINK(A1) Hùng"])
def test_a_name_like_a_formula_stays_text(world, person, name):
    person(name, steps=DECIDED, religion="=cmd|' /C calc'!A0")
    content = workbook_for(world.commune, Period.of(2024, today=TODAY))
    cell = next(
        c for c in openpyxl.load_workbook(BytesIO(content))["Danh sách kết nạp"]["B"] if c.value == name
    )
    assert (cell.data_type, cell.number_format) == ("s", "@")
    row = row_of(opened(content)["Danh sách kết nạp"], name)
    assert (row[5], row[10]) == ("=cmd|' /C calc'!A0", "+3-QĐ/ĐU")
    with ZipFile(BytesIO(content)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())


def test_units_about_which_nothing_is_known_break_nothing(world):
    for unit in Unit.objects.all():
        told = made(unit)
        assert list(told) == SHEETS
        assert any("Cơ số: chưa nhập số đảng viên" in str(cell) for row in told["Tổng hợp"] for cell in row)
    rows = made(world.commune)["Đơn vị"]
    assert row_of(rows, "Chi bộ bản Hoa")[5:13] == ["—", "—", 0, 0, 0, 0, "—", "—"]
    assert "Chưa kết nạp đảng viên nào trong kỳ." in {row[0] for row in made(world.hoa)["Danh sách kết nạp"]}


def test_cells_of_a_base_stand_indented_under_it(world):
    content = workbook_for(world.commune, Period.of(2024, today=TODAY))
    cells = {c.value: c for c in openpyxl.load_workbook(BytesIO(content))["Đơn vị"]["B"] if c.value}
    names = list(cells)
    assert names[names.index("Đảng bộ Công ty Chè Mây") + 1] == "Chi bộ Xưởng Chè"
    assert cells["Chi bộ Xưởng Chè"].alignment.indent == 1
    assert cells["Đảng bộ Công ty Chè Mây"].alignment.indent == 0


def test_subtotals_and_people_of_the_committee_itself_add_up_to_the_total(world, person):
    for unit, opening in ((world.commune, 3), (world.hoa, 20), (world.workshop, 7)):
        UnitYear.objects.create(unit=unit, year=2024, opening=opening)
    person("Lò Thị A", unit=world.commune, steps=DECIDED)
    person("Lò Thị B", unit=world.workshop, steps=DECIDED)
    rows = made(world.commune)["Đơn vị"]
    parts = ("Thôn, bản", "Trường học", "Đảng bộ cơ sở", "Chưa ghi cho đơn vị cụ thể", "Tổng cộng")
    told = {name: (row_of(rows, name)[5], row_of(rows, name)[10]) for name in parts}
    assert list(told.values()) == [(20, 0), ("—", 0), (7, 1), (3, 1), (30, 2)]


def test_a_closed_cells_admission_stands_under_its_successor(world, person):
    person("Lò Thị Muôn", unit=world.sen, steps=DECIDED)
    reorganise.close(world.sen, into=world.hoa, on=date(2024, 7, 1))
    told = made(world.commune)
    assert row_of(told["Đơn vị"], "Chi bộ bản Hoa")[10] == 1
    assert not any(row[1] == "Chi bộ bản Sen" for row in told["Đơn vị"])
    assert row_of(made(world.hoa)["Danh sách kết nạp"], "Lò Thị Muôn")[9] == "Chi bộ bản Sen"


def test_a_voided_decision_is_on_no_sheet(world, person):
    pipeline.void_last(person("Lò Thị Muôn", steps=DECIDED), reason="ghi nhầm", by=world.officers["an"])
    told = made(world.commune)
    assert row_of(told["Tổng hợp"], "Đã kết nạp trong kỳ")[2] == 0
    assert not any("Lò Thị Muôn" in row for row in told["Danh sách kết nạp"])


@pytest.mark.parametrize(("counting", "listed"), [("decision", ["Lò A", "Lò B"]), ("ceremony", ["Lò B"])])
def test_the_list_counts_by_the_day_the_rule_names(world, person, counting, listed):
    YearRule.objects.create(root=world.commune, year=2024, counting=counting)
    late = {**DECIDED, Stage.DECIDED: (date(2024, 12, 20), "8-QĐ/ĐU"), Stage.HELD: (date(2025, 1, 9), "")}
    person("Lò A", steps=late)
    person("Lò B", steps={**DECIDED, Stage.HELD: (date(2024, 3, 1), "")})
    rows = [row for row in made(world.commune)["Danh sách kết nạp"] if isinstance(row[0], float)]
    assert [row[1] for row in rows] == listed
    assert rows[-1][10:] == ["+3-QĐ/ĐU", date(2024, 2, 20), date(2024, 3, 1)]
    if counting == "decision":
        assert rows[0][10:] == ["8-QĐ/ĐU", date(2024, 12, 20), date(2025, 1, 9)]


def test_a_quarter_shows_the_quota_in_force_then(world):
    Quota.objects.create(unit=world.commune, year=2024, members=5, given_on=date(2024, 1, 20))
    Quota.objects.create(unit=world.commune, year=2024, members=8, given_on=date(2024, 6, 1))
    told = {
        name: row_of(made(world.commune, name=name)["Tổng hợp"], "Chỉ tiêu kết nạp được giao")
        for name in ("Q1", "Y")
    }
    assert (told["Q1"][2], told["Y"][2]) == (5, 8)


def test_the_letterhead_follows_from_the_tree(world, settings):
    heads = {unit: Letterhead.of(unit) for unit in (world.commune, world.hoa, world.base, world.workshop)}
    assert (heads[world.commune].superior, heads[world.commune].body) == (
        "ĐẢNG ỦY XÃ MÂY",
        "BAN XÂY DỰNG ĐẢNG",
    )
    assert heads[world.commune].signed_by == ("TRƯỞNG BAN",)
    assert (heads[world.hoa].superior, heads[world.hoa].body) == ("ĐẢNG BỘ XÃ MÂY", "CHI BỘ BẢN HOA")
    assert heads[world.hoa].signed_by == ("T/M CHI BỘ", "BÍ THƯ") and heads[world.hoa].place == "Mây"
    assert heads[world.base].body == "ĐẢNG ỦY CÔNG TY CHÈ MÂY"
    assert heads[world.workshop].superior == "ĐẢNG BỘ CÔNG TY CHÈ MÂY"
    settings.REPORT_BOARD, settings.REPORT_SUPERIOR = "", "Đảng bộ tỉnh Lai Châu"
    head = Letterhead.of(world.commune)
    assert (head.superior, head.body) == ("ĐẢNG BỘ TỈNH LAI CHÂU", "ĐẢNG ỦY XÃ MÂY")


def test_the_queries_do_not_grow_with_people_and_units(world, person, django_assert_max_num_queries):
    def count():
        with django_assert_max_num_queries(40) as asked:
            workbook_for(world.commune, Period.of(2024, today=TODAY))
        return len(asked)

    person("Lò Thị A", steps=DECIDED)
    before = count()
    for number in range(8):
        unit = reorganise.found(
            code=f"M{number}",
            name=f"Chi bộ bản {number}",
            kind=Kind.RESIDENTIAL,
            parent=world.commune,
            since=date(2020, 1, 1),
        )
        person(f"Lò Thị {number}", unit=unit, steps=DECIDED)
    assert count() == before


def test_two_and_a_half_thousand_admissions_are_written_within_ten_seconds(world):
    people = [
        Candidate(
            unit=world.hoa,
            birth_date=date(1990, 1, 1 + n % 28),
            sex="female",
            stage=Stage.DECIDED,
            stage_since=date(2024, 5, 6),
        )
        for n in range(2500)
    ]
    for number, someone in enumerate(people):
        someone.set_name(f"Giàng Thị Số {number}")
    Candidate.objects.bulk_create(people)
    StageEvent.objects.bulk_create(
        StageEvent(candidate=someone, unit=world.hoa, stage=Stage.DECIDED, happened_on=date(2024, 5, 6))
        for someone in people
    )
    began = time.process_time()
    content = workbook_for(world.commune, Period.of(2024, today=TODAY))
    assert time.process_time() - began < 10  # of this process: other tests run beside it
    assert sum(isinstance(row[0], float) for row in opened(content)["Danh sách kết nạp"]) == 2500
