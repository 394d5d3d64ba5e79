"""Which of the cases of a move applies, and what follows from it (HD06 3.9, 3.10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from admissions.regulation.cases import Calendar, Case
from admissions.regulation.editions import Edition, edition_on
from admissions.regulation.stages import BEFORE_VOTE, ON_PROBATION, WAITING_DECISION, Stage


@dataclass(frozen=True)
class Way:
    """A case of a move: what it is called, what it asks, by which clause."""

    label: str
    asks: str
    clause: str


WAYS: dict[str, Way] = {
    "move_helped": Way(
        "Đang được giúp đỡ",
        "Nơi đi cấp giấy chứng nhận đang được giúp đỡ, xem xét; chi bộ mới phân công đảng viên giúp đỡ, không cần đủ 12 tháng.",
        "HD06 3.9a",
    ),
    "move_voted": Way(
        "Chi bộ (cơ sở) đã có nghị quyết, hồ sơ chưa gửi lên",
        "Nơi đi gửi công văn và hồ sơ đến cấp ủy có thẩm quyền nơi đến; nơi đến cho phân công người giúp đỡ và xem xét.",
        "HD06 3.9b",
    ),
    "move_sent": Way(
        "Hồ sơ đã gửi lên, chưa có quyết định",
        "Cấp có thẩm quyền nơi đi chuyển hồ sơ trong 15 ngày làm việc; nơi đến quyết định trong 30 ngày làm việc từ khi nhận.",
        "HD06 3.9b",
    ),
    "move_decided_inside": Way(
        "Đã có quyết định, chuyển trong cùng cấp có thẩm quyền",
        "Cấp có thẩm quyền báo nơi cũ, giao quyết định cho nơi mới; nơi mới tổ chức lễ kết nạp.",
        "HD06 3.9c",
    ),
    "move_decided_30": Way(
        "Đã có quyết định, chuyển ra ngoài",
        "Chuyển quyết định và hồ sơ đến cấp ủy cấp trên của nơi mới; lễ kết nạp ở nơi mới, không tổ chức ở nơi cũ.",
        "HD06 3.9c",
    ),
    "move_decided_late": Way(
        "Quyết định sau 30 ngày làm việc kể từ quyết định chuyển",
        "Nơi đi hủy quyết định kết nạp và chuyển hồ sơ; nơi đến xem xét, quyết định lại.",
        "HD06 3.9c",
    ),
    "probationary_moves": Way(
        "Đang trong thời gian dự bị",
        "Chi bộ, cơ sở nơi đi nhận xét vào bản tự kiểm điểm, kèm nhận xét của người giúp đỡ; chi bộ mới phân công người giúp đỡ; 12 tháng tính tiếp.",
        "HD06 3.10",
    ),
    "member_moves": Way("Đảng viên chính thức", "Chuyển sinh hoạt theo quy định chung.", "294 6.3.1"),
}

SENT_UP = (Stage.APPRAISED, Stage.SUSPENDED, Stage.REFERRED, Stage.RETURNED, Stage.REDO)


def way_of_move(
    case: Case, on: date, *, same_authority: bool, editions: Sequence[Edition], calendar: Calendar
) -> str:
    """The case of HD06 3.9 that a move falls under; `on` is the day of the transfer decision.

    `same_authority`: the same committee decides on admission before and after the move.
    """
    stage = case.stage
    if stage in BEFORE_VOTE:
        return "move_helped"
    if stage in WAITING_DECISION:
        return "move_sent" if stage in SENT_UP else "move_voted"
    if stage is Stage.DECIDED:
        if same_authority:
            return "move_decided_inside"
        decided = case.day_of(Stage.DECIDED)
        kept_until = calendar.add(on, edition_on(editions, on).transfer_keep_days)
        return "move_decided_30" if decided is None or decided <= kept_until else "move_decided_late"
    return "probationary_moves" if stage in ON_PROBATION else "member_moves"
