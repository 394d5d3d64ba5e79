"""The list of people: who is found, in which order, on which page, seen by whom."""

import unicodedata
from datetime import date, timedelta

import pytest
from django.urls import reverse

from admissions import pipeline
from admissions.models import Candidate, Organisation, SourceGroup, StageEvent
from admissions.regulation import Stage
from units.models import YearRule

ADDRESS = "/quan-chung/"


def names(client, **query):
    return [row.candidate.name for row in client.get(ADDRESS, query).context["rows"]]


def chips(client, **query):
    return {chip.label: chip.count for chip in client.get(ADDRESS, query).context["chips"]}


def admitted(on, number="12-QĐ/ĐU", **later):
    steps = {
        Stage.SOURCE: (date(2023, 1, 10), ""),
        Stage.VOTED: (on - timedelta(days=30), "05-NQ/CB"),
        Stage.DECIDED: (on, number),
    }
    return {**steps, **later}


@pytest.mark.parametrize(
    "typed",
    ["lo van pao", "Lò Văn Páo", "páo  LÒ", unicodedata.normalize("NFD", "Lò Văn Páo"), "vă", "LO VAN"],
)
def test_a_name_is_found_without_accents_and_in_either_unicode_form(office, person, typed):
    person("Lò Văn Páo")
    person("Giàng A Dơ")

    assert names(office, q=typed) == ["Lò Văn Páo"]


def test_d_with_a_stroke_is_found_by_a_plain_d(office, person):
    person("Đào Thị Đua")

    assert names(office, q="dao thi dua") == ["Đào Thị Đua"]


@pytest.mark.parametrize("typed", ["%", "_", "'", "\\"])
def test_signs_of_the_database_are_only_text(office, person, typed):
    person("Lò Văn Páo")

    assert names(office, q=typed) == []


def test_people_stand_in_the_vietnamese_order_of_their_given_names(office, person):
    for name in (
        "Lò Văn Ích",
        "Vàng A Đỏ",
        "Sùng Thị Dua",
        "Giàng A Án",
        "Lò Thị Hòa",
        "Lò Thị Hoa",
        "Cứ A Hoa",
        "Má A Ăn",
    ):
        person(name)

    assert names(office) == [
        "Giàng A Án", "Má A Ăn", "Sùng Thị Dua", "Vàng A Đỏ", "Cứ A Hoa", "Lò Thị Hoa", "Lò Thị Hòa", "Lò Văn Ích",
    ]  # fmt: skip


def test_people_can_be_put_in_order_of_their_wait(office, person):
    person("Lò Văn Mới", steps={Stage.SOURCE: (date(2025, 5, 1), "")})
    person("Lò Văn Cũ", steps={Stage.SOURCE: (date(2021, 5, 1), "")})

    assert names(office, xep="lau") == ["Lò Văn Cũ", "Lò Văn Mới"]
    assert names(office, xep="moi") == ["Lò Văn Mới", "Lò Văn Cũ"]


def test_a_unit_means_its_whole_subtree(office, world, person):
    person("Lò Văn Chè", unit=world.workshop)
    person("Lò Văn Hoa", unit=world.hoa)

    assert names(office, don_vi=world.base.pk) == ["Lò Văn Chè"]
    assert names(office, don_vi=world.commune.pk) == ["Lò Văn Chè", "Lò Văn Hoa"]


def test_people_are_narrowed_by_stage_sex_work_group_and_organisation(office, world, person):
    group, youth = SourceGroup.objects.first(), Organisation.objects.get(code="youth")
    one = person("Lò Thị Một", sex="female", occupation="pupil", introduced_by=youth)
    one.source_groups.add(group)
    person("Lò Văn Hai", steps={Stage.LISTED: (date(2024, 2, 1), "01-NQ/CB")})
    person("Lò Văn Ba", steps={Stage.VOTED: (date(2024, 3, 1), "02-NQ/CB")})

    assert names(office, gioi="female") == ["Lò Thị Một"]
    assert names(office, nghe="pupil") == ["Lò Thị Một"]
    assert names(office, doi_tuong=group.pk) == ["Lò Thị Một"]
    assert names(office, gioi_thieu=youth.pk) == ["Lò Thị Một"]
    assert names(office, buoc="listed") == ["Lò Văn Hai"]
    assert names(office, buoc=["source", "listed"]) == ["Lò Văn Hai", "Lò Thị Một"]
    assert names(office, nhom="cho_quyet_dinh") == ["Lò Văn Ba"]
    assert names(office, nhom="duong_ong", gioi="male") == ["Lò Văn Ba", "Lò Văn Hai"]


def test_the_people_behind_a_year_are_those_decided_in_it(office, person):
    person("Lò Văn Đầu", steps=admitted(date(2024, 1, 1)))
    person("Lò Văn Ba", steps=admitted(date(2024, 3, 31)))
    person("Lò Văn Tư", steps=admitted(date(2024, 4, 1), **{Stage.HELD: (date(2024, 4, 20), "")}))
    person("Lò Văn Cuối", steps=admitted(date(2024, 12, 31), **{Stage.HELD: (date(2025, 1, 20), "")}))
    person("Lò Văn Sau", steps=admitted(date(2025, 1, 1)))
    person("Lò Văn Chờ", steps={Stage.VOTED: (date(2024, 3, 1), "02-NQ/CB")})

    assert names(office, nam=2024, ket_nap=1) == ["Lò Văn Ba", "Lò Văn Cuối", "Lò Văn Đầu", "Lò Văn Tư"]
    assert names(office, nam=2024, ky="Q1", ket_nap=1) == ["Lò Văn Ba", "Lò Văn Đầu"]
    assert names(office, nam=2024, ky="9M", ket_nap=1) == ["Lò Văn Ba", "Lò Văn Đầu", "Lò Văn Tư"]


def test_a_committee_that_counts_ceremonies_gets_the_people_of_the_ceremonies(office, world, person):
    person("Lò Văn Muộn", steps=admitted(date(2024, 12, 31), **{Stage.HELD: (date(2025, 1, 20), "")}))
    YearRule.objects.create(root=world.commune, year=2024, counting=YearRule.Counting.CEREMONY)

    assert names(office, nam=2024, ket_nap=1) == []
    assert names(office, nam=2025, ket_nap=1) == ["Lò Văn Muộn"]


def test_a_voided_decision_is_no_admission(office, world, person):
    one = person("Lò Văn Nhầm", steps=admitted(date(2024, 5, 1)))
    decision = one.events.get(stage=Stage.DECIDED)
    StageEvent.objects.create(
        candidate=one,
        stage=Stage.DECIDED,
        unit=world.hoa,
        happened_on=date(2024, 6, 1),
        reason="nhầm",
        voids=decision,
    )

    assert names(office, nam=2024, ket_nap=1) == []


def test_the_stages_are_told_with_their_counts(office, person):
    person("Lò Văn Một")
    person("Lò Văn Hai")
    person("Lò Văn Ba", steps={Stage.VOTED: (date(2024, 3, 1), "02-NQ/CB")})
    person("Lò Văn Bốn", steps=admitted(date(2024, 5, 1)))

    assert chips(office, q="lo") == {
        "Tất cả": 4, "Đang trong quy trình": 3, "Chờ quyết định": 1, "Nguồn": 2, "Chi bộ đã đề nghị": 1,
        "Đã quyết định kết nạp": 1,
    }  # fmt: skip
    assert "Nguồn" not in chips(office, q="ba")
    assert chips(office, q="ba", buoc="source")["Nguồn"] == 0


def test_a_chip_keeps_the_other_filters_in_its_address(office, person):
    person("Lò Văn Một")
    page = office.get(ADDRESS, {"q": "lò", "gioi": "male", "trang": 3})
    chip = next(chip for chip in page.context["chips"] if chip.label == "Nguồn")

    assert chip.address == "?q=l%C3%B2&gioi=male&buoc=source"
    assert names(office, q="lò", gioi="male", buoc="source") == ["Lò Văn Một"]


def test_a_filter_that_makes_no_sense_narrows_nothing(office, world, person):
    person("Lò Văn Một")
    query = {
        "don_vi": "khong",
        "buoc": "bay",
        "nam": "abc",
        "trang": "x",
        "moi_trang": 7,
        "ky": "Q9",
        "xep": "?",
    }

    assert names(office, **query) == ["Lò Văn Một"]
    assert names(office, don_vi=world.far.pk) == ["Lò Văn Một"]


@pytest.fixture
def crowd(world):
    """Sixty people of Sen in bulk, Người 001 to 060, each with a first step."""
    return make_crowd(world, 60)


def make_crowd(world, count):
    people = []
    for n in range(count):
        one = Candidate(unit=world.sen, birth_date=date(2000, 1, 1), sex="male", stage=Stage.LISTED)
        one.set_name(f"Lò Văn {n:04d}")
        one.stage_since = date(2024, 1, 1)
        people.append(one)
    Candidate.objects.bulk_create(people)
    StageEvent.objects.bulk_create(
        StageEvent(
            candidate=one,
            stage=Stage.LISTED,
            unit=world.sen,
            happened_on=one.stage_since,
            document_number="1-NQ/CB",
        )
        for one in people
    )
    return people


def test_the_list_comes_in_pages_of_twenty_five(office, crowd):
    page = office.get(ADDRESS).context

    assert page["page"].total == 60
    assert [row.candidate.name for row in page["rows"]] == [f"Lò Văn {n:04d}" for n in range(25)]
    assert len(names(office, trang=2)) == 25
    assert names(office, trang=3) == [f"Lò Văn {n:04d}" for n in range(50, 60)]
    assert len(names(office, moi_trang=50)) == 50


@pytest.mark.parametrize("asked", [4, 999, 10**12])
def test_a_page_past_the_end_is_the_last_page(office, crowd, asked):
    assert names(office, trang=asked) == [f"Lò Văn {n:04d}" for n in range(50, 60)]


@pytest.mark.parametrize("asked", [0, -3])
def test_a_page_before_the_first_is_the_first(office, crowd, asked):
    assert names(office, trang=asked)[0] == "Lò Văn 0000"


def test_the_pages_keep_the_filters(office, crowd):
    page = office.get(ADDRESS, {"q": "lo", "moi_trang": 50, "trang": 2})

    assert page.context["before"] == "?q=lo&moi_trang=50&trang=1"
    assert page.context["after"] == ""


@pytest.mark.parametrize("query", [{}, {"nam": 2024, "ket_nap": 1, "q": "lo"}, {"xep": "don_vi"}])
def test_the_number_of_queries_does_not_grow_with_people(world, django_assert_max_num_queries, query):
    client = world.client("an")
    make_crowd(world, 10)
    with django_assert_max_num_queries(12) as few:
        client.get(ADDRESS, query)
    make_crowd(world, 990)
    with django_assert_max_num_queries(12) as many:
        client.get(ADDRESS, query)

    assert len(few) == len(many)


def test_htmx_gets_the_results_alone_and_a_clean_address(office, person):
    person("Lò Văn Một")
    answer = office.get(
        ADDRESS,
        {"q": "lo", "gioi": "", "nghe": "", "xep": "ten", "moi_trang": 25},
        headers={"HX-Request": "true"},
    )

    assert "<html" not in answer.content.decode()
    assert "Lò Văn Một" in answer.content.decode()
    assert answer["HX-Push-Url"] == "/quan-chung/?q=lo"
    assert "HX-Request" in answer["Vary"]
    assert "<html" in office.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("an", ["Lò Văn Hoa", "Lò Văn Sen"]),
        ("binh", ["Lò Văn Hoa"]),
        ("chi", ["Lò Văn Hoa", "Lò Văn Sen"]),
        ("dung", ["Lò Văn Hoa"]),
        ("quan", ["Lò Văn Hoa", "Lò Văn Sen", "Lò Văn Xa"]),
        ("xuan", ["Lò Văn Xa"]),
    ],
)
def test_everybody_sees_the_people_of_his_own_units(world, person, who, seen):
    person("Lò Văn Hoa", unit=world.hoa)
    person("Lò Văn Sen", unit=world.sen)
    person("Lò Văn Xa", unit=world.far)

    assert names(world.client(who)) == seen


def test_an_empty_list_tells_the_office_how_to_begin(world):
    office, secretary = (world.client(who).get(ADDRESS).content.decode() for who in ("an", "binh"))

    assert reverse("setup_upload") in office
    assert reverse("candidate_new") in office
    assert reverse("candidate_new") not in secretary
    assert "Chưa có ai" in secretary


def test_a_search_without_a_find_offers_to_drop_the_filters(office, person):
    person("Lò Văn Một")

    assert "Không tìm thấy ai" in office.get(ADDRESS, {"q": "zzz"}).content.decode()


def test_the_next_step_follows_the_shape_of_the_unit(office, world, person):
    voted = {Stage.VOTED: (date(2024, 3, 1), "02-NQ/CB")}
    person("Lò Văn Bản", unit=world.hoa, steps=voted)
    person("Lò Văn Chè", unit=world.workshop, steps=voted)
    acts = {row.candidate.name: row.next_act for row in office.get(ADDRESS).context["rows"]}

    assert acts == {
        "Lò Văn Bản": "Thẩm định xong, trình Ban Thường vụ", "Lò Văn Chè": "Đảng ủy cơ sở ra nghị quyết đề nghị"
    }  # fmt: skip


def test_the_last_document_is_the_last_one_that_has_a_number(office, person):
    steps = {Stage.LISTED: (date(2024, 2, 1), "01-NQ/CB"), Stage.TRAINED: (date(2024, 5, 1), "77/GCN")}
    person("Lò Văn Một", steps={**steps, Stage.CERTIFIED: (date(2024, 6, 1), "")})
    (row,) = office.get(ADDRESS).context["rows"]

    assert row.document.document_number == "77/GCN"


def test_the_document_of_a_voided_step_is_not_shown(office, world, person):
    steps = {Stage.LISTED: (date(2024, 2, 1), "01-NQ/CB"), Stage.TRAINED: (date(2024, 5, 1), "77/GCN")}
    pipeline.void_last(person("Lò Văn Một", steps=steps), reason="nhầm", by=world.officers["an"])
    (row,) = office.get(ADDRESS).context["rows"]

    assert row.document.document_number == "01-NQ/CB"
    assert row.candidate.stage == Stage.LISTED
