"""Complete dossiers for tests about something else: every paper, two helpers, so that only what a test breaks is missing."""

from datetime import date

from admissions.dossier import Tick, tick
from admissions.models import Candidate, Introducer
from admissions.regulation import Paper

BEFORE_THE_VOTE = (
    Paper.APPLICATION,
    Paper.BACKGROUND,
    Paper.BACKGROUND_SEAL,
    Paper.VERIFICATION,
    Paper.CELL_COMMENT,
    Paper.OPINIONS,
)
BEFORE_RECOGNITION = (
    Paper.MEMBER_BACKGROUND,
    Paper.CARD_SHEET,
    Paper.NEW_MEMBER_CERTIFICATE,
    Paper.SELF_REVIEW,
    Paper.HELPER_REVIEW,
    Paper.OPINIONS_PROBATION,
)


def tick_all(candidate: Candidate, papers, on: date) -> None:
    """Tick these papers, all of one day."""
    tick(candidate, [Tick(paper, dated_on=on, number="1") for paper in papers], by=None)


def assign_helpers(candidate: Candidate, on: date) -> None:
    """Two official members who have known the person long enough, assigned and introducing on a day."""
    for name in ("Vàng A Chứ", "Lò Thị Mai"):
        Introducer.objects.create(
            candidate=candidate, name=name, together_since=date(2020, 1, 1), assigned_on=on, paper_on=on
        )


def make_ready(candidate: Candidate, on: date) -> Candidate:
    """All that lies before the cell's vote, made on a day."""
    assign_helpers(candidate, on)
    tick_all(candidate, BEFORE_THE_VOTE, on)
    return candidate
