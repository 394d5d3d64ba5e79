"""The book of monthly reviews of the demonstration: two months, the last one nearly complete."""

from __future__ import annotations

from datetime import date, timedelta

from admissions import list_act
from admissions.deadlines.units import stood_in
from admissions.list_act import Choice, Outcome
from admissions.list_sheet import Sheet
from admissions.regulation import Stage, add_months
from admissions.regulation.reviews import first_of_month, last_of_month
from reports.demonstration.years import Commune
from units.models import Officer, Unit

MONTHS = 2
LEFT_OUT = ("BAN07", "BAN11")  # cells that have not reviewed last month's list
DAYS_BEFORE_END = 4


def review_lists(commune: Commune, *, by: Officer) -> None:
    """Enter the reviews of the months gone by, each with a line for everybody on the list."""
    this_month = first_of_month(commune.today)
    for back in range(MONTHS, 0, -1):
        month = add_months(this_month, -back)
        for number, (code, unit) in enumerate(sorted(commune.units.items()), start=1):
            reviewed = back > 1 or code not in LEFT_OUT
            if reviewed and stood_in(unit, month):
                _review(commune, unit, month, f"{month.month * 2 + number % 7}-NQ/CB", by=by)


def _review(commune: Commune, unit: Unit, month: date, number: str, *, by: Officer) -> None:
    """Everybody stays; who came by a resolution of that month is told as part of it."""
    sheet = Sheet.read(unit, month)
    if not unit.is_committee and not sheet.listed:
        return
    on, number = _resolution(commune, sheet, month, number)
    choices = [
        Choice(one.pk, "" if one.is_source else Outcome.STAYS, "", one.seen, one.seen_move)
        for one in [*sheet.listed, *sheet.sources]
    ]
    list_act.record(
        unit,
        month,
        on=on,
        number="" if unit.is_committee else number,
        choices=choices,
        was=sheet.token,
        by=by,
    )


def _resolution(commune: Commune, sheet: Sheet, month: date, number: str) -> tuple[date, str]:
    """Day and number: those by which somebody came onto the list that month, else days before its end."""
    for step in (one.entered for one in sheet.listed):
        in_month = month <= step.happened_on <= last_of_month(month)
        if in_month and step.stage == Stage.LISTED and step.document_number:
            return step.happened_on, step.document_number
    return commune.almanac.working(last_of_month(month) - timedelta(days=DAYS_BEFORE_END)), number
