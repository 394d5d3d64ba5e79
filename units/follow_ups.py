"""The one writer of follow-ups: what the office does about a finding, by when, who answers, until it is done."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from units.models import FollowUp, FollowUpChange, Officer, Unit
from units.names import clean

FARTHEST = 3 * 366  # days ahead that a deadline may lie


class Refused(ValueError):
    """What cannot be kept; `reasons` tells why, in Vietnamese, by the field it speaks of."""

    def __init__(self, reasons: dict[str, str]):
        self.reasons = reasons
        super().__init__(" ".join(reasons.values()))


class Stale(ValueError):
    """Somebody has written since the page was opened; `now` is what stands there."""

    def __init__(self, now: FollowUp | None):
        self.now = now
        super().__init__("Việc khắc phục vừa có người khác ghi.")


@dataclass(frozen=True)
class Intent:
    """What is to be done about a finding, as the office writes it."""

    cause: str
    remedy: str
    deadline: date
    responsible: str

    def cleaned(self) -> "Intent":
        return Intent(self.cause.strip(), self.remedy.strip(), self.deadline, clean(self.responsible))


@transaction.atomic
def begin(unit: Unit, year: int, code: str, intent: Intent, *, by: Officer | None) -> FollowUp:
    """Start to follow a finding (by the code of its flag) about a unit's year.

    Raises `Refused` with every reason, `Stale` where somebody follows that finding already.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    running = FollowUp.objects.still_open().filter(unit=unit, year=year, code=code).first()
    if running is not None:
        raise Stale(running)
    intent = intent.cleaned()
    if reasons := _refusals(intent, is_new=True):
        raise Refused(reasons)
    row = FollowUp.objects.create(unit=unit, year=year, code=code, **asdict(intent))
    _log(row, {name: ("", _told(value)) for name, value in asdict(intent).items()}, by)
    return row


@transaction.atomic
def change(row: FollowUp, intent: Intent, *, seen: int, by: Officer | None) -> FollowUp:
    """Write another intent; `seen` is the version the page showed. Raises `Refused`, `Stale`."""
    row = _lock(row, seen)
    intent = intent.cleaned()
    reasons = _refusals(intent, is_new=intent.deadline != row.deadline)
    if row.done_on is not None:
        reasons["deadline"] = "Việc này đã xong. Mở lại rồi mới sửa được."
    if reasons:
        raise Refused(reasons)
    return _write(row, asdict(intent), by)


@transaction.atomic
def finish(row: FollowUp, *, on: date, outcome: str, seen: int, by: Officer | None) -> FollowUp:
    """Close a follow-up with the day it was done and how it ended. Raises `Refused`, `Stale`."""
    row = _lock(row, seen)
    reasons = {}
    if not outcome.strip():
        reasons["outcome"] = "Ghi kết quả. Ví dụ: đã kết nạp 01 học sinh ngày 20/11/2026."
    began = timezone.localdate(row.log.earliest("pk").recorded_at)
    if on > timezone.localdate():
        reasons["done_on"] = f"Ngày {on:%d/%m/%Y} chưa đến."
    elif on < began:
        reasons["done_on"] = f"Việc này được ghi ngày {began:%d/%m/%Y}, không thể xong trước đó."
    if row.done_on is not None:
        reasons["done_on"] = f"Việc này đã xong ngày {row.done_on:%d/%m/%Y}."
    if reasons:
        raise Refused(reasons)
    return _write(row, {"done_on": on, "outcome": outcome.strip()}, by)


@transaction.atomic
def reopen(row: FollowUp, *, seen: int, by: Officer | None) -> FollowUp:
    """Follow a finding again that was closed too early. Raises `Refused` where another one is open, `Stale`."""
    row = _lock(row, seen)
    if row.done_on is None:
        raise Refused({"done_on": "Việc này vẫn đang theo dõi."})
    if FollowUp.objects.still_open().filter(unit=row.unit_id, year=row.year, code=row.code).exists():
        raise Refused({"done_on": "Lưu ý này đang có một việc khắc phục khác chưa xong."})
    return _write(row, {"done_on": None, "outcome": ""}, by)


def _lock(row: FollowUp, seen: int) -> FollowUp:
    Unit.objects.select_for_update(no_key=True).get(pk=row.unit_id)
    row = FollowUp.objects.select_for_update(of=("self",)).select_related("unit").get(pk=row.pk)
    if row.version != seen:
        raise Stale(row)
    return row


def _write(row: FollowUp, values: dict[str, object], by: Officer | None) -> FollowUp:
    changes = {
        name: (_told(getattr(row, name)), _told(value))
        for name, value in values.items()
        if getattr(row, name) != value
    }
    if not changes:
        return row
    for name in changes:
        setattr(row, name, values[name])
    row.version += 1
    row.save(update_fields=[*changes, "version"])
    _log(row, changes, by)
    return row


def _refusals(intent: Intent, *, is_new: bool) -> dict[str, str]:
    """The reasons by field. A deadline that has passed may stand, but not be set anew."""
    reasons = {}
    if not intent.cause:
        reasons["cause"] = "Ghi nguyên nhân. Ví dụ: học sinh đủ 18 tuổi vào học kỳ II."
    if not intent.remedy:
        reasons["remedy"] = "Ghi biện pháp. Ví dụ: mở lớp nhận thức riêng cho học sinh lớp 12."
    if not intent.responsible:
        reasons["responsible"] = "Ghi người chịu trách nhiệm. Ví dụ: Bí thư chi bộ nhà trường."
    today = timezone.localdate()
    if is_new and intent.deadline < today:
        reasons["deadline"] = f"Thời hạn phải từ hôm nay, {today:%d/%m/%Y}."
    elif intent.deadline > today + timedelta(days=FARTHEST):
        reasons["deadline"] = "Thời hạn xa quá ba năm: kiểm tra lại năm."
    return reasons


def _told(value: object) -> str:
    """A value as the log keeps it."""
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def _log(row: FollowUp, changes: dict, by: Officer | None) -> None:
    FollowUpChange.objects.create(follow_up=row, recorded_by=by, changes=changes)
