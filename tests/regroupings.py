"""Units that are rearranged: their years, an act carried out by a decision, figures in short."""

from datetime import date

from django.urls import reverse

from admissions import regrouping
from reports import figures
from units.models import Kind, Quota, UnitYear
from units.periods import Period
from units.reorganise import Basis, found

YEAR = 2026
TODAY = date(2026, 11, 20)
BASIS = Basis("45-QĐ/ĐU", date(2026, 5, 25), issuer="Đảng ủy xã Mây")


def cell(parent, code, members=None, quota=None, kind=Kind.RESIDENTIAL):
    """A unit with its members on 31/12/2025 and its quota of 2026, given on 15 January."""
    unit = found(code=code, name=f"Chi bộ {code}", kind=kind, parent=parent, since=date(2020, 1, 1))
    give(unit, members, quota)
    return unit


def give(unit, members=None, quota=None):
    if members is not None:
        UnitYear.objects.create(unit=unit, year=YEAR, opening=members)
    if quota is not None:
        Quota.objects.create(unit=unit, year=YEAR, members=quota, given_on=date(2026, 1, 15))


def do(world, plan, on, **more):
    return regrouping.carry_out(plan, on=on, basis=BASIS, by=world.officers["an"], **more)


def told(unit, as_of=TODAY, tree="then"):
    """Members, admitted, on the road, quota of a unit with all below it, up to a day of the year."""
    period = Period.of(YEAR, "Y", as_of=as_of, today=TODAY)
    of_unit = figures.for_period(unit, period, tree=tree)
    return of_unit.closing, of_unit.admitted, of_unit.in_pipeline, of_unit.members_quota


def quota(unit, members):
    """A quota to be given again with an act."""
    return Quota(unit=unit, year=YEAR, members=members)


PAPER = {"number": "45-QĐ/ĐU", "issued_on": "25/5/2026", "issuer": "Đảng ủy xã Mây", "on": "1/6/2026"}


def send(client, act, **fields):
    return client.post(reverse("regrouping_act", args=[act]), {**PAPER, **fields})


def parts(*rows):
    """The parts of a split as the page sends them."""
    fields = {"parts-TOTAL_FORMS": len(rows), "parts-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        fields |= {f"parts-{place}-{name}": value for name, value in row.items()}
    return fields


HOA2 = {"name": "Chi bộ bản Hoa Hai", "code": "HOA2", "members": "8"}


def names(response):
    return response.content.decode()


def merging(world, **more):
    return {"units": [world.sen.pk], "into": world.hoa.pk, **more}
