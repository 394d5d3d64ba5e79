"""A line of the checklist as the office types it: there or not, number, day, where the paper copy lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms

from admissions import regulation
from admissions.dossier import FACTS, Tick
from admissions.forms.days import EXAMPLE, DayField, coming
from admissions.models import Paper

WARNING = "Không ghi nội dung lý lịch, thông tin bí mật."
# Written consents and conclusions: who gave them is asked as well.
CONSENTS = frozenset(
    {
        regulation.Paper.CONSENT_AGE,
        regulation.Paper.CONSENT_ELDER,
        regulation.Paper.POLITICAL_CONCLUSION,
        regulation.Paper.CONSENT_POLITICAL,
        regulation.Paper.CONSENT_READMISSION,
        regulation.Paper.CONSENT_CEREMONY,
    }
)


def text(label: str, model_field: str, **attributes) -> forms.CharField:
    """A line of text as long as its column allows."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=Paper._meta.get_field(model_field).max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off", **attributes}),
    )


class PaperForm(forms.Form):
    """One paper against the row its author saw; a line that he did not change is not judged."""

    has = forms.BooleanField(required=False)
    dated_on = DayField(required=False, help_text="")
    number = text("Số", "number")
    issuer = text("Nơi cấp", "issuer")
    place = text("Nơi để bản giấy", "place", placeholder="Tủ 2, cặp 5")
    reason = text("Lý do", "reason")

    def __init__(self, data: Mapping | None = None, *, paper: regulation.Paper, rows: Sequence[Paper] = ()):
        """`rows` are those of this paper, oldest first; the data name the one that the page showed."""
        self.paper, self.rows = paper, rows
        self.newest = rows[-1] if rows else None
        shown = self.newest
        if data is not None:
            shown = next((row for row in rows if str(row.pk) == data.get(f"{paper.value}-seen")), None)
        self.was_there = shown is not None and shown.has
        initial = {name: getattr(shown, name) for name in FACTS} if self.was_there else {}
        super().__init__(data, prefix=paper.value, initial=initial)
        self.seen = shown.pk if shown else 0
        self.fields["dated_on"].label = paper.sheet.date_label
        if paper not in CONSENTS:
            del self.fields["issuer"]
        if paper.sheet.reasoned:
            self.fields["reason"].help_text = WARNING
        else:
            del self.fields["reason"]

    def clean(self):
        typed = self.cleaned_data
        if typed.get("has"):
            self._judge(typed)
        elif self.was_there:
            self.errors.clear()  # taken back: what else stands in the line no longer counts
        elif any(typed.get(name) for name in self.fields) or self.errors:
            self.add_error("has", "Đánh dấu “đã có” thì các ô bên cạnh mới được ghi.")
        return typed

    def _judge(self, typed: dict) -> None:
        sheet, day = self.paper.sheet, typed.get("dated_on")
        if day is None and "dated_on" not in self.errors:
            self.add_error("dated_on", f"Chưa nhập ngày. {EXAMPLE}.")
        elif told := coming(day):
            self.add_error("dated_on", told)
        if sheet.numbered and not typed.get("number") and "number" not in self.errors:
            self.add_error("number", "Chưa nhập số. Ví dụ: 15-CV/ĐU.")
        if "issuer" in self.fields and not typed.get("issuer") and "issuer" not in self.errors:
            self.add_error("issuer", "Chưa ghi nơi cấp. Ví dụ: Ban Thường vụ Tỉnh ủy.")
        if sheet.reasoned and not typed.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Chưa ghi lý do. Ví dụ: chờ kết quả thẩm tra của nơi khác.")

    @property
    def tick(self) -> Tick:
        """The line as `dossier` takes it; only of a valid form."""
        kept = {name: getattr(self.newest, name, "") for name in ("issuer", "reason")}
        return Tick(self.paper, **{**kept, **self.cleaned_data})
