"""The work list: every open clock of the officer's scope, the nearest first, grouped and filtered."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from admissions.deadlines import Due
from admissions.deadlines.agenda import Agenda, Period, agenda_of, folded, kind_of, period_of
from admissions.forms.work_list import GROUPINGS, WorkListFilter

LINES = 100  # on a page
TONES = {Period.LATE: "bad", Period.WEEK: "warn", Period.MONTH: "info", Period.LATER: "plain"}


@dataclass(frozen=True)
class Section:
    """The lines of one heading on this page; `count` is how many it has on all pages."""

    title: str
    tone: str
    count: int
    continued: bool
    dues: list[Due]

    @property
    def lines(self) -> list[list[Due]]:
        """The clocks, the same duty of several units on one day as one line."""
        return folded(self.dues)


@dataclass(frozen=True)
class Chip:
    """A link that narrows the list to a period, or groups it."""

    label: str
    address: str
    on: bool
    count: int | None = None


@require_safe
def work_list(request):
    """The clocks in scope, narrowed and grouped by the address."""
    today = timezone.localdate()
    form = WorkListFilter(request.GET)
    agenda = agenda_of(request.user, on=today, unit_id=form.values.get("don_vi"))
    form.offer(agenda.units.values(), agenda.dues)
    dues = form.apart_from_period(agenda.dues)
    shown = _grouped(form.of_period(dues, today), form.grouping, agenda)
    page = Paginator(shown, LINES).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "today": today,
        "page": page,
        "sections": _sections(page, shown, form.grouping, agenda),
        "query": form.address()[1:] + "&" if form.values else "",
        "periods": _period_chips(form, dues, today),
        "groupings": [
            Chip(label, form.address(theo=None if code == "han" else code), form.grouping == code)
            for code, label in GROUPINGS.items()
        ],
        "without_day": form.address(ngay=None),
    }
    return render(request, "admissions/work_list.html", context)


def _grouped(dues: list[Due], grouping: str, agenda: Agenda) -> list[Due]:
    """The same clocks with those of one heading together; within it the earliest due stays first."""
    if grouping == "don_vi":
        order = {pk: position for position, pk in enumerate(agenda.units)}
        return sorted(dues, key=lambda due: order[due.unit.pk])
    if grouping == "loai":
        return sorted(dues, key=kind_of)
    return dues


def _heading(due: Due, grouping: str, agenda: Agenda) -> tuple[str, str]:
    """Title and tone of the heading that a clock stands under."""
    if grouping == "don_vi":
        return due.unit.name, "plain"
    if grouping == "loai":
        return kind_of(due), "plain"
    period = period_of(due, agenda.on)
    return period.label, TONES[period]


def _sections(page, shown: list[Due], grouping: str, agenda: Agenda) -> list[Section]:
    counts = Counter(_heading(due, grouping, agenda) for due in shown)
    before = shown[page.start_index() - 2] if page.number > 1 else None
    last = _heading(before, grouping, agenda) if before else None
    sections = []
    for heading, dues in groupby(page.object_list, key=lambda due: _heading(due, grouping, agenda)):
        sections.append(Section(*heading, counts[heading], heading == last, list(dues)))
    return sections


def _period_chips(form: WorkListFilter, dues: list[Due], today) -> list[Chip]:
    counts = Counter(period_of(due, today) for due in dues)
    asked = form.values.get("ky")
    chips = [Chip("Tất cả", form.address(ky=None), asked is None, len(dues))]
    for period in Period:
        on = asked == period
        chips.append(Chip(period.label, form.address(ky=None if on else period.value), on, counts[period]))
    return chips
