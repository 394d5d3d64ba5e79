"""Whole people shared out in proportion, by the method of the largest remainder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


class NothingToShareBy(ValueError):
    """People are to be shared out, but nobody has any weight."""


@dataclass(frozen=True)
class Share:
    """What falls to one of several: how it was worked out, and the whole people it comes to.

    `exact` is weight ÷ sum of the weights × total, `whole` the whole people in it, `remainder` what is over, from 0
    up to less than 1. `rank` is the place of the remainder among those of weight, 1 the largest; 0 without a weight.
    """

    weight: int
    exact: Fraction
    rank: int
    people: int

    @property
    def whole(self) -> int:
        return int(self.exact)

    @property
    def remainder(self) -> Fraction:
        return self.exact - self.whole

    @property
    def topped_up(self) -> bool:
        """Whether the remainder brought one person more."""
        return self.people > self.whole


def apportion(total: int, weights: Sequence[int]) -> list[Share]:
    """`total` people shared out by `weights` (members, say), in their order; the shares add up to the total exactly.

    Each gets the whole people of its exact share; those still missing go one each to the largest remainders. Equal
    remainders: the greater weight first, then who stands earlier. A share is never a whole person away from the
    exact one, and no weight gets nobody. Raises `NothingToShareBy` where there are people but no weight, `ValueError`
    for a negative total or weight. Sharing out one person more may take one from somebody, as the method is known
    to do now and then.
    """
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("People and weights are counted from nought.")
    sum_of_weights = sum(weights)
    if not sum_of_weights:
        if total:
            raise NothingToShareBy(total)
        return [Share(0, Fraction(0), 0, 0) for _ in weights]
    exact = [Fraction(total * weight, sum_of_weights) for weight in weights]
    order = sorted(
        (at for at, weight in enumerate(weights) if weight),
        key=lambda at: (-(exact[at] % 1), -weights[at], at),
    )
    missing = total - sum(int(share) for share in exact)
    ranks = {at: rank for rank, at in enumerate(order, start=1)}
    topped_up = set(order[:missing])
    return [
        Share(weight, exact[at], ranks.get(at, 0), int(exact[at]) + (at in topped_up))
        for at, weight in enumerate(weights)
    ]
