"""The monthly review of the list: which months are owed, what the book takes, what the page shows."""

import json
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from admissions import list_review
from admissions.deadlines.units import months_with_list, open_unit_clocks
from admissions.list_review import Entry
from admissions.models import Candidate, ListReview
from admissions.regulation import Stage, Step
from admissions.regulation.reviews import Spell, months_owed, spells_of
from units import reorganise
from units.models import Kind, Unit

JANUARY, FEBRUARY, MARCH, APRIL, MAY = (date(2026, month, 1) for month in range(1, 6))
LISTED = {Stage.SOURCE: (date(2025, 1, 5), ""), Stage.LISTED: (date(2025, 6, 5), "1-NQ/CB")}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-05-20 09:00:00+07:00", tick=False):
        yield


def clocks(on, units=None):
    units = Unit.objects.order_by("path") if units is None else units
    return [
        (due.unit.code, due.clock.due, due.days_left)
        for due in open_unit_clocks(list(units), Candidate.objects.all(), on=on)
    ]


def reviewed(unit, on, number="1-NQ/CB"):
    return ListReview.objects.create(
        unit=unit, month=on.replace(day=1), reviewed_on=on, document_number=number
    )


# Row 30 of the worked dates: the last review on 28/3/2026.
@pytest.mark.parametrize(
    ("on", "owed"),
    [
        (date(2026, 3, 31), []),
        (date(2026, 4, 1), [APRIL]),
        (date(2026, 4, 30), [APRIL]),
        (date(2026, 5, 1), [APRIL, MAY]),
        (date(2026, 6, 1), [MAY, date(2026, 6, 1)]),
    ],
)
def test_a_review_in_march_leaves_april_owed_from_its_first_day(on, owed):
    assert months_owed({MARCH}, on, MARCH) == owed


@pytest.mark.parametrize(
    ("began", "owed"), [(None, [MAY]), (MAY, [MAY]), (APRIL, [MAY]), (MARCH, [APRIL, MAY])]
)
def test_months_before_the_book_was_begun_are_not_owed(began, owed):
    assert months_owed((), date(2026, 5, 20), began) == owed


def test_january_follows_december():
    december = date(2025, 12, 1)
    assert months_owed({december}, date(2026, 2, 3), december) == [JANUARY, FEBRUARY]


def test_a_spell_on_the_list_ends_on_the_day_of_the_cells_vote():
    steps = [
        Step(Stage.SOURCE, date(2025, 1, 5)),
        Step(Stage.LISTED, date(2025, 6, 5)),
        Step(Stage.TRAINED, date(2025, 8, 1)),
        Step(Stage.OUT, date(2026, 1, 1)),
        Step(Stage.LISTED, date(2026, 3, 31)),
        Step(Stage.VOTED, date(2026, 5, 1)),
    ]
    spells = spells_of(steps)
    assert spells == [
        Spell(date(2025, 6, 5), date(2026, 1, 1)),
        Spell(date(2026, 3, 31), date(2026, 5, 1)),
    ]
    told = [
        month for month in (JANUARY, FEBRUARY, MARCH, APRIL, MAY) if any(s.touches(month) for s in spells)
    ]
    assert told == [MARCH, APRIL]


def test_on_the_last_day_of_april_the_cell_is_in_time_and_the_day_after_it_is_flagged(world, person):
    person(steps=LISTED)
    for unit in (world.hoa, world.commune):
        reviewed(unit, date(2026, 3, 28))
    assert clocks(date(2026, 4, 30)) == [("MAY", date(2026, 4, 30), 0), ("HOA", date(2026, 4, 30), 0)]
    assert clocks(date(2026, 5, 1), [world.hoa]) == [
        ("HOA", date(2026, 4, 30), -1),
        ("HOA", date(2026, 5, 31), 30),
    ]
    reviewed(world.hoa, date(2026, 4, 30))
    assert clocks(date(2026, 5, 1), [world.hoa]) == [("HOA", date(2026, 5, 31), 30)]


def test_cell_base_and_commune_owe_and_those_without_listed_people_do_not(world, person):
    person(unit=world.workshop, steps=LISTED)
    person(unit=world.sen, steps={Stage.SOURCE: (date(2025, 1, 5), "")})
    assert [code for code, *_ in clocks(date(2026, 5, 20))] == ["MAY", "CTY", "XUONG"]


def test_a_province_above_the_commune_owes_nothing(world, person):
    province = reorganise.found(code="TINH", name="Đảng bộ tỉnh", kind=Kind.PROVINCE, since=date(2020, 1, 1))
    commune = reorganise.found(
        code="X", name="Đảng bộ xã X", kind=Kind.COMMUNE, since=date(2020, 1, 1), parent=province
    )
    person(unit=commune, steps=LISTED)
    assert [code for code, *_ in clocks(date(2026, 5, 20))] == ["X"]


def test_a_closed_unit_owes_nothing_and_its_people_count_for_the_one_that_took_over(world, person):
    person(steps=LISTED)
    reorganise.close(world.hoa, into=world.sen, on=date(2026, 5, 10))
    assert [code for code, *_ in clocks(date(2026, 5, 20))] == ["MAY", "SEN"]


@pytest.mark.parametrize(
    ("steps", "months"),
    [
        (LISTED, {MARCH, APRIL, MAY}),
        (LISTED | {Stage.TRAINED: (date(2026, 4, 10), "7")}, {MARCH, APRIL, MAY}),
        (LISTED | {Stage.VOTED: (date(2026, 4, 1), "5")}, {MARCH}),
        (LISTED | {Stage.VOTED: (date(2026, 4, 2), "5")}, {MARCH, APRIL}),
        (LISTED | {Stage.OUT: (date(2026, 2, 28), "")}, set()),
        ({Stage.SOURCE: (date(2026, 4, 1), ""), Stage.LISTED: (date(2026, 4, 30), "1")}, {APRIL, MAY}),
        ({Stage.SOURCE: (date(2026, 4, 1), "")}, set()),
    ],
)
def test_who_was_on_the_list_in_which_month(world, person, steps, months):
    person(steps=steps)
    listed = months_with_list(Candidate.objects.all(), [MARCH, APRIL, MAY])
    assert listed.get(world.hoa.pk, set()) == listed.get(world.commune.pk, set()) == months


def entry(unit, on, number="3-NQ/CB", was=None):
    return Entry(unit, on, number, was)


@pytest.mark.parametrize(
    ("month", "on", "number", "field", "said"),
    [
        (MAY, date(2026, 5, 21), "3-NQ/CB", "reviewed_on", "chưa đến"),
        (APRIL, date(2026, 5, 1), "3-NQ/CB", "reviewed_on", "không thuộc tháng 04/2026"),
        (APRIL, date(2026, 3, 31), "3-NQ/CB", "reviewed_on", "không thuộc tháng 04/2026"),
        (APRIL, date(2026, 4, 30), "", "document_number", "Chi bộ rà soát bằng nghị quyết"),
        (APRIL, None, "3-NQ/CB", "reviewed_on", "Chưa nhập ngày"),
    ],
)
def test_the_book_refuses_with_the_reason_beside_the_field(world, month, on, number, field, said):
    with pytest.raises(list_review.Refused) as refused:
        list_review.record(month, [entry(world.hoa, on, number)], by=None)
    assert said in refused.value.faults[world.hoa.pk][field]
    assert not ListReview.objects.exists()


def test_a_committee_reviews_without_a_resolution(world):
    assert list_review.record(MAY, [entry(world.commune, date(2026, 5, 20), "")], by=None) == 1


def test_one_faulty_line_keeps_the_others_out(world):
    lines = [entry(world.hoa, date(2026, 5, 4)), entry(world.sen, date(2026, 6, 4))]
    with pytest.raises(list_review.Refused):
        list_review.record(MAY, lines, by=None)
    assert not ListReview.objects.exists()


def test_a_line_is_mended_and_taken_out_by_who_saw_it(world):
    list_review.record(MAY, [entry(world.hoa, date(2026, 5, 4))], by=world.officers["an"])
    was = (date(2026, 5, 4), "3-NQ/CB")
    list_review.record(MAY, [entry(world.hoa, date(2026, 5, 5), "4-NQ/CB", was)], by=world.officers["quan"])
    review = ListReview.objects.get()
    assert (review.reviewed_on, review.document_number) == (date(2026, 5, 5), "4-NQ/CB")
    assert review.recorded_by == world.officers["quan"]
    list_review.record(MAY, [entry(world.hoa, None, "", (date(2026, 5, 5), "4-NQ/CB"))], by=None)
    assert not ListReview.objects.exists()


def test_who_did_not_see_the_line_does_not_write_over_it(world):
    reviewed(world.hoa, date(2026, 5, 4), "3-NQ/CB")
    with pytest.raises(list_review.Stale) as stale:
        list_review.record(MAY, [entry(world.hoa, date(2026, 5, 6), "9-NQ/CB")], by=None)
    assert stale.value.reviews[world.hoa.pk].document_number == "3-NQ/CB"
    assert ListReview.objects.get().document_number == "3-NQ/CB"


def write(client, month="2026-05", **lines):
    return client.post(reverse("list_review_month", args=[month]), lines)


def test_many_units_of_a_month_are_written_at_once(world):
    lines = {f"so-{world.hoa.pk}": "3-NQ/CB", f"so-{world.sen.pk}": "8-NQ/CB", "ngay": "04/05/2026"}
    lines |= {f"ngay-{world.commune.pk}": "6/5/26"}
    answer = write(world.client("an"), **lines)
    assert answer.url == reverse("list_reviews")
    assert set(ListReview.objects.values_list("unit__code", "reviewed_on", "document_number")) == {
        ("HOA", date(2026, 5, 4), "3-NQ/CB"),
        ("SEN", date(2026, 5, 4), "8-NQ/CB"),
        ("MAY", date(2026, 5, 6), ""),
    }
    assert ListReview.objects.first().recorded_by == world.officers["an"]


def test_what_was_typed_stays_when_a_line_is_refused(world):
    typed = {f"ngay-{world.hoa.pk}": "4/5/2026", f"ngay-{world.sen.pk}": "31/31", f"so-{world.sen.pk}": "8"}
    answer = write(world.client("an"), **typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Nhập ngày dạng 24/02/2023" in page
    assert 'value="4/5/2026"' in page and 'value="31/31"' in page
    assert not ListReview.objects.exists()


def test_two_at_once_the_second_is_shown_what_the_first_wrote_and_may_replace_it(world):
    client = world.client("an")
    list_review.record(MAY, [entry(world.hoa, date(2026, 5, 4))], by=world.officers["quan"])
    typed = {f"ngay-{world.hoa.pk}": "05/05/2026", f"so-{world.hoa.pk}": "9-NQ/CB", f"was-{world.hoa.pk}": ""}
    answer = write(client, **typed)
    page = answer.content.decode()
    assert answer.status_code == 409 and "Quan" in page and "số 3-NQ/CB" in page
    assert ListReview.objects.get().document_number == "3-NQ/CB"
    assert 'value="2026-05-04|3-NQ/CB"' in page and 'value="9-NQ/CB"' in page
    write(client, **typed | {f"was-{world.hoa.pk}": "2026-05-04|3-NQ/CB"})
    assert ListReview.objects.get().document_number == "9-NQ/CB"


def test_a_unit_out_of_scope_is_not_written(world):
    write(world.client("xuan"), **{f"ngay-{world.hoa.pk}": "04/05/2026", f"so-{world.hoa.pk}": "3"})
    assert not ListReview.objects.exists()


@pytest.mark.parametrize("month", ["2026-06", "2026-13", "1999-01", "thang-5"])
def test_a_month_that_has_no_page_is_not_found(world, month):
    assert world.client("an").get(reverse("list_review_month", args=[month])).status_code == 404


def cells_of(page, unit):
    return next(
        [(cell.month.month, cell.state) for cell in cells if cell.state != "none"]
        for each, _, cells in page.context["rows"]
        if each == unit
    )


def test_the_page_tells_done_missing_and_still_running(world, person):
    person(steps=LISTED)
    reviewed(world.sen, date(2026, 1, 15))
    reviewed(world.hoa, date(2026, 3, 28))
    page = world.client("binh").get(reverse("list_reviews"))
    expected = [(1, "missing"), (2, "missing"), (3, "done"), (4, "missing"), (5, "running")]
    assert cells_of(page, world.hoa) == expected
    assert [unit.code for unit, *_ in page.context["rows"]] == ["HOA"]
    assert "28/03" in page.content.decode() and reverse("list_review_month", args=["2026-05"]) not in str(
        page.content
    )


def test_the_page_costs_the_same_for_few_and_for_many(world, person, django_assert_num_queries):
    client = world.client("an")
    for count in (1, 8):
        for n in range(count):
            person(f"Lò Văn {'abcdefgh'[n]}", unit=world.sen, steps=LISTED)
        with django_assert_num_queries(8):
            client.get(reverse("list_reviews"))


def test_the_command_tells_a_units_duty_without_a_candidate(world, person):
    person(steps=LISTED)
    out = StringIO()
    call_command("deadlines", "--unit", "HOA", "--json", stdout=out)
    assert json.loads(out.getvalue()) == [
        {
            "candidate": None,
            "unit": {"code": "HOA", "name": "Chi bộ bản Hoa"},
            "code": "list_monthly",
            "what": "Rà soát danh sách cảm tình Đảng tháng 05/2026",
            "since": "2026-05-01",
            "due": "2026-05-31",
            "days_left": 11,
            "clause": "HD38 I.1.1b–d",
        }
    ]
    out = StringIO()
    call_command("deadlines", "--unit", "HOA", stdout=out)
    assert out.getvalue().startswith("31/05/2026  còn 11 ngày  Chi bộ bản Hoa: Rà soát")
