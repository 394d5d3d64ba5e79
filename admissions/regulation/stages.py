"""The stages of the road, what each step's record asks for, and which stage may follow which."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where a person stands on the road; the value is what the database keeps."""

    SOURCE = "source"
    LISTED = "listed"
    TRAINED = "trained"
    OPENED = "opened"
    CERTIFIED = "certified"
    VOTED = "voted"
    BASE_VOTED = "base_voted"
    APPRAISED = "appraised"
    DECIDED = "decided"
    HELD = "held"
    REVIEW_VOTED = "review_voted"
    RECOGNISED = "recognised"
    OUT = "out"

    @property
    def label(self) -> str:
        """Name of the stage as the office says it."""
        return FORMS[self].label


@dataclass(frozen=True)
class StepForm:
    """How a step is spoken of, and what its record asks for."""

    label: str
    act: str
    date_label: str
    number_label: str
    clause: str
    number_required: bool = True
    votes: str = ""  # "all": two thirds of N; "board": more than half of the members; "": none
    votes_required: bool = False


FORMS: dict[Stage, StepForm] = {
    Stage.SOURCE: StepForm("Nguồn", "Đưa vào nguồn", "Ngày vào nguồn", "Số văn bản", "HD38 I.1.1d", False),
    Stage.LISTED: StepForm(
        "Cảm tình Đảng", "Công nhận cảm tình Đảng", "Ngày nghị quyết", "Số nghị quyết chi bộ", "HD38 I.1.1d"
    ),
    Stage.TRAINED: StepForm(
        "Đã học lớp nhận thức", "Cấp giấy chứng nhận lớp nhận thức", "Ngày cấp giấy", "Số giấy chứng nhận", "HD06 3.1"
    ),
    Stage.OPENED: StepForm(
        "Được làm hồ sơ", "Cho phép làm hồ sơ, phân công người giúp đỡ", "Ngày cho phép", "Số văn bản", "HD38 I.1.3"
    ),
    Stage.CERTIFIED: StepForm(
        "Đã chứng nhận lý lịch", "Chứng nhận lý lịch, đủ hồ sơ", "Ngày chứng nhận", "Số văn bản", "HD06 3.3b", False
    ),
    Stage.VOTED: StepForm(
        "Chi bộ đã đề nghị", "Chi bộ biểu quyết đề nghị kết nạp", "Ngày họp chi bộ", "Số nghị quyết chi bộ",
        "HD06 3.6", votes="all", votes_required=True,
    ),
    Stage.BASE_VOTED: StepForm(
        "Đảng ủy cơ sở đã đề nghị", "Đảng ủy cơ sở ra nghị quyết đề nghị", "Ngày nghị quyết", "Số nghị quyết",
        "HD06 3.6c", votes="all", votes_required=True,
    ),
    Stage.APPRAISED: StepForm(
        "Đã thẩm định", "Thẩm định xong, trình Ban Thường vụ", "Ngày thẩm định", "Số báo cáo", "HD06 3.7a", False
    ),
    Stage.DECIDED: StepForm(
        "Đã quyết định kết nạp", "Quyết định kết nạp", "Ngày quyết định", "Số quyết định", "294 4.3.2b", votes="board"
    ),
    Stage.HELD: StepForm(
        "Đảng viên dự bị", "Tổ chức lễ kết nạp", "Ngày lễ kết nạp", "Số văn bản", "294 4.1", False
    ),
    Stage.REVIEW_VOTED: StepForm(
        "Chi bộ đề nghị công nhận", "Chi bộ biểu quyết công nhận chính thức", "Ngày họp chi bộ",
        "Số nghị quyết chi bộ", "HD06 4.5a", votes="all", votes_required=True,
    ),
    Stage.RECOGNISED: StepForm(
        "Đảng viên chính thức", "Quyết định công nhận chính thức", "Ngày quyết định", "Số quyết định",
        "294 4.3.1", votes="board",
    ),
    Stage.OUT: StepForm("Ra khỏi danh sách", "Đưa ra khỏi danh sách", "Ngày", "Số văn bản", "HD38 I.1.1d", False),
}  # fmt: skip

ROAD = tuple(stage for stage in Stage if stage is not Stage.OUT)

NEXT: dict[Stage | None, tuple[Stage, ...]] = {
    None: (Stage.SOURCE, Stage.LISTED),
    Stage.SOURCE: (Stage.LISTED, Stage.OUT),
    Stage.LISTED: (Stage.TRAINED, Stage.OUT),
    Stage.TRAINED: (Stage.OPENED, Stage.TRAINED, Stage.OUT),
    Stage.OPENED: (Stage.CERTIFIED, Stage.OUT),
    Stage.CERTIFIED: (Stage.VOTED, Stage.OUT),
    Stage.VOTED: (Stage.BASE_VOTED, Stage.APPRAISED, Stage.OUT),
    Stage.BASE_VOTED: (Stage.APPRAISED, Stage.OUT),
    Stage.APPRAISED: (Stage.DECIDED, Stage.OUT),
    Stage.DECIDED: (Stage.HELD, Stage.OUT),
    Stage.HELD: (Stage.REVIEW_VOTED, Stage.OUT),
    Stage.REVIEW_VOTED: (Stage.RECOGNISED, Stage.OUT),
    Stage.RECOGNISED: (),
    Stage.OUT: (Stage.LISTED,),
}

IN_PIPELINE = ROAD[: ROAD.index(Stage.DECIDED)]
WAITING_DECISION = (Stage.VOTED, Stage.BASE_VOTED, Stage.APPRAISED)
DECIDED_OR_LATER = ROAD[ROAD.index(Stage.DECIDED) :]
