"""The tree of units, its years and the people who sign in."""

from units.models.follow_up import FollowUp, FollowUpChange
from units.models.officer import EXPORTERS, OVERRIDE_READERS, WRITERS, Officer, Role
from units.models.powers import PowersChange
from units.models.quota import Quota
from units.models.reorganisation import HandOver, Reorganisation
from units.models.review import Review, ReviewStep
from units.models.rule import YearRule, YearRuleChange
from units.models.supervision import Supervision, SupervisionChange
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
from units.models.year import LEDGER_IN, LEDGER_OUT, UnitYear

__all__ = [
    "BANDED",
    "COMMITTEES",
    "EXPORTERS",
    "LEDGER_IN",
    "LEDGER_OUT",
    "OVERRIDE_READERS",
    "WRITERS",
    "Directive",
    "FollowUp",
    "FollowUpChange",
    "HandOver",
    "Kind",
    "Officer",
    "Placement",
    "Powers",
    "PowersChange",
    "Quota",
    "Reorganisation",
    "Review",
    "ReviewStep",
    "Role",
    "Supervision",
    "SupervisionChange",
    "Unit",
    "UnitYear",
    "YearRule",
    "YearRuleChange",
    "below",
    "depth_of",
    "path_of",
    "scope_of",
    "with_depths",
]
