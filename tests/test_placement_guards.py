"""The database itself: placements of a unit apart, no unit below itself on any day, whoever writes."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from units import placement_guards, reorganise
from units.models import Kind, Placement, Unit

JULY = date(2026, 7, 1)
DAY = timedelta(days=1)


def raw(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(sql, *values):
    with pytest.raises(DatabaseError):
        raw(sql, *values)


def place(unit, parent, since, until=None):
    columns = "unit_id, parent_id, name, kind, closed, since, until"
    values = (unit.pk, parent.pk, "x", "base", False, since, until)
    return f"INSERT INTO units_placement ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s)", *values


def test_placements_of_a_unit_do_not_overlap(world):
    first = world.hoa.placements.get()
    raw("UPDATE units_placement SET until = %s WHERE id = %s", JULY, first.pk)
    refused(*place(world.hoa, world.commune, JULY - DAY, JULY + DAY))
    refused(*place(world.hoa, world.commune, first.since - DAY, first.since + DAY))
    raw(*place(world.hoa, world.commune, first.since - DAY, first.since))
    raw(*place(world.hoa, world.commune, JULY, JULY + DAY))
    refused("UPDATE units_placement SET until = %s WHERE id = %s", JULY + DAY, first.pk)
    refused("UPDATE units_placement SET until = NULL WHERE id = %s", first.pk)
    refused("UPDATE units_placement SET unit_id = %s WHERE id = %s", world.sen.pk, first.pk)


def test_no_unit_hangs_below_itself_on_any_day(world):
    trail = Placement.objects.get(unit=world.commune)
    refused("UPDATE units_placement SET parent_id = %s WHERE id = %s", world.workshop.pk, trail.pk)
    raw("UPDATE units_placement SET until = %s WHERE id = %s", JULY, trail.pk)
    refused(*place(world.commune, world.workshop, JULY))
    # From July on the base hangs with the neighbour, so from July on the commune may hang below it.
    reorganise.move(world.base, to=world.neighbour, on=JULY + DAY)
    refused(*place(world.commune, world.workshop, JULY))
    raw(*place(world.commune, world.workshop, JULY + DAY))
    refused(
        "UPDATE units_placement SET since = %s WHERE unit_id = %s AND until IS NULL", JULY, world.commune.pk
    )


def test_no_row_hangs_below_itself(world):
    refused("UPDATE units_unit SET parent_id = %s WHERE id = %s", world.workshop.pk, world.commune.pk)
    refused("UPDATE units_unit SET parent_id = id WHERE id = %s", world.hoa.pk)
    refused("UPDATE units_unit SET parent_id = %s", world.workshop.pk)
    raw("UPDATE units_unit SET parent_id = %s WHERE id = %s", world.base.pk, world.hoa.pk)


def test_a_long_way_up_is_walked_to_its_end(world):
    units = [world.base]
    for number in range(8):
        units.append(
            reorganise.found(code=f"D{number}", name="D", kind=Kind.SECTION, since=JULY, parent=units[-1])
        )
    refused("UPDATE units_unit SET parent_id = %s WHERE id = %s", units[-1].pk, world.base.pk)
    refused("UPDATE units_placement SET parent_id = %s WHERE unit_id = %s", units[-1].pk, world.base.pk)


def test_what_the_guards_would_refuse_is_reported_where_they_are_missing(world):
    connection.check_constraints()  # PostgreSQL alters no table whose constraints are still to be looked at
    placement_guards.unguard(Bare)
    Placement.objects.create(
        unit=world.hoa, parent=world.commune, name="x", kind="other", since=JULY, until=JULY + DAY
    )
    Placement.objects.filter(unit=world.base).update(parent=world.workshop)
    Placement.objects.filter(unit=world.commune).update(closed=True)
    Unit.objects.filter(pk=world.commune.pk).update(closed_on=date(2020, 1, 1))
    told = "\n".join(reorganise.misplaced())
    for line in (
        "MAY: đã kết thúc mà không nằm dưới đơn vị nào",
        "HOA: hai vị trí chồng nhau từ ngày 01/07/2026",
        "CTY: nằm bên dưới chính mình",
        "XUONG: nằm bên dưới chính mình",
    ):
        assert line in told


class Bare:
    """A schema editor that only executes, within the transaction of a test."""

    connection = connection

    @staticmethod
    def execute(sql):
        connection.cursor().execute(sql)
