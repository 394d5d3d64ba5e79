"""The stages of the road and which may follow which; beside the main road the ways off it and back."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Where a person stands; the value is what the database keeps. The order is that of the road."""

    label: str  # as the office says it

    def __new__(cls, value: str, label: str) -> Stage:
        member = str.__new__(cls, value)
        member._value_, member.label = value, label
        return member

    SOURCE = "source", "Nguồn"
    LISTED = "listed", "Cảm tình Đảng"
    TRAINED = "trained", "Đã học lớp nhận thức"
    OPENED = "opened", "Được làm hồ sơ"
    CERTIFIED = "certified", "Đã chứng nhận lý lịch"
    VOTED = "voted", "Chi bộ đã đề nghị"
    REFERRED = "referred", "Không đủ hai phần ba, đã báo cáo lên"
    SECTION_APPRAISED = "section_appraised", "Đảng ủy bộ phận đã thẩm định"
    BASE_VOTED = "base_voted", "Đảng ủy cơ sở đã đề nghị"
    RETURNED = "returned", "Trả lại để bổ sung"
    SUSPENDED = "suspended", "Tạm dừng xem xét"
    APPRAISED = "appraised", "Đã thẩm định"
    REDO = "redo", "Hủy quyết định, làm lại khâu sai"
    DECIDED = "decided", "Đã quyết định kết nạp"
    HELD = "held", "Đảng viên dự bị"
    POSTPONED = "postponed", "Kéo dài thời gian dự bị"
    REVIEW_SHORT = "review_short", "Biểu quyết chưa đủ hai phần ba"
    REVIEW_VOTED = "review_voted", "Chi bộ đề nghị công nhận"
    REVIEW_SECTION = "review_section", "Đảng ủy bộ phận đã thẩm định công nhận"
    REVIEW_BASE = "review_base", "Đảng ủy cơ sở đề nghị công nhận"
    REVIEW_REDO = "review_redo", "Hủy công nhận, làm lại khâu sai"
    RECOGNISED = "recognised", "Đảng viên chính thức"
    STRIKE_VOTED = "strike_voted", "Chi bộ đề nghị xóa tên"
    STRIKE_BASE = "strike_base", "Đảng ủy cơ sở đề nghị xóa tên"
    OUT = "out", "Ra khỏi danh sách"
    REFUSED = "refused", "Không được kết nạp"
    STRUCK_OFF = "struck_off", "Đã xóa tên đảng viên dự bị"
    ANNULLED = "annulled", "Đã hủy quyết định kết nạp"
    MOVED_AWAY = "moved_away", "Đã chuyển đi nơi khác"
    DIED = "died", "Từ trần"


S = Stage

ROAD = (
    S.SOURCE, S.LISTED, S.TRAINED, S.OPENED, S.CERTIFIED, S.VOTED, S.SECTION_APPRAISED, S.BASE_VOTED, S.APPRAISED,
    S.DECIDED, S.HELD, S.REVIEW_VOTED, S.REVIEW_SECTION, S.REVIEW_BASE, S.RECOGNISED,
)  # fmt: skip

# The stage of the road up to which somebody has come who stands beside it.
BESIDE = {
    S.REFERRED: S.VOTED, S.RETURNED: S.VOTED, S.SUSPENDED: S.VOTED, S.REDO: S.CERTIFIED, S.POSTPONED: S.HELD,
    S.REVIEW_SHORT: S.HELD, S.REVIEW_REDO: S.HELD, S.STRIKE_VOTED: S.HELD, S.STRIKE_BASE: S.HELD,
}  # fmt: skip

LEFT = (S.OUT, S.REFUSED, S.STRUCK_OFF, S.ANNULLED, S.MOVED_AWAY, S.DIED)
BEFORE_VOTE = (S.SOURCE, S.LISTED, S.TRAINED, S.OPENED, S.CERTIFIED)
WAITING_DECISION = (
    S.VOTED, S.REFERRED, S.SECTION_APPRAISED, S.BASE_VOTED, S.RETURNED, S.SUSPENDED, S.APPRAISED, S.REDO,
)  # fmt: skip
IN_PIPELINE = (*BEFORE_VOTE, *WAITING_DECISION)
ON_PROBATION = (
    S.HELD, S.POSTPONED, S.REVIEW_SHORT, S.REVIEW_VOTED, S.REVIEW_SECTION, S.REVIEW_BASE, S.REVIEW_REDO,
    S.STRIKE_VOTED, S.STRIKE_BASE,
)  # fmt: skip
DECIDED_OR_LATER = (S.DECIDED, *ON_PROBATION, S.RECOGNISED)
ANNULS = {S.ANNULLED: S.DECIDED, S.REDO: S.DECIDED, S.REVIEW_REDO: S.RECOGNISED}  # which decision falls

GONE = (S.MOVED_AWAY, S.DIED)
OFF_LIST = (S.OUT, *GONE)
TO_ANNUL = (S.ANNULLED, S.REDO)
STRIKING = (S.STRIKE_VOTED, *TO_ANNUL, *OFF_LIST)

# What may follow; where the unit hangs leaves some of it out (`next_stages`).
NEXT: dict[Stage | None, tuple[Stage, ...]] = {
    None: (S.SOURCE, S.LISTED),
    S.SOURCE: (S.LISTED, *OFF_LIST),
    S.LISTED: (S.TRAINED, S.OPENED, *OFF_LIST),
    S.TRAINED: (S.OPENED, S.TRAINED, *OFF_LIST),
    S.OPENED: (S.CERTIFIED, *OFF_LIST),
    S.CERTIFIED: (S.VOTED, S.REFERRED, *OFF_LIST),
    S.VOTED: (
        S.SECTION_APPRAISED, S.BASE_VOTED, S.APPRAISED, S.DECIDED, S.REFERRED, S.RETURNED, S.SUSPENDED, S.REFUSED,
        *OFF_LIST,
    ),
    S.REFERRED: (S.APPRAISED, S.RETURNED, S.SUSPENDED, S.DECIDED, S.REFUSED, *OFF_LIST),
    S.SECTION_APPRAISED: (S.BASE_VOTED, S.APPRAISED, S.DECIDED, S.REFERRED, S.RETURNED, S.REFUSED, *OFF_LIST),
    S.BASE_VOTED: (S.APPRAISED, S.DECIDED, S.RETURNED, S.SUSPENDED, *OFF_LIST),
    S.RETURNED: (S.APPRAISED, S.DECIDED, S.CERTIFIED, S.VOTED, S.REFERRED, S.BASE_VOTED, S.SUSPENDED, *OFF_LIST),
    S.SUSPENDED: (S.APPRAISED, S.DECIDED, S.RETURNED, S.REFUSED, *OFF_LIST),
    S.APPRAISED: (S.DECIDED, S.REFUSED, S.RETURNED, S.SUSPENDED, *OFF_LIST),
    S.REDO: (S.CERTIFIED, S.VOTED, S.SECTION_APPRAISED, S.BASE_VOTED, S.APPRAISED, S.DECIDED, S.REFUSED, *OFF_LIST),
    S.DECIDED: (S.HELD, *TO_ANNUL, *OFF_LIST),
    S.HELD: (S.REVIEW_VOTED, S.REVIEW_SHORT, S.POSTPONED, *STRIKING),
    S.POSTPONED: (S.REVIEW_VOTED, S.REVIEW_SHORT, *STRIKING),
    S.REVIEW_SHORT: (S.REVIEW_VOTED, S.REVIEW_SHORT, S.RECOGNISED, S.STRUCK_OFF, *STRIKING),
    S.REVIEW_VOTED: (S.REVIEW_SECTION, S.REVIEW_BASE, S.RECOGNISED, S.REVIEW_SHORT, *STRIKING),
    S.REVIEW_SECTION: (S.REVIEW_BASE, S.RECOGNISED, S.REVIEW_SHORT, *STRIKING),
    S.REVIEW_BASE: (S.RECOGNISED, *STRIKING),
    S.REVIEW_REDO: (S.REVIEW_VOTED, S.REVIEW_SECTION, S.REVIEW_BASE, S.RECOGNISED, S.REVIEW_SHORT, *STRIKING),
    S.RECOGNISED: (S.REVIEW_REDO, S.ANNULLED),
    S.STRIKE_VOTED: (S.STRIKE_BASE, S.STRUCK_OFF, S.REVIEW_SHORT, S.REVIEW_VOTED, *TO_ANNUL, *GONE),
    S.STRIKE_BASE: (S.STRUCK_OFF, S.REVIEW_VOTED, *TO_ANNUL, *GONE),
    S.OUT: (S.LISTED, S.DIED),
    S.REFUSED: (S.LISTED, S.OUT, S.DIED),
    S.STRUCK_OFF: (S.LISTED,),
    S.ANNULLED: (),
    S.MOVED_AWAY: (S.LISTED,),
    S.DIED: (),
}  # fmt: skip


class Route(StrEnum):
    """By which bodies a cell's proposal goes up, as the unit hangs (294 4.3.2, 20.2.2; HD06 3.6, 3.7)."""

    DIRECT = "direct"  # cell or base that is one cell → org board → bureau of the commune
    BASE = "base"  # cell → base committee → org board → bureau of the commune
    SECTION = "section"  # cell → section committee → base committee → org board → bureau of the commune
    DELEGATED = "delegated"  # cell → its base committee decides (294 22.1–2)
    UPPER = "upper"  # cell → org body → bureau of its own base (294 10.6.1–2)


_SECTIONS = (S.SECTION_APPRAISED, S.REVIEW_SECTION)
_BASES = (S.BASE_VOTED, S.REVIEW_BASE, S.STRIKE_BASE)
LACKS = {
    Route.DIRECT: (*_SECTIONS, *_BASES),
    Route.BASE: _SECTIONS,
    Route.SECTION: (),
    Route.DELEGATED: (*_SECTIONS, *_BASES, S.APPRAISED),
    Route.UPPER: (*_SECTIONS, *_BASES),
}
# What a route owes between a stage and the next: without it the later one may not follow.
_OWED = {
    S.VOTED: (S.SECTION_APPRAISED, S.BASE_VOTED, S.APPRAISED, S.DECIDED),
    S.SECTION_APPRAISED: (S.BASE_VOTED, S.APPRAISED, S.DECIDED),
    S.BASE_VOTED: (S.APPRAISED, S.DECIDED),
    S.RETURNED: (S.APPRAISED, S.DECIDED),
    S.SUSPENDED: (S.APPRAISED, S.DECIDED),
    S.REFERRED: (S.APPRAISED, S.DECIDED),
    S.REVIEW_VOTED: (S.REVIEW_SECTION, S.REVIEW_BASE, S.RECOGNISED),
    S.REVIEW_SECTION: (S.REVIEW_BASE, S.RECOGNISED),
    S.STRIKE_VOTED: (S.STRIKE_BASE, S.STRUCK_OFF),
}
# After the cell's two thirds: how the same threshold missed by the committee above it is recorded.
_SHORT_ABOVE = {S.VOTED: S.REFERRED, S.REVIEW_VOTED: S.REVIEW_SHORT, S.STRIKE_VOTED: S.REVIEW_SHORT}
_BY_BOARD = {S.VOTED: (S.REFUSED,), S.SECTION_APPRAISED: (S.REFUSED,), S.REFERRED: (S.REFUSED,)}


def following(stage: Stage | None, route: Route) -> tuple[Stage, ...]:
    """The stages that may follow `stage` where the unit hangs so (HD06 3.6; 294 20.2.2)."""
    lacking = LACKS[route]
    ways = [to for to in NEXT[stage] if to not in lacking]
    ahead = [to for to in _OWED.get(stage, ()) if to not in lacking] if stage else []
    barred = set(ahead[1:])
    if route is not Route.DELEGATED and stage in _BY_BOARD:
        barred |= set(_BY_BOARD[stage])
    if stage in (S.VOTED, S.SECTION_APPRAISED) and ahead[:1] != [S.APPRAISED]:
        barred |= {S.RETURNED, S.SUSPENDED} - ({S.RETURNED} if route is Route.DELEGATED else set())
    if stage in _SHORT_ABOVE and not _vote_above(stage, route):
        barred.add(_SHORT_ABOVE[stage])
    return tuple(to for to in ways if to not in barred)


def _vote_above(stage: Stage, route: Route) -> bool:
    """Whether a committee that needs two thirds votes next; a section committee has no such vote (HD06 3.6b)."""
    if route is Route.SECTION:
        return stage is S.STRIKE_VOTED
    return route in (Route.BASE, Route.DELEGATED)


def of_the_cell(before: Stage | None, route: Route) -> bool:
    """Whether a vote on admission short of two thirds was the cell's own, by the stage before it (HD06 5.1)."""
    alone = route in (Route.DIRECT, Route.UPPER)  # no committee below the board votes
    return before is S.CERTIFIED or (alone and before is S.RETURNED)
