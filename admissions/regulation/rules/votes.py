"""The arithmetic of votes: two thirds of all who have one, more than half of a board."""

from __future__ import annotations

from collections.abc import Iterator

from admissions.regulation.cases import Obstacle, Record
from admissions.regulation.forms import BOARD, COUNTED, SHORT, TWO_THIRDS, votes_asked
from admissions.regulation.rules.situation import Situation
from admissions.regulation.stages import Route, Stage

RECOGNITION = (Stage.REVIEW_VOTED, Stage.REVIEW_BASE, Stage.RECOGNISED)
STRIKING_OFF = (Stage.STRIKE_VOTED, Stage.STRIKE_BASE, Stage.STRUCK_OFF)


def two_thirds(votes_for: int, total: int) -> bool:
    """At least two thirds of all who have a vote: 3·for ≥ 2·N (HD06 3.6b, 294 9.3.4)."""
    return 3 * votes_for >= 2 * total


def more_than_half(votes_for: int, total: int) -> bool:
    """More than half of the members: 2·for > M (HD06 3.7a, 294 9.3.4)."""
    return 2 * votes_for > total


def votes(ask: Situation) -> Iterator[Obstacle]:
    """What is wrong with the numbers of a vote, and whether they reach the threshold."""
    asked, typed = votes_asked(ask.to, ask.case.route), ask.record
    if not asked or typed is None:
        return
    required = asked in (*TWO_THIRDS, SHORT)
    if typed.votes_members is None and typed.votes_for is None and not required:
        return
    faults = [*_missing(typed), *_impossible(typed)]
    yield from (*faults, *_content(ask.to, typed))
    if not faults and typed.votes_total and typed.votes_for is not None:
        yield from _threshold(ask, asked, typed.votes_for, typed.votes_total)


def _missing(typed: Record) -> Iterator[Obstacle]:
    if not typed.votes_members:
        text = "Chưa ghi số người có quyền biểu quyết."
        yield _fault("votes_missing", text, "294 9.3.2", "votes_members")
    if typed.votes_for is None:
        yield _fault("votes_missing", "Chưa ghi số phiếu tán thành.", "HD06 3.6b", "votes_for")


def _content(to: Stage, typed: Record) -> Iterator[Obstacle]:
    """The vote on admission tells the votes against as well; where everybody was for there are none (HD06 3.6b, 5.1)."""
    if to not in (Stage.VOTED, Stage.REFERRED) or typed.votes_for in (None, typed.votes_total):
        return
    if typed.votes_against is None:
        text = "Chưa ghi số phiếu không tán thành (không có thì ghi 0)."
        yield _fault("resolution_content", text, "HD06 3.6b", "votes_against")


def _impossible(typed: Record) -> Iterator[Obstacle]:
    """Nobody outside N votes, nobody votes twice (294 6.3.2b, 9.3.2; ĐL 3)."""
    total, present = typed.votes_total, typed.votes_present
    if not typed.votes_members or total is None:
        return
    if total <= 0:
        text = f"Số được trừ ({typed.votes_excused}) không nhỏ hơn tổng số ({typed.votes_members})."
        yield _fault("cell_vote_base", text, "294 9.3.2", "votes_excused")
        return
    if present is not None and present > total:
        text = f"Có mặt {present} người, nhiều hơn {total} người có quyền biểu quyết."
        yield _fault("cell_voters", text, "294 6.3.2b", "votes_present")
    cast = sum(filter(None, (typed.votes_for, typed.votes_against, typed.votes_abstained)))
    if cast > total:
        text = f"Tổng số phiếu {cast} lớn hơn số người có quyền biểu quyết {total}."
        yield _fault("cell_voters", text, "294 6.3.2b", "votes_members")
    elif present is not None and cast > present:
        text = f"Tổng số phiếu {cast} lớn hơn số người có mặt {present}."
        yield _fault("cell_voters", text, "294 6.3.2b", "votes_present")


def _threshold(ask: Situation, asked: str, votes_for: int, total: int) -> Iterator[Obstacle]:
    enough = two_thirds(votes_for, total)
    needed = -(-2 * total // 3)
    if asked in TWO_THIRDS and not enough:
        code, clause = _two_thirds_code(ask)
        text = f"{votes_for}/{total} phiếu tán thành, cần ít nhất {needed} (hai phần ba)."
        yield _fault(code, text, clause, "votes_for")
    elif asked == SHORT and enough:
        text = f"{votes_for}/{total} phiếu tán thành là đủ hai phần ba: ghi bước đề nghị, không phải báo cáo lên."
        yield _fault("vote_short_report", text, "HD06 5.1", "votes_for")
    elif asked == BOARD and not more_than_half(votes_for, total):
        text = f"{votes_for}/{total} phiếu tán thành, cần ít nhất {total // 2 + 1} (trên một nửa)."
        code, clause = _board_code(ask.to)
        yield _fault(code, text, clause, "votes_for")
    elif asked == COUNTED:
        yield from _not_refused(ask.case.route, votes_for, total)


def _not_refused(route: Route, votes_for: int, total: int) -> Iterator[Obstacle]:
    """A refusal whose numbers admit: more than half of a board, two thirds of a delegated committee."""
    if route is Route.DELEGATED:
        enough, share, code, clause = (
            two_thirds(votes_for, total),
            "hai phần ba",
            "decide_delegated",
            "294 4.3.2a",
        )
    else:
        enough, share, code, clause = (
            more_than_half(votes_for, total),
            "trên một nửa",
            "decide_bureau",
            "HD06 3.7a",
        )
    if enough:
        text = f"{votes_for}/{total} phiếu tán thành là {share}: ghi quyết định kết nạp."
        yield _fault(code, text, clause, "votes_for")


def _two_thirds_code(ask: Situation) -> tuple[str, str]:
    if ask.to in STRIKING_OFF:
        return "strike_off_probationary", "HD06 4.6a–d"
    if ask.to in RECOGNITION:
        return "recognition_votes", "HD06 4.5a, 294 9.3.4"
    if ask.to is Stage.BASE_VOTED:
        return "base_vote", "HD06 3.6c, 294 9.3.3"
    if ask.to is Stage.DECIDED and ask.case.route is Route.DELEGATED:
        return "decide_delegated", "294 4.3.2a, HD06 3.6c"
    return "cell_vote", "HD06 3.6b, 294 9.3.4"


def _board_code(to: Stage) -> tuple[str, str]:
    if to in STRIKING_OFF:
        return "strike_off_probationary", "HD06 4.6a–d"
    if to is Stage.RECOGNISED:
        return "recognition_votes", "HD06 4.5a, 294 9.3.4"
    return "decide_bureau", "HD06 3.7a, 294 9.3.4"


def _fault(code: str, text: str, clause: str, field: str) -> Obstacle:
    return Obstacle(code, text, clause, field=field, firm=True)
