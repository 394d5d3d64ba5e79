"""What an act on the tree would do: carried out, looked at and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from admissions import regrouping
from admissions.models import Candidate
from admissions.reading import unit_on
from admissions.regrouping import STAY, Hands
from admissions.regulation import Stage
from reports import figures
from reports.figures import Figures
from reports.regrouping.warnings import warnings_of
from units.models import Officer, Reorganisation, Supervision, Unit
from units.periods import Period
from units.reorganise import Basis, Plan, units_touched

MISMATCH = "quota_sum_mismatch"
COLUMNS = (
    ("closing", "Đảng viên đến nay"),
    ("admitted", "Kết nạp"),
    ("members_quota", "Chỉ tiêu"),
    ("in_pipeline", "Trong quy trình"),
)
KEPT = ("admitted", "opening", "closing")  # what no act may change of the sum over all units


@dataclass(frozen=True)
class Line:
    """A unit before and after; None where it did not stand then."""

    name: str
    depth: int
    before: Figures | None
    after: Figures | None
    is_top: bool = False
    above: str = ""  # what it hangs under after the act

    @property
    def numbers(self) -> list[tuple[str, int | None, int | None]]:
        """The columns of the preview: what is counted, before, after."""
        return [
            (label, getattr(self.before, name, None), getattr(self.after, name, None))
            for name, label in COLUMNS
        ]

    @property
    def unchanged(self) -> bool:
        """Whether the sums that no act may change are the same."""
        told = (self.before, self.after)
        return None not in told and all(getattr(told[0], name) == getattr(told[1], name) for name in KEPT)


@dataclass(frozen=True)
class Group:
    """The people of a unit on the road and on probation: how many at each stage; `under` where it is closed."""

    unit: str
    under: str
    stages: list[tuple[str, int]]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.stages)


@dataclass
class Preview:
    """What an act would do. `seen` is the last act that was known when it was worked out."""

    seen: int
    period: Period
    told: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    people: list[Group] = field(default_factory=list)
    moved: list[tuple[str, str, str]] = field(default_factory=list)  # who, from where, to where
    officers: list[Officer] = field(default_factory=list)
    supervisions: list[Supervision] = field(default_factory=list)
    hand_overs: list[tuple[str, int]] = field(default_factory=list)
    mismatches: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def sums_stay(self) -> bool:
        """Whether no sum over all units changes."""
        return all(line.unchanged for line in self.lines if line.is_top)


def preview(
    plan: Plan,
    *,
    on: date,
    basis: Basis,
    by: Officer | None,
    quotas: Sequence = (),
    people: Hands | None = None,
    period: Period | None = None,
) -> Preview:
    """What an act would do, by the figures of a period (none: this year to today). Nothing stays written.

    Raises `reorganise.Refused` as the act itself would.
    """
    today = timezone.localdate()
    period = period or Period.of(today.year, today=today)
    before = _read(by, period)
    with transaction.atomic():
        told = Preview(Reorganisation.objects.last_id(), period)
        act = regrouping.carry_out(plan, on=on, basis=basis, by=by, quotas=quotas, people=people)
        _look(told, act, before, _read(by, period))
        told.warnings = list(warnings_of(plan, act))
        transaction.set_rollback(True)
    return told


def _look(told: Preview, act: Reorganisation, before: dict[int, Figures], after: dict[int, Figures]) -> None:
    """Take down what the act has done."""
    touched = [unit.pk for unit in units_touched(act)]
    told.told = act.told.splitlines()
    told.lines = list(_lines(touched, before, after))
    told.people = _groups(touched)
    moves = act.moves.select_related("candidate", "from_unit", "to_unit")
    told.moved = [(move.candidate.name, move.origin, move.destination) for move in moves]
    changed = act.placements.values("unit_id")
    told.officers = list(Officer.objects.filter(unit__in=changed, is_active=True).select_related("unit"))
    told.supervisions = list(act.ended_supervisions.select_related("unit").order_by("unit__path"))
    hand_overs = act.hand_overs.select_related("unit").order_by("unit__path")
    told.hand_overs = [(row.unit.name, row.members) for row in hand_overs]
    told.mismatches = [
        f"{line.name}: {flag.detail}"
        for line in told.lines
        if line.after
        for flag in line.after.flags
        if flag.code == MISMATCH
    ]


def _read(by: Officer | None, period: Period) -> dict[int, Figures]:
    """The figures of everything the officer sees, by unit, closed units too."""
    if by is not None and by.unit_id:
        tops = [by.unit]
    else:
        tops = list(Unit.objects.filter(parent__isnull=True).order_by("path"))
    found: dict[int, Figures] = {}
    for top in tops:
        for told in _all(figures.for_period(top, period)):
            found[told.node.unit_id] = told
    return found


def _all(told: Figures) -> Iterator[Figures]:
    yield told
    for child in told.children:
        yield from _all(child)


def _lines(touched: Iterable[int], before: dict[int, Figures], after: dict[int, Figures]) -> Iterator[Line]:
    """The tops, the units touched and the committees between, in the order of the tree after the act."""
    depths = _depths(after)
    wanted = {pk for pk, depth in depths.items() if depth == 0}
    for pk in touched:
        for told in (before, after):
            while pk in told and pk not in wanted:
                wanted.add(pk)
                parent = told[pk].node.parent_id
                pk = parent if parent is not None else pk
    for pk, depth in depths.items():
        if pk in wanted:
            name = after[pk].node.name
            was, now = _standing(before.get(pk)), _standing(after.get(pk))
            above = after.get(after[pk].node.parent_id)
            yield Line(name, depth, was, now, depth == 0, above.node.name if above else "")


def _depths(told: dict[int, Figures]) -> dict[int, int]:
    """How deep each unit hangs under the highest one shown, parents first."""
    depths: dict[int, int] = {}
    for pk, each in told.items():
        depths[pk] = depths.get(each.node.parent_id, -1) + 1
    return depths


def _standing(told: Figures | None) -> Figures | None:
    return told if told is not None and told.node.standing else None


def _groups(touched: Iterable[int]) -> list[Group]:
    """The people who are in the units touched after the act, by unit and stage in road order."""
    rows = (
        Candidate.objects.filter(unit__in=touched)
        .exclude(stage__in=STAY)
        .order_by("unit__path")
        .values_list("unit_id", "stage")
        .annotate(Count("pk"))
    )
    counts: dict[int, dict[str, int]] = {}
    for pk, stage, count in rows:
        counts.setdefault(pk, {})[stage] = count
    units = Unit.objects.select_related("parent").in_bulk(counts)
    return [_group(units[pk], told) for pk, told in counts.items()]


def _group(unit: Unit, told: dict[str, int]) -> Group:
    under = unit_on(unit, unit.closed_on).name if unit.closed_on else ""
    return Group(unit.name, under, [(stage.label, told[stage]) for stage in Stage if stage in told])
