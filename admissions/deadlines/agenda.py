"""What is to be done in an officer's scope: every open clock of its people and its units, in one list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet, TextChoices

from admissions.deadlines.people import HORIZON, Due, open_clocks
from admissions.deadlines.units import FOLLOW_UP, PERIOD_REPORT, open_unit_clocks
from admissions.models import Candidate
from admissions.regulation.reviews import LIST_MONTHLY, last_of_month
from units.models import Officer, Unit, below
from units.reviews_owed import Book

# Codes of clocks as the office calls them; a code that is not here is called by what its clock says.
KINDS = {
    "decision_window": "Quyết định kết nạp",
    "decision_extension": "Quyết định kết nạp đã gia hạn",
    "ceremony_window": "Lễ kết nạp",
    "certificate_valid": "Giấy chứng nhận sắp hết giá trị",
    "dossier_12_months": "Hồ sơ sắp quá 12 tháng",
    "verify_reply": "Trả lời thẩm tra lý lịch",
    "introducer_replaced": "Thay người giới thiệu",
    "turns_18": "Tròn 18 tuổi",
    "turns_60": "Sắp quá 60 tuổi",
    "member_background": "Lý lịch đảng viên, phiếu đảng viên",
    "probation": "Hết thời gian dự bị",
    "recognition_review": "Chi bộ xét công nhận chính thức",
    "recognition_window": "Quyết định công nhận chính thức",
    "recognition_extension": "Quyết định công nhận đã gia hạn",
    "move_forward": "Chuyển hồ sơ đến nơi mới",
    "move_decide": "Nơi đến quyết định",
    "move_recheck": "Xem xét lại hồ sơ chuyển đến",
    "strike_off_complaint": "Khiếu nại xóa tên",
    "readmit_wait": "Thời gian chờ kết nạp lại",
    LIST_MONTHLY: "Rà soát danh sách hằng tháng",
    PERIOD_REPORT: "Báo cáo kỳ",
    FOLLOW_UP: "Khắc phục lưu ý",
}


class Period(TextChoices):
    """How near a due day is."""

    LATE = "qua_han", "Quá hạn"
    WEEK = "tuan", "Tuần này"
    MONTH = "thang", "Tháng này"
    LATER = "sau", "Sau đó"


@dataclass(frozen=True)
class Agenda:
    """The open clocks of a scope on the day `on`, the earliest due first; units by id in the order of the tree."""

    on: date
    units: dict[int, Unit]
    dues: list[Due]


def agenda_of(officer: Officer, *, on: date, horizon: int = HORIZON, unit_id: int | None = None) -> Agenda:
    """The agenda of the officer's scope as it is today; of one unit's subtree in it where `unit_id` is given.

    `units` are all he sees in either case. A unit out of scope narrows nothing. `horizon` as in `open_clocks`.
    """
    units = {unit.pk: unit for unit in Unit.objects.visible_to(officer).order_by("path")}
    people, chosen = Candidate.objects.visible_to(officer), list(units.values())
    if unit_id in units:
        path = units[unit_id].path
        people = people.filter(below(path, "unit__"))
        chosen = [unit for unit in chosen if unit.path.startswith(path)]
    return Agenda(on, units, open_duties(people, chosen, on=on, horizon=horizon))


def open_duties(
    people: QuerySet[Candidate],
    units: Iterable[Unit],
    *,
    on: date,
    horizon: int = HORIZON,
    book: Book | None = None,
) -> list[Due]:
    """The open clocks of these people and of these units, the earliest due first, people before units.

    `book`: the reports of periods as they stood on that day, where they are at hand.
    """
    dues = open_clocks(people, on=on, horizon=horizon)
    dues += open_unit_clocks(list(units), people, on=on, book=book)
    return sorted(dues, key=lambda due: due.clock.due)


def folded(dues: Iterable[Due]) -> list[list[Due]]:
    """The clocks in their order, the same duty of several units on one day put together as one line."""
    lines: dict[object, list[Due]] = {}
    for position, due in enumerate(dues):
        lines.setdefault(position if due.candidate else due.clock, []).append(due)
    return list(lines.values())


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def period_of(due: Due, on: date) -> Period:
    """Overdue, to the Sunday of this week, to the end of this month, or later."""
    if due.clock.due < on:
        return Period.LATE
    if due.clock.due <= monday_of(on) + timedelta(days=6):
        return Period.WEEK
    return Period.MONTH if due.clock.due <= last_of_month(on) else Period.LATER


def kind_of(due: Due) -> str:
    """What the office calls this kind of clock."""
    return KINDS.get(due.clock.code, due.clock.what)
