"""A person's page: it reads like the paper file."""

from dataclasses import dataclass, field
from datetime import date

from django.shortcuts import render
from django.utils import timezone

from admissions import regulation
from admissions.deadlines import is_told
from admissions.models import Candidate, StageEvent
from admissions.reading import case_of
from admissions.regulation import FORMS, ROAD, WAITING_DECISION, Case, Clock, Obstacle, Stage
from admissions.rulebook import Rulebook
from admissions.views.candidates import ICONS, badge_of
from admissions.views.scope import person_or_404


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
        return [obstacle for obstacle in self.obstacles if obstacle.blocks]

    @property
    def warnings(self) -> list[Obstacle]:
        return [obstacle for obstacle in self.obstacles if not obstacle.blocks]


@dataclass(frozen=True)
class Entry:
    """One row of the trail as it is told: a step, and if it was voided the row that voided it."""

    event: StageEvent
    voided_by: StageEvent | None

    @property
    def remarks(self) -> list[str]:
        return self.event.remark.splitlines()


@dataclass(frozen=True)
class Dossier:
    """A person's trail, read once: its rows, those that stand, and what the regulation makes of them."""

    candidate: Candidate
    events: list[StageEvent]
    rulebook: Rulebook
    today: date

    @classmethod
    def of(cls, candidate: Candidate) -> "Dossier":
        events = list(candidate.events.select_related("recorded_by", "unit").order_by("pk"))
        return cls(candidate, events, Rulebook.read(), timezone.localdate())

    @property
    def seen(self) -> int:
        """Id of the last row shown: what a step must still find in place."""
        return self.events[-1].pk if self.events else 0

    @property
    def voidings(self) -> dict[int, StageEvent]:
        return {event.voids_id: event for event in self.events if event.voids_id}

    @property
    def standing(self) -> list[StageEvent]:
        voided = self.voidings
        return [event for event in self.events if not event.voids_id and event.pk not in voided]

    @property
    def case(self) -> Case:
        return case_of(self.candidate, self.standing)

    @property
    def trail(self) -> list[Entry]:
        """Every step recorded, the newest first; voiding rows are told beside the step they void."""
        voided = self.voidings
        return [Entry(e, voided.get(e.pk)) for e in reversed(self.events) if not e.voids_id]

    @property
    def was_admitted(self) -> bool:
        return any(event.stage == Stage.DECIDED for event in self.standing)

    @property
    def clock(self) -> Clock | None:
        """The duty that falls due first; a certificate that lapses years from now is no duty yet."""
        running = regulation.clocks(self.case, self.rulebook.editions, self.rulebook.calendar)
        pressing = [clock for clock in running if is_told(clock, self.today)]
        return min(pressing, key=lambda clock: clock.due, default=None)

    @property
    def possible(self) -> tuple[Stage, ...]:
        """The stages that may follow."""
        return regulation.next_stages(self.case)

    def offer(self, stage: Stage) -> Offer:
        """A step with what stands in its way if it were taken today."""
        return Offer(stage, self.rulebook.obstacles(self.case, stage, self.today))

    def offers(self) -> tuple[Offer | None, list[Stage]]:
        """The ordinary next step, and the other possible ones."""
        case = self.case
        following = regulation.next_step(case)
        others = [stage for stage in self.possible if stage is not following]
        return (self.offer(following) if following else None), others

    def road(self) -> list[Milestone]:
        """The stages of the road with their days, as far as this person's unit has them."""
        case, last = self.case, {Stage(event.stage): event for event in self.standing}
        reached = max((ROAD.index(s) for s in last if s in ROAD), default=-1)
        here = case.stage
        if here in ROAD:
            reached = ROAD.index(here)
        following = regulation.next_step(case) if here is not Stage.OUT else None
        shown = [s for s in ROAD if s is not Stage.BASE_VOTED or case.under_base_committee or s in last]
        milestones = [self._milestone(s, reached, here, following, last) for s in shown]
        if here is Stage.OUT:
            milestones = [m for m in milestones if m.state == "done"]
            milestones.append(Milestone(Stage.OUT.label, "here", last.get(Stage.OUT)))
        return milestones

    def _milestone(self, stage, reached, here, following, last) -> Milestone:
        position = ROAD.index(stage)
        if position > reached:
            return Milestone(stage.label, "next" if stage is following else "ahead")
        return Milestone(stage.label, "here" if stage is here else "done", last.get(stage))


def candidate_page(request, pk):
    """Who the person is, where he stands, what comes next and what stands in the way, all that was recorded."""
    candidate = person_or_404(request.user, pk)
    dossier = Dossier.of(candidate)
    following, others = dossier.offers()
    stage = Stage(candidate.stage)
    clock = dossier.clock
    context = {
        "candidate": candidate,
        "age": regulation.age_on(candidate.birth_date, dossier.today),
        "days": (dossier.today - candidate.stage_since).days,
        "badge": badge_of(stage),
        "icon": ICONS[badge_of(stage)],
        "waiting": stage in WAITING_DECISION,
        "road": dossier.road(),
        "following": following,
        "others": [(other, FORMS[other]) for other in others],
        "clock": clock,
        "days_left": (clock.due - dossier.today).days if clock else None,
        "days_late": (dossier.today - clock.due).days if clock else None,
        "trail": dossier.trail,
        "voidable": len(dossier.standing) > 1,
        "memberships": list(candidate.memberships.all()),
        "source_groups": list(candidate.source_groups.all()),
    }
    return render(request, "admissions/candidate_page.html", context)
