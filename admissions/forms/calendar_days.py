"""Days off and days worked as the office types them."""

import hashlib
from datetime import date, timedelta

from django import forms
from django.utils import timezone

from admissions.forms.days import DayField
from admissions.models import CalendarDay
from admissions.working_days import SATURDAY, WorkingDays, public_days

FIRST_YEAR, YEARS_AHEAD, MOST_DAYS = 2020, 5, 31
KINDS = (("off", "Nghỉ"), ("worked", "Làm việc (làm bù)"))


def years() -> range:
    """The years whose calendar can be looked at and changed."""
    return range(FIRST_YEAR, timezone.localdate().year + YEARS_AHEAD + 1)


class CalendarForm(forms.Form):
    """One day or the days from one to another, off or worked, with the document they rest on."""

    kind = forms.ChoiceField(
        label="Là ngày",
        choices=KINDS,
        initial="off",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn nghỉ hay làm việc."),
    )
    since = DayField(label="Từ ngày")
    until = DayField(label="Đến hết ngày", required=False, help_text="Bỏ trống nếu chỉ một ngày.")
    note = forms.CharField(
        label="Căn cứ",
        max_length=160,
        help_text="Ví dụ: Thông báo 12/TB-BNV về lịch nghỉ Tết.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Chưa ghi căn cứ. Ví dụ: số, ngày của thông báo.",
            "max_length": "Dài quá 160 ký tự.",
        },
    )

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        last = until or since
        if since is None or "until" in self.errors:
            return
        for name, day in (("since", since), ("until", last)):
            if day.year not in years():
                self.add_error(name, f"Năm {day.year} ngoài khoảng {years()[0]}–{years()[-1]}.")
        if last < since:
            self.add_error("until", f"Trước ngày bắt đầu ({since:%d/%m/%Y}).")
        elif (last - since).days >= MOST_DAYS:
            self.add_error("until", f"Quá {MOST_DAYS} ngày một lần ghi.")
        elif not self.errors:
            self._choose([since + timedelta(n) for n in range((last - since).days + 1)])

    def _choose(self, days: list[date]) -> None:
        """Which of the days are entered: weekends are off anyway, ordinary weekdays are worked anyway."""
        own = list(CalendarDay.objects.filter(day__in=days))
        for row in own:
            kind = "làm việc" if row.worked else "nghỉ"
            self.add_error("since", f"Ngày {row.day:%d/%m/%Y} đã ghi là ngày {kind} ({row.note}); bỏ trước.")
        if self.worked:
            ordinary = WorkingDays()
            self.days = [day for day in days if not ordinary.is_working(day)]
        else:
            swapped = {public.day for day in days for public in public_days(day.year) if public.worked}
            self.days = [day for day in days if day.weekday() < SATURDAY or day in swapped]
        if not self.days:
            usual = "ngày làm việc" if self.worked else "ngày nghỉ cuối tuần"
            self.add_error("since", f"Vốn đã là {usual}, không cần ghi.")

    @property
    def worked(self) -> bool:
        return self.cleaned_data.get("kind") == "worked"

    @property
    def digest(self) -> str:
        """Tells one set of typed days from another: what was looked through is what is written."""
        text = "|".join([str(self.worked), self.cleaned_data["note"], *map(str, self.days)])
        return hashlib.sha256(text.encode()).hexdigest()


class CheckForm(forms.Form):
    """The document with which the days of a year were compared."""

    document = forms.CharField(
        label="Đã đối chiếu với",
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Số, ngày của thông báo lịch nghỉ lễ, Tết trong năm.",
        error_messages={
            "required": "Chưa ghi văn bản. Ví dụ: Thông báo 12/TB-BNV ngày 16/10/2026.",
            "max_length": "Dài quá 160 ký tự.",
        },
    )


class RemoveForm(forms.Form):
    """Why a day is taken out again."""

    reason = forms.CharField(
        label="Lý do bỏ",
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Ví dụ: ghi nhầm ngày.",
        error_messages={
            "required": "Chưa ghi lý do. Ví dụ: ghi nhầm ngày.",
            "max_length": "Dài quá 300 ký tự.",
        },
    )
