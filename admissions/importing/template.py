"""The blank set-up workbook: headings, widths and lists from the same declaration that reads it."""

import io

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from admissions.importing.cells import ListCell, YesCell
from admissions.importing.scan import ROW_LIMIT
from admissions.importing.sheets import SHEETS, SheetResource

GUIDE = "Hướng dẫn"
RULES = (
    "Ba trang «Đơn vị», «Số liệu năm», «Quần chúng»: thiếu trang nào cũng được, cột đứng thứ tự nào cũng được.",
    "Cột có dấu * phải điền. Ngày ghi đủ ngày/tháng/năm, ví dụ 24/02/2023. Có thì ghi x.",
    "Nhập lần nữa: ô trống không xóa số liệu đã có; dòng đã có thì giữ nguyên.",
    "Không để công thức trong ô. Trang đang ẩn không được đọc.",
    "Không ghi nội dung lý lịch hay nội dung mật vào cột Ghi chú.",
)
HEADING = Font(name="Times New Roman", size=12, bold=True)
BODY = Font(name="Times New Roman", size=12)
TITLE = Font(name="Times New Roman", size=14, bold=True)
FILL = PatternFill("solid", fgColor="F3E3E1")
WRAP = Alignment(wrap_text=True, vertical="top")


def blank_workbook() -> bytes:
    """The three sheets with their headings only, and the guide with an example row and the allowed values of each."""
    book = Workbook()
    book.remove(book.active)
    resources = [sheet() for sheet in SHEETS]
    pages = [_sheet(book, resource) for resource in resources]
    guide = book.create_sheet(GUIDE)
    ranges = _write_guide(guide, resources)
    for page, resource in zip(pages, resources, strict=True):
        _offer_lists(page, resource, ranges)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _sheet(book: Workbook, resource: SheetResource) -> Worksheet:
    page = book.create_sheet(resource.title)
    for number, (heading, field) in enumerate(
        zip(resource.headings(), resource.fields.values(), strict=True), start=1
    ):
        _put(page, 1, number, heading, HEADING).fill = FILL
        column = page.column_dimensions[get_column_letter(number)]
        column.width, column.font = field.widget.width, BODY
        # Text columns keep 12/12 and 01 as typed; Excel would make a date and a 1 of them.
        column.number_format = field.widget.number_format
    page.row_dimensions[1].height = 48
    page.freeze_panes = "B2"
    return page


def _write_guide(guide: Worksheet, resources: list[SheetResource]) -> dict[tuple[str, str], str]:
    """Fill the guide; returns where the allowed values of each list column stand."""
    guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 34, 110
    _put(guide, 1, 1, "Cách điền tệp thiết lập", TITLE)
    row = 2
    for rule in RULES:
        guide.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
        _put(guide, row, 1, rule, BODY)
        row += 1
    ranges = {}
    for resource in resources:
        row = _write_columns(guide, resource, row + 1)
        for name, field in resource.fields.items():
            if isinstance(field.widget, ListCell) and field.widget.allowed:
                last = row + len(field.widget.allowed)
                ranges[resource.title, name] = f"'{GUIDE}'!$B${row + 1}:$B${last}"
                row = _write_values(guide, field, row)
    return ranges


def _write_columns(guide: Worksheet, resource: SheetResource, row: int) -> int:
    """One line a column: its heading, an example, what may stand in it. Returns the next free row."""
    _put(guide, row, 1, f"Trang «{resource.title}»", HEADING)
    _put(guide, row, 2, "Ví dụ một dòng, và ô đó nhận gì", HEADING)
    for heading, field, example in zip(
        resource.headings(), resource.fields.values(), resource.example, strict=True
    ):
        row += 1
        told = f"{example}   ({field.widget.expected})" if example != "" else f"({field.widget.expected})"
        _put(guide, row, 1, heading, BODY)
        _put(guide, row, 2, told, BODY)
    return row + 2


def _write_values(guide: Worksheet, field, row: int) -> int:
    _put(guide, row, 1, f"Giá trị của cột «{field.column_name}»", HEADING)
    for offset, value in enumerate(field.widget.allowed, start=1):
        _put(guide, row + offset, 2, value, BODY)
    return row + len(field.widget.allowed) + 2


def _offer_lists(page: Worksheet, resource: SheetResource, ranges: dict[tuple[str, str], str]) -> None:
    for number, (name, field) in enumerate(resource.fields.items(), start=1):
        formula = ranges.get((resource.title, name)) or ('"x"' if isinstance(field.widget, YesCell) else "")
        if formula:
            # Offered, not enforced: the reader takes more spellings than the list shows.
            offer = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
            letter = get_column_letter(number)
            offer.add(f"{letter}2:{letter}{ROW_LIMIT}")
            page.add_data_validation(offer)


def _put(page: Worksheet, row: int, column: int, value: str, font: Font) -> Cell:
    """Write a text as text, whatever it begins with."""
    cell = page.cell(row=row, column=column, value=value)
    cell.data_type, cell.font, cell.alignment = "s", font, WRAP
    return cell
