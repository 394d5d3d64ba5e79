"""Editions as tests draft and write them."""

from datetime import date

from admissions import editions
from admissions.models import Edition


def next_edition(**changes) -> Edition:
    """A draft copied from 208, in force from 1/10/2026."""
    draft = editions.copy_of(Edition.objects.get(code="208"))
    values = {
        "code": "301",
        "document": "301-QĐ/TW",
        "issued_on": date(2026, 9, 1),
        "in_force_on": date(2026, 10, 1),
        **changes,
    }
    for name, value in values.items():
        setattr(draft, name, value)
    return draft


def changed(code="208", **changes) -> Edition:
    draft = Edition.objects.get(code=code)
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft


def add(draft, seen=0, by=None):
    return editions.add(draft, copied=Edition.objects.get(code="208"), seen=seen, by=by)


def change(draft, reason="", seen=0, by=None, changed_on=date(2026, 11, 20)):
    return editions.change(draft, changed_on=changed_on, reason=reason, seen=seen, by=by)


def faults(refused) -> dict:
    return {fault.field: fault.text for fault in refused.value.faults}
