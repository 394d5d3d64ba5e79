"""Home: what to do today, then the totals."""

from itertools import groupby

from django.shortcuts import render
from django.utils import timezone

from admissions.deadlines import SOON, open_clocks
from admissions.deadlines.agenda import folded
from admissions.deadlines.units import FOLLOW_UP, open_unit_clocks
from admissions.models import Candidate
from reports import figures
from units.access import home_units
from units.models import Role, Unit
from units.periods import Period
from units.reviews_owed import Book

URGENT_AT_MOST = 20
LATER_AT_MOST = 3
LISTED_AT_MOST = 8  # lines of one heading
FOLDED_AT_MOST = 40  # further lines, folded away; the rest is told as a number
TASK_FLAGS = (
    "school_without_pupil",
    "source_but_no_admission",
    "no_plan",
    "quota_sum_mismatch",
    "low_progress",
)


def home(request):
    """What is overdue and due soon, what units owe, and how far the year is."""
    units = home_units(request.user)
    if not units:
        return render(request, "reports/home.html", {"empty": True})
    today = timezone.localdate()
    book = Book.read(today)
    told = figures.for_units(units, Period.of(today.year, today=today), book=book)
    people = Candidate.objects.visible_to(request.user)
    owing = list(Unit.objects.visible_to(request.user).order_by("path"))
    context = {
        "today": today,
        "told": told,
        "year": today.year,
        "unit": units[0],
        "dues": _by_urgency(open_clocks(people, on=today)),
        **_duties(open_unit_clocks(owing, people, on=today, book=book)),
        "tasks": _by_flag(told),
        "own_post": request.user.posts[0] if request.user.role == Role.SUPERVISOR else None,
        "has_people": any(top.in_pipeline or top.admitted for top in told),
    }
    return render(request, "reports/home.html", context)


def _duties(dues):
    """What units owe, a line a duty; what is followed until a deadline farther away is left to the work list."""
    lines = folded(due for due in dues if due.clock.code != FOLLOW_UP or due.days_left <= SOON)
    return {
        "duties": lines[:URGENT_AT_MOST],
        "duties_rest": lines[URGENT_AT_MOST : URGENT_AT_MOST + FOLDED_AT_MOST],
        "duties_more": len(lines) - URGENT_AT_MOST - FOLDED_AT_MOST,
    }


def _by_urgency(dues):
    """Headings with their clocks: overdue, this fortnight, certificates that lapse, later as a number."""
    headings = {
        "late": ("bad", "Đã quá hạn", URGENT_AT_MOST, []),
        "soon": ("warn", f"Đến hạn trong {SOON} ngày", URGENT_AT_MOST, []),
        "lapsing": ("info", "Giấy chứng nhận sắp hết giá trị", LISTED_AT_MOST, []),
        "later": ("plain", "Sắp tới", LATER_AT_MOST, []),
    }
    for due in dues:
        headings[_urgency(due)][-1].append(due)
    return [
        {
            "tone": tone,
            "title": title,
            "count": len(rows),
            "rows": rows[:most],
            "rest": rows[most : most + FOLDED_AT_MOST],
            "more": len(rows) - most - FOLDED_AT_MOST,
        }
        for tone, title, most, rows in headings.values()
        if rows
    ]


def _urgency(due):
    if due.days_left < 0:
        return "late"
    if due.clock.code == "certificate_valid":
        return "lapsing"
    return "soon" if due.days_left <= SOON else "later"


def _by_flag(told):
    """What units owe, one heading a flag with the units it was raised for."""
    raised = [
        (flag, unit)
        for top in told
        for unit in top.subtree()
        for flag in unit.flags
        if flag.code in TASK_FLAGS
    ]
    raised.sort(key=lambda pair: TASK_FLAGS.index(pair[0].code))
    tasks = []
    for _, pairs in groupby(raised, key=lambda pair: pair[0].code):
        pairs = list(pairs)
        flag = pairs[0][0]
        tasks.append(
            {
                "flag": flag,
                "shared": flag.detail if len({each.detail for each, _ in pairs}) == 1 < len(pairs) else "",
                "units": pairs[:LISTED_AT_MOST],
                "count": len(pairs),
                "more": len(pairs) - LISTED_AT_MOST,
            }
        )
    return tasks
