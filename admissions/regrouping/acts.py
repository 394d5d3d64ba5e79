"""A whole act: the tree, then the people who go with it, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Count

from admissions import pipeline
from admissions.counting import counted_in
from admissions.models import REGROUPED, Candidate, StageEvent, Transfer
from admissions.pipeline import Entry
from admissions.regrouping.people import Hands, going, locked, people_reasons, with_taken_over
from admissions.regulation import Stage
from admissions.rulebook import Rulebook
from units import reorganise
from units.models import Officer, Quota, Reorganisation, Unit, YearRule
from units.reorganise import Basis, Found, Leave, Plan, Reason, Refused, Split
from units.reorganise.placing import lock_roots
from units.tree import rules_of, tree_on


class Stale(ValueError):
    """Somebody has changed the tree since the page was opened."""


def refusals(
    plan: Plan,
    *,
    on: date | None,
    basis: Basis,
    quotas: Sequence[Quota] = (),
    people: Hands | None = None,
) -> list[Reason]:
    """Everything that stands in the way of `carry_out` with the same arguments; empty: nothing."""
    of_the_tree = reorganise.refusals(plan, on=on, basis=basis, quotas=quotas, admitted=_admitted(plan, on))
    return [*of_the_tree, *people_reasons(plan, on, people or {})]


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
    """Do a whole act from the day `on`: the tree, quotas given again, and the people who go with it.

    In a split `people` are handed out by moves that nobody decided for them singly; in a leaving those on the road
    and on probation move away with the unit. `seen` is the id of the last act that the page showed. Raises
    `Stale` where there is a newer one, `reorganise.Refused` with every reason; nothing is written then.
    """
    hands = people or {}
    hold(seen)
    moving = locked(going(plan, hands))
    if reasons := refusals(plan, on=on, basis=basis, quotas=quotas, people=hands):
        raise Refused(reasons)
    admitted = _admitted(plan, on)
    act = reorganise.carry_out(plan, on=on, basis=basis, by=by, quotas=quotas, admitted=admitted)
    if isinstance(plan, Split):
        _hand_out(act, moving, {pk: _goal(plan, to) for pk, to in hands.items()})
    elif isinstance(plan, Leave):
        _take_along(act, moving, plan.elsewhere)
    return act


def hold(seen: int | None) -> None:
    """Let nobody else change the tree until the transaction ends. Raises `Stale` after another act than `seen`."""
    lock_roots()
    if seen is not None and seen != Reorganisation.objects.last_id():
        raise Stale("Cây đơn vị vừa được sắp xếp từ lúc mở trang.")


def place(one: Candidate, unit: Unit) -> None:
    """Write on the person's row where he is now."""
    one.unit = unit
    one.save(update_fields=["unit", "changed_at"])


def _goal(plan: Split, to: Unit | int) -> Unit:
    """The unit that somebody is handed to; a part that the act has founded is found by its code."""
    goal = plan.parts[to].to if isinstance(to, int) else to
    return Unit.objects.get(code=goal.newcomer.code) if isinstance(goal, Found) else goal


def _hand_out(act: Reorganisation, people: Sequence[Candidate], goals: Mapping[int, Unit]) -> None:
    Transfer.objects.bulk_create(_move(act, one, to=goals[one.pk]) for one in people)
    for one in people:
        place(one, goals[one.pk])


def _take_along(act: Reorganisation, people: Sequence[Candidate], elsewhere: str) -> None:
    rulebook = Rulebook.read()
    for one in people:
        _move(act, one, elsewhere=elsewhere).save()
        entry = Entry(Stage.MOVED_AWAY, act.on, act.directive.number)
        pipeline.advance(one, entry, by=act.recorded_by, rulebook=rulebook)


def _move(act: Reorganisation, one: Candidate, *, to: Unit | None = None, elsewhere: str = "") -> Transfer:
    """A move with the unit, not yet saved; where he counts before it is told by the unit of his own row."""
    return Transfer(
        candidate=one,
        way=REGROUPED,
        from_unit=one.unit,
        to_unit=to,
        elsewhere=elsewhere.strip(),
        decided_on=act.on,
        number=act.directive.number,
        act=act,
        recorded_by=act.recorded_by,
    )


def _admitted(plan: Plan, on: date | None) -> dict[int, int] | None:
    """People admitted in the year by a unit that is split and by what it took over, who may be handed over too."""
    if not isinstance(plan, Split) or on is None:
        return None
    ids = with_taken_over(plan.unit)
    rules = rules_of(tree_on(on), YearRule.objects.in_force([on.year])[on.year], on.year)
    steps = (
        StageEvent.objects.standing().in_force(on).taken_here().filter(counted_in(rules, ids), unit__in=ids)
    )
    steps = steps.in_period(date(on.year, 1, 1), on)
    return dict(steps.order_by().values_list("unit_id").annotate(Count("pk")))
