"""The way up from a unit on every day from one on, whatever has been recorded for later days already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Q

from units.models import COMMITTEES, Placement, Unit
from units.models.unit import PATH_STEP

DEPTH_LIMIT = 12  # levels that a path has room for


def leads_back(unit_id: int, above: Mapping[int, int | None], on: date) -> bool:
    """Whether on some day from `on` the way up from a unit would come to it again.

    `above` says, by unit id, what some units would hang under from that day instead of what is recorded.
    """
    ways = [(unit_id, on, date.max)]
    walked = set()
    while ways:
        way = ways.pop()
        if way in walked:
            continue
        walked.add(way)
        for step in _up(*way, above, on):
            if step[0] == unit_id:
                return True
            ways.append(step)
    return False


def _up(
    unit_id: int, since: date, until: date, above: Mapping[int, int | None], on: date
) -> Iterator[tuple[int, date, date]]:
    """What a unit hangs under between two days: parent, first day, day after the last."""
    if unit_id in above:
        if above[unit_id] is not None:
            yield above[unit_id], since, until
        return
    rows = over(since, until).filter(unit=unit_id, parent__isnull=False)
    for parent_id, first, last in rows.values_list("parent_id", "since", "until"):
        yield parent_id, max(since, first), min(until, last or date.max)


def over(since: date, until: date = date.max):
    """Placements that hold on some day from `since` until the day before `until`."""
    return Placement.objects.filter(Q(until__isnull=True) | Q(until__gt=since), since__lt=until)


def was_cell(unit: Unit, on: date) -> bool:
    """Whether a unit is a cell on some day from `on`, below which no unit may stand."""
    return over(on).filter(unit=unit).exclude(kind__in=COMMITTEES).exists()


def stood_below(unit: Unit, on: date):
    """Placements of standing units under one on some day from `on`."""
    return over(on).filter(parent=unit, closed=False).select_related("unit").order_by("since", "pk")


def height_of(unit: Unit) -> int:
    """Levels of the subtree, the unit's own included."""
    paths = Unit.objects.below(unit).values_list("path", flat=True)
    return max(map(len, paths)) // (PATH_STEP + 1) - unit.depth


def root_of(unit: Unit) -> int:
    """Id of the root that a unit hangs under today."""
    return int(unit.path[:PATH_STEP])
