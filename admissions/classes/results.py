"""Records how people did in a class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from admissions.classes.locks import lock
from admissions.classes.refusals import Reason, Refused, Stale
from admissions.models import Enrolment, Result, TrainingClass
from units.models import Officer


@dataclass(frozen=True)
class Outcome:
    """A person's result and mark: as the page showed them, and as they are to be recorded."""

    enrolment_id: int
    result_before: str
    mark_before: Decimal | None
    result: str
    mark: Decimal | None


@transaction.atomic
def record_results(training_class: TrainingClass, outcomes: Sequence[Outcome], *, by: Officer) -> int:
    """Record results and marks, all or none; returns how many people's changed.

    Raises `Refused` for a class that has not begun and for marks without an assessment, `Stale` where what
    the page showed of a person is no longer what is recorded.
    """
    locked = lock(training_class)
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
