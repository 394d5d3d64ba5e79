"""The rules about verifying and certifying the background (1.4 of the regulation's table): results, comment, certificate."""

from dataclasses import replace
from datetime import date

import pytest

from admissions.regulation import Paper, Stage, Verification
from tests.cases_by_hand import DAY, ready, reasons

CERTIFIED = date(2025, 6, 2)


def certifying(**changes):
    """Everything in order before the background is certified."""
    return ready(steps=ready().steps[:4], **changes)


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


def test_hd38_i_1_4_2_23_the_seal_is_there_before_the_first_of_all_requests():
    person = certifying(verifications=asked(sent_on=date(2025, 4, 9)))

    assert reasons(person, Stage.CERTIFIED, CERTIFIED) == SEAL


def test_hd38_i_1_4_2_23_where_nothing_is_sent_out_any_seal_does():
    person = certifying(verifications=(), papers={Paper.BACKGROUND_SEAL: date(2025, 5, 20)})

    assert reasons(person, Stage.CERTIFIED, CERTIFIED) == []


def test_hd06_3_4c_where_everything_is_spared_the_cell_comments_all_the_same():
    spared = {Paper.SAME_COMMUNE: date(2025, 5, 5), Paper.VERIFICATION: None}

    assert reasons(certifying(verifications=(), papers=spared), Stage.CERTIFIED, CERTIFIED) == []
    bare = certifying(verifications=(), papers={**spared, Paper.CELL_COMMENT: None})
    assert reasons(bare, Stage.CERTIFIED, CERTIFIED) == ["B certify_order HD38 I.1.4.2 (25)"]


@pytest.mark.parametrize("written", [None, CERTIFIED + DAY])
def test_hd06_3_3a_only_a_written_background_is_certified(written):
    person = certifying(papers={Paper.BACKGROUND: written})

    assert reasons(person, Stage.CERTIFIED, CERTIFIED) == ["B background_self HD06 3.3a"]
