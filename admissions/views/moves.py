"""Moving a person: to another unit, or out of the installation; and the moves as his page tells them."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.shortcuts import redirect, render

from admissions import moving, pipeline, regulation
from admissions.dossier import papers_of
from admissions.forms.moves import MoveForm
from admissions.forms.step import tell
from admissions.models import REGROUPED, Candidate, Paper, StageEvent, Transfer
from admissions.moving import LATE, NO_ANNULMENT, Move
from admissions.reading import case_of, read_one
from admissions.regulation import FORMS, WAYS, Clock, Stage
from admissions.rulebook import Rulebook
from admissions.views.scope import person_or_404
from units.access import for_writers
from units.answers import CONFLICT, REFUSED

P = regulation.Paper
PAPERS = {
    "move_helped": (P.MOVE_CERTIFICATE, P.MOVE_RECEIVED),
    "move_voted": (P.MOVE_FORWARDED, P.MOVE_RECEIVED),
    "move_sent": (P.MOVE_FORWARDED, P.MOVE_RECEIVED),
    "move_decided_inside": (P.MOVE_FORWARDED, P.MOVE_RECEIVED),
    "move_decided_30": (P.MOVE_FORWARDED, P.MOVE_RECEIVED),
    LATE: (P.MOVE_FORWARDED, P.MOVE_RECEIVED),
    "probationary_moves": (P.MOVE_FORWARDED, P.MOVE_RECEIVED),
}
RECHECKS = (P.RECHECK_REQUESTED, P.RECHECK_ANSWERED)  # told only where somebody has asked for it


@dataclass(frozen=True)
class Preview:
    """What a move will do, told before it is recorded."""

    way: str
    move: Move
    introducers: list[str]
    clocks: list[Clock]
    following: str  # the next step at the new place; empty where the road ends here

    @property
    def law(self) -> regulation.moves.Way:
        return WAYS[self.way]

    @property
    def late(self) -> bool:
        return self.way == LATE

    @property
    def decided(self) -> bool:
        """Whether the decision stands and the ceremony is left to the new place."""
        return self.way in ("move_decided_inside", "move_decided_30")


@dataclass(frozen=True)
class Told:
    """A move as a person's page tells it, with the papers it asks for: those that are there, and the others."""

    transfer: Transfer
    papers: list[tuple[regulation.Paper, Paper | None]] = field(default_factory=list)
    withdrawn: bool = False  # a move out whose step was voided


def moves_of(candidate: Candidate) -> list[Told]:
    """The moves of a person, the newest first, for `components/transfers.html`; at most three queries."""
    moves = list(candidate.transfers.select_related("from_unit", "to_unit", "recorded_by"))
    if not moves:
        return []
    ticked = {form: row for form, row in papers_of(candidate).items() if row.has}
    voided = list(StageEvent.objects.filter(candidate=candidate, stage=Stage.MOVED_AWAY, voids=None))
    told: list[Told] = []
    until = None  # the day of the next move by a decision on the person himself
    for move in reversed(moves):
        papers = [] if move.way == REGROUPED else _papers(move, ticked, until)
        told.append(Told(move, papers, _is_withdrawn(move, voided)))
        until = until if move.way == REGROUPED else move.decided_on
    return told


def _papers(move, ticked, until):
    """The papers of a move: of that day or later, and not of the days of the next move."""
    rows = []
    for paper in (*PAPERS.get(move.way, ()), *RECHECKS):
        row = ticked.get(paper)
        if row and (row.dated_on < move.decided_on or (until and row.dated_on >= until)):
            row = None
        if row or paper not in RECHECKS:
            rows.append((paper, row))
    return rows


def _is_withdrawn(move: Transfer, steps: list[StageEvent]) -> bool:
    """Whether the step that a move out recorded was voided since."""
    if move.to_unit_id is not None:
        return False
    own = next((step for step in steps if step.recorded_at >= move.recorded_at), None)
    return own is not None and hasattr(own, "voided_by")


@for_writers
def candidate_move(request, pk):
    """A move: typed, then told in a preview which case it is and what follows, then recorded."""
    candidate = person_or_404(request.user, pk)
    form = MoveForm(request.POST or None, officer=request.user, candidate=candidate)
    if request.method != "POST":
        return _move_page(request, candidate, form)
    rulebook = Rulebook.read()
    if not form.is_valid() and form.only_annulment_fails and "edit" not in request.POST:
        return _preview_page(request, candidate, form, rulebook, status=REFUSED)
    if not form.is_valid():
        return _move_page(request, candidate, form, status=REFUSED)
    if "edit" in request.POST:
        return _move_page(request, candidate, form)
    reasons = moving.refusals(candidate, form.move, rulebook)
    unasked = all(reason.code == NO_ANNULMENT for reason in reasons)
    if "confirmed" not in request.POST and unasked:
        return _preview_page(request, candidate, form, rulebook)
    if "confirmed" in request.POST:
        return _record(request, candidate, form, rulebook)
    tell(form, reasons)
    return _move_page(request, candidate, form, status=REFUSED, obstacles=reasons)


def _record(request, candidate, form, rulebook):
    """Record the move; a refusal comes back on the page it was sent from, with everything typed on it."""
    seen = {name: form.cleaned_data[name] or 0 for name in ("seen", "seen_move")}
    try:
        row = moving.transfer(candidate, form.move, by=request.user, rulebook=rulebook, **seen)
    except pipeline.Stale as stale:
        newer = {"newer": stale.events, "newer_moves": stale.moves}
        return _move_page(request, candidate, form, status=CONFLICT, **newer)
    except pipeline.Refused as refused:
        tell(form, refused.obstacles)
        if all(reason.field in form.ANNULMENT for reason in refused.obstacles):
            return _preview_page(request, candidate, form, rulebook, status=REFUSED)
        return _move_page(request, candidate, form, status=REFUSED, obstacles=refused.obstacles)
    messages.success(request, _said(row))
    messages.info(request, f"{row.law.asks} ({row.law.clause})")
    return redirect("candidate_page", candidate.pk)


def _said(row: Transfer) -> str:
    """What was recorded, for the person's page."""
    day = f"{row.decided_on:%d/%m/%Y}"
    if row.to_unit_id is None:
        return f"Đã ghi chuyển đi {row.elsewhere}, ngày {day}: việc theo dõi ở đây kết thúc."
    fallen = " Quyết định kết nạp đã hủy, nơi đến xem xét, quyết định lại." if row.way == LATE else ""
    return f"Đã chuyển từ {row.from_unit} đến {row.to_unit}, ngày {day}.{fallen}"


def _move_page(request, candidate, form, *, status=200, **context):
    barred = moving.barred(candidate)
    context = {"barred": barred, **_shown(candidate, form), **context}
    if barred and request.method == "POST":
        status = REFUSED
    return render(request, "admissions/candidate_move.html", context, status=status)


def _preview_page(request, candidate, form, rulebook, *, status=200):
    context = {"preview": _preview(candidate, form.move, rulebook), **_shown(candidate, form)}
    return render(request, "admissions/candidate_move_preview.html", context, status=status)


def _shown(candidate, form) -> dict:
    """What both pages of a move show, and what the next sending must find in place."""
    steps = list(candidate.events.standing())
    return {
        "candidate": candidate,
        "form": form,
        "last": steps[-1] if steps else None,
        "seen": candidate.events.last_id(),
        "seen_move": candidate.transfers.last_id(),
    }


def _preview(candidate: Candidate, move: Move, rulebook: Rulebook) -> Preview:
    way, records = moving.way_of(candidate, move, rulebook), read_one(candidate)
    steps = list(candidate.events.standing())
    case = case_of(candidate, steps, records=records)
    following = regulation.next_step(case_of(candidate, steps, move.to, records=records)) if move.to else None
    return Preview(
        way,
        move,
        introducers=[each.name for each in records.introducers if each.ended_on is None],
        clocks=[clock for clock in rulebook.clocks(case) if move.to and way != LATE],
        following=FORMS[following].act if following and way != LATE else "",
    )
