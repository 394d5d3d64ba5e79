"""Certificates of a class, numbered in one go, all or none."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from admissions import pipeline, reading
from admissions.classes.needs import who_needs
from admissions.classes.numbering import next_number, number_after, numbers_from
from admissions.models import Candidate, Enrolment
from admissions.pipeline import Entry
from admissions.regulation import Stage
from tests.class_days import (
    HELD,
    LISTED,
    SOURCE,
    TODAY,
    given,
    issue,
    needing,
    opened_at,
    pressed,
    preview,
    text,
)


@pytest.fixture(autouse=True)
def a_day_in_june(time_machine):
    time_machine.move_to("2026-06-15 09:00 +0700", tick=False)


@pytest.mark.parametrize(
    ("first", "count", "numbers"),
    [
        ("01/GCN", 3, ["01/GCN", "02/GCN", "03/GCN"]),
        ("9/GCN", 2, ["9/GCN", "10/GCN"]),
        ("098", 3, ["098", "099", "100"]),
        ("99/GCN", 2, ["99/GCN", "100/GCN"]),
        ("GCN-007/2026", 2, ["GCN-007/2026", "GCN-008/2026"]),
        ("1", 0, []),
    ],
)
def test_numbers_count_on_as_wide_as_the_first(first, count, numbers):
    assert numbers_from(first, count) == numbers


@pytest.mark.parametrize("first", ["GCN", "", "²", "1234567890/GCN"])
def test_a_text_without_a_number_cannot_count_on(first):
    with pytest.raises(ValueError, match="no number"):
        numbers_from(first, 1)


def test_the_number_after_is_that_of_the_highest():
    assert number_after([]) == "01/GCN"
    assert number_after(["không số"]) == "01/GCN"
    assert number_after(["09/GCN", "10/GCN", "2/GCN"]) == "11/GCN"


def test_the_preview_numbers_those_who_passed_in_the_order_of_names(world, a_class, person, enrolled):
    one = a_class()
    enrolled(
        one,
        *(person(name, steps=LISTED) for name in ("Lò Văn Ước", "Lò Thị Ăn", "Vàng A Đỏ")),
        result="passed",
    )
    enrolled(one, person("Lò Văn Anh", steps=LISTED), result="failed")
    page = preview(world.client("an"), one, "09/GCN")
    assert [(row.candidate.name, number) for row, number in page.context["desk"].numbered] == [
        ("Lò Thị Ăn", "09/GCN"),
        ("Vàng A Đỏ", "10/GCN"),
        ("Lò Văn Ước", "11/GCN"),
    ]
    assert "Cấp 3 giấy chứng nhận" in text(page)
    assert given() == {}


def test_a_certificate_of_the_awareness_class_is_a_step_of_the_road(world, a_class, person, enrolled):
    one, listed = a_class(), person("Lò Văn Cảm", steps=LISTED)
    again = person("Lò Văn Lại", steps={**SOURCE, Stage.TRAINED: (date(2021, 6, 20), "7/GCN")})
    enrolled(one, listed, again, result="passed")
    assert issue(world, one)["Location"] == f"/lop/{one.pk}/"
    day = date(2026, 6, 10)
    assert given() == {"Lò Văn Cảm": ("01/GCN", day), "Lò Văn Lại": ("02/GCN", day)}
    for one_person, number in ((listed, "01/GCN"), (again, "02/GCN")):
        step = one_person.events.order_by("pk").last()
        assert (step.stage, step.happened_on, step.document_number) == (Stage.TRAINED, day, number)
        assert step.recorded_by == world.officers["an"]
    listed.refresh_from_db()
    assert (listed.stage, listed.stage_since) == (Stage.TRAINED, day)
    row = Enrolment.objects.get(candidate=listed)
    assert row.certificate_by == world.officers["an"] and row.certificate_at
    assert pipeline.strayed() == []


@pytest.mark.parametrize("stage", [Stage.OPENED, Stage.CERTIFIED])
def test_who_is_past_the_class_keeps_his_stage_and_his_certificate(world, a_class, person, enrolled, stage):
    one = a_class()
    later = person("Lò Văn Xa", steps={**opened_at(date(2021, 6, 20)), stage: (date(2026, 2, 2), "9-TB/ĐU")})
    enrolled(one, later, result="passed")
    issue(world, one)
    later.refresh_from_db()
    assert (later.stage, given()) == (stage, {"Lò Văn Xa": ("01/GCN", date(2026, 6, 10))})
    assert needing(on=TODAY) == {}


def test_a_certificate_of_new_members_leaves_the_road_alone(world, a_class, person, enrolled):
    one, member = a_class(kind="new_members"), person("Lò Văn Dự", steps=HELD)
    enrolled(one, member, result="passed")
    issue(world, one, "5/ĐVM")
    member.refresh_from_db()
    assert (member.stage, member.events.count()) == (Stage.HELD, 4)
    assert given() == {"Lò Văn Dự": ("5/ĐVM", date(2026, 6, 10))}
    assert needing("new_members") == {}


def test_one_refusal_keeps_every_certificate_back_and_everybodys_reasons_are_told(
    world, a_class, person, enrolled
):
    one = a_class()
    fine, *gone = (person(f"Lò Văn {n}", steps=LISTED) for n in ("Được", "Ra", "Vào"))
    enrolled(one, fine, *gone, result="passed")
    for someone in gone:
        pipeline.advance(someone, Entry(Stage.OUT, date(2026, 6, 8), "8-NQ/CB", reason="chuyển đi"), by=None)
    answer = issue(world, one)
    assert answer.status_code == 422
    told = {
        row.candidate.name: [o.code for o in reasons] for row, reasons in answer.context["desk"].forbidden
    }
    assert told == {"Lò Văn Ra": ["order"], "Lò Văn Vào": ["order"]}
    assert "Chưa cấp giấy nào, vì 2 người còn vướng" in text(answer)
    fine.refresh_from_db()
    assert (fine.stage, given()) == (Stage.LISTED, {})


def test_a_struck_off_member_gets_no_certificate(world, a_class, person, enrolled):
    one, member = a_class(kind="new_members"), person("Lò Văn Dự", steps=HELD)
    enrolled(one, member, result="passed")
    pipeline.advance(member, Entry(Stage.OUT, date(2026, 6, 8), "8-NQ/CB", reason="xóa tên"), by=None)
    answer = issue(world, one)
    assert answer.status_code == 422 and "Người này «Ra khỏi danh sách» từ 08/06/2026." in text(answer)


def test_what_changed_since_the_preview_is_told_and_nothing_is_given(world, a_class, person, enrolled):
    one = a_class()
    enrolled(one, person("Lò Văn Hai", steps=LISTED), result="passed")
    sent = pressed(preview(world.client("an"), one))
    enrolled(one, person("Lò Văn Ba", steps=LISTED), result="passed")
    answer = world.client("an").post(f"/lop/{one.pk}/ket-qua/", sent)
    assert answer.status_code == 409
    assert "Danh sách người được cấp giấy đã thay đổi" in text(answer)
    assert given() == {}
    assert world.client("an").post(f"/lop/{one.pk}/ket-qua/", pressed(answer)).status_code == 302
    assert sorted(given()) == ["Lò Văn Ba", "Lò Văn Hai"]


def test_a_second_press_gives_nothing_twice(world, a_class, person, enrolled):
    one = a_class()
    enrolled(one, person("Lò Văn Hai", steps=LISTED), result="passed")
    sent = pressed(preview(world.client("an"), one))
    answers = [world.client(who).post(f"/lop/{one.pk}/ket-qua/", sent).status_code for who in ("an", "quan")]
    assert answers == [302, 409]
    assert Candidate.objects.get().events.filter(stage=Stage.TRAINED).count() == 1


@pytest.mark.parametrize(
    ("number", "day", "field", "told"),
    [
        ("GCN", "10/06/2026", "so_dau", "Số phải có phần chữ số để đếm tiếp. Ví dụ: 01/GCN."),
        ("", "10/06/2026", "so_dau", "Chưa nhập số. Ví dụ: 01/GCN."),
        ("01/GCN", "16/06/2026", "ngay", "Ngày 16/06/2026 chưa đến."),
        ("01/GCN", "31/05/2026", "ngay", "Ngày 31/05/2026 trước ngày khai giảng (01/06/2026)."),
        ("01/GCN", "hôm nay", "ngay", "Không đọc được ngày này. Nhập ngày dạng 24/02/2023."),
    ],
)
def test_a_number_or_a_day_that_cannot_be_is_told(world, a_class, person, enrolled, number, day, field, told):
    one = a_class()
    (row,) = enrolled(one, person(steps=LISTED), result="passed").values()
    sent = {"issue": "1", "so_dau": number, "ngay": day, f"so.{row.pk}": number}
    answer = world.client("an").post(f"/lop/{one.pk}/ket-qua/", sent)
    assert answer.status_code == 422
    assert answer.context["desk"].form.errors[field] == [told]
    assert given() == {}


@pytest.mark.parametrize("day", ["01/06/2026", "15/06/2026"])
def test_certificates_may_be_of_the_first_day_and_of_today(world, a_class, person, enrolled, day):
    one = a_class()
    enrolled(one, person(steps=LISTED), result="passed")
    assert issue(world, one, day=day).status_code == 302


def test_a_number_that_somebody_has_is_not_given_again_in_its_series(world, a_class, person, enrolled):
    first, second = a_class(), a_class(title="Lớp khóa II")
    other = a_class(title="Lớp nơi khác", run_by="Trung tâm tỉnh")
    enrolled(first, person("Lò Văn Một", steps=LISTED), result="passed")
    issue(world, first)
    enrolled(second, person("Lò Văn Hai", steps=LISTED), result="passed")
    answer = issue(world, second)
    assert answer.status_code == 422
    assert answer.context["desk"].form.errors["so_dau"] == ["Số 01/GCN đã cấp cho Lò Văn Một, «Lớp khóa I»."]
    enrolled(other, person("Lò Văn Ba", steps=LISTED), result="passed")
    assert issue(world, other).status_code == 302


def test_a_series_is_of_one_year_one_kind_and_one_committee(world, a_class, person, enrolled, time_machine):
    first, members = a_class(), a_class(kind="new_members")
    enrolled(first, person("Lò Văn Một", steps=LISTED), result="passed")
    issue(world, first)
    enrolled(members, person("Lò Văn Dự", steps=HELD), result="passed")
    assert issue(world, members).status_code == 302
    theirs = a_class(committee=world.neighbour)
    enrolled(theirs, person("Lò Văn Xa", unit=world.far, steps=LISTED), result="passed")
    assert issue(world, theirs, who="xuan").status_code == 302
    time_machine.move_to("2027-03-15 09:00 +0700", tick=False)
    later = a_class(planned_from=date(2027, 3, 1), planned_to=date(2027, 3, 5))
    enrolled(later, person("Lò Văn Năm", steps=LISTED), result="passed")
    assert issue(world, later, day="10/03/2027").status_code == 302


@pytest.mark.parametrize("name", ["so." + "9" * 600, "so.²", "so.", "ket_qua." + "9" * 30 + ".was"])
def test_a_hostile_field_gets_an_answer(world, a_class, person, enrolled, name):
    one = a_class()
    enrolled(one, person(steps=LISTED), result="passed")
    sent = {"issue": "1", "so_dau": "1/GCN", "ngay": "10/06/2026", name: "1/GCN"}
    assert world.client("an").post(f"/lop/{one.pk}/ket-qua/", sent).status_code == 409


def test_the_number_to_begin_with_follows_those_of_the_year(world, a_class, person, enrolled):
    one = a_class()
    assert next_number(one, 2026) == "01/GCN"
    person(steps={**SOURCE, Stage.TRAINED: (date(2026, 3, 2), "41/GCN")})
    person("Lò Văn Cũ", steps={**SOURCE, Stage.TRAINED: (date(2025, 3, 2), "90/GCN")})
    person("Lò Văn Xa", unit=world.far, steps={**SOURCE, Stage.TRAINED: (date(2026, 3, 2), "70/GCN")})
    assert next_number(one, 2026) == "42/GCN"
    enrolled(one, person("Lò Văn Mới", steps=LISTED), result="passed")
    issue(world, one, "42/GCN")
    assert next_number(one, 2026) == "43/GCN"
    assert next_number(a_class(kind="new_members"), 2026) == "01/GCN"


@pytest.mark.parametrize(
    "fields",
    [
        {"certificate_number": "1/GCN"},
        {"result": "passed"},
        {"result_at": "2026-06-10T00:00Z"},
        {"mark": 11, "result": "passed", "who": "result"},
        {"mark": 5},
        {"certificate_number": "1/GCN", "who": "certificate"},
        {"result": "failed", "certificate_number": "1/GCN", "who": "both"},
        {"result": "passed", "certificate_number": "1/GCN", "who": "both", "certificate_on": None},
    ],
)
def test_the_database_itself_refuses_what_cannot_be(world, a_class, person, enrolled, fields):
    (row,) = enrolled(a_class(), person(steps=LISTED)).values()
    who, an, then = fields.pop("who", ""), world.officers["an"], row.training_class.planned_at
    values = {}
    if who in ("result", "both"):
        values |= {"result_by": an, "result_at": then}
    if who in ("certificate", "both"):
        values |= {"certificate_on": TODAY, "certificate_by": an, "certificate_at": then}
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.filter(pk=row.pk).update(**{**values, **fields})


def test_the_database_enrols_nobody_twice_in_a_class(a_class, person, enrolled):
    (row,) = enrolled(a_class(), person(steps=LISTED)).values()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_certificate_past_the_classs_own_step_becomes_a_paper_that_the_regulation_reads(
    world, a_class, person, enrolled
):
    """HD06 5.4b: who went again with his dossier already open has a valid certificate, and stays where he stands."""
    opened = {
        **LISTED,
        Stage.TRAINED: (date(2020, 5, 4), "1/GCN"),
        Stage.OPENED: (date(2026, 5, 11), "2-TB/ĐU"),
    }
    one, again = a_class(), person("Lò Văn Lại", steps=opened)
    enrolled(one, again, result="passed")
    issue(world, one)
    again.refresh_from_db()
    paper = again.papers.get()
    assert (again.stage, paper.form, paper.ticked_by) == ("opened", "certificate", world.officers["an"])
    assert (
        reading.case_of(again, again.events.standing(), records=reading.read_one(again)).certificate_on
        == paper.dated_on
    )


def test_a_new_members_certificate_becomes_a_paper_and_sends_nobody_twice(world, a_class, person, enrolled):
    """HD06 4.1: the paper is what the vote on recognition asks for."""
    one, member = a_class(kind="new_members"), person("Lò Văn Dự", steps=HELD)
    enrolled(one, member, result="passed")
    issue(world, one)
    assert member.papers.get().form == "new_member_certificate"
    assert who_needs("new_members", Candidate.objects.all(), date(2026, 6, 15)) == []
