"""The board: the people of the list in columns, one a stage."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.db.models import Case, F, Q, When, Window
from django.db.models.functions import RowNumber
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from admissions.deadlines import SOON, Due, open_clocks
from admissions.models import Candidate
from admissions.regulation import LEFT, ROAD, Stage, age_on
from admissions.views.candidates import answer, around, narrowed

SHOWN = 10  # cards of a column at a time
# Stages at which nobody waits: there the latest to come stand first, elsewhere those who wait longest.
SETTLED = (*LEFT, Stage.RECOGNISED)
WAITING_SINCE = Case(When(~Q(stage__in=SETTLED), then=F("stage_since")))
PLACE = Window(RowNumber(), partition_by="stage", order_by=[WAITING_SINCE, F("stage_since").desc(), F("pk")])
COLUMNS = ("name", "birth_date", "stage", "stage_since", "unit__name")


@dataclass(frozen=True)
class Card:
    """One person on the board: days at the stage, none where nobody waits, and what falls due first."""

    candidate: Candidate
    age: int
    days: int | None
    due: Due | None

    @property
    def late(self) -> bool:
        return self.due is not None and self.due.days_left < 0

    @property
    def soon(self) -> bool:
        return self.due is not None and 0 <= self.due.days_left <= SOON


@dataclass(frozen=True)
class Column:
    """A stage, how many people stand there, and the cards of those after the first `start`."""

    stage: Stage
    count: int
    start: int
    cards: list[Card]
    alone: str  # the query of the board with this column only
    earlier: str  # with the cards before these; empty where there are none
    later: str  # with the cards after these; empty where there are none

    @property
    def settled(self) -> bool:
        return self.stage in SETTLED

    @property
    def rest(self) -> int:
        return self.count - self.start - len(self.cards)

    @property
    def to_come(self) -> int:
        return min(SHOWN, self.rest)


class Opened(forms.Form):
    """The column whose later cards the address asks for, and how many stand before them."""

    cot = forms.ChoiceField(required=False, choices=lambda: [(stage, stage.label) for stage in Stage])
    tu = forms.IntegerField(required=False, min_value=0, max_value=1_000_000)

    def __init__(self, query):
        super().__init__(query)
        self.full_clean()
        self.stage = self.cleaned_data.get("cot", "")
        self.start = self.cleaned_data.get("tu") or 0


def candidate_board(request):
    """The people in scope by stage, narrowed as the list is; the first cards of a column, or those asked for."""
    form, people, counts = narrowed(request)
    opened = Opened(request.GET)
    last = max(0, counts.get(opened.stage, 0) - 1) // SHOWN * SHOWN
    starts = {opened.stage: min(opened.start, last)}
    wanted = Q(stage=opened.stage) & _after(starts[opened.stage]) | ~Q(stage=opened.stage) & _after(0)
    cards = _cards(people.filter(stage__in=form.stages), wanted)
    columns = [
        _column(form, stage, counts.get(stage, 0), starts.get(stage, 0), cards.get(stage, []))
        for stage in Stage
        if stage in form.stages and (counts.get(stage) or stage in ROAD)
    ]
    context = {
        "columns": columns,
        "total": sum(column.count for column in columns),
        **around(form, counts, (*form.CARRIED, "xep", "moi_trang")),
    }
    return answer(request, form, context, "candidate_board", "board_results")


def board_column(request, stage):
    """The next cards of one column, which htmx puts below those shown."""
    if stage not in set(Stage):
        raise Http404("Không có bước này.")
    form, people, counts = narrowed(request)
    start = Opened(request.GET).start
    cards = _cards(people.filter(stage__in=form.stages).filter(stage=stage), _after(start))
    column = _column(form, Stage(stage), counts.get(stage, 0), start, cards.get(stage, []))
    return render(request, "admissions/board_cards.html", {"column": column, "added": True})


def _after(start: int) -> Q:
    """The next ones of a column after the first `start`."""
    return Q(place__gt=start, place__lte=start + SHOWN)


def _cards(people, wanted: Q) -> dict[str, list[Card]]:
    """The cards of the people in the places wanted, by stage and in order; deadlines are worked out for them only."""
    placed = people.annotate(place=PLACE).filter(wanted).order_by("place")
    shown = list(placed.select_related("unit").only(*COLUMNS))
    today = timezone.localdate()
    dues = open_clocks(Candidate.objects.filter(pk__in=[person.pk for person in shown]), on=today)
    first = {due.candidate.pk: due for due in reversed(dues)}
    cards: dict[str, list[Card]] = {}
    for person in shown:
        cards.setdefault(person.stage, []).append(_card(person, first.get(person.pk), today))
    return cards


def _card(person: Candidate, due: Due | None, today: date) -> Card:
    days = None if person.stage in SETTLED else (today - person.stage_since).days
    return Card(person, age_on(person.birth_date, today), days, due)


def _column(form, stage: Stage, count: int, start: int, cards: list[Card]) -> Column:
    end = start + len(cards)
    return Column(
        stage,
        count,
        start,
        cards,
        alone=form.address(buoc=[stage.value], nhom=None) if count and len(form.stages) > 1 else "",
        earlier=form.address(cot=stage, tu=max(0, start - SHOWN)) if start else "",
        later=form.address(cot=stage, tu=end) if cards and end < count else "",
    )
