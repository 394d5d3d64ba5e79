"""How a unit's report of a period stands, in words: its state with tone and sign, and its due day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from units.models import Review

Status = Review.Status
NONE = "chua"  # nothing written; the other codes are those of the status


@dataclass(frozen=True)
class State:
    """A word with the tone and the sign it is shown with."""

    code: str
    label: str
    tone: str
    icon: str


STATES = {
    NONE: State(NONE, "Chưa báo cáo", "plain", "minus-circle"),
    Status.DRAFT: State("dang-viet", "Đang viết", "info", "pencil-square"),
    Status.RETURNED: State("tra-lai", "Trả lại", "warn", "arrow-uturn-left"),
    Status.SUBMITTED: State("da-gui", "Đã gửi", "info", "paper-airplane"),
    Status.ACCEPTED: State("da-xac-nhan", "Đã xác nhận", "good", "check-circle"),
}


def state_of(status: str | None) -> State:
    """The state of a report by its status; none where there is no report."""
    return STATES[status or NONE]


def how_late(due: date, on: date) -> str:
    """A due day against a day, in words: «còn 5 ngày», «quá 3 ngày»."""
    left = (due - on).days
    return f"quá {-left} ngày" if left < 0 else "hạn hôm nay" if left == 0 else f"còn {left} ngày"
