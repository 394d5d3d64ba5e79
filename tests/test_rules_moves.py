"""A person who moves (1.9 of the regulation's table): which case applies, what it asks before the ceremony, its clocks."""

from datetime import date

import pytest

from admissions.regulation import WAYS, Paper, Stage, way_of_move
from tests.cases_by_hand import (
    BY_HAND,
    CEREMONY,
    DAY,
    DECISION,
    EDITIONS,
    REVIEW,
    VOTE,
    changed,
    moved,
    ready,
    reasons,
    running,
    stood,
    then,
    walked,
)


def way(case, on=date(2026, 9, 10), *, same_authority=False):
    return way_of_move(case, on, same_authority=same_authority, editions=EDITIONS, calendar=BY_HAND)


CASES = {
    "move_helped": (Stage.SOURCE, Stage.LISTED, Stage.TRAINED, Stage.OPENED, Stage.CERTIFIED),
    "move_voted": (Stage.VOTED, Stage.SECTION_APPRAISED, Stage.BASE_VOTED),
    "move_sent": (Stage.REFERRED, Stage.RETURNED, Stage.SUSPENDED, Stage.APPRAISED, Stage.REDO),
    "probationary_moves": (
        Stage.HELD, Stage.POSTPONED, Stage.REVIEW_SHORT, Stage.REVIEW_VOTED, Stage.REVIEW_SECTION,
        Stage.REVIEW_BASE, Stage.REVIEW_REDO, Stage.STRIKE_VOTED, Stage.STRIKE_BASE,
    ),
    "member_moves": (Stage.RECOGNISED,),
}  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "stage"), [(key, stage) for key, stages in CASES.items() for stage in stages]
)
def test_hd06_3_9_the_case_of_a_move_follows_from_how_far_somebody_has_come(expected, stage):
    assert way(walked((stage, date(2026, 3, 2)))) == expected
    assert WAYS[expected].clause == {
        "move_helped": "HD06 3.9a", "move_voted": "HD06 3.9b", "move_sent": "HD06 3.9b",
        "probationary_moves": "HD06 3.10", "member_moves": "294 6.3.1",
    }[expected]  # fmt: skip


# HD06 3.9c: transferred Thursday 10/9/2026; thirty working days end on Thursday 22/10/2026.
@pytest.mark.parametrize(
    ("decided", "same_authority", "expected"),
    [
        (date(2026, 3, 2), False, "move_decided_30"),
        (date(2026, 10, 21), False, "move_decided_30"),
        (date(2026, 10, 22), False, "move_decided_30"),
        (date(2026, 10, 23), False, "move_decided_late"),
        (date(2026, 10, 23), True, "move_decided_inside"),
    ],
)
def test_hd06_3_9c_a_decision_is_kept_until_thirty_working_days_after_the_transfer(
    decided, same_authority, expected
):
    assert way(walked((Stage.DECIDED, decided)), same_authority=same_authority) == expected
    assert WAYS[expected].clause == "HD06 3.9c"


# HD06 3.9c: the ceremony at the new cell.
@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (None, ["B {} HD06 3.9c"]),
        (date(2025, 9, 21), ["B {} HD06 3.9c"]),  # of an earlier move
        (date(2025, 9, 22), []),
        (CEREMONY, []),
        (CEREMONY + DAY, ["B {} HD06 3.9c"]),
    ],
)
@pytest.mark.parametrize("way", ["move_decided_inside", "move_decided_30"])
def test_hd06_3_9c_after_a_move_the_new_cell_has_the_file_before_it_holds_the_ceremony(
    way, received, expected
):
    person = stood(
        Stage.DECIDED, transfers=moved(way, date(2025, 9, 22)), papers={Paper.MOVE_RECEIVED: received}
    )

    assert reasons(person, Stage.HELD, CEREMONY) == [line.format(way) for line in expected]


@pytest.mark.parametrize(
    ("way", "on", "asks"),
    [
        ("move_sent", DECISION - DAY, False),
        ("move_helped", date(2025, 5, 5), False),
        ("move_sent", DECISION, True),
        ("move_decided_30", DECISION - DAY, True),
    ],
)
def test_hd06_3_9c_a_move_before_the_decision_asks_nothing_at_the_ceremony(way, on, asks):
    expected = f"B {way if 'decided' in way else 'move_decided_inside'} HD06 3.9c"

    assert reasons(stood(Stage.DECIDED, transfers=moved(way, on)), Stage.HELD, CEREMONY) == [expected] * asks


def test_hd06_3_9c_a_decision_taken_too_late_falls_and_the_destination_decides_anew():
    move = moved("move_decided_late", date(2025, 8, 1), incoming=True)
    late = stood(Stage.DECIDED, transfers=move, papers={Paper.MOVE_RECEIVED: date(2025, 9, 18)})
    anew = then(late, (Stage.REDO, date(2025, 9, 18)), (Stage.DECIDED, date(2025, 9, 25)))

    assert reasons(late, Stage.HELD, CEREMONY) == ["B move_decided_late HD06 3.9c"]
    assert reasons(anew, Stage.HELD, CEREMONY) == []


def test_hd06_3_9c_of_two_moves_the_last_is_asked_for_and_before_a_decision_none():
    twice = (*moved("move_decided_inside", date(2025, 9, 22)), *moved("move_decided_30", date(2025, 9, 29)))

    assert reasons(stood(Stage.DECIDED, transfers=twice), Stage.HELD, CEREMONY) == [
        "B move_decided_30 HD06 3.9c"
    ]
    undecided = reasons(stood(Stage.APPRAISED, transfers=twice), Stage.HELD, CEREMONY)
    assert undecided == ["B order 294 4.1"]


ASKED_ON = date(2025, 9, 24)


@pytest.mark.parametrize(
    ("asked", "answered", "expected"),
    [
        (ASKED_ON, None, ["B move_recheck HD06 3.9c"]),
        (ASKED_ON, CEREMONY - DAY, []),
        (ASKED_ON, CEREMONY, []),
        (ASKED_ON, CEREMONY + DAY, ["B move_recheck HD06 3.9c"]),
        (CEREMONY, None, ["B move_recheck HD06 3.9c"]),
        (CEREMONY + DAY, None, []),
        (None, None, []),
    ],
)
def test_hd06_3_9c_a_file_sent_back_to_be_looked_at_again_is_answered_first(asked, answered, expected):
    person = stood(
        Stage.DECIDED,
        transfers=moved("move_decided_30", date(2025, 9, 22)),
        papers={
            Paper.MOVE_RECEIVED: date(2025, 9, 23),
            Paper.RECHECK_REQUESTED: asked,
            Paper.RECHECK_ANSWERED: answered,
        },
    )

    assert reasons(person, Stage.HELD, CEREMONY) == expected


# HD06 3.9b: received Monday 11/8/2025, decided within thirty working days: 24/9/2025.
BY = date(2025, 9, 24)


@pytest.mark.parametrize(
    ("way", "decided", "expected"),
    [
        ("move_sent", BY - DAY, []),
        ("move_sent", BY, []),
        ("move_sent", BY + DAY, ["W move_sent HD06 3.9b"]),
        ("move_voted", BY + DAY, []),
    ],
)
def test_hd06_3_9b_the_destination_decides_in_time_or_reports_why(way, decided, expected):
    received = {Paper.MOVE_RECEIVED: date(2025, 8, 11)}
    person = stood(Stage.APPRAISED, transfers=moved(way, VOTE), papers=received)

    assert BY_HAND.add(date(2025, 8, 11), 30) == BY
    assert reasons(person, Stage.DECIDED, decided) == expected
    unmoved = stood(Stage.APPRAISED, papers=received)
    assert reasons(unmoved, Stage.DECIDED, decided) == []
    assert reasons(stood(Stage.APPRAISED, transfers=moved(way, VOTE)), Stage.DECIDED, decided) == []
    moved_on = (*moved(way, VOTE), *moved("move_voted", VOTE + DAY))
    assert reasons(changed(person, transfers=moved_on), Stage.DECIDED, decided) == []


# The clocks of a move.
SENT = date(2026, 9, 10)


def sent(**changes):
    return stood(
        Stage.APPRAISED,
        transfers=moved("move_sent", SENT, incoming=changes.pop("incoming", False)),
        **changes,
    )


def test_hd06_3_9b_the_origin_forwards_until_the_file_is_on_its_way():
    clock = running(sent(), "move_forward")

    assert (clock.since, clock.due, clock.clause) == (SENT, date(2026, 10, 1), "HD06 3.9b")
    assert running(sent(incoming=True), "move_forward") is None  # somebody else's duty
    for paper in (Paper.MOVE_FORWARDED, Paper.MOVE_RECEIVED):
        assert running(sent(papers={paper: SENT}), "move_forward") is None
    for way in WAYS:
        person = stood(Stage.APPRAISED, transfers=moved(way, SENT))
        assert (running(person, "move_forward") is not None) == (way == "move_sent")


def test_hd06_3_9b_the_destination_decides_while_nothing_is_decided():
    received = {Paper.MOVE_RECEIVED: date(2026, 10, 5)}
    clock = running(sent(papers=received, incoming=True), "move_decide")

    assert (clock.since, clock.due, clock.clause) == (date(2026, 10, 5), date(2026, 11, 16), "HD06 3.9b")
    assert running(sent(), "move_decide") is None
    decided = then(sent(papers=received), (Stage.DECIDED, date(2026, 10, 20)))
    assert running(decided, "move_decide") is None
    voted = stood(Stage.APPRAISED, transfers=moved("move_voted", SENT), papers=received)
    assert running(voted, "move_decide") is None


def test_hd06_3_9c_the_issuer_looks_again_until_it_has_answered():
    asked = {Paper.RECHECK_REQUESTED: date(2026, 3, 2)}
    move = moved("move_decided_30", date(2026, 2, 2))
    clock = running(stood(Stage.DECIDED, transfers=move, papers=asked), "move_recheck")

    assert (clock.since, clock.due, clock.clause) == (date(2026, 3, 2), date(2026, 5, 28), "HD06 3.9c")
    answered = {**asked, Paper.RECHECK_ANSWERED: date(2026, 4, 1)}
    assert running(stood(Stage.DECIDED, transfers=move, papers=answered), "move_recheck") is None
    assert running(stood(Stage.DECIDED, papers=asked), "move_recheck") is None


def test_only_the_last_move_has_a_clock():
    twice = (*moved("move_sent", SENT), *moved("move_voted", SENT + DAY))

    assert running(stood(Stage.APPRAISED, transfers=twice), "move_forward") is None
    assert running(ready(), "move_forward") is None


def test_hd06_3_10_a_move_during_probation_changes_neither_its_end_nor_its_papers():
    person = stood(Stage.HELD, transfers=moved("probationary_moves", date(2026, 3, 2)))

    assert running(person, "probation").due == date(2026, 10, 10)
    assert reasons(person, Stage.REVIEW_VOTED, REVIEW) == []
