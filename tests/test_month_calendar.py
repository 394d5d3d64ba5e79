"""The month: the grid begins on Monday, days off carry their word, what does not fit leads to the work list."""

import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from admissions.models import CalendarDay
from admissions.regulation import Stage

SOURCE = {Stage.SOURCE: (date(2020, 6, 1), "")}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-11 09:00:00+07:00", tick=False):
        yield


def get(world, who="an", **query):
    return world.client(who).get(reverse("month_calendar"), query)


def days(page):
    return {day.date.day: day for day in page.context["days"]}


def decided(person, name, on, **fields):
    return person(name, steps=SOURCE | {Stage.DECIDED: (on, "9")}, **fields)


def test_november_2026_begins_in_the_seventh_column_and_has_thirty_days(world):
    page = get(world)
    assert page.context["days"][0].weekday == 7 and len(page.context["days"]) == 30
    assert 'class="month-days month-from-7"' in page.content.decode()
    assert [len(get(world, thang=month).context["days"]) for month in ("2026-02", "2028-02")] == [28, 29]


def test_a_clock_stands_on_its_day_and_leads_to_the_person(world, person):
    one = decided(person, "Lò Văn Tuần", date(2026, 10, 2))  # 30 working days: 13/11
    page = get(world)
    assert [line.due.candidate for line in days(page)[13].lines] == [one]
    assert sum(bool(day.lines) for day in page.context["days"]) == 1
    assert f'href="{reverse("candidate_page", args=[one.pk])}"' in page.content.decode()
    assert not any(day.lines for day in get(world, thang="2026-12").context["days"])


def test_a_day_that_has_passed_is_marked_late_in_words(world, person):
    decided(person, "Lò Văn Trễ", date(2026, 9, 28))  # 9/11
    page = get(world)
    assert days(page)[9].late and not days(page)[8].late
    assert "Quá hạn" in page.content.decode()


def test_what_does_not_fit_leads_to_the_work_list_of_the_day(world, person):
    for letter in "abcde":
        decided(person, f"Lò Văn {letter}", date(2026, 10, 2))
    page = get(world)
    assert (len(days(page)[13].lines), days(page)[13].more) == (3, 2)
    body = page.content.decode()
    assert f'{reverse("work_list")}?ngay=2026-11-13"' in body and "và 2 việc nữa" in body


def test_the_review_of_many_units_is_one_line(world, person):
    for unit in (world.hoa, world.sen):
        person(unit=unit, steps=SOURCE | {Stage.LISTED: (date(2026, 1, 5), "1")})
    page = get(world)
    assert [len(line.dues) for line in days(page)[30].lines] == [3] and days(page)[30].more == 0
    body = page.content.decode()
    assert "3 đơn vị" in body and f"{reverse('work_list')}?ngay=2026-11-30&amp;loai=list_monthly" in body


def test_days_off_say_why_and_overrides_win(world):
    CalendarDay.objects.create(day=date(2026, 11, 12), worked=False, note="Mưa lũ")
    CalendarDay.objects.create(day=date(2026, 11, 14), worked=True, note="Bù ngày 12/11")
    shown = days(get(world))
    words = {n: (shown[n].word, shown[n].off) for n in (10, 12, 13, 14, 15, 24)}
    assert words == {
        10: ("", False),
        12: ("Nghỉ: Mưa lũ", True),
        13: ("", False),
        14: ("Làm bù: Bù ngày 12/11", False),
        15: ("Nghỉ", True),
        24: ("Nghỉ: Ngày Văn hóa Việt Nam", True),
    }


def test_a_saturday_the_state_has_swapped_is_a_working_day(world):
    shown = days(get(world, thang="2026-08"))
    assert (shown[22].word, shown[22].off) == ("Làm bù", False)
    assert shown[29].word == "Nghỉ" and shown[31].off


def test_a_certificate_that_lapses_next_summer_stands_in_its_month(world, person):
    person(steps=SOURCE | {Stage.TRAINED: (date(2022, 6, 15), "7/GCN")})
    assert days(get(world, thang="2027-06"))[15].lines


@pytest.mark.parametrize("asked", ["", "2026-13", "1999-01", "x", "2026-11-01", "9999-12"])
def test_a_month_that_makes_no_sense_is_this_month(world, asked):
    assert get(world, thang=asked).context["month"] == date(2026, 11, 1)


def test_the_months_beside_it_are_one_click_away(world):
    links = re.findall(r'href="\?thang=([\d-]+)"', get(world, thang="2026-12").content.decode())
    assert links == ["2026-11", "2027-01"]


def test_each_officer_sees_his_own(world, person):
    decided(person, "Lò Văn Hoa", date(2026, 10, 2))
    decided(person, "Lò Văn Sen", date(2026, 10, 2), unit=world.sen)
    seen = {who: get(world, who).context["count"] for who in ("an", "binh", "chi", "dung", "quan", "xuan")}
    assert seen == {"an": 2, "binh": 1, "chi": 2, "dung": 1, "quan": 2, "xuan": 0}


def test_the_month_costs_the_same_for_few_and_for_many(world, person, django_assert_num_queries):
    client = world.client("an")
    for count in (1, 12):
        for n in range(count):
            decided(person, f"Lò Văn {'abcdefghijkl'[n]}", date(2026, 10, 2))
        with django_assert_num_queries(15):
            client.get(reverse("month_calendar"))
