"""Cells of the year's grid as a browser sends them, and the rows they end in."""

from datetime import date

from units.models import Directive, Quota, UnitYear

TODAY = date(2026, 6, 15)
ADDRESS = "/so-lieu/2026/"


def cells(changes, **document):
    """A posted form: {(unit, field): (shown, typed)}; an untouched tick is simply not posted."""
    posted = dict(document)
    for (unit, field), (shown, typed) in changes.items():
        posted[f"{unit.pk}.{field}.was"] = shown
        if typed is not None:
            posted[f"{unit.pk}.{field}"] = typed
    return posted


def give(unit, members, on, number="01-TB/ĐU", **values):
    directive, _ = Directive.objects.get_or_create(number=number, issued_on=on)
    return Quota.objects.create(
        unit=unit, year=2026, members=members, given_on=on, directive=directive, **values
    )


def row(unit, year=2026):
    return UnitYear.objects.get(unit=unit, year=year)


def cell_of(response, unit, field):
    for line in response.context["grid"].rows:
        for cell in line.cells:
            if (cell.unit_id, cell.column.field) == (unit.pk, field):
                return cell
    raise LookupError(f"{unit} {field}")
