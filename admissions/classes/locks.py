"""The rows that a write to a class holds until it ends."""

from __future__ import annotations

from collections.abc import Collection

from admissions.models import Candidate, TrainingClass


def lock(training_class: TrainingClass) -> TrainingClass:
    """The class as it is stored, held until the write ends."""
    classes = TrainingClass.objects.select_for_update(of=("self",), no_key=True)
    return classes.select_related("committee", "changed_by").get(pk=training_class.pk)


def lock_people(people: Collection[int]) -> list[Candidate]:
    """The people in the order of their ids, so that two writers never wait for each other."""
    locked = Candidate.objects.select_for_update(of=("self",), no_key=True).select_related("unit__parent")
    return list(locked.filter(pk__in=people).order_by("pk"))
