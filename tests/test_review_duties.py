"""Who owes the report of a period until which day: work list, home, calendar, feed, flag. Due days by hand."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from admissions.deadlines.agenda import agenda_of, kind_of
from admissions.deadlines.units import PERIOD_REPORT
from reports import figures
from units import reorganise, reviews
from units.models import Kind, Unit, YearRule
from units.periods import Period
from units.reviews import Words
from units.reviews_owed import periods_told, reviews_owed

FULL = Words("Một", "Hai", "Ba")


def on_day(day):
    return time_machine.travel(f"{day} 09:00:00+07:00", tick=False)


def send(unit, name="Q1", year=2026, by=None):
    period = Period.of(year, name, today=timezone.localdate())
    return reviews.submit(unit, period, FULL, figures={}, seen=0, by=by, confirmed=True)


def owed(on, *units):
    return [
        (each.unit.code, each.period.label, each.due)
        for each in reviews_owed(units or Unit.objects.order_by("path"), on)
    ]


@pytest.fixture
def kept(world):
    """Sen has reported the first quarter on 3/4/2026: from then on reports are kept."""
    with on_day("2026-04-03"):
        return send(world.sen)


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2026, 2, 28), ["9 tháng 2025", "Cả năm 2025"]),
        (date(2026, 3, 1), ["Cả năm 2025", "Quý I 2026"]),
        (date(2026, 5, 31), ["Cả năm 2025", "Quý I 2026"]),
        (date(2026, 6, 1), ["Quý I 2026", "6 tháng 2026"]),
        (date(2026, 12, 1), ["9 tháng 2026", "Cả năm 2026"]),
    ],
)
def test_the_two_newest_periods_are_told_the_running_one_from_its_last_month(on, told):
    assert [period.label for period in periods_told(on)] == told


def test_nothing_is_owed_before_anybody_has_sent_a_report(world):
    with on_day("2026-04-20"):
        reviews.save_draft(world.hoa, Period.of(2026, "Q1", today=date(2026, 4, 20)), FULL, seen=0, by=None)
    assert owed(date(2026, 4, 20)) == []


def test_the_day_before_the_first_report_nothing_is_owed_and_that_day_the_others_owe(world, kept):
    assert owed(date(2026, 4, 2)) == []
    # 31/3 + 10 calendar days = 10/4
    due = ("Quý I 2026", date(2026, 4, 10))
    assert owed(date(2026, 4, 3)) == [
        (code, *due) for code in ("MAY", "HOA", "THPT", "CTY", "XUONG", "KHE", "XA")
    ]


@pytest.mark.parametrize(
    ("name", "year", "days", "due"),
    [
        ("Q1", 2026, 10, date(2026, 4, 10)),  # 31/3 + 10
        ("6M", 2026, 10, date(2026, 7, 10)),  # 30/6 + 10
        ("9M", 2026, 10, date(2026, 10, 10)),  # 30/9 + 10
        ("Y", 2026, 10, date(2027, 1, 10)),  # 31/12 + 10
        ("6M", 2026, 0, date(2026, 6, 30)),
        ("9M", 2026, 32, date(2026, 11, 1)),  # 30/9 + 31 = 31/10, + 1 = 1/11
    ],
)
def test_the_due_day_is_the_periods_end_and_the_committees_days(world, kept, name, year, days, due):
    YearRule.objects.create(root=world.commune, year=2025, review_days=days)
    period = Period.of(year, name, today=due)
    on = max(period.end, date(2026, 4, 3))
    told = [each.due for each in reviews_owed([world.hoa], on) if each.period.name == name]
    assert told == [due]


def test_the_rule_of_another_committee_and_of_a_later_year_leaves_the_day_alone(world, kept):
    YearRule.objects.create(root=world.neighbour, year=2026, review_days=3)
    YearRule.objects.create(root=world.commune, year=2027, review_days=3)
    assert owed(date(2026, 4, 4), world.hoa, world.far) == [
        ("XA", "Quý I 2026", date(2026, 4, 3)),  # 31/3 + 3
        ("HOA", "Quý I 2026", date(2026, 4, 10)),
    ]


def test_a_report_is_no_more_owed_from_the_day_it_is_sent_and_again_when_it_is_returned(world, kept):
    with on_day("2026-04-06"):
        sent = send(world.hoa)
    with on_day("2026-04-08"):
        reviews.give_back(sent, reason="Thiếu", seen=1, by=world.officers["an"])
    told = {day: reviews_owed([world.hoa], date(2026, 4, day)) for day in (5, 6, 7, 8)}
    assert {day: [each.returned for each in owing] for day, owing in told.items()} == {
        5: [False], 6: [], 7: [], 8: [True]
    }  # fmt: skip


def test_a_unit_founded_after_the_periods_end_or_closed_and_a_province_owe_nothing(world, kept):
    place = {"kind": Kind.OTHER, "parent": world.commune}
    reorganise.found(code="CUOI", name="Chi bộ Cuối", since=date(2026, 3, 31), **place)
    reorganise.found(code="SAU", name="Chi bộ Sau", since=date(2026, 4, 1), **place)
    reorganise.found(code="TINH", name="Đảng bộ tỉnh", kind=Kind.PROVINCE, since=date(2020, 1, 1))
    reorganise.close(world.hoa, into=world.sen, on=date(2026, 4, 5))
    codes = {code for code, *_ in owed(date(2026, 4, 6))}
    assert codes == {"MAY", "THPT", "CTY", "XUONG", "KHE", "XA", "CUOI"}
    assert "HOA" in {code for code, *_ in owed(date(2026, 4, 4))}


@pytest.mark.parametrize("who", ["an", "binh", "dung", "xuan"])
def test_each_officer_is_told_of_his_own_units(world, kept, who):
    expected = {
        "an": {"MAY", "HOA", "THPT", "CTY", "XUONG"},
        "binh": {"HOA"},
        "dung": {"HOA"},
        "xuan": {"KHE", "XA"},
    }
    agenda = agenda_of(world.officers[who], on=date(2026, 4, 12))
    dues = [due for due in agenda.dues if due.clock.code == PERIOD_REPORT]
    assert {due.unit.code for due in dues} == expected[who]
    assert {(due.days_left, due.clock.what, kind_of(due)) for due in dues} == {
        (-2, "Báo cáo quý I 2026", "Báo cáo kỳ")
    }


def test_home_work_list_and_calendar_lead_to_the_report(world, kept):
    page = reverse("review_page", args=[world.hoa.pk, 2026, "Q1"])
    book = f"{reverse('review_list')}?nam=2026&amp;ky=Q1"
    with on_day("2026-04-12"):
        for name in ("home", "work_list"):
            told = world.client("binh").get(reverse(name)).content.decode()
            assert f'href="{page}">Báo cáo quý I 2026</a>' in told and "quá 2 ngày" in told
            assert (
                f'href="{book}">Báo cáo quý I 2026</a>'
                in world.client("an").get(reverse(name)).content.decode()
            )
        assert "Báo cáo kỳ" in world.client("an").get(reverse("month_calendar")).content.decode()


def flags(unit, on, name="Y", year=2026):
    told = figures.for_period(unit, Period.of(year, name, as_of=on, today=on))
    return [flag.detail for flag in told.flags if flag.code == "review_missing"]


# Due on 10/4: on that day not yet late, the day after it is.
@pytest.mark.parametrize(
    ("on", "told"),
    [(date(2026, 4, 10), []), (date(2026, 4, 11), ["Chưa gửi báo cáo quý I (hạn 10/04/2026)."])],
)
def test_the_flag_is_raised_from_the_day_after_the_due_day(world, kept, on, told):
    assert flags(world.hoa, on) == told
    assert flags(world.sen, on) == []


def test_the_flag_names_every_period_that_is_missing_and_what_was_returned(world, kept):
    with on_day("2026-04-20"):
        reviews.give_back(send(world.hoa), reason="Thiếu", seen=1, by=world.officers["an"])
    assert flags(world.hoa, date(2026, 11, 1)) == [
        "Chưa gửi báo cáo quý I (hạn 10/04/2026, bị trả lại), 6 tháng (hạn 10/07/2026), 9 tháng (hạn 10/10/2026)."
    ]


def test_a_past_days_flag_tells_what_had_come_by_then(world, kept):
    with on_day("2026-04-20"):
        send(world.hoa)
    assert flags(world.hoa, date(2026, 4, 19)) and not flags(world.hoa, date(2026, 4, 20))


def test_no_flag_where_no_reports_are_kept_before_they_were_and_for_a_province(world, kept):
    assert flags(world.hoa, date(2025, 12, 31), year=2025) == []
    province = reorganise.found(code="T", name="Đảng bộ tỉnh", kind=Kind.PROVINCE, since=date(2020, 1, 1))
    assert flags(province, date(2026, 5, 1)) == []


def test_the_flag_leads_to_the_first_report_that_is_missing(world, kept):
    with on_day("2026-08-01"):
        told = world.client("an").get(reverse("unit_year", args=[world.hoa.pk, 2026])).content.decode()
    assert f'href="{reverse("review_page", args=[world.hoa.pk, 2026, "Q1"])}"' in told
    assert "Thiếu báo cáo kỳ" in told


def test_a_secretary_is_asked_for_every_report_of_the_year_that_is_missing(world, kept):
    """In November work list and home tell the two newest periods, the page of the reports all of them."""
    with on_day("2026-11-02"):
        page = world.client("binh").get(reverse("review_list"))
    assert [each.period.name for each, _ in page.context["owed"]] == ["Q1", "6M", "9M"]


def test_a_closed_units_report_is_confirmed_and_not_returned(world, kept):
    with on_day("2026-04-08"):
        send(world.hoa)
        reorganise.close(world.hoa, into=world.sen, on=date(2026, 4, 8))
        page = (
            world.client("an").get(reverse("review_page", args=[world.hoa.pk, 2026, "Q1"])).content.decode()
        )
    assert 'value="accept"' in page and 'value="return"' not in page
