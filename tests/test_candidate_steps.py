"""Recording steps in the browser, without JavaScript: from source to recognition, refusals."""

from datetime import date

import pytest
import time_machine

from admissions.models import Candidate
from admissions.regulation import Stage
from tests.dossiers import BEFORE_RECOGNITION, BEFORE_THE_VOTE, assign_helpers, tick_all
from tests.step_pages import APPRAISED, CERTIFIED, LISTED, MADE, VOTED, address, codes, seen, standing, take


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-15 09:00:00+07:00", tick=True) as traveller:
        yield traveller


def test_the_whole_road_is_walked_from_source_to_recognition(world, office, today):
    sent = {
        "name": "Lò Văn Páo",
        "birth_date": "20/5/2000",
        "sex": "male",
        "unit": world.hoa.pk,
        "schooling": "lower_secondary",
    }
    office.post("/quan-chung/them/", {**sent, "first_stage": "source", "happened_on": "10/1/2025"})
    one = Candidate.objects.get()
    assign_helpers(one, date(2025, 8, 10))
    tick_all(one, BEFORE_THE_VOTE, MADE)
    # Row 16 of the worked dates: of 14 official members 3 are left out, the ill one stays in: N = 11, needs 8.
    cell = {
        "document_number": "05-NQ/CB",
        "votes_members": "14",
        "votes_excused": "3",
        "votes_present": "10",
        "votes_for": "8",
        "votes_against": "2",
    }
    board = {"document_number": "12-QĐ/ĐU", "votes_members": "8", "votes_for": "5"}
    road = [
        ("listed", "10/03/2025", {"document_number": "03-NQ/CB"}),
        ("trained", "10/5/25", {"document_number": "77/GCN"}),
        ("opened", "100825", {"document_number": "15-QĐ/ĐU"}),
        ("certified", "10/10/2025", {}),
        ("voted", "12/1/2026", cell),
        ("appraised", "5/2/2026", {"document_number": "9-BC/BXD"}),
        ("decided", "20/3/2026", board),
        ("held", "10/4/2026", {}),
    ]
    for stage, on, fields in road:
        answer = take(office, one, stage, on, **fields)
        assert (answer.status_code, answer["Location"]) == (302, f"/quan-chung/{one.pk}/"), stage
        assert standing(one)[0] == stage
    today.move_to("2027-06-01 09:00:00+07:00")
    tick_all(one, BEFORE_RECOGNITION, date(2027, 4, 11))
    office.force_login(world.officers["an"])
    for stage, on, fields in [("review_voted", "11/4/2027", cell), ("recognised", "20/5/2027", board)]:
        assert take(office, one, stage, on, **fields).status_code == 302

    assert standing(one) == ("recognised", date(2027, 5, 20), 11)
    vote = one.events.get(stage="voted")
    assert (vote.votes_total, vote.votes_for, vote.votes_against, vote.votes_abstained) == (11, 8, 2, None)
    assert (vote.document_number, vote.recorded_by, vote.unit) == (
        "05-NQ/CB",
        world.officers["an"],
        world.hoa,
    )
    assert "Đảng viên chính thức" in office.get(f"/quan-chung/{one.pk}/").content.decode()


def test_a_cell_below_a_base_committee_walks_by_way_of_its_committee(world, office, person):
    one = person(unit=world.workshop, steps=VOTED)

    assert codes(take(office, one, "appraised", "5/2/2026")) == ["order"]
    votes = {"document_number": "8-NQ/ĐU", "votes_members": 15, "votes_for": 10}
    assert take(office, one, "base_voted", "1/2/2026", **votes).status_code == 302
    assert take(office, one, "appraised", "5/2/2026").status_code == 302


@pytest.mark.parametrize(
    ("steps", "stage", "on", "fields", "code", "field"),
    [
        (LISTED, "trained", "10/5/2025", {}, "document_missing", "document_number"),
        (LISTED, "trained", "16/6/2026", {"document_number": "7"}, "date_in_future", "happened_on"),
        (APPRAISED, "decided", "4/2/2026", {"document_number": "7"}, "date_backwards", "happened_on"),
        (CERTIFIED, "voted", "12/1/2026", {"document_number": "7", "votes_for": 9, "votes_against": 0}, "votes_missing", "votes_members"),
        (CERTIFIED, "voted", "12/1/2026", {"document_number": "7", "votes_members": 9}, "votes_missing", "votes_for"),
        (CERTIFIED, "voted", "12/1/2026", {"document_number": "7", "votes_members": 11, "votes_for": 7, "votes_against": 4}, "cell_vote", "votes_for"),
        (CERTIFIED, "voted", "12/1/2026", {"document_number": "7", "votes_members": 9, "votes_for": 8, "votes_against": 2}, "cell_voters", "votes_members"),
        (APPRAISED, "decided", "10/3/2026", {"document_number": "7", "votes_members": 8, "votes_for": 4}, "decide_bureau", "votes_for"),
        (LISTED, "out", "10/6/2026", {"document_number": "7", "reason": " "}, "reason_missing", "reason"),
        (LISTED, "out", "10/6/2026", {"reason": "rà soát"}, "document_missing", "document_number"),
        (CERTIFIED, "voted", "12/1/2026", {"document_number": "7", "votes_members": 3, "votes_excused": 3, "votes_for": 0}, "cell_vote_base", "votes_excused"),
        (CERTIFIED, "voted", "12/1/2026", {"document_number": "7", "votes_members": 9, "votes_present": 10, "votes_for": 8, "votes_against": 1}, "cell_voters", "votes_present"),
    ],
)  # fmt: skip
def test_a_refused_step_tells_its_reason_beside_the_field_and_leaves_no_trace(
    office, person, steps, stage, on, fields, code, field
):
    one = person(steps=steps, ready=MADE)
    before = standing(one)
    answer = take(office, one, stage, on, **fields)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert codes(answer) == [code]
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["blocking"][0].clause in answer.context["form"].errors[field][0]
    assert f'value="{on}"' in page
    assert standing(one) == before


def test_all_reasons_are_told_at_once(office, person):
    answer = take(office, person(steps=CERTIFIED, ready=date(2025, 9, 1)), "voted", "9/10/2025")

    assert set(codes(answer)) == {"date_backwards", "document_missing", "votes_missing"}
    assert set(answer.context["form"].errors) == {
        "happened_on",
        "document_number",
        "votes_members",
        "votes_for",
    }


def test_a_lapsed_certificate_and_a_young_age_stop_the_vote(office, person):
    steps = {**CERTIFIED, Stage.TRAINED: (date(2020, 5, 10), "7/GCN")}
    one = person(steps=steps, ready=MADE, birth_date=date(2008, 7, 1))
    answer = take(office, one, "voted", "15/6/2026", document_number="7", votes_members=9, votes_for=9)

    assert set(codes(answer)) == {"certificate_valid", "age_at_vote"}
    assert "294 1.1.1" in answer.content.decode()
    assert "HD06 5.4b" in answer.content.decode()


@pytest.mark.parametrize("typed", ["", "31/2/2026", "hôm nay"])
def test_a_day_that_cannot_be_read_is_told_with_an_example(office, person, typed):
    one = person(steps=LISTED)
    answer = take(office, one, "trained", typed, document_number="7")

    assert answer.status_code == 422
    assert "Nhập ngày dạng 24/02/2023" in answer.context["form"].errors["happened_on"][0]
    assert standing(one)[0] == "listed"


@pytest.mark.parametrize("typed", ["-1", "mười", "99999", "8.5"])
def test_votes_are_whole_people(office, person, typed):
    answer = take(
        office,
        person(steps=CERTIFIED),
        "voted",
        "12/1/2026",
        document_number="7",
        votes_members=typed,
        votes_for=1,
    )

    assert answer.status_code == 422
    assert "votes_members" in answer.context["form"].errors


def test_a_step_with_a_warning_is_taken_and_the_warning_is_told_and_kept(office, person):
    one = person(steps=APPRAISED)
    # Row 4 of the worked dates: a vote of 12/1/2026 is to be decided by 23/3/2026.
    answer = take(office, one, "decided", "24/3/2026", document_number="12-QĐ/ĐU")
    page = office.get(answer["Location"]).content.decode()

    assert standing(one)[:2] == ("decided", date(2026, 3, 24))
    assert "Lưu ý: Quá hạn 45 ngày làm việc" in page
    assert "(294 4.3.1)" in page
    assert "23/03/2026" in one.events.last().remark


def test_a_step_on_the_last_day_has_no_warning(office, person):
    one = person(steps=APPRAISED)
    take(office, one, "decided", "23/3/2026", document_number="12-QĐ/ĐU")

    assert one.events.last().remark == ""


def test_the_page_of_a_step_tells_in_advance_what_stands_in_the_way(office, person):
    one = person(steps=CERTIFIED, ready=MADE, birth_date=date(2008, 7, 1))
    answer = office.get(address(one, "voted"))

    assert answer.status_code == 200
    assert codes(answer) == ["age_at_vote"]
    assert "07/2026" in answer.content.decode()


def test_a_step_out_of_order_is_explained_and_refused(office, person):
    one = person(steps=LISTED)
    shown = office.get(address(one, "decided"))

    assert (shown.status_code, codes(shown)) == (200, ["order"])
    assert '<form class="form' not in shown.content.decode()
    sent = take(office, one, "decided", "10/6/2026", document_number="7")
    assert (sent.status_code, codes(sent)) == (422, ["order"])
    assert standing(one)[0] == "listed"


def test_a_stage_that_does_not_exist_is_not_found(office, person):
    assert office.get(address(person(), "bay")).status_code == 404


def test_a_step_asks_only_for_what_it_needs(office, person):
    one = person(steps=LISTED)

    assert set(office.get(address(one, "trained")).context["form"].fields) == {
        "happened_on",
        "document_number",
        "document_date",
        "seen",
        "seen_move",
    }
    assert "reason" in office.get(address(one, "out")).context["form"].fields
    two = person("Lò Văn Hai", steps=CERTIFIED)
    assert "votes_for" in office.get(address(two, "voted")).context["form"].fields


def test_a_page_that_has_grown_stale_saves_nothing_and_keeps_what_was_typed(world, office, person):
    one = person(steps=LISTED)
    old = seen(one)
    assert take(office, one, "trained", "10/5/2025", document_number="77/GCN").status_code == 302
    answer = office.post(
        address(one, "trained"), {"happened_on": "11/5/2025", "document_number": "78/GCN", "seen": old}
    )
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "77/GCN" in page
    assert 'value="78/GCN"' in page
    assert f'name="seen" value="{seen(one)}"' in page
    assert standing(one) == ("trained", date(2025, 5, 10), 3)


def test_sending_the_same_page_twice_takes_the_step_once(office, person):
    one = person(steps=LISTED)
    sent = {"happened_on": "10/5/2025", "document_number": "77/GCN", "seen": seen(one)}

    assert office.post(address(one, "trained"), sent).status_code == 302
    assert office.post(address(one, "trained"), sent).status_code == 409
    assert standing(one)[2] == 3


def test_who_left_the_list_can_come_back(office, person):
    one = person(steps=LISTED)
    take(office, one, "out", "10/6/2026", document_number="8-NQ/CB", reason="Chi bộ rà soát đưa ra")

    assert standing(one)[0] == "out"
    assert one.events.last().reason == "Chi bộ rà soát đưa ra"
    assert take(office, one, "listed", "15/6/2026", document_number="9-NQ/CB").status_code == 302
    assert standing(one)[0] == "listed"


def test_a_step_keeps_the_day_of_its_document_where_it_is_another(office, person):
    one = person(steps=APPRAISED)
    take(office, one, "decided", "20/3/2026", document_number="12-QĐ/ĐU", document_date="21/3/2026")
    page = office.get(f"/quan-chung/{one.pk}/").content.decode()

    assert one.events.last().document_date == date(2026, 3, 21)
    assert "ký 21/03/2026" in page and "Ban Thường vụ cấp ủy xã" in page


def test_a_document_of_tomorrow_is_refused(office, person):
    one = person(steps=APPRAISED)
    answer = take(office, one, "decided", "20/3/2026", document_number="12", document_date="16/6/2026")

    assert answer.status_code == 422
    assert "chưa đến" in answer.context["form"].errors["document_date"][0]


def test_a_vote_fallen_short_leads_to_the_step_that_records_it(office, person):
    one = person(steps=CERTIFIED, ready=MADE)
    votes = {"votes_members": "20", "votes_present": "20", "votes_for": "10"}
    sent = take(office, one, "voted", "12/1/2026", document_number="20-NQ/CB", **votes)
    assert sent.status_code == 422 and address(one, "referred") in sent.content.decode()
    assert address(one, "referred") not in office.get(address(one, "voted")).content.decode()
