"""The arithmetic of rates: exact, from two sums, rounded half up only to be shown."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)


def rate(part: int, whole: int | None) -> Decimal | None:
    """`part` of `whole` in per cent, unrounded; None where there is no whole."""
    if not whole:
        return None
    return Decimal(part) * HUNDRED / Decimal(whole)


def rounded(value: Decimal | None, places: int = 2) -> str | None:
    """A percentage as text with a point, rounded half up; None stays None. For JSON, not for people."""
    if value is None:
        return None
    return str(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def people_for(percent: Decimal, base: int) -> int:
    """The fewest whole people that are at least `percent` of `base`."""
    return int((Decimal(base) * percent / HUNDRED).to_integral_value(rounding=ROUND_CEILING))
