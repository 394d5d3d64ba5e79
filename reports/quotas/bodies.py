"""The introducing bodies of a committee and year: their quotas, whom they introduced, who of them was admitted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from admissions.body_quotas import BODY_QUOTA_FIELDS
from admissions.counting import counted_in
from admissions.models import BodyQuota, Candidate, Occupation, Organisation, StageEvent
from admissions.regulation import IN_PIPELINE, Stage
from reports.quotas.cells import Cell, cell_of
from reports.rates import rate
from units.directives import counting_day
from units.models import Unit, YearRule
from units.periods import Period
from units.tree import rules_of, tree_on

ON_LIST = tuple(stage for stage in IN_PIPELINE if stage != Stage.SOURCE)  # put on the list, not decided
NOBODY = {"people": 0, "workers": 0}


@dataclass
class BodyRow:
    """A body, or (without one) the people for whom no introducing body was written down."""

    body: Organisation | None
    quotas: list[BodyQuota] = field(default_factory=list)
    in_force: BodyQuota | None = None
    cells: list[Cell] = field(default_factory=list)
    on_list: dict[str, int] = field(default_factory=NOBODY.copy)
    admitted: dict[str, int] = field(default_factory=NOBODY.copy)
    on_list_link: str = ""
    admitted_link: str = ""

    @property
    def name(self) -> str:
        return self.body.name if self.body else "Chưa ghi tổ chức giới thiệu"

    @property
    def members_quota(self) -> int | None:
        return self.in_force.members if self.in_force else None

    @property
    def completion(self) -> Decimal | None:
        """Admitted in per cent of the body's own quota, unrounded; None without one."""
        return rate(self.admitted["people"], self.members_quota)


@dataclass
class Bodies:
    """Every introducing body with its results of a year, and the sums over all of them."""

    unit: Unit
    year: int
    period: Period
    rule: YearRule
    rows: list[BodyRow]

    def cells(self) -> list[Cell]:
        return [cell for row in self.rows for cell in row.cells]

    @property
    def quota(self) -> int | None:
        given = [row.members_quota for row in self.rows if row.members_quota is not None]
        return sum(given) if given else None

    @property
    def on_list(self) -> int:
        return sum(row.on_list["people"] for row in self.rows)

    @property
    def admitted(self) -> int:
        return sum(row.admitted["people"] for row in self.rows)


def read_bodies(unit: Unit, year: int, today: date) -> Bodies:
    """The bodies of a unit's subtree. Six queries.

    Admitted are those of the year by the rule of their own committee, in the units of the tree of its last counted day; on the list are
    those of today's subtree who have been put on the list, or gone further, and are not decided yet.
    """
    period = Period.of(year, today=today)
    nodes = tree_on(period.as_of)
    rules = rules_of(nodes, YearRule.objects.in_force([year])[year], year)
    inside = [node.unit_id for node in nodes[unit.pk].subtree()]
    admitted, on_list = _admitted(inside, period, rules), _on_list(unit)
    given: dict[int, list[BodyQuota]] = {}
    quotas = BodyQuota.objects.filter(committee=unit, year=year).select_related("directive", "recorded_by")
    for quota in quotas.order_by("-given_on", "-pk"):
        given.setdefault(quota.organisation_id, []).append(quota)
    bodies = Bodies(unit, year, period, rules[unit.pk], [])
    for body in Organisation.objects.all():
        row = BodyRow(body, given.get(body.pk, []))
        until = counting_day(year, today)
        row.in_force = next((quota for quota in row.quotas if quota.given_on <= until), None)
        row.cells = [cell_of(body.pk, name, row.in_force, body.name) for name in BODY_QUOTA_FIELDS]
        row.on_list_link, row.admitted_link = _links(unit, body, period)
        bodies.rows.append(row)
    bodies.rows.append(BodyRow(None))
    for row in bodies.rows:
        key = row.body.pk if row.body else None
        row.on_list = on_list.get(key, row.on_list)
        row.admitted = admitted.get(key, row.admitted)
    return bodies


def _on_list(unit: Unit) -> dict[int | None, dict[str, int]]:
    rows = (
        Candidate.objects.of_subtree(unit)
        .filter(stage__in=ON_LIST)
        .order_by()
        .values("introduced_by")
        .annotate(people=Count("pk"), workers=Count("pk", filter=Q(occupation=Occupation.WORKER)))
    )
    return {row.pop("introduced_by"): row for row in rows}


def _admitted(
    inside: list[int], period: Period, rules: dict[int, YearRule]
) -> dict[int | None, dict[str, int]]:
    """By body those admitted in these units, each unit by the rule of its own committee."""
    rows = (
        StageEvent.objects.standing()
        .in_force(period.as_of)
        .taken_here()
        .in_period(*period.span)
        .filter(counted_in(rules, inside), unit_id__in=inside)
        .order_by()
        .values("candidate__introduced_by")
        .annotate(people=Count("pk"), workers=Count("pk", filter=Q(candidate__occupation=Occupation.WORKER)))
    )
    return {row.pop("candidate__introduced_by"): row for row in rows}


def _links(unit: Unit, body: Organisation, period: Period) -> tuple[str, str]:
    """The lists of the people counted: those on the list, those admitted."""
    place = {"don_vi": unit.pk, "gioi_thieu": body.pk}
    on_list = urlencode({**place, "buoc": [stage.value for stage in ON_LIST]}, doseq=True)
    admitted = urlencode({**place, "ket_nap": 1, "nam": period.year, "ky": period.name})
    people = reverse("candidate_list")
    return f"{people}?{on_list}", f"{people}?{admitted}"
