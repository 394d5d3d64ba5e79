"""The page of a move with its preview, and the moves as a person's page tells them."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from admissions import moving
from admissions.models import Transfer
from admissions.moving import Move
from admissions.regulation import Paper, Stage
from admissions.views.moves import moves_of
from tests.moves import (
    APPRAISED,
    LISTED,
    VOTED,
    decided_on,
    has,
    introducer,
    move,
    take,
)
from units import reorganise


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00:00+07:00", tick=True) as traveller:
        yield traveller


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
