"""The one module that writes Excel: turns sheets into a workbook in the office's layout.

A text is always written as text: what begins with = + - @ never becomes a formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby, zip_longest
from typing import IO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from reports.workbook import measure
from reports.workbook.layout import ASIDE, GROUP, PLAIN, TEXT, TEXT_AMONG_FIGURES, TOTAL, Column, Line, Sheet
from reports.workbook.letterhead import HEADING, Letterhead
from reports.workbook.paging import MM_PER_INCH, break_before, margins_mm

FACE = "Times New Roman"
SIZE, SMALLER, LARGER = measure.SIZE, 11, 14
LINE = 15.75  # points of height for one line at 12
GREY = "FF767676"
THIN = Side(style="thin", color="FF000000")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
RULE = "─" * 21  # as long as the heading
A4 = 9
ROOM_TO_SIGN = 5  # lines
KEPT_WITH_FOOT = 2  # lines of the table
INDENT = 1.5  # units of width that one level takes


def write(sheets: Sequence[Sheet], letterhead: Letterhead, out: IO[bytes]) -> None:
    """Write the sheets, in their order, as an .xlsx file."""
    book = Workbook()
    book.remove(book.active)
    # Widths of columns are counted in digits of this font; openpyxl has no public way to set it.
    book._fonts[0] = book._named_styles["Normal"].font = Font(name=FACE, size=SIZE)
    book.properties.creator = letterhead.body
    book.properties.title = sheets[0].title
    for sheet in sheets:
        _Page(book.create_sheet(sheet.name), sheet, letterhead).write()
    book.save(out)


@dataclass(frozen=True)
class _Look:
    """How a cell is printed."""

    size: int = SIZE
    bold: bool = False
    italic: bool = False
    grey: bool = False
    place: str = "left"
    indent: int = 0
    boxed: bool = False

    @property
    def font(self) -> Font:
        color = GREY if self.grey else None
        return Font(name=FACE, size=self.size, bold=self.bold, italic=self.italic, color=color)

    @property
    def alignment(self) -> Alignment:
        return Alignment(horizontal=self.place, vertical="center", wrap_text=True, indent=self.indent)


UPRIGHT, BOLD, ITALIC = _Look(), _Look(bold=True), _Look(italic=True)


class _Page:
    """One sheet being written from top to bottom; `row` is the row to be written next."""

    def __init__(self, paper: Worksheet, sheet: Sheet, letterhead: Letterhead):
        self.paper, self.sheet, self.letterhead = paper, sheet, letterhead
        self.row = 1
        self.last = len(sheet.columns)
        self.middle = self._split()
        self.styles: dict[tuple[_Look, str], StyleArray] = {}

    def write(self) -> None:
        for place, column in enumerate(self.sheet.columns, start=1):
            self.paper.column_dimensions[get_column_letter(place)].width = column.width
        self._head()
        self._title()
        first = self.row
        self._headings()
        headings = range(first, self.row)
        self._set_up(headings)
        self._lines()
        last_lines = self.row - KEPT_WITH_FOOT
        self._notes()
        self._foot()
        self._keep_foot_with(last_lines, headings)

    # the parts, top to bottom

    def _head(self) -> None:
        paper = self.letterhead
        left = [(paper.superior, UPRIGHT), (paper.body, BOLD)]
        right = [(HEADING, _Look(bold=True, size=LARGER - 1)), (RULE, BOLD)]
        if self.sheet.opens_the_report:
            left += [("*", UPRIGHT), (paper.number_line, UPRIGHT)]
            right += [(paper.place_and_date, ITALIC)]
        elif self.sheet.form_number:
            right += [(self.sheet.form_number, BOLD)]
        for pair in zip_longest(left, right):
            self._next([self._half(side, *half) for side, half in enumerate(pair) if half])
        self._next(gap=True)

    def _title(self) -> None:
        look = _Look(bold=True, size=LARGER, place="center")
        self._next([self._across(self.sheet.title, look)], size=LARGER)
        for text in self.sheet.under_title:
            self._next([self._across(text, replace(ITALIC, place="center"))])
        self._next(gap=True)

    def _headings(self) -> None:
        """The heading rows: one, or two where neighbours share a heading above them."""
        columns = self.sheet.columns
        shared = any(column.over for column in columns)
        low = self.row + shared
        for place, column in enumerate(columns, start=1):
            top = low if column.over else self.row
            for row in (self.row, low):
                self._heading("", row, place)
            self._heading(column.heading, top, place)
            if top != low:
                self.paper.merge_cells(start_row=top, end_row=low, start_column=place, end_column=place)
        place = 1
        for over, members in groupby(columns, key=lambda column: column.over):
            wide = len(list(members))
            if over:
                self._heading(over, self.row, place)
                self.paper.merge_cells(
                    start_row=self.row, end_row=self.row, start_column=place, end_column=place + wide - 1
                )
            place += wide
        for row, most in zip(range(self.row, low + 1), measure.heading_lines(columns), strict=True):
            self.paper.row_dimensions[row].height = LINE * (most + 0.25)
        self.row = low + 1
        if self.sheet.column_numbers:
            for place, text in enumerate(self.sheet.column_numbers, start=1):
                self._heading(text, self.row, place, italic=True)
            self._next()

    def _lines(self) -> None:
        if not self.sheet.lines:
            self._next([self._across(self.sheet.when_empty, _Look(italic=True, place="center", boxed=True))])
        for line in self.sheet.lines:
            taken = [
                self._table_cell(line, column, place)
                for place, column in enumerate(self.sheet.columns, start=1)
            ]
            self.paper.row_dimensions[self.row].height = LINE * max(taken)
            self.row += 1

    def _notes(self) -> None:
        for text in self.sheet.notes:
            self._next([self._across(text, _Look(italic=True, size=SMALLER))])
        self._next(gap=True)

    def _foot(self) -> None:
        """Place and date, who drew the sheet up, who signs; then room to sign."""
        paper = self.letterhead
        if not self.sheet.opens_the_report:
            self._next([self._half(1, paper.place_and_date, ITALIC)])
        for left, right in zip_longest((paper.drawn_up_by,), paper.signed_by, fillvalue=""):
            self._next([self._half(0, left, BOLD), self._half(1, right, BOLD if left else UPRIGHT)])
        if self.sheet.form_number:
            for _ in range(ROOM_TO_SIGN):
                self._next()
            self._next([self._half(0, "Điện thoại:", ITALIC)])

    def _set_up(self, headings: range) -> None:
        """Paper, margins, what repeats on each page and what stays in sight while scrolling."""
        paper = self.paper
        paper.page_setup.paperSize = A4
        paper.page_setup.orientation = "landscape" if self.sheet.landscape else "portrait"
        paper.page_setup.fitToWidth, paper.page_setup.fitToHeight = 1, 0
        paper.sheet_properties.pageSetUpPr.fitToPage = True
        paper.print_options.horizontalCentered = True
        top, bottom, left, right = (mm / MM_PER_INCH for mm in margins_mm(self.sheet.landscape))
        margins = paper.page_margins
        margins.top, margins.bottom, margins.left, margins.right = top, bottom, left, right
        margins.header = margins.footer = 8 / MM_PER_INCH
        paper.oddFooter.center.text = "Trang &P/&N"
        paper.oddFooter.center.font = f"{FACE},Regular"
        paper.oddFooter.center.size = SMALLER
        paper.print_title_rows = f"{headings.start}:{headings.stop - 1}"
        paper.freeze_panes = paper.cell(self.row, self.sheet.frozen_columns + 1)
        paper.sheet_view.showGridLines = False

    def _keep_foot_with(self, kept: int, headings: range) -> None:
        """Start a page before the last lines of the table where the foot would otherwise stand alone."""
        heights = {row: self.paper.row_dimensions[row].height for row in range(1, self.row)}
        widths = [column.width for column in self.sheet.columns]
        kept = max(kept, headings.stop)
        if break_before(kept, heights, headings, widths, self.sheet.landscape):
            self.paper.row_breaks.append(Break(id=kept - 1))

    # the pieces

    def _split(self) -> int:
        """The last column of the left half of head and foot: where it comes nearest to 45% of the width."""
        widths = [column.width for column in self.sheet.columns]
        goal = sum(widths) * 0.45
        return min(range(1, self.last), key=lambda place: abs(sum(widths[:place]) - goal))

    def _half(self, side: int, text: str, look: _Look) -> int:
        """Write into the left (0) or right (1) half; returns the lines the text takes."""
        first, last = ((1, self.middle), (self.middle + 1, self.last))[side]
        return self._spread(text, first, last, replace(look, place="center"))

    def _across(self, text: str, look: _Look) -> int:
        return self._spread(text, 1, self.last, look)

    def _spread(self, text: str, first: int, last: int, look: _Look) -> int:
        """One text over several columns of the row; returns the lines it takes."""
        cell = self.paper.cell(self.row, first)
        _put(cell, text)
        for place in range(first, last + 1):
            self._dress(self.paper.cell(self.row, place), look)
        if last > first:
            self.paper.merge_cells(start_row=self.row, end_row=self.row, start_column=first, end_column=last)
        width = sum(column.width for column in self.sheet.columns[first - 1 : last])
        return measure.lines(text, width, look.size, bold=look.bold)

    def _next(self, lines: Sequence[int] = (), *, size: int = SIZE, gap: bool = False) -> None:
        """Close the row with the height its longest text asks for (merged cells do not grow by themselves)."""
        height = LINE / 2 if gap else LINE * max([*lines, 1]) * size / SIZE
        self.paper.row_dimensions[self.row].height = height
        self.row += 1

    def _heading(self, text: str, row: int, place: int, *, italic: bool = False) -> None:
        cell = self.paper.cell(row, place)
        _put(cell, text)
        self._dress(cell, _Look(bold=not italic, italic=italic, place="center", boxed=True))

    def _table_cell(self, line: Line, column: Column, place: int) -> int:
        """Write one cell of the table; returns the lines its text takes."""
        cell = self.paper.cell(self.row, place)
        form = column.form if isinstance(column.form, str) else column.form(line.subject)
        value = column.value(line.subject)
        _put(cell, value, form)
        figure = form != TEXT and not isinstance(value, date)
        look = _Look(
            bold=line.look in (GROUP, TOTAL),
            italic=line.look == ASIDE,
            grey=line.look == PLAIN and column.faint is not None and column.faint(line.subject),
            place="center" if column.centred or isinstance(value, date) else "right" if figure else "left",
            indent=line.level if column.indented else 0,
            boxed=True,
        )
        self._dress(cell, look)
        room = column.width - INDENT * look.indent
        return measure.lines(value, room, bold=look.bold) if isinstance(value, str) else 1

    def _dress(self, cell: Cell, look: _Look) -> None:
        """Give a cell its look; the style of the first cell of a kind serves all the others."""
        key = (look, cell.number_format)
        if key not in self.styles:
            cell.font, cell.alignment = look.font, look.alignment
            if look.boxed:
                cell.border = BOX
            self.styles[key] = cell._style
        cell._style = copy(self.styles[key])


def _put(cell: Cell, value, form: str = TEXT) -> None:
    """Fill a cell: a text as text, a number or a day as what it is with its format."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.number_format = TEXT if form == TEXT else TEXT_AMONG_FIGURES
        return
    if isinstance(value, Decimal):
        value = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    cell.value = value
    cell.number_format = form
