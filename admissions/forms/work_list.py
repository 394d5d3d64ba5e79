"""The filters of the work list, as they stand in the address."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.utils.http import urlencode

from admissions.deadlines import Due
from admissions.deadlines.agenda import KINDS, Period, kind_of, period_of
from admissions.forms.filters import PlainSelect, set_in
from units.models import Unit

GROUPINGS = {"han": "Theo hạn", "don_vi": "Theo đơn vị", "loai": "Theo loại việc"}


class WorkListFilter(forms.Form):
    """What narrows and groups the work list. A value that makes no sense narrows nothing: an old link still opens."""

    don_vi = forms.IntegerField(label="Đơn vị", required=False, widget=PlainSelect)
    loai = forms.CharField(label="Loại việc", required=False, max_length=60, widget=PlainSelect)
    ky = forms.ChoiceField(required=False, choices=Period.choices)
    theo = forms.ChoiceField(required=False, choices=list(GROUPINGS.items()))
    ngay = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    CARRIED = ("ky", "theo", "ngay")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.full_clean()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        self.values = {name: value for name, value in asked.items() if (name, value) != ("theo", "han")}

    @property
    def grouping(self) -> str:
        return self.values.get("theo", "han")

    @property
    def day(self) -> date | None:
        """The one day asked for, as the calendar does."""
        return self.values.get("ngay")

    @property
    def narrows(self) -> bool:
        return bool(self.values.keys() - {"theo"})

    @property
    def carried(self) -> list[tuple[str, object]]:
        """What the form's own fields do not show but must not lose."""
        return [(name, self.written(name)) for name in self.CARRIED if name in self.values]

    def written(self, name: str) -> object:
        value = self.values[name]
        return value.isoformat() if isinstance(value, date) else value

    def offer(self, units: Iterable[Unit], dues: Iterable[Due]) -> None:
        """Fill the selects: the units seen in the order of the tree, the kinds known and those that run."""
        labels = set_in(units)
        if self.values.get("don_vi") not in {pk for pk, _ in labels}:
            self.values.pop("don_vi", None)
        kinds = KINDS | {due.clock.code: kind_of(due) for due in dues}
        self.fields["don_vi"].widget.choices = [("", "Tất cả"), *labels]
        self.fields["loai"].widget.choices = [("", "Tất cả"), *kinds.items()]

    def address(self, **changes) -> str:
        """The query of this list with some values changed (None: without), always from the first page."""
        written = {name: self.written(name) for name in self.values} | changes
        return "?" + urlencode({name: value for name, value in written.items() if value is not None})

    def apart_from_period(self, dues: Iterable[Due]) -> list[Due]:
        """The clocks that pass every filter but that of the period."""
        kind, day = self.values.get("loai"), self.day
        return [
            due for due in dues if kind in (None, due.clock.code) and (day is None or due.clock.due == day)
        ]

    def of_period(self, dues: Iterable[Due], on: date) -> list[Due]:
        period = self.values.get("ky")
        return [due for due in dues if period in (None, period_of(due, on))]
