"""How much room a text takes in Times New Roman: merged cells and wrapped rows need their height told."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

from reports.workbook.layout import Column

# Advance widths of Times New Roman in thousandths of the type size; what is not named here takes a half.
WIDTHS = {
    **dict.fromkeys("ijlt/:;", 278),
    **dict.fromkeys(" .,", 250),
    **dict.fromkeys("fr-()I!", 333),
    **dict.fromkeys("acez", 444),
    **dict.fromkeys("ADGHKNOQUVXYĐw", 722),
    **dict.fromkeys("BCR", 667),
    **dict.fromkeys("ELTZ", 611),
    **dict.fromkeys("FPS", 556),
    **dict.fromkeys("+=−<>", 564),
    "s": 389,
    "J": 389,
    "m": 778,
    "&": 778,
    "M": 889,
    "W": 944,
    "%": 833,
    "—": 1000,
}
HALF = 500
BOLD = 1.07
PIXELS_PER_POINT = 96 / 72
SIZE = 12  # points, the size of the tables
PIXELS_PER_UNIT = 8  # a column's unit of width: one digit of the workbook's font, Times New Roman 12
PADDING = 5  # pixels of that width that no text fills
ROUGHLY = 0.96  # printers and screens differ by a little


def pixels(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text on one line, at `size` points."""
    bare = (letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    ems = sum(WIDTHS.get(letter, HALF) for letter in bare) / 1000
    return ems * size * PIXELS_PER_POINT * (BOLD if bold else 1)


def lines(text: str, width: float, size: float = SIZE, *, bold: bool = False) -> int:
    """How many lines a text takes, broken between words, in a column (or several) `width` units wide."""
    room = (width * PIXELS_PER_UNIT - PADDING) * ROUGHLY
    space = pixels(" ", size)
    taken, filled = 1, 0.0
    for word in text.split():
        wide = pixels(word, size, bold=bold)
        if filled and filled + space + wide > room:
            taken, filled = taken + 1, 0.0
        filled += wide + (space if filled else 0)
        while filled > room:  # a word longer than its line is broken inside
            taken, filled = taken + 1, filled - room
    return taken


def millimetres(widths: Sequence[float]) -> float:
    """How wide columns are together."""
    return sum(widths) * PIXELS_PER_UNIT / 96 * 25.4


def heading_lines(columns: Sequence[Column]) -> list[int]:
    """How many lines the heading row needs, or each of two where neighbours share a heading above."""
    groups = [list(group) for _, group in groupby(columns, key=lambda column: column.over)]
    shared = [group for group in groups if group[0].over]
    alone = [column for column in columns if not column.over]
    if not shared:
        return [_most_lines(alone)]
    above = max(lines(group[0].over, sum(c.width for c in group), bold=True) for group in shared)
    return [above, max(_most_lines(alone) - above, *(_most_lines(group) for group in shared))]


def _most_lines(columns: Sequence[Column]) -> int:
    return max(lines(column.heading, column.width, bold=True) for column in columns)
