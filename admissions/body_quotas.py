"""The one writer of the quotas of introducing bodies: given by a document, re-issued by a later one, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from admissions.models import BodyQuota
from units.cells import NOT_A_COUNT, overtaken
from units.directives import Document, counting_day, directive_of, faults_of, older_than_in_force
from units.models import Officer, Unit
from units.quotas import closed_by

BODY_QUOTA_FIELDS = ("members", "workers")

InForce = Mapping[int, BodyQuota]  # by organisation id


@dataclass(frozen=True)
class Change:
    """One quota of a body: what its author saw and what he wants, in people; None: no quota."""

    body_id: int
    field: str
    shown: int | None
    wanted: int | None


@dataclass(frozen=True)
class Fault:
    """Why a quota cannot be given, in Vietnamese. Without a body it speaks of the document."""

    body_id: int | None
    field: str
    text: str
    stale: bool = False  # somebody else has written it since its author saw it


class Refused(ValueError):
    """Quotas that cannot be given; `faults` tells every one of them."""

    def __init__(self, faults: list[Fault]):
        super().__init__("\n".join(fault.text for fault in faults))
        self.faults = faults

    @property
    def stale(self) -> bool:
        """Whether somebody else has written since the page was opened."""
        return any(fault.stale for fault in self.faults)


def in_force(committee: Unit, year: int, on: date) -> dict[int, BodyQuota]:
    """By organisation id the quota of a year that counts on a day: the newest given by then, at the latest on 31/12."""
    rows = BodyQuota.objects.filter(committee=committee).in_force(year, counting_day(year, on))
    return {body_id: quota for (_, body_id), quota in rows.items()}


def value_of(now: InForce, body_id: int, field: str) -> int | None:
    """People that the quota in force asks of a body; None where none was given or it was withdrawn."""
    return getattr(now.get(body_id), field, None)


@transaction.atomic
def give(
    *, committee: Unit, year: int, changes: list[Change], document: Document, by: Officer, on: date
) -> int:
    """Give bodies their quotas of a year by one document, all of them or none; return how many bodies got a new one.

    `on` is the day of writing. What the changes do not speak of is carried over. Raises `Refused` with every fault
    (see `faults_in`), `ValueError` for a committee outside the officer's scope or a unit that is a cell.
    """
    locked = Unit.objects.visible_to(by).filter(pk=committee.pk).select_for_update(no_key=True).first()
    if locked is None or not locked.is_committee:
        raise ValueError("Not a committee of the writer's scope.")
    now = in_force(committee, year, on)
    if faults := faults_in(changes, committee=locked, now=now, year=year, document=document, on=on):
        raise Refused(faults)
    wanted = _wanted(_changing(changes, now), now)
    if wanted:
        directive = directive_of(document.number, document.issued_on, document.issuer)
        BodyQuota.objects.bulk_create(
            BodyQuota(
                committee=committee,
                organisation_id=body_id,
                year=year,
                directive=directive,
                given_on=document.issued_on,
                recorded_by=by,
                **values,
            )
            for body_id, values in wanted.items()
        )
    return len(wanted)


def faults_in(
    changes: list[Change], *, committee: Unit, now: InForce, year: int, document: Document, on: date
) -> list[Fault]:
    """Everything that stands in the way of the quotas, writing nothing. `on` is the day of writing.

    Refused are: a quota that somebody else has written meanwhile, a negative one, more workers than people, and a
    document without number or day, of the future, of a later year, older than the quota in force, or of a day on
    which the committee was closed.
    """
    moved = [change for change in changes if _stored(change, now) not in (change.shown, change.wanted)]
    faults = [
        Fault(change.body_id, change.field, overtaken(_stored(change, now)), stale=True) for change in moved
    ]
    kept = [change for change in changes if change not in moved]
    faults += [
        Fault(change.body_id, change.field, NOT_A_COUNT)
        for change in kept
        if change.wanted is not None and change.wanted < 0
    ]
    given = _changing(kept, now)
    for body_id, values in _wanted(given, now).items():
        if None not in values.values() and values["workers"] > values["members"]:
            text = f"Chỉ tiêu công nhân không quá tổng số ({values['members']} người)."
            faults.append(Fault(body_id, "workers", text))
    if not given:
        return faults
    closed = closed_by(document, [committee.pk]).values()
    faults += [Fault(None, "issued_on", text) for text in closed]
    return faults + _document_faults(given, now, year, document, on)


def _document_faults(given, now: InForce, year: int, document: Document, on: date) -> list[Fault]:
    faults = [Fault(None, field, text) for field, text in faults_of(document, year=year, on=on).items()]
    since = {body_id: quota.given_on for body_id, quota in now.items()}
    older = older_than_in_force(document, since, [change.body_id for change in given])
    return faults + [
        Fault(change.body_id, change.field, older[change.body_id])
        for change in given
        if change.body_id in older
    ]


def _stored(change: Change, now: InForce) -> int | None:
    return value_of(now, change.body_id, change.field)


def _changing(changes: list[Change], now: InForce) -> list[Change]:
    return [change for change in changes if _stored(change, now) != change.wanted]


def _wanted(changes: list[Change], now: InForce) -> dict[int, dict[str, int | None]]:
    """By organisation id the whole quota as the changes leave it."""
    wanted: dict[int, dict[str, int | None]] = {}
    for change in changes:
        stored = {field: value_of(now, change.body_id, field) for field in BODY_QUOTA_FIELDS}
        wanted.setdefault(change.body_id, stored)[change.field] = change.wanted
    return wanted
