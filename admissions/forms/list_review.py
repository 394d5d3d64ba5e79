"""A month of the book of reviews as it is typed: a day and a number for each unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from admissions.forms.days import EXAMPLE, day_of
from admissions.list_review import Entry
from admissions.models import ListReview
from units.models import Unit
from units.names import clean

MOST_LETTERS = ListReview._meta.get_field("document_number").max_length
SHARED_DAY = "ngay"


@dataclass
class Row:
    """A unit's line of the month: what is typed, what its author saw, what is wrong with it."""

    unit: Unit
    depth: int
    listed: bool  # somebody below was on the list that month
    day: str = ""
    number: str = ""
    was: str = ""
    newer: ListReview | None = None
    taken_out: bool = False
    faults: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, unit: Unit, depth: int, listed: bool, review: ListReview | None) -> Row:
        """The line as the book has it."""
        row = cls(unit, depth, listed, was=token_of(review))
        if review:
            row.day, row.number = f"{review.reviewed_on:%d/%m/%Y}", review.document_number
        return row

    def fill(self, posted: Mapping[str, str]) -> None:
        """Take over what was sent; a line with a number alone gets the day given for all."""
        pk = self.unit.pk
        self.day = posted.get(f"ngay-{pk}", "").strip()
        self.number = clean(posted.get(f"so-{pk}", ""))
        self.was = posted.get(f"was-{pk}", "")
        if self.number and not self.day and not self.was:
            self.day = posted.get(SHARED_DAY, "").strip()

    def entry(self) -> Entry | None:
        """The line as the writer takes it; None where it cannot be read, then `faults` says why."""
        day = day_of(self.day) if self.day else None
        if self.day and day is None:
            self.faults["reviewed_on"] = f"Không đọc được ngày này. {EXAMPLE}."
        if not self.number.isprintable():
            self.faults["document_number"] = "Số có ký tự lạ: gõ lại. Ví dụ: 12-NQ/CB."
        elif len(self.number) > MOST_LETTERS:
            self.faults["document_number"] = f"Ghi số gọn trong {MOST_LETTERS} chữ."
        return None if self.faults else Entry(self.unit, day, self.number, seen_in(self.was))

    def overtake(self, review: ListReview | None) -> None:
        """Show that somebody else has written meanwhile; sent once more, the line replaces that."""
        self.newer, self.taken_out, self.was = review, review is None, token_of(review)


def token_of(review: ListReview | None) -> str:
    """What the page remembers of what it showed."""
    return f"{review.reviewed_on:%Y-%m-%d}|{review.document_number}" if review else ""


def seen_in(token: str) -> tuple[date, str] | None:
    day, _, number = token.partition("|")
    try:
        return date.fromisoformat(day), number
    except ValueError:
        return None
