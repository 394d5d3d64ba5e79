"""A committee's rule of a year as the office types it."""

import hashlib
import json
from decimal import Decimal

from django import forms
from django.utils import timezone

from admissions.forms.days import DayField
from units import year_rules
from units.models import YearRule
from units.names import clean
from units.templatetags.vietnamese import band
from units.year_rules import FIELDS, Basis, Fault

PLAIN = {"autocomplete": "off"}
HELP = {
    "target_min": "Mức thấp nhất của khung, ví dụ: 3.",
    "target_max": "Mức cao nhất của khung, ví dụ: 4.",
    "low_progress": "Từ hết quý I, đơn vị đạt dưới mức này của chỉ tiêu thì nhắc. Ví dụ: 10.",
    "small_base": "Cơ số dưới số này thì xem số người trước, tỷ lệ in mờ. Ví dụ: 25.",
    "review_days": "Số ngày sau khi hết quý, 6 tháng, 9 tháng, năm. Ví dụ: 10.",
}


class PercentField(forms.DecimalField):
    """A percentage with up to two decimals, typed with a comma or a point."""

    def __init__(self, **kwargs):
        messages = {"required": "Chưa nhập. Ví dụ: 3,5."} | dict.fromkeys(
            ("invalid", "max_digits", "max_decimal_places", "max_whole_digits"),
            "Nhập phần trăm, nhiều nhất hai số lẻ. Ví dụ: 3,5.",
        )
        widget = forms.TextInput(attrs={**PLAIN, "inputmode": "decimal"})
        super().__init__(max_digits=5, decimal_places=2, error_messages=messages, widget=widget, **kwargs)

    def to_python(self, value):
        if isinstance(value, str):
            value = value.strip().removesuffix("%").strip().replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value):
        return band(value) if isinstance(value, Decimal) else value


def count_field(name: str) -> forms.IntegerField:
    """A whole number; whether it makes sense is the writer's to say."""
    return forms.IntegerField(
        widget=forms.TextInput(attrs={**PLAIN, "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid"), "Nhập số bằng chữ số, ví dụ: 10."),
    )


def field_of(name: str) -> forms.Field:
    """The field that types one column of a rule."""
    column = YearRule._meta.get_field(name)
    if column.choices:
        field = forms.ChoiceField(
            choices=column.choices,
            widget=forms.RadioSelect,
            error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn một trong hai cách."),
        )
    else:
        field = PercentField() if name in year_rules.PERCENTS else count_field(name)
    label = str(column.verbose_name)
    field.label, field.help_text = label[:1].upper() + label[1:], HELP.get(name, "")
    return field


class YearRuleForm(forms.Form):
    """How a year is counted, the document this rests on, and why it is changed; `before` is the rule that counted for the committee `root_id`, its own or not."""

    number = forms.CharField(
        label="Số văn bản",
        required=False,
        max_length=60,
        help_text="Văn bản mà quy ước dựa vào. Ví dụ: 02-NQ/ĐU.",
        error_messages={"max_length": "Ghi số văn bản gọn trong 60 chữ."},
        widget=forms.TextInput(attrs=PLAIN),
    )
    issued_on = DayField(label="Ngày văn bản", required=False)
    reason = forms.CharField(
        label="Lý do sửa",
        required=False,
        max_length=300,
        help_text="Bắt buộc khi sửa năm đã qua.",
        error_messages={"max_length": "Dài quá 300 ký tự."},
        widget=forms.TextInput(attrs=PLAIN),
    )

    def __init__(self, *args, before: YearRule, root_id: int, year: int, **kwargs):
        basis = Basis.of(before.directive)
        shown = {name: getattr(before, name) for name in FIELDS}
        kwargs["initial"] = shown | {"number": basis.number, "issued_on": basis.issued_on}
        super().__init__(*args, **kwargs)
        self.before, self.root_id, self.year = before, root_id, year
        for name in FIELDS:
            self.fields[name] = field_of(name)
        if year < timezone.localdate().year:
            self.fields["reason"].help_text = "Năm đã qua: ghi vì sao sửa. Ví dụ: theo Kết luận 15-KL/ĐU."

    def clean_number(self):
        return clean(self.cleaned_data["number"])

    def clean_reason(self):
        return clean(self.cleaned_data["reason"])

    def clean(self):
        reason, today = self.cleaned_data.get("reason", ""), timezone.localdate()
        for fault in year_rules.faults_in(self.draft, self.basis, reason=reason, on=today):
            self.tell(fault)
        return self.cleaned_data

    def tell(self, fault: Fault) -> None:
        """Put a fault beside its field, unless it stands there or the field could not even be read."""
        if fault.field not in self.errors:
            self.add_error(fault.field, fault.text)

    @property
    def draft(self) -> YearRule:
        """The rule as typed, with the directive in force before; what could not be read is None."""
        values = {name: self.cleaned_data.get(name) for name in FIELDS}
        return YearRule(root_id=self.root_id, year=self.year, directive=self.before.directive, **values)

    @property
    def basis(self) -> Basis:
        return Basis(self.cleaned_data.get("number", ""), self.cleaned_data.get("issued_on"))

    @property
    def differences(self) -> dict[str, list]:
        """What saving would change of the rule in force; only where all could be read."""
        return year_rules.differences(self.before, self.draft, self.basis)

    @property
    def digest(self) -> str:
        """Tells one set of typed values from another: what was looked through is what is written."""
        told = [self.differences, self.cleaned_data["reason"]]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
