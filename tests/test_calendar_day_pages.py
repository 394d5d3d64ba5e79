"""The page of the working days: read by everybody, written by the office, looked through first."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from admissions.models import CalendarChange, CalendarDay

DAYS = reverse("calendar_days")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-22 09:00:00+07:00", tick=False):
        yield


def typed(**changes):
    return {"kind": "off", "since": "1/12/2026", "until": "", "note": "Thông báo 12", **changes}


def post(client, **changes):
    """Look through and write."""
    sent = typed(**changes)
    preview = client.post(DAYS, sent)
    if preview.status_code != 200:
        return preview
    return client.post(DAYS, {**sent, "confirmed": preview.context["form"].digest})


def test_the_days_of_a_year_are_shown_with_where_they_come_from(world):
    rows = {row.day: row for row in world.client("binh").get(DAYS, {"nam": "2026"}).context["rows"]}

    assert rows[date(2026, 2, 17)].public.name == "Tết Nguyên Đán"
    assert not rows[date(2026, 2, 17)].worked
    assert rows[date(2026, 8, 22)].worked
    assert rows[date(2026, 1, 10)].worked and "12729/VPCP-KGVX" in rows[date(2026, 1, 10)].own.note


@pytest.mark.parametrize("asked", ["", "x", "1999", "99999", "2026 ", "２０２６"])
def test_a_year_that_makes_no_sense_shows_this_one(world, asked):
    assert world.client("an").get(DAYS, {"nam": asked}).context["year"] == 2026


def test_tet_of_a_year_to_come_is_an_estimate_until_the_office_has_compared_it(world):
    client = world.client("an")

    assert "ước tính" in client.get(DAYS, {"nam": "2027"}).content.decode()
    client.post(f"{DAYS}?nam=2027", {"check": "1", "document": "Thông báo 12/TB-BNV"})
    text = client.get(DAYS, {"nam": "2027"}).content.decode()
    assert "ước tính" not in text and "Đã đối chiếu với Thông báo 12/TB-BNV" in text


def test_this_years_days_are_no_estimate_but_not_compared_either(world):
    text = world.client("an").get(DAYS).content.decode()

    assert "ước tính" not in text and "chưa xác nhận đã đối chiếu" in text


def test_first_it_is_shown_how_many_duties_move(world, waiting):
    response = world.client("an").post(DAYS, typed())

    text = response.content.decode()
    assert "1 hạn dời sang ngày khác" in text and "08/12/2026" in text and "09/12/2026" in text
    assert not CalendarChange.objects.exists()


def test_days_typed_after_the_look_are_looked_through_again(world):
    client = world.client("an")
    digest = client.post(DAYS, typed()).context["form"].digest
    response = client.post(DAYS, typed(since="2/12/2026", confirmed=digest))

    assert response.status_code == 200 and not CalendarChange.objects.exists()


def test_then_the_day_is_off_and_logged(world, waiting):
    client = world.client("an")
    response = post(client)

    assert response.url == f"{DAYS}?nam=2026"
    assert CalendarDay.objects.get(day=date(2026, 12, 1)).note == "Thông báo 12"
    change = CalendarChange.objects.get()
    assert (change.day, change.act, change.recorded_by) == (
        date(2026, 12, 1),
        "off",
        world.officers["an"],
    )


def test_a_range_takes_its_weekdays(world):
    post(world.client("an"), since="5/2/2027", until="11/2/2027")

    assert list(CalendarDay.objects.filter(day__year=2027).values_list("day", flat=True)) == [
        date(2027, 2, day) for day in (5, 8, 9, 10, 11)
    ]


def test_days_to_be_worked_are_those_that_would_be_off(world):
    post(world.client("an"), kind="worked", since="4/12/2026", until="6/12/2026")

    rows = CalendarDay.objects.filter(day__month=12)
    assert [(row.day.day, row.worked) for row in rows] == [(5, True), (6, True)]


def test_a_swapped_saturday_can_be_taken_off_again(world):
    post(world.client("an"), since="22/8/2026")

    assert not CalendarDay.objects.get(day=date(2026, 8, 22)).worked


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"since": ""}, "since", "Chưa nhập ngày"),
        ({"since": "32/1/2026"}, "since", "Nhập ngày dạng"),
        ({"note": " "}, "note", "Chưa ghi căn cứ"),
        ({"kind": "x"}, "kind", "Chọn nghỉ hay làm việc"),
        ({"until": "30/11/2026"}, "until", "Trước ngày bắt đầu"),
        ({"until": "1/1/2027"}, "until", "Quá 31 ngày"),
        ({"since": "5/12/2026"}, "since", "ngày nghỉ cuối tuần"),
        ({"kind": "worked"}, "since", "Vốn đã là ngày làm việc"),
        ({"since": "2/1/2026"}, "since", "đã ghi là ngày nghỉ"),
        ({"since": "1/12/2099"}, "since", "Năm 2099 ngoài khoảng"),
        ({"since": "1/12/1999"}, "since", "Năm 1999 ngoài khoảng"),
    ],
)
def test_what_cannot_be_entered_is_told_beside_its_field(world, changes, field, words):
    response = post(world.client("an"), **changes)

    assert response.status_code == 422
    assert words in " ".join(response.context["form"].errors[field])
    assert not CalendarChange.objects.exists()


def test_thirty_one_days_at_once_are_allowed(world):
    assert post(world.client("an"), until="31/12/2026").status_code == 302


def test_a_day_another_has_just_entered_is_told(world):
    client, sent = world.client("an"), typed()
    digest = client.post(DAYS, sent).context["form"].digest
    post(world.client("quan"))
    response = client.post(DAYS, {**sent, "confirmed": digest})

    assert response.status_code == 422
    assert "Ngày 01/12/2026 đã ghi là ngày nghỉ" in response.content.decode()
    assert CalendarChange.objects.count() == 1


def test_a_day_is_taken_out_with_a_reason_and_stays_in_the_log(world, waiting):
    client = world.client("an")
    post(client)
    address = reverse("calendar_remove", args=[CalendarDay.objects.get(day=date(2026, 12, 1)).pk])
    assert "09/12/2026" in client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 422
    client.post(address, {"reason": "ghi nhầm"})

    assert not CalendarDay.objects.filter(day=date(2026, 12, 1)).exists()
    text = client.get(DAYS).content.decode()
    assert "Bỏ ngày nghỉ 01/12/2026" in text and "Lý do: ghi nhầm" in text
    assert "Thêm ngày nghỉ 01/12/2026" in text


def test_a_year_is_not_compared_with_nothing(world):
    response = world.client("an").post(DAYS, {"check": "1", "document": ""})

    assert response.status_code == 422 and not CalendarChange.objects.exists()


@pytest.mark.parametrize("who", ["binh", "chi", "dung"])
def test_readers_may_not_change_days(world, who):
    assert world.client(who).post(DAYS, typed()).status_code == 403
