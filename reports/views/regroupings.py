"""What may be done to the tree, what was done, and taking it back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from admissions import regrouping
from admissions.regrouping import Stale
from reports.forms.fields import grounds, text_field
from reports.forms.guides import ALL
from reports.views.regrouping import chosen_unit
from units.access import for_writers
from units.answers import CONFLICT, REFUSED
from units.models import Placement, Reorganisation, Role, Unit, below
from units.reorganise import Refused

ACTS_A_PAGE = 20
REASON_LENGTH = 300


class UndoForm(forms.Form):
    """Why an act is taken back."""

    reason = text_field("Lý do hoàn tác", REASON_LENGTH, "Ví dụ: ghi nhầm đơn vị tiếp nhận.")
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


def acts_of(officer) -> QuerySet[Reorganisation]:
    """The acts an officer may read of: all whose units he sees today.

    What was undone touches no unit any more: of that he reads what officers of his own units have recorded.
    """
    acts = Reorganisation.objects.select_related("directive", "recorded_by", "undoes", "undone_by")
    if officer.role == Role.ADMIN and officer.unit_id is None:
        return acts
    places = Placement.objects.filter(act=OuterRef("pk"))
    elsewhere = places.exclude(unit__in=Unit.objects.visible_to(officer))
    own = Q(Exists(places)) & ~Q(Exists(elsewhere))
    by_us = below(officer.unit.path, "recorded_by__unit__") if officer.unit_id else Q(pk__in=[])
    return acts.filter(own | (~Q(Exists(places)) & by_us))


@for_writers
def regrouping_list(request):
    """The acts to choose from, and those done so far, the newest first.

    What rests on the last act takes many statements to find: the page asks for it afterwards, from the undo page.
    """
    acts = acts_of(request.user).newest()
    page = Paginator(acts, ACTS_A_PAGE).get_page(request.GET.get("page"))
    last = next((act for act in page if _is_open(act)), None) if page.number == 1 else None
    context = {
        "chosen": chosen_unit(request),
        "guides": [guide for guide in ALL if guide.is_open_to(request.user)],
        "page": page,
        "rows": [(act, act.told.splitlines(), _is_open(act)) for act in page],
        "last": last,
        "empty": not grounds(request.user).exists() and not page.object_list,
    }
    return render(request, "reports/regrouping_list.html", context)


@for_writers
def regrouping_undo(request, pk):
    """Taking an act back: what it did, what stands in the way, and why it is done."""
    act = get_object_or_404(acts_of(request.user), pk=pk)
    if act.act == Reorganisation.Act.UNDO:
        raise Http404("Việc hoàn tác không hoàn tác được.")
    form = UndoForm(request.POST or None, initial={"seen": Reorganisation.objects.last_id()})
    against = _against(act, request.user)
    if request.method != "POST":
        return _undo_page(request, act, form, against)
    if against or not form.is_valid():
        return _undo_page(request, act, form, against, status=REFUSED)
    typed = form.cleaned_data
    try:
        regrouping.undo(act, by=request.user, reason=typed["reason"], seen=typed["seen"] or 0)
    except Stale:
        return _undo_page(request, act, form, _against(act, request.user), status=CONFLICT, overtaken=True)
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(reason.field if reason.field in form.fields else None, reason.text)
        return _undo_page(request, act, form, against, status=REFUSED)
    messages.success(request, f"Đã hoàn tác: {act.get_act_display().lower()}, từ {act.on:%d/%m/%Y}.")
    return redirect("regrouping_list")


def _undo_page(request, act, form, against, *, status=200, overtaken=False):
    context = {
        "act": act,
        "told": act.told.splitlines(),
        "form": form,
        "against": against,
        "overtaken": overtaken,
        "seen": Reorganisation.objects.last_id(),
    }
    return render(request, "reports/regrouping_undo.html", context, status=status)


def _is_open(act: Reorganisation) -> bool:
    """Whether an act might be undone at all."""
    return act.act != Reorganisation.Act.UNDO and not hasattr(act, "undone_by")


def _against(act: Reorganisation, officer) -> list[str]:
    """Why an officer cannot take an act back: units above his own, and all that rests on it."""
    beyond = Unit.objects.filter(placements__act=act).exclude(pk__in=grounds(officer, closed=True))
    reasons = [f"{unit} không thuộc phạm vi sắp xếp của đồng chí." for unit in beyond]
    return reasons + regrouping.rests_on(act)
