"""A person's page: the road, what comes next, the history; and what it costs."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from admissions import pipeline
from admissions.models import StageEvent
from admissions.pipeline import Entry
from admissions.regulation import Stage

CERTIFIED = {
    Stage.SOURCE: (date(2025, 1, 10), ""),
    Stage.LISTED: (date(2025, 3, 10), "03-NQ/CB"),
    Stage.TRAINED: (date(2025, 5, 10), "77/GCN"),
    Stage.OPENED: (date(2025, 8, 10), "15-QĐ/ĐU"),
    Stage.CERTIFIED: (date(2025, 10, 10), ""),
}
VOTED = {**CERTIFIED, Stage.VOTED: (date(2026, 5, 11), "05-NQ/CB")}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-15 09:00:00+07:00", tick=True):
        yield


def page_of(client, person):
    return client.get(f"/quan-chung/{person.pk}/")


def road(answer):
    return {milestone.label: milestone.state for milestone in answer.context["road"]}


def test_the_road_shows_what_is_done_where_he_stands_and_what_comes(world, person):
    answer = page_of(world.client("an"), person(steps=VOTED))

    assert road(answer) == {
        "Nguồn": "done", "Cảm tình Đảng": "done", "Đã học lớp nhận thức": "done", "Được làm hồ sơ": "done",
        "Đã chứng nhận lý lịch": "done", "Chi bộ đã đề nghị": "here", "Đã thẩm định": "next",
        "Đã quyết định kết nạp": "ahead", "Đảng viên dự bị": "ahead", "Chi bộ đề nghị công nhận": "ahead",
        "Đảng viên chính thức": "ahead",
    }  # fmt: skip
    assert "05-NQ/CB" in answer.content.decode()
    assert "11/05/2026" in answer.content.decode()


def test_the_road_of_a_cell_below_a_committee_passes_through_the_committee(world, person):
    answer = page_of(world.client("an"), person(unit=world.workshop, steps=VOTED))

    assert road(answer)["Đảng ủy cơ sở đã đề nghị"] == "next"
    assert road(answer)["Đã thẩm định"] == "ahead"


def test_a_stage_missing_in_an_old_book_is_said_to_be_missing(world, person):
    steps = {Stage.SOURCE: (date(2020, 1, 10), ""), Stage.VOTED: (date(2023, 3, 10), "5-NQ/CB")}
    page = page_of(world.client("an"), person(steps=steps)).content.decode()

    assert "không ghi ngày" in page
    assert "Lưu ý khi ghi: Lý lịch chưa được chứng nhận" in page
    assert "Sổ cũ chưa có: Giấy chứng nhận lớp nhận thức về Đảng (CN-NTVĐ); Đơn xin vào Đảng (1-KNĐ)" in page


def test_the_road_of_one_who_left_ends_where_he_left(world, person):
    one = person(steps={Stage.SOURCE: (date(2025, 1, 10), ""), Stage.OUT: (date(2026, 2, 1), "")})
    answer = page_of(world.client("an"), one)

    assert road(answer) == {"Nguồn": "done", "Ra khỏi danh sách": "here"}
    assert answer.context["following"].stage == Stage.LISTED


def test_the_next_step_comes_with_all_that_stands_in_its_way_and_the_clauses(world, person):
    steps = {**CERTIFIED, Stage.TRAINED: (date(2020, 5, 10), "7/GCN")}
    answer = page_of(
        world.client("an"), person(steps=steps, ready=date(2025, 10, 10), birth_date=date(2008, 6, 20))
    )
    following = answer.context["following"]

    assert following.stage == Stage.VOTED
    assert [o.code for o in following.blocking] == ["certificate_valid"]
    assert [o.code for o in following.warnings] == ["age_at_vote"]
    assert "HD06 5.4b" in answer.content.decode()


def test_the_clock_that_falls_due_first_is_shown(world, person):
    answer = page_of(world.client("an"), person(steps=VOTED))
    # Forty-five working days after Monday 11/5/2026: May 14 (12th–29th), June 22 → 36, 9 more in July.
    assert answer.context["clock"].due == date(2026, 7, 13)
    assert answer.context["days_left"] == 28
    assert "294 4.3.1" in answer.content.decode()


def test_a_certificate_that_lapses_years_from_now_is_no_clock(world, person):
    assert page_of(world.client("an"), person(steps=CERTIFIED)).context["clock"] is None


@pytest.mark.parametrize(("who", "writes"), [("an", True), ("binh", False), ("chi", False), ("dung", False)])
def test_only_writers_are_offered_steps(world, person, who, writes):
    one = person(steps=VOTED)
    page = page_of(world.client(who), one).content.decode()

    for part in ("/sua/", "/buoc/appraised/", "/huy-buoc/"):
        assert (f"/quan-chung/{one.pk}{part}" in page) is writes


@pytest.mark.parametrize(
    ("who", "status"), [("binh", 404), ("xuan", 404), ("quan", 200), ("an", 200), ("chi", 200)]
)
def test_a_person_out_of_scope_is_not_found(world, person, who, status):
    assert page_of(world.client(who), person(unit=world.sen)).status_code == status


def test_what_is_typed_is_never_markup(world, person):
    one = person("Lò Văn Páo", note="<script>alert(1)</script>", religion="<b>x</b>")
    page = page_of(world.client("an"), one).content.decode()

    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_the_page_costs_at_most_sixteen_queries_however_long_the_trail(
    world, person, django_assert_max_num_queries
):
    one, client, officer = (
        person(steps=CERTIFIED, ready=date(2025, 10, 10)),
        world.client("an"),
        world.officers["an"],
    )
    with django_assert_max_num_queries(16) as short:
        page_of(client, one)
    for n in range(10):
        entry = Entry(Stage.VOTED, date(2026, 5, 1 + n), "05-NQ/CB", votes_members=9, votes_for=9)
        pipeline.advance(one, entry, by=officer)
        pipeline.void_last(one, reason="nhầm", by=officer)
    with django_assert_max_num_queries(16) as long:
        page_of(client, one)

    assert StageEvent.objects.count() == 25
    assert len(short) == len(long)


def test_after_a_void_the_road_leads_on_from_the_step_before(world, person):
    one = person(steps=VOTED)
    pipeline.void_last(one, reason="nhầm", by=world.officers["an"])
    answer = page_of(world.client("an"), one)

    assert road(answer)["Đã chứng nhận lý lịch"] == "here"
    assert road(answer)["Chi bộ đã đề nghị"] == "next"
    assert answer.context["following"].stage == Stage.VOTED
    assert answer.context["clock"] is None


def test_the_next_step_comes_before_the_road_and_each_reason_leads_to_where_it_is_mended(world, person):
    one = person(steps=CERTIFIED)
    body = page_of(world.client("an"), one).content.decode()
    assert body.index("Bước tiếp theo: ") < body.index("Chặng đường")
    for told in (
        f"{reverse('candidate_papers', args=[one.pk])}#giay-opinions",
        reverse("introducer_list", args=[one.pk]),
    ):
        assert f'<a href="{told}">Chưa có ' in body
    read_only = page_of(world.client("chi"), one).content.decode()
    assert "#giay-" not in read_only and "Chưa có tổng hợp ý kiến" in read_only
