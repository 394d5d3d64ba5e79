"""What a unit's figures give cause to look at: each flag with the document it rests on and its detail.

A flag is evidence for people; no grade is ever worked out from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reports.rates import rate
from units.models import BANDED, COMMITTEES

if TYPE_CHECKING:
    from reports.figures import Figures

PROVINCE = "Chỉ thị của Tỉnh ủy về đẩy mạnh kết nạp đảng viên, mục 3"
COMMUNE = "Công văn 01/2026 của Đảng ủy xã, mục 2"
PUPILS = "Công văn 1573-CV/TU ngày 15/9/2023"
STATISTICS = "Biểu 2-BTCTW, mục III"
RULE = "Quy ước năm của đảng bộ"

LABELS = {
    "school_without_pupil": "Chưa kết nạp học sinh",
    "source_but_no_admission": "Có nguồn, chưa kết nạp",
    "no_source_left": "Không còn nguồn",
    "below_band": "Dưới khung mục tiêu",
    "in_band": "Trong khung mục tiêu",
    "above_band": "Trên khung mục tiêu",
    "quota_sum_mismatch": "Tổng chỉ tiêu lệch",
    "no_quota": "Chưa giao chỉ tiêu",
    "low_progress": "Tiến độ chậm",
    "no_plan": "Chưa có kế hoạch năm",
    "small_base": "Đơn vị nhỏ",
}
TONES = {
    "school_without_pupil": "bad",
    "source_but_no_admission": "warn",
    "below_band": "warn",
    "low_progress": "warn",
    "quota_sum_mismatch": "warn",
    "no_plan": "warn",
    "in_band": "good",
    "above_band": "good",
}


@dataclass(frozen=True)
class Flag:
    """One finding: code, the document it rests on, the detail in words."""

    code: str
    clause: str
    detail: str

    @property
    def label(self) -> str:
        return LABELS[self.code]

    @property
    def tone(self) -> str:
        """good, warn, bad or plain: how the badge looks."""
        return TONES.get(self.code, "plain")


def flags_of(figures: Figures) -> list[Flag]:
    """Every flag of a unit and period, in the order of `LABELS`."""
    found = [*_school(figures), *_sources(figures), *_band(figures), *_quota(figures), *_year(figures)]
    order = list(LABELS)
    return sorted(found, key=lambda flag: order.index(flag.code))


def _school(figures: Figures) -> Iterator[Flag]:
    if figures.node.owes_pupil and figures.answers and figures.pupils_admitted == 0:
        owed = figures.pupils_quota or 1
        yield Flag("school_without_pupil", PUPILS, f"Chưa kết nạp được học sinh nào (tối thiểu {owed:02d}).")


def _sources(figures: Figures) -> Iterator[Flag]:
    if figures.node.kind in BANDED:
        return
    if figures.no_source is not None:
        reason = figures.no_source.no_source_reason or "đơn vị đã báo cáo không còn quần chúng"
        yield Flag("no_source_left", STATISTICS, f"Thống kê riêng, không tính là chưa đạt: {reason}.")
    elif figures.in_pipeline and not figures.admitted:
        yield Flag(
            "source_but_no_admission",
            PROVINCE,
            f"Có {figures.in_pipeline} quần chúng trong nguồn nhưng chưa kết nạp được đảng viên.",
        )


def _band(figures: Figures) -> Iterator[Flag]:
    if figures.node.kind not in BANDED or figures.rate is None:
        return
    clause = figures.rule.directive.number if figures.rule.directive else COMMUNE
    if figures.rate < figures.rule.target_min:
        yield Flag("below_band", clause, f"Còn {figures.missing_min} người để đạt mức thấp nhất.")
    elif figures.rate > figures.rule.target_max:
        yield Flag("above_band", clause, "Vượt mức cao nhất của khung.")
    else:
        yield Flag("in_band", clause, "Trong khung mục tiêu.")


def _quota(figures: Figures) -> Iterator[Flag]:
    quota, children = figures.members_quota, figures.children_quota
    if quota is None and figures.pupils_quota is None and not figures.founded_later:
        yield Flag("no_quota", PROVINCE, "Chưa có văn bản giao chỉ tiêu.")
    # Quotas were handed down to the units of their day; by a later tree some of them are no longer among the children.
    if quota is not None and children is not None and quota != children and not figures.later_tree:
        yield Flag(
            "quota_sum_mismatch", PROVINCE, f"Chỉ tiêu được giao {quota}, tổng giao cho cấp dưới {children}."
        )
    after_first_quarter = figures.period.as_of >= date(figures.period.year, 3, 31)
    progress = rate(figures.admitted, quota)
    if (
        progress is not None
        and after_first_quarter
        and figures.no_source is None
        and progress < figures.rule.low_progress
    ):
        yield Flag("low_progress", RULE, f"Mới kết nạp {figures.admitted}/{quota} chỉ tiêu.")


def _year(figures: Figures) -> Iterator[Flag]:
    if (
        figures.plans_are_kept
        and not figures.founded_later
        and figures.node.kind not in BANDED
        and not (figures.year and figures.year.plan_number)
    ):
        yield Flag("no_plan", COMMUNE, "Chưa gửi kế hoạch kết nạp đảng viên năm.")
    if figures.small_base and figures.node.kind not in COMMITTEES:
        yield Flag("small_base", RULE, f"Cơ số {figures.members_base} người: xem số người trước, tỷ lệ sau.")
