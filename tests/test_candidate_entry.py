"""Entering a person and mending what was typed about him."""

import unicodedata
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from admissions import moving, pipeline
from admissions.forms.days import BIRTH_PIVOT, day_of
from admissions.models import Candidate, Organisation, SourceGroup, StageEvent
from admissions.moving import Move
from admissions.regulation import Stage
from units import reorganise

NEW = "/quan-chung/them/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-15 09:00:00+07:00", tick=True):
        yield


def typed(world, **changes):
    """A complete new person, as a browser sends it."""
    values = {
        "name": "Lò Văn Páo",
        "birth_date": "20/5/2000",
        "sex": "male",
        "unit": world.hoa.pk,
        "first_stage": "source",
        "happened_on": "1/6/2026",
        "document_number": "",
    }
    return {**values, **changes}


def errors(answer):
    """What the page says beside the fields."""
    found = dict(answer.context["form"].errors)
    if "first" in answer.context:
        found.update(answer.context["first"].errors)
    return {name: list(said) for name, said in found.items()}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24/02/2023", date(2023, 2, 24)),
        ("3/10/2022", date(2022, 10, 3)),
        ("09/9/2022", date(2022, 9, 9)),
        ("24/2/23", date(2023, 2, 24)),
        ("240223", date(2023, 2, 24)),
        ("24022023", date(2023, 2, 24)),
        ("24-2-2023", date(2023, 2, 24)),
        ("24.2.2023", date(2023, 2, 24)),
        ("24 2 2023", date(2023, 2, 24)),
        ("2023-02-24", date(2023, 2, 24)),
        (" 24/02/2023 ", date(2023, 2, 24)),
        ("29/2/2023", None),
        ("31/4/2023", None),
        ("2023", None),
        ("24/02", None),
        ("2/24/2023", None),
        ("24/02/20233", None),
        ("hôm qua", None),
        ("0/0/0000", None),
    ],
)
def test_days_are_read_as_people_write_them(text, day):
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("text", "year"),
    [("1/1/30", 1930), ("1/1/99", 1999), ("1/1/29", 2029), ("1/1/00", 2000), ("1/1/08", 2008)],
)
def test_a_birth_year_of_two_digits_is_of_the_likely_century(text, year):
    assert day_of(text, BIRTH_PIVOT).year == year


def test_a_new_person_comes_with_his_first_step(office, world):
    youth, group = Organisation.objects.get(code="youth"), SourceGroup.objects.first()
    sent = typed(
        world,
        name="  Lò  Văn   Páo ",
        birth_date="200500",
        memberships=[youth.pk],
        source_groups=[group.pk],
        religion="khong",
    )
    answer = office.post(NEW, sent, follow=True)
    person = Candidate.objects.get()
    (event,) = person.events.all()

    assert answer.redirect_chain == [(f"/quan-chung/{person.pk}/", 302)]
    assert (person.name, person.name_folded) == ("Lò Văn Páo", "lo van pao")
    assert person.birth_date == date(2000, 5, 20)
    assert person.religion == "Không"
    assert list(person.memberships.all()) == [youth]
    assert list(person.source_groups.all()) == [group]
    assert person.entered_by == world.officers["an"]
    assert (person.stage, person.stage_since) == ("source", date(2026, 6, 1))
    assert (event.stage, event.happened_on, event.unit, event.recorded_by) == (
        "source", date(2026, 6, 1), world.hoa, world.officers["an"]
    )  # fmt: skip


def test_a_name_typed_in_decomposed_unicode_is_kept_composed(office, world):
    office.post(NEW, typed(world, name=unicodedata.normalize("NFD", "Lò Văn Páo")))

    assert Candidate.objects.get().name == unicodedata.normalize("NFC", "Lò Văn Páo")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Chưa nhập họ và tên"),
        ("name", "Páo", "ít nhất hai chữ"),
        ("name", "Lò Văn 2", "chỉ gồm chữ cái"),
        ("name", "Lò <b>Văn</b>", "chỉ gồm chữ cái"),
        ("birth_date", "", "Chưa nhập ngày"),
        ("birth_date", "2000", "Nhập ngày dạng 24/02/2023"),
        ("birth_date", "31/2/2000", "Không đọc được ngày này"),
        ("birth_date", "15/6/2026", "chưa đến"),
        ("birth_date", "14/6/1915", "quá 110 tuổi"),
        ("sex", "", "Chưa chọn giới tính"),
        ("unit", "", "Chưa chọn đơn vị"),
        ("happened_on", "", "Chưa nhập ngày"),
        ("first_stage", "decided", "Chọn nguồn hay cảm tình Đảng"),
    ],
)
def test_a_fault_is_told_beside_its_field_and_nothing_is_saved(office, world, field, value, says):
    answer = office.post(NEW, typed(world, **{field: value}))

    assert answer.status_code == 422
    assert list(errors(answer)) == [field]
    assert says in errors(answer)[field][0]
    assert not Candidate.objects.exists()


@pytest.mark.parametrize("name", ["K'Brôi Na", "Y-Blă Niê", "Đỗ Thị Ỷ"])
def test_names_of_all_peoples_are_taken(office, world, name):
    office.post(NEW, typed(world, name=name))

    assert Candidate.objects.get().name == name


@pytest.mark.parametrize(("born", "status"), [("15/6/1916", 302), ("15/6/1915", 422)])
def test_who_is_110_is_taken_and_who_is_older_is_not(office, world, born, status):
    assert office.post(NEW, typed(world, birth_date=born)).status_code == status


def test_what_was_typed_stays_after_a_fault(office, world):
    page = office.post(NEW, typed(world, birth_date="32/1/2000", note="hay đi họp")).content.decode()

    assert 'value="Lò Văn Páo"' in page
    assert 'value="32/1/2000"' in page
    assert "hay đi họp" in page


@pytest.mark.parametrize(
    ("changes", "field", "clause"),
    [
        ({"first_stage": "listed"}, "document_number", "HD38 I.1.1d"),
        ({"happened_on": "16/6/2026"}, "happened_on", "HD38 I.1.1d"),
        ({"happened_on": "31/12/2019"}, "happened_on", "HD38 I.1.1d"),
    ],
)
def test_a_refused_first_step_leaves_no_person(office, world, changes, field, clause):
    answer = office.post(NEW, typed(world, **changes))

    assert answer.status_code == 422
    assert list(errors(answer)) == [field]
    assert clause in errors(answer)[field][0]
    assert clause in answer.content.decode()
    assert not Candidate.objects.exists()
    assert not StageEvent.objects.exists()


def test_units_out_of_scope_or_closed_cannot_be_chosen(office, world):
    reorganise.close(world.sen, into=world.hoa, on=date(2025, 1, 1))

    for unit in (world.far, world.sen):
        answer = office.post(NEW, typed(world, unit=unit.pk))
        assert errors(answer)["unit"] == ["Đơn vị này không chọn được."]
    assert not Candidate.objects.exists()


@pytest.mark.parametrize(
    ("name", "born", "unit", "asked"),
    [
        ("lo van pao", "20/5/2000", "sen", True),
        ("LÒ VĂN PÁO", "1/1/1990", "hoa", True),
        ("Lò Văn Páo", "1/1/1990", "sen", False),
        ("Lò Văn Bảo", "20/5/2000", "hoa", False),
    ],
)
def test_a_likely_double_is_asked_about(office, world, person, name, born, unit, asked):
    person("Lò Văn Páo", unit=world.hoa, birth_date=date(2000, 5, 20))
    sent = typed(world, name=name, birth_date=born, unit=getattr(world, unit).pk)
    answer = office.post(NEW, sent)

    assert answer.status_code == (422 if asked else 302)
    assert Candidate.objects.count() == (1 if asked else 2)
    if asked:
        assert [twin.name for twin in answer.context["twins"]] == ["Lò Văn Páo"]
        assert f'value="{name}"' in answer.content.decode()
        assert office.post(NEW, {**sent, "confirmed": "1"}).status_code == 302
        assert Candidate.objects.count() == 2


def test_a_double_in_another_commune_is_not_betrayed(office, world, person):
    person("Lò Văn Páo", unit=world.far, birth_date=date(2000, 5, 20))

    assert office.post(NEW, typed(world)).status_code == 302


# Mending


def edited(person, **changes):
    values = {
        "name": person.name,
        "birth_date": person.birth_date.strftime("%d/%m/%Y"),
        "sex": person.sex,
        "unit": person.unit_id,
        "seen": person.changed_at.isoformat(),
    }
    return {**values, **changes}


def test_a_correction_is_saved_and_keeps_the_stage(office, world, person):
    one = person("Lò Văn Pao")
    answer = office.post(
        f"/quan-chung/{one.pk}/sua/", edited(one, name="Lò Văn Páo", unit=world.sen.pk, note="mới")
    )
    one.refresh_from_db()

    assert answer.status_code == 302
    assert (one.name, one.name_folded, one.unit, one.note) == ("Lò Văn Páo", "lo van pao", world.sen, "mới")
    assert one.stage == Stage.SOURCE
    assert one.events.get().unit == world.hoa


def test_who_would_overwrite_anothers_change_is_told_and_loses_nothing(office, world, person):
    one = person("Lò Văn Páo", occupation="farmer")
    opened = edited(one, occupation="worker", schooling="upper_secondary", note="của tôi")
    Candidate.objects.get(pk=one.pk).save()
    Candidate.objects.filter(pk=one.pk).update(note="của người khác", occupation="pupil")
    answer = office.post(f"/quan-chung/{one.pk}/sua/", opened)
    one.refresh_from_db()

    assert answer.status_code == 409
    assert (one.note, one.occupation) == ("của người khác", "pupil")
    assert answer.context["differences"] == [
        ("Nghề nghiệp", "Học sinh", "Doanh nghiệp: công nhân trực tiếp"), ("Điều cần nhớ", "của người khác", "của tôi")
    ]  # fmt: skip
    assert "của tôi</textarea>" in answer.content.decode()
    again = office.post(f"/quan-chung/{one.pk}/sua/", {**opened, "seen": answer.context["seen"]})
    one.refresh_from_db()
    assert (again.status_code, one.note) == (302, "của tôi")


def test_the_page_of_an_admitted_person_warns_that_figures_change(office, person):
    admitted = person(steps={Stage.DECIDED: (date(2025, 3, 1), "12-QĐ/ĐU")})
    other = person("Lò Văn Khác")

    assert "số liệu của năm kết nạp" in office.get(f"/quan-chung/{admitted.pk}/sua/").content.decode()
    assert "số liệu của năm kết nạp" not in office.get(f"/quan-chung/{other.pk}/sua/").content.decode()


def test_after_the_decision_the_unit_is_the_one_the_figures_count(office, world, person):
    one = person(steps={Stage.DECIDED: (date(2025, 3, 1), "12-QĐ/ĐU")})
    answer = office.post(f"/quan-chung/{one.pk}/sua/", edited(one, unit=world.sen.pk, note="mới"))
    one.refresh_from_db()
    assert (answer.status_code, one.unit, one.note) == (302, world.hoa, "mới")


LISTED = {Stage.SOURCE: (date(2024, 1, 10), ""), Stage.LISTED: (date(2024, 3, 10), "03-NQ/CB")}


def test_past_the_first_step_the_unit_changes_by_a_move_alone(office, world, person):
    """HD06 3.9: a move on the road has its case, its papers and its clocks."""
    one = person(steps=LISTED)
    page = office.get(f"/quan-chung/{one.pk}/sua/")
    office.post(f"/quan-chung/{one.pk}/sua/", edited(one, unit=world.sen.pk, note="mới"))
    one.refresh_from_db()

    assert (one.unit, one.note) == (world.hoa, "mới")
    assert "«Chuyển đơn vị»" in page.content.decode()


def test_who_was_moved_or_sent_back_to_the_first_step_is_told_apart(office, world, person):
    moved, back = person("Lò Văn Dời"), person("Lò Văn Lùi", steps=LISTED)
    moving.transfer(moved, Move(date(2024, 2, 1), to=world.sen), by=None)
    pipeline.void_last(back, reason="Ghi nhầm người", by=None)
    for one in (moved, back):
        one.refresh_from_db()
        office.post(f"/quan-chung/{one.pk}/sua/", edited(one, unit=world.school.pk))
        one.refresh_from_db()

    assert (moved.unit, back.unit) == (world.sen, world.school)


def test_who_left_the_road_is_listed_anew_where_he_is_now(office, world, person):
    one = person(steps={**LISTED, Stage.OUT: (date(2024, 9, 1), "9-NQ/CB")})
    office.post(f"/quan-chung/{one.pk}/sua/", edited(one, unit=world.sen.pk))
    one.refresh_from_db()

    assert one.unit == world.sen


def test_a_value_from_an_old_book_stays_choosable(office, person):
    one = person(ethnic_group="Cờ Lao Đỏ")

    office.post(f"/quan-chung/{one.pk}/sua/", edited(one, ethnic_group="Cờ Lao Đỏ"))
    one.refresh_from_db()
    assert one.ethnic_group == "Cờ Lao Đỏ"


def test_a_renamed_person_may_be_a_double_too(office, person):
    person("Lò Văn Páo")
    one = person("Lò Văn Bảo")
    answer = office.post(f"/quan-chung/{one.pk}/sua/", edited(one, name="Lò Văn Páo"))

    assert answer.status_code == 422
    assert [twin.name for twin in answer.context["twins"]] == ["Lò Văn Páo"]


def test_the_forms_of_one_person_cost_the_same_in_a_crowd(office, world, person):
    one = person("Lò Văn Một")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            office.get(NEW)
            office.get(f"/quan-chung/{one.pk}/sua/")
        counts.append(len(queries))
        for n in range(30):
            person(f"Lò Văn {'abcdefghij'[n % 10] * 3}", unit=world.sen)

    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", ["binh", "chi", "dung"])
def test_readers_may_neither_enter_nor_mend(world, person, who):
    one = person("Lò Văn Páo")
    client = world.client(who)

    assert client.get(NEW).status_code == 403
    assert client.post(NEW, typed(world)).status_code == 403
    assert client.get(f"/quan-chung/{one.pk}/sua/").status_code == 403
    assert client.post(f"/quan-chung/{one.pk}/sua/", edited(one, name="Lò Văn Khác")).status_code == 403
    one.refresh_from_db()
    assert one.name == "Lò Văn Páo"


def test_the_office_of_another_commune_does_not_find_the_person(world, person):
    one = person("Lò Văn Páo")
    client = world.client("xuan")

    assert client.get(f"/quan-chung/{one.pk}/sua/").status_code == 404
    assert client.post(f"/quan-chung/{one.pk}/sua/", edited(one)).status_code == 404
