"""Ten people with the first day on which each can be decided, counted by hand over holidays; and the rules behind it.

`LAW`: the texts alone, every act as soon as they let it. `FREE`: the usual assumptions, the cell meeting on any day.
Counts as in section 3 of the regulation's table: `…n` is the running count of working days.
"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from admissions.regulation import (
    FORMS,
    LAW,
    Assumptions,
    Introducer,
    Paper,
    Route,
    Stage,
    Step,
    Traits,
    Verification,
    earliest_decision,
    latest_days,
    legs_of,
)
from admissions.regulation.prepared import prepared
from admissions.working_days import WorkingDays
from tests.cases_by_hand import (
    BY_HAND,
    DAY,
    EDITIONS,
    HELPERS,
    READY,
    HandCalendar,
    changed,
    found,
    ready,
    then,
)


class HandCalendar2027(HandCalendar):
    """With Tết of 2027, as the state's calendar is expected to have it."""

    OFF = HandCalendar.OFF | {date(2027, 2, day) for day in (4, 5, 8, 9, 10)}


FREE = Assumptions(cell_day=0)
USUAL = Assumptions()
CALENDARS = {"by hand": HandCalendar2027(), "own": WorkingDays()}
V, A, D = Stage.VOTED, Stage.APPRAISED, Stage.DECIDED
FRESH = {"dossier_made_on": date(2026, 5, 4)}


@pytest.fixture(params=CALENDARS)
def calendar(request):
    return CALENDARS[request.param]


def outlook(case, on, pace=LAW, *, calendar=BY_HAND, **more):
    return earliest_decision(case, on, EDITIONS, calendar, pace, **more)


def days(told):
    """Stage → first day of each step."""
    return {each.stage: each.day for each in told.steps}


def at(stage, **changes):
    """The person of `ready` at a stage before the vote, with his papers."""
    steps = READY.steps[: [step.stage for step in READY.steps].index(stage) + 1]
    return ready(steps=steps, **changes)


def test_1_over_tet_2026(calendar):
    """Everything ready on Monday 9/2/2026, the cell meets the same day."""
    on = date(2026, 2, 9)
    # Appraisal: 10–13/2 …4, 16–20/2 Tết, 23–27/2 …9, 2/3 …10. Board: 3–6/3 …4, 9–13/3 …9, 16/3 …10.
    assert days(outlook(ready(), on, FREE, calendar=calendar)) == {
        V: on, A: date(2026, 3, 2), D: date(2026, 3, 16)
    }  # fmt: skip
    assert days(outlook(ready(), on, calendar=calendar)) == {V: on, A: on, D: on}


def test_2_on_the_saturday_before_tet_only_the_cell_may_act(calendar):
    on = date(2026, 2, 14)
    # A cell may meet on a Saturday; the board's office opens after Tết, on Monday 23/2.
    first = date(2026, 2, 23)
    assert days(outlook(ready(), on, calendar=calendar)) == {V: on, A: first, D: first}


def test_3_hung_kings_day_30_4_and_1_5_below_a_section_and_a_base(calendar):
    one = ready(route=Route.SECTION, traits={"dossier_made_on": date(2026, 1, 5)})
    # Section, 5: 21–24/4 …4, 27/4 off, 28/4 …5. Base, 10: 29/4 …1, 30/4 and 1/5 off, 4–8/5 …6, 11–14/5 …10.
    # Appraisal, 10: 15/5 …1, 18–22 …6, 25–28 …10. Board, 10: 29/5 …1, 1–5/6 …6, 8–11/6 …10.
    assert days(outlook(one, date(2026, 4, 20), FREE, calendar=calendar)) == {
        V: date(2026, 4, 20),
        Stage.SECTION_APPRAISED: date(2026, 4, 28),
        Stage.BASE_VOTED: date(2026, 5, 14),
        A: date(2026, 5, 28),
        D: date(2026, 6, 11),
    }


def test_4_a_verification_over_the_swapped_saturday_and_2_9(calendar):
    asked = Verification(date(2026, 7, 15), received_on=date(2026, 7, 20))
    papers = {Paper.VERIFICATION: None, Paper.OPINIONS: None}
    one = at(Stage.OPENED, verifications=(asked,), papers=papers, traits=FRESH)
    on = date(2026, 8, 1)  # a Saturday
    # Reply, 30 from 20/7: Friday 28/8 (row 8). Certificate, 5: 31/8–2/9 off, 3–4/9 …2, 7–9/9 …5.
    # Opinions, 10: 10–11/9 …2, 14–18 …7, 21–23 …10. Appraisal: 24–25 …2, 28/9–2/10 …7, 5–7/10 …10.
    # Board: 8–9 …2, 12–16 …7, 19–21/10 …10.
    told = outlook(one, on, FREE, calendar=calendar)
    assert days(told) == {
        Stage.CERTIFIED: date(2026, 9, 9), V: date(2026, 9, 23), A: date(2026, 10, 7), D: date(2026, 10, 21)
    }  # fmt: skip
    assert told.milestones[0].code == "verify_reply"
    # The texts set no least number of days: the answer may come on Monday.
    assert outlook(one, on, calendar=calendar).day == date(2026, 8, 3)


def test_5_over_the_new_holiday_of_24_11(calendar):
    one = then(ready(traits=FRESH), (V, date(2026, 11, 9)))
    # Appraisal from Thursday 12/11: 13/11 …1, 16–20 …6, 23 …7, 24/11 off, 25–27 …10.
    # Board: 30/11 …1, 1–4/12 …5, 7–11/12 …10.
    told = outlook(one, date(2026, 11, 12), FREE, calendar=calendar)
    assert days(told) == {A: date(2026, 11, 27), D: date(2026, 12, 11)}


def test_6_eighteen_only_in_december(calendar):
    one, on = ready(birth_date=date(2008, 12, 20), traits=FRESH), date(2026, 11, 2)
    # By month: from Tuesday 1/12.
    assert outlook(one, on, calendar=calendar).day == date(2026, 12, 1)
    assert outlook(one, on, calendar=calendar).decisive.code == "age_at_vote"
    # The cell meets on the 5th, a Saturday. Appraisal: 7–11 …5, 14–18/12 …10. Board: 21–25 …5, 28–31 …9,
    # 1/1 off, Monday 4/1/2027 …10: too late for the year.
    assert days(outlook(one, on, USUAL, calendar=calendar)) == {
        V: date(2026, 12, 5), A: date(2026, 12, 18), D: date(2027, 1, 4)
    }  # fmt: skip


def test_7_an_introducer_who_has_not_been_there_for_twelve_months(calendar):
    new = Introducer("Giàng A Sử", True, date(2025, 12, 15), date(2026, 5, 4))
    one, on = ready(introducers=(HELPERS[0], new), traits=FRESH), date(2026, 11, 2)
    # 15/12/2025 + 12 months: Tuesday 15/12/2026.
    told = outlook(one, on, calendar=calendar)
    assert (told.day, told.decisive.clause) == (date(2026, 12, 15), "294 3.2.1")
    # With the Đoàn one member is enough, and a replacement need not have known him.
    youth = changed(one, traits={"youth_member": True})
    replaced = replace(one, introducers=(HELPERS[0], replace(new, replacement=True)))
    assert [outlook(each, on, calendar=calendar).day for each in (youth, replaced)] == [on, on]


def test_8_the_class_that_ends_on_20_11(calendar):
    steps = tuple(step for step in READY.steps if step.stage is not Stage.TRAINED)
    one, on, ends = ready(steps=steps, traits=FRESH), date(2026, 11, 2), date(2026, 11, 20)
    assert outlook(one, on, calendar=calendar, class_ends_on=ends).day == ends
    # Certificate, 5: 23/11 …1, 24/11 off, 25–27 …4, 30/11 …5. The cell on 5/12, then as in 6.
    told = outlook(one, on, USUAL, calendar=calendar, class_ends_on=ends)
    assert days(told) == {
        Stage.VOTED: date(2026, 12, 5), A: date(2026, 12, 18), D: date(2027, 1, 4)
    }  # fmt: skip
    (given,) = [each for each in told.milestones if each.stage is Stage.TRAINED]
    assert (given.day, given.code, given.clause) == (date(2026, 11, 30), "class_certificate", "HD06 3.1")


def test_9_a_readmission_over_2_9_that_waits_for_consent(calendar):
    traits = {**FRESH, "readmission": True, "left_party_on": date(2023, 8, 20)}
    one, on = ready(traits=traits), date(2026, 8, 3)
    told = outlook(one, on, FREE, calendar=calendar)
    # 36 months: Thursday 20/8/2026. Appraisal: 21/8 …1, Saturday 22/8 …2, 24–28 …7, 31/8–2/9 off, 3–4/9 …9, 7/9 …10.
    # Board: 8–11 …4, 14–18 …9, 21/9 …10.
    assert days(told) == {V: date(2026, 8, 20), A: date(2026, 9, 7), D: date(2026, 9, 21)}
    assert [reason.code for reason in told.conditions] == ["readmit_consent"]
    with_consent = changed(one, papers={Paper.CONSENT_READMISSION: date(2026, 7, 1)})
    assert outlook(with_consent, on, FREE, calendar=calendar).conditions == ()


@pytest.mark.parametrize("calendar", CALENDARS.values(), ids=CALENDARS)
def test_10_over_tet_2027_with_a_certificate_that_has_lapsed(calendar):
    steps = [Step(Stage.TRAINED, date(2022, 1, 15)) if s.stage is Stage.TRAINED else s for s in READY.steps]
    steps.sort(key=lambda step: step.on)
    one = ready(steps=tuple(steps), traits={"dossier_made_on": date(2026, 6, 1)})
    ends, on = date(2027, 1, 29), date(2027, 1, 18)  # valid until 15/1/2027
    told = outlook(one, on, FREE, calendar=calendar, class_ends_on=ends)
    # Certificate, 5: 1–3/2 …3, 4–10/2 Tết, 11–12/2 …5. Appraisal: 15–19 …5, 22–26/2 …10. Board: 1–5/3, 8–12/3 …10.
    assert days(told) == {V: date(2027, 2, 12), A: date(2027, 2, 26), D: date(2027, 3, 12)}
    assert told.decisive.code == "certificate_valid"
    # On its last day the old certificate is still good.
    assert outlook(one, date(2027, 1, 15), calendar=calendar, class_ends_on=ends).day == date(2027, 1, 15)


def test_a_dossier_past_its_term_takes_the_time_to_redo_four_papers():
    one = ready(traits={"dossier_made_on": date(2025, 11, 10)})
    # Last day 10/11/2026. Renewal, 15 from Thursday 12/11: 13/11 …1, 16–20 …6, 23 …7, 25–27 …10, 30/11 …11, 1–4/12 …15.
    told = outlook(one, date(2026, 11, 12), FREE)
    assert (days(told)[V], told.decisive.code) == (date(2026, 12, 4), "dossier_12_months")
    assert days(outlook(one, date(2026, 11, 10), FREE))[V] == date(2026, 11, 10)
    assert outlook(one, date(2026, 11, 12)).day == date(
        2026, 11, 12
    )  # by the texts they may be redone in a day


def test_a_dossier_that_lapses_while_the_class_is_waited_for_is_redone_after_its_term():
    steps = tuple(step for step in READY.steps if step.stage is not Stage.TRAINED)
    one = ready(steps=steps, traits={"dossier_made_on": date(2025, 11, 10)})
    told = outlook(one, date(2026, 11, 2), FREE, class_ends_on=date(2026, 11, 20))
    # Certificate 30/11 as in 8, past 10/11. Renewal, 15 from 10/11: 11–13 …3, 16–20 …8, 23 …9, 25–27 …12, 30/11–2/12 …15.
    assert (days(told)[V], told.decisive.code) == (date(2026, 12, 2), "dossier_12_months")


def test_what_is_overdue_is_reckoned_from_today():
    """The class is over and an answer should long be there: certificate and comment take their 5 from Monday 2/11."""
    # 3–6 …4, 9/11 …5.
    steps = tuple(step for step in READY.steps if step.stage is not Stage.TRAINED)
    over = outlook(ready(steps=steps, traits=FRESH), date(2026, 11, 2), FREE, class_ends_on=date(2026, 10, 1))
    assert days(over)[V] == date(2026, 11, 9)
    asked = Verification(date(2026, 7, 31), received_on=date(2026, 8, 3))
    one = at(Stage.OPENED, verifications=(asked,), papers={Paper.VERIFICATION: None}, traits=FRESH)
    assert days(outlook(one, date(2026, 11, 2), FREE))[Stage.CERTIFIED] == date(2026, 11, 9)


def test_abroad_an_answer_takes_longer():
    asked = Verification(date(2026, 7, 15), abroad=True, received_on=date(2026, 7, 20))
    one = at(Stage.OPENED, verifications=(asked,), papers={Paper.VERIFICATION: None}, traits=FRESH)
    # Reply, 90: Thursday 26/11 (row 9). Certificate, 5: 27/11 …1, 30/11 …2, 1–3/12 …5.
    assert days(outlook(one, date(2026, 8, 3), FREE))[Stage.CERTIFIED] == date(2026, 12, 3)


def test_class_and_papers_go_side_by_side():
    one = at(Stage.LISTED, papers=dict.fromkeys(READY.papers), verifications=(), introducers=())
    told = outlook(one, date(2026, 3, 2), FREE, class_ends_on=date(2026, 3, 20))
    # Leave, 10: 3–6 …4, 9–13 …9, 16/3. Request, 10: 17–20 …4, 23–27 …9, 30/3.
    # Certificate on the background, 30 + 5: 31/3 …1, April 1–24 …19, 28–29 …21, May 4–21 …35.
    firsts = [(each.act or FORMS[each.stage].act, each.day) for each in told.milestones[:4]]
    assert firsts == [
        ("Cho phép làm hồ sơ", date(2026, 3, 16)),
        ("Cấp giấy chứng nhận lớp nhận thức", date(2026, 3, 27)),
        ("Gửi công văn thẩm tra lý lịch", date(2026, 3, 30)),
        ("Chứng nhận lý lịch, đủ hồ sơ", date(2026, 5, 21)),
    ]
    assert [reason.code for reason in told.conditions] == []


@pytest.mark.parametrize(
    ("traits", "codes"),
    [
        ({"political_question": True}, ["political_standard"]),
        ({"schooling": ""}, ["schooling"]),
        ({"schooling": "literate", "elder": True}, ["schooling_elder"]),
        ({"readmission": True}, ["readmit_wait", "readmit_consent"]),
    ],
)
def test_what_others_must_give_is_told_as_a_condition(traits, codes):
    told = outlook(ready(traits={**FRESH, **traits}), date(2026, 11, 2))
    assert (told.day, list(dict.fromkeys(reason.code for reason in told.conditions))) == (
        date(2026, 11, 2),
        codes,
    )


def test_who_turns_60_this_month_needs_a_consent_only_if_the_cell_votes_later():
    one = ready(birth_date=date(1966, 11, 12), traits=FRESH)
    # Reckoned by month: past 60 from 1/12/2026; the cell meets on 5/11 or, from 6/11 on, on 5/12.
    told = [outlook(one, date(2026, 11, day), USUAL).conditions for day in (5, 6)]
    assert [[reason.code for reason in each] for each in told] == [[], ["age_over_60"]]


def test_who_may_never_be_taken_in_again_has_no_day():
    traits = {"readmission": True, "left_party_on": date(2015, 1, 1), "readmission_barred": True}
    told = outlook(at(Stage.LISTED, traits=traits), date(2026, 11, 2))
    assert told.day is None
    assert "readmit_barred" in [reason.code for reason in told.conditions]


@pytest.mark.parametrize(
    ("beside", "conditions", "steps"),
    [
        (Stage.REFERRED, ["referred"], [A, D]),
        (Stage.RETURNED, ["returned"], [A, D]),
        (Stage.SUSPENDED, ["suspended"], [A, D]),
        (Stage.REDO, ["redo"], [D]),
    ],
)
def test_who_stands_beside_the_road_waits_for_somebody_elses_word(beside, conditions, steps):
    one = then(ready(traits=FRESH), (V, date(2026, 10, 5)), (beside, date(2026, 10, 12)))
    told = outlook(one, date(2026, 11, 2))
    assert [reason.code for reason in told.conditions] == conditions
    assert list(days(told)) == steps


def test_a_delegated_committee_decides_right_after_the_cell():
    one = ready(route=Route.DELEGATED, traits=FRESH)
    # Board, 10 from Monday 2/11: 3–6 …4, 9–13 …9, 16/11 …10.
    assert days(outlook(one, date(2026, 11, 2), FREE)) == {V: date(2026, 11, 2), D: date(2026, 11, 16)}


def test_where_the_ceremony_counts_the_road_goes_on_to_it():
    one = then(ready(traits=FRESH), (V, date(2026, 10, 5)), (A, date(2026, 10, 12)), (D, date(2026, 10, 30)))
    # Ceremony, 10 from Monday 2/11: Monday 16/11.
    assert outlook(one, date(2026, 11, 2), FREE, goal=Stage.HELD).day == date(2026, 11, 16)
    assert outlook(one, date(2026, 11, 2), FREE).day == date(2026, 10, 30)


def test_the_last_days_are_counted_back_from_the_end_of_the_year():
    legs, limit = legs_of(ready(), Stage.CERTIFIED, D, FREE), date(2026, 12, 31)
    # Board, 10 back from 31/12: 31–28 …4, 25–21 …9, 18/12 …10, so from 17/12. Appraisal: 17–14 …4, 11–7 …9,
    # 4/12 …10, so from 3/12; where the cell meets on the 5th, on 5/11.
    assert latest_days(legs, limit, BY_HAND, FREE) == (date(2026, 12, 3), date(2026, 12, 17), limit)
    assert latest_days(legs, limit, BY_HAND, USUAL)[0] == date(2026, 11, 5)
    walked = [outlook(ready(traits=FRESH), date(2026, 12, day), FREE).day for day in (3, 4)]
    assert walked == [limit, date(2027, 1, 4)]


# The same rules as the engine: for anybody, on the days told nothing stands in the way but what is told as a
# condition; on the day before a day that a text fixes, that very reason does.
DATES = st.dates(date(2025, 1, 1), date(2026, 12, 31))
PEOPLE = st.builds(
    lambda birth, stage, route, since, traits, made, papers: at(
        stage,
        birth_date=birth,
        route=route,
        introducers=(HELPERS[0], Introducer("Sử", True, since, date(2025, 4, 1))),
        traits={**traits, "dossier_made_on": made},
        papers=dict.fromkeys(papers),
    ),
    birth=st.dates(date(1964, 1, 1), date(2009, 12, 31)),
    stage=st.sampled_from([step.stage for step in READY.steps]),
    route=st.sampled_from(Route),
    since=DATES | st.none(),
    traits=st.fixed_dictionaries(
        {
            "youth_member": st.booleans(),
            "readmission": st.booleans(),
            "left_party_on": st.dates(date(2022, 1, 1), date(2024, 12, 31)),
            "record_cleared_on": st.dates(date(2021, 1, 1), date(2023, 12, 31)) | st.none(),
            "political_question": st.booleans(),
            "schooling": st.sampled_from(["", "primary", "lower_secondary"]),
        }
    ),
    made=st.dates(date(2025, 1, 1), date(2025, 12, 31)) | st.none(),
    papers=st.sets(st.sampled_from(sorted(READY.papers))),
)


@settings(max_examples=150, deadline=None)
@given(
    one=PEOPLE, on=st.dates(date(2025, 7, 1), date(2026, 12, 31)), ends=DATES | st.none(), usual=st.booleans()
)
def test_the_engine_says_the_same(one, on, ends, usual):
    told = outlook(one, on, USUAL if usual else LAW, class_ends_on=ends)
    conditions = {reason.code for reason in told.conditions}
    given_on = next((each.day for each in told.milestones if each.stage is Stage.TRAINED), None)
    case = one
    for step in told.steps:
        if step.stage is Stage.TRAINED:
            continue
        ready_then = prepared(case, step.stage, step.day, EDITIONS, given_on)
        assert {r.code for r in found(ready_then, step.stage, step.day) if r.blocks} <= conditions
        if step.code and not usual:
            before = prepared(case, step.stage, step.day - DAY, EDITIONS, given_on)
            assert step.code in {r.code for r in found(before, step.stage, step.day - DAY) if r.blocks}
        case = then(ready_then, (step.stage, step.day))


@settings(max_examples=100, deadline=None)
@given(one=PEOPLE, on=st.dates(date(2026, 7, 1), date(2026, 12, 30)))
def test_who_is_in_time_is_in_time_at_every_step(one, on):
    told, limit = outlook(one, on, USUAL), date(2026, 12, 31)
    if told.day is None or told.day > limit:
        return
    legs = legs_of(one, one.stage, D, USUAL)
    last = latest_days(legs, limit, BY_HAND, USUAL)
    acts = {(leg.stage, leg.act): day for leg, day in zip(legs, last, strict=True)}
    assert all(
        each.day <= acts[each.stage, each.act] for each in told.milestones if (each.stage, each.act) in acts
    )


def test_nobody_is_named_by_traits_alone():
    """Of a cleared record neither the fact nor its day is told."""
    traits = Traits(readmission=True, left_party_on=date(2015, 1, 1), record_cleared_on=date(2022, 2, 1))
    told = outlook(ready(traits=vars(traits) | {"schooling": "upper_secondary"}), date(2026, 11, 2))
    assert "án" not in " ".join(each.because for each in told.milestones)
    assert days(told)[V] == date(2027, 2, 1)  # 60 months
