"""Adding an edition by copying the last one, and changing one: looked through first, then written."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from admissions import editions
from admissions.forms.editions import EditionChangeForm, EditionForm
from admissions.models import Candidate, Edition
from admissions.touched import Touch
from admissions.views.editions import difference_lines
from units.access import for_writers
from units.answers import CONFLICT, REFUSED

TOUCHES_SHOWN = 50


@dataclass(frozen=True)
class Shown:
    """What a page tells of the dossiers that are touched: how many, and the first of them."""

    people: int
    dues: int
    rows: list[Touch]
    more: int
    elsewhere: int  # outside the officer's scope: counted, not named


def shown_to(officer, touches: list[Touch]) -> Shown:
    """The touched dossiers as an officer may see them."""
    seen = set(Candidate.objects.visible_to(officer).values_list("pk", flat=True))
    named = [touch for touch in touches if touch.candidate.pk in seen]
    return Shown(
        people=len(touches),
        dues=sum(len(touch.moved) for touch in touches),
        rows=named[:TOUCHES_SHOWN],
        more=max(0, len(named) - TOUCHES_SHOWN),
        elsewhere=len(touches) - len(named),
    )


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def edition_new(request):
    """The next edition, copied from the newest; what it changes and whom it touches is shown before it is written."""
    copied = Edition.objects.order_by("in_force_on").last()
    if copied is None:
        raise Http404("Chưa có bản quy định nào để chép.")
    posted = request.method == "POST"
    draft = editions.copy_of(copied)
    form = EditionForm(request.POST if posted else None, edition=draft, others=Edition.objects.all())
    context = {"form": form, "copied": copied, "start": copied, "seen": editions.last_change()}
    if not posted:
        return _page(request, context)
    valid, newer = form.is_valid(), editions.newer(_seen(request))
    if newer:
        return _page(request, {**context, "newer": newer}, CONFLICT)
    if not valid:
        return _page(request, context, REFUSED)
    if request.POST.get("confirmed") != form.digest:
        return _preview(request, context)
    try:
        edition = editions.add(form.draft, copied=copied, seen=context["seen"], by=request.user)
    except editions.Stale as stale:
        return _page(request, {**context, "newer": stale.newer}, CONFLICT)
    messages.success(request, f"Đã thêm {edition.document}.")
    return redirect("edition_page", edition.pk)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def edition_edit(request, pk):
    """A change of an edition: dated, reasoned where dossiers rest on it, looked through, written, logged."""
    edition = get_object_or_404(Edition, pk=pk)
    posted = request.method == "POST"
    form = EditionChangeForm(
        request.POST if posted else None,
        edition=edition,
        others=Edition.objects.exclude(pk=pk),
        must_reason=editions.has_dossiers(edition),
    )
    context = {"form": form, "edition": edition, "start": edition, "seen": editions.last_change(edition)}
    if not posted:
        return _page(request, context)
    valid, newer = form.is_valid(), editions.newer(_seen(request), edition)
    if newer:
        return _page(request, {**context, "newer": newer, "kept": _typed_lines(form)}, CONFLICT)
    if not valid:
        return _page(request, context, REFUSED)
    if not editions.differences(edition, form.draft):
        messages.info(request, "Không có gì thay đổi.")
        return redirect("edition_page", pk)
    if request.POST.get("confirmed") != form.digest:
        return _preview(request, context)
    return _write_change(request, context)


def _seen(request) -> int:
    """The last row of the log that the page knew; none where that cannot be read."""
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _write_change(request, context):
    form, edition = context["form"], context["edition"]
    typed = form.cleaned_data
    try:
        editions.change(
            form.draft,
            changed_on=typed["changed_on"],
            reason=typed["reason"],
            seen=context["seen"],
            by=request.user,
        )
    except editions.Stale as stale:
        return _page(request, {**context, "newer": stale.newer, "kept": _typed_lines(form)}, CONFLICT)
    except editions.Refused as refused:
        for fault in refused.faults:
            form.tell(fault)
        return _page(request, context, REFUSED)
    messages.success(request, f"Đã ghi thay đổi của {form.draft.document}.")
    return redirect("edition_page", edition.pk)


def _typed_lines(form) -> list[tuple[str, str, str]] | None:
    """What saving again would change of what is stored now; None where the form has faults to be mended first."""
    return difference_lines(form.edition, form.draft) if form.is_valid() else None


def _preview(request, context):
    """The differences and the dossiers touched; the button that writes carries the digest of what was looked at."""
    form = context["form"]
    preview = {
        "lines": difference_lines(context["start"], form.draft, values_only="copied" in context),
        "unread": len(form.draft.unverified),
        "touched": shown_to(request.user, editions.touched_by(form.draft)),
    }
    return _page(request, {**context, **preview, "digest": form.digest})


def _page(request, context, status: int = 200):
    return render(request, "admissions/edition_form.html", context, status=status)
