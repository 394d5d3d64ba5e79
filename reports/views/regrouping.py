"""Acts on the tree: each one typed, looked at beforehand, then done."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from admissions import regrouping
from admissions.regrouping import Stale
from reports.forms.guides import GUIDES, Guide
from reports.forms.shares import PREFIX, ShareForms
from reports.forms.splitting import SplitForm
from reports.regrouping import preview, shares_of
from units.access import for_writers
from units.answers import CONFLICT, REFUSED
from units.models import Reorganisation, Unit
from units.reorganise import Reason, Refused, units_touched

HANDED = "handed"  # sent along once the page of who goes where has been seen
NOT_CARRIED = ("csrfmiddlewaretoken", "seen", "confirmed", "edit", "more", "all", "spread", "back")


@for_writers
def regrouping_act(request, act):
    """An act: typed, in a split with who goes where, told in a preview of what changes, then done."""
    guide = GUIDES.get(act)
    if guide is None:
        raise Http404("Không có việc này.")
    if not guide.is_open_to(request.user):
        raise PermissionDenied("Chỉ quản trị của toàn hệ thống lập được đảng bộ cấp trên.")
    if request.method == "POST":
        return _sent(request, guide)
    form = guide.form(officer=request.user, initial=_chosen(request, guide))
    return _form_page(request, guide, form)


def chosen_unit(request) -> Unit | None:
    """The unit from whose page the officer came, if it is one he sees."""
    pk = request.GET.get("don_vi", "")
    known = pk.isascii() and pk.isdigit() and len(pk) < 18
    return Unit.objects.visible_to(request.user).standing().filter(pk=pk).first() if known else None


def _chosen(request, guide: Guide) -> dict:
    """That unit in the field that is asked first."""
    unit = chosen_unit(request)
    return {guide.first: [unit.pk] if guide.first in ("units", "roots") else unit.pk} if unit else {}


def _sent(request, guide: Guide):
    """What was sent: still being typed, to be looked at, or to be done."""
    more = "more" in request.POST
    form = guide.form(request.POST, officer=request.user, **({"more": True} if more else {}))
    fits = form.is_valid()
    if "edit" in request.POST or more:
        return _form_page(request, guide, form, quiet=True)
    shares = _shares(request, form)
    reasons = _reasons(form, shares)
    form.tell(reasons)
    if not fits or form.errors or (form.is_split and form.parts_errors):
        of_people = (
            fits
            and form.is_split
            and reasons
            and all(reason.field.startswith("people") for reason in reasons)
        )
        page = _hands_page if of_people else _form_page
        return page(request, guide, form, status=REFUSED)
    if (
        form.is_split
        and form.asks
        and (HANDED not in request.POST or {"spread", "back"} & request.POST.keys())
    ):
        return _hands_page(request, guide, form)
    if "confirmed" in request.POST and shares.is_valid():
        return _do(request, guide, form, shares)
    status = REFUSED if "confirmed" in request.POST else 200
    return _preview_page(request, guide, form, shares, status=status)


def _shares(request, form) -> ShareForms:
    """The quotas that the act touches, as sent or as proposed; none where there is no act to speak of yet."""
    plan, on = form.plan, form.cleaned_data.get("on")
    shares = shares_of(plan, on=on, today=timezone.localdate()) if plan and on else []
    return ShareForms(request.POST, shares, on.year if on else 0)


def _reasons(form, shares: ShareForms) -> list[Reason]:
    """Every reason against what was typed, as far as it could be read."""
    if form.plan is None:
        return []
    quotas = shares.quotas() if shares.is_valid() else ()
    on = form.cleaned_data.get("on")
    return regrouping.refusals(form.plan, on=on, basis=form.basis, quotas=quotas, people=form.hands())


def _do(request, guide: Guide, form, shares: ShareForms):
    """Do the act; one done by somebody else meanwhile comes first, and a new preview is shown."""
    try:
        act = regrouping.carry_out(
            form.plan,
            on=form.cleaned_data["on"],
            basis=form.basis,
            by=request.user,
            quotas=shares.quotas(),
            people=form.hands(),
            seen=form.cleaned_data["seen"] or 0,
        )
    except Stale:
        return _preview_page(request, guide, form, shares, status=CONFLICT, overtaken=True)
    except Refused as refused:
        form.tell(refused.reasons)
        return _form_page(request, guide, form, status=REFUSED)
    messages.success(request, f"Đã ghi: {guide.title.lower()}, từ {act.on:%d/%m/%Y}.")
    return redirect("unit_page", _told_on(act, request.user))


def _told_on(act: Reorganisation, officer) -> int:
    """The unit whose page shows best what was done: one that stands, before those below it."""
    units = list(units_touched(act).filter(pk__in=Unit.objects.visible_to(officer)))
    standing = [unit for unit in units if unit.closed_on is None]
    return (standing or units)[0].pk


def _form_page(request, guide: Guide, form, *, status=200, quiet=False):
    context = {"guide": guide, "form": form, "carried": _carried(request, form, kept=("people-", "below-"))}
    return render(request, "reports/regrouping_form.html", {**context, "quiet": quiet}, status=status)


def _hands_page(request, guide: Guide, form: SplitForm, *, status=200):
    """Who and what goes to which part; `spread` sends everybody to one of them."""
    everybody = request.POST.get("all", "") if "spread" in request.POST else None
    context = {
        "guide": guide,
        "form": form,
        "people": form.people_rows(everybody),
        "below": form.below_rows(),
        "goals": form.goals(),
        "carried": _carried(request, form, left_out=("people-", "below-", HANDED)),
    }
    return render(request, "reports/regrouping_hands.html", context, status=status)


def _preview_page(request, guide: Guide, form, shares: ShareForms, *, status=200, overtaken=False):
    quotas = shares.quotas() if shares.is_valid() else ()
    told = {"on": form.cleaned_data["on"], "basis": form.basis, "by": request.user}
    try:
        seen = preview(form.plan, **told, quotas=quotas, people=form.hands())
    except Refused as refused:
        form.tell(refused.reasons)
        return _form_page(request, guide, form, status=status if status == CONFLICT else REFUSED)
    context = {
        "guide": guide,
        "form": form,
        "preview": seen,
        "shares": shares,
        "overtaken": overtaken,
        "newer": Reorganisation.objects.after(form.cleaned_data["seen"] or 0) if overtaken else (),
        "carried": _carried(request, form, left_out=(f"{PREFIX}-",)),
    }
    return render(request, "reports/regrouping_preview.html", context, status=status)


def _carried(request, form, *, kept=None, left_out=()) -> list[tuple[str, str]]:
    """What was sent and is not typed on the page to come: carried along unseen."""
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    pairs = [pair for pair in pairs if pair[0] not in NOT_CARRIED and not pair[0].startswith(tuple(left_out))]
    return pairs if kept is None else [pair for pair in pairs if pair[0].startswith(tuple(kept))]
