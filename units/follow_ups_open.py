"""Which follow-ups were running on a day, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from units.models import FollowUpChange, Unit


@dataclass(frozen=True)
class Running:
    """A follow-up of a unit's finding (year, code of the flag), begun on `since`, to be done by `deadline`."""

    unit: Unit
    year: int
    code: str
    since: date
    deadline: date


def running_on(units: Iterable[Unit], on: date) -> list[Running]:
    """The follow-ups of these units that were begun and not done on the day `on`, by their log. One query.

    A closed unit's runs on until somebody writes how it ended.
    """
    by_id = {unit.pk: unit for unit in units}
    midnight = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    changes = FollowUpChange.objects.filter(
        Q(follow_up__done_on__isnull=True) | Q(follow_up__done_on__gt=on),
        follow_up__unit__in=list(by_id),
        recorded_at__lt=midnight,
    ).order_by("follow_up_id", "pk")
    told = changes.values_list(
        "follow_up_id", "follow_up__unit_id", "follow_up__year", "follow_up__code", "recorded_at", "changes"
    )
    found: dict[int, Running] = {}
    for pk, unit_id, year, code, at, fields in told:
        begun = found.get(pk)
        since = begun.since if begun else timezone.localdate(at)
        deadline = _day(fields["deadline"][1]) if "deadline" in fields else begun.deadline
        found[pk] = Running(by_id[unit_id], year, code, since, deadline)
    return list(found.values())


def _day(text: str) -> date:
    """A day as the log keeps it."""
    return datetime.strptime(text, "%d/%m/%Y").date()
