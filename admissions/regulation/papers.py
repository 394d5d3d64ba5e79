"""The papers of a dossier as the checklist names them: form, label, clause. Ticked, dated, never kept as content.

Form numbers other than 2-KNĐ, 1-HSĐV and 2-HSĐV are carried over from 12-HD/BTCTW of 2022, second-hand, since the
annex of HD38 has not been seen: they are marked on screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Paper(StrEnum):
    """A paper or a fact proved by one; the value is what the database keeps."""

    CERTIFICATE = "certificate"
    APPLICATION = "application"
    BACKGROUND = "background"
    BACKGROUND_SEAL = "background_seal"
    VERIFICATION = "verification"
    CELL_COMMENT = "cell_comment"
    YOUTH_RESOLUTION = "youth_resolution"
    UNION_RESOLUTION = "union_resolution"
    OPINIONS = "opinions"
    VERIFICATION_AGAIN = "verification_again"
    EMPLOYER_OPINION = "employer_opinion"
    EXEMPT_OWN = "exempt_own"
    EXEMPT_SPOUSE = "exempt_spouse"
    SAME_COMMUNE = "same_commune"
    PRESENT_CHECKED = "present_checked"
    CONSENT_AGE = "consent_age"
    CONSENT_ELDER = "consent_elder"
    POLITICAL_CONCLUSION = "political_conclusion"
    CONSENT_POLITICAL = "consent_political"
    CONSENT_READMISSION = "consent_readmission"
    VOTE_REPORT = "vote_report"
    EXTENSION = "extension"
    DECISION_NOTICE = "decision_notice"
    DECISION_RECEIVED = "decision_received"
    CONSENT_CEREMONY = "consent_ceremony"
    MEMBER_BACKGROUND = "member_background"
    CARD_SHEET = "card_sheet"
    NEW_MEMBER_CERTIFICATE = "new_member_certificate"
    SELF_REVIEW = "self_review"
    HELPER_REVIEW = "helper_review"
    OPINIONS_PROBATION = "opinions_probation"
    RECOGNITION_EXTENSION = "recognition_extension"
    STRIKE_OFF_RECEIVED = "strike_off_received"
    MOVE_CERTIFICATE = "move_certificate"
    MOVE_FORWARDED = "move_forwarded"
    MOVE_RECEIVED = "move_received"
    RECHECK_REQUESTED = "recheck_requested"
    RECHECK_ANSWERED = "recheck_answered"

    @property
    def sheet(self) -> Sheet:
        return SHEETS[self]

    @property
    def label(self) -> str:
        """Name with the number of its form."""
        return f"{self.sheet.name} ({self.sheet.form})" if self.sheet.form else self.sheet.name


@dataclass(frozen=True)
class Sheet:
    """How a paper is spoken of. `numbered` papers need their number, `reasoned` ones the reason as well."""

    name: str
    clause: str
    form: str = ""
    numbered: bool = False
    reasoned: bool = False
    read: bool = False  # the form's number was read in the document's own text
    date_label: str = "Ngày"


P = Paper
SHEETS: dict[Paper, Sheet] = {
    P.CERTIFICATE: Sheet("Giấy chứng nhận lớp nhận thức về Đảng", "HD06 3.1, 5.4b", "CN-NTVĐ", numbered=True),
    P.APPLICATION: Sheet("Đơn xin vào Đảng", "HD06 3.2", "1-KNĐ"),
    P.BACKGROUND: Sheet("Lý lịch của người xin vào Đảng", "HD06 3.3a", "2-KNĐ", read=True),
    P.BACKGROUND_SEAL: Sheet("Lý lịch đã kiểm tra, đóng dấu giáp lai cả ảnh", "HD06 3.4d"),
    P.VERIFICATION: Sheet("Kết quả thẩm tra lý lịch (ngày của kết quả sau cùng)", "HD06 3.4"),
    P.CELL_COMMENT: Sheet("Nhận xét của chi bộ trên lý lịch (mục 25)", "HD38 I.1.4.2 (25)"),
    P.YOUTH_RESOLUTION: Sheet("Nghị quyết giới thiệu đoàn viên ưu tú", "294 3.1", "4-KNĐ", numbered=True),
    P.UNION_RESOLUTION: Sheet("Nghị quyết giới thiệu đoàn viên công đoàn ưu tú", "294 3.1", "4A-KNĐ", numbered=True),
    P.OPINIONS: Sheet("Tổng hợp ý kiến của đoàn thể và chi bộ nơi cư trú", "HD06 3.5", "5-KNĐ"),
    P.VERIFICATION_AGAIN: Sheet("Thẩm tra bổ sung, hoặc ghi nhận không có thay đổi", "HD06 5.4a"),
    P.EMPLOYER_OPINION: Sheet("Ý kiến của nơi đang làm việc theo hợp đồng", "HD06 6.2c"),
    P.EXEMPT_OWN: Sheet("Không phải thẩm tra bên bản thân: cấp ủy quản lý người thân xác nhận", "HD06 3.4c"),
    P.EXEMPT_SPOUSE: Sheet("Không phải thẩm tra bên vợ (chồng): cấp ủy quản lý người thân xác nhận", "HD06 3.4c"),
    P.SAME_COMMUNE: Sheet("Các đời sống cùng một xã: chi bộ báo cáo, cấp ủy kết luận", "HD06 3.4c"),
    P.PRESENT_CHECKED: Sheet("Đã xem xét chính trị hiện nay và chấp hành pháp luật nơi cư trú", "HD38 I.1.5"),
    P.CONSENT_AGE: Sheet("Đồng ý của ban thường vụ cấp tỉnh: người trên 60 tuổi", "294 1.1.2, HD06 1.1", numbered=True),
    P.CONSENT_ELDER: Sheet("Đồng ý của ban thường vụ cấp tỉnh: người biết đọc, biết viết", "HD06 1.2b", numbered=True),
    P.POLITICAL_CONCLUSION: Sheet("Kết luận về tiêu chuẩn chính trị của cấp ủy có thẩm quyền", "294 3.3", numbered=True),
    P.CONSENT_POLITICAL: Sheet("Đồng ý bằng văn bản về vấn đề chính trị", "294 3.3, HD06 3.7c", numbered=True),
    P.CONSENT_READMISSION: Sheet("Đồng ý của ban thường vụ cấp tỉnh: kết nạp lại", "294 3.5.1b", numbered=True),
    P.VOTE_REPORT: Sheet("Báo cáo toàn bộ kết quả biểu quyết lên cấp có thẩm quyền", "HD06 5.1"),
    P.EXTENSION: Sheet("Gia hạn xét, quyết định kết nạp", "294 4.3.1", reasoned=True),
    P.DECISION_NOTICE: Sheet("Thông báo kết quả cho chi bộ đề nghị", "294 4.3.1"),
    P.DECISION_RECEIVED: Sheet("Chi bộ nhận quyết định kết nạp", "294 4.1", date_label="Ngày nhận"),
    P.CONSENT_CEREMONY: Sheet("Cấp ủy cấp trên đồng ý tổ chức lễ kết nạp quá hạn", "294 4.1", numbered=True),
    P.MEMBER_BACKGROUND: Sheet("Lý lịch đảng viên", "HD38 I.2.1", "1-HSĐV", read=True),
    P.CARD_SHEET: Sheet("Phiếu đảng viên", "HD38 I.2.2", "2-HSĐV", read=True),
    P.NEW_MEMBER_CERTIFICATE: Sheet("Giấy chứng nhận lớp bồi dưỡng đảng viên mới", "HD06 4.1", numbered=True),
    P.SELF_REVIEW: Sheet("Bản tự kiểm điểm của đảng viên dự bị", "HD06 4.2", "10-KNĐ"),
    P.HELPER_REVIEW: Sheet("Nhận xét của người giúp đỡ", "HD06 4.3", "11-KNĐ"),
    P.OPINIONS_PROBATION: Sheet("Tổng hợp ý kiến về đảng viên dự bị", "HD06 4.4", "12-KNĐ"),
    P.RECOGNITION_EXTENSION: Sheet("Gia hạn quyết định công nhận chính thức", "294 4.3.1", reasoned=True),
    P.STRIKE_OFF_RECEIVED: Sheet("Người bị xóa tên nhận quyết định", "294 8.2.1", date_label="Ngày nhận"),
    P.MOVE_CERTIFICATE: Sheet("Giấy chứng nhận đang được giúp đỡ, xem xét", "HD06 3.9a"),
    P.MOVE_FORWARDED: Sheet("Nơi đi đã chuyển hồ sơ", "HD06 3.9b", date_label="Ngày chuyển"),
    P.MOVE_RECEIVED: Sheet("Nơi đến đã nhận hồ sơ", "HD06 3.9b", date_label="Ngày nhận"),
    P.RECHECK_REQUESTED: Sheet("Nơi đến đề nghị xem xét lại hồ sơ", "HD06 3.9c", date_label="Ngày nhận đề nghị"),
    P.RECHECK_ANSWERED: Sheet("Nơi ra quyết định đã xem xét lại", "HD06 3.9c"),
}  # fmt: skip

# The checklist in the order of the dossier, under the headings a person's page shows.
CHECKLIST: tuple[tuple[str, tuple[Paper, ...]], ...] = (
    (
        "Hồ sơ xin vào Đảng",
        (
            P.APPLICATION, P.BACKGROUND, P.BACKGROUND_SEAL, P.VERIFICATION, P.CELL_COMMENT, P.YOUTH_RESOLUTION,
            P.UNION_RESOLUTION, P.OPINIONS, P.CERTIFICATE, P.VERIFICATION_AGAIN, P.EMPLOYER_OPINION,
        ),
    ),
    ("Không phải thẩm tra riêng", (P.EXEMPT_OWN, P.EXEMPT_SPOUSE, P.SAME_COMMUNE, P.PRESENT_CHECKED)),
    (
        "Văn bản đồng ý, kết luận",
        (P.CONSENT_AGE, P.CONSENT_ELDER, P.POLITICAL_CONCLUSION, P.CONSENT_POLITICAL, P.CONSENT_READMISSION),
    ),
    (
        "Sau nghị quyết của chi bộ",
        (P.VOTE_REPORT, P.EXTENSION, P.DECISION_NOTICE, P.DECISION_RECEIVED, P.CONSENT_CEREMONY),
    ),
    (
        "Thời gian dự bị",
        (
            P.MEMBER_BACKGROUND, P.CARD_SHEET, P.NEW_MEMBER_CERTIFICATE, P.SELF_REVIEW, P.HELPER_REVIEW,
            P.OPINIONS_PROBATION, P.RECOGNITION_EXTENSION, P.STRIKE_OFF_RECEIVED,
        ),
    ),
    (
        "Khi chuyển đơn vị",
        (P.MOVE_CERTIFICATE, P.MOVE_FORWARDED, P.MOVE_RECEIVED, P.RECHECK_REQUESTED, P.RECHECK_ANSWERED),
    ),
)  # fmt: skip
