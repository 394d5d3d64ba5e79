"""How many members a unit is known to have, as far as its year tells."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Sum

from units.models import LEDGER_IN, LEDGER_OUT, HandOver, Unit, UnitYear


def known_members(unit: Unit, on: date, admitted: Mapping[int, int] | None = None) -> int | None:
    """People whom a unit had by the year of `on`: opening, ledger, hand-overs and those admitted, if the caller
    counts them by unit id. Closed units that it took over count along. None where no figure has been typed.
    """
    ids = [unit.pk, *_taken_over(unit)]
    years = UnitYear.objects.filter(unit__in=ids, year=on.year)
    handed = HandOver.objects.filter(unit__in=ids, on__year=on.year)
    if not years.filter(opening__isnull=False).exists() and not handed.exists():
        return None
    lines = years.aggregate(**{name: Sum(name, default=0) for name in ("opening", *LEDGER_IN, *LEDGER_OUT)})
    people = (
        lines["opening"] + sum(lines[name] for name in LEDGER_IN) - sum(lines[name] for name in LEDGER_OUT)
    )
    people += handed.aggregate(people=Sum("members", default=0))["people"]
    return people + sum((admitted or {}).get(pk, 0) for pk in ids)


def _taken_over(unit: Unit) -> list[int]:
    """Ids of closed units that hang under it with nothing standing between."""
    kept = [unit.pk]
    closed = Unit.objects.below(unit).filter(closed_on__isnull=False).values_list("pk", "parent_id")
    for pk, parent_id in closed:  # parents first
        if parent_id in kept:
            kept.append(pk)
    return kept[1:]
