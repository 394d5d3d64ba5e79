"""What no step may break, whoever the person is: the order of the road, the days, the record itself."""

from __future__ import annotations

from collections.abc import Iterator

from admissions.regulation.cases import Obstacle, next_stages
from admissions.regulation.forms import FORMS
from admissions.regulation.rules.situation import Situation, lowered, warning
from admissions.regulation.stages import Stage


def order(ask: Situation) -> Iterator[Obstacle]:
    """A step follows only where the road leads to it (HD06 3.6, 3.7; 294 20.2.2)."""
    allowed = next_stages(ask.case)
    if ask.to in allowed:
        return
    stage = ask.case.stage
    here = f"đang ở bước «{stage.label}»" if stage else "chưa có bước nào"
    then = " hoặc ".join(f"«{each.label}»" for each in allowed) or "không còn bước nào"
    text = f"Người này {here}; bước tiếp theo là {then}."
    yield Obstacle("order", text, FORMS[ask.to].clause, firm=True)


def days(ask: Situation) -> Iterator[Obstacle]:
    """A step lies within the life of its unit, not ahead of today, not before the latest step."""
    clause, on, case = FORMS[ask.to].clause, ask.on, ask.case
    if on > ask.today:
        yield _day("date_in_future", f"Ngày {on:%d/%m/%Y} chưa đến.", clause)
    if on < case.unit_founded_on:
        yield _day(
            "before_unit",
            f"Ngày {on:%d/%m/%Y} trước ngày thành lập đơn vị ({case.unit_founded_on:%d/%m/%Y}).",
            clause,
        )
    if case.unit_closed_on and on >= case.unit_closed_on:
        yield _day(
            "after_unit",
            f"Đơn vị đã kết thúc ngày {case.unit_closed_on:%d/%m/%Y}; ghi ở đơn vị tiếp nhận.",
            clause,
        )
    latest = max(reversed(case.steps), key=lambda step: step.on, default=None)  # of one day the last recorded
    if latest is None or on >= latest.on:
        return
    if ask.to is Stage.TRAINED and latest.stage is Stage.LISTED:
        text = f"Giấy chứng nhận cấp trước ngày công nhận cảm tình Đảng ({latest.on:%d/%m/%Y})."
        yield warning("class_nomination", text, "HD38 I.1.1b–d", field="happened_on")
    else:
        yield _day(
            "date_backwards",
            f"Ngày {on:%d/%m/%Y} trước bước «{latest.stage.label}» ({latest.on:%d/%m/%Y}).",
            clause,
        )


def _day(code: str, text: str, clause: str) -> Obstacle:
    return Obstacle(code, text, clause, field="happened_on", firm=True)


def record(ask: Situation) -> Iterator[Obstacle]:
    """The document's number and the reason, where the step rests on them."""
    typed, form = ask.record, FORMS[ask.to]
    if typed is None:
        return
    if _number_owed(ask) and not typed.document_number.strip():
        text = f"Chưa ghi {lowered(form.number_label)}."
        yield Obstacle("document_missing", text, form.clause, field="document_number", firm=True)
    if form.reason and not typed.reason.strip():
        yield Obstacle("reason_missing", "Chưa ghi lý do.", form.clause, field="reason", firm=True)


def _number_owed(ask: Situation) -> bool:
    """Of a listed person the removal rests on a resolution of the cell, of a mere source it does not (HD38 I.1.1d)."""
    if ask.to is Stage.OUT:
        return ask.case.stage is not Stage.SOURCE
    return FORMS[ask.to].number_required
