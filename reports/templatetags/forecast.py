"""Tags that draw a forecast: the bullet chart in people with its three marks, the badge of a person's prospects."""

from django import template

from reports import wording
from reports.forecast import EXPECTED, LATE, POSSIBLE, SURE

register = template.Library()

WIDTH = 480
BADGES = {
    SURE: ("good", "Đang trong hạn quyết định"),
    EXPECTED: ("info", "Kịp theo giả định"),
    POSSIBLE: ("warn", "Còn điều kiện"),
    LATE: ("plain", "Không kịp trong năm"),
}


@register.inclusion_tag("components/forecast_bullet.html")
def forecast_bullet(told):
    """People admitted as a bar, at worst, as expected and at best as marks, the target band behind them."""
    low, high = told.needed_min, told.needed_max
    top = max(told.best, high or 0, told.quota or 0, 4) * 1.08

    def x(people):
        return round(people / top * WIDTH, 1)

    return {
        "told": told,
        "sentence": wording.year_end(told),
        "width": WIDTH,
        "bar": x(told.admitted),
        "worst": x(told.worst),
        "expected": x(told.expected),
        "best": x(told.best),
        "spread": round(x(told.best) - x(told.worst), 1),
        "band": None if low is None else (x(low), round(x(high) - x(low), 1)),
        "quota": None if told.quota is None else x(told.quota),
        "ticks": [(x(value), value) for value in _ticks(top)],
    }


def _ticks(top):
    step = next(s for base in (1, 10, 100, 1000, 10000) for s in (base, 2 * base, 5 * base) if top / s <= 8)
    return range(0, int(top) + 1, step)


@register.inclusion_tag("components/badge.html")
def prospect_badge(one):
    """How a person's chances stand this year, as a badge."""
    if one.hurries:
        return {"kind": "warn", "text": "Phải nhanh hơn giả định"}
    kind, text = BADGES[one.standing]
    return {"kind": kind, "text": text}


@register.filter
def year_end(told):
    """The forecast in one sentence."""
    return wording.year_end(told)


@register.filter
def reaching(told):
    """With whom the lower bound of the band and the quota are reached, as sentences."""
    return wording.reaching(told)
