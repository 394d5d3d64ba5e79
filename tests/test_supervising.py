"""Who answers for which unit: an assignment follows the one before on its day, ends, is mended; the past is kept."""

from datetime import date

import pytest

from units import reorganise, supervising
from units.models import Officer, Role, Supervision, SupervisionChange
from units.supervising import Refused, Stale, Terms

TODAY = date(2026, 6, 15)
JUNE = date(2026, 6, 1)
FOUNDED = date(2020, 1, 1)


def assign(world, units, member="Lò Văn Thoan", since=JUNE, *, who="an", seen=None, **terms):
    by = world.officers[who]
    return supervising.assign(units, Terms(member, since, **terms), seen=seen, by=by, on=TODAY)


def end(world, row, until, *, seen=None):
    return supervising.end(row, until=until, reason="30-TB/ĐU", seen=seen, by=world.officers["an"], on=TODAY)


def correct(world, row, *, reason="ghi nhầm", who="an", **changes):
    terms = Terms(**{**Terms.of(row).__dict__, **changes})
    return supervising.correct(row, terms, reason=reason, by=world.officers[who], on=TODAY)


def spans(unit):
    """Who answered for a unit from when until when."""
    return list(unit.supervisions.order_by("since").values_list("member", "since", "until"))


def told(refused):
    return [(fault.field, fault.unit_id) for fault in refused.value.faults]


def test_the_one_before_hands_over_on_the_same_day_and_stays_in_the_past(world):
    (row,) = assign(world, [world.hoa], number="46-TB/ĐU")

    assert spans(world.hoa) == [("Dung", FOUNDED, JUNE), ("Lò Văn Thoan", JUNE, None)]
    assert row.number == "46-TB/ĐU"
    acts = list(SupervisionChange.objects.values_list("supervision__member", "act", "recorded_by__username"))
    assert acts == [("Dung", "hand_over", "an"), ("Lò Văn Thoan", "assign", "an")]


def test_several_units_are_given_at_once_or_none(world):
    assign(world, [world.sen, world.school])
    assert [spans(unit) for unit in (world.sen, world.school)] == [[("Lò Văn Thoan", JUNE, None)]] * 2

    with pytest.raises(Refused):
        assign(world, [world.workshop, world.sen], "Vàng A Chứ", JUNE)
    assert spans(world.workshop) == []


def test_every_reason_is_told_at_once_unit_by_unit(world):
    with pytest.raises(Refused) as refused:
        assign(world, [world.hoa, world.sen, world.commune], "", date(2019, 12, 31))

    # Hoa: before its founding and before Dung; Sen: before its founding; the commune: a root, and before its founding,
    # and the writer's own unit, which the root's reason stands for.
    assert told(refused) == [
        ("member", None),
        ("units", world.commune.pk),
        ("units", world.commune.pk),
        ("units", world.hoa.pk),
        ("units", world.hoa.pk),
        ("units", world.sen.pk),
    ]
    assert not SupervisionChange.objects.exists()


def test_nobody_is_put_in_charge_of_nothing(world):
    with pytest.raises(Refused) as refused:
        assign(world, [])
    assert told(refused) == [("units", None)]


@pytest.mark.parametrize(("since", "allowed"), [(FOUNDED, False), (date(2020, 1, 2), True)])
def test_a_new_member_comes_after_the_one_before_never_over_him(world, since, allowed):
    if allowed:
        assign(world, [world.hoa], since=since)
        assert spans(world.hoa)[0] == ("Dung", FOUNDED, since)
        return
    with pytest.raises(Refused, match=r"Dung phụ trách từ 01/01/2020"):
        assign(world, [world.hoa], since=since)


@pytest.mark.parametrize(("since", "allowed"), [(date(2019, 12, 31), False), (FOUNDED, True)])
def test_a_unit_is_not_given_before_its_founding(world, since, allowed):
    if allowed:
        assert assign(world, [world.sen], since=since)[0].since == since
        return
    with pytest.raises(Refused, match=r"thành lập ngày 01/01/2020"):
        assign(world, [world.sen], since=since)


@pytest.mark.parametrize(("since", "allowed"), [(date(2026, 7, 9), False), (date(2026, 7, 10), True)])
def test_a_member_whose_end_is_written_keeps_the_unit_until_then(world, since, allowed):
    end(world, world.hoa.supervisions.get(), date(2026, 7, 10))
    if allowed:
        assign(world, [world.hoa], since=since)
        assert spans(world.hoa) == [("Dung", FOUNDED, since), ("Lò Văn Thoan", since, None)]
        return
    with pytest.raises(Refused, match=r"Dung còn phụ trách đến trước 10/07/2026"):
        assign(world, [world.hoa], since=since)


def test_who_is_in_charge_already_is_not_assigned_again(world):
    with pytest.raises(Refused, match="Dung đang phụ trách"):
        assign(world, [world.hoa], "Dung", officer=world.officers["dung"])


@pytest.mark.parametrize(("since", "allowed"), [(date(2027, 6, 16), True), (date(2027, 6, 17), False)])
def test_an_assignment_is_written_at_most_a_year_ahead(world, since, allowed):
    if allowed:
        assert assign(world, [world.sen], since=since)[0].since == since
        return
    with pytest.raises(Refused, match="còn quá xa"):
        assign(world, [world.sen], since=since)


def test_a_closed_unit_is_given_to_nobody(world):
    reorganise.close(world.sen, into=world.hoa, on=date(2026, 5, 1))
    world.sen.refresh_from_db()
    with pytest.raises(Refused, match=r"đã kết thúc ngày 01/05/2026"):
        assign(world, [world.sen])


def test_the_account_is_that_of_the_member_and_of_a_committee_member(world):
    for officer, member in (("binh", "Binh"), ("dung", "Lò Văn Thoan")):
        with pytest.raises(Refused) as refused:
            assign(world, [world.sen], member, officer=world.officers[officer])
        assert told(refused) == [("officer", None)]
    world.officers["dung"].is_active = False
    with pytest.raises(Refused, match="không phải của cấp ủy viên đang dùng"):
        assign(world, [world.sen], "Dung", officer=world.officers["dung"])


def test_accents_and_case_of_a_name_do_not_part_a_member_from_his_account(world):
    assert assign(world, [world.sen], "DŨNG", officer=world.officers["dung"])[0].officer.username == "dung"


def test_an_office_gives_neither_its_own_unit_nor_one_of_a_neighbour(world):
    world.officers["giang"] = Officer.objects.create_user("giang", role=Role.OFFICE, unit=world.base)
    with pytest.raises(Refused, match="do cấp ủy cấp trên phân công"):
        assign(world, [world.base], who="giang")
    assert assign(world, [world.workshop], who="giang")
    with pytest.raises(ValueError, match="outside"):
        assign(world, [world.far])


def test_an_end_leaves_the_unit_without_anybody_from_its_day(world):
    end(world, world.hoa.supervisions.get(), JUNE)

    assert spans(world.hoa) == [("Dung", FOUNDED, JUNE)]
    assert not Supervision.objects.on(JUNE).exists()
    assert Supervision.objects.on(date(2026, 5, 31)).get().member == "Dung"
    row = SupervisionChange.objects.get()
    assert (row.act, row.reason, row.lines) == (
        "end",
        "30-TB/ĐU",
        [("Thôi từ ngày", "để trống", "01/06/2026")],
    )


@pytest.mark.parametrize(
    ("until", "allowed"), [(FOUNDED, False), (date(2020, 1, 2), True), (date(2027, 6, 17), False)]
)
def test_an_end_comes_after_the_beginning_and_not_years_ahead(world, until, allowed):
    row = world.hoa.supervisions.get()
    if allowed:
        assert end(world, row, until).until == until
        return
    with pytest.raises(Refused):
        end(world, row, until)


def test_an_assignment_ends_once(world):
    row = end(world, world.hoa.supervisions.get(), JUNE)
    with pytest.raises(Refused, match="đã kết thúc"):
        end(world, row, date(2026, 6, 5))


def test_a_correction_tells_its_reason_and_keeps_what_stood_there(world):
    row = correct(world, world.hoa.supervisions.get(), since=date(2020, 3, 1), number="21-TB/ĐU")

    assert spans(world.hoa) == [("Dung", date(2020, 3, 1), None)]
    change = row.log.get()
    assert (change.act, change.reason) == ("correct", "ghi nhầm")
    assert change.lines == [("Từ ngày", "01/01/2020", "01/03/2020"), ("Văn bản", "để trống", "21-TB/ĐU")]


def test_a_correction_without_a_reason_or_into_another_assignment_is_refused(world):
    (second,) = assign(world, [world.hoa])
    first = world.hoa.supervisions.get(member="Dung")
    with pytest.raises(Refused) as refused:
        correct(world, second, since=date(2026, 5, 31), reason=" ")
    assert told(refused) == [("since", None), ("reason", None)]
    with pytest.raises(Refused) as refused:
        correct(world, first, until=date(2026, 6, 2))
    assert told(refused) == [("until", None)]
    with pytest.raises(Refused):
        correct(world, first, until=None)

    correct(world, first, until=date(2026, 5, 20))
    correct(world, second, since=date(2026, 5, 20))
    assert spans(world.hoa) == [
        ("Dung", FOUNDED, date(2026, 5, 20)),
        ("Lò Văn Thoan", date(2026, 5, 20), None),
    ]


@pytest.mark.parametrize(
    ("since", "until", "field"), [(date(2019, 12, 31), None, "since"), (JUNE, JUNE, "until")]
)
def test_a_corrected_span_lies_in_the_life_of_the_unit_and_runs_forward(world, since, until, field):
    with pytest.raises(Refused) as refused:
        correct(world, world.hoa.supervisions.get(), since=since, until=until)
    assert told(refused) == [(field, None)]


def test_an_assignment_of_a_closed_unit_cannot_be_opened_again(world):
    assign(world, [world.sen])
    reorganise.close(world.sen, into=world.hoa, on=date(2026, 6, 10))
    row = world.sen.supervisions.get()
    assert row.until == date(2026, 6, 10)
    with pytest.raises(Refused, match="Đơn vị đã kết thúc"):
        correct(world, row, until=None)


def test_a_correction_that_changes_nothing_writes_nothing(world):
    correct(world, world.hoa.supervisions.get(), reason="")
    assert not SupervisionChange.objects.exists()


def test_who_did_not_see_what_was_written_about_the_unit_is_told_and_writes_nothing(world):
    assign(world, [world.hoa], seen=0)
    with pytest.raises(Stale) as stale:
        assign(world, [world.hoa, world.sen], "Vàng A Chứ", date(2026, 6, 8), seen=0)

    assert [row.supervision.member for row in stale.value.newer] == ["Dung", "Lò Văn Thoan"]
    assert spans(world.sen) == []
    # What was written about other units is no hindrance.
    assert assign(world, [world.sen], "Vàng A Chứ", seen=0)
    with pytest.raises(Stale):
        end(world, world.hoa.supervisions.get(until=None), TODAY, seen=0)
