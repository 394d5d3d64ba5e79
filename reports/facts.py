"""The facts behind the figures: each read by one statement, grouped by unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from admissions.counting import counted_in
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
from units.models import HandOver, Quota, UnitYear, YearRule
from units.periods import Period
from units.tree import Nodes

Ids = list[int] | None  # None: the whole installation, which needs no list
Rules = dict[int, YearRule]  # by unit id


@dataclass
class Facts:
    """Every fact by unit id, each read by one statement."""

    counts: dict[int, dict[str, int]]
    years: dict[int, UnitYear]
    quotas: dict[int, Quota]

    @classmethod
    def read(cls, period: Period, rules: Rules, then: Nodes, *, committee: Ids, ids: Ids) -> Facts:
        """Facts of the units `ids`; rows of the year for the whole committee, which tell whether plans are kept.

        `then` is the tree of the last counted day, `rules` those that counted for each unit in it.
        """
        counts: dict[int, dict[str, int]] = {}
        for row in [*_steps(period, rules, ids), *_road(period, ids, then), *_handed_over(period, ids)]:
            counts.setdefault(row.pop("unit_id"), {}).update(row)
        years = UnitYear.objects.filter(year=period.year, **_within(committee))
        quotas = Quota.objects.filter(**_within(ids)).in_force(period.year, period.as_of)
        return cls(counts, {year.unit_id: year for year in years}, quotas)


def _within(ids: Ids, field_name: str = "unit_id") -> dict:
    return {} if ids is None else {f"{field_name}__in": ids}


def _steps(period: Period, rules: Rules, ids: Ids) -> Iterator[dict]:
    """Admissions of the period by unit with their groups, of the year before, classes and recognitions."""
    for row in _grouped_steps(period, counted_in(rules, ids), ids):
        of_school_year = row.pop("pupils_of_school_year")
        by_school_year = rules[row["unit_id"]].pupil_year == YearRule.PupilYear.SCHOOL
        row["pupils_admitted"] = of_school_year if by_school_year else row["pupils"]
        yield row


def _grouped_steps(period: Period, counted: Q, ids: Ids) -> Iterable[dict]:
    """One row a unit. Of the steps that may count as an admission only those that do (`counted`) are read."""
    admission = Q(stage__in=(Stage.DECIDED, Stage.HELD))
    now = admission & Q(happened_on__range=period.span)
    before = admission & Q(happened_on__range=period.last_year_span)
    pupil = Q(candidate__occupation=Occupation.PUPIL)
    youth = Candidate.memberships.through.objects.filter(
        candidate_id=OuterRef("candidate_id"), organisation__code=Organisation.YOUTH_UNION
    )
    return (
        StageEvent.objects.standing()
        .in_force(period.as_of)
        .taken_here()
        .filter(**_within(ids))
        .filter(
            counted | Q(stage__in=(Stage.RECOGNISED, Stage.TRAINED)),
            happened_on__range=(period.last_year_span[0], period.as_of),
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
            pupils_of_school_year=Count(
                "pk", filter=admission & Q(happened_on__range=period.school_year_span) & pupil
            ),
            recognised=Count("pk", filter=Q(stage=Stage.RECOGNISED, happened_on__range=period.span)),
            trained=Count("pk", filter=Q(stage=Stage.TRAINED, happened_on__range=period.span)),
        )
    )


ON_THE_ROAD = {
    "in_pipeline": Count("pk"),
    "pupils_in_pipeline": Count("pk", filter=Q(occupation=Occupation.PUPIL)),
    "waiting_decision": Count("pk", filter=Q(stage_then__in=WAITING_DECISION)),
}


def _handed_over(period: Period, ids: Ids) -> Iterable[dict]:
    """Members who came to a unit (above nought) or left it when units were rearranged in the period."""
    rows = HandOver.objects.filter(on__range=period.span, **_within(ids)).order_by()
    return rows.values("unit_id").annotate(regrouped=Sum("members"))


def _road(period: Period, ids: Ids, then: Nodes) -> Iterable[dict]:
    """People on the road at the end of the last counted day, by the unit they were in.

    The row tells the stage of whoever has not moved since; only for the others the trail is asked. Likewise the
    unit: where a unit has been merged since, the trail tells who was still there, and a person who has changed units
    since counts where he was; who came from outside since was not here.
    """
    merged_since = {n.unit_id for n in then.values() if n.closed_later and n.closed_later > period.as_of}
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
    rows = told.values("unit_id", "unit_then", "unit_before_move").annotate(**ON_THE_ROAD)
    return _by_unit_then(rows, then, merged_since)


def _moves_after(period: Period) -> QuerySet:
    """A person's moves after the last counted day; the first one tells the unit in which he was until then."""
    return Transfer.objects.filter(candidate_id=OuterRef("pk"), decided_on__gt=period.as_of)


def _by_unit_then(rows: Iterable[dict], then: Nodes, merged_since: set[int]) -> list[dict]:
    """The rows added up by the unit of the day: the one merged since, the one left by a later move, else the person's.

    Whose unit had been merged by that day, without a step or a move of his own since, was in its successor.
    """
    sums: dict[int, dict] = {}
    for row in rows:
        last, moved_from = row.pop("unit_then"), row.pop("unit_before_move")
        unit_id = moved_from or row["unit_id"]
        while last not in (None, unit_id) and then[last].closed and then[last].parent_id is not None:
            last = then[last].parent_id
        unit_id = last if last in merged_since else unit_id
        known = sums.setdefault(unit_id, dict.fromkeys(row, 0) | {"unit_id": unit_id})
        for name in row.keys() - {"unit_id"}:
            known[name] += row[name]
    return list(sums.values())
