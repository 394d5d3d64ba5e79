"""A finding gets a cause, a remedy, a deadline and somebody who answers, and is followed until done."""

from datetime import date

import pytest
from django.test import Client

from admissions.regulation import Stage
from units import follow_ups, reorganise
from units.follow_ups import Intent, Refused, Stale
from units.models import FollowUp, FollowUpChange, Officer, Role

TODAY = date(2026, 6, 15)
INTENT = Intent("Học sinh chưa đủ tuổi", "Mở lớp riêng", date(2026, 9, 30), "Bí thư chi bộ trường")
TYPED = {
    "cause": "Học sinh chưa đủ tuổi", "remedy": "Mở lớp riêng", "deadline": "30/9/2026", "responsible": "Bí thư",
}  # fmt: skip


@pytest.fixture(autouse=True)
def a_day_in_june(time_machine):
    time_machine.move_to("2026-06-15 09:00 +0700", tick=False)


def address(unit, code="school_without_pupil", year=2026):
    return f"/luu-y/{year}/{unit.pk}/{code}/"


def begun(world, intent=INTENT, code="school_without_pupil"):
    return follow_ups.begin(world.school, 2026, code, intent, by=world.officers["an"])


def test_a_finding_is_followed_from_cause_to_outcome(world, office):
    page = office.get(address(world.school))
    assert page.context["finding"].state == "chua"
    assert office.post(address(world.school), TYPED | {"seen": ""}).status_code == 302
    row = FollowUp.objects.get()
    assert (row.deadline, row.responsible, row.done_on) == (date(2026, 9, 30), "Bí thư", None)
    outcome = {"act": "finish", "done_on": "15/6/2026", "outcome": "Đã kết nạp 01 học sinh", "seen": "0"}
    assert office.post(address(world.school), outcome).status_code == 302
    row.refresh_from_db()
    assert (row.done_on, row.outcome) == (TODAY, "Đã kết nạp 01 học sinh")
    shown = office.get(address(world.school)).content.decode()
    assert "Đã kết nạp 01 học sinh" in shown and "Lưu ý vẫn còn: theo dõi tiếp" in shown


def test_every_fault_is_told_at_once_and_what_was_typed_is_kept(world, office):
    typed = {"cause": "", "remedy": " ", "deadline": "31/2/2026", "responsible": "", "seen": ""}
    answer = office.post(address(world.school), typed)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"cause", "remedy", "deadline", "responsible"}
    assert "31/2/2026" in answer.content.decode()
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize(
    ("deadline", "taken"), [("14/6/2026", False), ("15/6/2026", True), ("15/6/2030", False)]
)
def test_a_deadline_lies_ahead_but_not_years(world, office, deadline, taken):
    answer = office.post(address(world.school), TYPED | {"deadline": deadline, "seen": ""})
    assert answer.status_code == (302 if taken else 422)
    assert FollowUp.objects.exists() == taken


def test_a_deadline_that_has_passed_does_not_stop_other_corrections(world, time_machine):
    row = begun(world)
    time_machine.move_to("2026-12-01 09:00 +0700", tick=False)
    other = Intent(INTENT.cause, "Mở lớp tháng 12", INTENT.deadline, INTENT.responsible)
    assert follow_ups.change(row, other, seen=0, by=None).remedy == "Mở lớp tháng 12"


def test_one_finding_has_one_open_follow_up(world):
    begun(world)
    with pytest.raises(Stale):
        begun(world)
    assert FollowUp.objects.count() == 1


def test_who_comes_second_is_shown_what_the_first_has_written(world, office):
    row = begun(world)
    other = Intent("Thiếu nguồn", INTENT.remedy, INTENT.deadline, INTENT.responsible)
    follow_ups.change(row, other, seen=0, by=world.officers["an"])
    answer = office.post(address(world.school), TYPED | {"seen": "0"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Thiếu nguồn" in page and "Học sinh chưa đủ tuổi" in page
    assert answer.context["seen"] == 1
    assert office.post(address(world.school), TYPED | {"seen": "1"}).status_code == 302
    row.refresh_from_db()
    assert (row.cause, row.version) == ("Học sinh chưa đủ tuổi", 2)


def test_beginning_what_another_has_begun_is_a_conflict(world, office):
    begun(world)
    assert office.post(address(world.school), TYPED | {"seen": ""}).status_code == 409
    assert FollowUp.objects.count() == 1


@pytest.mark.parametrize(
    ("on", "taken"), [(date(2026, 6, 14), False), (TODAY, True), (date(2026, 6, 16), False)]
)
def test_the_day_it_was_done_lies_between_its_beginning_and_today(world, on, taken):
    row = begun(world)
    if taken:
        assert follow_ups.finish(row, on=on, outcome="Xong", seen=0, by=None).done_on == on
        return
    with pytest.raises(Refused) as refused:
        follow_ups.finish(row, on=on, outcome=" ", seen=0, by=None)
    assert set(refused.value.reasons) == {"done_on", "outcome"}


def test_what_was_closed_by_mistake_is_opened_again_unless_followed_anew(world, office):
    row = follow_ups.finish(begun(world), on=TODAY, outcome="Xong", seen=0, by=None)
    assert office.post(address(world.school), {"act": "reopen", "seen": "1"}).status_code == 302
    row.refresh_from_db()
    assert (row.done_on, row.outcome) == (None, "")
    row = follow_ups.finish(row, on=TODAY, outcome="Xong", seen=2, by=None)
    begun(world)
    with pytest.raises(Refused):
        follow_ups.reopen(row, seen=3, by=None)


def test_the_log_keeps_what_it_was_and_what_it_became(world):
    row = begun(world)
    other = Intent(INTENT.cause, INTENT.remedy, date(2026, 10, 15), INTENT.responsible)
    follow_ups.change(row, other, seen=0, by=world.officers["an"])
    follow_ups.change(row, other, seen=1, by=world.officers["an"])  # nothing new, no line
    first, second = FollowUpChange.objects.order_by("pk")
    assert first.changes["cause"] == ["", "Học sinh chưa đủ tuổi"]
    assert second.changes == {"deadline": ["30/09/2026", "15/10/2026"]}
    assert second.words == ["thời hạn 30/09/2026 → 15/10/2026"]


@pytest.mark.parametrize(("who", "status"), [("chi", 403), ("xuan", 404), ("binh", 404)])
def test_only_the_office_of_the_scope_writes(world, who, status):
    assert world.client(who).post(address(world.school), TYPED | {"seen": ""}).status_code == status
    assert not FollowUp.objects.exists()


def test_a_finding_that_is_not_there_has_no_page(world, office):
    assert office.get(address(world.hoa)).status_code == 404
    assert office.get(address(world.school, code="in_band")).status_code == 404
    assert office.get(address(world.school, year=1800)).status_code == 404


def test_the_list_begins_with_what_is_late_and_goes_on_with_what_nobody_follows(world, person, time_machine):
    person(unit=world.hoa)  # a source, nobody admitted
    begun(world, Intent("a", "b", date(2026, 6, 20), "c"))
    time_machine.move_to("2026-06-21 09:00 +0700", tick=False)
    office = world.client("an")
    found = office.get("/luu-y/2026/").context["findings"]
    assert [(each.unit_name, each.code, each.state) for each in found][:2] == [
        ("Chi bộ Trường THPT Mây", "school_without_pupil", "qua_han"),
        ("Chi bộ bản Hoa", "source_but_no_admission", "chua"),
    ]
    late = office.get("/luu-y/2026/", {"tinh_trang": "qua_han"}).context["findings"]
    assert [each.code for each in late] == ["school_without_pupil"]
    assert not office.get("/luu-y/2026/", {"tinh_trang": "xong"}).context["findings"]
    assert {each.code for each in office.get("/luu-y/2026/", {"loai": "no_quota"}).context["findings"]} == {
        "no_quota"
    }


def test_the_deadlines_own_day_is_not_late(world, time_machine):
    begun(world, Intent("a", "b", date(2026, 6, 20), "c"))
    time_machine.move_to("2026-06-20 23:00 +0700", tick=False)
    office = world.client("an")
    found = {each.code: each.state for each in office.get("/luu-y/2026/").context["findings"]}
    assert found["school_without_pupil"] == "dang"


def test_what_no_longer_shows_in_the_figures_stays_on_the_list_until_its_outcome_is_written(
    world, office, person
):
    begun(world)
    steps = {Stage.SOURCE: (date(2025, 1, 5), ""), Stage.DECIDED: (date(2026, 5, 20), "9-QĐ")}
    person(unit=world.school, steps=steps, occupation="pupil")
    [mine] = [
        each for each in office.get("/luu-y/2026/").context["findings"] if each.code == "school_without_pupil"
    ]
    assert mine.ceased
    assert "Hiện không còn lưu ý này" in office.get(address(world.school)).content.decode()


def test_what_is_done_about_a_unit_that_has_left_the_scope_is_not_told_of_its_past_year(world):
    """The workshop stood under the company until June 2026; what the office writes about it in 2025 is not the
    company's any more."""
    with_it = Intent("Kín", "Biện pháp kín", date(2026, 9, 30), "Người kín")
    follow_ups.begin(world.workshop, 2025, "no_quota", with_it, by=world.officers["an"])
    secretary = Officer.objects.create_user("cty", "mat-khau-thu", role=Role.SECRETARY, unit=world.base)
    client = Client()
    client.force_login(secretary)
    assert "Biện pháp kín" in client.get("/luu-y/2025/").content.decode()
    reorganise.move(world.workshop, to=world.commune, on=date(2026, 6, 15))
    page = client.get("/luu-y/2025/")
    assert "Biện pháp kín" not in page.content.decode()
    found = [each.unit_name for each in page.context["findings"]]
    assert found and world.workshop.name not in found  # its page is no longer his either


def test_a_secretary_sees_the_findings_of_his_own_unit_only(world, person):
    person(unit=world.hoa)
    names = {each.unit_name for each in world.client("binh").get("/luu-y/2026/").context["findings"]}
    assert names == {"Chi bộ bản Hoa"}


def test_an_empty_installation_has_an_empty_list(db, client):
    from units.models import Officer

    client.force_login(Officer.objects.create_superuser("quan", "mat-khau-thu"))
    assert "Không có lưu ý nào" in client.get("/luu-y/2026/").content.decode()
