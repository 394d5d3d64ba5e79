"""Builds set-up workbooks for tests: ordinary ones by openpyxl, hostile ones part by part."""

import io
import zipfile
from pathlib import Path

from openpyxl import Workbook

CASES = Path(__file__).parent / "cases"
TU_LY = CASES / "tu-ly-2024.xlsx"
MESSY = CASES / "danh-sach-lon-xon.xlsx"

ROOT_UNIT = {"Mã": "GOC", "Tên đơn vị": "Đảng bộ xã Gốc", "Loại hình": "Đảng bộ xã", "Từ ngày": "01/01/2020"}
CELL_A = {
    "Mã": "A",
    "Tên đơn vị": "Chi bộ bản A",
    "Mã cấp trên": "GOC",
    "Loại hình": "Chi bộ thôn bản",
    "Từ ngày": "01/01/2020",
}
CELL_B = {**CELL_A, "Mã": "B", "Tên đơn vị": "Chi bộ bản B"}
TREE = [ROOT_UNIT, CELL_A, CELL_B]
PERSON = {
    "Họ và tên": "Giàng A Pó",
    "Ngày sinh": "20/05/2000",
    "Giới tính": "Nam",
    "Mã đơn vị": "A",
    "Ngày vào nguồn": "10/01/2024",
}


def book(**sheets) -> bytes:
    """A workbook. Sheets by title as lists: of dicts (headings are worked out), or of lists of cells as they stand."""
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        page = made.create_sheet(title)
        if rows and isinstance(rows[0], dict):
            headings = list(dict.fromkeys(heading for row in rows for heading in row))
            rows = [headings, *([row.get(heading) for heading in headings] for row in rows)]
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                cell = page.cell(number, column, value)
                if isinstance(value, str) and not value.startswith("=FORMULA"):
                    cell.data_type = "s"
    return saved(made)


def setup(units=TREE, years=None, people=None, **more) -> bytes:
    """A set-up workbook of these rows."""
    told = {"Đơn vị": units, "Số liệu năm": years, "Quần chúng": people}
    return book(**{title: rows for title, rows in told.items() if rows is not None}, **more)


def saved(workbook: Workbook) -> bytes:
    packed = io.BytesIO()
    workbook.save(packed)
    return packed.getvalue()


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADINGS = '<row r="1"><c r="A1" t="inlineStr"><is><t>Mã</t></is></c><c r="B1" t="inlineStr"><is><t>Tên đơn vị</t></is></c><c r="C1" t="inlineStr"><is><t>Loại hình</t></is></c></row>'


def parts(rows: str, *, title="Đơn vị", shared="", state="visible") -> dict[str, str]:
    """The parts of a workbook with one sheet whose rows are given as XML."""
    relation = '<Relationship Id="{}" Type="' + OFFICE + '/{}" Target="{}"/>'
    made = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": RELATIONS.format(relation.format("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="{title}" sheetId="1" state="{state}" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": RELATIONS.format(
            relation.format("r1", "worksheet", "worksheets/sheet1.xml")
            + relation.format("r2", "sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }
    return made | ({"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>'} if shared else {})


def pack(made: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in made.items():
            archive.writestr(name, part)
    return packed.getvalue()
