"""The annual workbook as another library reads it back."""

from datetime import date
from io import BytesIO

from python_calamine import CalamineWorkbook

from reports.workbook import workbook_for
from units.periods import Period

SHEETS = ["Tổng hợp", "Đơn vị", "Biểu 2", "Trường học", "Chưa kết nạp", "Danh sách kết nạp"]
TODAY = date(2026, 11, 22)


def opened(content: bytes) -> dict[str, list[list]]:
    """Every sheet as rows of cells, read by calamine."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def made(unit, year=2024, name="Y") -> dict[str, list[list]]:
    return opened(workbook_for(unit, Period.of(year, name, today=TODAY)))


def row_of(rows, text, column=1):
    return next(row for row in rows if row[column] == text)
