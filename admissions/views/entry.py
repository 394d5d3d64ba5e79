"""Entering a person and mending what was typed about him."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render

from admissions import pipeline
from admissions.forms.candidate import RELIGIONS, CandidateForm
from admissions.forms.step import FirstStepForm, tell
from admissions.models import Candidate, StageEvent
from admissions.regulation import Stage
from admissions.views.meanwhile import differences
from admissions.views.scope import person_or_404
from units.access import for_writers
from units.answers import CONFLICT, REFUSED


@for_writers
def candidate_new(request):
    """A new person with his first step; both are saved or neither."""
    form = CandidateForm(request.POST or None, officer=request.user, initial=_asked_unit(request))
    first = FirstStepForm(request.POST or None)
    context = {"form": form, "first": first, "religions": RELIGIONS}
    if request.method == "POST" and form.is_valid() & first.is_valid():
        context["twins"] = form.twins() if "confirmed" not in request.POST else []
        context["obstacles"] = [] if context["twins"] else _enter(request, form, first)
        if not context["twins"] and not context["obstacles"]:
            messages.success(request, f"Đã thêm {form.instance} vào danh sách.")
            return redirect("candidate_page", form.instance.pk)
    status = REFUSED if request.method == "POST" else 200
    return render(request, "admissions/candidate_new.html", context, status=status)


def _enter(request, form, first) -> list:
    """Save the person and the step; what stands in the way if they cannot be saved."""
    candidate = form.save(commit=False)
    try:
        with transaction.atomic():
            pipeline.enter(candidate, first.entry, by=request.user)
            form.save_m2m()
    except pipeline.Refused as refused:
        tell(first, refused.obstacles)
        return refused.obstacles
    return []


def _asked_unit(request) -> dict:
    asked = request.GET.get("don_vi", "")
    return {"unit": asked} if asked.isdecimal() else {}


@for_writers
def candidate_edit(request, pk):
    """The facts of a person. Who would save over another's fresh change is told what that change was."""
    candidate = person_or_404(request.user, pk)
    if request.method == "POST":
        return _save_edit(request, candidate)
    return _edit_page(request, candidate, CandidateForm(instance=candidate, officer=request.user))


@transaction.atomic
def _save_edit(request, candidate):
    candidate = Candidate.objects.select_for_update().get(pk=candidate.pk)
    form = CandidateForm(request.POST, instance=candidate, officer=request.user)
    saved = _token(candidate)
    if request.POST.get("seen") != saved:
        context = {"differences": differences(form), "saved_at": candidate.changed_at, "seen": saved}
        return _edit_page(request, candidate, form, status=CONFLICT, **context)
    if not form.is_valid():
        return _edit_page(request, candidate, form, status=REFUSED, seen=saved)
    renamed = {"name", "birth_date", "unit"} & set(form.changed_data)
    twins = form.twins() if renamed and "confirmed" not in request.POST else []
    if twins:
        return _edit_page(request, candidate, form, status=REFUSED, seen=saved, twins=twins)
    form.save()
    messages.success(request, f"Đã lưu thay đổi của {candidate}.")
    return redirect("candidate_page", candidate.pk)


def _token(candidate: Candidate) -> str:
    return candidate.changed_at.isoformat()


def _edit_page(request, candidate, form, *, status=200, **context):
    admitted = StageEvent.objects.standing().filter(candidate_id=candidate.pk, stage=Stage.DECIDED)
    context = {
        "candidate": candidate,
        "name": form.initial["name"],
        "form": form,
        "religions": RELIGIONS,
        "seen": _token(candidate),
        "was_admitted": admitted.exists(),
        "differences": None,
        **context,
    }
    return render(request, "admissions/candidate_edit.html", context, status=status)
