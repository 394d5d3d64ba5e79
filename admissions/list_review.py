"""The one writer of the book of monthly reviews."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from admissions.models import ListReview, ListReviewLine
from admissions.regulation.reviews import CLAUSE, first_of_month
from units.models import COMMITTEES, Officer, Unit


@dataclass(frozen=True)
class Entry:
    """What the book is to say of a unit's month; without day and number the unit has not reviewed it.

    `was` is what the author saw there: a day and a number, or None for nothing.
    """

    unit: Unit
    reviewed_on: date | None
    document_number: str = ""
    was: tuple[date, str] | None = None

    @property
    def now(self) -> tuple[date, str] | None:
        return (self.reviewed_on, self.document_number) if self.reviewed_on else None

    @property
    def differs(self) -> bool:
        """Whether it says something else than its author saw; a number without a day does."""
        return self.now != self.was or bool(self.document_number and not self.reviewed_on)


class Refused(ValueError):
    """Entries that cannot be kept; `faults` tells why, by unit id and field."""

    def __init__(self, faults: dict[int, dict[str, str]]):
        self.faults = faults
        super().__init__(" ".join(text for fields in faults.values() for text in fields.values()))


class Stale(ValueError):
    """Somebody has written other values since the page was opened; `reviews` by unit id (None: taken out)."""

    def __init__(self, reviews: dict[int, ListReview | None]):
        self.reviews = reviews
        super().__init__("Sổ rà soát vừa có người khác ghi.")


@transaction.atomic
def record(month: date, entries: Collection[Entry], *, by: Officer | None) -> int:
    """Write what differs from what its author saw, all of it or nothing; returns how many rows changed.

    `month` is its first day. Raises `Refused` with every fault, `Stale` where another value has come in between.
    """
    changed = [entry for entry in entries if entry.differs]
    faults = {entry.unit.pk: found for entry in changed if (found := faults_of(month, entry))}
    if faults:
        raise Refused(faults)
    kept = _lock(month, changed)
    stale = {
        entry.unit.pk: kept.get(entry.unit.pk)
        for entry in changed
        if _told(kept.get(entry.unit.pk)) != entry.was
    }
    if stale:
        raise Stale(stale)
    if bound := _bound(kept.values()):
        raise Refused(bound)
    for entry in changed:
        _write(month, entry, by)
    return len(changed)


def faults_of(month: date, entry: Entry) -> dict[str, str]:
    """Why an entry cannot be kept, by field, in Vietnamese."""
    if entry.reviewed_on is None:
        if entry.document_number:
            return {"reviewed_on": f"Chưa nhập ngày rà soát. Ví dụ: 25/{month:%m/%Y}."}
        return {}
    faults = {}
    if day := _wrong_day(month, entry.reviewed_on, entry.unit):
        faults["reviewed_on"] = day
    if not entry.document_number and entry.unit.kind not in COMMITTEES:
        faults["document_number"] = f"Chi bộ rà soát bằng nghị quyết: ghi số. Ví dụ: 12-NQ/CB. ({CLAUSE})"
    return faults


def _wrong_day(month: date, day: date, unit: Unit) -> str:
    if day > timezone.localdate():
        return f"Ngày {day:%d/%m/%Y} chưa đến."
    if first_of_month(day) != month:
        return f"Ngày {day:%d/%m/%Y} không thuộc tháng {month:%m/%Y}."
    if day < unit.founded_on:
        return f"Đơn vị thành lập ngày {unit.founded_on:%d/%m/%Y}."
    if unit.closed_on and day >= unit.closed_on:
        return f"Đơn vị đã kết thúc ngày {unit.closed_on:%d/%m/%Y}."
    return ""


def _lock(month: date, entries: Iterable[Entry]) -> dict[int, ListReview]:
    """The rows of the entries' units as they stand now; the units are locked, for a row may not be there yet."""
    ids = sorted(entry.unit.pk for entry in entries)
    list(Unit.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    reviews = ListReview.objects.filter(month=month, unit__in=ids).select_related("recorded_by")
    return {review.unit_id: review for review in reviews}


def _told(review: ListReview | None) -> tuple[date, str] | None:
    return (review.reviewed_on, review.document_number) if review else None


def _bound(reviews: Iterable[ListReview]) -> dict[int, dict[str, str]]:
    """Reviews on whose day and number steps rest that stand: they are neither changed nor taken out, by unit id."""
    moving = ListReviewLine.objects.moving().filter(review__in=list(reviews)).order_by()
    counts = moving.values_list("review__unit").annotate(Count("pk"))
    return {
        unit: {
            "reviewed_on": f"Lần rà soát này đã đưa {count} người vào, ra danh sách theo ngày và số ấy: hủy bước của "
            "từng người trước, hoặc để nguyên dòng."
        }
        for unit, count in counts
    }


def _write(month: date, entry: Entry, by: Officer | None) -> None:
    if entry.reviewed_on is None:
        ListReviewLine.objects.filter(review__unit=entry.unit, review__month=month).delete()
        ListReview.objects.filter(unit=entry.unit, month=month).delete()
        return
    keep(month, entry, by)


def keep(month: date, entry: Entry, by: Officer | None) -> ListReview:
    """The unit's row of the month, saying what the entry says. The caller has locked the unit and judged the entry."""
    values = {
        "reviewed_on": entry.reviewed_on,
        "document_number": entry.document_number,
        "recorded_by": by,
        "recorded_at": timezone.now(),
    }
    return ListReview.objects.update_or_create(unit=entry.unit, month=month, defaults=values)[0]
