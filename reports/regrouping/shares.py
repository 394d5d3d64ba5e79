"""Quotas to be given again with an act on the tree: what each unit has, and what it takes over or gives up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from units.models import Quota, Unit
from units.reorganise import Alter, Close, Found, Leave, Merge, Plan, Split

NUMBERS = ("members", "pupils", "workers")

Place = Unit | Found
Numbers = dict[str, int | None]  # people by `NUMBERS`; None: nothing was given


@dataclass(frozen=True)
class Share:
    """A unit's quota of the year as it is and as it is proposed. `key` names the unit on a form."""

    key: str
    place: Place
    has: Numbers
    proposed: Numbers

    @property
    def name(self) -> str:
        return self.place.newcomer.name if isinstance(self.place, Found) else self.place.name


def shares_of(plan: Plan, *, on: date, today: date) -> list[Share]:
    """The units whose quota of the year of `on` an act touches, with what to give them again.

    A unit that takes over has its own and what it took over; a committee that a unit leaves gives up that unit's,
    one that it comes under takes it on. The quota of a root is given from above and is left alone, and so is one
    that a document later than `on` has given already (see `newer_quotas`).
    """
    concerned = Quota.objects.filter(unit__in=_concerned(plan))
    quotas = concerned.in_force(on.year, max(on, today))
    places = {_key(place, number): place for number, place in enumerate(_shown(plan))}
    gains: dict[str, Numbers] = {}
    for unit, old, new in _shifts(plan):
        for place, sign in _crossed(old, new):
            key = next((key for key, shown in places.items() if shown == place), _key(place))
            if key in places or (isinstance(place, Unit) and place.pk in quotas):
                places.setdefault(key, place)
                gains[key] = _sum(gains.get(key, {}), _numbers(quotas.get(unit.pk)), sign)
    given_later = {pk for pk, quota in quotas.items() if quota.given_on > on}
    return [
        _share(key, place, quotas, gains.get(key, {}))
        for key, place in places.items()
        if isinstance(place, Found) or place.pk not in given_later
    ]


def newer_quotas(plan: Plan, *, on: date) -> list[Quota]:
    """The quotas that an act touches but cannot replace, since they were given after its day."""
    later = Quota.objects.filter(unit__in=_concerned(plan), year=on.year, given_on__gt=on)
    return list(
        {quota.unit_id: quota for quota in later.select_related("unit").order_by("given_on")}.values()
    )


def _share(key: str, place: Place, quotas: Mapping[int, Quota], gains: Numbers) -> Share:
    has = _numbers(None if isinstance(place, Found) else quotas.get(place.pk))
    return Share(key, place, has, {name: _at_least_none(n) for name, n in _sum(has, gains).items()})


def _at_least_none(number: int | None) -> int | None:
    return None if number is None else max(0, number)


def _key(place: Place, number: int = 0) -> str:
    return f"new{number}" if isinstance(place, Found) else str(place.pk)


def _numbers(quota: Quota | None) -> Numbers:
    return {name: getattr(quota, name, None) for name in NUMBERS}


def _sum(numbers: Numbers, others: Numbers, sign: int = 1) -> Numbers:
    """Two quotas added up; where neither was given there is none."""
    told: Numbers = {}
    for name in NUMBERS:
        one, other = numbers.get(name), others.get(name)
        told[name] = one if other is None else (one or 0) + sign * other
    return told


def _shown(plan: Plan) -> list[Place]:
    """The units whose quota is asked for, whether or not it changes; in a split in the order of its parts."""
    if isinstance(plan, Found):
        return [plan]
    if isinstance(plan, (Merge, Close)):
        return [plan.into] if isinstance(plan.into, Found) or plan.into.parent_id else []
    if isinstance(plan, Split):
        parts = [part.to for part in plan.parts]
        return parts if plan.successor is not None else [*parts, plan.unit]
    return []


def _shifts(plan: Plan) -> Iterator[tuple[Unit, list[Place], list[Place]]]:
    """Each unit whose quota goes over, with what it leaves and what it comes to, from below to above."""
    if isinstance(plan, Merge):
        for unit in plan.units:
            yield unit, _up(unit.parent), _up(plan.into)
    elif isinstance(plan, Close):
        yield plan.unit, _up(plan.unit.parent), _up(plan.into)
    elif isinstance(plan, Alter) and plan.parent != plan.unit.parent:
        yield plan.unit, _up(plan.unit.parent), _up(plan.parent)
    elif isinstance(plan, Leave):
        yield plan.unit, _up(plan.unit.parent), []
    elif isinstance(plan, Split) and plan.successor is not None and plan.successor < len(plan.parts):
        yield plan.unit, _up(plan.unit.parent), _up(plan.parts[plan.successor].to)


def _up(place: Place | None) -> list[Place]:
    """A unit and the committees over it, without the root."""
    above: list[Place] = []
    if isinstance(place, Found):
        above, place = [place], place.parent
    while place is not None and place.parent_id is not None:
        above.append(place)
        place = place.parent
    return above


def _crossed(old: Sequence[Place], new: Sequence[Place]) -> Iterator[tuple[Place, int]]:
    """The units that give up (−1) and those that take on (+1); over both nothing changes."""
    yield from ((place, -1) for place in old if place not in new)
    yield from ((place, 1) for place in new if place not in old)


def _concerned(plan: Plan) -> list[int]:
    places = _shown(plan)
    for unit, old, new in _shifts(plan):
        places += [unit, *old, *new]
    return [place.pk for place in places if isinstance(place, Unit)]
