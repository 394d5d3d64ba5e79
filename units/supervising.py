"""The one writer of who answers for which unit: an assignment follows the one before, ends, or is mended; each act is logged.

Days are given as the first day on which something holds: `since` the first day in charge, `until` the first day no more.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction

from units.models import Officer, Role, Supervision, SupervisionChange, Unit
from units.names import fold

AHEAD = 366  # days to come for which an assignment may be written already
ONE_ABOVE = "Đơn vị của chính đồng chí do cấp ủy cấp trên phân công."
Act = SupervisionChange.Act


@dataclass(frozen=True)
class Terms:
    """Who is in charge, from which day, until before which day (none: still), by which document, with which account."""

    member: str
    since: date
    until: date | None = None
    number: str = ""
    officer: Officer | None = None

    @classmethod
    def of(cls, row: Supervision) -> "Terms":
        return cls(row.member, row.since, row.until, row.number, row.officer)


@dataclass(frozen=True)
class Fault:
    """Why an assignment cannot be written so, in Vietnamese. With a unit it speaks of that one."""

    field: str
    text: str
    unit_id: int | None = None


class Refused(ValueError):
    """An assignment that cannot be written; `faults` tells every reason."""

    def __init__(self, faults: Sequence[Fault]):
        self.faults = list(faults)
        super().__init__("\n".join(fault.text for fault in faults))


class Stale(ValueError):
    """Somebody has written about these units since the page was opened; `newer` are the rows it did not show."""

    def __init__(self, newer: Sequence[SupervisionChange]):
        self.newer = list(newer)
        super().__init__("Phân công phụ trách vừa có thay đổi từ lúc mở trang.")


def last_change() -> int:
    """Id of the log's last row: what a writer must still find in place for his units."""
    return SupervisionChange.objects.all().last_id()


def newer(unit_ids: Iterable[int], seen: int) -> list[SupervisionChange]:
    """What was done to assignments over these units that a page which knew the row `seen` did not show."""
    rows = SupervisionChange.objects.after(seen).filter(supervision__unit__in=list(unit_ids))
    return list(rows.select_related("supervision__unit", "recorded_by"))


@transaction.atomic
def assign(
    units: Sequence[Unit], terms: Terms, *, seen: int | None = None, by: Officer, on: date
) -> list[Supervision]:
    """Put a member in charge of units from a day on; who was in charge until then hands over the same day.

    `on` is today. Raises `Refused` with every reason, `Stale` when somebody else has assigned one of the units since
    the row `seen`, `ValueError` for a unit outside the writer's scope.
    """
    held = _hold([unit.pk for unit in units], seen, by)
    past = _past(held)
    faults = [] if held else [Fault("units", "Đánh dấu ít nhất một đơn vị.")]
    faults += _terms_faults(terms, by, on)
    for unit in held:
        faults += _unit_faults(unit, terms, past.get(unit.pk, []), by)
    if faults:
        raise Refused(faults)
    return [_follow(unit, terms, past.get(unit.pk, []), by) for unit in held]


@transaction.atomic
def end(
    row: Supervision, *, until: date, reason: str = "", seen: int | None = None, by: Officer, on: date
) -> Supervision:
    """End an assignment: `until` is the first day on which nobody is in charge. Raises as `assign` does."""
    (unit,) = _hold([row.unit_id], seen, by)
    row = Supervision.objects.select_related("officer").get(pk=row.pk)
    faults = list(_end_faults(row, until, on))
    if unit.pk == by.unit_id:
        faults.append(Fault("until", ONE_ABOVE))
    if faults:
        raise Refused(faults)
    return _write(row, replace(Terms.of(row), until=until), Act.END, reason, by)


@transaction.atomic
def correct(
    row: Supervision, terms: Terms, *, reason: str, seen: int | None = None, by: Officer, on: date
) -> Supervision:
    """Mend what was mistyped in an assignment, with a reason. Raises as `assign` does; the same terms change nothing."""
    (unit,) = _hold([row.unit_id], seen, by)
    row = Supervision.objects.select_related("officer").get(pk=row.pk)
    if terms == Terms.of(row):
        return row
    others = [other for other in _past([unit]).get(unit.pk, []) if other.pk != row.pk]
    faults = [*_terms_faults(terms, by, on), *_span_faults(unit, terms), *_overlaps(terms, others)]
    if not reason.strip():
        faults.append(Fault("reason", "Ghi lý do sửa, ví dụ: ghi nhầm ngày."))
    if row.ended_by_id and terms.until != row.until:
        text = "Phân công này kết thúc cùng lúc sắp xếp lại đơn vị; ngày thôi không sửa ở đây."
        faults.append(Fault("until", text))
    if unit.pk == by.unit_id:
        faults.append(Fault("member", ONE_ABOVE))
    if faults:
        raise Refused(faults)
    return _write(row, terms, Act.CORRECT, reason, by)


def _hold(unit_ids: Sequence[int], seen: int | None, by: Officer) -> list[Unit]:
    """The units in the order of the tree, locked: they are the turnstile of everything written about them."""
    ids = set(unit_ids)
    units = Unit.objects.visible_to(by).filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
    if len(units) != len(ids):
        raise ValueError("A unit outside the writer's scope.")
    if seen is not None and (rows := newer(ids, seen)):
        raise Stale(rows)
    return sorted(units, key=lambda unit: unit.path)


def _past(units: Iterable[Unit]) -> dict[int, list[Supervision]]:
    """Every assignment of these units by unit id, the earliest first."""
    past: dict[int, list[Supervision]] = {}
    rows = Supervision.objects.filter(unit__in=list(units)).select_related("officer", "unit")
    for row in rows.order_by("since", "pk"):
        past.setdefault(row.unit_id, []).append(row)
    return past


def _terms_faults(terms: Terms, by: Officer, on: date) -> Iterator[Fault]:
    """What is wrong with who, when and with which account, whatever the unit."""
    if not terms.member.strip():
        yield Fault("member", "Ghi họ và tên cấp ủy viên, ví dụ: Lò Văn Thoan.")
    if terms.since > on + timedelta(days=AHEAD):
        yield Fault("since", f"Ngày {terms.since:%d/%m/%Y} còn quá xa; ghi trước được nhiều nhất một năm.")
    officer = terms.officer
    if officer is None:
        return
    if officer.role != Role.SUPERVISOR or not officer.is_active:
        yield Fault("officer", f"Tài khoản «{officer.username}» không phải của cấp ủy viên đang dùng.")
    elif officer.full_name and fold(officer.full_name) != fold(terms.member):
        yield Fault("officer", f"Tài khoản này của {officer.full_name}; chọn đúng tài khoản hoặc để trống.")


def _unit_faults(unit: Unit, terms: Terms, past: list[Supervision], by: Officer) -> Iterator[Fault]:
    """Why a unit cannot be given to somebody from that day on."""

    def fault(text):
        return Fault("units", f"{unit}: {text}", unit.pk)

    if unit.parent_id is None:
        yield fault("đảng bộ gốc không phân công phụ trách.")
    elif unit.pk == by.unit_id:
        yield fault(ONE_ABOVE)
    if unit.closed_on:
        yield fault(f"đã kết thúc ngày {unit.closed_on:%d/%m/%Y}.")
    if terms.since < unit.founded_on:
        yield fault(f"thành lập ngày {unit.founded_on:%d/%m/%Y}, không phân công từ trước đó được.")
    last = past[-1] if past else None
    if last and last.until is None and (last.member, last.officer) == (terms.member, terms.officer):
        yield fault(f"{last.member} đang phụ trách từ {last.since:%d/%m/%Y}.")
    elif last and terms.since <= last.since:
        yield fault(f"{last.member} phụ trách từ {last.since:%d/%m/%Y}; ngày giao phải sau ngày đó.")
    elif last and last.until and terms.since < last.until:
        yield fault(
            f"{last.member} còn phụ trách đến trước {last.until:%d/%m/%Y}; giao từ ngày đó trở đi, hoặc sửa ngày thôi trước."
        )


def _end_faults(row: Supervision, until: date, on: date) -> Iterator[Fault]:
    if row.until:
        text = f"Phân công này đã kết thúc từ {row.until:%d/%m/%Y}; ghi sai thì dùng «Sửa ghi sai»."
        yield Fault("until", text)
    if until <= row.since:
        yield Fault("until", f"Phải sau ngày bắt đầu phụ trách, {row.since:%d/%m/%Y}.")
    if until > on + timedelta(days=AHEAD):
        yield Fault("until", f"Ngày {until:%d/%m/%Y} còn quá xa; ghi trước được nhiều nhất một năm.")


def _span_faults(unit: Unit, terms: Terms) -> Iterator[Fault]:
    """What is wrong with the days of one assignment beside those of the unit."""
    if terms.since < unit.founded_on:
        yield Fault("since", f"Đơn vị thành lập ngày {unit.founded_on:%d/%m/%Y}; ngày này còn trước đó.")
    if terms.until and terms.until <= terms.since:
        yield Fault("until", f"Phải sau ngày bắt đầu phụ trách, {terms.since:%d/%m/%Y}.")
    if unit.closed_on and (terms.until is None or terms.until > unit.closed_on):
        text = f"Đơn vị đã kết thúc ngày {unit.closed_on:%d/%m/%Y}; ngày thôi không sau ngày đó."
        yield Fault("until", text)


def _overlaps(terms: Terms, others: Iterable[Supervision]) -> Iterator[Fault]:
    """The other assignments of the unit that the days would run into."""
    for other in others:
        starts_before = other.until is None or terms.since < other.until
        if starts_before and (terms.until is None or other.since < terms.until):
            told = f"đến trước {other.until:%d/%m/%Y}" if other.until else "đến nay"
            text = f"Trùng với {other.member}, phụ trách từ {other.since:%d/%m/%Y} {told}; sửa phân công đó trước."
            yield Fault("since" if other.since <= terms.since else "until", text)


def _follow(unit: Unit, terms: Terms, past: list[Supervision], by: Officer) -> Supervision:
    """Write the assignment and end the open one before it on the same day."""
    if past and past[-1].until is None:
        before = past[-1]
        _write(before, replace(Terms.of(before), until=terms.since), Act.HAND_OVER, terms.number, by)
    row = Supervision(unit=unit)
    return _write(row, replace(terms, until=None), Act.ASSIGN, "", by)


def _write(row: Supervision, terms: Terms, act: str, reason: str, by: Officer) -> Supervision:
    """Save the row as the terms say and log what became of what."""
    old, new = _plain(Terms.of(row)) if row.pk else dict.fromkeys(_plain(terms), ""), _plain(terms)
    row.member, row.since, row.until = terms.member, terms.since, terms.until
    row.number, row.officer = terms.number, terms.officer
    row.save()
    SupervisionChange.objects.create(
        supervision=row,
        act=act,
        reason=reason.strip(),
        changes={name: [old[name], new[name]] for name in new if old[name] != new[name]},
        recorded_by=by,
    )
    return row


def _plain(terms: Terms) -> dict[str, str]:
    """The terms as the log keeps them; an account by its name to sign in."""
    return {
        "member": terms.member,
        "since": f"{terms.since:%d/%m/%Y}",
        "until": f"{terms.until:%d/%m/%Y}" if terms.until else "",
        "number": terms.number,
        "officer": terms.officer.username if terms.officer else "",
    }
