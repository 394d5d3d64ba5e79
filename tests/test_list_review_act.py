"""The review of one unit's list as one act: who stays, comes and goes, by one resolution, all of it or nothing."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from admissions import list_act, list_review, pipeline
from admissions.list_act import Choice, Outcome
from admissions.list_review import Entry
from admissions.list_sheet import Sheet
from admissions.models import Candidate, ListReview, ListReviewLine, StageEvent
from admissions.pipeline import Entry as Step
from admissions.regulation import Stage
from units import reorganise

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
SOURCE = {Stage.SOURCE: (date(2025, 1, 5), "")}
LISTED = SOURCE | {Stage.LISTED: (date(2025, 6, 5), "1-NQ/CB")}
DAY, NUMBER = date(2026, 5, 18), "7-NQ/CB"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-05-20 09:00:00+07:00", tick=False) as clock:
        yield clock


@pytest.fixture
def three(person):
    """Of Hoa: Pó and Sa on the list, Mỷ a source."""
    return {
        "Pó": person("Giàng A Pó", steps=LISTED),
        "Sa": person("Giàng A Sa", steps=LISTED),
        "Mỷ": person("Sùng Thị Mỷ", steps=SOURCE),
    }


def choices(unit, month=MAY, **chosen):
    """A choice for everybody on the sheet: who is on the list stays, unless said otherwise by his last name."""
    sheet = Sheet.read(unit, month)
    made = []
    for one in [*sheet.listed, *sheet.sources]:
        usual = ("", "") if one.is_source else (Outcome.STAYS, "")
        outcome, reason = chosen.get(one.candidate.name.split()[-1], usual)
        made.append(Choice(one.pk, outcome, reason, one.seen, one.seen_move))
    return made


def act(world, unit=None, month=MAY, on=DAY, number=NUMBER, by="an", was=None, made=None, **chosen):
    unit = unit or world.hoa
    was = Sheet.read(unit, month).token if was is None else was
    made = choices(unit, month, **chosen) if made is None else made
    return list_act.record(unit, month, on=on, number=number, choices=made, was=was, by=world.officers[by])


COMES, GOES = (Outcome.COMES, ""), (Outcome.GOES, "Đi làm ăn xa")


def lines():
    return {
        line.candidate.name.split()[-1]: (line.outcome, line.reason, line.event and line.event.stage)
        for line in ListReviewLine.objects.select_related("candidate", "event")
    }


def test_one_act_writes_the_book_a_line_for_everybody_and_the_steps(world, three):
    recorded = act(world, Sa=GOES, Mỷ=COMES)
    assert (recorded.stay, recorded.come, recorded.go) == (1, 1, 1)
    review = ListReview.objects.get()
    assert (review.unit, review.month, review.reviewed_on, review.document_number) == (
        world.hoa,
        MAY,
        DAY,
        NUMBER,
    )
    assert lines() == {
        "Pó": ("stays", "", None),
        "Sa": ("goes", "Đi làm ăn xa", "out"),
        "Mỷ": ("comes", "", "listed"),
    }
    steps = StageEvent.objects.filter(happened_on=DAY).order_by("pk")
    assert [(step.stage, step.document_number, step.recorded_by) for step in steps] == [
        ("listed", NUMBER, world.officers["an"]),
        ("out", NUMBER, world.officers["an"]),
    ]
    assert {one.name: one.stage for one in Candidate.objects.all()} == {
        "Giàng A Pó": "listed",
        "Giàng A Sa": "out",
        "Sùng Thị Mỷ": "listed",
    }


def test_one_refusal_refuses_the_whole_with_every_reason_beside_its_person(world, three, person):
    late = person("Vàng A Dơ", steps={Stage.SOURCE: (date(2026, 5, 19), "")})  # a day after the resolution
    with pytest.raises(list_act.Refused) as refused:
        act(world, Sa=(Outcome.GOES, ""), Mỷ=COMES, Dơ=COMES)
    people = refused.value.people
    assert people.keys() == {three["Sa"].pk, late.pk}
    assert people[three["Sa"].pk] == ["Chưa ghi lý do. (HD38 I.1.1d)"]
    assert "trước bước «Nguồn» (19/05/2026)" in people[late.pk][0]
    assert not ListReview.objects.exists() and not ListReviewLine.objects.exists()
    assert not StageEvent.objects.filter(happened_on=DAY).exists()


@pytest.mark.parametrize(
    ("on", "number", "field"),
    [
        (date(2026, 4, 30), NUMBER, "reviewed_on"),
        (date(2026, 5, 21), NUMBER, "reviewed_on"),
        (DAY, "", "document_number"),
    ],
)
def test_a_resolution_that_cannot_be_is_refused(world, three, on, number, field):
    with pytest.raises(list_act.Refused) as refused:
        act(world, on=on, number=number)
    assert field in refused.value.fields
    assert not ListReview.objects.exists()


def test_on_the_first_and_on_todays_day_of_the_month_it_is_taken(world, three):
    act(world, on=MAY)
    act(world, on=date(2026, 5, 20), number="8-NQ/CB")
    assert ListReview.objects.get().reviewed_on == date(2026, 5, 20)


def test_who_came_onto_the_list_after_the_day_has_no_line_and_on_the_day_has(world, person):
    person("Giàng A Pó", steps=SOURCE | {Stage.LISTED: (date(2026, 5, 18), "6-NQ/CB")})
    person("Giàng A Sa", steps=SOURCE | {Stage.LISTED: (date(2026, 5, 19), "8-NQ/CB")})
    act(world)
    assert lines() == {"Pó": ("stays", "", None)}


def test_a_step_recorded_before_under_the_same_resolution_is_told_as_part_of_it(world, person):
    person("Giàng A Pó", steps=SOURCE | {Stage.LISTED: (DAY, NUMBER)})
    gone = person("Giàng A Sa", steps=LISTED)
    pipeline.advance(gone, Step(Stage.OUT, DAY, NUMBER, reason="Xin thôi"), by=None)
    other = person("Giàng A Tủa", steps=LISTED)
    pipeline.advance(other, Step(Stage.OUT, DAY, "6-NQ/CB", reason="Xin thôi"), by=None)
    recorded = act(world)
    assert lines() == {"Pó": ("comes", "", "listed"), "Sa": ("goes", "Xin thôi", "out")}
    assert (recorded.stay, recorded.come, recorded.go) == (0, 1, 1)
    assert StageEvent.objects.filter(stage=Stage.OUT).count() == 2


def test_a_month_gone_by_speaks_of_the_list_as_it_was(world, person):
    voted = LISTED | {Stage.VOTED: (date(2026, 5, 4), "5-NQ/CB")}
    person("Giàng A Pó", steps=voted)  # on the list until 4 May
    person("Giàng A Sa", steps=SOURCE | {Stage.LISTED: (date(2026, 5, 4), "5-NQ/CB")})  # not before 4 May
    person("Giàng A Vừ", steps=LISTED | {Stage.VOTED: (date(2026, 4, 1), "3-NQ/CB")})  # no day of April
    act(world, month=APRIL, on=date(2026, 4, 28), number="4-NQ/CB")
    assert lines() == {"Pó": ("stays", "", None)}


def test_the_people_of_a_merged_cell_are_on_the_list_of_the_one_that_took_over(world, three):
    reorganise.close(world.hoa, into=world.sen, on=date(2026, 5, 10))
    act(world, unit=world.sen, Mỷ=COMES)
    assert lines().keys() == {"Pó", "Sa", "Mỷ"}
    assert StageEvent.objects.get(happened_on=DAY).unit == world.sen


def test_a_later_act_of_the_month_adds_what_was_missed(world, three, person):
    act(world, Mỷ=COMES)
    missed = person("Vàng A Dơ", steps=SOURCE)
    act(world, Sa=GOES, Dơ=COMES)
    assert ListReview.objects.count() == 1
    assert lines() == {
        "Pó": ("stays", "", None),
        "Sa": ("goes", "Đi làm ăn xa", "out"),
        "Mỷ": ("comes", "", "listed"),
        "Dơ": ("comes", "", "listed"),
    }
    missed.refresh_from_db()
    assert missed.stage == "listed"


@pytest.mark.parametrize(("on", "number"), [(date(2026, 5, 17), NUMBER), (DAY, "8-NQ/CB")])
def test_day_and_number_stay_once_somebody_was_moved_by_them(world, three, on, number):
    act(world, Mỷ=COMES)
    with pytest.raises(list_act.Refused) as refused:
        act(world, on=on, number=number)
    assert refused.value.fields == {"document_number": list_act.KEPT}


def test_a_step_undone_shows_so_and_may_be_said_anew(world, three):
    act(world, Sa=GOES)
    pipeline.void_last(three["Sa"], reason="Ghi nhầm người", by=None)
    line = ListReviewLine.objects.told().get(candidate=three["Sa"])
    assert line.voided
    page = world.client("binh").get(reverse("candidate_page", args=[three["Sa"].pk])).content.decode()
    assert "<s>Đưa ra khỏi danh sách</s>" in page and "Bước đã hủy" in page
    act(world, on=date(2026, 5, 19), number="8-NQ/CB")  # nothing stands on the first day and number any more
    assert lines() == {"Pó": ("stays", "", None), "Sa": ("stays", "", None)}


def test_two_at_once_the_second_is_told_what_the_first_wrote(world, three):
    made = choices(world.hoa)
    act(world, by="quan", Mỷ=COMES)
    with pytest.raises(list_act.Stale) as stale:
        act(world, was="", made=made)
    assert stale.value.told == [
        "Quan vừa ghi rà soát ngày 18/05/2026, số 7-NQ/CB.",
        "Sùng Thị Mỷ: vừa đổi sang «Cảm tình Đảng».",
    ]
    assert ListReview.objects.get().recorded_by == world.officers["quan"]


def test_a_person_who_moved_on_or_came_in_meanwhile_stops_the_act(world, three, person):
    made = choices(world.hoa)
    pipeline.advance(three["Mỷ"], Step(Stage.LISTED, DAY, "6-NQ/CB"), by=None)
    person("Vàng A Dơ", steps=SOURCE)
    with pytest.raises(list_act.Stale) as stale:
        act(world, made=made)
    assert stale.value.told == [
        "Sùng Thị Mỷ: hồ sơ vừa thay đổi, nay ở bước «Cảm tình Đảng».",
        "Vàng A Dơ: vừa có thêm ở bước «Nguồn».",
    ]


def test_the_months_table_neither_clears_nor_changes_what_moved_somebody(world, three):
    act(world, Mỷ=COMES)
    was = (DAY, NUMBER)
    for on, number in ((None, ""), (date(2026, 5, 17), NUMBER)):
        with pytest.raises(list_review.Refused) as refused:
            list_review.record(MAY, [Entry(world.hoa, on, number, was)], by=None)
        assert "đã đưa 1 người vào, ra danh sách" in refused.value.faults[world.hoa.pk]["reviewed_on"]
    pipeline.void_last(three["Mỷ"], reason="Ghi nhầm", by=None)
    list_review.record(MAY, [Entry(world.hoa, None, "", was)], by=None)
    assert not ListReview.objects.exists() and not ListReviewLine.objects.exists()


def test_the_months_table_clears_a_review_in_which_everybody_stays(world, three):
    act(world)
    list_review.record(MAY, [Entry(world.hoa, None, "", (DAY, NUMBER))], by=None)
    assert not ListReview.objects.exists() and not ListReviewLine.objects.exists()


def address(unit, month="2026-05"):
    return reverse("list_review_act", args=[month, unit.pk])


def typed(world, **changes):
    """What the page of Hoa sends when nothing is changed."""
    sheet = Sheet.read(world.hoa, MAY)
    sent = {"was": sheet.token, "reviewed_on": "18/05/2026", "document_number": NUMBER}
    for one in [*sheet.listed, *sheet.sources]:
        sent[f"seen-{one.pk}"] = f"{one.seen}.{one.seen_move}"
        if one.on_list:
            sent[f"chon-{one.pk}"], sent[f"ly-do-{one.pk}"] = "stays", ""
    return sent | changes


def test_the_office_writes_it_on_the_page_and_the_unit_and_the_person_tell_it(world, office, three):
    sa, mỷ = three["Sa"].pk, three["Mỷ"].pk
    sent = typed(world, **{f"chon-{sa}": "goes", f"ly-do-{sa}": "Đi làm ăn xa", f"chon-{mỷ}": "comes"})
    answer = office.post(address(world.hoa), sent, follow=True)
    assert "Đã ghi rà soát tháng 05/2026: 1 người ở lại, 1 người vào, 1 người ra." in answer.content.decode()
    history = world.client("binh").get(reverse("list_review_history", args=[world.hoa.pk])).content.decode()
    assert "Sùng Thị Mỷ" in history and "– Đi làm ăn xa" in history and "1 người ở lại danh sách." in history
    page = world.client("binh").get(reverse("candidate_page", args=[three["Pó"].pk])).content.decode()
    assert "Rà soát tháng" in page and "Ở lại danh sách" in page


def test_what_was_typed_is_kept_with_every_reason(world, office, three):
    sa, pó = three["Sa"].pk, three["Pó"].pk
    sent = typed(
        world,
        reviewed_on="35/05/2026",
        **{f"chon-{sa}": "goes", f"ly-do-{pó}": "Vì sao", "document_number": ""},
    )
    answer = office.post(address(world.hoa), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="35/05/2026"' in page and 'value="Vì sao"' in page
    assert '<option value="goes" selected>' in page
    assert "Không đọc được ngày này" in page and "Chưa ghi lý do đưa ra" in page and "hoặc xóa lý do" in page
    assert not ListReview.objects.exists()


def test_a_wrong_day_and_a_missing_reason_are_told_at_once(world, office, three):
    sent = typed(world, reviewed_on="30/04/2026", **{f"chon-{three['Sa'].pk}": "goes"})
    page = office.post(address(world.hoa), sent).content.decode()
    assert "không thuộc tháng 05/2026" in page and "Chưa ghi lý do đưa ra" in page


def test_a_refusal_of_the_regulation_stands_beside_the_person(world, office, three):
    mỷ = three["Mỷ"].pk
    answer = office.post(address(world.hoa), typed(world, document_number="", **{f"chon-{mỷ}": "comes"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Chi bộ rà soát bằng nghị quyết" in page
    assert f'id="loi-{mỷ}">Chưa ghi số nghị quyết chi bộ.' in page and "checked" in page


def test_two_offices_at_once_the_second_gets_409_with_his_choices_kept(world, office, three):
    sa, pó = three["Sa"].pk, three["Pó"].pk
    sent = typed(world, **{f"chon-{pó}": "goes", f"ly-do-{pó}": "Xin thôi"})
    first = typed(world, **{f"chon-{sa}": "goes", f"ly-do-{sa}": "Đi xa"})
    world.client("quan").post(address(world.hoa), first)
    answer = office.post(address(world.hoa), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Quan vừa ghi rà soát ngày 18/05/2026" in page and "Giàng A Sa: vừa đổi sang" in page
    assert 'value="Xin thôi"' in page and '<option value="goes" selected>' in page
    again = typed(world, **{f"chon-{pó}": "goes", f"ly-do-{pó}": "Xin thôi"})
    assert office.post(address(world.hoa), again).status_code == 302
    assert lines()["Pó"] == ("goes", "Xin thôi", "out")


def test_the_secretary_reads_and_does_not_write(world, three):
    client = world.client("binh")
    page = client.get(address(world.hoa)).content.decode()
    assert "Giàng A Pó" in page and "<form class" not in page.split("<h1>")[1]
    assert client.post(address(world.hoa), typed(world)).status_code == 403
    assert not ListReview.objects.exists()
    act(world, Sa=GOES)
    page = client.get(address(world.hoa)).content.decode()
    assert "Đi làm ăn xa" in page and "Ở lại danh sách" in page


@pytest.mark.parametrize("month", ["2026-06", "2026-13", "2019-12", "thang-5"])
def test_a_month_the_unit_has_no_review_of_is_not_found(world, office, month):
    assert office.get(address(world.hoa, month)).status_code == 404


def test_a_committee_writes_its_day_and_sees_what_its_units_did(world, office, three):
    act(world, Sa=GOES, Mỷ=COMES)
    page = office.get(address(world.commune))
    told = {
        unit.code: (review.stay, review.come, review.go) for unit, review in page.context["below"] if review
    }
    assert told == {"HOA": (1, 1, 1)}
    sent = {"was": "", "reviewed_on": "20/05/2026", "document_number": ""}
    assert office.post(address(world.commune), sent).status_code == 302
    assert ListReview.objects.filter(unit=world.commune).exists()


@pytest.mark.parametrize("who", ["an", "binh"])
def test_pages_cost_the_same_for_few_and_for_many(world, person, django_assert_num_queries, who):
    client = world.client(who)
    history = reverse("list_review_history", args=[world.hoa.pk])
    for count in (1, 8):
        for n in range(count):
            person(f"Lò Văn {'abcdefgh'[n]}", steps=LISTED)
            person(f"Lò Thị {'abcdefgh'[n]}", steps=SOURCE)
        act(world)
        with django_assert_num_queries(10):
            assert client.get(address(world.hoa)).status_code == 200
        with django_assert_num_queries(7):
            assert client.get(history).status_code == 200
