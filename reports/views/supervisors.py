"""The committee members and their units: a list of all, and a page for each; evidence only, never a grade."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from admissions.deadlines.agenda import folded, open_duties
from admissions.models import Candidate
from admissions.regulation import Stage
from reports.findings import Finding
from reports.supervisors import Member, Results, members_of
from units.models import FollowUp, Role, Supervision, SupervisionChange, Unit, below
from units.periods import LABELS as PERIODS
from units.periods import NoSuchPeriod, Period
from units.reviews_owed import Book, periods_of_year, reviews_owed

LATE_SHOWN = 30
NEAREST = 10
READ_AT_MOST = 400
CHANGES_SHOWN = 20


def _period(request, today) -> Period:
    try:
        return Period.of(today.year, request.GET.get("ky", "Y"), today=today)
    except NoSuchPeriod as fault:
        raise Http404(str(fault)) from fault


@require_safe
def supervisor_list(request):
    """Every member in charge of a unit in scope, with what his units have done in the period and what is late."""
    today = timezone.localdate()
    period = _period(request, today)
    units = {unit.pk: unit for unit in Unit.objects.visible_to(request.user).order_by("path")}
    rows = _told_by_units(_only_own(Supervision.objects.filter(unit__in=list(units)), request.user), units)
    tops = [unit for unit in units.values() if unit.parent_id not in units]
    book = Book.read(today)
    people = Candidate.objects.visible_to(request.user)
    dues = open_duties(people, units.values(), on=today, book=book) if rows else []
    members = members_of(rows, _results(tops, period, book, today), dues, units, today=today)
    context = {
        "period": period,
        "periods": PERIODS.items(),
        "now": [member for member in members if member.posts or member.coming],
        "gone": [member for member in members if not member.posts and not member.coming],
        "without": _without(units, members) if request.user.role != Role.SUPERVISOR else [],
        "empty": not units,
    }
    return render(request, "reports/supervisor_list.html", context)


def _results(tops, period: Period, book: Book, today) -> Results:
    """What the units have done; the book of today tells of their reports where the period runs to today."""
    return Results.read(tops, period, book if period.as_of == today else None)


def _cut(name: str, rows: list) -> dict:
    """All rows, those the page has room for, and how many more there are."""
    return {name: rows, f"{name}_shown": rows[:LATE_SHOWN], f"{name}_more": len(rows) - LATE_SHOWN}


def _followed(units: dict[int, Unit], today) -> list[Finding]:
    """What is followed about these units until done, the earliest deadline first."""
    rows = FollowUp.objects.still_open().filter(unit__in=list(units)).order_by("deadline", "unit__path", "pk")
    return [Finding(row.unit_id, units[row.unit_id].name, row.code, None, row, today) for row in rows]


def _only_own(rows, officer):
    """What a committee member may read of these: his own."""
    return rows.filter(officer=officer) if officer.role == Role.SUPERVISOR else rows


def _told_by_units(rows, units: dict[int, Unit]) -> list[Supervision]:
    """The assignments with their units at hand, in the order of the tree, then of their days."""
    for row in rows:
        row.unit = units[row.unit_id]
    return sorted(rows, key=lambda row: (row.unit.path, row.since))


def _without(units: dict[int, Unit], members: list[Member]) -> list[Unit]:
    """Standing units, roots aside, for which nobody answers today, neither for them nor for one above them."""
    taken = tuple(post.row.unit.path for member in members for post in member.posts)
    return [
        unit
        for unit in units.values()
        if unit.closed_on is None
        and unit.parent_id
        and not unit.path.startswith(taken)
        and not any(path.startswith(unit.path) for path in taken)
    ]


@require_safe
def supervisor_page(request, pk):
    """A member: his units now with their results, what is late there, who is near the decision, his past assignments."""
    today = timezone.localdate()
    period = _period(request, today)
    shown = get_object_or_404(Supervision.objects.visible_to(request.user), pk=pk)
    rows = list(
        Supervision.objects.visible_to(request.user)
        .filter(member=shown.member, officer=shown.officer_id)
        .select_related("unit", "officer")
        .order_by("unit__path", "since")
    )
    units = _units_of(request.user, [row for row in rows if row.holds_on(today)])
    people = _people_of(rows, today)
    book = Book.read(today)
    dues = open_duties(people, units.values(), on=today, book=book)
    everything = units | {row.unit_id: row.unit for row in rows}
    results = _results(list({row.unit_id: row.unit for row in rows}.values()), period, book, today)
    (member,) = members_of(rows, results, dues, everything, today=today)
    lines = folded(member.late)
    context = {
        "shown": shown,
        "member": member,
        "officer": rows[0].officer,
        "period": period,
        "periods": PERIODS.items(),
        "late": lines[:LATE_SHOWN],
        "late_more": len(lines) - LATE_SHOWN,
        "people": _nearest(people),
        "today": today,
        **_cut("owed", reviews_owed(units.values(), today, book, periods_of_year(today))),
        **_cut("followed", _followed(units, today)),
        "log": _log(rows),
        "own": request.user.role == Role.SUPERVISOR,
    }
    return render(request, "reports/supervisor_page.html", context)


def _units_of(officer, rows) -> dict[int, Unit]:
    """The units of these assignments with all that hangs under them, by id."""
    inside = Unit.objects.none()
    for row in rows:
        inside |= Unit.objects.filter(below(row.unit.path))
    return {unit.pk: unit for unit in inside.order_by("path")}


def _people_of(rows, today):
    """The people of the units he answers for today."""
    people = Candidate.objects.none()
    for row in rows:
        if row.holds_on(today):
            people |= Candidate.objects.filter(below(row.unit.path, "unit__"))
    return people


def _nearest(people):
    """Those in his units who have come further than the list, nearest to the decision first."""
    order = {stage.value: position for position, stage in enumerate(Stage)}
    found = people.in_pipeline().exclude(stage__in=(Stage.SOURCE, Stage.LISTED))
    found = found.select_related("unit").order_by("stage_since")
    found = found.only("name", "stage", "stage_since", "birth_date", "unit__name")[:READ_AT_MOST]
    return sorted(found, key=lambda person: -order[person.stage])[:NEAREST]


def _log(rows) -> list[SupervisionChange]:
    found = SupervisionChange.objects.newest().filter(supervision__in=[row.pk for row in rows])
    return list(found.select_related("supervision__unit", "recorded_by")[:CHANGES_SHOWN])
