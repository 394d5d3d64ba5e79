"""Turns roads into rows: the person, his steps with their documents and votes, each judged by the regulation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from admissions.models import Candidate, Organisation, SourceGroup, StageEvent
from admissions.pipeline import Entry, Refused
from admissions.reading import Records, case_of
from admissions.regulation import FORMS, LEFT, Stage, Step
from admissions.rulebook import Rulebook, lines
from reports.demonstration import dossiers
from reports.demonstration.dossiers import Clerk
from reports.demonstration.names import NameBook
from reports.demonstration.people import groups_of, organisations_of, person
from reports.demonstration.places import BASE, BY_CODE, MERGED, SUCCESSOR
from reports.demonstration.roads import Road
from reports.demonstration.years import Commune
from units.models import Officer, Unit

SEED_OF_PAPERS = 294
BOARD = 11  # members of the standing board
BASE_COMMITTEE = 7
BOARD_ACTS = (Stage.DECIDED, Stage.RECOGNISED, Stage.STRUCK_OFF)
CELL_ACTS = (Stage.LISTED, Stage.VOTED, Stage.REVIEW_VOTED, Stage.STRIKE_VOTED, Stage.OUT)
BASE_ACTS = (Stage.BASE_VOTED, Stage.REVIEW_BASE, Stage.STRIKE_BASE)
FINISHED = (Stage.RECOGNISED, *LEFT)


@dataclass
class Register:
    """Numbers documents in the order of their days: one series for each issuer and kind in a term."""

    random: Random
    last: Counter = field(default_factory=Counter)

    def number(self, stage: Stage, place: str, day: date) -> str:
        """The next number in the customary form, as 12-NQ/CB; nothing where a step rests on no document."""
        if stage in (Stage.SOURCE, Stage.CERTIFIED, Stage.HELD, Stage.RETURNED):
            return ""
        if stage is Stage.TRAINED:
            return f"{self._next('GCN', day.year, 3):02d}/GCN"
        if stage in CELL_ACTS:
            return f"{self._next(place, day.year // 5, 3):02d}-NQ/CB"
        if stage in BASE_ACTS:
            return f"{self._next(BASE, day.year // 5, 3):02d}-NQ/ĐU"
        if stage is Stage.OPENED:
            return f"{self._next('TB', day.year // 5, 3):02d}-TB/ĐU"
        if stage is Stage.APPRAISED:
            return f"{self._next('BC', day.year // 5, 2):02d}-BC/BXDĐ"
        return f"{self._next('QĐ', day.year // 5, 4):02d}-QĐ/ĐU"

    def _next(self, series: str, term: int, most: int) -> int:
        self.last[series, term] += self.random.randint(1, most)
        return self.last[series, term]


@dataclass
class People:
    """The rows of all invented people, unsaved, those of one index belonging together."""

    candidates: list[Candidate] = field(default_factory=list)
    organisations: list[list[str]] = field(default_factory=list)
    groups: list[list[str]] = field(default_factory=list)
    events: list[StageEvent] = field(default_factory=list)


def write_people(commune: Commune, roads: list[Road], *, by: Officer) -> None:
    """Save everybody with his whole trail. A step that the regulation forbids is a fault here: `Refused`."""
    people = People()
    names = NameBook(commune.random)
    for road in roads:
        candidate = person(BY_CODE[road.place], road, random=commune.random, names=names)
        candidate.unit = _unit_now(commune, road)
        candidate.stage, candidate.stage_since = road.steps[-1]
        candidate.entered_by = by
        candidate.entered_at = _recorded_at(commune, road.steps[0][1])
        codes = organisations_of(candidate, road.last_day, commune.random)
        people.candidates.append(candidate)
        people.organisations.append(codes)
        people.groups.append(groups_of(candidate, codes, commune.random))
    clerk = Clerk(commune.almanac, Random(SEED_OF_PAPERS), by)
    filed = [
        clerk.fill(candidate, road, codes)
        for candidate, road, codes in zip(people.candidates, roads, people.organisations, strict=True)
    ]
    records = [each.records(codes) for each, codes in zip(filed, people.organisations, strict=True)]
    people.events = _trail(commune, roads, people.candidates, by, records)
    _save(people)
    dossiers.save(filed)


def _unit_now(commune: Commune, road: Road) -> Unit:
    """Where the person belongs today: only who was done before the merger stays with the closed cell."""
    ended = road.stage in FINISHED and road.last_day < commune.merged_on
    return commune.units[road.place if road.place != MERGED or ended else SUCCESSOR]


def _unit_then(commune: Commune, road: Road, day: date) -> Unit:
    return commune.units[SUCCESSOR if road.place == MERGED and day >= commune.merged_on else road.place]


def _trail(
    commune: Commune, roads: list[Road], candidates: list[Candidate], by: Officer, records: list[Records]
) -> list[StageEvent]:
    """All steps in the order of their days, as the office would have recorded them."""
    register, rulebook = Register(commune.random), Rulebook.read()
    taken: list[list[Step]] = [[] for _ in roads]
    days = [(day, who, turn) for who, road in enumerate(roads) for turn, (_, day) in enumerate(road.steps)]
    events = []
    for day, who, turn in sorted(days):
        road, candidate = roads[who], candidates[who]
        entry = _entry(commune, road, road.steps[turn][0], day, register)
        remark = _judge(rulebook, candidate, tuple(taken[who]), entry, records[who])
        taken[who].append(Step(entry.stage, day))
        events.append(
            StageEvent(
                candidate=candidate,
                stage=entry.stage,
                unit=_unit_then(commune, road, day),
                happened_on=day,
                document_number=entry.document_number,
                document_date=entry.document_date,
                **entry.votes,
                reason=entry.reason,
                remark=remark,
                recorded_by=by,
                recorded_at=_recorded_at(commune, day),
            )
        )
    return events


def _entry(commune: Commune, road: Road, stage: Stage, day: date, register: Register) -> Entry:
    number = register.number(stage, road.place, day)
    total = _voters(commune, road, stage)
    against = int(total is not None and commune.random.random() < 0.2)
    return Entry(
        stage,
        day,
        document_number=number,
        document_date=day if number else None,
        votes_members=total,
        votes_present=total,
        votes_for=total - against if total else None,
        votes_against=against if total else None,
        reason=road.reason if FORMS[stage].reason else "",
    )


def _voters(commune: Commune, road: Road, stage: Stage) -> int | None:
    """How many had a vote; a few of a cell are on probation or excused."""
    if stage in (Stage.VOTED, Stage.REVIEW_VOTED, Stage.STRIKE_VOTED):
        members = BY_CODE[road.place].members or 8
        return max(3, members - commune.random.randint(0, 3))
    return {**dict.fromkeys(BASE_ACTS, BASE_COMMITTEE), **dict.fromkeys(BOARD_ACTS, BOARD)}.get(stage)


def _judge(
    rulebook: Rulebook, candidate: Candidate, steps: tuple[Step, ...], entry: Entry, records: Records
) -> str:
    """The warnings of a step, as `pipeline.advance` keeps them; what blocks it is raised."""
    case = case_of(candidate, unit=candidate.unit, on=entry.on, steps=steps, records=records)
    found = rulebook.obstacles(case, entry.stage, entry.on, entry.record)
    if any(obstacle.blocks for obstacle in found):
        raise Refused(found)
    return lines(found)


def _recorded_at(commune: Commune, day: date) -> datetime:
    """Some working hour of the next days, never after this morning."""
    typed_on = min(
        day + timedelta(days=commune.random.randint(0, 3)), max(day, commune.today - timedelta(days=1))
    )
    hour = time(commune.random.randint(8, 16), commune.random.randint(0, 59))
    return timezone.make_aware(datetime.combine(typed_on, hour if typed_on < commune.today else time()))


def _save(people: People) -> None:
    organisations = {organisation.code: organisation for organisation in Organisation.objects.all()}
    groups = {group.name: group for group in SourceGroup.objects.all()}
    membership, grouping = Candidate.memberships.through, Candidate.source_groups.through
    for candidate, codes in zip(people.candidates, people.organisations, strict=True):
        candidate.introduced_by = organisations[codes[0]] if codes else None
    Candidate.objects.bulk_create(people.candidates)
    membership.objects.bulk_create(
        membership(candidate=candidate, organisation=organisations[code])
        for candidate, codes in zip(people.candidates, people.organisations, strict=True)
        for code in codes
    )
    grouping.objects.bulk_create(
        grouping(candidate=candidate, sourcegroup=groups[name])
        for candidate, names in zip(people.candidates, people.groups, strict=True)
        for name in names
    )
    StageEvent.objects.bulk_create(people.events)


def decided_by_unit(roads: list[Road], merged_on: date) -> Counter:
    """Admissions by unit code and year, each at the unit of its day."""
    counts: Counter = Counter()
    for road in roads:
        decided = next((day for stage, day in road.steps if stage is Stage.DECIDED), None)
        if decided:
            code = SUCCESSOR if road.place == MERGED and decided >= merged_on else road.place
            counts[code, decided.year] += 1
    return counts
