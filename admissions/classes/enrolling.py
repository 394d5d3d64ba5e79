"""Plans and changes classes, enrols people and takes them off again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from admissions.classes.locks import lock, lock_people
from admissions.classes.needs import who_needs
from admissions.classes.refusals import Reason, Refused, Stale
from admissions.models import Candidate, Enrolment, TrainingClass
from admissions.reading import unit_on
from units.models import Officer


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
    locked = lock(training_class)
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
    locked = lock(training_class)
    chosen = {person.pk: person for person in lock_people(people)}
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
    lock(enrolment.training_class)
    enrolment.refresh_from_db()
    if enrolment.certificate_number:
        text = f"Đã cấp giấy chứng nhận {enrolment.certificate_number} ngày {enrolment.certificate_on:%d/%m/%Y} nên không rút tên được."
        raise Refused(Reason(text))
    enrolment.delete()
