"""The documents that quotas, rules, plans and acts on the tree rest on: as typed, what is wrong, the row kept once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from units.models import Directive


@dataclass(frozen=True)
class Document:
    """The document that gives quotas, as typed: its number, its day of issue, who issued it if told."""

    number: str = ""
    issued_on: date | None = None
    issuer: str = ""


def directive_of(number: str, issued_on: date | None, issuer: str = "", title: str = "") -> Directive:
    """The directive with this number and day, made if the office has not met it yet.

    Without an issuer that of any issuer will do; with one only his own, since numbers repeat between offices. Two who
    name it first at once make one.
    """
    told = {"number": number, "issued_on": issued_on}
    known = Directive.objects.filter(**told, **({"issuer": issuer} if issuer else {})).order_by("pk")
    found = known.first()
    if found is None:
        Directive.objects.bulk_create([Directive(**told, issuer=issuer, title=title)], ignore_conflicts=True)
        found = known.first()
    return found


def faults_of(document: Document, *, year: int, on: date) -> dict[str, str]:
    """Why quotas of a year cannot be given by a document on the day `on`, in Vietnamese by field; {} if they can."""
    faults = {}
    if not document.number:
        faults["number"] = "Ghi số văn bản giao chỉ tiêu, ví dụ: 15-TB/ĐU."
    day = document.issued_on
    if day is None:
        faults["issued_on"] = "Ghi ngày văn bản giao chỉ tiêu, ví dụ: 06/02/2026."
    elif day > on:
        faults["issued_on"] = "Ngày văn bản không được sau hôm nay."
    elif day.year > year:
        faults["issued_on"] = f"Chỉ tiêu năm {year} chỉ tính văn bản ký đến hết ngày 31/12/{year}."
    return faults


def older_than_in_force(
    document: Document, in_force: Mapping[int, date], rows: Iterable[int]
) -> dict[int, str]:
    """For which rows the document is older than the one in force since `in_force[row]`, and that in Vietnamese."""
    day = document.issued_on
    if day is None:
        return {}
    return {
        row: f"Chỉ tiêu đang áp dụng giao ngày {in_force[row]:%d/%m/%Y}; văn bản ngày {day:%d/%m/%Y} cũ hơn nên "
        "không thay được. Ghi văn bản mới hơn ở đầu trang."
        for row in rows
        if row in in_force and day < in_force[row]
    }


def counting_day(year: int, on: date) -> date:
    """The day up to which documents count for a year: `on`, at the latest 31/12 of the year."""
    return min(on, date(year, 12, 31))
