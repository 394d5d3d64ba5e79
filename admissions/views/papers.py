"""The papers of a person as a checklist: there or not, number, day, place of the paper copy, who ticked it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from admissions import regulation
from admissions.dossier import Stale, Tick, tick
from admissions.forms.papers import PaperForm
from admissions.models import Candidate, Paper
from admissions.owed import MOVING, ORDINARY, lacking
from admissions.reading import case_of, read_one
from admissions.regulation import BEFORE_VOTE, CHECKLIST, FORMS, ON_PROBATION, WAITING_DECISION, Case, Stage
from admissions.rulebook import Rulebook
from admissions.views.reasons import reasons_of
from admissions.views.scope import person_or_404
from units.access import for_writers
from units.answers import CONFLICT, REFUSED

# The stages at which the papers under a heading matter; elsewhere the heading is folded unless a rule asks.
MATTERS: dict[str, tuple[Stage, ...]] = {
    "Hồ sơ xin vào Đảng": (*BEFORE_VOTE, Stage.RETURNED, Stage.REDO),
    "Không phải thẩm tra riêng": (),
    "Văn bản đồng ý, kết luận": (),
    "Sau nghị quyết của chi bộ": (*WAITING_DECISION, Stage.DECIDED, Stage.REFUSED),
    "Thời gian dự bị": (*ON_PROBATION, Stage.STRUCK_OFF),
    "Khi chuyển đơn vị": (),
}


@dataclass(frozen=True)
class Line:
    """A paper of the checklist with what was ticked, oldest first; `form` where it can be written."""

    paper: regulation.Paper
    rows: Sequence[Paper] = ()
    needed: bool = False
    form: PaperForm | None = None

    @property
    def newest(self) -> Paper | None:
        return self.rows[-1] if self.rows else None

    @property
    def is_there(self) -> bool:
        return self.newest is not None and self.newest.has

    @property
    def earlier(self) -> Sequence[Paper]:
        return self.rows[-2::-1] if len(self.rows) > 1 else ()

    @property
    def at_fault(self) -> bool:
        return self.form is not None and self.form.is_bound and bool(self.form.errors)

    @property
    def unchecked_number(self) -> bool:
        """Whether the number of its form was not read in the document's own text."""
        return bool(self.paper.sheet.form) and not self.paper.sheet.read

    @property
    def is_told(self) -> bool:
        """Whether it is worth a line for readers: there, asked of everybody, or asked now."""
        return self.is_there or self.needed or self.paper in ORDINARY


@dataclass(frozen=True)
class Group:
    """A heading of the checklist; `open` where its papers matter at this stage."""

    heading: str
    lines: list[Line]
    open: bool

    @property
    def count(self) -> int:
        return sum(line.is_there for line in self.lines)

    @property
    def told(self) -> list[Line]:
        return [line for line in self.lines if line.is_told]


def checklist_of(
    papers: Mapping[str, Paper], case: Case, needed: Collection[regulation.Paper] = ()
) -> list[Group]:
    """The checklist for reading: headings that matter now or hold a paper, those with a paper needed first.

    `papers` are the newest rows by form (`dossier.papers_of`), `needed` what the next step lacks (`owed.lacking`).
    """
    groups = _groups({form: [row] for form, row in papers.items()}, case, needed)
    return [group for group in groups if group.open or group.count]


def _groups(
    rows: Mapping[str, Sequence[Paper]],
    case: Case,
    needed: Collection[regulation.Paper],
    forms: Mapping[regulation.Paper, PaperForm] | None = None,
) -> list[Group]:
    groups = []
    for heading, papers in CHECKLIST:
        lines = [Line(p, rows.get(p, ()), p in needed, forms[p] if forms else None) for p in papers]
        asked = any(line.needed or line.at_fault for line in lines)
        groups.append(Group(heading, lines, asked or _matters(heading, case)))
    return sorted(groups, key=lambda group: not any(line.needed for line in group.lines))


def _matters(heading: str, case: Case) -> bool:
    if regulation.Paper.MOVE_RECEIVED in dict(CHECKLIST)[heading]:
        return bool(case.transfers) and case.stage in MOVING
    return case.stage in MATTERS.get(heading, ())


@for_writers
def candidate_papers(request, pk):
    """The whole checklist; sending it writes the lines that this officer changed, or tells what is wrong with them."""
    candidate = person_or_404(request.user, pk)
    rows = _rows_of(candidate)
    if request.method != "POST":
        return _page(request, candidate, rows, {})
    changed = _changed(request.POST, rows)
    if not all(form.is_valid() for form in changed.values()):
        return _page(request, candidate, rows, changed, status=REFUSED)
    try:
        written = tick(
            candidate,
            [form.tick for form in changed.values()],
            by=request.user,
            seen={paper: form.seen for paper, form in changed.items()},
        )
    except Stale as stale:
        return _overtaken(request, candidate, stale.rows, changed)
    if written:
        messages.success(request, f"Đã ghi {len(written)} giấy tờ của {candidate}.")
    else:
        messages.info(request, "Không có giấy tờ nào thay đổi.")
    return redirect("candidate_page", candidate.pk)


def _rows_of(candidate: Candidate) -> dict[str, list[Paper]]:
    """Every row ever ticked, by form, oldest first."""
    found: dict[str, list[Paper]] = {}
    for row in candidate.papers.select_related("ticked_by").order_by("pk"):
        found.setdefault(row.form, []).append(row)
    return found


def _changed(data: Mapping, rows: Mapping[str, list[Paper]]) -> dict[regulation.Paper, PaperForm]:
    """The lines that differ from what their author saw; a line that was not sent differs from nothing."""
    forms = {paper: PaperForm(data, paper=paper, rows=rows.get(paper, ())) for paper in regulation.Paper}
    return {paper: form for paper, form in forms.items() if form.has_changed()}


def _overtaken(request, candidate, newer: list[Paper], changed: dict[regulation.Paper, PaperForm]):
    """The page with both values; sent once more, the lines are judged against the newer rows."""
    rows, data = _rows_of(candidate), request.POST.copy()
    for row in newer:
        data[f"{row.form}-seen"] = str(row.pk)
    both = [(row, _told(row), _told(changed[regulation.Paper(row.form)].tick)) for row in newer]
    again = {paper: PaperForm(data, paper=paper, rows=rows.get(paper, ())) for paper in changed}
    return _page(request, candidate, rows, again, status=CONFLICT, overtaken=both)


def _told(line: Paper | Tick) -> str:
    """A line in words."""
    if not line.has:
        return "chưa có"
    parts = [f"ngày {line.dated_on:%d/%m/%Y}" if line.dated_on else ""]
    for label, value in (("số", line.number), ("nơi cấp", line.issuer), ("để ở", line.place)):
        parts.append(f"{label} {value}" if value else "")
    parts.append(f"lý do: {line.reason}" if line.reason else "")
    return ", ".join(["đã có", *filter(None, parts)])


def _page(request, candidate, rows, changed, *, status=200, overtaken=()):
    rulebook, today = Rulebook.read(), timezone.localdate()
    case = case_of(candidate, candidate.events.standing(), records=read_one(candidate))
    lack = lacking(candidate, case, rulebook, on=today)
    forms = {p: changed.get(p) or PaperForm(paper=p, rows=rows.get(p, ())) for p in regulation.Paper}
    context = {
        "candidate": candidate,
        "groups": _groups(rows, case, lack.papers, forms),
        "lacking": reasons_of([*lack.owed, *lack.obstacles], candidate.pk, request.user),
        "act": FORMS[lack.following].act if lack.following else "",
        "faulty": [form.paper for form in changed.values() if form.errors],
        "overtaken": overtaken,
    }
    return render(request, "admissions/candidate_papers.html", context, status=status)
