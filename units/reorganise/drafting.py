"""What an act writes, worked out before anything is written: units founded, placements begun, members handed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import singledispatch

from units.models import Kind, Unit
from units.reorganise.plans import Above, Alter, Close, Found, Leave, Merge, Plan, Split
from units.reorganise.reasons import Reason, Refused

Place = Unit | Found


@dataclass(frozen=True)
class Founding:
    """A unit to be founded; `prefix` leads to the fields of the plan that speak of it."""

    found: Found
    prefix: str = ""


@dataclass(frozen=True)
class Turn:
    """A unit's next placement. `field` of the plan speaks of the unit, `above` of what it comes to hang under."""

    unit: Unit
    parent: Place | None
    name: str
    kind: str
    closed: bool = False
    field: str = "unit"
    above: str = "parent"

    @property
    def stays(self) -> bool:
        """Whether it hangs where it hung."""
        return (self.parent.pk if isinstance(self.parent, Unit) else self.parent) == self.unit.parent_id


@dataclass
class Draft:
    """All that one act writes, and a line of Vietnamese about each thing it does."""

    foundings: list[Founding] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    hand_overs: dict[Place, int] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def found(self, place: Place, prefix: str = "") -> None:
        """Take in a unit to be founded; one that stands already needs nothing."""
        if isinstance(place, Found):
            self.foundings.append(Founding(place, prefix))
            under = f" trực thuộc {place.parent}" if place.parent else ", đứng đầu cây tổ chức"
            self.told.append(f"Thành lập {place.newcomer} (mã {place.newcomer.code}){under}.")

    def close(self, unit: Unit, into: Place, field: str = "unit") -> None:
        self.turns.append(Turn(unit, into, unit.name, unit.kind, closed=True, field=field, above="into"))
        self.told.append(f"{unit} kết thúc hoạt động, {name_of(into)} tiếp nhận.")

    def hang(self, units: Iterable[Unit], under: Place, field: str, above: str = "into") -> None:
        """Units that keep name and kind come to hang under another one."""
        for unit in units:
            self.turns.append(Turn(unit, under, unit.name, unit.kind, field=field, above=above))
            self.told.append(f"{unit} chuyển từ trực thuộc {unit.parent} sang trực thuộc {name_of(under)}.")

    def hand_over(self, unit: Unit, to: Place, members: int) -> None:
        if members:
            self.hand_overs[unit] = self.hand_overs.get(unit, 0) - members
            self.hand_overs[to] = self.hand_overs.get(to, 0) + members
            self.told.append(f"{unit} bàn giao {members} đảng viên cho {name_of(to)}.")

    @property
    def closing(self) -> list[Unit]:
        return [turn.unit for turn in self.turns if turn.closed]


def name_of(place: Place) -> str:
    """A unit's name, founded already or not."""
    return place.newcomer.name if isinstance(place, Found) else place.name


@singledispatch
def draft_of(plan: Plan) -> Draft:
    """What the plan writes, whether or not it may be carried out."""
    raise TypeError(plan)


@draft_of.register
def _(plan: Found) -> Draft:
    draft = Draft()
    draft.found(plan)
    return draft


@draft_of.register
def _(plan: Alter) -> Draft:
    unit, draft = plan.unit, Draft()
    draft.turns.append(Turn(unit, plan.parent, plan.name, plan.kind))
    draft.told += _renamed(unit, plan.name, plan.kind)
    if plan.parent != unit.parent:
        was = f"trực thuộc {unit.parent}" if unit.parent else "đứng đầu cây tổ chức"
        draft.told.append(f"{plan.name} chuyển từ {was} sang trực thuộc {plan.parent}.")
    return draft


@draft_of.register
def _(plan: Merge) -> Draft:
    draft, into = Draft(), plan.into
    draft.found(into)
    if isinstance(into, Unit):
        name, kind = plan.name or into.name, plan.kind or into.kind
        if (name, kind) != (into.name, into.kind):
            draft.turns.append(Turn(into, into.parent, name, kind, field="into"))
            draft.told += _renamed(into, name, kind)
    for unit in plan.units:
        draft.close(unit, into, "units")
        draft.hang(_standing_below(unit, besides=plan.units), into, "units")
    return draft


@draft_of.register
def _(plan: Split) -> Draft:
    draft, unit = Draft(), plan.unit
    for number, part in enumerate(plan.parts):
        draft.found(part.to, f"parts-{number}-")
    for number, part in enumerate(plan.parts):
        draft.hand_over(unit, part.to, part.members)
        draft.hang(part.units, part.to, f"parts-{number}-units", f"parts-{number}-to")
    if (heir := heir_of(plan)) is not None:
        draft.close(unit, heir)
        going = [other for part in plan.parts for other in part.units]
        draft.hang(_standing_below(unit, besides=going), heir, "unit")
    return draft


@draft_of.register
def _(plan: Close) -> Draft:
    draft = Draft()
    draft.close(plan.unit, plan.into)
    draft.hang(_standing_below(plan.unit), plan.into, "unit")
    return draft


@draft_of.register
def _(plan: Leave) -> Draft:
    draft = Draft()
    for unit in Unit.objects.below(plan.unit).standing().select_related("parent"):
        draft.turns.append(Turn(unit, unit.parent, unit.name, unit.kind, closed=True))
        draft.told.append(f"{unit} chuyển ra ngoài đảng bộ, về {plan.elsewhere}.")
    return draft


@draft_of.register
def _(plan: Above) -> Draft:
    draft, top = Draft(), Found(None, plan.newcomer)
    draft.found(top)
    for root in plan.roots:
        draft.turns.append(Turn(root, top, root.name, root.kind, field="roots", above="roots"))
        draft.told.append(f"{root} từ nay trực thuộc {plan.newcomer}.")
    return draft


def heir_of(plan: Split) -> Place | None:
    """Who takes over what is left of a unit that is split; none: it stays, or the plan names no such part."""
    known = plan.successor is not None and 0 <= plan.successor < len(plan.parts)
    return plan.parts[plan.successor].to if known else None


def _standing_below(unit: Unit, besides: Iterable[Unit] = ()) -> list[Unit]:
    besides = {other.pk for other in besides}
    children = unit.children.standing().order_by("path").select_related("parent")
    return [child for child in children if child.pk not in besides]


def _renamed(unit: Unit, name: str, kind: str) -> list[str]:
    lines = []
    if name != unit.name:
        lines.append(f"{unit} đổi tên thành {name}.")
    if kind != unit.kind:
        lines.append(f"{name} đổi loại hình từ «{label_of(unit.kind)}» thành «{label_of(kind)}».")
    return lines


def label_of(kind: str) -> str:
    """A kind as it is read."""
    return dict(Kind.choices).get(kind, kind)


def read_again(plan: Plan) -> Plan:
    """The same plan with its units as the database has them now, and no blanks around what was typed.

    Raises `Refused` where one of them is no longer there, since the act that founded it was undone.
    """
    units = {unit.pk: unit for unit in _units_in(plan)}
    fresh = Unit.objects.select_related("parent").in_bulk(units)
    if gone := [str(unit) for pk, unit in units.items() if pk not in fresh]:
        text = f"Không còn đơn vị {', '.join(gone)}: việc thành lập đã được hoàn tác."
        raise Refused([Reason("", text)])
    return _renewed(plan, fresh)


def _units_in(value) -> Iterator[Unit]:
    if isinstance(value, Unit):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _units_in(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _units_in(getattr(value, one.name))


def _renewed(value, fresh: dict[int, Unit]):
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Unit):
        return fresh[value.pk]
    if isinstance(value, tuple):
        return tuple(_renewed(one, fresh) for one in value)
    if is_dataclass(value):
        return replace(
            value, **{one.name: _renewed(getattr(value, one.name), fresh) for one in fields(value)}
        )
    return value
