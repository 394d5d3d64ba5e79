"""The sheet Quần chúng: which people are entered, whose record changes, which steps are added to whose trail."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from admissions import pipeline
from admissions.importing import words
from admissions.importing.cells import shown
from admissions.importing.findings import Change, Counts
from admissions.importing.known import Place, Places, expected_unit
from admissions.importing.people_plan import PeoplePlan
from admissions.importing.recorded import Identity, Person, Recorded, namesakes
from admissions.importing.roads import read_road, steps_to_add
from admissions.importing.tables import Row, Table
from admissions.models import Candidate, Organisation, SourceGroup
from admissions.pipeline import Entry
from admissions.regulation import Stage, add_months, edition_on
from admissions.rulebook import Rulebook
from units.models import Officer
from units.names import fold

PERSONAL = (
    "sex",
    "ethnic_group",
    "religion",
    "occupation",
    "schooling",
    "qualification",
    "readmission",
    "note",
)
LISTS = ("sex", "occupation", "schooling", "qualification")


class PeopleRows:
    """Reads the rows of the sheet into a plan."""

    def __init__(self, table: Table, places: Places, officer: Officer | None, *, lock: bool = False):
        self.table, self.places, self.officer, self.lock = table, places, officer, lock
        self.plan = PeoplePlan()
        self.counts = table.findings.counts.setdefault(table.title, Counts())
        self.rulebook = Rulebook.read()
        self.today = timezone.localdate()
        self.grown_up = edition_on(self.rulebook.editions, self.today).age_min
        organisations = list(Organisation.objects.all())
        self.organisations = words.organisations_by_word(organisations)
        self.bodies = "; ".join(organisation.name for organisation in organisations)
        self.youth = next(o for o in organisations if o.code == Organisation.YOUTH_UNION)
        self.groups = _by_name(SourceGroup.objects.all())
        self.seen: dict[Identity, int] = {}

    def read(self) -> PeoplePlan:
        homes = {row.number: self._place(row) for row in self.table.rows}
        self.recorded = Recorded(self.places, {p.standing() for p in homes.values() if p}, lock=self.lock)
        self.namesakes = namesakes(self.officer)
        for row in self.table.rows:
            self._read(row, homes[row.number])
        return self.plan

    def _place(self, row: Row) -> Place | None:
        place = self.places.find(row["code"]) if row["code"] else None
        if place is None and row["code"]:
            self.table.fault(row, "code", expected_unit(self.officer))
        return place

    def _read(self, row: Row, place: Place | None) -> None:
        entries = read_road(self.table, row)
        row.values["introduced_by"] = self._organisation(row)
        row.values["source_groups"] = self._groups(row)
        if place is None or row["name"] is None or row["birth_date"] is None:
            return
        identity = fold(row["name"]), row["birth_date"], place.standing()
        first = self.seen.setdefault(identity, row.number)
        if first != row.number:
            self.table.fault(
                row, "name", f"mỗi người một hàng; cùng tên, ngày sinh và đơn vị với hàng {first}"
            )
        if row.faulty:
            return
        self._remark(row, entries)
        person = self.recorded.find(identity)
        self.counts.add(
            self._change(row, place, entries, person) if person else self._enter(row, place, entries)
        )

    def _organisation(self, row: Row) -> Organisation | None:
        text = row["introduced_by"]
        found = self.organisations.get(words.plain(text)) if text else None
        if text and found is None:
            self.table.fault(row, "introduced_by", f"một trong: {self.bodies}")
        return found

    def _groups(self, row: Row) -> list[SourceGroup] | None:
        if row["source_groups"] is None:
            return None
        found = {}
        for text in filter(str.strip, row["source_groups"].split(";")):
            group = self.groups.get(words.plain(text))
            if group is None:
                names = "; ".join(dict.fromkeys(group.name for group in self.groups.values()))
                self.table.fault(
                    row,
                    "source_groups",
                    f"các đối tượng cách nhau bằng dấu chấm phẩy, trong: {names}",
                    text.strip(),
                )
            else:
                found[group.pk] = group
        return list(found.values())

    def _remark(self, row: Row, entries: list[Entry]) -> None:
        stages = {entry.stage for entry in entries}
        raw = str(row.raw[self.table.heading("name")])
        if raw.isupper():
            self.table.remark(row, f"Tên viết toàn chữ hoa «{shown(raw)}», ghi thành «{row['name']}».")
        if add_months(row["birth_date"], 12 * self.grown_up) > self.today:
            self.table.remark(row, f"Hôm nay chưa đủ {self.grown_up} tuổi.")
        if stages & {Stage.HELD, Stage.RECOGNISED} and Stage.DECIDED not in stages:
            self.table.remark(row, "Thiếu ngày quyết định: chưa được tính vào số kết nạp.")
        if Stage.DECIDED not in stages and "da ket nap" in fold(row["note"] or ""):
            self.table.remark(row, "Ghi chú nói đã kết nạp nhưng không có ngày quyết định.")

    def _enter(self, row: Row, place: Place, entries: list[Entry]) -> str:
        candidate = Candidate(
            unit=place.standing().unit,
            birth_date=row["birth_date"],
            introduced_by=row["introduced_by"],
            imported=True,
            entered_by=self.officer,
            **{name: row[name] for name in PERSONAL if row[name] is not None},
        )
        candidate.set_name(row["name"])
        elsewhere = self.namesakes.get((candidate.name_folded, candidate.birth_date))
        if elsewhere:
            self.table.remark(
                row,
                f"Đã có người cùng tên, cùng ngày sinh ở {', '.join(elsewhere)}; hàng này vẫn ghi thành người mới.",
            )
        self.plan.entered.append(candidate)
        self._take_over(row, place, candidate, entries)
        if row["youth_union"]:
            self.plan.joined.append((candidate, self.youth))
        self.plan.grouped.extend((candidate, group) for group in row["source_groups"] or ())
        return "new"

    def _take_over(
        self, row: Row, place: Place, candidate: Candidate, entries: list[Entry], standing=()
    ) -> None:
        """Plan the rows of the trail; what would have stood in their way is remarked."""
        events = pipeline.take_over(
            candidate,
            entries,
            by=self.officer,
            rulebook=self.rulebook,
            standing=standing,
            unit_then=lambda day: place.on(day).unit,
        )
        for event in events:
            for line in filter(None, event.remark.split("\n")):
                self.table.remark(row, f"«{event.stage_label}»: {line}")
        self.plan.events.extend(events)

    def _change(self, row: Row, place: Place, entries: list[Entry], person: Person) -> str:
        candidate = person.candidate
        added = steps_to_add(self.table, row, entries, person.events)
        if row.faulty:
            return "changed"
        names = self._alter(row, place, candidate)
        altered = bool(names) | self._alter_youth(row, person) | self._alter_groups(row, person)
        if added:
            before = candidate.stage_label
            self._take_over(row, place, candidate, added, person.events)
            names |= {"stage", "stage_since"}
            self._tell(row, "Bước", before, candidate.stage_label)
        if names:
            self.plan.changed.append((candidate, names))
        return "changed" if altered or added else "same"

    def _alter(self, row: Row, place: Place, candidate: Candidate) -> set[str]:
        """Repeat on the person what the row tells otherwise; names of the columns that changed."""
        told = {name: row[name] for name in (*PERSONAL, "introduced_by") if row[name] is not None}
        altered = {name for name, value in told.items() if getattr(candidate, name) != value}
        for name in sorted(altered):
            old = getattr(candidate, name)
            setattr(candidate, name, told[name])
            new = getattr(candidate, name)
            if name in LISTS:
                old, new = (self._label(candidate, name, value) for value in (old, new))
            self._tell(row, self.table.heading(name), old, new)
        if candidate.name != row["name"]:
            self._tell(row, self.table.heading("name"), candidate.name, row["name"])
            candidate.set_name(row["name"])
            altered |= {"name", "name_folded", "name_sort"}
        standing = place.standing().unit
        if candidate.unit_id != standing.pk:
            self._tell(row, "Đơn vị", self._unit_name(candidate), standing.name)
            altered.add("unit")
        candidate.unit = standing
        return altered

    def _alter_youth(self, row: Row, person: Person) -> bool:
        told, member = row["youth_union"], self.youth.pk in person.organisations
        if told is None or told == member:
            return False
        (self.plan.joined if told else self.plan.left).append((person.candidate, self.youth))
        self._tell(row, self.table.heading("youth_union"), "x" if member else "", "x" if told else "")
        return True

    def _alter_groups(self, row: Row, person: Person) -> bool:
        told = row["source_groups"]
        if told is None or {group.pk for group in told} == person.groups:
            return False
        names = [group.name for group in self.groups.values() if group.pk in person.groups]
        self._tell(
            row,
            self.table.heading("source_groups"),
            "; ".join(names),
            "; ".join(group.name for group in told),
        )
        self.plan.ungrouped.append(person.candidate)
        self.plan.grouped.extend((person.candidate, group) for group in told)
        return True

    def _label(self, candidate: Candidate, name: str, value: str) -> str:
        return dict(Candidate._meta.get_field(name).choices).get(value, value)

    def _unit_name(self, candidate: Candidate) -> str:
        return next(p.unit.name for p in self.places.by_code.values() if p.unit.pk == candidate.unit_id)

    def _tell(self, row: Row, field: str, old, new) -> None:
        if isinstance(new, bool):
            old, new = ("x" if value else "" for value in (old, new))
        old, new = (shown(str(value)) if value else "(trống)" for value in (old, new))
        self.table.findings.changes.append(Change(self.table.title, row.number, row["name"], field, old, new))


def _by_name(groups: Iterable[SourceGroup]) -> dict[str, SourceGroup]:
    """Groups by the name they have, then by those they had."""
    groups = list(groups)
    now = {words.plain(group.name): group for group in groups}
    return now | {
        words.plain(name): group
        for group in groups
        for name in group.former_names
        if words.plain(name) not in now
    }
