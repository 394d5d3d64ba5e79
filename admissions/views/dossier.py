"""A person's dossier as the pages tell it: the trail, the road, what comes next, the clocks that run."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils import timezone

from admissions import owed, regulation
from admissions.deadlines import is_told
from admissions.models import Candidate, Override, StageEvent
from admissions.reading import Records, case_of, read_one
from admissions.regulation import BESIDE, FORMS, LEFT, ROAD, Case, Clock, Obstacle, Stage
from admissions.regulation.stages import LACKS
from admissions.rulebook import Rulebook

ELSEWHERE = (Stage.MOVED_AWAY,)  # recorded on a page of its own


@dataclass(frozen=True)
class Milestone:
    """A stage on the drawn road: done, here, next or ahead, with the step that led there."""

    label: str
    state: str
    event: StageEvent | None = None


@dataclass(frozen=True)
class Offer:
    """A step that may follow, with all that stands in its way today and before anything is typed."""

    stage: Stage
    obstacles: list[Obstacle] = field(default_factory=list)

    @property
    def form(self):
        return FORMS[self.stage]

    @property
    def blocking(self) -> list[Obstacle]:
        return [each for each in self.obstacles if each.blocks]

    @property
    def warnings(self) -> list[Obstacle]:
        return [each for each in self.obstacles if not each.blocks and not each.informs]

    @property
    def notes(self) -> list[Obstacle]:
        return [each for each in self.obstacles if each.informs]


@dataclass(frozen=True)
class Entry:
    """One row of the trail as it is told: a step, what voided it, what was set aside for it."""

    event: StageEvent
    voided_by: StageEvent | None
    override: Override | None = None
    body: str = ""

    @property
    def remarks(self) -> list[str]:
        """What was to be minded, without what the override beside it tells again."""
        aside = {
            f"{each['text']} ({each['clause']})"
            for each in (self.override.obstacles if self.override else ())
        }
        return [line for line in self.event.remark.splitlines() if line not in aside]


@dataclass
class Dossier:
    """A person's trail, read once: its rows, those that stand, and what the regulation makes of them."""

    candidate: Candidate
    events: list[StageEvent]
    records: Records
    rulebook: Rulebook
    today: date

    @classmethod
    def of(cls, candidate: Candidate) -> "Dossier":
        events = list(candidate.events.select_related("recorded_by", "unit").order_by("pk"))
        return cls(candidate, events, read_one(candidate), Rulebook.read(), timezone.localdate())

    @property
    def seen(self) -> int:
        """Id of the last row shown: what a step must still find in place."""
        return self.events[-1].pk if self.events else 0

    @property
    def seen_move(self) -> int:
        """Id of the last move: after another one a step must be looked at again."""
        return self.candidate.transfers.last_id()

    @cached_property
    def voidings(self) -> dict[int, StageEvent]:
        return {event.voids_id: event for event in self.events if event.voids_id}

    @cached_property
    def standing(self) -> list[StageEvent]:
        return [event for event in self.events if not event.voids_id and event.pk not in self.voidings]

    @cached_property
    def case(self) -> Case:
        return case_of(self.candidate, self.standing, records=self.records)

    def trail(self) -> list[Entry]:
        """Every step recorded, the newest first; voiding rows are told beside the step they void."""
        overrides = {
            row.event_id: row
            for row in Override.objects.filter(event__candidate=self.candidate).select_related("recorded_by")
        }
        rows = [event for event in reversed(self.events) if not event.voids_id]
        return [
            Entry(
                event,
                self.voidings.get(event.pk),
                overrides.get(event.pk),
                regulation.body_of(Stage(event.stage), self.case.route),
            )
            for event in rows
        ]

    def lacking(self) -> owed.Lacking:
        """What stands in the way of the next ordinary step, and the papers owed already."""
        return owed.lacking(self.candidate, self.case, self.rulebook, on=self.today)

    def clocks(self) -> list[Clock]:
        """The duties and days worth telling, the first due first; what lapses years from now is none yet."""
        told = [clock for clock in self.rulebook.clocks(self.case) if is_told(clock, self.today)]
        return sorted(told, key=lambda clock: clock.due)

    @property
    def possible(self) -> tuple[Stage, ...]:
        """The stages that may follow."""
        return regulation.next_stages(self.case)

    def offer(self, stage: Stage) -> Offer:
        """A step with what stands in its way if it were taken today."""
        return Offer(stage, self.rulebook.obstacles(self.case, stage, self.today))

    def offers(self) -> tuple[Offer | None, list[Stage]]:
        """The ordinary next step, and the other possible ones."""
        following = regulation.next_step(self.case)
        others = [stage for stage in self.possible if stage is not following and stage not in ELSEWHERE]
        return (self.offer(following) if following else None), others

    def road(self) -> list[Milestone]:
        """The stages of the road with their days, as far as this person's unit has them; a stage beside it in place."""
        case, last = self.case, {Stage(event.stage): event for event in self.standing}
        here, reached = case.stage, self._reached()
        following = regulation.next_step(case) if here not in LEFT else None
        milestones = []
        for position, stage in enumerate(ROAD):
            if stage in LACKS[case.route] and stage not in last:
                continue
            if position > reached:
                milestones.append(Milestone(stage.label, "next" if stage is following else "ahead"))
            else:
                milestones.append(
                    Milestone(stage.label, "here" if stage is here else "done", last.get(stage))
                )
        if here is None or here in ROAD:
            return milestones
        done = [each for each in milestones if each.state == "done"]
        ahead = [] if here in LEFT else milestones[len(done) :]
        return [*done, Milestone(here.label, "here", last.get(here)), *ahead]

    def _reached(self) -> int:
        """How far along the road the person has come, -1 for nowhere."""
        here = self.case.stage
        if here in (Stage.REDO, Stage.REVIEW_REDO):
            return ROAD.index(BESIDE[here])
        walked = [step.stage for step in self.case.present_round if step.stage in ROAD]
        return ROAD.index(walked[-1]) if walked else -1
