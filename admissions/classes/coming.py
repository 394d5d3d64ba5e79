"""The awareness classes still to end, by person: his own where he is enrolled, else the next that his unit can send to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from admissions.models import Candidate, Enrolment, TrainingClass

AWARENESS = TrainingClass.Kind.AWARENESS


@dataclass(frozen=True)
class Coming:
    """The last days of classes: by person who is enrolled, and by committee of the next class not begun."""

    enrolled: dict[int, date]
    planned: dict[int, date]

    @classmethod
    def read(cls, people: QuerySet[Candidate], *, on: date) -> Coming:
        """What is planned from the day `on`, and what these people have been enrolled in; two statements."""
        rows = Enrolment.objects.open().filter(
            training_class__kind=AWARENESS, candidate__in=people.order_by()
        )
        ends = rows.order_by("training_class__planned_to").values_list(
            "candidate_id", "training_class__planned_to"
        )
        classes = TrainingClass.objects.filter(kind=AWARENESS, planned_from__gte=on).order_by("-planned_to")
        return cls(dict(ends), dict(classes.values_list("committee_id", "planned_to")))

    def ends_for(self, candidate: Candidate) -> date | None:
        """The last day of the person's class; None where none is planned. The unit's path must have been fetched."""
        if candidate.pk in self.enrolled:
            return self.enrolled[candidate.pk]
        above = [int(part) for part in candidate.unit.path.split("/") if part]
        return min((self.planned[pk] for pk in above if pk in self.planned), default=None)
