"""Quotas typed into the grid of a year: each change rests on a document, earlier rows stay."""

from datetime import date

import pytest

from tests.year_cells import ADDRESS, TODAY, cell_of, cells, give
from units.models import Directive, Quota


@pytest.fixture(autouse=True)
def a_day_in_june(time_machine):
    time_machine.move_to("2026-06-15 09:00 +0700", tick=False)


def test_a_quota_changed_by_someone_else_is_a_conflict_too(world):
    give(world.hoa, 4, date(2026, 3, 1), number="20-TB/ĐU")
    posted = cells({(world.hoa, "members"): ("2", "3")}, number="25-TB/ĐU", issued_on="01/04/2026")
    response = world.client("an").post(ADDRESS, posted)
    assert response.status_code == 422
    assert "«4»" in cell_of(response, world.hoa, "members").faults[0]
    assert Quota.objects.count() == 1


def test_a_reissued_quota_keeps_the_old_row_and_counts_from_its_day(world):
    old = give(world.hoa, 2, date(2026, 2, 6), pupils=1, workers=5)
    posted = cells({(world.hoa, "members"): ("2", "3")}, number="40-TB/ĐU", issued_on="10/05/2026")
    assert world.client("an").post(ADDRESS, posted).status_code == 302
    before = Quota.objects.in_force(2026, date(2026, 5, 9))[world.hoa.pk]
    after = Quota.objects.in_force(2026, date(2026, 5, 10))[world.hoa.pk]
    assert before == old
    assert (before.members, before.directive.number) == (2, "01-TB/ĐU")
    assert (after.members, after.pupils, after.workers) == (3, 1, 5)
    assert after.directive.number == "40-TB/ĐU"


def test_the_same_document_is_found_again_not_made_twice(world):
    give(world.sen, 1, date(2026, 2, 6), number="15-TB/ĐU")
    posted = cells({(world.hoa, "members"): ("", "3")}, number="15-TB/ĐU", issued_on="6/2/2026")
    assert world.client("an").post(ADDRESS, posted).status_code == 302
    assert Directive.objects.filter(number="15-TB/ĐU").count() == 1


@pytest.mark.parametrize(
    ("document", "at_fault"),
    [
        ({}, {"number", "issued_on"}),
        ({"number": "15-TB/ĐU"}, {"issued_on"}),
        ({"issued_on": "06/02/2026"}, {"number"}),
        ({"number": "15-TB/ĐU", "issued_on": "ngày mai"}, {"issued_on"}),
        ({"number": "15-TB/ĐU", "issued_on": "16/06/2026"}, {"issued_on"}),
        ({"number": "15-TB/ĐU", "issued_on": "15/06/2026"}, set()),
    ],
)
def test_a_changed_quota_needs_the_document_that_gives_it(world, document, at_fault):
    response = world.client("an").post(ADDRESS, cells({(world.hoa, "members"): ("", "3")}, **document))
    if at_fault:
        assert response.status_code == 422
        assert set(response.context["form"].errors) == at_fault
        assert all(len(errors) == 1 for errors in response.context["form"].errors.values())
        assert cell_of(response, world.hoa, "members").value == "3"
        assert not Quota.objects.exists()
    else:
        assert response.status_code == 302
        assert Quota.objects.get().members == 3


def test_no_document_is_asked_for_where_no_quota_changes(world):
    give(world.hoa, 2, date(2026, 2, 6))
    posted = cells({(world.hoa, "members"): ("2", "2"), (world.hoa, "opening"): ("", "20")})
    assert world.client("an").post(ADDRESS, posted).status_code == 302
    assert Quota.objects.count() == 1


@pytest.mark.parametrize(("issued_on", "status"), [("05/02/2026", 422), ("06/02/2026", 302)])
def test_a_document_older_than_the_quota_in_force_cannot_replace_it(world, issued_on, status):
    give(world.hoa, 2, date(2026, 2, 6))
    posted = cells({(world.hoa, "members"): ("2", "3")}, number="09-TB/ĐU", issued_on=issued_on)
    response = world.client("an").post(ADDRESS, posted)
    assert response.status_code == status
    if status == 422:
        assert "06/02/2026" in cell_of(response, world.hoa, "members").faults[0]
        assert Quota.objects.get().members == 2
    else:
        assert Quota.objects.in_force(2026, TODAY)[world.hoa.pk].members == 3


@pytest.mark.parametrize(("issued_on", "status"), [("31/12/2025", 302), ("01/01/2026", 422)])
def test_a_quota_of_a_past_year_given_after_that_year_would_never_count(world, issued_on, status):
    posted = cells({(world.hoa, "members"): ("", "3")}, number="99-TB/ĐU", issued_on=issued_on)
    assert world.client("an").post("/so-lieu/2025/", posted).status_code == status
    assert Quota.objects.exists() == (status == 302)


def test_a_quota_that_came_after_its_year_is_not_shown_as_in_force(world):
    Quota.objects.create(unit=world.hoa, year=2025, members=3, given_on=date(2025, 12, 31))
    Quota.objects.create(unit=world.hoa, year=2025, members=9, given_on=date(2026, 1, 1))
    response = world.client("an").get("/so-lieu/2025/")
    assert cell_of(response, world.hoa, "members").value == "3"


def test_a_quota_that_someone_else_has_typed_alike_needs_no_second_document(world):
    give(world.hoa, 3, date(2026, 2, 6))
    assert world.client("an").post(ADDRESS, cells({(world.hoa, "members"): ("", "3")})).status_code == 302
    assert Quota.objects.count() == 1


def test_a_withdrawn_quota_is_a_row_without_a_number(world):
    give(world.hoa, 2, date(2026, 2, 6))
    posted = cells({(world.hoa, "members"): ("2", "")}, number="41-TB/ĐU", issued_on="01/06/2026")
    assert world.client("an").post(ADDRESS, posted).status_code == 302
    assert Quota.objects.in_force(2026, TODAY)[world.hoa.pk].members is None
    assert Quota.objects.count() == 2
