"""What a committee member's page tells of his units beside results: reports not sent, and what is followed until done."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.test_supervisor_pages import FOUNDED, members, page_of, put, results
from units import follow_ups, reorganise, reviews
from units.follow_ups import Intent
from units.models import Kind
from units.periods import Period
from units.reviews import Words

__all__ = ["results"]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-15 09:00:00+07:00", tick=True) as traveller:
        yield traveller


def send(unit, name, day):
    with time_machine.travel(f"{day} 09:00:00+07:00"):
        period = Period.of(2026, name, today=date.fromisoformat(day))
        reviews.submit(unit, period, Words("a", "b", "c"), figures={}, seen=0, by=None, confirmed=True)


def follow(unit, deadline, code="source_but_no_admission", day="2026-06-01"):
    with time_machine.travel(f"{day} 09:00:00+07:00"):
        intent = Intent("Thiếu hồ sơ", "Thẩm tra sớm", deadline, "Bí thư chi bộ Sen")
        return follow_ups.begin(unit, 2026, code, intent, by=None)


def section(page, name):
    """The words of the part of a page that has this heading."""
    text = page.content.decode()
    start = text.index(f'aria-labelledby="{name}"')
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text[start : text.index("</section>", start)]))


def test_the_reports_his_units_have_not_sent_are_told_with_their_days(office, results, today):
    """The first quarter's, due 31/3 + 10 = 10/4: only Sen has sent it. On 15/6 the six months' are asked for, due
    30/6 + 10 = 10/7. Hoa is Dung's."""
    send(results.sen, "Q1", "2026-04-03")
    page = page_of(office, results.rows[0])
    told = [(each.unit.code, each.period.name, each.due) for each in page.context["owed"]]
    first, half = date(2026, 4, 10), date(2026, 7, 10)
    assert sorted(told) == sorted(
        [(code, "Q1", first) for code in ("THPT", "CTY", "XUONG")]
        + [(code, "6M", half) for code in ("SEN", "THPT", "CTY", "XUONG")]
    )
    text = section(page, "owed-title")
    assert "quá 66 ngày" in text and "còn 25 ngày" in text and "Chi bộ bản Hoa" not in text
    assert reverse("review_page", args=[results.school.pk, 2026, "Q1"]) in page.content.decode()


def test_a_report_of_spring_is_still_told_in_autumn_and_one_that_came_back_says_so(office, results, today):
    send(results.sen, "Q1", "2026-04-03")
    review = results.sen.reviews.get()
    today.move_to("2026-10-20 09:00:00+07:00")
    reviews.give_back(review, reason="Thiếu", seen=1, by=results.officers["an"])
    page = page_of(results.client("an"), results.rows[0])
    told = {each.period.name: each.returned for each in page.context["owed"] if each.unit == results.sen}
    assert told == {"Q1": True, "6M": False, "9M": False}
    assert "bị trả lại" in section(page, "owed-title")


def test_the_follow_ups_of_his_units_are_told_until_done(office, results):
    follow(results.sen, date(2026, 6, 10)), follow(results.workshop, date(2026, 7, 1), "no_plan")
    done = follow(results.school, date(2026, 6, 12), "school_without_pupil", "2026-06-02")
    follow(results.hoa, date(2026, 6, 11))
    follow_ups.finish(done, on=date(2026, 6, 15), outcome="Xong", seen=0, by=None)
    page = page_of(office, results.rows[0])
    assert [(each.follow_up.unit, each.follow_up.deadline) for each in page.context["followed"]] == [
        (results.sen, date(2026, 6, 10)), (results.workshop, date(2026, 7, 1)),
    ]  # fmt: skip
    text = section(page, "followed-title")
    assert "Có nguồn, chưa kết nạp" in text and "Bí thư chi bộ Sen" in text and "quá 5 ngày" in text
    assert reverse("follow_up", args=[2026, results.workshop.pk, "no_plan"]) in page.content.decode()
    late = [due.clock.code for due in members(office)["Lò Văn Thoan"].late if not due.candidate]
    assert late == ["follow_up"]


def test_nothing_missing_and_nothing_followed_is_said(office, results):
    page = page_of(office, results.rows[0])
    assert "Không thiếu báo cáo kỳ nào" in section(page, "owed-title")
    assert "Không có việc khắc phục nào đang mở" in section(page, "followed-title")


def test_missing_reports_are_among_the_flags_of_the_list(office, results):
    send(results.sen, "Q1", "2026-04-03")
    flags = {flag.code: count for flag, count in members(office)["Lò Văn Thoan"].flags}
    assert flags["review_missing"] == 3  # the school, the base and its workshop


def test_reports_and_follow_ups_of_many_units_cost_no_more(world, office):
    own = world.hoa.supervisions.get()
    send(world.sen, "Q1", "2026-04-03"), follow(world.hoa, date(2026, 6, 10))

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert page_of(office, own).status_code == 200
        return len(captured)

    few = cost()
    for index in range(8):
        unit = reorganise.found(
            code=f"B{index}", name=f"Bản {index}", kind=Kind.RESIDENTIAL, parent=world.commune, since=FOUNDED
        )
        put(unit, "Dung", date(2026, 2, 1), officer=world.officers["dung"])
        follow(unit, date(2026, 6, 10))
    assert cost() == few
