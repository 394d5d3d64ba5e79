"""The one writer of whole acts on the tree: the units, and the people who go with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from admissions import pipeline
from admissions.models import REGROUPED, Candidate, StageEvent, Transfer
from admissions.pipeline import Entry
from admissions.regulation import LEFT, Stage
from admissions.rulebook import Rulebook
from units import reorganise
from units.models import Officer, Quota, Reorganisation, Unit
from units.reorganise import Basis, Found, Leave, Plan, Reason, Refused, Split

Hands = Mapping[int, Unit | int]  # person id → the unit he goes to: a standing one, or a part by its place

STAY = (*LEFT, Stage.RECOGNISED)  # whose road ended is told, in figures gone by, where it ended


class Stale(ValueError):
    """Somebody has changed the tree since the page was opened."""


def people_of(unit: Unit) -> QuerySet[Candidate]:
    """The people on the road and on probation of a unit itself and of what it took over, by name."""
    return Candidate.objects.filter(unit_id__in=_own_and_taken_over(unit)).exclude(stage__in=STAY)


def people_leaving(unit: Unit) -> QuerySet[Candidate]:
    """The people on the road and on probation who leave the installation with a unit and all that is below it."""
    return Candidate.objects.of_subtree(unit).exclude(stage__in=STAY)


def _own_and_taken_over(unit: Unit) -> list[int]:
    """Ids of a unit and of the closed ones inside it, between which no standing unit lies."""
    inside = [unit.pk]
    for closed in Unit.objects.below(unit).filter(closed_on__isnull=False).exclude(pk=unit.pk):
        if closed.parent_id in inside:
            inside.append(closed.pk)
    return inside


def refusals(plan: Plan, *, on: date, basis: Basis, people: Hands | None = None) -> list[Reason]:
    """Every reason against an act: those of the tree, then those of the people who go with it."""
    return [*reorganise.refusals(plan, on=on, basis=basis), *_people_refusals(plan, on, people or {})]


@transaction.atomic
def carry_out(
    plan: Plan,
    *,
    on: date,
    basis: Basis,
    by: Officer | None,
    quotas: Sequence[Quota] = (),
    people: Hands | None = None,
    seen: int | None = None,
) -> Reorganisation:
    """Do a whole act from the day `on`: the tree, quotas given again, and people who go with it.

    In a split `people` are handed out by moves that nobody decided for them singly; in a leaving those on the road
    and on probation move away with the unit. `seen` is the id of the last act that the page showed. Raises
    `Stale` where there is a newer one, `reorganise.Refused` with every reason; nothing is written then.
    """
    hands = people or {}
    hold()
    if seen is not None and seen != Reorganisation.objects.last_id():
        raise Stale("Cây đơn vị vừa được sắp xếp từ lúc mở trang.")
    going = _locked(_going(plan, hands))
    if reasons := refusals(plan, on=on, basis=basis, people=hands):
        raise Refused(reasons)
    act = reorganise.carry_out(plan, on=on, basis=basis, by=by, quotas=quotas)
    if isinstance(plan, Split):
        _hand_out(act, going, {pk: _goal(plan, to) for pk, to in hands.items()})
    elif isinstance(plan, Leave):
        _take_along(act, going, plan.elsewhere)
    return act


def _going(plan: Plan, hands: Hands) -> QuerySet[Candidate]:
    """The people an act moves: those handed out in a split, those who leave with their unit."""
    return people_leaving(plan.unit) if isinstance(plan, Leave) else Candidate.objects.filter(pk__in=hands)


def _locked(people: QuerySet[Candidate]) -> list[Candidate]:
    """Their rows, held until the transaction ends; held first, read afterwards (see `pipeline.lock`)."""
    keys = [row.pk for row in people.order_by("pk").select_for_update(of=("self",)).only("pk")]
    return list(Candidate.objects.filter(pk__in=keys).select_related("unit").order_by("pk"))


def _goal(plan: Split, to: Unit | int) -> Unit:
    """The unit that somebody is handed to; a part founded by the act is told by its place."""
    goal = plan.parts[to].to if isinstance(to, int) else to
    return Unit.objects.get(code=goal.newcomer.code) if isinstance(goal, Found) else goal


def _hand_out(act: Reorganisation, people: Sequence[Candidate], goals: Mapping[int, Unit]) -> None:
    rows = [_move(act, one, to=goals[one.pk]) for one in people]
    Transfer.objects.bulk_create(rows)
    for one in people:
        _place(one, goals[one.pk])


def _take_along(act: Reorganisation, people: Sequence[Candidate], elsewhere: str) -> None:
    rulebook, number = Rulebook.read(), act.directive.number if act.directive else ""
    for one in people:
        _move(act, one, elsewhere=elsewhere).save()
        pipeline.advance(
            one, Entry(Stage.MOVED_AWAY, act.on, number), by=act.recorded_by, rulebook=rulebook
        )


def _move(act: Reorganisation, one: Candidate, *, to: Unit | None = None, elsewhere: str = "") -> Transfer:
    """A move with the unit, not yet saved. Where he is counted before it is told by the unit of his own row."""
    return Transfer(
        candidate=one,
        way=REGROUPED,
        from_unit=one.unit,
        to_unit=to,
        elsewhere=elsewhere.strip(),
        decided_on=act.on,
        number=act.directive.number if act.directive else "",
        act=act,
        recorded_by=act.recorded_by,
    )


def _place(one: Candidate, unit: Unit) -> None:
    one.unit = unit
    one.save(update_fields=["unit", "changed_at"])


def _people_refusals(plan: Plan, on: date, hands: Hands) -> Iterator[Reason]:
    if isinstance(plan, Split):
        yield from _wrong_hands(plan, hands)
    elif hands:
        yield Reason("people", "Chỉ khi chia tách mới phân người về từng đơn vị.")
    for one in _busy_since(_going(plan, hands), on):
        text = f"{one} có bước hoặc lần chuyển ghi sau ngày {on:%d/%m/%Y}. Chọn ngày muộn hơn"
        yield Reason(
            f"people-{one.pk}",
            f"{text}, hoặc để người này ở lại." if isinstance(plan, Split) else f"{text}.",
        )


def _wrong_hands(plan: Split, hands: Hands) -> Iterator[Reason]:
    """People who are not the unit's to hand out, and goals that are no part of the split."""
    known = set(people_of(plan.unit).filter(pk__in=hands).values_list("pk", flat=True))
    standing = {part.to for part in plan.parts if isinstance(part.to, Unit)}
    for pk, to in hands.items():
        if pk not in known:
            yield Reason(f"people-{pk}", f"Người này không thuộc diện được phân từ {plan.unit}.")
        wrong = to not in standing if isinstance(to, Unit) else not 0 <= to < len(plan.parts)
        if wrong:
            yield Reason(f"people-{pk}", "Chọn một trong các đơn vị được chia ra.")


def _busy_since(people: QuerySet[Candidate], on: date) -> list[Candidate]:
    """Those of whom something was recorded for a later day than `on`: it happened where they were then."""
    steps = StageEvent.objects.standing().filter(candidate=OuterRef("pk"), happened_on__gt=on)
    moves = Transfer.objects.filter(candidate=OuterRef("pk"), decided_on__gt=on)
    return list(people.filter(Exists(steps) | Exists(moves)).order_by("name_sort", "pk"))


def rests_on(act: Reorganisation) -> list[str]:
    """What was recorded on the strength of an act, a line of text each; while there is any it is not undone."""
    return [*reorganise.rests_on(act), *_steps_since(act), *_people_since(act)]


def _handed(act: Reorganisation) -> set[int]:
    """Ids of the units that an act founded or closed, and of those that took a closed one over."""
    ids: set[int] = set()
    for place in act.placements.select_related("unit"):
        founded = place.unit.founded_on == place.since
        if place.closed or founded:
            ids |= {place.unit_id, place.parent_id} if place.closed else {place.unit_id}
    return ids - {None}


def _steps_since(act: Reorganisation) -> Iterator[str]:
    """Steps and moves recorded since of people who are in the units handed over, or who were moved by the act."""
    handed = Q(unit_id__in=_closed(act)) | Q(transfers__act=act)
    people = Candidate.objects.filter(handed).distinct()
    steps = StageEvent.objects.filter(candidate=OuterRef("pk"), recorded_at__gt=act.recorded_at)
    steps = steps.exclude(pk__in=[step.pk for step in _taken_by(act)])
    moves = Transfer.objects.filter(candidate=OuterRef("pk"), recorded_at__gt=act.recorded_at)
    for one in people.filter(Exists(steps) | Exists(moves.exclude(act=act))).order_by("name_sort", "pk"):
        yield f"{one}: đã ghi bước hoặc chuyển đơn vị sau việc sắp xếp này."


def _people_since(act: Reorganisation) -> Iterator[str]:
    """People entered since, of whom nobody can tell to which of the units of before they belong."""
    people = Candidate.objects.filter(unit_id__in=_handed(act), entered_at__gt=act.recorded_at)
    for one in people.select_related("unit").order_by("name_sort", "pk"):
        yield f"{one}: mới vào {one.unit} sau việc sắp xếp này."


def _closed(act: Reorganisation) -> list[int]:
    return list(act.placements.filter(closed=True).values_list("unit_id", flat=True))


def _taken_by(act: Reorganisation) -> list[StageEvent]:
    """The steps by which people moved away with a unit that left: the first one after each such move."""
    found = []
    for move in act.moves.filter(to_unit__isnull=True):
        steps = StageEvent.objects.filter(candidate_id=move.candidate_id, stage=Stage.MOVED_AWAY, voids=None)
        step = steps.filter(recorded_at__gte=move.recorded_at).order_by("pk").first()
        found += [step] if step else []
    return found


@transaction.atomic
def undo(act: Reorganisation, *, by: Officer | None, reason: str, seen: int | None = None) -> Reorganisation:
    """Take a whole act back: the tree as it was, people where they were, as if it had never been.

    Moves are not erased: another one, of the same day, leads back; the steps of those who moved away are voided.
    Raises `Stale` as `carry_out` does, `reorganise.Refused` without a reason or where something rests on the act.
    """
    hold()
    if seen is not None and seen != Reorganisation.objects.last_id():
        raise Stale("Cây đơn vị vừa được sắp xếp từ lúc mở trang.")
    moved = {move.candidate_id: move for move in act.moves.select_related("from_unit", "to_unit")}
    people = _locked(Candidate.objects.filter(pk__in=moved))
    if reasons := _undo_refusals(act, reason):
        raise Refused(reasons)
    for step in _taken_by(act):
        pipeline.void_last(step.candidate, reason=reason, by=by)
    for one in people:
        _place(one, moved[one.pk].from_unit)
    undoing = reorganise.undo(act, by=by, reason=reason)
    Transfer.objects.bulk_create(_back(undoing, move) for move in moved.values() if move.to_unit_id)
    return undoing
