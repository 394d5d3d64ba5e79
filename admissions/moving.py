"""The one writer of moves: a person changes unit on the road, leaves the installation, or comes into it (HD06 3.9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db import transaction
from django.utils import timezone

from admissions import regulation
from admissions.dossier import end_introducers
from admissions.models import Candidate, Transfer
from admissions.pipeline import Entry, Refused, advance, lock, take_over
from admissions.reading import case_of, read_one, route_of, unit_on
from admissions.regulation import Obstacle, Route, Stage
from admissions.rulebook import Rulebook
from units.models import BANDED, Kind, Officer, Unit

MOVED = "Chuyển đơn vị"


@dataclass(frozen=True)
class Move:
    """A move as typed: to a unit of the installation, or to a place outside; `on` is the transfer decision's day."""

    on: date
    to: Unit | None = None
    elsewhere: str = ""
    number: str = ""


def authority_of(unit: Unit, on: date) -> Unit:
    """The committee whose body decides on a unit's proposals on a day (294 4.3.2)."""
    own = route_of(unit, on) in (Route.DELEGATED, Route.UPPER)
    above = unit
    while above.parent is not None and above.kind not in ((*BANDED, Kind.BASE) if own else BANDED):
        above = above.parent
    return above


def way_of(candidate: Candidate, move: Move, rulebook: Rulebook) -> str:
    """The case of HD06 3.9 that a move falls under."""
    case = _case(candidate, move.on)
    here = unit_on(candidate.unit, move.on)
    same = move.to is not None and authority_of(here, move.on) == authority_of(move.to, move.on)
    return regulation.way_of_move(
        case, move.on, same_authority=same, editions=rulebook.editions, calendar=rulebook.calendar
    )


@transaction.atomic
def transfer(
    candidate: Candidate,
    move: Move,
    *,
    by: Officer | None,
    seen: int | None = None,
    rulebook: Rulebook | None = None,
) -> Transfer:
    """Record a move: the dossier follows, clocks keep their start, introducers are to be replaced.

    A decision taken more than 30 working days after the transfer is annulled with it (HD06 3.9c); a move out of the
    installation ends the road here. Raises `Refused` with every reason, `Stale` as `advance` does.
    """
    rulebook = rulebook or Rulebook.read()
    candidate = lock(candidate, seen)
    way, here = way_of(candidate, move, rulebook), unit_on(candidate.unit, move.on)
    if reasons := list(_refusals(candidate, move, here)):
        raise Refused(reasons)
    row = Transfer.objects.create(
        candidate=candidate,
        way=way,
        from_unit=here,
        to_unit=move.to,
        elsewhere=move.elsewhere.strip(),
        decided_on=move.on,
        number=move.number.strip(),
        recorded_by=by,
    )
    end_introducers(candidate, on=move.on, reason=MOVED)
    if way == "move_decided_late":
        _annul(candidate, move, by=by, rulebook=rulebook)
    if move.to is None:
        advance(
            candidate,
            Entry(Stage.MOVED_AWAY, _after(candidate, move.on), move.number),
            by=by,
            rulebook=rulebook,
        )
    else:
        candidate.unit = move.to
        candidate.save(update_fields=["unit", "changed_at"])
    return row


def _annul(candidate: Candidate, move: Move, *, by: Officer | None, rulebook: Rulebook) -> None:
    """The origin's decision falls, the destination decides anew with the dossier as it stands (HD06 3.9c)."""
    reason = "Quyết định kết nạp sau 30 ngày làm việc kể từ quyết định chuyển (HD06 3.9c)."
    entry = Entry(
        Stage.REDO, _after(candidate, move.on), move.number or "theo quyết định chuyển", reason=reason
    )
    advance(candidate, entry, by=by, rulebook=rulebook)


def _after(candidate: Candidate, on: date) -> date:
    """The day of the transfer, or that of the latest step where it is later: no trail runs backwards."""
    days = [event.happened_on for event in candidate.events.standing()]
    return max([on, *days])


def _refusals(candidate: Candidate, move: Move, here: Unit):
    clause = "HD06 3.9"
    if move.on > timezone.localdate():
        yield Obstacle("date_in_future", f"Ngày {move.on:%d/%m/%Y} chưa đến.", clause, field="on")
    if (move.to is None) == (not move.elsewhere.strip()):
        text = "Chọn đơn vị đến, hoặc ghi nơi đến ở ngoài; chỉ một trong hai."
        yield Obstacle("move_ends", text, clause, field="to")
    if move.to is not None and move.to.pk == here.pk:
        yield Obstacle("move_ends", "Người này đang ở chính đơn vị đó.", clause, field="to")
    if move.to is not None and (move.to.closed_on or move.on < move.to.founded_on):
        text = f"{move.to} chưa thành lập hoặc đã kết thúc vào ngày {move.on:%d/%m/%Y}."
        yield Obstacle("before_unit", text, clause, field="to")
    if candidate.stage in regulation.LEFT:
        yield Obstacle("order", f"Người này {Stage(candidate.stage).label.lower()}.", clause)
    if candidate.stage == Stage.RECOGNISED:
        text = "Đảng viên chính thức chuyển sinh hoạt theo quy định chung, không ghi ở đây."
        yield Obstacle("member_transfer", text, "294 6.3.1")


def _case(candidate: Candidate, on: date) -> regulation.Case:
    return case_of(candidate, candidate.events.standing(), on=on, records=read_one(candidate))


@transaction.atomic
def take_in(
    candidate: Candidate,
    entries: Sequence[Entry],
    *,
    origin: str,
    on: date,
    number: str = "",
    by: Officer | None,
    rulebook: Rulebook | None = None,
) -> Transfer:
    """Save a person who comes from outside with the steps he brings; what would have stood in their way is remarked.

    `on` is the day of the transfer decision. Raises `Refused` for steps that lie ahead or run backwards.
    """
    rulebook = rulebook or Rulebook.read()
    reasons = list(_brought(entries, on))
    if reasons:
        raise Refused(reasons)
    candidate.entered_by = by
    rows = take_over(candidate, entries, by=by, rulebook=rulebook)
    candidate.save()
    for row in rows:
        row.save()
    way = regulation.way_of_move(
        _case(candidate, on), on, same_authority=False, editions=rulebook.editions, calendar=rulebook.calendar
    )
    return Transfer.objects.create(
        candidate=candidate,
        way=way,
        to_unit=candidate.unit,
        elsewhere=origin.strip(),
        decided_on=on,
        number=number.strip(),
        recorded_by=by,
    )


def _brought(entries: Sequence[Entry], on: date):
    today = timezone.localdate()
    if not entries:
        yield Obstacle("order", "Ghi ít nhất một bước người này đã qua ở nơi đi.", "HD06 3.9")
    for day in (on, *(entry.on for entry in entries)):
        if day > today:
            yield Obstacle("date_in_future", f"Ngày {day:%d/%m/%Y} chưa đến.", "HD06 3.9")
    for before, after in pairwise(entries):
        if after.on < before.on and after.stage is not Stage.TRAINED:
            text = f"«{after.stage.label}» {after.on:%d/%m/%Y} trước «{before.stage.label}» {before.on:%d/%m/%Y}."
            yield Obstacle("date_backwards", text, "HD06 3.9")
