"""Whole people shared out by the largest remainder: worked examples by hand, and what always holds."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.apportioning import NothingToShareBy, apportion

MEMBERS = [150, 130, 110, 90, 70, 50, 25, 15]  # 640 in all: 3% are 19,2, so 20 people; 4% are 25,6, so 26
weights_of_some = st.lists(st.integers(0, 400), min_size=1, max_size=40).filter(any)


def people(total, weights):
    return [share.people for share in apportion(total, weights)]


def test_the_lower_bound_of_640_members_falls_to_eight_units_as_worked_out_by_hand():
    # Members ÷ 32: 4,6875 4,0625 3,4375 2,8125 2,1875 1,5625 0,78125 0,46875; whole 4 4 3 2 2 1 0 0 = 16.
    # Four are missing; the largest remainders: 0,8125 (90), 0,78125 (25), 0,6875 (150), 0,5625 (50).
    assert people(20, MEMBERS) == [5, 4, 3, 3, 2, 2, 1, 0]


def test_the_upper_bound_of_640_members_falls_to_eight_units_as_worked_out_by_hand():
    # Members × 26 ÷ 640: 6,09375 5,28125 4,46875 3,65625 2,84375 2,03125 1,015625 0,609375;
    # whole 6 5 4 3 2 2 1 0 = 23. Three are missing: 0,84375 (70), 0,65625 (90), 0,609375 (15).
    assert people(26, MEMBERS) == [6, 5, 4, 4, 3, 2, 1, 1]


def test_the_textbook_case_of_six_parties_and_ten_seats():
    # 4,7 1,6 1,58 1,2 0,61 0,31: whole 4 1 1 1 0 0 = 7; the seats left go to 0,7, 0,61 and 0,6.
    assert people(10, [47_000, 16_000, 15_800, 12_000, 6_100, 3_100]) == [5, 2, 1, 1, 1, 0]


def test_a_share_tells_how_it_was_worked_out():
    first, second, third = apportion(17, [34, 0, 386])
    # 34 ÷ 420 × 17 = 578 ÷ 420 = 1,376…; 386 × 17 ÷ 420 = 15,623…: its remainder is larger.
    assert (first.exact, first.whole, first.remainder) == (Fraction(578, 420), 1, Fraction(158, 420))
    assert (first.rank, first.people, first.topped_up) == (2, 1, False)
    assert (third.rank, third.people, third.topped_up) == (1, 16, True)
    assert (second.rank, second.people, second.exact) == (0, 0, 0)


@pytest.mark.parametrize(
    ("total", "weights", "expected"),
    [
        (1, [10, 10], [1, 0]),  # both 0,5, both 10: who stands earlier
        (3, [10, 10], [2, 1]),
        (2, [5, 10, 5], [1, 1, 0]),  # 0,5 1 0,5: the earlier one
        (5, [30, 10], [4, 1]),  # 3,75 and 1,25
        (2, [10, 30], [0, 2]),  # 0,5 and 1,5: of equal remainders the greater weight, though it stands later
    ],
)
def test_equal_remainders_go_to_the_greater_weight_then_to_the_earlier(total, weights, expected):
    assert people(total, weights) == expected


def test_one_person_more_may_take_one_from_a_small_unit():
    # 6 6 2 of 14. Ten people: 4,29 4,29 1,43, the last one is topped up. Eleven: 4,71 4,71 1,57, the others are.
    assert people(10, [6, 6, 2]) == [4, 4, 2]
    assert people(11, [6, 6, 2]) == [5, 5, 1]


def test_nobody_is_shared_out_where_nobody_has_a_weight():
    assert people(0, [0, 0]) == [0, 0]
    assert people(0, []) == []
    assert people(0, [3, 4]) == [0, 0]
    with pytest.raises(NothingToShareBy):
        apportion(1, [0, 0])


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (1, [1, -1])])
def test_nothing_negative_is_shared_out(total, weights):
    with pytest.raises(ValueError, match="nought"):
        apportion(total, weights)


@given(total=st.integers(0, 2000), weights=weights_of_some)
def test_the_shares_add_up_and_each_is_less_than_a_person_away_from_the_exact_one(total, weights):
    shares = apportion(total, weights)
    assert sum(share.people for share in shares) == total
    assert all(share.people >= 0 and abs(share.people - share.exact) < 1 for share in shares)
    assert all(share.people == 0 for share in shares if not share.weight)
    ranks = sorted(share.rank for share in shares if share.weight)
    assert ranks == list(range(1, len(ranks) + 1))


@given(total=st.integers(0, 2000), weights=weights_of_some)
def test_who_has_more_members_never_gets_fewer_people(total, weights):
    shares = sorted(apportion(total, weights), key=lambda share: share.weight)
    for lighter, heavier in pairwise(shares):
        assert lighter.people <= heavier.people or lighter.weight == heavier.weight


@given(total=st.integers(0, 500), weights=weights_of_some, times=st.integers(2, 9))
def test_only_the_proportion_of_the_weights_matters(total, weights, times):
    assert people(total, weights) == people(total, [weight * times for weight in weights])
