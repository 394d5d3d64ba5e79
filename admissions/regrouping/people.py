"""Whom an act on the tree moves, and what stands in the way of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from admissions.models import Candidate, StageEvent, Transfer
from admissions.regulation import LEFT, Stage
from units.models import Unit
from units.reorganise import Leave, Plan, Reason, Split

Hands = Mapping[int, Unit | int]  # person id → where he goes: a standing unit, or the place of a part

STAY = (*LEFT, Stage.RECOGNISED)  # whose road has ended stays where it ended


def people_of(unit: Unit) -> QuerySet[Candidate]:
    """The people on the road and on probation of a unit itself and of what it took over."""
    return Candidate.objects.filter(unit_id__in=with_taken_over(unit)).exclude(stage__in=STAY)


def people_leaving(unit: Unit) -> QuerySet[Candidate]:
    """The people on the road and on probation who go out with a unit and all that is below it."""
    return Candidate.objects.of_subtree(unit).exclude(stage__in=STAY)


def going(plan: Plan, hands: Hands) -> QuerySet[Candidate]:
    """The people an act moves: those handed out in a split, those who leave with their unit."""
    return people_leaving(plan.unit) if isinstance(plan, Leave) else Candidate.objects.filter(pk__in=hands)


def locked(people: QuerySet[Candidate]) -> list[Candidate]:
    """Their rows, held until the transaction ends; held first, read afterwards (see `pipeline.lock`)."""
    keys = [row.pk for row in people.order_by("pk").select_for_update(of=("self",)).only("pk")]
    return list(Candidate.objects.filter(pk__in=keys).select_related("unit").order_by("pk"))


def people_reasons(plan: Plan, on: date | None, hands: Hands) -> Iterator[Reason]:
    """Every reason against the moves of people, each beside the person."""
    if isinstance(plan, Split):
        yield from _wrong_hands(plan, hands)
    elif hands:
        yield Reason("people", "Chỉ khi chia tách mới phân người về từng đơn vị.")
    if on is None:
        return
    rest = ", hoặc để người này ở lại." if isinstance(plan, Split) else "."
    for one in _busy_since(going(plan, hands), on):
        text = f"{one} có bước hoặc lần chuyển sau ngày {on:%d/%m/%Y}: chọn ngày muộn hơn{rest}"
        yield Reason(f"people-{one.pk}", text)


def with_taken_over(unit: Unit) -> list[int]:
    """Ids of a unit and of the closed ones in it, between which and it nothing stands."""
    inside = [unit.pk]
    closed = Unit.objects.below(unit).filter(closed_on__isnull=False).exclude(pk=unit.pk)
    for pk, parent_id in closed.values_list("pk", "parent_id"):  # parents first
        if parent_id in inside:
            inside.append(pk)
    return inside


def _wrong_hands(plan: Split, hands: Hands) -> Iterator[Reason]:
    """People who are not the unit's to hand out, and goals that are no part of the split."""
    known = set(people_of(plan.unit).filter(pk__in=hands).values_list("pk", flat=True))
    goals = {part.to for part in plan.parts if isinstance(part.to, Unit)}
    for pk, to in hands.items():
        if pk not in known:
            yield Reason(f"people-{pk}", f"Có người không thuộc diện được phân từ {plan.unit}.")
        if to not in goals if isinstance(to, Unit) else not 0 <= to < len(plan.parts):
            yield Reason(f"people-{pk}", "Chọn một trong các đơn vị được chia ra.")


def _busy_since(people: QuerySet[Candidate], on: date) -> QuerySet[Candidate]:
    """Those of whom something is recorded for a later day than `on`: it happened where they were then."""
    steps = StageEvent.objects.standing().filter(candidate=OuterRef("pk"), happened_on__gt=on)
    moves = Transfer.objects.filter(candidate=OuterRef("pk"), decided_on__gt=on)
    return people.filter(Exists(steps) | Exists(moves)).order_by("name_sort", "pk")
