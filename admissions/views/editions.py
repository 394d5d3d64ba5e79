"""The editions of the regulation: side by side, one by one, and whose dossiers rest on them."""

from dataclasses import dataclass, field
from datetime import date

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from admissions import editions, regulation
from admissions.models import Candidate, Edition
from admissions.models.changes import named, worded
from admissions.regulation.values import GROUPS, VALUES, Value, written
from admissions.rulebook import Rulebook
from admissions.touched import open_cases, resting_on

PEOPLE_ON_A_PAGE = 50


@dataclass(frozen=True)
class Period:
    """An edition with the days it is in force; `until` is the first day of the next one."""

    edition: Edition
    before: Edition | None
    until: date | None
    today: date
    current: bool

    @property
    def state(self) -> tuple[str, str, str]:
        """Kind, icon and words of the badge."""
        if self.current:
            return "good", "check-circle", "Đang có hiệu lực"
        if self.edition.in_force_on > self.today:
            return "info", "clock", "Sắp có hiệu lực"
        return "plain", "archive-box", "Hết hiệu lực"

    @property
    def unread(self) -> int:
        """How many values were carried over without being read."""
        return sum(name in self.edition.unverified for name in VALUES)

    @property
    def values(self) -> int:
        return len(VALUES)


@dataclass(frozen=True)
class Cell:
    """One value of one edition: in words, whether it differs from the edition before, where it was read."""

    period: Period
    value: Value
    text: str
    changed: bool
    was: str
    read: bool
    source: str


@dataclass(frozen=True)
class Line:
    """A row of the table: a value and what each edition says of it."""

    value: Value
    cells: list[Cell] = field(default_factory=list)


def periods() -> list[Period]:
    """All editions in the order of their force."""
    rows, today = list(Edition.objects.order_by("in_force_on")), timezone.localdate()
    current = regulation.edition_on([row.as_rule() for row in rows], today).code if rows else ""
    return [
        Period(row, before, after.in_force_on if after else None, today, row.code == current)
        for row, before, after in zip(rows, [None, *rows], [*rows[1:], None], strict=False)
    ]


def cell_of(period: Period, value: Value) -> Cell:
    edition, before = period.edition, period.before
    content = getattr(edition, value.name)
    was = getattr(before, value.name) if before else content
    return Cell(
        period,
        value,
        written(value, content),
        # The day of force differs always and says nothing.
        changed=content != was and value.name != "in_force_on",
        was=written(value, was),
        read=value.name not in edition.unverified,
        source=edition.sources.get(value.name, ""),
    )


def table_of(shown: list[Period]) -> list[tuple[str, list[Line]]]:
    """Each group of values with its lines."""
    return [
        (title, [Line(value, [cell_of(period, value) for period in shown]) for value in values])
        for title, values in GROUPS.items()
    ]


@require_safe
def edition_list(request):
    """All editions side by side; a phone shows the one chosen in the address, or the one in force."""
    shown = periods()
    asked = request.GET.get("ban", "")
    chosen = next((p for p in shown if str(p.edition.pk) == asked), None)
    chosen = chosen or next((p for p in shown if p.current), None)
    context = {"periods": shown, "chosen": chosen, "table": table_of(shown)}
    return render(request, "admissions/edition_list.html", context)


def period_or_404(pk: int) -> Period:
    edition = get_object_or_404(Edition, pk=pk)
    return next(period for period in periods() if period.edition.pk == edition.pk)


def resting(request, edition: Edition) -> list[Candidate]:
    """The people in the officer's scope whose open dossiers rest on an edition."""
    cases = open_cases(Candidate.objects.visible_to(request.user))
    return [candidate for candidate, _ in resting_on(edition.code, cases, Rulebook.read())]


@require_safe
def edition_page(request, pk):
    """One edition: its values, what it changed, what was changed in it, how many dossiers rest on it."""
    period = period_or_404(pk)
    edition, before = period.edition, period.before
    table = [(title, [line.cells[0] for line in lines]) for title, lines in table_of([period])]
    context = {
        "period": period,
        "edition": edition,
        "table": table,
        "changed": [cell for _, cells in table for cell in cells if cell.changed],
        "before": before,
        "log": edition.log.newest().select_related("recorded_by"),
        "resting": len(resting(request, edition)),
    }
    return render(request, "admissions/edition_page.html", context)


@require_safe
def edition_people(request, pk):
    """The people in scope whose open dossiers rest on an edition, by unit."""
    period = period_or_404(pk)
    people = resting(request, period.edition)
    page = Paginator(people, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"edition": period.edition, "page": page}
    return render(request, "admissions/edition_people.html", context)


def difference_lines(before: Edition, after: Edition, *, values_only=False) -> list[tuple[str, str, str]]:
    """What differs between two editions in words; `values_only` leaves out sources and marks."""
    return [
        (named(name), worded(name, old), worded(name, new))
        for name, (old, new) in editions.differences(before, after).items()
        if not (values_only and "." in name)
    ]
