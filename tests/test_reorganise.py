"""Acts on the tree: dated, and no act changes what hangs below the root."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from units import reorganise
from units.models import Placement, Unit
from units.reorganise import Refused
from units.tree import tree_on

JUNE = date(2024, 6, 1)


def test_a_founded_unit_hangs_under_its_parent(world):
    assert world.hoa.path == f"{world.commune.pk:08d}/{world.hoa.pk:08d}/"
    assert [unit.code for unit in Unit.objects.below(world.commune)] == [
        "MAY",
        "HOA",
        "SEN",
        "THPT",
        "CTY",
        "XUONG",
    ]
    assert [unit.code for unit in Unit.objects.below(world.base)] == ["CTY", "XUONG"]
    assert reorganise.misplaced() == []


def test_a_closed_unit_hangs_closed_under_its_successor_from_that_day(world):
    reorganise.close(world.sen, into=world.hoa, on=JUNE)
    world.sen.refresh_from_db()
    assert (world.sen.closed_on, world.sen.parent) == (JUNE, world.hoa)
    before, after = tree_on(date(2024, 5, 31)), tree_on(JUNE)
    assert (before[world.sen.pk].parent_id, before[world.sen.pk].standing) == (world.commune.pk, True)
    assert (after[world.sen.pk].parent_id, after[world.sen.pk].standing) == (world.hoa.pk, False)
    assert reorganise.misplaced() == []


def test_a_move_takes_the_subtree_along(world):
    reorganise.move(world.base, to=world.neighbour, on=JUNE)
    assert [unit.code for unit in Unit.objects.below(world.neighbour)] == ["KHE", "CTY", "XUONG", "XA"]
    assert tree_on(date(2024, 5, 31))[world.base.pk].parent_id == world.commune.pk
    assert reorganise.misplaced() == []


def test_acts_that_make_no_sense_are_refused(world):
    with pytest.raises(Refused):
        reorganise.close(world.commune, into=world.hoa, on=JUNE)
    with pytest.raises(Refused):
        reorganise.move(world.base, to=world.workshop, on=JUNE)
    with pytest.raises(Refused):
        reorganise.close(world.sen, into=world.hoa, on=date(2020, 1, 1))
    reorganise.close(world.sen, into=world.hoa, on=JUNE)
    with pytest.raises(Refused):
        reorganise.close(world.sen, into=world.hoa, on=date(2024, 7, 1))
    with pytest.raises(Refused):
        reorganise.close(world.hoa, into=world.sen, on=date(2024, 7, 1))
    with pytest.raises(Refused):
        reorganise.found(code="M", name="Bản Mới", kind="residential", since=JUNE, parent=world.sen)
    assert Placement.objects.filter(unit=world.sen).count() == 2


def test_a_unit_is_not_founded_before_its_parent(world):
    with pytest.raises(Refused):
        reorganise.found(
            code="M", name="Bản Mới", kind="residential", since=date(2019, 12, 31), parent=world.commune
        )


def test_nobody_answers_for_a_unit_after_it_was_closed(world):
    reorganise.close(world.hoa, into=world.sen, on=JUNE)
    assert list(world.hoa.supervisions.on(date(2024, 5, 31)).values_list("member", flat=True)) == ["Dung"]
    assert not world.hoa.supervisions.on(JUNE).exists()


def test_the_database_keeps_one_open_placement_a_unit(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(
            unit=world.hoa, parent=world.commune, name="x", kind="residential", since=JUNE
        )


def test_a_correction_mends_the_name_without_an_event(world):
    changed = reorganise.correct(world.hoa, name="Chi bộ bản Hoa Ban", secretary="Lò Văn Hoa")
    assert changed == ["name"]
    assert [place.name for place in world.hoa.placements.all()] == ["Chi bộ bản Hoa Ban"]
    assert reorganise.misplaced() == []


def test_a_displaced_unit_is_found(world):
    Unit.objects.filter(pk=world.hoa.pk).update(name="Khác")
    Unit.objects.filter(pk=world.sen.pk).update(path="00000009/")
    assert len(reorganise.misplaced()) == 2
