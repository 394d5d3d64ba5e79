"""The one writer of a committee's year rules: a rule of a year holds until the next year that has one; each change is logged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from units.directives import directive_of
from units.models import Directive, Officer, Unit, YearRule, YearRuleChange
from units.tree import rule_for

PERCENTS = ("target_min", "target_max", "low_progress")
FIELDS = (
    "target_min",
    "target_max",
    "base",
    "counting",
    "pupil_year",
    "low_progress",
    "small_base",
    "review_days",
)
LIMITS = {"small_base": (0, 500, "người"), "review_days": (1, 90, "ngày")}


@dataclass(frozen=True)
class Basis:
    """The document a rule rests on, as typed: its number and its day of issue; neither where there is none."""

    number: str = ""
    issued_on: date | None = None

    @classmethod
    def of(cls, directive: Directive | None) -> "Basis":
        return cls(directive.number, directive.issued_on) if directive else cls()

    def __str__(self):
        return f"{self.number}, ngày {self.issued_on:%d/%m/%Y}" if self.issued_on else self.number


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field of a rule as typed."""

    field: str
    text: str


class Refused(ValueError):
    """A rule that makes no sense or lacks a reason; `faults` tells everything at once."""

    def __init__(self, faults: Sequence[Fault]):
        self.faults = list(faults)
        super().__init__(" ".join(fault.text for fault in faults))


class Stale(ValueError):
    """Somebody has changed the rules since the page was opened; `newer` are the log's rows it did not show."""

    def __init__(self, newer: Sequence[YearRuleChange]):
        self.newer = list(newer)
        super().__init__("Quy ước năm vừa có thay đổi từ lúc mở trang.")


def newer(root: Unit, seen: int) -> list[YearRuleChange]:
    """The changes of a committee's rules, of any year, that a page which knew the row `seen` did not show."""
    return list(root.rule_changes.all().after(seen).select_related("recorded_by"))


def last_year_of(root: Unit, year: int) -> int | None:
    """The last year that a rule written for `year` would hold in; None where it holds until a further one is written."""
    following = YearRule.objects.filter(root=root, year__gt=year).order_by("year").first()
    return following.year - 1 if following else None


def differences(before: YearRule, draft: YearRule, basis: Basis) -> dict[str, list]:
    """What differs, as {field: [before, after]}, in the order of the page."""
    changes = {
        name: [_plain(getattr(before, name)), _plain(getattr(draft, name))]
        for name in FIELDS
        if getattr(before, name) != getattr(draft, name)
    }
    if basis != Basis.of(before.directive):
        changes["directive"] = [str(Basis.of(before.directive)), str(basis)]
    return changes


def _plain(content):
    return content if isinstance(content, int) else f"{content}"


def faults_in(draft: YearRule, basis: Basis, *, reason: str, on: date) -> list[Fault]:
    """Everything that is wrong with a rule as typed; what could not be read (None) is passed over. `on` is today.

    Refused are: a band that is not upright or outside 0–100%, thresholds that make no sense, a number of a document
    without its day and the reverse, a document of the future, a past year without a reason.
    """
    faults = [*_band_faults(draft), *_limit_faults(draft), *_basis_faults(draft, basis, on)]
    if draft.year < on.year and not reason.strip():
        text = f"Năm {draft.year} đã qua, số liệu có thể đã báo cáo: ghi lý do. Ví dụ: Nghị quyết 02-NQ/ĐU sửa khung."
        faults.append(Fault("reason", text))
    return faults


def _band_faults(draft: YearRule) -> Iterator[Fault]:
    for name in PERCENTS:
        value = getattr(draft, name)
        if value is not None and not 0 <= value <= 100:
            yield Fault(name, "Nhập phần trăm từ 0 đến 100, ví dụ: 3,5.")
    low, high = draft.target_min, draft.target_max
    if low is not None and high is not None and high < low:
        yield Fault("target_max", "Mức cao nhất phải từ mức thấp nhất trở lên, ví dụ: từ 3 đến 4.")
    elif high == 0:
        yield Fault("target_max", "Mức cao nhất phải lớn hơn 0, ví dụ: 4.")


def _limit_faults(draft: YearRule) -> Iterator[Fault]:
    for name, (least, most, unit) in LIMITS.items():
        value = getattr(draft, name)
        if value is not None and not least <= value <= most:
            yield Fault(name, f"Nhập từ {least} đến {most} {unit}.")


def _basis_faults(draft: YearRule, basis: Basis, on: date) -> Iterator[Fault]:
    if basis == Basis.of(draft.directive):
        return
    if basis.number and not basis.issued_on:
        yield Fault("issued_on", "Có số văn bản thì ghi cả ngày, ví dụ: 15/01/2026.")
    if basis.issued_on and not basis.number:
        yield Fault("number", "Có ngày thì ghi cả số văn bản, ví dụ: 02-NQ/ĐU.")
    if basis.issued_on and basis.issued_on > on:
        yield Fault("issued_on", f"Ngày {basis.issued_on:%d/%m/%Y} chưa đến.")


@transaction.atomic
def change(
    draft: YearRule, *, basis: Basis, reason: str = "", seen: int, by: Officer | None, on: date
) -> YearRuleChange | None:
    """Write the rule of the draft's root and year as the draft has it, and log what became of what.

    The draft carries the directive in force before; `basis` is the one it shall rest on. A rule that held from an
    earlier year, or that of the committee above, keeps its row; the draft's year gets one of its own. None where nothing differs. `seen` is the last
    row of the root's log that the page knew. Raises `Stale` when there are newer ones, `Refused` with every reason.
    """
    root = Unit.objects.select_for_update(no_key=True).get(pk=draft.root_id)
    if rows := newer(root, seen):
        raise Stale(rows)
    before = rule_for(root.pk, draft.year, on)
    changes = differences(before, draft, basis)
    if not changes:
        return None
    if faults := faults_in(draft, basis, reason=reason, on=on):
        raise Refused(faults)
    _write(draft, before, basis)
    return YearRuleChange.objects.create(
        root=root, year=draft.year, reason=reason.strip(), changes=changes, recorded_by=by
    )


def _write(draft: YearRule, before: YearRule, basis: Basis) -> None:
    directive = before.directive
    if basis != Basis.of(directive):
        directive = directive_of(basis.number, basis.issued_on) if basis.number else None
    values = {name: getattr(draft, name) for name in FIELDS} | {"directive": directive}
    YearRule.objects.update_or_create(root_id=draft.root_id, year=draft.year, defaults=values)
