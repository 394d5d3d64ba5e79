"""Voiding steps in the browser, who records and voids, and the warning beside every reason."""

from datetime import date

import pytest
import time_machine

from admissions.models import StageEvent
from tests.step_pages import APPRAISED, LISTED, VOTED, address, seen, standing, take, void


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-15 09:00:00+07:00", tick=True) as traveller:
        yield traveller


def test_the_last_step_is_voided_with_a_reason_and_stays_in_the_trail(world, office, person):
    one = person(steps=APPRAISED)
    answer = void(office, one, reason="Ghi nhầm người")
    page = office.get(f"/quan-chung/{one.pk}/").content.decode()

    assert answer.status_code == 302
    assert standing(one) == ("voted", date(2026, 1, 12), 8)
    assert one.events.last().voids.stage == "appraised"
    assert "<s><strong>Đã thẩm định</strong>" in page
    assert "Ghi nhầm người" in page
    assert "An hủy" in page


def test_a_void_without_a_reason_is_refused(office, person):
    one = person(steps=APPRAISED)
    answer = void(office, one, reason="  ")

    assert answer.status_code == 422
    assert "Chưa ghi lý do hủy" in answer.context["form"].errors["reason"][0]
    assert standing(one) == ("appraised", date(2026, 2, 5), 7)


def test_the_first_step_cannot_be_voided(office, person):
    one = person()

    assert "không hủy được" in office.get(f"/quan-chung/{one.pk}/huy-buoc/").content.decode()
    assert void(office, one, reason="nhầm").status_code == 422
    assert standing(one)[2] == 1


def test_steps_are_voided_one_after_the_other(office, person):
    one = person(steps=APPRAISED)
    void(office, one, reason="nhầm")
    void(office, one, reason="nhầm nữa")

    assert standing(one)[:2] == ("certified", date(2025, 10, 10))


def test_a_voided_step_can_be_taken_again(office, person):
    one = person(steps=APPRAISED)
    void(office, one, reason="nhầm ngày")
    take(office, one, "appraised", "6/2/2026")

    assert standing(one)[:2] == ("appraised", date(2026, 2, 6))


def test_a_stale_void_voids_nothing(office, person):
    one = person(steps=VOTED)
    old = seen(one)
    take(office, one, "appraised", "5/2/2026")
    answer = office.post(f"/quan-chung/{one.pk}/huy-buoc/", {"seen": old, "reason": "nhầm biểu quyết"})

    assert answer.status_code == 409
    assert 'value="nhầm biểu quyết"' in answer.content.decode()
    assert standing(one)[0] == "appraised"


@pytest.mark.parametrize(("who", "status"), [("binh", 403), ("chi", 403), ("dung", 403), ("xuan", 404)])
def test_only_the_office_of_the_commune_records_and_voids(world, person, who, status):
    one = person(steps=LISTED)
    client = world.client(who)

    assert client.get(address(one, "trained")).status_code == status
    assert take(client, one, "trained", "10/5/2025", document_number="7").status_code == status
    assert client.get(f"/quan-chung/{one.pk}/huy-buoc/").status_code == status
    assert void(client, one, reason="nhầm").status_code == status
    assert standing(one)[2] == 2


def test_without_a_sign_in_nothing_is_shown_or_taken(client, person):
    one = person(steps=LISTED)

    for path in ("/quan-chung/", f"/quan-chung/{one.pk}/", address(one, "trained"), "/quan-chung/them/"):
        assert client.get(path)["Location"].startswith("/dang-nhap/")
    assert take(client, one, "trained", "10/5/2025", document_number="7").status_code == 302
    assert StageEvent.objects.count() == 2


def test_the_warning_stands_beside_every_field_for_a_reason(world, person):
    head = world.officers["an"]
    head.heads_office = True
    head.save()
    one, client = person(steps=LISTED), world.client("an")
    for page, name in ((address(one, "opened"), "override"), (address(one, "out"), "reason")):
        assert "Không ghi nội dung lý lịch" in client.get(page).context["form"].fields[name].help_text
    assert "Không ghi nội dung lý lịch" in client.get(f"/quan-chung/{one.pk}/huy-buoc/").content.decode()
