"""Days as people write them: 24/02/2023, 3/10/2022, 24/2/23, 240223."""

import re
from datetime import date

from django import forms
from django.utils import timezone

EXAMPLE = "Nhập ngày dạng 24/02/2023"
SHAPES = (
    re.compile(r"(?P<day>\d{1,2})\s*[/.\-\s]\s*(?P<month>\d{1,2})\s*[/.\-\s]\s*(?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
)
MONTH = re.compile(r"(?P<year>20[0-9]{2})-(?P<month>0[1-9]|1[0-2])")
BIRTH_PIVOT = 30  # a birth year typed 30..99 is of the twentieth century
STEP_PIVOT = 70


def day_of(text: str, pivot: int = STEP_PIVOT) -> date | None:
    """The day a text names, None if it names none. Two-digit years from `pivot` on belong to the 1900s."""
    for shape in SHAPES:
        if found := shape.fullmatch(text.strip()):
            return _date(found, pivot)
    return None


def _date(found: re.Match, pivot: int) -> date | None:
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += 1900 if year >= pivot else 2000
    try:
        return date(year, int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def month_of(text: str) -> date | None:
    """The first day of a month written as in an address, 2026-11; None for anything else."""
    found = MONTH.fullmatch(text)
    return date(int(found["year"]), int(found["month"]), 1) if found else None


def coming(day: date | None) -> str:
    """What is wrong with a day on which something is said to have happened: that it has not come yet."""
    return f"Ngày {day:%d/%m/%Y} chưa đến. {EXAMPLE}." if day and day > timezone.localdate() else ""


class DayField(forms.DateField):
    """A day typed by hand; no browser calendar, whose order of day and month nobody can foresee."""

    default_error_messages = {
        "required": f"Chưa nhập ngày. {EXAMPLE}.",
        "invalid": f"Không đọc được ngày này. {EXAMPLE}.",
    }

    def __init__(self, *, pivot: int = STEP_PIVOT, **kwargs):
        kwargs.setdefault("help_text", f"{EXAMPLE}.")
        super().__init__(**kwargs)
        self.pivot = pivot
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "data-date": pivot})

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, date):
            return value or None
        typed = day_of(value, self.pivot)
        if typed is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return typed
