"""Classes of the demonstration: one ahead, one for workers, one that waits for certificates, one all done."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from admissions import classes
from admissions.classes.needs import who_needs
from admissions.classes.numbering import numbers_from
from admissions.models import Candidate, Occupation, Result, TrainingClass
from reports.demonstration.places import ROOT
from reports.demonstration.years import Commune
from units.models import Officer

CENTRE = "Trung tâm chính trị xã Bình Lưu (minh họa)"
HALL = "Hội trường Ủy ban nhân dân xã"
MOST = 12  # people of one class
KINDS = TrainingClass.Kind
# How the people of a class that is over did, in turn; the mark goes with an assessment.
RESULTS = (
    (Result.PASSED, "8.5"),
    (Result.PASSED, "7"),
    (Result.PASSED, "9"),
    (Result.FAILED, "4.5"),
    (Result.PASSED, "7.5"),
    (Result.ABSENT, None),
)


def open_classes(commune: Commune, *, by: Officer) -> None:
    """Plan the classes, enrol people as the list stands today, and record what has happened by now."""
    back, ahead = commune.almanac.back, commune.almanac.calendar.add
    begun = back(commune.today, 12)
    over = _plan(commune, f"Lớp bồi dưỡng nhận thức về Đảng khóa I năm {begun.year}", begun, by=by)
    _enrol(over, commune, by=by, listed_before=over.planned_from)
    _record(over, by=by)
    begun = back(commune.today, 30)
    new_members = _plan(
        commune, f"Lớp bồi dưỡng đảng viên mới năm {begun.year}", begun, kind=KINDS.NEW_MEMBERS, by=by
    )
    _enrol(new_members, commune, by=by, listed_before=new_members.planned_from)
    _record(new_members, by=by)
    _issue(new_members, back(commune.today, 20), by=by)
    workers = _plan(
        commune,
        "Lớp bồi dưỡng nhận thức về Đảng cho công nhân, người lao động",
        ahead(commune.today, 25),
        for_workers=True,
        by=by,
    )
    _enrol(workers, commune, by=by, occupation=Occupation.WORKER)
    planned = _plan(commune, "Lớp bồi dưỡng nhận thức về Đảng khóa II", ahead(commune.today, 15), by=by)
    _enrol(planned, commune, by=by)


def _plan(commune: Commune, title: str, begins: date, *, by: Officer, **fields) -> TrainingClass:
    """A class of five working days; a document opens it once it has begun."""
    begun = begins <= commune.today
    return classes.plan(
        TrainingClass(
            title=title,
            planned_from=begins,
            planned_to=commune.almanac.calendar.add(begins, 4),
            place=HALL,
            run_by=CENTRE,
            committee=commune.units[ROOT],
            decision_number=f"{30 + begins.month}-TB/ĐU" if begun else "",
            decision_on=commune.almanac.back(begins, 8) if begun else None,
            **fields,
        ),
        by=by,
    )


def _enrol(
    training_class: TrainingClass,
    commune: Commune,
    *,
    by: Officer,
    listed_before: date | None = None,
    **who: str,
) -> None:
    """Every other one of those who have to go, so that some are left to choose from."""
    people = Candidate.objects.filter(**who)
    needing = who_needs(training_class.kind, people, training_class.planned_from)
    fit = [need for need in needing if not listed_before or need.candidate.stage_since < listed_before]
    chosen = [need.candidate.pk for need in (fit if who else fit[::2])[:MOST]]
    day = min(commune.today, commune.almanac.working(training_class.planned_from - timedelta(days=7)))
    if chosen:
        classes.enrol(training_class, chosen, by=by, on=day)


def _record(training_class: TrainingClass, *, by: Officer) -> None:
    rows = list(training_class.enrolments.by_name())
    outcomes = []
    for turn, row in enumerate(rows):
        result, mark = RESULTS[turn % len(RESULTS)]
        outcomes.append(classes.Outcome(row.pk, "", None, result.value, Decimal(mark) if mark else None))
    classes.record_results(training_class, outcomes, by=by)


def _issue(training_class: TrainingClass, on: date, *, by: Officer) -> None:
    waiting = classes.waiting_for_certificate(training_class)
    numbers = numbers_from("01/ĐVM", len(waiting))
    shown = {row.pk: number for row, number in zip(waiting, numbers, strict=True)}
    classes.issue(training_class, first="01/ĐVM", on=on, shown=shown, by=by)
