"""The one writer of moves: a person changes unit on the road, leaves the installation, or comes into it (HD06 3.9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from admissions import regulation
from admissions.dossier import end_introducers
from admissions.models import Candidate, Transfer
from admissions.pipeline import Entry, Refused, advance, lock, take_over
from admissions.reading import case_of, route_of, unit_on
from admissions.regulation import Obstacle, Route, Stage
from admissions.rulebook import Rulebook
from units.models import BANDED, Kind, Officer, Unit

MOVED = "Chuyển đơn vị"
CLAUSE = "HD06 3.9"
LATE = "move_decided_late"
NO_ANNULMENT = "annulment_missing"
NEVER_SET_ASIDE = ("age_at_vote", "readmit_barred", "readmit_once")


@dataclass(frozen=True)
class Move:
    """A move as typed: to a unit of the installation, or to a place outside; `on` is the transfer decision's day.

    A decision that falls with the move is annulled by a decision of its own, `annulled_number` of `annulled_on`.
    """

    on: date
    to: Unit | None = None
    elsewhere: str = ""
    number: str = ""
    annulled_on: date | None = None
    annulled_number: str = ""


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
    seen_move: int | None = None,
    rulebook: Rulebook | None = None,
) -> Transfer:
    """Record a move: the dossier follows, clocks keep their start, introducers are to be replaced.

    `seen` and `seen_move` are the ids of the last step and the last move the page showed. A decision taken more than
    30 working days after the transfer is annulled with it (HD06 3.9c); a move out of the installation ends the road
    here. Raises `Refused` with every reason, `Stale` as `advance` does.
    """
    rulebook = rulebook or Rulebook.read()
    candidate = lock(candidate, seen, seen_move)
    if reasons := refusals(candidate, move, rulebook):
        raise Refused(reasons)
    row = Transfer.objects.create(
        candidate=candidate,
        way=way_of(candidate, move, rulebook),
        from_unit=unit_on(candidate.unit, move.on),
        to_unit=move.to,
        elsewhere=move.elsewhere.strip(),
        decided_on=move.on,
        number=move.number.strip(),
        recorded_by=by,
    )
    end_introducers(candidate, on=move.on, reason=MOVED)
    if row.way == LATE:
        _annul(candidate, move, by=by, rulebook=rulebook)
    if move.to is None:
        on = max([move.on, *(event.happened_on for event in candidate.events.standing())])
        advance(candidate, Entry(Stage.MOVED_AWAY, on, move.number), by=by, rulebook=rulebook)
    else:
        candidate.unit = move.to
        candidate.save(update_fields=["unit", "changed_at"])
    return row


def _annul(candidate: Candidate, move: Move, *, by: Officer | None, rulebook: Rulebook) -> None:
    """The origin's decision falls, the destination decides anew with the dossier as it stands (HD06 3.9c)."""
    reason = "Quyết định kết nạp sau 30 ngày làm việc kể từ quyết định chuyển (HD06 3.9c)."
    entry = Entry(Stage.REDO, move.annulled_on or move.on, move.annulled_number, reason=reason)
    advance(candidate, entry, by=by, rulebook=rulebook)


def barred(candidate: Candidate) -> list[Obstacle]:
    """Why a person can no longer be moved on the road, whatever the move."""
    if candidate.stage in regulation.LEFT:
        return [Obstacle("order", f"Người này {Stage(candidate.stage).label.lower()}.", CLAUSE)]
    if candidate.stage == Stage.RECOGNISED:
        text = "Đảng viên chính thức chuyển sinh hoạt theo quy định chung, không ghi ở đây."
        return [Obstacle("member_transfer", text, "294 6.3.1")]
    return []


def refusals(candidate: Candidate, move: Move, rulebook: Rulebook) -> list[Obstacle]:
    """Every reason against a move, each beside its field; what the annulment of a late decision lacks comes last."""
    reasons = [*barred(candidate), *_wrong_day(candidate, move), *_wrong_ends(candidate, move)]
    if not reasons and way_of(candidate, move, rulebook) == LATE:
        reasons += _annulment(candidate, move)
    return reasons


def _wrong_day(candidate: Candidate, move: Move) -> Iterator[Obstacle]:
    day = f"{move.on:%d/%m/%Y}"
    if move.on > timezone.localdate():
        yield Obstacle("date_in_future", f"Ngày {day} chưa đến.", CLAUSE, field="decided_on")
    first = candidate.events.standing().order_by("happened_on").first()
    if first and move.on < first.happened_on:
        text = f"Ngày {day} trước bước đầu tiên của người này ({first.happened_on:%d/%m/%Y})."
        yield Obstacle("date_backwards", text, CLAUSE, field="decided_on")
    last = candidate.transfers.filter(to_unit__isnull=False).order_by("-decided_on").first()
    if last and move.on < last.decided_on:
        text = f"Ngày {day} trước lần chuyển gần nhất ({last.decided_on:%d/%m/%Y})."
        yield Obstacle("date_backwards", text, CLAUSE, field="decided_on")


def _wrong_ends(candidate: Candidate, move: Move) -> Iterator[Obstacle]:
    if (move.to is None) == (not move.elsewhere.strip()):
        text = "Chọn đơn vị đến, hoặc ghi nơi đến ở ngoài; chỉ một trong hai."
        yield Obstacle("move_ends", text, CLAUSE, field="to")
    if move.to is None:
        return
    if move.to.pk == unit_on(candidate.unit, move.on).pk:
        yield Obstacle("move_ends", "Người này đang ở chính đơn vị đó.", CLAUSE, field="to")
    if move.to.closed_on or move.on < move.to.founded_on:
        text = f"{move.to} chưa thành lập hoặc đã kết thúc vào ngày {move.on:%d/%m/%Y}."
        yield Obstacle("before_unit", text, CLAUSE, field="to")


def _annulment(candidate: Candidate, move: Move) -> Iterator[Obstacle]:
    clause, latest = "HD06 3.9c", max(event.happened_on for event in candidate.events.standing())
    if move.annulled_on is None:
        text = "Ghi ngày nơi đi hủy quyết định kết nạp. Nhập ngày dạng 24/02/2026."
        yield Obstacle(NO_ANNULMENT, text, clause, field="annulled_on")
    elif not latest <= move.annulled_on <= timezone.localdate():
        text = f"Ngày hủy phải từ {latest:%d/%m/%Y} đến hôm nay."
        yield Obstacle("date_backwards", text, clause, field="annulled_on")
    if not move.annulled_number.strip():
        text = "Ghi số quyết định hủy của nơi đi. Ví dụ: 21-QĐ/ĐU."
        yield Obstacle(NO_ANNULMENT, text, clause, field="annulled_number")


def _case(candidate: Candidate, on: date) -> regulation.Case:
    """What the case of a move is told by: the steps alone."""
    return case_of(candidate, candidate.events.standing(), on=on)


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

    `on` is the day of the transfer decision. Raises `Refused` for steps that lie ahead or run backwards, for a
    vote or a decision brought without the number of the transfer decision, for a vote that nobody may set right,
    and for a decision that the place of origin has to annul.
    """
    rulebook = rulebook or Rulebook.read()
    reasons = [
        *_brought(entries, on),
        *_without_number(entries, number),
        *_void_from_the_start(candidate, entries, rulebook),
        *_decided_late(entries, on, rulebook),
    ]
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


def _brought(entries: Sequence[Entry], on: date) -> Iterator[Obstacle]:
    today = timezone.localdate()
    if not entries:
        yield Obstacle("order", "Ghi ít nhất một bước người này đã qua ở nơi đi.", CLAUSE)
    for field, day in [("decided_on", on), *((field_of(entry.stage), entry.on) for entry in entries)]:
        if day > today:
            yield Obstacle("date_in_future", f"Ngày {day:%d/%m/%Y} chưa đến.", CLAUSE, field=field)
    for position, entry in enumerate(entries[1:], 1):
        latest = max(entries[:position], key=lambda earlier: earlier.on)
        if entry.on < latest.on and entry.stage is not Stage.TRAINED:
            text = f"«{entry.stage.label}» {entry.on:%d/%m/%Y} trước «{latest.stage.label}» {latest.on:%d/%m/%Y}."
            yield Obstacle("date_backwards", text, CLAUSE, field=field_of(entry.stage))


def _without_number(entries: Sequence[Entry], number: str) -> Iterator[Obstacle]:
    """A file on which a cell has voted comes by a numbered decision, not by word of mouth (HD06 3.9b, c)."""
    voted = any(entry.stage not in regulation.BEFORE_VOTE for entry in entries)
    if voted and not number.strip():
        text = "Đã có nghị quyết, quyết định ở nơi đi: ghi số quyết định chuyển. Ví dụ: 45-QĐ/ĐU."
        yield Obstacle("move_number", text, "HD06 3.9b, 3.9c", field="number")


def _void_from_the_start(
    candidate: Candidate, entries: Sequence[Entry], rulebook: Rulebook
) -> Iterator[Obstacle]:
    """What no head of an office may set aside is not brought along either: the origin annuls it (294 4.4.1)."""
    steps: tuple[regulation.Step, ...] = ()
    for entry in entries:
        case = case_of(candidate, on=entry.on, steps=steps)
        for reason in rulebook.obstacles(case, entry.stage, entry.on):
            if reason.firm and reason.code in NEVER_SET_ASIDE:
                text = f"{reason.text} Nơi đi phải xem lại; bỏ trống bước này."
                yield replace(reason, text=text, field=field_of(entry.stage))
        steps += (regulation.Step(entry.stage, entry.on, imported=True),)


def _decided_late(entries: Sequence[Entry], on: date, rulebook: Rulebook) -> Iterator[Obstacle]:
    """A decision taken too long after the transfer is not brought along: the origin annuls it (HD06 3.9c)."""
    if not entries or entries[-1].stage is not Stage.DECIDED:
        return
    days = regulation.edition_on(rulebook.editions, on).transfer_keep_days
    last = rulebook.calendar.add(on, days)
    if entries[-1].on > last:
        text = (
            f"Quyết định kết nạp sau {days} ngày làm việc kể từ quyết định chuyển (hạn {last:%d/%m/%Y}): nơi đi phải hủy và "
            "chuyển hồ sơ, nơi đến quyết định lại. Bỏ trống bước này."
        )
        yield Obstacle(LATE, text, "HD06 3.9c", field=field_of(Stage.DECIDED))


def field_of(stage: Stage) -> str:
    """The name of the field that holds the day of a step somebody brings."""
    return f"step_{stage}_on"
