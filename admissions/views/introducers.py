"""Who introduces a person and helps him: the list with what the regulation says of it, a new one, a change."""

from __future__ import annotations

from django.shortcuts import render
from django.utils import timezone

from admissions.forms.introducer import IntroducerForm, names_in_unit
from admissions.models import Introducer
from admissions.reading import case_of, read_one
from admissions.regulation import BEFORE_VOTE, Case, Obstacle, Paper, Stage
from admissions.rulebook import Rulebook
from admissions.views.beside import Desk, write_again, write_new
from admissions.views.scope import person_or_404
from units.access import for_writers

ASKED_AT = (Stage.OPENED, Stage.VOTED)
BODIES = (Paper.YOUTH_RESOLUTION, Paper.UNION_RESOLUTION)
DESK = Desk(
    Introducer,
    IntroducerForm,
    "admissions/introducer_form.html",
    "introducer_list",
    "Đã ghi người giới thiệu, giúp đỡ",
    around=lambda candidate: {"names": names_in_unit(candidate)},
)


@for_writers
def introducer_list(request, pk):
    """Those who introduce and help now, those who did before, and what the rules still ask."""
    candidate = person_or_404(request.user, pk)
    case = case_of(candidate, candidate.events.standing(), records=read_one(candidate))
    rows = list(candidate.introducers.select_related("recorded_by"))
    context = {
        "candidate": candidate,
        "standing": [row for row in rows if row.ended_on is None],
        "gone": [row for row in rows if row.ended_on is not None],
        "reasons": _reasons(case),
        "bodies": [(paper, case.papers.get(paper)) for paper in BODIES],
    }
    return render(request, "admissions/introducer_list.html", context)


def _reasons(case: Case) -> list[Obstacle]:
    """What the rules about introducers and helpers say today, before the vote (294 3.1, 3.2; HD38 I.1.3)."""
    if case.stage not in BEFORE_VOTE:
        return []
    rulebook, today = Rulebook.read(), timezone.localdate()
    asked = ASKED_AT if not case.reached(Stage.OPENED) else ASKED_AT[1:]
    found = {
        reason.text: reason
        for stage in asked
        for reason in rulebook.obstacles(case, stage, today)
        if reason.code.startswith("introducer") or reason.code == "helper_assigned"
    }
    return list(found.values())


@for_writers
def introducer_new(request, pk):
    """Another member; `thay` in the address says that he takes the place of one who left."""
    candidate = person_or_404(request.user, pk)
    return write_new(request, DESK, candidate, {"replacement": "thay" in request.GET})


@for_writers
def introducer_edit(request, pk, row):
    """A member's facts, and the day and reason of his leaving."""
    return write_again(request, DESK, person_or_404(request.user, pk), row)
