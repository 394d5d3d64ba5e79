"""Requests to verify a background: who was asked, when it went, by when it is to be answered; never what was found."""

from datetime import date

import pytest
import time_machine

from admissions import dossier
from admissions.models import Verification
from admissions.regulation import Stage

OPENED = {
    Stage.LISTED: (date(2025, 9, 10), "03-NQ/CB"),
    Stage.TRAINED: (date(2025, 11, 10), "77/GCN"),
    Stage.OPENED: (date(2026, 2, 10), "15-QĐ/ĐU"),
}
TYPED = {"asked": "Đảng ủy xã Tà Mung", "sent_on": "20/7/2026", "number": "15-CV/ĐU"}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-09-15 09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def one(person):
    return person(steps=OPENED)


def listing(one):
    return f"/quan-chung/{one.pk}/tham-tra/"


def known(one, **fields):
    row = Verification(candidate=one, asked="Đảng ủy xã Tà Mung", sent_on=date(2026, 7, 20), **fields)
    dossier.save_beside(row, by=None)
    return row


def due(office, one):
    """The days by which the requests are to be answered, and the days left."""
    rows = office.get(listing(one)).context["rows"]
    return [(clock[0].due, clock[1]) if clock else None for _, clock in rows]


def test_a_request_is_recorded(office, one, world):
    answer = office.post(listing(one) + "them/", {**TYPED, "abroad": "on", "envoy": "on"})
    row = Verification.objects.get()

    assert answer.url == listing(one)
    assert (row.asked, row.abroad, row.sent_on, row.number, row.envoy, row.envoy_unrelated) == (
        "Đảng ủy xã Tà Mung", True, date(2026, 7, 20), "15-CV/ĐU", True, False,
    )  # fmt: skip
    assert row.recorded_by == world.officers["an"]
    assert "chưa xác nhận không phải người thân" in office.get(listing(one)).content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"asked": ""}, "asked", "Chưa ghi nơi được hỏi. Ví dụ: Đảng ủy xã Tà Mung."),
        ({"sent_on": ""}, "sent_on", "Chưa nhập ngày. Nhập ngày dạng 24/02/2023."),
        ({"sent_on": "16/9/2026"}, "sent_on", "Ngày 16/09/2026 chưa đến."),
        ({"received_on": "19/7/2026"}, "received_on", "trước ngày gửi (20/07/2026)"),
        ({"replied_on": "19/7/2026"}, "replied_on", "trước ngày gửi (20/07/2026)"),
        ({"received_on": "22/7/2026", "replied_on": "21/7/2026"}, "replied_on", "trước ngày nơi đó nhận (22/07/2026)"),
        ({"envoy_unrelated": "on"}, "envoy", "Đánh dấu ô này trước"),
    ],
)  # fmt: skip
def test_a_fault_is_told_beside_its_field_and_nothing_is_saved(office, one, changes, field, says):
    answer = office.post(listing(one) + "them/", {**TYPED, **changes})

    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors[field])
    assert not Verification.objects.exists()
    assert "15-CV/ĐU" in answer.content.decode()


def test_sent_received_and_answered_on_one_day_are_taken(office, one):
    sent = {**TYPED, "received_on": "20/7/2026", "replied_on": "20/7/2026"}

    assert office.post(listing(one) + "them/", sent).status_code == 302


def test_the_day_by_which_it_is_to_be_answered_is_shown(office, one):
    # regulation.md 3, rows 8 and 9: received 20/7/2026, at home to 28/8/2026, abroad to 26/11/2026.
    known(one, received_on=date(2026, 7, 20))
    known(one, received_on=date(2026, 7, 20), abroad=True)
    known(one, received_on=date(2026, 7, 20), replied_on=date(2026, 8, 3))

    assert due(office, one) == [(date(2026, 8, 28), -18), (date(2026, 11, 26), 72), None]
    page = office.get(listing(one)).content.decode()
    assert "Quá hạn 28/08/2026" in page
    assert "Hạn 26/11/2026" in page
    assert "Đã trả lời 03/08/2026" in page


def test_when_all_have_answered_the_page_leads_to_the_checklist(office, one):
    row = known(one)
    assert not office.get(listing(one)).context["answered"]
    page = f"{listing(one)}{row.pk}/"
    seen = office.get(page).context["seen"]
    assert office.post(page, {**TYPED, "replied_on": "10/8/2026", "seen": seen}).status_code == 302

    assert "Các nơi đã trả lời đủ" in office.get(listing(one)).content.decode()


def test_who_would_overwrite_anothers_change_is_told(office, one):
    page = f"{listing(one)}{known(one).pk}/"
    seen = office.get(page).context["seen"]
    Verification.objects.update(received_on=date(2026, 7, 22))
    answer = office.post(page, {**TYPED, "number": "", "received_on": "23/7/2026", "seen": seen})

    assert answer.status_code == 409
    assert answer.context["differences"] == [("Ngày nơi đó nhận", "22/07/2026", "23/7/2026")]
    assert Verification.objects.get().received_on == date(2026, 7, 22)


def test_the_pages_warn_that_nothing_found_is_written(office, one):
    for page in (listing(one), listing(one) + "them/"):
        assert "Không ghi hỏi về ai, không ghi kết quả." in office.get(page).content.decode()


def test_a_row_of_another_person_is_not_found_here(office, one, person):
    row = known(person("Lò Thị Ế", steps=OPENED))

    assert office.get(f"{listing(one)}{row.pk}/").status_code == 404


def test_the_list_costs_the_same_however_many_were_asked(office, one, django_assert_max_num_queries):
    known(one)
    with django_assert_max_num_queries(15) as few:
        office.get(listing(one))
    for _ in range(9):
        known(one)
    with django_assert_max_num_queries(15) as many:
        office.get(listing(one))

    assert len(few) == len(many)
