"""The requests to verify a background: which committee was asked, when it answered, by when it must."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.shortcuts import render
from django.utils import timezone

from admissions.forms.verification import VerificationForm
from admissions.models import Verification
from admissions.reading import case_of, read_one
from admissions.regulation import Case, Clock, Paper
from admissions.rulebook import Rulebook
from admissions.views.beside import Desk, write_again, write_new
from admissions.views.scope import person_or_404
from units.access import for_writers

DESK = Desk(
    Verification,
    VerificationForm,
    "admissions/verification_form.html",
    "verification_list",
    "Đã ghi đề nghị thẩm tra",
)


@for_writers
def verification_list(request, pk):
    """Every request with the day by which it is to be answered."""
    candidate = person_or_404(request.user, pk)
    case = case_of(candidate, candidate.events.standing(), records=read_one(candidate))
    rulebook, today = Rulebook.read(), timezone.localdate()
    rows = [
        (row, _clock(row, case, rulebook, today))
        for row in candidate.verifications.select_related("recorded_by")
    ]
    context = {
        "candidate": candidate,
        "rows": rows,
        "answered": bool(rows) and all(row.replied_on for row, _ in rows),
        "result_on": case.papers.get(Paper.VERIFICATION),
    }
    return render(request, "admissions/verification_list.html", context)


def _clock(row: Verification, case: Case, rulebook: Rulebook, today: date) -> tuple[Clock, int] | None:
    """The clock of one request and the calendar days left of it; none once it is answered (HD06 3.4d)."""
    alone = replace(case, verifications=(row.as_rule(),))
    clock = next((each for each in rulebook.clocks(alone) if each.code == "verify_reply"), None)
    return (clock, (clock.due - today).days) if clock else None


@for_writers
def verification_new(request, pk):
    """Another committee asked."""
    return write_new(request, DESK, person_or_404(request.user, pk))


@for_writers
def verification_edit(request, pk, row):
    """The days of one request."""
    return write_again(request, DESK, person_or_404(request.user, pk), row)
