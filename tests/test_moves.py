"""Moving on the road (HD06 3.9, 3.10): the seven cases and what follows of each."""

from datetime import date

import pytest
import time_machine

from admissions import pipeline
from admissions.models import Transfer
from admissions.pipeline import Refused
from admissions.reading import case_of, read_one
from admissions.regulation import Paper, Route, Stage
from admissions.regulation.stages import following
from admissions.views.moves import moves_of
from tests.moves import (
    APPRAISED,
    BASE_VOTED,
    DECIDED,
    HELD,
    HELPED,
    LISTED,
    MOVED_ON,
    VOTED,
    clocks,
    decided_on,
    has,
    introducer,
    move,
    refused,
    take,
)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00:00+07:00", tick=True) as traveller:
        yield traveller


# The seven cases


@pytest.mark.parametrize(
    ("steps", "here", "to", "way"),
    [
        (LISTED, "hoa", "sen", "move_helped"),
        (HELPED, "hoa", "far", "move_helped"),
        (VOTED, "hoa", "sen", "move_voted"),
        (BASE_VOTED, "workshop", "far", "move_voted"),
        (APPRAISED, "hoa", "far", "move_sent"),
        (DECIDED, "hoa", "sen", "move_decided_inside"),
        (DECIDED, "hoa", "workshop", "move_decided_inside"),
        (DECIDED, "hoa", "far", "move_decided_30"),
        (decided_on(date(2026, 10, 22)), "hoa", "far", "move_decided_30"),
        (decided_on(date(2026, 10, 23)), "hoa", "sen", "move_decided_inside"),
        (HELD, "hoa", "far", "probationary_moves"),
    ],
)
def test_a_move_falls_under_its_case(world, person, steps, here, to, way):
    one = person(unit=getattr(world, here), steps=steps)
    row = move(one, getattr(world, to))
    one.refresh_from_db()

    assert (row.way, row.from_unit, row.to_unit) == (way, getattr(world, here), getattr(world, to))
    assert one.unit == getattr(world, to)
    assert one.stage == list(steps)[-1]
    assert pipeline.strayed() == []


def test_a_decision_taken_too_late_is_annulled_with_the_move(world, person):
    one = person(steps=decided_on(date(2026, 10, 23)))
    annulled = {"annulled_on": date(2026, 11, 2), "annulled_number": "21-QĐ/ĐU"}
    row = move(one, world.far, **annulled)
    one.refresh_from_db()
    fallen = one.events.get(stage=Stage.DECIDED)
    annulment = one.events.get(stage=Stage.REDO)

    assert (row.way, one.unit, one.stage) == ("move_decided_late", world.far, Stage.REDO)
    assert (annulment.annuls, annulment.unit, annulment.happened_on) == (fallen, world.hoa, date(2026, 11, 2))
    assert annulment.document_number == "21-QĐ/ĐU"
    assert "order" in refused(one, Stage.HELD, date(2026, 11, 5))
    number = {"document_number": "30-QĐ/ĐU"}
    assert take(one, Stage.DECIDED, date(2026, 11, 9), **number).event.unit == world.far


def test_the_annulment_of_a_late_decision_needs_its_day_and_number(world, person):
    one = person(steps=decided_on(date(2026, 10, 23)))
    with pytest.raises(Refused) as refusal:
        move(one, world.far, annulled_on=date(2026, 10, 22))

    assert [(each.code, each.field) for each in refusal.value.obstacles] == [
        ("date_backwards", "annulled_on"),
        ("annulment_missing", "annulled_number"),
    ]
    one.refresh_from_db()
    assert (one.unit, one.stage, Transfer.objects.count()) == (world.hoa, Stage.DECIDED, 0)


def test_between_bases_that_decide_for_themselves_the_authority_changes(world, person):
    world.base.powers, world.base.powers_since = "delegated", date(2026, 1, 1)
    world.base.save()
    one = person(steps=DECIDED)

    assert move(one, world.workshop).way == "move_decided_30"


def test_a_move_out_ends_the_road_here(world, person):
    one = person(steps=APPRAISED)
    row = move(one, elsewhere="Đảng bộ phường Hoa Ban")
    one.refresh_from_db()

    assert (row.way, row.destination) == ("move_sent", "Đảng bộ phường Hoa Ban")
    assert (one.stage, one.stage_since, one.unit) == (Stage.MOVED_AWAY, MOVED_ON, world.hoa)
    # Row 23: transferred 10/9/2026, the file is forwarded by 1/10/2026.
    assert clocks(one)["move_forward"] == (MOVED_ON, date(2026, 10, 1))
    has(one, Paper.MOVE_FORWARDED, date(2026, 9, 20))
    assert "move_forward" not in clocks(one)


# What follows


def test_the_decision_clock_keeps_its_start(world, person):
    one = person(steps=VOTED)
    before = clocks(one)["decision_window"]
    move(one, world.sen)

    # 45 working days after Mon 17/8/2026: 18–28/8 …10 with Sat 22/8, 3–30/9 …30, 1–21/10 …45.
    assert before == (date(2026, 8, 17), date(2026, 10, 21))
    assert clocks(one)["decision_window"] == before


def test_a_file_that_was_sent_up_is_decided_within_thirty_days_of_receipt(world, person):
    one = person(steps=APPRAISED)
    move(one, world.far)
    assert clocks(one)["move_forward"] == (MOVED_ON, date(2026, 10, 1))
    has(one, Paper.MOVE_RECEIVED, date(2026, 10, 5))

    # Row 24: received 5/10/2026, decided by 16/11/2026.
    assert clocks(one)["move_decide"] == (date(2026, 10, 5), date(2026, 11, 16))
    assert "move_forward" not in clocks(one)


def test_probation_runs_on_after_a_move(world, person):
    one = person(steps=HELD)
    before = clocks(one)
    move(one, world.far)

    assert before["probation"] == (date(2026, 9, 9), date(2027, 9, 9))
    assert clocks(one) == before


def test_introducers_end_on_the_day_of_the_move_and_others_are_assigned(world, person):
    one = person(steps=HELPED)
    old = introducer(one, together_since=date(2025, 1, 1), paper_on=date(2026, 8, 1))
    move(one, world.sen)
    old.refresh_from_db()

    assert (old.ended_on, old.ended_reason) == (MOVED_ON, "Chuyển đơn vị")
    assert clocks(one)["introducer_replaced"][0] == MOVED_ON
    assert "introducer_replaced" in refused(one, Stage.VOTED, date(2026, 9, 14))
    for name in ("Sùng A Tủa", "Lò Thị Mai"):
        introducer(
            one, name, together_since=MOVED_ON, paper_on=date(2026, 9, 12), replacement=True
        )  # known for two days
    missing = refused(one, Stage.VOTED, date(2026, 9, 14))
    assert not {code for code in missing if code.startswith("introducer")}


def test_the_old_cell_cannot_hold_the_ceremony(world, person):
    one = person(steps=DECIDED)
    move(one, world.sen)

    assert refused(one, Stage.HELD, date(2026, 9, 9)) == {"move_decided_inside"}
    assert refused(one, Stage.HELD, date(2026, 9, 21)) == {"move_decided_inside"}
    has(one, Paper.MOVE_RECEIVED, date(2026, 9, 15))
    assert refused(one, Stage.HELD, date(2026, 9, 9)) == {"move_decided_inside"}
    assert take(one, Stage.HELD, date(2026, 9, 21)).event.unit == world.sen


def test_the_new_place_checks_the_dossier_before_the_ceremony(world, person):
    one = person(steps=DECIDED)
    move(one, world.far)
    has(one, Paper.MOVE_RECEIVED, date(2026, 9, 15))
    has(one, Paper.RECHECK_REQUESTED, date(2026, 9, 16))

    # 60 working days after 16/9/2026: 17–30/9 10, October 32, November without 24/11 52, 1–10/12 60.
    assert clocks(one)["move_recheck"] == (date(2026, 9, 16), date(2026, 12, 10))
    assert refused(one, Stage.HELD, date(2026, 9, 21)) == {"move_recheck"}
    has(one, Paper.RECHECK_ANSWERED, date(2026, 9, 18))
    assert take(one, Stage.HELD, date(2026, 9, 21)).event.unit == world.far


def test_a_receipt_of_an_earlier_move_does_not_serve_for_the_next(world, person):
    one = person(steps=HELPED)
    move(one, world.sen, on=date(2026, 8, 5))
    has(one, Paper.MOVE_RECEIVED, date(2026, 8, 7))
    two = person("Lò Văn Hai", steps=DECIDED)
    has(two, Paper.MOVE_RECEIVED, date(2026, 8, 7))
    move(two, world.sen)

    assert refused(two, Stage.HELD, date(2026, 9, 21)) == {"move_decided_inside"}


def test_steps_after_the_move_belong_to_the_new_unit_and_earlier_ones_to_the_old(world, person):
    one = person(unit=world.workshop, steps=VOTED)
    move(one, world.sen)
    votes = {"document_number": "8-NQ/ĐU", "votes_members": 15, "votes_for": 10}
    late = take(one, Stage.BASE_VOTED, date(2026, 9, 8), **votes)  # of before the move, typed after it

    assert late.event.unit == world.workshop
    assert take(one, Stage.APPRAISED, date(2026, 9, 14)).event.unit == world.sen
    assert list(one.events.values_list("unit", flat=True).distinct().order_by("unit")) == [
        world.sen.pk,
        world.workshop.pk,
    ]


def test_a_void_after_a_move_undoes_the_step_and_not_the_move(world, person):
    one = person(steps=APPRAISED)
    move(one, world.sen)
    voiding = pipeline.void_last(one, reason="Ghi nhầm", by=None)
    one.refresh_from_db()

    assert (one.unit, one.stage, voiding.unit) == (world.sen, Stage.VOTED, world.hoa)
    assert take(one, Stage.APPRAISED, date(2026, 9, 14)).event.unit == world.sen


def test_a_move_out_that_was_voided_holds_nothing_up(world, person):
    one = person(steps=DECIDED)
    move(one, elsewhere="Đảng bộ phường Hoa Ban")
    pipeline.void_last(one, reason="Người này không đi nữa", by=None)
    [told] = moves_of(one)

    assert told.withdrawn
    assert "move_forward" not in clocks(one)
    assert move(one, world.sen, on=date(2026, 9, 9)).way == "move_decided_inside"


def test_who_left_and_came_back_is_not_held_up_by_the_old_move(world, person):
    one = person(steps=DECIDED)
    move(one, elsewhere="Đảng bộ phường Hoa Ban")
    take(one, Stage.LISTED, date(2026, 10, 1), document_number="9-NQ/CB")
    one.refresh_from_db()
    case = case_of(one, one.events.standing(), records=read_one(one))

    assert (len(case.transfers), case.present_moves) == (1, ())
    assert move(one, world.sen, on=date(2026, 10, 5)).way == "move_helped"


@pytest.mark.parametrize("route", Route)
@pytest.mark.parametrize(
    "stage",
    [
        Stage.VOTED,
        Stage.REFERRED,
        Stage.SECTION_APPRAISED,
        Stage.BASE_VOTED,
        Stage.RETURNED,
        Stage.SUSPENDED,
        Stage.APPRAISED,
    ],
)
def test_wherever_a_person_comes_from_a_way_without_a_detour_leads_to_the_decision(route, stage):
    reached, ahead = set(), [stage]
    detours = {Stage.CERTIFIED, Stage.VOTED, Stage.REFERRED, Stage.RETURNED, Stage.SUSPENDED}
    while ahead:
        forward = set(following(ahead.pop(), route)) - detours
        ahead += forward - reached
        reached |= forward

    assert Stage.DECIDED in reached


# Refusals


@pytest.mark.parametrize(
    ("steps", "to", "fields", "code"),
    [
        (LISTED, "sen", {"on": date(2026, 11, 21)}, "date_in_future"),
        (LISTED, "sen", {"on": date(2025, 8, 31)}, "date_backwards"),
        (LISTED, None, {}, "move_ends"),
        (LISTED, "sen", {"elsewhere": "Phường Hoa Ban"}, "move_ends"),
        (LISTED, "hoa", {}, "move_ends"),
        ({**LISTED, Stage.OUT: (date(2026, 1, 1), "")}, "sen", {}, "order"),
        (
            {**HELD, Stage.REVIEW_VOTED: (date(2026, 9, 9), ""), Stage.RECOGNISED: (date(2026, 9, 9), "")},
            "sen",
            {},
            "member_transfer",
        ),
    ],
)
def test_a_move_that_cannot_be_leaves_no_trace(world, person, steps, to, fields, code):
    one = person(steps=steps)
    with pytest.raises(Refused) as refusal:
        move(one, to and getattr(world, to), **fields)

    assert [each.code for each in refusal.value.obstacles] == [code]
    one.refresh_from_db()
    assert (one.unit, one.stage, Transfer.objects.count()) == (world.hoa, list(steps)[-1], 0)


def test_moves_do_not_run_backwards(world, person):
    one = person(steps=LISTED)
    move(one, world.sen)
    one.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        move(one, world.school, on=date(2026, 9, 9))

    assert "10/09/2026" in str(refusal.value)
    assert move(one, world.hoa).destination == "Chi bộ bản Hoa"  # a slip is mended by moving back
