"""What is to be written about people, and the one order in which it can be."""

from __future__ import annotations

from dataclasses import dataclass, field

from admissions.models import Candidate, Organisation, SourceGroup, StageEvent

BATCH = 1_000


@dataclass
class PeoplePlan:
    """Rows to be written; new people are saved first, then what points at them."""

    entered: list[Candidate] = field(default_factory=list)
    changed: list[tuple[Candidate, set[str]]] = field(default_factory=list)
    events: list[StageEvent] = field(default_factory=list)
    joined: list[tuple[Candidate, Organisation]] = field(default_factory=list)
    left: list[tuple[Candidate, Organisation]] = field(default_factory=list)
    grouped: list[tuple[Candidate, SourceGroup]] = field(default_factory=list)
    ungrouped: list[Candidate] = field(default_factory=list)  # recorded people whose groups are told anew

    def write(self) -> None:
        Candidate.objects.bulk_create(self.entered, batch_size=BATCH)
        for candidate, names in self.changed:
            candidate.save(update_fields=[*sorted(names), "changed_at"])
        StageEvent.objects.bulk_create(self.events, batch_size=BATCH)
        self._write_memberships()
        self._write_groups()

    def _write_memberships(self) -> None:
        through = Candidate.memberships.through
        for candidate, organisation in self.left:
            through.objects.filter(candidate=candidate, organisation=organisation).delete()
        rows = [
            through(candidate=candidate, organisation=organisation) for candidate, organisation in self.joined
        ]
        through.objects.bulk_create(rows, batch_size=BATCH)

    def _write_groups(self) -> None:
        through = Candidate.source_groups.through
        through.objects.filter(candidate__in=self.ungrouped).delete()
        rows = [through(candidate=candidate, sourcegroup=group) for candidate, group in self.grouped]
        through.objects.bulk_create(rows, batch_size=BATCH)
