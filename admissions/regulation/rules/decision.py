"""The rules about deciding and the ceremony: the window and its extension, the consent, the place after a move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from admissions.regulation.cases import Obstacle
from admissions.regulation.papers import Paper
from admissions.regulation.rules.situation import Judge, Situation, needs, warning
from admissions.regulation.stages import Stage


def cell_before_base(ask: Situation) -> Iterator[Obstacle]:
    """A base committee resolves on what its cell has proposed by two thirds (HD06 3.6b, 3.6c)."""
    vote = ask.case.cell_vote
    if vote is None or vote.stage is not Stage.VOTED:
        text = "Chi bộ chưa có nghị quyết đề nghị kết nạp với ít nhất hai phần ba số phiếu."
        yield Obstacle("cell_vote", text, "HD06 3.6b, 3.6c")


def decision_window(ask: Situation) -> Iterator[Obstacle]:
    """The decision within so many working days of the cell's resolution, longer only by extension (294 4.3.1)."""
    if voted := ask.case.cell_voted_on:
        edition = ask.edition_from(voted)
        days, extra = edition.decision_days, edition.decision_extra_days
        yield from _late(ask, "decision", voted, days, extra)


def recognition_window(ask: Situation) -> Iterator[Obstacle]:
    """Recognition within so many working days of the cell's resolution, longer only by extension (294 4.3.1)."""
    if voted := ask.case.day_of(Stage.REVIEW_VOTED):
        edition = ask.edition_from(voted)
        days, extra = edition.recognition_days, edition.recognition_extra_days
        yield from _late(ask, "recognition", voted, days, extra)


EXTENSIONS = {"decision": Paper.EXTENSION, "recognition": Paper.RECOGNITION_EXTENSION}


def _late(ask: Situation, kind: str, voted: date, days: int, extra: int) -> Iterator[Obstacle]:
    due, last = ask.calendar.add(voted, days), ask.calendar.add(voted, days + extra)
    extended = ask.has(EXTENSIONS[kind], since=voted)
    if ask.on <= (last if extended else due):
        return
    if extended:
        text = (
            f"Quá cả thời gian gia hạn {extra} ngày làm việc (hạn {last:%d/%m/%Y}); quyết định vẫn có giá trị, "
            "tập thể chịu trách nhiệm trước cấp trên."
        )
        yield warning(f"{kind}_extension", text, "294 4.3.1")
    else:
        text = f"Quá hạn {days} ngày làm việc kể từ nghị quyết chi bộ (hạn {due:%d/%m/%Y}); quyết định vẫn có giá trị."
        yield warning(f"{kind}_window", text, "294 4.3.1")


def vote_reported(ask: Situation) -> Iterator[Obstacle]:
    """A vote below the threshold goes up in full to the competent committee (HD06 5.1)."""
    votes = (Stage.VOTED, Stage.REFERRED, Stage.BASE_VOTED)
    last = next((step for step in reversed(ask.case.present_round) if step.stage in votes), None)
    if last and last.stage is Stage.REFERRED and not ask.has(Paper.VOTE_REPORT, since=last.on):
        yield warning(
            "vote_short_report", "Chưa ghi ngày báo cáo toàn bộ kết quả biểu quyết lên cấp trên.", "HD06 5.1"
        )


def moved_before_decision(ask: Situation) -> Iterator[Obstacle]:
    """A file sent on after a move is decided within 30 working days of its receipt, else it is reported why (HD06 3.9b)."""
    received = ask.case.papers.get(Paper.MOVE_RECEIVED)
    last = ask.case.present_moves[-1:]
    if received and any(move.way == "move_sent" and received >= move.on for move in last):
        days = ask.edition_from(received).transfer_decide_days
        due = ask.calendar.add(received, days)
        if ask.on > due:
            text = f"Quá {days} ngày làm việc từ khi nhận hồ sơ chuyển đến (hạn {due:%d/%m/%Y}): phải báo cáo lý do."
            yield warning("move_sent", text, "HD06 3.9b")


def ceremony_window(ask: Situation) -> Iterator[Obstacle]:
    """The ceremony within 30 working days; later only with the consent of the level above (294 4.1)."""
    decided = ask.case.day_of(Stage.DECIDED)
    if decided is None:
        return
    since, days, what = ceremony_start(ask.case.papers, decided, ask)
    due = ask.calendar.add(since, days)
    if ask.on > due and not ask.has(Paper.CONSENT_CEREMONY, since=decided):
        text = (
            f"Quá {days} ngày làm việc (hạn {due:%d/%m/%Y}, tính từ {what}): "
            "phải được cấp ủy cấp trên trực tiếp đồng ý."
        )
        yield Obstacle("ceremony_window", text, "294 4.1", paper=Paper.CONSENT_CEREMONY)


def ceremony_start(papers: Mapping[Paper, date], decided: date, judge: Judge) -> tuple[date, int, str]:
    """The day that starts the clock of the ceremony, its working days, and what that day is (294 4.1; 208: issue).

    Where the cell's receipt counts but has not been recorded, the day of the decision stands in: it is stricter.
    """
    edition = judge.edition_from(decided)
    received = papers.get(Paper.DECISION_RECEIVED)
    if edition.ceremony_from == "receipt" and received and received >= decided:
        return received, edition.ceremony_days, f"ngày chi bộ nhận quyết định {received:%d/%m/%Y}"
    return decided, edition.ceremony_days, f"ngày quyết định {decided:%d/%m/%Y}"


def ceremony_order(ask: Situation) -> Iterator[Obstacle]:
    """Not before the cell has the decision in hand (HD06 3.8a)."""
    received = ask.case.papers.get(Paper.DECISION_RECEIVED)
    if received and ask.on < received:
        text = f"Lễ kết nạp trước ngày chi bộ nhận quyết định ({received:%d/%m/%Y})."
        yield Obstacle("ceremony_order", text, "HD06 3.8a", field="happened_on")


def moved_after_decision(ask: Situation) -> Iterator[Obstacle]:
    """After a move the new cell holds the ceremony, the dossier being checked first; a late decision falls (HD06 3.9c)."""
    decided = ask.case.day_of(Stage.DECIDED)
    if decided is None:
        return
    moves = [m for m in ask.case.present_moves if m.on >= decided or m.way.startswith("move_decided")]
    for move in moves[-1:]:
        way = move.way if move.way.startswith("move_decided") else "move_decided_inside"
        if way == "move_decided_late" and not ask.case.reached(Stage.REDO):
            text = "Quyết định sau khi chuyển đi quá thời gian được giữ: nơi đi hủy, nơi đến xem xét, quyết định lại."
            yield Obstacle(way, text, "HD06 3.9c")
        yield from needs(ask, Paper.MOVE_RECEIVED, way, "HD06 3.9c", since=move.on)
        if ask.has(Paper.RECHECK_REQUESTED) and not ask.has(Paper.RECHECK_ANSWERED):
            text = "Nơi đến đề nghị xem xét lại hồ sơ; nơi ra quyết định chưa trả lời."
            yield Obstacle("move_recheck", text, "HD06 3.9c")
