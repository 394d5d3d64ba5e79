"""The arithmetic of votes (1.5, 1.6 of the regulation's table): who is counted, two thirds, more than half, what is typed."""

from datetime import date

import pytest

from admissions.regulation import Record, Route, Stage, more_than_half, two_thirds
from tests.cases_by_hand import DECISION, REVIEW, VOTE, found, ready, reasons, stood, then, vote

LATER = date(2025, 8, 20)
CELL = "B cell_vote HD06 3.6b, 294 9.3.4"


@pytest.mark.parametrize(
    ("total", "needed"),
    [(3, 2), (4, 3), (5, 4), (6, 4), (7, 5), (8, 6), (9, 6), (10, 7), (11, 8), (14, 10), (15, 10), (17, 12), (20, 14)],
)  # fmt: skip
def test_hd06_3_6b_two_thirds_of_all_who_have_a_vote(total, needed):
    assert not two_thirds(needed - 1, total)
    assert two_thirds(needed, total)
    for given, expected in ((needed - 1, [CELL]), (needed, []), (needed + 1, [])):
        assert reasons(ready(), Stage.VOTED, VOTE, vote(total, given)) == expected


@pytest.mark.parametrize(("members", "needed"), [(7, 4), (8, 5), (9, 5), (10, 6), (11, 6), (1, 1)])
def test_hd06_3_7a_more_than_half_of_the_bureau(members, needed):
    assert not more_than_half(needed - 1, members)
    assert more_than_half(needed, members)
    for given, expected in ((needed - 1, ["B decide_bureau HD06 3.7a, 294 9.3.4"]), (needed, [])):
        assert reasons(stood(Stage.APPRAISED), Stage.DECIDED, DECISION, vote(members, given)) == expected


# 294 9.3.2: fourteen official members, two in temporary life away, one excused and absent, one ill with leave.
@pytest.mark.parametrize(
    ("excused", "given", "expected"),
    [(3, 7, [CELL]), (3, 8, []), (2, 7, [CELL]), (2, 8, []), (None, 9, [CELL]), (None, 10, [])],
)
def test_294_9_3_2_the_base_of_a_vote_is_without_those_excused(excused, given, expected):
    typed = vote(14, given, votes_excused=excused)

    assert reasons(ready(), Stage.VOTED, VOTE, typed) == expected


def test_294_9_3_2_not_everybody_can_be_excused():
    for excused in (14, 15):
        typed = vote(14, 0, votes_excused=excused)
        assert reasons(ready(), Stage.VOTED, VOTE, typed) == ["B cell_vote_base 294 9.3.2"]
    assert reasons(ready(), Stage.VOTED, VOTE, vote(14, 1, votes_excused=13)) == []


# 294 6.3.2b: nobody outside N votes, nobody twice.
VOTERS = ["B cell_voters 294 6.3.2b"]


@pytest.mark.parametrize(
    ("numbers", "expected", "field"),
    [
        ({"against": 2, "votes_abstained": 1}, [], ""),
        ({"against": 2, "votes_abstained": 2}, VOTERS, "votes_members"),
        ({"against": 4}, VOTERS, "votes_members"),
        ({"votes_present": 11}, [], ""),
        ({"votes_present": 12}, VOTERS, "votes_present"),
        ({"votes_present": 8}, [], ""),
        ({"votes_present": 7}, VOTERS, "votes_present"),
        ({"against": 1, "votes_present": 8}, VOTERS, "votes_present"),
        ({"against": 1, "votes_present": 9}, [], ""),
    ],
)
def test_294_6_3_2b_no_more_votes_than_voters(numbers, expected, field):
    typed = vote(11, 8, **numbers)

    assert reasons(ready(), Stage.VOTED, VOTE, typed) == expected
    assert [reason.field for reason in found(ready(), Stage.VOTED, VOTE, typed)] == [field] * len(expected)


# HD06 3.6b: what must be typed.
@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (Record("5"), ["B votes_missing 294 9.3.2", "B votes_missing HD06 3.6b"]),
        (vote(11, None), ["B votes_missing HD06 3.6b"]),
        (Record("5", 0, votes_for=8, votes_against=0), ["B votes_missing 294 9.3.2"]),
        (vote(11, 8, None), ["B resolution_content HD06 3.6b"]),
        (vote(11, 8, 0), []),
        (vote(11, 11, None), []),
        (vote(12, 11, None, votes_excused=1), []),
        (vote(11, 7, None), ["B resolution_content HD06 3.6b", CELL]),
    ],
)
def test_hd06_3_6b_the_cells_resolution_tells_for_against_and_of_how_many(record, expected):
    assert reasons(ready(), Stage.VOTED, VOTE, record) == expected


def test_hd06_3_6b_before_anything_is_typed_no_numbers_are_asked():
    assert reasons(ready(), Stage.VOTED, VOTE, None) == []


def test_hd06_3_7a_of_a_boards_vote_the_numbers_may_be_left_out_but_not_half_of_them():
    person, silent = stood(Stage.APPRAISED), Record("12-QĐ/ĐU")

    assert reasons(person, Stage.DECIDED, DECISION, silent) == []
    assert reasons(person, Stage.DECIDED, DECISION, vote(9, 5, None)) == []
    assert reasons(person, Stage.DECIDED, DECISION, vote(9, None)) == ["B votes_missing HD06 3.6b"]
    assert reasons(person, Stage.DECIDED, DECISION, Record("12", votes_for=5)) == [
        "B votes_missing 294 9.3.2"
    ]


# 294 4.3.2a: a committee with delegated power decides as a body.
DELEGATED = "B decide_delegated 294 4.3.2a, HD06 3.6c"


@pytest.mark.parametrize(("given", "expected"), [(9, [DELEGATED]), (10, []), (11, [])])
def test_294_4_3_2a_a_delegated_committee_decides_by_two_thirds(given, expected):
    person = stood(Stage.VOTED, route=Route.DELEGATED)

    assert reasons(person, Stage.DECIDED, DECISION, vote(15, given)) == expected


def test_294_4_3_2a_in_a_cell_below_such_a_committee_the_cells_vote_is_a_cells():
    assert reasons(ready(route=Route.DELEGATED), Stage.VOTED, VOTE, vote(11, 7)) == [CELL]


def test_of_a_step_without_a_vote_numbers_are_not_looked_at():
    for record in (vote(11, 3), vote(11, 30), vote(11, 3, votes_excused=11)):
        assert reasons(stood(Stage.DECIDED), Stage.HELD, DECISION, record) == []


def test_294_4_3_2a_a_delegated_committee_tells_its_numbers():
    person = stood(Stage.VOTED, route=Route.DELEGATED)

    assert reasons(person, Stage.DECIDED, DECISION, Record("12")) == [
        "B votes_missing 294 9.3.2", "B votes_missing HD06 3.6b"
    ]  # fmt: skip


# HD06 3.6c: the base committee.
@pytest.mark.parametrize(
    ("members", "given", "expected"),
    [
        (15, 9, ["B base_vote HD06 3.6c, 294 9.3.3"]),
        (15, 10, []),
        (17, 11, ["B base_vote HD06 3.6c, 294 9.3.3"]),
        (17, 12, []),
    ],
)
def test_hd06_3_6c_a_base_committee_proposes_by_two_thirds(members, given, expected):
    person = stood(Stage.VOTED, route=Route.BASE)

    assert reasons(person, Stage.BASE_VOTED, LATER, vote(members, given)) == expected


# HD06 5.1: the threshold missed.
@pytest.mark.parametrize(("given", "expected"), [(6, []), (7, []), (8, ["B vote_short_report HD06 5.1"])])
def test_hd06_5_1_only_a_vote_short_of_two_thirds_goes_up_as_such(given, expected):
    assert reasons(ready(), Stage.REFERRED, VOTE, vote(11, given)) == expected


def test_hd06_5_1_the_full_result_goes_up():
    assert reasons(ready(), Stage.REFERRED, VOTE, vote(11, 7, None)) == ["B resolution_content HD06 3.6b"]
    assert reasons(ready(), Stage.REFERRED, VOTE, Record("5")) == [
        "B votes_missing 294 9.3.2", "B votes_missing HD06 3.6b"
    ]  # fmt: skip


# HD06 4.5a, 4.6: recognition and striking off.
SHORT_OF_RECOGNITION = "B recognition_votes HD06 4.5a, 294 9.3.4"
SHORT_OF_STRIKING = "B strike_off_probationary HD06 4.6a–d"


@pytest.mark.parametrize(
    ("person", "to", "members", "enough", "expected"),
    [
        (stood(Stage.HELD), Stage.REVIEW_VOTED, 11, 8, SHORT_OF_RECOGNITION),
        (stood(Stage.REVIEW_VOTED, route=Route.BASE), Stage.REVIEW_BASE, 15, 10, SHORT_OF_RECOGNITION),
        (stood(Stage.REVIEW_VOTED), Stage.RECOGNISED, 8, 5, SHORT_OF_RECOGNITION),
        (stood(Stage.REVIEW_VOTED, route=Route.DELEGATED), Stage.RECOGNISED, 15, 10, SHORT_OF_RECOGNITION),
        (stood(Stage.HELD), Stage.STRIKE_VOTED, 11, 8, SHORT_OF_STRIKING),
        (
            then(stood(Stage.HELD, route=Route.BASE), (Stage.STRIKE_VOTED, REVIEW)),
            Stage.STRIKE_BASE,
            15,
            10,
            SHORT_OF_STRIKING,
        ),
        (then(stood(Stage.HELD), (Stage.STRIKE_VOTED, REVIEW)), Stage.STRUCK_OFF, 8, 5, SHORT_OF_STRIKING),
        (
            then(stood(Stage.HELD, route=Route.DELEGATED), (Stage.STRIKE_VOTED, REVIEW)),
            Stage.STRUCK_OFF,
            15,
            10,
            SHORT_OF_STRIKING,
        ),
    ],
)
def test_hd06_4_5a_4_6_recognition_and_striking_off_ask_the_same_shares(
    person, to, members, enough, expected
):
    assert reasons(person, to, REVIEW, vote(members, enough - 1)) == [expected]
    assert reasons(person, to, REVIEW, vote(members, enough)) == []


@pytest.mark.parametrize(("given", "expected"), [(7, []), (8, ["B vote_short_report HD06 5.1"])])
def test_294_4_2_3_a_failed_review_is_one_short_of_two_thirds(given, expected):
    assert reasons(stood(Stage.HELD), Stage.REVIEW_SHORT, REVIEW, vote(11, given)) == expected


# 294 4.3.1: a refusal.
@pytest.mark.parametrize(
    ("route", "here", "members", "given", "expected"),
    [
        (Route.DIRECT, Stage.APPRAISED, 8, 4, []),
        (Route.DIRECT, Stage.APPRAISED, 8, 5, ["B decide_bureau HD06 3.7a"]),
        (Route.DELEGATED, Stage.VOTED, 15, 9, []),
        (Route.DELEGATED, Stage.VOTED, 15, 10, ["B decide_delegated 294 4.3.2a"]),
    ],
)
def test_hd06_3_7a_whoever_has_the_votes_is_not_refused(route, here, members, given, expected):
    person = stood(here, route=route)

    assert reasons(person, Stage.REFUSED, DECISION, vote(members, given)) == expected
    assert reasons(person, Stage.REFUSED, DECISION, Record("12", reason="không đủ phiếu")) == []


def test_faults_of_a_vote_are_never_set_aside_and_stand_beside_their_fields():
    (short,) = found(ready(), Stage.VOTED, VOTE, vote(11, 7))

    assert (short.firm, short.field) == (True, "votes_for")
    assert short.text == "7/11 phiếu tán thành, cần ít nhất 8 (hai phần ba)."
    (few,) = found(stood(Stage.APPRAISED), Stage.DECIDED, DECISION, vote(8, 4))
    assert few.text == "4/8 phiếu tán thành, cần ít nhất 5 (trên một nửa)."
