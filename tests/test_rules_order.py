"""What no step may break, whoever the person is: the order of the road, the days, the record, and how reasons are told."""

from datetime import date

import pytest

from admissions.regulation import FORMS, Record, Route, Stage, edition_on
from tests.cases_by_hand import (
    DAY,
    DECISION,
    E208,
    E232,
    E294,
    EDITIONS,
    FOUNDED,
    VOTE,
    changed,
    found,
    ready,
    reasons,
    stood,
    then,
    told,
    vote,
    walked,
)


def test_a_step_out_of_order_is_refused_and_says_what_comes_next():
    (reason,) = [r for r in found(walked((Stage.SOURCE, VOTE)), Stage.DECIDED, DECISION) if r.code == "order"]

    assert reason.text.startswith("Người này đang ở bước «Nguồn»; bước tiếp theo là «Cảm tình Đảng»")
    assert (reason.blocks, reason.firm, reason.clause) == (True, True, "294 4.3.2b")
    nowhere = found(walked(), Stage.HELD, DECISION)[0]
    assert "chưa có bước nào; bước tiếp theo là «Nguồn» hoặc «Cảm tình Đảng»" in nowhere.text
    assert "không còn bước nào" in found(walked((Stage.DIED, VOTE)), Stage.LISTED, DECISION)[0].text


def test_294_20_2_2_the_order_is_that_of_the_units_route():
    person = stood(Stage.VOTED)

    assert reasons(person, Stage.BASE_VOTED, DECISION) == ["B order HD06 3.6c"]
    assert reasons(changed(person, route=Route.BASE), Stage.BASE_VOTED, DECISION) == []
    assert reasons(changed(person, route=Route.BASE), Stage.APPRAISED, DECISION) == ["B order HD06 3.7a"]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 6, 1), ["B date_backwards HD06 3.6"]),
        (date(2025, 6, 2), []),
        (VOTE, []),
        (date(2025, 8, 10), []),
        (date(2025, 8, 11), ["B date_in_future HD06 3.6"]),
    ],
)
def test_a_step_is_neither_before_the_last_one_nor_after_today(on, expected):
    # The papers of `ready` are of April to June; here only the days are looked at.
    person = ready()
    days = {"date_backwards", "date_in_future"}
    said = [
        line for line in reasons(person, Stage.VOTED, on, today=date(2025, 8, 10)) if line.split()[1] in days
    ]

    assert said == expected


def test_a_step_is_not_before_the_latest_step_even_where_that_is_not_the_last():
    person = walked((Stage.LISTED, date(2025, 3, 1)), (Stage.TRAINED, date(2025, 2, 1)))

    assert told(person, Stage.OPENED, date(2025, 2, 28), "date_backwards") == "B date_backwards HD38 I.1.3"
    assert told(person, Stage.OPENED, date(2025, 3, 1), "date_backwards") == ""


@pytest.mark.parametrize("source", [date(2025, 1, 5), date(2025, 8, 4)])
@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        (date(2025, 8, 3), ["W class_nomination HD38 I.1.1b–d"]),
        (date(2025, 8, 4), []),
        (date(2025, 8, 5), []),
    ],
)
def test_hd38_i_1_1b_a_certificate_older_than_the_listing_only_warns(source, issued, expected):
    listed = walked((Stage.SOURCE, source), (Stage.LISTED, date(2025, 8, 4)))

    assert reasons(listed, Stage.TRAINED, issued) == expected


def test_a_certificate_before_anything_but_the_listing_runs_backwards():
    source = walked((Stage.TRAINED, date(2025, 8, 4)))

    assert reasons(source, Stage.TRAINED, date(2025, 8, 3)) == ["B date_backwards HD06 3.1"]


def test_a_step_belongs_into_the_life_of_its_unit():
    closed = walked((Stage.SOURCE, date(2020, 1, 1)), unit_closed_on=date(2026, 3, 1))

    assert reasons(closed, Stage.LISTED, date(2026, 2, 28)) == []
    assert reasons(closed, Stage.LISTED, date(2026, 3, 1)) == ["B after_unit HD38 I.1.1d"]
    assert reasons(closed, Stage.LISTED, date(2026, 3, 2)) == ["B after_unit HD38 I.1.1d"]
    assert reasons(walked(), Stage.SOURCE, FOUNDED - DAY) == ["B before_unit HD38 I.1.1d"]
    assert reasons(walked(), Stage.SOURCE, FOUNDED) == []


# The record: number and reason where the step rests on them.
@pytest.mark.parametrize("stage", [stage for stage, form in FORMS.items() if form.number_required])
def test_a_step_that_rests_on_a_document_has_its_number(stage):
    clause = FORMS[stage].clause

    for typed in ("", "  "):
        assert f"B document_missing {clause}" in reasons(walked(), stage, VOTE, Record(typed))
    assert not [r for r in found(walked(), stage, VOTE, Record("5")) if r.code == "document_missing"]


@pytest.mark.parametrize(
    "stage", [s for s, form in FORMS.items() if not form.number_required and s is not Stage.OUT]
)
def test_other_steps_do_without_a_number(stage):
    assert told(walked(), stage, VOTE, "document_missing", Record()) == ""


@pytest.mark.parametrize(
    ("here", "expected"),
    [
        (Stage.SOURCE, ""),
        (Stage.LISTED, "B document_missing HD38 I.1.1d"),
        (Stage.TRAINED, "B document_missing HD38 I.1.1d"),
    ],
)
def test_hd38_i_1_1d_a_listed_person_leaves_the_list_by_a_resolution_of_the_cell(here, expected):
    assert told(walked((here, VOTE)), Stage.OUT, DECISION, "document_missing", Record()) == expected


@pytest.mark.parametrize("stage", list(Stage))
def test_a_step_that_owes_a_reason_is_refused_without_it(stage):
    owed = stage in {
        Stage.RETURNED, Stage.SUSPENDED, Stage.REDO, Stage.POSTPONED, Stage.REVIEW_REDO, Stage.STRIKE_VOTED,
        Stage.OUT, Stage.REFUSED, Stage.STRUCK_OFF, Stage.ANNULLED,
    }  # fmt: skip
    expected = f"B reason_missing {FORMS[stage].clause}" if owed else ""

    assert told(walked(), stage, VOTE, "reason_missing", Record(reason=" ")) == expected
    assert told(walked(), stage, VOTE, "reason_missing", Record(reason="có")) == ""
    assert told(walked(), stage, VOTE, "reason_missing", None) == ""


def test_every_reason_is_told_at_once_the_blocking_ones_first_the_informing_ones_last():
    young = ready(
        birth_date=date(2007, 8, 31), traits={"religious": True, "schooling": ""}, steps=ready().steps[:2]
    )

    assert reasons(young, Stage.VOTED, VOTE, Record()) == [
        "B order HD06 3.6",
        "B schooling 294 1.2.1",
        "B class_certificate HD06 3.1",
        "B certified_before_vote HD38 I.1.4.2 (26)",
        "B document_missing HD06 3.6",
        "B votes_missing 294 9.3.2",
        "B votes_missing HD06 3.6b",
        "W age_at_vote 294 1.1.1",
        "I religion HD06 6.1",
    ]


def test_only_order_days_record_votes_and_the_lower_age_are_firm():
    person = ready(birth_date=date(2007, 9, 1), steps=ready().steps[:4], papers={}, introducers=())
    firm = {reason.code: reason.firm for reason in found(person, Stage.VOTED, date(2025, 1, 2), vote(11, 7))}

    assert {code for code, is_firm in firm.items() if is_firm} == {
        "order",
        "date_backwards",
        "cell_vote",
        "age_at_vote",  # such an admission would have to be annulled (294 4.4.1)
    }
    assert {"class_certificate", "introducers"} <= set(firm)


def test_a_way_off_the_road_asks_nothing_of_the_papers():
    bare = walked((Stage.SOURCE, date(2025, 1, 6)), (Stage.LISTED, date(2025, 2, 3)))

    assert reasons(bare, Stage.OUT, VOTE, Record("5", reason="chuyển nơi ở")) == []
    assert reasons(bare, Stage.MOVED_AWAY, VOTE, Record()) == []
    assert reasons(bare, Stage.DIED, VOTE, Record()) == []
    assert reasons(then(bare, (Stage.OUT, VOTE)), Stage.LISTED, DECISION, Record("6")) == []


def test_whoever_left_and_came_back_begins_anew():
    person = then(stood(Stage.VOTED), (Stage.OUT, date(2025, 9, 1)), (Stage.LISTED, date(2025, 10, 1)))

    assert [step.stage for step in person.present_round] == [Stage.LISTED]
    assert (person.day_of(Stage.CERTIFIED), person.cell_voted_on) == (None, None)
    assert person.certificate_on == date(2025, 3, 10)  # the certificate stays his


def test_editions_take_turns_on_their_days():
    assert edition_on(EDITIONS, date(2025, 6, 30)) is E232
    assert edition_on(EDITIONS, date(2025, 7, 1)) is E294
    assert edition_on(EDITIONS, date(2026, 7, 25)) is E294
    assert edition_on(EDITIONS, date(2026, 7, 26)) is E208
    assert edition_on(EDITIONS, date(2010, 1, 1)) is E232
    assert edition_on(tuple(reversed(EDITIONS)), date(2010, 1, 1)) is E232
