"""The work list: which clock stands in which group, what narrows it, what it costs; one place for every kind."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from admissions import regulation
from admissions.deadlines import Due
from admissions.deadlines.agenda import KINDS, Period, agenda_of, folded, kind_of, period_of
from admissions.deadlines.units import FOLLOW_UP, PERIOD_REPORT
from admissions.regulation import Clock, Stage, reviews
from admissions.views.work_list import LINES
from units.models import Officer

SOURCE = {Stage.SOURCE: (date(2020, 6, 1), "")}


@pytest.fixture(autouse=True)
def today():
    """Wednesday 11/11/2026: the week ends on Sunday the 15th, the month on Monday the 30th."""
    with time_machine.travel("2026-11-11 09:00:00+07:00", tick=False):
        yield


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def get(world, who="an", **query):
    return world.client(who).get(reverse("work_list"), query)


def told(page):
    """Heading → names of people, codes of units."""
    return {
        section.title: [due.candidate.name if due.candidate else due.unit.code for due in section.dues]
        for section in page.context["sections"]
    }


def ceremony(person, name, decided, unit=None):
    return person(name, unit=unit, steps=SOURCE | {Stage.DECIDED: (decided, "9")})


@pytest.fixture
def four(world, person):
    """Ceremonies of four people: decided on so many days, due 30 working days later, one in each group."""
    ceremony(person, "Lò Văn Trễ", date(2026, 9, 28))  # 29–30/9 …2, October …24, 2–9/11 …30
    ceremony(person, "Lò Văn Tuần", date(2026, 10, 2))  # 5–30/10 …20, 2–13/11 …30
    ceremony(person, "Lò Văn Tháng", date(2026, 10, 5), unit=world.sen)  # 16/11
    ceremony(person, "Lò Văn Sau", date(2026, 10, 26), unit=world.sen)  # 8/12, the 24th is off
    return world


@pytest.mark.parametrize(
    ("due", "period"),
    [
        (date(2026, 11, 10), Period.LATE),
        (date(2026, 11, 11), Period.WEEK),
        (date(2026, 11, 15), Period.WEEK),
        (date(2026, 11, 16), Period.MONTH),
        (date(2026, 11, 30), Period.MONTH),
        (date(2026, 12, 1), Period.LATER),
    ],
)
def test_a_due_day_belongs_to_the_week_from_monday_to_sunday_or_to_the_calendar_month(due, period):
    clock = Clock("x", "Việc", date(2026, 10, 1), due, "1")
    assert period_of(Due(None, clock, 0, None), date(2026, 11, 11)) is period


def test_a_week_that_runs_into_the_next_month_is_still_this_week():
    clock = Clock("x", "Việc", date(2026, 10, 1), date(2026, 12, 6), "1")
    assert period_of(Due(None, clock, 0, None), date(2026, 11, 30)) is Period.WEEK


def test_the_clocks_stand_under_overdue_this_week_this_month_and_later(four):
    assert told(get(four)) == {
        "Quá hạn": ["Lò Văn Trễ"],
        "Tuần này": ["Lò Văn Tuần"],
        "Tháng này": ["Lò Văn Tháng"],
        "Sau đó": ["Lò Văn Sau"],
    }
    page = words(get(four))
    assert "09/11/2026 quá 2 ngày" in page and "13/11/2026 còn 2 ngày" in page and "294 4.1" in page


def test_filters_narrow_and_add_up(four, person):
    person("Lò Văn Khác", unit=four.sen, steps=SOURCE | {Stage.VOTED: (date(2026, 9, 7), "5")})
    assert told(get(four, don_vi=four.hoa.pk)) == {
        "Quá hạn": ["Lò Văn Trễ"],
        "Tuần này": ["Lò Văn Tuần"],
    }
    assert told(get(four, ky="sau")) == {"Sau đó": ["Lò Văn Sau"]}
    # 45 working days after 7/9: September 17, October 39, 2–9/11 45.
    assert told(get(four, loai="decision_window")) == {"Quá hạn": ["Lò Văn Khác"]}
    assert told(get(four, ngay="2026-11-16")) == {"Tháng này": ["Lò Văn Tháng"]}
    page = get(four, don_vi=four.sen.pk, loai="ceremony_window", ky="qua_han")
    assert told(page) == {} and "Không có việc nào khớp" in words(page)
    assert [chip.count for chip in page.context["periods"]] == [2, 0, 0, 1, 1]


def test_a_filter_that_makes_no_sense_narrows_nothing(four):
    everything = told(get(four))
    for query in (
        {"don_vi": "abc"},
        {"don_vi": 10**30},
        {"don_vi": four.far.pk},
        {"ky": "x"},
        {"ngay": "31/31"},
        {"theo": "x", "page": "-1"},
    ):
        assert told(get(four, **query)) == everything


def test_grouped_by_unit_in_the_order_of_the_tree_or_by_kind(four, person):
    # 45 working days after 15/9: September 11, October 33, 2–13/11 43, 17/11.
    person("Lò Văn Khác", unit=four.sen, steps=SOURCE | {Stage.VOTED: (date(2026, 9, 15), "5")})
    assert told(get(four, theo="don_vi")) == {
        "Chi bộ bản Hoa": ["Lò Văn Trễ", "Lò Văn Tuần"],
        "Chi bộ bản Sen": ["Lò Văn Tháng", "Lò Văn Khác", "Lò Văn Sau"],
    }
    assert told(get(four, theo="loai")) == {
        "Lễ kết nạp": ["Lò Văn Trễ", "Lò Văn Tuần", "Lò Văn Tháng", "Lò Văn Sau"],
        "Quyết định kết nạp": ["Lò Văn Khác"],
    }


def test_a_unit_with_cells_below_shows_theirs(world, person):
    ceremony(person, "Lò Văn Thợ", date(2026, 10, 2), unit=world.workshop)
    assert told(get(world, don_vi=world.base.pk)) == {"Tuần này": ["Lò Văn Thợ"]}


def test_people_and_units_lead_to_their_page_in_one_click(world, person):
    one = person(steps=SOURCE | {Stage.LISTED: (date(2026, 1, 5), "1")})
    other = ceremony(person, "Lò Văn Tuần", date(2026, 10, 2))
    body = get(world).content.decode()
    assert f'href="{reverse("candidate_page", args=[other.pk])}"' in body
    assert f'href="{reverse("unit_page", args=[world.hoa.pk])}"' in body
    assert reverse("candidate_page", args=[one.pk]) not in body
    assert told(get(world))["Tháng này"] == ["MAY", "HOA"]
    assert told(get(world, don_vi=world.hoa.pk))["Tháng này"] == ["HOA"]


def test_each_officer_sees_his_own(four):
    everybody = {"Lò Văn Trễ", "Lò Văn Tuần", "Lò Văn Tháng", "Lò Văn Sau"}
    of_hoa = {"Lò Văn Trễ", "Lò Văn Tuần"}
    expected = {
        "an": everybody,
        "binh": of_hoa,
        "chi": everybody,
        "dung": of_hoa,
        "quan": everybody,
        "xuan": set(),
    }
    seen = {who: {n for names in told(get(four, who)).values() for n in names} for who in expected}
    assert seen == expected


def test_nothing_to_do_is_said_so(world):
    assert "Không có việc nào đang mở" in words(get(world))


@pytest.mark.parametrize("name", ["work_list", "month_calendar", "list_reviews", "feed", "outbox"])
def test_an_empty_installation_opens_every_page(db, client, name):
    client.force_login(Officer.objects.create_superuser("dau-tien", "mat-khau-thu"))
    assert client.get(reverse(name)).status_code == 200


def test_a_long_list_comes_in_pages_and_a_heading_goes_on(world, person):
    for n in range(LINES + 5):
        ceremony(person, f"Lò Văn {chr(97 + n // 26)}{chr(97 + n % 26)}", date(2026, 10, 2))
    first, second = get(world, theo="loai"), get(world, theo="loai", page=2)
    assert [len(s.dues) for s in first.context["sections"]] == [LINES]
    assert [(len(s.dues), s.count, s.continued) for s in second.context["sections"]] == [(5, 105, True)]
    assert "?theo=loai&amp;page=2" in first.content.decode()


def test_a_kind_nobody_has_named_is_called_by_what_it_says():
    clock = Clock("brand_new", "Việc mới", date(2026, 1, 1), date(2026, 2, 1), "1")
    assert "brand_new" not in KINDS and kind_of(Due(None, clock, 0, None)) == "Việc mới"


def test_the_same_duty_of_several_units_folds_into_one_line_and_people_never_do(world, person):
    for unit in (world.hoa, world.sen):
        person(unit=unit, steps=SOURCE | {Stage.LISTED: (date(2026, 1, 5), "1")})
    ceremony(person, "Lò Văn Tuần", date(2026, 10, 2))
    ceremony(person, "Lò Văn Tuấn", date(2026, 10, 2))
    lines = folded(agenda_of(world.officers["an"], on=date(2026, 11, 11)).dues)
    assert [len(line) for line in lines] == [1, 1, 3]


@pytest.mark.parametrize("query", [{}, {"theo": "don_vi"}, {"loai": "ceremony_window"}])
def test_the_list_costs_the_same_for_few_and_for_many(world, person, query, django_assert_num_queries):
    client = world.client("an")
    for count in (1, 12):
        for n in range(count):
            ceremony(person, f"Lò Văn {'abcdefghijkl'[n]}", date(2026, 10, 2) + timedelta(days=n))
        with django_assert_num_queries(14):
            client.get(reverse("work_list"), query)


def test_every_clock_of_the_regulation_has_a_name_in_the_filter():
    told = Path(regulation.__file__).parent.joinpath("clocks.py").read_text(encoding="utf-8")
    named = re.findall(r'(?:Clock\(|window\(|code, what =|code, what = )\s*"([a-z_0-9]+)"', told)
    codes = set(named) | {reviews.LIST_MONTHLY, PERIOD_REPORT, FOLLOW_UP}
    assert len(codes) > 15
    assert codes == set(KINDS)


def test_the_page_shows_the_same_duty_of_several_units_as_one_line_with_the_units_in_it(world, person):
    for unit in (world.hoa, world.sen):
        person(unit=unit, steps=SOURCE | {Stage.LISTED: (date(2026, 1, 5), "1")})
    page = get(world)
    body = page.content.decode()
    assert body.count("Rà soát danh sách cảm tình Đảng tháng 11/2026") == 1
    assert "3 đơn vị" in words(page) and body.count(reverse("unit_page", args=[world.sen.pk])) == 1
    assert [len(line) for section in page.context["sections"] for line in section.lines] == [3]
