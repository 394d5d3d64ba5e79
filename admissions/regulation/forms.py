"""What each step's record asks for: how it is spoken of, its document, its vote."""

from __future__ import annotations

from dataclasses import dataclass

from admissions.regulation.stages import Route
from admissions.regulation.stages import Stage as S

CELL = "cell"  # at least two thirds of the cell's official members
COMMITTEE = "committee"  # at least two thirds of a base committee
BOARD = "board"  # more than half of a standing board
SHORT = "short"  # the threshold was missed: the numbers are kept
COUNTED = "counted"  # the numbers are kept, no threshold
TWO_THIRDS = (CELL, COMMITTEE)


@dataclass(frozen=True)
class StepForm:
    """How a step is spoken of, and what its record asks for."""

    act: str
    date_label: str
    number_label: str
    clause: str
    number_required: bool = True
    votes: str = ""
    reason: bool = False

    @property
    def votes_required(self) -> bool:
        """Of a board's vote the numbers may be left out, of a cell's or a committee's not (HD06 3.6b)."""
        return self.votes in (*TWO_THIRDS, SHORT)


FORMS: dict[S, StepForm] = {
    S.SOURCE: StepForm("Đưa vào nguồn", "Ngày vào nguồn", "Số văn bản", "HD38 I.1.1d", False),
    S.LISTED: StepForm("Công nhận cảm tình Đảng", "Ngày nghị quyết", "Số nghị quyết chi bộ", "HD38 I.1.1d"),
    S.TRAINED: StepForm("Cấp giấy chứng nhận lớp nhận thức", "Ngày cấp giấy", "Số giấy chứng nhận", "HD06 3.1"),
    S.OPENED: StepForm("Cho phép làm hồ sơ", "Ngày cho phép", "Số văn bản cho phép", "HD38 I.1.3"),
    S.CERTIFIED: StepForm("Chứng nhận lý lịch, đủ hồ sơ", "Ngày chứng nhận", "Số văn bản", "HD06 3.3b", False),
    S.VOTED: StepForm(
        "Chi bộ biểu quyết đề nghị kết nạp", "Ngày họp chi bộ", "Số nghị quyết chi bộ (6-KNĐ)", "HD06 3.6", votes=CELL
    ),
    S.REFERRED: StepForm(
        "Ghi biểu quyết không đủ hai phần ba, báo cáo lên", "Ngày họp", "Số văn bản báo cáo", "HD06 5.1", votes=SHORT
    ),
    S.SECTION_APPRAISED: StepForm(
        "Đảng ủy bộ phận thẩm định", "Ngày báo cáo", "Số báo cáo (7-KNĐ)", "HD06 3.6b", False
    ),
    S.BASE_VOTED: StepForm(
        "Đảng ủy cơ sở ra nghị quyết đề nghị", "Ngày nghị quyết", "Số nghị quyết (8-KNĐ)", "HD06 3.6c", votes=COMMITTEE
    ),
    S.RETURNED: StepForm("Thẩm định: trả lại để bổ sung", "Ngày trả lại", "Số văn bản", "HD06 3.7a", False, reason=True),
    S.SUSPENDED: StepForm("Thẩm định: tạm dừng xem xét", "Ngày tạm dừng", "Số văn bản", "HD06 3.7a", False, reason=True),
    S.APPRAISED: StepForm(
        "Thẩm định xong, trình Ban Thường vụ", "Ngày thẩm định", "Số báo cáo", "HD06 3.7a", False
    ),
    S.REDO: StepForm(
        "Hủy quyết định kết nạp vì sai thủ tục, làm lại khâu sai", "Ngày hủy", "Số quyết định hủy", "294 4.4.2", reason=True
    ),
    S.DECIDED: StepForm("Quyết định kết nạp", "Ngày quyết định", "Số quyết định (9-KNĐ)", "294 4.3.2b", votes=BOARD),
    S.HELD: StepForm("Tổ chức lễ kết nạp", "Ngày lễ kết nạp", "Số văn bản", "294 4.1", False),
    S.POSTPONED: StepForm("Kéo dài thời gian dự bị", "Ngày quyết định", "Số văn bản", "294 4.2.1", reason=True),
    S.REVIEW_SHORT: StepForm(
        "Ghi biểu quyết công nhận (xóa tên) không đủ hai phần ba", "Ngày họp", "Số văn bản báo cáo", "294 4.2.3",
        votes=SHORT,
    ),
    S.REVIEW_VOTED: StepForm(
        "Chi bộ biểu quyết công nhận chính thức", "Ngày họp chi bộ", "Số nghị quyết chi bộ (13-KNĐ)", "HD06 4.5a",
        votes=CELL,
    ),
    S.REVIEW_SECTION: StepForm(
        "Đảng ủy bộ phận thẩm định công nhận", "Ngày báo cáo", "Số báo cáo (14-KNĐ)", "HD06 4.5a", False
    ),
    S.REVIEW_BASE: StepForm(
        "Đảng ủy cơ sở ra nghị quyết đề nghị công nhận", "Ngày nghị quyết", "Số nghị quyết (15-KNĐ)", "HD06 4.5a",
        votes=COMMITTEE,
    ),
    S.REVIEW_REDO: StepForm(
        "Hủy quyết định công nhận vì sai thủ tục, làm lại khâu sai", "Ngày hủy", "Số quyết định hủy", "294 4.4.2",
        reason=True,
    ),
    S.RECOGNISED: StepForm(
        "Quyết định công nhận chính thức", "Ngày quyết định", "Số quyết định (16-KNĐ)", "294 4.3.1", votes=BOARD
    ),
    S.STRIKE_VOTED: StepForm(
        "Chi bộ biểu quyết đề nghị xóa tên", "Ngày họp chi bộ", "Số nghị quyết chi bộ", "HD06 4.6a", votes=CELL, reason=True
    ),
    S.STRIKE_BASE: StepForm(
        "Đảng ủy cơ sở ra nghị quyết đề nghị xóa tên", "Ngày nghị quyết", "Số nghị quyết", "HD06 4.6b", votes=COMMITTEE
    ),
    S.OUT: StepForm("Đưa ra khỏi danh sách", "Ngày", "Số nghị quyết chi bộ", "HD38 I.1.1d", False, reason=True),
    S.REFUSED: StepForm(
        "Quyết định không kết nạp", "Ngày xét", "Số văn bản", "294 4.3.1", votes=COUNTED, reason=True
    ),
    S.STRUCK_OFF: StepForm(
        "Quyết định xóa tên đảng viên dự bị", "Ngày quyết định", "Số quyết định", "294 8.1, HD06 4.6c", votes=BOARD,
        reason=True,
    ),
    S.ANNULLED: StepForm(
        "Hủy quyết định kết nạp vì không đủ điều kiện", "Ngày hủy", "Số quyết định hủy", "294 4.4.1", reason=True
    ),
    S.MOVED_AWAY: StepForm("Chuyển đi nơi khác", "Ngày quyết định chuyển", "Số văn bản", "HD06 3.9", False),
    S.DIED: StepForm("Ghi từ trần", "Ngày từ trần", "Số văn bản", "HD06 8.2đ", False),
}  # fmt: skip


def votes_asked(stage: S, route: Route) -> str:
    """Whose vote a step is, where the unit hangs so: a delegated committee decides as a body (294 4.3.2a)."""
    votes = FORMS[stage].votes
    return COMMITTEE if votes == BOARD and route is Route.DELEGATED else votes


_COMMITTEES = "Cấp ủy cơ sở; cấp ủy xã đối với chi bộ trực thuộc"
_APPRAISAL = (S.APPRAISED, S.RETURNED, S.SUSPENDED)
_DECISIONS = (
    S.DECIDED, S.REFUSED, S.RECOGNISED, S.STRUCK_OFF, S.ANNULLED, S.REDO, S.REVIEW_REDO, S.POSTPONED,
)  # fmt: skip
BODIES: dict[S, str] = {
    S.TRAINED: "Trung tâm chính trị",
    S.OPENED: _COMMITTEES,
    S.CERTIFIED: _COMMITTEES,
    S.REFERRED: "Chi bộ hoặc đảng ủy cơ sở, nơi biểu quyết không đủ",
    **dict.fromkeys((S.SECTION_APPRAISED, S.REVIEW_SECTION), "Đảng ủy bộ phận"),
    **dict.fromkeys((S.BASE_VOTED, S.REVIEW_BASE, S.STRIKE_BASE), "Đảng ủy cơ sở"),
}
BOARDS: dict[Route, str] = {
    Route.DELEGATED: "Đảng ủy cơ sở được ủy quyền",
    Route.UPPER: "Ban Thường vụ đảng ủy cơ sở được giao quyền",
}


def body_of(stage: S, route: Route) -> str:
    """Which body acts in a step, where the unit hangs so (294 4.3.2; HD06 3.6, 3.7)."""
    if stage in _DECISIONS:
        return BOARDS.get(route, "Ban Thường vụ cấp ủy xã")
    if stage in _APPRAISAL:
        return "Cơ quan tổ chức của đảng ủy cơ sở" if route is Route.UPPER else "Ban Xây dựng Đảng"
    return BODIES.get(stage, "Chi bộ")
