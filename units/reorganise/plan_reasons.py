"""What only one kind of act minds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import singledispatch

from units.models import COMMITTEES, Kind, Unit
from units.reorganise.chains import root_of
from units.reorganise.drafting import Place, heir_of, name_of
from units.reorganise.plans import Above, Alter, Close, Found, Leave, Merge, Part, Plan, Split
from units.reorganise.reasons import Reason

CLOSED_ROOT = "Đảng bộ gốc không kết thúc, không chuyển đi được."


@singledispatch
def own_reasons(plan: Plan) -> Iterator[Reason]:
    """Reasons that lie in the plan itself and its own units, whatever the day."""
    return iter(())


@own_reasons.register
def _(plan: Alter) -> Iterator[Reason]:
    unit = plan.unit
    if (plan.name, plan.kind, plan.parent) == (unit.name, unit.kind, unit.parent):
        yield Reason("", "Tên, loại hình và cấp trên đều giữ nguyên: không có gì thay đổi.")
    if plan.parent is None and unit.parent_id is not None:
        yield Reason("parent", f"Chọn đơn vị cấp trên của {unit}.")
    yield from word_reasons(plan.name, plan.kind)
    yield from _powers_reasons(unit, plan.kind)


@own_reasons.register
def _(plan: Merge) -> Iterator[Reason]:
    if not plan.units or (isinstance(plan.into, Found) and len(plan.units) < 2):
        yield Reason(
            "units", "Chọn ít nhất hai đơn vị cùng sáp nhập, hoặc một đơn vị nhập vào đơn vị có sẵn."
        )
    if len(set(plan.units)) < len(plan.units):
        yield Reason("units", "Mỗi đơn vị chỉ chọn một lần.")
    into = plan.into
    if isinstance(into, Unit) and (plan.name is not None or plan.kind is not None):
        name = into.name if plan.name is None else plan.name
        yield from word_reasons(name, plan.kind or into.kind)
        yield from _powers_reasons(into, plan.kind or into.kind)
    kind = into.newcomer.kind if isinstance(into, Found) else plan.kind or into.kind
    yield from _taking_over(plan.units, into, kind, field="units", heir="into")


@own_reasons.register
def _(plan: Split) -> Iterator[Reason]:
    if not plan.parts:
        yield Reason("parts", "Ghi ít nhất một đơn vị nhận phần tách ra.")
    heir = heir_of(plan)
    if plan.successor is not None and heir is None:
        yield Reason("successor", "Chọn phần kế thừa đơn vị bị chia trong các phần đã ghi.")
    if heir is not None:
        kind = heir.newcomer.kind if isinstance(heir, Found) else heir.kind
        yield from _taking_over((plan.unit,), heir, kind, field="unit", heir="successor")
    takers = [part.to for part in plan.parts]
    moved = [unit for part in plan.parts for unit in part.units]
    for number, part in enumerate(plan.parts):
        yield from _part_reasons(plan.unit, part, f"parts-{number}")
        if takers.index(part.to) < number:
            yield Reason(f"parts-{number}-to", f"{name_of(part.to)} đã ghi ở phần trên.")
        if any(moved.count(unit) > 1 for unit in part.units):
            yield Reason(f"parts-{number}-units", "Mỗi đơn vị trực thuộc chỉ về một phần.")


@own_reasons.register
def _(plan: Close) -> Iterator[Reason]:
    yield from _taking_over((plan.unit,), plan.into, plan.into.kind, field="unit", heir="into")


@own_reasons.register
def _(plan: Leave) -> Iterator[Reason]:
    yield from _closing_reasons(plan.unit, "unit")
    if not plan.elsewhere.strip():
        yield Reason("elsewhere", "Ghi nơi đơn vị chuyển đến, ví dụ: Đảng bộ phường Tân Phong.")


@own_reasons.register
def _(plan: Above) -> Iterator[Reason]:
    if not plan.roots:
        yield Reason("roots", "Chọn ít nhất một đảng bộ gốc sẽ trực thuộc đảng bộ mới.")
    if len(set(plan.roots)) < len(plan.roots):
        yield Reason("roots", "Mỗi đảng bộ chỉ chọn một lần.")
    for root in plan.roots:
        if root.parent_id is not None:
            yield Reason("roots", f"{root} đang trực thuộc {root.parent}, không phải đảng bộ gốc.")


def _part_reasons(unit: Unit, part: Part, prefix: str) -> Iterator[Reason]:
    if part.to == unit:
        yield Reason(f"{prefix}-to", f"{unit} không tách ra cho chính mình.")
    elif isinstance(part.to, Unit):
        yield from standing_reasons(part.to, f"{prefix}-to")
        if root_of(part.to) != root_of(unit):
            yield Reason(f"{prefix}-to", f"{part.to} và {unit} không cùng một đảng bộ gốc.")
        if not part.members and not part.units:
            text = f"Ghi số đảng viên hoặc đơn vị trực thuộc chuyển sang {part.to}."
            yield Reason(f"{prefix}-members", text)
    if part.members < 0:
        yield Reason(f"{prefix}-members", "Ghi số đảng viên từ 0 trở lên, ví dụ: 12.")
    for other in part.units:
        if other.parent_id != unit.pk or other.closed_on:
            yield Reason(f"{prefix}-units", f"{other} không phải đơn vị đang trực thuộc {unit}.")


def _taking_over(units: Sequence[Unit], into: Place, kind: str, *, field: str, heir: str) -> Iterator[Reason]:
    """Closing units and the one that takes them over, which is of this kind from that day."""
    for unit in units:
        yield from _closing_reasons(unit, field)
        if unit == into:
            yield Reason(heir, f"{unit} không thể sáp nhập vào chính mình.")
        elif isinstance(into, Unit) and into.path.startswith(unit.path):
            yield Reason(heir, f"{into} đang nằm bên dưới {unit} nên không tiếp nhận được.")
        if unit.kind in COMMITTEES and kind not in COMMITTEES:
            text = f"{unit} là đảng bộ, không nhập vào chi bộ {name_of(into)} được."
            yield Reason(heir, text)


def _closing_reasons(unit: Unit, field: str) -> Iterator[Reason]:
    yield from standing_reasons(unit, field)
    if unit.parent_id is None:
        yield Reason(field, CLOSED_ROOT)


def _powers_reasons(unit: Unit, kind: str) -> Iterator[Reason]:
    """Powers are a base committee's: once it is something else, nobody could take them back."""
    if unit.powers and kind != unit.kind:
        text = f"{unit} đang có quyền quyết định kết nạp; thu lại quyền trước khi đổi loại hình."
        yield Reason("kind", text)


def standing_reasons(unit: Unit, field: str) -> Iterator[Reason]:
    """A unit that has been closed, on whatever day, takes part in nothing more."""
    if unit.closed_on is not None:
        yield Reason(field, f"{unit} đã kết thúc ngày {unit.closed_on:%d/%m/%Y}.")


def word_reasons(name: str, kind: str, prefix: str = "") -> Iterator[Reason]:
    """What is wrong with a name and a kind as typed."""
    if not name.strip():
        yield Reason(f"{prefix}name", "Ghi tên đơn vị, ví dụ: Chi bộ bản Hoa.")
    elif len(name) > Unit._meta.get_field("name").max_length:
        yield Reason(f"{prefix}name", "Tên đơn vị dài nhất 160 ký tự.")
    if kind not in Kind.values:
        yield Reason(f"{prefix}kind", "Chọn loại hình đơn vị.")
