"""What the units of each committee member have done: evidence for people, from which no grade is ever worked out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from admissions.deadlines import Due
from reports import figures
from reports.admitted import counted_steps_in
from reports.figures import Figures
from reports.flags import Flag
from reports.rates import rate
from units.models import Supervision, Unit
from units.names import sort_key
from units.periods import Period
from units.reviews_owed import Book
from units.tree import Past

Admission = tuple[int, date]  # the step, the day that counts
TOLD_FLAGS = (
    "school_without_pupil",
    "source_but_no_admission",
    "low_progress",
    "no_quota",
    "quota_above_road",
    "nobody_for_two_terms",
    "no_plan",
    "review_missing",
    "no_source_left",
)


@dataclass(frozen=True)
class Results:
    """The figures of a scope and period by unit, and by unit every admission in it or under it; eight queries in all."""

    period: Period
    figures: dict[int, Figures]
    admissions: dict[int, list[Admission]]

    @classmethod
    def read(cls, tops: Sequence[Unit], period: Period, book: Book | None = None) -> Results:
        """Read once for the whole scope, never unit by unit. `book`: the reports as of today, where at hand."""
        told = figures.for_units(tops, period, book=book)
        by_unit = {each.node.unit_id: each for top in told for each in top.subtree()}
        return cls(period, by_unit, _admissions(told[0], [top.pk for top in tops]) if told else {})

    def within(self, row: Supervision) -> set[int]:
        """The admissions of the unit and of what hung under it while the assignment was in force, by their steps."""
        return {step for step, day in self.admissions.get(row.unit_id, ()) if row.holds_on(day)}


def _admissions(told: Figures, tops: Iterable[int]) -> dict[int, list[Admission]]:
    """The admissions of the period of `told`, as its rules count them, under every unit that they were under that day.

    Those of a unit merged or moved since stay with whom it hung under before.
    """
    past = Past.read()
    steps = counted_steps_in(past.ever_below(tops), told.counting, told.period.as_of)
    admissions: dict[int, list[Admission]] = {}
    rows = steps.filter(happened_on__range=told.period.span).values_list("unit_id", "pk", "happened_on")
    for unit_id, step, day in rows:
        for above in past.above(unit_id, day):
            admissions.setdefault(above, []).append((step, day))
    return admissions


def _apart(told: list[Figures]) -> list[Figures]:
    """The figures of units that do not hang under another one of them."""
    inside = {node.unit_id for top in told for node in top.node.subtree() if node is not top.node}
    return [top for top in told if top.node.unit_id not in inside]


@dataclass(frozen=True)
class Post:
    """One assignment with what its unit did in the period; without figures where the unit did not stand then."""

    row: Supervision
    figures: Figures | None
    within: set[int]  # admissions of the period while he was in charge
    period: Period

    @property
    def is_partial(self) -> bool:
        """Whether he was in charge for a part of the period only."""
        ends = self.row.until is not None and self.row.until <= self.period.as_of
        return self.row.since > self.period.start or ends

    @property
    def admitted_within(self) -> int:
        return len(self.within)


@dataclass
class Member:
    """A committee member (name and account) with his assignments now, past and to come. Counts are people."""

    name: str
    officer_id: int | None
    posts: list[Post] = field(default_factory=list)
    past: list[Post] = field(default_factory=list)
    coming: list[Post] = field(default_factory=list)
    late: list[Due] = field(default_factory=list)

    @property
    def pk(self) -> int:
        """The assignment that his page is named by: the first one now, else the last one known."""
        rows = self.posts[:1] or self.coming[:1] or self.past[-1:]
        return rows[0].row.pk

    @property
    def counted(self) -> list[Figures]:
        """The figures of his units now, none of which hangs under another one of his."""
        told = [post.figures for post in self.posts if post.figures]
        return _apart(told)

    @property
    def admitted(self) -> int:
        """Admitted in the period by his units that have a quota."""
        return sum(told.admitted for told in self.counted if told.members_quota is not None)

    @property
    def admitted_beside(self) -> int:
        """Admitted by his units without a quota."""
        return sum(told.admitted for told in self.counted if told.members_quota is None)

    @property
    def quota(self) -> int | None:
        given = [told.members_quota for told in self.counted if told.members_quota is not None]
        return sum(given) if given else None

    @property
    def completion(self) -> Decimal | None:
        """Admitted in per cent of the quota, of the units that have one; unrounded."""
        return rate(self.admitted, self.quota)

    @property
    def missing(self) -> int | None:
        """People still to admit, unit by unit: what one has more does not make up for another."""
        given = [told.missing_quota for told in self.counted if told.missing_quota is not None]
        return sum(given) if given else None

    @property
    def admitted_within(self) -> int:
        """Admitted in the period while he was in charge, in units handed over since as well; each person once."""
        return len(set().union(*(post.within for post in (*self.posts, *self.past))))

    @property
    def is_partial(self) -> bool:
        """Whether he was in charge of some unit for a part of the period only."""
        return any(post.is_partial for post in self.posts) or any(post.within for post in self.past)

    @property
    def flags(self) -> list[tuple[Flag, int]]:
        """The flags of his units and all that hangs under them, each with the number of units."""
        found: dict[str, list[Flag]] = {}
        for told in self.counted:
            for unit in told.subtree():
                for flag in unit.flags:
                    found.setdefault(flag.code, []).append(flag)
        return [(found[code][0], len(found[code])) for code in TOLD_FLAGS if code in found]


def members_of(
    rows: Iterable[Supervision], results: Results, dues: Iterable[Due], units: dict[int, Unit], *, today: date
) -> list[Member]:
    """The members whom assignments name, in the Vietnamese order of their names, each with what is late in his units.

    `units` are those in scope by id, whose paths tell what hangs under what; `dues` the open clocks of the scope.
    """
    members: dict[tuple, Member] = {}
    for row in rows:
        member = members.setdefault((row.member, row.officer_id), Member(row.member, row.officer_id))
        post = Post(row, results.figures.get(row.unit_id), results.within(row), results.period)
        _side(member, row, today).append(post)
    late = [(units[due.unit.pk].path, due) for due in dues if due.days_left < 0 and due.unit.pk in units]
    for member in members.values():
        paths = tuple(units[post.row.unit_id].path for post in member.posts)
        member.late = [due for path, due in late if path.startswith(paths)] if paths else []
    return sorted(members.values(), key=lambda member: sort_key(member.name))


def _side(member: Member, row: Supervision, today: date) -> list[Post]:
    if row.holds_on(today):
        return member.posts
    return member.coming if row.since > today else member.past
