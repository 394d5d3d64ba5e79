"""An agenda as an iCalendar file (RFC 5545): one all-day event a clock, nothing more than name, duty, unit, clause."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from admissions.deadlines.agenda import folded
from admissions.deadlines.people import Due
from admissions.deadlines.units import FOLLOW_UP

LINE_OCTETS = 75
ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
OPENING = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Ket nap Dang//Thoi han//VI",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
)


def written(dues: Iterable[Due], *, name: str, at: datetime) -> bytes:
    """The calendar named `name` as it is at a time; the file's bytes, in UTF-8 with CRLF."""
    lines = [*OPENING, f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"]
    seen: Counter[str] = Counter()
    for line in folded(dues):
        uid = _uid(line[0])
        seen[uid] += 1
        lines.extend(_event(line, uid if seen[uid] == 1 else f"{uid}-{seen[uid]}", at))
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _event(line: list[Due], uid: str, at: datetime) -> list[str]:
    clock, units = line[0].clock, ", ".join(due.unit.name for due in line)
    who = line[0].candidate or (units if len(line) == 1 else f"{len(line)} đơn vị")
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@ket-nap-dang",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{clock.due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{clock.due + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(f'{who}: {clock.what}')}",
        f"DESCRIPTION:{_text(f'{units}. Căn cứ: {clock.clause}.')}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _uid(due: Due) -> str:
    """The same for the same duty of the same person, however its day moves; for units one for each month's duty, or for
    each finding that is followed."""
    if due.candidate:
        return f"nguoi-{due.candidate.pk}-{due.clock.code}"
    if due.clock.code == FOLLOW_UP:
        return "-".join(due.page.strip("/").split("/"))
    return f"don-vi-{due.clock.code}-{due.clock.since:%Y%m%d}"


def _text(value: str) -> str:
    """A value of type TEXT: escaped, without control characters."""
    plain = "".join(c for c in value if c == "\n" or unicodedata.category(c) != "Cc")
    return "".join(ESCAPED.get(c, c) for c in plain)


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, the later ones set in by a space, no letter torn apart."""
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > LINE_OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece])
