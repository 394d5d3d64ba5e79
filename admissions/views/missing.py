"""What is missing for the next step, unit by unit: read on the screen, told by phone, printed for the secretary."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count
from django.shortcuts import render
from django.utils import timezone

from admissions.forms.missing import MissingFilter
from admissions.models import Candidate
from admissions.owed import Lacking, followed, lacking_of_many
from admissions.regulation import FORMS, Stage
from units.models import Unit

PEOPLE_A_PAGE = 100  # whole units; one with more people than that has a page to itself
ORDER = {stage: position for position, stage in enumerate(Stage)}


@dataclass(frozen=True)
class Sheet:
    """A unit's part of the list: its people by next step, each with what is missing."""

    unit: Unit
    steps: list[tuple[str, list[Lacking]]]
    clear: int  # people followed of whom nothing is missing

    @property
    def count(self) -> int:
        return sum(len(people) for _, people in self.steps)


def missing_papers(request):
    """The people in scope for whom something stands in the way of the next step, whole units a page."""
    form = MissingFilter(request.GET, officer=request.user)
    people = followed(Candidate.objects.visible_to(request.user), form.step)
    if form.unit:
        people = people.of_subtree(form.unit)
    pages = _pages(dict(people.order_by().values_list("unit_id").annotate(Count("pk"))), form.units)
    number = min(form.page, max(1, len(pages)))
    units = pages[number - 1] if pages else []
    sheets = _sheets(people.filter(unit__in=[unit.pk for unit in units]), units, form.step)
    context = {
        "form": form,
        "sheets": [sheet for sheet in sheets if sheet.steps],
        "clear": [sheet.unit for sheet in sheets if not sheet.steps],
        "number": number,
        "pages": len(pages),
        "before": form.address(number - 1) if number > 1 else "",
        "after": form.address(number + 1) if number < len(pages) else "",
        "today": timezone.localdate(),
        "narrows": form.unit is not None or form.step is not None,
    }
    return render(request, "admissions/missing_papers.html", context)


def _pages(counts: dict[int, int], units: dict[int, Unit]) -> list[list[Unit]]:
    """Units with people, in the order of the tree, as many a page as hold `PEOPLE_A_PAGE`."""
    pages: list[list[Unit]] = []
    held = 0
    for unit in units.values():
        count = counts.get(unit.pk, 0)
        if not count:
            continue
        if not pages or held + count > PEOPLE_A_PAGE:
            pages.append([])
            held = 0
        pages[-1].append(unit)
        held += count
    return pages


def _sheets(people, units: list[Unit], step: Stage | None) -> list[Sheet]:
    found: dict[int, list[Lacking]] = {unit.pk: [] for unit in units}
    for lack in lacking_of_many(people.order_by("name_sort", "pk"), on=timezone.localdate()):
        if step is None or lack.following is step:
            found[lack.candidate.unit_id].append(lack)
    return [_sheet(unit, found[unit.pk]) for unit in units]


def _sheet(unit: Unit, people: list[Lacking]) -> Sheet:
    lacking = [lack for lack in people if lack.anything]
    return Sheet(unit, list(_by_step(lacking)), len(people) - len(lacking))


def _by_step(people: Iterable[Lacking]):
    """Headings in road order, nearest the end first; people without a next step last."""
    ordered = sorted(people, key=lambda lack: -ORDER[lack.following] if lack.following else 0)
    for following, group in groupby(ordered, key=lambda lack: lack.following):
        yield FORMS[following].act if following else "Không còn bước tiếp theo", list(group)
