"""Quotas and committee members after units were merged, moved or closed in the middle of the year."""

from datetime import date

import pytest
import time_machine

from admissions import body_quotas
from admissions.models import Organisation
from tests.test_review_duties import send
from tests.test_supervisor_pages import ROAD, decided, members, page_of, put, quota
from tests.year_cells import cells
from units import quotas, reorganise
from units.cells import Change, Refused
from units.directives import Document
from units.models import Quota, Supervision
from units.reorganise import Basis, Close

TODAY = date(2026, 6, 15)
MAY = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-15 09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def merged(world, person):
    """On 1 May Hoa went into Sen. Hoa admitted one in March under Dung, Sen one in February and one in May."""
    person("Một A", world.hoa, decided(2026, 3, 10))
    person("Hai B", world.sen, decided(2026, 2, 10))
    person("Ba C", world.sen, decided(2026, 5, 10))
    reorganise.close(world.hoa, into=world.sen, on=MAY)
    Supervision.objects.filter(unit=world.hoa).update(until=MAY)
    return world


def within(client, row):
    return page_of(client, row).context["member"].admitted_within


def test_what_a_unit_did_before_it_was_merged_is_its_own_members(office, merged):
    """Sen's member answers for 2 (February, May); the one of Hoa in March was done while Dung answered for it."""
    thoan = put(merged.sen)
    assert within(office, thoan) == members(office)["Lò Văn Thoan"].admitted_within == 2
    assert within(office, Supervision.objects.get(member="Dung")) == 1
    assert members(office)["Lò Văn Thoan"].posts[0].figures.admitted == 3  # the unit's own figure holds both


def test_who_answered_for_the_committee_above_both_keeps_all(office, merged, person):
    """Base: the workshop admitted one in March and was moved under the commune in May; it stays his until then."""
    person("Tư D", merged.workshop, decided(2026, 3, 11))
    person("Năm E", merged.workshop, decided(2026, 5, 11))
    reorganise.move(merged.workshop, to=merged.commune, on=MAY)
    assert within(office, put(merged.base)) == 1


def give(world, unit, issued_on, year=2026):
    change = Change(unit.pk, "members", None, 3)
    document = Document("9-TB/ĐU", issued_on)
    quotas.give(year=year, changes=[change], document=document, by=world.officers["an"], on=TODAY)


def test_a_unit_that_is_closed_is_given_no_quota_from_that_day_on(world):
    reorganise.close(world.hoa, into=world.sen, on=MAY)
    with pytest.raises(Refused) as refused:
        give(world, world.hoa, MAY)
    (fault,) = refused.value.faults
    assert fault.unit_id == world.hoa.pk and "01/05/2026" in fault.text
    give(world, world.hoa, date(2026, 4, 30))  # by a document of the day before, typed in late
    assert Quota.objects.get().unit == world.hoa


def test_the_page_of_a_closed_unit_says_why_and_keeps_what_was_typed(office, world):
    reorganise.close(world.hoa, into=world.sen, on=MAY)
    posted = cells({(world.hoa, "members"): ("", "3")}, number="9-TB/ĐU", issued_on="02/05/2026", issuer="")
    answer = office.post(f"/chi-tieu/2026/?don_vi={world.hoa.pk}", posted)
    assert answer.status_code == 422 and "đã kết thúc ngày 01/05/2026" in answer.content.decode()
    assert not Quota.objects.exists()


def test_a_closed_committee_gives_bodies_no_quota(world):
    reorganise.move(world.workshop, to=world.commune, on=MAY)
    reorganise.close(world.base, into=world.commune, on=MAY)
    youth = Organisation.objects.get(code="youth")
    change = body_quotas.Change(youth.pk, "members", None, 3)
    told = {
        "committee": world.base,
        "year": 2026,
        "changes": [change],
        "by": world.officers["an"],
        "on": TODAY,
    }
    with pytest.raises(body_quotas.Refused, match="đã kết thúc ngày 01/05/2026"):
        body_quotas.give(document=Document("9-TB/ĐU", MAY), **told)
    assert body_quotas.give(document=Document("9-TB/ĐU", date(2026, 4, 30)), **told) == 1


def test_the_quota_of_a_unit_that_was_merged_is_in_no_sum(office, merged):
    quota(merged.commune, 5), quota(merged.hoa, 2), quota(merged.sen, 3)
    page = office.get("/chi-tieu/2026/")
    ((_, sums),) = page.context["sums"]
    assert [(each.count, each.over) for each in sums] == [(3, -2)]


@pytest.mark.parametrize(("until", "told"), [(date(2026, 6, 1), []), (date(2026, 6, 2), ["on"])])
def test_nobody_goes_on_answering_for_a_closed_unit(world, until, told):
    """An end written ahead, after the day on which the unit closes, is mended first."""
    Supervision.objects.filter(unit=world.hoa).update(until=until)
    plan = Close(world.hoa, into=world.sen)
    basis = Basis("45-QĐ/ĐU", date(2026, 5, 20))
    reasons = reorganise.refusals(plan, on=date(2026, 6, 1), basis=basis)
    assert [reason.field for reason in reasons] == told


def test_the_members_page_tells_the_causes_found_later_too(office, world, person):
    """Sen: quota 2 and one person for it, and its report of the first quarter, due 10 April, has not come."""
    quota(world.sen, 2)
    person("Bốn D", world.sen, ROAD)
    row = put(world.sen)
    with time_machine.travel("2026-04-03 09:00:00+07:00"):
        send(world.hoa)
    flags = {flag.code for flag, _ in page_of(office, row).context["member"].flags}
    assert flags >= {"quota_above_road", "review_missing"}
