"""What was done to the units of the demonstration commune: one merged, one renamed, both by a decision."""

from __future__ import annotations

from datetime import timedelta

from admissions import regrouping
from reports.demonstration.places import BY_CODE, MERGED, RENAMED, SUCCESSOR
from reports.demonstration.years import ISSUER, Commune
from units.models import Officer
from units.reorganise import Alter, Basis, Close

RENAMED_AFTER = 92  # days after the merger


def merge(commune: Commune, *, by: Officer) -> None:
    """Last year's merger."""
    merged, successor = commune.units[MERGED], commune.units[SUCCESSOR]
    on = commune.merged_on
    title = f"về sáp nhập {BY_CODE[MERGED].name} vào {BY_CODE[SUCCESSOR].name}"
    basis = _basis(commune, "118-QĐ/ĐU", on, title)
    regrouping.carry_out(Close(merged, successor), on=on, basis=basis, by=by)


def rename(commune: Commune, *, by: Officer) -> None:
    """The new name that followed; the last act, on which nothing rests."""
    renamed, name = commune.units[RENAMED], BY_CODE[RENAMED].name
    on = commune.merged_on + timedelta(days=RENAMED_AFTER)
    basis = _basis(commune, "164-QĐ/ĐU", on, f"về đổi tên {renamed.name}")
    regrouping.carry_out(Alter(renamed, name, renamed.kind, renamed.parent), on=on, basis=basis, by=by)


def _basis(commune: Commune, number: str, on, title: str) -> Basis:
    """A decision of the week before."""
    return Basis(number, commune.almanac.working(on - timedelta(days=7)), issuer=ISSUER, title=title)
