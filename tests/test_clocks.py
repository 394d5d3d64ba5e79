"""The clocks: when each runs and when not, since which day, until which day, by which clause."""

from dataclasses import replace
from datetime import date

import pytest

from admissions.regulation import Paper, Stage, Verification, clocks
from tests.cases_by_hand import (
    BY_HAND,
    CEREMONY,
    DAY,
    DECISION,
    EDITIONS,
    HELPERS,
    REVIEW,
    VOTE,
    awaiting,
    codes_running,
    ready,
    running,
    stood,
    then,
    walked,
)

SOURCE, LISTED, TRAINED, OPENED, CERTIFIED = (step.stage for step in ready().steps)


def at(stage, **changes):
    """The person of `ready` at one of the stages before the vote."""
    steps = ready().steps
    return ready(steps=steps[: [step.stage for step in steps].index(stage) + 1], **changes)


def test_for_whoever_has_no_step_yet_no_clock_runs():
    assert codes_running(walked()) == []


@pytest.mark.parametrize(
    ("person", "codes"),
    [
        (at(SOURCE, papers=dict.fromkeys(ready().papers), verifications=()), ["turns_60"]),
        (at(TRAINED, verifications=()), ["certificate_valid", "turns_60"]),
        (at(OPENED), ["certificate_valid", "dossier_12_months", "turns_60"]),
        (at(CERTIFIED), ["certificate_valid", "dossier_12_months", "turns_60"]),
        (stood(Stage.VOTED), ["decision_window"]),
        (stood(Stage.APPRAISED), ["decision_window"]),
        (then(stood(Stage.VOTED), (Stage.RETURNED, VOTE)), ["decision_window"]),
        (then(stood(Stage.APPRAISED), (Stage.SUSPENDED, DECISION)), ["decision_window"]),
        (then(ready(), (Stage.REFERRED, VOTE)), ["decision_window"]),
        (then(stood(Stage.DECIDED), (Stage.REDO, DECISION)), ["decision_window"]),
        (stood(Stage.DECIDED), ["ceremony_window"]),
        (stood(Stage.HELD), ["member_background", "probation", "recognition_review"]),
        (stood(Stage.REVIEW_VOTED), ["member_background", "recognition_window"]),
        (then(stood(Stage.HELD), (Stage.STRIKE_VOTED, REVIEW)), ["member_background"]),
        (stood(Stage.RECOGNISED), []),
        (then(stood(Stage.RECOGNISED), (Stage.REVIEW_REDO, REVIEW)), ["member_background", "probation", "recognition_review"]),
        (then(stood(Stage.APPRAISED), (Stage.REFUSED, DECISION)), []),
        (then(stood(Stage.HELD), (Stage.STRUCK_OFF, REVIEW)), []),
        (then(ready(), (Stage.OUT, VOTE)), []),
        (then(stood(Stage.HELD), (Stage.DIED, REVIEW)), []),
    ],
)  # fmt: skip
def test_at_each_stage_run_the_clocks_of_its_duties(person, codes):
    assert codes_running(person) == codes


def seen(person, code):
    clock = running(person, code)
    return clock and (clock.since, clock.due, clock.clause, clock.blocks_after, clock.arrives)


def test_hd06_5_4b_the_certificate_runs_from_its_day_and_lapses_after_sixty_months():
    assert seen(at(TRAINED), "certificate_valid") == (
        date(2025, 3, 10), date(2030, 3, 10), "HD06 5.4b", True, False
    )  # fmt: skip
    renewed = at(TRAINED, papers={Paper.CERTIFICATE: date(2025, 9, 1)})
    assert running(renewed, "certificate_valid").due == date(2030, 9, 1)


def test_hd06_5_4a_the_dossier_runs_from_its_first_paper():
    assert seen(at(OPENED), "dossier_12_months") == (
        date(2025, 4, 8), date(2026, 4, 8), "HD06 5.4a", True, False
    )  # fmt: skip
    assert running(at(TRAINED), "dossier_12_months") is None
    assert running(at(OPENED, papers=dict.fromkeys(ready().papers)), "dossier_12_months") is None


def test_hd06_5_4a_only_with_all_four_papers_redone_the_dossier_runs_anew():
    again = {Paper.VERIFICATION_AGAIN: date(2026, 4, 20)}
    everything = {**again, Paper.OPINIONS: date(2026, 4, 22)}
    introduced = tuple(replace(each, paper_on=date(2026, 4, 21)) for each in HELPERS)

    assert running(at(OPENED, papers=again), "dossier_12_months").due == date(2026, 4, 8)
    renewed = running(at(OPENED, papers=everything, introducers=introduced), "dossier_12_months")
    assert (renewed.since, renewed.due) == (date(2026, 4, 20), date(2027, 4, 20))
    gone = (*introduced, replace(HELPERS[0], ended_on=date(2025, 9, 1)))
    assert running(at(OPENED, papers=everything, introducers=gone), "dossier_12_months").due == date(
        2027, 4, 20
    )


def test_294_1_1_1_turning_eighteen_arrives_and_turning_sixty_stops():
    young = at(SOURCE, birth_date=date(2007, 9, 20))

    assert seen(young, "turns_18") == (date(2025, 1, 6), date(2025, 9, 20), "294 1.1.1", False, True)
    assert running(at(SOURCE, birth_date=date(2007, 1, 7)), "turns_18").due == date(2025, 1, 7)
    assert running(at(SOURCE, birth_date=date(2007, 1, 6)), "turns_18") is None
    elder = at(SOURCE, birth_date=date(1965, 11, 12))  # by month: until the end of November 2025
    assert seen(elder, "turns_60") == (date(2025, 1, 6), date(2025, 11, 30), "294 1.1.1", True, False)
    assert running(at(SOURCE, birth_date=date(1965, 12, 31)), "turns_60").due == date(2025, 12, 31)
    assert running(stood(Stage.VOTED, birth_date=date(2007, 9, 20)), "turns_18") is None


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (
            Verification(date(2026, 7, 13), received_on=date(2026, 7, 20)),
            (date(2026, 7, 20), date(2026, 8, 28), ""),
        ),
        (
            Verification(date(2026, 7, 13), True, date(2026, 7, 20)),
            (date(2026, 7, 20), date(2026, 11, 26), ""),
        ),
        (
            Verification(date(2026, 7, 20)),
            (date(2026, 7, 20), date(2026, 8, 28), "chưa ghi ngày nơi được hỏi nhận, tính từ ngày gửi"),
        ),
        (Verification(date(2026, 7, 13), received_on=date(2026, 7, 20), replied_on=date(2026, 7, 30)), None),
    ],
)
def test_hd06_3_4d_a_request_runs_from_its_receipt_until_it_is_answered(request_, expected):
    clock = running(at(OPENED, verifications=(request_,)), "verify_reply")

    assert (clock and (clock.since, clock.due, clock.also)) == expected
    assert clock is None or (clock.clause, clock.arrives, clock.blocks_after) == ("HD06 3.4d", False, False)
    assert clock is None or ("nước ngoài" in clock.what) == request_.abroad


def test_hd06_3_4d_every_open_request_has_its_clock_while_a_decision_is_out():
    two = (Verification(date(2026, 7, 20)), Verification(date(2026, 7, 21), abroad=True))
    person = at(OPENED, verifications=two)

    told = [clock for clock in clocks(person, EDITIONS, BY_HAND) if clock.code == "verify_reply"]
    assert [clock.since for clock in told] == [date(2026, 7, 20), date(2026, 7, 21)]
    assert codes_running(stood(Stage.APPRAISED, verifications=two)).count("verify_reply") == 2
    assert "verify_reply" not in codes_running(stood(Stage.DECIDED, verifications=two))


CHU, MAI = HELPERS


@pytest.mark.parametrize(
    ("introducers", "papers", "due"),
    [
        ((CHU, MAI), {}, None),
        ((), {}, None),
        ((CHU,), {}, None),  # nobody has gone
        ((CHU, replace(MAI, ended_on=date(2025, 7, 1))), {}, date(2025, 7, 1)),
        (
            (replace(CHU, ended_on=date(2025, 7, 8)), replace(MAI, ended_on=date(2025, 7, 1))),
            {},
            date(2025, 7, 8),
        ),
        ((CHU, MAI, replace(MAI, ended_on=date(2025, 7, 1))), {}, None),
        ((CHU, replace(MAI, ended_on=date(2025, 7, 1))), {Paper.YOUTH_RESOLUTION: VOTE}, None),
        ((CHU, replace(MAI, ended_on=date(2025, 7, 1))), {Paper.UNION_RESOLUTION: VOTE}, None),
        ((replace(CHU, ended_on=date(2025, 7, 1)),), {Paper.UNION_RESOLUTION: VOTE}, date(2025, 7, 1)),
    ],
)
def test_294_3_2_2_whoever_has_gone_is_to_be_replaced(introducers, papers, due):
    clock = running(ready(introducers=introducers, papers=papers), "introducer_replaced")

    assert (clock and clock.due) == due
    assert clock is None or (clock.since, clock.clause, clock.also) == (
        due, "294 3.2.2", "văn bản không quy định số ngày"
    )  # fmt: skip


def test_294_3_2_2_before_the_dossier_and_after_the_vote_nobody_is_to_be_replaced():
    gone = {"introducers": (CHU, replace(MAI, ended_on=date(2025, 7, 1)))}

    assert running(at(TRAINED, **gone), "introducer_replaced") is None
    assert running(at(OPENED, **gone), "introducer_replaced") is not None
    assert running(stood(Stage.VOTED, **gone), "introducer_replaced") is None


def test_294_4_3_1_the_decision_runs_from_the_cells_resolution_and_longer_with_the_extension():
    extended = stood(Stage.APPRAISED, papers={Paper.EXTENSION: VOTE})
    stale = stood(Stage.APPRAISED, papers={Paper.EXTENSION: VOTE - DAY})

    assert seen(stood(Stage.VOTED), "decision_window") == (VOTE, date(2025, 10, 8), "294 4.3.1", False, False)
    assert seen(extended, "decision_extension") == (VOTE, date(2025, 10, 29), "294 4.3.1", False, False)
    assert running(extended, "decision_window") is None
    assert running(stale, "decision_window").due == date(2025, 10, 8)


def test_294_4_1_the_ceremony_runs_from_the_receipt_and_tells_the_stricter_day_beside():
    decided, received = date(2026, 2, 2), date(2026, 2, 4)
    person = walked((Stage.DECIDED, decided), papers={Paper.DECISION_RECEIVED: received})

    assert seen(person, "ceremony_window") == (received, date(2026, 3, 25), "294 4.1", True, False)
    assert running(person, "ceremony_window").also == "tính từ ngày ban hành là 23/03/2026"
    assert running(walked((Stage.DECIDED, decided)), "ceremony_window").also == ""


@pytest.mark.parametrize(
    ("there", "what"),
    [
        ((), "Đảng viên mới khai lý lịch đảng viên (1-HSĐV) và phiếu đảng viên (2-HSĐV)"),
        ((Paper.CARD_SHEET,), "Đảng viên mới khai lý lịch đảng viên (1-HSĐV)"),
        ((Paper.MEMBER_BACKGROUND,), "Đảng viên mới khai phiếu đảng viên (2-HSĐV)"),
        ((Paper.MEMBER_BACKGROUND, Paper.CARD_SHEET), None),
    ],
)
def test_hd38_i_2_1_the_new_member_writes_his_two_papers(there, what):
    person = walked((Stage.HELD, date(2026, 5, 19)), papers=dict.fromkeys(there, date(2026, 6, 1)))
    clock = running(person, "member_background")

    assert (clock and clock.what) == what
    assert clock is None or (clock.due, clock.clause) == (date(2026, 6, 30), "HD38 I.2.1, I.2.2")


def test_294_4_2_1_probation_ends_and_thirty_working_days_later_the_cell_has_considered():
    assert seen(stood(Stage.HELD), "probation") == (
        CEREMONY, date(2026, 10, 10), "294 4.2.1, HD06 4.2", False, True
    )  # fmt: skip
    assert seen(stood(Stage.HELD), "recognition_review") == (
        date(2026, 10, 10), date(2026, 11, 20), "294 4.2.1", False, False
    )  # fmt: skip
    for stage in (Stage.REVIEW_SHORT, Stage.POSTPONED):
        assert running(then(stood(Stage.HELD), (stage, REVIEW)), "recognition_review") is not None


def test_294_4_3_1_recognition_runs_from_the_cells_resolution_and_longer_with_the_extension():
    extended = stood(Stage.REVIEW_VOTED, papers={Paper.RECOGNITION_EXTENSION: REVIEW})
    stale = stood(Stage.REVIEW_VOTED, papers={Paper.RECOGNITION_EXTENSION: REVIEW - DAY})
    base = then(stood(Stage.REVIEW_VOTED), (Stage.REVIEW_SECTION, REVIEW), (Stage.REVIEW_BASE, REVIEW))

    assert seen(stood(Stage.REVIEW_VOTED), "recognition_window") == (
        REVIEW, date(2026, 12, 2), "294 4.3.1", False, False
    )  # fmt: skip
    assert seen(extended, "recognition_extension") == (REVIEW, date(2026, 12, 23), "294 4.3.1", False, False)
    assert running(stale, "recognition_window").due == date(2026, 12, 2)
    assert running(base, "recognition_window").since == REVIEW
    section = then(stood(Stage.REVIEW_VOTED), (Stage.REVIEW_SECTION, REVIEW))
    assert running(section, "recognition_window").since == REVIEW


def test_294_8_2_1_the_complaint_of_whoever_was_struck_off_arrives():
    received = {Paper.STRIKE_OFF_RECEIVED: date(2026, 11, 9)}
    person = then(stood(Stage.HELD, papers=received), (Stage.STRUCK_OFF, date(2026, 11, 2)))

    assert seen(person, "strike_off_complaint") == (
        date(2026, 11, 9), date(2026, 12, 22), "294 8.2.1", False, True
    )  # fmt: skip
    assert running(stood(Stage.HELD, papers=received), "strike_off_complaint") is None


@pytest.mark.parametrize(
    ("traits", "due"),
    [
        ({"left_party_on": date(2023, 8, 20)}, date(2026, 8, 20)),
        ({"left_party_on": date(2023, 8, 20), "record_cleared_on": date(2022, 2, 1)}, date(2027, 2, 1)),
        ({"left_party_on": date(2023, 8, 20), "record_cleared_on": date(2020, 2, 1)}, date(2026, 8, 20)),
        ({}, None),
        ({"left_party_on": date(2023, 8, 20), "readmission": False}, None),
    ],
)
def test_294_3_5_1b_the_day_of_a_readmission_arrives(traits, due):
    person = at(LISTED, traits={"readmission": True, **traits})
    clock = running(person, "readmit_wait")

    assert (clock and clock.due) == due
    assert clock is None or (clock.since, clock.clause, clock.arrives) == (
        date(2023, 8, 20),
        "294 3.5.1b",
        True,
    )
    assert running(stood(Stage.VOTED, traits={"readmission": True, **traits}), "readmit_wait") is None


def test_where_an_edition_came_into_force_meanwhile_its_stricter_day_is_told_beside():
    """Domain 4: a cell of 30/6/2025 is judged by 232 (60 working days, to 24/9/2025); by 294 (45) it were 3/9/2025.

    Working days after 30/6/2025: July 23, August 21 (44 by the 29th), then 3/9 is the 45th: 1–2/9 are off.
    """
    before, after = (
        running(awaiting(day), "decision_window") for day in (date(2025, 6, 30), date(2025, 7, 1))
    )
    assert (before.due, before.also) == (date(2025, 9, 24), "theo 294 là 03/09/2025")
    assert (after.due, after.also) == (date(2025, 9, 4), "")
