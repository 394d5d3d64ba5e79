"""What each value of an edition is called, in which unit it is counted and within which bounds it makes sense."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

DAYS, MONTHS, YEARS, TIMES = "ngày làm việc", "tháng", "tuổi", "lần"


@dataclass(frozen=True)
class Value:
    """One value of an edition: a count between two bounds, one of `choices`, or a day."""

    name: str
    label: str
    unit: str = ""
    least: int = 0
    most: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    zero: str = ""  # what a nought says, if not that there are none

    @property
    def is_count(self) -> bool:
        return bool(self.unit)


SCHOOLING = (("diploma", "có bằng THCS"), ("programme", "hoàn thành chương trình THCS"))
CEREMONY_FROM = (("receipt", "ngày nhận quyết định"), ("issue", "ngày ban hành quyết định"))

# Group → its values, in the order of the road.
GROUPS: dict[str, tuple[Value, ...]] = {
    "Hiệu lực": (Value("in_force_on", "Có hiệu lực từ"),),
    "Người xin vào Đảng và hồ sơ": (
        Value("age_min", "Tuổi từ", YEARS, 16, 30),
        Value("age_max", "Tuổi đến", YEARS, 40, 90),
        Value("schooling", "Học vấn phổ thông", choices=SCHOOLING),
        Value("certificate_months", "Giấy chứng nhận lớp nhận thức có giá trị", MONTHS, 6, 240),
        Value("dossier_months", "Hồ sơ có giá trị từ khi lập", MONTHS, 1, 60),
        Value("introducer_months", "Người giới thiệu cùng công tác, cư trú ít nhất", MONTHS, 0, 60),
        Value("verify_home_days", "Trả lời thẩm tra lý lịch trong nước", DAYS, 1, 250),
        Value("verify_abroad_days", "Trả lời thẩm tra lý lịch ngoài nước", DAYS, 1, 250),
        Value("contract_months", "Làm việc theo hợp đồng thì xét ở nơi làm việc khi đủ", MONTHS, 1, 60),
    ),
    "Quyết định và lễ kết nạp": (
        Value("decision_days", "Quyết định kết nạp, kể từ nghị quyết chi bộ", DAYS, 5, 250),
        Value("decision_extra_days", "Gia hạn quyết định kết nạp", DAYS, 0, 250),
        Value("ceremony_days", "Tổ chức lễ kết nạp", DAYS, 5, 250),
        Value("ceremony_from", "Hạn tổ chức lễ tính từ", choices=CEREMONY_FROM),
        Value("member_background_days", "Đảng viên mới khai lý lịch, kể từ lễ kết nạp", DAYS, 1, 250),
    ),
    "Dự bị và công nhận chính thức": (
        Value("probation_months", "Thời gian dự bị", MONTHS, 1, 36),
        Value("review_days", "Chi bộ xét công nhận, kể từ khi hết dự bị", DAYS, 5, 250),
        Value("recognition_days", "Quyết định công nhận, kể từ nghị quyết chi bộ", DAYS, 5, 250),
        Value("recognition_extra_days", "Gia hạn quyết định công nhận", DAYS, 0, 250),
        Value("failed_votes", "Biểu quyết không đạt thì báo cáo cấp trên sau", TIMES, 1, 10),
        Value("postponement_months", "Kéo dài dự bị nhiều nhất", MONTHS, 0, 36, zero="không quy định"),
        Value("complaint_days", "Khiếu nại việc xóa tên", DAYS, 1, 250),
    ),
    "Kết nạp lại và chuyển sinh hoạt": (
        Value("readmit_months", "Kết nạp lại sau khi ra khỏi Đảng ít nhất", MONTHS, 0, 240),
        Value("readmit_cleared_months", "Kết nạp lại sau khi được xóa án tích ít nhất", MONTHS, 0, 240),
        Value("transfer_forward_days", "Nơi đi chuyển tiếp hồ sơ", DAYS, 1, 250),
        Value("transfer_decide_days", "Nơi đến quyết định, kể từ khi nhận hồ sơ", DAYS, 1, 250),
        Value("transfer_keep_days", "Quyết định sau khi chuyển đi còn giá trị trong", DAYS, 0, 250),
        Value("recheck_days", "Cấp ra quyết định xem xét lại theo yêu cầu nơi đến", DAYS, 1, 250),
    ),
}
VALUES: dict[str, Value] = {value.name: value for values in GROUPS.values() for value in values}


def written(value: Value, content: object) -> str:
    """A value in words: 45 ngày làm việc, có bằng THCS, 01/07/2025. Days may come as 2025-07-01."""
    if content in (None, ""):
        return "để trống"
    if value.choices:
        return dict(value.choices).get(str(content), str(content))
    if value.zero and content == 0:
        return value.zero
    if value.is_count:
        return f"{content} {value.unit}"
    day = content if isinstance(content, date) else date.fromisoformat(str(content))
    return f"{day:%d/%m/%Y}"
