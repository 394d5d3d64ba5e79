"""The quotas given again with an act, each unit's numbers prefilled with what it has and takes over."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from reports.regrouping.shares import NUMBERS, Share
from units.models import Quota, Unit
from units.reorganise import Found

LABELS = {"members": "Chỉ tiêu", "pupils": "Trong đó học sinh", "workers": "Trong đó công nhân"}
MOST = 9_999
PREFIX = "share"


class ShareForm(forms.Form):
    """The quota of one unit; what is left empty is not given."""

    def __init__(self, data, share: Share, *, numbers: Sequence[str]):
        super().__init__(data, prefix=f"{PREFIX}-{share.key}", initial=share.proposed)
        self.share = share
        for name in numbers:
            self.fields[name] = forms.IntegerField(
                label=LABELS[name],
                required=False,
                min_value=0,
                max_value=MOST,
                error_messages=dict.fromkeys(
                    ("invalid", "min_value", "max_value"), "Nhập số nguyên từ 0 trở lên, ví dụ: 2."
                ),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )

    @property
    def numbers(self) -> dict[str, int | None]:
        """What was typed, the rest as proposed."""
        return {**self.share.proposed, **self.cleaned_data}


class ShareForms:
    """The units whose quota is asked for beside an act. Not yet sent, they hold what is proposed."""

    def __init__(self, data, shares: Sequence[Share], year: int):
        self.year = year
        numbers = [name for name in NUMBERS if name == "members" or _asked(shares, name)]
        self.forms = [ShareForm(_sent(data, share), share, numbers=numbers) for share in shares]

    def is_valid(self) -> bool:
        return all(form.is_valid() or not form.is_bound for form in self.forms)

    def quotas(self) -> list[Quota]:
        """The quotas that differ from those in force, not yet saved; of a unit to be founded by its code."""
        told = []
        for form in self.forms:
            share, numbers = form.share, form.numbers if form.is_bound else form.share.proposed
            if numbers not in (share.has, dict.fromkeys(NUMBERS)):
                told.append(Quota(unit=_unit(share), year=self.year, **numbers))
        return told


def _sent(data, share: Share):
    """What was sent, if this unit's numbers were on the page."""
    return data if data is not None and f"{PREFIX}-{share.key}-members" in data else None


def _asked(shares: Sequence[Share], name: str) -> bool:
    return any(share.has[name] is not None or share.proposed[name] is not None for share in shares)


def _unit(share: Share) -> Unit:
    if isinstance(share.place, Found):
        newcomer = share.place.newcomer
        return Unit(code=newcomer.code, name=newcomer.name, kind=newcomer.kind)
    return share.place
