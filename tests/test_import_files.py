"""Files that are no workbook, or not a decent one: each gets a clear message, and quickly."""

import io
import re
import struct
import time
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from admissions.importing.load import NotTheSetUp, check, plan
from admissions.importing.scan import Unreadable
from admissions.importing.sheets import SHEETS
from admissions.importing.template import blank_workbook
from tests.workbooks import HEADINGS, MESSY, TREE, TU_LY, book, pack, parts, saved, setup

QUICK = 6.0  # seconds of work; under two on a quiet machine, the rest for tests that run beside


def refusal(content: bytes) -> str:
    """What is said about a file that cannot be read, within the time an answer may take."""
    start = time.process_time()
    with pytest.raises(Unreadable) as refused:
        check(content)
    assert time.process_time() - start < QUICK
    return str(refused.value)


def ole(*names: str) -> bytes:
    """The container of old Office files, which also holds the encrypted new ones."""
    entries = b"".join(name.encode("utf-16-le") + b"\0" * 8 for name in names)
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 500 + entries + b"\0" * 500


def truncated() -> bytes:
    whole = TU_LY.read_bytes()
    return whole[: len(whole) // 2]


def declared_small() -> bytes:
    """A sheet of 300 MB whose size the archive gives as 10 bytes."""
    made = parts(HEADINGS)
    made["xl/worksheets/sheet1.xml"] = b" " * 300_000_000
    packed = bytearray(pack(made))
    size = struct.pack("<I", 300_000_000)
    for at in (packed.find(size), packed.rfind(size)):
        packed[at : at + 4] = struct.pack("<I", 10)
    return bytes(packed)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: b"", "rỗng"),
        (lambda: "Họ và tên;Ngày sinh\nGiàng A Pó;1/1/2000".encode(), "không phải tệp Excel"),
        (lambda: b"%PDF-1.7\n" + b"\0" * 1000, "không phải tệp Excel"),
        (lambda: bytes.fromhex("ffd8ffe000104a464946") + b"\0" * 1000, "không phải tệp Excel"),
        (truncated, "hỏng hoặc chưa được chép trọn vẹn"),
        (lambda: TU_LY.read_bytes()[:30], "hỏng hoặc chưa được chép trọn vẹn"),
        (lambda: pack({"word/document.xml": "<x/>"}), "không phải tệp Excel"),
        (
            lambda: pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            "lưu lại dạng .xlsx|Lưu thành",
        ),
        (lambda: pack({"xl/workbook.bin": "x"}), "Lưu thành"),
        (lambda: ole("EncryptionInfo", "EncryptedPackage"), "mật khẩu"),
        (lambda: ole("Workbook"), "Lưu thành"),
        (declared_small, "hỏng|quá lớn"),
        (lambda: pack({**parts(HEADINGS), "xl/workbook.xml": "<workbook"}), "hỏng"),
        (lambda: pack({**parts(HEADINGS), "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row"}), "hỏng"),
        (
            lambda: pack(
                {**parts(HEADINGS), "xl/worksheets/sheet1.xml": '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'}
            ),
            "hỏng",
        ),
        (
            lambda: pack({**parts(HEADINGS), "xl/worksheets/sheet1.xml": "<worksheet/>".encode("utf-16")}),
            "hỏng",
        ),
    ],
)
def test_a_file_that_is_no_sound_workbook_is_told_what_it_is(make, said):
    assert re.search(said, refusal(make()))


def test_a_workbook_that_unpacks_to_hundreds_of_megabytes_is_not_unpacked():
    made = parts(HEADINGS)
    made["xl/media/image1.xml"] = b"a" * 300_000_000
    content = pack(made)
    assert len(content) < 8 * 1024 * 1024
    assert "quá lớn" in refusal(content)


def test_a_million_empty_rows_are_passed_over_quickly():
    empty = "".join(f'<row r="{n}" spans="1:3"><c r="A{n}" s="1"/></row>' for n in range(2, 1_048_577))
    content = pack(parts(HEADINGS + empty))
    start = time.process_time()
    check(content)
    assert time.process_time() - start < QUICK


def test_too_many_rows_are_refused_quickly():
    full = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 50_002))
    assert "50000 hàng" in refusal(pack(parts(HEADINGS + full)))


def test_one_cell_far_away_does_not_exhaust_the_memory():
    assert "hàng 1048576" in refusal(
        pack(parts(HEADINGS + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'))
    )
    assert "cột XFD" in refusal(pack(parts(HEADINGS + '<row r="2"><c r="XFD2"><v>1</v></c></row>')))
    assert "vị trí ô" in refusal(pack(parts(HEADINGS + '<row r="2"><c><v>1</v></c></row>')))


def test_one_long_text_repeated_does_not_exhaust_the_memory():
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 20_000))
    shared = f"<si><t>{'a' * 30_000}</t></si>"
    assert "quá nhiều chữ" in refusal(pack(parts(HEADINGS + cells, shared=shared)))


def test_a_sheet_twice_in_the_archive_is_read_as_it_was_looked_at():
    packed = io.BytesIO()
    made = parts(HEADINGS)
    with zipfile.ZipFile(packed, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        for name, part in made.items():
            archive.writestr(name, part)
        archive.writestr("xl/worksheets/sheet1.xml", made["xl/worksheets/sheet1.xml"].replace("Mã", "Mả"))
    check(packed.getvalue())


@pytest.mark.django_db
def test_a_formula_is_a_fault_that_names_its_cell():
    opened = load_workbook(io.BytesIO(book(**{"Đơn vị": TREE})))
    opened["Đơn vị"]["B3"] = '="Chi bộ " & A3'
    fault = plan(saved(opened)).findings.faults[0]
    assert (fault.sheet, fault.row, fault.column, fault.found) == (
        "Đơn vị",
        3,
        "Tên đơn vị",
        "ô B3 chứa công thức",
    )
    assert "Dán đặc biệt" in fault.expected


@pytest.mark.django_db
def test_a_formula_with_a_value_kept_beside_it_and_a_prefix_is_found_too():
    row = '<row r="2"><c r="A2" t="str"><f>"X"&amp;1</f><v>X1</v></c><c r="B2" t="e"><v>#N/A</v></c></row>'
    content = parts(HEADINGS + row)
    found = [(f.row, f.column, f.found) for f in plan(pack(content)).findings.faults]
    assert (2, "Mã", "ô A2 chứa công thức") in found
    assert (2, "Tên đơn vị", "ô B2 chứa lỗi của Excel") in found
    prefixed = (
        content["xl/worksheets/sheet1.xml"]
        .replace("<", "<x:")
        .replace("<x:/", "</x:")
        .replace("xmlns=", "xmlns:x=")
    )
    found = [f.found for f in plan(pack({**content, "xl/worksheets/sheet1.xml": prefixed})).findings.faults]
    assert "ô A2 chứa công thức" in found


@pytest.mark.django_db
def test_a_formula_in_a_column_that_is_not_read_is_only_told():
    rows = [["TT", *TREE[0]], *(["=FORMULA()", *row.values()] for row in TREE[:1])]
    findings = plan(book(**{"Đơn vị": rows})).findings
    assert findings.faults == []
    assert [(i.name, i.why) for i in findings.unknown_columns] == [
        ("Đơn vị: TT", "không có trong mẫu, không đọc; có công thức")
    ]


@pytest.mark.django_db
def test_hidden_and_foreign_sheets_are_told_and_not_read():
    workbook = Workbook()
    workbook.active.title = "Đơn vị"
    workbook.active.append(list(TREE[0]))
    workbook.active.append(list(TREE[0].values()))
    workbook.create_sheet("Quần chúng").sheet_state = "hidden"
    workbook.create_sheet("Ghi riêng").append(["x"])
    findings = plan(saved(workbook)).findings
    assert [(i.name, i.why) for i in findings.ignored_sheets] == [
        ("Quần chúng", "trang đang ẩn, không đọc"),
        ("Ghi riêng", "không phải trang của mẫu, không đọc"),
    ]
    assert list(findings.counts) == ["Đơn vị"]


def test_a_workbook_whose_only_sheet_of_the_set_up_is_hidden_is_no_set_up():
    with pytest.raises(NotTheSetUp):
        check(pack(parts(HEADINGS, state="hidden")))


def test_the_list_of_a_secretary_is_answered_with_its_sheet_and_headings():
    with pytest.raises(NotTheSetUp) as refused:
        check(MESSY.read_bytes())
    ((sheet, headings),) = refused.value.found
    assert sheet == "DS 2024" and "Họ và tên; Ngày, tháng, năm sinh; DT" in headings


@pytest.mark.django_db
def test_the_blank_template_reads_as_three_sheets_without_a_row():
    findings = plan(blank_workbook()).findings
    assert findings.faults == [] and findings.unknown_columns == []
    assert list(findings.counts) == ["Đơn vị", "Số liệu năm", "Quần chúng"]
    assert findings.outcome == "Tệp đúng mẫu nhưng không có dòng nào để nhập."


@pytest.mark.django_db
def test_the_examples_of_the_template_are_good_rows():
    sheets = {
        sheet.title: [[f.column_name for f in sheet.fields.values()], list(sheet.example)] for sheet in SHEETS
    }
    sheets["Đơn vị"].append(["TULY", "Đảng bộ xã Tu Lý", "", "Đảng bộ xã", "", "", "", "01/01/2020", "", ""])
    assert plan(book(**sheets)).findings.faults == []


def test_the_template_has_the_headings_of_the_interface_with_the_required_ones_marked():
    page = load_workbook(io.BytesIO(blank_workbook()))["Số liệu năm"]
    assert [cell.value for cell in page[1]] == [
        "Mã đơn vị *", "Năm *", "Đảng viên 31/12 năm trước", "Chỉ tiêu", "Chỉ tiêu học sinh", "Văn bản giao", "Ngày văn bản",
        "Không còn quần chúng", "Chuyển đến", "Phục hồi", "Từ trần", "Khai trừ", "Xóa tên", "Xin ra", "Chuyển đi",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_heading_twice_is_a_fault():
    fault = plan(book(**{"Đơn vị": [["Mã", "Tên đơn vị", "Loại hình", "mã *"]]})).findings.faults[0]
    assert (fault.row, fault.column) == (1, "mã *")


@pytest.mark.django_db
def test_control_characters_never_reach_the_database():
    units = [{**TREE[0], "Tên đơn vị": "Đảng bộ_x0000_ xã_x0007_ Gốc"}]
    assert plan(setup(units)).units.founded[0].unit.name == "Đảng bộ xã Gốc"
