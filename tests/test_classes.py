"""Classes: planned, changed, how far they are, who sees what of them."""

from datetime import date, timedelta

import pytest

from admissions.models import Status, TrainingClass
from tests.class_days import BEGINS, ENDS, HELD, LISTED, TODAY, issue, text
from units.models import Officer, Role


@pytest.fixture(autouse=True)
def a_day_in_june(time_machine):
    time_machine.move_to("2026-06-15 09:00 +0700", tick=False)


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
