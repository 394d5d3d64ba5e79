"""A unit's list as the review of a month finds it: who is on it, who could come, what the book says of them already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from admissions.models import Candidate, ListReview, ListReviewLine, StageEvent, Transfer
from admissions.regulation import Stage, Step
from admissions.regulation.reviews import ON_LIST, Spell, spells_of
from units.models import Unit

COLUMNS = ("pk", "candidate_id", "stage", "happened_on", "document_number", "reason", "voids_id")


@dataclass(frozen=True)
class Person:
    """Somebody of whom a review may speak.

    `entered` and `left` are the steps by which he came onto the list and went from it, the last time that touches
    the month; `seen` and `seen_move` are the ids of his last step and his last move.
    """

    candidate: Candidate
    seen: int
    seen_move: int
    entered: tuple | None = None
    left: tuple | None = None
    line: ListReviewLine | None = None

    @property
    def pk(self) -> int:
        return self.candidate.pk

    @property
    def is_source(self) -> bool:
        return self.candidate.stage == Stage.SOURCE

    @property
    def on_list(self) -> bool:
        return self.candidate.stage in ON_LIST

    @property
    def settled(self) -> bool:
        """Whether the review has moved him already, by a step that stands."""
        return self.line is not None and self.line.event_id is not None and not self.line.voided

    def stood_on(self, day: date) -> bool:
        """Whether he was on the list on a day of the month."""
        if self.entered is None or self.entered.happened_on > day:
            return False
        return self.left is None or day < self.left.happened_on


@dataclass
class Sheet:
    """All that a review of one unit's month is about, the people in the Vietnamese order of names."""

    unit: Unit
    month: date
    review: ListReview | None
    people: list[Person] = field(default_factory=list)

    @classmethod
    def read(cls, unit: Unit, month: date) -> Sheet:
        """The sheet as things stand now. Five queries whatever the number of people."""
        found = _people(unit, month)
        review = ListReview.objects.filter(unit=unit, month=month).select_related("recorded_by").first()
        lines = (
            {line.candidate_id: line for line in review.lines.told().select_related("event")}
            if review
            else {}
        )
        trails = _trails([one.pk for one in found])
        people = [_person(one, trails.get(one.pk, ()), month, lines.get(one.pk)) for one in found]
        return cls(unit, month, review, [each for each in people if _concerned(each)])

    @property
    def token(self) -> str:
        """What a page remembers of the book as it showed it."""
        return self.review.recorded_at.isoformat() if self.review else ""

    @property
    def listed(self) -> list[Person]:
        """Who is on the list, or was in the month, without those whom this review has moved."""
        return [each for each in self.people if each.entered and not each.settled and not each.is_source]

    @property
    def sources(self) -> list[Person]:
        return [each for each in self.people if each.is_source and not each.settled]

    @property
    def settled(self) -> list[Person]:
        """Whom the review has moved."""
        return [each for each in self.people if each.settled]


def own_units(unit: Unit) -> list[int]:
    """Ids of the unit and of those it has taken over, whose people are its own."""
    closed = unit.children.model.objects.below(unit).filter(closed_on__isnull=False)
    ids = [unit.pk]
    for pk, parent_id in closed.order_by("path").values_list("pk", "parent_id"):
        if parent_id in ids:
            ids.append(pk)
    return ids


def concerned(unit: Unit, month: date) -> QuerySet[Candidate]:
    """Sources, people on the list, and people who have come to another stage since the month began."""
    now = (
        Q(stage__in=(Stage.SOURCE, *ON_LIST))
        | Q(stage_since__gte=month)
        | Q(list_reviews__review__month=month)
    )
    keys = Candidate.objects.filter(now, unit__in=own_units(unit)).order_by().values("pk")
    return Candidate.objects.filter(pk__in=keys)


def _people(unit: Unit, month: date) -> list[Candidate]:
    last_move = Transfer.objects.filter(candidate_id=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    people = concerned(unit, month).annotate(last_move=Coalesce(Subquery(last_move), 0))
    return list(people.order_by("name_sort", "pk"))


def _trails(keys: Sequence[int]) -> dict[int, list]:
    """Every row of these people's trails, in the order recorded."""
    trails: dict[int, list] = {}
    rows = StageEvent.objects.filter(candidate__in=keys).order_by("pk")
    for row in rows.values_list(*COLUMNS, named=True):
        trails.setdefault(row.candidate_id, []).append(row)
    return trails


def _person(candidate: Candidate, rows: Sequence, month: date, line: ListReviewLine | None) -> Person:
    voided = {row.voids_id for row in rows}
    standing = [row for row in rows if row.voids_id is None and row.pk not in voided]
    spell = _spell(standing, month)
    seen = rows[-1].pk if rows else 0
    if spell is None:
        return Person(candidate, seen, candidate.last_move, line=line)
    entered = next(row for row in standing if row.stage in ON_LIST and row.happened_on == spell.since)
    left = next(
        (row for row in reversed(standing) if row.stage not in ON_LIST and row.happened_on == spell.until),
        None,
    )
    return Person(candidate, seen, candidate.last_move, entered, left, line)


def _spell(standing: Sequence, month: date) -> Spell | None:
    """The last time on the list that holds a day of the month."""
    spells = spells_of([Step(Stage(row.stage), row.happened_on) for row in standing])
    return next((spell for spell in reversed(spells) if spell.touches(month)), None)


def _concerned(person: Person) -> bool:
    return person.is_source or person.entered is not None or person.line is not None
