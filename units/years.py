"""The one writer of what the office types about a year: own members, ledger lines and plans; quotas are handed on.

A caller says of each cell what he saw and what he wants. Only those cells are written, all of them or none, and
never over a value that someone else has written meanwhile.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from units import quotas
from units.cells import Change, Fault, Refused, Value, settle
from units.directives import Document
from units.models import LEDGER_IN, LEDGER_OUT, Officer, Quota, UnitYear
from units.quotas import QUOTA_FIELDS

YEAR_FIELDS = (
    "opening",
    *LEDGER_IN,
    *LEDGER_OUT,
    "plan_number",
    "plan_on",
    "resolution_number",
    "resolution_on",
    "no_source_left",
    "no_source_reason",
)

# Number, day and name of what a unit owes each year.
DOCUMENTS = (
    ("plan_number", "plan_on", "kế hoạch"),
    ("resolution_number", "resolution_on", "nghị quyết"),
)


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
        return cls(year, {row.unit_id: row for row in rows}, quotas.in_force(year, unit_ids, on))

    def value(self, unit_id: int, field: str) -> Value:
        """What stands in a cell; where there is no row yet, what an empty row holds."""
        if field in QUOTA_FIELDS:
            return quotas.value_of(self.quotas, unit_id, field)
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
    quotas.lock_units(unit_ids, by=by)
    _add_missing_rows(year, changes)
    stored = Stored.read(year, unit_ids, on, lock=True)
    faults = faults_in(changes, stored=stored, document=document, on=on)
    if faults:
        raise Refused(faults)
    changes = [change for change in changes if stored.value(change.unit_id, change.field) != change.wanted]
    _write_rows(changes, stored, on)
    given = [change for change in changes if change.field in QUOTA_FIELDS]
    quotas.write(given, now=stored.quotas, year=year, document=document or Document(), by=by)
    return len(changes)


def faults_in(
    changes: list[Change], *, stored: Stored, document: Document | None = None, on: date
) -> list[Fault]:
    """Everything that stands in the way of the changes, writing nothing. `on` is the day of writing.

    Refused are: a cell that someone else has changed meanwhile; a negative count; a quota without the number and day
    of its document, or by a document of the future, of a later year or older than the quota in force; a day of a plan
    without its number or in the future; "no source left" without a reason and the reverse.
    """
    kept, faults = settle(changes, lambda change: stored.value(change.unit_id, change.field))
    given = [change for change in kept if change.field in QUOTA_FIELDS]
    faults += quotas.document_faults(
        given, now=stored.quotas, year=stored.year, document=document or Document(), on=on
    )
    return faults + _pair_faults(kept, stored, on)


def _pair_faults(changes, stored: Stored, on: date) -> list[Fault]:
    """Faults between two cells of one unit that only make sense together."""
    wanted = {(change.unit_id, change.field): change.wanted for change in changes}

    def then(unit_id, field):
        return wanted.get((unit_id, field), stored.value(unit_id, field))

    faults = []
    for unit_id in dict.fromkeys(change.unit_id for change in changes):
        for number, day, name in DOCUMENTS:
            if wanted.keys() & {(unit_id, number), (unit_id, day)}:
                faults += _document_faults(unit_id, number, day, name, then, on)
        if wanted.keys() & {(unit_id, "no_source_left"), (unit_id, "no_source_reason")}:
            ticked, reason = then(unit_id, "no_source_left"), then(unit_id, "no_source_reason")
            if ticked and not reason:
                text = "Ghi lý do, ví dụ: thanh niên đi làm ăn xa."
                faults.append(Fault(unit_id, "no_source_reason", text))
            if reason and not ticked:
                text = "Đánh dấu «Không còn quần chúng» hoặc xóa lý do."
                faults.append(Fault(unit_id, "no_source_reason", text))
    return faults


def _document_faults(unit_id: int, number: str, day: str, name: str, then, on: date) -> Iterator[Fault]:
    """Faults of a plan or a resolution: its number and its day belong together."""
    issued_on = then(unit_id, day)
    if issued_on and not then(unit_id, number):
        yield Fault(unit_id, number, f"Có ngày thì ghi cả số {name}.")
    if issued_on and issued_on > on:
        yield Fault(unit_id, day, f"Ngày {name} không được sau hôm nay.")


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
