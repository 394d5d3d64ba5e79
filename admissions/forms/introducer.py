"""The member who introduces and helps a person, as the office types him."""

from __future__ import annotations

from django import forms

from admissions.forms.days import DayField, coming
from admissions.forms.papers import WARNING
from admissions.models import Candidate, Introducer
from units.names import clean, fold

NAMES_SUGGESTED = 50
ENDING = ("ended_on", "ended_reason")


def names_in_unit(candidate: Candidate) -> list[str]:
    """Members who introduced somebody of the same unit before, to pick from while typing."""
    used = Introducer.objects.filter(candidate__unit_id=candidate.unit_id).order_by("name")
    return list(used.values_list("name", flat=True).distinct()[:NAMES_SUGGESTED])


class IntroducerForm(forms.ModelForm):
    """One member; whether he fits is told by the regulation beside the list, only what cannot be is refused here."""

    together_since = DayField(
        label="Cùng đơn vị với quần chúng từ ngày",
        required=False,
        help_text="Cùng công tác, lao động, học tập hoặc cư trú trong một đơn vị ít nhất 12 tháng tính đến ngày viết "
        "giấy giới thiệu (294 3.2.1). Người thay không cần đủ 12 tháng.",
    )
    assigned_on = DayField(
        label="Ngày chi bộ phân công giúp đỡ",
        required=False,
        help_text="Theo nghị quyết chi bộ, trước khi cho làm hồ sơ (HD38 I.1.1d, I.1.3).",
    )
    paper_on = DayField(
        label="Ngày giấy giới thiệu (3-KNĐ)",
        required=False,
        help_text="Hồ sơ quá 12 tháng mà chi bộ chưa xét thì viết lại (HD06 5.4a).",
    )
    ended_on = DayField(label="Thôi giúp đỡ từ ngày", required=False)

    class Meta:
        model = Introducer
        fields = (
            "name", "official", "together_since", "assigned_on", "assigned_number", "paper_on", "replacement", *ENDING,
        )  # fmt: skip
        labels = {
            "official": "Là đảng viên chính thức",
            "replacement": "Chi bộ phân công thay người trước",
            "ended_reason": "Lý do thôi",
        }
        help_texts = {
            "name": "Ví dụ: Lò Văn Páo. Người giới thiệu cũng là người được phân công giúp đỡ (HD06 5.4a).",
            "official": "Đảng viên dự bị không giới thiệu được (294 3.2.1).",
            "assigned_number": "Ví dụ: 12-NQ/CB.",
            "replacement": "Người trước chuyển đi, bị kỷ luật hoặc không giúp đỡ được nữa (294 3.2.2).",
            "ended_reason": f"Ví dụ: chuyển sinh hoạt đến nơi khác. {WARNING}",
        }
        error_messages = {"name": {"required": "Chưa nhập họ và tên."}}
        widgets = {
            "name": forms.TextInput(attrs={"list": "names", "autocomplete": "off", "spellcheck": "false"})
        }

    def clean_name(self):
        name = clean(self.cleaned_data["name"])
        if len(name.split()) < 2:
            raise forms.ValidationError("Ghi đủ họ và tên, ít nhất hai chữ. Ví dụ: Lò Páo.")
        standing = self.instance.candidate.introducers.filter(ended_on__isnull=True).exclude(
            pk=self.instance.pk
        )
        if any(fold(other) == fold(name) for other in standing.values_list("name", flat=True)):
            raise forms.ValidationError(f"{name} đang giới thiệu, giúp đỡ người này rồi.")
        return name

    def clean(self):
        typed = self.cleaned_data
        for field in ("together_since", "assigned_on", "paper_on", "ended_on"):
            if told := coming(typed.get(field)):
                self.add_error(field, told)
        self._judge_end(typed)
        return typed

    def _judge_end(self, typed: dict) -> None:
        ended, assigned = typed.get("ended_on"), typed.get("assigned_on")
        if ended and assigned and ended < assigned:
            text = f"Ngày {ended:%d/%m/%Y} trước ngày phân công ({assigned:%d/%m/%Y})."
            self.add_error("ended_on", text)
        if ended and not typed.get("ended_reason") and "ended_reason" not in self.errors:
            self.add_error("ended_reason", "Chưa ghi lý do thôi. Ví dụ: chuyển sinh hoạt đến nơi khác.")
        if typed.get("ended_reason") and ended is None and "ended_on" not in self.errors:
            self.add_error("ended_on", "Đã ghi lý do thôi: nhập ngày thôi, dạng 24/02/2023.")

    @property
    def main_fields(self):
        return [self[name] for name in self.fields if name not in ENDING]

    @property
    def ending_fields(self):
        return [self[name] for name in ENDING]

    @property
    def shows_ending(self) -> bool:
        """Whether the part about leaving is open: something stands in it or is wrong with it."""
        return any(self[name].value() or self[name].errors for name in ENDING)
