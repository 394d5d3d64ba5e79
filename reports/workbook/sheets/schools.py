"""Sheet `Trường học`: the school cells that owe a pupil a year."""

from __future__ import annotations

from dataclasses import dataclass

from reports.figures import Figures
from reports.workbook.layout import NOTHING, TOTAL, WHOLE, Column, Line, Sheet
from reports.workbook.sheets import counting_note, under_title
from units.models import YearRule


@dataclass(frozen=True)
class School:
    """A school cell's year, or the sum of them."""

    number: int | None
    name: str
    secretary: str
    members: int | None
    admitted: int
    pupils_admitted: int
    pupils_quota: int | None
    on_the_road: int
    pupils_on_the_road: int
    remark: str = ""


COLUMNS = [
    Column("TT", lambda school: school.number, 5, WHOLE, centred=True),
    Column("Chi bộ trường học", lambda school: school.name, 34),
    Column("Bí thư", lambda school: school.secretary, 22),
    Column("Đảng viên", lambda school: _or_nothing(school.members), 9, WHOLE),
    Column("Tổng số", lambda school: school.admitted, 10.5, WHOLE, over="Đã kết nạp"),
    Column("Học sinh", lambda school: school.pupils_admitted, 10.5, WHOLE, over="Đã kết nạp"),
    Column("Chỉ tiêu học sinh", lambda school: _or_nothing(school.pupils_quota), 10, WHOLE),
    Column("Tổng số", lambda school: school.on_the_road, 10.5, WHOLE, over="Nguồn, cảm tình Đảng"),
    Column("Học sinh", lambda school: school.pupils_on_the_road, 10.5, WHOLE, over="Nguồn, cảm tình Đảng"),
    Column("Ghi chú", lambda school: school.remark, 28),
]


def sheet(told: Figures) -> Sheet:
    found = _schools(told)
    lines = [Line(school) for school in found]
    if found:
        lines.append(Line(_sum(found), TOTAL))
    return Sheet(
        name="Trường học",
        title="KẾT NẠP HỌC SINH Ở CÁC CHI BỘ TRƯỜNG HỌC",
        under_title=under_title(told),
        columns=COLUMNS,
        lines=lines,
        notes=[
            "Chỉ gồm các chi bộ trường học phải kết nạp học sinh, mỗi năm ít nhất 01 học sinh.",
            f"Số học sinh tính theo {YearRule.PupilYear(told.rule.pupil_year).label}.",
            counting_note(told),
        ],
        landscape=True,
        when_empty="Không có chi bộ trường học nào phải kết nạp học sinh.",
    )


def _schools(told: Figures) -> list[School]:
    owing = [unit for unit in told.subtree() if unit.node.owes_pupil]
    return [
        School(
            number,
            unit.node.name,
            unit.node.secretary,
            unit.members_base,
            unit.admitted,
            unit.pupils_admitted,
            unit.pupils_quota,
            unit.in_pipeline,
            unit.pupils_in_pipeline,
            "Chưa kết nạp được học sinh" if unit.pupils_admitted == 0 else "",
        )
        for number, unit in enumerate(owing, start=1)
    ]


def _sum(found: list[School]) -> School:
    """The bottom line; what no school knows stays unknown."""

    def added(name):
        known = [getattr(school, name) for school in found if getattr(school, name) is not None]
        return sum(known) if known else None

    names = ("members", "admitted", "pupils_admitted", "pupils_quota", "on_the_road", "pupils_on_the_road")
    return School(None, "Tổng cộng", "", *(added(name) for name in names))


def _or_nothing(count: int | None):
    return NOTHING if count is None else count
