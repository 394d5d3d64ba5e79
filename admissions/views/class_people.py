"""Putting people into a class from the list of those who have to go to one, and taking them off again."""

from itertools import groupby

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from admissions import classes
from admissions.classes.needs import Why, who_needs
from admissions.forms.classes import EnrolFilter
from admissions.models import Candidate
from admissions.views.scope import own_class_or_404
from units.access import for_writers
from units.answers import CONFLICT, REFUSED

SHOWN_AT_MOST = 300  # people; more are narrowed by unit


@for_writers
def class_enrol(request, pk):
    """Who has to go to this class and why; the ticked ones, or all that the page shows, are enrolled."""
    training_class = own_class_or_404(request.user, pk)
    if request.method != "POST":
        return _enrol_page(request, training_class)
    chosen = _chosen(request)
    if not chosen:
        return _enrol_page(request, training_class, status=REFUSED, nobody=True)
    try:
        enrolled = classes.enrol(training_class, chosen, by=request.user)
    except classes.Stale as stale:
        return _enrol_page(
            request, training_class, status=CONFLICT, conflict=stale.reasons, ticked=set(chosen)
        )
    messages.success(request, f"Đã ghi danh {len(enrolled)} người vào lớp.")
    return redirect("class_page", training_class.pk)


def _chosen(request) -> list[int]:
    """The ids of the ticked, or of everybody the page showed; 404 if one of them is not in scope."""
    posted = request.POST.getlist("shown" if "everybody" in request.POST else "people")
    ids = {int(text) for text in posted if text.isascii() and text.isdecimal() and len(text) <= 18}
    seen = Candidate.objects.visible_to(request.user).filter(pk__in=ids)
    if len(ids) != len(posted) or seen.count() != len(ids):
        raise Http404("Có người không ở trong phạm vi của đồng chí.")
    return sorted(ids)


def _enrol_page(request, training_class, *, status=200, ticked=frozenset(), **context):
    form = EnrolFilter(request.GET, training_class=training_class, officer=request.user)
    people = Candidate.objects.visible_to(request.user).of_subtree(training_class.committee)
    people = people.exclude(enrolments__training_class=training_class)
    needs = who_needs(training_class.kind, form.narrowed(people), training_class.planned_from)
    order = list(Why)
    shown = sorted(needs, key=lambda need: order.index(need.why))[:SHOWN_AT_MOST]
    context = {
        "training_class": training_class,
        "form": form,
        "groups": [(why, list(members)) for why, members in groupby(shown, key=lambda need: need.why)],
        "total": len(needs),
        "shown": len(shown),
        "ticked": ticked,
        **context,
    }
    return render(request, "admissions/class_enrol.html", context, status=status)


@for_writers
def class_withdraw(request, pk, enrolment):
    """Take a person off a class, after asking; not once he has its certificate."""
    training_class = own_class_or_404(request.user, pk)
    row = get_object_or_404(training_class.enrolments.select_related("candidate__unit"), pk=enrolment)
    context = {"training_class": training_class, "enrolment": row}
    if request.method != "POST":
        return render(request, "admissions/class_withdraw.html", context)
    try:
        classes.withdraw(row, by=request.user)
    except classes.Refused as refused:
        context["reasons"] = refused.reasons
        return render(request, "admissions/class_withdraw.html", context, status=CONFLICT)
    messages.success(request, f"Đã rút tên {row.candidate} khỏi lớp.")
    return redirect("class_page", training_class.pk)
