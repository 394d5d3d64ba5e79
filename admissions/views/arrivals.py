"""Taking in a person who comes from outside in the middle of the road."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render

from admissions import moving, pipeline
from admissions.forms.candidate import RELIGIONS, CandidateForm
from admissions.forms.moves import ArrivalForm, BroughtForm
from admissions.forms.step import tell
from admissions.models import Transfer
from units.access import for_writers
from units.answers import REFUSED


@for_writers
def candidate_take_in(request):
    """The person, the transfer decision and the steps he brings; all of it is saved or nothing."""
    form = CandidateForm(request.POST or None, officer=request.user)
    arrival, brought = ArrivalForm(request.POST or None), BroughtForm(request.POST or None)
    context = {"form": form, "arrival": arrival, "brought": brought, "religions": RELIGIONS}
    if request.method == "POST" and form.is_valid() & arrival.is_valid() & brought.is_valid():
        context["twins"] = form.twins() if "confirmed" not in request.POST else []
        context["obstacles"] = [] if context["twins"] else _take_in(request, form, arrival, brought)
        if not context["twins"] and not context["obstacles"]:
            return redirect("candidate_page", form.instance.pk)
    status = REFUSED if request.method == "POST" else 200
    return render(request, "admissions/candidate_take_in.html", context, status=status)


def _take_in(request, form, arrival, brought) -> list:
    """Save the person with what he brings; what stands in the way if that cannot be."""
    candidate, typed = form.save(commit=False), arrival.cleaned_data
    try:
        with transaction.atomic():
            row = moving.take_in(
                candidate,
                brought.entries,
                origin=typed["origin"],
                on=typed["decided_on"],
                number=typed["number"],
                by=request.user,
            )
            form.save_m2m()
    except pipeline.Refused as refused:
        tell(arrival, refused.obstacles)
        tell(brought, refused.obstacles)
        return refused.obstacles
    _tell_what_was_saved(request, row)
    return []


def _tell_what_was_saved(request, row: Transfer) -> None:
    """The case of the move and what it asks, then what would have stood in the way of the steps brought."""
    candidate = row.candidate
    messages.success(request, f"Đã tiếp nhận {candidate} từ {row.elsewhere} vào {candidate.unit}.")
    messages.info(request, f"{row.law.label}: {row.law.asks} ({row.law.clause})")
    for event in candidate.events.exclude(remark="").order_by("pk"):
        told = "; ".join(event.remark.splitlines())
        messages.warning(request, f"{event}: {told}")
