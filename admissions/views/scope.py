"""One fetch for every page of a person."""

from django.shortcuts import get_object_or_404

from admissions.models import Candidate


def person_or_404(officer, pk) -> Candidate:
    """The person, if he is in the officer's scope."""
    people = Candidate.objects.visible_to(officer).select_related("unit__parent__parent", "introduced_by")
    return get_object_or_404(people, pk=pk)
