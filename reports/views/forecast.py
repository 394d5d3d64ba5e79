"""The page that foresees the end of the year: figures, who must act by when, every person, the assumptions."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from admissions.forms.assumptions import AssumptionsForm, ForecastUnit
from reports.forecast import LATE
from reports.forecast import forecast as foresee
from units.models import Unit
from units.periods import NoSuchPeriod, Period

SHOWN = 30  # people under a heading; all of them on request
DUTIES_SHOWN = 40


def forecast(request, year):
    """A unit's year end as foreseen today; of a past or coming year only that there is nothing to foresee."""
    today = timezone.localdate()
    try:
        Period.of(year, today=today)
    except NoSuchPeriod as fault:
        raise Http404(str(fault)) from fault
    units = list(_units(request.user))
    unit = _chosen(request, units)
    if unit is None or year != today.year:
        context = {"unit": unit, "year": year, "this_year": today.year}
        return render(request, "reports/forecast_none.html", context)
    form = AssumptionsForm(request.GET)
    told = foresee(unit, year, on=today, assumptions=form.assumptions)
    everybody, rows = "tat_ca" in request.GET, _rows(told, form)
    context = {
        "unit": unit,
        "year": year,
        "today": today,
        "form": form,
        "unit_form": ForecastUnit(unit, units) if len(units) > 1 else None,
        "told": told,
        "rows": [row for row in rows if not row["idle"]],
        "idle": sum(row["idle"] for row in rows),
        "duties": [duty for duty in told.duties if duty.this_month][:DUTIES_SHOWN],
        "later": [duty for duty in told.duties if not duty.this_month][:DUTIES_SHOWN],
        "groups": _groups(told, len(told.prospects) if everybody else SHOWN),
        "everybody": everybody,
        "all_address": form.address(unit.pk, tat_ca=1),
    }
    return render(request, "reports/forecast.html", context, status=422 if form.errors else 200)


def _units(officer):
    return (
        Unit.objects.visible_to(officer)
        .filter(closed_on__isnull=True)
        .only("name", "path", "parent_id", "closed_on")
        .order_by("path")
    )


def _chosen(request, units: list[Unit]) -> Unit | None:
    """The unit of the address if it is in scope (else 404), or the highest the officer sees."""
    asked = request.GET.get("don_vi", "")
    if asked:
        found = next((unit for unit in units if str(unit.pk) == asked), None)
        if found is None:
            raise Http404("Không có đơn vị này trong phạm vi của đồng chí.")
        return found
    return units[0] if units else None


def _rows(told, form, depth=0):
    """Every unit below with its depth and the address of its own forecast."""
    rows = []
    for child in told.children:
        address = form.address(child.figures.node.unit_id)
        idle = not (child.best or child.quota or child.prospects)
        rows.append({"told": child, "depth": depth, "address": address, "idle": idle})
        rows += _rows(child, form, depth + 1)
    return rows


def _groups(told, most):
    """The people in time first, then under headings those who must be faster than assumed and those too late."""
    kinds = (
        ("", [one for one in told.prospects if one.standing != LATE and not one.hurries]),
        ("Chỉ kịp nếu làm nhanh hơn giả định", [one for one in told.prospects if one.hurries]),
        ("Không kịp trong năm", [one for one in told.prospects if one.standing == LATE]),
    )
    return [
        {"title": title, "people": people[:most], "count": len(people), "more": max(0, len(people) - most)}
        for title, people in kinds
        if people or not title
    ]
