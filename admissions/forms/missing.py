"""Whose missing papers are asked for: a unit, a next step, a page, as they stand in the address."""

from __future__ import annotations

from django import forms
from django.utils.http import urlencode

from admissions.forms.filters import PlainSelect, any_of, set_in
from admissions.regulation import FORMS, ROAD, Stage
from units.models import Unit

# The ordinary next steps, in road order.
STEPS = (*ROAD[1:], Stage.STRIKE_BASE, Stage.STRUCK_OFF)


class MissingFilter(forms.Form):
    """What narrows the list. A value that makes no sense narrows nothing: an old link still opens."""

    don_vi = forms.TypedChoiceField(label="Đơn vị", required=False, coerce=int, empty_value=None)
    buoc = forms.ChoiceField(label="Bước tiếp theo", required=False)
    trang = forms.IntegerField(required=False)

    def __init__(self, *args, officer, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.visible_to(officer).only("name", "path", "parent_id").order_by("path")
        self.units = {unit.pk: unit for unit in units}
        for name in ("don_vi", "buoc"):
            self.fields[name].widget = PlainSelect()
        self.fields["don_vi"].choices = any_of(set_in(self.units.values()))
        self.fields["buoc"].choices = any_of([(stage.value, FORMS[stage].act) for stage in STEPS])
        self.full_clean()

    @property
    def unit(self) -> Unit | None:
        """The unit asked for, if the officer sees it."""
        return self.units.get(self.cleaned_data.get("don_vi"))

    @property
    def step(self) -> Stage | None:
        """The next step asked for."""
        asked = self.cleaned_data.get("buoc")
        return Stage(asked) if asked else None

    @property
    def page(self) -> int:
        return max(1, self.cleaned_data.get("trang") or 1)

    def address(self, page: int) -> str:
        """The query of another page of this list."""
        values = {
            "don_vi": self.unit and self.unit.pk,
            "buoc": self.step,
            "trang": page if page > 1 else None,
        }
        return "?" + urlencode([(name, value) for name, value in values.items() if value])
