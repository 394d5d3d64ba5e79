"""The page that foresees the year end: whom it shows to whom, what it says, how the assumptions are kept, what it costs."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from admissions.regulation import Stage
from units.models import Quota, UnitYear
from units.reorganise import close

READY = date(2026, 5, 4)
CERTIFIED = {
    Stage.SOURCE: (date(2024, 1, 5), ""),
    Stage.LISTED: (date(2024, 2, 5), "1-NQ/CB"),
    Stage.TRAINED: (date(2024, 3, 5), "7/GCN"),
    Stage.OPENED: (date(2026, 4, 6), "2-QĐ/ĐU"),
    Stage.CERTIFIED: (date(2026, 6, 8), ""),
}
VOTED = {**CERTIFIED, Stage.VOTED: (date(2026, 10, 20), "5-NQ/CB")}
LISTED = dict(list(CERTIFIED.items())[:2])
PAGE = "/du-bao/2026/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-02 09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def year(world, person):
    UnitYear.objects.create(unit=world.hoa, year=2026, opening=40)
    Quota.objects.create(unit=world.commune, year=2026, members=3, given_on=date(2026, 1, 25))
    person("Lò Văn An", steps=VOTED, ready=READY)
    person("Lò Văn Dũng", steps=CERTIFIED, ready=READY)
    person("Tòng Thị Mai", world.sen, steps=VOTED, ready=READY)
    person("Lò Văn Giang", world.school, steps=LISTED)
    person("Lò Văn Hải", world.workshop, steps=CERTIFIED, ready=READY, birth_date=date(2009, 2, 10))
    return world


def words(answer):
    """The text of a page with single spaces, tags aside."""
    body = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def names(answer):
    return [one.candidate.name for one in answer.context["told"].prospects]


def test_the_year_end_is_told_in_one_sentence_with_who_must_act(year, office):
    answer = office.get(PAGE)
    page = words(answer)
    assert "Đến 31/12: ít nhất 2, dự kiến 3, nhiều nhất 4 – cần 2 cho 3%; chỉ tiêu 3" in page
    assert "Phải làm trong tháng 11/2026" in page
    assert "Chi bộ biểu quyết đề nghị kết nạp Chi bộ 05/11/2026 Lò Văn Dũng" in page
    assert "Chỉ kịp nếu làm nhanh hơn giả định: 1 người" in page and "Không kịp trong năm: 1 người" in page
    assert "đủ 18 tuổi từ tháng 02/2027 (294 1.1.1)" in page
    assert "không phải quy định" in page


def test_each_sees_the_people_of_his_units(year):
    seen = {who: names(year.client(who).get(PAGE)) for who in ("an", "binh", "chi", "dung", "xuan")}
    assert set(seen["an"]) == set(seen["chi"]) and len(seen["an"]) == 5
    assert seen["binh"] == seen["dung"] == ["Lò Văn An", "Lò Văn Dũng"]
    assert seen["xuan"] == []
    assert "Tòng Thị Mai" not in words(year.client("binh").get(PAGE))


def test_a_unit_is_chosen_in_the_address(year, office):
    assert names(office.get(PAGE, {"don_vi": year.sen.pk})) == ["Tòng Thị Mai"]
    for outside in (year.far.pk, 99999, "x"):
        assert office.get(PAGE, {"don_vi": outside}).status_code == 404
    assert year.client("binh").get(PAGE, {"don_vi": year.sen.pk}).status_code == 404


def test_a_closed_unit_has_no_forecast_of_its_own(year, office):
    close(year.sen, into=year.hoa, on=date(2026, 10, 31), directive=None)
    assert office.get(PAGE, {"don_vi": year.sen.pk}).status_code == 404
    assert "Tòng Thị Mai" in names(office.get(PAGE, {"don_vi": year.hoa.pk}))


def test_the_assumptions_stand_in_the_address_and_go_along(year, office):
    answer = office.get(PAGE, {"chi_bo": "0", "quyet_dinh": "60"})
    told = answer.context["told"]
    assert (told.worst, told.expected, told.best) == (0, 0, 4)
    page = answer.content.decode()
    assert f'href="?don_vi={year.hoa.pk}&amp;chi_bo=0&amp;quyet_dinh=60"' in page
    assert re.search(r'name="quyet_dinh"[^>]*value="60"|value="60"[^>]*name="quyet_dinh"', page)
    assert "Về giá trị thường dùng" in page
    assert "Về giá trị thường dùng" not in office.get(PAGE).content.decode()


def test_an_assumption_that_makes_no_sense_is_told_beside_its_field(year, office):
    answer = office.get(PAGE, {"chi_bo": "40", "quyet_dinh": "mười", "tham_dinh": "-1", "co_so": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"chi_bo", "quyet_dinh", "tham_dinh"}
    assert "Nhập số từ 0 đến 28, ví dụ 5." in page and 'value="mười"' in page
    assert answer.context["told"].expected == 3  # as usual


def test_only_the_present_year_is_foreseen(year, office):
    assert "Năm 2025 đã qua" in words(office.get("/du-bao/2025/"))
    assert "Năm 2027 chưa đến" in words(office.get("/du-bao/2027/"))
    assert office.get("/du-bao/1500/").status_code == 404


def test_with_nobody_on_the_road_the_page_says_so(world, office):
    page = words(office.get(PAGE))
    assert "ít nhất 0, dự kiến 0, nhiều nhất 0 – chưa có cơ số và chỉ tiêu" in page
    assert "Chưa có ai đang trong quy trình" in page


def test_home_and_the_year_lead_there(year, office):
    assert f'href="{PAGE}"' in office.get("/").content.decode()
    link = f'href="{PAGE}?don_vi={year.hoa.pk}"'
    assert link in office.get(f"/don-vi/{year.hoa.pk}/nam/2026/").content.decode()
    assert link not in office.get(f"/don-vi/{year.hoa.pk}/nam/2025/").content.decode()


def test_a_long_list_shows_its_first_people_and_the_rest_on_request(year, office, person):
    for n in range(32):
        person(f"Lò Văn {'abcdefghij'[n % 10] * (1 + n // 10)}", steps=VOTED, ready=READY)
    first, everybody = office.get(PAGE), office.get(PAGE, {"tat_ca": 1})
    assert [len(answer.context["groups"][0]["people"]) for answer in (first, everybody)] == [30, 35]
    assert "Xem thêm 5 người" in words(first) and "Xem thêm" not in words(everybody)


def costs(world, who):
    client = world.client(who)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    return len(queries)


@pytest.mark.parametrize("who", ["an", "binh", "chi", "dung", "quan"])
def test_it_costs_little_and_the_same_for_few_and_for_many(year, person, who):
    few = costs(year, who)
    for n in range(20):
        unit = (year.hoa, year.sen, year.workshop)[n % 3]
        person(f"Vàng Thị {'abcdefghij'[n % 10]}", unit, steps=(VOTED, CERTIFIED, LISTED)[n % 3])
    assert (costs(year, who), few <= 18) == (few, True), few
