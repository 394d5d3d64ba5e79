"""The tree of units, its years and the people who sign in."""

from units.models.officer import EXPORTERS, OVERRIDE_READERS, WRITERS, Officer, Role
from units.models.powers import PowersChange
from units.models.unit import (
    BANDED,
    COMMITTEES,
    Directive,
    Kind,
    Placement,
    Powers,
    Unit,
    below,
    depth_of,
    path_of,
    scope_of,
    with_depths,
)
from units.models.year import LEDGER_IN, LEDGER_OUT, Quota, Supervision, UnitYear, YearRule

__all__ = [
    "BANDED",
    "COMMITTEES",
    "EXPORTERS",
    "LEDGER_IN",
    "LEDGER_OUT",
    "OVERRIDE_READERS",
    "WRITERS",
    "Directive",
    "Kind",
    "Officer",
    "Placement",
    "Powers",
    "PowersChange",
    "Quota",
    "Role",
    "Supervision",
    "Unit",
    "UnitYear",
    "YearRule",
    "below",
    "depth_of",
    "path_of",
    "scope_of",
    "with_depths",
]
