"""Cells that units are typed in: what the author saw, what he wants, what stands in the way of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

Value = int | str | bool | date | None

NOT_A_COUNT = "Nhập số nguyên từ 0 trở lên, ví dụ: 12."


@dataclass(frozen=True)
class Change:
    """One cell of a unit's year: what its author saw there and what he wants there. Counts are people."""

    unit_id: int
    field: str
    shown: Value
    wanted: Value


@dataclass(frozen=True)
class Fault:
    """Why a cell cannot be written, in Vietnamese. Without a unit it speaks of the document."""

    unit_id: int | None
    field: str
    text: str
    stale: bool = False  # somebody else has written the cell since its author saw it


class Refused(ValueError):
    """Cells that cannot be written; `faults` tells every one of them."""

    def __init__(self, faults: list[Fault]):
        super().__init__("\n".join(fault.text for fault in faults))
        self.faults = faults

    @property
    def stale(self) -> bool:
        """Whether somebody else has written since the page was opened."""
        return any(fault.stale for fault in self.faults)


def overtaken(stored: Value) -> str:
    """What is told of a cell that somebody else has written meanwhile."""
    return f"Người khác vừa sửa ô này thành {spoken(stored)}. Kiểm tra rồi ghi lại nếu vẫn giữ số của mình."


def settle(changes: Iterable[Change], stored: Callable[[Change], Value]) -> tuple[list[Change], list[Fault]]:
    """The changes that no one else has overtaken, and the faults of the others and of negative counts.

    `stored` tells what stands in the cell of a change now.
    """
    kept, faults = [], []
    for change in changes:
        now = stored(change)
        if now not in (change.shown, change.wanted):
            faults.append(Fault(change.unit_id, change.field, overtaken(now), stale=True))
            continue
        kept.append(change)
        if type(change.wanted) is int and change.wanted < 0:
            faults.append(Fault(change.unit_id, change.field, NOT_A_COUNT))
    return kept, faults


def spoken(value: Value) -> str:
    """A stored value as a sentence quotes it."""
    if isinstance(value, bool):
        return "có đánh dấu" if value else "không đánh dấu"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "ô trống" if value in (None, "") else f"«{value}»"
