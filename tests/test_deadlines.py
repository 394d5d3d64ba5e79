"""The running clocks: which are told, when they fall due, what they cost."""

import json
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from admissions import pipeline
from admissions.deadlines import open_clocks
from admissions.models import Candidate, StageEvent
from admissions.regulation import Stage
from units import reorganise

SOURCE = {Stage.SOURCE: (date(2020, 6, 1), "")}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-22 09:00:00+07:00", tick=False):
        yield


def clocks(on, people=None, **options):
    people = Candidate.objects.all() if people is None else people
    return [
        (due.candidate.name, due.clock.code, due.clock.due, due.days_left)
        for due in open_clocks(people, on=on, **options)
    ]


# Rows 1, 3, 7, 19, 20 of the worked dates of the regulation, each told a week before it falls due.
@pytest.mark.parametrize(
    ("stage", "happened_on", "code", "due"),
    [
        (Stage.VOTED, date(2025, 8, 4), "decision_window", date(2025, 10, 8)),
        (Stage.VOTED, date(2025, 6, 30), "decision_window", date(2025, 9, 24)),
        (Stage.DECIDED, date(2026, 7, 31), "ceremony_window", date(2026, 9, 15)),
        (Stage.HELD, date(2025, 10, 10), "recognition_review", date(2026, 11, 20)),
        (Stage.REVIEW_VOTED, date(2026, 11, 20), "recognition_window", date(2027, 1, 5)),
    ],
)
def test_each_clock_falls_due_on_its_worked_date(person, stage, happened_on, code, due):
    person("Lò Văn Páo", steps={**SOURCE, stage: (happened_on, "7")})
    today = date(2026, 11, 22)

    assert clocks(today) == [("Lò Văn Páo", code, due, (due - today).days)]


def test_the_decision_clock_runs_on_from_the_vote_through_the_appraisal(person):
    steps = {**SOURCE, Stage.VOTED: (date(2026, 10, 5), "5"), Stage.APPRAISED: (date(2026, 11, 2), "")}
    person("Lò Văn Páo", steps=steps)
    # 45 working days after Monday 5/10/2026: October 19, November 20 (the 24th is off) → 39, 6 in December.
    assert clocks(date(2026, 11, 22)) == [("Lò Văn Páo", "decision_window", date(2026, 12, 8), 16)]


@pytest.mark.parametrize(
    ("issued", "told"),
    [
        (date(2021, 11, 21), True),
        (date(2021, 11, 22), True),
        (date(2022, 2, 20), True),
        (date(2022, 2, 21), False),
    ],
)
def test_a_certificate_is_told_from_ninety_days_before_it_lapses(person, issued, told):
    # 22/11/2026 plus 90 days is 20/2/2027.
    person("Lò Văn Páo", steps={**SOURCE, Stage.TRAINED: (issued, "7/GCN")})

    assert [name for name, *_ in clocks(date(2026, 11, 22))] == (["Lò Văn Páo"] if told else [])


@pytest.mark.parametrize("stage", [Stage.VOTED, Stage.RECOGNISED, Stage.OUT])
def test_a_certificate_is_no_matter_once_the_cell_has_voted_or_the_person_has_left(person, stage):
    person(steps={**SOURCE, Stage.TRAINED: (date(2021, 12, 1), "7"), stage: (date(2026, 11, 2), "8")})

    assert "certificate_valid" not in {code for _, code, *_ in clocks(date(2026, 11, 22))}


def test_only_the_newest_certificate_is_told(person):
    one = person(
        steps={**SOURCE, Stage.LISTED: (date(2021, 11, 1), "1"), Stage.TRAINED: (date(2021, 12, 1), "7")}
    )
    StageEvent.objects.create(candidate=one, stage=Stage.TRAINED, unit=one.unit, happened_on=date(2026, 9, 1))

    assert clocks(date(2026, 11, 22)) == []


def test_stages_without_a_clock_are_silent(person):
    for name, stage in (
        ("Lò Văn Một", Stage.LISTED),
        ("Lò Văn Hai", Stage.RECOGNISED),
        ("Lò Văn Ba", Stage.OUT),
    ):
        person(name, steps={**SOURCE, stage: (date(2026, 1, 5), "1")})

    assert clocks(date(2026, 11, 22)) == []


def test_the_review_is_told_once_the_probation_is_over_its_end_from_ninety_days_before(person):
    person("Lò Văn Páo", steps={**SOURCE, Stage.HELD: (date(2025, 12, 19), "")})

    # Over on 19/12/2026, ninety days before is 20/9/2026. 30 working days: 21–31/12 …9, 4–29/1 …29, 1/2 …30.
    assert clocks(date(2026, 9, 19)) == []
    assert clocks(date(2026, 12, 18)) == [("Lò Văn Páo", "probation", date(2026, 12, 19), 1)]
    review = ("Lò Văn Páo", "recognition_review", date(2027, 2, 1), 44)
    assert review in clocks(date(2026, 12, 19))


def test_the_earliest_due_comes_first(person):
    person("Lò Văn Sau", steps={**SOURCE, Stage.VOTED: (date(2026, 11, 2), "5")})
    person("Lò Văn Trước", steps={**SOURCE, Stage.VOTED: (date(2026, 8, 3), "5")})

    assert [name for name, *_ in clocks(date(2026, 11, 22))] == ["Lò Văn Trước", "Lò Văn Sau"]


def test_a_voided_step_starts_no_clock(world, person):
    one = person(
        steps={**SOURCE, Stage.CERTIFIED: (date(2026, 9, 1), ""), Stage.VOTED: (date(2026, 10, 5), "5")}
    )
    pipeline.void_last(one, reason="nhầm", by=world.officers["an"])

    assert clocks(date(2026, 11, 22)) == []
    assert clocks(date(2026, 10, 20)) == []


def test_a_past_day_is_told_by_the_trail_as_it_stood(person):
    person(
        "Lò Văn Páo",
        steps={**SOURCE, Stage.VOTED: (date(2025, 8, 4), "5"), Stage.DECIDED: (date(2025, 10, 8), "9")},
    )

    assert clocks(date(2025, 8, 3)) == []
    assert clocks(date(2025, 8, 4)) == [("Lò Văn Páo", "decision_window", date(2025, 10, 8), 65)]
    assert clocks(date(2025, 10, 7)) == [("Lò Văn Páo", "decision_window", date(2025, 10, 8), 1)]
    assert clocks(date(2025, 10, 8))[0][1] == "ceremony_window"


def test_the_command_prints_what_scripts_rely_on(world, person):
    one = person("Lò Văn Páo", steps={**SOURCE, Stage.DECIDED: (date(2026, 7, 31), "5")})
    person("Lò Văn Sen", unit=world.sen, steps={**SOURCE, Stage.DECIDED: (date(2026, 7, 31), "5")})
    out = StringIO()
    call_command("deadlines", "--unit", "HOA", "--on", "2026-09-01", "--json", stdout=out)

    assert json.loads(out.getvalue()) == [
        {
            "candidate": {"id": one.pk, "name": "Lò Văn Páo", "unit": "HOA"},
            "unit": {"code": "HOA", "name": "Chi bộ bản Hoa"},
            "code": "ceremony_window",
            "what": "Tổ chức lễ kết nạp",
            "since": "2026-07-31",
            "due": "2026-09-15",
            "days_left": 14,
            "clause": "294 4.1",
        }
    ]


def test_the_command_tells_an_unknown_unit_and_prints_lines_without_json(world, person):
    person("Lò Văn Páo", steps={**SOURCE, Stage.DECIDED: (date(2026, 7, 31), "5")})
    out = StringIO()
    call_command("deadlines", "--on", "2026-09-16", stdout=out)

    assert out.getvalue().startswith("15/09/2026  quá 1 ngày  Lò Văn Páo (Chi bộ bản Hoa)")
    with pytest.raises(CommandError, match="KHONG"):
        call_command("deadlines", "--unit", "KHONG")


def test_the_clocks_cost_five_queries_however_many_run(person, django_assert_num_queries):
    for n in range(3):
        for letters in "abcd"[: 1 + 3 * (n > 0)]:
            person(f"Lò Văn {letters * (n + 1)}", steps={**SOURCE, Stage.VOTED: (date(2026, 10, 5), "5")})
        with django_assert_num_queries(5):
            [
                due.candidate.unit.parent.kind
                for due in open_clocks(Candidate.objects.all(), on=date(2026, 11, 22))
            ]


def test_people_of_a_merged_cell_cost_no_more(world, person, django_assert_num_queries):
    for number in range(3):
        person(
            f"Lò Văn {number}", unit=world.workshop, steps={**SOURCE, Stage.VOTED: (date(2026, 10, 5), "5")}
        )
    reorganise.close(world.workshop, into=world.hoa, on=date(2026, 11, 1))
    reorganise.close(world.hoa, into=world.sen, on=date(2026, 11, 9))
    with django_assert_num_queries(5):
        assert len(clocks(date(2026, 11, 22))) == 3
