"""What the office reckons with where the texts give no number: its own assumptions, none of them a rule."""

from __future__ import annotations

from dataclasses import dataclass, fields

DAYS, DAY_OF_MONTH = "ngày làm việc", "ngày trong tháng"


@dataclass(frozen=True)
class Meaning:
    """How one assumption is spoken of, in which unit it is counted, and its greatest value."""

    name: str
    label: str
    meaning: str
    unit: str = DAYS
    most: int = 250


@dataclass(frozen=True)
class Assumptions:
    """Working days from one act to the next; `cell_day` is the day of the month on which cells meet (0: any day)."""

    cell_day: int = 5
    opening_days: int = 10
    papers_days: int = 10
    verify_home_days: int = 30
    verify_abroad_days: int = 90
    certify_days: int = 5
    opinions_days: int = 10
    class_days: int = 40
    certificate_days: int = 5
    renewal_days: int = 15
    section_days: int = 5
    base_days: int = 10
    appraisal_days: int = 10
    board_days: int = 10
    ceremony_days: int = 10


LAW = Assumptions(**dict.fromkeys((each.name for each in fields(Assumptions)), 0))  # the texts alone

# In the order of the road.
MEANINGS = (
    Meaning(
        "cell_day",
        "Chi bộ họp thường kỳ ngày",
        "Nghị quyết của chi bộ ra ở kỳ họp tháng; 0: ngày nào cũng họp được.",
        DAY_OF_MONTH,
        28,
    ),
    Meaning("opening_days", "Cho phép làm hồ sơ", "Từ cảm tình Đảng: phân công giúp đỡ, cấp ủy cho phép."),
    Meaning("papers_days", "Viết đơn, khai lý lịch", "Đến khi lý lịch đóng dấu giáp lai và gửi thẩm tra."),
    Meaning("verify_home_days", "Chờ trả lời thẩm tra trong nước", "Văn bản cho nơi được hỏi nhiều nhất 30 ngày."),
    Meaning("verify_abroad_days", "Chờ trả lời thẩm tra ngoài nước", "Văn bản cho nhiều nhất 90 ngày."),
    Meaning("certify_days", "Nhận xét, chứng nhận lý lịch", "Từ kết quả thẩm tra sau cùng."),
    Meaning("opinions_days", "Lấy ý kiến, viết giấy giới thiệu", "Từ lý lịch đã chứng nhận đến khi trình chi bộ."),
    Meaning("class_days", "Mở lớp nhận thức", "Chỉ khi chưa có lớp nào trong kế hoạch: từ hôm nay đến hết lớp."),
    Meaning("certificate_days", "Cấp giấy chứng nhận", "Từ ngày bế giảng lớp nhận thức."),
    Meaning("renewal_days", "Làm lại bốn giấy tờ", "Chỉ khi hồ sơ đã quá hạn từ khi lập."),
    Meaning("section_days", "Đảng ủy bộ phận thẩm định", "Từ nghị quyết chi bộ, nơi có đảng ủy bộ phận."),
    Meaning("base_days", "Đảng ủy cơ sở ra nghị quyết", "Từ bước trước, nơi có đảng ủy cơ sở."),
    Meaning("appraisal_days", "Ban Xây dựng Đảng thẩm định", "Từ khi hồ sơ gửi lên."),
    Meaning("board_days", "Ban Thường vụ họp, quyết định", "Từ khi thẩm định xong (nơi được ủy quyền: từ nghị quyết chi bộ)."),
    Meaning("ceremony_days", "Tổ chức lễ kết nạp", "Từ quyết định; chỉ dùng khi năm tính theo ngày lễ kết nạp."),
)  # fmt: skip
