"""Sheet `Đơn vị`: every unit of the committee, by kind with subtotals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reports.figures import Figures
from reports.workbook.layout import GROUP, NOTHING, PERCENT, PLAIN, SIGNED, TOTAL, WHOLE, Column, Line, Sheet
from reports.workbook.sheets import counting_note, under_title
from units.models import Kind, Quota
from units.templatetags.vietnamese import day

# The order of the annexes; a kind named nowhere falls into the last group.
GROUPS = (
    ("Xã, phường, đặc khu", (Kind.COMMUNE, Kind.PROVINCE)),
    ("Thôn, bản", (Kind.RESIDENTIAL,)),
    ("Trường học", (Kind.SCHOOL,)),
    ("Cơ quan, trạm y tế", (Kind.AGENCY, Kind.HEALTH)),
    ("Lực lượng vũ trang", (Kind.POLICE, Kind.MILITARY)),
    ("Doanh nghiệp", (Kind.ENTERPRISE,)),
    ("Đảng bộ cơ sở", (Kind.BASE, Kind.SECTION)),
    ("Đơn vị khác", (Kind.OTHER,)),
)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
SMALL = "small_base"


@dataclass(frozen=True)
class UnitRow:
    """A unit in the table, or the sum of some."""

    number: int | str | None
    name: str
    told: Figures
    supervisor: str = ""
    is_sum: bool = False

    @property
    def kind(self) -> str:
        return "" if self.is_sum else Kind(self.told.node.kind).label

    @property
    def secretary(self) -> str:
        return "" if self.is_sum else self.told.node.secretary

    @property
    def remark(self) -> str:
        """The findings in words; a small base is told by the grey rate instead."""
        if self.is_sum:
            return ""
        return "; ".join(flag.label for flag in self.told.flags if flag.code != SMALL)


def sheet(told: Figures, supervisors: dict[int, str]) -> Sheet:
    return Sheet(
        name="Đơn vị",
        title="KẾT QUẢ KẾT NẠP ĐẢNG VIÊN THEO ĐƠN VỊ",
        under_title=under_title(told),
        columns=_columns(told),
        lines=[*_lines(told, supervisors)],
        notes=[
            "Hoàn thành (%) = kết nạp / chỉ tiêu; tỷ lệ kết nạp (%) = kết nạp / đảng viên "
            f"ngày {day(told.base_date)}. Dấu «{NOTHING}»: chưa có số liệu hoặc chưa giao chỉ tiêu.",
            f"Tỷ lệ in mờ: đơn vị có cơ số dưới {told.rule.small_base} người, xem số người trước.",
            "Chỉ tiêu dòng tổng cộng là số được giao cho cả đảng bộ, không phải số cộng các đơn vị.",
            counting_note(told),
        ],
        landscape=True,
    )


def _columns(told: Figures) -> list[Column]:
    """Members handed over have their column only where there are any."""
    regrouped = any(unit.regrouped for unit in told.subtree())
    handed_over = [Column("Bàn giao khi sắp xếp", _of("regrouped"), 9, SIGNED)] if regrouped else []
    return [
        Column("TT", lambda row: row.number, 4, WHOLE, centred=True),
        Column("Đơn vị", lambda row: row.name, 24, indented=True),
        Column("Loại hình", lambda row: row.kind, 15),
        Column("Bí thư", lambda row: row.secretary, 17),
        Column("Cấp ủy viên phụ trách", lambda row: row.supervisor, 18),
        Column(f"Đảng viên {day(told.base_date)}", _of("members_base"), 10, WHOLE),
        *handed_over,
        Column("Chỉ tiêu", _of("members_quota"), 7, WHOLE),
        Column("Nguồn, cảm tình Đảng", _of("in_pipeline"), 8, WHOLE),
        Column("Học lớp nhận thức trong kỳ", _of("trained"), 9, WHOLE),
        Column("Chờ quyết định", _of("waiting_decision"), 8, WHOLE),
        Column("Kết nạp", _of("admitted"), 7, WHOLE),
        Column("Hoàn thành (%)", _of("completion"), 9.5, PERCENT),
        Column("Tỷ lệ kết nạp (%)", _of("rate"), 9, PERCENT, faint=lambda row: row.told.small_base),
        Column("Học sinh", _of("pupils_admitted"), 6, WHOLE),
        Column("Ghi chú", lambda row: row.remark, 21),
    ]


def _of(name: str) -> Callable[[UnitRow], object]:
    """A figure of the row; — where there is none."""

    def value(row: UnitRow):
        figure = getattr(row.told, name)
        return NOTHING if figure is None else figure

    return value


def _lines(told: Figures, supervisors: dict[int, str]) -> Iterator[Line]:
    units = told.standing_children() or [told]
    number = 0
    groups = [group for group in _grouped(units) if group[1]]
    for roman, (label, members) in zip(ROMAN, groups, strict=False):
        yield Line(UnitRow(roman, label, sum_of(told, members), is_sum=True), GROUP)
        for unit in members:
            number += 1
            yield from _with_below(unit, number, 0, supervisors)
    rest = _rest(told, units)
    if rest is not None:
        yield Line(UnitRow(None, "Chưa ghi cho đơn vị cụ thể", rest, is_sum=True))
    yield Line(UnitRow(None, "Tổng cộng", told, is_sum=True), TOTAL)


def _grouped(units: list[Figures]) -> list[tuple[str, list[Figures]]]:
    named = {kind for _, kinds in GROUPS for kind in kinds}
    last = len(GROUPS) - 1
    return [
        (label, [u for u in units if u.node.kind in kinds or (place == last and u.node.kind not in named)])
        for place, (label, kinds) in enumerate(GROUPS)
    ]


def _with_below(unit: Figures, number: int | None, level: int, supervisors: dict[int, str]) -> Iterator[Line]:
    """The unit's line and, indented, those of the units below it."""
    row = UnitRow(number, unit.node.name, unit, supervisors.get(unit.node.unit_id, ""))
    yield Line(row, PLAIN, level)
    for child in unit.standing_children():
        yield from _with_below(child, None, level + 1, supervisors)


def sum_of(whole: Figures, parts: Iterable[Figures]) -> Figures:
    """Figures of several units together: sums of people, from which the rates follow again."""
    total = Figures(whole.node, whole.period, whole.rule)
    quotas, pupils = [], []
    for part in parts:
        for name, value in part.counts.items():
            total.counts[name] += value
        if part.opening is not None:
            total.opening = (total.opening or 0) + part.opening
        quotas += [part.members_quota] if part.members_quota is not None else []
        pupils += [part.pupils_quota] if part.pupils_quota is not None else []
    total.quota = Quota(members=sum(quotas) if quotas else None, pupils=sum(pupils) if pupils else None)
    return total


def _rest(whole: Figures, parts: list[Figures]) -> Figures | None:
    """What the whole has and no unit of the table: people and steps recorded at the committee itself."""
    told = sum_of(whole, parts)
    rest = Figures(whole.node, whole.period, whole.rule)
    rest.counts = {name: value - told.counts[name] for name, value in whole.counts.items()}
    rest.opening = (whole.opening or 0) - (told.opening or 0) or None
    return rest if rest.opening or any(rest.counts.values()) else None
