"""What a unit has done in a period: counts of people, and the rates and findings that follow from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from reports.facts import Rules
from reports.flags import Flag, flags_of
from reports.rates import people_for, rate
from units.models import LEDGER_IN, LEDGER_OUT, Quota, UnitYear, YearRule
from units.periods import Period
from units.reviews_owed import Missing
from units.tree import Node

GROUPS = ("women", "ethnic_minority", "religious", "youth_union", "pupils", "workers", "readmitted")
LEDGER = (*LEDGER_IN, *LEDGER_OUT)
COUNTED = (
    "admitted",
    "admitted_last_year",
    *GROUPS,
    "pupils_admitted",
    "pupils_of_school_year",
    "admitted_in_two_terms",
    "recognised",
    "trained",
    "in_pipeline",
    "pupils_in_pipeline",
    "workers_in_pipeline",
    "waiting_decision",
    *LEDGER,
    "regrouped",
)


@dataclass
class Figures:
    """What a unit with its subtree has done in a period. Counts are people; rates follow from two sums."""

    node: Node
    period: Period
    rule: YearRule
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    opening: int | None = None
    quota: Quota | None = None
    children_quota: int | None = None
    year: UnitYear | None = None
    plans_are_kept: bool = False
    resolutions_are_kept: bool = False
    terms_are_kept: bool = False  # the committee's admissions of the last two terms
    unreported: list[Missing] = field(default_factory=list)  # its own reports of periods that are overdue
    children: list[Figures] = field(default_factory=list)
    counting: Rules = field(default_factory=dict)  # by unit id the rule its own admissions are counted by
    later_tree: bool = False  # added up by today's tree, of a day that is past
    trees_differ: bool = False  # of the unit asked for: whether then and now is not the same for it
    founded_later: bool = False  # the unit did not exist yet on the last counted day

    def __getattr__(self, name):
        counts = self.__dict__.get("counts", {})
        if name in counts:
            return counts[name]
        raise AttributeError(name)

    @property
    def members_quota(self) -> int | None:
        return self.quota.members if self.quota else None

    @property
    def pupils_quota(self) -> int | None:
        return self.quota.pupils if self.quota else None

    @property
    def closing(self) -> int | None:
        """Members at the end: D = A + B − C, admissions from the road (Biểu 1-BTCTW), and those handed over.

        A unit founded in the year by a division opens with whom it was given.
        """
        founded_with = self.counts["regrouped"] and self.node.founded_on > self.period.base_date
        if self.opening is None and not founded_with:
            return None
        gains = self.counts["admitted"] + sum(self.counts[line] for line in LEDGER_IN)
        losses = sum(self.counts[line] for line in LEDGER_OUT)
        return (self.opening or 0) + gains - losses + self.counts["regrouped"]

    @property
    def members_base(self) -> int | None:
        return self.opening if self.rule.base == YearRule.Base.OPENING else self.closing

    @property
    def base_date(self) -> date:
        return self.period.base_date if self.rule.base == YearRule.Base.OPENING else self.period.as_of

    @property
    def rate(self) -> Decimal | None:
        """Admission rate in per cent of the base, unrounded."""
        return rate(self.counts["admitted"], self.members_base)

    @property
    def completion(self) -> Decimal | None:
        """Admitted in per cent of the quota, unrounded; may pass 100; None without a quota."""
        return rate(self.counts["admitted"], self.members_quota)

    @property
    def needed_min(self) -> int | None:
        return None if self.members_base is None else people_for(self.rule.target_min, self.members_base)

    @property
    def needed_max(self) -> int | None:
        return None if self.members_base is None else people_for(self.rule.target_max, self.members_base)

    @property
    def missing_min(self) -> int | None:
        """People still to admit for the lower bound of the band."""
        return None if self.needed_min is None else max(0, self.needed_min - self.counts["admitted"])

    @property
    def missing_quota(self) -> int | None:
        """People still to admit for the quota."""
        return None if self.members_quota is None else max(0, self.members_quota - self.counts["admitted"])

    @property
    def change(self) -> int:
        """Admitted more (or fewer) than in the same period last year."""
        return self.counts["admitted"] - self.counts["admitted_last_year"]

    @property
    def small_base(self) -> bool:
        return self.members_base is not None and self.members_base < self.rule.small_base

    @property
    def tree_day(self) -> date:
        """The day whose tree the figures are added up by."""
        return timezone.localdate() if self.later_tree else self.period.as_of

    @property
    def answers(self) -> bool:
        """Whether the unit was there in the period, by itself or in what it has taken over since."""
        return not self.founded_later or any(child.node.closed for child in self.children)

    @cached_property
    def no_source(self) -> UnitYear | None:
        """The row that says nobody is left to admit; of a unit founded later it is in all that it took over."""
        if self.year is not None and self.year.no_source_left:
            return self.year
        if not self.founded_later:
            return None
        taken_over = [child.no_source for child in self.children if child.node.closed]
        return taken_over[0] if taken_over and all(taken_over) else None

    @cached_property
    def flags(self) -> list[Flag]:
        return flags_of(self)

    def share(self, group: str) -> Decimal | None:
        """A group in per cent of those admitted, unrounded."""
        return rate(self.counts[group], self.counts["admitted"])

    def standing_children(self) -> list[Figures]:
        """Children that stood on the day, also those left under a closed one, whose own doings are in the sum."""
        standing: list[Figures] = []
        for child in self.children:
            standing += [child] if child.node.standing else child.standing_children()
        return standing

    def subtree(self) -> Iterator[Figures]:
        """These figures and those of every standing unit below, parents first."""
        yield self
        for child in self.standing_children():
            yield from child.subtree()
