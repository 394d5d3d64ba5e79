"""The one writer of placements: what happens to units, each act dated and in one transaction."""

from units.reorganise.acts import Basis, carry_out, refusals, telling
from units.reorganise.checking import misplaced
from units.reorganise.placing import close, correct, found, move
from units.reorganise.plans import Above, Alter, Close, Found, Leave, Merge, Newcomer, Part, Plan, Split
from units.reorganise.reasons import Reason, Refused
from units.reorganise.undoing import rests_on, undo, units_touched

__all__ = [
    "Above",
    "Alter",
    "Basis",
    "Close",
    "Found",
    "Leave",
    "Merge",
    "Newcomer",
    "Part",
    "Plan",
    "Reason",
    "Refused",
    "Split",
    "carry_out",
    "close",
    "correct",
    "found",
    "misplaced",
    "move",
    "refusals",
    "rests_on",
    "telling",
    "undo",
    "units_touched",
]
