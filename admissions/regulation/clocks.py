"""The clocks that run for a person: what is due or arrives, by which day, by which clause. Computed, never stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from admissions.regulation.cases import Calendar, Case, Clock, add_months
from admissions.regulation.editions import Edition, edition_on
from admissions.regulation.papers import Paper
from admissions.regulation.rules.decision import EXTENSIONS, ceremony_start
from admissions.regulation.rules.dossier import dossier_term
from admissions.regulation.rules.probation import probation_end
from admissions.regulation.rules.situation import lowered
from admissions.regulation.stages import BEFORE_VOTE, IN_PIPELINE, ON_PROBATION, WAITING_DECISION, Stage

REVIEWING = (Stage.HELD, Stage.POSTPONED, Stage.REVIEW_SHORT, Stage.REVIEW_REDO)
RECOGNISING = (Stage.REVIEW_VOTED, Stage.REVIEW_SECTION, Stage.REVIEW_BASE)
HELPED = (Stage.OPENED, Stage.CERTIFIED)


@dataclass(frozen=True)
class Almanac:
    """A case with what its clocks are judged by."""

    case: Case
    editions: Sequence[Edition]
    calendar: Calendar

    def edition_from(self, start: date) -> Edition:
        """The edition in force on the day that starts a clock."""
        return edition_on(self.editions, start)

    def window(
        self, code: str, what: str, since: date, days_of: Callable[[Edition], int], clause: str
    ) -> Clock:
        """A clock of so many working days; where an edition that came into force meanwhile is stricter, its day too."""
        due = self.calendar.add(since, days_of(self.edition_from(since)))
        later = [edition for edition in self.editions if since < edition.in_force_on <= due]
        days = {self.calendar.add(since, days_of(edition)): edition.document for edition in later}
        strictest = min(days, default=due)
        note = f"theo {days[strictest]} là {strictest:%d/%m/%Y}" if strictest < due else ""
        return Clock(code, what, since, due, clause, also=note)


def clocks(case: Case, editions: Sequence[Edition], calendar: Calendar) -> list[Clock]:
    """The clocks running for a person, each by the edition in force on the day that starts it."""
    if case.stage is None:
        return []
    almanac = Almanac(case, editions, calendar)
    return [clock for tell in CLOCKS for clock in tell(almanac)]


def _certificate(at: Almanac) -> Iterator[Clock]:
    """The certificate lapses before the cell has considered (HD06 5.4b)."""
    issued = at.case.certificate_on
    if issued and at.case.stage in BEFORE_VOTE and not at.case.cell_vote:
        due = add_months(issued, at.edition_from(issued).certificate_months)
        what = "Chi bộ xét kết nạp trước khi giấy chứng nhận hết giá trị"
        yield Clock("certificate_valid", what, issued, due, "HD06 5.4b", True)


def _dossier(at: Almanac) -> Iterator[Clock]:
    """The dossier's papers lapse before the cell has considered (HD06 5.4a)."""
    made = at.case.dossier_made_on
    if made and at.case.stage in HELPED and not at.case.cell_vote:
        months = at.edition_from(made).dossier_months
        since, _ = dossier_term(at.case, made, months, date.max)
        what = "Chi bộ xét kết nạp trước khi hồ sơ quá hạn"
        yield Clock("dossier_12_months", what, since, add_months(since, months), "HD06 5.4a", True)


def _ages(at: Almanac) -> Iterator[Clock]:
    """Turning 18 opens the way to the vote, past 60 it takes a consent (294 1.1.1, 1.1.2)."""
    case = at.case
    if case.stage not in BEFORE_VOTE:
        return
    since = case.steps[-1].on
    edition = at.edition_from(since)
    full = add_months(case.birth_date, 12 * edition.age_min)
    if full > since:
        what = f"Tròn {edition.age_min} tuổi, chi bộ có thể xét kết nạp"
        yield Clock("turns_18", what, since, full, "294 1.1.1", arrives=True)
    oldest = add_months(case.birth_date, 12 * edition.age_max)
    after = add_months(oldest.replace(day=1), 1)
    what = f"Chi bộ xét kết nạp trước khi quá {edition.age_max} tuổi"
    yield Clock("turns_60", what, since, after - timedelta(days=1), "294 1.1.1", True)


def _verifications(at: Almanac) -> Iterator[Clock]:
    """A verification is answered within 30 working days at home, 90 abroad, of its receipt (HD06 3.4d)."""
    if at.case.stage not in IN_PIPELINE:
        return
    for request in at.case.requests:
        if request.replied_on:
            continue
        since = request.received_on or request.sent_on
        edition = at.edition_from(since)
        days = edition.verify_abroad_days if request.abroad else edition.verify_home_days
        where = " ở nước ngoài" if request.abroad else ""
        note = "" if request.received_on else "chưa ghi ngày nơi được hỏi nhận, tính từ ngày gửi"
        yield Clock(
            "verify_reply",
            f"Trả lời thẩm tra{where}",
            since,
            at.calendar.add(since, days),
            "HD06 3.4d",
            also=note,
        )


def _introducers(at: Almanac) -> Iterator[Clock]:
    """Whoever went is replaced by the cell; the texts give no number of days (294 3.2.2)."""
    case = at.case
    if case.stage not in HELPED or not case.introducers:
        return
    gone = [each for each in case.introducers if each.ended_on]
    if not gone:
        return
    last = max(each.ended_on for each in gone if each.ended_on)
    standing = [each for each in case.introducers if not each.ended_on]
    if len(standing) < (1 if {Paper.YOUTH_RESOLUTION, Paper.UNION_RESOLUTION} & set(case.papers) else 2):
        what = "Chi bộ phân công đảng viên khác thay người giới thiệu, giúp đỡ"
        yield Clock(
            "introducer_replaced", what, last, last, "294 3.2.2", also="văn bản không quy định số ngày"
        )


def _decision(at: Almanac) -> Iterator[Clock]:
    """The decision after the cell's resolution, longer where the extension is recorded (294 4.3.1)."""
    voted = at.case.cell_voted_on
    if at.case.stage not in WAITING_DECISION or voted is None:
        return
    code, what = "decision_window", "Ban Thường vụ xét, quyết định kết nạp"
    if _extended(at, "decision", voted):
        code, what = "decision_extension", f"{what} (đã gia hạn)"
    extra = code == "decision_extension"
    yield at.window(code, what, voted, lambda e: e.decision_days + extra * e.decision_extra_days, "294 4.3.1")


def _extended(at: Almanac, kind: str, voted: date) -> bool:
    """Whether the extension is recorded, and for this vote."""
    day = at.case.papers.get(EXTENSIONS[kind])
    return day is not None and day >= voted


def _ceremony(at: Almanac) -> Iterator[Clock]:
    """The ceremony after receipt or issue of the decision, as the edition says; the stricter day beside it (294 4.1)."""
    decided = at.case.day_of(Stage.DECIDED)
    if at.case.stage is not Stage.DECIDED or decided is None:
        return
    since, days, _ = ceremony_start(at.case.papers, decided, at)
    due, strict = at.calendar.add(since, days), at.calendar.add(decided, days)
    note = "" if due == strict else f"tính từ ngày ban hành là {strict:%d/%m/%Y}"
    yield Clock("ceremony_window", "Tổ chức lễ kết nạp", since, due, "294 4.1", True, also=note)


def _member_background(at: Almanac) -> Iterator[Clock]:
    """The new member writes his background and card sheet within 30 working days of the ceremony (HD38 I.2.1)."""
    step = at.case.step_of(Stage.HELD)
    lacking = [p for p in (Paper.MEMBER_BACKGROUND, Paper.CARD_SHEET) if p not in at.case.papers]
    if step and not step.imported and lacking and at.case.stage in ON_PROBATION:
        what = "Đảng viên mới khai " + " và ".join(lowered(paper.label) for paper in lacking)
        yield at.window(
            "member_background", what, step.on, lambda e: e.member_background_days, "HD38 I.2.1, I.2.2"
        )


def _probation(at: Almanac) -> Iterator[Clock]:
    """Probation ends; within 30 working days the cell considers (294 4.2.1)."""
    held, end = at.case.day_of(Stage.HELD), probation_end(at.case, at)
    if at.case.stage not in REVIEWING or held is None or end is None:
        return
    yield Clock("probation", "Hết thời gian dự bị", held, end, "294 4.2.1, HD06 4.2", arrives=True)
    what = f"Chi bộ xét công nhận chính thức (hết dự bị {end:%d/%m/%Y})"
    yield at.window("recognition_review", what, end, lambda e: e.review_days, "294 4.2.1")


def _recognition(at: Almanac) -> Iterator[Clock]:
    """The decision on recognition after the cell's resolution (294 4.3.1)."""
    voted = at.case.day_of(Stage.REVIEW_VOTED)
    if at.case.stage not in RECOGNISING or voted is None:
        return
    code, what = "recognition_window", "Ban Thường vụ quyết định công nhận chính thức"
    if _extended(at, "recognition", voted):
        code, what = "recognition_extension", f"{what} (đã gia hạn)"
    extra = code == "recognition_extension"
    yield at.window(
        code, what, voted, lambda e: e.recognition_days + extra * e.recognition_extra_days, "294 4.3.1"
    )


def _transfers(at: Almanac) -> Iterator[Clock]:
    """A file sent up is forwarded in 15 working days and decided in 30 of its receipt (HD06 3.9b)."""
    papers, moves = at.case.papers, at.case.present_moves
    for move in moves[-1:]:
        forwarded, received = (
            day if day and day >= move.on else None
            for day in (papers.get(Paper.MOVE_FORWARDED), papers.get(Paper.MOVE_RECEIVED))
        )
        edition = at.edition_from(move.on)
        if move.way == "move_sent" and not move.incoming and not forwarded and not received:
            due = at.calendar.add(move.on, edition.transfer_forward_days)
            yield Clock(
                "move_forward", "Nơi đi chuyển hồ sơ đến nơi có thẩm quyền mới", move.on, due, "HD06 3.9b"
            )
        if move.way == "move_sent" and received and at.case.stage in WAITING_DECISION:
            due = at.calendar.add(received, at.edition_from(received).transfer_decide_days)
            yield Clock("move_decide", "Nơi đến quyết định, hoặc báo cáo lý do", received, due, "HD06 3.9b")
    requested = papers.get(Paper.RECHECK_REQUESTED)
    if requested and Paper.RECHECK_ANSWERED not in papers and moves:
        due = at.calendar.add(requested, at.edition_from(requested).recheck_days)
        yield Clock("move_recheck", "Nơi ra quyết định xem xét lại hồ sơ", requested, due, "HD06 3.9c")


def _complaint(at: Almanac) -> Iterator[Clock]:
    """Who was struck off may complain within 30 working days of receiving the decision (294 8.2.1)."""
    received = at.case.papers.get(Paper.STRIKE_OFF_RECEIVED)
    if at.case.stage is Stage.STRUCK_OFF and received:
        due = at.calendar.add(received, at.edition_from(received).complaint_days)
        yield Clock(
            "strike_off_complaint", "Hết hạn khiếu nại xóa tên", received, due, "294 8.2.1", arrives=True
        )


def _readmission(at: Almanac) -> Iterator[Clock]:
    """The day from which re-admission may be voted on (294 3.5.1b)."""
    traits = at.case.traits
    if not traits.readmission or at.case.stage not in BEFORE_VOTE or traits.left_party_on is None:
        return
    since = traits.left_party_on
    edition = at.edition_from(at.case.steps[-1].on)
    free = add_months(since, edition.readmit_months)
    if traits.record_cleared_on:
        free = max(free, add_months(traits.record_cleared_on, edition.readmit_cleared_months))
    yield Clock("readmit_wait", "Đủ thời gian để xét kết nạp lại", since, free, "294 3.5.1b", arrives=True)


CLOCKS: tuple[Callable[[Almanac], Iterator[Clock]], ...] = (
    _certificate, _dossier, _ages, _verifications, _introducers, _decision, _ceremony, _member_background, _probation,
    _recognition, _transfers, _complaint, _readmission,
)  # fmt: skip
