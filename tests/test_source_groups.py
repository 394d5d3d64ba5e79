"""The source groups of the letters: which there are, who is in them without being typed twice, and the office's changes."""

from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse

from admissions import group_names
from admissions.importing.people_rows import _by_name
from admissions.models import Candidate, Organisation, SourceGroup
from admissions.source_groups import groups_of, how_told, to_tick, within
from units.models import UnitYear

# The letters' own words, in their order.
COMMUNE = "dân quân tự vệ, dự bị động viên, công an viên, chi hội trưởng các đoàn thể, quần chúng tiêu biểu ở khu dân cư"
PROVINCE = (
    "đoàn viên, thanh niên, phụ nữ, công nhân, nông dân, trí thức, học sinh, sinh viên, lực lượng vũ trang, bộ đội xuất ngũ, "
    "người lao động trong các thành phần kinh tế, con em gia đình có công với cách mạng, nơi còn ít hoặc chưa có đảng viên"
)
migration = import_module("admissions.migrations.0016_groups_as_the_letters_name_them")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-05-20 09:00:00+07:00", tick=False):
        yield


def group(code) -> SourceGroup:
    return SourceGroup.objects.get(code=code)


def members(code) -> set[str]:
    return {one.name.split()[-1] for one in Candidate.objects.filter(within(group(code)))}


@pytest.mark.parametrize(("letter", "words"), [("commune", COMMUNE), ("province", PROVINCE)])
def test_the_groups_are_those_of_the_letters_in_their_own_words(db, letter, words):
    names = SourceGroup.objects.filter(letter=letter).values_list("name", flat=True)
    assert ", ".join(name[0].lower() + name[1:] for name in names) == words


def test_no_group_is_without_a_letter_as_shipped(db):
    assert SourceGroup.objects.filter(letter="").count() == 0
    assert SourceGroup.objects.count() == 4 + 11


def test_the_names_go_back_and_forth(db):
    before = list(SourceGroup.objects.values())
    migration.name_them_as_before(apps, None)
    assert SourceGroup.objects.filter(name="Chi hội trưởng, cán bộ đoàn thể").exists()
    migration.name_them(apps, None)
    assert list(SourceGroup.objects.values()) == before


def test_a_group_the_office_has_taken_away_is_there_again_after_the_migration(db):
    group("farmers").delete()
    migration.name_them(apps, None)
    assert group("farmers").name == "Nông dân"


def test_women_are_told_by_sex_whatever_is_ticked(person):
    person("Sùng Thị Mỷ", sex="female")
    man = person("Giàng A Pó")
    man.source_groups.add(group("women"))
    assert members("women") == {"Mỷ"}


@pytest.mark.parametrize(
    ("code", "jobs"),
    [
        ("workers", {"worker"}),
        ("farmers", {"farmer"}),
        ("pupils", {"pupil", "student"}),
        ("forces", {"armed_forces"}),
    ],
)
def test_what_an_occupation_tells_is_not_ticked_and_a_tick_counts_without_one(person, code, jobs):
    for job in ("worker", "farmer", "pupil", "student", "armed_forces", "company_staff"):
        person(f"Lò Văn {job}", occupation=job).source_groups.add(group(code))
    person("Lò Văn Trắng").source_groups.add(group(code))
    person("Lò Văn Không")
    assert members(code) == jobs | {"Trắng"}


@pytest.mark.parametrize("code", ["youth", "militia"])
def test_a_member_is_in_the_group_and_so_is_who_is_ticked_each_once(person, code):
    both, member, ticked = person("Lò Văn Hai"), person("Lò Văn Một"), person("Lò Văn Đánh")
    for one in (both, member):
        one.memberships.add(Organisation.objects.get(code=code))
    for one in (both, ticked):
        one.source_groups.add(group(code))
    person("Lò Văn Không")
    assert members(code) == {"Hai", "Một", "Đánh"}
    assert Candidate.objects.filter(within(group(code))).count() == 3


def test_few_members_is_a_property_of_the_unit(world, person):
    # The limit is ten: nine are few, ten are not, none is few, an unknown number is not known to be few.
    for unit, opening in ((world.hoa, 9), (world.sen, 10), (world.school, 0), (world.workshop, None)):
        UnitYear.objects.create(unit=unit, year=2026, opening=opening)
    UnitYear.objects.create(unit=world.commune, year=2026, opening=2)  # a committee is no place
    UnitYear.objects.create(unit=world.sen, year=2025, opening=3)  # another year
    for unit in (world.hoa, world.sen, world.school, world.workshop, world.commune):
        person(f"Lò Văn {unit.code}", unit=unit)
    assert members("few_members") == {"HOA", "THPT"}


def test_the_page_of_a_person_tells_every_group_he_is_in(world, person):
    one = person("Sùng Thị Mỷ", sex="female", occupation="farmer")
    one.source_groups.add(SourceGroup.objects.get(name="Bộ đội xuất ngũ"))
    one.source_groups.add(group("workers"))  # ticked, yet her occupation says otherwise
    assert [each.name for each in groups_of(one)] == ["Phụ nữ", "Nông dân", "Bộ đội xuất ngũ"]
    page = world.client("binh").get(reverse("candidate_page", args=[one.pk])).content.decode()
    assert "Phụ nữ, Nông dân, Bộ đội xuất ngũ" in page


def test_only_what_no_fact_tells_is_ticked_and_old_ticks_stay(world, office, person):
    one = person("Giàng A Pó", occupation="")
    one.source_groups.add(group("farmers"))
    address = reverse("candidate_edit", args=[one.pk])
    page = office.get(address).content.decode()
    assert "Bộ đội xuất ngũ" in page
    assert not {"women", "farmers", "few_members"} & set(to_tick().values_list("code", flat=True))
    demobilised = SourceGroup.objects.get(name="Bộ đội xuất ngũ")
    sent = {
        "name": one.name,
        "birth_date": "20/05/2000",
        "sex": "male",
        "unit": world.hoa.pk,
        "source_groups": [demobilised.pk],
        "seen": one.changed_at.isoformat(),
    }
    assert office.post(address, sent).status_code == 302
    assert set(one.source_groups.all()) == {group("farmers"), demobilised}


def people_of(client, **query):
    return {
        row.candidate.name.split()[-1] for row in client.get(reverse("candidate_list"), query).context["rows"]
    }


def test_a_group_combines_with_stage_unit_and_introducing_body_and_stays_in_the_address(
    world, office, person
):
    union = Organisation.objects.get(code="women")
    person("Sùng Thị Một", sex="female", introduced_by=union)
    person("Sùng Thị Hai", sex="female", introduced_by=union, unit=world.sen)
    person("Sùng Thị Ba", sex="female")
    person("Sùng Văn Bốn", introduced_by=union)
    query = {"doi_tuong": group("women").pk, "gioi_thieu": union.pk}
    assert people_of(office, **query) == {"Một", "Hai"}
    assert people_of(office, **query, don_vi=world.sen.pk) == {"Hai"}
    assert people_of(office, **query, buoc="listed") == set()
    page = office.get(reverse("candidate_list"), {**query, "buoc": "source"})
    assert (
        f"doi_tuong={group('women').pk}" in page.context["query"] and "buoc=source" in page.context["query"]
    )


def test_the_office_adds_and_renames_and_workbooks_with_the_old_name_are_still_read(world, office):
    address = reverse("source_group_list")
    assert office.post(address, {"name": " Giáo viên  trẻ "}).status_code == 302
    added = SourceGroup.objects.get(name="Giáo viên trẻ")
    assert added.letter == "" and how_told(added) == "theo dấu đã đánh"
    sent = {"name": "Nhà giáo trẻ", "was": group_names.token(added)}
    assert office.post(reverse("source_group_edit", args=[added.pk]), sent).status_code == 302
    names = _by_name(SourceGroup.objects.all())
    found = {name for name, each in names.items() if each.pk == added.pk}
    assert len(found) == 2 and "Nhà giáo trẻ" in office.get(address).content.decode()


@pytest.mark.parametrize("name", ["phụ  NỮ", "phu nu", "Con em gia đình có công", ""])
def test_a_name_that_is_or_was_anothers_is_refused_and_kept(office, db, name):
    answer = office.post(reverse("source_group_list"), {"name": name})
    assert answer.status_code == 422
    assert "Trùng tên" in answer.content.decode() or "Chưa ghi tên" in answer.content.decode()
    assert SourceGroup.objects.count() == 15


def test_a_group_may_get_its_own_former_name_back(db):
    one = SourceGroup.objects.get(name="Công an viên")
    old = one.former_names[0]
    group_names.change(one, name=old, retired=False, members_below=None, was=group_names.token(one))
    one.refresh_from_db()
    assert one.name == old and one.former_names == ["Công an viên"]


def test_the_limit_of_few_members_is_the_offices_and_is_asked_for(world, office):
    few = group("few_members")
    address = reverse("source_group_edit", args=[few.pk])
    sent = {"name": few.name, "was": group_names.token(few)}
    assert office.post(address, {**sent, "members_below": ""}).status_code == 422
    assert office.post(address, {**sent, "members_below": "0"}).status_code == 422
    assert office.post(address, {**sent, "members_below": "5"}).status_code == 302
    assert group("few_members").members_below == 5


def test_two_at_once_the_second_sees_what_the_first_wrote(world, office):
    one = SourceGroup.objects.get(name="Trí thức")
    address, was = reverse("source_group_edit", args=[one.pk]), group_names.token(one)
    world.client("quan").post(address, {"name": "Trí thức trẻ", "was": was})
    answer = office.post(address, {"name": "Người trí thức", "was": was})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Nay là «Trí thức trẻ»" in page and 'value="Người trí thức"' in page


def test_a_group_out_of_use_is_not_offered_any_more_and_its_people_stay(office, person):
    one = SourceGroup.objects.get(name="Trí thức")
    pó = person("Giàng A Pó")
    pó.source_groups.add(one)
    group_names.change(one, name=one.name, retired=True, members_below=None, was=group_names.token(one))
    assert one not in to_tick()
    assert people_of(office, doi_tuong=one.pk) == {"Pó"}
    choices = office.get(reverse("candidate_list")).context["form"].fields["doi_tuong"].choices
    assert one.pk not in [pk for pk, _ in choices]


def test_a_reader_neither_adds_nor_changes(world):
    client = world.client("chi")
    assert client.post(reverse("source_group_list"), {"name": "Khác"}).status_code == 403
    assert client.get(reverse("source_group_list")).status_code == 200
    assert not SourceGroup.objects.filter(name="Khác").exists()
