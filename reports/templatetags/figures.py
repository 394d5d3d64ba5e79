"""Tags that draw figures: the bullet chart of a rate, a bar of progress, the badges of the flags."""

from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode

from reports import wording
from units.templatetags.vietnamese import band, percent

register = template.Library()

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
    tone = "done" if figures.admitted >= quota else "short"
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
        (flag.tone, link_of(flag, figures), MARKS[flag.tone], flag.label)
        for flag in figures.flags
        if flag.code != "small_base"
    ]
    if not badges:
        return ""
    badge = '<a class="badge badge-{}" href="{}"><span aria-hidden="true">{}</span> {}</a>'
    if not linked:
        badge = '<span class="badge badge-{0}"><span aria-hidden="true">{2}</span> {3}</span>'
    return format_html('<div class="badges">{}</div>', format_html_join("", badge, badges))


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
    return f"{reverse('candidate_list')}?{urlencode({'don_vi': figures.node.unit_id, **query})}"


@register.simple_tag
def admitted_link(figures):
    """The list of those a figure of admissions counts."""
    period = figures.period
    query = {"don_vi": figures.node.unit_id, "ket_nap": 1, "nam": period.year, "ky": period.name}
    return f"{reverse('candidate_list')}?{urlencode(query)}"


@register.filter
def share(figures, group):
    """A group's share of those admitted, in per cent; None where nobody was."""
    return figures.share(group)


def link_of(flag, figures):
    """Where a flag leads: the people behind it, else the unit's own page."""
    query = PEOPLE_BEHIND.get(flag.code)
    if query is None:
        return reverse("unit_page", args=[figures.node.unit_id])
    return f"{reverse('candidate_list')}?{urlencode({'don_vi': figures.node.unit_id, **query})}"
