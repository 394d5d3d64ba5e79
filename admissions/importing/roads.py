"""The days of a row as steps of the road: in their order, none ahead of what must come before it."""

from __future__ import annotations

from datetime import date

from admissions.importing.cells import is_blank, shown
from admissions.importing.tables import Row, Table
from admissions.models import StageEvent
from admissions.pipeline import Entry
from admissions.regulation import BESIDE, LEFT, ROAD, Stage

STEPS = (Stage.SOURCE, Stage.LISTED, Stage.TRAINED, Stage.VOTED, Stage.DECIDED, Stage.HELD, Stage.RECOGNISED)
NUMBERED = frozenset({Stage.TRAINED, Stage.VOTED, Stage.DECIDED, Stage.RECOGNISED})


def read_road(table: Table, row: Row) -> list[Entry]:
    """The steps of a row. Days that run backwards, or numbers without their day, are faults."""
    entries: list[Entry] = []
    for stage in STEPS:
        on, number = row[stage.value], row[f"{stage.value}_number"] if stage in NUMBERED else None
        if on is not None:
            _check_day(table, row, stage, on, entries)
            entries.append(Entry(stage, on, number or ""))
        elif number and is_blank(row.raw.get(table.heading(stage.value))):
            table.fault(row, stage.value, f"ngày, vì đã ghi số {number}")
    if not entries and all(is_blank(row.raw.get(table.heading(stage.value))) for stage in STEPS):
        table.fault(
            row, Stage.SOURCE.value, "ít nhất một ngày, từ ngày vào nguồn đến ngày công nhận chính thức"
        )
    return entries


def _check_day(table: Table, row: Row, stage: Stage, on: date, before: list[Entry]) -> None:
    floor = max((e for e in before if not _may_precede(stage, e.stage)), key=lambda e: e.on, default=None)
    if floor is not None and on < floor.on:
        table.fault(
            row, stage.value, f"ngày từ {floor.on:%d/%m/%Y} trở đi ({table.heading(floor.stage.value)})"
        )
    elif row["birth_date"] is not None and on <= row["birth_date"]:
        table.fault(row, stage.value, f"ngày sau ngày sinh {row['birth_date']:%d/%m/%Y}")


def _may_precede(stage: Stage, other: Stage) -> bool:
    """A certificate older than the listing is taken, with a remark (HD38 I.1.1b–d)."""
    return stage is Stage.TRAINED and other is Stage.LISTED


def steps_to_add(table: Table, row: Row, entries: list[Entry], events: list[StageEvent]) -> list[Entry]:
    """Those steps of a row that the trail does not hold yet; one that contradicts the trail is a fault."""
    added = []
    for entry in entries:
        recorded = [event for event in events if event.stage == entry.stage]
        if not recorded:
            if _follows(table, row, entry, events):
                added.append(entry)
        elif not any(_same(entry, event) for event in recorded):
            _tell_difference(table, row, entry, recorded[-1])
    return added


def _same(entry: Entry, event: StageEvent) -> bool:
    return entry.on == event.happened_on and entry.document_number in ("", event.document_number)


def _tell_difference(table: Table, row: Row, entry: Entry, event: StageEvent) -> None:
    told = f"{event.happened_on:%d/%m/%Y}" + (
        f", số {event.document_number}" if event.document_number else ""
    )
    attribute = entry.stage.value if entry.on != event.happened_on else f"{entry.stage.value}_number"
    table.fault(
        row,
        attribute,
        f"như đã ghi ({told}); nếu bước đã ghi sai, hủy bước đó trên trang của người này trước",
    )


def _follows(table: Table, row: Row, entry: Entry, events: list[StageEvent]) -> bool:
    """May the step be added after the last one recorded?"""
    last = events[-1]
    label = Stage(last.stage).label
    if last.stage in LEFT:
        expected = f"để trống: «{label}» ngày {last.happened_on:%d/%m/%Y}"
    elif any(not event.imported for event in events[1:]):
        # An old book is taken as it stands; a road walked here is judged step by step.
        expected = f"để trống: người này đang được theo dõi ở đây (bước «{label}»); ghi bước sau trên trang của người này"
    elif ROAD.index(entry.stage) < ROAD.index(BESIDE.get(Stage(last.stage), Stage(last.stage))):
        expected = f"để trống: đã ghi đến bước «{label}»; muốn thêm bước ở giữa, hủy các bước sau trên trang của người này"
    elif entry.on < last.happened_on and not _may_precede(entry.stage, Stage(last.stage)):
        expected = f"ngày từ {last.happened_on:%d/%m/%Y} trở đi (bước «{label}» đã ghi)"
    else:
        return True
    table.fault(row, entry.stage.value, expected, shown(entry.on))
    return False
