"""Whether rows and placements agree, and placements among themselves."""

from datetime import date
from itertools import pairwise

from units.models import Placement, Unit, path_of


def misplaced() -> list[str]:
    """Where the tree is not what it must be, one line of text each; empty when all is well.

    Told are: a unit without an open placement or with a row that differs from it; a path that does not follow the
    parent; placements that overlap or leave days out; a unit that hangs below itself on some day; a closed unit
    under nothing.
    """
    trails: dict[int, list[Placement]] = {}
    for placement in Placement.objects.order_by("unit_id", "since"):
        trails.setdefault(placement.unit_id, []).append(placement)
    paths = dict(Unit.objects.values_list("pk", "path"))
    faults = []
    for unit in Unit.objects.order_by("path"):
        trail = trails.get(unit.pk, [])
        found = _row_faults(unit, trail, paths) + _trail_faults(trail)
        if any(place.parent_id and _leads_back(place, trails) for place in trail):
            found.append("nằm bên dưới chính mình")
        faults += [f"{unit.code}: {text}" for text in found]
    return faults


def _row_faults(unit: Unit, trail: list[Placement], paths: dict[int, str]) -> list[str]:
    place = next((place for place in trail if place.until is None), None)
    if place is None:
        return ["không có vị trí hiện hành"]
    faults = []
    told = (unit.name, unit.kind, unit.parent_id, unit.closed_on)
    if told != (place.name, place.kind, place.parent_id, place.since if place.closed else None):
        faults.append("tên, loại hình, cấp trên hoặc ngày kết thúc khác vị trí hiện hành")
    if unit.path != path_of(unit.pk, paths.get(unit.parent_id) or ""):
        faults.append(f"đường dẫn {unit.path} không khớp cấp trên")
    if unit.closed_on and unit.parent_id is None:
        faults.append("đã kết thúc mà không nằm dưới đơn vị nào")
    return faults


def _trail_faults(trail: list[Placement]) -> list[str]:
    faults = []
    for one, other in pairwise(trail):
        if one.until is None or one.until > other.since:
            faults.append(f"hai vị trí chồng nhau từ ngày {other.since:%d/%m/%Y}")
        elif one.until < other.since:
            faults.append(f"không có vị trí từ ngày {one.until:%d/%m/%Y}")
    return faults


def _leads_back(start: Placement, trails: dict[int, list[Placement]]) -> bool:
    """Whether on some day of a placement the way up from it comes to its own unit again."""
    open_ways = [(start.parent_id, start.since, start.until or date.max)]
    walked = set()
    while open_ways:
        unit_id, since, until = way = open_ways.pop()
        if unit_id == start.unit_id:
            return True
        if way in walked:
            continue
        walked.add(way)
        for place in trails.get(unit_id, []):
            first, last = max(since, place.since), min(until, place.until or date.max)
            if first < last and place.parent_id is not None:
                open_ways.append((place.parent_id, first, last))
    return False
