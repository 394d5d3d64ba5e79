"""The sheet Số liệu năm: a unit's members and ledger lines, and its quota by a dated document."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from admissions.importing.cells import shown
from admissions.importing.findings import Change, Counts
from admissions.importing.known import Place, Places, expected_unit
from admissions.importing.tables import Row, Table
from units.models import LEDGER_IN, LEDGER_OUT, Directive, Officer, Quota, UnitYear

FIELDS = ("opening", "no_source_left", *LEDGER_IN, *LEDGER_OUT)


@dataclass
class NewQuota:
    """A quota that is not in force yet: whose, which year, how many, by which document."""

    place: Place
    row: Row
    members: int | None
    pupils: int | None
    given_on: date


@dataclass
class YearPlan:
    """Rows to be made, rows to be changed, quotas to be given."""

    made: list[tuple[Place, UnitYear]] = field(default_factory=list)
    changed: list[tuple[UnitYear, list[str]]] = field(default_factory=list)
    quotas: list[NewQuota] = field(default_factory=list)

    def write(self, by: Officer | None) -> None:
        for place, year in self.made:
            year.unit = place.unit
        UnitYear.objects.bulk_create([year for _, year in self.made])
        for year, names in self.changed:
            year.save(update_fields=names)
        directives = _Directives()
        Quota.objects.bulk_create(
            Quota(
                unit=new.place.unit,
                year=new.row["year"],
                members=new.members,
                pupils=new.pupils,
                directive=directives.find_or_make(new.row["directive"], new.row["given_on"]),
                given_on=new.given_on,
                recorded_by=by,
            )
            for new in self.quotas
        )


class YearRows:
    """Reads the rows of the sheet into a plan."""

    def __init__(self, table: Table, places: Places, officer: Officer | None):
        self.table, self.places, self.officer = table, places, officer
        self.plan = YearPlan()
        self.seen: dict[tuple[Place, int], int] = {}
        years = {row["year"] for row in table.rows if row["year"]}
        self.years = {(y.unit_id, y.year): y for y in UnitYear.objects.filter(year__in=years)}
        self.quotas: dict[tuple[int, int], list[Quota]] = defaultdict(list)
        for quota in (
            Quota.objects.filter(year__in=years).order_by("given_on", "id").select_related("directive")
        ):
            self.quotas[quota.unit_id, quota.year].append(quota)

    def read(self) -> YearPlan:
        counts = self.table.findings.counts.setdefault(self.table.title, Counts())
        for row in self.table.rows:
            place = self._place(row)
            if place is None or row["year"] is None or not self._once(row, place):
                continue
            states = {self._year(row, place), self._quota(row, place)} - {""}
            if not states:
                self.table.remark(row, "Hàng không có số liệu nào, không ghi gì.")
            counts.add(states.pop() if len(states) == 1 else "changed" if states else "same")
        return self.plan

    def _place(self, row: Row) -> Place | None:
        if row["code"] is None:
            return None
        place = self.places.find(row["code"])
        if place is None:
            self.table.fault(row, "code", expected_unit(self.officer))
        return place

    def _once(self, row: Row, place: Place) -> bool:
        first = self.seen.setdefault((place, row["year"]), row.number)
        if first != row.number:
            self.table.fault(row, "code", f"mỗi đơn vị một hàng cho một năm; đã có ở hàng {first}")
        return first == row.number

    def _year(self, row: Row, place: Place) -> str:
        given = {name: row[name] for name in FIELDS if row[name] is not None}
        if not given:
            return ""
        recorded = self.years.get((place.unit.pk, row["year"]))
        if recorded is None:
            self.plan.made.append((place, UnitYear(year=row["year"], **given)))
            return "new"
        altered = [name for name, value in given.items() if getattr(recorded, name) != value]
        for name in altered:
            self._change(row, name, getattr(recorded, name), given[name])
            setattr(recorded, name, given[name])
        if altered:
            self.plan.changed.append((recorded, altered))
        return "changed" if altered else "same"

    def _quota(self, row: Row, place: Place) -> str:
        if row["quota"] is None and row["pupils"] is None:
            if row["directive"] or row["given_on"]:
                self.table.remark(row, "Có văn bản giao nhưng không có chỉ tiêu: không ghi văn bản.")
            return ""
        history = self.quotas.get((place.unit.pk, row["year"]), [])
        if _given_already(row, history):
            return "same"
        given_on = row["given_on"] or date(row["year"], 1, 1)
        if history and given_on < history[-1].given_on and row["given_on"] is None:
            after = f"ngày của văn bản giao lại (từ {history[-1].given_on:%d/%m/%Y}), vì chỉ tiêu khác chỉ tiêu đã ghi"
            self.table.fault(row, "given_on", after)
            return "changed"
        if given_on.year > row["year"]:
            self.table.remark(row, f"Văn bản ký sau năm {row['year']}: chỉ tiêu được ghi nhưng không tính.")
        earlier = [quota for quota in history if quota.given_on <= given_on]
        members, pupils = row["quota"], row["pupils"]
        if earlier:
            members, pupils = _or(members, earlier[-1].members), _or(pupils, earlier[-1].pupils)
        if earlier != history:
            self.table.remark(
                row,
                f"Chỉ tiêu cũ hơn chỉ tiêu giao ngày {history[-1].given_on:%d/%m/%Y}, không thay chỉ tiêu đó.",
            )
        elif history:
            self._change(row, "quota", history[-1].members, members)
            self._change(row, "pupils", history[-1].pupils, pupils)
        self.plan.quotas.append(NewQuota(place, row, members, pupils, given_on))
        return "changed" if history else "new"

    def _change(self, row: Row, name: str, old, new) -> None:
        if isinstance(new, bool):
            old, new = ("x" if value else None for value in (old, new))
        if old == new:
            return
        who = f"{row['code']} {row['year']}"
        change = Change(self.table.title, row.number, who, self.table.heading(name), shown(old), shown(new))
        self.table.findings.changes.append(change)


def _given_already(row: Row, history: list[Quota]) -> bool:
    """Is the same quota recorded: the same numbers, by the same document where the row names one?

    Any row of the past will do where the document is named, so that an old workbook does not undo a newer quota;
    without a document the numbers in force count.
    """
    if row["directive"] is None and row["given_on"] is None:
        history = history[-1:]
    for quota in history:
        number = quota.directive.number if quota.directive else None
        same_document = row["directive"] in (None, number) and row["given_on"] in (None, quota.given_on)
        if same_document and row["quota"] in (None, quota.members) and row["pupils"] in (None, quota.pupils):
            return True
    return False


def _or(told: int | None, recorded: int | None) -> int | None:
    return recorded if told is None else told


class _Directives:
    """Documents by number and day, read once, made where missing."""

    def __init__(self):
        self.known = {(d.number, d.issued_on): d for d in Directive.objects.order_by("-pk")}

    def find_or_make(self, number: str | None, issued_on: date | None) -> Directive | None:
        if number is None:
            return None
        key = number, issued_on
        if key not in self.known:
            self.known[key] = Directive.objects.create(number=number, issued_on=issued_on)
        return self.known[key]
