"""Recording the next step of a person and undoing the last one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from admissions import pipeline
from admissions.forms.step import StepForm, VoidForm, tell
from admissions.regulation import FORMS, Stage, body_of
from admissions.views.dossier import Dossier
from admissions.views.reasons import reasons_of
from admissions.views.scope import person_or_404
from units.access import for_writers
from units.answers import CONFLICT, REFUSED

# Where a vote that fell short is recorded.
SHORT = {
    Stage.VOTED: Stage.REFERRED,
    Stage.REVIEW_VOTED: Stage.REVIEW_SHORT,
    Stage.STRIKE_VOTED: Stage.REVIEW_SHORT,
}


@for_writers
def candidate_step(request, pk, stage):
    """One step: what stands in the way on opening the page, the reasons of a refusal on sending it."""
    candidate = person_or_404(request.user, pk)
    if stage not in set(Stage):
        raise Http404("Không có bước này.")
    stage, dossier = Stage(stage), Dossier.of(candidate)
    asked = {"stage": stage, "route": dossier.case.route, "may_override": request.user.may_override}
    if request.method != "POST":
        form = StepForm(initial={"seen": dossier.seen}, **asked)
        return _step_page(request, dossier, form, obstacles=dossier.offer(stage).obstacles)
    form = StepForm(request.POST, **asked)
    if not form.is_valid():
        return _step_page(request, dossier, form, status=REFUSED)
    typed = form.cleaned_data
    try:
        taken = pipeline.advance(
            candidate,
            form.entry,
            by=request.user,
            seen=typed["seen"] or 0,
            seen_move=typed["seen_move"] or 0,
            override=typed.get("override", ""),
        )
    except pipeline.Stale as stale:
        return _step_page(
            request, Dossier.of(candidate), form, status=CONFLICT, newer=stale.events, newer_moves=stale.moves
        )
    except pipeline.Refused as refused:
        tell(form, refused.obstacles)
        dossier = Dossier.of(candidate)
        return _step_page(request, dossier, form, status=REFUSED, obstacles=refused.obstacles, refused=True)
    _tell_taken(request, stage, taken)
    return redirect("candidate_page", candidate.pk)


def _tell_taken(request, stage: Stage, taken: pipeline.Taken) -> None:
    messages.success(request, f"Đã ghi: {FORMS[stage].act}, ngày {taken.event.happened_on:%d/%m/%Y}.")
    for each in taken.warnings:
        if each.blocks:
            messages.warning(
                request, f"Đã bỏ qua theo quyết định của trưởng ban: {each.text} ({each.clause})"
            )
        elif not each.informs:
            messages.warning(request, f"Lưu ý: {each.text} ({each.clause})")


def _short_of(stage: Stage, dossier: Dossier, blocking) -> tuple[Stage, str] | None:
    """The step that records a vote fallen short, with its name, if that is what stands in the way."""
    short = SHORT.get(stage)
    fell = any(reason.field == "votes_for" and reason.code != "votes_missing" for reason in blocking)
    return (short, FORMS[short].act) if fell and short in dossier.possible else None


def _step_page(request, dossier, form, *, status=200, obstacles=(), **context):
    blocking = [obstacle for obstacle in obstacles if obstacle.blocks]
    context = {
        "candidate": dossier.candidate,
        "form": form,
        "step": form.form,
        "body": body_of(form.stage, dossier.case.route),
        "last": dossier.standing[-1] if dossier.standing else None,
        "possible": form.stage in dossier.possible,
        "blocking": blocking,
        "reasons": reasons_of(blocking, dossier.candidate.pk, request.user),
        "missing_paper": any(obstacle.paper for obstacle in blocking),
        "yielding": [obstacle for obstacle in blocking if not obstacle.firm],
        "firm": [obstacle for obstacle in blocking if obstacle.firm],
        "may_override": "override" in form.fields,
        "short": _short_of(form.stage, dossier, blocking),
        "warnings": [obstacle for obstacle in obstacles if not obstacle.blocks and not obstacle.informs],
        "notes": [obstacle for obstacle in obstacles if obstacle.informs],
        "seen": dossier.seen,
        "seen_move": dossier.seen_move,
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
            candidate,
            reason=typed["reason"],
            by=request.user,
            seen=typed["seen"] or 0,
            seen_move=typed["seen_move"] or 0,
        )
    except pipeline.Stale as stale:
        newer = {"newer": stale.events, "newer_moves": stale.moves}
        return _void_page(request, candidate, form, status=CONFLICT, **newer)
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
        "seen_move": dossier.seen_move,
        **context,
    }
    return render(request, "admissions/candidate_void.html", context, status=status)
