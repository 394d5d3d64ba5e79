"""The documents that quotas, plans and acts on the tree rest on, each kept once."""

from datetime import date

from units.models import Directive


def directive_of(number: str, issued_on: date, issuer: str = "", title: str = "") -> Directive:
    """The directive with this number and day, made if the office has not met it yet.

    Without an issuer that of any issuer will do; with one only his own, since numbers repeat between offices.
    """
    told = {"number": number, "issued_on": issued_on}
    same = Directive.objects.filter(**told, **({"issuer": issuer} if issuer else {})).order_by("pk").first()
    return same or Directive.objects.create(**told, issuer=issuer, title=title)
