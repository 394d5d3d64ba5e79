"""The cells of a year as they are typed: their columns, how a text is read, how a value is written back."""

import re
from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from units.cells import Value
from units.directives import Document
from units.models import UnitYear
from units.names import clean

FIRST_YEAR = 2000
MOST_PEOPLE = 999_999
WRITTEN_COUNT = re.compile(r"\d+|\d{1,3}([.\u00a0 ]\d{3})+", re.ASCII)
YES = frozenset({"x", "có", "1", "on"})


@dataclass(frozen=True)
class Column:
    """One column of the grid: the field it writes, its heading and the shape of its cells."""

    field: str
    label: str
    shape: str  # count, text, day or tick
    group: str = ""
    heading: str = ""  # short, under the heading of its group
    worked_out: bool = False  # from the other cells and the road; nobody types it

    @property
    def blank(self) -> Value:
        """What an empty cell means: nobody for a ledger line, not known for the others."""
        default = {"text": "", "day": None, "tick": False, "count": None}
        return 0 if self.group == LEDGER else default[self.shape]

    @property
    def max_length(self) -> int | None:
        return UnitYear._meta.get_field(self.field).max_length

    @property
    def starts_group(self) -> bool:
        return self.field in STARTS


LEDGER = "Biến động trong năm"
QUOTA = "Chỉ tiêu kết nạp"
YEAR_END = "Cuối năm"
PLAN = "Kế hoạch năm"
RESOLUTION = "Nghị quyết chuyên đề"
NO_SOURCE = "Không còn quần chúng"
STARTS = ("members", "transferred_in", "admitted", "plan_number", "resolution_number", "no_source_left")

COLUMNS = (
    Column("opening", "Đảng viên 31/12 năm trước", "count"),
    Column("members", "Chỉ tiêu", "count", QUOTA, "Tổng số"),
    Column("pupils", "Chỉ tiêu học sinh", "count", QUOTA, "Học sinh"),
    Column("workers", "Chỉ tiêu công nhân", "count", QUOTA, "Công nhân"),
    Column("transferred_in", "Chuyển đến", "count", LEDGER),
    Column("restored", "Phục hồi", "count", LEDGER),
    Column("died", "Từ trần", "count", LEDGER),
    Column("expelled", "Khai trừ", "count", LEDGER),
    Column("struck_off", "Xóa tên", "count", LEDGER),
    Column("left", "Xin ra", "count", LEDGER),
    Column("transferred_out", "Chuyển đi", "count", LEDGER),
    Column("admitted", "Kết nạp", "count", YEAR_END, worked_out=True),
    Column("closing", "Đảng viên cuối năm", "count", YEAR_END, "Đảng viên", worked_out=True),
    Column("plan_number", "Số kế hoạch năm", "text", PLAN, "Số"),
    Column("plan_on", "Ngày kế hoạch", "day", PLAN, "Ngày"),
    Column("resolution_number", "Số nghị quyết chuyên đề", "text", RESOLUTION, "Số"),
    Column("resolution_on", "Ngày nghị quyết chuyên đề", "day", RESOLUTION, "Ngày"),
    Column("no_source_left", "Không còn quần chúng", "tick", NO_SOURCE, "Có"),
    Column("no_source_reason", "Lý do không còn quần chúng", "text", NO_SOURCE, "Lý do"),
)


def written(column: Column, value: Value) -> str:
    """A stored value as it stands in its cell. An empty ledger line is left blank: most of them are."""
    if value is None or value == "" or value is False or (value == 0 and column.blank == 0):
        return ""
    if value is True:
        return "x"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def read(column: Column, text: str) -> Value:
    """The value that a typed text means. Raises `ValidationError`, in Vietnamese with an example."""
    text = clean(text)
    if not text:
        return column.blank
    return READERS[column.shape](column, text)


def _read_count(column: Column, text: str) -> int:
    if not WRITTEN_COUNT.fullmatch(text):
        raise ValidationError("Nhập số nguyên từ 0 trở lên, ví dụ: 12.")
    count = int(re.sub(r"\D", "", text)[:12])
    if count > MOST_PEOPLE:
        raise ValidationError("Số quá lớn: nhập số người, ví dụ: 12.")
    return count


def _read_text(column: Column, text: str) -> str:
    return forms.CharField(
        max_length=column.max_length,
        error_messages={"max_length": f"Ghi gọn trong {column.max_length} chữ."},
    ).clean(text)


def _read_day(column: Column, text: str) -> date:
    day = forms.DateField(error_messages={"invalid": "Nhập ngày dạng 24/02/2023."}).clean(text)
    return _plausible(day)


def _read_tick(column: Column, text: str) -> bool:
    return text.lower() in YES


READERS = {"count": _read_count, "text": _read_text, "day": _read_day, "tick": _read_tick}


def _plausible(day: date) -> date:
    if day.year < FIRST_YEAR:
        raise ValidationError(f"Năm {day.year} chưa đúng: nhập ngày dạng 24/02/2023.")
    return day


class DocumentForm(forms.Form):
    """The document that gives the quotas. Whether it is needed depends on the cells that change."""

    number = forms.CharField(
        label="Số văn bản",
        required=False,
        max_length=60,
        help_text="Ví dụ: 15-TB/ĐU",
        error_messages={"max_length": "Ghi số văn bản gọn trong 60 chữ."},
    )
    issued_on = forms.DateField(
        label="Ngày văn bản",
        required=False,
        help_text="Ví dụ: 06/02/2026",
        error_messages={"invalid": "Nhập ngày dạng 24/02/2023."},
        widget=forms.DateInput(attrs={"data-date": True, "autocomplete": "off", "inputmode": "numeric"}),
    )

    def clean_number(self):
        return clean(self.cleaned_data["number"])

    def clean_issued_on(self):
        day = self.cleaned_data["issued_on"]
        return day and _plausible(day)

    def document(self) -> Document:
        """What could be read of it."""
        return Document(self.cleaned_data.get("number", ""), self.cleaned_data.get("issued_on"))


class GivingForm(DocumentForm):
    """The document by which quotas are handed down, with who issued it."""

    issuer = forms.CharField(
        label="Cơ quan ban hành",
        required=False,
        max_length=160,
        help_text="Nếu cần. Ví dụ: Ban Thường vụ Đảng ủy xã",
        error_messages={"max_length": "Ghi tên cơ quan gọn trong 160 chữ."},
    )

    def clean_issuer(self):
        return clean(self.cleaned_data["issuer"])

    def document(self) -> Document:
        told = self.cleaned_data
        return Document(told.get("number", ""), told.get("issued_on"), told.get("issuer", ""))
