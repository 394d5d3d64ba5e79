"""Quotas given to several units by one document: all or none, never over another's, earlier ones kept."""

from datetime import date

import pytest

from tests.year_cells import TODAY, give
from units import quotas
from units.cells import Change, Refused
from units.directives import Document, directive_of
from units.models import Directive, Quota

NOTICE = Document("40-TB/ĐU", date(2026, 5, 10))


@pytest.fixture(autouse=True)
def a_day_in_june(time_machine):
    time_machine.move_to("2026-06-15 09:00 +0700", tick=False)


@pytest.fixture
def handed_down(world):
    """Give quotas of 2026 as An: changes are (unit, field, shown, wanted)."""

    def hand_down(*changes, document=NOTICE, by="an", year=2026):
        cells = [Change(unit.pk, *told) for unit, *told in changes]
        return quotas.give(year=year, changes=cells, document=document, by=world.officers[by], on=TODAY)

    return hand_down


def refused(call, *arguments, **words):
    with pytest.raises(Refused) as told:
        call(*arguments, **words)
    return told.value


def test_one_document_gives_several_units_their_quotas(world, handed_down):
    given = handed_down(
        (world.hoa, "members", None, 3),
        (world.school, "members", None, 2),
        (world.school, "pupils", None, 1),
        (world.workshop, "workers", None, 1),
    )
    assert given == 3  # units, of which the school has two numbers
    now = quotas.in_force(2026, [world.hoa.pk, world.school.pk, world.workshop.pk], TODAY)
    assert {(row.members, row.pupils, row.workers) for row in now.values()} == {
        (3, None, None),
        (2, 1, None),
        (None, None, 1),
    }
    directive = Directive.objects.get(number="40-TB/ĐU")
    assert {(row.directive, row.given_on, row.recorded_by) for row in now.values()} == {
        (directive, date(2026, 5, 10), world.officers["an"])
    }


def test_a_quota_reissued_keeps_its_other_numbers_and_the_rows_before_it(world, handed_down):
    old = give(world.hoa, 2, date(2026, 2, 6), pupils=1, workers=5)
    handed_down((world.hoa, "workers", 5, 6))
    assert Quota.objects.in_force(2026, date(2026, 5, 9))[world.hoa.pk] == old
    new = Quota.objects.in_force(2026, date(2026, 5, 10))[world.hoa.pk]
    assert (new.members, new.pupils, new.workers) == (2, 1, 6)


def test_one_bad_number_keeps_all_of_them_from_being_given(world, handed_down):
    told = refused(handed_down, (world.hoa, "members", None, 3), (world.sen, "members", None, -1))
    assert [(fault.unit_id, fault.field) for fault in told.faults] == [(world.sen.pk, "members")]
    assert not Quota.objects.exists() and not Directive.objects.exists()


def test_every_reason_is_told_at_once(world, handed_down):
    give(world.hoa, 2, date(2026, 2, 6))
    told = refused(
        handed_down,
        (world.hoa, "members", 1, 3),  # it is 2 by now
        (world.sen, "members", None, -1),
        document=Document(),
    )
    assert [(fault.unit_id, fault.field, fault.stale) for fault in told.faults] == [
        (world.hoa.pk, "members", True),
        (world.sen.pk, "members", False),
        (None, "number", False),
        (None, "issued_on", False),
    ]
    assert told.stale and "«2»" in told.faults[0].text


def test_a_number_that_somebody_else_typed_alike_is_no_conflict_and_asks_for_no_document(world, handed_down):
    give(world.hoa, 3, date(2026, 2, 6))
    assert handed_down((world.hoa, "members", None, 3), document=Document()) == 0
    assert Quota.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "year", "passes"),
    [
        (date(2026, 6, 15), 2026, True),
        (date(2026, 6, 16), 2026, False),  # tomorrow
        (date(2025, 12, 31), 2025, True),
        (date(2026, 1, 1), 2025, False),  # would never count
        (date(2026, 6, 15), 2027, True),  # the coming year's plan
    ],
)
def test_the_day_of_the_document_lies_before_today_and_before_the_end_of_the_year(
    world, handed_down, day, year, passes
):
    change = (world.hoa, "members", None, 3)
    if passes:
        assert handed_down(change, document=Document("1", day), year=year) == 1
    else:
        assert (
            refused(handed_down, change, document=Document("1", day), year=year).faults[0].field
            == "issued_on"
        )


@pytest.mark.parametrize(("day", "passes"), [(date(2026, 2, 5), False), (date(2026, 2, 6), True)])
def test_an_older_document_replaces_nothing(world, handed_down, day, passes):
    give(world.hoa, 2, date(2026, 2, 6))
    change = (world.hoa, "members", 2, 3)
    if passes:
        assert handed_down(change, document=Document("9-TB/ĐU", day)) == 1
    else:
        fault = refused(handed_down, change, document=Document("9-TB/ĐU", day)).faults[0]
        assert fault.unit_id == world.hoa.pk and "06/02/2026" in fault.text


def test_nobody_gives_quotas_outside_his_scope(world, handed_down):
    with pytest.raises(ValueError, match="scope"):
        handed_down((world.far, "members", None, 3))
    with pytest.raises(ValueError, match="scope"):
        handed_down((world.hoa, "members", None, 3), by="xuan")
    assert not Quota.objects.exists()


def test_a_document_is_found_again_by_number_and_day_and_by_its_issuer_where_one_is_told(db):
    plain = directive_of(NOTICE.number, NOTICE.issued_on)
    assert directive_of(NOTICE.number, NOTICE.issued_on) == plain
    province = directive_of(NOTICE.number, NOTICE.issued_on, "Tỉnh ủy")
    assert province != plain and province.issuer == "Tỉnh ủy"
    assert directive_of(NOTICE.number, NOTICE.issued_on, "Tỉnh ủy") == province
    assert directive_of(NOTICE.number, NOTICE.issued_on) == plain
    assert Directive.objects.count() == 2
