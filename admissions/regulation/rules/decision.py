"""The rules about deciding and the ceremony: the window and its extension, the consent, the place after a move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from admissions.regulation.cases import Obstacle
from admissions.regulation.papers import Paper
from admissions.regulation.rules.situation import Judge, Situation, missing, needs, warning
from admissions.regulation.stages import Stage


def decision_window(ask: Situation) -> Iterator[Obstacle]:
    """The decision within so many working days of the cell's resolution, longer only by extension (294 4.3.1)."""
    voted = ask.case.cell_voted_on
    if voted is None:
        return
    edition = ask.edition_from(voted)
    due = ask.calendar.add(voted, edition.decision_days)
    last = ask.calendar.add(voted, edition.decision_days + edition.decision_extra_days)
    yield from _late(
        ask, Paper.EXTENSION, "decision", edition.decision_days, edition.decision_extra_days, due, last
    )


def recognition_window(ask: Situation) -> Iterator[Obstacle]:
    """Recognition within so many working days of the cell's resolution, longer only by extension (294 4.3.1)."""
    voted = ask.case.day_of(Stage.REVIEW_VOTED)
    if voted is None:
        return
    edition = ask.edition_from(voted)
    days, extra = edition.recognition_days, edition.recognition_extra_days
    due, last = ask.calendar.add(voted, days), ask.calendar.add(voted, days + extra)
    yield from _late(ask, Paper.RECOGNITION_EXTENSION, "recognition", days, extra, due, last)


def _late(
    ask: Situation, extension: Paper, kind: str, days: int, extra: int, due: date, last: date
) -> Iterator[Obstacle]:
    if ask.on <= due:
        return
    extended = extension in ask.case.papers
    if extended and ask.on <= last:
        return
    if extended:
        text = (
            f"Quá cả thời gian gia hạn {extra} ngày làm việc (hạn {last:%d/%m/%Y}); quyết định vẫn có giá trị, "
            "tập thể chịu trách nhiệm trước cấp trên."
        )
        yield warning("decision_extension", text, "294 4.3.1")
    else:
        text = f"Quá hạn {days} ngày làm việc kể từ nghị quyết chi bộ (hạn {due:%d/%m/%Y}); quyết định vẫn có giá trị."
        yield warning(f"{kind}_window", text, "294 4.3.1")


def vote_reported(ask: Situation) -> Iterator[Obstacle]:
    """A vote below the threshold goes up in full to the competent committee (HD06 5.1)."""
    if ask.case.stage is Stage.REFERRED and not ask.has(Paper.VOTE_REPORT):
        yield warning(
            "vote_short_report", "Chưa ghi ngày báo cáo toàn bộ kết quả biểu quyết lên cấp trên.", "HD06 5.1"
        )


def ceremony_window(ask: Situation) -> Iterator[Obstacle]:
    """The ceremony within 30 working days; later only with the consent of the level above (294 4.1)."""
    decided = ask.case.day_of(Stage.DECIDED)
    if decided is None:
        return
    since, days, what = ceremony_start(ask.case.papers, decided, ask)
    due = ask.calendar.add(since, days)
    if ask.on > due and not ask.has(Paper.CONSENT_CEREMONY):
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
    """After a move the ceremony is held by the new cell, the dossier being checked first (HD06 3.9c)."""
    papers, decided = ask.case.papers, ask.case.day_of(Stage.DECIDED)
    if decided is None:
        return
    moves = [
        move for move in ask.case.present_moves if move.on >= decided or move.way.startswith("move_decided")
    ]
    if not moves:
        return
    received = papers.get(Paper.MOVE_RECEIVED)
    if received and received < moves[-1].on:
        text = f"Nơi đến nhận hồ sơ ghi ngày {received:%d/%m/%Y}, trước lần chuyển {moves[-1].on:%d/%m/%Y}."
        yield missing(Paper.MOVE_RECEIVED, "move_decided_inside", "HD06 3.9c", text)
    else:
        yield from needs(ask, Paper.MOVE_RECEIVED, "move_decided_inside")
    if Paper.RECHECK_REQUESTED in papers and Paper.RECHECK_ANSWERED not in papers:
        text = "Nơi đến đề nghị xem xét lại hồ sơ; nơi ra quyết định chưa trả lời."
        yield Obstacle("move_recheck", text, "HD06 3.9c")
