"""The facts behind the figures: each read by one statement, grouped by unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from admissions.counting import counted_stage
from admissions.models import (
    MAJORITY_GROUP,
    NO_RELIGION,
    Candidate,
    Occupation,
    Organisation,
    Sex,
    StageEvent,
    Transfer,
)
from admissions.regulation import IN_PIPELINE, WAITING_DECISION, Stage
from units.models import Quota, UnitYear, YearRule
from units.periods import Period

Ids = list[int] | None  # None: the whole installation, which needs no list


@dataclass
class Facts:
    """Every fact by unit id, each read by one statement."""

    counts: dict[int, dict[str, int]]
    years: dict[int, UnitYear]
    quotas: dict[int, Quota]

    @classmethod
    def read(
        cls,
        period: Period,
        rule: YearRule,
        *,
        committee: Ids,
        ids: Ids,
        merged_since: set[int],
        road: bool = True,
    ) -> Facts:
        """Facts of the units `ids`; rows of the year for the whole committee, which tell whether plans are kept.

        `merged_since` are the units that stood on the last counted day and have been closed since.
        """
        counts: dict[int, dict[str, int]] = {}
        on_the_road = _road(period, ids, merged_since) if road else ()
        for row in [*_steps(period, rule, ids), *on_the_road]:
            counts.setdefault(row.pop("unit_id"), {}).update(row)
        years = UnitYear.objects.filter(year=period.year, **_within(committee))
        quotas = Quota.objects.filter(**_within(ids)).in_force(period.year, period.as_of)
        return cls(counts, {year.unit_id: year for year in years}, quotas)

    @cached_property
    def plans_are_kept(self) -> bool:
        return any(year.plan_number for year in self.years.values())


def _within(ids: Ids, field_name: str = "unit_id") -> dict:
    return {} if ids is None else {f"{field_name}__in": ids}


def _steps(period: Period, rule: YearRule, ids: Ids) -> Iterable[dict]:
    """Admissions of the period by unit with their groups, of the year before, classes and recognitions."""
    counted = counted_stage(rule)
    pupil_span = period.school_year_span if rule.pupil_year == YearRule.PupilYear.SCHOOL else period.span
    now = Q(stage=counted, happened_on__range=period.span)
    before = Q(stage=counted, happened_on__range=period.last_year_span)
    pupil = Q(candidate__occupation=Occupation.PUPIL)
    youth = Candidate.memberships.through.objects.filter(
        candidate_id=OuterRef("candidate_id"), organisation__code=Organisation.YOUTH_UNION
    )
    taken_in = min(period.last_year_span[0], pupil_span[0])
    return (
        StageEvent.objects.standing()
        .in_force(period.as_of)
        .taken_here()
        .filter(**_within(ids))
        .filter(
            stage__in=(counted, Stage.RECOGNISED, Stage.TRAINED), happened_on__range=(taken_in, period.as_of)
        )
        .order_by()
        .values("unit_id")
        .annotate(
            admitted=Count("pk", filter=now),
            admitted_last_year=Count("pk", filter=before),
            women=Count("pk", filter=now & Q(candidate__sex=Sex.FEMALE)),
            ethnic_minority=Count("pk", filter=now & ~Q(candidate__ethnic_group__in=("", MAJORITY_GROUP))),
            religious=Count("pk", filter=now & ~Q(candidate__religion__in=("", NO_RELIGION))),
            youth_union=Count("pk", filter=now & Exists(youth)),
            pupils=Count("pk", filter=now & pupil),
            workers=Count("pk", filter=now & Q(candidate__occupation=Occupation.WORKER)),
            readmitted=Count("pk", filter=now & Q(candidate__readmission=True)),
            pupils_admitted=Count("pk", filter=Q(stage=counted, happened_on__range=pupil_span) & pupil),
            recognised=Count("pk", filter=Q(stage=Stage.RECOGNISED, happened_on__range=period.span)),
            trained=Count("pk", filter=Q(stage=Stage.TRAINED, happened_on__range=period.span)),
        )
    )


ON_THE_ROAD = {
    "in_pipeline": Count("pk"),
    "pupils_in_pipeline": Count("pk", filter=Q(occupation=Occupation.PUPIL)),
    "waiting_decision": Count("pk", filter=Q(stage_then__in=WAITING_DECISION)),
}


def _road(period: Period, ids: Ids, merged_since: set[int]) -> Iterable[dict]:
    """People on the road at the end of the last counted day, by the unit they were in.

    The row tells the stage of whoever has not moved since; only for the others the trail is asked. Likewise the
    unit: where a unit has been merged since, the trail tells who was still there (`merged_since`), and a person who
    has changed units since counts where he was; who came from outside since was not here.
    """
    last_then = (
        StageEvent.objects.standing()
        .filter(candidate_id=OuterRef("pk"), happened_on__lte=period.as_of)
        .order_by("-pk")
    )
    stage_then = Case(
        When(stage_since__lte=period.as_of, then=F("stage")), default=Subquery(last_then.values("stage")[:1])
    )
    people = (
        Candidate.objects.filter(Q(stage__in=IN_PIPELINE) | Q(stage_since__gt=period.as_of))
        .annotate(stage_then=stage_then)
        .filter(~Exists(_moves_after(period).filter(from_unit=None)), stage_then__in=IN_PIPELINE)
        .order_by()
    )
    if not merged_since and period.as_of >= timezone.localdate():
        return people.filter(**_within(ids)).values("unit_id").annotate(**ON_THE_ROAD)
    moved_to = Transfer.objects.filter(
        candidate_id=OuterRef("pk"), decided_on__lte=period.as_of, to_unit__isnull=False
    )
    left = _moves_after(period).order_by("decided_on", "pk")
    told = people.annotate(
        unit_then=Coalesce(
            Subquery(moved_to.order_by("-decided_on", "-pk").values("to_unit_id")[:1]),
            Subquery(last_then.values("unit_id")[:1]),
        ),
        unit_before_move=Subquery(left.values("from_unit_id")[:1]),
    )
    return _by_unit_then(
        told.values("unit_id", "unit_then", "unit_before_move").annotate(**ON_THE_ROAD), merged_since
    )


def _moves_after(period: Period) -> QuerySet:
    """A person's moves after the last counted day; the first one tells the unit in which he was until then."""
    return Transfer.objects.filter(candidate_id=OuterRef("pk"), decided_on__gt=period.as_of)


def _by_unit_then(rows: Iterable[dict], merged_since: set[int]) -> list[dict]:
    """The rows added up by the unit of the day: the one left by a later move, the merged one, else the person's."""
    sums: dict[int, dict] = {}
    for row in rows:
        then, moved_from = row.pop("unit_then"), row.pop("unit_before_move")
        unit_id = moved_from or (then if then in merged_since else row["unit_id"])
        known = sums.setdefault(unit_id, dict.fromkeys(row, 0) | {"unit_id": unit_id})
        for name in row.keys() - {"unit_id"}:
            known[name] += row[name]
    return list(sums.values())
