"""The one writer of the reports of periods: what a unit writes, and the way of its report upward."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from units.models import WRITERS, Officer, Review, ReviewStep, Role, Unit
from units.periods import Period
from units.reviews_owed import units_owing

LONGEST = 4000  # letters of a text
LONGEST_REASON = 500
REPORTERS = frozenset({*WRITERS, Role.SECRETARY})  # may write, and confirm what comes from below
Status = Review.Status
UNDER_WAY = (Status.DRAFT, Status.RETURNED)  # still with the unit
ASKED = {
    "shortcomings": "Ghi hạn chế của kỳ, hoặc ghi «không có». Ví dụ: hai người trong nguồn chưa được học lớp nhận thức.",
    "difficulties": "Ghi khó khăn, nguyên nhân, hoặc ghi «không có». Ví dụ: thanh niên đi làm ăn xa.",
    "remedies": "Ghi giải pháp, kiến nghị, hoặc ghi «không có». Ví dụ: giao Chi đoàn giới thiệu thêm hai người.",
}


@dataclass(frozen=True)
class Words:
    """What a unit writes of a period."""

    shortcomings: str = ""
    difficulties: str = ""
    remedies: str = ""


class Refused(ValueError):
    """A write that cannot be made; `reasons` tells why, in Vietnamese, by field ("" for the whole)."""

    def __init__(self, reasons: dict[str, str]):
        self.reasons = reasons
        super().__init__(" ".join(reasons.values()))


class Stale(ValueError):
    """Somebody has written since the page was opened; `review` is what stands now."""

    def __init__(self, review: Review):
        self.review = review
        super().__init__("Báo cáo vừa có người khác ghi.")


def may_write(officer: Officer) -> bool:
    """Whether the officer writes reports of the units in his scope."""
    return officer.role in REPORTERS


def may_judge(officer: Officer, unit: Unit) -> bool:
    """Whether the officer confirms or returns the unit's reports: only from a unit strictly above it."""
    if officer.role not in REPORTERS:
        return False
    if officer.unit is None:
        return unit.parent_id is not None
    above = unit.pk != officer.unit.pk and unit.path.startswith(officer.unit.path)
    return above and officer.unit.is_committee  # a cell may have taken another over, and is no level above it


@transaction.atomic
def save_draft(unit: Unit, period: Period, words: Words, *, seen: int, by: Officer | None) -> Review:
    """Keep what has been written so far; a returned report stays returned until it is sent again.

    `seen` is the version the page showed (0: none yet). Raises `Refused`, `Stale`.
    """
    review = _locked(unit, period, seen)
    _refuse(_not_writable(review, unit, period) | _too_long(words))
    _put(review, words)
    return _saved(review, by)


@transaction.atomic
def submit(
    unit: Unit,
    period: Period,
    words: Words,
    *,
    figures: dict,
    seen: int,
    by: Officer | None,
    confirmed: bool = False,
) -> Review:
    """Send the report upward, together with the unit's figures of this moment (JSON).

    `confirmed`: it is sent although units below have not reported or are not confirmed; they stay named with the
    step. Raises `Refused` with every reason, `Stale`.
    """
    review = _locked(unit, period, seen)
    pending = pending_below(unit, period)
    reasons = _not_writable(review, unit, period) | _empty(words) | _too_long(words)
    if pending and not confirmed:
        reasons["confirmed"] = (
            f"Còn {len(pending)} đơn vị trực thuộc chưa xong. Đánh dấu vào ô này nếu vẫn gửi."
        )
    _refuse(reasons)
    _put(review, words)
    review.figures = figures
    return _step(review, Status.SUBMITTED, by=by, reason=_in_spite_of(pending))


@transaction.atomic
def take_back(review: Review, *, seen: int, by: Officer | None) -> Review:
    """The unit takes back a report that nobody has confirmed yet, to mend it. Raises `Refused`, `Stale`."""
    review = _locked(review.unit, review, seen)
    if review.status != Status.SUBMITTED:
        raise Refused({"": f"Báo cáo đang ở tình trạng «{review.get_status_display()}», không rút lại được."})
    _refuse(_nobody_to_mend(review.unit))
    return _step(review, Status.DRAFT, by=by)


@transaction.atomic
def accept(review: Review, *, seen: int, by: Officer) -> Review:
    """The level above confirms a report that was sent. Raises `Refused`, `Stale`."""
    review = _locked(review.unit, review, seen)
    _refuse(_not_above(by, review) | _not_sent(review, (Status.SUBMITTED,)))
    return _step(review, Status.ACCEPTED, by=by)


@transaction.atomic
def give_back(review: Review, *, reason: str, seen: int, by: Officer) -> Review:
    """The level above returns a report that was sent, or even confirmed, with a reason. Raises `Refused`, `Stale`."""
    review = _locked(review.unit, review, seen)
    reason = reason.strip()
    reasons = _not_above(by, review) | _not_sent(review, (Status.SUBMITTED, Status.ACCEPTED))
    reasons |= _nobody_to_mend(review.unit)
    if not reason:
        reasons["reason"] = "Ghi lý do trả lại. Ví dụ: chưa nêu giải pháp cho hai người quá hạn."
    elif len(reason) > LONGEST_REASON:
        reasons["reason"] = f"Ghi lý do gọn trong {LONGEST_REASON} chữ."
    _refuse(reasons)
    return _step(review, Status.RETURNED, by=by, reason=reason)


def pending_below(unit: Unit, period: Period) -> list[tuple[Unit, str]]:
    """The units below that owe the period and are not confirmed, each with its status ("": nothing written).

    In the order of the tree. Two queries, none for a cell.
    """
    if not unit.is_committee:
        return []
    owing = [each for each in units_owing(Unit.objects.below(unit), period) if each.pk != unit.pk]
    rows = Review.objects.filter(year=period.year, period=period.name, unit__in=[each.pk for each in owing])
    statuses = dict(rows.values_list("unit_id", "status"))
    told = [(each, statuses.get(each.pk, "")) for each in owing]
    return [(each, status) for each, status in told if status != Status.ACCEPTED]


def _locked(unit: Unit, of: Period | Review, seen: int) -> Review:
    """The report as it stands, or a new one; the unit is locked, for the row may not be there yet."""
    list(Unit.objects.select_for_update().filter(pk=unit.pk).values_list("pk"))
    year, name = (of.year, of.period) if isinstance(of, Review) else (of.year, of.name)
    kept = Review.objects.select_related("unit", "changed_by").filter(unit=unit, year=year, period=name)
    review = kept.first() or Review(unit=unit, year=year, period=name)
    if review.version != seen:
        raise Stale(review)
    return review


def _put(review: Review, words: Words) -> None:
    for name in ASKED:
        setattr(review, name, getattr(words, name).strip())


def _saved(review: Review, by: Officer | None) -> Review:
    review.version += 1
    review.changed_at, review.changed_by = timezone.now(), by
    review.save()
    return review


def _step(review: Review, status: str, *, by: Officer | None, reason: str = "") -> Review:
    """Give the report a status, on the row and in its log."""
    review.status = status
    _saved(review, by)
    ReviewStep.objects.create(
        review=review, status=status, reason=reason, recorded_by=by, recorded_at=review.changed_at
    )
    return review


def _refuse(reasons: dict[str, str]) -> None:
    if reasons:
        raise Refused(reasons)


def _not_writable(review: Review, unit: Unit, period: Period) -> dict[str, str]:
    if review.status not in UNDER_WAY:
        return {"": f"Báo cáo đang ở tình trạng «{review.get_status_display()}», không sửa được."}
    if unit.closed_on:
        return {"": f"Đơn vị đã kết thúc ngày {unit.closed_on:%d/%m/%Y}."}
    if unit.founded_on > period.end:
        return {"": f"Đơn vị thành lập ngày {unit.founded_on:%d/%m/%Y}, sau khi kỳ này hết."}
    if timezone.localdate() < period.opens:
        return {"": f"Kỳ này viết từ ngày {period.opens:%d/%m/%Y}."}
    return {}


def _nobody_to_mend(unit: Unit) -> dict[str, str]:
    """A closed unit writes no more: its report is confirmed or left, not mended."""
    if unit.closed_on:
        return {
            "": f"Đơn vị đã kết thúc ngày {unit.closed_on:%d/%m/%Y}, không còn sửa, gửi lại báo cáo được."
        }
    return {}


def _empty(words: Words) -> dict[str, str]:
    return {name: asked for name, asked in ASKED.items() if not getattr(words, name).strip()}


def _too_long(words: Words) -> dict[str, str]:
    long = f"Ghi gọn trong {LONGEST} chữ."
    return {name: long for name in ASKED if len(getattr(words, name).strip()) > LONGEST}


def _not_above(by: Officer, review: Review) -> dict[str, str]:
    if may_judge(by, review.unit):
        return {}
    return {"": "Xác nhận, trả lại là việc của cấp trên; không ai xác nhận báo cáo của chính đơn vị mình."}


def _not_sent(review: Review, statuses: tuple[str, ...]) -> dict[str, str]:
    if review.status in statuses:
        return {}
    return {"": f"Báo cáo đang ở tình trạng «{review.get_status_display()}»."}


def _in_spite_of(pending: list[tuple[Unit, str]]) -> str:
    """Which units below were not done when a committee sent its own report; as many names as there is room for."""
    if not pending:
        return ""
    names = [unit.name for unit, _ in pending]
    told = f"Gửi khi {len(names)} đơn vị trực thuộc chưa xong: "
    while len(text := told + ", ".join(names) + _rest(len(pending) - len(names))) > LONGEST_REASON:
        names.pop()
    return text


def _rest(count: int) -> str:
    return f" và {count} đơn vị nữa" if count else ""
