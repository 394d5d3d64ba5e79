"""The unit and the assumptions of a forecast, as they stand in the address."""

from __future__ import annotations

from django import forms
from django.utils.http import urlencode

from admissions.forms.filters import PlainSelect, set_in
from admissions.regulation import MEANINGS, Assumptions
from units.models import Unit

# How each assumption is called in the address.
IN_ADDRESS = {
    "cell_day": "chi_bo",
    "opening_days": "mo_ho_so",
    "papers_days": "ly_lich",
    "verify_home_days": "tham_tra",
    "verify_abroad_days": "tham_tra_ngoai",
    "certify_days": "chung_nhan",
    "opinions_days": "y_kien",
    "class_days": "mo_lop",
    "certificate_days": "cap_giay",
    "renewal_days": "lam_lai",
    "section_days": "bo_phan",
    "base_days": "co_so",
    "appraisal_days": "tham_dinh",
    "board_days": "quyet_dinh",
    "ceremony_days": "le_ket_nap",
}
USUAL = Assumptions()


class AssumptionsForm(forms.Form):
    """The numbers the office reckons with; what is left out is as usual, what makes no sense is told."""

    def __init__(self, told, **kwargs):
        super().__init__(
            {
                name: told.get(name, str(getattr(USUAL, meant)))
                for meant, name in IN_ADDRESS.items()
            },
            **kwargs,
        )  # fmt: skip
        for meaning in MEANINGS:
            self.fields[IN_ADDRESS[meaning.name]] = _field(meaning)

    @property
    def assumptions(self) -> Assumptions:
        """What was typed; where it makes no sense, as usual."""
        self.is_valid()
        typed = {meant: self.cleaned_data.get(name) for meant, name in IN_ADDRESS.items()}
        return Assumptions(**{meant: value for meant, value in typed.items() if value is not None})

    @property
    def changed(self) -> dict[str, int]:
        """By name in the address what differs from the usual."""
        now = self.assumptions
        return {
            name: getattr(now, meant)
            for meant, name in IN_ADDRESS.items()
            if getattr(now, meant) != getattr(USUAL, meant)
        }

    def address(self, unit_id: int, **more) -> str:
        """The query of the same forecast for a unit."""
        return "?" + urlencode({"don_vi": unit_id, **self.changed, **more})


def _field(meaning) -> forms.IntegerField:
    usual = getattr(USUAL, meaning.name)
    told = f"Nhập số từ 0 đến {meaning.most}, ví dụ {usual}."
    return forms.IntegerField(
        label=meaning.label,
        help_text=f"{meaning.unit.capitalize()}. {meaning.meaning}",
        required=False,
        min_value=0,
        max_value=meaning.most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 3}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), told),
    )


class ForecastUnit(forms.Form):
    """Whose forecast is asked for."""

    don_vi = forms.TypedChoiceField(label="Đơn vị", coerce=int, required=False, widget=PlainSelect)

    def __init__(self, chosen: Unit, units: list[Unit], **kwargs):
        super().__init__(initial={"don_vi": chosen.pk}, **kwargs)
        self.fields["don_vi"].choices = set_in(units)
