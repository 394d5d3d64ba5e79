"""The one writer of whole acts on the tree: the units, and the people who go with them."""

from admissions.regrouping.acts import Stale, carry_out, refusals
from admissions.regrouping.people import STAY, Hands, people_leaving, people_of
from admissions.regrouping.undoing import rests_on, undo

__all__ = [
    "STAY",
    "Hands",
    "Stale",
    "carry_out",
    "people_leaving",
    "people_of",
    "refusals",
    "rests_on",
    "undo",
]
