"""The cells of a page on which quotas are typed: what stands in them, what is typed, what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404

from units.forms import Column, read

NAME = re.compile(r"(\d{1,18})\.([a-z]+)(\.was)?", re.ASCII)
LABELS = {"members": "Tổng số", "pupils": "Học sinh", "workers": "Công nhân"}
COLUMNS = {name: Column(name, label, "count") for name, label in LABELS.items()}


@dataclass
class Cell:
    """One quota of a unit or of a body: what is stored (`shown`), what stands in the field (`value`)."""

    row_id: int
    field: str
    shown: str
    of: str  # whose quota it is, for those who do not see the table
    value: str = ""
    before: int | None = None  # what its author saw
    wanted: int | None = None
    changed: bool = False
    filled: bool = False  # with the suggestion, by this very request
    faults: list[str] = field(default_factory=list)
    note: str = ""

    def __post_init__(self):
        self.value = self.shown

    @property
    def name(self) -> str:
        return f"{self.row_id}.{self.field}"

    @property
    def anchor(self) -> str:
        return f"o-{self.row_id}-{self.field}"

    @property
    def label(self) -> str:
        return LABELS[self.field]

    @property
    def count(self) -> int | None:
        """The people it stands for now; None where it is empty or cannot be read."""
        try:
            return self._read(self.value)
        except ValidationError:
            return None

    def take(self, posted: Mapping[str, str]) -> None:
        """Keep what was typed into it. What could not be read is a fault; a value never shown is no request of ours."""
        if f"{self.name}.was" not in posted:
            return
        typed, was = posted.get(self.name, ""), posted[f"{self.name}.was"]
        try:
            self.before = self._read(was)
        except ValidationError as error:
            raise BadRequest("A value that this page never showed.") from error
        if typed == was:
            return
        self.value = typed
        try:
            self.wanted = self._read(typed)
        except ValidationError as error:
            self.faults += error.messages
        else:
            self.changed = self.wanted != self.before

    def _read(self, text: str) -> int | None:
        return read(COLUMNS[self.field], text)


def cell_of(row_id: int, name: str, stored: object, of: str) -> Cell:
    """The cell of a row that shows what `stored`, the quota in force or none, says."""
    value = getattr(stored, name, None)
    return Cell(row_id, name, "" if value is None else str(value), of)


def tell(faults: Iterable[tuple[int | None, str, str]], cells: Iterable[Cell], form: forms.Form) -> None:
    """Put each fault (row, field, text) beside its cell, or beside the field of the document where it has no row."""
    known = {(cell.row_id, cell.field): cell for cell in cells}
    for row_id, name, text in faults:
        if row_id is not None:
            known[row_id, name].faults.append(text)
        elif name not in form.errors:  # a day that could not be read is not called missing as well
            form.add_error(name, text)


def refuse_strangers(posted: Iterable[str], cells: Iterable[Cell]) -> None:
    """404 if a cell is posted that this page does not have."""
    known = {cell.name for cell in cells}
    for name in posted:
        match = NAME.fullmatch(name)
        if match and f"{match[1]}.{match[2]}" not in known:
            raise Http404("Ô này không có trên trang.")
