"""Which quotas an act proposes to give again, and which it leaves alone."""

from datetime import date

import time_machine
from django.urls import reverse

from reports.regrouping import shares_of
from tests.regroupings import PAPER, TODAY, cell, give
from units.models import Kind, Quota
from units.reorganise import Alter, Close, Found, Newcomer, Part, Split

JUNE = date(2026, 6, 1)


def proposed(plan):
    return {share.name: share.proposed["members"] for share in shares_of(plan, on=JUNE, today=TODAY)}


def test_a_committee_without_a_quota_is_not_given_one(world):
    schools = cell(world.commune, "TRUONG", kind=Kind.BASE)
    give(world.workshop, quota=2)
    give(world.base, quota=2)

    # the company gives up two of its two; the schools, which have none, are not asked about
    assert proposed(Alter(world.workshop, world.workshop.name, world.workshop.kind, schools)) == {
        world.base.name: 0
    }


def test_a_committee_over_both_has_what_it_had(world):
    second = cell(world.base, "XUONG2", quota=1)
    give(world.workshop, quota=2)
    give(world.base, quota=3)

    assert proposed(Close(world.workshop, second)) == {second.name: 1 + 2}


def test_a_unit_that_had_none_takes_on_what_came(world):
    give(world.sen, quota=2)
    assert proposed(Close(world.sen, world.hoa)) == {world.hoa.name: 2}


def test_a_split_proposes_what_the_unit_has_and_leaves_the_parts_open(world):
    give(world.hoa, quota=3)
    new = Found(world.commune, Newcomer("HOA2", "Chi bộ bản Hoa Hai", Kind.RESIDENTIAL))

    assert proposed(Split(world.hoa, (Part(new, 0),))) == {"Chi bộ bản Hoa Hai": None, world.hoa.name: 3}
    assert proposed(Split(world.hoa, (Part(new, 0),), successor=0)) == {"Chi bộ bản Hoa Hai": 3}


def test_what_a_later_document_gave_is_left_alone_and_warned_of(world, office):
    give(world.sen, quota=2)
    for day in (JUNE, date(2026, 6, 2)):
        Quota.objects.create(unit=world.hoa, year=2026, members=4, given_on=day)
        of_that_day = proposed(Close(world.sen, world.hoa))
        # given on the day itself it can still be replaced: 4 + 2; a day later no more
        assert of_that_day == ({world.hoa.name: 6} if day == JUNE else {})

    with time_machine.travel("2026-11-20 09:00:00+07:00"):
        fields = {**PAPER, "unit": world.sen.pk, "into": world.hoa.pk}
        page = office.post(reverse("regrouping_act", args=["ket-thuc"]), fields)
    assert "Chi bộ bản Hoa đã được giao chỉ tiêu bằng văn bản ngày 02/06/2026" in page.content.decode()
