"""One fetch for every page of a person or of a class."""

from django.shortcuts import get_object_or_404

from admissions.models import Candidate, TrainingClass


def person_or_404(officer, pk) -> Candidate:
    """The person, if he is in the officer's scope."""
    people = Candidate.objects.visible_to(officer).select_related("unit__parent__parent", "introduced_by")
    return get_object_or_404(people, pk=pk)


def class_or_404(officer, pk) -> TrainingClass:
    """The class with its counts, if the officer may look at it."""
    classes = TrainingClass.objects.visible_to(officer).counted_for(officer).select_related("committee")
    return get_object_or_404(classes, pk=pk)


def own_class_or_404(officer, pk) -> TrainingClass:
    """The class, if its committee is in the officer's scope: who sees it only from below may not change it."""
    classes = TrainingClass.objects.run_by_scope_of(officer).counted_for(officer)
    return get_object_or_404(classes.select_related("committee", "changed_by"), pk=pk)
