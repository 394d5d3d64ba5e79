"""The one writer of what the office types about a year: own members, ledger lines, plans and quotas.

A caller says of each cell what he saw and what he wants. Only those cells are written, all of them or none, and
never over a value that someone else has written meanwhile.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from units.directives import directive_of
from units.models import LEDGER_IN, LEDGER_OUT, Officer, Quota, Unit, UnitYear

QUOTA_FIELDS = ("members", "pupils")
YEAR_FIELDS = (
    "opening",
    *LEDGER_IN,
    *LEDGER_OUT,
    "plan_number",
    "plan_on",
    "no_source_left",
    "no_source_reason",
)

Value = int | str | bool | date | None


@dataclass(frozen=True)
class Change:
    """One cell of a unit's year: what its author saw there and what he wants there. Counts are people."""

    unit_id: int
    field: str
    shown: Value
    wanted: Value


@dataclass(frozen=True)
class Document:
    """The document that gives the quotas, as typed: its number and its day of issue."""

    number: str = ""
    issued_on: date | None = None


@dataclass(frozen=True)
class Fault:
    """Why a cell cannot be written, in Vietnamese. Without a unit it speaks of the document."""

    unit_id: int | None
    field: str
    text: str


class Refused(ValueError):
    """Cells that cannot be written; `faults` tells every one of them."""

    def __init__(self, faults: list[Fault]):
        super().__init__("\n".join(fault.text for fault in faults))
        self.faults = faults


@dataclass
class Stored:
    """The rows of a year as they stand, by unit id."""

    year: int
    rows: dict[int, UnitYear]
    quotas: dict[int, Quota]

    @classmethod
    def read(cls, year: int, unit_ids: Iterable[int], on: date, *, lock: bool = False) -> "Stored":
        """Two queries. Quotas are those that count: given by the day `on`, at the latest on 31/12 of the year."""
        rows = UnitYear.objects.filter(year=year, unit_id__in=unit_ids)
        if lock:
            rows = rows.select_for_update(no_key=True)
        quotas = Quota.objects.filter(unit_id__in=unit_ids).in_force(year, min(on, date(year, 12, 31)))
        return cls(year, {row.unit_id: row for row in rows}, quotas)

    def value(self, unit_id: int, field: str) -> Value:
        """What stands in a cell; where there is no row yet, what an empty row holds."""
        if field in QUOTA_FIELDS:
            return getattr(self.quotas.get(unit_id), field, None)
        row = self.rows.get(unit_id)
        return getattr(row, field) if row else UnitYear._meta.get_field(field).get_default()


@transaction.atomic
def save_cells(
    *, year: int, changes: list[Change], document: Document | None = None, by: Officer, on: date
) -> int:
    """Write the changed cells of a year and return how many were written. `on` is the day of writing.

    A changed quota becomes a new row under the directive that `document` names; its other values are carried over
    from the quota in force, which stays as it was. Raises `Refused` with every fault (see `faults_in`) and writes
    nothing then; raises `ValueError` for a unit outside the writer's scope.
    """
    unit_ids = {change.unit_id for change in changes}
    # The units' rows are the turnstile: quotas are only ever added, so there is no row of their own to lock.
    units = Unit.objects.visible_to(by).filter(pk__in=unit_ids).order_by("pk")
    if len(units.select_for_update(no_key=True)) != len(unit_ids):
        raise ValueError("A unit outside the writer's scope.")
    _add_missing_rows(year, changes)
    stored = Stored.read(year, unit_ids, on, lock=True)
    faults = faults_in(changes, stored=stored, document=document, on=on)
    if faults:
        raise Refused(faults)
    changes = [change for change in changes if stored.value(change.unit_id, change.field) != change.wanted]
    _write_rows(changes, stored, on)
    _give_quotas(changes, stored, document, by)
    return len(changes)


def faults_in(
    changes: list[Change], *, stored: Stored, document: Document | None = None, on: date
) -> list[Fault]:
    """Everything that stands in the way of the changes, writing nothing. `on` is the day of writing.

    Refused are: a cell that someone else has changed meanwhile; a negative count; a quota without the number and day
    of its document, or by a document of the future, of a later year or older than the quota in force; a day of a plan
    without its number or in the future; "no source left" without a reason and the reverse.
    """
    moved = [change for change in changes if _has_moved(change, stored)]
    faults = [
        Fault(
            change.unit_id,
            change.field,
            f"Người khác vừa sửa ô này thành {spoken(stored.value(change.unit_id, change.field))}. "
            "Kiểm tra rồi ghi lại nếu vẫn giữ số của mình.",
        )
        for change in moved
    ]
    changes = [change for change in changes if change not in moved]
    faults += [
        Fault(change.unit_id, change.field, "Nhập số nguyên từ 0 trở lên, ví dụ: 12.")
        for change in changes
        if type(change.wanted) is int and change.wanted < 0
    ]
    faults += _quota_faults(changes, stored, document or Document(), on)
    faults += _pair_faults(changes, stored, on)
    return faults


def spoken(value: Value) -> str:
    """A stored value as a sentence quotes it."""
    if isinstance(value, bool):
        return "có đánh dấu" if value else "không đánh dấu"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "ô trống" if value in (None, "") else f"«{value}»"


def _has_moved(change: Change, stored: Stored) -> bool:
    """Whether the cell holds neither what its author saw nor what he wants anyway."""
    return stored.value(change.unit_id, change.field) not in (change.shown, change.wanted)


def _quota_faults(changes, stored: Stored, document: Document, on: date) -> list[Fault]:
    given = [
        change
        for change in changes
        if change.field in QUOTA_FIELDS and stored.value(change.unit_id, change.field) != change.wanted
    ]
    if not given:
        return []
    faults = []
    if not document.number:
        faults.append(Fault(None, "number", "Ghi số văn bản giao chỉ tiêu, ví dụ: 15-TB/ĐU."))
    day = document.issued_on
    if day is None:
        faults.append(Fault(None, "issued_on", "Ghi ngày văn bản giao chỉ tiêu, ví dụ: 06/02/2026."))
        return faults
    if day > on:
        faults.append(Fault(None, "issued_on", "Ngày văn bản không được sau hôm nay."))
    elif day.year > stored.year:
        text = f"Chỉ tiêu năm {stored.year} chỉ tính văn bản ký đến hết ngày 31/12/{stored.year}."
        faults.append(Fault(None, "issued_on", text))
    return faults + [
        Fault(
            change.unit_id,
            change.field,
            f"Chỉ tiêu đang áp dụng giao ngày {now.given_on:%d/%m/%Y}; văn bản ngày {day:%d/%m/%Y} cũ hơn nên "
            "không thay được. Ghi văn bản mới hơn ở đầu trang.",
        )
        for change in given
        if (now := stored.quotas.get(change.unit_id)) and day < now.given_on
    ]


def _pair_faults(changes, stored: Stored, on: date) -> list[Fault]:
    """Faults between two cells of one unit that only make sense together."""
    wanted = {(change.unit_id, change.field): change.wanted for change in changes}

    def then(unit_id, field):
        return wanted.get((unit_id, field), stored.value(unit_id, field))

    faults = []
    for unit_id in dict.fromkeys(change.unit_id for change in changes):
        if wanted.keys() & {(unit_id, "plan_number"), (unit_id, "plan_on")}:
            plan_on = then(unit_id, "plan_on")
            if plan_on and not then(unit_id, "plan_number"):
                faults.append(Fault(unit_id, "plan_number", "Có ngày thì ghi cả số kế hoạch."))
            if plan_on and plan_on > on:
                faults.append(Fault(unit_id, "plan_on", "Ngày kế hoạch không được sau hôm nay."))
        if wanted.keys() & {(unit_id, "no_source_left"), (unit_id, "no_source_reason")}:
            ticked, reason = then(unit_id, "no_source_left"), then(unit_id, "no_source_reason")
            if ticked and not reason:
                text = "Ghi lý do, ví dụ: thanh niên đi làm ăn xa."
                faults.append(Fault(unit_id, "no_source_reason", text))
            if reason and not ticked:
                text = "Đánh dấu «Không còn quần chúng» hoặc xóa lý do."
                faults.append(Fault(unit_id, "no_source_reason", text))
    return faults


def _add_missing_rows(year: int, changes: list[Change]) -> None:
    """Empty rows for units that have none yet, so that every row can be locked before it is compared."""
    touched = {change.unit_id for change in changes if change.field in YEAR_FIELDS}
    rows = [UnitYear(unit_id=unit_id, year=year) for unit_id in sorted(touched)]
    UnitYear.objects.bulk_create(rows, ignore_conflicts=True)


def _write_rows(changes: list[Change], stored: Stored, on: date) -> None:
    touched: dict[int, UnitYear] = {}
    for change in changes:
        if change.field not in YEAR_FIELDS:
            continue
        row = touched[change.unit_id] = stored.rows[change.unit_id]
        setattr(row, change.field, change.wanted)
        if change.field == "no_source_left":
            row.no_source_on = on if change.wanted else None
    if touched:
        UnitYear.objects.bulk_update(touched.values(), [*YEAR_FIELDS, "no_source_on"])


def _give_quotas(changes: list[Change], stored: Stored, document: Document | None, by: Officer) -> None:
    wanted: dict[int, dict[str, Value]] = {}
    for change in changes:
        if change.field in QUOTA_FIELDS:
            wanted.setdefault(change.unit_id, {})[change.field] = change.wanted
    if not wanted:
        return
    directive = directive_of(document.number, document.issued_on)
    rows = []
    for unit_id, values in wanted.items():
        now = stored.quotas.get(unit_id)
        carried = {field: getattr(now, field, None) for field in (*QUOTA_FIELDS, "workers")}
        rows.append(
            Quota(
                unit_id=unit_id,
                year=stored.year,
                directive=directive,
                given_on=document.issued_on,
                recorded_by=by,
                **carried | values,
            )
        )
    Quota.objects.bulk_create(rows)
