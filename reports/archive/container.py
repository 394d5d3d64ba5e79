"""The file of an archive: a zip with one list of rows a table and a manifest that says what is in it."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from reports.archive.tables import ROOMS, Row, line_of

FORMAT = 1
MANIFEST = "manifest.json"


class NotReadable(ValueError):
    """A file that is no archive, or not a whole one; the text says why, in Vietnamese."""


@dataclass(frozen=True)
class Contents:
    """How many rows of a table an archive holds, and the SHA-256 of their lines."""

    rows: int
    sha256: str


@dataclass
class Archive:
    """An archive on disk: its manifest, and its rows table by table."""

    path: Path
    of: str  # what it holds, in words
    made_at: str = ""
    migrations: list[str] = field(default_factory=list)
    tables: dict[str, Contents] = field(default_factory=dict)  # by label of the model

    @classmethod
    def write(cls, path: Path, of: str, tables: Mapping[type[models.Model], Iterable[Row]]) -> Archive:
        """Write an archive to a new file, readable by its owner alone. Raises `FileExistsError`."""
        archive = cls(path, of, timezone.now().isoformat(timespec="seconds"), applied_migrations())
        path.touch(mode=0o600, exist_ok=False)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
            for model, rows in tables.items():
                label = model._meta.label
                with container.open(_name(label), "w", force_zip64=True) as out:
                    archive.tables[label] = _write(out, rows)
            container.writestr(MANIFEST, json.dumps(archive._manifest(), ensure_ascii=False, indent=1))
        return archive

    @classmethod
    def open(cls, path: Path) -> Archive:
        """The archive in a file. Raises `NotReadable`; the rows themselves are checked as they are read."""
        try:
            with zipfile.ZipFile(path) as container:
                told = json.loads(container.read(MANIFEST))
        except (OSError, zipfile.BadZipFile, KeyError, ValueError) as fault:
            raise NotReadable(f"{path.name} không phải tệp lưu của phần mềm này.") from fault
        if told.get("format") != FORMAT:
            raise NotReadable(
                f"{path.name} thuộc định dạng {told.get('format')}, phần mềm này đọc định dạng {FORMAT}."
            )
        tables = {label: Contents(**contents) for label, contents in told["tables"].items()}
        return cls(path, told["of"], told["made_at"], told["migrations"], tables)

    def rows(self, label: str) -> Iterator[Row]:
        """The rows of a table. Raises `NotReadable` at the end where they are not those that were written."""
        count, digest = 0, hashlib.sha256()
        try:
            with zipfile.ZipFile(self.path) as container, container.open(_name(label)) as lines:
                for line in lines:
                    count += 1
                    digest.update(line)
                    yield json.loads(line)
        except (OSError, zipfile.BadZipFile, KeyError, ValueError) as fault:
            raise NotReadable(f"Bảng {label} trong {self.path.name} bị hỏng.") from fault
        if Contents(count, digest.hexdigest()) != self.tables[label]:
            raise NotReadable(f"Bảng {label} trong {self.path.name} khác lúc ghi: tệp đã bị sửa hoặc hỏng.")

    def _manifest(self) -> dict:
        return {
            "format": FORMAT,
            "of": self.of,
            "made_at": self.made_at,
            "migrations": self.migrations,
            "tables": {label: vars(contents) for label, contents in self.tables.items()},
        }


def _name(label: str) -> str:
    return f"{label}.jsonl"


def _write(out, rows: Iterable[Row]) -> Contents:
    count, digest = 0, hashlib.sha256()
    for row in rows:
        line = line_of(row)
        out.write(line)
        digest.update(line)
        count += 1
    return Contents(count, digest.hexdigest())


def applied_migrations() -> list[str]:
    """The steps by which the database came to its present shape, as `units.0001_…`."""
    from django.db import connection

    applied = MigrationLoader(connection).applied_migrations
    return sorted(f"{room}.{name}" for room, name in applied if room in ROOMS)
