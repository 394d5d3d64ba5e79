"""The icons of heroicons, each drawn once: a page shows the same dozen again and again."""

from functools import lru_cache

from django import template
from heroicons.templatetags import heroicons

register = template.Library()


@register.simple_tag
def heroicon_outline(name, **attributes):
    """An icon of 24 px in outline as inline SVG."""
    return _drawn("heroicon_outline", name, tuple(attributes.items()))


@register.simple_tag
def heroicon_mini(name, **attributes):
    """A filled icon of 20 px as inline SVG."""
    return _drawn("heroicon_mini", name, tuple(attributes.items()))


@lru_cache(maxsize=256)
def _drawn(style, name, attributes):
    return getattr(heroicons, style)(name, **dict(attributes))
