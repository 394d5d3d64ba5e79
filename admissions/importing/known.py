"""What the database already holds of the things a workbook speaks of, read once a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from units.models import Officer, Placement, Unit


@dataclass(eq=False)
class Place:
    """A unit as the workbook leaves it: recorded already, or about to be founded (`unit` not saved yet)."""

    unit: Unit
    parent: Place | None = None  # where it hangs, or hung before it was closed
    closed_on: date | None = None
    successor: Place | None = None
    since: date | None = None  # start of its present placement
    visible: bool = True

    @property
    def code(self) -> str:
        return self.unit.code

    @property
    def is_new(self) -> bool:
        return self.unit.pk is None

    def on(self, day: date) -> Place:
        """The place itself, or what had taken it over by that day."""
        place = self
        for _ in range(100):  # a chain of mergers; a circle is a fault told elsewhere
            if place.closed_on is None or place.closed_on > day or place.successor is None:
                break
            place = place.successor
        return place

    def above(self) -> Iterator[Place]:
        """The places over it, its parent first; stops where a circle closes."""
        seen, place = {self}, self.parent
        while place is not None and place not in seen:
            seen.add(place)
            yield place
            place = place.parent

    def standing(self) -> Place:
        """The place itself, or the one that finally took it over."""
        return self.on(date.max)


def key_of(code: str) -> str:
    """A code as it is compared."""
    return code.casefold()


@dataclass
class Places:
    """All units by code: those of the database, joined by those of the workbook."""

    by_code: dict[str, Place] = field(default_factory=dict)
    founder: bool = True  # may begin a new root

    @classmethod
    def read(cls, officer: Officer | None) -> Places:
        """The recorded tree; outside the subtree of an officer with a unit nothing is visible."""
        units = {unit.pk: unit for unit in Unit.objects.all()}
        hung = _parents_before_closing()
        places = {pk: Place(unit, closed_on=unit.closed_on) for pk, unit in units.items()}
        prefix = officer.unit.path if officer and officer.unit_id else ""
        for pk, place in places.items():
            unit = place.unit
            above = places.get(unit.parent_id)
            if above is not None:
                unit.parent = (
                    above.unit
                )  # spares a query each where the regulation asks for the parent's kind
            parent_id, place.since = hung.get(pk, (None, None))
            place.parent = places.get(parent_id)
            place.successor = above if unit.closed_on else None
            place.visible = unit.path.startswith(prefix)
        return cls({key_of(place.code): place for place in places.values()}, founder=not prefix)

    def find(self, code: str) -> Place | None:
        """The place of a code, if the officer may know of it."""
        place = self.by_code.get(key_of(code))
        return place if place is not None and place.visible else None

    def roots(self) -> list[Place]:
        return [place for place in self.by_code.values() if place.parent is None]

    def merged_into(self) -> dict[Place, list[Place]]:
        """{standing place: it and everything it took over}."""
        groups = defaultdict(list)
        for place in self.by_code.values():
            groups[place.standing()].append(place)
        return groups


def _parents_before_closing() -> dict[int, tuple[int | None, date]]:
    """{unit: (its parent, since when) by the last placement in which it was not closed}."""
    rows = Placement.objects.filter(closed=False).order_by("unit_id", "since")
    return {
        unit: (parent, since) for unit, parent, since in rows.values_list("unit_id", "parent_id", "since")
    }


def expected_unit(officer: Officer | None) -> str:
    """What a code of a unit has to be, for a message."""
    if officer and officer.unit_id:
        return f"mã của một đơn vị thuộc {officer.unit.name}, đã có hoặc có trong trang Đơn vị"
    return "mã của một đơn vị đã có hoặc có trong trang Đơn vị"
