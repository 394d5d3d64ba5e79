"""The list of overrides: what the head of the office set aside, for whom, why."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from admissions.forms.overrides import OverrideFilter
from admissions.models import Override
from units.access import for_override_readers

PER_PAGE = 25


@for_override_readers
@require_safe
def override_list(request):
    """The overrides in scope, newest first; six queries whatever their number."""
    seen = Override.objects.visible_to(request.user)
    years = [day.year for day in seen.order_by().dates("event__happened_on", "year", order="DESC")]
    form = OverrideFilter(request.GET, officer=request.user, years=years)
    rows = (
        form.narrowed(seen)
        .select_related("recorded_by", "event__candidate", "event__unit", "event__voided_by")
        .order_by("-pk")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "query": urlencode(form.values) + "&" if form.values else "",
        "any": bool(years),
    }
    return render(request, "admissions/override_list.html", context)
