"""Sheet `Tổng hợp`: the committee's year on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reports.figures import Figures
from reports.flags import LABELS, Flag
from reports.wording import GROUP_LABELS
from reports.workbook.layout import GROUP, NOTHING, PERCENT, SIGNED, WHOLE, Column, Line, Sheet
from reports.workbook.sheets import counting_note, under_title
from units.models import BANDED, Quota
from units.names import lowered
from units.templatetags.vietnamese import band, day, number

ARRIVED = (("transferred_in", "Chuyển đến"), ("restored", "Phục hồi đảng tịch"))
GONE = (
    ("died", "Từ trần"),
    ("expelled", "Khai trừ"),
    ("struck_off", "Xóa tên"),
    ("left", "Xin ra khỏi Đảng"),
    ("transferred_out", "Chuyển đi"),
)


@dataclass(frozen=True)
class Fact:
    """One line of the summary: a count, a percentage or both, and what they rest on."""

    label: str
    count: int | str | None = None
    percent: Decimal | None = None
    note: str = ""
    mark: str = ""
    form: str = WHOLE


COLUMNS = [
    Column("TT", lambda fact: fact.mark, 4, centred=True),
    Column("Nội dung", lambda fact: fact.label, 44, indented=True),
    Column("Số lượng", lambda fact: fact.count, 9.5, lambda fact: fact.form),
    Column("Tỷ lệ (%)", lambda fact: fact.percent, 9.5, PERCENT),
    Column("Căn cứ, ghi chú", lambda fact: fact.note, 46),
]


def sheet(told: Figures) -> Sheet:
    parts = (
        ("Cơ số và chỉ tiêu", _targets),
        ("Kết quả kết nạp", _results),
        ("Nguồn kết nạp", _road),
        ("Cơ cấu đảng viên mới kết nạp", _shares),
        ("Tăng, giảm đảng viên", _ledger),
        ("Nội dung cần lưu ý", _findings),
    )
    lines = []
    for roman, (label, part) in zip(("I", "II", "III", "IV", "V", "VI"), parts, strict=True):
        lines.append(Line(Fact(label, mark=roman), GROUP))
        lines += [Line(fact) for fact in part(told)]
    return Sheet(
        name="Tổng hợp",
        title="TỔNG HỢP KẾT QUẢ KẾT NẠP ĐẢNG VIÊN",
        under_title=under_title(told),
        columns=COLUMNS,
        lines=lines,
        notes=[counting_note(told)],
        opens_the_report=True,
    )


def _targets(told: Figures) -> Iterator[Fact]:
    yield Fact("Đảng viên làm cơ số", _known(told.members_base), note=f"ngày {day(told.base_date)}")
    yield Fact("Chỉ tiêu kết nạp được giao", _known(told.members_quota), note=_given_by(told.quota))
    mismatch = next((flag.detail for flag in told.flags if flag.code == "quota_sum_mismatch"), "")
    if told.standing_children():
        yield Fact("Tổng chỉ tiêu đã giao cho đơn vị trực thuộc", _known(told.children_quota), note=mismatch)
    low, high = told.rule.target_min, told.rule.target_max
    if told.node.kind in BANDED:
        directive = told.rule.directive
        note = f"Khung mục tiêu {band(low)}–{band(high)}%"
        note += f", {directive}" if directive else ""
        yield Fact(f"Cần kết nạp để đạt {band(low)}%", _known(told.needed_min), note=note)
        yield Fact(f"Cần kết nạp để đạt {band(high)}%", _known(told.needed_max), note=note)


def _results(told: Figures) -> Iterator[Fact]:
    quota, base = told.members_quota, told.members_base
    yield Fact("Đã kết nạp trong kỳ", told.admitted)
    yield Fact("Cùng kỳ năm trước", told.admitted_last_year)
    yield Fact("Tăng (+), giảm (−) so với cùng kỳ", told.change, form=SIGNED)
    against = (
        f"{number(told.admitted)}/{number(quota)} chỉ tiêu" if quota is not None else "chưa giao chỉ tiêu"
    )
    yield Fact("Hoàn thành chỉ tiêu", percent=told.completion, note=against)
    over = f"{number(told.admitted)}/{number(base)} đảng viên, ngày {day(told.base_date)}" if base else ""
    yield Fact("Tỷ lệ kết nạp", percent=told.rate, note=over)
    if told.node.kind in BANDED:
        yield Fact(f"Còn phải kết nạp để đạt {band(told.rule.target_min)}%", _known(told.missing_min))
    yield Fact("Còn phải kết nạp để đủ chỉ tiêu", _known(told.missing_quota))
    yield Fact("Học sinh đã kết nạp", told.pupils_admitted)
    yield Fact("Chỉ tiêu học sinh", _known(told.pupils_quota))
    yield Fact("Công nhận đảng viên chính thức", told.recognised)


def _road(told: Figures) -> Iterator[Fact]:
    yield Fact(
        "Nguồn, cảm tình Đảng chưa có quyết định", told.in_pipeline, note=f"đến {day(told.period.as_of)}"
    )
    yield Fact(
        "Trong đó chờ quyết định", told.waiting_decision, note="chi bộ đã đề nghị; chưa tính là kết nạp"
    )
    yield Fact("Đã học lớp bồi dưỡng nhận thức về Đảng trong kỳ", told.trained)


def _shares(told: Figures) -> Iterator[Fact]:
    base = f"trên {number(told.admitted)} người đã kết nạp" if told.admitted else ""
    for group, label in GROUP_LABELS.items():
        yield Fact(label, told.counts[group], told.share(group), base)


def _ledger(told: Figures) -> Iterator[Fact]:
    yield Fact("Đảng viên đầu kỳ (A)", _known(told.opening), note=f"ngày {day(told.period.base_date)}")
    yield Fact("Tăng: kết nạp", told.admitted)
    for line, label in ARRIVED:
        yield Fact(f"Tăng: {lowered(label)}", told.counts[line])
    for line, label in GONE:
        yield Fact(f"Giảm: {lowered(label)}", told.counts[line])
    if told.regrouped:
        yield Fact("Bàn giao khi sắp xếp đơn vị", told.regrouped, form=SIGNED)
    yield Fact("Đảng viên cuối kỳ (D = A + tăng − giảm)", _known(told.closing))


def _findings(told: Figures) -> Iterator[Fact]:
    """The unit's own findings, then how many units below share each one."""
    for flag in told.flags:
        yield Fact(flag.label, note=f"{flag.detail.rstrip('.')} ({flag.clause})")
    below = [flag for unit in told.subtree() if unit is not told for flag in unit.flags]
    counts = Counter(flag.code for flag in below)
    clauses: dict[str, Flag] = {flag.code: flag for flag in below}
    for code in LABELS:
        if counts[code]:
            yield Fact(f"Số đơn vị: {lowered(LABELS[code])}", counts[code], note=clauses[code].clause)
    if not told.flags and not below:
        yield Fact("Không có")


def _given_by(quota: Quota | None) -> str:
    if quota is None:
        return ""
    document = f"{quota.directive}, " if quota.directive else ""
    return f"{document}ngày {day(quota.given_on)}"


def _known(count: int | None):
    return NOTHING if count is None else count
