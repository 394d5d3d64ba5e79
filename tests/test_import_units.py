"""The sheet Đơn vị: the tree is founded, corrected and closed, and every fault names its cell."""

from datetime import date

import pytest

from admissions.importing.load import load, plan
from admissions.models import Candidate, StageEvent
from tests.workbooks import CELL_A, CELL_B, PERSON, ROOT_UNIT, TREE, setup
from units import reorganise
from units.models import Placement, Supervision, Unit

pytestmark = pytest.mark.django_db


def faults(content, officer=None):
    return [(f.sheet, f.row, f.column, f.found, f.expected) for f in plan(content, officer).findings.faults]


def only_fault(content, officer=None):
    found = faults(content, officer)
    assert len(found) == 1, found
    return found[0]


def test_a_unit_may_stand_above_its_parent_in_the_sheet():
    load(setup([CELL_A, CELL_B, ROOT_UNIT]))
    assert Unit.objects.get(code="A").parent.code == "GOC"
    assert reorganise.misplaced() == []


def test_headings_are_found_under_title_rows_without_accents_case_or_spaces():
    rows = [
        ["ĐẢNG BỘ XÃ GỐC"],
        [],
        ["LOAI  HINH *", "ma", "Tên đơn\u0020vị*", "Mã cấp trên", "Số điện thoại"],
        ["đảng bộ xã", "GOC", "Đảng bộ xã Gốc", None, "0123"],
        ["CHI BỘ KHÁC", "A", "Chi bộ A", "GOC", None],
    ]
    findings = load(setup(rows))
    assert findings.faults == [] and Unit.objects.get(code="A").kind == "other"
    assert [ignored.name for ignored in findings.unknown_columns] == ["Đơn vị: Số điện thoại"]


@pytest.mark.parametrize(
    ("row", "column", "found", "expected"),
    [
        ({**CELL_A, "Loại hình": "Chi đoàn"}, "Loại hình", "Chi đoàn", "Chi bộ thôn bản; Chi bộ trường học"),
        ({**CELL_A, "Mã": "GOC"}, "Mã", "GOC", "hàng 2"),
        ({**CELL_A, "Mã": " goc "}, "Mã", "goc", "hàng 2"),
        ({**CELL_A, "Mã cấp trên": "KHONGCO"}, "Mã cấp trên", "KHONGCO", "mã của một đơn vị đã có"),
        ({**CELL_A, "Mã cấp trên": "A"}, "Mã cấp trên", "A", "chính nó"),
        ({**CELL_A, "Mã cấp trên": None}, "Mã cấp trên", "(trống)", "Đảng bộ xã Gốc"),
        ({**CELL_A, "Tên đơn vị": None}, "Tên đơn vị", "(trống)", "không để trống"),
        ({**CELL_A, "Từ ngày": "2020"}, "Từ ngày", "2020", "24/02/2023"),
        ({**CELL_A, "Từ ngày": "31/12/2019"}, "Từ ngày", "31/12/2019", "ngày từ 01/01/2020"),
        ({**CELL_A, "Phải kết nạp học sinh": "cũng được"}, "Phải kết nạp học sinh", "cũng được", "x nếu có"),
        ({**CELL_A, "Sáp nhập vào": "GOC"}, "Đến ngày", "(trống)", "ngày kết thúc"),
        (
            {**CELL_A, "Đến ngày": "01/06/2024", "Sáp nhập vào": "KHONGCO"},
            "Sáp nhập vào",
            "KHONGCO",
            "mã của một đơn vị",
        ),
        ({**CELL_A, "Đến ngày": "01/01/2020"}, "Đến ngày", "01/01/2020", "ngày sau 01/01/2020"),
        ({**CELL_A, "Đến ngày": "01/06/2024", "Sáp nhập vào": "A"}, "Sáp nhập vào", "A", "đơn vị khác"),
        ({**CELL_A, "Bí thư": "=HYPERLINK(1)"}, "Bí thư", "=HYPERLINK(1)", "họ và tên"),
    ],
)
def test_each_fault_names_sheet_row_column_found_and_expected(row, column, found, expected):
    sheet, number, where, has, wants = only_fault(setup([ROOT_UNIT, row]))
    assert (sheet, number, where, has) == ("Đơn vị", 3, column, found)
    assert expected in wants


def test_a_circle_of_parents_is_a_fault_on_every_row_of_it():
    found = faults(setup([ROOT_UNIT, {**CELL_A, "Mã cấp trên": "B"}, {**CELL_B, "Mã cấp trên": "A"}]))
    assert [(row, column) for _, row, column, _, _ in found] == [(3, "Mã cấp trên"), (4, "Mã cấp trên")]
    assert "A → B → A" in found[0][4]


def test_two_roots_in_one_sheet_are_refused_a_second_one_in_the_installation_is_pointed_out():
    second = {**ROOT_UNIT, "Mã": "HAI"}
    assert only_fault(setup([ROOT_UNIT, second]))[1:3] == (3, "Mã cấp trên")
    load(setup([ROOT_UNIT]))
    assert any("đã có Đảng bộ xã Gốc" in remark.text for remark in load(setup([second])).remarks)
    assert Unit.objects.filter(parent__isnull=True).count() == 2


def test_missing_headings_are_told_with_what_was_there_instead():
    found = faults(setup([["Mã", "Tên"], ["A", "Chi bộ A"]]))
    assert [(row, column) for _, row, column, _, _ in found] == [(1, "Tên đơn vị"), (1, "Loại hình")]
    assert "Mã; Tên" in found[0][3]


def test_without_a_day_a_unit_begins_with_the_earliest_year_of_the_workbook():
    units = [{k: v for k, v in row.items() if k != "Từ ngày"} for row in TREE]
    load(setup(units, people=[{**PERSON, "Ngày vào nguồn": "10/03/2021"}]))
    assert set(Unit.objects.values_list("founded_on", flat=True)) == {date(2021, 1, 1)}


def test_a_merger_closes_the_unit_into_its_successor_on_its_day():
    load(setup([ROOT_UNIT, {**CELL_A, "Đến ngày": "01/06/2024", "Sáp nhập vào": "B"}, CELL_B]))
    closed = Unit.objects.get(code="A")
    assert (closed.closed_on, closed.parent.code) == (date(2024, 6, 1), "B")
    assert Placement.objects.get(unit=closed, closed=False).parent.code == "GOC"
    assert reorganise.misplaced() == []


def test_a_chain_of_mergers_on_one_day_is_done_from_its_far_end():
    third = {**CELL_B, "Mã": "C"}
    into = [
        {**CELL_B, "Đến ngày": "01/06/2024", "Sáp nhập vào": "C"},
        {**CELL_A, "Đến ngày": "01/06/2024", "Sáp nhập vào": "B"},
    ]
    load(setup([ROOT_UNIT, *into, third]))
    assert Unit.objects.get(code="A").parent.code == "B" and Unit.objects.get(code="B").parent.code == "C"
    assert reorganise.misplaced() == []


def test_a_circle_of_mergers_is_a_fault():
    rows = [ROOT_UNIT, {**CELL_A, "Đến ngày": "01/06/2024", "Sáp nhập vào": "B"}]
    rows.append({**CELL_B, "Đến ngày": "01/06/2024", "Sáp nhập vào": "A"})
    assert {column for _, _, column, _, _ in faults(setup(rows))} == {"Sáp nhập vào"}


def test_what_a_closed_unit_did_is_its_own_and_the_person_goes_to_the_successor():
    rows = [ROOT_UNIT, {**CELL_A, "Đến ngày": "01/06/2024", "Sáp nhập vào": "B"}, CELL_B]
    load(setup(rows, people=[{**PERSON, "Ngày công nhận cảm tình Đảng": "01/06/2024"}]))
    assert Candidate.objects.get().unit.code == "B"
    assert list(StageEvent.objects.values_list("stage", "unit__code")) == [("source", "A"), ("listed", "B")]


def test_a_merged_workbook_loaded_again_changes_nothing():
    rows = [ROOT_UNIT, {**CELL_A, "Đến ngày": "01/06/2024", "Sáp nhập vào": "B"}, CELL_B]
    content = setup(rows, people=[PERSON])
    load(content)
    findings = load(content)
    assert findings.faults == [] and not findings.alters
    assert Candidate.objects.count() == 1


def test_name_kind_and_people_are_corrected_and_told_old_and_new():
    load(setup([ROOT_UNIT, {**CELL_A, "Bí thư": "Lò Văn Hoa", "Cấp ủy viên phụ trách": "Vàng A Tủa"}]))
    row = {
        **CELL_A,
        "Tên đơn vị": "Chi bộ bản Á",
        "Bí thư": "Lò Thị Mai",
        "Cấp ủy viên phụ trách": "Sùng A Dơ",
    }
    findings = load(setup([ROOT_UNIT, row]))
    assert (findings.counts["Đơn vị"].changed, findings.counts["Đơn vị"].same) == (1, 1)
    assert ("Bí thư", "Lò Văn Hoa", "Lò Thị Mai") in [(c.field, c.old, c.new) for c in findings.changes]
    unit = Unit.objects.get(code="A")
    assert (unit.name, unit.secretary, unit.placements.get().name) == (
        "Chi bộ bản Á",
        "Lò Thị Mai",
        "Chi bộ bản Á",
    )
    assert Supervision.objects.get(unit=unit, until__isnull=True).member == "Sùng A Dơ"
    assert Supervision.objects.filter(unit=unit, member="Vàng A Tủa", until__isnull=False).exists()


def test_another_parent_wants_a_dated_reorganisation():
    load(setup(TREE))
    base = {**CELL_B, "Mã": "CS", "Loại hình": "Đảng bộ cơ sở"}
    _, row, column, found, expected = only_fault(setup([ROOT_UNIT, base, {**CELL_A, "Mã cấp trên": "CS"}]))
    assert (row, column, found) == (4, "Mã cấp trên", "CS")
    assert "tổ chức lại" in expected


def test_an_officer_loads_only_below_his_own_unit(world):
    an = world.officers["an"]
    below = [{**CELL_A, "Mã": "MOI", "Mã cấp trên": "MAY"}]
    assert faults(setup(below), an) == []
    assert only_fault(setup([{**CELL_A, "Mã": "MOI", "Mã cấp trên": "KHE"}]), an)[1:4] == (
        2,
        "Mã cấp trên",
        "KHE",
    )
    assert only_fault(setup([{**CELL_A, "Mã": "XA", "Mã cấp trên": "KHE"}]), an)[1:4] == (2, "Mã", "XA")
    assert only_fault(setup([ROOT_UNIT]), an)[1:3] == (2, "Mã cấp trên")


def test_a_fault_never_names_what_lies_outside_the_officers_scope(world):
    told = str(faults(setup([{**CELL_A, "Mã": "XA", "Mã cấp trên": "KHE"}]), world.officers["an"]))
    assert "bản Xa" not in told and "xã Khe" not in told


def test_a_cell_closes_after_its_committee_has_moved_with_it():
    base = {**CELL_B, "Mã": "CS", "Loại hình": "Đảng bộ cơ sở", "Đến ngày": "01/05/2024", "Sáp nhập vào": "B"}
    cell = {**CELL_A, "Mã": "D", "Mã cấp trên": "CS", "Đến ngày": "01/06/2024", "Sáp nhập vào": "A"}
    findings = load(setup([*TREE, base, cell]))
    assert [remark.text for remark in findings.remarks] == []
    assert Unit.objects.get(code="D").parent.code == "A"
    assert reorganise.misplaced() == []
