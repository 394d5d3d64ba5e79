"""The rules about probation and recognition: not early, the papers, the failed votes, no postponement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from admissions.regulation.cases import Case, Obstacle, add_months
from admissions.regulation.papers import Paper
from admissions.regulation.rules.situation import Judge, Situation, information, needs, warning
from admissions.regulation.stages import ON_PROBATION, Stage


def probation_end(case: Case, judge: Judge) -> date | None:
    """The last day of probation: twelve months from the ceremony, longer where it was stretched (294 4.2.1, HD06 4.2)."""
    held = case.day_of(Stage.HELD)
    if held is None:
        return None
    end = add_months(held, judge.edition_from(held).probation_months)
    if postponed := case.day_of(Stage.POSTPONED):
        end = add_months(end, judge.edition_from(postponed).postponement_months)
    return end


def not_early(ask: Situation) -> Iterator[Obstacle]:
    """The vote comes when the probation is over (294 4.2.1, HD06 4.2)."""
    end = probation_end(ask.case, ask)
    if end is None:
        return
    if ask.on < end:
        yield Obstacle(
            "recognition_not_early", f"Thời gian dự bị đến {end:%d/%m/%Y} mới hết.", "294 4.2.1, HD06 4.2"
        )
    elif ask.on == end:
        text = "Đúng ngày cuối của thời gian dự bị; nên họp từ ngày hôm sau."
        yield warning("recognition_not_early", text, "294 4.2.1, HD06 4.2")


def review_papers(ask: Situation) -> Iterator[Obstacle]:
    """The class for new members, the self-review, the opinions of helper and organisations (HD06 4.1–4.4)."""
    held = ask.case.day_of(Stage.HELD) or date.min  # of a probation before a re-admission nothing counts
    yield from needs(ask, Paper.NEW_MEMBER_CERTIFICATE, "class_new_members", since=held)
    yield from needs(ask, Paper.SELF_REVIEW, "self_review", since=held)
    end, written = probation_end(ask.case, ask), ask.case.papers.get(Paper.SELF_REVIEW)
    if end and written and held <= written < end:
        text = f"Bản tự kiểm điểm viết {written:%d/%m/%Y}, trước khi hết thời gian dự bị ({end:%d/%m/%Y})."
        yield warning("self_review", text, "HD06 4.2")
    yield from needs(ask, Paper.HELPER_REVIEW, "helper_review", since=held)
    yield from needs(ask, Paper.OPINIONS_PROBATION, "opinions_probation", since=held)


def recognition_review(ask: Situation) -> Iterator[Obstacle]:
    """The cell considers within 30 working days of the end of probation; later it is answerable for it (294 4.2.1)."""
    end = probation_end(ask.case, ask)
    if end is None or ask.case.day_of(Stage.REVIEW_VOTED, Stage.REVIEW_SHORT, Stage.STRIKE_VOTED):
        return
    days = ask.edition_from(end).review_days
    due = ask.calendar.add(end, days)
    if ask.on > due:
        text = f"Quá {days} ngày làm việc từ khi hết thời gian dự bị (hạn {due:%d/%m/%Y}); nghị quyết vẫn có giá trị."
        yield warning("recognition_review", text, "294 4.2.1")


def failed_votes(ask: Situation) -> Iterator[Obstacle]:
    """Only after the third failed vote does the matter go up past cell and committee (294 4.2.3)."""
    if ask.case.stage is not Stage.REVIEW_SHORT:
        return
    failed = sum(step.stage is Stage.REVIEW_SHORT for step in ask.case.present_round)
    if failed < ask.edition.failed_votes:
        text = (
            f"Mới có {failed} lần biểu quyết không đủ hai phần ba; đến lần thứ {ask.edition.failed_votes} cấp trên mới "
            "quyết định thay."
        )
        yield Obstacle("three_failed_votes", text, "294 4.2.3")


def no_more_votes(ask: Situation) -> Iterator[Obstacle]:
    """After the third failed vote two thirds are no longer asked below (294 4.2.3)."""
    failed = sum(step.stage is Stage.REVIEW_SHORT for step in ask.case.present_round)
    if failed >= ask.edition.failed_votes:
        text = f"Đã {failed} lần không đủ hai phần ba: báo cáo cấp ủy cấp trên trực tiếp và cấp có thẩm quyền quyết định."
        yield warning("three_failed_votes", text, "294 4.2.3")


def postponement(ask: Situation) -> Iterator[Obstacle]:
    """None in the national texts: recognise, or propose striking off (294 4.2.1). A local edition may allow it."""
    if not ask.edition.postponement_months:
        text = "Quy định của Trung ương không có việc kéo dài thời gian dự bị: xét công nhận hoặc đề nghị xóa tên."
        yield Obstacle("postponement", text, "294 4.2.1")


def strike_off_grounds(ask: Situation) -> Iterator[Obstacle]:
    """Before the end of probation a probationary member is struck off only on grounds of their own (294 4.2.1, 8.1)."""
    end = probation_end(ask.case, ask)
    if end and ask.on < end:
        text = "Chưa hết thời gian dự bị: chỉ xóa tên theo các trường hợp của 294 8.1."
        yield information("strike_off_grounds", text, "294 4.2.1, 8.1")


def strike_off_self_review(ask: Situation) -> Iterator[Obstacle]:
    """He criticises himself before the cell; asked three times in vain the cell goes on (HD06 11.1a)."""
    if not ask.has(Paper.SELF_REVIEW, since=ask.case.day_of(Stage.HELD) or date.min):
        text = "Chưa có bản tự kiểm điểm; ba lần yêu cầu mà không làm thì chi bộ vẫn xem xét, cố tình thì xem xét ngay."
        yield warning("strike_off_self_review", text, "HD06 11.1a")


def out_on_probation(ask: Situation) -> Iterator[Obstacle]:
    """A probationary member is struck off by votes, not taken off a list (HD06 4.6a–d)."""
    if ask.case.stage in ON_PROBATION:
        text = (
            "Đảng viên dự bị: xóa tên phải qua biểu quyết của chi bộ, cấp ủy và quyết định; bước này chỉ để ghi khai "
            "trừ, xin ra Đảng."
        )
        yield warning("strike_off_probationary", text, "HD06 4.6a–d")
