"""Tags that draw figures: the bullet chart of a rate, a bar of progress, the badges of the flags."""

from decimal import Decimal
from functools import lru_cache

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import mark_safe

from reports import wording
from reports.views.report_words import how_late
from units.templatetags.vietnamese import band, percent

register = template.Library()
register.filter(how_late)

MARKS = {"good": "✓", "warn": "▲", "bad": "✕", "plain": "•"}
PEOPLE_BEHIND = {
    "school_without_pupil": {"nhom": "duong_ong", "nghe": "pupil"},
    "source_but_no_admission": {"nhom": "duong_ong"},
    "low_progress": {"nhom": "duong_ong"},
    "below_band": {"nhom": "duong_ong"},
}
WIDTH = 480


@register.inclusion_tag("components/bullet.html")
def bullet(figures):
    """The rate as a bar on a track with the target band drawn, people in words beside it."""
    rule, rate = figures.rule, figures.rate or Decimal(0)
    top = max(rule.target_max * Decimal("1.5"), rate * Decimal("1.1"))

    def x(value):
        return round(float(value / top) * WIDTH, 1)

    return {
        "figures": figures,
        "people": wording.target_in_people(figures),
        "base": wording.base_in_words(figures),
        "title": f"Tỷ lệ kết nạp {percent(figures.rate)}, khung mục tiêu {band(rule.target_min)}–{band(rule.target_max)}%",
        "width": WIDTH,
        "bar": x(rate),
        "band_from": x(rule.target_min),
        "band_width": x(rule.target_max - rule.target_min),
        "ticks": [(x(value), value) for value in _ticks(top)],
        "low": (x(rule.target_min), rule.target_min),
        "high": (x(rule.target_max), rule.target_max),
    }


def _ticks(top):
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 1000) if top / s <= 8)
    return range(0, int(top) + 1, step)


@register.simple_tag
def progress(figures):
    """A small bar of admitted against quota, full at the quota; nothing where no quota was given."""
    quota = figures.members_quota
    if not quota:
        return ""
    done = min(100, round(figures.admitted * 100 / quota))
    return _bar("done" if figures.admitted >= quota else "short", done)


@lru_cache(maxsize=256)
def _bar(tone, done):
    return format_html(
        '<svg class="progress progress-{}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="progress-track" width="100" height="6" rx="3"/>'
        '<rect class="progress-bar" width="{}" height="6" rx="3"/></svg>',
        tone,
        done,
    )


@register.simple_tag
def flag_badges(figures, linked=True):
    """The flags of a unit as badges (mark and word), each a link to the people behind it if they may be seen."""
    badges = [
        _badge(flag.tone, flag.label, link_of(flag, figures) if linked else "")
        for flag in figures.flags
        if flag.code != "small_base"
    ]
    return format_html('<div class="badges">{}</div>', mark_safe("".join(badges))) if badges else ""


@lru_cache(maxsize=4096)
def _badge(tone, label, link):
    if not link:
        text = '<span class="badge badge-{}"><span aria-hidden="true">{}</span> {}</span>'
        return format_html(text, tone, MARKS[tone], label)
    text = '<a class="badge badge-{}" href="{}"><span aria-hidden="true">{}</span> {}</a>'
    return format_html(text, tone, link, MARKS[tone], label)


@register.simple_tag
def flag_link(flag, figures):
    """The address of what is behind a flag."""
    return link_of(flag, figures)


@register.filter
def flag_mark(flag):
    """The sign that stands before a flag's word."""
    return MARKS[flag.tone]


@register.simple_tag
def people_link(figures, **query):
    """The list of people of a unit, filtered: the same people a figure counts."""
    return _list_of(don_vi=figures.node.unit_id, **query)


@register.simple_tag
def year_link(figures, cay=""):
    """The page of a unit's year: the same period, by the same tree."""
    asked = {"ky": figures.period.name} | ({"cay": cay} if cay else {})
    return f"{_address('unit_year', figures.node.unit_id, figures.period.year)}?{urlencode(asked)}"


@register.simple_tag
def admitted_link(figures):
    """The list of those a figure of admissions counts."""
    period = figures.period
    return _list_of(don_vi=figures.node.unit_id, ket_nap=1, nam=period.year, ky=period.name)


@register.filter
def share(figures, group):
    """A group's share of those admitted, in per cent; None where nobody was."""
    return figures.share(group)


def link_of(flag, figures):
    """Where a flag leads: the people behind it, the report that is missing, else the unit's own page."""
    if flag.code == "review_missing":
        missing = figures.unreported[0].period
        return reverse("review_page", args=[figures.node.unit_id, missing.year, missing.name])
    query = PEOPLE_BEHIND.get(flag.code)
    if query is None:
        return _address("unit_page", figures.node.unit_id)
    return _list_of(don_vi=figures.node.unit_id, **query)


def _address(view, *args):
    return _reversed(get_script_prefix(), view, args)


@lru_cache(maxsize=4096)
def _reversed(prefix, view, args):
    """Worked out once: a table of six hundred units names each of them several times."""
    return reverse(view, args=args)


@lru_cache(maxsize=8192)
def _query(items):
    return urlencode(items)


def _list_of(**query):
    return f"{_address('candidate_list')}?{_query(tuple(query.items()))}"
