"""What the office types about a finding: cause, remedy, deadline, who answers; later how it ended."""

from django import forms

from admissions.forms.days import DayField
from units.follow_ups import Intent
from units.models import FollowUp


class LongText(forms.CharField):
    """A few sentences, with its own words for what is wrong."""

    def __init__(self, column: str, **kwargs):
        most = FollowUp._meta.get_field(column).max_length
        kwargs["error_messages"] = {
            "required": kwargs.pop("missing"),
            "max_length": f"Ghi gọn trong {most} chữ.",
            "null_characters_not_allowed": "Có ký tự lạ: gõ lại.",
        }
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(max_length=most, **kwargs)


class FollowUpForm(forms.Form):
    """Cause, remedy, deadline and who answers for it."""

    cause = LongText(
        "cause", label="Nguyên nhân", missing="Ghi nguyên nhân. Ví dụ: học sinh đủ 18 tuổi vào học kỳ II."
    )
    remedy = LongText(
        "remedy",
        label="Biện pháp",
        missing="Ghi biện pháp. Ví dụ: mở lớp nhận thức riêng cho học sinh lớp 12.",
    )
    deadline = DayField(label="Thời hạn")
    responsible = LongText(
        "responsible",
        label="Người chịu trách nhiệm",
        missing="Ghi người chịu trách nhiệm. Ví dụ: Bí thư chi bộ nhà trường.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def intent(self) -> Intent:
        typed = self.cleaned_data
        return Intent(typed["cause"], typed["remedy"], typed["deadline"], typed["responsible"])


class OutcomeForm(forms.Form):
    """The day it was done and how it ended."""

    done_on = DayField(label="Ngày hoàn thành")
    outcome = LongText(
        "outcome", label="Kết quả", missing="Ghi kết quả. Ví dụ: đã kết nạp 01 học sinh ngày 20/11/2026."
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
