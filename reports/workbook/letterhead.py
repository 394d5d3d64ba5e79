"""Whose paper it is: the names on top of a sheet, its number, its place, who signs.

Layout of 05-HD/VPTW and of the forms of 11-HD/BTCTW; what could not be read there is a setting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings

from units.models import BANDED, COMMITTEES, Unit

HEADING = "ĐẢNG CỘNG SẢN VIỆT NAM"
BLANK = " " * 6  # the clerk writes the number and the day by hand
COMMITTEE_OF = re.compile(r"^đảng bộ\b", re.IGNORECASE)
IN_BRACKETS = re.compile(r"\s*\(.*\)$")
COMMUNE_OF = re.compile(r"^đảng (bộ|ủy) (xã|phường|đặc khu|thị trấn)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Letterhead:
    """The lines of one issuing body. An unknown superior or place is left empty for the pen."""

    superior: str
    body: str
    symbol: str
    place: str
    drawn_up_by: str
    signed_by: tuple[str, ...]

    @classmethod
    def of(cls, unit: Unit) -> Letterhead:
        """The letterhead of a unit: a commune's board, an intermediate committee or a cell."""
        above = list(Unit.objects.filter(pk__in=unit.ancestor_ids()).order_by("path"))
        line = [*above, unit]
        place = settings.REPORT_PLACE or _place(line)
        drawn_up_by = settings.REPORT_DRAWN_UP_BY
        parent = above[-1].name if above else settings.REPORT_SUPERIOR
        if unit.kind not in BANDED:
            body = committee_of(unit.name) if unit.kind in COMMITTEES else unit.name
            sign, symbol = ("ĐẢNG ỦY", "-BC/ĐU") if unit.kind in COMMITTEES else ("CHI BỘ", "-BC/CB")
            signed_by = (f"T/M {sign}", "BÍ THƯ")
            return cls(parent.upper(), body.upper(), symbol, place, drawn_up_by, signed_by)
        superior, body = parent, committee_of(unit.name)
        if settings.REPORT_BOARD:
            superior, body = body, settings.REPORT_BOARD
        signed_by = (settings.REPORT_SIGNED_BY,)
        return cls(superior.upper(), body.upper(), settings.REPORT_SYMBOL, place, drawn_up_by, signed_by)

    @property
    def number_line(self) -> str:
        return f"Số{BLANK}{self.symbol}"

    @property
    def place_and_date(self) -> str:
        blank_date = f"ngày{BLANK}tháng{BLANK}năm{BLANK}"
        return f"{self.place or BLANK * 2}, {blank_date}".rstrip()


def committee_of(name: str) -> str:
    """The committee that leads a party organisation: Đảng bộ xã X → Đảng ủy xã X."""
    return COMMITTEE_OF.sub("Đảng ủy", name)


def _place(line: list[Unit]) -> str:
    """The commune's bare name, read from the nearest unit that is one."""
    for unit in reversed(line):
        if COMMUNE_OF.match(unit.name):
            return IN_BRACKETS.sub("", COMMUNE_OF.sub("", unit.name))
    return ""
