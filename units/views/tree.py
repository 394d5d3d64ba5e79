"""The tree of units: who hangs where, who leads, who answers, how many members."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from units.models import Placement, Supervision, Unit, UnitYear
from units.names import fold


@dataclass
class Line:
    """One unit of the tree as the page shows it. Counts are people."""

    unit: Unit
    above: "Line | None"
    opening: int | None  # the unit's own members on 31/12 of the year before
    supervisor: str
    members: int | None = None  # with everything below it
    is_parent: bool = False
    departed: bool = False  # it went out of the installation, nobody took it over
    found: bool = True  # False: shown only because something below it was found

    @property
    def depth(self) -> int:
        return 0 if self.above is None else self.above.depth + 1

    @property
    def unknown(self) -> bool:
        """Whether a standing cell has no number of members yet."""
        return self.opening is None and not self.unit.is_committee and self.unit.closed_on is None


@require_safe
def unit_tree(request):
    """The officer's scope as a tree; `q` keeps what it finds in names, codes and people, with the path to it."""
    year = timezone.localdate().year
    lines = _read_lines(request.user, year)
    query = request.GET.get("q", "").strip()
    shown = _search(lines, query) if query else lines
    context = {
        "lines": shown,
        "query": query,
        "found": sum(line.found for line in shown),
        "standing": sum(line.unit.closed_on is None for line in lines),
        "empty": not lines,
        "unknown": sum(line.unknown for line in lines),
        "year": year,
    }
    return render(request, "units/unit_tree.html", context)


def _read_lines(officer, year: int) -> list[Line]:
    """Every unit in scope in the order of the tree, with sums. Four queries and the officer's scope."""
    units = list(Unit.objects.visible_to(officer).order_by("path"))
    openings = dict(UnitYear.objects.filter(year=year).values_list("unit_id", "opening"))
    supervisors = dict(Supervision.objects.current().values_list("unit_id", "member"))
    departed = set(Placement.objects.departures().values_list("unit_id", flat=True))
    lines: dict[int, Line] = {}
    for unit in units:
        above = lines.get(unit.parent_id)
        line = Line(unit, above, openings.get(unit.pk), supervisors.get(unit.pk, ""))
        line.departed = unit.pk in departed
        lines[unit.pk] = line
    for line in reversed(lines.values()):
        if line.opening is not None:
            line.members = (line.members or 0) + line.opening
        if line.above is not None:
            line.above.is_parent = True
            if line.members is not None:
                line.above.members = (line.above.members or 0) + line.members
    return list(lines.values())


def _search(lines: list[Line], query: str) -> list[Line]:
    """What matches, every word of it anywhere without accents, and the units above for the path."""
    words = fold(query).split()
    kept = set()
    for line in lines:
        unit = line.unit
        text = fold(f"{unit.name} {unit.code} {unit.secretary} {line.supervisor} {unit.get_kind_display()}")
        line.found = all(word in text for word in words)
        step = line if line.found else None
        while step is not None:
            kept.add(step.unit.pk)
            step = step.above
    return [line for line in lines if line.unit.pk in kept]
