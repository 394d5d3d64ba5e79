"""The list of people: the office's workbench."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django_htmx.http import push_url

from admissions.forms.filters import GROUPS, CandidateFilter
from admissions.models import Candidate, StageEvent
from admissions.reading import route_of
from admissions.regulation import (
    DECIDED_OR_LATER,
    FORMS,
    LEFT,
    WAITING_DECISION,
    Case,
    Stage,
    Step,
    age_on,
    next_step,
)
from units.templatetags.icons import heroicon_mini

COLUMNS = (
    "name",
    "birth_date",
    "stage",
    "stage_since",
    "unit__name",
    "unit__founded_on",
    "unit__parent__kind",
    "unit__parent__powers",
    "unit__parent__powers_since",
    "unit__parent__parent__kind",
    "unit__parent__parent__powers",
    "unit__parent__parent__powers_since",
)


@dataclass(frozen=True)
class Row:
    """One person as the list shows him."""

    candidate: Candidate
    age: int
    days: int
    next_act: str
    document: tuple | None  # the last numbered row of the trail
    badge: str
    icon: str


@dataclass(frozen=True)
class Chip:
    """A link that narrows the list by stage."""

    label: str
    count: int
    address: str
    on: bool
    of_group: bool = True  # of several stages, not of one


@dataclass(frozen=True)
class Page:
    """Which part of the list is shown; a number past the end means the last page."""

    total: int
    size: int
    asked: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def number(self) -> int:
        return min(max(1, self.asked), self.pages)

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size

    @property
    def last(self) -> int:
        return min(self.first + self.size, self.total)


def candidate_list(request):
    """The people in scope, narrowed by the address; htmx gets the results alone."""
    form, people, counts = narrowed(request)
    page = Page(
        total=sum(counts.get(stage, 0) for stage in form.stages),
        size=form.values.get("moi_trang", 25),
        asked=form.values.get("trang", 1),
    )
    context = {
        "rows": _rows(form, people, page),
        "page": page,
        "first": page.first + 1,
        "before": form.address(trang=page.number - 1) if page.number > 1 else "",
        "after": form.address(trang=page.number + 1) if page.number < page.pages else "",
        **around(form, counts, form.CARRIED),
    }
    return answer(request, form, context, "candidate_list", "candidate_results")


def narrowed(request):
    """The filters of the address, the people in scope who pass those but for the stage, their number by stage."""
    form = CandidateFilter(request.GET, officer=request.user)
    people = form.apart_from_stage(Candidate.objects.visible_to(request.user))
    return form, people, dict(people.order_by().values_list("stage").annotate(Count("pk")))


def around(form, counts, carried) -> dict:
    """What stands around the people in either view: filters, chips, the way to the other view.

    `carried` names the filters without a field on the page; they stay in its address all the same.
    """
    return {
        "form": form,
        "chips": _chips(form, counts),
        "carried": [(name, value) for name in carried for value in _listed(form.values.get(name))],
        "without_period": form.address(ket_nap=None, nam=None, ky=None),
        "query": form.address(),
    }


def answer(request, form, context, page, results):
    """The whole page, or to htmx its results alone with the clean address; `page` also names the view."""
    partly = request.htmx and not request.htmx.history_restore_request
    response = render(request, f"admissions/{results if partly else page}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return push_url(response, reverse(page) + form.address()) if partly else response


def _rows(form, people, page) -> list[Row]:
    if len(form.stages) < len(Stage):
        people = people.filter(stage__in=form.stages)
    people = form.ordered(people.select_related("unit__parent__parent").only(*COLUMNS))
    shown = list(people[page.first : page.last])
    documents = _last_documents(shown)
    today = timezone.localdate()
    return [_row(candidate, documents.get(candidate.pk), today) for candidate in shown]


def _last_documents(people) -> dict[int, tuple]:
    """The last standing step with a number, by person. Voided rows are dropped here: the trails are short."""
    events = StageEvent.objects.filter(candidate__in=[person.pk for person in people]).order_by("pk")
    rows = list(
        events.values_list("pk", "candidate_id", "happened_on", "document_number", "voids_id", named=True)
    )
    voided = {row.voids_id for row in rows}
    return {row.candidate_id: row for row in rows if row.document_number and row.pk not in voided}


def _row(candidate: Candidate, document: tuple | None, today: date) -> Row:
    stage, unit = Stage(candidate.stage), candidate.unit
    standing = (Step(stage, candidate.stage_since),)
    case = Case(candidate.birth_date, unit.founded_on, route=route_of(unit, today), steps=standing)
    following = next_step(case)
    return Row(
        candidate,
        age=age_on(candidate.birth_date, today),
        days=(today - candidate.stage_since).days,
        next_act=FORMS[following].act if following and stage not in LEFT else "",
        document=document,
        badge=badge_of(stage),
        icon=heroicon_mini(ICONS[badge_of(stage)], **{"class": "icon"}),
    )


ICONS = {"good": "check-circle", "warn": "clock", "plain": "minus-circle", "info": "arrow-right-circle"}


def badge_of(stage: Stage) -> str:
    """How a stage is coloured: done, waiting for a decision, off the road, under way."""
    if stage in LEFT:
        return "plain"
    if stage in WAITING_DECISION:
        return "warn"
    return "good" if stage in DECIDED_OR_LATER else "info"


def _chips(form, counts) -> list[Chip]:
    """All, the two groups, then each stage that has people; a stage is added to those chosen, or taken out."""
    asked, group = form.values.get("buoc", []), form.values.get("nhom")
    chips = [
        Chip("Tất cả", sum(counts.values()), form.address(buoc=None, nhom=None), not asked and not group)
    ]
    for code, (label, stages) in GROUPS.items():
        count = sum(counts.get(stage, 0) for stage in stages)
        on = group == code
        chips.append(Chip(label, count, form.address(buoc=None, nhom=None if on else code), on))
    for stage in Stage:
        on = stage in asked
        if counts.get(stage) or on:
            stages = [s for s in asked if s != stage] if on else [*asked, stage.value]
            chips.append(
                Chip(stage.label, counts.get(stage, 0), form.address(buoc=stages, nhom=None), on, False)
            )
    return chips


def _listed(value) -> list:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
