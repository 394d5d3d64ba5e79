"""Any sequence of acts: the row follows the trail, a void returns the former state, a refusal leaves no trace."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from admissions import moving, pipeline
from admissions.dossier import Tick, tick
from admissions.models import Candidate, Introducer
from admissions.moving import Move
from admissions.pipeline import Entry, Refused, Stale
from admissions.reading import case_of, read_one, unit_on
from admissions.regulation import LEFT, NEXT, Paper, Stage, next_step
from admissions.rulebook import Rulebook
from units import reorganise
from units.models import Kind, Officer, Powers, Role, Unit

START = date(2022, 1, 10)
GAPS = (0, 1, 7, 40, 200, -3)  # days from the latest act to the next
VOTES = {
    "all for": {"votes_members": 9, "votes_for": 9},
    "short": {"votes_members": 9, "votes_for": 3, "votes_against": 6},
    "impossible": {"votes_members": 9, "votes_excused": 9, "votes_for": 8, "votes_against": 8},
    "silent": {},
}
SHORT = (Stage.REFERRED, Stage.REVIEW_SHORT, Stage.REFUSED)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2027-06-01 09:00:00+07:00", tick=False):
        yield


@dataclass
class Road:
    """A person who is acted upon, with what is remembered of him beside the database."""

    candidate: Candidate
    units: list[Unit]
    head: Officer
    clerk: Officer
    rulebook: Rulebook
    day: date = START
    former: list[tuple[str, date]] = field(default_factory=list)

    def standing(self):
        return list(self.candidate.events.standing().values_list("stage", "happened_on"))

    def seen(self):
        """Everything that a refusal must leave as it was."""
        self.candidate.refresh_from_db()
        person = self.candidate
        return (
            (person.stage, person.stage_since, person.unit_id),
            [event.pk for event in person.events.order_by("pk")],
            [row.pk for row in person.papers.order_by("pk")],
            [row.pk for row in person.transfers.order_by("pk")],
            [(row.pk, row.ended_on) for row in person.introducers.order_by("pk")],
            [event.pk for event in person.events.filter(override__isnull=False)],
        )

    def on(self, gap):
        self.day = max(START, self.day + timedelta(days=gap))
        return self.day

    def forward(self, gap):
        """The ordinary next step by the head of the office, who sets aside what he may."""
        case = case_of(self.candidate, self.candidate.events.standing(), records=read_one(self.candidate))
        self.step(next_step(case) or Stage.OUT, gap, "all for", head=True)

    def forward_in_time(self):
        """The ordinary next step, after the twelve months where they have to pass first."""
        self.forward(366 if self.candidate.stage == Stage.HELD else 20)
        self.candidate.refresh_from_db()

    def step(self, stage, gap, kind, head):
        votes = VOTES["short" if stage in SHORT and kind == "all for" else kind]
        silent = kind == "silent"
        entry = Entry(stage, self.on(gap), "" if silent else "1-VB", reason="" if silent else "thử", **votes)
        by, override = (self.head, "đã kiểm tra bản giấy") if head else (self.clerk, "")
        taken = pipeline.advance(self.candidate, entry, by=by, override=override, rulebook=self.rulebook)
        self.former.append((stage.value, entry.on))
        set_aside = any(reason.blocks for reason in taken.warnings)
        assert (taken.event.stage, hasattr(taken.event, "override")) == (stage, set_aside)

    def override_by_the_clerk(self, stage, gap):
        with pytest.raises(PermissionError):
            pipeline.advance(self.candidate, Entry(stage, self.on(gap), "1"), by=self.clerk, override="vội")
        raise Refused([])

    def stale(self, stage, gap):
        with pytest.raises(Stale):
            pipeline.advance(self.candidate, Entry(stage, self.on(gap), "1"), by=self.head, seen=0)
        raise Refused([])

    def void(self, reason):
        pipeline.void_last(self.candidate, reason=reason, by=self.clerk)
        self.former.pop()

    def papers(self, forms, gap, has):
        day, before = self.on(gap), self.candidate.papers.count()
        known = read_one(self.candidate).papers
        forms = forms if has else {*forms, *list(known)[:2]}
        rows = tick(self.candidate, [Tick(form, has, day, "1") for form in forms], by=self.clerk)
        there = read_one(self.candidate).papers
        assert self.candidate.papers.count() == before + len(rows)
        assert all(there.get(form) == (day if has else None) for form in forms)
        assert all(there.get(form) == known.get(form) for form in set(Paper) - set(forms))

    def introducer(self, gap):
        day = self.on(gap)
        Introducer.objects.create(candidate=self.candidate, name="Chứ", assigned_on=day, paper_on=day)

    def move(self, number, gap):
        to = self.units[number] if number < len(self.units) else None
        on, before = self.on(gap), self.candidate.events.count()
        barred = self.candidate.stage in (*LEFT, Stage.RECOGNISED) or self.candidate.unit == to
        move = Move(on, to, "" if to else "Đảng bộ xã khác", "7-QĐ")
        row = moving.transfer(self.candidate, move, by=self.clerk, rulebook=self.rulebook)
        assert not barred
        self.candidate.refresh_from_db()
        steps = list(self.candidate.events.order_by("pk").values_list("stage", "happened_on"))[before:]
        self.former.extend(steps)
        assert self.candidate.unit == (to or row.from_unit)
        assert not self.candidate.introducers.filter(ended_on__isnull=True).exists()
        annulled = [Stage.REDO] if row.way == "move_decided_late" else []
        assert [stage for stage, _ in steps] == annulled + [Stage.MOVED_AWAY] * (to is None)


gaps = st.sampled_from(GAPS)
stages = st.sampled_from(list(Stage))
ACTS = st.one_of(
    st.tuples(st.just("forward"), st.sampled_from((*GAPS, 1, 7, 40))),
    st.tuples(st.just("step"), stages, gaps, st.sampled_from(list(VOTES)), st.booleans()),
    st.tuples(st.just("step"), stages, st.just(7), st.just("all for"), st.just(True)),
    st.tuples(st.just("void"), st.sampled_from(("ghi nhầm", "ghi nhầm", " "))),
    st.tuples(
        st.just("papers"), st.sets(st.sampled_from(list(Paper)), min_size=1, max_size=6), gaps, st.booleans()
    ),
    st.tuples(st.just("introducer"), gaps),
    st.tuples(st.just("move"), st.integers(0, 6), gaps),
    st.tuples(st.just("move"), st.integers(0, 3), st.just(1)),
    st.tuples(st.just("stale"), stages, gaps),
    st.tuples(st.just("override_by_the_clerk"), stages, gaps),
)


@pytest.fixture
def roads(world):
    """Makes a person in the commune's first cell; the units stand on each of the five routes."""

    def cell(code, parent):
        return reorganise.found(code=code, name=code, kind=Kind.ENTERPRISE, parent=parent, since=START)

    def base(code, powers=""):
        made = reorganise.found(
            code=code, name=code, kind=Kind.BASE, parent=world.commune, since=date(2020, 1, 1)
        )
        Unit.objects.filter(pk=made.pk).update(powers=powers, powers_since=START if powers else None)
        return made

    section = reorganise.found(
        code="BP", name="BP", kind=Kind.SECTION, parent=world.base, since=date(2020, 1, 1)
    )
    units = [world.hoa, world.sen, world.workshop, cell("BP1", section)]
    units += [cell("UQ1", base("UQ", Powers.DELEGATED)), cell("GQ1", base("GQ", Powers.UPPER))]
    head = Officer.objects.create_user(
        "truong", "mat-khau-thu", role=Role.OFFICE, unit=world.commune, full_name="Trưởng", heads_office=True
    )

    def make(first=0) -> Road:
        candidate = Candidate(
            unit=units[first], birth_date=date(1995, 5, 5), sex="male", schooling="upper_secondary"
        )
        candidate.set_name("Giàng A Pó")
        rulebook = Rulebook.read()
        pipeline.enter(candidate, Entry(Stage.SOURCE, START), by=head, rulebook=rulebook)
        now = [Unit.objects.get(pk=unit.pk) for unit in units]
        return Road(candidate, now, head, world.officers["an"], rulebook, former=[("source", START)])

    return make


def walk(road: Road, acts) -> None:
    """Take the acts one after another; after each the row, the trail and the memory agree."""
    for name, *typed in acts:
        before = road.seen()
        remembered = list(road.former)
        try:
            getattr(road, name)(*typed)
        except Refused:
            assert road.seen() == before
            assert road.former == remembered
        else:
            assert road.seen()[1:] != before[1:] or name == "papers"
        assert road.standing() == road.former
        road.candidate.refresh_from_db()
        assert (road.candidate.stage, road.candidate.stage_since) == road.former[-1]
        assert pipeline.strayed() == []


def replay(road: Road, *, by_steps: bool) -> Candidate:
    """A fresh person who is taken through the standing steps, as an old book or one after another."""
    events = list(road.candidate.events.standing().select_related("unit"))
    fresh = Candidate(
        unit=events[0].unit, birth_date=date(1995, 5, 5), sex="male", schooling="upper_secondary"
    )
    fresh.set_name("Lò Văn Lại")
    entries = [
        Entry(
            Stage(event.stage),
            event.happened_on,
            event.document_number,
            reason=event.reason,
            **{name: getattr(event, name) for name in pipeline.VOTES},
        )
        for event in events
    ]
    if by_steps:
        pipeline.enter(fresh, entries[0], by=road.head, rulebook=road.rulebook)
        for event, entry in zip(events[1:], entries[1:], strict=True):
            Candidate.objects.filter(pk=fresh.pk).update(unit=event.unit)
            pipeline.advance(fresh, entry, by=road.head, override="chép lại", rulebook=road.rulebook)
    else:
        rows = pipeline.take_over(fresh, entries, by=None, rulebook=road.rulebook)
        fresh.save()
        for row in rows:
            row.save()
    fresh.refresh_from_db()
    return fresh


def prove(roads, first, depth, acts):
    with transaction.atomic():
        road = roads(first)
        while depth > 0 and road.candidate.stage != Stage.RECOGNISED:
            road.forward_in_time()
            depth -= 1
        road.papers({Paper.APPLICATION, Paper.OPINIONS}, 0, has=True)
        walk(road, acts)
        assert all(after in NEXT[Stage(before)] for (before, _), (after, _) in pairwise(road.former))
        for by_steps in (True, False):
            fresh = replay(road, by_steps=by_steps)
            assert (fresh.stage, fresh.stage_since) == road.former[-1]
            trail = list(fresh.events.standing().values_list("stage", "happened_on"))
            assert trail == road.former
        assert pipeline.strayed() == []
        transaction.set_rollback(True)


QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=30, **QUIET)
@given(first=st.integers(0, 5), depth=st.integers(0, 12), acts=st.lists(ACTS, max_size=16))
def test_no_sequence_of_acts_parts_the_row_from_the_trail(roads, first, depth, acts):
    prove(roads, first, depth, acts)


@pytest.mark.drill
@settings(max_examples=200, **QUIET)
@given(first=st.integers(0, 5), depth=st.integers(0, 12), acts=st.lists(ACTS, max_size=40))
def test_no_long_sequence_of_acts_parts_the_row_from_the_trail(roads, first, depth, acts):
    prove(roads, first, depth, acts)


@pytest.mark.parametrize("first", range(6))
def test_the_ordinary_road_is_walked_to_its_end_on_every_route_and_back_again(roads, first):
    road = roads(first)
    passed = []
    while road.candidate.stage != Stage.RECOGNISED:
        road.forward_in_time()
        passed.append(road.candidate.stage)
    assert passed[-1] == "recognised"
    while len(road.former) > 1:
        road.void("ghi nhầm")
        road.candidate.refresh_from_db()
        assert (road.candidate.stage, road.candidate.stage_since) == road.former[-1]
        assert road.standing() == road.former
    with pytest.raises(Refused):
        road.void("ghi nhầm")
    assert road.candidate.events.count() == 1 + 2 * len(passed)


def test_a_transfer_carries_the_person_and_leaves_his_trail_where_it_was(roads):
    road = roads()
    for gap in (7, 7, 7):
        road.forward(gap)
    road.move(4, 7)
    assert unit_on(road.candidate.unit, road.day).code == "UQ1"
    assert road.standing() == road.former
    road.move(6, 7)
    assert road.former[-1][0] == road.candidate.stage == "moved_away"
