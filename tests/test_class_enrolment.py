"""Who has to go to a class, is put into it, is taken off again."""

from datetime import date

import pytest

from admissions import classes, pipeline
from admissions.classes.needs import Why, who_needs
from admissions.models import Candidate, Enrolment
from admissions.pipeline import Entry
from admissions.regulation import Stage
from tests.class_days import BEGINS, HELD, LISTED, SOURCE, TODAY, issue, needing, opened_at, text


@pytest.fixture(autouse=True)
def a_day_in_june(time_machine):
    time_machine.move_to("2026-06-15 09:00 +0700", tick=False)


def test_listed_people_without_a_certificate_have_to_go(person):
    person("Lò Văn Nguồn", steps=SOURCE)
    person("Lò Văn Cảm", steps=LISTED)
    person("Lò Văn Giấy", steps={**LISTED, Stage.TRAINED: (date(2026, 3, 2), "5/GCN")})
    person("Lò Văn Sổ", steps={**SOURCE, Stage.OPENED: (date(2026, 3, 2), "5-TB/ĐU")})
    person("Lò Văn Bầu", steps={**LISTED, Stage.VOTED: (date(2026, 3, 2), "5-NQ/CB")})
    person("Lò Văn Ra", steps={**LISTED, Stage.OUT: (date(2026, 3, 2), "")})
    assert needing() == {"Lò Văn Cảm": Why.WITHOUT, "Lò Văn Sổ": Why.WITHOUT}


@pytest.mark.parametrize(
    ("issued", "why"),
    [
        (date(2021, 5, 31), Why.LAPSED),  # valid to the day before the class begins on 1/6/2026
        (date(2021, 6, 1), Why.LAPSING),
        (date(2021, 12, 1), Why.LAPSING),  # valid to 1/12/2026, six months after
        (date(2021, 12, 2), None),
    ],
)
def test_a_certificate_that_lapses_within_six_months_sends_to_the_class_again(person, issued, why):
    person("Lò Văn Cũ", steps=opened_at(issued))
    assert needing().get("Lò Văn Cũ") == why


def test_who_came_back_with_a_valid_certificate_need_not_go(person):
    road = {**SOURCE, Stage.TRAINED: (date(2025, 3, 2), "5/GCN"), Stage.OUT: (date(2025, 9, 1), "")}
    back = person("Lò Văn Về", steps=road)
    pipeline.advance(back, Entry(Stage.LISTED, date(2026, 2, 2), "4-NQ/CB"), by=None)
    assert needing() == {}


def test_a_voided_certificate_counts_for_nothing(world, person):
    one = person("Lò Văn Nhầm", steps={**LISTED, Stage.TRAINED: (date(2026, 3, 2), "5/GCN")})
    pipeline.void_last(one, reason="nhầm", by=world.officers["an"])
    assert needing() == {"Lò Văn Nhầm": Why.WITHOUT}


def test_new_members_on_probation_have_to_go_to_theirs(person):
    person("Lò Văn Cảm", steps=LISTED)
    person("Lò Văn Dự", steps=HELD)
    person("Lò Văn Chính", steps={**HELD, Stage.RECOGNISED: (date(2026, 6, 1), "9-QĐ/ĐU")})
    (need,) = who_needs("new_members", Candidate.objects.all(), BEGINS)
    assert (need.candidate.name, need.until) == ("Lò Văn Dự", date(2027, 2, 20))


def test_who_waits_for_the_outcome_of_a_class_is_not_offered_for_another(a_class, person, enrolled):
    one, waiting = a_class(), person("Lò Văn Chờ", steps=LISTED)
    (row,) = enrolled(one, waiting).values()
    assert needing() == {}
    Enrolment.objects.filter(pk=row.pk).update(
        result="passed", result_by=row.enrolled_by, result_at=one.planned_at
    )
    assert needing() == {}
    Enrolment.objects.filter(pk=row.pk).update(result="failed")
    assert needing() == {"Lò Văn Chờ": Why.WITHOUT}


def enrol_page(client, training_class, **query):
    page = client.get(f"/lop/{training_class.pk}/ghi-danh/", query)
    return {why: [need.candidate.name for need in needs] for why, needs in page.context["groups"]}


def test_the_ticked_are_enrolled(world, a_class, person):
    one, chosen = a_class(), person("Lò Văn Một", unit=world.sen, steps=LISTED)
    person("Lò Văn Hai", steps=LISTED)
    answer = world.client("an").post(f"/lop/{one.pk}/ghi-danh/", {"people": [chosen.pk]})
    assert answer["Location"] == f"/lop/{one.pk}/"
    row = Enrolment.objects.get()
    assert (row.candidate, row.unit, row.enrolled_on, row.enrolled_by) == (
        chosen,
        world.sen,
        TODAY,
        world.officers["an"],
    )
    assert (row.result, row.mark, row.certificate_number) == ("", None, "")


def test_everybody_means_those_whom_the_page_showed(world, a_class, person):
    one = a_class()
    shown = [person(f"Lò Văn {n}", steps=LISTED).pk for n in range(3)]
    person("Lò Văn Mới", steps=LISTED)
    world.client("an").post(f"/lop/{one.pk}/ghi-danh/", {"shown": shown, "everybody": "1"})
    assert sorted(Enrolment.objects.values_list("candidate", flat=True)) == shown


def test_nobody_chosen_is_said(world, a_class, person):
    one = a_class()
    person("Lò Văn Một", steps=LISTED)
    answer = world.client("an").post(f"/lop/{one.pk}/ghi-danh/", {})
    assert answer.status_code == 422 and "Chưa chọn ai" in text(answer)


def test_people_stand_by_reason_then_by_vietnamese_name(world, a_class, person):
    one = a_class()
    person("Lò Văn Ánh", steps=opened_at(date(2021, 6, 20)))
    person("Lò Văn Ước", steps=LISTED)
    person("Vàng A Đỏ", steps=LISTED)
    assert enrol_page(world.client("an"), one) == {
        Why.WITHOUT: ["Vàng A Đỏ", "Lò Văn Ước"],
        Why.LAPSING: ["Lò Văn Ánh"],
    }


def test_a_unit_and_workers_narrow_the_list(world, a_class, person):
    one, client = a_class(), world.client("an")
    person("Lò Văn Chè", unit=world.workshop, steps=LISTED, occupation="worker")
    person("Lò Văn Sổ", unit=world.workshop, steps=LISTED, occupation="company_staff")
    person("Lò Văn Hoa", steps=LISTED, occupation="worker")
    person("Lò Văn Xa", unit=world.far, steps=LISTED)
    chosen = enrol_page(client, one, loc=1, don_vi=world.base.pk)[Why.WITHOUT]
    assert chosen == ["Lò Văn Chè", "Lò Văn Sổ"]
    assert enrol_page(client, one, loc=1, don_vi=world.base.pk, cong_nhan="on")[Why.WITHOUT] == ["Lò Văn Chè"]
    assert len(enrol_page(client, one, loc=1, don_vi=world.far.pk)[Why.WITHOUT]) == 3
    assert len(enrol_page(client, one, loc=1, don_vi="x")[Why.WITHOUT]) == 3


def test_a_class_for_workers_begins_with_workers_alone(world, a_class, person):
    one, client = a_class(for_workers=True), world.client("an")
    person("Lò Văn Chè", steps=LISTED, occupation="worker")
    person("Lò Văn Nông", steps=LISTED, occupation="farmer")
    assert enrol_page(client, one)[Why.WITHOUT] == ["Lò Văn Chè"]
    assert enrol_page(client, one, loc=1)[Why.WITHOUT] == ["Lò Văn Chè", "Lò Văn Nông"]


def test_two_officers_at_once_enrol_nobody_twice(world, a_class, person, enrolled):
    one = a_class()
    taken, other = person("Lò Văn Một", steps=LISTED), person("Lò Văn Hai", steps=LISTED)
    enrolled(one, taken)
    answer = world.client("quan").post(f"/lop/{one.pk}/ghi-danh/", {"people": [taken.pk, other.pk]})
    assert answer.status_code == 409
    assert "Lò Văn Một: An đã ghi danh vào lớp này." in text(answer)
    assert Enrolment.objects.count() == 1
    assert f'value="{other.pk}" aria-label="Chọn Lò Văn Hai" checked' in text(answer)


def test_who_failed_is_not_enrolled_again_in_the_same_class(world, a_class, person, enrolled):
    one, failed = a_class(), person("Lò Văn Một", steps=LISTED)
    enrolled(one, failed, result="failed")
    assert enrol_page(world.client("an"), one) == {}
    assert world.client("an").post(f"/lop/{one.pk}/ghi-danh/", {"people": [failed.pk]}).status_code == 409
    enrolled(a_class(title="Lớp khóa II"), failed)


def test_nobody_is_in_two_open_classes_of_one_kind(world, a_class, person, enrolled):
    first, second, waiting = a_class(), a_class(title="Lớp khóa II"), person("Lò Văn Một", steps=LISTED)
    enrolled(first, waiting)
    with pytest.raises(classes.Stale) as refused:
        classes.enrol(second, [waiting.pk], by=world.officers["an"])
    assert [r.text for r in refused.value.reasons] == [
        "Lò Văn Một: đang ghi danh ở «Lớp khóa I», chưa có kết quả."
    ]


def test_who_need_not_go_is_not_enrolled_by_hand(world, a_class, person):
    one, source = a_class(), person("Lò Văn Nguồn", steps=SOURCE)
    answer = world.client("an").post(f"/lop/{one.pk}/ghi-danh/", {"people": [source.pk]})
    assert answer.status_code == 409
    assert "Lò Văn Nguồn: đang ở bước «Nguồn», không còn thuộc diện phải học lớp này." in text(answer)


@pytest.mark.parametrize("posted", ["far", "9" * 30, "abc", "1 OR 1", "²"])
def test_a_person_out_of_scope_cannot_be_named(world, a_class, person, posted):
    one = a_class()
    asked = person("Lò Văn Xa", unit=world.far, steps=LISTED).pk if posted == "far" else posted
    assert world.client("an").post(f"/lop/{one.pk}/ghi-danh/", {"people": [asked]}).status_code == 404
    assert not Enrolment.objects.exists()


def test_a_person_of_another_committee_is_not_enrolled_even_by_the_administrator(world, a_class, person):
    one, far = a_class(), person("Lò Văn Xa", unit=world.far, steps=LISTED)
    assert enrol_page(world.client("quan"), one) == {}
    assert world.client("quan").post(f"/lop/{one.pk}/ghi-danh/", {"people": [far.pk]}).status_code == 409
    assert not Enrolment.objects.exists()


def test_a_person_of_a_closed_cell_is_enrolled_for_the_one_that_took_over(world, a_class, person):
    from units import reorganise

    one, moved = a_class(), person("Lò Văn Sen", unit=world.sen, steps=LISTED)
    reorganise.close(world.sen, into=world.hoa, on=date(2026, 6, 10))
    classes.enrol(one, [moved.pk], by=world.officers["an"])
    assert Enrolment.objects.get().unit == world.hoa


def test_a_person_is_taken_off_a_class_and_can_come_again(world, a_class, person, enrolled):
    one, someone = a_class(), person("Lò Văn Một", steps=LISTED)
    (row,) = enrolled(one, someone, result="absent").values()
    address = f"/lop/{one.pk}/rut-ten/{row.pk}/"
    assert "kết quả «Vắng» đã ghi cũng bỏ" in text(world.client("an").get(address))
    assert world.client("an").post(address)["Location"] == f"/lop/{one.pk}/"
    assert not Enrolment.objects.exists()
    enrolled(one, someone)


def test_who_has_his_certificate_is_not_taken_off(world, a_class, person, enrolled):
    one = a_class()
    (row,) = enrolled(one, person("Lò Văn Một", steps=LISTED), result="passed").values()
    issue(world, one)
    answer = world.client("an").post(f"/lop/{one.pk}/rut-ten/{row.pk}/")
    assert answer.status_code == 409 and "Đã cấp giấy chứng nhận 01/GCN ngày 10/06/2026" in text(answer)
    assert Enrolment.objects.exists()
