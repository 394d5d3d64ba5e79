"""Taking an act on the tree back, as long as nothing rests on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from units.models import COMMITTEES, HandOver, Officer, Placement, Quota, Reorganisation, Supervision, Unit
from units.reorganise.chains import DEPTH_LIMIT, height_of, leads_back
from units.reorganise.placing import lock_roots, shelve, take_back
from units.reorganise.reasons import Reason, Refused

Besides = Mapping[type[Model], QuerySet]


def units_touched(act: Reorganisation) -> QuerySet[Unit]:
    """Units that the act founded, turned or closed, those that took over, gave or took members or were given quotas.

    In the order of the tree; none once the act is undone.
    """
    ids = set(act.placements.values_list("unit_id", flat=True))
    ids |= set(act.placements.filter(closed=True).values_list("parent_id", flat=True))
    ids |= set(act.hand_overs.values_list("unit_id", flat=True))
    ids |= set(act.quotas.values_list("unit_id", flat=True))
    return Unit.objects.filter(pk__in=ids).order_by("path")


def rests_on(act: Reorganisation, besides: Besides | None = None) -> list[str]:
    """What has been built on an act since, a line of Vietnamese each; empty: it can be undone.

    `besides` are rows of other rooms that came with the act, which the caller turns back himself.

    Told are: an act undone already or itself an undoing; later placements of its units; rows that speak of a unit it
    founded; a former place that is no longer one; members handed on; quotas given to its units by another document
    and assignments of supervisors recorded since.
    """
    if act.act == Reorganisation.Act.UNDO:
        return ["Việc hoàn tác không hoàn tác được; ghi lại việc đó như một việc mới."]
    if Reorganisation.objects.filter(undoes=act).exists():
        return ["Việc này đã được hoàn tác."]
    lines: list[str] = []
    for placement in act.placements.select_related("unit").order_by("pk"):
        if placement.until is not None:
            lines.append(f"{placement.unit} đã thay đổi tiếp từ ngày {placement.until:%d/%m/%Y}.")
        if _founded(placement):
            lines += _rows_of(placement.unit, act, besides or {})
        else:
            lines += _former_place(placement, act)
    return list(dict.fromkeys(lines + _handed_on(act) + _given_since(act)))


@transaction.atomic
def undo(
    act: Reorganisation, *, by: Officer | None, reason: str, besides: Besides | None = None
) -> Reorganisation:
    """Take an act back as if it had never been, and return the row that tells so, with the reason.

    A unit it founded goes, unless rows of `besides` that are only ever added go on speaking of it: then it stays,
    closed since its first day.

    Raises `Refused` without a reason or while anything rests on the act (see `rests_on`).
    """
    lock_roots()
    reasons = [Reason("", line) for line in rests_on(act, besides)]
    if not reason.strip():
        reasons.insert(0, Reason("reason", "Ghi lý do hoàn tác, ví dụ: ghi nhầm đơn vị tiếp nhận."))
    if reasons:
        raise Refused(reasons)
    _remove(act, besides or {})
    return Reorganisation.objects.create(
        act=Reorganisation.Act.UNDO,
        on=timezone.localdate(),
        undoes=act,
        told=f"Hoàn tác: {act.get_act_display()}, từ ngày {act.on:%d/%m/%Y}. Lý do: {reason.strip()}",
        recorded_by=by,
    )


def _remove(act: Reorganisation, besides: Besides) -> None:
    act.quotas.all().delete()
    act.hand_overs.all().delete()
    placements = list(act.placements.select_related("unit"))
    new = [placement for placement in placements if _founded(placement)]
    for placement in placements:
        if placement not in new:
            take_back(placement)
    for placement in new:
        if _is_spoken_of(placement.unit, besides):
            shelve(placement)
        else:
            placement.delete()
            placement.unit.delete()
    act.ended_supervisions.update(until=None, ended_by=None)


def _founded(placement: Placement) -> bool:
    """Whether the unit began with it."""
    return placement.since == placement.unit.founded_on


def _links():
    """Every foreign key that leads to a unit, from whatever table."""
    return [f for f in Unit._meta.get_fields(include_hidden=True) if f.auto_created and not f.concrete]


def _is_spoken_of(unit: Unit, besides: Besides) -> bool:
    """Whether rows that the caller turned back, but could not remove, name the unit."""
    links = (link for link in _links() if link.related_model in besides)
    return any(besides[link.related_model].filter(**{link.field.name: unit.pk}).exists() for link in links)


def _rows_of(unit: Unit, act: Reorganisation, besides: Besides) -> list[str]:
    """Rows of whatever table that speak of a unit, but for those that an undoing removes or turns back itself."""
    removed = {model: model._base_manager.filter(act=act) for model in (Placement, HandOver, Quota)}
    removed |= {Unit: Unit.objects.filter(placements__act=act), **besides}
    lines = []
    for link in _links():
        rows = link.related_model._base_manager.filter(**{link.field.name: unit.pk})
        if link.related_model in removed:
            rows = rows.exclude(pk__in=removed[link.related_model].values("pk"))
        if count := rows.count():
            lines.append(f"{unit}: đã ghi {count} dòng «{link.related_model._meta.verbose_name}».")
    return lines


def _former_place(placement: Placement, act: Reorganisation) -> list[str]:
    """Why a unit could not hang again where it hung before the act."""
    unit = placement.unit
    former = unit.placements.filter(until=placement.since).select_related("parent").first()
    if former is None:
        return []
    if former.parent is None:
        return _crossings(act)
    lines, parent = [], former.parent
    told = f"{parent}, cấp trên trước đây của {unit},"
    turned = act.placements.values_list("unit_id", flat=True)
    if parent.closed_on is not None and parent.pk not in turned:
        lines.append(f"{told} đã kết thúc ngày {parent.closed_on:%d/%m/%Y}.")
    elif parent.kind not in COMMITTEES and _was_committee(parent, act):
        lines.append(f"{told} nay là chi bộ.")
    if parent.depth + 1 + height_of(unit) > DEPTH_LIMIT:
        lines.append(f"{told} nằm sâu quá: cây tổ chức nhiều nhất {DEPTH_LIMIT} cấp.")
    formers = Placement.objects.filter(unit__in=turned, until=act.on).values_list("unit_id", "parent_id")
    if leads_back(unit.pk, dict(formers), act.on):
        lines.append(f"{told} nay nằm bên dưới {unit}.")
    if former.kind not in COMMITTEES and (below := _came_under(unit, act)):
        lines.append(f"{below.unit} đã về trực thuộc {unit}, trước đây là chi bộ.")
    return lines


def _was_committee(unit: Unit, act: Reorganisation) -> bool:
    """Whether a unit was one on the day before the act."""
    return unit.placements.on(act.on - timedelta(days=1)).filter(kind__in=COMMITTEES).exists()


def _came_under(unit: Unit, act: Reorganisation) -> Placement | None:
    """A standing unit that has hung under one since the act, but not by it."""
    rows = Placement.objects.filter(parent=unit, closed=False, until__isnull=True, since__gte=act.on)
    return rows.exclude(act=act).select_related("unit").first()


def _crossings(act: Reorganisation) -> list[str]:
    """Later acts that took something across roots which this one had brought together."""
    roots = set(act.placements.exclude(parent=None).values_list("unit_id", flat=True))
    paths = dict(Unit.objects.values_list("pk", "path"))

    def top(unit_id: int) -> int:
        ids = [int(part) for part in paths[unit_id].split("/")[:-1]]
        return next((pk for pk in ids if pk in roots), ids[0])

    later = Reorganisation.objects.filter(pk__gt=act.pk).prefetch_related("placements", "hand_overs")
    lines = []
    for one in later:
        places = [place for place in one.placements.all() if place.parent_id]
        formers = Placement.objects.filter(unit__in=[place.unit_id for place in places], until=one.on)
        was = dict(formers.values_list("unit_id", "parent_id"))
        ways = [(was.get(place.unit_id) or place.parent_id, place.parent_id) for place in places]
        crossed = any(top(before) != top(after) for before, after in ways)
        if crossed or len({top(row.unit_id) for row in one.hand_overs.all()}) > 1:
            lines.append(
                f"Việc ngày {one.on:%d/%m/%Y} ({one.get_act_display()}) nối các đảng bộ gốc với nhau."
            )
    return lines


def _handed_on(act: Reorganisation) -> list[str]:
    """Members whom units of this act handed over or took over in a later one."""
    units = units_touched(act).values("pk")
    later = HandOver.objects.filter(unit__in=units, act__gt=act.pk).select_related("unit")
    return [f"{row.unit} đã bàn giao hoặc tiếp nhận đảng viên tiếp ngày {row.on:%d/%m/%Y}." for row in later]


def _given_since(act: Reorganisation) -> list[str]:
    units = units_touched(act).values("pk")
    since = {"unit__in": units, "recorded_at__gt": act.recorded_at}
    quotas = (
        Quota.objects.filter(**since).exclude(directive=act.directive).select_related("unit", "directive")
    )
    lines = [
        f"{row.unit} đã được giao chỉ tiêu năm {row.year} ngày {row.given_on:%d/%m/%Y}." for row in quotas
    ]
    rows = Supervision.objects.filter(**since).select_related("unit")
    return lines + [
        f"{row.member} đã được phân công phụ trách {row.unit} từ {row.since:%d/%m/%Y}." for row in rows
    ]
