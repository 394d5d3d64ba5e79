"""The one writer of what a review says of people: who stays, who comes and who goes, with their steps, as one act."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from admissions import list_review, pipeline
from admissions.list_sheet import Person, Sheet, concerned
from admissions.models import Candidate, ListReview, ListReviewLine
from admissions.regulation import Obstacle, Stage
from admissions.rulebook import Rulebook
from units.models import Officer, Unit

Outcome = ListReviewLine.Outcome
STEPS = {Outcome.COMES: Stage.LISTED, Outcome.GOES: Stage.OUT}
KEPT = "Ngày và số này đã ghi vào bước của những người được đưa vào, đưa ra; sai thì hủy bước của từng người trước."


@dataclass(frozen=True)
class Choice:
    """What is to be said of a person (no outcome: nothing), why, and the last step and move the page showed of him."""

    candidate_id: int
    outcome: str = ""
    reason: str = ""
    seen: int = 0
    seen_move: int = 0


class Refused(ValueError):
    """An act that cannot be: `fields` by name of the field, `people` by id, every reason of each in Vietnamese."""

    def __init__(self, fields: Mapping[str, str], people: Mapping[int, list[str]]):
        self.fields, self.people = dict(fields), dict(people)
        super().__init__(
            " ".join([*self.fields.values(), *(text for each in self.people.values() for text in each)])
        )


class Stale(ValueError):
    """Something is otherwise than the page showed it; `told` says what, one sentence each."""

    def __init__(self, told: Sequence[str]):
        self.told = list(told)
        super().__init__(" ".join(self.told))


@dataclass
class Recorded:
    """What an act has written: how many people stay, come and go, and what is to be minded of whom."""

    stay: int = 0
    come: int = 0
    go: int = 0
    warnings: list[tuple[Candidate, Obstacle]] = field(default_factory=list)


@transaction.atomic
def record(
    unit: Unit, month: date, *, on: date, number: str, choices: Collection[Choice], was: str, by: Officer
) -> Recorded:
    """Write the review of a unit's month with a line for everybody, and the steps of those who come and go.

    `on` and `number` are the day and the number of the one resolution all of it rests on (HD38 I.1.1d); `was` is the
    sheet's token as the page showed it. A later act of the same month adds what was missed. Raises `Stale` where the
    book or a person has changed since, `Refused` with every reason; then nothing at all is written.
    """
    sheet = _locked(unit, month)
    if stale := [*_overtaken(sheet, was), *_changed(sheet, choices, by)]:
        raise Stale(stale)
    fields = list_review.faults_of(month, list_review.Entry(unit, on, number))
    if sheet.settled and (on, number) != (sheet.review.reviewed_on, sheet.review.document_number):
        fields.setdefault("document_number", KEPT)
    act = _Act(sheet, on, number, by, {choice.candidate_id: choice for choice in choices})
    steps = act.take_steps()
    if fields or act.faults:
        raise Refused(fields, act.faults)
    act.write_book(steps)
    return act.recorded


@dataclass
class _Act:
    """One act while it is written: the steps first, then the book and its lines."""

    sheet: Sheet
    on: date
    number: str
    by: Officer
    choices: Mapping[int, Choice]
    faults: dict[int, list[str]] = field(default_factory=dict)
    recorded: Recorded = field(default_factory=Recorded)

    def take_steps(self) -> dict[int, int | None]:
        """Take the step of everybody who comes or goes; the ids of the rows by person."""
        rulebook = Rulebook.read()
        return {person.pk: self._step(person, rulebook) for person in self._moving()}

    def write_book(self, steps: Mapping[int, int | None]) -> None:
        entry = list_review.Entry(self.sheet.unit, self.on, self.number)
        review = list_review.keep(self.sheet.month, entry, self.by)
        taken = _taken_elsewhere(review, self.sheet)
        for person in self.sheet.people:
            self._line(review, person, steps.get(person.pk), taken)

    def _moving(self) -> list[Person]:
        return [
            each
            for each in self.sheet.people
            if not each.settled and (choice := self.choices.get(each.pk)) and choice.outcome in STEPS
        ]

    def _step(self, person: Person, rulebook: Rulebook) -> int | None:
        """Take the person's step; the id of its row, or none where the regulation refuses it."""
        choice = self.choices[person.pk]
        stage = STEPS[Outcome(choice.outcome)]
        reason = choice.reason if stage is Stage.OUT else ""
        entry = pipeline.Entry(stage, self.on, document_number=self.number, reason=reason)
        try:
            taken = pipeline.advance(
                person.candidate,
                entry,
                by=self.by,
                seen=choice.seen,
                seen_move=choice.seen_move,
                rulebook=rulebook,
            )
        except pipeline.Refused as refused:
            self.faults[person.pk] = [f"{o.text} ({o.clause})" for o in refused.obstacles if o.blocks]
            return None
        self.recorded.warnings += [(person.candidate, each) for each in taken.warnings if not each.informs]
        return taken.event.pk

    def _line(self, review: ListReview, person: Person, step: int | None, taken: Collection[int]) -> None:
        """What the book says of the person from now on; of who was not on the list that day it says nothing."""
        if person.settled:
            return
        outcome, event, reason = self._told(person, step, taken)
        if outcome is None:
            if person.line and person.line.event_id is None:
                person.line.delete()
            return
        values = {"outcome": outcome, "event_id": event, "reason": reason}
        ListReviewLine.objects.update_or_create(review=review, candidate=person.candidate, defaults=values)
        self.recorded.stay += outcome == Outcome.STAYS
        self.recorded.come += outcome == Outcome.COMES
        self.recorded.go += outcome == Outcome.GOES

    def _told(self, person: Person, step: int | None, taken: Collection[int]) -> tuple:
        """Outcome, step and reason: by this act, by a step recorded before under the same day and number, or he stays."""
        if step:
            choice = self.choices[person.pk]
            return choice.outcome, step, choice.reason if choice.outcome == Outcome.GOES else ""
        if self._same(person.entered, Stage.LISTED, taken):
            return Outcome.COMES, person.entered.pk, ""
        if self._same(person.left, Stage.OUT, taken) and person.left.reason:
            return Outcome.GOES, person.left.pk, person.left.reason
        return (Outcome.STAYS if person.stood_on(self.on) else None), None, ""

    def _same(self, row: tuple | None, stage: Stage, taken: Collection[int]) -> bool:
        """Whether a step rests on the very resolution of this act, and no other review tells of it."""
        if row is None or row.stage != stage or not self.number or row.pk in taken:
            return False
        return (row.happened_on, row.document_number) == (self.on, self.number)


def _locked(unit: Unit, month: date) -> Sheet:
    """The sheet, with the unit and everybody on it held until the transaction ends.

    The unit without its key: whoever takes a step of one of them refers to it meanwhile.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    list(concerned(unit, month).select_for_update().order_by("pk").values_list("pk"))
    return Sheet.read(unit, month)


def _overtaken(sheet: Sheet, was: str) -> list[str]:
    """What somebody has written into the book since the page was opened."""
    if sheet.token == was:
        return []
    if sheet.review is None:
        return ["Lần ghi rà soát này vừa bị bỏ khỏi sổ."]
    review = sheet.review
    number = f", số {review.document_number}" if review.document_number else ""
    who = review.recorded_by or "Hệ thống"
    return [f"{who} vừa ghi rà soát ngày {review.reviewed_on:%d/%m/%Y}{number}."]


def _changed(sheet: Sheet, choices: Collection[Choice], by: Officer) -> list[str]:
    """Who has moved, come or gone since the page was opened."""
    shown = {choice.candidate_id: choice for choice in choices}
    told = []
    for person in [*sheet.listed, *sheet.sources]:
        choice = shown.pop(person.pk, None)
        if choice is None:
            told.append(f"{person.candidate}: vừa có thêm ở bước «{person.candidate.stage_label}».")
        elif (choice.seen, choice.seen_move) != (person.seen, person.seen_move):
            told.append(
                f"{person.candidate}: hồ sơ vừa thay đổi, nay ở bước «{person.candidate.stage_label}»."
            )
    gone = Candidate.objects.visible_to(by).filter(pk__in=shown).order_by("name_sort")
    return told + [f"{one}: vừa đổi sang «{one.stage_label}»." for one in gone]


def _taken_elsewhere(review: ListReview, sheet: Sheet) -> set[int]:
    """Steps of these people that another review tells of."""
    lines = ListReviewLine.objects.filter(
        candidate__in=[each.pk for each in sheet.people], event__isnull=False
    )
    return set(lines.exclude(review=review).values_list("event_id", flat=True))
