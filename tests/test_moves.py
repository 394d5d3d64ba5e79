"""Moving on the road (HD06 3.9, 3.10): the seven cases, what follows, the page with its preview, the figures."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from admissions import moving, pipeline
from admissions.dossier import Tick, save_beside, tick
from admissions.models import Introducer, Transfer
from admissions.moving import Move
from admissions.pipeline import Entry, Refused
from admissions.reading import case_of, read_one
from admissions.regulation import Paper, Route, Stage
from admissions.regulation.stages import following
from admissions.rulebook import Rulebook
from admissions.views.moves import moves_of
from reports import figures
from units import reorganise
from units.periods import Period

LISTED = {Stage.SOURCE: (date(2025, 9, 1), ""), Stage.LISTED: (date(2025, 10, 1), "03-NQ/CB")}
HELPED = {
    **LISTED,
    Stage.TRAINED: (date(2026, 1, 12), "77/GCN"),
    Stage.OPENED: (date(2026, 2, 2), "15-QĐ/ĐU"),
    Stage.CERTIFIED: (date(2026, 8, 3), ""),
}
VOTED = {**HELPED, Stage.VOTED: (date(2026, 8, 17), "05-NQ/CB")}
BASE_VOTED = {**VOTED, Stage.BASE_VOTED: (date(2026, 8, 24), "08-NQ/ĐU")}
APPRAISED = {**VOTED, Stage.APPRAISED: (date(2026, 8, 31), "9-BC/BXD")}
DECIDED = {**APPRAISED, Stage.DECIDED: (date(2026, 9, 7), "12-QĐ/ĐU")}
HELD = {**DECIDED, Stage.HELD: (date(2026, 9, 9), "")}
MOVED_ON = date(
    2026, 9, 10
)  # row 25 of the worked dates: a decision of 22/10/2026 is kept, of 23/10 annulled


def decided_on(day):
    return {**APPRAISED, Stage.DECIDED: (day, "12-QĐ/ĐU")}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00:00+07:00", tick=True) as traveller:
        yield traveller


@pytest.fixture
def office(world):
    return world.client("an")


def move(one, to=None, on=MOVED_ON, **fields):
    return moving.transfer(one, Move(on, to=to, number="45-QĐ/ĐU", **fields), by=None)


def take(one, stage, on, **fields):
    one.refresh_from_db()
    return pipeline.advance(one, Entry(stage, on, **fields), by=None)


def refused(one, stage, on, **fields):
    with pytest.raises(Refused) as refusal:
        take(one, stage, on, **fields)
    return {each.code for each in refusal.value.obstacles if each.blocks}


def has(one, paper, on):
    tick(one, [Tick(paper, dated_on=on)], by=None)


def clocks(one):
    one.refresh_from_db()
    case = case_of(one, one.events.standing(), records=read_one(one))
    return {clock.code: (clock.since, clock.due) for clock in Rulebook.read().clocks(case)}


def introducer(one, name="Lò Văn Giúp", **fields):
    row = Introducer(candidate=one, name=name, assigned_on=date(2025, 10, 1), **fields)
    save_beside(row, by=None)
    return row


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


# The page


def sent(one, **fields):
    last = one.events.order_by("-pk").values_list("pk", flat=True).first()
    moved = one.transfers.order_by("-pk").values_list("pk", flat=True).first() or 0
    return {"decided_on": "10/9/2026", "number": "45-QĐ/ĐU", "seen": last, "seen_move": moved, **fields}


def address(one):
    return f"/quan-chung/{one.pk}/chuyen/"


def test_the_preview_tells_the_case_and_what_follows_and_records_nothing(world, office, person):
    one = person(steps=VOTED)
    introducer(one)
    answer = office.post(address(one), sent(one, to=world.workshop.pk))
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "Chi bộ (cơ sở) đã có nghị quyết, hồ sơ chưa gửi lên" in page
    assert "(HD06 3.9b)" in page
    assert "Lò Văn Giúp" in page
    assert "Bước tiếp theo ở nơi đến: Đảng ủy cơ sở ra nghị quyết đề nghị" in page
    assert "Ban Thường vụ xét, quyết định kết nạp, 21/10/2026" in page
    assert f'name="to" value="{world.workshop.pk}"' in page
    assert Transfer.objects.count() == 0


def test_a_confirmed_move_is_recorded_and_told(world, office, person):
    one = person(steps=VOTED)
    answer = office.post(address(one), sent(one, to=world.sen.pk, confirmed="1"))
    one.refresh_from_db()
    row = Transfer.objects.get()

    assert (answer.status_code, answer["Location"]) == (302, f"/quan-chung/{one.pk}/")
    assert (one.unit, row.recorded_by, row.number) == (world.sen, world.officers["an"], "45-QĐ/ĐU")
    told = office.get("/quan-chung/").content.decode()
    assert "Đã chuyển từ Chi bộ bản Hoa đến Chi bộ bản Sen, ngày 10/09/2026." in told
    assert "Nơi đi gửi công văn và hồ sơ" in told


def test_what_was_typed_can_be_changed_from_the_preview(world, office, person):
    one = person(steps=VOTED)
    page = office.post(address(one), sent(one, to=world.sen.pk, edit="1")).content.decode()

    assert 'value="10/9/2026"' in page
    assert f'<option value="{world.sen.pk}" selected>' in page


def test_a_late_decision_asks_for_its_annulment_in_the_preview(world, person):
    office = world.client("quan")
    one = person(steps=decided_on(date(2026, 10, 23)))
    page = office.post(address(one), sent(one, to=world.far.pk)).content.decode()
    assert "Quyết định kết nạp sẽ bị hủy" in page
    assert "Chưa chuyển được" not in page
    again = office.post(address(one), sent(one, to=world.far.pk, confirmed="1"))
    assert again.status_code == 422
    assert set(again.context["form"].errors) == {"annulled_on", "annulled_number"}
    assert "Ghi chuyển và hủy quyết định" in again.content.decode()
    unread = {"annulled_on": "31/2/2026", "annulled_number": "21-QĐ/ĐU", "confirmed": "1"}
    third = office.post(address(one), sent(one, to=world.far.pk, **unread))
    assert (third.status_code, list(third.context["form"].errors)) == (422, ["annulled_on"])
    assert 'value="31/2/2026"' in third.content.decode()
    fields = {"annulled_on": "2/11/2026", "annulled_number": "21-QĐ/ĐU"}
    done = office.post(address(one), sent(one, to=world.far.pk, confirmed="1", **fields))
    one.refresh_from_db()

    assert (done.status_code, one.stage, one.unit) == (302, "redo", world.far)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"decided_on": ""}, "decided_on"),
        ({"decided_on": "31/2/2026"}, "decided_on"),
        ({"decided_on": "21/11/2026"}, "decided_on"),
        ({"to": ""}, "to"),
        ({"elsewhere": "Phường Hoa Ban"}, "to"),
        ({"to": "999999"}, "to"),
        ({"to": "bay"}, "to"),
        ({"number": "9" * 61}, "number"),
    ],
)
def test_a_refused_move_keeps_what_was_typed_beside_its_reason(world, office, person, fields, field):
    one = person(steps=VOTED)
    for confirmed in ({}, {"confirmed": "1"}):
        answer = office.post(address(one), sent(one, **{"to": world.sen.pk, **fields}, **confirmed))
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
    assert Transfer.objects.count() == 0


def test_a_unit_out_of_scope_cannot_be_chosen_but_typed(world, office, person):
    one = person(steps=VOTED)

    assert world.far.name not in office.get(address(one)).content.decode()
    assert office.post(address(one), sent(one, to=world.far.pk, confirmed="1")).status_code == 422
    typed = sent(one, elsewhere=" Đảng bộ  xã Khe ", confirmed="1")
    assert office.post(address(one), typed).status_code == 302
    one.refresh_from_db()
    assert (one.stage, Transfer.objects.get().elsewhere) == ("moved_away", "Đảng bộ xã Khe")


def test_a_page_that_has_grown_stale_moves_nobody(world, office, person):
    one = person(steps=VOTED)
    old = sent(one, to=world.sen.pk, confirmed="1")
    take(one, Stage.APPRAISED, date(2026, 8, 31))
    answer = office.post(address(one), old)
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "Đã thẩm định" in page
    assert f'name="seen" value="{one.events.last().pk}"' in page
    assert 'value="10/9/2026"' in page
    assert Transfer.objects.count() == 0


def test_two_who_move_one_person_at_once_do_not_undo_each_other(world, office, person):
    one = person(steps=VOTED)
    old = sent(one, to=world.school.pk, confirmed="1")
    move(one, world.sen)
    answer = office.post(address(one), old)

    assert answer.status_code == 409
    assert "Chi bộ bản Hoa → Chi bộ bản Sen" in answer.content.decode()
    assert Transfer.objects.count() == 1
    assert office.post(address(one), sent(one, to=world.school.pk, confirmed="1")).status_code == 302


def test_who_is_off_the_road_gets_no_form(world, office, person):
    one = person(steps={**LISTED, Stage.OUT: (date(2026, 1, 1), "")})
    shown = office.get(address(one))

    assert "ra khỏi danh sách" in shown.content.decode()
    assert '<form class="form' not in shown.content.decode()
    assert office.post(address(one), sent(one, to=world.sen.pk, confirmed="1")).status_code == 422


def test_a_closed_unit_and_his_own_are_not_offered(world, office, person):
    reorganise.close(world.school, into=world.sen, on=date(2026, 8, 1))
    one = person(steps=VOTED)
    offered = office.get(address(one)).context["form"].fields["to"].queryset

    assert not offered.filter(pk__in=(world.school.pk, world.hoa.pk)).exists()
    assert offered.filter(pk=world.sen.pk).exists()


# The person's page


def test_the_moves_of_a_person_are_told_with_their_papers(world, person, django_assert_max_num_queries):
    one = person(steps=APPRAISED)
    move(one, world.sen, on=date(2026, 9, 1))
    has(one, Paper.MOVE_FORWARDED, date(2026, 9, 4))
    one.refresh_from_db()
    move(one, world.far)
    has(one, Paper.MOVE_RECEIVED, date(2026, 9, 15))
    with django_assert_max_num_queries(3):
        told = moves_of(one)
        page = render_to_string("components/transfers.html", {"moves": told})

    newest, oldest = told
    assert (newest.transfer.to_unit, oldest.transfer.to_unit) == (world.far, world.sen)
    assert [(paper, bool(row)) for paper, row in newest.papers] == [
        (Paper.MOVE_FORWARDED, False),
        (Paper.MOVE_RECEIVED, True),
    ]
    assert [(paper, bool(row)) for paper, row in oldest.papers] == [
        (Paper.MOVE_FORWARDED, True),
        (Paper.MOVE_RECEIVED, False),
    ]
    assert "Chi bộ bản Sen → Chi bộ bản Xa" in page
    assert "Chưa có: Nơi đi đã chuyển hồ sơ" in page


def test_who_never_moved_has_no_moves_to_tell(person, django_assert_num_queries):
    one = person(steps=LISTED)
    with django_assert_num_queries(1):
        assert moves_of(one) == []


def test_the_page_costs_the_same_however_many_moves(world, office, person, connection_queries):
    one = person(steps=VOTED)
    few = connection_queries(lambda: office.get(address(one)))
    for to in (world.sen, world.school, world.hoa, world.sen, world.school):
        one.refresh_from_db()
        move(one, to)
    assert connection_queries(lambda: office.get(address(one))) == few <= 15
    one.refresh_from_db()
    told = sent(one, to=world.hoa.pk)
    assert connection_queries(lambda: office.post(address(one), told)) <= 25


@pytest.fixture
def connection_queries(db):
    def count(act):
        with CaptureQueriesContext(connection) as captured:
            assert act().status_code == 200
        return len(captured)

    return count


# The figures


def on_the_road(unit, quarter):
    period = Period.of(2026, quarter, today=date(2026, 11, 20))
    return figures.for_period(unit, period).counts["in_pipeline"]


def test_for_days_before_the_move_a_person_counts_where_he_was(world, person):
    one = person(steps={Stage.SOURCE: (date(2026, 1, 5), "")})
    move(one, world.sen, on=date(2026, 6, 15))
    one.refresh_from_db()
    move(one, world.school, on=date(2026, 9, 15))

    told = {
        quarter: [on_the_road(unit, quarter) for unit in (world.hoa, world.sen, world.school)]
        for quarter in ("Q1", "6M", "9M", "Y")
    }
    assert told == {"Q1": [1, 0, 0], "6M": [0, 1, 0], "9M": [0, 0, 1], "Y": [0, 0, 1]}


def test_who_moved_out_counts_on_the_road_until_he_left(world, person):
    one = person(steps={Stage.SOURCE: (date(2026, 1, 5), "")})
    move(one, elsewhere="Đảng bộ phường Hoa Ban")

    assert [on_the_road(world.hoa, quarter) for quarter in ("Q1", "6M", "9M", "Y")] == [1, 1, 0, 0]


def test_who_moved_before_his_old_unit_was_merged_counts_in_the_new_one(world, person):
    one = person(steps={Stage.SOURCE: (date(2026, 1, 5), "")})
    move(one, world.sen, on=date(2026, 6, 15))
    reorganise.close(world.hoa, into=world.school, on=date(2026, 8, 1))

    assert (on_the_road(world.hoa, "6M"), on_the_road(world.sen, "6M")) == (0, 1)


def test_the_admission_counts_at_the_unit_of_the_decision_day(world, person):
    one = person(steps=APPRAISED)
    move(one, world.sen)
    take(
        one, Stage.DECIDED, date(2026, 9, 9), document_number="12-QĐ/ĐU"
    )  # typed after the move, of before it
    two = person("Lò Văn Hai", steps=DECIDED)
    move(two, world.school)
    year = Period.of(2026, "Y", today=date(2026, 11, 20))

    assert figures.for_period(world.hoa, year).counts["admitted"] == 2
    assert figures.for_period(world.sen, year).counts["admitted"] == 0
    assert figures.for_period(world.school, year).counts["admitted"] == 0
    assert figures.for_period(world.commune, year).counts["admitted"] == 2


def test_a_late_decision_counts_until_its_annulment(world, person):
    one = person(steps=decided_on(date(2026, 10, 23)))
    move(one, world.far, annulled_on=date(2026, 11, 2), annulled_number="21-QĐ/ĐU")
    told = [
        figures.for_period(world.hoa, Period.of(2026, "Y", today=day)).counts["admitted"]
        for day in (date(2026, 11, 1), date(2026, 11, 2))
    ]

    assert told == [1, 0]


def test_the_address_of_the_page(person):
    assert reverse("candidate_move", args=[7]) == "/quan-chung/7/chuyen/"


def test_a_step_page_opened_before_a_move_is_stale_after_it_and_keeps_what_was_typed(world, person):
    """HD06 3.9: the step would now belong to another cell, so it is looked at again first."""
    one, client = person(), world.client("an")
    shown = client.get(f"/quan-chung/{one.pk}/buoc/listed/").context
    moving.transfer(one, Move(on=date(2026, 9, 1), to=world.sen), by=None)
    sent = {
        "happened_on": "2/9/2026",
        "document_number": "4-NQ/CB",
        "seen": shown["seen"],
        "seen_move": shown["seen_move"],
    }
    answer = client.post(f"/quan-chung/{one.pk}/buoc/listed/", sent)

    assert answer.status_code == 409
    assert "vừa được chuyển" in answer.content.decode() and 'value="4-NQ/CB"' in answer.content.decode()
    assert one.events.count() == 1


def test_a_page_of_voiding_opened_before_a_move_is_stale_after_it(world, person):
    """HD06 3.9: undoing a step of the former cell is looked at again by whoever holds the dossier now."""
    one, client = person(steps=VOTED), world.client("an")
    page = f"/quan-chung/{one.pk}/huy-buoc/"
    shown = client.get(page).context
    moving.transfer(one, Move(on=date(2026, 9, 1), to=world.sen), by=None)
    sent = {"reason": "Ghi nhầm số phiếu", "seen": shown["seen"], "seen_move": shown["seen_move"]}
    answers = client.post(page, sent), client.post(page, {**sent, "seen_move": ""})

    assert [answer.status_code for answer in answers] == [409, 409]
    assert "vừa được chuyển" in answers[0].content.decode()
    assert 'value="Ghi nhầm số phiếu"' in answers[0].content.decode()
    assert one.events.filter(voids__isnull=False).count() == 0
