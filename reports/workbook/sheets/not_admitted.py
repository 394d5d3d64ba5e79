"""Sheet `Chưa kết nạp`: units that admitted nobody, split by whether they have anyone to admit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from reports.figures import Figures
from reports.workbook.layout import DATE, GROUP, NOTHING, WHOLE, Column, Line, Sheet
from reports.workbook.sheets import counting_note, under_title


@dataclass(frozen=True)
class Idle:
    """A unit that admitted nobody, or the heading of one part of the list."""

    number: int | str
    name: str
    told: Figures | None = None
    supervisor: str = ""

    @property
    def reason(self) -> str:
        if self.told is None:
            return ""
        row = self.told.no_source
        return "" if row is None else row.no_source_reason or "Đơn vị báo cáo không còn quần chúng"

    @property
    def confirmed_on(self) -> date | None:
        return self.told.no_source.no_source_on if self.told and self.told.no_source else None


def no_source_left(told: Figures) -> bool:
    """The unit has confirmed that there is nobody left to admit: counted apart, not failing."""
    return told.no_source is not None


PARTS: tuple[tuple[str, Callable[[Figures], bool]], ...] = (
    ("Có nguồn, chưa kết nạp", lambda told: not no_source_left(told) and told.in_pipeline > 0),
    ("Không còn nguồn (thống kê riêng)", no_source_left),
    ("Chưa có nguồn", lambda told: not no_source_left(told) and told.in_pipeline == 0),
)
COLUMNS = [
    Column("TT", lambda idle: idle.number, 5, WHOLE, centred=True),
    Column("Đơn vị", lambda idle: idle.name, 34),
    Column("Cấp ủy viên phụ trách", lambda idle: idle.supervisor, 22),
    Column("Đảng viên", lambda idle: _figure(idle, "members_base"), 9, WHOLE),
    Column("Chỉ tiêu", lambda idle: _figure(idle, "members_quota"), 9, WHOLE),
    Column("Nguồn, cảm tình Đảng", lambda idle: _figure(idle, "in_pipeline"), 10, WHOLE),
    Column("Chờ quyết định", lambda idle: _figure(idle, "waiting_decision"), 10, WHOLE),
    Column("Lý do không còn nguồn", lambda idle: idle.reason, 32),
    Column("Ngày xác nhận", lambda idle: idle.confirmed_on, 12, DATE),
]


def sheet(told: Figures, supervisors: dict[int, str]) -> Sheet:
    return Sheet(
        name="Chưa kết nạp",
        title="ĐƠN VỊ CHƯA KẾT NẠP ĐƯỢC ĐẢNG VIÊN",
        under_title=under_title(told),
        columns=COLUMNS,
        lines=[*_lines(told, supervisors)],
        notes=[
            "Đơn vị không còn nguồn được thống kê riêng, không tính là chưa hoàn thành.",
            "Hồ sơ chờ quyết định chưa tính là kết nạp.",
            counting_note(told),
        ],
        landscape=True,
        when_empty="Mọi đơn vị đều đã kết nạp được đảng viên.",
    )


def _lines(told: Figures, supervisors: dict[int, str]) -> Iterator[Line]:
    idle = [unit for unit in told.subtree() if not unit.standing_children() and unit.admitted == 0]
    roman = iter(("I", "II", "III"))
    for label, belongs in PARTS:
        part = [unit for unit in idle if belongs(unit)]
        if part:
            yield Line(Idle(next(roman), f"{label}: {len(part)} đơn vị"), GROUP)
        for number, unit in enumerate(part, start=1):
            yield Line(Idle(number, unit.node.name, unit, supervisors.get(unit.node.unit_id, "")))


def _figure(idle: Idle, name: str):
    if idle.told is None:
        return None
    figure = getattr(idle.told, name)
    return NOTHING if figure is None else figure
