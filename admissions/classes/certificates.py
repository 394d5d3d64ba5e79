"""Gives those who passed a class their certificates, numbered in one go, and carries each to its person's road."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from admissions import pipeline
from admissions.classes.locks import lock, lock_people
from admissions.classes.numbering import numbers_from
from admissions.classes.refusals import Forbidden, Reason, Refused, Stale
from admissions.dossier import Tick, tick
from admissions.models import Candidate, Enrolment, TrainingClass
from admissions.pipeline import Entry
from admissions.regulation import LEFT, ROAD, Obstacle, Paper, Stage
from admissions.rulebook import Rulebook
from units.models import Officer, Unit


def waiting_for_certificate(training_class: TrainingClass) -> list[Enrolment]:
    """Who passed and has no certificate yet, in the Vietnamese order of names."""
    return list(
        training_class.enrolments.waiting_for_certificate().by_name().select_related("candidate__unit")
    )


@transaction.atomic
def issue(
    training_class: TrainingClass, *, first: str, on: date, shown: Mapping[int, str], by: Officer
) -> list[Enrolment]:
    """Give everyone who passed a certificate of the day `on`, numbered from `first` in the order of names.

    `shown` are the numbers by enrolment that the preview showed. Raises `Stale` when they would come out
    otherwise now, `Refused` for a day or a number that cannot be, `Forbidden` where the regulation forbids a
    step; then nothing at all is written.
    """
    locked = lock(training_class)
    Unit.objects.select_for_update(no_key=True).get(
        pk=locked.committee_id
    )  # one series, one writer at a time
    rows = waiting_for_certificate(locked)
    numbers = _numbers(first, len(rows))
    if dict(zip((row.pk for row in rows), numbers, strict=True)) != dict(shown):
        raise Stale(Reason("Danh sách người được cấp giấy đã thay đổi từ lúc đồng chí xem trước."))
    if faults := [*_wrong_day(locked, on), *_taken(locked, on, numbers)]:
        raise Refused(*faults)
    lock_people([row.candidate_id for row in rows])
    rulebook, now, forbidden = Rulebook.read(), timezone.now(), []
    for row, number in zip(rows, numbers, strict=True):
        row.certificate_number, row.certificate_on = number, on
        row.certificate_by, row.certificate_at = by, now
        row.save(update_fields=["certificate_number", "certificate_on", "certificate_by", "certificate_at"])
        if obstacles := _certify(row, rulebook, by):
            forbidden.append((row, obstacles))
    if forbidden:
        raise Forbidden(forbidden)
    return rows


def _numbers(first: str, count: int) -> list[str]:
    try:
        return numbers_from(first, count)
    except ValueError as error:
        text = "Số phải có phần chữ số để đếm tiếp. Ví dụ: 01/GCN."
        raise Refused(Reason(text, "first")) from error


def _wrong_day(training_class: TrainingClass, on: date) -> list[Reason]:
    if on > timezone.localdate():
        return [Reason(f"Ngày {on:%d/%m/%Y} chưa đến.", "on")]
    if on < training_class.planned_from:
        text = f"Ngày {on:%d/%m/%Y} trước ngày khai giảng ({training_class.planned_from:%d/%m/%Y})."
        return [Reason(text, "on")]
    return []


def _taken(training_class: TrainingClass, on: date, numbers: Sequence[str]) -> list[Reason]:
    """Numbers of this series that somebody already has."""
    given = Enrolment.objects.in_series_of(training_class, on.year).filter(certificate_number__in=numbers)
    return [
        Reason(f"Số {row.certificate_number} đã cấp cho {row.candidate}, «{row.training_class}».", "first")
        for row in given.select_related("candidate", "training_class").by_name()
    ]


def _certify(enrolment: Enrolment, rulebook: Rulebook, by: Officer) -> list[Obstacle]:
    """Carry a certificate to the person's road, as a step or as a paper; what the regulation says against it."""
    person = enrolment.candidate
    new_member = enrolment.training_class.is_for_new_members
    if new_member and person.stage in LEFT:
        text = f"Người này «{person.stage_label}» từ {person.stage_since:%d/%m/%Y}."
        return [Obstacle("order", text, "HD06 4.1")]
    if new_member or _is_past_the_class(person):
        _as_paper(person, enrolment, by)
        return []
    entry = Entry(Stage.TRAINED, enrolment.certificate_on, document_number=enrolment.certificate_number)
    try:
        pipeline.advance(person, entry, by=by, rulebook=rulebook)
    except pipeline.Refused as refused:
        return refused.obstacles
    return []


def _is_past_the_class(person: Candidate) -> bool:
    """Whether the class's own step lies behind him, so that a new certificate is no step any more."""
    stage = Stage(person.stage)
    return stage in ROAD and ROAD.index(stage) > ROAD.index(Stage.TRAINED)


def _as_paper(candidate: Candidate, enrolment: Enrolment, by: Officer) -> None:
    """Who is past the class's own step has the certificate among his papers (HD06 3.1, 4.1)."""
    held = enrolment.training_class
    form = Paper.NEW_MEMBER_CERTIFICATE if held.is_for_new_members else Paper.CERTIFICATE
    line = Tick(
        form, dated_on=enrolment.certificate_on, number=enrolment.certificate_number, issuer=held.run_by
    )
    tick(candidate, [line], by=by)
