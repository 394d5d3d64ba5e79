"""The rules about the person (1.1, 1.8, 1.10 of the regulation's table): age, schooling, political standard, re-admission."""

from datetime import date

import pytest

from admissions.regulation import Paper, Stage, age_on
from tests.cases_by_hand import (
    DAY,
    DECISION,
    VOTE,
    found,
    ready,
    reasons,
    stood,
    then,
    told,
    walked,
)

YOUNG, BY_MONTH = "B age_at_vote 294 1.1.1", "W age_at_vote 294 1.1.1"
OVER = "W age_over_60 294 1.1.2, HD06 1.1"


def test_somebody_with_everything_in_order_may_be_voted_on_and_decided():
    assert reasons(ready(), Stage.VOTED, VOTE) == []
    assert reasons(stood(Stage.APPRAISED), Stage.DECIDED, DECISION) == []


# 294 1.1.1: full 18 to full 60, by month, on the day of the cell's meeting (4/8/2025).
@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        (date(2007, 9, 1), [YOUNG]),
        (date(2007, 8, 31), [BY_MONTH]),
        (date(2007, 8, 5), [BY_MONTH]),
        (date(2007, 8, 4), []),
        (date(1965, 8, 4), []),
        (date(1965, 8, 3), [BY_MONTH]),
        (date(1965, 8, 1), [BY_MONTH]),
        (date(1965, 7, 31), [OVER]),
    ],
)
def test_294_1_1_1_full_18_to_full_60_by_month_at_the_cells_meeting(birth, expected):
    assert reasons(ready(birth_date=birth), Stage.VOTED, VOTE) == expected


def test_294_1_1_1_the_age_is_that_of_the_meeting_and_not_of_the_decision():
    just_sixty = stood(Stage.APPRAISED, birth_date=date(1965, 8, 20))  # over 60 from 1/9/2025

    assert reasons(just_sixty, Stage.DECIDED, DECISION) == []


@pytest.mark.parametrize(
    ("consent", "expected"),
    [
        (None, ["B age_over_60 294 1.1.2, HD06 1.1"]),
        (DECISION - DAY, []),
        (DECISION, []),
        (DECISION + DAY, ["B age_over_60 294 1.1.2, HD06 1.1"]),
    ],
)
def test_294_1_1_2_over_60_the_provincial_bureaus_consent_precedes_the_decision(consent, expected):
    person = stood(Stage.APPRAISED, birth_date=date(1965, 7, 31), papers={Paper.CONSENT_AGE: consent})

    assert reasons(person, Stage.DECIDED, DECISION) == expected


def test_294_1_1_2_with_the_consent_at_hand_the_cell_is_not_warned():
    person = ready(birth_date=date(1965, 7, 31), papers={Paper.CONSENT_AGE: VOTE})

    assert reasons(person, Stage.VOTED, VOTE) == []
    assert reasons(person, Stage.VOTED, VOTE - DAY) == [OVER]


def test_294_1_1_1_of_a_vote_short_of_two_thirds_the_age_is_judged_as_well():
    assert reasons(ready(birth_date=date(2007, 9, 1)), Stage.REFERRED, VOTE) == [YOUNG]
    assert reasons(ready(birth_date=date(1965, 7, 31)), Stage.REFERRED, VOTE) == [OVER]


@pytest.mark.parametrize(
    ("birth", "day", "years"),
    [
        (date(2007, 9, 20), date(2025, 9, 19), 17),
        (date(2007, 9, 20), date(2025, 9, 20), 18),
        (date(2007, 9, 20), date(2025, 12, 31), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_a_year_of_age_is_full_on_the_birthday(birth, day, years):
    assert age_on(birth, day) == years


# 294 1.2.1; HD06 1.2a, 1.2b.
NO_PLACE, NOT_ELDER = "B schooling_area HD06 1.2a", "B schooling_elder HD06 1.2b"


@pytest.mark.parametrize(
    ("traits", "expected"),
    [
        ({"schooling": "upper_secondary"}, []),
        ({"schooling": "lower_secondary"}, []),
        ({"schooling": ""}, ["B schooling 294 1.2.1"]),
        ({"schooling": "", "schooling_place": "bản Hoa", "elder": True}, ["B schooling 294 1.2.1"]),
        ({"schooling": "primary"}, [NO_PLACE]),
        ({"schooling": "primary", "schooling_place": "bản Hoa"}, []),
        ({"schooling": "literate", "schooling_place": "bản Hoa"}, [NOT_ELDER]),
        ({"schooling": "literate", "elder": True}, ["W schooling_elder HD06 1.2b"]),
    ],
)
def test_294_1_2_1_lower_secondary_or_one_of_the_two_exceptions(traits, expected):
    assert reasons(ready(traits=traits), Stage.VOTED, VOTE) == expected


@pytest.mark.parametrize(
    ("consent", "expected"),
    [(None, NOT_ELDER), (DECISION - DAY, ""), (DECISION, ""), (DECISION + DAY, NOT_ELDER)],
)
def test_hd06_1_2b_an_elder_is_decided_on_after_the_provincial_bureaus_consent(consent, expected):
    elder = {"schooling": "literate", "elder": True}
    person = stood(Stage.APPRAISED, traits=elder, papers={Paper.CONSENT_ELDER: consent})

    assert " | ".join(reasons(person, Stage.DECIDED, DECISION)) == expected


def test_hd06_1_2b_the_consent_at_hand_ends_the_warning_and_is_asked_of_nobody_else():
    elder = {"schooling": "literate", "elder": True}

    assert reasons(ready(traits=elder, papers={Paper.CONSENT_ELDER: VOTE}), Stage.VOTED, VOTE) == []
    for traits in ({"schooling": "primary", "elder": True}, {"schooling": "literate"}):
        assert told(stood(Stage.APPRAISED, traits=traits), Stage.DECIDED, DECISION, "schooling_elder") == ""


# 294 3.3, HD06 3.7c.
@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ({}, ["B political_standard 294 3.3, HD06 3.7c"]),
        ({Paper.POLITICAL_CONCLUSION: VOTE - DAY}, []),
        ({Paper.POLITICAL_CONCLUSION: VOTE}, []),
        ({Paper.POLITICAL_CONCLUSION: VOTE + DAY}, ["B political_standard 294 3.3, HD06 3.7c"]),
        ({Paper.CONSENT_POLITICAL: VOTE}, []),
        ({Paper.CONSENT_POLITICAL: VOTE + DAY}, ["B political_standard 294 3.3, HD06 3.7c"]),
    ],
)
def test_294_3_3_a_question_of_political_standard_is_concluded_before_the_vote(papers, expected):
    person = ready(traits={"political_question": True}, papers=papers)

    assert reasons(person, Stage.VOTED, VOTE) == expected


def test_294_3_3_without_the_conclusion_nobody_decides():
    person = stood(Stage.APPRAISED, traits={"political_question": True})

    assert reasons(person, Stage.DECIDED, DECISION) == ["B political_standard 294 3.3, HD06 3.7c"]


# HD06 6.1, 294 3.5.1b: worth knowing, no bar.
@pytest.mark.parametrize(
    ("trait", "expected"),
    [
        ("religious", "I religion HD06 6.1"),
        ("foreign_marriage", "I foreign_marriage HD06 6.1"),
        ("foreign_origin", "I foreign_origin HD06 6.1"),
        ("family_planning", "I family_planning 294 3.5.1b"),
    ],
)
def test_hd06_6_1_matters_with_rules_of_their_own_inform_and_bar_nobody(trait, expected):
    assert reasons(ready(traits={trait: True}), Stage.VOTED, VOTE) == [expected]


# 294 3.5.1b: 36 months since leaving, 60 since the record was cleared.
BACK = {"readmission": True, "left_party_on": date(2022, 8, 4)}
WAIT = "B readmit_wait 294 3.5.1b"


@pytest.mark.parametrize(
    ("traits", "voted", "expected"),
    [
        (BACK, date(2025, 8, 3), [WAIT]),
        (BACK, date(2025, 8, 4), []),
        (BACK, date(2025, 8, 5), []),
        ({**BACK, "left_party_on": None}, VOTE, [WAIT]),
        ({**BACK, "record_cleared_on": date(2020, 8, 5)}, VOTE, [WAIT]),
        ({**BACK, "record_cleared_on": date(2020, 8, 4)}, VOTE, []),
        ({**BACK, "readmission": False, "left_party_on": date(2025, 1, 1)}, VOTE, []),
    ],
)
def test_294_3_5_1b_a_readmission_waits_for_its_months(traits, voted, expected):
    assert reasons(ready(traits=traits), Stage.VOTED, voted) == expected


@pytest.mark.parametrize(
    ("consent", "expected"),
    [
        (None, ["B readmit_consent 294 3.5.1b"]),
        (DECISION - DAY, []),
        (DECISION, []),
        (DECISION + DAY, ["B readmit_consent 294 3.5.1b"]),
    ],
)
def test_294_3_5_1b_a_readmission_is_consented_to_before_the_decision(consent, expected):
    person = stood(Stage.APPRAISED, traits=BACK, papers={Paper.CONSENT_READMISSION: consent})

    assert reasons(person, Stage.DECIDED, DECISION) == expected


@pytest.mark.parametrize(
    ("trait", "expected"),
    [
        ("readmission_barred", "B readmit_barred 294 3.5.2"),
        ("readmitted_before", "B readmit_once 294 3.5.3"),
    ],
)
def test_294_3_5_2_who_may_not_come_back_is_neither_listed_nor_gets_leave_to_open(trait, expected):
    source = walked((Stage.SOURCE, date(2025, 1, 6)))
    barred = {**BACK, trait: True}

    assert reasons(ready(traits=barred, steps=source.steps), Stage.LISTED, VOTE) == [expected]
    assert told(ready(traits=barred, steps=()), Stage.OPENED, VOTE, expected.split()[1]) == expected
    only_told = {trait: True}  # of a first admission it means nothing
    assert reasons(ready(traits=only_told, steps=source.steps), Stage.LISTED, VOTE) == []


@pytest.mark.parametrize("left", [Stage.STRUCK_OFF, Stage.OUT])
def test_294_3_5_1a_a_probationary_member_who_was_put_out_comes_back_by_readmission_only(left):
    person = then(stood(Stage.HELD), (left, date(2026, 3, 2)))
    back = ready(steps=person.steps, traits={"readmission": True, "left_party_on": date(2026, 3, 2)})

    assert reasons(person, Stage.LISTED, date(2026, 4, 1)) == ["B readmit_full 294 3.5.1a"]
    assert reasons(back, Stage.LISTED, date(2026, 4, 1)) == []


@pytest.mark.parametrize("left", [Stage.OUT, Stage.MOVED_AWAY])
def test_294_3_5_1a_who_was_never_put_out_just_comes_back(left):
    person = then(ready(), (left, date(2025, 9, 1)))
    elsewhere = then(stood(Stage.HELD), (Stage.MOVED_AWAY, date(2026, 3, 2)))

    assert reasons(person, Stage.LISTED, date(2026, 4, 1)) == []
    assert reasons(elsewhere, Stage.LISTED, date(2026, 4, 1)) == []


# HD06 6.2c: worked since 7/4/2024 on a contract, the papers are to start.
@pytest.mark.parametrize(
    ("opened", "opinion", "expected"),
    [
        (date(2025, 4, 6), None, ["B contract_short HD06 6.2c"]),
        (date(2025, 4, 6), date(2025, 4, 5), []),
        (date(2025, 4, 6), date(2025, 4, 6), []),
        (date(2025, 4, 6), date(2025, 4, 7), ["B contract_short HD06 6.2c"]),
        (date(2025, 4, 7), None, ["W contract_long HD06 6.2c"]),
        (date(2025, 4, 8), None, ["W contract_long HD06 6.2c"]),
    ],
)
def test_hd06_6_2c_under_twelve_months_of_work_the_employer_is_heard_first(opened, opinion, expected):
    person = ready(
        steps=ready().steps[:3],
        traits={"contract_since": date(2024, 4, 7)},
        papers={Paper.EMPLOYER_OPINION: opinion},
    )

    assert reasons(person, Stage.OPENED, opened) == expected


def test_the_text_of_a_reason_names_the_numbers_and_days_it_rests_on():
    (young,) = found(ready(birth_date=date(2007, 9, 1)), Stage.VOTED, VOTE)
    (early,) = found(ready(traits={**BACK, "left_party_on": date(2022, 8, 5)}), Stage.VOTED, VOTE)

    assert young.text == "Chưa đủ 18 tuổi; đủ từ tháng 09/2025."
    assert "36 tháng" in early.text and "05/08/2025" in early.text
