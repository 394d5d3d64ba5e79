"""Taking a whole act back: the tree, and the people who went with it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from admissions import pipeline
from admissions.models import REGROUPED, Candidate, StageEvent, Transfer
from admissions.regrouping.acts import hold, place
from admissions.regrouping.people import locked
from admissions.regulation import Stage
from units import reorganise
from units.models import Officer, Reorganisation
from units.reorganise import Reason, Refused


def rests_on(act: Reorganisation) -> list[str]:
    """What was recorded on the strength of an act, a line of Vietnamese each; empty: it can be undone."""
    lines = reorganise.rests_on(act, _turned_back(act))
    if not lines or act.placements.exists():
        lines += [*_recorded_since(act), *_entered_since(act)]
    return lines


@transaction.atomic
def undo(act: Reorganisation, *, by: Officer | None, reason: str, seen: int | None = None) -> Reorganisation:
    """Take a whole act back: the tree as it was, people where they were, as if it had never been.

    Moves are not erased: another one, of the same day, leads back; the steps of those who moved away are voided.
    Raises `Stale` as `carry_out` does, `reorganise.Refused` without a reason or where something rests on the act.
    """
    hold(seen)
    moves = {move.candidate_id: move for move in act.moves.select_related("from_unit", "to_unit")}
    people = locked(Candidate.objects.filter(pk__in=moves))
    if reasons := _reasons(act, reason):
        raise Refused(reasons)
    for one in people:
        if moves[one.pk].to_unit_id is None:
            pipeline.void_last(one, reason=reason, by=by)
        else:
            place(one, moves[one.pk].from_unit)
    undoing = reorganise.undo(act, by=by, reason=reason, besides=_turned_back(act))
    Transfer.objects.bulk_create(_back(undoing, move) for move in moves.values() if move.to_unit_id)
    return undoing


def _reasons(act: Reorganisation, reason: str) -> list[Reason]:
    reasons = [Reason("", line) for line in rests_on(act)]
    if not reason.strip():
        reasons.insert(0, Reason("reason", "Ghi lý do hoàn tác, ví dụ: ghi nhầm đơn vị tiếp nhận."))
    return reasons


def _turned_back(act: Reorganisation) -> dict[type, QuerySet]:
    """The rows of people that came with an act: who is where it put him, and the moves that tell so."""
    return {
        Candidate: Candidate.objects.filter(transfers__act=act),
        Transfer: Transfer.objects.filter(act=act),
    }


def _back(undoing: Reorganisation, move: Transfer) -> Transfer:
    """The move that leads back on the same day, so that no day counts the person elsewhere."""
    return Transfer(
        candidate_id=move.candidate_id,
        way=REGROUPED,
        from_unit=move.to_unit,
        to_unit=move.from_unit,
        decided_on=move.decided_on,
        number=move.number,
        act=undoing,
        recorded_by=undoing.recorded_by,
    )


def _recorded_since(act: Reorganisation) -> Iterator[str]:
    """Steps and moves recorded since of people whose unit was closed by the act, or whom it moved."""
    closed = act.placements.filter(closed=True).values("unit_id")
    steps = StageEvent.objects.filter(candidate=OuterRef("pk"), recorded_at__gt=act.recorded_at)
    steps = steps.exclude(pk__in=_departures(act))
    moves = Transfer.objects.filter(candidate=OuterRef("pk"), recorded_at__gt=act.recorded_at)
    moves = moves.exclude(act=act)
    people = Candidate.objects.filter(Q(unit__in=closed) | Q(pk__in=act.moves.values("candidate_id")))
    for one in people.filter(Exists(steps) | Exists(moves)).order_by("name_sort", "pk"):
        yield f"{one}: đã ghi bước hoặc lần chuyển sau việc này."


def _departures(act: Reorganisation) -> list[int]:
    """Ids of the steps by which people left with their unit: the first one after each move."""
    found = []
    for move in act.moves.filter(to_unit__isnull=True):
        steps = StageEvent.objects.filter(candidate_id=move.candidate_id, stage=Stage.MOVED_AWAY, voids=None)
        found += (
            steps.filter(recorded_at__gte=move.recorded_at).order_by("pk").values_list("pk", flat=True)[:1]
        )
    return found


def _entered_since(act: Reorganisation) -> Iterator[str]:
    """People entered since in a unit that took another one over: nobody can tell to which of the two they belong."""
    heirs = act.placements.filter(closed=True).values("parent_id")
    if act.act == Reorganisation.Act.LEAVE:
        return
    people = Candidate.objects.filter(unit__in=heirs, entered_at__gt=act.recorded_at)
    for one in people.select_related("unit").order_by("name_sort", "pk"):
        yield f"{one}: mới vào {one.unit} sau việc này."
