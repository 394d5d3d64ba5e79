"""The placements of units: each begun, ended and taken back here, and repeated on the unit's row.

`found`, `move`, `close` and `correct` stand alone: they write what old books tell, without an act. What the office
itself does goes through `units.reorganise.acts`.
"""

from datetime import date

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Concat, Substr

from units.models import Directive, Placement, Reorganisation, Unit, below, path_of
from units.reorganise.reasons import Refused


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
    act: Reorganisation | None = None,
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
    Placement.objects.create(
        unit=unit, parent=parent, name=name, kind=kind, since=since, directive=directive, act=act
    )
    return unit


@transaction.atomic
def close(unit: Unit, *, into: Unit, on: date, directive: Directive | None = None) -> None:
    """Close `unit` from the day `on`: from then on it hangs, closed, under the unit that took it over.

    Raises `Refused` for a root, a unit closed already, a day not after its founding, a successor that is
    closed or lies below the unit itself.
    """
    lock_roots()
    if unit.parent_id is None:
        raise Refused("Không thể kết thúc đảng bộ gốc.")
    if unit.closed_on is not None:
        raise Refused(f"{unit} đã kết thúc ngày {unit.closed_on:%d/%m/%Y}.")
    if into.closed_on is not None or into.path.startswith(unit.path):
        raise Refused(f"{into} không thể tiếp nhận {unit}: đã kết thúc hoặc đang nằm bên dưới đơn vị này.")
    succeed(unit, parent=into, since=on, closed=True, directive=directive)
    unit.supervisions.filter(until__isnull=True, since__lt=on).update(until=on)


@transaction.atomic
def move(unit: Unit, *, to: Unit, on: date, directive: Directive | None = None) -> None:
    """Hang `unit` with its subtree under another parent from the day `on`.

    Raises `Refused` where the unit or the new parent is closed or the parent lies below the unit, or the day is too
    early.
    """
    lock_roots()
    if unit.closed_on is not None:
        raise Refused(f"{unit} đã kết thúc ngày {unit.closed_on:%d/%m/%Y}.")
    if to.closed_on is not None or to.path.startswith(unit.path):
        raise Refused(f"{to} không thể là cấp trên của {unit}.")
    succeed(unit, parent=to, since=on, directive=directive)


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


def succeed(
    unit: Unit,
    *,
    parent: Unit | None,
    since: date,
    name: str | None = None,
    kind: str | None = None,
    closed: bool = False,
    directive: Directive | None = None,
    act: Reorganisation | None = None,
) -> Placement:
    """End the open placement and begin the next one, repeating it on the unit and below it. None: as before.

    Raises `Refused` where `since` is not after the day on which the present placement began.
    """
    current = unit.placements.select_for_update().get(until__isnull=True)
    if since <= current.since:
        raise Refused(f"Ngày phải sau {current.since:%d/%m/%Y}, ngày {unit} bắt đầu ở vị trí hiện nay.")
    current.until = since
    current.save(update_fields=["until"])
    following = Placement.objects.create(
        unit=unit,
        parent=parent,
        name=current.name if name is None else name,
        kind=current.kind if kind is None else kind,
        closed=closed,
        since=since,
        directive=directive,
        act=act,
    )
    _repeat(following)
    return following


def take_back(placement: Placement) -> None:
    """Remove the open placement of a unit that had one before, which is open again and repeated on the unit."""
    former = Placement.objects.get(unit=placement.unit_id, until=placement.since)
    placement.delete()
    former.until = None
    former.save(update_fields=["until"])
    _repeat(former)


def shelve(placement: Placement) -> None:
    """Leave a unit whose founding is taken back, since rows that are only ever added speak of it.

    It is closed since its first day, under a code and a name that say so; the ones it had are free again.
    """
    unit, undone = placement.unit, " (đã hoàn tác)"
    unit.code = f"{unit.code[:18]}~{unit.pk}"
    unit.save(update_fields=["code"])
    placement.name = f"{placement.name[: 160 - len(undone)]}{undone}"
    placement.closed, placement.act, placement.directive = True, None, None
    placement.save(update_fields=["name", "closed", "act", "directive"])
    _repeat(placement)


def lock_roots() -> None:
    """Let one act on the tree after another in: each holds the rows of all roots until it ends."""
    held: set[int] = set()
    # An act that was waited for may have put a new root above; then that one has to be held too.
    while fresh := set(Unit.objects.filter(parent=None).values_list("pk", flat=True)) - held:
        rows = Unit.objects.select_for_update(no_key=True).filter(pk__in=fresh).order_by("pk")
        held |= fresh | set(rows.values_list("pk", flat=True))


def _repeat(placement: Placement) -> None:
    """Write on the unit's row what its open placement says, and the paths that follow from it."""
    unit = placement.unit
    unit.parent, unit.name, unit.kind = placement.parent, placement.name, placement.kind
    unit.closed_on = placement.since if placement.closed else None
    unit.save(update_fields=["parent", "name", "kind", "closed_on"])
    # Read again: an earlier step of the same act may have moved either of them.
    paths = dict(Unit.objects.filter(pk__in=[unit.pk, unit.parent_id]).values_list("pk", "path"))
    old, new = paths[unit.pk], path_of(unit.pk, paths.get(unit.parent_id, ""))
    if new != old:
        tail = Substr("path", len(old) + 1)
        Unit.objects.filter(below(old)).update(path=Concat(Value(new), tail, output_field=CharField()))
    unit.path = new
