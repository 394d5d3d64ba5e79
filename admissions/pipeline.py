"""The one writer of the trail: takes a step, voids the last one, takes over steps from old books."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from admissions.models import Candidate, Override, StageEvent, Transfer
from admissions.reading import UNIT, case_of, read_one, unit_of
from admissions.regulation import ANNULS, Case, Obstacle, Record, Stage, Step
from admissions.rulebook import Rulebook, lines, lines_of_history
from units.models import Officer, Unit

VOTES = ("votes_members", "votes_excused", "votes_present", "votes_for", "votes_against", "votes_abstained")


class Refused(ValueError):
    """A step that cannot be taken; `obstacles` tells every reason."""

    def __init__(self, obstacles: Sequence[Obstacle]):
        self.obstacles = list(obstacles)
        super().__init__(" ".join(obstacle.text for obstacle in obstacles))


class Stale(ValueError):
    """Somebody recorded a step or a move since the page was opened; `events` and `moves` are what it did not show."""

    def __init__(self, events: Sequence[StageEvent], moves: Sequence[Transfer] = ()):
        self.events, self.moves = list(events), list(moves)
        super().__init__("Hồ sơ vừa có thay đổi từ lúc mở trang.")


@dataclass(frozen=True)
class Entry:
    """A step as typed or as read from an old book; counts of votes are people."""

    stage: Stage
    on: date
    document_number: str = ""
    document_date: date | None = None
    votes_members: int | None = None
    votes_excused: int | None = None
    votes_present: int | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None
    reason: str = ""

    @property
    def votes(self) -> dict[str, int | None]:
        """The numbers of the vote by the names of their columns."""
        return {name: getattr(self, name) for name in VOTES}

    @property
    def record(self) -> Record:
        return Record(self.document_number, reason=self.reason, **self.votes)


@dataclass
class Taken:
    """What a step left behind: its row, and the warnings that did not stop it."""

    event: StageEvent
    warnings: list[Obstacle] = field(default_factory=list)


@transaction.atomic
def enter(
    candidate: Candidate, first: Entry, *, by: Officer | None, rulebook: Rulebook | None = None
) -> Taken:
    """Save a new person together with his first step.

    Raises `Refused` with every reason; then neither the person nor the step is there.
    """
    rulebook = rulebook or Rulebook.read()
    warnings = _permit(rulebook, case_of(candidate, on=first.on), first)
    candidate.entered_by = by
    candidate.stage, candidate.stage_since = first.stage, first.on
    candidate.save()
    return Taken(_append(candidate, first, candidate.unit, by=by, remark=lines(warnings)), warnings)


@transaction.atomic
def advance(
    candidate: Candidate,
    entry: Entry,
    *,
    by: Officer | None,
    seen: int | None = None,
    seen_move: int | None = None,
    rulebook: Rulebook | None = None,
    override: str = "",
) -> Taken:
    """Take a step. `seen` and `seen_move` are the ids of the last step and the last move the page showed.

    `override` is the reason for which the head of the office sets aside what he may set aside; it is kept with
    what was set aside. Raises `Stale` when the trail has grown since, `Refused` with every reason when the
    regulation forbids the step, `PermissionError` where somebody else than the head overrides.
    """
    rulebook = rulebook or Rulebook.read()
    candidate = lock(candidate, seen, seen_move)
    standing = list(candidate.events.standing())
    unit = unit_of(candidate, entry.on)
    case = case_of(candidate, standing, unit, on=entry.on, records=read_one(candidate))
    if override.strip() and not (by and by.may_override):
        raise PermissionError("Chỉ trưởng ban, chánh văn phòng được quyết định bỏ qua.")
    found = _permit(rulebook, case, entry, override=bool(override.strip()))
    annuls = _annulled(standing, entry.stage)
    event = _append(candidate, entry, unit, by=by, remark=lines(found), annuls=annuls)
    set_aside = [each for each in found if each.blocks]
    if set_aside:
        told = [{"code": each.code, "text": each.text, "clause": each.clause} for each in set_aside]
        Override.objects.create(event=event, reason=override.strip(), obstacles=told, recorded_by=by)
    _repeat(candidate, entry.stage, entry.on)
    return Taken(event, found)


def _annulled(standing: Sequence[StageEvent], stage: Stage) -> StageEvent | None:
    """The decision that an annulment makes void (294 4.4)."""
    wanted = ANNULS.get(stage)
    return next((event for event in reversed(standing) if event.stage == wanted), None)


@transaction.atomic
def void_last(
    candidate: Candidate,
    *,
    reason: str,
    by: Officer | None,
    seen: int | None = None,
    seen_move: int | None = None,
) -> StageEvent:
    """Undo the last standing step by a later row that points at it; the first step cannot be voided.

    Raises `Stale` as `advance` does, `Refused` without a reason or where only one step stands.
    """
    candidate = lock(candidate, seen, seen_move)
    standing = list(candidate.events.standing())
    refusals = []
    if not reason.strip():
        refusals.append(Obstacle("reason_missing", "Chưa ghi lý do hủy bước.", "HD38 I.1", field="reason"))
    if len(standing) < 2:
        refusals.append(
            Obstacle(
                "first_step",
                "Bước đầu tiên không hủy được; hãy đưa người này ra khỏi danh sách.",
                "HD38 I.1.1d",
            )
        )
    if refusals:
        raise Refused(refusals)
    last, before = standing[-1], standing[-2]
    event = StageEvent.objects.create(
        candidate=candidate,
        stage=last.stage,
        unit_id=last.unit_id,
        happened_on=timezone.localdate(),
        reason=reason.strip(),
        voids=last,
        recorded_by=by,
    )
    _repeat(candidate, Stage(before.stage), before.happened_on)
    return event


def take_over(
    candidate: Candidate,
    entries: Sequence[Entry],
    *,
    by: Officer | None,
    rulebook: Rulebook,
    standing: Sequence[StageEvent] = (),
    unit_then: Callable[[date], Unit] | None = None,
) -> list[StageEvent]:
    """Rows for steps from an old book, in road order, after those `standing`; not yet saved.

    History is taken as it stands: each row is marked as imported and keeps as a remark what would have stood
    in its way. `unit_then(day)` tells the unit of a day where the person's has been closed. The caller saves the
    person with `stage` and `stage_since` set here, then the rows.
    """
    rows = []
    steps = [Step(Stage(event.stage), event.happened_on) for event in standing]
    for entry in entries:
        unit = unit_then(entry.on) if unit_then else candidate.unit
        case = case_of(candidate, (), unit, on=entry.on, steps=tuple(steps))
        remarks = [o for o in rulebook.obstacles(case, entry.stage, entry.on) if o.code != "order"]
        rows.append(
            StageEvent(
                candidate=candidate,
                stage=entry.stage,
                unit=unit,
                happened_on=entry.on,
                document_number=entry.document_number,
                document_date=entry.document_date,
                **entry.votes,
                reason=entry.reason,
                imported=True,
                remark=lines_of_history(remarks),
                recorded_by=by,
            )
        )
        steps.append(Step(entry.stage, entry.on))
    if steps:
        candidate.stage, candidate.stage_since = steps[-1].stage, steps[-1].on
    return rows


def strayed() -> list[str]:
    """Where a person's row and trail disagree, one line of text each; empty when all is well."""
    last = {}
    for event in StageEvent.objects.standing().only("candidate_id", "stage", "happened_on").order_by("pk"):
        last[event.candidate_id] = (event.stage, event.happened_on)
    return [
        f"người số {pk}: dòng ghi {stage} {since}, chuỗi bước ghi {last.get(pk)}"
        for pk, stage, since in Candidate.objects.values_list("pk", "stage", "stage_since").order_by("pk")
        if last.get(pk) != (stage, since)
    ]


def lock(candidate: Candidate, seen: int | None, seen_move: int | None = None) -> Candidate:
    """The person's row, held until the transaction ends.

    Raises `Stale` where a step or a move was recorded after the last ones that the page showed, `seen`, `seen_move`.
    Held first, read afterwards: PostgreSQL drops a joined row whose unit changed while it was waited for.
    """
    Candidate.objects.select_for_update().only("pk").get(pk=candidate.pk)
    locked = Candidate.objects.select_related(UNIT).get(pk=candidate.pk)
    if seen is not None:
        newer = list(locked.events.after(seen).select_related("recorded_by"))
        if newer:
            raise Stale(newer)
    if seen_move is not None:
        moves = list(locked.transfers.after(seen_move).select_related("recorded_by"))
        if moves:
            raise Stale([], moves)
    return locked


def _permit(rulebook: Rulebook, case: Case, entry: Entry, *, override: bool = False) -> list[Obstacle]:
    """What is to be minded with a step, or `Refused` with every reason; an override leaves the firm ones."""
    found = rulebook.obstacles(case, entry.stage, entry.on, entry.record)
    if any(each.blocks and (each.firm or not override) for each in found):
        raise Refused(found)
    return found


def _append(
    candidate: Candidate,
    entry: Entry,
    unit: Unit,
    *,
    by: Officer | None,
    remark: str,
    annuls: StageEvent | None = None,
) -> StageEvent:
    return StageEvent.objects.create(
        candidate=candidate,
        stage=entry.stage,
        unit=unit,
        happened_on=entry.on,
        document_number=entry.document_number.strip(),
        document_date=entry.document_date,
        **entry.votes,
        reason=entry.reason.strip(),
        remark=remark,
        annuls=annuls,
        recorded_by=by,
    )


def _repeat(candidate: Candidate, stage: Stage, since: date) -> None:
    candidate.stage, candidate.stage_since = stage, since
    candidate.save(update_fields=["stage", "stage_since", "changed_at"])
