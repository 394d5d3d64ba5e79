"""What another year rule would do to the figures: both are worked out, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from reports import figures
from reports.figures import Figures
from reports.flags import LABELS, Flag
from units.models import Unit
from units.periods import Period
from units.templatetags.vietnamese import number, percent

YEARS_TOLD = 6
RULED = ("school_without_pupil", "low_progress", "review_missing")  # flags that rest on a rule


@dataclass(frozen=True)
class UnitEffect:
    """One unit whose flags or counts another rule would change."""

    before: Figures
    after: Figures

    @property
    def gone(self) -> list[Flag]:
        """Flags it would lose."""
        kept = {flag.code for flag in self.after.flags}
        return [flag for flag in self.before.flags if flag.code not in kept]

    @property
    def come(self) -> list[Flag]:
        """Flags it would get."""
        known = {flag.code for flag in self.before.flags}
        return [flag for flag in self.after.flags if flag.code not in known]

    @property
    def counts(self) -> list[tuple[str, int, int]]:
        """Admissions and pupils that would be counted otherwise: what, before, after."""
        told = (("kết nạp", "admitted"), ("học sinh", "pupils_admitted"))
        pairs = [(label, getattr(self.before, name), getattr(self.after, name)) for label, name in told]
        return [pair for pair in pairs if pair[1] != pair[2]]


@dataclass(frozen=True)
class YearEffect:
    """What another rule would do to a year of a committee."""

    before: Figures
    after: Figures
    past: bool  # the year is over: its figures may have been reported

    @property
    def year(self) -> int:
        return self.before.period.year

    @property
    def lines(self) -> list[tuple[str, str, str, bool]]:
        """The committee's own figures: what, before, after, whether they differ."""
        old, new = _told(self.before), _told(self.after)
        return [(what, old[what], new[what], old[what] != new[what]) for what in old]

    @property
    def units(self) -> list[UnitEffect]:
        """Units below whose flags or counts would change, in the order of the tree."""
        after = {told.node.unit_id: told for told in self.after.subtree()}
        pairs = [UnitEffect(told, after[told.node.unit_id]) for told in self.before.subtree()]
        return [pair for pair in pairs[1:] if pair.gone or pair.come or pair.counts]

    @property
    def changes(self) -> bool:
        return any(line[3] for line in self.lines) or bool(self.units)


def _told(told: Figures) -> dict[str, str]:
    """A committee's figures in words, by what they are."""
    base = (
        f"{number(told.members_base)} ({told.base_date:%d/%m/%Y})" if told.members_base is not None else "—"
    )
    bands = [flag.label for flag in told.flags if flag.code.endswith("_band")]
    return {
        "Kết nạp": number(told.admitted),
        "Cơ số": base,
        "Tỷ lệ kết nạp": percent(told.rate),
        "Số người cần để đạt mức thấp nhất": number(told.needed_min),
        "Số người ứng với mức cao nhất": number(told.needed_max),
        "Khung mục tiêu": ", ".join(bands) or "—",
        "Học sinh kết nạp": number(told.pupils_admitted),
        "Đơn vị có lưu ý": _flagged(told),
    }


def _flagged(told: Figures) -> str:
    """How many units carry each flag that rests on the rule."""
    codes = [flag.code for unit in told.subtree() for flag in unit.flags]
    counted = [(LABELS[code], codes.count(code)) for code in RULED]
    return "; ".join(f"{label}: {count}" for label, count in counted if count) or "—"


def effects_of(
    write: Callable[[], object], root: Unit, years: list[int], *, today: date
) -> Iterator[YearEffect]:
    """What `write` would do to years of a committee, each up to `today`. What it writes is taken back.

    Twelve queries a year beside those of `write`.
    """
    periods = [Period.of(year, today=today) for year in years]
    before = [figures.for_period(root, period) for period in periods]
    with transaction.atomic():
        write()
        after = [figures.for_period(root, period) for period in periods]
        transaction.set_rollback(True)
    for old, new in zip(before, after, strict=True):
        yield YearEffect(old, new, past=old.period.year < today.year)


def years_touched(year: int, last: int | None, this_year: int) -> tuple[list[int], int]:
    """The years whose figures a rule of `year` decides, to its `last` one or to this year, and how many are left out.

    A year to come is told alone: it has no figures yet but may have a base.
    """
    years = list(range(year, min(last or this_year, this_year) + 1)) or [year]
    return years[:YEARS_TOLD], max(0, len(years) - YEARS_TOLD)
