"""How a total may be shared out over the units below a committee: by their members, by the largest remainder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reports.figures import Figures
from units.apportioning import Share, apportion
from units.models import Kind

DIVIDED = (Kind.BASE, Kind.SECTION)  # committees whose own cells are shown, and suggested to, with them

MembersOf = Callable[[Figures], int | None]


@dataclass(frozen=True)
class Suggestion:
    """What of a total falls to a unit: its share, the total and the members it was shared out by."""

    share: Share
    total: int
    members: int

    @property
    def people(self) -> int:
        return self.share.people

    @property
    def exact(self) -> Decimal:
        """The exact share as a decimal number, to be shown."""
        return Decimal(self.share.exact.numerator) / self.share.exact.denominator

    @property
    def remainder(self) -> Decimal:
        """What is over the whole people, as a decimal number, to be shown."""
        return self.exact - self.share.whole


def suggest(
    top: Figures, total: int | None, members_of: MembersOf, given: Mapping[int, int]
) -> dict[int, Suggestion]:
    """By unit id what falls to the units right below `top`, and below the base committees among them.

    `given` are quotas already set, by unit id: a base committee's own one is what is shared out among its cells, else
    what is suggested to it. Nothing where there is no total or nobody with members.
    """
    children = top.standing_children()
    weights = [weight_of(child, members_of) for child in children]
    if total is None or not sum(weights):
        return {}
    shares = apportion(total, weights)
    found = {}
    for child, share in zip(children, shares, strict=True):
        found[child.node.unit_id] = Suggestion(share, total, sum(weights))
        if child.node.kind in DIVIDED:
            own = given.get(child.node.unit_id, share.people)
            found |= suggest(child, own, members_of, given)
    return found


def weight_of(figures: Figures, members_of: MembersOf) -> int:
    """Members of a unit and of all below it, without those of units in which no source is left; 0 if not known."""
    return max(0, (members_of(figures) or 0) - _without_source(figures, members_of))


def _without_source(figures: Figures, members_of: MembersOf) -> int:
    """Members of the standing units, of this one and of those below, that have no source left."""
    if figures.year is not None and figures.year.no_source_left:
        return members_of(figures) or 0
    return sum(_without_source(child, members_of) for child in figures.standing_children())
