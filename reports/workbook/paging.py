"""Where the pages of a sheet end: its foot must not stand alone on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reports.workbook.measure import millimetres

A4_MM = (210, 297)
MM_PER_INCH, POINTS_PER_INCH = 25.4, 72


def margins_mm(landscape: bool) -> tuple[int, int, int, int]:
    """Top, bottom, left, right: the binding edge is wider, on the left or, turned, on top."""
    return (30, 15, 20, 20) if landscape else (20, 20, 30, 15)


def break_before(
    kept: int, heights: Mapping[int, float], repeated: range, widths: Sequence[float], landscape: bool
) -> int | None:
    """The row `kept`, if a page must start there so that it and all rows after it stay together, else None.

    `heights` are points by row from 1 on; the rows `repeated` stand again on top of each page; the sheet is
    scaled to one page wide.
    """
    wide, high = reversed(A4_MM) if landscape else A4_MM
    top, bottom, left, right = margins_mm(landscape)
    scale = min(1.0, (wide - left - right) / millimetres(widths))
    room = (high - top - bottom) / MM_PER_INCH * POINTS_PER_INCH / scale
    again = sum(heights[row] for row in repeated)
    page, filled = 1, 0.0
    page_of = {}
    for row, height in sorted(heights.items()):
        if filled + height > room:
            page, filled = page + 1, again
        filled += height
        page_of[row] = page
    return kept if page_of[kept] != page else None
