"""Home, the unit's year and the unit's page: what they say, to whom, at how many queries."""

import gzip
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from admissions.models import Candidate, StageEvent
from admissions.regulation import Stage
from units import reorganise
from units.models import Kind, Officer, Quota, UnitYear, YearRule

ROAD = {
    Stage.SOURCE: (date(2023, 1, 5), ""),
    Stage.LISTED: (date(2023, 6, 1), "1-NQ/CB"),
    Stage.TRAINED: (date(2023, 9, 15), "7/GCN"),
    Stage.VOTED: (date(2024, 3, 1), "2-NQ/CB"),
}


def words(response):
    """The text of a page with single spaces, tags aside."""
    body = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.fixture
def year_2024(world, person):
    """640 members, 17 admitted of a quota of 20, 2 waiting: the example of the leaders' letter."""
    UnitYear.objects.create(unit=world.hoa, year=2024, opening=600)
    UnitYear.objects.create(unit=world.sen, year=2024, opening=40)
    Quota.objects.create(unit=world.commune, year=2024, members=20, given_on=date(2024, 1, 25))
    for index in range(17):
        person(
            f"Lò Văn {chr(65 + index)}", steps=ROAD | {Stage.DECIDED: (date(2024, 4, 1), f"{index}-QĐ/ĐU")}
        )
    for name in ("Tẩn A Chờ", "Tẩn A Đợi"):
        person(name, world.sen, steps=ROAD)
    return world


def test_the_year_speaks_of_people_beside_every_rate(year_2024):
    page = words(year_2024.client("chi").get(reverse("unit_year", args=[year_2024.commune.pk, 2024])))
    assert "2,66%" in page and "17/20 người – còn 3 người để đạt 3%" in page
    assert "trên 640 đảng viên (31/12/2023)" in page
    assert "hoàn thành 85,00%" in page
    assert "Dưới khung mục tiêu" in page


def test_a_flag_leads_to_the_people_behind_it(year_2024):
    page = year_2024.client("an").get(reverse("unit_year", args=[year_2024.commune.pk, 2024]))
    link = f"{reverse('candidate_list')}?don_vi={year_2024.sen.pk}&amp;nhom=duong_ong"
    assert link in page.content.decode()
    people = words(year_2024.client("an").get(link.replace("&amp;", "&")))
    assert "Tẩn A Chờ" in people and "Tẩn A Đợi" in people and "Lò Văn A" not in people


def test_the_number_admitted_leads_to_those_admitted(year_2024):
    answer = year_2024.client("an").get(
        reverse("candidate_list"), {"don_vi": year_2024.commune.pk, "ket_nap": 1, "nam": 2024, "ky": "Y"}
    )
    page = words(answer)
    assert "Lò Văn A" in page and "Tẩn A Chờ" not in page


def test_the_years_of_a_unit_count_as_the_rule_of_each_year_says(world, person):
    YearRule.objects.create(root=world.commune, year=2026, counting=YearRule.Counting.CEREMONY)
    steps = ROAD | {Stage.DECIDED: (date(2025, 12, 20), "1-QĐ/ĐU"), Stage.HELD: (date(2026, 1, 10), "")}
    person(steps=steps)
    with time_machine.travel("2026-06-15 09:00:00+07:00", tick=False):
        page = world.client("an").get(reverse("unit_page", args=[world.hoa.pk]))
    # Decided in 2025, when decisions counted; the ceremony of 2026 counts as well, by the rule since 2026.
    assert page.context["years"][:3] == [(2026, None, 1), (2025, None, 1), (2024, None, 0)]


def test_a_period_that_does_not_exist_is_not_found(world):
    address = reverse("unit_year", args=[world.hoa.pk, 2024])
    assert world.client("an").get(address, {"ky": "Q7"}).status_code == 404
    assert world.client("an").get(reverse("unit_year", args=[world.hoa.pk, 9999])).status_code == 404


def test_an_empty_unit_has_a_page_and_a_year(world):
    client = world.client("an")
    for unit in (world.commune, world.sen):
        for address in (reverse("unit_page", args=[unit.pk]), reverse("unit_year", args=[unit.pk, 2024])):
            assert client.get(address).status_code == 200


def test_an_empty_installation_says_how_to_begin(db, client):
    client.force_login(Officer.objects.create_superuser("dau-tien", "mat-khau-thu"))
    page = words(client.get(reverse("home")))
    assert "Chưa có đơn vị nào" in page and "mẫu Excel trống" in page


def test_home_tells_what_is_overdue_with_its_clause(world, person):
    voted = timezone.localdate() - timedelta(days=200)
    person("Sùng A Trễ", steps=ROAD | {Stage.VOTED: (voted, "5-NQ/CB")})
    page = words(world.client("an").get(reverse("home")))
    assert "Đã quá hạn" in page and "Sùng A Trễ" in page and "294 4.3.1" in page


def test_home_shows_each_officer_only_his_own(world, person):
    voted = timezone.localdate() - timedelta(days=200)
    person("Sùng A Hoa", world.hoa, steps=ROAD | {Stage.VOTED: (voted, "5-NQ/CB")})
    person("Sùng A Sen", world.sen, steps=ROAD | {Stage.VOTED: (voted, "6-NQ/CB")})
    seen = {
        who: {
            name
            for name in ("Sùng A Hoa", "Sùng A Sen")
            if name in words(world.client(who).get(reverse("home")))
        }
        for who in ("an", "binh", "chi", "dung", "quan", "xuan")
    }
    both, one, none = {"Sùng A Hoa", "Sùng A Sen"}, {"Sùng A Hoa"}, set()
    assert seen == {"an": both, "binh": one, "chi": both, "dung": one, "quan": both, "xuan": none}


def crowd(world, count):
    """`count` people with four steps each, spread over new cells of the commune, built at once."""
    known = Candidate.objects.count()
    cells = [
        reorganise.found(
            code=f"C{known}-{i}",
            name=f"Bản {i}",
            kind=Kind.RESIDENTIAL,
            parent=world.commune,
            since=date(2021, 1, 1),
        )
        for i in range(20)
    ]
    people = []
    for index in range(count):
        candidate = Candidate(unit=cells[index % 20], birth_date=date(2000, 1, 1), sex="male")
        candidate.set_name(f"Lò Văn Số {index}")
        candidate.stage, candidate.stage_since = "voted", date(2024, 3, 1)
        people.append(candidate)
    StageEvent.objects.bulk_create(
        StageEvent(candidate=one, unit_id=one.unit_id, stage=stage, happened_on=on, document_number=number)
        for one in Candidate.objects.bulk_create(people)
        for stage, (on, number) in ROAD.items()
    )


@pytest.mark.parametrize(("name", "most"), [("home", 22), ("unit_year", 15), ("unit_page", 24)])
def test_the_number_of_queries_does_not_grow_with_people_and_units(world, name, most):
    client = world.client("an")
    arguments = {"home": [], "unit_year": [world.commune.pk, 2024], "unit_page": [world.commune.pk]}[name]

    def counted():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name, args=arguments)).status_code == 200
        return len(captured)

    crowd(world, 10)
    few = counted()
    crowd(world, 990)
    assert counted() == few
    assert few <= most


@pytest.mark.parametrize(
    ("who", "told"),
    [("an", "Rà soát danh sách cảm tình Đảng tháng 11/2026 3 đơn vị chưa ghi"), ("binh", "Chi bộ bản Hoa")],
)
def test_home_sums_up_the_duty_of_many_units_in_one_line_and_leads_to_the_lists(world, person, who, told):
    with time_machine.travel("2026-11-11 09:00:00+07:00", tick=False):
        for unit in (world.hoa, world.sen):
            person(
                unit=unit, steps={Stage.SOURCE: (date(2026, 1, 5), ""), Stage.LISTED: (date(2026, 2, 5), "1")}
            )
        body = world.client(who).get(reverse("home"))
    page = words(body)
    assert told in page and page.count("Rà soát danh sách cảm tình Đảng") == 1
    for name in ("work_list", "missing_papers", "month_calendar", "list_reviews"):
        assert f'href="{reverse(name)}"' in body.content.decode()


def test_units_without_people_are_told_what_comes_next_each_by_his_role(world):
    office, secretary = (words(world.client(who).get(reverse("home"))) for who in ("an", "binh"))
    assert "Chưa có quần chúng nào" in office and "Thêm từng quần chúng" in office
    assert "Văn phòng Đảng ủy thêm quần chúng" in secretary and "Thêm từng quần chúng" not in secretary


def test_the_first_page_weighs_less_than_a_hundred_kilobytes_on_the_line(world, person):
    crowd(world, 100)
    page = world.client("an").get(reverse("home"), headers={"accept-encoding": "gzip"})
    beside = ("style.css", "app.js", "django_htmx/htmx-2.min.js", "icon.svg")
    weight = len(page.content) + sum(len(gzip.compress(Path(finders.find(n)).read_bytes())) for n in beside)
    assert page["Content-Encoding"] == "gzip" and weight < 100_000
