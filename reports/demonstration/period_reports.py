"""What the units of the demonstration commune reported of the last two periods. All of it is invented."""

from __future__ import annotations

from reports import figures
from reports.as_json import figures_as_json
from reports.demonstration.places import BASE, ROOT, SECRETARYS
from reports.demonstration.years import Commune
from units import reviews
from units.models import Officer, Review, Role, Unit
from units.periods import LAST_MONTH, Period
from units.reviews import Words
from units.reviews_owed import units_owing

Officers = dict[str, Officer]
LATE = ("BAN06", "BAN13", "BAN17", "TH2", "HTX", "CHO", "DBHC", BASE, SECRETARYS)
LATE_BEFORE = ("CHO",)  # has not reported the period before either
RETURNED, WRITING = "BAN11", "BAN09"
UNREAD = ("BAN02", "BAN08", "THPT", "YTE")
WHY_RETURNED = "Chưa nêu giải pháp cụ thể, ai làm, xong khi nào. Đề nghị bổ sung rồi gửi lại."
FULL = (
    Words(
        "Hai quần chúng trong nguồn chưa được cử đi học lớp nhận thức; sinh hoạt chuyên đề về kết nạp mới làm một lần.",
        "Thanh niên đi làm ăn xa nhiều tháng, về bản thời gian ngắn.",
        "Giao Chi đoàn giữ liên hệ, giới thiệu thêm hai người; đề nghị Đảng ủy mở một lớp nhận thức vào dịp cuối năm.",
    ),
    Words(
        "Hoàn thiện hồ sơ còn chậm, một hồ sơ phải bổ sung giấy tờ.",
        "Đảng viên được phân công giúp đỡ kiêm nhiều việc.",
        "Phân công lại đảng viên giúp đỡ, bí thư kiểm tra hồ sơ vào ngày sinh hoạt hằng tháng.",
    ),
    Words(
        "Chưa có người mới được công nhận cảm tình Đảng trong kỳ.",
        "Nguồn chủ yếu là đoàn viên trẻ, chưa đủ thời gian rèn luyện.",
        "Chi bộ chọn ba đoàn viên ưu tú để bồi dưỡng, giao việc và nhận xét từng quý.",
    ),
)
THIN = Words("Chưa kết nạp được người nào.", "Không có.", "Cố gắng hơn.")
COMMUNE = Words(
    "Một số chi bộ chưa kết nạp được đảng viên dù còn nguồn; vài đơn vị gửi báo cáo chậm.",
    "Thanh niên đi làm ăn xa; chi bộ doanh nghiệp ít đảng viên.",
    "Cấp ủy viên phụ trách làm việc với từng chi bộ chậm; mở thêm lớp nhận thức; giao Đoàn xã giới thiệu nguồn.",
)


def report_periods(commune: Commune, officers: Officers) -> None:
    """The period before the last is reported and confirmed almost whole; of the last one some is still missing."""
    before, last = _last_two(commune.today)
    office = officers[Role.OFFICE]
    sent = _send(commune, before, LATE_BEFORE, by=office)
    for review in sent.values():
        _accept(review, by=office)
    _send_own(commune, before, by=office)
    sent = _send(commune, last, (*LATE, *LATE_BEFORE, WRITING), by=office)
    for code, review in sent.items():
        if code == RETURNED:
            reviews.give_back(review, reason=WHY_RETURNED, seen=review.version, by=office)
        elif code not in UNREAD:
            _accept(review, by=office)
    reviews.save_draft(commune.units[WRITING], last, Words(THIN.shortcomings), seen=0, by=office)


def _last_two(today) -> list[Period]:
    """The two newest periods that are over."""
    known = [
        Period.of(year, name, today=today) for year in (today.year - 1, today.year) for name in LAST_MONTH
    ]
    return [period for period in known if period.end < today][-2:]


def _send(commune: Commune, period: Period, silent: tuple[str, ...], *, by: Officer) -> dict[str, Review]:
    """The reports of all units but the silent ones and the commune itself, the lower ones first; by code."""
    root = commune.units[ROOT]
    told = {each.node.unit_id: each for each in figures.for_period(root, period).subtree()}
    units = [each for each in units_owing(Unit.objects.below(root), period) if each.pk != root.pk]
    sent = {}
    for turn, unit in enumerate(sorted(units, key=lambda unit: (-unit.depth, unit.path))):
        if unit.code not in silent:
            words = THIN if unit.code == RETURNED else FULL[turn % len(FULL)]
            sent[unit.code] = _submit(unit, period, words, told[unit.pk], by)
    return sent


def _send_own(commune: Commune, period: Period, *, by: Officer) -> None:
    root = commune.units[ROOT]
    _submit(root, period, COMMUNE, figures.for_period(root, period), by)


def _submit(unit: Unit, period: Period, words: Words, told: figures.Figures, by: Officer) -> Review:
    now = figures_as_json(told, with_children=False)
    return reviews.submit(unit, period, words, figures=now, seen=0, by=by, confirmed=True)


def _accept(review: Review, *, by: Officer) -> None:
    reviews.accept(review, seen=review.version, by=by)
