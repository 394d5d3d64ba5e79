"""The one writer of placements: what happens to units, each act dated and in one transaction."""

from datetime import date

from django.db import transaction

from units.models import Directive, Placement, Unit, below, path_of


class Refused(ValueError):
    """An act on the tree that cannot be done; the text says why, in Vietnamese."""


@transaction.atomic
def found(
    *,
    code: str,
    name: str,
    kind: str,
    since: date,
    parent: Unit | None = None,
    directive: Directive | None = None,
    owes_pupil: bool = False,
    secretary: str = "",
) -> Unit:
    """Add a unit under `parent` (none: a root) from the day `since` on and return it.

    Raises `Refused` where the parent is itself closed or not yet founded on that day.
    """
    if parent is not None and parent.closed_on is not None:
        raise Refused(
            f"{parent} đã kết thúc ngày {parent.closed_on:%d/%m/%Y}, không thể có đơn vị mới bên dưới."
        )
    if parent is not None and since < parent.founded_on:
        raise Refused(
            f"{parent} thành lập ngày {parent.founded_on:%d/%m/%Y}, đơn vị bên dưới không thể có trước."
        )
    unit = Unit.objects.create(
        code=code,
        name=name,
        kind=kind,
        parent=parent,
        founded_on=since,
        owes_pupil=owes_pupil,
        secretary=secretary,
    )
    unit.path = path_of(unit.pk, parent.path if parent else "")
    unit.save(update_fields=["path"])
    Placement.objects.create(unit=unit, parent=parent, name=name, kind=kind, since=since, directive=directive)
    return unit


@transaction.atomic
def close(unit: Unit, *, into: Unit, on: date, directive: Directive | None = None) -> None:
    """Close `unit` from the day `on`: from then on it hangs, closed, under the unit that took it over.

    Raises `Refused` for a root, a unit closed already, a day not after its founding, a successor that is
    closed or lies below the unit itself.
    """
    if unit.parent_id is None:
        raise Refused("Không thể kết thúc đảng bộ gốc.")
    if unit.closed_on is not None:
        raise Refused(f"{unit} đã kết thúc ngày {unit.closed_on:%d/%m/%Y}.")
    if into.closed_on is not None or into.path.startswith(unit.path):
        raise Refused(f"{into} không thể tiếp nhận {unit}: đã kết thúc hoặc đang nằm bên dưới đơn vị này.")
    _succeed(unit, parent=into, since=on, closed=True, directive=directive)
    unit.supervisions.filter(until__isnull=True, since__lt=on).update(until=on)
    unit.closed_on = on
    unit.save(update_fields=["closed_on"])


@transaction.atomic
def move(unit: Unit, *, to: Unit, on: date, directive: Directive | None = None) -> None:
    """Hang `unit` with its subtree under another parent from the day `on`.

    Raises `Refused` where the new parent is closed or lies below the unit, or the day is too early.
    """
    if to.closed_on is not None or to.path.startswith(unit.path):
        raise Refused(f"{to} không thể là cấp trên của {unit}.")
    _succeed(unit, parent=to, since=on, directive=directive)


@transaction.atomic
def correct(unit: Unit, **fields) -> list[str]:
    """Mend what was mistyped about a unit (name, kind, secretary, owes_pupil); no event of its past.

    Returns the names of the fields that changed.
    """
    changed = [field for field, value in fields.items() if getattr(unit, field) != value]
    for field in changed:
        setattr(unit, field, fields[field])
    if changed:
        unit.save(update_fields=changed)
        repeated = {field: fields[field] for field in changed if field in ("name", "kind")}
        if repeated:
            unit.placements.filter(until__isnull=True).update(**repeated)
    return changed


def _succeed(
    unit: Unit, *, parent: Unit, since: date, closed: bool = False, directive: Directive | None
) -> None:
    """End the open placement and begin the next one, repeating it on the unit and below it."""
    current = unit.placements.select_for_update().get(until__isnull=True)
    if since <= current.since:
        raise Refused(f"Ngày phải sau {current.since:%d/%m/%Y}, ngày {unit} bắt đầu ở vị trí hiện nay.")
    current.until = since
    current.save(update_fields=["until"])
    Placement.objects.create(
        unit=unit,
        parent=parent,
        name=current.name,
        kind=current.kind,
        closed=closed,
        since=since,
        directive=directive,
    )
    unit.parent = parent
    unit.save(update_fields=["parent"])
    _repath(unit, path_of(unit.pk, parent.path))


def _repath(unit: Unit, path: str) -> None:
    old = unit.path
    for member in Unit.objects.filter(below(old)):
        member.path = path + member.path[len(old) :]
        member.save(update_fields=["path"])
    unit.path = path


def misplaced() -> list[str]:
    """Where units and their open placements disagree, one line of text each; empty when all is well."""
    faults = []
    open_placements = {p.unit_id: p for p in Placement.objects.filter(until__isnull=True)}
    paths = dict(Unit.objects.values_list("pk", "path"))
    for unit in Unit.objects.all():
        place = open_placements.get(unit.pk)
        if place is None:
            faults.append(f"{unit.code}: không có vị trí hiện hành")
            continue
        told = (unit.name, unit.kind, unit.parent_id, unit.closed_on is not None)
        if told != (place.name, place.kind, place.parent_id, place.closed):
            faults.append(f"{unit.code}: tên, loại hình hoặc cấp trên khác vị trí hiện hành")
        if unit.path != path_of(unit.pk, paths.get(unit.parent_id) or ""):
            faults.append(f"{unit.code}: đường dẫn {unit.path} không khớp cấp trên")
    return faults
