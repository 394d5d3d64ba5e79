"""The one writer of classes: plans them, enrols and withdraws people, records results, issues certificates."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from admissions import pipeline
from admissions.class_needs import who_needs
from admissions.dossier import Tick, tick
from admissions.models import Candidate, Enrolment, Result, TrainingClass
from admissions.numbering import numbers_from
from admissions.pipeline import Entry
from admissions.reading import unit_on
from admissions.regulation import LEFT, ROAD, Obstacle, Paper, Stage
from admissions.rulebook import Rulebook
from units.models import Officer, Unit


@dataclass(frozen=True)
class Reason:
    """Why something was not written: the words, and the field or the person they speak of."""

    text: str
    field: str = ""
    enrolment_id: int | None = None


class Refused(ValueError):
    """Something that cannot be written as it was typed; `reasons` tells every one."""

    def __init__(self, *reasons: Reason):
        self.reasons = list(reasons)
        super().__init__(" ".join(reason.text for reason in reasons))


class Stale(Refused):
    """Others have written since the page was opened; `reasons` tells what."""


class Forbidden(ValueError):
    """Certificates that the regulation forbids; `people` holds each enrolment with all that stands in its way."""

    def __init__(self, people: Sequence[tuple[Enrolment, list[Obstacle]]]):
        self.people = list(people)
        super().__init__("; ".join(enrolment.candidate.name for enrolment, _ in people))


@dataclass(frozen=True)
class Outcome:
    """A person's result and mark: as the page showed them, and as they are to be recorded."""

    enrolment_id: int
    result_before: str
    mark_before: Decimal | None
    result: str
    mark: Decimal | None


def plan(training_class: TrainingClass, *, by: Officer) -> TrainingClass:
    """Save a new class."""
    training_class.planned_by = training_class.changed_by = by
    training_class.save()
    return training_class


@transaction.atomic
def change(
    training_class: TrainingClass, values: Mapping[str, object], *, by: Officer, seen: str
) -> TrainingClass:
    """Change the facts of a class. `seen` is the `changed_at`, as ISO text, that the page showed.

    Raises `Stale` when it was saved since, `Refused` when its kind is to change though people are enrolled.
    """
    locked = _lock(training_class)
    if locked.changed_at.isoformat() != seen:
        raise Stale(Reason(f"{locked.changed_by} vừa lưu lớp này."))
    if values.get("kind", locked.kind) != locked.kind and locked.enrolments.exists():
        raise Refused(Reason("Lớp đã có người ghi danh nên không đổi loại lớp được.", "kind"))
    for name, value in values.items():
        setattr(locked, name, value)
    locked.changed_by = by
    locked.save()
    return locked


@transaction.atomic
def enrol(
    training_class: TrainingClass, people: Collection[int], *, by: Officer, on: date | None = None
) -> list[Enrolment]:
    """Enrol people, given by id, on a day (today). All of them or none.

    Raises `Stale` with a reason for each who no longer has to go, or is enrolled already.
    """
    locked = _lock(training_class)
    chosen = {person.pk: person for person in _lock_people(people)}
    subtree = Candidate.objects.of_subtree(locked.committee).filter(pk__in=chosen)
    needing = {need.candidate.pk for need in who_needs(locked.kind, subtree, locked.planned_from)}
    needing -= set(locked.enrolments.values_list("candidate", flat=True))
    if others := [person for pk, person in chosen.items() if pk not in needing]:
        raise Stale(*(_why_not(locked, person) for person in others))
    day = on or timezone.localdate()
    return Enrolment.objects.bulk_create(
        Enrolment(
            training_class=locked,
            candidate=person,
            unit=unit_on(person.unit, day),
            enrolled_on=day,
            enrolled_by=by,
        )
        for person in chosen.values()
    )


def _why_not(training_class: TrainingClass, person: Candidate) -> Reason:
    here = training_class.enrolments.filter(candidate=person).select_related("enrolled_by").first()
    if here:
        return Reason(f"{person}: {here.enrolled_by} đã ghi danh vào lớp này.")
    waiting = Enrolment.objects.open().filter(candidate=person, training_class__kind=training_class.kind)
    if other := waiting.select_related("training_class").first():
        return Reason(f"{person}: đang ghi danh ở «{other.training_class}», chưa có kết quả.")
    return Reason(f"{person}: đang ở bước «{person.stage_label}», không còn thuộc diện phải học lớp này.")


@transaction.atomic
def withdraw(enrolment: Enrolment, *, by: Officer) -> None:
    """Take a person off a class. Raises `Refused` once he has its certificate."""
    _lock(enrolment.training_class)
    enrolment.refresh_from_db()
    if enrolment.certificate_number:
        text = f"Đã cấp giấy chứng nhận {enrolment.certificate_number} ngày {enrolment.certificate_on:%d/%m/%Y} nên không rút tên được."
        raise Refused(Reason(text))
    enrolment.delete()


@transaction.atomic
def record_results(training_class: TrainingClass, outcomes: Sequence[Outcome], *, by: Officer) -> int:
    """Record results and marks, all or none; returns how many people's changed.

    Raises `Refused` for a class that has not begun and for marks without an assessment, `Stale` where what
    the page showed of a person is no longer what is recorded.
    """
    locked = _lock(training_class)
    if timezone.localdate() < locked.planned_from:
        raise Refused(Reason(f"Lớp khai giảng ngày {locked.planned_from:%d/%m/%Y}, chưa ghi kết quả được."))
    stored = {row.pk: row for row in locked.enrolments.select_related("candidate", "result_by")}
    if moved := [reason for outcome in outcomes if (reason := _moved(stored, outcome))]:
        raise Stale(*moved)
    if unfit := [
        _unfit(outcome) for outcome in outcomes if outcome.mark is not None and not _assessed(outcome)
    ]:
        raise Refused(*unfit)
    now = timezone.now()
    rows = []
    for outcome in outcomes:
        row = stored[outcome.enrolment_id]
        row.result, row.mark = outcome.result, outcome.mark
        row.result_by, row.result_at = (by, now) if outcome.result else (None, None)
        rows.append(row)
    return Enrolment.objects.bulk_update(rows, ["result", "mark", "result_by", "result_at"]) if rows else 0


def _moved(stored: Mapping[int, Enrolment], outcome: Outcome) -> Reason | None:
    """What somebody else has done to a person since the page was opened."""
    row = stored.get(outcome.enrolment_id)
    if row is None:
        return Reason("Một người vừa được rút tên khỏi lớp.", enrolment_id=outcome.enrolment_id)
    if row.certificate_number:
        return Reason(f"{row.candidate}: vừa được cấp giấy {row.certificate_number}.", enrolment_id=row.pk)
    if (row.result, row.mark) == (outcome.result_before, outcome.mark_before):
        return None
    said = row.get_result_display() or "để trống"
    mark = f", điểm {row.mark_text}" if row.mark_text else ""
    who = f"{row.result_by} vừa ghi" if row.result_by else "vừa được đổi thành"
    return Reason(f"{row.candidate}: {who} «{said}»{mark}.", enrolment_id=row.pk)


def _assessed(outcome: Outcome) -> bool:
    return outcome.result in (Result.PASSED, Result.FAILED)


def _unfit(outcome: Outcome) -> Reason:
    return Reason("Điểm chỉ ghi cùng kết quả Đạt hoặc Không đạt.", "mark", outcome.enrolment_id)


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
    locked = _lock(training_class)
    Unit.objects.select_for_update(no_key=True).get(
        pk=locked.committee_id
    )  # one series, one writer at a time
    rows = waiting_for_certificate(locked)
    numbers = _numbers(first, len(rows))
    if dict(zip((row.pk for row in rows), numbers, strict=True)) != dict(shown):
        raise Stale(Reason("Danh sách người được cấp giấy đã thay đổi từ lúc đồng chí xem trước."))
    if faults := [*_wrong_day(locked, on), *_taken(locked, on, numbers)]:
        raise Refused(*faults)
    _lock_people([row.candidate_id for row in rows])
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


def _lock(training_class: TrainingClass) -> TrainingClass:
    classes = TrainingClass.objects.select_for_update(of=("self",), no_key=True)
    return classes.select_related("committee", "changed_by").get(pk=training_class.pk)


def _lock_people(people: Collection[int]) -> list[Candidate]:
    """The people in the order of their ids, so that two writers never wait for each other."""
    locked = Candidate.objects.select_for_update(of=("self",), no_key=True).select_related("unit__parent")
    return list(locked.filter(pk__in=people).order_by("pk"))
