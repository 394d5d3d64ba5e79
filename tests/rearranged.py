"""Units rearranged in June 2025, seen from November 2026, by the tree of then and of now."""

from datetime import date

from django.urls import reverse

from admissions.regulation import Stage
from reports import figures
from tests.moves import move
from tests.reading_back import opened
from units import reorganise
from units.models import HandOver, Kind, Reorganisation, UnitYear
from units.periods import Period

JUNE = date(2025, 6, 15)
TODAY = date(2026, 11, 20)


def told(unit, tree="then", name="Y", year=2025):
    return figures.for_period(unit, Period.of(year, name, today=TODAY), tree)


def below(unit, *asked, **kwargs):
    """Code → (members, admitted, on the road) of each standing unit directly below."""
    children = told(unit, *asked, **kwargs).standing_children()
    return {c.node.code: (c.members_base, c.admitted, c.in_pipeline) for c in children}


def codes(of):
    return {flag.code for flag in of.flags}


def decided(on):
    return {Stage.SOURCE: (date(2024, 1, 5), ""), Stage.DECIDED: (on, "3-QĐ/ĐU")}


def merge(world, person):
    """Hoa (20 members) and Sen (34) admitted one in February and one in May, each has one on the road.

    On 15 June 2025 both became the new cell Hoa Sen, which admitted one in August.
    """
    for unit, opening in ((world.hoa, 20), (world.sen, 34)):
        UnitYear.objects.create(unit=unit, year=2025, opening=opening)
        person(f"Nguồn {unit.code}", unit, {Stage.SOURCE: (date(2024, 3, 1), "")})
    person("Lò Một", world.hoa, decided(date(2025, 2, 10)))
    person("Lò Hai", world.sen, decided(date(2025, 5, 10)))
    world.both = reorganise.found(
        code="HOASEN", name="Chi bộ Hoa Sen", kind=Kind.RESIDENTIAL, parent=world.commune, since=JUNE
    )
    for unit in (world.hoa, world.sen):
        reorganise.close(unit, into=world.both, on=JUNE)
    person("Lò Ba", world.both, decided(date(2025, 8, 10)))
    return world


def handed(unit, members, on, act):
    return HandOver.objects.create(act=act, unit=unit, on=on, members=members)


def divide(world, person):
    """On 15 June 2025 Hoa (30 members) gives 12 of them and one person on the road to the new cell Mới."""
    UnitYear.objects.create(unit=world.hoa, year=2025, opening=30, died=1)
    world.one = person("Đi Theo", world.hoa, {Stage.SOURCE: (date(2025, 1, 6), "")})
    world.new = reorganise.found(
        code="MOI", name="Chi bộ bản Mới", kind=Kind.RESIDENTIAL, parent=world.commune, since=JUNE
    )
    act = Reorganisation.objects.create(act="split", on=JUNE, told="Chia tách", recorded_by=None)
    handed(world.hoa, -12, JUNE, act)
    handed(world.new, 12, JUNE, act)
    move(world.one, world.new, on=JUNE)
    return world


def province(world):
    """A province above both communes from July 2026 on."""
    top = reorganise.found(code="TINH", name="Đảng bộ tỉnh Núi", kind=Kind.PROVINCE, since=date(2026, 7, 1))
    for commune in (world.commune, world.neighbour):
        reorganise.move(commune, to=top, on=date(2026, 7, 2))
    return top


def page(world, who, unit, query="", year=2025):
    response = world.client(who).get(reverse("unit_year", args=[unit.pk, year]) + query)
    assert response.status_code == 200
    return response


def cells(content: bytes) -> str:
    return str(opened(content))
