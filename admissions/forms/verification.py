"""A request to verify the background, as the office types it: who was asked and when, never what was found."""

from __future__ import annotations

from datetime import date

from django import forms

from admissions.forms.days import DayField, coming
from admissions.models import Verification

DAYS = ("sent_on", "received_on", "replied_on")


class VerificationForm(forms.ModelForm):
    """One committee asked."""

    sent_on = DayField(label="Ngày gửi")
    received_on = DayField(
        label="Ngày nơi đó nhận",
        required=False,
        help_text="Hạn trả lời tính từ ngày này: 30 ngày làm việc, ở nước ngoài 90 (HD06 3.4d). Chưa ghi thì tính từ "
        "ngày gửi.",
    )
    replied_on = DayField(
        label="Ngày trả lời", required=False, help_text="Chỉ ghi ngày, không ghi kết quả thẩm tra."
    )

    class Meta:
        model = Verification
        fields = (
            "asked",
            "abroad",
            "sent_on",
            "number",
            "received_on",
            "replied_on",
            "envoy",
            "envoy_unrelated",
        )
        labels = {
            "asked": "Nơi được hỏi",
            "abroad": "Ở nước ngoài",
            "number": "Số công văn",
            "envoy": "Cử người đi thẩm tra",
            "envoy_unrelated": "Người đi không phải bản thân hay người thân của quần chúng",
        }
        help_texts = {
            "asked": "Tên cấp ủy. Ví dụ: Đảng ủy xã Tà Mung. Không ghi tên, việc của người thân.",
            "number": "Ví dụ: 15-CV/ĐU.",
            "envoy": "Người đi báo cáo bằng văn bản (HD38 I.1.4.2 (23)).",
            "envoy_unrelated": "Không cử bản thân, cha mẹ, vợ chồng, anh chị em, con (HD06 3.4d).",
        }
        error_messages = {"asked": {"required": "Chưa ghi nơi được hỏi. Ví dụ: Đảng ủy xã Tà Mung."}}
        widgets = {name: forms.TextInput(attrs={"autocomplete": "off"}) for name in ("asked", "number")}

    def clean(self):
        typed = self.cleaned_data
        for field in DAYS:
            if told := coming(typed.get(field)):
                self.add_error(field, told)
        self._judge_order(typed.get("sent_on"), typed.get("received_on"), typed.get("replied_on"))
        if typed.get("envoy_unrelated") and not typed.get("envoy"):
            self.add_error("envoy", "Đánh dấu ô này trước, hoặc bỏ dấu ở ô sau.")
        return typed

    def _judge_order(self, sent: date | None, received: date | None, replied: date | None) -> None:
        if sent and received and received < sent:
            self.add_error("received_on", f"Ngày {received:%d/%m/%Y} trước ngày gửi ({sent:%d/%m/%Y}).")
        if sent and replied and replied < sent:
            self.add_error("replied_on", f"Ngày {replied:%d/%m/%Y} trước ngày gửi ({sent:%d/%m/%Y}).")
        elif received and replied and replied < received:
            text = f"Ngày {replied:%d/%m/%Y} trước ngày nơi đó nhận ({received:%d/%m/%Y})."
            self.add_error("replied_on", text)
