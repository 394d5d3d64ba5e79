"""The rules about deciding and the ceremony (1.6, 1.7 of the regulation's table): windows, extension, report, consent, order."""

from datetime import date

import pytest

from admissions.regulation import Paper, Route, Stage
from tests.cases_by_hand import (
    BY_HAND,
    CEREMONY,
    DAY,
    DECISION,
    VOTE,
    found,
    ready,
    reasons,
    running,
    stood,
    then,
    walked,
)

# 294 4.3.1. From Monday 4/8/2025: 45 working days end on 8/10, with 15 more on 29/10.
DUE, EXTENDED = date(2025, 10, 8), date(2025, 10, 29)
LATE, TOO_LATE = ["W decision_window 294 4.3.1"], ["W decision_extension 294 4.3.1"]


@pytest.mark.parametrize(("decided", "expected"), [(DUE - DAY, []), (DUE, []), (DUE + DAY, LATE)])
def test_294_4_3_1_a_decision_after_its_window_stands_but_is_late(decided, expected):
    assert reasons(stood(Stage.APPRAISED), Stage.DECIDED, decided) == expected


@pytest.mark.parametrize(
    ("extension", "decided", "expected"),
    [
        (date(2025, 10, 6), DUE + DAY, []),
        (date(2025, 10, 6), EXTENDED - DAY, []),
        (date(2025, 10, 6), EXTENDED, []),
        (date(2025, 10, 6), EXTENDED + DAY, TOO_LATE),
        (DUE + DAY, DUE + DAY, []),
        (DUE + DAY + DAY, DUE + DAY, LATE),  # granted after the decision
        (VOTE, DUE + DAY, []),
        (VOTE - DAY, DUE + DAY, LATE),  # of an earlier vote
    ],
)
def test_294_4_3_1_an_extension_recorded_for_this_vote_adds_fifteen_working_days(
    extension, decided, expected
):
    person = stood(Stage.APPRAISED, papers={Paper.EXTENSION: extension})

    assert reasons(person, Stage.DECIDED, decided) == expected


def test_294_4_3_1_the_window_runs_from_the_cells_last_vote():
    again = then(stood(Stage.VOTED), (Stage.RETURNED, date(2025, 9, 1)), (Stage.VOTED, date(2025, 9, 22)))
    lone = walked((Stage.SOURCE, date(2025, 1, 6)))

    assert again.cell_voted_on == date(2025, 9, 22)
    assert reasons(then(again, (Stage.APPRAISED, DUE)), Stage.DECIDED, DUE + DAY) == []
    assert lone.cell_voted_on is None


@pytest.mark.parametrize(
    ("route", "steps", "stage", "on"),
    [
        (Route.DIRECT, ((Stage.REFERRED, VOTE),), Stage.REFERRED, VOTE),
        (
            Route.DIRECT,
            ((Stage.VOTED, VOTE), (Stage.RETURNED, date(2025, 8, 20)), (Stage.REFERRED, date(2025, 9, 1))),
            Stage.REFERRED,
            date(2025, 9, 1),
        ),
        (Route.BASE, ((Stage.VOTED, VOTE), (Stage.REFERRED, date(2025, 9, 1))), Stage.VOTED, VOTE),
        (
            Route.BASE,
            ((Stage.VOTED, VOTE), (Stage.RETURNED, date(2025, 8, 20)), (Stage.REFERRED, date(2025, 9, 1))),
            Stage.VOTED,
            VOTE,
        ),
        (
            Route.BASE,
            ((Stage.VOTED, VOTE), (Stage.CERTIFIED, date(2025, 8, 20)), (Stage.REFERRED, date(2025, 9, 1))),
            Stage.REFERRED,
            date(2025, 9, 1),
        ),
    ],
)
def test_hd06_5_1_a_vote_short_of_two_thirds_is_the_cells_where_no_committee_votes(route, steps, stage, on):
    vote = then(ready(route=route), *steps).cell_vote

    assert (vote.stage, vote.on) == (stage, on)


def test_hd06_5_1_the_first_vote_known_of_is_taken_for_the_cells():
    old_book = walked((Stage.SOURCE, date(2025, 1, 6)), (Stage.REFERRED, VOTE), route=Route.BASE)

    assert (old_book.cell_vote.stage, old_book.cell_voted_on) == (Stage.REFERRED, VOTE)


def test_hd06_5_1_the_cells_papers_lie_before_it_when_it_fails_too_but_not_before_its_committee():
    bare = {"papers": {Paper.OPINIONS: None}, "introducers": ()}
    expected = ["B opinions HD06 3.5", "B introducers ĐL 4.1, 294 3.1"]

    assert reasons(ready(**bare), Stage.REFERRED, VOTE) == expected
    direct = then(stood(Stage.VOTED, **bare), (Stage.RETURNED, date(2025, 8, 20)))
    assert reasons(direct, Stage.REFERRED, date(2025, 9, 1)) == expected
    assert reasons(stood(Stage.VOTED, route=Route.BASE, **bare), Stage.REFERRED, date(2025, 9, 1)) == []


# HD06 3.6b, 3.6c: the base committee resolves on a proposal of its cell.
def test_hd06_3_6c_without_two_thirds_in_the_cell_the_base_committee_does_not_resolve():
    short = then(ready(route=Route.BASE), (Stage.REFERRED, VOTE), (Stage.RETURNED, date(2025, 8, 20)))
    again = then(short, (Stage.VOTED, date(2025, 8, 25)))
    returned = then(stood(Stage.VOTED, route=Route.BASE), (Stage.BASE_VOTED, VOTE), (Stage.RETURNED, VOTE))

    assert reasons(short, Stage.BASE_VOTED, date(2025, 9, 1)) == ["B cell_vote HD06 3.6b, 3.6c"]
    assert reasons(again, Stage.BASE_VOTED, date(2025, 9, 1)) == []
    assert reasons(returned, Stage.BASE_VOTED, date(2025, 9, 1)) == []


# HD06 5.1: the report of a vote below the threshold.
UNREPORTED = ["W vote_short_report HD06 5.1"]


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        (None, UNREPORTED),
        (VOTE - DAY, UNREPORTED),
        (VOTE, []),
        (date(2025, 8, 25), []),
        (date(2025, 8, 26), UNREPORTED),
    ],
)
def test_hd06_5_1_a_short_vote_is_reported_before_it_goes_on(reported, expected):
    referred = then(ready(papers={Paper.VOTE_REPORT: reported}), (Stage.REFERRED, VOTE))

    assert reasons(referred, Stage.APPRAISED, date(2025, 8, 25)) == expected


def test_hd06_5_1_an_unreported_vote_is_told_again_at_the_decision():
    referred = then(ready(), (Stage.REFERRED, VOTE))
    delegated = then(ready(route=Route.DELEGATED), (Stage.VOTED, VOTE), (Stage.REFERRED, date(2025, 8, 25)))

    assert reasons(then(referred, (Stage.APPRAISED, VOTE)), Stage.DECIDED, DECISION) == UNREPORTED
    assert reasons(delegated, Stage.DECIDED, DECISION) == UNREPORTED
    mended = then(referred, (Stage.RETURNED, VOTE), (Stage.VOTED, date(2025, 8, 20)))
    assert reasons(mended, Stage.APPRAISED, date(2025, 8, 25)) == []
    base = then(stood(Stage.VOTED, route=Route.BASE), (Stage.REFERRED, VOTE), (Stage.RETURNED, VOTE))
    assert reasons(then(base, (Stage.BASE_VOTED, VOTE)), Stage.APPRAISED, date(2025, 8, 25)) == []


# 294 4.1: the ceremony. Decided 15/9/2025, received 18/9: thirty working days end on 30/10/2025.
RECEIVED, LAST = date(2025, 9, 18), date(2025, 10, 30)
OVERDUE = ["B ceremony_window 294 4.1"]


@pytest.mark.parametrize(("held", "expected"), [(LAST - DAY, []), (LAST, []), (LAST + DAY, OVERDUE)])
def test_294_4_1_the_ceremony_within_thirty_working_days_of_receipt(held, expected):
    person = stood(Stage.DECIDED, papers={Paper.DECISION_RECEIVED: RECEIVED})

    assert BY_HAND.add(RECEIVED, 30) == LAST
    assert reasons(person, Stage.HELD, held) == expected


@pytest.mark.parametrize(
    ("received", "last_day"),
    [(None, date(2025, 10, 27)), (DECISION - DAY, date(2025, 10, 27)), (DECISION, date(2025, 10, 27))],
)
def test_294_4_1_without_a_receipt_of_this_decision_its_own_day_counts(received, last_day):
    person = stood(Stage.DECIDED, papers={Paper.DECISION_RECEIVED: received})

    assert reasons(person, Stage.HELD, last_day) == []
    assert reasons(person, Stage.HELD, last_day + DAY) == OVERDUE
    assert running(person, "ceremony_window").due == last_day
    (overdue,) = found(person, Stage.HELD, last_day + DAY)
    assert ("chi bộ nhận" in overdue.text) == (received == DECISION)


@pytest.mark.parametrize(
    ("consent", "expected"),
    [
        (LAST + DAY, []),
        (LAST, []),
        (LAST + DAY + DAY, OVERDUE),
        (DECISION, []),
        (DECISION - DAY, OVERDUE),  # for a decision that fell
    ],
)
def test_294_4_1_later_only_with_the_consent_of_the_level_above(consent, expected):
    papers = {Paper.DECISION_RECEIVED: RECEIVED, Paper.CONSENT_CEREMONY: consent}

    assert reasons(stood(Stage.DECIDED, papers=papers), Stage.HELD, LAST + DAY) == expected


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (RECEIVED - DAY, ["B ceremony_order HD06 3.8a"]),
        (RECEIVED, []),
        (RECEIVED + DAY, []),
        (DECISION - DAY, ["B date_backwards 294 4.1", "B ceremony_order HD06 3.8a"]),
    ],
)
def test_hd06_3_8a_the_ceremony_is_not_held_before_the_decision_is_in_hand(held, expected):
    person = stood(Stage.DECIDED, papers={Paper.DECISION_RECEIVED: RECEIVED})

    assert reasons(person, Stage.HELD, held) == expected


# 294 4.3.1: recognition. Voted Tuesday 20/10/2026: thirty working days end on 2/12 (24/11 is off), fifteen more on 23/12.
VOTED, RECOGNISED_BY = date(2026, 10, 20), date(2026, 12, 2)


@pytest.mark.parametrize(
    ("extension", "decided", "expected"),
    [
        (None, RECOGNISED_BY - DAY, []),
        (None, RECOGNISED_BY, []),
        (None, RECOGNISED_BY + DAY, ["W recognition_window 294 4.3.1"]),
        (RECOGNISED_BY, RECOGNISED_BY + DAY, []),
        (RECOGNISED_BY, date(2026, 12, 23), []),
        (RECOGNISED_BY, date(2026, 12, 24), ["W recognition_extension 294 4.3.1"]),
        (VOTED - DAY, RECOGNISED_BY + DAY, ["W recognition_window 294 4.3.1"]),
    ],
)
def test_294_4_3_1_recognition_is_decided_within_thirty_working_days(extension, decided, expected):
    person = stood(Stage.REVIEW_VOTED, papers={Paper.RECOGNITION_EXTENSION: extension})

    assert BY_HAND.add(VOTED, 30) == RECOGNISED_BY
    assert reasons(person, Stage.RECOGNISED, decided) == expected


def test_294_4_3_1_the_two_extensions_are_not_taken_for_each_other():
    person = stood(Stage.REVIEW_VOTED, papers={Paper.EXTENSION: VOTED})
    waiting = stood(Stage.APPRAISED, papers={Paper.RECOGNITION_EXTENSION: VOTE})

    assert reasons(person, Stage.RECOGNISED, RECOGNISED_BY + DAY) == ["W recognition_window 294 4.3.1"]
    assert reasons(waiting, Stage.DECIDED, DUE + DAY) == LATE


def test_294_4_4_2_after_a_wrong_procedure_the_decision_is_taken_anew():
    person = then(stood(Stage.DECIDED), (Stage.REDO, date(2025, 9, 22)))

    assert reasons(person, Stage.DECIDED, date(2025, 9, 29)) == []
    assert reasons(then(person, (Stage.DECIDED, date(2025, 9, 29))), Stage.HELD, CEREMONY) == []
