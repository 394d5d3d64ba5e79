"""What becomes of rows of a commune that point outside of it, when it is taken out to stand on its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.db import models

from admissions.models import Candidate, Enrolment, StageEvent, TrainingClass, Transfer
from reports.archive.tables import Row
from units.models import Officer, Placement, Supervision, Unit, YearRule

if TYPE_CHECKING:
    from reports.archive.taking_out import Chosen


def _units(chosen: Chosen, rows: Iterable[Row]) -> list[Row]:
    above = len(chosen.root.path) - len(chosen.root.path.split("/")[-2]) - 1
    mended = []
    for row in rows:
        if row["id"] in chosen.ids[Unit]:
            row["path"] = row["path"][above:]
            if row["id"] == chosen.root.pk:
                row["parent_id"] = None
            mended.append(row)
    return mended


def _placements(chosen: Chosen, rows: Iterable[Row]) -> list[Row]:
    """The root never hung anywhere; a unit that came from outside begins with its coming."""
    mended = []
    for row in rows:
        if row["unit_id"] == chosen.root.pk:
            row["parent_id"] = None
        elif row["parent_id"] is None:
            continue
        mended.append(row)
    return mended


def _officers(chosen: Chosen, rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row["unit_id"] in chosen.ids[Unit]]


def _rules(chosen: Chosen, rows: Iterable[Row]) -> list[Row]:
    """The commune's own rules, and before the first of them those of the nearest committee above that counted for it."""
    rows = list(rows)
    mended, until = [], float("inf")
    for unit_id in [chosen.root.pk, *reversed(chosen.root.ancestor_ids())]:
        counted = [row for row in rows if row["root_id"] == unit_id and row["year"] < until]
        mended += [row | {"root_id": chosen.root.pk} for row in counted]
        until = min([until, *(row["year"] for row in counted)])
    return mended + [row for row in rows if row["root_id"] in chosen.ids[Unit] - {chosen.root.pk}]


def _classes(chosen: Chosen, rows: Iterable[Row]) -> list[Row]:
    """The commune's classes, and those of a committee above in which people of the commune sit."""
    people = TrainingClass.objects.filter(enrolments__candidate__in=chosen.ids[Candidate])
    attended = set(people.values_list("pk", flat=True))
    mended = []
    for row in rows:
        if row["committee_id"] not in chosen.ids[Unit] and row["id"] in attended:
            row["committee_id"] = chosen.root.pk
        mended.append(row)
    return mended


def _of_people(chosen: Chosen, rows: Iterable[Row]) -> list[Row]:
    """Rows of people: what happened in a unit outside stands under the person's present one."""
    present = dict(Candidate.objects.filter(pk__in=chosen.ids[Candidate]).values_list("pk", "unit_id"))
    mended = []
    for row in rows:
        if row["candidate_id"] in present and row["unit_id"] not in chosen.ids[Unit]:
            row["unit_id"] = present[row["candidate_id"]]
        mended.append(row)
    return mended


def _transfers(chosen: Chosen, rows: Iterable[Row]) -> list[Row]:
    """A move from or to a unit outside names that unit."""
    mended = []
    for row in rows:
        for end in ("from_unit_id", "to_unit_id"):
            if row[end] in chosen.names:
                row["elsewhere"] = row["elsewhere"] or chosen.names[row[end]]
                row[end] = None
        mended.append(row)
    return mended


def _supervisions(chosen: Chosen, rows: Iterable[Row]) -> list[Row]:
    """A supervisor whose account is not of the commune keeps his name, not his account."""
    return [row if row["officer_id"] in chosen.ids[Officer] else row | {"officer_id": None} for row in rows]


def acts_inside(chosen: Chosen, rows: Iterable[Row]) -> list[Row]:
    """Acts on the tree: of what one did beside the commune, nothing is told."""
    outside = Placement.objects.exclude(unit__in=chosen.ids[Unit]).values_list("unit_id", "name").distinct()
    above = set(chosen.root.ancestor_ids())
    theirs = {name for pk, name in outside if pk not in above}
    ours = set(Placement.objects.filter(unit__in=chosen.ids[Unit]).values_list("name", flat=True))
    mended = []
    for row in rows:
        lines = [line for line in row["told"].splitlines() if _names(line, ours) or not _names(line, theirs)]
        mended.append(row | {"told": "\n".join(lines)})
    return mended


def _names(line: str, units: Iterable[str]) -> bool:
    return any(name in line for name in units)


MENDED: dict[type[models.Model], Callable[[Chosen, Iterable[Row]], list[Row]]] = {
    Unit: _units,
    Placement: _placements,
    Officer: _officers,
    YearRule: _rules,
    TrainingClass: _classes,
    StageEvent: _of_people,
    Enrolment: _of_people,
    Transfer: _transfers,
    Supervision: _supervisions,
}
