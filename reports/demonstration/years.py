"""Members, ledgers, plans and quotas of six years, so that every year closes on the next one's opening."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from reports.demonstration.places import (
    BASE,
    CELLS,
    MERGED,
    PLACES,
    PUPILS_QUOTA,
    ROOT,
    ROOT_QUOTA,
    SUCCESSOR,
    WITHOUT_SOURCE,
)
from reports.demonstration.roads import Almanac
from units.models import LEDGER_IN, Directive, Quota, Unit, UnitYear

YEARS = 6  # the present one and five before it
FEWEST = 3  # official members that make a cell
MERGED_MEMBERS = 8
CHANCES = {"transferred_in": 0.3, "transferred_out": 0.26, "died": 0.1, "struck_off": 0.025, "restored": 0.01}
WITHOUT_PLAN = ("BAN11", "BAN17", "TH2", "THUYDIEN", "HTX", "CHO")
NO_SOURCE_REASON = "thanh niên trong bản đi làm ăn xa, không còn người trong độ tuổi đủ điều kiện"
ISSUER = "Đảng ủy xã Bình Lưu (minh họa)"

Admissions = Mapping[tuple[str, int], int]  # decided, by unit code and year


@dataclass
class Commune:
    """What the pieces of the demonstration share: the units by code, the calendar, the day of the merger."""

    units: dict[str, Unit]
    almanac: Almanac
    random: Random
    merged_on: date

    @property
    def today(self) -> date:
        return self.almanac.today

    def stands(self, code: str, year: int) -> bool:
        return code != MERGED or year <= self.merged_on.year


def unit_years(commune: Commune, admissions: Admissions) -> list[UnitYear]:
    """A row for each cell and year, worked out backwards from the members of today; not saved."""
    rows = []
    for place in CELLS:
        closing = None
        for ago in range(YEARS):
            year = commune.today.year - ago
            if not commune.stands(place.code, year):
                continue
            row = UnitYear(unit=commune.units[place.code], year=year)
            if ago == 0:
                row.opening = place.members
            else:
                row.opening = _opening(commune, row, place.code, closing, admissions)
            if ago == 0:
                _move(commune, row, share=commune.today.timetuple().tm_yday / 366)
            closing = row.opening
            _plan(commune, row)
            rows.append(row)
    return rows + _base_plans(commune)


def _opening(commune: Commune, row: UnitYear, code: str, closing: int | None, admissions: Admissions) -> int:
    """Members at the start of a past year, from those at its end; a merger hands over at mid-year."""
    _move(commune, row, share=1)
    at_end = MERGED_MEMBERS if closing is None else closing
    if code == SUCCESSOR and row.year == commune.merged_on.year:
        at_end -= MERGED_MEMBERS
    gains = admissions.get((code, row.year), 0) + sum(getattr(row, line) for line in LEDGER_IN)
    losses = row.died + row.struck_off + row.transferred_out
    row.transferred_out += max(0, FEWEST - (at_end - gains + losses))
    losses = row.died + row.struck_off + row.transferred_out
    return at_end - gains + losses


def _move(commune: Commune, row: UnitYear, *, share: float) -> None:
    for line, chance in CHANCES.items():
        setattr(row, line, int(commune.random.random() < chance * share))


def _plan(commune: Commune, row: UnitYear) -> None:
    """Plan and resolution of the year, where the day for them has come; the cell that has no source left."""
    code, random = row.unit.code, commune.random
    plan_on = commune.almanac.working(date(row.year, 1, 12) + timedelta(days=random.randint(0, 40)))
    this_year = row.year == commune.today.year
    if plan_on <= commune.today and not (this_year and code in WITHOUT_PLAN):
        row.plan_number, row.plan_on = f"{random.randint(1, 6):02d}-KH/CB", plan_on
        if random.random() < 0.8:
            row.resolution_number, row.resolution_on = f"{random.randint(1, 9):02d}-NQ/CB", plan_on
    if code == WITHOUT_SOURCE and this_year:
        row.no_source_left, row.no_source_reason = True, NO_SOURCE_REASON
        row.no_source_on = commune.almanac.working(min(date(row.year, 3, 12), commune.today))


def _base_plans(commune: Commune) -> list[UnitYear]:
    """Plans of the party base; it has no members of its own."""
    rows = []
    for ago in range(YEARS):
        year = commune.today.year - ago
        plan_on = commune.almanac.working(date(year, 1, 20))
        if plan_on <= commune.today:
            rows.append(
                UnitYear(unit=commune.units[BASE], year=year, plan_number="02-KH/ĐU", plan_on=plan_on)
            )
    return rows


def quotas(commune: Commune) -> list[Quota]:
    """Every year's quotas by a directive of the December before, and the one re-issued at the merger; not saved."""
    rows = []
    for ago in range(YEARS):
        year = commune.today.year - ago
        directive = _directive(
            commune, f"{35 + ago}-KH/ĐU", date(year - 1, 12, 20), f"kết nạp đảng viên năm {year}"
        )
        shares = this_years_quotas() if ago == 0 else _past_quotas(commune, year)
        for code, members in shares.items():
            pupils = PUPILS_QUOTA.get(code) if code != ROOT else sum(PUPILS_QUOTA.values())
            rows.append(_quota(commune, code, year, directive, members, pupils))
        if year == commune.merged_on.year:
            notice = _directive(
                commune, "12-TB/ĐU", commune.merged_on, "giao lại chỉ tiêu sau sáp nhập chi bộ"
            )
            rows.append(_quota(commune, SUCCESSOR, year, notice, shares[SUCCESSOR] + shares[MERGED], None))
    return rows


def this_years_quotas() -> dict[str, int]:
    """Quota by unit code; units that were given none are left out."""
    return {ROOT: ROOT_QUOTA} | {place.code: place.quota for place in PLACES if place.quota is not None}


def _past_quotas(commune: Commune, year: int) -> dict[str, int]:
    """A past year's quota, spread by chance over the cells with their members as weights."""
    whole = 20 + year % 3
    cells = [place for place in CELLS if commune.stands(place.code, year) and place.code != WITHOUT_SOURCE]
    drawn = commune.random.choices(cells, [place.members or MERGED_MEMBERS for place in cells], k=whole)
    shares = Counter({place.code: 0 for place in PLACES if commune.stands(place.code, year)})
    for place in drawn:
        shares[place.code] += 1
        if place.parent == BASE:
            shares[BASE] += 1
    return {ROOT: whole, **shares}


def _quota(
    commune: Commune, code: str, year: int, directive: Directive, members: int, pupils: int | None
) -> Quota:
    return Quota(
        unit=commune.units[code],
        year=year,
        members=members,
        pupils=pupils,
        directive=directive,
        given_on=directive.issued_on,
    )


def _directive(commune: Commune, number: str, on: date, title: str) -> Directive:
    return Directive.objects.create(
        number=number, issued_on=commune.almanac.working(on), issuer=ISSUER, title=title
    )
