"""What is still missing for the next step, and the papers owed already though no step waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from admissions import regulation
from admissions.models import Candidate, Transfer
from admissions.reading import cases_of
from admissions.regulation import (
    IN_PIPELINE,
    LEFT,
    NEXT,
    ON_PROBATION,
    Case,
    Obstacle,
    Paper,
    Stage,
)
from admissions.rulebook import Rulebook
from units.names import lowered

# Papers asked of everybody; the others of the checklist only where a rule or a case asks for them.
ORDINARY = frozenset(
    {
        Paper.APPLICATION,
        Paper.BACKGROUND,
        Paper.BACKGROUND_SEAL,
        Paper.VERIFICATION,
        Paper.CELL_COMMENT,
        Paper.OPINIONS,
        Paper.DECISION_RECEIVED,
        Paper.MEMBER_BACKGROUND,
        Paper.CARD_SHEET,
        Paper.NEW_MEMBER_CERTIFICATE,
        Paper.SELF_REVIEW,
        Paper.HELPER_REVIEW,
        Paper.OPINIONS_PROBATION,
    }
)
# Owed from the day the person stands there (HD06 5.1; 294 4.1, 4.3.1; HD38 I.2.1, I.2.2).
AT_STAGE: dict[Stage, tuple[Paper, ...]] = {
    Stage.REFERRED: (Paper.VOTE_REPORT,),
    Stage.DECIDED: (Paper.DECISION_RECEIVED,),
    Stage.REFUSED: (Paper.DECISION_NOTICE,),
    **dict.fromkeys(ON_PROBATION, (Paper.MEMBER_BACKGROUND, Paper.CARD_SHEET)),
}
# Owed after a move, by its case (HD06 3.9).
AFTER_MOVE: dict[str, tuple[Paper, ...]] = {
    "move_helped": (Paper.MOVE_CERTIFICATE,),
    "move_voted": (Paper.MOVE_FORWARDED, Paper.MOVE_RECEIVED),
    "move_sent": (Paper.MOVE_FORWARDED, Paper.MOVE_RECEIVED),
    "move_decided_inside": (Paper.MOVE_RECEIVED,),
    "move_decided_30": (Paper.MOVE_FORWARDED, Paper.MOVE_RECEIVED),
    "move_decided_late": (Paper.MOVE_FORWARDED, Paper.MOVE_RECEIVED),
}
MOVING = (*IN_PIPELINE, Stage.DECIDED, Stage.MOVED_AWAY)
FOLLOWED = (*IN_PIPELINE, Stage.DECIDED, *ON_PROBATION, Stage.REFUSED)


@dataclass(frozen=True)
class Lacking:
    """A person with what stands in the way of his next ordinary step today, and the papers owed already."""

    candidate: Candidate
    following: Stage | None
    obstacles: list[Obstacle] = field(default_factory=list)
    owed: list[Obstacle] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        return bool(self.obstacles or self.owed)

    @property
    def papers(self) -> set[Paper]:
        """The papers of the checklist among it."""
        return {reason.paper for reason in (*self.obstacles, *self.owed) if reason.paper}


def lacking(candidate: Candidate, case: Case, rulebook: Rulebook, *, on: date) -> Lacking:
    """What one person lacks on the day `on`: the blocking reasons, each with its clause, nothing having been typed."""
    following = None if case.stage in LEFT else regulation.next_step(case)
    blocking = []
    if following:
        blocking = [reason for reason in rulebook.obstacles(case, following, on) if reason.blocks]
    named = {reason.paper for reason in blocking if reason.paper}
    owed = [reason for reason in _owed(case) if reason.paper not in named]
    return Lacking(candidate, following, blocking, owed)


def lacking_of_many(people: QuerySet[Candidate], *, on: date) -> list[Lacking]:
    """As `lacking` for many people in their order, today or later; five queries whatever their number."""
    rulebook = Rulebook.read()
    return [
        lacking(candidate, case, rulebook, on=on)
        for candidate, case in cases_of(people, on=on, columns=("unit__path",))
    ]


def followed(people: QuerySet[Candidate], to: Stage | None = None) -> QuerySet[Candidate]:
    """Those of whom something may be missing; with `to`, those who may stand before that step.

    A mere source owes nothing before he is listed, unless he comes back to the Party or was moved.
    """
    moved = Transfer.objects.order_by().values("candidate_id")
    wanted = Q(stage__in=[stage for stage in FOLLOWED if stage is not Stage.SOURCE])
    wanted |= Q(stage__in=(Stage.SOURCE, Stage.MOVED_AWAY), pk__in=moved)
    wanted |= Q(stage=Stage.SOURCE, readmission=True)
    if to is not None:
        wanted &= Q(stage__in=[stage for stage, ways in NEXT.items() if stage and to in ways])
    return people.filter(wanted)


def _owed(case: Case) -> Iterator[Obstacle]:
    """The papers owed without a step (HD06 3.9, 5.1; 294 4.1, 4.3.1; HD38 I.2)."""
    for paper in (*AT_STAGE.get(case.stage, ()), *_after_move(case)):
        if paper not in case.papers:
            text = f"Chưa ghi: {lowered(paper.label)}."
            yield Obstacle(paper.value, text, paper.sheet.clause, blocks=False, paper=paper)
    if Paper.RECHECK_REQUESTED in case.papers and Paper.RECHECK_ANSWERED not in case.papers:
        answer = Paper.RECHECK_ANSWERED
        yield Obstacle(answer.value, f"Chờ: {answer.label}.", answer.sheet.clause, blocks=False, paper=answer)


def _after_move(case: Case) -> Iterator[Paper]:
    """Where the person went away only the sending is asked here, where he came from outside only the receipt."""
    if not case.transfers or case.stage not in MOVING:
        return
    move, received = case.transfers[-1], Paper.MOVE_RECEIVED
    for paper in AFTER_MOVE.get(move.way, ()):
        if paper is received and case.stage is Stage.MOVED_AWAY:
            continue
        if paper is Paper.MOVE_FORWARDED and (move.incoming or received in case.papers):
            continue
        yield paper
