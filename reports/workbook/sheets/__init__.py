"""The sheets, one module each: columns as data and the lines they are filled from."""

from __future__ import annotations

from reports.figures import Figures
from reports.wording import tree_in_words
from units.models import YearRule
from units.templatetags.vietnamese import day, number


def period_line(told: Figures) -> str:
    """Which period, to which day, and by which tree the units are added up."""
    return f"{told.period.label} (số liệu tính đến ngày {day(told.period.as_of)}, {tree_in_words(told)})"


def base_line(told: Figures) -> str:
    """The base of every rate on the sheet, with its day."""
    if told.members_base is None:
        return f"Cơ số: chưa nhập số đảng viên ngày {day(told.base_date)}"
    return f"Cơ số: {number(told.members_base)} đảng viên, ngày {day(told.base_date)}"


def under_title(told: Figures) -> tuple[str, str]:
    """What stands under every title: the period, the base and its day."""
    return period_line(told), base_line(told)


def counting_note(told: Figures) -> str:
    """Decision or ceremony; where committees below count otherwise, each by its own rule."""
    ways = {told.counting[node.unit_id].counting for node in told.node.subtree()}
    if len(ways) > 1:
        return (
            "Số kết nạp của mỗi đảng bộ tính theo quy ước năm của đảng bộ đó (ngày quyết định hoặc ngày lễ)."
        )
    return f"Số kết nạp tính theo {YearRule.Counting(ways.pop()).label}."
