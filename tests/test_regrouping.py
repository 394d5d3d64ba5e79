"""Whole acts: the people who go with the units, what stands in the way, and taking an act back."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from admissions import pipeline, regrouping
from admissions.models import Candidate, StageEvent, Transfer
from admissions.pipeline import Entry
from admissions.reading import case_of, read_one
from admissions.regrouping import Stale
from admissions.regulation import Stage
from admissions.views.moves import moves_of
from tests.regroupings import BASIS, do, give
from units import reorganise
from units.models import Kind, Reorganisation, Unit
from units.reorganise import Alter, Close, Found, Leave, Newcomer, Part, Refused, Split

JUNE = date(2026, 6, 1)
SOURCE = {Stage.SOURCE: (date(2026, 1, 5), "")}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00:00+07:00", tick=True):
        yield


def halves(world, code="HOA2"):
    """Hoa stays, a new cell beside it takes five members."""
    new = Found(world.commune, Newcomer(code, "Chi bộ bản Hoa Hai", Kind.RESIDENTIAL))
    return Split(world.hoa, (Part(new, 5),))


def reasons(plan, people=None, on=JUNE):
    return [(each.field, each.text) for each in regrouping.refusals(plan, on=on, basis=BASIS, people=people)]


def undo(world, act, reason="Ghi nhầm"):
    return regrouping.undo(act, by=world.officers["an"], reason=reason)


@pytest.fixture
def split(world, person):
    """Pó goes to the new cell, Páo stays."""
    give(world.hoa, 20)
    one, other = person("Giàng A Pó", steps=SOURCE), person("Giàng A Páo", steps=SOURCE)
    act = do(world, halves(world), JUNE, people={one.pk: 0})
    one.refresh_from_db()
    return act, one, other


def test_who_is_handed_out_is_in_the_new_unit_and_keeps_his_file(split):
    act, one, other = split

    assert (one.unit.code, other.unit.code) == ("HOA2", "HOA")
    [move] = act.moves.all()
    assert (move.candidate, move.decided_on, move.number) == (one, JUNE, "45-QĐ/ĐU")
    # no case of HD06 3.9: nobody decided on him, so the regulation asks for nothing
    assert case_of(one, one.events.standing(), records=read_one(one)).transfers == ()


def test_his_page_names_the_directive_and_no_clause(world, split):
    _, one, _ = split
    [told] = moves_of(one)
    assert (told.papers, told.transfer.law.clause, told.withdrawn) == ([], "", False)

    page = world.client("an").get(reverse("candidate_page", args=[one.pk])).content.decode()
    assert "Theo đơn vị khi sắp xếp tổ chức." in page
    assert "45-QĐ/ĐU" in page
    assert "()" not in page


def test_a_step_of_the_day_itself_stays_with_the_old_unit(world, person):
    one = person(steps={**SOURCE, Stage.LISTED: (JUNE, "1-NQ/CB")})

    assert reasons(halves(world), {one.pk: 0}) == []


def test_who_has_a_later_step_cannot_be_handed_out(world, person):
    one = person(steps={**SOURCE, Stage.LISTED: (date(2026, 6, 2), "1-NQ/CB")})
    [(field, text)] = reasons(halves(world), {one.pk: 0})

    assert field == f"people-{one.pk}"
    assert "Giàng A Pó" in text


def test_every_wrong_hand_is_told_at_once(world, person):
    stranger, one = person("Lò Văn Lạ", unit=world.sen), person("Lò Văn Một")
    told = reasons(halves(world), {stranger.pk: 0, one.pk: 1})

    assert [field for field, _ in told] == [f"people-{stranger.pk}", f"people-{one.pk}"]
    assert [field for field, _ in reasons(Close(world.sen, world.hoa), {one.pk: 0})] == ["people"]


def test_reasons_of_the_tree_and_of_people_come_together(world, person):
    stranger = person(unit=world.sen)

    assert {field for field, _ in reasons(halves(world, code="SEN"), {stranger.pk: 0})} == {
        "parts-0-code",
        f"people-{stranger.pk}",
    }


def test_an_official_member_is_not_handed_out(world, person):
    steps = {Stage.SOURCE: (date(2020, 1, 6), ""), Stage.RECOGNISED: (date(2022, 1, 6), "1-QĐ/ĐU")}
    one = person(steps=steps)

    assert list(regrouping.people_of(world.hoa)) == []
    assert reasons(halves(world), {one.pk: 0}) != []


def test_people_of_a_unit_taken_over_are_handed_out_too(world, person):
    one = person(unit=world.sen, steps=SOURCE)
    do(world, Close(world.sen, world.hoa), date(2026, 3, 2))
    world.hoa.refresh_from_db()
    act = do(world, halves(world), JUNE, people={one.pk: 0})

    assert list(regrouping.people_of(Unit.objects.get(code="HOA2"))) == [one]
    assert act.moves.get().from_unit == world.sen  # where the days before the merger find him


def test_a_refused_act_leaves_no_trace(world, person):
    one = person(steps={**SOURCE, Stage.LISTED: (date(2026, 6, 2), "1-NQ/CB")})
    with pytest.raises(Refused):
        do(world, halves(world), JUNE, people={one.pk: 0})

    assert not Reorganisation.objects.exists()
    assert not Transfer.objects.exists()


def test_an_act_after_another_one_is_looked_at_again(world):
    do(world, Alter(world.sen, "Sen Mới", world.sen.kind, world.commune), JUNE)
    with pytest.raises(Stale):
        do(world, Alter(world.hoa, "Hoa Mới", world.hoa.kind, world.commune), JUNE, seen=0)


class TestUndo:
    def test_everybody_and_everything_is_back(self, world, split):
        act, one, _ = split
        undo(world, act)
        one.refresh_from_db()

        assert one.unit == world.hoa
        ways = [(move.origin, move.to_unit.pk, move.decided_on) for move in one.transfers.all()]
        assert [(to, on) for _, to, on in ways] == [(ways[0][1], JUNE), (world.hoa.pk, JUNE)]
        assert reorganise.misplaced() == []

    def test_the_code_is_free_again(self, world, split):
        act, one, _ = split
        undo(world, act)
        world.hoa.refresh_from_db()
        again = do(world, halves(world), JUNE, people={one.pk: 0})
        one.refresh_from_db()

        assert one.unit == again.moves.get().to_unit
        assert one.unit.code == "HOA2"
        undone = Unit.objects.get(name="Chi bộ bản Hoa Hai (đã hoàn tác)")
        assert (undone.closed_on, undone.founded_on) == (JUNE, JUNE)

    def test_a_unit_to_which_nobody_went_is_gone(self, world):
        give(world.hoa, 20)
        act = do(world, halves(world), JUNE)
        undo(world, act)

        assert not Unit.objects.filter(name__contains="Hoa Hai").exists()

    def test_not_once_a_step_was_recorded(self, world, split):
        act, one, _ = split
        pipeline.advance(one, Entry(Stage.LISTED, date(2026, 7, 1), "2-NQ/CB"), by=None)
        with pytest.raises(Refused) as refused:
            undo(world, act)

        assert any("Giàng A Pó" in reason.text for reason in refused.value.reasons)
        assert Candidate.objects.get(pk=one.pk).unit.code == "HOA2"

    def test_not_once_somebody_was_entered_at_the_successor(self, world, person):
        act = do(world, Close(world.sen, world.hoa), JUNE)
        assert regrouping.rests_on(act) == []
        person("Vàng A Mới", unit=world.hoa)

        assert regrouping.rests_on(act) == ["Vàng A Mới: mới vào Chi bộ bản Hoa sau việc này."]

    def test_not_without_a_reason(self, world, split):
        with pytest.raises(Refused) as refused:
            undo(world, split[0], reason=" ")

        assert [reason.field for reason in refused.value.reasons] == ["reason"]

    def test_not_twice(self, world, split):
        undo(world, split[0])
        with pytest.raises(Refused):
            undo(world, split[0])

    def test_who_left_is_back_on_his_road(self, world, person):
        one = person(unit=world.sen, steps=SOURCE)
        act = do(world, Leave(world.sen, "Đảng bộ phường Hoa Ban"), JUNE)
        one.refresh_from_db()
        assert (one.stage, one.stage_since) == (Stage.MOVED_AWAY, JUNE)
        undo(world, act)
        one.refresh_from_db()

        assert (one.stage, one.unit) == (Stage.SOURCE, world.sen)
        assert StageEvent.objects.filter(voids__stage=Stage.MOVED_AWAY).count() == 1
        assert moves_of(one)[0].withdrawn


def test_who_is_busy_later_keeps_the_unit_from_leaving(world, person):
    one = person(unit=world.sen, steps={**SOURCE, Stage.LISTED: (date(2026, 6, 2), "1-NQ/CB")})

    assert [field for field, _ in reasons(Leave(world.sen, "Nơi khác"))] == [f"people-{one.pk}"]
    assert reasons(Leave(world.sen, "Nơi khác"), on=date(2026, 6, 2)) == []


def test_those_below_a_committee_leave_with_it(world, person):
    one = person(unit=world.workshop, steps=SOURCE)
    do(world, Leave(world.base, "Đảng bộ khối doanh nghiệp"), JUNE)

    assert Candidate.objects.get(pk=one.pk).stage == Stage.MOVED_AWAY
