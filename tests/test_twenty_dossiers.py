"""The whole road on twenty dossiers, one a situation: they load, stand where they should, fall due as counted by hand."""

import json
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from admissions.models import Candidate, Paper, Transfer
from admissions.pipeline import VOTES, strayed
from admissions.regulation import FORMS, Stage
from tests import twenty
from units.models import Officer, Unit
from units.reorganise import misplaced

pytestmark = pytest.mark.django_db
EXPECTED = json.loads(twenty.CASE.with_suffix(".expected.json").read_text())
TODAY = date(2026, 11, 25)
DOSSIERS = {each["no"]: each for each in twenty.read_case()["dossiers"]}


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    """The twenty, walked once for this file; nothing of them stays in the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield twenty.load()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY} 09:00:00+07:00", tick=False):
        yield


def printed(*words) -> list | dict:
    out = StringIO()
    call_command(*words, "--json", stdout=out)
    return json.loads(out.getvalue())


def steps_of(dossier: dict) -> list[dict]:
    """The steps told of a dossier that were not to be refused, those brought from elsewhere first."""
    brought = [step for act in dossier["acts"] for step in act.get("brings", [])]
    return brought + [act for act in dossier["acts"] if "step" in act and "refused" not in act]


@pytest.mark.parametrize("on", EXPECTED)
def test_the_deadlines_of_the_twenty_equal_those_counted_by_hand(people, on):
    """Of today, and of two past days as everything stood then."""
    told = printed("deadlines", "--unit", "MAU", "--on", on)

    assert twenty.without_ids(told) == EXPECTED[on]


def test_the_units_of_the_listed_owe_the_review_of_the_month(people):
    """On 25/11/2026 two dossiers are open, in SUOI and in THPT; both cells and the commune owe November's review."""
    told = [
        due for due in printed("deadlines", "--unit", "MAU", "--on", "2026-11-25") if not due["candidate"]
    ]

    assert {(due["unit"]["code"], due["code"], due["due"]) for due in told} == {
        (code, "list_monthly", "2026-11-30") for code in ("MAU", "SUOI", "THPT")
    }


@pytest.mark.parametrize("no", DOSSIERS)
def test_a_dossier_ends_where_its_road_leads(people, no):
    candidate, end = people[no], DOSSIERS[no]["end"]

    assert candidate.stage == end["stage"]
    assert candidate.unit.code == end["unit"]
    assert candidate.events.count() == end["trail"]


@pytest.mark.parametrize("no", DOSSIERS)
def test_the_page_shows_the_next_step(people, no):
    candidate, wanted = people[no], DOSSIERS[no]["end"]["next"]
    client = Client()
    client.force_login(Officer.objects.get(username="mau"))
    page = client.get(f"/quan-chung/{candidate.pk}/")
    following = page.context["following"]

    assert (following.stage if following else None) == wanted
    if wanted:
        assert FORMS[Stage(wanted)].act in page.content.decode()


@pytest.mark.parametrize("no", DOSSIERS)
def test_everything_told_of_the_road_stands_in_the_trail(people, no):
    """Every stage with its number, day, body, vote and reason; what was voided stays, struck through."""
    told = [
        (step["step"], step["on"], step.get("number", ""), step.get("reason", ""), step.get("votes"))
        for step in steps_of(DOSSIERS[no])
    ]
    rows = people[no].events.filter(voids__isnull=True).exclude(stage=Stage.MOVED_AWAY)
    found = []
    for row in rows:
        votes = [getattr(row, name) for name in VOTES]
        spoken = votes if any(vote is not None for vote in votes) else None
        if not (no == 18 and row.stage == Stage.REDO):  # written by the move itself
            found.append((row.stage, f"{row.happened_on}", row.document_number, row.reason, spoken))

    assert found == told


@pytest.mark.parametrize("no", DOSSIERS)
def test_nothing_of_a_dossier_is_lost_on_its_way(people, no):
    """Returned, refused, moved, annulled: each paper is there with its newest day and number."""
    told = {}
    for act in DOSSIERS[no]["acts"]:
        for form, dated_on, number in twenty.papers_of(act) if "papers" in act else ():
            told[form] = (True, dated_on, number)
    newest = {row.form: (row.has, row.dated_on, row.number) for row in people[no].papers.order_by("pk")}
    helpers = {name for act in DOSSIERS[no]["acts"] for name in act.get("helpers", {})}
    asked = {act["asks"] for act in DOSSIERS[no]["acts"] if "asks" in act}

    assert newest == told
    assert {row.name for row in people[no].introducers.all()} == helpers
    assert {row.asked for row in people[no].verifications.all()} == asked


def test_rows_agree_with_trails_and_the_tree_with_its_placements(people):
    assert strayed() == []
    assert misplaced() == []


def test_a_step_keeps_the_unit_of_its_day_when_the_person_moves(people):
    units = list(people[19].events.values_list("stage", "unit__code").order_by("pk"))

    assert units[-2:] == [("decided", "DOI"), ("held", "SUOI")]
    assert people[20].events.get(stage="held").unit.code == "NT2"


def test_the_seven_cases_of_a_move_are_all_there(people):
    ways = set(Transfer.objects.filter(candidate__in=people.values()).values_list("way", flat=True))

    assert ways == {
        "move_helped", "move_voted", "move_sent", "move_decided_inside", "move_decided_30", "move_decided_late",
        "probationary_moves",
    }  # fmt: skip


def test_a_member_is_official_since_the_end_of_probation_and_old_since_the_decision(people):
    client = Client()
    client.force_login(Officer.objects.get(username="mau"))
    one = client.get(f"/quan-chung/{people[1].pk}/").context
    eight = client.get(f"/quan-chung/{people[8].pk}/").context

    assert (one["official_since"], one["party_age_from"]) == (date(2026, 10, 10), date(2025, 9, 24))
    assert (eight["official_since"], eight["party_age_from"]) == (date(2026, 7, 11), date(2025, 6, 20))


@pytest.mark.parametrize("code", [code for code in twenty.read_case()["figures"] if code != "why"])
def test_the_figures_of_the_year_equal_those_counted_by_hand(people, code):
    told = printed("figures", "--unit", code, "--year", "2026")
    wanted = twenty.read_case()["figures"][code]

    assert {name: told[name] for name in wanted} == wanted


def test_the_groups_of_the_admitted_are_counted_too(people):
    """Women: 2, 4, 19. One re-admission: 13. No pupil."""
    groups = printed("figures", "--unit", "MAU", "--year", "2026")["groups"]

    assert {name: groups[name]["count"] for name in ("women", "readmitted", "pupils")} == {
        "women": 3, "readmitted": 1, "pupils": 0,
    }  # fmt: skip


def test_the_case_is_whole(people):
    assert len(people) == 20
    assert Candidate.objects.of_subtree(Unit.objects.get(code="MAU")).count() == 20
    assert Paper.objects.filter(candidate__in=people.values(), has=False).count() == 0
