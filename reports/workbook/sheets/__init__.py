"""The sheets, one module each: columns as data and the lines they are filled from."""

from __future__ import annotations

from reports.figures import Figures
from units.models import YearRule
from units.templatetags.vietnamese import day, number


def period_line(told: Figures) -> str:
    return f"{told.period.label} (số liệu tính đến ngày {day(told.period.as_of)})"


def base_line(told: Figures) -> str:
    """The base of every rate on the sheet, with its day."""
    if told.members_base is None:
        return f"Cơ số: chưa nhập số đảng viên ngày {day(told.base_date)}"
    return f"Cơ số: {number(told.members_base)} đảng viên, ngày {day(told.base_date)}"


def under_title(told: Figures) -> tuple[str, str]:
    """What stands under every title: the period, the base and its day."""
    return period_line(told), base_line(told)


def counting_note(told: Figures) -> str:
    return f"Số kết nạp tính theo {YearRule.Counting(told.rule.counting).label}."
