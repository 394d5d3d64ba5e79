"""Taking in a person who comes from outside in the middle of the road (HD06 3.9, 3.10)."""

from datetime import date

import pytest
import time_machine

from admissions import pipeline
from admissions.dossier import Tick, tick
from admissions.models import Candidate, Organisation, StageEvent, Transfer
from admissions.pipeline import Entry, Refused
from admissions.reading import case_of, read_one
from admissions.regulation import Paper, Stage
from admissions.rulebook import Rulebook
from reports import figures
from units.periods import Period

ADDRESS = "/quan-chung/tiep-nhan/"
ORIGIN = "Đảng bộ phường Hoa Ban, tỉnh Sơn Lâm"
LISTED = {"source": "1/9/2025", "listed": "1/10/2025"}
HELPED = {**LISTED, "trained": "12/1/2026", "opened": "2/2/2026", "certified": "3/8/2026"}
VOTED = {**HELPED, "voted": "17/8/2026"}
APPRAISED = {**VOTED, "appraised": "31/8/2026"}
DECIDED = {**APPRAISED, "decided": "7/9/2026"}
HELD = {**DECIDED, "held": "9/9/2026"}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00:00+07:00", tick=True) as traveller:
        yield traveller


def typed(world, days, **fields):
    """What the office types: the person, where he comes from, the days of his steps."""
    return {
        "name": "Vàng Thị Xuân",
        "birth_date": "20/5/2000",
        "sex": "female",
        "unit": world.hoa.pk,
        "origin": ORIGIN,
        "decided_on": "10/9/2026",
        "number": "45-QĐ/ĐU",
        **{f"step_{stage}_on": day for stage, day in days.items()},
        **fields,
    }


def clocks(one):
    case = case_of(one, one.events.standing(), records=read_one(one))
    return {clock.code: (clock.since, clock.due) for clock in Rulebook.read().clocks(case)}


@pytest.mark.parametrize(
    ("days", "stage", "way"),
    [
        (LISTED, "listed", "move_helped"),
        (HELPED, "certified", "move_helped"),
        (VOTED, "voted", "move_voted"),
        (APPRAISED, "appraised", "move_sent"),
        (DECIDED, "decided", "move_decided_30"),
        ({**APPRAISED, "decided": "22/10/2026"}, "decided", "move_decided_30"),
        (HELD, "held", "probationary_moves"),
    ],
)
def test_a_person_is_taken_in_with_the_steps_he_brings(world, office, days, stage, way):
    answer = office.post(ADDRESS, typed(world, days, step_listed_number="03-NQ/CB"))
    one = Candidate.objects.get()
    row = Transfer.objects.get()

    assert (answer.status_code, answer["Location"]) == (302, f"/quan-chung/{one.pk}/")
    assert (one.unit, one.stage, one.entered_by) == (world.hoa, stage, world.officers["an"])
    assert [event.stage for event in one.events.all()] == list(days)
    assert one.events.get(stage="listed").document_number == "03-NQ/CB"
    assert (row.way, row.origin, row.to_unit, row.from_unit) == (way, ORIGIN, world.hoa, None)
    assert (row.decided_on, row.number, row.recorded_by) == (
        date(2026, 9, 10),
        "45-QĐ/ĐU",
        world.officers["an"],
    )
    assert pipeline.strayed() == []


def test_clocks_keep_the_start_they_had_elsewhere(world, office):
    office.post(ADDRESS, typed(world, VOTED))
    one = Candidate.objects.get()

    assert clocks(one)["decision_window"] == (date(2026, 8, 17), date(2026, 10, 21))
    assert "move_forward" not in clocks(one)  # the file is for the other place to send


def test_a_file_received_from_outside_is_decided_in_thirty_working_days(world, office):
    office.post(ADDRESS, typed(world, APPRAISED))
    one = Candidate.objects.get()
    tick(one, [Tick(Paper.MOVE_RECEIVED, dated_on=date(2026, 10, 5))], by=None)

    assert clocks(one)["move_decide"] == (date(2026, 10, 5), date(2026, 11, 16))


def test_the_ceremony_of_who_comes_with_a_decision_waits_for_his_file(world, office):
    office.post(ADDRESS, typed(world, DECIDED))
    one = Candidate.objects.get()
    with pytest.raises(Refused) as refusal:
        pipeline.advance(one, Entry(Stage.HELD, date(2026, 9, 21)), by=None)
    assert {each.code for each in refusal.value.obstacles if each.blocks} == {"move_decided_30"}
    tick(one, [Tick(Paper.MOVE_RECEIVED, dated_on=date(2026, 9, 15))], by=None)

    assert pipeline.advance(one, Entry(Stage.HELD, date(2026, 9, 21)), by=None).event.unit == world.hoa


def test_what_would_have_stood_in_the_way_is_told_and_kept(world, office):
    answer = office.post(ADDRESS, typed(world, {**VOTED, "trained": "12/1/2021"}))
    told = office.get("/quan-chung/").content.decode()
    vote = StageEvent.objects.get(stage="voted")

    assert answer.status_code == 302
    assert "Đã tiếp nhận Vàng Thị Xuân" in told
    assert "chi bộ mới" in told or "nơi đến cho phân công người giúp đỡ" in told
    assert "HD06 5.4b" in vote.remark
    assert "Chi bộ đã đề nghị 17/08/2026: " in told
    assert "HD06 5.4b" in told


def test_the_page_says_that_introducers_are_assigned_anew(office):
    page = office.get(ADDRESS).content.decode()

    assert "chi bộ mới phân công lại, không cần đủ 12 tháng" in page
    assert "Đã có quyết định kết nạp thì lễ kết nạp tổ chức ở đây" in page


def test_organisations_come_along(world, office):
    youth = Organisation.objects.get(code=Organisation.YOUTH_UNION)
    office.post(ADDRESS, typed(world, LISTED, memberships=[youth.pk]))

    assert list(Candidate.objects.get().memberships.all()) == [youth]


@pytest.mark.parametrize(
    ("days", "fields", "field"),
    [
        (LISTED, {"origin": " "}, "origin"),
        (LISTED, {"origin": "x" * 161}, "origin"),
        (LISTED, {"decided_on": ""}, "decided_on"),
        (LISTED, {"decided_on": "21/11/2026"}, "decided_on"),
        (LISTED, {"step_trained_on": "31/2/2026"}, "step_trained_on"),
        (LISTED, {"step_trained_number": "77/GCN"}, "step_trained_on"),
        (LISTED, {"step_opened_on": "1/9/2025"}, "step_opened_on"),
        (LISTED, {"step_opened_on": "21/11/2026"}, "step_opened_on"),
        ({**LISTED, "trained": "10/9/2025", "opened": "20/9/2025"}, {}, "step_opened_on"),
        ({**APPRAISED, "decided": "23/10/2026"}, {}, "step_decided_on"),
        (VOTED, {"birth_date": "1/9/2008"}, "step_voted_on"),
        (LISTED, {"readmission": "on", "readmission_barred": "on"}, "step_listed_on"),
        (LISTED, {"name": "Xuân"}, "name"),
        (LISTED, {"unit": ""}, "unit"),
    ],
)
def test_a_refused_arrival_keeps_everything_typed(world, office, days, fields, field):
    answer = office.post(ADDRESS, typed(world, days, **fields))
    page = answer.content.decode()
    errors = {}
    for name in ("form", "arrival", "brought"):
        errors |= answer.context[name].errors

    assert answer.status_code == 422
    assert list(errors) == [field]
    assert 'value="1/10/2025"' in page
    assert 'value="45-QĐ/ĐU"' in page
    assert (Candidate.objects.count(), StageEvent.objects.count(), Transfer.objects.count()) == (0, 0, 0)


def test_a_vote_is_not_brought_without_the_number_of_the_transfer_decision(world, office):
    """HD06 3.9b: taking in is no way around the rules; before the vote a certificate of being helped will do."""
    answer = office.post(ADDRESS, typed(world, VOTED, number=" "))

    assert answer.status_code == 422
    assert "ghi số quyết định chuyển" in answer.context["arrival"].errors["number"][0]
    assert Candidate.objects.count() == 0
    assert office.post(ADDRESS, typed(world, HELPED, number="")).status_code == 302


def test_what_he_brings_is_marked_for_every_reader(world, office):
    office.post(ADDRESS, typed(world, VOTED))
    page = world.client("binh").get(f"/quan-chung/{Candidate.objects.get().pk}/").content.decode()

    assert page.count("Sổ cũ</span>") == len(VOTED)
    assert f'{ORIGIN} <span class="muted">(ở ngoài)</span>' in page
    assert "An ghi" in page
    assert "Lưu ý khi ghi" in page


def test_who_brings_no_step_is_not_taken_in(world, office):
    answer = office.post(ADDRESS, typed(world, {}))

    assert answer.status_code == 422
    assert "Ghi ít nhất một bước" in answer.content.decode()
    assert Candidate.objects.count() == 0


def test_a_class_before_the_list_is_taken_as_it_was(world, office):
    assert office.post(ADDRESS, typed(world, {**LISTED, "trained": "10/9/2025"})).status_code == 302


def test_a_decision_taken_too_late_is_for_the_other_place_to_annul(world, office):
    page = office.post(ADDRESS, typed(world, {**APPRAISED, "decided": "23/10/2026"})).content.decode()

    assert "(hạn 22/10/2026)" in page
    assert "nơi đi phải hủy" in page
    assert "HD06 3.9c" in page


def test_somebody_of_the_same_name_is_asked_about_first(world, office, person):
    person("Vàng Thị Xuân", unit=world.hoa)
    sent = typed(world, LISTED)
    answer = office.post(ADDRESS, sent)

    assert answer.status_code == 422
    assert "Có thể người này đã có trong danh sách" in answer.content.decode()
    assert 'value="1/10/2025"' in answer.content.decode()
    assert office.post(ADDRESS, {**sent, "confirmed": "1"}).status_code == 302
    assert Candidate.objects.count() == 2


def test_a_unit_out_of_scope_takes_nobody_in(world, office):
    assert office.post(ADDRESS, typed(world, LISTED, unit=world.far.pk)).status_code == 422
    assert Candidate.objects.count() == 0


# The figures


def counts(unit, quarter="Y"):
    return figures.for_period(unit, Period.of(2026, quarter, today=date(2026, 11, 20))).counts


def test_what_somebody_brings_was_done_and_is_counted_elsewhere(world, office):
    office.post(ADDRESS, typed(world, DECIDED))

    assert (counts(world.hoa)["admitted"], counts(world.hoa)["trained"]) == (0, 0)
    admitted = office.get(f"/quan-chung/?ket_nap=on&nam=2026&don_vi={world.hoa.pk}").content.decode()
    assert "Vàng Thị Xuân" not in admitted.split("</form>")[-1]


def test_what_he_does_here_counts_here(world, office):
    office.post(ADDRESS, typed(world, APPRAISED))
    one = Candidate.objects.get()
    number = {"document_number": "30-QĐ/ĐU"}
    pipeline.advance(one, Entry(Stage.DECIDED, date(2026, 10, 8), **number), by=None)

    assert counts(world.hoa)["admitted"] == 1


def test_who_came_later_was_not_on_the_road_here_before(world, office):
    office.post(ADDRESS, typed(world, HELPED))

    assert [counts(world.hoa, quarter)["in_pipeline"] for quarter in ("Q1", "6M", "9M", "Y")] == [0, 0, 1, 1]
