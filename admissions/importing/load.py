"""One set-up workbook from its bytes to the database: read, plan, and, where nothing is at fault, write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from admissions.importing.cells import is_blank, shown
from admissions.importing.container import Container, Sheet
from admissions.importing.findings import Findings, Ignored
from admissions.importing.known import Places
from admissions.importing.people_plan import PeoplePlan
from admissions.importing.people_rows import PeopleRows
from admissions.importing.scan import Unreadable
from admissions.importing.sheets import PEOPLE, SHEETS, UNITS, YEARS
from admissions.importing.tables import Table, heading_key, read_table
from admissions.importing.unit_rows import UnitPlan, UnitRows
from admissions.importing.year_rows import YearPlan, YearRows
from admissions.models import Edition
from units.models import Officer

ORDER = [UNITS, YEARS, PEOPLE]


class NotTheSetUp(Unreadable):
    """A workbook without any of the three sheets; `found` lists its sheets with their first headings."""

    def __init__(self, found: list[tuple[str, str]]):
        self.found = found
        names = "; ".join(f"«{name}»" for name, _ in found) or "không có trang nào"
        wanted = "; ".join(f"«{title}»" for title in ORDER)
        super().__init__(f"Tệp này không có trang nào của mẫu thiết lập: cần {wanted}, có {names}.")


class InTheWay(Unreadable):
    """Somebody else wrote the same things between the look and the writing."""


@dataclass
class Plan:
    """What a workbook would do: told by `findings`, done by `write`."""

    findings: Findings
    units: UnitPlan
    years: YearPlan
    people: PeoplePlan
    officer: Officer | None

    def write(self) -> None:
        """Write everything; the caller has the transaction and has seen that nothing is at fault."""
        self.units.write()
        self.years.write(self.officer)
        self.people.write()


def plan(content: bytes, officer: Officer | None = None, *, lock: bool = False) -> Plan:
    """Read a workbook without writing anything. Without an officer there is no bound of scope.

    Raises `Unreadable` where the file cannot be read at all.
    """
    findings = Findings()
    tables = _tables(Container(content), findings)
    places = Places.read(officer)
    made = Plan(findings, UnitPlan(), YearPlan(), PeoplePlan(), officer)
    if table := tables.get(UNITS):
        made.units = UnitRows(table, places, officer, _earliest(tables)).read()
    if table := tables.get(YEARS):
        made.years = YearRows(table, places, officer).read()
    if table := tables.get(PEOPLE):
        made.people = PeopleRows(table, places, officer, lock=lock).read()
    findings.sort(ORDER)
    return made


def load(content: bytes, officer: Officer | None = None) -> Findings:
    """Write a workbook, all of it or, where any row is at fault, nothing.

    Raises `Unreadable` as `plan` does, `InTheWay` where somebody else wrote the same meanwhile.
    """
    try:
        with transaction.atomic():
            # Loads take turns: the editions are always there to queue at, and queueing disturbs no other writer.
            list(Edition.objects.select_for_update(no_key=True).order_by("pk"))
            made = plan(content, officer, lock=True)
            if not made.findings.faults:
                made.write()
            return made.findings
    except IntegrityError as error:
        raise InTheWay("Vừa có người khác ghi những dòng này. Hãy xem lại tệp rồi thử lại.") from error


def check(content: bytes) -> None:
    """Make sure that a file can be read and holds a sheet of the set-up, without looking into its rows.

    Raises `Unreadable`.
    """
    container = Container(content)
    container.read(_choose(container, Findings()).values())


def _tables(container: Container, findings: Findings) -> dict[str, Table]:
    """The sheets of the set-up by title, read and cleaned."""
    chosen = _choose(container, findings)
    grids = container.read(chosen.values())
    tables = {}
    for resource in (sheet() for sheet in SHEETS if sheet.title in chosen):
        tables[resource.title] = read_table(resource, *grids[chosen[resource.title].name], findings)
    return tables


def _choose(container: Container, findings: Findings) -> dict[str, Sheet]:
    """{title: sheet of the file}; sheets that are not read are told."""
    titles = {heading_key(title): title for title in ORDER}
    chosen: dict[str, Sheet] = {}
    for sheet in container.sheets:
        title = titles.get(heading_key(sheet.name))
        if sheet.hidden:
            findings.ignored_sheets.append(Ignored(sheet.name, "trang đang ẩn, không đọc"))
        elif title is None:
            findings.ignored_sheets.append(Ignored(sheet.name, "không phải trang của mẫu, không đọc"))
        elif title in chosen:
            findings.ignored_sheets.append(Ignored(sheet.name, f"đã đọc trang «{chosen[title].name}»"))
        else:
            chosen[title] = sheet
    if not chosen:
        raise NotTheSetUp(_headings(container))
    return chosen


def _headings(container: Container) -> list[tuple[str, str]]:
    """What the visible sheets hold instead: their fullest row among the first twenty."""
    visible = [sheet for sheet in container.sheets if not sheet.hidden][:5]
    found = []
    for name, (grid, _) in container.read(visible).items():
        rows = [[shown(cell) for cell in row if not is_blank(cell)] for row in grid[:20]]
        found.append((name, "; ".join(max(rows, key=len, default=[])[:15])))
    return found


def _earliest(tables: dict[str, Table]) -> date:
    """1 January of the earliest year that the workbook speaks of, births aside; of this year if of none."""
    years = {timezone.localdate().year}
    for table in tables.values():
        for row in table.rows:
            for name, value in row.values.items():
                if isinstance(value, date) and name != "birth_date":
                    years.add(value.year)
                elif name == "year" and value:
                    years.add(value)
    return date(min(years), 1, 1)
