"""What one cell of the set-up workbook may hold. Each reader raises `ValueError` that says what was expected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone
from import_export.widgets import Widget

from admissions.importing import words
from admissions.models import NO_RELIGION
from units.names import clean

Value = str | float | int | bool | date | datetime | object
Grid = list[list[Value]]

DATE_EXAMPLE = "đủ ngày, tháng, năm và là ngày có thật, ví dụ 24/02/2023"
DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
RANGE = re.compile(r"\d{4}\s*[-–]\s*\d")
EARLIEST = date(1900, 1, 1)
EXCEL_EPOCH = date(1899, 12, 30)
DAY = timedelta(days=1)


def written(value: Value) -> str:
    """The cell as text, a whole number without its .0, in composed Unicode, without control characters."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return shown(value)
    text = clean(str(value))
    return text if text.isprintable() else clean("".join(c for c in text if c.isprintable()))


def shown(value: Value) -> str:
    """The cell as a message quotes it."""
    if is_blank(value):
        return "(trống)"
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    text = written(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def is_blank(value: Value) -> bool:
    """Nothing to be seen: also a text of characters without width, such as a pasted byte order mark."""
    if isinstance(value, str):
        return not value.strip() or not (value.isprintable() or written(value))
    return value is None


class Cell(Widget):
    """A cell that may be left blank: then it gives None, "not told"."""

    expected = ""
    number_format = "General"
    width = 16

    def clean(self, value, row=None, **kwargs):
        return None if is_blank(value) else self.read(value)

    def read(self, value):
        raise NotImplementedError


class TextCell(Cell):
    """Free text up to a length."""

    number_format = "@"

    def __init__(self, max_length: int, example: str = "", width: int = 16):
        super().__init__()
        self.max_length, self.width = max_length, width
        self.expected = f"chữ, ví dụ {example}" if example else "chữ"

    def read(self, value):
        text = written(value)
        if len(text) > self.max_length:
            raise ValueError(f"nhiều nhất {self.max_length} ký tự (đang có {len(text)})")
        return text


class NameCell(TextCell):
    """A person's name; one written all in capitals becomes Title Case."""

    def __init__(self, example: str = "Nguyễn Thị Hoa"):
        super().__init__(120, example, width=26)
        self.expected = f"họ và tên, ví dụ {example}"

    def read(self, value):
        name = super().read(value)
        if name[0] in "=+-@'" or any(letter.isdigit() for letter in name) or not any(map(str.isalpha, name)):
            raise ValueError(self.expected)
        return " ".join(word.capitalize() for word in name.split()) if name.isupper() else name


class DateCell(Cell):
    """A whole day: an Excel date, 24/02/2023, 3/10/2022 or 2023-02-24."""

    number_format = "dd/mm/yyyy"
    width = 14
    expected = DATE_EXAMPLE

    def read(self, value):
        day = self._day(value)
        if day < EARLIEST:
            raise ValueError(f"ngày từ {EARLIEST:%d/%m/%Y} trở đi")
        return day

    def _day(self, value) -> date:
        if isinstance(value, datetime):
            if value.time() != datetime.min.time():
                raise ValueError("chỉ ngày, không kèm giờ, ví dụ 24/02/2023")
            value = value.date()
        if isinstance(value, date):
            year = (value - EXCEL_EPOCH).days
            if 1900 <= year <= 2100:  # a bare year typed into a cell that Excel shows as a date
                raise ValueError(f"{self.expected} (Excel đã đổi năm {year} thành ngày này)")
            return value
        text = written(value)
        if found := DAY_FIRST.fullmatch(text):
            parts = found[3], found[2], found[1]
        elif found := YEAR_FIRST.fullmatch(text):
            parts = found.groups()
        elif RANGE.search(text) and len(text) > 10:
            raise ValueError("một ngày duy nhất, không phải khoảng ngày, ví dụ 24/02/2023")
        else:
            raise ValueError(self.expected)
        try:
            return date(*map(int, parts))
        except ValueError:
            raise ValueError(self.expected) from None


class PastDateCell(DateCell):
    """A day that has come."""

    def read(self, value):
        day = super().read(value)
        # The machine's own clock is cheap and at most a day off; the office's date is asked for only near today.
        if day >= date.today() - DAY and day > timezone.localdate():
            raise ValueError(f"ngày đã qua (không sau hôm nay, {timezone.localdate():%d/%m/%Y})")
        return day


class YesCell(Cell):
    """x, X, có or 1; không or 0 says no; blank says nothing."""

    width = 12
    expected = "x nếu có, để trống nếu không"

    def read(self, value):
        try:
            return words.YES[words.plain(written(value))]
        except KeyError:
            raise ValueError(self.expected) from None


class CountCell(Cell):
    """Whole people, none or more."""

    width = 12
    number_format = "0"
    expected = "số người nguyên, không âm, ví dụ 12"

    def read(self, value):
        text = written(value)
        if not re.fullmatch(r"[0-9]{1,6}", text) or isinstance(value, bool):
            raise ValueError(self.expected)
        return int(text)


class YearCell(CountCell):
    """A calendar year, the coming one at most."""

    def read(self, value):
        last = timezone.localdate().year + 1
        text = written(value)
        if not re.fullmatch(r"[0-9]{4}", text) or not 1930 <= int(text) <= last:
            raise ValueError(f"năm bốn chữ số, không sau {last}, ví dụ {last - 1}")
        return int(text)


class ListCell(Cell):
    """One of a closed list, by the words people write for its values."""

    def __init__(
        self, by_word: Mapping[str, str], expected: str, width: int = 16, allowed: tuple[str, ...] = ()
    ):
        super().__init__()
        self.by_word, self.expected, self.width, self.allowed = by_word, expected, width, allowed

    def read(self, value):
        try:
            return self.by_word[self.key(written(value))]
        except KeyError:
            raise ValueError(self.expected) from None

    def key(self, text: str) -> str:
        return words.plain(text)


class SchoolingCell(ListCell):
    """General schooling, also as the grade finished (12/12); Excel likes to turn 9/12 into a date."""

    number_format = "@"

    def read(self, value):
        if isinstance(value, date):
            raise ValueError(f"{self.expected} (Excel đã đổi ô này thành ngày)")
        return super().read(value)


class EthnicityCell(ListCell):
    def key(self, text: str) -> str:
        return words.squeezed(text)


class OccupationCell(ListCell):
    def read(self, value):
        found = words.occupation(written(value))
        if found is None:
            raise ValueError(self.expected)
        return found


class ReligionCell(TextCell):
    """Free text; the ways to write "none" become one word."""

    def read(self, value):
        text = super().read(value)
        return NO_RELIGION if words.plain(text) in words.NO_RELIGION_WORDS else text
