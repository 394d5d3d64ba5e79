"""The one writer of the trail: takes a step, voids the last one, takes over steps from old books."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from admissions import regulation
from admissions.models import CalendarDay, Candidate, Edition, StageEvent
from admissions.regulation import Case, Obstacle, Record, Stage, Step
from admissions.working_days import WorkingDays
from units.models import Kind, Officer, Unit


class Refused(ValueError):
    """A step that cannot be taken; `obstacles` tells every reason."""

    def __init__(self, obstacles: Sequence[Obstacle]):
        self.obstacles = list(obstacles)
        super().__init__(" ".join(obstacle.text for obstacle in obstacles))


class Stale(ValueError):
    """The trail has grown since the page was opened; `events` are the rows the page did not show."""

    def __init__(self, events: Sequence[StageEvent]):
        self.events = list(events)
        super().__init__("Hồ sơ vừa có thay đổi từ lúc mở trang.")


@dataclass(frozen=True)
class Rulebook:
    """The editions, the calendar and today's date: read once for a request, asked often."""

    editions: tuple[regulation.Edition, ...]
    calendar: WorkingDays
    today: date

    @classmethod
    def read(cls) -> Rulebook:
        editions = tuple(edition.as_rule() for edition in Edition.objects.all())
        days = list(CalendarDay.objects.all())
        off = [day.day for day in days if not day.worked]
        worked = [day.day for day in days if day.worked]
        return cls(editions, WorkingDays(off, worked), timezone.localdate())

    def obstacles(self, case: Case, to: Stage, on: date, record: Record | None = None) -> list[Obstacle]:
        """`regulation.obstacles` by the edition in force on the day of the step."""
        edition = regulation.edition_on(self.editions, on)
        today = timezone.localdate()
        return regulation.obstacles(
            case, to, on, edition, today=today, calendar=self.calendar, record=record, editions=self.editions
        )


@dataclass(frozen=True)
class Entry:
    """A step as typed or as read from an old book; counts of votes are people."""

    stage: Stage
    on: date
    document_number: str = ""
    document_date: date | None = None
    votes_total: int | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None
    reason: str = ""

    @property
    def record(self) -> Record:
        return Record(
            self.document_number,
            self.votes_total,
            self.votes_for,
            self.votes_against,
            self.votes_abstained,
            self.reason,
        )


@dataclass
class Taken:
    """What a step left behind: its row, and the warnings that did not stop it."""

    event: StageEvent
    warnings: list[Obstacle] = field(default_factory=list)


def unit_on(unit: Unit, day: date) -> Unit:
    """The unit that a step of a day belongs to: the one that took over where `unit` had been closed by then."""
    while unit.closed_on is not None and day >= unit.closed_on:
        unit = unit.parent
    return unit


def case_of(
    candidate: Candidate, events: Iterable[StageEvent], unit: Unit | None = None, steps: tuple[Step, ...] = ()
) -> Case:
    """What the regulation needs to know; `events` are the standing ones in the order recorded, or `steps` of them."""
    unit = unit or unit_on(candidate.unit, timezone.localdate())
    return Case(
        birth_date=candidate.birth_date,
        unit_founded_on=unit.founded_on,
        unit_closed_on=unit.closed_on,
        under_base_committee=unit.parent_id is not None and unit.parent.kind == Kind.BASE,
        steps=steps or tuple(Step(Stage(event.stage), event.happened_on) for event in events),
    )


@transaction.atomic
def enter(
    candidate: Candidate, first: Entry, *, by: Officer | None, rulebook: Rulebook | None = None
) -> Taken:
    """Save a new person together with his first step.

    Raises `Refused` with every reason; then neither the person nor the step is there.
    """
    rulebook = rulebook or Rulebook.read()
    warnings = _permit(rulebook, case_of(candidate, ()), first)
    candidate.entered_by = by
    candidate.stage, candidate.stage_since = first.stage, first.on
    candidate.save()
    return Taken(_append(candidate, first, candidate.unit, by=by, remark=_lines(warnings)), warnings)


@transaction.atomic
def advance(
    candidate: Candidate,
    entry: Entry,
    *,
    by: Officer | None,
    seen: int | None = None,
    rulebook: Rulebook | None = None,
) -> Taken:
    """Take a step. `seen` is the id of the last event the page showed.

    Raises `Stale` when the trail has grown since, `Refused` with every reason when the regulation forbids it.
    """
    rulebook = rulebook or Rulebook.read()
    candidate = _lock(candidate, seen)
    standing = list(candidate.events.standing())
    unit = unit_on(candidate.unit, entry.on)
    warnings = _permit(rulebook, case_of(candidate, standing, unit), entry)
    event = _append(candidate, entry, unit, by=by, remark=_lines(warnings))
    _repeat(candidate, entry.stage, entry.on)
    return Taken(event, warnings)


@transaction.atomic
def void_last(
    candidate: Candidate, *, reason: str, by: Officer | None, seen: int | None = None
) -> StageEvent:
    """Undo the last standing step by a later row that points at it; the first step cannot be voided.

    Raises `Stale` as `advance` does, `Refused` without a reason or where only one step stands.
    """
    candidate = _lock(candidate, seen)
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
        case = case_of(candidate, (), unit, steps=tuple(steps))
        remarks = [o for o in rulebook.obstacles(case, entry.stage, entry.on) if o.code != "order"]
        rows.append(
            StageEvent(
                candidate=candidate,
                stage=entry.stage,
                unit=unit,
                happened_on=entry.on,
                document_number=entry.document_number,
                imported=True,
                remark=_lines(remarks),
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


def _lock(candidate: Candidate, seen: int | None) -> Candidate:
    locked = (
        Candidate.objects.select_for_update(of=("self",)).select_related("unit__parent").get(pk=candidate.pk)
    )
    if seen is not None:
        newer = list(locked.events.filter(pk__gt=seen).select_related("recorded_by"))
        if newer:
            raise Stale(newer)
    return locked


def _permit(rulebook: Rulebook, case: Case, entry: Entry) -> list[Obstacle]:
    """The warnings of a step, or `Refused` with every reason."""
    found = rulebook.obstacles(case, entry.stage, entry.on, entry.record)
    if any(obstacle.blocks for obstacle in found):
        raise Refused(found)
    return found


def _append(candidate: Candidate, entry: Entry, unit: Unit, *, by: Officer | None, remark: str) -> StageEvent:
    return StageEvent.objects.create(
        candidate=candidate,
        stage=entry.stage,
        unit=unit,
        happened_on=entry.on,
        document_number=entry.document_number.strip(),
        document_date=entry.document_date,
        votes_total=entry.votes_total,
        votes_for=entry.votes_for,
        votes_against=entry.votes_against,
        votes_abstained=entry.votes_abstained,
        reason=entry.reason.strip(),
        remark=remark,
        recorded_by=by,
    )


def _repeat(candidate: Candidate, stage: Stage, since: date) -> None:
    candidate.stage, candidate.stage_since = stage, since
    candidate.save(update_fields=["stage", "stage_since", "changed_at"])


def _lines(obstacles: Sequence[Obstacle]) -> str:
    return "\n".join(f"{obstacle.text} ({obstacle.clause})" for obstacle in obstacles)
