"""Classes: planned, filled from the list of those who have to go, assessed, ended by certificates."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from admissions import classes, pipeline
from admissions.class_needs import Why, who_needs
from admissions.models import Candidate, Enrolment, Status, TrainingClass
from admissions.numbering import next_number, number_after, numbers_from
from admissions.pipeline import Entry
from admissions.regulation import Stage
from units.models import Officer, Role

TODAY = date(2026, 6, 15)
BEGINS, ENDS = date(2026, 6, 1), date(2026, 6, 5)
SOURCE = {Stage.SOURCE: (date(2024, 1, 10), "")}
LISTED = {**SOURCE, Stage.LISTED: (date(2026, 1, 12), "1-NQ/CB")}
HELD = {**LISTED, Stage.DECIDED: (date(2026, 2, 2), "3-QĐ/ĐU"), Stage.HELD: (date(2026, 2, 20), "")}


@pytest.fixture(autouse=True)
def a_day_in_june(time_machine):
    time_machine.move_to("2026-06-15 09:00 +0700", tick=False)


@pytest.fixture
def a_class(world):
    """Plan a class of the commune; by default an awareness class of the first week of June."""

    def make(**fields) -> TrainingClass:
        facts = {
            "title": "Lớp khóa I",
            "planned_from": BEGINS,
            "planned_to": ENDS,
            "run_by": "Trung tâm chính trị",
        }
        planned = TrainingClass(**{"committee": world.commune, **facts, **fields})
        return classes.plan(planned, by=world.officers["an"])

    return make


@pytest.fixture
def enrolled(world):
    """Enrol people; with `result` it is recorded at once. Returns the enrolments by name."""

    def enrol(training_class, *people, result="") -> dict[str, Enrolment]:
        an = world.officers["an"]
        rows = classes.enrol(training_class, [person.pk for person in people], by=an)
        if result:
            outcomes = [classes.Outcome(row.pk, "", None, result, None) for row in rows]
            classes.record_results(training_class, outcomes, by=an)
        return {row.candidate.name: Enrolment.objects.get(pk=row.pk) for row in rows}

    return enrol


def opened_at(issued: date) -> dict:
    """The road of somebody before the vote whose certificate was issued on a day."""
    return {
        **SOURCE,
        Stage.TRAINED: (issued, "7/GCN"),
        Stage.OPENED: (issued + timedelta(days=30), "9-TB/ĐU"),
    }


def needing(kind="awareness", on=BEGINS) -> dict[str, str]:
    return {need.candidate.name: need.why for need in who_needs(kind, Candidate.objects.all(), on)}


def text(response) -> str:
    return response.content.decode()


# ---- planning


def typed(**fields) -> dict:
    return {
        "kind": "awareness", "title": "Lớp  khóa II ", "planned_from": "010726", "planned_to": "5/7/2026",
        "run_by": "Trung tâm chính trị", "place": "Hội trường", "decision_number": "15-TB/ĐU",
        "decision_on": "12/06/2026", **fields,
    }  # fmt: skip


def test_the_office_plans_a_class_and_goes_on_to_enrol(world):
    answer = world.client("an").post("/lop/them/", typed(for_workers="on"))
    planned = TrainingClass.objects.get()
    assert answer["Location"] == f"/lop/{planned.pk}/ghi-danh/"
    assert (planned.title, planned.planned_from, planned.planned_to) == (
        "Lớp khóa II",
        date(2026, 7, 1),
        date(2026, 7, 5),
    )
    assert (planned.decision_number, planned.decision_on) == ("15-TB/ĐU", date(2026, 6, 12))
    assert (planned.committee, planned.planned_by, planned.for_workers) == (
        world.commune,
        world.officers["an"],
        True,
    )


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({"title": ""}, "title", "Chưa nhập tên lớp."),
        ({"planned_to": "30/06/2026"}, "planned_to", "Bế giảng trước khai giảng (01/07/2026)."),
        (
            {"planned_from": "32/13/2026"},
            "planned_from",
            "Không đọc được ngày này. Nhập ngày dạng 24/02/2023.",
        ),
        ({"decision_on": ""}, "decision_on", "Có số văn bản thì ghi cả ngày, dạng 24/02/2023."),
        ({"decision_number": ""}, "decision_number", "Có ngày văn bản thì ghi cả số. Ví dụ: 15-TB/ĐU."),
    ],
)
def test_a_fault_stands_beside_its_field_and_nothing_is_lost(world, fields, field, told):
    answer = world.client("an").post("/lop/them/", typed(**fields))
    assert answer.status_code == 422
    assert answer.context["form"].errors[field] == [told]
    assert 'value="Hội trường"' in text(answer)
    assert not TrainingClass.objects.exists()


def test_a_class_may_last_one_day(world):
    assert world.client("an").post("/lop/them/", typed(planned_to="1/7/2026")).status_code == 302


def test_an_administrator_of_several_committees_says_whose_class_it_is(world):
    client = world.client("quan")
    assert client.post("/lop/them/", typed()).context["form"].errors["committee"]
    client.post("/lop/them/", typed(committee=world.neighbour.pk))
    assert TrainingClass.objects.get().committee == world.neighbour


def test_the_office_cannot_plan_for_another_committee(world):
    world.client("an").post("/lop/them/", typed(committee=world.neighbour.pk))
    assert TrainingClass.objects.get().committee == world.commune


def test_a_new_class_begins_with_the_centre_and_the_place_of_the_last_one(world, a_class):
    a_class(run_by="Trung tâm A", place="Hội trường B")
    page = text(world.client("an").get("/lop/them/"))
    assert 'value="Trung tâm A"' in page and 'value="Hội trường B"' in page


def changed(training_class, **fields) -> dict:
    facts = {"kind": "awareness", "title": training_class.title, "run_by": training_class.run_by}
    days = {"planned_from": "01/06/2026", "planned_to": "05/06/2026"}
    return {**facts, **days, "seen": training_class.changed_at.isoformat(), **fields}


def test_the_facts_of_a_class_are_changed(world, a_class):
    one = a_class()
    answer = world.client("quan").post(f"/lop/{one.pk}/sua/", changed(one, title="Lớp mới", for_workers="on"))
    assert answer["Location"] == f"/lop/{one.pk}/"
    one.refresh_from_db()
    assert (one.title, one.for_workers, one.changed_by) == ("Lớp mới", True, world.officers["quan"])
    assert one.planned_by == world.officers["an"]


def test_who_would_save_over_a_fresh_change_is_told_what_it_was(world, a_class, time_machine):
    one = a_class()
    stale = changed(one, title="Lớp của An")
    time_machine.move_to("2026-06-15 09:05 +0700", tick=False)
    world.client("quan").post(f"/lop/{one.pk}/sua/", changed(one, title="Lớp của Quân"))
    answer = world.client("an").post(f"/lop/{one.pk}/sua/", stale)
    assert answer.status_code == 409
    assert "Quan vừa lưu lớp này" in text(answer)
    assert "đang lưu “Lớp của Quân”, đồng chí nhập “Lớp của An”" in text(answer)
    assert TrainingClass.objects.get().title == "Lớp của Quân"
    again = {**stale, "seen": answer.context["seen"]}
    assert world.client("an").post(f"/lop/{one.pk}/sua/", again).status_code == 302
    assert TrainingClass.objects.get().title == "Lớp của An"


def test_a_class_with_people_keeps_its_kind(world, a_class, person, enrolled):
    one = a_class()
    assert world.client("an").post(f"/lop/{one.pk}/sua/", changed(one, kind="new_members")).status_code == 302
    one.refresh_from_db()
    world.client("an").post(f"/lop/{one.pk}/sua/", changed(one, kind="awareness"))
    one.refresh_from_db()
    enrolled(one, person(steps=LISTED))
    answer = world.client("an").post(f"/lop/{one.pk}/sua/", changed(one, kind="new_members"))
    assert answer.status_code == 422
    assert answer.context["form"].errors["kind"] == ["Lớp đã có người ghi danh nên không đổi loại lớp được."]
    assert TrainingClass.objects.get().kind == "awareness"


# ---- how far a class is


@pytest.mark.parametrize(
    ("begins", "ends", "results", "status"),
    [
        (TODAY + timedelta(days=1), TODAY + timedelta(days=1), (), Status.PLANNED),
        (TODAY, TODAY, (), Status.RUNNING),
        (BEGINS, TODAY, ("",), Status.RUNNING),
        (BEGINS, TODAY - timedelta(days=1), (), Status.EMPTY),
        (BEGINS, TODAY - timedelta(days=1), ("",), Status.AWAITING_RESULTS),
        (BEGINS, ENDS, ("passed", ""), Status.AWAITING_RESULTS),
        (BEGINS, ENDS, ("passed", "failed"), Status.AWAITING_CERTIFICATES),
        (BEGINS, ENDS, ("failed", "absent"), Status.FINISHED),
    ],
)
def test_how_far_a_class_is_follows_from_its_days_and_people(
    world, a_class, person, enrolled, begins, ends, results, status
):
    one = a_class(planned_from=begins, planned_to=ends)
    for turn, result in enumerate(results):
        enrolled(one, person(f"Lò Văn {turn}", steps=LISTED), result=result)
    page = world.client("an").get(f"/lop/{one.pk}/")
    assert page.context["status"] == status


def test_a_class_is_done_when_everybody_who_passed_has_his_certificate(world, a_class, person, enrolled):
    one = a_class()
    enrolled(one, person("Lò Văn Đạt", steps=LISTED), result="passed")
    issue(world, one)
    page = world.client("an").get(f"/lop/{one.pk}/")
    assert page.context["status"] == Status.FINISHED
    assert dict(page.context["figures"]) == {
        "Cử đi học": 1, "Đạt": 1, "Không đạt": 0, "Vắng": 0, "Chưa ghi kết quả": 0, "Đã cấp giấy": 1,
    }  # fmt: skip


# ---- who has to go


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


# ---- enrolling


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
    with pytest.raises(classes.Conflict) as refused:
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


# ---- results


def results(rows: dict) -> dict:
    """A posted grid: {enrolment: ((result, mark) shown, (result, mark) typed)}."""
    posted = {}
    for row, (shown, given) in rows.items():
        for name, was, now in zip(("ket_qua", "diem"), shown, given, strict=True):
            posted |= {f"{name}.{row.pk}.was": was, f"{name}.{row.pk}": now}
    return posted


BLANK = ("", "")


def test_results_and_marks_are_recorded_with_who_and_when(world, a_class, person, enrolled):
    one = a_class()
    rows = enrolled(one, *(person(f"Lò Văn {n}", steps=LISTED) for n in ("Đạt", "Rớt", "Vắng", "Chưa")))
    posted = {
        rows["Lò Văn Đạt"]: (BLANK, ("passed", "8,5")),
        rows["Lò Văn Rớt"]: (BLANK, ("failed", "4.25")),
        rows["Lò Văn Vắng"]: (BLANK, ("absent", "")),
        rows["Lò Văn Chưa"]: (BLANK, BLANK),
    }
    answer = world.client("an").post(f"/lop/{one.pk}/ket-qua/", results(posted), follow=True)
    assert "Đã ghi kết quả của 3 người." in text(answer)
    told = {row.candidate.name: row for row in Enrolment.objects.select_related("candidate")}
    assert {name: (row.result, row.mark_text) for name, row in told.items()} == {
        "Lò Văn Đạt": ("passed", "8,5"),
        "Lò Văn Rớt": ("failed", "4,25"),
        "Lò Văn Vắng": ("absent", ""),
        "Lò Văn Chưa": ("", ""),
    }
    assert (told["Lò Văn Đạt"].result_by, told["Lò Văn Chưa"].result_by) == (world.officers["an"], None)


def test_a_result_is_taken_back_whole(world, a_class, person, enrolled):
    one = a_class()
    (row,) = enrolled(one, person(steps=LISTED), result="passed").values()
    world.client("an").post(f"/lop/{one.pk}/ket-qua/", results({row: (("passed", ""), BLANK)}))
    row.refresh_from_db()
    assert (row.result, row.result_by, row.result_at) == ("", None, None)


def test_the_rest_is_recorded_as_passed_where_so_asked(world, a_class, person, enrolled):
    one = a_class()
    rows = enrolled(one, *(person(f"Lò Văn {n}", steps=LISTED) for n in ("Một", "Hai")))
    posted = {rows["Lò Văn Một"]: (BLANK, ("absent", "")), rows["Lò Văn Hai"]: (BLANK, BLANK)}
    world.client("an").post(f"/lop/{one.pk}/ket-qua/", {**results(posted), "rest_passed": "1"})
    assert dict(Enrolment.objects.values_list("candidate__name", "result")) == {
        "Lò Văn Một": "absent",
        "Lò Văn Hai": "passed",
    }


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("passed", "10,01"), "Nhập điểm từ 0 đến 10, ví dụ: 8,5."),
        (("passed", "-1"), "Nhập điểm từ 0 đến 10, ví dụ: 8,5."),
        (("passed", "giỏi"), "Nhập điểm từ 0 đến 10, ví dụ: 8,5."),
        (("passed", "8,555"), "Nhập điểm từ 0 đến 10, ví dụ: 8,5."),
        (("absent", "8"), "Điểm chỉ ghi cùng kết quả Đạt hoặc Không đạt."),
        (("", "8"), "Điểm chỉ ghi cùng kết quả Đạt hoặc Không đạt."),
    ],
)
def test_a_mark_that_cannot_be_is_told_beside_its_field_and_kept(
    world, a_class, person, enrolled, given, told
):
    one = a_class()
    rows = list(enrolled(one, *(person(f"Lò Văn {n}", steps=LISTED) for n in ("Một", "Hai"))).values())
    posted = results({rows[0]: (BLANK, given), rows[1]: (BLANK, ("passed", "9"))})
    answer = world.client("an").post(f"/lop/{one.pk}/ket-qua/", posted)
    assert answer.status_code == 422
    faulty = {row.enrolment.pk: row for row in answer.context["desk"].rows}
    assert (faulty[rows[0].pk].faults, faulty[rows[0].pk].mark) == ([told], given[1])
    assert (faulty[rows[1].pk].faults, faulty[rows[1].pk].mark, faulty[rows[1].pk].result) == (
        [],
        "9",
        "passed",
    )
    assert not Enrolment.objects.exclude(result="").exists()


@pytest.mark.parametrize("mark", ["0", "10", "10,00", "9,99"])
def test_marks_run_from_0_to_10(world, a_class, person, enrolled, mark):
    one = a_class()
    (row,) = enrolled(one, person(steps=LISTED)).values()
    posted = results({row: (BLANK, ("passed", mark))})
    assert world.client("an").post(f"/lop/{one.pk}/ket-qua/", posted).status_code == 302
    assert Enrolment.objects.get().mark == Decimal(mark.replace(",", "."))


def test_no_result_before_the_class_begins(world, a_class, person, enrolled):
    one = a_class(planned_from=date(2026, 6, 16), planned_to=date(2026, 6, 20))
    (row,) = enrolled(one, person(steps=LISTED)).values()
    answer = world.client("an").post(f"/lop/{one.pk}/ket-qua/", results({row: (BLANK, ("passed", ""))}))
    assert answer.status_code == 422
    assert "Lớp khai giảng ngày 16/06/2026, chưa ghi kết quả được." in text(answer)


def test_two_officers_at_once_do_not_undo_each_others_results(world, a_class, person, enrolled):
    one = a_class()
    rows = list(enrolled(one, *(person(f"Lò Văn {n}", steps=LISTED) for n in ("Một", "Hai"))).values())
    world.client("quan").post(f"/lop/{one.pk}/ket-qua/", results({rows[0]: (BLANK, ("failed", "4"))}))
    posted = results({rows[0]: (BLANK, ("passed", "")), rows[1]: (BLANK, ("passed", ""))})
    answer = world.client("an").post(f"/lop/{one.pk}/ket-qua/", posted)
    assert answer.status_code == 409
    assert "Lò Văn Một: Quan vừa ghi «Không đạt», điểm 4." in text(answer)
    assert sorted(Enrolment.objects.values_list("result", flat=True)) == ["", "failed"]


def test_a_row_left_alone_is_not_written_whatever_stands_there_now(world, a_class, person, enrolled):
    one = a_class()
    (row,) = enrolled(one, person(steps=LISTED)).values()
    world.client("quan").post(f"/lop/{one.pk}/ket-qua/", results({row: (BLANK, ("failed", ""))}))
    answer = world.client("an").post(f"/lop/{one.pk}/ket-qua/", results({row: (BLANK, BLANK)}), follow=True)
    assert "Không có kết quả nào thay đổi." in text(answer)
    assert Enrolment.objects.get().result == "failed"


def test_who_was_taken_off_or_certified_meanwhile_is_told(world, a_class, person, enrolled):
    one = a_class()
    rows = enrolled(one, *(person(f"Lò Văn {n}", steps=LISTED) for n in ("Một", "Hai")), result="passed")
    classes.withdraw(rows["Lò Văn Hai"], by=world.officers["quan"])
    issue(world, one)
    posted = results({row: (("passed", ""), ("failed", "")) for row in rows.values() if row.pk})
    posted |= results({Enrolment(pk=10**9): (BLANK, ("passed", ""))})
    answer = world.client("an").post(f"/lop/{one.pk}/ket-qua/", posted)
    assert answer.status_code == 409
    assert "Lò Văn Một: vừa được cấp giấy 01/GCN." in text(answer)
    assert "Một người vừa được rút tên khỏi lớp." in text(answer)


@pytest.mark.parametrize(
    "posted", [{"ket_qua.1.was": "bay", "ket_qua.1": ""}, {"ket_qua.1.was": "", "ket_qua.1": "bay"}]
)
def test_a_result_that_no_page_offered_is_a_bad_request(world, a_class, posted):
    assert world.client("an").post(f"/lop/{a_class().pk}/ket-qua/", posted).status_code == 400


# ---- certificates


def preview(client, training_class, number="01/GCN", day="10/06/2026"):
    return client.get(f"/lop/{training_class.pk}/ket-qua/", {"so_dau": number, "ngay": day})


def pressed(page) -> dict:
    """What the button under a preview sends."""
    desk = page.context["desk"]
    numbers = {f"so.{row.pk}": number for row, number in desk.numbered}
    return {"issue": "1", "so_dau": desk.form["so_dau"].value(), "ngay": desk.form["ngay"].value(), **numbers}


def issue(world, training_class, number="01/GCN", day="10/06/2026", who="an"):
    """Preview and press."""
    client = world.client(who)
    return client.post(
        f"/lop/{training_class.pk}/ket-qua/", pressed(preview(client, training_class, number, day))
    )


def given() -> dict[str, tuple]:
    rows = Enrolment.objects.certified().values_list(
        "candidate__name", "certificate_number", "certificate_on"
    )
    return {name: (number, day) for name, number, day in rows}


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
        pipeline.advance(someone, Entry(Stage.OUT, date(2026, 6, 8), reason="chuyển đi"), by=None)
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
    pipeline.advance(member, Entry(Stage.OUT, date(2026, 6, 8), reason="xóa tên"), by=None)
    answer = issue(world, one)
    assert answer.status_code == 422 and "Người này đã ra khỏi danh sách từ 08/06/2026." in text(answer)


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


# ---- who sees what


@pytest.fixture
def shared(world, a_class, person, enrolled):
    """A class of the commune with one person of Hoa and two of Sen."""
    one = a_class()
    people = [person("Lò Văn Hoa", steps=LISTED)]
    people += [person(f"Lò Văn Sen {n}", unit=world.sen, steps=LISTED) for n in ("Một", "Hai")]
    enrolled(one, *people, result="passed")
    return one


@pytest.mark.parametrize(
    ("who", "count", "may_write"),
    [("an", 3, True), ("quan", 3, True), ("chi", 3, False), ("binh", 1, False), ("dung", 1, False)],
)
def test_everybody_sees_the_class_with_the_people_of_his_own_units(world, shared, who, count, may_write):
    client = world.client(who)
    page = client.get(f"/lop/{shared.pk}/")
    assert len(page.context["people"]) == count
    assert dict(page.context["figures"])["Cử đi học"] == count
    assert ("Lò Văn Sen Một" in text(page)) is (count == 3)
    assert ("/ghi-danh/" in text(page), "/rut-ten/" in text(page)) == (may_write, may_write)
    ((row, state),) = client.get("/lop/").context["rows"]
    assert (row.seen, row.seen_passed, row.seen_certified, state.label) == (count, count, 0, "Chờ cấp giấy")


def test_another_commune_and_who_has_no_unit_see_no_class(world, shared):
    alone = Officer.objects.create_user("em", "x", role=Role.SUPERVISOR, unit=world.commune)
    world.officers["em"] = alone
    for who in ("xuan", "em"):
        assert list(world.client(who).get("/lop/").context["rows"]) == []
        assert world.client(who).get(f"/lop/{shared.pk}/").status_code == 404


def test_the_office_of_a_unit_below_may_look_at_the_communes_class_but_not_change_it(world, shared):
    world.officers["em"] = Officer.objects.create_user("em", "x", role=Role.OFFICE, unit=world.base)
    client = world.client("em")
    assert client.get(f"/lop/{shared.pk}/").status_code == 200
    for part in ("sua", "ghi-danh", "ket-qua"):
        assert client.get(f"/lop/{shared.pk}/{part}/").status_code == 404


def test_the_list_says_how_many_still_have_to_go(world, shared, person):
    person("Lò Văn Mới", steps=LISTED)
    person("Lò Văn Dự", unit=world.sen, steps=HELD)
    for who, counts in (("an", [1, 1]), ("binh", [1, 0])):
        assert [count for _, count in world.client(who).get("/lop/").context["needs"]] == counts


def test_classes_are_narrowed_by_kind_the_newest_first(world, a_class):
    a_class(title="Lớp cũ", planned_from=date(2025, 3, 3))
    a_class(title="Lớp mới", planned_from=date(2026, 3, 3), planned_to=date(2026, 3, 8))
    a_class(title="Lớp đảng viên", kind="new_members")

    def titles(**query):
        return [row.title for row, _ in world.client("chi").get("/lop/", query).context["rows"]]

    assert titles() == ["Lớp đảng viên", "Lớp mới", "Lớp cũ"]
    assert titles(loai="awareness") == ["Lớp mới", "Lớp cũ"]
    assert titles(loai="bay") == titles(page="x") == titles(page=99) == titles()


def test_empty_pages_tell_what_to_do(world, a_class):
    office, secretary = world.client("an"), world.client("binh")
    assert "/lop/them/" in text(office.get("/lop/"))
    assert "/lop/them/" not in text(secretary.get("/lop/"))
    one = a_class()
    assert "Chưa ghi danh ai" in text(office.get(f"/lop/{one.pk}/"))
    assert "Không còn ai cần học" in text(office.get(f"/lop/{one.pk}/ghi-danh/"))
    assert "Lớp chưa có ai" in text(office.get(f"/lop/{one.pk}/ket-qua/"))


def test_a_new_installation_first_needs_units(db):
    from django.test import Client

    client = Client()
    client.force_login(Officer.objects.create_user("dau", role=Role.ADMIN))
    page = client.get("/lop/them/")
    assert page.status_code == 200 and "Chưa có đơn vị nào" in text(page)


# ---- queries


@pytest.mark.parametrize("part", ["", "ghi-danh/", "ket-qua/", "ket-qua/?so_dau=1/GCN&ngay=10/06/2026"])
def test_the_number_of_queries_does_not_grow_with_people(
    world, a_class, person, enrolled, django_assert_max_num_queries, part
):
    one, client = a_class(), world.client("an")

    def add(count, start):
        people = [person(f"Lò Văn {n:03d}", steps=LISTED) for n in range(start, start + count)]
        enrolled(one, *people[::2], result="passed")

    add(4, 0)
    with django_assert_max_num_queries(15) as few:
        client.get(f"/lop/{one.pk}/{part}")
    add(40, 4)
    with django_assert_max_num_queries(15) as many:
        client.get(f"/lop/{one.pk}/{part}")
    assert len(few) == len(many)


def test_the_number_of_queries_does_not_grow_with_classes(
    world, a_class, person, enrolled, django_assert_max_num_queries
):
    client = world.client("an")
    enrolled(a_class(), person(steps=LISTED))
    with django_assert_max_num_queries(15) as few:
        client.get("/lop/")
    for n in range(20):
        enrolled(a_class(title=f"Lớp {n}"), person(f"Lò Văn {n:02d}", steps=LISTED))
    with django_assert_max_num_queries(15) as many:
        client.get("/lop/")
    assert len(few) == len(many)
