"""The one writer of the quotas of units: given by a document, re-issued by a later one, never changed.

A quota speaks for a unit with its whole subtree and is shown beside the sum of the quotas below, never added to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from units.cells import Change, Fault, Refused, Value, settle
from units.directives import Document, counting_day, directive_of, faults_of, older_than_in_force
from units.models import Officer, Quota, Unit

QUOTA_FIELDS = ("members", "pupils", "workers")

InForce = Mapping[int, Quota]  # by unit id


def in_force(year: int, unit_ids: Iterable[int], on: date) -> dict[int, Quota]:
    """By unit id the quota of a year that counts on the day `on`: the newest given by then, at the latest on 31/12."""
    return Quota.objects.filter(unit_id__in=unit_ids).in_force(year, counting_day(year, on))


def value_of(quotas: InForce, unit_id: int, field: str) -> Value:
    """People that the quota in force asks of a unit; None where none was given or it was withdrawn."""
    return getattr(quotas.get(unit_id), field, None)


def lock_units(unit_ids: set[int], *, by: Officer) -> None:
    """Hold the units' rows, the turnstile of a year: quotas are only ever added, so there is no row of their own.

    Raises `ValueError` for a unit outside the officer's scope.
    """
    units = Unit.objects.visible_to(by).filter(pk__in=unit_ids).order_by("pk")
    if len(units.select_for_update(no_key=True)) != len(unit_ids):
        raise ValueError("A unit outside the writer's scope.")


@transaction.atomic
def give(*, year: int, changes: list[Change], document: Document, by: Officer, on: date) -> int:
    """Give units their quotas of a year by one document, all of them or none; return how many units got a new one.

    `changes` are cells of `QUOTA_FIELDS`, each with what its author saw; `on` is the day of writing. Cells that hold
    what is wanted already are left as they are. Raises `Refused` with every fault (see `faults_in`), `ValueError`
    for a unit outside the writer's scope.
    """
    unit_ids = {change.unit_id for change in changes}
    lock_units(unit_ids, by=by)
    now = in_force(year, unit_ids, on)
    if faults := faults_in(changes, now=now, year=year, document=document, on=on):
        raise Refused(faults)
    return write(changes, now=now, year=year, document=document, by=by)


def faults_in(changes: list[Change], *, now: InForce, year: int, document: Document, on: date) -> list[Fault]:
    """Everything that stands in the way of quotas, writing nothing. `on` is the day of writing.

    Refused are: a cell that somebody else has written meanwhile, a negative count, and what `document_faults` tells.
    """
    kept, faults = settle(changes, lambda change: value_of(now, change.unit_id, change.field))
    return faults + document_faults(kept, now=now, year=year, document=document, on=on)


def document_faults(
    changes: list[Change], *, now: InForce, year: int, document: Document, on: date
) -> list[Fault]:
    """Why the document cannot give these quotas: without number or day, of the future, of a later year, older than
    the quota in force, or of a day on which the unit was closed. Nothing is asked of it where no quota changes.
    """
    given = _changing(changes, now)
    if not given:
        return []
    faults = [Fault(None, field, text) for field, text in faults_of(document, year=year, on=on).items()]
    since = {unit_id: quota.given_on for unit_id, quota in now.items()}
    unit_ids = [change.unit_id for change in given]
    against = older_than_in_force(document, since, unit_ids) | closed_by(document, unit_ids)
    return faults + [
        Fault(change.unit_id, change.field, against[change.unit_id])
        for change in given
        if change.unit_id in against
    ]


def closed_by(document: Document, unit_ids: Iterable[int]) -> dict[int, str]:
    """Which of the units were closed by the day of a document, and that in Vietnamese. One query."""
    if document.issued_on is None:
        return {}
    closed = Unit.objects.filter(pk__in=unit_ids, closed_on__lte=document.issued_on)
    return {
        unit.pk: f"{unit} đã kết thúc ngày {unit.closed_on:%d/%m/%Y}; từ ngày đó không giao chỉ tiêu nữa."
        for unit in closed
    }


def write(changes: list[Change], *, now: InForce, year: int, document: Document, by: Officer) -> int:
    """Add the rows for changes that `faults_in` let pass, while `lock_units` is held; return how many rows.

    What a unit's changes do not speak of is carried over from its quota in force.
    """
    wanted: dict[int, dict[str, Value]] = {}
    for change in _changing(changes, now):
        wanted.setdefault(change.unit_id, {})[change.field] = change.wanted
    if not wanted:
        return 0
    directive = directive_of(document.number, document.issued_on, document.issuer)
    rows = []
    for unit_id, values in wanted.items():
        carried = {field: value_of(now, unit_id, field) for field in QUOTA_FIELDS}
        rows.append(
            Quota(
                unit_id=unit_id,
                year=year,
                directive=directive,
                given_on=document.issued_on,
                recorded_by=by,
                **carried | values,
            )
        )
    Quota.objects.bulk_create(rows)
    return len(rows)


def _changing(changes: list[Change], now: InForce) -> list[Change]:
    return [change for change in changes if value_of(now, change.unit_id, change.field) != change.wanted]
