"""The sheet Đơn vị: which units are founded, corrected, closed, and who supervises them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from admissions.importing.findings import Change, Counts
from admissions.importing.known import Place, Places, expected_unit, key_of
from admissions.importing.tables import Row, Table
from units import reorganise
from units.models import COMMITTEES, Kind, Officer, Supervision, Unit

CORRECTABLE = ("name", "kind", "owes_pupil", "secretary")
DEPTH_LIMIT = 12  # levels that a path has room for


@dataclass
class UnitPlan:
    """What the sheet asks for, in the order in which it can be done."""

    founded: list[Place] = field(default_factory=list)
    corrected: list[tuple[Unit, dict]] = field(default_factory=list)
    closed: list[Place] = field(default_factory=list)
    supervised: list[tuple[Place, str, date]] = field(default_factory=list)

    def write(self) -> None:
        for place in self.founded:
            _found(place)
        for unit, fields in self.corrected:
            reorganise.correct(unit, **fields)
        for place, member, since in self.supervised:
            _supervise(place, member, since)
        for place in self.closed:
            # Read again: a closing before this one may have moved either of them.
            unit, into = (Unit.objects.get(pk=one.unit.pk) for one in (place, place.successor))
            reorganise.close(unit, into=into, on=place.closed_on)


class UnitRows:
    """Reads the rows of the sheet into `places` and a plan."""

    def __init__(self, table: Table, places: Places, officer: Officer | None, earliest: date):
        self.table, self.places, self.officer, self.earliest = table, places, officer, earliest
        self.claimed: dict[Place, Row] = {}
        self.plan = UnitPlan()
        self.open = {s.unit_id: s.member for s in Supervision.objects.filter(until__isnull=True)}

    def read(self) -> UnitPlan:
        pairs = [(row, place) for row in self.table.rows if (place := self._claim(row))]
        fresh = [(row, place) for row, place in pairs if place.is_new]
        for row, place in fresh:
            self._hang(row, place)
        for row, place in sorted(fresh, key=lambda pair: len(list(pair[1].above()))):
            self._check_height(row, place)
            self._date(row, place)
            self.plan.founded.append(place)
        for row, place in pairs:
            self._close(row, place)
        self._order_closings()
        counts = self.table.findings.counts.setdefault(self.table.title, Counts())
        for row, place in pairs:
            counts.add("new" if place.is_new else self._compare(row, place))
            self._plan_supervision(row, place)
        return self.plan

    def _claim(self, row: Row) -> Place | None:
        """The place a row speaks of; a new one joins `places` even if the row is at fault elsewhere."""
        if row["code"] is None:
            return None
        place = self.places.by_code.get(key_of(row["code"]))
        if place in self.claimed:
            self.table.fault(
                row, "code", f"mỗi mã một hàng; mã này đã có ở hàng {self.claimed[place].number}"
            )
            return None
        if place is None:
            unit = Unit(
                code=row["code"],
                name=row["name"] or row["code"],
                kind=row["kind"] or Kind.OTHER,
                owes_pupil=bool(row["owes_pupil"]),
                secretary=row["secretary"] or "",
            )
            place = self.places.by_code[key_of(unit.code)] = Place(unit)
        elif not place.visible:
            self.table.fault(row, "code", expected_unit(self.officer))
            return None
        self.claimed[place] = row
        return place

    def _hang(self, row: Row, place: Place) -> None:
        code = row["parent"]
        if code is None:
            self._root(row, place)
            return
        parent = self.places.find(code)
        if parent is None:
            self.table.fault(row, "parent", expected_unit(self.officer))
        elif parent is place:
            self.table.fault(row, "parent", "mã của đơn vị khác: một đơn vị không thể trực thuộc chính nó")
        elif parent.unit.closed_on is not None:
            self.table.fault(
                row, "parent", f"đơn vị đang hoạt động; {parent.unit} đã kết thúc {parent.closed_on:%d/%m/%Y}"
            )
        else:
            place.parent, place.unit.parent = parent, parent.unit
            if parent.unit.kind not in COMMITTEES:
                self.table.remark(row, f"Cấp trên {parent.unit} là chi bộ, không phải đảng bộ.")

    def _root(self, row: Row, place: Place) -> None:
        others = [
            other for other in self.places.roots() if other is not place and other not in self._unhung(row)
        ]
        if not self.places.founder:
            self.table.fault(row, "parent", expected_unit(self.officer))
        elif fresh := [other for other in others if other.is_new]:
            root = fresh[0].unit
            self.table.fault(row, "parent", f"mã cấp trên; đảng bộ gốc của tệp là {root} (mã {root.code})")
        elif row["kind"] is not None and place.unit.kind not in COMMITTEES:
            self.table.fault(row, "parent", "mã cấp trên; chỉ đảng bộ mới đứng đầu cây")
        elif others and place.is_new:
            self.table.remark(row, f"Thêm một đảng bộ gốc; hệ thống đã có {others[0].unit}.")

    def _unhung(self, row: Row) -> set[Place]:
        """New places of rows further down, or with a parent still to be looked up: no roots yet."""
        return {
            place
            for place, other in self.claimed.items()
            if place.is_new and (other.number > row.number or other["parent"])
        }

    def _check_height(self, row: Row, place: Place) -> None:
        above = list(place.above())
        if above and above[-1].parent is place:
            path = " → ".join(one.code for one in (place, *above, place))
            self.table.fault(row, "parent", f"cấp trên không tạo thành vòng ({path})")
        elif len(above) >= DEPTH_LIMIT:
            self.table.fault(row, "parent", f"cây tổ chức nhiều nhất {DEPTH_LIMIT} cấp")

    def _date(self, row: Row, place: Place) -> None:
        lowest = place.parent.unit.founded_on if place.parent else None
        since = row["since"] or max(self.earliest, lowest or self.earliest)
        if row["since"] and lowest and since < lowest:
            self.table.fault(row, "since", f"ngày từ {lowest:%d/%m/%Y}, khi {place.parent.unit} bắt đầu")
        place.unit.founded_on = place.since = since

    def _close(self, row: Row, place: Place) -> None:
        if row["until"] is None:
            if row["into"] is not None and not place.unit.closed_on:
                self.table.fault(row, "until", "ngày kết thúc, vì đã ghi đơn vị sáp nhập vào")
            return
        into = self.places.find(row["into"]) if row["into"] else place.parent
        if place.unit.closed_on:
            self._check_closed(row, place, into)
        elif into is None and row["into"]:
            self.table.fault(row, "into", expected_unit(self.officer))
        elif into is None:
            self.table.fault(row, "until", "để trống: đảng bộ gốc không kết thúc được")
        elif into is place or place in into.above() or into.unit.closed_on:
            self.table.fault(row, "into", "mã của đơn vị khác đang hoạt động, không nằm dưới đơn vị này")
        elif row["until"] <= place.since:
            self.table.fault(
                row, "until", f"ngày sau {place.since:%d/%m/%Y}, khi đơn vị bắt đầu ở vị trí hiện nay"
            )
        else:
            place.closed_on, place.successor = row["until"], into
            self.plan.closed.append(place)

    def _check_closed(self, row: Row, place: Place, into: Place | None) -> None:
        if row["until"] != place.unit.closed_on:
            self.table.fault(row, "until", f"{place.unit.closed_on:%d/%m/%Y}, ngày kết thúc đã ghi")
        elif row["into"] and into is not place.successor:
            self.table.fault(row, "into", f"{place.successor.code}, đơn vị tiếp nhận đã ghi")

    def _order_closings(self) -> None:
        """By day; of one day first what goes into another one that closes too."""
        ends: dict[Place, int] = {}
        for place in self.plan.closed:
            row, chain = self.claimed[place], [place]
            while (after := chain[-1].successor) is not None and after not in chain:
                chain.append(after)
            ends[place] = len(chain)
            into = place.successor
            if after is not None:
                self.table.fault(row, "into", "các đơn vị sáp nhập vào nhau không tạo thành vòng")
            elif into.closed_on and into.closed_on < place.closed_on:
                self.table.fault(
                    row, "into", f"đơn vị còn hoạt động; {into.unit} kết thúc {into.closed_on:%d/%m/%Y}"
                )
        self.plan.closed.sort(key=lambda place: (place.closed_on, -ends[place]))
        for place in self.plan.closed:
            left = [o.code for o in self.places.by_code.values() if o.parent is place and o.closed_on is None]
            if left:
                self.table.remark(
                    self.claimed[place], f"Kết thúc khi còn đơn vị trực thuộc: {', '.join(left)}."
                )

    def _compare(self, row: Row, place: Place) -> str:
        """State of a unit recorded already: name, kind and people may be corrected, its place may not."""
        unit = place.unit
        parent = self.places.by_code.get(key_of(row["parent"])) if row["parent"] else place.parent
        if parent is not place.parent or (row["parent"] and parent is None):
            there = place.parent.code if place.parent else "(gốc)"
            self.table.fault(
                row,
                "parent",
                f"{there}, cấp trên đã ghi; chuyển cấp trên là việc tổ chức lại có ngày và văn bản",
            )
        if row["since"] and row["since"] != unit.founded_on:
            self.table.fault(
                row, "since", f"{unit.founded_on:%d/%m/%Y}, ngày thành lập đã ghi, hoặc để trống"
            )
        fields = {name: row[name] for name in CORRECTABLE if row[name] not in (None, getattr(unit, name))}
        for name, value in fields.items():
            self._change(row, name, getattr(unit, name), value)
        if fields:
            self.plan.corrected.append((unit, fields))
        supervised = row["supervisor"] and not place.closed_on and row["supervisor"] != self.open.get(unit.pk)
        if supervised:
            self._change(row, "supervisor", self.open.get(unit.pk, ""), row["supervisor"])
        if place in self.plan.closed:
            self._change(row, "until", "", f"{place.closed_on:%d/%m/%Y} → {place.successor.code}")
        return "changed" if fields or supervised or place in self.plan.closed else "same"

    def _change(self, row: Row, name: str, old, new) -> None:
        if name == "kind":
            old, new = Kind(old).label, Kind(new).label
        if isinstance(new, bool):
            old, new = ("x" if value else "" for value in (old, new))
        change = Change(
            self.table.title,
            row.number,
            row["code"],
            self.table.heading(name),
            old or "(trống)",
            new or "(trống)",
        )
        self.table.findings.changes.append(change)

    def _plan_supervision(self, row: Row, place: Place) -> None:
        member = row["supervisor"]
        if member and (place.is_new or (not place.closed_on and member != self.open.get(place.unit.pk))):
            since = row["since"] if place.is_new else None
            self.plan.supervised.append((place, member, since or timezone.localdate()))


def _found(place: Place) -> None:
    """Found the planned unit; its instance, which others already point at, becomes the saved one."""
    unit = place.unit
    saved = reorganise.found(
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        since=unit.founded_on,
        parent=place.parent.unit if place.parent else None,
        owes_pupil=unit.owes_pupil,
        secretary=unit.secretary,
    )
    unit.pk, unit.path, unit.parent, unit._state = saved.pk, saved.path, saved.parent, saved._state


def _supervise(place: Place, member: str, since: date) -> None:
    """Record who answers for a unit from `since`; whoever did so before does so no longer."""
    before = Supervision.objects.filter(unit=place.unit, until__isnull=True).first()
    if before is not None and before.since >= since:
        before.member, before.officer = member, None
        before.save(update_fields=["member", "officer"])
        return
    if before is not None:
        before.until = since
        before.save(update_fields=["until"])
    until = place.closed_on if place.closed_on and place.closed_on > since else None
    Supervision.objects.create(unit=place.unit, member=member, since=since, until=until)
