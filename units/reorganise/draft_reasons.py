"""What the tree of that day, and of the days after it, minds about units founded, turned and closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from units.models import COMMITTEES, Unit
from units.reorganise.chains import (
    DEPTH_LIMIT,
    height_of,
    leads_back,
    over,
    root_of,
    stood_below,
    was_cell,
)
from units.reorganise.drafting import Draft, Founding, Place, Turn, name_of
from units.reorganise.plan_reasons import standing_reasons, word_reasons
from units.reorganise.plans import Found
from units.reorganise.reasons import Reason


def tree_reasons(draft: Draft, on: date) -> Iterator[Reason]:
    """Every reason that the placements give against what a draft would write from the day `on`."""
    codes = [founding.found.newcomer.code.casefold() for founding in draft.foundings]
    for founding in draft.foundings:
        yield from _founding_reasons(founding, draft, on)
        if codes.count(founding.found.newcomer.code.casefold()) > 1:
            yield Reason(f"{founding.prefix}code", "Mỗi đơn vị mới có mã riêng.")
    for turn in draft.turns:
        yield from _turn_reasons(turn, on)
        if not turn.stays:
            yield from _parent_reasons(turn.parent, turn.above, draft, on, cells=turn.closed)
            yield from _chain_reasons(turn, draft, on)
        if turn.closed:
            yield from _closing_reasons(turn.unit, draft, on)


def _founding_reasons(founding: Founding, draft: Draft, on: date) -> Iterator[Reason]:
    parent, newcomer, prefix = founding.found.parent, founding.found.newcomer, founding.prefix
    yield from word_reasons(newcomer.name, newcomer.kind, prefix)
    if not newcomer.code:
        yield Reason(f"{prefix}code", "Ghi mã đơn vị, ví dụ: CB-HOA.")
    elif len(newcomer.code) > Unit._meta.get_field("code").max_length:
        yield Reason(f"{prefix}code", "Mã đơn vị dài nhất 30 ký tự.")
    elif taken := Unit.objects.filter(code__iexact=newcomer.code).first():
        yield Reason(f"{prefix}code", f"Mã {newcomer.code} đã dùng cho {taken}.")
    if parent is None and newcomer.kind not in COMMITTEES:
        yield Reason(f"{prefix}parent", "Chọn đơn vị cấp trên; chỉ đảng bộ mới đứng đầu cây tổ chức.")
    yield from _parent_reasons(parent, f"{prefix}parent", draft, on)
    if parent is not None and parent.depth + 2 > DEPTH_LIMIT:
        yield Reason(f"{prefix}parent", f"Cây tổ chức nhiều nhất {DEPTH_LIMIT} cấp.")


def _turn_reasons(turn: Turn, on: date) -> Iterator[Reason]:
    unit = turn.unit
    yield from standing_reasons(unit, turn.field)
    since = unit.placements.get(until__isnull=True).since
    if on == since:
        text = f"{unit} đã bắt đầu ở vị trí hiện nay đúng ngày {since:%d/%m/%Y}. Một ngày một đơn vị chỉ thay đổi "
        yield Reason("on", text + "một lần: ghi mọi thay đổi trong một việc, hoặc hoàn tác việc trước.")
    elif on < since:
        text = f"Ngày phải sau {since:%d/%m/%Y}, ngày {unit} bắt đầu ở vị trí hiện nay."
        yield Reason("on", text)
    if turn.kind not in COMMITTEES and not turn.closed:
        if turn.parent is None:
            yield Reason("kind", "Chỉ đảng bộ mới đứng đầu cây tổ chức.")
        if below := stood_below(unit, on).first():
            text = f"{below.unit} trực thuộc {unit} sau ngày {on:%d/%m/%Y} nên {unit} không thể là chi bộ."
            yield Reason("kind", text)


def _parent_reasons(
    parent: Place | None, field: str, draft: Draft, on: date, *, cells: bool = False
) -> Iterator[Reason]:
    """Against hanging a unit under this one; with `cells` it is closed, and a cell may take it over."""
    if not isinstance(parent, Unit):
        if parent is not None and parent.newcomer.kind not in COMMITTEES and not cells:
            yield Reason(field, f"{name_of(parent)} là chi bộ, không có đơn vị trực thuộc.")
        return
    yield from standing_reasons(parent, field)
    if on < parent.founded_on:
        yield Reason(field, f"{parent} thành lập ngày {parent.founded_on:%d/%m/%Y}, sau ngày có hiệu lực.")
    if parent in draft.closing:
        yield Reason(field, f"{parent} kết thúc hoạt động trong chính việc này.")
    turned = [turn.kind for turn in draft.turns if turn.unit == parent]
    cell = turned[0] not in COMMITTEES if turned else was_cell(parent, on)
    if cell and not cells:
        yield Reason(field, f"{parent} là chi bộ, không có đơn vị trực thuộc.")


def _chain_reasons(turn: Turn, draft: Draft, on: date) -> Iterator[Reason]:
    """Against what lies above a unit's new place."""
    unit, parent = turn.unit, turn.parent
    if parent is None:
        return  # a unit that hung somewhere has to be given a parent; the plan is told so
    top = parent.parent if isinstance(parent, Found) else parent
    if unit.parent_id is not None and (top is None or root_of(top) != root_of(unit)):
        yield Reason(turn.above, f"{unit} và {name_of(parent)} không cùng một đảng bộ gốc.")
    above = {one.unit.pk: _pk_above(one.parent) for one in draft.turns}
    if top is not None and (top == unit or leads_back(unit.pk, above, on)):
        yield Reason(turn.above, f"{name_of(parent)} nằm bên dưới {unit} vào ngày đó hoặc về sau.")
    levels = (0 if top is None else top.depth + 1) + isinstance(parent, Found)
    if levels + height_of(unit) > DEPTH_LIMIT:
        yield Reason(turn.above, f"Cây tổ chức nhiều nhất {DEPTH_LIMIT} cấp.")


def _pk_above(parent: Place | None) -> int | None:
    """Id of what stands already over a place."""
    place = parent.parent if isinstance(parent, Found) else parent
    return None if place is None else place.pk


def _closing_reasons(unit: Unit, draft: Draft, on: date) -> Iterator[Reason]:
    """Against closing a unit on a day after which something still happened to it."""
    turned = [turn.unit.pk for turn in draft.turns]
    for row in over(on).filter(parent=unit).exclude(unit__in=turned).select_related("unit"):
        if row.since >= on or not row.closed:
            day = row.since if row.since >= on else row.until
            text = f"{row.unit} còn trực thuộc hoặc nhập vào {unit} ngày {day:%d/%m/%Y}; không kết thúc trước đó được."
            yield Reason("on", text)
    for row in unit.supervisions.filter(since__gte=on):
        text = f"{row.member} được phân công phụ trách {unit} từ {row.since:%d/%m/%Y}, không trước ngày kết thúc."
        yield Reason("on", text)
    for row in unit.supervisions.filter(since__lt=on, until__gt=on):
        text = f"{row.member} đã ghi thôi phụ trách {unit} từ {row.until:%d/%m/%Y}, sau ngày kết thúc; sửa ngày thôi trước."
        yield Reason("on", text)
