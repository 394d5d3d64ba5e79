"""The deadline of a follow-up is a duty of its unit: home, work list, calendar, letter; its days by hand."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from admissions.deadlines.agenda import agenda_of, kind_of
from admissions.deadlines.calendar_file import written
from admissions.deadlines.units import FOLLOW_UP
from units import follow_ups, reorganise
from units.follow_ups import Intent
from units.models import FollowUp

CODE = "source_but_no_admission"


def on_day(day):
    return time_machine.travel(f"{day} 09:00:00+07:00", tick=False)


def intent(deadline=date(2026, 6, 20)):
    return Intent("Thiếu hồ sơ", "Thẩm tra sớm", deadline, "Bí thư chi bộ")


def begin(unit, deadline=date(2026, 6, 20), code=CODE, day="2026-06-01", year=2026):
    with on_day(day):
        return follow_ups.begin(unit, year, code, intent(deadline), by=None)


def told(world, on, who="an"):
    dues = agenda_of(world.officers[who], on=on).dues
    return [(due.unit.code, due.clock.due, due.days_left) for due in dues if due.clock.code == FOLLOW_UP]


@pytest.mark.parametrize(("day", "left"), [(19, 1), (20, 0), (21, -1)])
def test_a_follow_up_is_a_duty_until_its_deadline_and_late_after_it(world, day, left):
    begin(world.hoa)
    assert told(world, date(2026, 6, day)) == [("HOA", date(2026, 6, 20), left)]


def test_the_duty_says_which_finding_of_which_year(world):
    begin(world.hoa)
    [due] = agenda_of(world.officers["an"], on=date(2026, 6, 21)).dues
    assert (due.clock.what, kind_of(due)) == (
        "Khắc phục «Có nguồn, chưa kết nạp» năm 2026", "Khắc phục lưu ý"
    )  # fmt: skip
    assert due.page == reverse("follow_up", args=[2026, world.hoa.pk, CODE])
    assert due.book == f"{reverse('finding_list', args=[2026])}?loai={CODE}"


def test_what_is_done_is_no_duty_any_more_and_again_one_when_opened_anew(world):
    row = begin(world.hoa)
    with on_day("2026-06-10"):
        row = follow_ups.finish(row, on=date(2026, 6, 10), outcome="Xong", seen=0, by=None)
        assert told(world, date(2026, 6, 10)) == []
        follow_ups.reopen(row, seen=1, by=None)
    assert told(world, date(2026, 6, 11)) == [("HOA", date(2026, 6, 20), 9)]


def test_a_past_day_is_told_as_it_stood(world):
    row = begin(world.hoa)
    with on_day("2026-06-10"):
        row = follow_ups.change(row, intent(date(2026, 7, 15)), seen=0, by=None)
    with on_day("2026-07-01"):
        follow_ups.finish(row, on=date(2026, 6, 30), outcome="Xong", seen=1, by=None)
    assert told(world, date(2026, 5, 31)) == []
    assert told(world, date(2026, 6, 9)) == [("HOA", date(2026, 6, 20), 11)]
    assert told(world, date(2026, 6, 10)) == [("HOA", date(2026, 7, 15), 35)]
    assert told(world, date(2026, 6, 29)) == [("HOA", date(2026, 7, 15), 16)]
    assert told(world, date(2026, 6, 30)) == []


@pytest.mark.parametrize(
    ("who", "codes"), [("an", {"HOA", "SEN"}), ("binh", {"HOA"}), ("dung", {"HOA"}), ("xuan", set())]
)
def test_each_officer_is_told_of_his_own_units(world, who, codes):
    begin(world.hoa), begin(world.sen)
    assert {code for code, *_ in told(world, date(2026, 6, 21), who)} == codes


def test_a_unit_that_was_merged_leaves_its_follow_up_to_be_closed(world):
    begin(world.hoa)
    reorganise.close(world.hoa, into=world.sen, on=date(2026, 6, 5))
    assert told(world, date(2026, 6, 21)) == [("HOA", date(2026, 6, 20), -1)]
    with on_day("2026-06-21"):
        page = world.client("an").get(reverse("follow_up", args=[2026, world.hoa.pk, CODE]))
    assert page.status_code == 200


@pytest.mark.parametrize("name", ["home", "work_list"])
def test_home_and_work_list_lead_to_the_follow_up(world, name):
    begin(world.hoa)
    with on_day("2026-06-25"):
        page = world.client("binh").get(reverse(name)).content.decode()
    address = reverse("follow_up", args=[2026, world.hoa.pk, CODE])
    assert f'href="{address}">Khắc phục «Có nguồn, chưa kết nạp» năm 2026</a>' in page
    assert "quá 5 ngày" in page


# The day before the fortnight begins: 20/6 − 15 = 5/6; fourteen days before: 6/6.
@pytest.mark.parametrize(("day", "shown"), [("2026-06-05", False), ("2026-06-06", True)])
def test_home_tells_a_deadline_from_a_fortnight_before_the_work_list_from_its_beginning(world, day, shown):
    begin(world.hoa)
    with on_day(day):
        assert ("Khắc phục «" in world.client("an").get("/").content.decode()) is shown
        assert "Khắc phục «" in world.client("an").get(reverse("work_list")).content.decode()


def test_the_same_finding_of_several_units_on_one_day_is_one_line_that_leads_to_all_of_them(world):
    for unit in (world.hoa, world.sen, world.school):
        begin(unit)
    with on_day("2026-06-21"):
        page = world.client("an").get("/").content.decode()
    book = f"{reverse('finding_list', args=[2026])}?loai={CODE}"
    assert page.count("Khắc phục «") == 1
    assert f'href="{book}"' in page and "3 đơn vị" in page and "3 đơn vị chưa ghi" not in page


def test_many_overdue_follow_ups_are_folded_away_on_home(world):
    # 25 deadlines on 25 different days: 20 lines shown, 5 folded.
    for n in range(25):
        begin(world.hoa, date(2026, 6, 2 + n), code=f"code_{n}")
    with on_day("2026-08-01"):
        page = world.client("an").get("/").content.decode()
    assert page.count("Khắc phục «") == 25 and "Xem 5 việc nữa" in page


def test_two_follow_ups_begun_on_one_day_keep_their_own_place_in_the_calendar(world):
    begin(world.hoa, date(2026, 6, 20)), begin(world.sen, date(2026, 6, 25))

    def uids():
        dues = agenda_of(world.officers["an"], on=date(2026, 6, 10)).dues
        lines = written(dues, name="Hạn", at=datetime(2026, 6, 10, tzinfo=UTC)).decode().split("\r\n")
        return [line for line in lines if line.startswith("UID:")]

    first, second = uids()
    row = FollowUp.objects.get(unit=world.hoa)
    with on_day("2026-06-09"):
        follow_ups.finish(row, on=date(2026, 6, 9), outcome="Xong", seen=0, by=None)
    assert uids() == [second] and first != second
