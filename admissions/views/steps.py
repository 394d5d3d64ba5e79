"""Recording the next step of a person and undoing the last one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from admissions import pipeline
from admissions.forms.step import StepForm, VoidForm, tell
from admissions.regulation import FORMS, Stage
from admissions.views.entry import CONFLICT, REFUSED
from admissions.views.page import Dossier
from admissions.views.scope import person_or_404
from units.access import for_writers


@for_writers
def candidate_step(request, pk, stage):
    """One step: what stands in the way on opening the page, the reasons of a refusal on sending it."""
    candidate = person_or_404(request.user, pk)
    if stage not in set(Stage):
        raise Http404("Không có bước này.")
    stage = Stage(stage)
    if request.method != "POST":
        dossier = Dossier.of(candidate)
        form = StepForm(stage=stage, initial={"seen": dossier.seen})
        return _step_page(request, dossier, form, obstacles=dossier.offer(stage).obstacles)
    form = StepForm(request.POST, stage=stage)
    if not form.is_valid():
        return _step_page(request, Dossier.of(candidate), form, status=REFUSED)
    try:
        taken = pipeline.advance(candidate, form.entry, by=request.user, seen=form.cleaned_data["seen"] or 0)
    except pipeline.Stale as stale:
        return _step_page(request, Dossier.of(candidate), form, status=CONFLICT, newer=stale.events)
    except pipeline.Refused as refused:
        tell(form, refused.obstacles)
        dossier = Dossier.of(candidate)
        return _step_page(request, dossier, form, status=REFUSED, obstacles=refused.obstacles, refused=True)
    messages.success(request, f"Đã ghi: {FORMS[stage].act}, ngày {taken.event.happened_on:%d/%m/%Y}.")
    for warning in taken.warnings:
        messages.warning(request, f"Lưu ý: {warning.text} ({warning.clause})")
    return redirect("candidate_page", candidate.pk)


def _step_page(request, dossier, form, *, status=200, obstacles=(), **context):
    context = {
        "candidate": dossier.candidate,
        "form": form,
        "step": form.form,
        "last": dossier.standing[-1] if dossier.standing else None,
        "possible": form.stage in dossier.possible,
        "blocking": [obstacle for obstacle in obstacles if obstacle.blocks],
        "warnings": [obstacle for obstacle in obstacles if not obstacle.blocks],
        "seen": dossier.seen,
        **context,
    }
    return render(request, "admissions/candidate_step.html", context, status=status)


@for_writers
def candidate_void(request, pk):
    """Undo the last step, with a reason; the row stays in the trail, struck through."""
    candidate = person_or_404(request.user, pk)
    if request.method != "POST":
        return _void_page(request, candidate, VoidForm())
    form = VoidForm(request.POST)
    if not form.is_valid():
        return _void_page(request, candidate, form, status=REFUSED)
    typed = form.cleaned_data
    try:
        voiding = pipeline.void_last(
            candidate, reason=typed["reason"], by=request.user, seen=typed["seen"] or 0
        )
    except pipeline.Stale as stale:
        return _void_page(request, candidate, form, status=CONFLICT, newer=stale.events)
    except pipeline.Refused as refused:
        tell(form, refused.obstacles)
        return _void_page(request, candidate, form, status=REFUSED, obstacles=refused.obstacles)
    messages.success(request, f"Đã hủy bước «{voiding.stage_label}».")
    return redirect("candidate_page", candidate.pk)


def _void_page(request, candidate, form, *, status=200, **context):
    dossier = Dossier.of(candidate)
    standing = dossier.standing
    context = {
        "candidate": candidate,
        "form": form,
        "last": standing[-1] if standing else None,
        "before": standing[-2] if len(standing) > 1 else None,
        "seen": dossier.seen,
        **context,
    }
    return render(request, "admissions/candidate_void.html", context, status=status)
