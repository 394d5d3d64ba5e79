"""The awareness classes still to end, by person: his own where he is enrolled, else the next one open to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, QuerySet, Value

from admissions.models import Candidate, Enrolment, TrainingClass

AWARENESS = TrainingClass.Kind.AWARENESS


@dataclass(frozen=True)
class Coming:
    """The last days of classes: by person who is enrolled, and by committee of the next class not begun."""

    enrolled: dict[int, date]
    planned: dict[int, date]

    @classmethod
    def read(cls, people: QuerySet[Candidate], *, on: date) -> Coming:
        """What is planned from the day `on`, and what these people have been enrolled in; one statement."""
        enrolments = Enrolment.objects.open().filter(
            training_class__kind=AWARENESS, candidate__in=people.order_by()
        )
        classes = TrainingClass.objects.filter(kind=AWARENESS, for_workers=False, planned_from__gte=on)
        own = enrolments.order_by().values_list(
            Value("own", CharField()), "candidate_id", "training_class__planned_to"
        )
        next_ones = classes.order_by().values_list(Value("next", CharField()), "committee_id", "planned_to")
        rows = sorted(own.union(next_ones, all=True), key=lambda row: row[2])
        enrolled = {key: ends for kind, key, ends in rows if kind == "own"}
        planned = {key: ends for kind, key, ends in reversed(rows) if kind == "next"}
        return cls(enrolled, planned)

    def ends_for(self, candidate: Candidate) -> date | None:
        """The last day of the person's class; None where none is planned. The unit's path must have been fetched."""
        if candidate.pk in self.enrolled:
            return self.enrolled[candidate.pk]
        above = [int(part) for part in candidate.unit.path.split("/") if part]
        return min((self.planned[pk] for pk in above if pk in self.planned), default=None)
