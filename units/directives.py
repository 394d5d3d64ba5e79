"""The documents that quotas, rules, placements and assignments rest on, found by what is written on their face."""

from datetime import date

from units.models import Directive


def directive_of(number: str, issued_on: date | None, issuer: str = "") -> Directive:
    """The directive with this number and day (and issuer, where one is given), made if it has not been met yet."""
    told = {"number": number, "issued_on": issued_on} | ({"issuer": issuer} if issuer else {})
    return Directive.objects.filter(**told).order_by("pk").first() or Directive.objects.create(**told)
