"""What a sheet is made of, said without Excel: columns as data, lines, titles, notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

NOTHING = "—"

# Formats of cells; `_)` leaves a little room between a figure and the line on its right.
TEXT = "@"
TEXT_AMONG_FIGURES = "@_)"
WHOLE = "#,##0_)"
SIGNED = "+#,##0_);-#,##0_);0_)"
DECIMAL = "#,##0.00_)"
PERCENT = '#,##0.00"%"_)'  # the cell holds 118.18, as every other printout of the figures does
DATE = "dd/mm/yyyy"

# How a line of the table looks.
PLAIN, GROUP, TOTAL, ASIDE = "plain", "group", "total", "aside"


@dataclass(frozen=True)
class Column:
    """One column: what it is called, what it shows of a line's subject, how, and how wide (characters)."""

    heading: str
    value: Callable[[Any], object]
    width: float
    form: str | Callable[[Any], str] = TEXT
    over: str = ""  # a heading above, shared with the neighbours that name the same
    centred: bool = False
    indented: bool = False  # takes the line's level
    faint: Callable[[Any], bool] | None = None  # where true the figure is printed grey


@dataclass(frozen=True)
class Line:
    """One line of a table: what it speaks of, how it looks, how deep it stands."""

    subject: Any
    look: str = PLAIN
    level: int = 0


@dataclass(frozen=True)
class Sheet:
    """One sheet of the workbook, ready to be written."""

    name: str
    title: str
    under_title: Sequence[str]
    columns: Sequence[Column]
    lines: Sequence[Line]
    notes: Sequence[str] = field(default_factory=tuple)
    form_number: str = ""
    column_numbers: Sequence[str] = field(default_factory=tuple)
    landscape: bool = False
    frozen_columns: int = 2
    opens_the_report: bool = False  # carries the number and, on top, the place and date
    when_empty: str = "Không có."
