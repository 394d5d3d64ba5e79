"""The rules about the papers (1.2, 1.4, 1.6 of the regulation's table): certificate, verification, the twelve months."""

from dataclasses import replace
from datetime import date

import pytest

from admissions.regulation import Paper, Stage, Verification
from tests.cases_by_hand import DAY, HELPERS, VOTE, changed, found, ready, reasons, running, then, told

NONE = "B class_certificate HD06 3.1"
LAPSED = "B certificate_valid HD06 5.4b"
WITHOUT_CLASS = tuple(step for step in ready().steps if step.stage is not Stage.TRAINED)
OPENED = date(2025, 4, 7)
CERTIFIED = date(2025, 6, 2)


def opening(**changes):
    """Everything in order before the leave to open the dossier."""
    return ready(steps=ready().steps[:3], **changes)


def certifying(**changes):
    """Everything in order before the background is certified."""
    return ready(steps=ready().steps[:4], **changes)


# The certificate of the class: HD06 3.1, 5.4b.
@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        (None, [NONE]),
        (date(2020, 8, 3), [LAPSED]),
        (date(2020, 8, 4), []),
        (date(2020, 8, 5), []),
        (VOTE, []),
        (VOTE + DAY, [NONE]),
    ],
)
def test_hd06_5_4b_the_certificate_is_at_most_sixty_months_old_at_the_vote(issued, expected):
    person = ready(steps=WITHOUT_CLASS, papers={Paper.CERTIFICATE: issued})

    assert reasons(person, Stage.VOTED, VOTE) == expected


def test_hd06_5_4b_the_newest_certificate_of_that_day_counts():
    renewed = ready(papers={Paper.CERTIFICATE: date(2025, 9, 1)})
    lapsed = changed(renewed, steps=(replace(ready().steps[2], on=date(2019, 1, 5)), *ready().steps[3:]))

    assert reasons(renewed, Stage.VOTED, VOTE) == []  # that of March was there in August
    assert told(renewed, Stage.VOTED, date(2030, 9, 1), "certificate_valid") == ""
    assert told(renewed, Stage.VOTED, date(2030, 9, 2), "certificate_valid") == LAPSED
    assert told(lapsed, Stage.VOTED, VOTE, "certificate_valid") == LAPSED
    assert told(lapsed, Stage.VOTED, date(2025, 9, 1), "certificate_valid") == ""


def test_hd06_5_4b_once_the_cell_has_considered_neither_certificate_nor_dossier_lapses():
    again = then(ready(), (Stage.VOTED, VOTE), (Stage.RETURNED, date(2025, 9, 1)))
    late = date(2031, 1, 6)

    assert told(ready(), Stage.VOTED, late, "certificate_valid", today=late) == LAPSED
    assert (
        told(ready(), Stage.VOTED, late, "dossier_12_months", today=late) == "B dossier_12_months HD06 5.4a"
    )
    for code in ("certificate_valid", "dossier_12_months"):
        assert told(again, Stage.VOTED, late, code, today=late) == ""
        assert running(then(again, (Stage.CERTIFIED, late)), code) is None


@pytest.mark.parametrize(
    ("issued", "expected"),
    [(None, ["W class_certificate HD06 3.1"]), (date(2019, 1, 5), ["W certificate_valid HD06 5.4b"])],
)
def test_hd06_3_1_the_papers_may_start_without_the_certificate_but_not_without_a_word(issued, expected):
    person = ready(steps=WITHOUT_CLASS[:2], papers={Paper.CERTIFICATE: issued})

    assert reasons(person, Stage.OPENED, OPENED) == expected
    assert "trước khi chi bộ biểu quyết" in found(person, Stage.OPENED, OPENED)[0].text


def test_hd38_i_1_4_2_26_the_background_is_certified_before_the_vote():
    uncertified = ready(steps=ready().steps[:4])

    lines = reasons(uncertified, Stage.VOTED, VOTE)
    assert "B certified_before_vote HD38 I.1.4.2 (26)" in lines
    assert reasons(ready(), Stage.VOTED, CERTIFIED)[0].startswith("B opinions")  # certified that very day


# HD06 3.2, 3.3a, 3.5, 3.6a: what lies before the cell, no later than its meeting.
@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (Paper.APPLICATION, "B application_self HD06 3.2"),
        (Paper.BACKGROUND, "B background_self HD06 3.3a"),
        (Paper.OPINIONS, "B opinions HD06 3.5"),
    ],
)
def test_hd06_3_6a_every_paper_lies_before_the_cell_on_its_day(paper, expected):
    for day, lines in ((VOTE - DAY, []), (VOTE, []), (VOTE + DAY, [expected]), (None, [expected])):
        person = ready(papers={paper: day})
        assert reasons(person, Stage.VOTED, VOTE) == lines
        assert all(reason.paper is paper for reason in found(person, Stage.VOTED, VOTE))


@pytest.mark.parametrize(
    ("paper", "member"),
    [(Paper.YOUTH_RESOLUTION, "youth_member"), (Paper.UNION_RESOLUTION, "union_member")],
)
def test_hd06_3_6a_the_resolution_of_the_organisation_is_no_younger_than_the_meeting(paper, member):
    said = {
        day: reasons(
            ready(birth_date=date(1999, 5, 5), traits={member: True}, papers={paper: day}), Stage.VOTED, VOTE
        )
        for day in (VOTE - DAY, VOTE, VOTE + DAY)
    }

    assert said[VOTE - DAY] == said[VOTE] == []
    assert said[VOTE + DAY][0] == "B cell_considers HD06 3.6a, HD38 II.1.1a"


# HD06 5.4a: the dossier made on 8/4/2025 serves until 8/4/2026.
LAST = date(2026, 4, 8)
OLD = ["B dossier_12_months HD06 5.4a"]
REDONE = {Paper.VERIFICATION_AGAIN: LAST + DAY, Paper.OPINIONS: LAST + DAY}
INTRODUCED_AGAIN = tuple(replace(each, paper_on=LAST + DAY) for each in HELPERS)


@pytest.mark.parametrize(("voted", "expected"), [(LAST - DAY, []), (LAST, []), (LAST + DAY, OLD)])
def test_hd06_5_4a_after_twelve_months_four_papers_are_redone(voted, expected):
    assert reasons(ready(), Stage.VOTED, voted) == expected
    assert running(ready(), "dossier_12_months").due == LAST


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({"papers": REDONE, "introducers": INTRODUCED_AGAIN}, ""),
        ({"papers": REDONE}, "giấy giới thiệu"),
        ({"papers": REDONE, "introducers": (INTRODUCED_AGAIN[0], HELPERS[1])}, "Lò Thị Mai"),
        ({"papers": {**REDONE, Paper.OPINIONS: LAST}, "introducers": INTRODUCED_AGAIN}, "ý kiến bổ sung"),
        ({"papers": {**REDONE, Paper.VERIFICATION_AGAIN: LAST}, "introducers": INTRODUCED_AGAIN}, "thẩm tra bổ sung"),
        ({"papers": {**REDONE, Paper.VERIFICATION_AGAIN: None}, "introducers": INTRODUCED_AGAIN}, "thẩm tra bổ sung"),
        (
            {"papers": {**REDONE, Paper.VERIFICATION_AGAIN: date(2026, 5, 5)}, "introducers": INTRODUCED_AGAIN},
            "thẩm tra bổ sung",  # of the day after the meeting
        ),
        (
            {"papers": {**REDONE, Paper.UNION_RESOLUTION: LAST}, "introducers": INTRODUCED_AGAIN, "traits": {"union_member": True}},
            "công đoàn",
        ),
    ],
)  # fmt: skip
def test_hd06_5_4a_each_of_the_four_is_missed_by_name(changes, lacking):
    said = [
        r for r in found(ready(**changes), Stage.VOTED, date(2026, 5, 4)) if r.code == "dossier_12_months"
    ]

    assert [reason.clause for reason in said] == (["HD06 5.4a"] if lacking else [])
    assert lacking in "".join(reason.text for reason in said)


def test_hd06_5_4a_without_any_introduction_that_one_is_missed_too():
    (reason,) = [
        r
        for r in found(ready(introducers=(), papers=REDONE), Stage.VOTED, date(2026, 5, 4))
        if "12" in r.code
    ]

    assert "giấy giới thiệu của người giúp đỡ" in reason.text


def test_hd06_5_4a_the_papers_redone_start_the_twelve_months_anew():
    """Redone on 10/4 and 20/4/2026: the earliest of them counts on."""
    early, late = date(2026, 4, 10), date(2026, 4, 20)
    again = ready(
        papers={Paper.VERIFICATION_AGAIN: late, Paper.OPINIONS: early},
        introducers=tuple(replace(each, paper_on=late) for each in HELPERS),
    )

    assert reasons(again, Stage.VOTED, date(2027, 4, 10)) == []
    assert reasons(again, Stage.VOTED, date(2027, 4, 11)) == OLD
    assert (running(again, "dossier_12_months").since, running(again, "dossier_12_months").due) == (
        early, date(2027, 4, 10)
    )  # fmt: skip


def test_hd06_5_4a_the_day_the_dossier_was_made_is_as_recorded_else_that_of_its_first_paper():
    assert ready().dossier_made_on == date(2025, 4, 8)
    assert ready(traits={"dossier_made_on": date(2025, 4, 20)}).dossier_made_on == date(2025, 4, 20)
    assert ready(papers={Paper.APPLICATION: None}).dossier_made_on == date(2025, 4, 9)
    old = {Paper.APPLICATION: date(2023, 5, 8), Paper.BACKGROUND: date(2023, 5, 9)}
    assert ready(papers={**old, Paper.BACKGROUND: date(2025, 4, 9)}).dossier_made_on == date(2025, 4, 9)
    assert ready(papers=old).dossier_made_on == date(2023, 5, 8)  # an old dossier taken up again
    assert ready(papers=dict.fromkeys(old)).dossier_made_on is None
    assert reasons(ready(papers=old), Stage.VOTED, VOTE) == OLD


# HD06 3.4, 3.3b; HD38 I.1.4.2, I.1.5: before the background is certified on 2/6/2025.
def test_hd06_3_4_with_everything_in_order_the_background_is_certified():
    assert reasons(certifying(), Stage.CERTIFIED, CERTIFIED) == []


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ({Paper.VERIFICATION: None}, ["B verify_persons HD06 3.4a"]),
        ({Paper.VERIFICATION: CERTIFIED, Paper.CELL_COMMENT: CERTIFIED}, []),
        ({Paper.VERIFICATION: CERTIFIED + DAY}, ["B certify_order HD06 3.3b", "B verify_persons HD06 3.4a"]),
        ({Paper.VERIFICATION: None, Paper.SAME_COMMUNE: CERTIFIED}, []),
        ({Paper.VERIFICATION: None, Paper.SAME_COMMUNE: CERTIFIED + DAY}, ["B verify_persons HD06 3.4a"]),
    ],
)
def test_hd06_3_4a_the_background_is_verified_or_all_of_it_is_spared(papers, expected):
    assert reasons(certifying(papers=papers), Stage.CERTIFIED, CERTIFIED) == expected


SPARED = {Paper.EXEMPT_OWN: date(2025, 5, 5), Paper.EXEMPT_SPOUSE: date(2025, 5, 5)}
LIMIT = "W verify_exempt_limit HD38 I.1.5, HD06 3.4c"


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ({**SPARED, Paper.VERIFICATION: None, Paper.PRESENT_CHECKED: CERTIFIED}, []),
        ({**SPARED, Paper.VERIFICATION: None}, [LIMIT]),
        ({**SPARED, Paper.VERIFICATION: None, Paper.PRESENT_CHECKED: CERTIFIED + DAY}, [LIMIT]),
        ({**SPARED, Paper.VERIFICATION: None, Paper.EXEMPT_SPOUSE: None}, ["B verify_persons HD06 3.4a", LIMIT]),
        ({**SPARED, Paper.VERIFICATION: None, Paper.EXEMPT_OWN: CERTIFIED + DAY}, ["B verify_persons HD06 3.4a", LIMIT]),
        ({Paper.EXEMPT_OWN: CERTIFIED}, [LIMIT]),
        ({Paper.EXEMPT_SPOUSE: CERTIFIED}, [LIMIT]),
    ],
)  # fmt: skip
def test_hd06_3_4c_a_relative_in_the_party_spares_one_side_only(papers, expected):
    assert reasons(certifying(papers=papers), Stage.CERTIFIED, CERTIFIED) == expected


def asked(**fields):
    request = Verification(date(2025, 4, 14), received_on=date(2025, 4, 16), replied_on=date(2025, 5, 12))
    return (*ready().verifications, replace(request, **fields))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"replied_on": None}, ["B verify_reply HD06 3.4d"]),
        ({"envoy": True}, ["B verifier_not_family HD38 I.1.4.2 (23), HD06 3.4d"]),
        ({"envoy": True, "envoy_unrelated": True}, []),
        ({"replied_on": date(2025, 5, 26)}, []),
        ({"replied_on": date(2025, 5, 27)}, ["B certify_order HD06 3.3b"]),
    ],
)
def test_hd06_3_4d_every_request_is_answered_before_the_cell_comments(fields, expected):
    assert reasons(certifying(verifications=asked(**fields)), Stage.CERTIFIED, CERTIFIED) == expected


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        (None, ["B certify_order HD38 I.1.4.2 (25)"]),
        (date(2025, 5, 11), ["B certify_order HD06 3.3b"]),
        (date(2025, 5, 12), []),
        (CERTIFIED - DAY, []),
        (CERTIFIED, []),
        (CERTIFIED + DAY, ["B certify_order HD06 3.3b"]),
    ],
)
def test_hd06_3_3b_result_comment_and_certificate_follow_each_other(comment, expected):
    person = certifying(papers={Paper.CELL_COMMENT: comment})

    assert reasons(person, Stage.CERTIFIED, CERTIFIED) == expected


def test_hd06_3_3b_a_result_ticked_later_than_the_last_reply_counts():
    person = certifying(papers={Paper.VERIFICATION: date(2025, 5, 27)})

    assert reasons(person, Stage.CERTIFIED, CERTIFIED) == ["B certify_order HD06 3.3b"]
    assert (
        reasons(certifying(papers={Paper.VERIFICATION: date(2025, 5, 26)}), Stage.CERTIFIED, CERTIFIED) == []
    )


SEAL = ["W background_seal HD06 3.4d, HD38 I.1.4.2 (23)"]


@pytest.mark.parametrize(
    ("sealed", "expected"),
    [(None, SEAL), (date(2025, 4, 13), []), (date(2025, 4, 14), []), (date(2025, 4, 15), SEAL)],
)
def test_hd38_i_1_4_2_23_the_background_is_sealed_before_it_is_sent_out(sealed, expected):
    person = certifying(papers={Paper.BACKGROUND_SEAL: sealed})

    assert reasons(person, Stage.CERTIFIED, CERTIFIED) == expected


def test_hd38_i_1_4_2_23_where_nothing_is_sent_out_any_seal_does():
    person = certifying(verifications=(), papers={Paper.BACKGROUND_SEAL: date(2025, 5, 20)})

    assert reasons(person, Stage.CERTIFIED, CERTIFIED) == []


@pytest.mark.parametrize("written", [None, CERTIFIED + DAY])
def test_hd06_3_3a_only_a_written_background_is_certified(written):
    person = certifying(papers={Paper.BACKGROUND: written})

    assert reasons(person, Stage.CERTIFIED, CERTIFIED) == ["B background_self HD06 3.3a"]
