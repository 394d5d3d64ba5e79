"""The rules about probation, recognition and striking off (1.7 of the regulation's table), and what follows from the days."""

from datetime import date

import pytest

from admissions.regulation import (
    Paper,
    Record,
    Route,
    Stage,
    add_months,
    obstacles,
    official_since,
    party_age_from,
)
from tests.cases_by_hand import (
    BY_HAND,
    CEREMONY,
    DAY,
    EDITIONS,
    LONG_AFTER,
    REVIEW,
    changed,
    edition,
    ready,
    reasons,
    stood,
    then,
    told,
    vote,
    walked,
)

END = date(2026, 10, 10)  # of the twelve months from the ceremony of 10/10/2025
EARLY, LAST_DAY = "B recognition_not_early 294 4.2.1, HD06 4.2", "W recognition_not_early 294 4.2.1, HD06 4.2"
TWICE, THRICE = [(Stage.REVIEW_SHORT, END + DAY)] * 2, [(Stage.REVIEW_SHORT, END + DAY)] * 3


def test_with_everything_in_order_the_cell_votes_on_recognition():
    assert reasons(stood(Stage.HELD), Stage.REVIEW_VOTED, REVIEW) == []
    assert reasons(stood(Stage.REVIEW_VOTED), Stage.RECOGNISED, date(2026, 11, 10)) == []


# 294 4.2.1, HD06 4.2: not before the twelve months are over.
@pytest.mark.parametrize(("voted", "expected"), [(END - DAY, EARLY), (END, LAST_DAY), (END + DAY, "")])
def test_294_4_2_1_the_vote_comes_when_probation_is_over(voted, expected):
    assert told(stood(Stage.HELD), Stage.REVIEW_VOTED, voted, "recognition_not_early") == expected


def test_294_4_2_3_a_failed_vote_is_recorded_as_it_was():
    """It proposes nothing: that it came early or lacked papers is told, not held against the record of it."""
    bare = changed(stood(Stage.HELD), papers={Paper.SELF_REVIEW: None})
    told_now = reasons(bare, Stage.REVIEW_SHORT, END - DAY, vote(12, 7, 5))
    assert any("recognition_not_early" in each for each in told_now)
    assert any("self_review" in each for each in told_now)
    assert not any(each.startswith("B ") for each in told_now)


def test_294_4_2_3_who_is_recognised_from_above_has_his_papers_and_his_twelve_months():
    """After the third failed vote nobody below has proposed it, so the decision itself asks for them."""
    failed = then(stood(Stage.HELD), *THRICE)
    assert not any(each.startswith("B ") for each in reasons(failed, Stage.RECOGNISED, date(2026, 12, 1)))
    bare = changed(failed, papers={Paper.SELF_REVIEW: None})
    assert "B self_review HD06 4.2" in reasons(bare, Stage.RECOGNISED, date(2026, 12, 1))


@pytest.mark.parametrize(
    ("held", "end"),
    [
        (date(2025, 10, 10), date(2026, 10, 10)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2025, 8, 31), date(2026, 8, 31)),
        (date(2025, 12, 31), date(2026, 12, 31)),
    ],
)
def test_twelve_months_end_on_the_same_day_or_on_the_last_of_the_month(held, end):
    assert add_months(held, 12) == end


# HD06 4.1–4.4: what lies before the cell.
@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (Paper.NEW_MEMBER_CERTIFICATE, "B class_new_members HD06 4.1"),
        (Paper.SELF_REVIEW, "B self_review HD06 4.2"),
        (Paper.HELPER_REVIEW, "B helper_review HD06 4.3"),
        (Paper.OPINIONS_PROBATION, "B opinions_probation HD06 4.4"),
    ],
)
def test_hd06_4_every_paper_lies_before_the_cell_on_its_day(paper, expected):
    for day, lines in (
        (None, [expected]),
        (REVIEW - DAY, []),
        (REVIEW, []),
        (REVIEW + DAY, [expected]),
        (CEREMONY - DAY, [expected]),  # of a probation before this one
    ):
        person = stood(Stage.HELD, papers={paper: day})
        assert reasons(person, Stage.REVIEW_VOTED, REVIEW) == lines


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (END - DAY, ["W self_review HD06 4.2"]),
        (END, []),
        (END + DAY, []),
        (CEREMONY, ["W self_review HD06 4.2"]),
    ],
)
def test_hd06_4_2_the_self_review_is_written_after_the_twelve_months(written, expected):
    person = stood(Stage.HELD, papers={Paper.SELF_REVIEW: written})

    assert reasons(person, Stage.REVIEW_VOTED, REVIEW) == expected


def test_hd06_4_of_whom_no_ceremony_is_known_the_papers_are_asked_all_the_same():
    old_book = walked((Stage.REVIEW_SHORT, END), introducers=ready().introducers)
    there = changed(old_book, papers=stood(Stage.HELD).papers)

    assert len([line for line in reasons(old_book, Stage.REVIEW_VOTED, REVIEW) if line[0] == "B"]) == 4
    assert reasons(there, Stage.REVIEW_VOTED, REVIEW) == []
    assert reasons(there, Stage.STRIKE_VOTED, REVIEW) == []


# 294 4.2.1: thirty working days from Saturday 10/10/2026 end on Friday 20/11.
LATE = ["W recognition_review 294 4.2.1"]
REVIEW_BY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("voted", "expected"), [(REVIEW_BY - DAY, []), (REVIEW_BY, []), (REVIEW_BY + DAY, LATE)]
)
def test_294_4_2_1_a_cell_that_considers_late_is_told_so(voted, expected):
    assert reasons(stood(Stage.HELD), Stage.REVIEW_VOTED, voted) == expected
    striking = stood(Stage.HELD)
    assert reasons(striking, Stage.STRIKE_VOTED, voted, Record("5", 9, votes_for=9, reason="x")) == expected


@pytest.mark.parametrize("first", [Stage.REVIEW_SHORT, Stage.STRIKE_VOTED, Stage.REVIEW_VOTED])
def test_294_4_2_1_whoever_has_considered_in_time_is_not_late_afterwards(first):
    person = then(stood(Stage.HELD), (first, END + DAY))

    assert told(person, Stage.REVIEW_VOTED, REVIEW_BY + DAY, "recognition_review") == ""


# 294 4.2.3: three votes short of two thirds.
@pytest.mark.parametrize("decision", [Stage.RECOGNISED, Stage.STRUCK_OFF])
def test_294_4_2_3_only_after_the_third_failed_vote_the_level_above_decides(decision):
    twice, thrice = then(stood(Stage.HELD), *TWICE), then(stood(Stage.HELD), *THRICE)

    assert reasons(twice, decision, REVIEW) == ["B three_failed_votes 294 4.2.3"]
    assert reasons(thrice, decision, REVIEW) == []


def test_294_4_2_3_after_the_third_failed_vote_two_thirds_are_no_longer_asked_below():
    twice, thrice = then(stood(Stage.HELD), *TWICE), then(stood(Stage.HELD), *THRICE)

    for to in (Stage.REVIEW_VOTED, Stage.REVIEW_SHORT):
        assert reasons(twice, to, REVIEW) == []
        assert reasons(thrice, to, REVIEW) == ["W three_failed_votes 294 4.2.3"]
    voted = then(thrice, (Stage.REVIEW_VOTED, REVIEW))
    assert told(voted, Stage.RECOGNISED, REVIEW, "three_failed_votes") == ""


@pytest.mark.parametrize(
    ("route", "here"),
    [
        (Route.BASE, (Stage.REVIEW_VOTED,)),
        (Route.SECTION, (Stage.REVIEW_VOTED, Stage.REVIEW_SECTION)),
        (Route.BASE, (Stage.STRIKE_VOTED,)),
    ],
)
def test_hd06_4_5a_a_committees_failed_vote_asks_nothing_of_the_cells_papers_anew(route, here):
    bare = dict.fromkeys((Paper.SELF_REVIEW, Paper.HELPER_REVIEW, Paper.NEW_MEMBER_CERTIFICATE))
    person = then(stood(Stage.HELD, route=route, papers=bare), *((stage, END - DAY) for stage in here))

    assert reasons(person, Stage.REVIEW_SHORT, END - DAY) == []
    assert reasons(stood(Stage.HELD, route=route, papers=bare), Stage.REVIEW_SHORT, END - DAY) != []


# 294 4.2.1: no postponement in the national texts.
def test_294_4_2_1_probation_is_not_stretched_unless_a_local_edition_allows_it():
    local = edition("địa phương", date(2025, 7, 1), postponement_months=6)
    person, on = stood(Stage.HELD), date(2026, 10, 12)

    def against(case, to, day, by):
        lines = obstacles(case, to, day, by, today=LONG_AFTER, calendar=BY_HAND)
        return {reason.code: reason.clause for reason in lines if reason.blocks}

    assert against(person, Stage.POSTPONED, on, EDITIONS[1]) == {"postponement": "294 4.2.1"}
    assert against(person, Stage.POSTPONED, on, local) == {}
    stretched = then(person, (Stage.POSTPONED, on))
    assert "recognition_not_early" in against(stretched, Stage.REVIEW_VOTED, date(2027, 4, 9), local)
    assert "recognition_not_early" not in against(stretched, Stage.REVIEW_VOTED, date(2027, 4, 10), local)


# 294 8.1, HD06 11.1a, 4.6: striking off.
GROUNDS, UNHEARD = "I strike_off_grounds 294 4.2.1, 8.1", "W strike_off_self_review HD06 11.1a"


@pytest.mark.parametrize(
    ("on", "reviewed", "expected"),
    [
        (END - DAY, END - DAY, [GROUNDS]),
        (END, END, []),
        (END + DAY, None, [UNHEARD]),
        (END, END + DAY, [UNHEARD]),
        (END, CEREMONY - DAY, [UNHEARD]),
        (END - DAY, None, [UNHEARD, GROUNDS]),
    ],
)
def test_294_8_1_before_the_end_striking_off_has_its_own_grounds_and_he_is_heard(on, reviewed, expected):
    person = stood(Stage.HELD, papers={Paper.SELF_REVIEW: reviewed})

    assert reasons(person, Stage.STRIKE_VOTED, on) == expected


def test_hd06_4_6_a_probationary_member_is_not_simply_taken_off_a_list():
    out = Record("5", reason="xin ra Đảng")

    assert reasons(stood(Stage.HELD), Stage.OUT, REVIEW, out) == ["W strike_off_probationary HD06 4.6a–d"]
    assert reasons(stood(Stage.REVIEW_VOTED), Stage.OUT, REVIEW, out) == [
        "W strike_off_probationary HD06 4.6a–d"
    ]
    assert reasons(stood(Stage.DECIDED), Stage.OUT, REVIEW, out) == []
    assert reasons(ready(), Stage.OUT, REVIEW, out) == []


# 294 4.2.2, 4.5.1: what follows from the days.
def test_294_4_2_2_whoever_is_recognised_is_official_since_the_end_of_the_twelve_months():
    late = then(stood(Stage.REVIEW_VOTED), (Stage.RECOGNISED, date(2027, 3, 1)))

    assert official_since(late, EDITIONS, BY_HAND) == END
    assert party_age_from(late) == date(2025, 9, 15)
    for case in (stood(Stage.REVIEW_VOTED), ready()):
        assert official_since(case, EDITIONS, BY_HAND) is None
        assert party_age_from(case) is None


@pytest.mark.parametrize("fallen", [Stage.REVIEW_REDO, Stage.ANNULLED])
def test_294_4_4_nobody_is_official_by_a_recognition_that_was_annulled(fallen):
    person = then(stood(Stage.RECOGNISED), (fallen, date(2026, 12, 1)))

    assert official_since(person, EDITIONS, BY_HAND) is None
    assert party_age_from(person) is None


def test_294_4_5_2_the_party_age_of_the_readmitted_is_not_ours_to_tell():
    person = stood(Stage.RECOGNISED, traits={"readmission": True})

    assert official_since(person, EDITIONS, BY_HAND) == END
    assert party_age_from(person) is None


def test_294_4_5_1_after_a_decision_taken_anew_the_party_age_counts_from_the_one_that_stands():
    anew = then(stood(Stage.DECIDED), (Stage.REDO, date(2025, 9, 22)), (Stage.DECIDED, date(2025, 9, 29)))
    person = then(anew, (Stage.HELD, CEREMONY), (Stage.REVIEW_VOTED, REVIEW), (Stage.RECOGNISED, REVIEW))

    assert party_age_from(person) == date(2025, 9, 29)
