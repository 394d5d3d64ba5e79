"""Tables as rows of plain values that say the same on every engine."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from django.apps import apps
from django.db import connection, models

ROOMS = ("units", "admissions", "reports")
BATCH = 500

Row = dict[str, object]  # by column of the model (`attname`); days, instants and decimals as text


def kept_models() -> list[type[models.Model]]:
    """Every model whose rows are kept, links between two included, by label."""
    found = [
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    return sorted(found, key=lambda model: model._meta.label)


def columns(model: type[models.Model]) -> list[models.Field]:
    return list(model._meta.concrete_fields)


def rows_of(model: type[models.Model], queryset: models.QuerySet | None = None) -> Iterator[Row]:
    """The rows of a table in the order of their ids."""
    chosen = model._base_manager.all() if queryset is None else queryset
    names = [column.attname for column in columns(model)]
    for row in chosen.order_by("pk").values(*names).iterator(chunk_size=2000):
        yield {name: plain(value) for name, value in row.items()}


def plain(value: object) -> object:
    """A value as JSON can hold it; an instant always in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    return value


def line_of(row: Row) -> bytes:
    """One row as it stands in a file: names in order, nothing superfluous."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def checksum(rows: Iterable[Row]) -> tuple[int, str]:
    """How many rows there are, and the SHA-256 of all their lines."""
    count, digest = 0, hashlib.sha256()
    for row in rows:
        count += 1
        digest.update(line_of(row))
    return count, digest.hexdigest()


def insert(model: type[models.Model], rows: Iterable[Row]) -> None:
    """Put rows into a table as they are, ids and instants included. No default and no `auto_now` has a say."""
    into = columns(model)
    quote = connection.ops.quote_name
    names = ", ".join(quote(column.column) for column in into)
    places = ", ".join(["%s"] * len(into))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"
    batch: list[list[object]] = []
    with connection.cursor() as cursor:
        for row in rows:
            batch.append([_stored(column, row[column.attname]) for column in into])
            if len(batch) == BATCH:
                cursor.executemany(statement, batch)
                batch = []
        if batch:
            cursor.executemany(statement, batch)


def _stored(column: models.Field, value: object) -> object:
    target = column.target_field if column.remote_field else column
    python = value if isinstance(column, models.JSONField) else target.to_python(value)
    return column.get_db_prep_save(python, connection)


def restart_ids() -> None:
    """Let new rows continue after the highest id, where the engine counts by itself."""
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(statement)
