"""The rules of a committee's years: written by one writer, from a year on, each change with its document and its log."""

from datetime import date
from decimal import Decimal

import pytest

from reports import figures
from units.models import Directive, UnitYear, YearRule, YearRuleChange
from units.periods import Period
from units.year_rules import Basis, Refused, Stale, change, last_year_of

TODAY = date(2026, 6, 15)
NOTICE = Basis("02-NQ/ĐU", date(2026, 1, 15))


def draft_of(root, year, **values):
    draft = YearRule.objects.for_year(root.pk, year)
    draft.year = year
    for name, value in values.items():
        setattr(draft, name, value)
    return draft


def write(world, year=2026, *, basis=None, reason="", seen=0, **values):
    draft = draft_of(world.commune, year, **values)
    basis = Basis.of(draft.directive) if basis is None else basis
    return change(draft, basis=basis, reason=reason, seen=seen, by=world.officers["an"], on=TODAY)


def last_row():
    return YearRuleChange.objects.all().last_id()


def bands(world, *years):
    rules = YearRule.objects.for_years(world.commune.pk, years)
    return [(rules[year].target_min, rules[year].target_max) for year in years]


def refusal(world, **kwargs):
    """The fields that a change is refused for."""
    with pytest.raises(Refused) as refused:
        write(world, **kwargs)
    assert not YearRule.objects.exists() and not YearRuleChange.objects.exists()
    assert not Directive.objects.exists()
    return [fault.field for fault in refused.value.faults]


def test_a_rule_holds_from_its_year_until_the_next_one(world):
    write(world, 2024, reason="Nghị quyết mới", target_min=Decimal(2))
    write(world, 2026, target_max=Decimal(5), seen=last_row())

    # 2024 and 2025 by the row of 2024; 2026 by its own, which kept the lower bound it found; 2023 as shipped.
    assert bands(world, 2023, 2024, 2025, 2026, 2027) == [(3, 4), (2, 4), (2, 4), (2, 5), (2, 5)]
    assert [last_year_of(world.commune, year) for year in (2023, 2024, 2026)] == [2023, 2025, None]


def test_a_year_between_two_rules_gets_a_row_of_its_own_and_the_older_row_stays(world):
    write(world, 2022, reason="a", target_min=Decimal(2))
    write(world, 2024, reason="b", target_min=Decimal("2.5"), seen=last_row())

    assert list(YearRule.objects.order_by("year").values_list("year", "target_min")) == [
        (2022, 2),
        (2024, Decimal("2.5")),
    ]
    write(world, 2024, reason="c", target_min=Decimal(3), seen=last_row())
    assert YearRule.objects.count() == 2


def test_rules_of_another_committee_stay_as_they_are(world):
    write(world, target_min=Decimal(1))

    assert YearRule.objects.for_year(world.neighbour.pk, 2026).target_min == 3


def test_the_figures_of_the_year_follow_and_those_of_the_year_before_do_not(world):
    for year in (2025, 2026):
        UnitYear.objects.create(unit=world.hoa, year=year, opening=640)
    write(world, target_min=Decimal("2.5"), target_max=Decimal("3.5"))

    told = [figures.for_period(world.commune, Period.of(year, today=TODAY)) for year in (2025, 2026)]
    # 640 × 3% = 19,2 → 20, × 4% = 25,6 → 26; × 2,5% = 16, × 3,5% = 22,4 → 23.
    assert [(each.needed_min, each.needed_max) for each in told] == [(20, 26), (16, 23)]


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"target_min": Decimal("-0.01")}, ["target_min"]),
        ({"target_max": Decimal("100.01")}, ["target_max"]),
        ({"target_min": Decimal("4.01")}, ["target_max"]),
        ({"target_min": Decimal(0), "target_max": Decimal(0)}, ["target_max"]),
        ({"low_progress": Decimal("100.01")}, ["low_progress"]),
        ({"small_base": -1}, ["small_base"]),
        ({"small_base": 501}, ["small_base"]),
        ({"review_days": 0}, ["review_days"]),
        ({"review_days": 91}, ["review_days"]),
    ],
)
def test_what_makes_no_sense_is_refused(world, values, fields):
    assert refusal(world, **values) == fields


@pytest.mark.parametrize(
    "values",
    [
        {"target_min": Decimal(0)},
        {"target_min": Decimal(4)},
        {"target_max": Decimal(100)},
        {"low_progress": Decimal(0)},
        {"low_progress": Decimal(100)},
        {"small_base": 0},
        {"small_base": 500},
        {"review_days": 1},
        {"review_days": 90},
    ],
)
def test_the_edges_themselves_are_taken(world, values):
    write(world, **values)

    rule = YearRule.objects.get(root=world.commune, year=2026)
    assert {name: getattr(rule, name) for name in values} == values


def test_every_reason_is_told_at_once(world):
    fields = refusal(
        world,
        year=2025,
        basis=Basis("02-NQ/ĐU", None),
        target_min=Decimal(5),
        review_days=0,
        small_base=900,
    )
    assert fields == ["target_max", "small_base", "review_days", "issued_on", "reason"]


def test_a_past_year_asks_for_a_reason_and_the_present_one_does_not(world):
    assert refusal(world, year=2025, target_min=Decimal(2), reason="  ") == ["reason"]
    write(world, 2026, target_min=Decimal(2))
    write(world, 2025, target_min=Decimal(2), reason="Kết luận 15-KL/ĐU", seen=last_row())

    assert [row.reason for row in YearRuleChange.objects.all()] == ["", "Kết luận 15-KL/ĐU"]


@pytest.mark.parametrize(
    ("basis", "fields"),
    [
        (Basis("", date(2026, 1, 15)), ["number"]),
        (Basis("02-NQ/ĐU", None), ["issued_on"]),
        (Basis("02-NQ/ĐU", date(2026, 6, 16)), ["issued_on"]),
    ],
)
def test_a_document_has_number_and_day_and_is_not_of_the_future(world, basis, fields):
    assert refusal(world, basis=basis) == fields


def test_a_document_of_today_is_made_once_and_found_again(world):
    basis = Basis("02-NQ/ĐU", TODAY)
    write(world, basis=basis)
    write(world, 2027, basis=basis, target_min=Decimal(2), seen=last_row())

    assert Directive.objects.get().number == "02-NQ/ĐU"
    assert set(YearRule.objects.values_list("directive__number", flat=True)) == {"02-NQ/ĐU"}


def test_a_rule_can_stop_resting_on_a_document_and_the_document_stays(world):
    write(world, basis=NOTICE)
    write(world, basis=Basis(), seen=last_row())

    assert YearRule.objects.get().directive is None and Directive.objects.count() == 1


def test_a_directive_without_a_day_that_stood_there_before_is_no_fault(world):
    old = Directive.objects.create(number="01-NQ/ĐU")
    YearRule.objects.create(root=world.commune, year=2026, directive=old)
    write(world, target_min=Decimal(2))

    assert YearRule.objects.get().directive == old


def test_the_log_tells_what_became_of_what_in_words(world):
    write(world, basis=NOTICE, target_min=Decimal("3.5"), counting="ceremony")

    row = YearRuleChange.objects.get()
    assert (row.root, row.year, row.recorded_by) == (world.commune, 2026, world.officers["an"])
    assert row.lines == [
        ("Mục tiêu từ (%)", "3", "3,5"),
        ("Tính theo", "ngày quyết định kết nạp", "ngày lễ kết nạp"),
        ("Văn bản", "không ghi", "02-NQ/ĐU, ngày 15/01/2026"),
    ]


def test_what_changes_nothing_writes_nothing(world):
    assert write(world, target_min=Decimal("3.00")) is None
    assert not YearRule.objects.exists() and not YearRuleChange.objects.exists()


def test_who_did_not_see_the_last_change_is_told_of_it_and_writes_nothing(world):
    first = write(world, 2024, reason="a", target_min=Decimal(2))
    with pytest.raises(Stale) as stale:
        write(world, 2026, target_min=Decimal(1), seen=0)

    assert stale.value.newer == [first]
    assert bands(world, 2026) == [(2, 4)]
    write(world, 2026, target_min=Decimal(1), seen=first.pk)
    assert bands(world, 2026) == [(1, 4)]
