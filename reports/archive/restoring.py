"""Reads an archive into an empty installation, all of it or nothing, and proves that it is the same."""

from __future__ import annotations

from django.db import connection, models, transaction

from reports.archive.container import Archive, applied_migrations
from reports.archive.tables import checksum, insert, kept_models, restart_ids, rows_of
from units.append_only import AppendOnlyRow
from units.models import Officer, Unit


class Refused(ValueError):
    """An archive that cannot be restored here; the text says why, in Vietnamese."""


@transaction.atomic
def restore(archive: Archive) -> int:
    """Put every row of the archive into this empty installation and return how many there are.

    The rows that every new installation is shipped with give way to those of the archive. Afterwards each table is read
    back and compared with the archive by its checksum. Raises `Refused` where the installation is not empty, stands at
    other migrations or reads back otherwise, `NotReadable` for a damaged archive; nothing is written then.
    """
    _refuse_other_shape(archive)
    _refuse_unless_empty()
    tables = {model._meta.label: model for model in kept_models()}
    for model in _emptied_first(tables.values()):
        model._base_manager.all()._raw_delete(connection.alias)
    for label, model in tables.items():
        insert(model, archive.rows(label))
    connection.check_constraints()
    restart_ids()
    for label, model in tables.items():
        found = checksum(rows_of(model))
        if found != (archive.tables[label].rows, archive.tables[label].sha256):
            raise Refused(f"Bảng {label} đọc lại khác tệp lưu; chưa khôi phục gì.")
    return sum(contents.rows for contents in archive.tables.values())


def _refuse_other_shape(archive: Archive) -> None:
    here, there = set(applied_migrations()), set(archive.migrations)
    if newer := sorted(there - here):
        raise Refused(
            f"Tệp lưu do phiên bản mới hơn ghi (có {newer[-1]}). Cài phiên bản đó, chạy migrate rồi khôi phục."
        )
    if older := sorted(here - there):
        raise Refused(
            f"Tệp lưu do phiên bản cũ hơn ghi (chưa có {older[0]}). Khôi phục bằng phiên bản đó, rồi nâng cấp và migrate."
        )
    if set(archive.tables) != {model._meta.label for model in kept_models()}:
        raise Refused("Tệp lưu không đủ các bảng của phần mềm.")


def _refuse_unless_empty() -> None:
    if Unit.objects.exists() or Officer.objects.exists():
        raise Refused("Chỉ khôi phục vào bản cài trống: ở đây đã có đơn vị hoặc tài khoản.")


def _emptied_first(tables) -> list[type[models.Model]]:
    """The tables that hold shipped rows; logs and trails cannot be emptied, and in an empty installation need not be."""
    holding = [model for model in tables if model._base_manager.exists()]
    if kept := [model for model in holding if issubclass(model, AppendOnlyRow)]:
        raise Refused(f"Chỉ khôi phục vào bản cài trống: bảng {kept[0]._meta.label} đã có dòng.")
    return holding
