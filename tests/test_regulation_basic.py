"""The regulation against the worked dates of its own table, both sides of every edge."""

from datetime import date, timedelta

import pytest

from admissions.regulation import (
    Case,
    Edition,
    Record,
    Stage,
    Step,
    add_months,
    age_on,
    clocks,
    edition_on,
    more_than_half,
    next_stages,
    next_step,
    obstacles,
    two_thirds,
)
from admissions.working_days import WorkingDays

SWAPPED = date(2026, 1, 2)
CALENDAR = WorkingDays(off=[SWAPPED])
LONG_AFTER = date(2030, 1, 1)
FOUNDED = date(2015, 1, 1)


def edition(code, in_force_on, **numbers):
    values = {
        "age_min": 18,
        "age_max": 60,
        "certificate_months": 60,
        "dossier_months": 12,
        "decision_days": 45,
        "decision_extra_days": 15,
        "ceremony_days": 30,
        "ceremony_from": "receipt",
        "probation_months": 12,
        "review_days": 30,
        "recognition_days": 30,
        "recognition_extra_days": 15,
    }
    return Edition(code, code, in_force_on, in_force_on, **{**values, **numbers})


E232 = edition("232", date(2025, 1, 20), decision_days=60)
E294 = edition("294", date(2025, 7, 1))
E208 = edition("208", date(2026, 7, 26), ceremony_from="issue")
EDITIONS = (E232, E294, E208)


def case(*steps, birth=date(1995, 5, 5), **shape):
    return Case(birth, FOUNDED, steps=tuple(Step(stage, on) for stage, on in steps), **shape)


def found(one, to, on, record=None, today=LONG_AFTER):
    now = edition_on(EDITIONS, on)
    return obstacles(one, to, on, now, today=today, calendar=CALENDAR, record=record, editions=EDITIONS)


def told(one, to, on, code, **rest):
    """What is said under one code: "blocks", "warns" or nothing."""
    said = {o.blocks for o in found(one, to, on, **rest) if o.code == code}
    return "blocks" if True in said else "warns" if said else ""


def certified(birth=date(1995, 5, 5), trained=date(2024, 3, 1)):
    return case((Stage.TRAINED, trained), (Stage.CERTIFIED, date(2024, 6, 1)), birth=birth)


# Rows 1, 3, 4: forty-five working days from the cell's resolution (60 before 1/7/2025).
@pytest.mark.parametrize(
    ("voted", "last_day"),
    [
        (date(2025, 8, 4), date(2025, 10, 8)),
        (date(2025, 6, 30), date(2025, 9, 24)),
        (date(2025, 7, 1), date(2025, 9, 4)),
        (date(2026, 1, 12), date(2026, 3, 23)),
    ],
)
def test_a_decision_is_owed_by_the_edition_of_the_vote(voted, last_day):
    waiting = case((Stage.VOTED, voted), (Stage.APPRAISED, voted))

    assert [clock.due for clock in clocks(waiting, EDITIONS, CALENDAR)] == [last_day]
    assert told(waiting, Stage.DECIDED, last_day - timedelta(days=1), "decision_window") == ""
    assert told(waiting, Stage.DECIDED, last_day, "decision_window") == ""
    assert told(waiting, Stage.DECIDED, last_day + timedelta(days=1), "decision_window") == "warns"


def test_sixty_working_days_after_11_october_2024_end_on_6_january_2025():
    assert CALENDAR.add(date(2024, 10, 11), 60) == date(2025, 1, 6)


# Rows 6, 7: thirty working days from the issue of the decision; a swapped Saturday counts, 31/8/2026 does not.
@pytest.mark.parametrize(
    ("decided", "last_day"),
    [(date(2026, 2, 2), date(2026, 3, 23)), (date(2026, 7, 31), date(2026, 9, 15))],
)
def test_the_ceremony_is_owed_within_thirty_working_days(decided, last_day):
    person = case((Stage.DECIDED, decided))

    assert [clock.due for clock in clocks(person, EDITIONS, CALENDAR)] == [last_day]
    assert told(person, Stage.HELD, last_day, "ceremony_window") == ""
    assert told(person, Stage.HELD, last_day + timedelta(days=1), "ceremony_window") == "warns"


# Rows 8, 9: the same arithmetic, for replies to a request to verify.
@pytest.mark.parametrize(("days", "last_day"), [(30, date(2026, 8, 28)), (90, date(2026, 11, 26))])
def test_working_days_skip_holidays_and_count_swapped_saturdays(days, last_day):
    assert CALENDAR.add(date(2026, 7, 20), days) == last_day


def test_tet_takes_five_working_days_of_2026():
    off = [date(2026, 2, 16) + timedelta(days=n) for n in range(5)]

    assert not any(CALENDAR.is_working(day) for day in off)
    assert CALENDAR.is_working(date(2026, 2, 13))
    assert CALENDAR.is_working(date(2026, 2, 23))


def test_the_office_can_take_a_day_off_and_add_one():
    plain, own = WorkingDays(), WorkingDays(off=[date(2026, 5, 6)], worked=[date(2026, 5, 9)])

    assert plain.add(date(2026, 5, 5), 3) == date(2026, 5, 8)
    assert own.add(date(2026, 5, 5), 3) == date(2026, 5, 9)


# Row 10: sixty months of the certificate.
@pytest.mark.parametrize(
    ("issued", "voted", "expected"),
    [
        (date(2021, 3, 15), date(2026, 3, 14), ""),
        (date(2021, 3, 15), date(2026, 3, 15), ""),
        (date(2021, 3, 15), date(2026, 3, 16), "blocks"),
        (date(2020, 2, 29), date(2025, 2, 28), ""),
        (date(2020, 2, 29), date(2025, 3, 1), "blocks"),
    ],
)
def test_a_certificate_lapses_the_day_after_sixty_months(issued, voted, expected):
    assert told(certified(trained=issued), Stage.VOTED, voted, "certificate_valid") == expected


def test_without_a_certificate_the_cell_does_not_vote():
    person = case((Stage.CERTIFIED, date(2024, 6, 1)))

    assert told(person, Stage.VOTED, date(2024, 7, 1), "class_certificate") == "blocks"


def test_the_newest_certificate_counts():
    person = case(
        (Stage.TRAINED, date(2018, 1, 5)),
        (Stage.TRAINED, date(2025, 1, 5)),
        (Stage.CERTIFIED, date(2025, 6, 1)),
    )

    assert told(person, Stage.VOTED, date(2026, 7, 1), "certificate_valid") == ""


def test_a_certificate_clock_runs_until_the_vote_and_not_after_it():
    before = case((Stage.TRAINED, date(2021, 3, 15)), (Stage.OPENED, date(2021, 5, 1)))
    after = case((Stage.TRAINED, date(2021, 3, 15)), (Stage.VOTED, date(2026, 3, 1)))

    assert [(c.code, c.due) for c in clocks(before, EDITIONS, CALENDAR)] == [
        ("certificate_valid", date(2026, 3, 15))
    ]
    assert "certificate_valid" not in {c.code for c in clocks(after, EDITIONS, CALENDAR)}


# Rows 13, 14: age by month on the day of the cell's meeting.
@pytest.mark.parametrize(
    ("birth", "voted", "code", "expected"),
    [
        (date(2007, 9, 20), date(2025, 8, 31), "age_at_vote", "blocks"),
        (date(2007, 9, 20), date(2025, 9, 1), "age_at_vote", "warns"),
        (date(2007, 9, 20), date(2025, 9, 19), "age_at_vote", "warns"),
        (date(2007, 9, 20), date(2025, 9, 20), "age_at_vote", ""),
        (date(1965, 11, 12), date(2025, 11, 12), "age_at_vote", ""),
        (date(1965, 11, 12), date(2025, 11, 13), "age_at_vote", "warns"),
        (date(1965, 11, 12), date(2025, 11, 30), "age_at_vote", "warns"),
        (date(1965, 11, 12), date(2025, 11, 30), "age_over_60", ""),
        (date(1965, 11, 12), date(2025, 12, 1), "age_over_60", "warns"),
    ],
)
def test_age_is_reckoned_by_month_on_the_day_of_the_vote(birth, voted, code, expected):
    assert told(certified(birth=birth), Stage.VOTED, voted, code) == expected


@pytest.mark.parametrize(
    ("day", "years"), [(date(2025, 9, 19), 17), (date(2025, 9, 20), 18), (date(2025, 12, 31), 18)]
)
def test_a_year_of_age_is_full_on_the_birthday(day, years):
    assert age_on(date(2007, 9, 20), day) == years


# Row 15 and 17: thresholds in people.
@pytest.mark.parametrize(
    ("total", "needed"),
    [
        (3, 2),
        (4, 3),
        (5, 4),
        (6, 4),
        (7, 5),
        (8, 6),
        (9, 6),
        (10, 7),
        (11, 8),
        (14, 10),
        (15, 10),
        (17, 12),
        (20, 14),
    ],
)
def test_two_thirds_of_all_who_have_a_vote(total, needed):
    assert not two_thirds(needed - 1, total)
    assert two_thirds(needed, total)


@pytest.mark.parametrize(("members", "needed"), [(7, 4), (8, 5), (9, 5)])
def test_more_than_half_of_the_bureau(members, needed):
    assert not more_than_half(needed - 1, members)
    assert more_than_half(needed, members)


def votes(total, votes_for, against=0, abstained=0):
    return Record("05-NQ/CB", total, votes_for, against, abstained)


@pytest.mark.parametrize(("votes_for", "expected"), [(7, "blocks"), (8, "")])
def test_a_cell_of_eleven_needs_eight(votes_for, expected):
    told_it = told(certified(), Stage.VOTED, date(2025, 8, 4), "cell_vote", record=votes(11, votes_for))

    assert told_it == expected


@pytest.mark.parametrize(("votes_for", "expected"), [(4, "blocks"), (5, "")])
def test_a_bureau_of_eight_needs_five(votes_for, expected):
    waiting = case((Stage.VOTED, date(2025, 8, 4)), (Stage.APPRAISED, date(2025, 8, 20)))
    record = votes(8, votes_for)

    assert told(waiting, Stage.DECIDED, date(2025, 9, 4), "decide_bureau", record=record) == expected


@pytest.mark.parametrize(("abstained", "expected"), [(1, ""), (2, "blocks")])
def test_no_more_votes_than_voters(abstained, expected):
    record = votes(11, 8, 2, abstained)

    assert told(certified(), Stage.VOTED, date(2025, 8, 4), "cell_voters", record=record) == expected


def test_the_cell_must_tell_its_votes_and_the_bureau_may():
    waiting = case((Stage.VOTED, date(2025, 8, 4)), (Stage.APPRAISED, date(2025, 8, 20)))
    silent = Record("12-QĐ/ĐU")

    assert told(certified(), Stage.VOTED, date(2025, 8, 4), "votes_missing", record=silent) == "blocks"
    assert told(waiting, Stage.DECIDED, date(2025, 9, 4), "votes_missing", record=silent) == ""


# Row 18: probation.
@pytest.mark.parametrize(
    ("held", "end"),
    [
        (date(2025, 10, 10), date(2026, 10, 10)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2025, 8, 31), date(2026, 8, 31)),
    ],
)
def test_the_cell_votes_recognition_after_twelve_months_from_the_ceremony(held, end):
    person = case((Stage.HELD, held))

    assert add_months(held, 12) == end
    assert told(person, Stage.REVIEW_VOTED, end - timedelta(days=1), "recognition_not_early") == "blocks"
    assert told(person, Stage.REVIEW_VOTED, end, "recognition_not_early") == "warns"
    assert told(person, Stage.REVIEW_VOTED, end + timedelta(days=1), "recognition_not_early") == ""


# Row 19: thirty working days from the end of probation (Saturday 10/10/2026).
def test_the_cell_owes_a_review_thirty_working_days_after_probation():
    (clock,) = clocks(case((Stage.HELD, date(2025, 10, 10))), EDITIONS, CALENDAR)

    assert (clock.code, clock.since, clock.due) == (
        "recognition_review", date(2026, 10, 10), date(2026, 11, 20)
    )  # fmt: skip


# Row 20: the new holiday of 24 November.
def test_recognition_is_owed_thirty_working_days_after_the_cell():
    person = case((Stage.REVIEW_VOTED, date(2026, 11, 20)))

    assert [clock.due for clock in clocks(person, EDITIONS, CALENDAR)] == [date(2027, 1, 5)]
    assert told(person, Stage.RECOGNISED, date(2027, 1, 5), "recognition_window") == ""
    assert told(person, Stage.RECOGNISED, date(2027, 1, 6), "recognition_window") == "warns"


# The order of the road.
@pytest.mark.parametrize(
    ("here", "following"),
    [
        (Stage.SOURCE, Stage.LISTED),
        (Stage.LISTED, Stage.TRAINED),
        (Stage.TRAINED, Stage.OPENED),
        (Stage.OPENED, Stage.CERTIFIED),
        (Stage.CERTIFIED, Stage.VOTED),
        (Stage.VOTED, Stage.APPRAISED),
        (Stage.APPRAISED, Stage.DECIDED),
        (Stage.DECIDED, Stage.HELD),
        (Stage.HELD, Stage.REVIEW_VOTED),
        (Stage.REVIEW_VOTED, Stage.RECOGNISED),
        (Stage.RECOGNISED, None),
        (Stage.OUT, Stage.LISTED),
    ],
)
def test_each_stage_has_one_ordinary_next_step(here, following):
    assert next_step(case((here, date(2025, 8, 4)))) is following


def test_a_cell_below_a_base_committee_has_its_resolution_in_between():
    voted = (Stage.VOTED, date(2025, 8, 4))

    assert Stage.BASE_VOTED not in next_stages(case(voted))
    assert next_step(case(voted, under_base_committee=True)) is Stage.BASE_VOTED
    assert Stage.APPRAISED not in next_stages(case(voted, under_base_committee=True))


def test_a_step_out_of_order_is_refused_and_says_what_comes_next():
    reasons = found(case((Stage.SOURCE, date(2025, 1, 5))), Stage.DECIDED, date(2025, 8, 4))

    assert reasons[0].code == "order"
    assert "«Nguồn»" in reasons[0].text
    assert "«Cảm tình Đảng»" in reasons[0].text


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2025, 8, 5), ""),
        (date(2025, 8, 4), ""),
        (date(2025, 8, 3), "date_backwards"),
        (date(2025, 8, 11), "date_in_future"),
        (date(2025, 8, 10), ""),
    ],
)
def test_a_step_is_neither_before_the_last_one_nor_after_today(on, code):
    person = case((Stage.OPENED, date(2025, 8, 4)))

    assert [o.code for o in found(person, Stage.CERTIFIED, on, today=date(2025, 8, 10))] == (
        [code] if code else []
    )


def test_a_certificate_older_than_the_listing_only_warns():
    listed = case((Stage.LISTED, date(2025, 8, 4)))

    assert told(listed, Stage.TRAINED, date(2025, 8, 3), "class_nomination") == "warns"
    assert told(listed, Stage.TRAINED, date(2025, 8, 4), "class_nomination") == ""


def test_a_step_belongs_into_the_life_of_its_unit():
    closed = case((Stage.SOURCE, date(2020, 1, 1)), unit_closed_on=date(2026, 3, 1))

    assert told(closed, Stage.LISTED, date(2026, 2, 28), "after_unit") == ""
    assert told(closed, Stage.LISTED, date(2026, 3, 1), "after_unit") == "blocks"
    assert told(case(), Stage.SOURCE, date(2014, 12, 31), "before_unit") == "blocks"
    assert told(case(), Stage.SOURCE, FOUNDED, "before_unit") == ""


def test_who_leaves_the_list_leaves_it_for_a_reason():
    listed = case((Stage.LISTED, date(2025, 8, 4)))

    assert told(listed, Stage.OUT, date(2025, 9, 4), "reason_missing", record=Record()) == "blocks"
    assert (
        told(listed, Stage.OUT, date(2025, 9, 4), "reason_missing", record=Record(reason="Chuyển nơi ở"))
        == ""
    )


def test_every_reason_is_told_at_once_with_its_clause_the_blocking_ones_first():
    young = case((Stage.SOURCE, date(2025, 1, 5)), birth=date(2008, 12, 1))
    reasons = found(young, Stage.VOTED, date(2025, 8, 4), record=Record())

    assert {o.code for o in reasons} >= {
        "order", "age_at_vote", "class_certificate", "certified_before_vote", "document_missing", "votes_missing"
    }  # fmt: skip
    assert all(o.clause for o in reasons)
    assert [o.blocks for o in reasons] == sorted((o.blocks for o in reasons), reverse=True)


def test_editions_take_turns_on_their_days():
    assert edition_on(EDITIONS, date(2025, 6, 30)) is E232
    assert edition_on(EDITIONS, date(2025, 7, 1)) is E294
    assert edition_on(EDITIONS, date(2026, 7, 25)) is E294
    assert edition_on(EDITIONS, date(2026, 7, 26)) is E208
    assert edition_on(EDITIONS, date(2010, 1, 1)) is E232
