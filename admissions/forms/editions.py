"""An edition of the regulation as the office types it: each value with its source and whether it was read there."""

import hashlib
import json
from dataclasses import dataclass

from django import forms
from django.utils import timezone

from admissions import editions
from admissions.forms.days import DayField
from admissions.models import Edition
from admissions.regulation.values import GROUPS, VALUES, Value
from units.names import lowered

PLAIN = {"autocomplete": "off"}


@dataclass(frozen=True)
class Row:
    """The three fields of one value."""

    value: Value
    field: forms.BoundField
    source: forms.BoundField
    read: forms.BoundField

    @property
    def errors(self) -> list[str]:
        return [*self.field.errors, *self.source.errors]


def count_field(value: Value) -> forms.IntegerField:
    """A whole number; whether it makes sense is `editions` to say."""
    return forms.IntegerField(
        label=value.label,
        widget=forms.TextInput(attrs={**PLAIN, "inputmode": "numeric"}),
        error_messages={
            "required": f"Chưa nhập. Ví dụ: {max(value.least, 12)}.",
            "invalid": f"Nhập số bằng chữ số. Ví dụ: {max(value.least, 12)}.",
        },
    )


def choice_field(value: Value) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=value.label,
        choices=value.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn một trong các mục của danh sách."),
    )


def text_field(label: str, most: int, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.TextInput(attrs=PLAIN),
        error_messages={"required": missing, "max_length": f"Dài quá {most} ký tự."},
    )


class EditionForm(forms.Form):
    """A new edition, or one that is changed; `stored` is the one it starts from."""

    code = text_field("Mã", 20, "Chưa nhập mã. Ví dụ: 294.")
    document = text_field("Văn bản", 160, "Chưa nhập văn bản. Ví dụ: 294-QĐ/TW.")
    issued_on = DayField(label="Ngày ban hành")

    def __init__(self, *args, edition: Edition, others, **kwargs):
        kwargs["initial"] = {**typed(edition), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.edition, self.others = edition, list(others)
        for value in VALUES.values():
            self._add(value)

    def _add(self, value: Value) -> None:
        name = value.name
        if value.choices:
            self.fields[name] = choice_field(value)
        else:
            self.fields[name] = count_field(value) if value.is_count else DayField(label=value.label)
        described = f"«{lowered(value.label)}»"
        self.fields[f"{name}_source"] = forms.CharField(
            label=f"Căn cứ của {described}",
            required=False,
            max_length=160,
            widget=forms.TextInput(attrs={**PLAIN, "placeholder": "văn bản, điểm"}),
            error_messages={"max_length": "Dài quá 160 ký tự."},
        )
        self.fields[f"{name}_read"] = forms.BooleanField(
            label=f"Đã đối chiếu {described} với văn bản", required=False
        )

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        return [(title, [self._row(value) for value in values]) for title, values in GROUPS.items()]

    def _row(self, value: Value) -> Row:
        return Row(value, *(self[f"{value.name}{part}"] for part in ("", "_source", "_read")))

    def clean(self):
        for fault in editions.faults_in(self.draft, self.others):
            self.tell(fault)
        return self.cleaned_data

    def tell(self, fault: editions.Fault) -> None:
        """Put a fault beside its field, unless that field could not even be read."""
        if fault.text not in self.errors.get(fault.field, []):
            self.add_error(fault.field, fault.text)

    @property
    def draft(self) -> Edition:
        """The edition as typed; what could not be read is None."""
        data = self.cleaned_data
        identity = {name: data.get(name) for name in editions.IDENTITY}
        return Edition(
            pk=self.edition.pk,
            **identity,
            **{name: data.get(name) for name in VALUES},
            sources={name: data.get(f"{name}_source", "") for name in VALUES},
            unverified=[name for name in VALUES if not data.get(f"{name}_read")],
        )

    @property
    def digest(self) -> str:
        """Tells one set of typed values from another: what was looked through is what is written."""
        text = json.dumps(editions.snapshot(self.draft), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


class EditionChangeForm(EditionForm):
    """A stored edition with the day and the reason of the change."""

    changed_on = DayField(label="Ngày sửa")
    reason = forms.CharField(
        label="Lý do sửa",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=PLAIN),
        help_text="Ví dụ: đã đọc toàn văn, điểm 4.3.1 ghi 45 ngày.",
        error_messages={"max_length": "Dài quá 300 ký tự."},
    )

    def __init__(self, *args, must_reason: bool, **kwargs):
        kwargs.setdefault("initial", {"changed_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        if must_reason:
            reason = self.fields["reason"]
            reason.required = True
            reason.error_messages["required"] = "Chưa ghi lý do. Có hồ sơ đang mở áp dụng bản này."

    def clean_changed_on(self):
        day = self.cleaned_data["changed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(f"Ngày {day:%d/%m/%Y} chưa đến.")
        return day


def typed(edition: Edition) -> dict:
    """An edition as the fields of the form show it."""
    initial = {name: getattr(edition, name) for name in (*editions.IDENTITY, *VALUES)}
    initial |= {f"{name}_source": edition.sources.get(name, "") for name in VALUES}
    return initial | {f"{name}_read": name not in edition.unverified for name in VALUES}
