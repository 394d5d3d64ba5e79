"""The board: the people of the list in columns by stage, first cards only."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from admissions.models import Candidate, StageEvent
from admissions.regulation import ROAD, Stage

ADDRESS = "/quan-chung/bang/"
SOURCE = {Stage.SOURCE: (date(2024, 1, 10), "")}
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-22 09:00:00+07:00", tick=False):
        yield


def columns(client, **query):
    """{stage: names on its cards} of the columns that have people."""
    shown = client.get(ADDRESS, query).context["columns"]
    return {column.stage: [card.candidate.name for card in column.cards] for column in shown if column.count}


def text(client, **query):
    return " ".join(client.get(ADDRESS, query).content.decode().split())


def make_crowd(world, count, stage=Stage.LISTED):
    """People of Sen in bulk, each a day later at the stage than the one before: Lò Văn 0000 waits longest."""
    people = []
    for n in range(count):
        one = Candidate(unit=world.sen, birth_date=date(2000, 1, 1), sex="male", stage=stage)
        one.set_name(f"Lò Văn {n:04d}")
        one.stage_since = date(2024, 1, 1) + timedelta(days=n)
        people.append(one)
    Candidate.objects.bulk_create(people)
    StageEvent.objects.bulk_create(
        StageEvent(candidate=one, stage=stage, unit=world.sen, happened_on=one.stage_since) for one in people
    )


def crowd_names(*numbers):
    return [f"Lò Văn {n:04d}" for n in numbers]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("an", {"Lò Văn Hoa", "Lò Văn Sen"}),
        ("binh", {"Lò Văn Hoa"}),
        ("chi", {"Lò Văn Hoa", "Lò Văn Sen"}),
        ("dung", {"Lò Văn Hoa"}),
        ("quan", {"Lò Văn Hoa", "Lò Văn Sen", "Lò Văn Xa"}),
        ("xuan", {"Lò Văn Xa"}),
    ],
)
def test_everybody_sees_the_people_of_his_own_units(world, person, who, seen):
    person("Lò Văn Hoa", unit=world.hoa)
    person("Lò Văn Sen", unit=world.sen)
    person("Lò Văn Xa", unit=world.far)
    client = world.client(who)
    fragment = client.get("/quan-chung/bang/cot/source/", headers=HTMX)

    assert set(columns(client)[Stage.SOURCE]) == seen
    assert {card.candidate.name for card in fragment.context["column"].cards} == seen
    assert fragment.context["column"].count == len(seen)


def test_people_stand_in_the_column_of_their_stage_in_the_order_of_the_road(office, person):
    person("Lò Văn Ra", steps={**SOURCE, Stage.OUT: (date(2025, 3, 1), "")})
    person("Lò Văn Nguồn")
    person("Lò Văn Trình", steps={**SOURCE, Stage.VOTED: (date(2026, 11, 2), "5")})

    assert list(columns(office).items()) == [
        (Stage.SOURCE, ["Lò Văn Nguồn"]), (Stage.VOTED, ["Lò Văn Trình"]), (Stage.OUT, ["Lò Văn Ra"])
    ]  # fmt: skip


def test_an_empty_column_is_kept_on_the_road_and_left_out_off_it(office, person):
    person("Lò Văn Nguồn")
    shown = office.get(ADDRESS).context["columns"]

    assert [column.stage for column in shown] == list(ROAD)
    assert [column.count for column in shown] == [1] + [0] * (len(ROAD) - 1)
    assert text(office).count("chưa có ai") == len(ROAD) - 1


def test_who_waits_longest_comes_first_and_where_nobody_waits_the_latest(office, person):
    for name, day in (("Một", 1), ("Ba", 3), ("Hai", 2)):
        person(f"Lò Văn {name}", steps={Stage.SOURCE: (date(2024, 1, day), "")})
        person(f"Lò Thị {name}", steps={**SOURCE, Stage.OUT: (date(2025, 1, day), "")})

    assert columns(office) == {
        Stage.SOURCE: ["Lò Văn Một", "Lò Văn Hai", "Lò Văn Ba"],
        Stage.OUT: ["Lò Thị Ba", "Lò Thị Hai", "Lò Thị Một"],
    }
    assert "ai ở bước đó lâu nhất đứng đầu" in text(office)
    assert "<strong>3</strong> người, mới nhất đứng đầu" in text(office)


def test_every_filter_of_the_list_narrows_the_board(office, world, person):
    person("Lò Thị Một", sex="female", occupation="pupil")
    person("Lò Văn Hai", unit=world.sen, steps={Stage.LISTED: (date(2024, 2, 1), "1")})
    decided = {**SOURCE, Stage.VOTED: (date(2024, 3, 1), "5"), Stage.DECIDED: (date(2024, 4, 2), "12-QĐ/ĐU")}
    person("Giàng A Ba", steps=decided)

    one, two, three = {"source": ["Lò Thị Một"]}, {"listed": ["Lò Văn Hai"]}, {"decided": ["Giàng A Ba"]}
    assert columns(office, q="lo") == one | two
    assert columns(office, don_vi=world.sen.pk) == two
    assert columns(office, gioi="female") == one
    assert columns(office, nghe="pupil") == one
    assert columns(office, buoc=["listed", "decided"]) == two | three
    assert columns(office, nhom="duong_ong") == one | two
    assert columns(office, ket_nap=1, nam=2024, ky="6M") == three
    assert columns(office, ket_nap=1, nam=2024, ky="Q1") == {}


def test_stages_not_asked_for_have_no_column(office, person):
    person("Lò Văn Nguồn")
    shown = office.get(ADDRESS, {"buoc": ["source", "voted"]}).context["columns"]

    assert [column.stage for column in shown] == [Stage.SOURCE, Stage.VOTED]


def test_list_and_board_lead_to_each_other_with_the_filters_kept(office, person):
    person("Lò Văn Nguồn")
    query = {"q": "lò", "gioi": "male", "buoc": "source", "xep": "lau", "moi_trang": 50}
    kept = "?q=l%C3%B2&amp;gioi=male&amp;xep=lau&amp;moi_trang=50&amp;buoc=source"
    board = text(office, **query, cot="source", tu=10)
    listed = office.get("/quan-chung/", query | {"trang": 3}).content.decode()

    for page in (board, listed):
        assert f'href="/quan-chung/{kept}"' in page
        assert f'href="/quan-chung/bang/{kept}"' in page
    assert '<input type="hidden" name="xep" value="lau">' in board
    assert '<input type="hidden" name="moi_trang" value="50">' in board
    assert '<input type="hidden" name="buoc" value="source">' in board


def test_the_head_of_a_column_leads_to_that_column_alone(office, person):
    person("Lò Văn Nguồn")
    person("Lò Văn Hai", steps={Stage.LISTED: (date(2024, 2, 1), "1")})
    first, *_ = office.get(ADDRESS, {"q": "lo", "nhom": "duong_ong"}).context["columns"]
    (only,) = office.get(f"{ADDRESS}{first.alone}").context["columns"]

    assert first.alone == "?q=lo&buoc=source"
    assert (only.stage, only.alone) == (Stage.SOURCE, "")


def test_a_column_shows_its_first_ten_and_the_way_to_the_next(office, world):
    make_crowd(world, 23)
    page = text(office, q="lo")

    assert columns(office) == {Stage.LISTED: crowd_names(*range(10))}
    assert "<strong>23</strong> người" in page
    assert 'href="/quan-chung/bang/?q=lo&amp;cot=listed&amp;tu=10#cot-listed"' in page
    assert 'hx-get="/quan-chung/bang/cot/listed/?q=lo&amp;cot=listed&amp;tu=10"' in page
    assert "Xem thêm 10 người" in page


def test_a_column_of_ten_has_nothing_more_to_show(office, world):
    make_crowd(world, 10)

    assert "Xem thêm" not in text(office)


def test_without_scripts_the_link_shows_the_next_cards_of_that_column_only(office, world):
    make_crowd(world, 23)
    make_crowd(world, 12, Stage.SOURCE)
    page = office.get(ADDRESS, {"cot": "listed", "tu": 10})
    shown = {column.stage: column for column in page.context["columns"]}

    assert columns(office, cot="listed", tu=10) == {
        Stage.SOURCE: crowd_names(*range(10)), Stage.LISTED: crowd_names(*range(10, 20))
    }  # fmt: skip
    assert shown[Stage.LISTED].earlier == "?cot=listed&tu=0"
    assert shown[Stage.LISTED].later == "?cot=listed&tu=20"
    assert (shown[Stage.SOURCE].earlier, shown[Stage.SOURCE].later) == ("", "?cot=source&tu=10")
    assert "Những người trước" in page.content.decode()
    assert columns(office, cot="listed", tu=20)[Stage.LISTED] == crowd_names(20, 21, 22)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ({"cot": "listed", "tu": 999}, 20),
        ({"cot": "listed", "tu": 23}, 20),
        ({"cot": "listed", "tu": -10}, 0),
        ({"cot": "listed", "tu": "x"}, 0),
        ({"cot": "listed", "tu": 10**30}, 0),
        ({"cot": "khong", "tu": 10}, 0),
        ({"tu": 10}, 0),
    ],
)
def test_a_place_that_makes_no_sense_still_opens_the_board(office, world, query, first):
    make_crowd(world, 23)

    assert columns(office, **query)[Stage.LISTED][0] == f"Lò Văn {first:04d}"


def test_htmx_gets_the_next_cards_alone(office, world):
    make_crowd(world, 23)
    answer = office.get("/quan-chung/bang/cot/listed/", {"q": "lo", "tu": 10}, headers=HTMX)
    last = office.get("/quan-chung/bang/cot/listed/", {"tu": 20}, headers=HTMX)
    page = answer.content.decode()

    assert [card.candidate.name for card in answer.context["column"].cards] == crowd_names(*range(10, 20))
    assert "<html" not in page and "Lò Văn 0010" in page and "Lò Văn 0009" not in page
    assert "Xem thêm 3 người" in page
    assert "tu=20" in page
    assert page.count("autofocus") == 1  # where the link was that has been pressed
    assert [card.candidate.name for card in last.context["column"].cards] == crowd_names(20, 21, 22)
    assert "Xem thêm" not in last.content.decode()


def test_the_next_cards_are_narrowed_by_the_filters_too(office, world, person):
    make_crowd(world, 12)
    person("Giàng A Pó", steps={Stage.LISTED: (date(2023, 2, 1), "1")})
    column = "/quan-chung/bang/cot/listed/"

    def cards(**query):
        return [
            card.candidate.name for card in office.get(column, query, headers=HTMX).context["column"].cards
        ]

    assert cards(q="lo", tu=10) == crowd_names(10, 11)
    assert cards(buoc="source") == []
    assert cards(nhom="cho_quyet_dinh") == []


def test_past_the_end_htmx_gets_no_card_twice(office, world):
    make_crowd(world, 8)
    answer = office.get("/quan-chung/bang/cot/listed/", {"tu": 10}, headers=HTMX)

    assert answer.content.decode().strip() == ""


def test_a_column_of_no_stage_is_not_found(office):
    assert office.get("/quan-chung/bang/cot/khong/", headers=HTMX).status_code == 404


def test_htmx_gets_the_columns_alone_and_a_clean_address(office, person):
    person("Lò Văn Một")
    answer = office.get(ADDRESS, {"q": "lo", "gioi": "", "nghe": ""}, headers=HTMX)

    assert "<html" not in answer.content.decode()
    assert "Lò Văn Một" in answer.content.decode()
    assert answer["HX-Push-Url"] == "/quan-chung/bang/?q=lo"
    assert "HX-Request" in answer["Vary"]


@pytest.mark.parametrize("query", [{}, {"cot": "listed", "tu": 10}, {"nam": 2024, "ket_nap": 1, "q": "lo"}])
def test_the_number_of_queries_does_not_grow_with_people(world, django_assert_max_num_queries, query):
    client = world.client("an")
    for stage in (Stage.LISTED, Stage.DECIDED, Stage.HELD):
        make_crowd(world, 2, stage)
    with django_assert_max_num_queries(15) as few:
        client.get(ADDRESS, query)
    for stage in Stage:
        make_crowd(world, 60, stage)
    with django_assert_max_num_queries(15) as many:
        client.get(ADDRESS, query)

    assert len(few) == len(many)


def test_the_next_cards_cost_the_same_with_many_people(world, django_assert_max_num_queries):
    client, column = world.client("an"), "/quan-chung/bang/cot/held/"
    make_crowd(world, 12, Stage.HELD)
    with django_assert_max_num_queries(15) as few:
        client.get(column, {"tu": 10}, headers=HTMX)
    make_crowd(world, 300, Stage.HELD)
    with django_assert_max_num_queries(15) as many:
        client.get(column, {"tu": 10}, headers=HTMX)

    assert len(few) == len(many)


def test_an_empty_board_tells_the_office_how_to_begin(world):
    office, secretary = (text(world.client(who)) for who in ("an", "binh"))

    assert reverse("setup_upload") in office
    assert reverse("candidate_new") in office
    assert reverse("candidate_new") not in secretary
    assert "Chưa có ai trong danh sách của đơn vị" in secretary


def test_a_board_without_a_find_offers_to_drop_the_filters(office, person):
    person("Lò Văn Một")
    page = text(office, q="zzz")

    assert "Không tìm thấy ai" in page
    assert '<a class="button" href="/quan-chung/bang/">Bỏ lọc</a>' in page
