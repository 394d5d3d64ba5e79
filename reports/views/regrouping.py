"""Acts on the tree: each one typed, looked at beforehand, then done."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from reports.forms.guides import GUIDES, Guide
from units.access import for_writers
from units.models import Unit

BUTTONS = ("csrfmiddlewaretoken", "seen", "confirmed", "edit", "more", "hand", "all", "handed")


@for_writers
def regrouping_act(request, act):
    """An act: typed, in a split with who goes where, told in a preview of what changes, then done."""
    guide = GUIDES.get(act)
    if guide is None:
        raise Http404("Không có việc này.")
    if not guide.is_open_to(request.user):
        raise PermissionDenied("Chỉ quản trị của toàn hệ thống lập được đảng bộ cấp trên.")
    if request.method != "POST":
        form = guide.form(officer=request.user, initial=_chosen(request, guide))
        return _form_page(request, guide, form)
    return _sent(request, guide)


def _chosen(request, guide: Guide) -> dict:
    """The unit from whose page the officer came, in the field that asks for it first."""
    pk = request.GET.get("don_vi", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 18):
        return {}
    unit = Unit.objects.visible_to(request.user).filter(pk=pk).first()
    return {guide.first: [unit.pk] if guide.first == "units" else unit.pk} if unit else {}
