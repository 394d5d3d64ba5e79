"""Whose overrides are asked for: a year, a unit, as they stand in the address."""

from django import forms

from admissions.forms.filters import PlainSelect, any_of, set_in
from units.models import Unit


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
