"""What stands beside a person's trail and may be mended: introducers, verifications. Saving, and two at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django.contrib import messages
from django.db import transaction
from django.forms import ModelForm
from django.shortcuts import get_object_or_404, redirect, render

from admissions import dossier, pipeline
from admissions.models import Candidate, Introducer, Verification
from admissions.views.meanwhile import differences
from units.answers import CONFLICT, REFUSED

Row = Introducer | Verification


@dataclass(frozen=True)
class Desk:
    """Where rows of one kind are typed: their form, page and list, and what is said when one is saved."""

    model: type[Row]
    form: type[ModelForm]
    page: str
    listing: str
    saved: str
    around: Callable[[Candidate], dict] = lambda candidate: {}


def write_new(request, desk: Desk, candidate: Candidate, initial: dict | None = None):
    """The page of a new row; sending it saves the row."""
    row = desk.model(candidate=candidate)
    if request.method != "POST":
        return _page(request, desk, row, desk.form(instance=row, initial=initial))
    form = desk.form(request.POST, instance=row)
    if not form.is_valid():
        return _page(request, desk, row, form, status=REFUSED)
    return _save(request, desk, form)


@transaction.atomic
def write_again(request, desk: Desk, candidate: Candidate, pk: int):
    """The page of a row; who would save over another's fresh change is told what that change was."""
    if request.method == "POST":
        pipeline.lock(candidate, None)
    row = get_object_or_404(desk.model, candidate=candidate, pk=pk)
    row.candidate = candidate
    if request.method != "POST":
        return _page(request, desk, row, desk.form(instance=row))
    saved = token(row)
    form = desk.form(request.POST, instance=row)
    if request.POST.get("seen") != saved:
        context = {"differences": differences(form), "seen": saved}
        return _page(request, desk, row, form, status=CONFLICT, **context)
    if not form.is_valid():
        return _page(request, desk, row, form, status=REFUSED, seen=saved)
    return _save(request, desk, form)


def token(row: Row) -> str:
    """What a row says, in short: two pages that show the same show the same token."""
    values = [str(getattr(row, field.attname)) for field in row._meta.concrete_fields]
    return sha256("\x00".join(values).encode()).hexdigest()[:24]


def _save(request, desk: Desk, form: ModelForm):
    row = form.save(commit=False)
    dossier.save_beside(row, by=request.user)
    messages.success(request, f"{desk.saved}: {row}.")
    return redirect(desk.listing, row.candidate_id)


def _page(request, desk: Desk, row: Row, form: ModelForm, *, status=200, **context):
    context = {
        "candidate": row.candidate,
        "row": row,
        "name": form.initial.get("name") or form.initial.get("asked") or "",
        "form": form,
        "seen": token(row) if row.pk else "",
        "differences": None,
        **desk.around(row.candidate),
        **context,
    }
    return render(request, desk.page, context, status=status)
