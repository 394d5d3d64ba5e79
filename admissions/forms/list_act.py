"""A review of one unit's list as it is typed: the resolution, and of each person whether he stays, comes or goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django import forms

from admissions.forms.days import DayField
from admissions.forms.papers import WARNING
from admissions.list_act import Choice, Outcome
from admissions.list_sheet import Person, Sheet
from admissions.models import ListReview, ListReviewLine
from units.models import Unit
from units.names import clean

MOST_LETTERS = ListReviewLine._meta.get_field("reason").max_length
SEEN_OF = re.compile(r"seen-(\d{1,18})", re.ASCII)
SEEN = re.compile(r"(\d{1,18})\.(\d{1,18})", re.ASCII)
NO_REASON = "Chưa ghi lý do đưa ra. Ví dụ: đi làm ăn xa, không còn nguyện vọng. (HD38 I.1.1d)"


class ResolutionForm(forms.Form):
    """The one document that the review rests on; what is wrong with it by the rules is said by `list_review`."""

    reviewed_on = DayField(label="Ngày nghị quyết")
    document_number = forms.CharField(
        label="Số nghị quyết chi bộ",
        max_length=ListReview._meta.get_field("document_number").max_length,
        required=False,
        help_text="Một nghị quyết cho cả lần rà soát. Ví dụ: 12-NQ/CB.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": "Ghi số gọn trong 60 chữ."},
    )

    def __init__(self, *args, unit: Unit, month: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewed_on"].help_text = f"Trong tháng {month:%m/%Y}. Ví dụ: 25/{month:%m/%Y}."
        if unit.is_committee:
            self.fields["reviewed_on"].label = "Ngày rà soát"
            self.fields["document_number"].label = "Số văn bản, nếu có"
            self.fields["document_number"].help_text = ""

    def clean_document_number(self):
        number = clean(self.cleaned_data["document_number"])
        if not number.isprintable():
            raise forms.ValidationError("Số có ký tự lạ: gõ lại. Ví dụ: 12-NQ/CB.")
        return number

    def tell(self, faults: Mapping[str, str]) -> None:
        """Put each reason of a refusal beside its field."""
        for name, text in faults.items():
            self.add_error(name, text)


@dataclass
class Row:
    """A person's line: what is chosen for him, why, and what is wrong with it."""

    person: Person
    outcome: str
    reason: str = ""
    faults: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, person: Person) -> Row:
        """The line before anything is typed: who is on the list stays, a source stays a source."""
        return cls(person, "" if person.is_source else Outcome.STAYS)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What may be chosen for him; for who has left the list since, nothing else."""
        if self.person.is_source:
            return [("", "Để ở nguồn"), (Outcome.COMES, Outcome.COMES.label)]
        stays = [(Outcome.STAYS, Outcome.STAYS.label)]
        return [*stays, (Outcome.GOES, Outcome.GOES.label)] if self.person.on_list else stays

    def fill(self, posted: Mapping[str, str]) -> None:
        """Take over what was sent for him, with what is wrong with it."""
        pk = self.person.pk
        self.outcome = posted.get(f"chon-{pk}", self.outcome)
        self.reason = clean(posted.get(f"ly-do-{pk}", ""))
        self.faults = list(self._faults())

    def _faults(self):
        if self.outcome not in dict(self.choices):
            yield "Chọn lại: người này không còn ở bước đó."
        if not self.reason.isprintable():
            yield "Lý do có ký tự lạ: gõ lại."
        elif len(self.reason) > MOST_LETTERS:
            yield f"Ghi lý do gọn trong {MOST_LETTERS} chữ."
        if self.outcome == Outcome.GOES and not self.reason:
            yield NO_REASON
        if self.outcome != Outcome.GOES and self.reason:
            yield "Đã ghi lý do: chọn «Đưa ra khỏi danh sách», hoặc xóa lý do."


def choices_of(posted: Mapping[str, str], rows: Mapping[int, Row]) -> list[Choice]:
    """What was sent of everybody whom the page showed, also of those who are on the sheet no more."""
    choices = []
    for name, value in posted.items():
        if found := SEEN_OF.fullmatch(name):
            pk, row = int(found[1]), rows.get(int(found[1]))
            seen = SEEN.fullmatch(value)
            step, move = (int(seen[1]), int(seen[2])) if seen else (-1, -1)
            outcome, reason = (row.outcome, row.reason) if row else ("", "")
            choices.append(Choice(pk, outcome, reason, step, move))
    return choices


def rows_of(sheet: Sheet) -> dict[int, Row]:
    """A line for everybody of whom something can be said, by id: first those of the list, then the sources."""
    return {person.pk: Row.of(person) for person in [*sheet.listed, *sheet.sources]}


REASON_HELP = f"Lý do viết ngắn. {WARNING}"
