"""Filters that write numbers, rates and dates the Vietnamese way: 1.905 · 3,25% · 24/02/2023."""

from decimal import ROUND_HALF_UP, Decimal

from django import template

register = template.Library()
NOTHING = "—"


@register.filter
def number(value) -> str:
    """A whole number with dots between thousands; — for none."""
    if value is None or value == "":
        return NOTHING
    return f"{int(value):,}".replace(",", ".")


@register.filter
def percent(value, places: int = 2) -> str:
    """A percentage, rounded half up: 3,25%; — for none."""
    if value is None or value == "":
        return NOTHING
    return f"{decimal_text(value, places)}%"


@register.filter
def decimal_text(value, places: int = 2) -> str:
    """A decimal with a comma, rounded half up to so many places; — for none."""
    if value is None or value == "":
        return NOTHING
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:,f}".partition(".")
    whole = whole.replace(",", ".")
    return f"{whole},{fraction}" if fraction else whole


@register.filter
def band(value) -> str:
    """A bound of a target band without idle zeros: 3, 3,5."""
    if value is None:
        return NOTHING
    text = f"{Decimal(value):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


@register.filter
def signed(value) -> str:
    """A change: +3, −2, 0; — for none."""
    if value is None or value == "":
        return NOTHING
    value = int(value)
    return f"+{number(value)}" if value > 0 else f"−{number(-value)}" if value < 0 else "0"


@register.filter
def day(value) -> str:
    """A date as 24/02/2023; — for none."""
    return f"{value:%d/%m/%Y}" if value else NOTHING
