"""The pages of the committee members: evidence of their units, for whom it is, and what an assignment lets him see."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from admissions.regulation import Stage
from tests.hostile import HOSTILE, MARKED
from tests.test_dashboard import words
from units import reorganise
from units.models import Kind, Officer, Quota, Role, Supervision, SupervisionChange, UnitYear

ROAD = {
    Stage.SOURCE: (date(2024, 1, 5), ""),
    Stage.LISTED: (date(2024, 2, 5), "1-NQ/CB"),
    Stage.TRAINED: (date(2024, 9, 15), "7/GCN"),
    Stage.VOTED: (date(2025, 12, 1), "2-NQ/CB"),
}
FOUNDED = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-15 09:00:00+07:00", tick=True) as traveller:
        yield traveller


def decided(*day):
    return ROAD | {Stage.DECIDED: (date(*day), "3-QĐ/ĐU")}


def put(unit, member="Lò Văn Thoan", since=FOUNDED, until=None, officer=None):
    return Supervision.objects.create(unit=unit, member=member, since=since, until=until, officer=officer)


def quota(unit, members):
    Quota.objects.create(unit=unit, year=2026, members=members, given_on=date(2026, 1, 20))


def members(client, **query):
    return {member.name: member for member in client.get("/cap-uy/", query).context["now"]}


def page_of(client, row, **query):
    return client.get(reverse("supervisor_page", args=[row.pk]), query)


@pytest.fixture
def results(world, person):
    """Thoan answers for Sen (quota 2, admitted in March and May) since 1 April, for the school (quota 1, nobody) and
    for the base with its workshop (no quota, one admitted in February), both since long; Dung for Hoa."""
    quota(world.sen, 2), quota(world.school, 1)
    UnitYear.objects.create(unit=world.sen, year=2026, opening=40)
    person("Một A", world.sen, decided(2026, 3, 10))
    person("Hai B", world.sen, decided(2026, 5, 10))
    person("Ba C", world.workshop, decided(2026, 2, 10))
    person("Bốn D", world.sen, ROAD)
    put(world.sen, "Bàn Thị Trước", FOUNDED, date(2026, 4, 1))
    world.rows = [put(world.sen, since=date(2026, 4, 1)), put(world.school), put(world.base)]
    return world


def test_results_are_summed_over_the_units_with_a_quota_and_short_falls_unit_by_unit(office, results):
    thoan = members(office)["Lò Văn Thoan"]

    # Sen 2/2, the school 0/1 with nobody on the road: 2 of 3 = 66,67%; one still to admit. The workshop's one has no quota to be held against.
    assert (thoan.admitted, thoan.quota, thoan.admitted_beside, thoan.missing) == (2, 3, 1, 1)
    assert f"{thoan.completion:.2f}" == "66.67"
    assert [(flag.code, count) for flag, count in thoan.flags] == [
        ("school_without_pupil", 1),
        ("low_progress", 1),
        ("no_quota", 2),
        ("quota_above_road", 1),
    ]


def test_more_than_the_quota_in_one_unit_does_not_make_up_for_another(office, results, person):
    person("Năm E", results.sen, decided(2026, 5, 11))
    thoan = members(office)["Lò Văn Thoan"]
    # Sen 3/2, the school 0/1: complete in sum (3 of 3), one still to admit at the school.
    assert (f"{thoan.completion:.0f}", thoan.missing) == ("100", 1)


def test_what_was_done_before_he_took_over_is_told_apart(office, results):
    """Of Sen's two only the one of May was admitted under him; with the workshop's one that makes two."""
    thoan = members(office)["Lò Văn Thoan"]
    assert (thoan.is_partial, thoan.admitted_within) == (True, 2)
    text = words(page_of(office, results.rows[0]))
    assert "nhận giữa kỳ; trong thời gian phụ trách kết nạp 1" in text and "01/04/2026" in text
    assert "Trong thời gian đồng chí phụ trách: 2 người" in text

    before = page_of(office, results.sen.supervisions.get(member="Bàn Thị Trước"))
    (post,) = before.context["member"].past
    assert post.admitted_within == 1 and "Đã thôi phụ trách" in words(before)


@pytest.mark.parametrize(("on", "counted"), [(date(2026, 3, 31), 0), (date(2026, 4, 1), 1)])
def test_the_first_day_in_charge_counts_and_the_day_before_does_not(office, world, person, on, counted):
    person("Một A", world.sen, ROAD | {Stage.DECIDED: (on, "3-QĐ/ĐU")})
    put(world.sen, "Bàn Thị Trước", FOUNDED, date(2026, 4, 1))
    put(world.sen, since=date(2026, 4, 1))
    assert members(office)["Lò Văn Thoan"].admitted_within == counted


def test_a_unit_and_one_under_it_are_counted_once(office, world, person):
    quota(world.base, 2), quota(world.workshop, 1)
    person("Ba C", world.workshop, decided(2026, 2, 10))
    put(world.base), put(world.workshop)
    thoan = members(office)["Lò Văn Thoan"]
    assert (thoan.admitted, thoan.quota, thoan.missing, thoan.admitted_within) == (1, 2, 1, 1)


@pytest.mark.parametrize(("period", "admitted"), [("Q1", 1), ("6M", 2), ("Y", 2)])
def test_the_period_is_chosen(office, results, period, admitted):
    assert members(office, ky=period)["Lò Văn Thoan"].admitted == admitted
    assert page_of(office, results.rows[0], ky=period).context["member"].admitted == admitted


def test_a_period_that_does_not_exist_is_not_found(office, results):
    assert office.get("/cap-uy/", {"ky": "Q7"}).status_code == 404
    assert page_of(office, results.rows[0], ky="Q7").status_code == 404


def test_what_is_late_is_told_of_his_units_only(office, results, person):
    """A vote of 1/12/2025 had to be decided within 45 working days; in Hoa that is Dung's. Who was decided on in
    February or March is past the 30 working days to his ceremony, who was in May is not yet."""
    person("Sùng A Hoa", results.hoa, ROAD)
    text = words(page_of(office, results.rows[0]))
    late = {
        name: {due.candidate.name for due in one.late if due.candidate}
        for name, one in members(office).items()
    }

    assert late == {"Lò Văn Thoan": {"Một A", "Ba C", "Bốn D"}, "Dung": {"Sùng A Hoa"}}
    assert "Bốn D" in text and "294 4.3.1" in text and "Sùng A Hoa" not in text


def test_people_near_the_decision_come_first_and_sources_not_at_all(office, results, person):
    person("Nguồn E", results.sen)
    person(
        "Học G", results.sen, {stage: ROAD[stage] for stage in (Stage.SOURCE, Stage.LISTED, Stage.TRAINED)}
    )
    people = page_of(office, results.rows[0]).context["people"]
    assert [one.name for one in people] == ["Bốn D", "Học G"]


def test_the_pages_give_evidence_and_no_grade(office, results):
    for page in (office.get("/cap-uy/"), page_of(office, results.rows[0])):
        assert "phần mềm không chấm điểm, không xếp loại" in words(page)


def test_units_nobody_answers_for_are_told_and_lead_to_the_form(office, results):
    """Hoa is Dung's, Sen, the school and the base with its workshop are Thoan's; a new cell is nobody's yet."""
    assert office.get("/cap-uy/").context["without"] == []
    cell = reorganise.found(
        code="MOI", name="Chi bộ bản Mới", kind=Kind.RESIDENTIAL, parent=results.commune, since=FOUNDED
    )
    page = office.get("/cap-uy/")
    assert page.context["without"] == [cell]
    assert f"/cap-uy/phan-cong/?don_vi={cell.pk}" in page.content.decode()


def test_two_of_the_same_name_with_and_without_an_account_are_two(office, world):
    put(world.sen, "Dung")
    page = page_of(office, world.hoa.supervisions.get())
    assert [post.row.unit for post in page.context["member"].posts] == [world.hoa]
    assert [member.name for member in office.get("/cap-uy/").context["now"]] == ["Dung", "Dung"]


def test_each_officer_sees_the_members_of_his_own_units(results):
    seen = {who: set(members(results.client(who))) for who in results.officers}
    both = {"Dung", "Lò Văn Thoan"}
    assert seen == {"an": both, "binh": {"Dung"}, "chi": both, "dung": {"Dung"}, "quan": both, "xuan": set()}


def test_a_secretary_sees_of_a_member_only_what_he_does_in_his_own_unit(results):
    put(
        results.school.parent.children.get(code="CTY").children.get(),
        "Dung",
        officer=results.officers["dung"],
    )
    row = results.hoa.supervisions.get()
    told = {
        who: [post.row.unit for post in page_of(results.client(who), row).context["member"].posts]
        for who in ("an", "binh")
    }
    assert told == {"an": [results.hoa, results.workshop], "binh": [results.hoa]}


# What an assignment lets its member see.


def statuses(world, unit, row):
    client = world.client("dung")
    addresses = (reverse("unit_page", args=[unit.pk]), reverse("supervisor_page", args=[row.pk]))
    return [client.get(address).status_code for address in addresses]


@pytest.mark.parametrize(
    ("since", "until", "status"),
    [
        (date(2025, 1, 1), date(2026, 6, 15), 404),  # over since this morning
        (date(2025, 1, 1), date(2026, 6, 16), 200),  # his last day
        (date(2026, 6, 15), None, 200),  # his first day
        (date(2026, 6, 16), None, 404),  # from tomorrow on
    ],
)
def test_an_assignment_gives_access_on_its_days_only(world, since, until, status):
    row = put(world.sen, "Dung", since, until, world.officers["dung"])
    assert statuses(world, world.sen, row) == [status, status]


def test_a_member_opens_his_own_page_and_nobody_elses(results):
    """The base is Thoan's; Dung sees it too once he is in charge of the workshop under it, but not Thoan's page."""
    put(results.workshop, "Dung", officer=results.officers["dung"])
    put(results.far, "Dung")
    dung, own = results.client("dung"), results.hoa.supervisions.get()
    assert page_of(dung, own).status_code == 200
    assert [page_of(dung, row).status_code for row in results.rows] == [404, 404, 404]
    # A unit under his that somebody else answers for: he sees the unit, not the other's page.
    Supervision.objects.filter(unit=results.base).update(until=date(2026, 6, 1))
    put(results.base, "Dung", date(2026, 6, 1), officer=results.officers["dung"])
    Supervision.objects.filter(unit=results.workshop).delete()
    other = put(results.workshop, "Lò Văn Thoan")
    assert page_of(results.client("dung"), other).status_code == 404


def test_his_page_is_one_click_from_home_and_only_for_him(results):
    own = reverse("supervisor_page", args=[results.hoa.supervisions.get().pk])
    links = {
        who: own in results.client(who).get("/").content.decode() for who in ("dung", "an", "binh", "chi")
    }
    assert links == {"dung": True, "an": False, "binh": False, "chi": False}


def test_who_may_not_write_is_offered_no_change(results):
    row = results.hoa.supervisions.get()
    for who, offered in (("an", True), ("chi", False), ("dung", False), ("binh", False)):
        body = page_of(results.client(who), row).content.decode()
        assert (f"/cap-uy/{row.pk}/sua/" in body) is offered


# The forms.


def send(client, address="/cap-uy/phan-cong/", **typed):
    return client.post(
        address, {"member": "Vàng A Chứ", "since": "01/06/2026", "number": "46-TB/ĐU", "seen": 0, **typed}
    )


def test_units_are_offered_in_the_order_of_the_tree_and_one_is_ticked_from_its_page(office, world):
    page = office.get(
        "/cap-uy/phan-cong/", {"don_vi": world.sen.pk, "nguoi": world.hoa.supervisions.get().pk}
    )
    lines = [(line["unit"].code, line["depth"], line["ticked"]) for line in page.context["lines"]]
    body = page.content.decode()

    assert lines == [
        ("HOA", 0, False),
        ("SEN", 0, True),
        ("THPT", 0, False),
        ("CTY", 0, False),
        ("XUONG", 1, False),
    ]
    assert 'value="Dung"' in body and '<option value="Dung">' in body


def test_a_posted_assignment_is_written_and_leads_to_the_member(office, world):
    answer = send(office, units=[world.hoa.pk, world.sen.pk])
    row = Supervision.objects.get(unit=world.hoa, until=None)

    assert (answer.status_code, answer.url) == (302, f"/cap-uy/{row.pk}/")
    assert (row.member, row.since, row.number) == ("Vàng A Chứ", date(2026, 6, 1), "46-TB/ĐU")
    assert SupervisionChange.objects.filter(recorded_by=world.officers["an"]).count() == 3


def test_a_refused_assignment_keeps_what_was_typed_and_tells_every_reason(office, world):
    page = send(office, member=" ", since="01/01/2019", units=[world.hoa.pk, world.sen.pk], number="<i>4")
    text, ticked = words(page), {line["unit"].code for line in page.context["lines"] if line["ticked"]}

    assert page.status_code == 422 and ticked == {"HOA", "SEN"}
    assert 'value="01/01/2019"' in page.content.decode() and "&lt;i&gt;4" in page.content.decode()
    for told in (
        "Ghi họ và tên",
        "Chi bộ bản Hoa: thành lập",
        "Dung phụ trách từ",
        "Chi bộ bản Sen: thành lập",
    ):
        assert told in text


@pytest.mark.parametrize("units", [["9" * 30], ["x"], ["-1"], ["a\x00"], []])
def test_units_that_are_not_offered_are_refused(office, world, units):
    assert send(office, units=units).status_code == 422


def test_a_unit_of_a_neighbour_or_a_root_is_not_offered(office, world):
    for unit in (world.far, world.commune):
        assert send(office, units=[unit.pk]).status_code == 422
    assert Supervision.objects.count() == 1


def test_the_account_of_another_committee_is_not_offered(office, world):
    stranger = Officer.objects.create_user(
        "la", role=Role.SUPERVISOR, unit=world.neighbour, full_name="Vàng A Chứ"
    )
    assert send(office, units=[world.sen.pk], officer=stranger.pk).status_code == 422
    assert stranger not in office.get("/cap-uy/phan-cong/").context["form"].fields["officer"].queryset


def test_who_was_overtaken_sees_what_the_other_wrote_and_may_send_again(office, world):
    send(world.client("quan"), member="Lò Văn Thoan", units=[world.hoa.pk])
    late = send(office, since="08/06/2026", units=[world.hoa.pk])
    text = words(late)

    assert late.status_code == 409 and "Quan ghi" in text and "Lò Văn Thoan" in text
    assert 'value="08/06/2026"' in late.content.decode()
    assert (
        send(office, since="08/06/2026", units=[world.hoa.pk], seen=late.context["seen"]).status_code == 302
    )
    assert Supervision.objects.get(unit=world.hoa, until=None).member == "Vàng A Chứ"


def test_an_end_and_a_correction_are_written_refused_or_overtaken(office, world):
    row = world.hoa.supervisions.get()
    end, edit = f"/cap-uy/{row.pk}/thoi/", f"/cap-uy/{row.pk}/sua/"
    typed = {"member": "Dung", "since": "02/03/2020", "officer": world.officers["dung"].pk}

    assert "Phải sau ngày bắt đầu" in words(office.post(end, {"until": "01/01/2020", "seen": 0}))
    assert "Ghi lý do sửa" in words(office.post(edit, {**typed, "seen": 0}))
    assert office.post(edit, {**typed, "reason": "ghi nhầm", "seen": 0}).status_code == 302
    overtaken = office.post(end, {"until": "10/06/2026", "seen": 0})
    assert overtaken.status_code == 409 and "01/01/2020 → 02/03/2020" in words(overtaken)
    assert office.post(end, {"until": "10/06/2026", "seen": overtaken.context["seen"]}).status_code == 302
    row.refresh_from_db()
    assert (row.since, row.until) == (date(2020, 3, 2), date(2026, 6, 10))


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30])
def test_a_page_that_tells_nothing_of_what_it_knew_is_no_server_error(office, world, seen):
    row = world.hoa.supervisions.get()
    assert office.post(f"/cap-uy/{row.pk}/thoi/", {"until": "10/06/2026", "seen": seen}).status_code in (
        302,
        422,
    )
    assert send(office, units=[world.sen.pk], seen=seen).status_code in (302, 409, 422)


@pytest.mark.parametrize("field", ["member", "since", "number", "officer", "units", "seen"])
def test_no_value_of_an_assignment_breaks_the_page(office, world, field):
    for value in HOSTILE:
        answer = send(office, **{"units": [world.sen.pk], field: value})
        assert answer.status_code in (302, 409, 422), value
        assert MARKED not in answer.content.decode()


@pytest.mark.parametrize("field", ["member", "since", "until", "number", "officer", "reason", "seen"])
def test_no_value_of_a_correction_or_an_end_breaks_the_page(office, world, field):
    row = world.hoa.supervisions.get()
    typed = {"member": "Dung", "since": "02/03/2020", "reason": "nhầm", "seen": 0}
    for value in HOSTILE:
        for act in ("sua", "thoi"):
            answer = office.post(f"/cap-uy/{row.pk}/{act}/", {**typed, field: value})
            assert answer.status_code in (302, 409, 422), value
            assert MARKED not in answer.content.decode()


# What the pages cost.


@pytest.mark.parametrize("who", ["an", "dung", "quan"])
def test_list_and_page_cost_the_same_for_few_and_for_many(world, person, who):
    client, own = world.client(who), world.hoa.supervisions.get()

    def costs():
        told = []
        for address in ("/cap-uy/", f"/cap-uy/{own.pk}/"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            told.append(len(captured))
        return told

    person(unit=world.hoa, steps=ROAD)
    person(unit=world.hoa, steps=decided(2026, 3, 1))
    costs()
    few = costs()
    for index in range(12):
        unit = reorganise.found(
            code=f"B{index}", name=f"Bản {index}", kind=Kind.RESIDENTIAL, parent=world.commune, since=FOUNDED
        )
        put(unit, "Dung", date(2026, 2, 1), officer=world.officers["dung"])
        person(f"Người {chr(65 + index)}", unit, (ROAD, decided(2026, 3, 1))[index % 2])
    assert costs() == few
    assert few[0] <= 26 and few[1] <= 29
