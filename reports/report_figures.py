"""The figures beside a unit's report: as they were when it was sent, as they are now, and where the two differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.flags import LABELS
from units.templatetags.vietnamese import number, percent

COUNT, PERCENT = number, percent
LINES = (
    ("admitted", "Đã kết nạp", COUNT),
    ("quota", "Chỉ tiêu", COUNT),
    ("completion", "Hoàn thành chỉ tiêu", PERCENT),
    ("members_base", "Đảng viên làm cơ số", COUNT),
    ("rate", "Tỷ lệ kết nạp", PERCENT),
    ("admitted_same_period_last_year", "Kết nạp cùng kỳ năm trước", COUNT),
    ("waiting_decision", "Chờ quyết định", COUNT),
    ("in_pipeline", "Đang trong quy trình", COUNT),
)
PUPILS = ("pupils_admitted", "Học sinh được kết nạp", COUNT)


@dataclass(frozen=True)
class Line:
    """One figure as text: then ("" where nothing was sent yet) and now."""

    label: str
    then: str
    now: str

    @property
    def differs(self) -> bool:
        return bool(self.then) and self.then != self.now


def lines_of(sent: Mapping, now: Mapping, *, pupils: bool) -> list[Line]:
    """The lines of a report; `sent` and `now` are figures as JSON, `sent` empty where nothing was sent yet."""
    lines = [*LINES, PUPILS] if pupils else LINES
    return [
        Line(label, write(sent.get(name)) if sent else "", write(now.get(name)))
        for name, label, write in lines
    ]


def flags_then(sent: Mapping, now: Mapping) -> str:
    """The flags of the moment the report was sent, in words, where they are others than now."""
    told = _flags(sent)
    return told if sent and told != _flags(now) else ""


def _flags(told: Mapping) -> str:
    labels = [LABELS.get(flag["code"], flag["code"]) for flag in told.get("flags", ())]
    return "; ".join(labels) or "không có"
