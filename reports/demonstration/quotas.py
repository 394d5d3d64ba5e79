"""Quotas of this year that were handed to others, or came later: introducing bodies, an enterprise for its workers."""

from __future__ import annotations

from datetime import date

from admissions import body_quotas
from admissions.models import Organisation
from reports.demonstration.places import ROOT
from reports.demonstration.years import ISSUER, Commune
from units import quotas
from units.cells import Change
from units.directives import Document
from units.models import Officer

BODIES = {"youth": (12, None), "union": (3, 2), "women": (2, None), "farmers": (3, None)}  # people, workers
ENTERPRISE = "CHE"


def hand_down(commune: Commune, *, by: Officer) -> None:
    """A plan of December gives the bodies theirs; a notice of March, once it has come, asks for a worker."""
    year = commune.today.year
    _give_bodies(commune, _document(commune, "36-KH/ĐU", date(year - 1, 12, 22)), by)
    notice = _document(commune, "09-TB/ĐU", date(year, 3, 13))
    if notice.issued_on <= commune.today:
        worker = Change(commune.units[ENTERPRISE].pk, "workers", None, 1)
        quotas.give(year=year, changes=[worker], document=notice, by=by, on=commune.today)


def _give_bodies(commune: Commune, plan: Document, by: Officer) -> None:
    bodies = dict(Organisation.objects.values_list("code", "pk"))
    changes = [
        body_quotas.Change(bodies[code], field, None, people)
        for code, asked in BODIES.items()
        for field, people in zip(body_quotas.BODY_QUOTA_FIELDS, asked, strict=True)
        if people is not None
    ]
    body_quotas.give(
        committee=commune.units[ROOT],
        year=commune.today.year,
        changes=changes,
        document=plan,
        by=by,
        on=commune.today,
    )


def _document(commune: Commune, number: str, on: date) -> Document:
    return Document(number, commune.almanac.working(on), ISSUER)
