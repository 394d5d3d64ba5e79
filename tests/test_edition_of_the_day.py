"""A step is judged by the edition in force on its day, a clock by the edition in force on the day that starts it."""

from dataclasses import replace
from datetime import date

import pytest

from admissions.regulation import Paper, Stage, Traits, Verification, obstacles, way_of_move
from tests.cases_by_hand import (
    BY_HAND,
    DAY,
    EDITIONS,
    LONG_AFTER,
    edition,
    found,
    moved,
    ready,
    reasons,
    running,
    stood,
    then,
    told,
    walked,
)

CHANGE = date(2026, 7, 26)  # 208 comes into force


# Row 3: voted a day later, owed twenty days earlier.
@pytest.mark.parametrize(
    ("voted", "due"), [(date(2025, 6, 30), date(2025, 9, 24)), (date(2025, 7, 1), date(2025, 9, 4))]
)
def test_a_decision_is_owed_by_the_edition_of_the_vote(voted, due):
    waiting = walked((Stage.VOTED, voted), (Stage.APPRAISED, voted))

    assert running(waiting, "decision_window").due == due
    assert told(waiting, Stage.DECIDED, due, "decision_window") == ""
    assert told(waiting, Stage.DECIDED, due + DAY, "decision_window") == "W decision_window 294 4.3.1"


# Rows 6 and 7: from receipt until 208, from issue since.
@pytest.mark.parametrize(
    ("decided", "since"), [(CHANGE - DAY, date(2026, 8, 5)), (CHANGE, CHANGE), (CHANGE + DAY, CHANGE + DAY)]
)
def test_whether_receipt_or_issue_starts_the_ceremonys_clock_is_told_by_the_edition_of_the_decision(
    decided, since
):
    person = walked((Stage.DECIDED, decided), papers={Paper.DECISION_RECEIVED: date(2026, 8, 5)})

    assert running(person, "ceremony_window").since == since


def test_a_step_is_judged_by_the_edition_of_its_own_day():
    unschooled = ready(traits={"schooling": ""})

    def wanted(on):
        (reason,) = [each for each in found(unschooled, Stage.VOTED, on) if each.code == "schooling"]
        return reason.text

    assert "bằng tốt nghiệp THCS" in wanted(CHANGE - DAY)
    assert "hoàn thành chương trình THCS" in wanted(CHANGE)


# Editions that differ in every number a rule reads, the second in force from 1/7/2025.
OTHER = edition(
    "khác",
    date(2025, 7, 1),
    age_min=20,
    age_max=50,
    certificate_months=6,
    dossier_months=3,
    ceremony_days=10,
    probation_months=6,
    review_days=10,
    recognition_days=10,
    introducer_months=24,
    verify_home_days=10,
    verify_abroad_days=20,
    member_background_days=10,
    readmit_months=48,
    contract_months=6,
    failed_votes=1,
    complaint_days=10,
    transfer_forward_days=5,
    transfer_decide_days=5,
    transfer_keep_days=5,
    recheck_days=5,
)
BOTH = (EDITIONS[0], OTHER)
BEFORE, SINCE = date(2025, 6, 30), date(2025, 7, 1)


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("certificate_valid", walked((Stage.TRAINED, BEFORE)), walked((Stage.TRAINED, SINCE))),
        (
            "dossier_12_months",
            walked((Stage.OPENED, BEFORE), papers={Paper.APPLICATION: BEFORE}),
            walked((Stage.OPENED, BEFORE), papers={Paper.APPLICATION: SINCE}),
        ),
        ("ceremony_window", walked((Stage.DECIDED, BEFORE)), walked((Stage.DECIDED, SINCE))),
        ("probation", walked((Stage.HELD, BEFORE)), walked((Stage.HELD, SINCE))),
        ("member_background", walked((Stage.HELD, BEFORE)), walked((Stage.HELD, SINCE))),
        ("recognition_window", walked((Stage.REVIEW_VOTED, BEFORE)), walked((Stage.REVIEW_VOTED, SINCE))),
        (
            "verify_reply",
            walked((Stage.OPENED, BEFORE), verifications=(Verification(BEFORE),)),
            walked((Stage.OPENED, BEFORE), verifications=(Verification(SINCE),)),
        ),
        (
            "verify_reply",
            walked((Stage.OPENED, BEFORE), verifications=(Verification(BEFORE, abroad=True),)),
            walked((Stage.OPENED, BEFORE), verifications=(Verification(SINCE, abroad=True),)),
        ),
        (
            "strike_off_complaint",
            walked((Stage.STRUCK_OFF, BEFORE), papers={Paper.STRIKE_OFF_RECEIVED: BEFORE}),
            walked((Stage.STRUCK_OFF, BEFORE), papers={Paper.STRIKE_OFF_RECEIVED: SINCE}),
        ),
        (
            "move_forward",
            walked((Stage.APPRAISED, BEFORE), transfers=moved("move_sent", BEFORE)),
            walked((Stage.APPRAISED, BEFORE), transfers=moved("move_sent", SINCE)),
        ),
        (
            "move_decide",
            walked(
                (Stage.APPRAISED, BEFORE),
                transfers=moved("move_sent", BEFORE),
                papers={Paper.MOVE_RECEIVED: BEFORE},
            ),
            walked(
                (Stage.APPRAISED, BEFORE),
                transfers=moved("move_sent", BEFORE),
                papers={Paper.MOVE_RECEIVED: SINCE},
            ),
        ),
        (
            "move_recheck",
            walked(
                (Stage.DECIDED, BEFORE),
                transfers=moved("move_decided_30", BEFORE),
                papers={Paper.RECHECK_REQUESTED: BEFORE},
            ),
            walked(
                (Stage.DECIDED, BEFORE),
                transfers=moved("move_decided_30", BEFORE),
                papers={Paper.RECHECK_REQUESTED: SINCE},
            ),
        ),
    ],
)
def test_each_clock_takes_the_numbers_of_the_day_that_starts_it(code, old, new):
    long, short = running(old, code, editions=BOTH), running(new, code, editions=BOTH)

    assert (long.since, short.since) == (BEFORE, SINCE)
    assert short.due < long.due
    assert running(old, code, editions=BOTH).due == running(old, code, editions=BOTH[:1]).due


@pytest.mark.parametrize(
    ("code", "made", "last_day"),
    [
        ("certificate_valid", BEFORE, date(2030, 6, 30)),
        ("certificate_valid", SINCE, date(2026, 1, 1)),
        ("dossier_12_months", BEFORE, date(2026, 6, 30)),
        ("dossier_12_months", SINCE, date(2025, 10, 1)),
    ],
)
def test_what_lapses_before_the_vote_lapses_by_the_edition_of_the_day_it_was_made(code, made, last_day):
    certified = ready().steps[-1:]
    changes = {"certificate_valid": {Paper.CERTIFICATE: made}, "dossier_12_months": {Paper.CERTIFICATE: None}}
    person = ready(steps=certified, papers=changes[code], traits={"dossier_made_on": made})

    assert told(person, Stage.VOTED, last_day, code, editions=BOTH) == ""
    assert told(person, Stage.VOTED, last_day + DAY, code, editions=BOTH).startswith(f"B {code}")


def test_the_review_takes_the_numbers_of_the_day_on_which_probation_ends():
    late = edition("muộn", date(2026, 7, 1), review_days=10)
    person = walked((Stage.HELD, date(2025, 7, 1)))

    assert running(person, "recognition_review", editions=(EDITIONS[1], late)).due == date(2026, 7, 15)
    assert (
        told(
            person, Stage.REVIEW_VOTED, date(2026, 7, 15), "recognition_review", editions=(EDITIONS[1], late)
        )
        == ""
    )
    assert (
        told(
            person, Stage.REVIEW_VOTED, date(2026, 7, 16), "recognition_review", editions=(EDITIONS[1], late)
        )
        != ""
    )
    soon = walked((Stage.HELD, date(2025, 6, 30)))
    assert (
        told(soon, Stage.REVIEW_VOTED, date(2026, 8, 11), "recognition_review", editions=(EDITIONS[1], late))
        == ""
    )
    assert running(soon, "recognition_review", editions=(EDITIONS[1], late)).due == date(2026, 8, 11)


@pytest.mark.parametrize(("postponed", "end"), [(BEFORE, date(2025, 9, 30)), (SINCE, date(2026, 3, 30))])
def test_how_far_probation_is_stretched_is_told_by_the_edition_of_the_day_it_was_stretched(postponed, end):
    local = edition("địa phương", SINCE, postponement_months=6)
    person = walked((Stage.HELD, date(2024, 9, 30)), (Stage.POSTPONED, postponed))

    assert running(person, "probation", editions=(EDITIONS[0], local)).due == end


@pytest.mark.parametrize(
    ("listed", "age", "months"), [(BEFORE, date(2026, 3, 3), 36), (SINCE, date(2028, 3, 3), 48)]
)
def test_who_is_not_old_enough_or_has_to_wait_is_told_by_the_edition_of_his_last_step(listed, age, months):
    person = walked((Stage.LISTED, listed), traits=Traits(readmission=True, left_party_on=date(2024, 1, 1)))
    young = replace(person, birth_date=date(2008, 3, 3))

    assert running(young, "turns_18", editions=BOTH).due == age
    assert running(person, "readmit_wait", editions=BOTH).due == date(2024 + months // 12, 1, 1)


def test_a_file_received_is_decided_on_by_the_edition_of_its_receipt():
    """Five working days by the other edition: 8/7/2025; thirty by the one before: 11/8/2025."""
    move = moved("move_sent", date(2025, 6, 20))

    def said(received, decided):
        steps = ((Stage.VOTED, date(2025, 6, 20)), (Stage.APPRAISED, date(2025, 6, 20)))
        person = walked(*steps, transfers=move, papers={Paper.MOVE_RECEIVED: received})
        return told(person, Stage.DECIDED, decided, "move_sent", editions=BOTH)

    assert [said(SINCE, date(2025, 7, day)) for day in (8, 9)] == ["", "W move_sent HD06 3.9b"]
    assert [said(BEFORE, date(2025, 8, day)) for day in (11, 12)] == ["", "W move_sent HD06 3.9b"]


@pytest.mark.parametrize(("transferred", "way"), [(BEFORE, "move_decided_30"), (SINCE, "move_decided_late")])
def test_how_long_a_decision_is_kept_is_told_by_the_edition_of_the_transfer(transferred, way):
    person = walked((Stage.DECIDED, date(2025, 7, 21)))

    assert way_of_move(person, transferred, same_authority=False, editions=BOTH, calendar=BY_HAND) == way


@pytest.mark.parametrize(
    ("code", "changes", "to"),
    [
        ("age_at_vote", {"birth_date": date(2006, 8, 20)}, Stage.VOTED),
        ("age_over_60", {"birth_date": date(1970, 5, 5)}, Stage.VOTED),
        ("readmit_wait", {"traits": {"readmission": True, "left_party_on": date(2022, 1, 1)}}, Stage.VOTED),
    ],
)
def test_a_step_of_the_day_before_is_judged_by_the_edition_before(code, changes, to):
    person = ready(**changes)

    assert told(person, to, BEFORE, code, editions=BOTH) == ""
    assert told(person, to, SINCE, code, editions=BOTH) != ""


def test_an_introduction_takes_the_months_of_the_day_it_was_written():
    chu, mai = ready().introducers

    def said(written):
        person = ready(introducers=(chu, replace(mai, together_since=date(2024, 1, 1), paper_on=written)))
        return told(person, Stage.VOTED, date(2025, 7, 4), "introducer_12_months", editions=BOTH)

    assert said(BEFORE) == ""
    assert said(SINCE) == "B introducer_12_months 294 3.2.1"


def test_an_age_consented_to_is_that_of_the_vote_by_the_edition_of_the_vote():
    """Fifty-five at a vote of June, when sixty was the limit: the edition of the decision does not matter."""
    steps = (*ready().steps, (Stage.VOTED, BEFORE), (Stage.APPRAISED, BEFORE))
    person = then(ready(birth_date=date(1970, 5, 5)), *steps[-2:])

    assert told(person, Stage.DECIDED, SINCE, "age_over_60", editions=BOTH) == ""
    voted_later = then(ready(birth_date=date(1970, 5, 5)), (Stage.VOTED, SINCE), (Stage.APPRAISED, SINCE))
    assert told(voted_later, Stage.DECIDED, SINCE, "age_over_60", editions=BOTH) != ""


def test_where_no_other_editions_are_given_the_one_of_the_day_serves_for_the_windows_too():
    late = date(2025, 10, 9)

    assert reasons(stood(Stage.APPRAISED), Stage.DECIDED, late) == ["W decision_window 294 4.3.1"]
    lone = obstacles(
        stood(Stage.APPRAISED), Stage.DECIDED, late, EDITIONS[0], today=LONG_AFTER, calendar=BY_HAND
    )
    assert lone == []  # 232 gave sixty working days
