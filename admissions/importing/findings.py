"""What a look at a workbook finds: faults, remarks, changes, counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

NOTHING_CHANGES = "Không có gì thay đổi: mọi dòng trong tệp đã có trong hệ thống."
NO_ROWS = "Tệp đúng mẫu nhưng không có dòng nào để nhập."


@dataclass(frozen=True)
class Fault:
    """One cell, or row, that keeps the whole workbook out."""

    sheet: str
    row: int
    column: str
    found: str
    expected: str

    def __str__(self):
        return f"{self.sheet} | hàng {self.row} | {self.column} | có: {self.found} | cần: {self.expected}"


@dataclass(frozen=True)
class Remark:
    """Something to know about a row that is taken all the same."""

    sheet: str
    row: int
    text: str


@dataclass(frozen=True)
class Change:
    """A value already recorded that the workbook alters."""

    sheet: str
    row: int
    who: str
    field: str
    old: str
    new: str

    def __str__(self):
        return f"{self.sheet} | hàng {self.row} | {self.who} | {self.field}: {self.old} → {self.new}"


@dataclass(frozen=True)
class Ignored:
    """A sheet or column that is not read, and why."""

    name: str
    why: str


@dataclass
class Counts:
    """Rows of a sheet: new ones, altered ones, ones that are there already."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def add(self, state: str) -> None:
        setattr(self, state, getattr(self, state) + 1)

    @property
    def total(self) -> int:
        return self.new + self.changed + self.same


ROWS_NAMED = 30  # of a remark that many rows share


@dataclass
class Findings:
    """Everything that is told about a workbook before anything of it is written."""

    counts: dict[str, Counts] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    unknown_columns: list[Ignored] = field(default_factory=list)
    ignored_sheets: list[Ignored] = field(default_factory=list)

    def fault(self, sheet: str, row: int, column: str, found: str, expected: str) -> None:
        self.faults.append(Fault(sheet, row, column, found, expected))

    def remark(self, sheet: str, row: int, text: str) -> None:
        self.remarks.append(Remark(sheet, row, text))

    @property
    def rows(self) -> int:
        return sum(counts.total for counts in self.counts.values())

    @property
    def alters(self) -> bool:
        """Would anything be written?"""
        return any(counts.new or counts.changed for counts in self.counts.values())

    @property
    def outcome(self) -> str:
        """What there is to say where there is no fault and nothing to write; else empty."""
        if self.faults or self.alters:
            return ""
        return NOTHING_CHANGES if self.rows else NO_ROWS

    def grouped_remarks(self) -> Iterator[tuple[str, str, list[int]]]:
        """(sheet, text, rows): the same remark told once for all its rows."""
        groups: dict[tuple[str, str], list[int]] = {}
        for remark in self.remarks:
            groups.setdefault((remark.sheet, remark.text), []).append(remark.row)
        for (sheet, text), rows in groups.items():
            yield sheet, text, rows

    def sort(self, order: list[str]) -> None:
        """Put faults, remarks and changes in the order of the workbook."""
        for found in (self.faults, self.remarks, self.changes):
            found.sort(key=lambda one: (order.index(one.sheet), one.row))

    def as_dict(self) -> dict:
        return asdict(self)
