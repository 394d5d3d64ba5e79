"""The weekly letter of an officer: what is overdue, what falls due this week and in the weeks after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from admissions.deadlines.agenda import Agenda, Period, agenda_of, folded, monday_of, period_of
from admissions.deadlines.people import Due
from admissions.models import OutboxMessage
from units.models import Officer

WEEKS_AHEAD = 4
LINES_AT_MOST = 40  # of one heading
RETRIED_FOR = timedelta(weeks=4)


@dataclass(frozen=True)
class Letter:
    """What a letter says."""

    subject: str
    body: str
    overdue: int
    this_week: int


def recipients() -> list[Officer]:
    """Officers at work who have an address."""
    return list(
        Officer.objects.filter(is_active=True).exclude(email="").select_related("unit").order_by("pk")
    )


def letter_to(officer: Officer, on: date) -> Letter:
    """The officer's letter of the week of `on`, by his scope as it is today."""
    agenda = agenda_of(officer, on=on)
    headings = _by_heading(agenda)
    late, week, ahead = headings
    monday = monday_of(on)
    subject = (
        f"Kết nạp Đảng, tuần từ {monday:%d/%m/%Y}: {len(late)} việc quá hạn, {len(week)} việc trong tuần"
    )
    titles = ("QUÁ HẠN", f"TUẦN NÀY (đến {monday + timedelta(days=6):%d/%m/%Y})", f"{WEEKS_AHEAD} TUẦN SAU")
    body = [f"Kính gửi đồng chí {officer},", ""]
    for title, dues in zip(titles, headings, strict=True):
        body.extend(_lines(title, dues))
    if not (late or week or ahead):
        body.extend(("Không có việc nào quá hạn hoặc sắp đến hạn.", ""))
    body.append("Mở phần mềm, mục «Hạn», để xem đủ và ghi kết quả.")
    body.append("Thư có tên người trong danh sách: không chuyển tiếp ra ngoài cơ quan.")
    return Letter(subject, "\n".join(body), len(late), len(week))


def _by_heading(agenda: Agenda) -> tuple[list[Due], list[Due], list[Due]]:
    late, week, ahead = [], [], []
    until = monday_of(agenda.on) + timedelta(weeks=1 + WEEKS_AHEAD)
    for due in agenda.dues:
        period = period_of(due, agenda.on)
        if period is Period.LATE:
            late.append(due)
        elif period is Period.WEEK:
            week.append(due)
        elif due.clock.due < until:
            ahead.append(due)
    return late, week, ahead


def _lines(title: str, dues: list[Due]) -> Iterator[str]:
    if not dues:
        return
    yield f"{title}: {len(dues)} việc"
    lines = folded(dues)
    for line in lines[:LINES_AT_MOST]:
        clock = line[0].clock
        yield f"- {clock.due:%d/%m/%Y}: {_who(line)}: {clock.what} [{clock.clause}]"
    rest = sum(map(len, lines[LINES_AT_MOST:]))
    if rest:
        yield f"- và {rest} việc nữa"
    yield ""


def _who(line: list[Due]) -> str:
    due = line[0]
    if due.candidate:
        return f"{due.candidate.name} ({due.unit.name})"
    return due.unit.name if len(line) == 1 else f"{len(line)} đơn vị"


def keep(officer: Officer, on: date) -> OutboxMessage | None:
    """Write the officer's letter of the week into the outbox; None where he already has one."""
    week = monday_of(on)
    if OutboxMessage.objects.filter(officer=officer, week=week).exists():
        return None
    letter = letter_to(officer, on)
    try:
        with transaction.atomic():
            return OutboxMessage.objects.create(
                officer=officer, to=officer.email, subject=letter.subject, body=letter.body, week=week
            )
    except IntegrityError:  # another run was faster
        return None


def unsent(on: date) -> Iterable[OutboxMessage]:
    """Letters of the last weeks that have not gone out, those kept for want of a server only of this week."""
    status, week = OutboxMessage.Status, monday_of(on)
    recent = OutboxMessage.objects.filter(week__gt=week - RETRIED_FOR, week__lte=week)
    again = recent.filter(status__in=(status.WAITING, status.FAILED)) | recent.filter(
        status=status.KEPT, week=week
    )
    return again.filter(officer__is_active=True).select_related("officer").order_by("pk")
