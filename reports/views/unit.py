"""A unit's year, and a unit's own page."""

from datetime import date

from django.db.models import Count, Q, Sum
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from admissions.counting import counted_in
from admissions.models import Candidate, StageEvent
from admissions.regulation import Stage
from reports import figures
from reports.flags import LABELS
from reports.forms.fields import may_rearrange
from reports.views.tree import NOW, tree_asked
from reports.wording import GROUP_LABELS, tree_in_words
from units.access import unit_or_404
from units.models import Placement, Role, Supervision, Unit, UnitYear, below
from units.periods import LABELS as PERIODS
from units.periods import NoSuchPeriod, Period
from units.tree import rules_on

YEARS_BACK = 5
NEAREST = 10  # people shown on a unit's page


def unit_year(request, pk, year):
    """The dashboard: rate against the band, people still to admit, the table of units with their flags.

    Added up by the tree of the period's last day; by today's where the address says `cay=nay`.
    """
    unit = unit_or_404(request.user, pk)
    try:
        period = Period.of(year, request.GET.get("ky", "Y"), today=timezone.localdate())
    except NoSuchPeriod as fault:
        raise Http404(str(fault)) from fault
    tree = tree_asked(request)
    told = figures.for_period(unit, period, tree)
    supervisors = dict(Supervision.objects.on(told.tree_day).values_list("unit_id", "member"))
    context = {
        "unit": unit,
        "period": period,
        "periods": PERIODS.items(),
        "told": told,
        "rows": _rows(told, supervisors, _out_of_scope(request.user, told)),
        "tree": tree_in_words(told),
        "cay": NOW if tree == "now" else "",
        "groups": [(label, told.counts[name], told.share(name)) for name, label in GROUP_LABELS.items()],
        "legend": _legend(told),
        "years": [year - 1, year, year + 1] if year < timezone.localdate().year else [year - 1, year],
        "people": _people(unit) if not told.standing_children() else None,
    }
    return render(request, "reports/unit_year.html", context)


def unit_page(request, pk):
    """A unit: where it hangs, who leads it, its people, its years and its past."""
    unit = unit_or_404(request.user, pk)
    today = timezone.localdate()
    told = figures.for_period(unit, Period.of(today.year, today=today))
    below_it = list(unit.children.order_by("path"))
    children = [child for child in below_it if child.closed_on is None]
    supervision = unit.supervisions.current().first()
    placements = list(unit.placements.select_related("parent", "directive", "act").order_by("-since"))
    context = {
        "unit": unit,
        "year": today.year,
        "ancestors": Unit.objects.visible_to(request.user)
        .filter(pk__in=unit.ancestor_ids())
        .order_by("path"),
        "supervision": supervision,
        "supervision_seen": supervision and _may_open(request.user, supervision),
        "told": told,
        "children": children,
        "rearrangeable": may_rearrange(request.user, unit),
        "is_alone": not children,
        "taken_over": _taken_over(unit, below_it),
        "hand_overs": unit.hand_overs.select_related("act__directive").order_by("on", "pk"),
        "placements": placements,
        "departure": placements[0].departure if placements else "",
        "stages": _stages(unit),
        "years": _years(unit, [node.unit_id for node in told.node.subtree()], today.year),
        "people": _people(unit),
    }
    return render(request, "reports/unit_page.html", context)


def _may_open(officer, supervision):
    """Whether the page of the member in charge is the officer's to open: a committee member opens his own only."""
    return officer.role != Role.SUPERVISOR or supervision.officer_id == officer.pk


def _taken_over(unit, children):
    """The closed units that came in here, oldest first, without those whose founding was undone."""
    left = set(Placement.objects.departures().filter(parent=unit).values_list("unit_id", flat=True))
    closed = [child for child in children if child.closed_on and child.closed_on != child.founded_on]
    closed = [child for child in closed if child.pk not in left]
    return sorted(closed, key=lambda child: child.closed_on)


def _rows(told, supervisors, out_of_scope, depth=0):
    """Every unit below with its depth, the committee member who answers for it, and whether it may be opened."""
    rows = []
    for child in told.standing_children():
        unit_id = child.node.unit_id
        row = {"figures": child, "depth": depth, "supervisor": supervisors.get(unit_id, "")}
        rows.append(row | {"linked": unit_id not in out_of_scope})
        rows += _rows(child, supervisors, out_of_scope, depth + 1)
    return rows


def _out_of_scope(officer, told) -> set[int]:
    """Units that hung below on the day of the tree and that the officer does not see today."""
    if told.later_tree or not told.trees_differ:
        return set()
    seen = set(Unit.objects.visible_to(officer).values_list("pk", flat=True))
    return {node.unit_id for node in told.node.subtree()} - seen


def _legend(told):
    """Each flag raised on the page, with the document it rests on and for how many units."""
    clauses, counts = {}, {}
    for unit in told.subtree():
        for flag in unit.flags:
            clauses.setdefault(flag.code, flag)
            counts[flag.code] = counts.get(flag.code, 0) + 1
    return [(clauses[code], counts[code]) for code in LABELS if code in clauses]


def _people(unit):
    """The people of the subtree who are still on the road, nearest to the decision first."""
    order = {stage.value: position for position, stage in enumerate(Stage)}
    people = (
        Candidate.objects.of_subtree(unit)
        .in_pipeline()
        .select_related("unit")
        .only("name", "stage", "stage_since", "birth_date", "unit__name")
    )
    nearest = sorted(people.order_by("stage_since")[:400], key=lambda person: -order[person.stage])
    return nearest[:NEAREST]


def _stages(unit):
    """How many people of the subtree stand at each stage, in road order."""
    counted = dict(Candidate.objects.of_subtree(unit).order_by().values_list("stage").annotate(Count("pk")))
    return [(stage, counted[stage.value]) for stage in Stage if counted.get(stage.value)]


def _years(unit, units, this_year):
    """Members and admissions of the last years, newest first, over today's subtree `units`, each as its year counts."""
    years = range(this_year, this_year - YEARS_BACK, -1)
    inside = below(unit.path, "unit__")
    openings = dict(
        UnitYear.objects.filter(inside, year__in=years)
        .order_by()
        .values_list("year")
        .annotate(Sum("opening"))
    )
    steps = (
        StageEvent.objects.standing()
        .in_force()
        .taken_here()
        .filter(inside, _counted_by_year(units, years), happened_on__year__gte=years[-1])
        .order_by()
        .values_list("happened_on__year")
        .annotate(Count("pk"))
    )
    counts = dict(steps)
    return [(year, openings.get(year), counts.get(year, 0)) for year in years]


def _counted_by_year(units, years) -> Q:
    """Condition: the step counts as an admission by the rule of its unit and year."""
    ends = [min(date(year, 12, 31), timezone.localdate()) for year in years]
    condition = Q()
    for end, rules in zip(ends, rules_on(*ends), strict=True):
        condition |= Q(happened_on__range=(date(end.year, 1, 1), end)) & counted_in(rules, units)
    return condition
