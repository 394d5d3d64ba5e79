"""The sources of a unit by the groups of the letters: people on the road and admitted, and the places with few members."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from admissions.counting import admissions_in, counted_in
from admissions.forms.filters import set_in
from admissions.models import Candidate, SourceGroup
from admissions.source_groups import ADMITTED, FEW_MEMBERS, PHASES, Tallies, how_told, sparse_cells, tallies
from reports.rates import rate
from units.access import home_units
from units.models import Unit, UnitYear, below
from units.periods import Period
from units.tree import rules_on


@dataclass(frozen=True)
class Cell:
    """A number of people and the list of these very people."""

    label: str
    count: int
    address: str


@dataclass(frozen=True)
class Line:
    """A group, or everybody: people by phase, those on the road together, those admitted and their share."""

    name: str
    told: str
    phases: list[Cell]
    road: int
    admitted: Cell
    share: Decimal | None = None


@dataclass(frozen=True)
class Desk:
    """What the numbers are of: a unit, the year, the groups in use and their tallies."""

    unit: Unit
    period: Period
    groups: list[SourceGroup]
    told: Tallies

    def line(self, group: SourceGroup | None) -> Line:
        """A group's line; without a group that of everybody, each counted once."""
        counts = self.told.groups.get(group.pk, {}) if group else self.told.everybody
        query = {"don_vi": self.unit.pk} | ({"doi_tuong": group.pk} if group else {})
        phases = [
            Cell(label, counts.get(name, 0), _people(query, **_at(name, stages)))
            for name, (label, stages) in PHASES.items()
        ]
        admitted = counts.get(ADMITTED, 0)
        return Line(
            group.name if group else "Tất cả, mỗi người tính một lần",
            how_told(group) if group else "",
            phases,
            sum(cell.count for cell in phases),
            Cell("Kết nạp", admitted, _people(query, ket_nap=1, nam=self.period.year)),
            rate(admitted, self.told.everybody.get(ADMITTED, 0)) if group else None,
        )

    def sections(self) -> list[tuple[str, list[Line]]]:
        """The groups under the letter that names them."""
        lines = {letter: [] for letter in SourceGroup.Letter}
        for group in self.groups:
            lines[SourceGroup.Letter(group.letter)].append(self.line(group))
        return [(letter.label, rows) for letter, rows in lines.items() if rows]


def _at(phase: str, stages) -> dict:
    """The filter of the list that keeps the people of a phase."""
    return {"nhom": "cho_quyet_dinh"} if phase == "waiting" else {"buoc": [stage.value for stage in stages]}


def _people(query: dict, **more) -> str:
    return f"{reverse('candidate_list')}?{urlencode({**query, **more}, doseq=True)}"


@require_safe
def sources(request):
    """Groups by phase for a unit of the officer's scope, by the address or the one his pages open with."""
    units = list(Unit.objects.visible_to(request.user).standing().order_by("path"))
    unit = _chosen(request, units)
    if unit is None:
        return render(request, "reports/sources.html", {"empty": True})
    desk = _desk(request.user, unit)
    few = next((group for group in desk.groups if group.code == FEW_MEMBERS), None)
    context = {
        "unit": unit,
        "units": set_in(units),
        "period": desk.period,
        "phases": [label for label, _ in PHASES.values()],
        "sections": desk.sections(),
        "everybody": desk.line(None),
        "few": few,
        "places": _places(request.user, unit, few) if few else [],
        "unknown": _unknown(unit, desk.period.year),
        "may_write": request.user.may_write,
    }
    return render(request, "reports/sources.html", context)


def _chosen(request, units: list[Unit]) -> Unit | None:
    asked = request.GET.get("don_vi", "")
    found = next((unit for unit in units if str(unit.pk) == asked), None)
    return found or next(iter(home_units(request.user)), None)


def _desk(officer, unit: Unit) -> Desk:
    """The tallies of a unit: on the road by today's tree, admitted in this year by the unit of the day."""
    period = Period.of(timezone.localdate().year, today=timezone.localdate())
    [rules] = rules_on(period.as_of)
    events = admissions_in(period, counted_in(rules)).filter(below(unit.path, "unit__"))
    groups = list(SourceGroup.objects.filter(retired=False))
    people = Candidate.objects.visible_to(officer)
    admitted = Q(pk__in=events.order_by().values("candidate_id"))
    return Desk(unit, period, groups, tallies(people, below(unit.path, "unit__"), admitted, groups))


def _places(officer, unit: Unit, group: SourceGroup) -> list[dict]:
    """The cells with few members or none, with their members and their people on the road."""
    cells = sparse_cells(group).visible_to(officer).below(unit)
    year = timezone.localdate().year
    members = dict(UnitYear.objects.filter(year=year, unit__in=cells).values_list("unit_id", "opening"))
    people = (
        Candidate.objects.visible_to(officer).in_pipeline().filter(unit__in=cells.order_by().values("pk"))
    )
    road = dict(people.order_by().values_list("unit_id").annotate(Count("pk")))
    return [
        {
            "unit": cell,
            "members": members.get(cell.pk),
            "road": road.get(cell.pk, 0),
            "address": _people({"don_vi": cell.pk, "nhom": "duong_ong"}),
        }
        for cell in cells
    ]


def _unknown(unit: Unit, year: int) -> int:
    """How many standing cells have no number of members for the year, so that nobody knows whether it is few."""
    known = UnitYear.objects.filter(year=year, opening__isnull=False).values("unit_id")
    cells = Unit.objects.below(unit).standing().exclude(pk__in=known)
    return sum(not cell.is_committee for cell in cells.only("kind"))
