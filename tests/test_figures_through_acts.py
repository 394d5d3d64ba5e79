"""Any sequence of acts on units with people in them: what was told of a past day stays, the whole adds up to the same."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from admissions import pipeline, regrouping
from admissions.models import Candidate
from admissions.pipeline import Entry
from admissions.regulation import IN_PIPELINE, Stage
from admissions.rulebook import Rulebook
from reports import figures
from reports.as_json import figures_as_json
from tests.test_acts_properties import ACTS, BASIS, NUMBER, QUIET, Forest
from units import reorganise
from units.models import Kind, Quota, Unit, UnitYear
from units.periods import Period
from units.reorganise import Refused, Split

FOUNDED = date(2020, 1, 1)
DAY_BEFORE = date(2026, 1, 1)  # every act is of a later day
TODAY = date(2027, 6, 1)
MEMBERS = {"A": 10, "B": 20, "D": 30, "E": 40}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2027-06-01 09:00:00+07:00", tick=False):
        yield


class Peopled(Forest):
    """The forest with people: acts are carried out whole, people handed out by chance."""

    def carry(self, name, one, other, third, kind, gap):
        on = max(DAY_BEFORE, self.day) + timedelta(days=max(gap, 0) or self.day <= DAY_BEFORE)
        plan = self.plan(name, one, other, third, kind)
        people = {}
        if isinstance(plan, Split):
            inside = Candidate.objects.filter(unit=plan.unit).order_by("pk")
            people = {each.pk: place % 2 for place, each in enumerate(inside) if (place + kind) % 3}
        try:
            act = regrouping.carry_out(plan, on=on, basis=BASIS, by=None, people=people)
        except Refused:
            return
        self.day = max(self.day, act.on)
        self.done.append((act, None))

    def undo(self, back):
        if not self.done:
            return
        act, _ = self.done[len(self.done) - 1 - back % len(self.done)]
        try:
            regrouping.undo(act, by=None, reason="thử")
        except Refused:
            return
        self.done = [pair for pair in self.done if pair[0] != act]


@pytest.fixture
def peopled(db):
    """Two cells, a base with two cells; three admitted in 2025, one on 1 January 2026, four on the road."""
    root = reorganise.found(code="R", name="Gốc", kind=Kind.COMMUNE, since=FOUNDED)
    base = reorganise.found(code="C", name="C", kind=Kind.BASE, parent=root, since=FOUNDED)
    units = {}
    for code, members in MEMBERS.items():
        above = base if code in "DE" else root
        unit = reorganise.found(code=code, name=code, kind=Kind.RESIDENTIAL, parent=above, since=FOUNDED)
        for year in (2025, 2026):
            UnitYear.objects.create(unit=unit, year=year, opening=members)
        Quota.objects.create(unit=unit, year=2026, members=2, given_on=DAY_BEFORE)
        units[code] = unit
    road = [Entry(Stage.SOURCE, date(2024, 3, 1)), Entry(Stage.LISTED, date(2024, 6, 3), "1-NQ")]
    decided = [("A", date(2025, 3, 3)), ("B", date(2025, 7, 1)), ("D", date(2025, 12, 31)), ("D", DAY_BEFORE)]
    for code, on in decided:
        somebody(units[code], [*road, Entry(Stage.DECIDED, on, "9-QĐ")])
    for code in MEMBERS:
        somebody(units[code], road)
    return Peopled


def somebody(unit, entries):
    """A person of a unit with these steps, taken over as history."""
    one = Candidate(unit=unit, birth_date=date(2000, 5, 20), sex="male", schooling="upper_secondary")
    one.set_name("Lò Văn Páo")
    rows = pipeline.take_over(one, entries, by=None, rulebook=Rulebook.read())
    one.save()
    for row in rows:
        row.save()


def as_told(unit, period):
    """The figures of a unit and of every unit below it, as other systems are told."""
    return [figures_as_json(each) for each in figures.for_period(unit, period).subtree()]


def the_past(root):
    """What was told of the year before and of the day before any act."""
    last_year = Period.of(2025, today=TODAY)
    return as_told(root, last_year), as_told(root, Period.of(2026, as_of=DAY_BEFORE, today=TODAY))


def whole(tree):
    """Opening members, admitted and on the road of 2026 over every root, by a tree."""
    period = Period.of(2026, today=TODAY)
    tops = figures.for_units(list(Unit.objects.filter(parent=None)), period, tree)
    sums = [(top.opening or 0, top.closing or 0, top.admitted, top.in_pipeline) for top in tops]
    return tuple(map(sum, zip(*sums, strict=True)))


def hold(root, past):
    assert the_past(root) == past
    waiting = Candidate.objects.filter(stage__in=IN_PIPELINE).count()  # who left with a unit waits no longer
    for tree in ("then", "now"):
        assert whole(tree) == (100, 101, 1, waiting)


def prove(peopled, acts):
    with transaction.atomic():
        world, root = peopled(), Unit.objects.get(code="R")
        past = the_past(root)
        # 100 members, three admitted in 2025, one on 1 January 2026.
        assert [(told[0]["members_base"], told[0]["admitted"]) for told in past] == [(100, 3), (100, 1)]
        for name, *typed in acts:
            getattr(world, name)(*typed)
            hold(root, past)
        transaction.set_rollback(True)


# People are handed out where a unit is divided, which chance alone seldom brings about.
DIVIDED = st.tuples(
    st.just("carry"),
    st.sampled_from(("split", "divide")),
    NUMBER,
    NUMBER,
    NUMBER,
    st.integers(0, 7),
    st.just(1),
)
MANY_ACTS = st.one_of(ACTS, DIVIDED)


@settings(max_examples=6, **QUIET)
@given(acts=st.lists(MANY_ACTS, min_size=3, max_size=6))
def test_no_sequence_of_acts_changes_what_was_told_of_the_past(peopled, acts):
    prove(peopled, acts)


@pytest.mark.drill
@settings(max_examples=25, **QUIET)
@given(acts=st.lists(MANY_ACTS, min_size=6, max_size=15))
def test_no_long_sequence_of_acts_changes_what_was_told_of_the_past(peopled, acts):
    prove(peopled, acts)
