"""The sheet Số liệu năm: members, ledger lines and dated quotas."""

from datetime import date

import pytest

from admissions.importing.load import load, plan
from tests.workbooks import setup
from units.models import Directive, Quota, UnitYear

pytestmark = pytest.mark.django_db
ROW = {
    "Mã đơn vị": "A",
    "Năm": 2024,
    "Đảng viên 31/12 năm trước": 15,
    "Chỉ tiêu": 2,
    "Văn bản giao": "15-TB/ĐU",
    "Ngày văn bản": "06/02/2024",
}


def only_fault(row):
    found = plan(setup(years=[row])).findings.faults
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("heading", "value", "found", "expected"),
    [
        ("Chỉ tiêu", -1, "-1", "số người nguyên, không âm"),
        ("Chỉ tiêu", 1.5, "1.5", "số người nguyên, không âm"),
        ("Chỉ tiêu", "hai", "hai", "số người nguyên, không âm"),
        ("Năm", "24", "24", "năm bốn chữ số"),
        ("Năm", 3024, "3024", "năm bốn chữ số"),
        ("Mã đơn vị", "Z", "Z", "mã của một đơn vị đã có"),
        ("Ngày văn bản", "02/2024", "02/2024", "24/02/2023"),
        ("Không còn quần chúng", "hết", "hết", "x nếu có"),
    ],
)
def test_each_fault_names_its_cell(heading, value, found, expected):
    fault = only_fault({**ROW, heading: value})
    assert (fault.sheet, fault.row, fault.column, fault.found) == ("Số liệu năm", 2, heading, found)
    assert expected in fault.expected


def test_numbers_typed_as_text_are_numbers():
    load(setup(years=[{**ROW, "Năm": "2024", "Chỉ tiêu": "12"}]))
    assert Quota.objects.get().members == 12


def test_the_same_unit_and_year_twice_is_a_fault_naming_the_other_row():
    faults = plan(setup(years=[ROW, {**ROW, "Chỉ tiêu": 3}])).findings.faults
    assert [(f.row, f.column) for f in faults] == [(3, "Mã đơn vị")] and "hàng 2" in faults[0].expected


def test_a_quota_rests_on_its_document_found_or_made():
    load(setup(years=[ROW, {**ROW, "Mã đơn vị": "B"}]))
    assert Directive.objects.get().issued_on == date(2024, 2, 6)
    assert set(Quota.objects.values_list("unit__code", "given_on")) == {
        ("A", date(2024, 2, 6)),
        ("B", date(2024, 2, 6)),
    }


def test_a_quota_without_a_day_counts_from_new_year():
    load(setup(years=[{**ROW, "Văn bản giao": None, "Ngày văn bản": None}]))
    assert (Quota.objects.get().given_on, Quota.objects.get().directive) == (date(2024, 1, 1), None)


def test_a_blank_quota_is_no_quota():
    load(setup(years=[{**ROW, "Chỉ tiêu": None, "Văn bản giao": None, "Ngày văn bản": None}]))
    assert not Quota.objects.exists() and UnitYear.objects.get().opening == 15


def test_a_reissued_quota_is_a_new_row_and_the_old_workbook_does_not_undo_it():
    old = setup(years=[ROW])
    load(old)
    load(setup(years=[{**ROW, "Chỉ tiêu": 3, "Văn bản giao": "40-TB/ĐU", "Ngày văn bản": "01/07/2024"}]))
    assert list(Quota.objects.order_by("given_on").values_list("members", flat=True)) == [2, 3]
    assert not load(old).alters
    assert Quota.objects.count() == 2


def test_another_quota_without_a_document_cannot_slip_under_the_one_in_force():
    load(setup(years=[ROW]))
    faults = plan(
        setup(years=[{**ROW, "Chỉ tiêu": 9, "Văn bản giao": None, "Ngày văn bản": None}])
    ).findings.faults
    assert [(f.column, f.found) for f in faults] == [("Ngày văn bản", "(trống)")]


def test_changed_numbers_are_told_old_and_new_and_a_blank_erases_nothing():
    load(setup(years=[{**ROW, "Chuyển đến": 3, "Không còn quần chúng": "x"}]))
    findings = load(
        setup(
            years=[
                {
                    "Mã đơn vị": "A",
                    "Năm": 2024,
                    "Chuyển đến": 4,
                    "Từ trần": None,
                    "Không còn quần chúng": None,
                }
            ]
        )
    )
    assert [(c.field, c.old, c.new) for c in findings.changes] == [("Chuyển đến", "3", "4")]
    year = UnitYear.objects.get()
    assert (year.opening, year.transferred_in, year.no_source_left) == (15, 4, True)


def test_a_year_of_a_unit_out_of_scope_is_a_fault(world):
    findings = plan(setup(None, years=[{**ROW, "Mã đơn vị": "XA"}]), world.officers["an"]).findings
    assert [(f.row, f.column, f.found) for f in findings.faults] == [(2, "Mã đơn vị", "XA")]


def test_without_a_document_only_the_quota_in_force_counts_as_there_already():
    load(setup(years=[ROW]))
    load(setup(years=[{**ROW, "Chỉ tiêu": 3, "Văn bản giao": "40-TB/ĐU", "Ngày văn bản": "01/07/2024"}]))
    bare = {**ROW, "Văn bản giao": None, "Ngày văn bản": None}
    assert [f.column for f in plan(setup(years=[bare])).findings.faults] == ["Ngày văn bản"]
    assert plan(setup(years=[{**bare, "Chỉ tiêu": 3}])).findings.outcome.startswith("Không có gì thay đổi")
