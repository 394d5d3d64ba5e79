"""What the list pages ask of the database: at most fifteen statements for any role, the same for few and for many."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from admissions.models import OutboxMessage
from admissions.regulation import Stage
from units.models import Officer, Review, ReviewStep, Role, Supervision

MOST = 15
# The clocks, the figures and the reviews of the list together; of the members also their assignments and admissions.
ALLOWED = {"home": 21, "supervisor_list": 25}
LISTED = {Stage.SOURCE: (date(2024, 1, 5), ""), Stage.LISTED: (date(2024, 2, 5), "1-NQ/CB")}
VOTED = {**LISTED, Stage.TRAINED: (date(2024, 3, 5), "7/GCN"), Stage.VOTED: (date(2026, 6, 1), "5-NQ/CB")}
PAGES = (
    "candidate_list",
    "candidate_board",
    "work_list",
    "month_calendar",
    "missing_papers",
    "list_reviews",
    "class_list",
    "edition_list",
    "override_list",
    "outbox",
    "unit_tree",
    "sources",
    "source_group_list",
    "review_list",
    "home",
    "year_rules",
    "supervisor_list",
)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-15 09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def supervisor(world):
    """Dung supervises three units."""
    for unit in (world.sen, world.workshop):
        Supervision.objects.create(
            unit=unit, member="Dung", officer=world.officers["dung"], since=date(2020, 1, 1)
        )


def crowd(world, person, count):
    """People at several stages in three units, letters, supervisors, reports of two periods."""
    status = Review.Status.SUBMITTED
    for n, unit in enumerate((world.hoa, world.sen, world.workshop, world.school)[: count // 6]):
        review, new = Review.objects.get_or_create(
            unit=unit, year=2025 + n % 2, period=("Y", "Q1")[n % 2], status=status
        )
        if new:
            ReviewStep.objects.create(review=review, status=status)
    for n in range(count):
        name = f"Lò Văn {'abcdefghij'[n % 10] * 3}"
        unit = (world.hoa, world.sen, world.workshop)[n % 3]
        person(name, unit=unit, steps=(LISTED, VOTED)[n % 2], ready=date(2026, 5, 4) if n % 2 else None)
        clerk = Officer.objects.create_user(f"them{Officer.objects.count()}", role=Role.SECRETARY, unit=unit)
        OutboxMessage.objects.create(officer=clerk, to="a@b.example", week=date(2026, 6, 8))


def costs(world, who):
    """Page → how many statements it takes; pages the role may not open are left out."""
    told = {}
    for page in PAGES:
        client = world.client(who)
        client.get(reverse(page))  # what is read once a process
        with CaptureQueriesContext(connection) as queries:
            if client.get(reverse(page)).status_code == 200:
                told[page] = len(queries)
    return told


@pytest.mark.parametrize("who", ["an", "binh", "chi", "dung", "quan"])
def test_a_list_costs_little_and_the_same_for_few_and_for_many(world, person, supervisor, who):
    crowd(world, person, 6)
    few = costs(world, who)
    crowd(world, person, 30)

    assert costs(world, who) == few
    assert {page: count for page, count in few.items() if count > ALLOWED.get(page, MOST)} == {}


def test_a_supervisor_costs_hardly_more_than_a_leader(world, person, supervisor):
    crowd(world, person, 6)
    leader, supervisor = costs(world, "chi"), costs(world, "dung")

    assert {page for page in supervisor if supervisor[page] > leader[page] + 1} == set()
