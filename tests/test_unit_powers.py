"""The powers of a base committee: from a day on, by a decision of the level above; the route of its cells follows."""

from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from admissions import pipeline
from admissions.pipeline import Entry, Refused
from admissions.reading import route_of
from admissions.regulation import Route, Stage
from units import reorganise
from units.models import Kind, Officer, PowersChange, Role
from units.powers import Refused as PowersRefused
from units.powers import give

VOTED = {
    Stage.SOURCE: (date(2025, 1, 10), ""),
    Stage.LISTED: (date(2025, 3, 10), "03-NQ/CB"),
    Stage.TRAINED: (date(2025, 5, 10), "77/GCN"),
    Stage.OPENED: (date(2025, 8, 10), "15-QĐ/ĐU"),
    Stage.CERTIFIED: (date(2025, 10, 10), ""),
    Stage.VOTED: (date(2026, 3, 2), "05-NQ/CB"),
}
SINCE = date(2026, 4, 1)
COMMITTEE = {"document_number": "8-NQ/ĐU", "votes_members": 15, "votes_for": 10}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-15 09:00:00+07:00", tick=True) as traveller:
        yield traveller


def address(unit):
    return f"/don-vi/{unit.pk}/quyen/"


def delegate(world, powers="delegated", since=SINCE, number="30-QĐ/ĐU"):
    give(world.base, powers, since=since, number=number, by=None)
    world.workshop.refresh_from_db()
    world.base.refresh_from_db()


def route(world, on):
    world.workshop.refresh_from_db()
    return route_of(world.workshop, on)


def advance(one, stage, on, **fields):
    one.refresh_from_db()
    return pipeline.advance(one, Entry(stage, on, **fields), by=None)


@pytest.mark.parametrize(("powers", "expected"), [("delegated", Route.DELEGATED), ("upper", Route.UPPER)])
def test_the_route_changes_from_its_day_on(world, powers, expected):
    delegate(world, powers)

    assert route(world, date(2026, 3, 31)) == Route.BASE
    assert route(world, SINCE) == expected


def test_powers_taken_back_leave_the_days_before_as_they_were(world):
    delegate(world)
    delegate(world, "", since=date(2026, 5, 4), number="41-QĐ/ĐU")

    days = (date(2026, 3, 31), SINCE, date(2026, 5, 3), date(2026, 5, 4))
    assert [route(world, day) for day in days] == [Route.BASE, Route.DELEGATED, Route.DELEGATED, Route.BASE]


def test_a_day_that_was_mended_counts_as_if_typed_so_at_once(world):
    delegate(world)
    delegate(world, since=date(2026, 5, 4))
    assert [route(world, day) for day in (SINCE, date(2026, 5, 4))] == [Route.BASE, Route.DELEGATED]
    delegate(world, since=date(2026, 3, 2))
    assert [route(world, day) for day in (date(2026, 3, 1), date(2026, 3, 2))] == [
        Route.BASE,
        Route.DELEGATED,
    ]


def test_powers_older_than_their_log_are_remembered_when_they_end(world):
    world.base.powers, world.base.powers_since = "delegated", SINCE
    world.base.save()
    delegate(world, "", since=date(2026, 5, 4))

    assert route(world, date(2026, 4, 30)) == Route.DELEGATED
    assert route(world, date(2026, 3, 31)) == Route.BASE


def test_a_section_below_the_base_has_its_step_until_the_base_decides_for_itself(world):
    section = reorganise.found(
        code="BP", name="Đảng bộ bộ phận Đồi", kind=Kind.SECTION, parent=world.base, since=date(2020, 1, 1)
    )
    cell = reorganise.found(
        code="DOI", name="Chi bộ Đồi", kind=Kind.ENTERPRISE, parent=section, since=date(2020, 1, 1)
    )
    give(world.base, "upper", since=SINCE, number="30-QĐ/TU", by=None)
    cell.refresh_from_db()

    assert (route_of(cell, date(2026, 3, 31)), route_of(cell, SINCE)) == (Route.SECTION, Route.UPPER)


def test_a_step_dated_before_is_judged_by_the_old_route(world, person):
    one = person(unit=world.workshop, steps=VOTED)
    delegate(world)

    assert advance(one, Stage.BASE_VOTED, date(2026, 3, 31), **COMMITTEE).event.stage == Stage.BASE_VOTED


def test_from_its_day_on_the_base_committee_decides_by_two_thirds(world, person):
    one = person(unit=world.workshop, steps=VOTED)
    delegate(world)
    with pytest.raises(Refused) as refusal:
        advance(one, Stage.BASE_VOTED, SINCE, **COMMITTEE)
    assert "order" in {each.code for each in refusal.value.obstacles}
    with pytest.raises(Refused):
        advance(one, Stage.DECIDED, SINCE, document_number="9-QĐ/ĐU", votes_members=15, votes_for=9)

    assert advance(one, Stage.DECIDED, SINCE, **COMMITTEE).event.stage == Stage.DECIDED


def test_who_waits_at_a_step_the_new_route_lacks_goes_on_from_there(world, person):
    one = person(unit=world.workshop, steps={**VOTED, Stage.BASE_VOTED: (date(2026, 3, 9), "8-NQ/ĐU")})
    delegate(world)

    assert advance(one, Stage.DECIDED, SINCE, **COMMITTEE).event.stage == Stage.DECIDED


@pytest.mark.parametrize(
    ("powers", "since", "number", "fields"),
    [
        ("delegated", date(2026, 6, 16), "30-QĐ/ĐU", ["since"]),
        ("delegated", date(2019, 12, 31), "30-QĐ/ĐU", ["since"]),
        ("delegated", SINCE, " ", ["number"]),
        ("", SINCE, "30-QĐ/ĐU", ["powers"]),
    ],
)
def test_a_change_that_cannot_be_leaves_no_trace(world, powers, since, number, fields):
    with pytest.raises(PowersRefused) as refusal:
        delegate(world, powers, since, number)

    assert list(refusal.value.reasons) == fields
    assert PowersChange.objects.count() == 0


def test_powers_change_forward(world):
    delegate(world)
    for powers, since in (("upper", SINCE), ("", date(2026, 3, 31)), ("delegated", SINCE)):
        with pytest.raises(PowersRefused):
            delegate(world, powers, since)
    delegate(world, "", since=date(2026, 5, 4))
    with pytest.raises(PowersRefused):
        delegate(world, "", since=SINCE)


def test_only_a_base_committee_has_powers(world):
    with pytest.raises(PowersRefused):
        give(world.sen, "delegated", since=SINCE, number="30-QĐ/ĐU", by=None)


def test_what_was_given_is_kept_for_good(world):
    delegate(world)
    for sql in ("UPDATE units_powerschange SET since = '2020-01-01'", "DELETE FROM units_powerschange"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

    assert PowersChange.objects.get().since == SINCE


# The page


def sent(unit, **fields):
    last = unit.powers_changes.order_by("-pk").values_list("pk", flat=True).first() or 0
    return {"powers": "delegated", "since": "1/4/2026", "number": "30-QĐ/ĐU", "seen": last, **fields}


def test_the_office_sets_the_powers(world, office):
    answer = office.post(address(world.base), sent(world.base))
    page = office.get(address(world.base)).content.decode()
    change = PowersChange.objects.get()

    assert (answer.status_code, answer["Location"]) == (302, address(world.base))
    assert (change.powers, change.since, change.recorded_by) == ("delegated", SINCE, world.officers["an"])
    assert "Hiện nay: Được ủy quyền quyết định kết nạp" in page
    assert "30-QĐ/ĐU" in page


def test_the_page_explains_each_kind_with_its_clause_and_names_the_cells(world, office):
    page = office.get(address(world.base)).content.decode()

    for told in ("294 22.1–2", "294 10.6.1–2", "hai phần ba", "quá nửa", "Chi bộ Xưởng Chè", "294 20.3.3"):
        assert told in page
    assert "không có đảng bộ bộ phận" in page


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"since": ""}, "since"),
        ({"since": "31/2/2026"}, "since"),
        ({"since": "16/6/2026"}, "since"),
        ({"number": ""}, "number"),
        ({"powers": "bay"}, "powers"),
        ({"powers": ""}, "powers"),
    ],
)
def test_a_refused_change_keeps_what_was_typed(world, office, fields, field):
    answer = office.post(address(world.base), sent(world.base, **fields))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert 'value="30-QĐ/ĐU"' in answer.content.decode() or field == "number"
    assert PowersChange.objects.count() == 0


def test_two_at_once_do_not_undo_each_other(world, office):
    old = sent(world.base, powers="upper", since="2/4/2026")
    delegate(world)
    answer = office.post(address(world.base), old)

    assert answer.status_code == 409
    assert 'value="2/4/2026"' in answer.content.decode()
    assert PowersChange.objects.count() == 1


def test_other_units_have_no_such_page(world, office):
    for unit in (world.hoa, world.commune, world.workshop):
        assert office.get(address(unit)).status_code == 404


def test_a_base_does_not_give_powers_to_itself(world, client):
    own = Officer.objects.create_user("che", "mat-khau-thu", role=Role.OFFICE, unit=world.base)
    client.force_login(own)

    assert client.get(address(world.base)).status_code == 403
    assert client.post(address(world.base), sent(world.base)).status_code == 403
    assert PowersChange.objects.count() == 0


def test_the_page_of_a_base_leads_there_for_the_office_alone(world, office):
    assert address(world.base) in office.get(f"/don-vi/{world.base.pk}/").content.decode()
    assert address(world.base) not in world.client("chi").get(f"/don-vi/{world.base.pk}/").content.decode()
    assert address(world.hoa) not in office.get(f"/don-vi/{world.hoa.pk}/").content.decode()


def test_the_page_costs_the_same_however_many_cells(world, office):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert office.get(address(world.base)).status_code == 200
        return len(captured)

    few = cost()
    for n in range(30):
        reorganise.found(
            code=f"X{n}", name=f"Chi bộ {n}", kind=Kind.ENTERPRISE, parent=world.base, since=date(2020, 1, 1)
        )
    assert cost() == few <= 15
