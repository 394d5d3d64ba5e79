"""The findings of a year beside what is done about them: each flag of a unit with its follow-up."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reports.figures import Figures
from reports.flags import LABELS, Flag
from units.models import FollowUp

# The flags that somebody has to do something about, in the order of their weight.
FOLLOWED = (
    "school_without_pupil",
    "other_year_without_pupil",
    "source_but_no_admission",
    "nobody_for_two_terms",
    "low_progress",
    "quota_above_road",
    "below_band",
    "no_source_left",
    "no_plan",
    "review_missing",
    "no_quota",
    "quota_sum_mismatch",
)


class State(StrEnum):
    """How far a finding has come."""

    LATE = "qua_han"
    BARE = "chua"
    RUNNING = "dang"
    DONE = "xong"

    @property
    def label(self) -> str:
        return {
            "qua_han": "Quá thời hạn",
            "chua": "Chưa có biện pháp",
            "dang": "Đang khắc phục",
            "xong": "Đã xong",
        }[self.value]

    @property
    def tone(self) -> str:
        return {"qua_han": "bad", "chua": "warn", "dang": "info", "xong": "good"}[self.value]


@dataclass(frozen=True)
class Finding:
    """A flag of a unit with its follow-up; without a flag it has ceased since somebody began to follow it."""

    unit_id: int
    unit_name: str
    code: str
    flag: Flag | None
    follow_up: FollowUp | None
    on: date

    @property
    def label(self) -> str:
        return LABELS.get(self.code, self.code)

    @property
    def state(self) -> State:
        if self.follow_up is None:
            return State.BARE
        if self.follow_up.done_on is not None:
            return State.DONE
        return State.LATE if self.follow_up.deadline < self.on else State.RUNNING

    @property
    def days_left(self) -> int:
        """Calendar days to the deadline, below zero when late."""
        return (self.follow_up.deadline - self.on).days if self.follow_up else 0

    @property
    def ceased(self) -> bool:
        """Whether what is still followed no longer shows in the figures."""
        return self.flag is None and self.state not in (State.DONE, State.BARE)


def findings_of(
    tops: Iterable[Figures], year: int, *, on: date, seen: Container[int] | None = None
) -> list[Finding]:
    """Every finding about the units of these figures, the most pressing first; one query.

    `seen`: only units whose ids are in it, for the figures of a past year tell of units that have left since.

    A finding that was done and shows again without being followed anew keeps the latest follow-up.
    """
    units = {unit.node.unit_id: unit for top in tops for unit in top.subtree()}
    if seen is not None:
        units = {pk: unit for pk, unit in units.items() if pk in seen}
    rows = FollowUp.objects.filter(year=year, unit_id__in=units).select_related("unit").order_by("pk")
    kept = {(row.unit_id, row.code): row for row in rows}
    found = [
        Finding(pk, unit.node.name, flag.code, flag, kept.pop((pk, flag.code), None), on)
        for pk, unit in units.items()
        for flag in unit.flags
        if flag.code in FOLLOWED
    ]
    found += [Finding(pk, row.unit.name, code, None, row, on) for (pk, code), row in kept.items()]
    return sorted(found, key=_pressing)


def _pressing(finding: Finding) -> tuple:
    states, codes = list(State), list(FOLLOWED)
    code = codes.index(finding.code) if finding.code in codes else len(codes)
    deadline = finding.follow_up.deadline if finding.follow_up else date.max
    return states.index(finding.state), deadline, code


def counts_of(findings: Sequence[Finding]) -> dict[State, int]:
    """How many findings there are in each state."""
    return {state: sum(finding.state is state for finding in findings) for state in State}
