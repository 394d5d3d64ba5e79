"""The annual workbook read back with another library than the one that wrote it.

The case is the commune Tu Lý in 2024 (tests/cases/tu-ly-2024.xlsx); every figure asserted here stands in its
expected file or was counted by hand from the case's own rows.
"""

import json
import os
import shutil
import subprocess
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from django.core.management import call_command
from django.db import transaction
from openpyxl.cell.cell import Cell
from python_calamine import CalamineWorkbook

from reports.workbook import workbook_for
from tests.reading_back import SHEETS, TODAY, opened, row_of
from units.models import Unit
from units.periods import Period

CASES = Path(__file__).parent / "cases"
EXPECTED = json.loads((CASES / "tu-ly-2024.expected.json").read_text())


@pytest.fixture(scope="module")
def case(django_db_setup, django_db_blocker):
    """The case's workbook as the command writes it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("import_workbook", CASES / "tu-ly-2024.xlsx", "--commit", stdout=StringIO())
        content = workbook_for(Unit.objects.get(code="TULY"), Period.of(2024, today=TODAY))
        transaction.set_rollback(True)
    return content


@pytest.fixture(scope="module")
def sheets(case):
    return opened(case)


def test_the_sheets_stand_in_their_order_with_base_and_date_under_each_title(sheets):
    assert list(sheets) == SHEETS
    for rows in sheets.values():
        above = [str(cell) for row in rows[:9] for cell in row]
        assert "Cơ số: 420 đảng viên, ngày 31/12/2023" in above
        assert "ĐẢNG CỘNG SẢN VIỆT NAM" in above and "ĐẢNG ỦY XÃ TU LÝ" in above


def test_the_summary_tells_the_published_year(sheets):
    rows = {row[1]: (row[2], row[3], row[4]) for row in sheets["Tổng hợp"]}
    counts = {
        "Đảng viên làm cơ số": EXPECTED["members_base"],
        "Chỉ tiêu kết nạp được giao": EXPECTED["quota"],
        "Tổng chỉ tiêu đã giao cho đơn vị trực thuộc": EXPECTED["quota_children_sum"],
        "Cần kết nạp để đạt 3%": EXPECTED["needed_min"],
        "Cần kết nạp để đạt 4%": EXPECTED["needed_max"],
        "Đã kết nạp trong kỳ": EXPECTED["admitted"],
        "Cùng kỳ năm trước": EXPECTED["admitted_same_period_last_year"],
        "Tăng (+), giảm (−) so với cùng kỳ": 4,
        "Còn phải kết nạp để đạt 3%": EXPECTED["missing_min"],
        "Nguồn, cảm tình Đảng chưa có quyết định": EXPECTED["in_pipeline"],
        "Trong đó chờ quyết định": EXPECTED["waiting_decision"],
        "Học sinh đã kết nạp": EXPECTED["pupils_admitted"],
        "Chỉ tiêu học sinh": EXPECTED["pupils_quota"],
        "Công nhận đảng viên chính thức": EXPECTED["recognised_in_year"],
        "Đã học lớp bồi dưỡng nhận thức về Đảng trong kỳ": EXPECTED["sent_to_class_in_year"],
        "Đảng viên đầu kỳ (A)": 420,
        "Tăng: chuyển đến": 9,
        "Giảm: từ trần": 4,
        "Giảm: chuyển đi": 5,
        "Đảng viên cuối kỳ (D = A + tăng − giảm)": 433,
    }
    assert {label: rows[label][0] for label in counts} == counts
    assert rows["Hoàn thành chỉ tiêu"][1:] == (118.18, "13/11 chỉ tiêu")
    assert rows["Tỷ lệ kết nạp"][1:] == (3.10, "13/420 đảng viên, ngày 31/12/2023")
    assert rows["Nữ"][:2] == (6, 46.15) and rows["Dân tộc thiểu số"][:2] == (9, 69.23)
    assert rows["Kết nạp lại"][:2] == (1, 7.69) and rows["Người theo tôn giáo"][:2] == (0, 0)
    assert rows["Trong khung mục tiêu"][2].endswith("(Công văn 01/2026 của Đảng ủy xã, mục 2)")
    assert rows["Số đơn vị: có nguồn, chưa kết nạp"][0] == 5  # Riêng, Lăm, Vôi, Công an, Quân sự


def test_every_unit_stands_in_the_table_with_its_own_figures(sheets):
    heading = next(row for row in sheets["Đơn vị"] if row[0] == "TT")
    told = {row[1]: dict(zip(heading, row, strict=True)) for row in sheets["Đơn vị"] if row[1]}
    names = {
        row[0]: row[1]
        for row in CalamineWorkbook.from_path(CASES / "tu-ly-2024.xlsx")
        .get_sheet_by_name("Đơn vị")
        .to_python()
    }
    for child in EXPECTED["children"]:
        row = told[names[child["code"]]]
        assert row["Đảng viên 31/12/2023"] == child["members_base"]
        assert row["Chỉ tiêu"] == (child["quota"] if child["quota"] is not None else "—")
        assert row["Kết nạp"] == child["admitted"]
        assert row["Nguồn, cảm tình Đảng"] == child["in_pipeline"]
        assert row["Chờ quyết định"] == child["waiting_decision"]
        assert row["Hoàn thành (%)"] == (float(child["completion"]) if child["completion"] else "—")
    assert told["Chi bộ xóm Mạ"]["Tỷ lệ kết nạp (%)"] == 33.33  # 5 of 15
    assert told["Chi bộ xóm Mạ"]["Cấp ủy viên phụ trách"] == "Thào Quốc Hải"
    assert told["Chi bộ Trường THPT"]["Ghi chú"] == "Chưa kết nạp học sinh"
    # By hand: 12 villages with 15+34+30+28+41+22+26+19+33+37+24+29 members; quotas 2 and seven of 1.
    assert [told["Thôn, bản"][name] for name in ("Đảng viên 31/12/2023", "Chỉ tiêu", "Kết nạp")] == [
        338,
        9,
        10,
    ]
    assert told["Trường học"]["Tỷ lệ kết nạp (%)"] == 4.23  # 3 of 14+27+18+12 = 71
    total = told["Tổng cộng"]
    assert (total["Kết nạp"], total["Chỉ tiêu"], total["Hoàn thành (%)"]) == (13, 11, 118.18)
    assert (total["Tỷ lệ kết nạp (%)"], total["Học sinh"]) == (3.10, 1)


def test_schools_that_owe_a_pupil_are_told_apart_from_kindergartens(sheets):
    rows = sheets["Trường học"]
    # unit, secretary, members, admitted, pupils, quota, on the road, pupils of them, remark
    assert row_of(rows, "Chi bộ Trường THPT")[3:] == [18, 1, 0, 1, 3, 3, "Chưa kết nạp được học sinh"]
    assert row_of(rows, "Chi bộ Trường PTDTNT")[3:] == [12, 1, 1, 1, 2, 2, ""]
    assert row_of(rows, "Tổng cộng")[3:9] == [30, 2, 1, 2, 5, 5]
    assert not any("Mầm non" in str(row[1]) for row in rows)


def test_units_without_an_admission_are_split_by_whether_they_have_anyone(sheets):
    rows = [row for row in sheets["Chưa kết nạp"] if row[1]]
    names = [row[1] for row in rows][rows.index(row_of(rows, "Đơn vị")) + 1 :]
    assert (
        names[:14]
        == [
            "Có nguồn, chưa kết nạp: 5 đơn vị",
            *("Chi bộ xóm Riêng", "Chi bộ xóm Lăm", "Chi bộ xóm Vôi", "Chi bộ Công an", "Chi bộ Quân sự"),
            "Không còn nguồn (thống kê riêng): 1 đơn vị",
            "Chi bộ xóm Hạ",
            "Chưa có nguồn: 4 đơn vị",
            *("Chi bộ xóm Nà Mười", "Chi bộ xóm Dúng", "Chi bộ Trường Mầm non Tu Lý", "Chi bộ Trạm Y tế"),
        ][:14]
    )
    assert row_of(rows, "Chi bộ xóm Lăm")[3:7] == [37, 1, 3, 1]


def test_the_admitted_stand_by_unit_and_by_given_name_with_real_dates(sheets):
    rows = [row for row in sheets["Danh sách kết nạp"] if isinstance(row[0], float)]
    assert [row[0] for row in rows] == list(range(1, 14))
    assert [row[1] for row in rows[:5]] == [
        "Vàng Ngọc Dợ",  # D before Đ, H, P, V; of the two Vân: Giàng before Vừ
        "Tẩn Ngọc Hương",
        "Phàn Thị Minh Phương",
        "Giàng Thị Hồng Vân",
        "Vừ Thị Thu Vân",
    ]
    born_m, born_f, decided, held = rows[0][2], rows[0][3], rows[0][11], rows[0][12]
    assert (born_m, born_f, decided, held) == ("", date(1995, 3, 9), date(2024, 4, 13), date(2024, 4, 27))
    assert rows[12] == [
        *(13, "Vũ Minh Quân", date(2005, 9, 14), "", "Kinh", "Không", "Học sinh", "THPT", ""),
        *("Chi bộ Trường PTDTNT", "184-QĐ/ĐU", date(2024, 11, 29), date(2024, 12, 13)),
    ]


def test_no_cell_is_a_formula_and_every_number_has_a_format(case):
    with ZipFile(BytesIO(case)) as parts:
        xml = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/")]
    assert xml and not any(b"<f>" in part or b"<f " in part for part in xml)
    for paper in openpyxl.load_workbook(BytesIO(case)):
        for cell in (cell for row in paper for cell in row if isinstance(cell, Cell)):
            if cell.is_date:
                assert cell.number_format == "dd/mm/yyyy"
            elif cell.data_type == "n" and cell.value is not None:
                assert cell.number_format.startswith(("#,##0", "+#,##0")), (paper.title, cell.coordinate)
            elif cell.data_type == "s":
                assert not cell.value.replace(",", "").replace(".", "").isdigit() or paper.title == "Biểu 2"


def test_the_paper_is_a4_with_repeated_headings_and_one_page_wide(case):
    for paper in openpyxl.load_workbook(BytesIO(case)):
        setup = paper.page_setup
        assert (setup.paperSize, setup.fitToWidth, setup.fitToHeight) == (9, 1, 0)
        assert paper.sheet_properties.pageSetUpPr.fitToPage and paper.print_title_rows and paper.freeze_panes
        assert "&P" in paper.oddFooter.center.text
        assert {cell.font.name for row in paper for cell in row if cell.value} == {"Times New Roman"}
    assert (paper.title, setup.orientation) == ("Danh sách kết nạp", "landscape")


@pytest.mark.skipif(
    shutil.which("soffice") is None and "CI" not in os.environ, reason="LibreOffice: no program here"
)
def test_libreoffice_opens_it_and_prints_every_sheet(case, tmp_path):
    (tmp_path / "so-lieu.xlsx").write_bytes(case)
    told = subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "pdf", "so-lieu.xlsx"],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert "Error" not in told.stderr + told.stdout
    assert (tmp_path / "so-lieu.pdf").read_bytes().startswith(b"%PDF")
