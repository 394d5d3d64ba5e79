"""The rules about the papers before the vote (1.2, 1.4, 1.6 of the regulation's table): certificate, dossier, twelve months."""

from dataclasses import replace
from datetime import date

import pytest

from admissions.regulation import Paper, Stage
from tests.cases_by_hand import DAY, HELPERS, VOTE, changed, found, ready, reasons, running, then, told

NONE = "B class_certificate HD06 3.1"
LAPSED = "B certificate_valid HD06 5.4b"
WITHOUT_CLASS = tuple(step for step in ready().steps if step.stage is not Stage.TRAINED)
OPENED = date(2025, 4, 7)
CERTIFIED = date(2025, 6, 2)


def opening(**changes):
    """Everything in order before the leave to open the dossier."""
    return ready(steps=ready().steps[:3], **changes)


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
    (none,) = found(ready(papers={paper: None}), Stage.VOTED, VOTE)
    (later,) = found(ready(papers={paper: VOTE + DAY}), Stage.VOTED, VOTE)
    name = paper.label
    assert none.text == f"Chưa có {name[0].lower()}{name[1:]}."
    assert later.text == f"{name} ghi ngày 05/08/2025, sau ngày 04/08/2025."


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
        (
            {"papers": {**REDONE, Paper.YOUTH_RESOLUTION: LAST}, "introducers": INTRODUCED_AGAIN, "traits": {"youth_member": True}},
            "đoàn viên ưu tú",
        ),
    ],
)  # fmt: skip
def test_hd06_5_4a_each_of_the_four_is_missed_by_name(changes, lacking):
    said = [
        r for r in found(ready(**changes), Stage.VOTED, date(2026, 5, 4)) if r.code == "dossier_12_months"
    ]

    assert [reason.clause for reason in said] == (["HD06 5.4a"] if lacking else [])
    assert lacking in "".join(reason.text for reason in said)


def test_hd06_5_4a_papers_redone_on_the_very_day_of_the_meeting_count_and_a_helper_without_paper_does_not():
    on = date(2026, 5, 4)
    silent = replace(HELPERS[0], name="Sùng A Của", paper_on=None)
    person = ready(
        papers={Paper.VERIFICATION_AGAIN: on, Paper.OPINIONS: on},
        introducers=(*(replace(each, paper_on=on) for each in HELPERS), silent),
    )

    assert reasons(person, Stage.VOTED, on) == []


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
    assert ready(papers={**old, Paper.APPLICATION: OPENED}).dossier_made_on == OPENED
    assert ready(papers=old).dossier_made_on == date(2023, 5, 8)  # an old dossier taken up again
    assert ready(papers=dict.fromkeys(old)).dossier_made_on is None
    assert reasons(ready(papers=old), Stage.VOTED, VOTE) == OLD
