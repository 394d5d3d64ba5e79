"""The year end of units in people: at worst, as expected, at best; who completes the target; who must act by when.

Seen from Monday 2/11/2026 with the usual assumptions: cells meet on the 5th, appraisal 10, board 10 working days.
"""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from admissions.dossier import Tick, tick
from admissions.models import TrainingClass
from admissions.regulation import Assumptions, Paper, Stage
from reports import wording
from reports.forecast import OtherYear, forecast
from tests.rearranged import province
from units import reorganise
from units.models import Quota, Unit, UnitYear, YearRule

ON = date(2026, 11, 2)
READY = date(2026, 5, 4)
CERTIFIED = {
    Stage.SOURCE: (date(2024, 1, 5), ""),
    Stage.LISTED: (date(2024, 2, 5), "1-NQ/CB"),
    Stage.TRAINED: (date(2024, 3, 5), "7/GCN"),
    Stage.OPENED: (date(2026, 4, 6), "2-QĐ/ĐU"),
    Stage.CERTIFIED: (date(2026, 6, 8), ""),
}


def voted(on, **later):
    """The steps of somebody whose cell voted on a day."""
    return {
        **CERTIFIED,
        Stage.VOTED: (on, "5-NQ/CB"),
        **{Stage(name): (day, "1") for name, day in later.items()},
    }


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-02 09:00:00+07:00", tick=False):
        yield


@pytest.fixture
def year(world, person):
    """133 members: 3% are 4 people; a quota of 6. One admitted, eight on the road."""
    UnitYear.objects.create(unit=world.hoa, year=2026, opening=100)
    UnitYear.objects.create(unit=world.sen, year=2026, opening=33)
    Quota.objects.create(unit=world.commune, year=2026, members=6, given_on=date(2026, 1, 25))
    person(
        "Người Đã Vào", steps=voted(date(2026, 1, 5), appraised=date(2026, 2, 2), decided=date(2026, 2, 9))
    )
    # Window, 45 from Tuesday 20/10: 21–23 …3, 26–30 …8, November …28, 1–4/12 …32, 7–18 …42, 21–23/12 …45.
    person("Lò Văn An", steps=voted(date(2026, 10, 20)), ready=READY)
    # From Monday 3/8 the window closed on 7/10: 4–21/8 …14, 22/8 …15, 24–28 …20, 3–4/9 …22, 7–30/9 …40, 1–7/10 …45.
    late = voted(date(2026, 8, 3), appraised=date(2026, 9, 1))
    person("Lò Văn Bình", world.sen, steps=late, ready=READY)
    # From Friday 30/10: November …20, December …43, 4–5/1/2027 …45.
    person("Lò Văn Cương", world.sen, steps=voted(date(2026, 10, 30)), ready=READY)
    person("Lò Văn Dũng", steps=CERTIFIED, ready=READY)
    back = {"readmission": True, "left_party_on": date(2015, 1, 1)}
    person("Lò Văn Em", steps=CERTIFIED, ready=READY, **back)
    person("Lò Văn Giang", world.school, steps=dict(list(CERTIFIED.items())[:2]))
    person("Lò Văn Hải", world.workshop, steps=CERTIFIED, ready=READY, birth_date=date(2009, 2, 10))
    return world


def foresee(unit, pace=None):
    return forecast(Unit.objects.get(pk=unit.pk), 2026, on=ON, assumptions=pace or Assumptions())


def of(told, name):
    (one,) = [one for one in told.prospects if one.candidate.name == name]
    return one


def test_each_person_stands_where_the_hand_puts_him(year):
    told = foresee(year.commune)
    assert {one.candidate.name: (one.standing, one.hurries) for one in told.prospects} == {
        "Lò Văn An": ("sure", False),
        "Lò Văn Bình": ("expected", False),  # overdue: no day of this year is owed any more
        "Lò Văn Cương": ("expected", False),  # owed only next year
        "Lò Văn Dũng": ("expected", False),  # the cell meets on 5/11
        "Lò Văn Em": ("possible", False),  # waits for a consent
        "Lò Văn Giang": ("possible", True),  # nothing made yet
        "Lò Văn Hải": ("late", False),  # eighteen in February
    }


def test_worst_expected_and_best_are_counted_in_people(year):
    told = foresee(year.commune)
    assert (told.admitted, told.worst, told.expected, told.best) == (1, 2, 5, 7)
    below = {each.figures.node.code: (each.worst, each.expected, each.best) for each in told.subtree()}
    assert below == {
        "MAY": (2, 5, 7),
        "HOA": (2, 3, 4),
        "SEN": (0, 2, 2),
        "THPT": (0, 0, 1),
        "CTY": (0, 0, 0),
        "XUONG": (0, 0, 0),
    }


def test_the_sentence_names_the_three_the_target_and_the_quota(year):
    told = foresee(year.commune)
    assert (
        wording.year_end(told) == "Đến 31/12: ít nhất 2, dự kiến 5, nhiều nhất 7 – cần 4 cho 3%; chỉ tiêu 6"
    )
    # In the order of the expected days: Bình 16/11, An and Cương 1/12, Dũng 4/12. Admitted 1, so the third is the 4th.
    assert wording.reaching(told) == [
        "Mức 3% (4 người): theo dự kiến đủ khi quyết định Lò Văn Cương, ngày 01/12/2026.",
        "Chỉ tiêu (6 người): theo dự kiến còn thiếu 1 người; tốt nhất thì vẫn đạt.",
    ]
    assert wording.year_end(foresee(year.school)).endswith("– chưa có cơ số và chỉ tiêu")


def test_expected_days_by_hand(year):
    told = foresee(year.commune)
    # Bình: board 3–6 …4, 9–13 …9, 16/11. An: appraisal 16/11; 17–20 …4, 23, 25–27 …8, 30/11 …9, 1/12.
    # Dũng: vote 5/11; 6 …1, 9–13 …6, 16–19/11 …10; 20 …1, 23 …2, 25–27 …5, 30/11 …6, 1–4/12 …10.
    assert {name: of(told, f"Lò Văn {name}").expected.day for name in ("Bình", "An", "Dũng")} == {
        "Bình": date(2026, 11, 16),
        "An": date(2026, 12, 1),
        "Dũng": date(2026, 12, 4),
    }


def test_who_must_act_this_month(year):
    told = foresee(year.commune)
    duties = [
        (d.act.by, d.figures.node.code, d.act.what, [one.candidate.name for one in d.people], d.this_month)
        for d in told.duties
    ]
    # Back from 31/12: board from 17/12, appraisal from 3/12, the cell's 5/11 (test_earliest counts them).
    assert duties == [
        (date(2026, 11, 5), "HOA", "Chi bộ biểu quyết đề nghị kết nạp", ["Lò Văn Dũng", "Lò Văn Em"], True),
        (date(2026, 12, 17), "HOA", "Thẩm định xong, trình Ban Thường vụ", ["Lò Văn An"], False),
        (date(2026, 12, 17), "SEN", "Thẩm định xong, trình Ban Thường vụ", ["Lò Văn Cương"], False),
        (date(2026, 12, 31), "SEN", "Quyết định kết nạp", ["Lò Văn Bình"], False),
    ]


def test_one_day_later_the_cell_has_missed_its_meeting(year):
    with time_machine.travel("2026-11-06 09:00:00+07:00", tick=False):
        told = forecast(
            Unit.objects.get(pk=year.commune.pk), 2026, on=date(2026, 11, 6), assumptions=Assumptions()
        )
        assert (of(told, "Lò Văn Dũng").standing, of(told, "Lò Văn Dũng").hurries) == ("possible", True)
        free = forecast(
            Unit.objects.get(pk=year.commune.pk),
            2026,
            on=date(2026, 11, 6),
            assumptions=Assumptions(cell_day=0),
        )
        assert of(free, "Lò Văn Dũng").standing == "expected"


def test_a_slower_pace_takes_people_out_of_expected_and_worst_but_not_out_of_best(year):
    slow = foresee(year.commune, Assumptions(board_days=60))
    assert (slow.worst, slow.expected, slow.best) == (1, 1, 7)


def test_a_consent_makes_the_possible_expected(year):
    told = foresee(year.commune)
    one = of(told, "Lò Văn Em")
    assert [reason.clause for reason in one.expected.conditions] == ["294 3.5.1b"]
    tick(one.candidate, [Tick(Paper.CONSENT_READMISSION, dated_on=ON, number="3-QĐ/TU")], by=None)
    assert of(foresee(year.commune), "Lò Văn Em").standing == "expected"


def test_the_window_of_an_extension_counts(year):
    """Bình's 45 working days are over; with 15 more from 7/10: 8–9 …2, 12–16 …7, 19–23 …12, 26–28/10 …15: over as well."""
    one = of(foresee(year.commune), "Lò Văn Bình")
    assert one.window == date(2026, 10, 7)
    tick(one.candidate, [Tick(Paper.EXTENSION, dated_on=date(2026, 10, 1), reason="Chờ")], by=None)
    assert of(foresee(year.commune), "Lò Văn Bình").window == date(2026, 10, 28)


def test_the_class_planned_for_the_committee_is_reckoned_with(year, person, a_class):
    steps = {stage: told for stage, told in CERTIFIED.items() if stage is not Stage.TRAINED}
    person("Lò Văn Khôi", steps=steps, ready=READY)
    assert "chưa có lớp" in of(foresee(year.commune), "Lò Văn Khôi").expected.milestones[0].because
    a_class(planned_from=date(2026, 11, 16), planned_to=date(2026, 11, 20))
    a_class(
        planned_from=date(2026, 11, 9), planned_to=date(2026, 11, 13), kind=TrainingClass.Kind.NEW_MEMBERS
    )
    one = of(foresee(year.commune), "Lò Văn Khôi")
    assert one.soonest.day == date(2026, 11, 20)
    # Two acts are owed: the cell's vote, and the certificate before it.
    assert [act.what for act in one.acts] == [
        "Chi bộ biểu quyết đề nghị kết nạp", "Cấp giấy chứng nhận lớp nhận thức"
    ]  # fmt: skip


def test_of_several_classes_the_next_counts_unless_he_is_enrolled_in_another(year, person, a_class, enrolled):
    steps = {stage: told for stage, told in CERTIFIED.items() if stage is not Stage.TRAINED}
    khoi, kim = (person(name, steps=steps, ready=READY) for name in ("Lò Văn Khôi", "Lò Thị Kim"))
    later = a_class(title="Khóa III", planned_from=date(2026, 12, 7), planned_to=date(2026, 12, 11))
    a_class(title="Khóa II", planned_from=date(2026, 11, 16), planned_to=date(2026, 11, 20))
    a_class(planned_from=date(2026, 11, 9), planned_to=date(2026, 11, 13), for_workers=True)
    enrolled(later, kim)
    told = foresee(year.commune)
    assert {one.name: of(told, one.name).soonest.day for one in (khoi, kim)} == {
        "Lò Văn Khôi": date(2026, 11, 20), "Lò Thị Kim": date(2026, 12, 11)
    }  # fmt: skip


def test_where_ceremonies_count_whoever_is_decided_is_still_to_come(year, person):
    YearRule.objects.create(root=year.commune, year=2026, counting=YearRule.Counting.CEREMONY)
    steps = voted(date(2026, 9, 1), appraised=date(2026, 9, 21), decided=date(2026, 10, 26))
    person("Lò Văn Lâm", steps=steps, ready=READY)
    told = foresee(year.hoa)
    one = of(told, "Lò Văn Lâm")
    # Ceremony, 10 from Monday 2/11: 16/11. Owed 30 from Monday 26/10: 27–30 …4, November …24, 1–4/12 …28, 7–8/12 …30.
    assert (one.expected.day, one.window, one.standing) == (date(2026, 11, 16), date(2026, 12, 8), "sure")
    # An: decision owed by 23/12, the ceremony 30 later is not owed this year any more.
    assert of(told, "Lò Văn An").standing == "expected"


def test_where_present_members_are_the_base_those_admitted_count_in_it(year):
    YearRule.objects.create(root=year.commune, year=2026, base=YearRule.Base.PRESENT)
    told = foresee(year.commune)
    # 133 + 1 now. n of 133 + n: 4 of 137 are 2,92%, 5 of 138 are 3,62%.
    assert (told.figures.members_base, told.needed_min) == (134, 5)
    assert round(told.expected_rate, 2) == Decimal("3.62")


def test_people_of_a_unit_taken_over_count_where_it_went(year):
    reorganise.close(year.sen, into=year.hoa, on=date(2026, 10, 31), directive=None)
    told = foresee(year.commune)
    assert {each.figures.node.code: each.expected for each in told.subtree()}["HOA"] == 5


def test_another_year_cannot_be_foreseen(year):
    for other in (2025, 2027):
        with pytest.raises(OtherYear):
            forecast(year.commune, other, on=ON, assumptions=Assumptions())


@pytest.fixture
def province_of_two(year):
    """A province over Mây, which counts by the decision, and Khe, which counts by the ceremony."""
    YearRule.objects.create(root=year.neighbour, year=2026, counting=YearRule.Counting.CEREMONY)
    year.province = province(year)
    return year


DECIDED_IN_OCTOBER = voted(date(2026, 9, 7), appraised=date(2026, 9, 21), decided=date(2026, 10, 12))


def test_each_person_is_foreseen_by_the_rule_of_his_own_commune(province_of_two, person):
    """Of two decided in October the one of Khe still waits for his ceremony, owed within 30 working days of 12/10,
    the one of Mây is admitted."""
    world = province_of_two
    before = foresee(world.province)
    person("Lò Văn Kim", world.far, steps=DECIDED_IN_OCTOBER, ready=READY)
    person("Lò Văn Lan", world.hoa, steps=DECIDED_IN_OCTOBER, ready=READY)
    told = foresee(world.province)
    assert told.admitted == before.admitted + 1
    assert (of(told, "Lò Văn Kim").standing, len(told.prospects)) == ("sure", len(before.prospects) + 1)
    assert told.worst == before.worst + 2
    assert told.worst == sum(child.worst for child in told.children)
    assert {child.figures.node.code: child.worst for child in told.children} == {
        "MAY": foresee(world.commune).worst, "KHE": foresee(world.neighbour).worst
    }  # fmt: skip


def test_who_is_counted_by_the_decision_of_his_commune_is_not_foreseen_again(province_of_two, person):
    """The province itself counts by the ceremony, as Khe does; Mây by a rule of its own by the decision."""
    world = province_of_two
    YearRule.objects.create(root=world.province, year=2026, counting=YearRule.Counting.CEREMONY)
    YearRule.objects.create(root=world.commune, year=2026, counting=YearRule.Counting.DECISION)
    before = foresee(world.province)
    person("Lò Văn Lan", world.hoa, steps=DECIDED_IN_OCTOBER, ready=READY)
    told = foresee(world.province)
    assert (told.admitted, told.best) == (before.admitted + 1, before.best + 1)
    assert "Lò Văn Lan" not in {one.candidate.name for one in told.prospects}


def test_who_moved_to_a_commune_that_counts_otherwise_is_not_foreseen_again(province_of_two, person):
    world = province_of_two
    before = foresee(world.province)
    moved = person("Lò Văn Lan", world.hoa, steps=DECIDED_IN_OCTOBER, ready=READY)
    type(moved).objects.filter(pk=moved.pk).update(unit=world.far)
    told = foresee(world.province)
    assert (told.admitted, told.best) == (before.admitted + 1, before.best + 1)
