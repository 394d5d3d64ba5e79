"""A commune with all that belongs to it, taken out of a larger installation to stand on its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import models

from admissions.models import Candidate, SetupUpload, TrainingClass
from reports.archive.container import Archive
from reports.archive.outside import MENDED, acts_inside
from reports.archive.tables import Row, kept_models, rows_of
from units.models import Directive, Officer, Reorganisation, Unit

Model = type[models.Model]
LEFT_BEHIND = (SetupUpload,)  # workbooks uploaded for the whole installation


def take_out(unit: Unit, path: Path) -> Archive:
    """Write the archive of a commune and everything under it by today's tree; nothing changes where it is taken from.

    Its root has no superior in it, its rules are those that count for it today. Whoever recorded something and is not
    of the commune stays in the trail as a closed account. What lies outside is told by its name where a person came
    from there or went there. Raises `FileExistsError`.
    """
    chosen = Chosen(unit)
    tables = {model: chosen.rows(model) for model in _in_order(kept_models())}
    tables[Officer] += chosen.closed_accounts(tables)
    tables[Reorganisation] = acts_inside(chosen, chosen.referred(tables, Reorganisation))
    tables[Officer] += chosen.closed_accounts(tables)
    tables[Directive] = chosen.referred(tables, Directive)
    for rows in tables.values():
        rows.sort(key=lambda row: row["id"])
    return Archive.write(path, f"{unit.name} ({unit.code})", tables)


def _in_order(models_: list[Model]) -> list[Model]:
    """The rows that others are chosen by come first; of the rest those that are pointed at."""
    of_people = sorted(_pointed_at(Candidate) - {Unit}, key=lambda model: model._meta.label)
    first = [Unit, Officer, *of_people, Candidate, TrainingClass]
    later = [model for model in models_ if model not in first]
    placed: list[Model] = []
    while later:
        ready = next(model for model in later if not _pointed_at(model) & (set(later) - {model}))
        placed.append(ready)
        later.remove(ready)
    return first + placed


def _pointed_at(model: Model) -> set[Model]:
    targets = {column.related_model for column in model._meta.concrete_fields if column.remote_field}
    return targets - {Directive, Reorganisation, Officer}


@dataclass
class Chosen:
    """Which rows belong to the commune, and what becomes of what they point at outside of it."""

    root: Unit
    ids: dict[Model, set[int]] = field(default_factory=dict)  # ids of the rows chosen so far
    names: dict[int, str] = field(
        default_factory=dict
    )  # units outside, for people who came from or went there

    def __post_init__(self):
        self.ids[Unit] = set(Unit.objects.below(self.root).values_list("pk", flat=True))
        self.names = dict(Unit.objects.exclude(pk__in=self.ids[Unit]).values_list("pk", "name"))

    def rows(self, model: Model) -> list[Row]:
        """The rows of a table that belong to the commune, as they are to stand in it."""
        if model in LEFT_BEHIND or model in (Directive, Reorganisation):
            chosen: list[Row] = []
        else:
            mend = MENDED.get(model)
            told = mend(self, rows_of(model)) if mend else rows_of(model)
            chosen = [row for row in told if self._belongs(model, row)]
        self.ids[model] = {row["id"] for row in chosen}
        return chosen

    def _belongs(self, model: Model, row: Row) -> bool:
        """Whether all that the row points at is chosen; who recorded it and by which document is looked after later."""
        for column in model._meta.concrete_fields:
            target = column.related_model
            if target in (None, Directive, Reorganisation, Officer) and not _owned_by_officer(model, column):
                continue
            value = row[column.attname]
            if value is not None and target is not model and value not in self.ids[target]:
                return False
        return True

    def closed_accounts(self, tables: dict[Model, list[Row]]) -> list[Row]:
        """The accounts that rows of the commune point at and that are not its own: closed, without a password."""
        missing = self.pointed_at(tables, Officer) - self.ids[Officer]
        self.ids[Officer] |= missing
        rows = rows_of(Officer, Officer.objects.filter(pk__in=missing))
        closed = {"is_active": False, "password": make_password(None), "unit_id": self.root.pk, "email": ""}
        return [row | closed | {"heads_office": False} for row in rows]

    def referred(self, tables: dict[Model, list[Row]], model: Model) -> list[Row]:
        """The rows of a table that rows of the commune point at, and those that these point at in their turn."""
        wanted, found = self.pointed_at(tables, model), []
        while wanted:
            rows = list(rows_of(model, model._base_manager.filter(pk__in=wanted)))
            found += rows
            known = {row["id"] for row in found}
            wanted = {row["undoes_id"] for row in rows if row.get("undoes_id")} - known
        self.ids[model] = {row["id"] for row in found}
        return found

    def pointed_at(self, tables: dict[Model, list[Row]], target: Model) -> set[int]:
        return {
            row[column.attname]
            for model, rows in tables.items()
            for column in model._meta.concrete_fields
            if column.related_model is target and model is not target
            for row in rows
            if row[column.attname] is not None
        }


def _owned_by_officer(model: Model, column: models.Field) -> bool:
    """Feeds and letters belong to an account; elsewhere an account only says who recorded a row."""
    return (
        column.related_model is Officer
        and column.name == "officer"
        and model._meta.label != "units.Supervision"
    )
