"""The list of overrides: what the head of the office set aside, for whom, why."""

from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from admissions.forms.filters import PlainSelect, any_of, set_in
from admissions.models import Override
from units.access import for_override_readers
from units.models import Unit

PER_PAGE = 25


class OverrideFilter(forms.Form):
    """The year of the step and the unit it was recorded for; what nobody offered is left aside."""

    nam = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)
    don_vi = forms.TypedChoiceField(label="Đơn vị", required=False, coerce=int, empty_value=None)

    def __init__(self, *args, officer, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in Unit.objects.visible_to(officer).order_by("path")}
        named = set_in(self.units.values())
        for name, choices in (("nam", [(year, str(year)) for year in years]), ("don_vi", named)):
            self.fields[name].widget = PlainSelect()
            self.fields[name].choices = any_of(choices)
        self.full_clean()
        self.values = {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def unit(self) -> Unit | None:
        """The unit asked for, if the officer sees it."""
        return self.units.get(self.values.get("don_vi"))

    @property
    def told(self) -> str:
        """What was asked for, in words, for the printed page."""
        year = self.values.get("nam")
        return ", ".join(filter(None, [f"Năm {year}" if year else "", str(self.unit or "")]))

    def narrowed(self, overrides):
        """The overrides that were asked for."""
        if year := self.values.get("nam"):
            overrides = overrides.in_year(year)
        if self.unit:
            overrides = overrides.at(self.unit)
        return overrides


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
