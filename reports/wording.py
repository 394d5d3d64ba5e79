"""Figures said in words: people first, percentages second."""

from __future__ import annotations

from reports.figures import Figures
from units.templatetags.vietnamese import band, day, number

GROUP_LABELS = {
    "women": "Nữ",
    "ethnic_minority": "Dân tộc thiểu số",
    "religious": "Người theo tôn giáo",
    "youth_union": "Đoàn viên Đoàn TNCS Hồ Chí Minh",
    "pupils": "Học sinh",
    "workers": "Công nhân trực tiếp trong doanh nghiệp",
    "readmitted": "Kết nạp lại",
}


def target_in_people(figures: Figures) -> str:
    """How far the unit is from its band, in people: «17/20 người – còn 3 người để đạt 3%»."""
    low, high = band(figures.rule.target_min), band(figures.rule.target_max)
    if figures.needed_min is None:
        return "Chưa có số đảng viên làm cơ số."
    admitted = number(figures.admitted)
    if figures.missing_min:
        return (
            f"{admitted}/{number(figures.needed_min)} người – còn {figures.missing_min} người để đạt {low}%"
        )
    if figures.rate is not None and figures.rate > figures.rule.target_max:
        return f"{admitted}/{number(figures.needed_max)} người – đã vượt {high}%"
    more = (figures.needed_max or 0) - figures.admitted
    rest = f"; thêm {more} người là đủ {high}%" if more > 0 else f" và {high}%"
    return f"{admitted}/{number(figures.needed_min)} người – đã đạt {low}%{rest}"


def base_in_words(figures: Figures) -> str:
    """The base of a rate with its day: «trên 420 đảng viên (31/12/2023)»."""
    if figures.members_base is None:
        return "chưa có cơ số"
    return f"trên {number(figures.members_base)} đảng viên ({day(figures.base_date)})"


def tree_in_words(figures: Figures) -> str:
    """By which tree the figures are added up."""
    return "theo cây đơn vị hiện nay" if figures.later_tree else "theo cây đơn vị của ngày đó"
