"""What a unit's figures give cause to look at: each flag with the document it rests on and its detail.

A flag is evidence for people; no grade is ever worked out from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reports.rates import rate
from units.findings import LABELS
from units.models import BANDED, COMMITTEES
from units.names import lowered
from units.periods import LABELS as PERIODS
from units.reviews_owed import Missing

if TYPE_CHECKING:
    from reports.told import Figures
    from units.models import UnitYear

PROVINCE = "Chỉ thị của Tỉnh ủy về đẩy mạnh kết nạp đảng viên, mục 3"
COMMUNE = "Công văn 01/2026 của Đảng ủy xã, mục 2"
PUPILS = "Công văn 1573-CV/TU ngày 15/9/2023"
STATISTICS = "Biểu 2-BTCTW, mục III"
RULE = "Quy ước năm của đảng bộ"

# What the screen tells beyond the codes that other systems know.
ON_SCREEN_ONLY = frozenset({"quota_above_road", "other_year_without_pupil"})
TONES = {
    "school_without_pupil": "bad",
    "source_but_no_admission": "warn",
    "below_band": "warn",
    "low_progress": "warn",
    "quota_sum_mismatch": "warn",
    "no_plan": "warn",
    "review_missing": "warn",
    "quota_above_road": "warn",
    "nobody_for_two_terms": "warn",
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
    told = (_school, _sources, _terms, _band, _quota, _year)
    found = [flag for tell in told for flag in tell(figures)]
    order = list(LABELS)
    return sorted(found, key=lambda flag: order.index(flag.code))


def _school(figures: Figures) -> Iterator[Flag]:
    """A school owes a pupil in the year its committee counts by; the other way to count is told beside it."""
    if not figures.node.owes_pupil or not figures.answers:
        return
    owed, both = figures.pupils_quota or 1, _pupils_both_ways(figures)
    if figures.pupils_admitted == 0:
        text = f"Chưa kết nạp được học sinh nào (tối thiểu {owed:02d}). {both}"
        yield Flag("school_without_pupil", PUPILS, text)
    elif 0 in (figures.pupils, figures.pupils_of_school_year):
        yield Flag("other_year_without_pupil", PUPILS, both)


def _pupils_both_ways(figures: Figures) -> str:
    year = figures.period.year
    calendar, school = figures.pupils, figures.pupils_of_school_year
    return f"Năm {year}: {calendar} học sinh; năm học {year - 1}–{year}: {school} học sinh."


def _terms(figures: Figures) -> Iterator[Flag]:
    """A unit that has stood all through two terms and admitted nobody in them."""
    since = figures.period.two_terms_span[0]
    if figures.node.kind in BANDED or not figures.terms_are_kept or not figures.node.standing:
        return
    if figures.admitted_in_two_terms == 0 and figures.node.founded_on <= since:
        text = f"Từ {since:%d/%m/%Y} (nhiệm kỳ trước và nhiệm kỳ này) chưa kết nạp được ai."
        yield Flag("nobody_for_two_terms", RULE, text)


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

    short = (quota or 0) - figures.admitted - figures.in_pipeline
    if short > 0 and figures.no_source is None:
        told = f"Chỉ tiêu {quota}, đã kết nạp {figures.admitted}, đang trong quy trình {figures.in_pipeline}"
        yield Flag("quota_above_road", COMMUNE, f"{told}: thiếu nguồn {short} người.")


def _year(figures: Figures) -> Iterator[Flag]:
    if owed := _not_handed_in(figures):
        yield Flag("no_plan", COMMUNE, f"Chưa gửi {' và '.join(owed)}.")
    if figures.unreported:
        told = ", ".join(_unreported(missing) for missing in figures.unreported)
        yield Flag("review_missing", PROVINCE, f"Chưa gửi báo cáo {told}.")
    if figures.small_base and figures.node.kind not in COMMITTEES:
        yield Flag("small_base", RULE, f"Cơ số {figures.members_base} người: xem số người trước, tỷ lệ sau.")


def _not_handed_in(figures: Figures) -> list[str]:
    """What a unit owes each year and has not handed in, of what its committee keeps."""
    if figures.founded_later or figures.node.kind in BANDED:
        return []
    rows, owed = list(_own_and_taken_over(figures)), []
    if figures.plans_are_kept and not any(row.plan_number for row in rows):
        owed.append("kế hoạch kết nạp đảng viên năm")
    if figures.resolutions_are_kept and not any(row.resolution_number for row in rows):
        owed.append("nghị quyết chuyên đề")
    return owed


def _own_and_taken_over(figures: Figures) -> Iterator[UnitYear]:
    """The year's row of a unit and those of the units it has taken over: what they handed in counts for it."""
    if figures.year is not None:
        yield figures.year
    for child in figures.children:
        if child.node.closed:
            yield from _own_and_taken_over(child)


def _unreported(missing: Missing) -> str:
    """A period with its due day: «quý I (hạn 10/04/2026)»."""
    returned = ", bị trả lại" if missing.returned else ""
    return f"{lowered(PERIODS[missing.period.name])} (hạn {missing.due:%d/%m/%Y}{returned})"
