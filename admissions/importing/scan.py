"""A look at the bytes of a sheet before anything is built from them: how far it reaches, where formulas are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

ROW_LIMIT = 50_000
COLUMN_LIMIT = 100
CELL_LIMIT = ROW_LIMIT * 40
TEXT_LIMIT = 200 * 1024 * 1024  # of all cells together, each shared text counted where it stands

# Patterns begin with a literal, which makes them some five times as fast. A cell closed at once holds nothing.
PREFIX = re.compile(rb"<(/?)[^\s<>/!?:=\"']+:")
CELL = re.compile(rb"<c(?=[\s>])([^<>]*+)(?<!/)>(?!</)")
REFERENCE = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
FORMULA = re.compile(rb"<c(?=[\s>])([^<>]*)>\s*<f(?=[\s/>])")
ANY_FORMULA = re.compile(rb"<f(?=[\s/>])")
ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")
SHARED = re.compile(rb"<c(?=\s)[^<>]*?\st\s*=\s*[\"']s[\"'][^<>]*>\s*<v>\s*([0-9]{1,9})")
TEXT_ITEM = re.compile(rb"<si(?=[\s/>])")


class Unreadable(ValueError):
    """A file that cannot be read as a workbook; the text says why and what to do, in Vietnamese."""


@dataclass
class Scan:
    """What the look told: cells as (row, column), both counted from 1."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)


def text_lengths(*parts: bytes) -> list[int]:
    """Bytes of each shared text, in order."""
    return [len(item) for part in parts for item in TEXT_ITEM.split(_without_prefixes(part))[1:]]


def look_at(sheet: str, part: bytes, lengths: Sequence[int]) -> Scan:
    """Where a sheet has formulas and error values.

    Raises `Unreadable` where it reaches so far, or repeats so long a text, that reading it would exhaust the machine.
    """
    part = _without_prefixes(part)
    cells = CELL.findall(part)
    if len(cells) > CELL_LIMIT:
        raise Unreadable(f"Trang «{sheet}» có quá nhiều ô ({len(cells)}). Hãy chia thành nhiều tệp.")
    scan = Scan()
    if cells:
        _check_reach(sheet, *_place(sheet, cells[-1]))  # mostly the farthest one: the answer comes at once
        places = [_place(sheet, attributes) for attributes in cells]
        _check_reach(sheet, max(row for row, _ in places), max(column for _, column in places))
        scan.errors = {
            place for place, attributes in zip(places, cells, strict=True) if ERROR.search(attributes)
        }
    _find_formulas(sheet, part, scan)
    _check_text(sheet, part, lengths)
    return scan


def _without_prefixes(part: bytes) -> bytes:
    """The part with <x:c …> as <c …>: some programs put a prefix before every name."""
    return PREFIX.sub(rb"<\1", part) if PREFIX.search(part) else part


def _find_formulas(sheet: str, part: bytes, scan: Scan) -> None:
    total = len(ANY_FORMULA.findall(part))
    if not total:
        return
    scan.formulas = {_place(sheet, attributes) for attributes in FORMULA.findall(part)}
    if total > len(scan.formulas):
        raise Unreadable(f"Trang «{sheet}» có công thức ở chỗ không xác định được. {AS_VALUES}")


AS_VALUES = "Hãy chép cả trang, dán lại bằng Dán đặc biệt → Giá trị (Paste Special → Values), rồi lưu."


def _place(sheet: str, attributes: bytes) -> tuple[int, int]:
    found = REFERENCE.search(attributes)
    if found is None:
        raise Unreadable(
            f"Trang «{sheet}» do một phần mềm khác ghi, thiếu vị trí ô. Hãy mở bằng Excel và lưu lại."
        )
    return int(found[2]), column_number(found[1].decode())


def _check_reach(sheet: str, row: int, column: int) -> None:
    if row > ROW_LIMIT:
        raise Unreadable(
            f"Trang «{sheet}» có dữ liệu tới hàng {row}; mỗi trang đọc nhiều nhất {ROW_LIMIT} hàng. "
            "Hãy xóa các hàng thừa phía dưới hoặc chia thành nhiều tệp."
        )
    if column > COLUMN_LIMIT:
        raise Unreadable(
            f"Trang «{sheet}» có dữ liệu tới cột {column_letters(column)}; mỗi trang đọc nhiều nhất {COLUMN_LIMIT} cột. "
            "Hãy xóa các cột thừa bên phải."
        )


def _check_text(sheet: str, part: bytes, lengths: Sequence[int]) -> None:
    known = len(lengths)
    total = sum(lengths[i] for i in map(int, SHARED.findall(part)) if i < known)
    if total > TEXT_LIMIT:
        raise Unreadable(f"Trang «{sheet}» chứa quá nhiều chữ. Hãy chia thành nhiều tệp.")


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
