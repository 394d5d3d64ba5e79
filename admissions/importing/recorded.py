"""People already in the database that a workbook may speak of, with their trails, read once a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from admissions.importing.known import Place, Places
from admissions.models import Candidate, StageEvent
from units.models import Officer

Identity = tuple[str, date, Place]  # folded name, birth date, the standing unit


@dataclass
class Person:
    """A person as recorded: the standing steps in order, groups and memberships by id."""

    candidate: Candidate
    events: list[StageEvent] = field(default_factory=list)
    groups: set[int] = field(default_factory=set)
    organisations: set[int] = field(default_factory=set)


class Recorded:
    """People of some units and of what those took over, by identity."""

    def __init__(self, places: Places, wanted: Iterable[Place], *, lock: bool = False):
        merged = places.merged_into()
        homes = {
            place.unit.pk: standing for standing in set(wanted) for place in merged[standing] if place.unit.pk
        }
        people = Candidate.objects.filter(unit_id__in=homes).select_related("introduced_by").order_by("pk")
        if lock:
            people = people.select_for_update(of=("self",))
        persons = {candidate.pk: Person(candidate) for candidate in people}
        for event in StageEvent.objects.standing().filter(candidate__unit_id__in=homes).order_by("pk"):
            if event.candidate_id in persons:
                persons[event.candidate_id].events.append(event)
        _attach(persons, homes)
        self._by_identity: dict[Identity, Person] = {}
        for person in persons.values():
            candidate = person.candidate
            self._by_identity.setdefault(
                (candidate.name_folded, candidate.birth_date, homes[candidate.unit_id]), person
            )

    def find(self, identity: Identity) -> Person | None:
        return self._by_identity.get(identity)


def _attach(persons: dict[int, Person], homes: dict[int, Place]) -> None:
    """Add groups and memberships to the persons of these units."""
    grouping, membership = Candidate.source_groups.through, Candidate.memberships.through
    of_homes = {"candidate__unit_id__in": homes}
    for pk, group in grouping.objects.filter(**of_homes).values_list("candidate_id", "sourcegroup_id"):
        persons[pk].groups.add(group)
    for pk, organisation in membership.objects.filter(**of_homes).values_list(
        "candidate_id", "organisation_id"
    ):
        persons[pk].organisations.add(organisation)


def namesakes(officer: Officer | None) -> dict[tuple[str, date], list[str]]:
    """{(folded name, birth date): names of the units} of everybody the officer may see."""
    people = Candidate.objects.all() if officer is None else Candidate.objects.visible_to(officer)
    found = defaultdict(list)
    for name, born, unit in people.values_list("name_folded", "birth_date", "unit__name"):
        found[name, born].append(unit)
    return found
