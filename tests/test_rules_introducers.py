"""The rules about introducers and helpers (1.3 of the regulation's table): the three ways, the twelve months, the replacement."""

from dataclasses import replace
from datetime import date

import pytest

from admissions.regulation import Introducer, Paper, Stage
from tests.cases_by_hand import CEREMONY, DAY, HELPERS, REVIEW, VOTE, found, ready, reasons, stood

OPENED = date(2025, 4, 7)
CHU, MAI = HELPERS
NEW = Introducer("Sùng A Của", True, date(2025, 5, 1), date(2025, 7, 1), date(2025, 7, 20))
FEW = "B introducers ĐL 4.1, 294 3.1"
YOUTH = {"youth_member": True}
BORN_1999 = date(1999, 5, 5)  # 26 years old at the vote


# HD38 I.1.1d, I.1.3: before the papers start.
@pytest.mark.parametrize(
    ("helper", "expected"),
    [
        (CHU, []),
        (replace(CHU, assigned_on=OPENED - DAY), []),
        (replace(CHU, assigned_on=OPENED), []),
        (replace(CHU, assigned_on=OPENED + DAY), ["B helper_assigned HD38 I.1.1d, I.1.3"]),
        (replace(CHU, assigned_on=None), ["B helper_assigned HD38 I.1.1d, I.1.3"]),
        (replace(CHU, official=False), ["B helper_assigned HD38 I.1.1d, I.1.3"]),
        (replace(CHU, ended_on=OPENED), ["B helper_assigned HD38 I.1.1d, I.1.3"]),
        (replace(CHU, ended_on=OPENED + DAY), []),
    ],
)
def test_hd38_i_1_3_an_official_member_is_assigned_before_the_papers_start(helper, expected):
    person = ready(steps=ready().steps[:3], introducers=(helper,))

    assert reasons(person, Stage.OPENED, OPENED) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"together_since": date(2024, 4, 6)}, []),
        ({"together_since": date(2024, 4, 7)}, []),
        ({"together_since": date(2024, 4, 8)}, ["W introducer_12_months 294 3.2.1"]),
        ({"together_since": date(2024, 4, 8), "replacement": True}, []),
        ({"together_since": None}, []),
    ],
)
def test_294_3_2_1_at_the_start_it_is_told_whose_twelve_months_are_not_full(changes, expected):
    person = ready(steps=ready().steps[:3], introducers=(replace(CHU, **changes),))

    assert reasons(person, Stage.OPENED, OPENED) == expected


# ĐL 4.1, 294 3.1: two official members, or an organisation and one.
@pytest.mark.parametrize(
    ("introducers", "expected"),
    [
        ((CHU, MAI), []),
        ((CHU, MAI, NEW), ["B introducer_12_months 294 3.2.1"]),
        ((CHU,), [FEW]),
        ((), [FEW]),
        ((CHU, replace(MAI, paper_on=None)), [FEW]),
        ((CHU, replace(MAI, paper_on=VOTE - DAY)), []),
        ((CHU, replace(MAI, paper_on=VOTE)), []),
        ((CHU, replace(MAI, paper_on=VOTE + DAY)), [FEW]),
        ((CHU, replace(MAI, official=False)), ["B introducer_official 294 3.2.1", FEW]),
        ((CHU, replace(MAI, ended_on=VOTE)), [FEW]),
        ((CHU, replace(MAI, ended_on=VOTE + DAY)), []),
        ((CHU, replace(MAI, assigned_on=None)), ["W introducer_is_helper HD06 5.4a, 8.1a"]),
    ],
)
def test_294_3_1_two_official_members_introduce(introducers, expected):
    assert reasons(ready(introducers=introducers), Stage.VOTED, VOTE) == expected


@pytest.mark.parametrize(
    ("paper", "member", "code"),
    [
        (Paper.YOUTH_RESOLUTION, "youth_member", "introducers_youth"),
        (Paper.UNION_RESOLUTION, "union_member", "introducers_union"),
    ],
)
def test_294_3_1_an_organisation_introduces_its_own_member_with_one_official_member(paper, member, code):
    there = {"papers": {paper: date(2025, 7, 1)}, "birth_date": BORN_1999}

    assert reasons(ready(introducers=(CHU,), traits={member: True}, **there), Stage.VOTED, VOTE) == []
    assert reasons(ready(introducers=(), traits={member: True}, **there), Stage.VOTED, VOTE) == [FEW]
    assert reasons(ready(introducers=(CHU,), **there), Stage.VOTED, VOTE) == [f"B {code} 294 3.1, ĐL 4.1"]


@pytest.mark.parametrize("paper", [Paper.YOUTH_RESOLUTION, Paper.UNION_RESOLUTION])
def test_294_3_1_a_resolution_of_the_day_after_does_not_carry_the_vote(paper):
    person = ready(
        introducers=(CHU,),
        traits={"youth_member": True, "union_member": True},
        papers={paper: VOTE + DAY},
        birth_date=BORN_1999,
    )

    assert reasons(person, Stage.VOTED, VOTE) == ["B cell_considers HD06 3.6a, HD38 II.1.1a", FEW]
    assert FEW not in reasons(person, Stage.VOTED, VOTE + DAY)


# 294 3.1: which way applies rests on facts outside the dossier, so it warns; of age until 30 (our choice).
@pytest.mark.parametrize(
    ("birth", "traits", "papers", "expected"),
    [
        (date(1994, 8, 5), YOUTH, {}, ["W introducers_youth 294 3.1, ĐL 4.1"]),
        (date(1994, 8, 4), YOUTH, {}, []),
        (date(1994, 8, 5), {}, {}, []),
        (date(1994, 8, 5), YOUTH, {Paper.YOUTH_RESOLUTION: VOTE}, []),
        (date(1994, 8, 4), YOUTH, {Paper.YOUTH_RESOLUTION: VOTE}, ["W introducers_youth 294 3.1, ĐL 4.1"]),
        (
            date(1994, 8, 5),
            {**YOUTH, "union_member": True},
            {Paper.UNION_RESOLUTION: VOTE},
            ["W introducers_youth 294 3.1, ĐL 4.1"],
        ),
    ],
)
def test_294_3_1_whether_the_youth_union_should_introduce_is_only_asked(birth, traits, papers, expected):
    assert reasons(ready(birth_date=birth, traits=traits, papers=papers), Stage.VOTED, VOTE) == expected


# 294 3.2.1: twelve months together on the day of the introduction.
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"together_since": date(2024, 6, 17)}, []),
        ({"together_since": date(2024, 6, 18)}, ["B introducer_12_months 294 3.2.1"]),
        ({"together_since": date(2024, 6, 16)}, []),
        ({"together_since": None}, ["B introducer_12_months 294 3.2.1"]),
        ({"together_since": date(2024, 6, 18), "replacement": True}, []),
        ({"together_since": None, "replacement": True}, []),
    ],
)
def test_294_3_2_1_the_introducer_has_known_the_person_for_twelve_months(changes, expected):
    assert reasons(ready(introducers=(CHU, replace(MAI, **changes))), Stage.VOTED, VOTE) == expected


# 294 3.2.2: whoever went is replaced by the cell.
GONE = tuple(replace(each, ended_on=date(2025, 7, 1)) for each in HELPERS)


@pytest.mark.parametrize(
    ("introducers", "expected"),
    [
        (GONE, ["B introducer_replaced 294 3.2.2"]),
        ((GONE[0], MAI), [FEW]),
        ((*GONE, replace(NEW, replacement=True)), [FEW]),
        ((GONE[0], MAI, replace(NEW, replacement=True)), []),
    ],
)
def test_294_3_2_2_whoever_cannot_go_on_is_replaced(introducers, expected):
    assert reasons(ready(introducers=introducers), Stage.VOTED, VOTE) == expected


def test_294_3_2_2_the_reason_names_who_has_gone():
    (reason,) = found(ready(introducers=GONE), Stage.VOTED, VOTE)

    assert reason.text.startswith("Lò Thị Mai thôi giới thiệu")
    (one_left,) = found(ready(introducers=(GONE[0], MAI)), Stage.VOTED, VOTE)
    assert "thôi giới thiệu" not in one_left.text


# HD06 3.8c, 3.10: on probation an official member helps as well.
UNHELPED = "W helper_probation HD06 3.8c, 3.10"


@pytest.mark.parametrize(
    ("helpers", "expected"),
    [
        ((CHU,), []),
        ((), [UNHELPED]),
        ((replace(CHU, ended_on=CEREMONY),), [UNHELPED]),
        ((replace(CHU, ended_on=CEREMONY + DAY),), []),
        ((replace(CHU, official=False),), [UNHELPED]),
        ((replace(CHU, assigned_on=CEREMONY),), []),
        ((replace(CHU, assigned_on=CEREMONY + DAY),), [UNHELPED]),
    ],
)
def test_hd06_3_8c_an_official_member_is_assigned_at_the_ceremony(helpers, expected):
    assert reasons(stood(Stage.DECIDED, introducers=helpers), Stage.HELD, CEREMONY) == expected


@pytest.mark.parametrize(("left", "expected"), [(REVIEW + DAY, []), (REVIEW, [UNHELPED])])
def test_hd06_3_10_a_helper_who_leaves_during_probation_is_replaced(left, expected):
    person = stood(Stage.HELD, introducers=(replace(CHU, ended_on=left),))

    assert reasons(person, Stage.REVIEW_VOTED, REVIEW) == expected
