"""Some findings of the demonstration year with what is done about them: running, late, done, most of them not begun."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from reports import figures
from reports.demonstration.places import ROOT
from reports.demonstration.years import Commune
from reports.findings import findings_of
from units.models import FollowUp, FollowUpChange, Officer
from units.periods import Period

# By finding: cause, remedy, who answers, days to the deadline, outcome where it is done.
WRITTEN = {
    "school_without_pupil": (
        (
            "Học sinh lớp 12 phần lớn đủ 18 tuổi vào học kỳ II; chưa có lớp nhận thức riêng.",
            "Mở lớp nhận thức cho học sinh lớp 12 trong học kỳ I; Đoàn trường giới thiệu từ đầu năm học.",
            "Bí thư chi bộ nhà trường",
            45,
            "",
        ),
    ),
    "source_but_no_admission": (
        (
            "Hồ sơ chờ thẩm tra lý lịch ở xã khác.",
            "Gửi công văn đôn đốc nơi thẩm tra, cử người đi lấy kết quả.",
            "Cán bộ phụ trách thẩm tra",
            -12,
            "",
        ),
        ("Quần chúng đi làm ăn xa theo mùa.", "Hẹn lịch họp chi bộ vào dịp về quê.", "Bí thư chi bộ", 20, ""),
    ),
    "no_plan": (
        (
            "Chi bộ mới kiện toàn chi ủy.",
            "Hướng dẫn lập kế hoạch theo mẫu của Đảng ủy xã.",
            "Bí thư chi bộ",
            -30,
            "Chi bộ đã thông qua kế hoạch, đang gửi bản chính.",
        ),
    ),
}
BEGAN = 60  # days ago


def follow_findings(commune: Commune, *, by: Officer) -> None:
    """Write causes and remedies for the first findings of some kinds."""
    year = commune.today.year
    told = figures.for_units([commune.units[ROOT]], Period.of(year, today=commune.today))
    found = findings_of(told, year, on=commune.today)
    for code, texts in WRITTEN.items():
        of_this_kind = [each for each in found if each.code == code]
        for finding, text in zip(of_this_kind, texts, strict=False):
            _follow(commune, finding.unit_id, code, text, by)


def _follow(commune: Commune, unit_id: int, code: str, text: tuple, by: Officer) -> None:
    cause, remedy, responsible, days, outcome = text
    deadline = commune.today + timedelta(days=days)
    row = FollowUp.objects.create(
        unit_id=unit_id,
        year=commune.today.year,
        code=code,
        cause=cause,
        remedy=remedy,
        responsible=responsible,
        deadline=deadline,
        done_on=deadline if outcome else None,
        outcome=outcome,
    )
    began = datetime.combine(commune.today - timedelta(days=BEGAN), time(9))
    FollowUpChange.objects.create(
        follow_up=row,
        recorded_by=by,
        recorded_at=timezone.make_aware(began),
        changes={"deadline": ["", f"{deadline:%d/%m/%Y}"], "responsible": ["", responsible]},
    )
