"""What is typed on the page of a report: its three texts, and the reason for returning it."""

from __future__ import annotations

from django import forms

from units.models import Review
from units.reviews import LONGEST, LONGEST_REASON, Words

WARNING = "Không ghi nội dung lý lịch, thông tin bí mật."
LABELS = {
    "shortcomings": "Hạn chế",
    "difficulties": "Khó khăn, nguyên nhân",
    "remedies": "Giải pháp, kiến nghị",
}
HELP = {
    "shortcomings": "Việc chưa làm được trong kỳ. Không có thì ghi «không có».",
    "difficulties": "Vì sao chưa làm được. Không có thì ghi «không có».",
    "remedies": "Sẽ làm gì, ai làm, xong khi nào; đề nghị gì với cấp trên. Không có thì ghi «không có».",
}


def _text(name: str) -> forms.CharField:
    return forms.CharField(
        label=LABELS[name],
        help_text=HELP[name],
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": f"Ghi gọn trong {LONGEST} chữ."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class Seen(forms.Form):
    """Which version of the report the page showed."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def seen_version(self) -> int:
        """0 where nothing was written yet."""
        return self.cleaned_data.get("seen") or 0

    def renew(self, review: Review) -> None:
        """Let what was typed be sent again over what stands now."""
        self.data = {**self.data.dict(), "seen": review.version}


class ReviewForm(Seen):
    """The texts of a report. Whether they may be empty depends on what is done with them: the writer says so."""

    shortcomings = _text("shortcomings")
    difficulties = _text("difficulties")
    remedies = _text("remedies")
    confirmed = forms.BooleanField(required=False, label="Vẫn gửi khi các đơn vị trên chưa xong")

    @classmethod
    def of(cls, review: Review) -> ReviewForm:
        """The form as it shows what stands."""
        return cls(initial={**{name: getattr(review, name) for name in LABELS}, "seen": review.version})

    @property
    def words(self) -> Words:
        return Words(**{name: self.cleaned_data.get(name, "") for name in LABELS})

    def differences(self, review: Review) -> list[tuple[str, str, str]]:
        """Which texts stand otherwise than they were typed: label, what stands, what was typed."""
        typed = self.words
        pairs = [(LABELS[name], getattr(review, name), getattr(typed, name).strip()) for name in LABELS]
        return [pair for pair in pairs if pair[1] != pair[2]]


class JudgingForm(Seen):
    """Why a report is returned."""

    reason = forms.CharField(
        label="Lý do trả lại",
        help_text=f"Nêu rõ phải bổ sung gì. {WARNING}",
        required=False,
        max_length=LONGEST_REASON,
        error_messages={"max_length": f"Ghi lý do gọn trong {LONGEST_REASON} chữ."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
