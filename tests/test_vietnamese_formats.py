"""Numbers, rates and dates as they are written in Vietnam."""

from datetime import date
from decimal import Decimal

from units.templatetags import vietnamese


def test_whole_numbers_take_dots():
    assert [vietnamese.number(n) for n in (0, 999, 1905, 1234567, None)] == [
        "0",
        "999",
        "1.905",
        "1.234.567",
        "—",
    ]


def test_rates_take_a_comma_and_round_half_up():
    assert vietnamese.percent(Decimal("3.245")) == "3,25%"
    assert vietnamese.percent(Decimal("48.25"), 1) == "48,3%"
    assert vietnamese.percent(Decimal(1300) / Decimal(11)) == "118,18%"
    assert vietnamese.percent(None) == "—"
    assert vietnamese.decimal_text(Decimal("1234.5"), 1) == "1.234,5"


def test_band_bounds_have_no_idle_zeros():
    assert [vietnamese.band(Decimal(v)) for v in ("3.00", "3.50", "40")] == ["3", "3,5", "40"]


def test_changes_carry_their_sign():
    assert [vietnamese.signed(v) for v in (3, 0, -2, None)] == ["+3", "0", "−2", "—"]


def test_days_are_written_day_month_year():
    assert vietnamese.day(date(2023, 2, 4)) == "04/02/2023"
    assert vietnamese.day(None) == "—"
