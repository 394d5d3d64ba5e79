"""Any sequence of acts and undoings: nobody is lost, no sum changes, the row follows the trail, the past stays."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from units import reorganise
from units.models import COMMITTEES, HandOver, Kind, Placement, Unit, UnitYear
from units.reorganise import (
    Above,
    Alter,
    Basis,
    Close,
    Found,
    Leave,
    Merge,
    Newcomer,
    Part,
    Refused,
    Split,
)
from units.tree import tree_on

START = date(2026, 1, 1)
BASIS = Basis("1-QĐ", START)
KINDS = (Kind.BASE, Kind.RESIDENTIAL, Kind.SECTION)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2027-06-01 09:00:00+07:00", tick=False):
        yield


@dataclass
class Forest:
    """The tree that is acted upon, with what is remembered beside the database."""

    day: date = START
    number: int = 0
    done: list = field(default_factory=list)  # acts that stand
    seen: dict = field(default_factory=dict)  # what the tree of a day looked like, by day

    def unit(self, place, among=None):
        """One of the units of that sort; now and then any unit at all, which makes for refusals."""
        units = list(Unit.objects.order_by("pk") if among is None or place == 11 else among.order_by("pk"))
        return units[place % len(units)] if units else Unit.objects.order_by("pk").first()

    def newcomer(self, kind):
        self.number += 1
        return Newcomer(f"N{self.number}", f"Đơn vị {self.number}", KINDS[kind % 3])

    def plan(self, name, one, other, third, kind):
        standing = Unit.objects.standing()
        below, committees = standing.filter(parent__isnull=False), standing.filter(kind__in=COMMITTEES)
        a, b = self.unit(one, below), self.unit(other, below.exclude(pk=self.unit(one, below).pk))
        c = self.unit(third, committees)
        fresh = Found(c, self.newcomer(kind))
        return {
            "found": fresh,
            "alter": Alter(a, f"Tên {self.number}", KINDS[kind % 3] if kind > 3 else a.kind, a.parent),
            "move": Alter(a, a.name, a.kind, c),
            "merge": Merge((a, b), fresh),
            "take over": Merge((a,), b, name=f"Tên {self.number}" if kind % 2 else None),
            "split": Split(a, (Part(fresh, kind), Part(b, third % 4))),
            "divide": Split(a, (Part(fresh, kind), Part(b, third % 4)), successor=kind % 2),
            "close": Close(a, b),
            "leave": Leave(a, "nơi khác"),
            "above": Above(self.newcomer(0), tuple(Unit.objects.filter(parent=None))),
        }[name]

    def carry(self, name, one, other, third, kind, gap):
        """An act some days after the latest one, or before it."""
        on = max(START + timedelta(days=1), self.day + timedelta(days=gap))
        plan = self.plan(name, one, other, third, kind)
        told = reorganise.refusals(plan, on=on, basis=BASIS)
        before = state()
        try:
            act = reorganise.carry_out(plan, on=on, basis=BASIS, by=None)
        except Refused as refused:
            assert refused.reasons == told != []
            assert state() == before
            return
        assert told == []
        self.day = max(self.day, on)
        self.done.append((act, before))
        self.seen = {day: shape for day, shape in self.seen.items() if day < on}

    def undo(self, back):
        """Take back one of the acts that stand; the last one can always go, and leaves the state before it."""
        if not self.done:
            return
        place = len(self.done) - 1 - back % len(self.done)
        act, before = self.done[place]
        if reorganise.rests_on(act):
            assert place < len(self.done) - 1
            with pytest.raises(Refused):
                reorganise.undo(act, by=None, reason="thử")
            return
        reorganise.undo(act, by=None, reason="thử")
        if before is not None:
            assert place < len(self.done) - 1 or state() == before
        # What later acts found before them held this one still: it is no longer known.
        self.done[place:] = [(one, None) for one, _ in self.done[place + 1 :]]
        self.seen = {day: shape for day, shape in self.seen.items() if day < act.on}


def state():
    """Every row that an act may write."""
    return [
        list(model.objects.order_by("pk").values_list()) for model in (Unit, Placement, HandOver, UnitYear)
    ]


def shape_on(day):
    """The tree of a day by code, of what had been founded by then."""
    nodes = tree_on(day)
    codes = {pk: node.code for pk, node in nodes.items()}
    return {
        node.code: (node.name, node.kind, codes.get(node.parent_id), node.closed)
        for node in nodes.values()
        if node.founded
    }


def hold(forest):
    """What holds after every act."""
    assert reorganise.misplaced() == []
    assert set(Placement.objects.filter(until=None).values_list("unit", flat=True)) == set(
        Unit.objects.values_list("pk", flat=True)
    )
    for _unit, trail in trails().items():
        assert all(one.until == other.since for one, other in pairwise(trail))
    for act in HandOver.objects.values("act").annotate(sum=Sum("members")):
        assert act["sum"] == 0
    days = {START, *Placement.objects.values_list("since", flat=True)}
    openings = dict(UnitYear.objects.values_list("unit", "opening"))
    handed = list(HandOver.objects.values_list("unit", "on", "members"))
    for day in days:
        nodes = tree_on(day)
        roots = [node for node in nodes.values() if node.parent_id is None]
        reached = [node.unit_id for root in roots for node in root.subtree()]
        assert sorted(reached) == sorted(nodes)  # once each: nobody lost, no circle
        people = openings.copy()
        for unit, on, members in handed:
            if on <= day:
                people[unit] = people.get(unit, 0) + members
        assert sum(people.get(pk, 0) for pk in reached) == 10 + 20 + 30 + 40
        for node in nodes.values():
            above = nodes.get(node.parent_id)
            if node.standing and above:
                assert above.standing and above.kind in COMMITTEES
    for day, shape in forest.seen.items():
        assert shape_on(day) == shape
    forest.seen |= {day: shape_on(day) for day in days}


def trails():
    rows = {}
    for place in Placement.objects.order_by("unit", "since"):
        rows.setdefault(place.unit_id, []).append(place)
    return rows


@pytest.fixture
def forest(db):
    """A commune with two cells and a base committee with one: 10, 20, 30 and 40 members."""
    root = reorganise.found(code="R", name="Gốc", kind=Kind.COMMUNE, since=START)

    def below(code, parent, kind, opening=None):
        unit = reorganise.found(code=code, name=code, kind=kind, parent=parent, since=START)
        if opening:
            UnitYear.objects.create(unit=unit, year=2026, opening=opening)
        return unit

    below("A", root, Kind.RESIDENTIAL, 10)
    below("B", root, Kind.RESIDENTIAL, 20)
    base = below("C", root, Kind.BASE)
    below("D", base, Kind.ENTERPRISE, 30)
    below("E", base, Kind.ENTERPRISE, 40)
    return Forest


NAMES = ("found", "alter", "move", "merge", "take over", "split", "divide", "close", "leave", "above")
NUMBER = st.integers(0, 11)
CARRIED = st.tuples(
    st.just("carry"),
    st.sampled_from(NAMES),
    NUMBER,
    NUMBER,
    NUMBER,
    st.integers(0, 7),
    st.sampled_from((1, 1, 2, 5, 0, -1, -3)),
)
ACTS = st.one_of(CARRIED, CARRIED, CARRIED, st.tuples(st.just("undo"), st.integers(0, 3)))
QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def prove(forest, acts):
    with transaction.atomic():
        world = forest()
        hold(world)
        for name, *typed in acts:
            getattr(world, name)(*typed)
            hold(world)
        while world.done:
            world.undo(0)
        hold(world)
        assert set(Unit.objects.values_list("code", flat=True)) == set("RABCDE")
        transaction.set_rollback(True)


@settings(max_examples=15, **QUIET)
@given(acts=st.lists(ACTS, min_size=4, max_size=12))
def test_no_sequence_of_acts_loses_anybody_or_changes_the_past(forest, acts):
    prove(forest, acts)


@pytest.mark.drill
@settings(max_examples=40, **QUIET)
@given(acts=st.lists(ACTS, min_size=10, max_size=25))
def test_no_long_sequence_of_acts_loses_anybody_or_changes_the_past(forest, acts):
    prove(forest, acts)
