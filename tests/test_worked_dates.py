"""Rows 1–17 of the regulation's thirty worked dates, up to the decision and the ceremony: the day before, the day, the day after.

Each runs by a calendar written out by hand and once more by the application's own.
"""

from dataclasses import replace
from datetime import date

import pytest

from admissions.regulation import Introducer, Paper, Route, Stage, Verification
from tests.cases_by_hand import (
    CALENDARS,
    DAY,
    READY,
    awaiting,
    edges,
    found,
    ready,
    running,
    told,
    vote,
    walked,
)


@pytest.fixture(params=CALENDARS)
def calendar(request):
    return CALENDARS[request.param]


# Rows 1, 3, 4: decision_window.
@pytest.mark.parametrize(
    ("voted", "before", "on", "after"),
    [
        (date(2025, 8, 4), date(2025, 10, 7), date(2025, 10, 8), date(2025, 10, 9)),
        (date(2025, 6, 30), date(2025, 9, 23), date(2025, 9, 24), date(2025, 9, 25)),
        (date(2025, 7, 1), date(2025, 9, 3), date(2025, 9, 4), date(2025, 9, 5)),
        (date(2026, 1, 12), date(2026, 3, 20), date(2026, 3, 23), date(2026, 3, 24)),
    ],
    ids=["row 1", "row 3 by 232", "row 3 by 294", "row 4 over Tet"],
)
def test_rows_1_3_4_294_4_3_1_decision_window(calendar, voted, before, on, after):
    late = "W decision_window 294 4.3.1"

    assert running(awaiting(voted), "decision_window", calendar=calendar).due == on
    assert edges(awaiting(voted), Stage.DECIDED, "decision_window", before, on, after, calendar=calendar) == [
        "", "", late
    ]  # fmt: skip


def test_row_2_294_4_3_1_decision_extension(calendar):
    person = awaiting(date(2025, 8, 4), papers={Paper.EXTENSION: date(2025, 10, 6)})
    on = date(2025, 10, 29)

    assert running(person, "decision_extension", calendar=calendar).due == on
    for code, late in (("decision_extension", "W decision_extension 294 4.3.1"), ("decision_window", "")):
        said = edges(
            person, Stage.DECIDED, code, date(2025, 10, 28), on, date(2025, 10, 30), calendar=calendar
        )
        assert said == ["", "", late]


# Rows 5, 6, 7: ceremony_window, from receipt or from issue.
@pytest.mark.parametrize(
    ("issued", "received", "before", "on", "after"),
    [
        (date(2026, 2, 2), date(2026, 2, 4), date(2026, 3, 24), date(2026, 3, 25), date(2026, 3, 26)),
        (date(2026, 2, 2), None, date(2026, 3, 20), date(2026, 3, 23), date(2026, 3, 24)),
        (date(2026, 7, 31), date(2026, 8, 5), date(2026, 9, 14), date(2026, 9, 15), date(2026, 9, 16)),
    ],
    ids=["row 5 receipt", "row 6 issue", "row 7 issue by 208"],
)
def test_rows_5_6_7_294_4_1_ceremony_window(calendar, issued, received, before, on, after):
    papers = {Paper.DECISION_RECEIVED: received} if received else {}
    person, late = walked((Stage.DECIDED, issued), papers=papers), "B ceremony_window 294 4.1"

    assert running(person, "ceremony_window", calendar=calendar).due == on
    assert edges(person, Stage.HELD, "ceremony_window", before, on, after, calendar=calendar) == [
        "",
        "",
        late,
    ]
    with_consent = walked((Stage.DECIDED, issued), papers={**papers, Paper.CONSENT_CEREMONY: on})
    assert told(with_consent, Stage.HELD, after, "ceremony_window", calendar=calendar) == ""


# Rows 8, 9: verify_reply at home and abroad.
@pytest.mark.parametrize(
    ("abroad", "before", "on", "after"),
    [
        (False, date(2026, 8, 27), date(2026, 8, 28), date(2026, 9, 3)),
        (True, date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)),
    ],
    ids=["row 8 home", "row 9 abroad"],
)
def test_rows_8_9_hd06_3_4d_verify_reply(calendar, abroad, before, on, after):
    request = Verification(date(2026, 7, 15), abroad, received_on=date(2026, 7, 20))
    clock = running(ready(verifications=(request,)), "verify_reply", calendar=calendar)

    assert (clock.due, clock.clause) == (on, "HD06 3.4d")
    assert [day > clock.due for day in (before, on, after)] == [False, False, True]


# Row 10: certificate_valid.
@pytest.mark.parametrize(
    ("issued", "on"), [(date(2021, 3, 15), date(2026, 3, 15)), (date(2020, 2, 29), date(2025, 2, 28))]
)
def test_row_10_hd06_5_4b_certificate_valid(calendar, issued, on):
    person = walked((Stage.TRAINED, issued), (Stage.CERTIFIED, date(2021, 5, 3)))

    assert running(person, "certificate_valid", calendar=calendar).due == on
    said = edges(person, Stage.VOTED, "certificate_valid", on - DAY, on, on + DAY, calendar=calendar)
    assert said == ["", "", "B certificate_valid HD06 5.4b"]


# Row 11: dossier_12_months.
@pytest.mark.parametrize(
    ("made", "on"), [(date(2025, 2, 28), date(2026, 2, 28)), (date(2024, 2, 29), date(2025, 2, 28))]
)
def test_row_11_hd06_5_4a_dossier_12_months(calendar, made, on):
    person = ready(traits={"dossier_made_on": made})

    assert running(person, "dossier_12_months", calendar=calendar).due == on
    said = edges(person, Stage.VOTED, "dossier_12_months", on - DAY, on, on + DAY, calendar=calendar)
    assert said == ["", "", "B dossier_12_months HD06 5.4a"]
    (reason,) = [r for r in found(person, Stage.VOTED, on + DAY, calendar=calendar) if "dossier" in r.code]
    assert reason.text.count(";") == 3  # two introductions, verification, opinions


def test_row_12_294_3_2_1_introducer_12_months(calendar):
    together = Introducer("Vàng A Chứ", True, date(2025, 5, 5), date(2025, 6, 2))

    def said(paper_on, replacement=False):
        one = replace(together, paper_on=paper_on, replacement=replacement)
        return told(
            ready(introducers=(one,)),
            Stage.VOTED,
            date(2026, 5, 20),
            "introducer_12_months",
            calendar=calendar,
        )

    days = [date(2026, 5, 4), date(2026, 5, 5), date(2026, 5, 6)]
    assert [said(day) for day in days] == ["B introducer_12_months 294 3.2.1", "", ""]
    assert {said(day, replacement=True) for day in (date(2025, 6, 3), *days)} == {""}


def test_row_13_294_1_1_1_age_at_vote_lower(calendar):
    person, warned = ready(birth_date=date(2007, 9, 20)), "W age_at_vote 294 1.1.1"
    expected = {
        date(2025, 8, 31): "B age_at_vote 294 1.1.1",
        date(2025, 9, 1): warned,
        date(2025, 9, 19): warned,
        date(2025, 9, 20): "",
    }

    said = {day: told(person, Stage.VOTED, day, "age_at_vote", calendar=calendar) for day in expected}
    assert said == expected
    assert running(ready(birth_date=date(2007, 9, 20)), "turns_18", calendar=calendar).due == date(
        2025, 9, 20
    )


def test_row_14_294_1_1_1_age_at_vote_upper(calendar):
    person, warned = ready(birth_date=date(1965, 11, 12)), ("W age_at_vote 294 1.1.1", "")
    expected = {
        date(2025, 11, 12): ("", ""),
        date(2025, 11, 13): warned,
        date(2025, 11, 30): warned,
        date(2025, 12, 1): ("", "W age_over_60 294 1.1.2, HD06 1.1"),
    }

    for day, pair in expected.items():
        said = [
            told(person, Stage.VOTED, day, code, calendar=calendar) for code in ("age_at_vote", "age_over_60")
        ]
        assert tuple(said) == pair
        waits = replace(person, steps=(*person.steps, *awaiting(day).steps))
        consent = told(waits, Stage.DECIDED, day, "age_over_60", calendar=calendar)
        assert consent == ("B age_over_60 294 1.1.2, HD06 1.1" if pair[1] else "")


# Row 15: cell_vote.
@pytest.mark.parametrize(
    ("total", "needed"),
    [(3, 2), (4, 3), (5, 4), (6, 4), (7, 5), (8, 6), (9, 6), (10, 7), (11, 8), (14, 10), (20, 14)],
)
def test_row_15_hd06_3_6b_cell_vote(calendar, total, needed):
    on = date(2025, 8, 4)

    def said(given):
        return told(READY, Stage.VOTED, on, "cell_vote", vote(total, given), calendar=calendar)

    assert [said(needed - 1), said(needed)] == ["B cell_vote HD06 3.6b, 294 9.3.4", ""]


# Row 16: cell_vote_base; of fourteen the ill with leave stay in N.
@pytest.mark.parametrize(
    ("excused", "present"),
    [(3, 10), (2, 11), (3, 10)],
    ids=["excused and absent", "excused comes and votes", "suspended"],
)
def test_row_16_294_9_3_2_cell_vote_base(calendar, excused, present):
    on = date(2025, 8, 4)

    def said(code, given, there):
        record = vote(14, given, 0, votes_excused=excused, votes_present=there)
        return told(READY, Stage.VOTED, on, code, record, calendar=calendar)

    assert [said("cell_vote", 7, present), said("cell_vote", 8, present)] == [
        "B cell_vote HD06 3.6b, 294 9.3.4", ""
    ]  # fmt: skip
    assert said("cell_voters", 8, 14 - excused) == ""
    assert said("cell_voters", 8, 14 - excused + 1) == "B cell_voters 294 6.3.2b"


# Row 17: base_vote and decide_bureau; one of nine detained leaves eight.
@pytest.mark.parametrize(
    ("to", "route", "members", "excused", "needed", "line"),
    [
        (Stage.BASE_VOTED, Route.BASE, 15, 0, 10, "B base_vote HD06 3.6c, 294 9.3.3"),
        (Stage.BASE_VOTED, Route.BASE, 17, 0, 12, "B base_vote HD06 3.6c, 294 9.3.3"),
        (Stage.DECIDED, Route.DIRECT, 7, 0, 4, "B decide_bureau HD06 3.7a, 294 9.3.4"),
        (Stage.DECIDED, Route.DIRECT, 8, 0, 5, "B decide_bureau HD06 3.7a, 294 9.3.4"),
        (Stage.DECIDED, Route.DIRECT, 9, 0, 5, "B decide_bureau HD06 3.7a, 294 9.3.4"),
        (Stage.DECIDED, Route.DIRECT, 9, 1, 5, "B decide_bureau HD06 3.7a, 294 9.3.4"),
    ],
)
def test_row_17_294_9_3_3_base_vote_and_decide_bureau(calendar, to, route, members, excused, needed, line):
    person = awaiting(date(2025, 8, 4), route=route)
    code = line.split()[1]

    def said(given):
        return told(
            person,
            to,
            date(2025, 8, 18),
            code,
            vote(members, given, votes_excused=excused),
            calendar=calendar,
        )

    assert [said(needed - 1), said(needed)] == [line, ""]
