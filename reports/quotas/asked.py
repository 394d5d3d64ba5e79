"""Which unit, year and total a page of quotas is asked for."""

from __future__ import annotations

import re
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode

from units.access import home_units, unit_or_404
from units.forms import FIRST_YEAR
from units.models import Unit

UNIT_ID = re.compile(r"\d{1,18}", re.ASCII)
PEOPLE = re.compile(r"\d{1,6}", re.ASCII)


def year_or_404(year: int, today: date) -> int:
    """A year that has quotas: up to the coming one."""
    if not FIRST_YEAR <= year <= today.year + 1:
        raise Http404("Năm ngoài phạm vi phần mềm.")
    return year


def years_around(year: int, today: date) -> range:
    """The years the page leads to."""
    return range(max(FIRST_YEAR, year - 2), min(today.year + 1, year + 2) + 1)


def unit_asked_for(request) -> Unit | None:
    """The unit that `don_vi` names, 404 out of scope; else the first of the officer's own; None where he has none."""
    asked = request.GET.get("don_vi", "")
    if not asked:
        return next(iter(home_units(request.user)), None)
    if not UNIT_ID.fullmatch(asked):
        raise Http404("Không có đơn vị này.")
    return unit_or_404(request.user, int(asked))


def around(request, unit: Unit, year: int, today: date) -> dict:
    """What stands around either page: the units above that the officer sees, his other units, the years."""
    ancestors = Unit.objects.visible_to(request.user).filter(pk__in=unit.ancestor_ids()).order_by("path")
    homes = home_units(request.user)
    return {
        "unit": unit,
        "year": year,
        "ancestors": list(ancestors) if unit.parent_id else [],
        "homes": homes if len(homes) > 1 else [],
        "years": years_around(year, today),
    }


def address(view: str, year: int, unit: Unit, **query) -> str:
    """The address of a page of quotas; empty values are left out."""
    told = {name: value for name, value in query.items() if value}
    return f"{reverse(view, args=[year])}?{urlencode({'don_vi': unit.pk, **told})}"
