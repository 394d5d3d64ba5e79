"""The reasons that stand in the way of a step: each rule one function, each reason with its clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from admissions.regulation.cases import (
    Calendar,
    Case,
    Edition,
    Obstacle,
    Record,
    add_months,
    edition_on,
    next_stages,
)
from admissions.regulation.stages import FORMS, Stage, StepForm


def two_thirds(votes_for: int, total: int) -> bool:
    """At least two thirds of all who have a vote: 3·for ≥ 2·N (HD06 3.6b, 294 9.3.4)."""
    return 3 * votes_for >= 2 * total


def more_than_half(votes_for: int, total: int) -> bool:
    """More than half of the members: 2·for > M (HD06 3.7a, 294 9.3.4)."""
    return 2 * votes_for > total


def obstacles(
    case: Case,
    to: Stage,
    on: date,
    edition: Edition,
    *,
    today: date,
    calendar: Calendar,
    record: Record | None = None,
    editions: Sequence[Edition] = (),
) -> list[Obstacle]:
    """Every reason against the step `to` on the day `on`, blocking ones first; an empty list means go.

    Without `record` only what stands before anything is typed is judged: that is what a page shows in advance.
    `edition` is the one in force on the day `on`; a window is judged by the one of `editions` that was in force
    on the day that starts it (where none are given, by `edition`).
    """
    found = [*_order(case, to), *_dates(case, to, on, today)]
    for rule in RULES.get(to, ()):
        start = case.day_of(CLOCK_STARTS[rule]) if rule in CLOCK_STARTS else None
        found.extend(
            rule(case, on, edition_on(editions or (edition,), start) if start else edition, calendar)
        )
    if record is not None:
        found.extend(_record(to, record))
    return sorted(found, key=lambda obstacle: not obstacle.blocks)


def _order(case: Case, to: Stage) -> Iterator[Obstacle]:
    allowed = next_stages(case)
    if to in allowed:
        return
    here = f"đang ở bước «{case.stage.label}»" if case.stage else "chưa có bước nào"
    then = " hoặc ".join(f"«{stage.label}»" for stage in allowed) or "không còn bước nào"
    yield Obstacle("order", f"Người này {here}; bước tiếp theo là {then}.", FORMS[to].clause)


def _dates(case: Case, to: Stage, on: date, today: date) -> Iterator[Obstacle]:
    clause = FORMS[to].clause
    if on > today:
        yield Obstacle("date_in_future", f"Ngày {on:%d/%m/%Y} chưa đến.", clause, field="happened_on")
    if on < case.unit_founded_on:
        text = f"Ngày {on:%d/%m/%Y} trước ngày thành lập đơn vị ({case.unit_founded_on:%d/%m/%Y})."
        yield Obstacle("before_unit", text, clause, field="happened_on")
    if case.unit_closed_on and on >= case.unit_closed_on:
        text = f"Đơn vị đã kết thúc ngày {case.unit_closed_on:%d/%m/%Y}; ghi ở đơn vị tiếp nhận."
        yield Obstacle("after_unit", text, clause, field="happened_on")
    latest = max(case.steps, key=lambda step: step.on, default=None)
    if latest is None or on >= latest.on:
        return
    if to is Stage.TRAINED and latest.stage is Stage.LISTED:
        text = f"Giấy chứng nhận cấp trước ngày công nhận cảm tình Đảng ({latest.on:%d/%m/%Y})."
        yield Obstacle("class_nomination", text, "HD38 I.1.1b–d", blocks=False, field="happened_on")
    else:
        text = f"Ngày {on:%d/%m/%Y} trước bước «{latest.stage.label}» ({latest.on:%d/%m/%Y})."
        yield Obstacle("date_backwards", text, clause, field="happened_on")


def _age(case: Case, on: date, edition: Edition, calendar: Calendar) -> Iterator[Obstacle]:
    """Full 18 to full 60 on the day of the cell's meeting, reckoned by month (294 1.1.1)."""
    months = (on.year - case.birth_date.year) * 12 + on.month - case.birth_date.month
    if months < edition.age_min * 12:
        full = add_months(case.birth_date, edition.age_min * 12)
        text = f"Chưa đủ {edition.age_min} tuổi; đủ từ tháng {full:%m/%Y}."
        yield Obstacle("age_at_vote", text, "294 1.1.1")
    elif on < add_months(case.birth_date, edition.age_min * 12):
        text = f"Đủ {edition.age_min} tuổi theo tháng, chưa đủ theo ngày."
        yield Obstacle("age_at_vote", text, "294 1.1.1", blocks=False)
    if months > edition.age_max * 12:
        text = f"Quá {edition.age_max} tuổi: cần ý kiến đồng ý bằng văn bản của ban thường vụ cấp tỉnh trước khi quyết định."
        yield Obstacle("age_over_60", text, "294 1.1.2, HD06 1.1", blocks=False)
    elif on > add_months(case.birth_date, edition.age_max * 12):
        text = f"Quá {edition.age_max} tuổi theo ngày, còn trong tháng."
        yield Obstacle("age_at_vote", text, "294 1.1.1", blocks=False)


def _certificate(case: Case, on: date, edition: Edition, calendar: Calendar) -> Iterator[Obstacle]:
    """The awareness class's certificate, at most 60 months old at the vote (HD06 3.1, 5.4b)."""
    issued = case.day_of(Stage.TRAINED)
    if issued is None:
        yield Obstacle(
            "class_certificate", "Chưa có giấy chứng nhận lớp bồi dưỡng nhận thức về Đảng.", "HD06 3.1"
        )
        return
    last_day = add_months(issued, edition.certificate_months)
    if on > last_day:
        text = f"Giấy chứng nhận cấp {issued:%d/%m/%Y} hết giá trị sau {last_day:%d/%m/%Y}: phải học lại lớp."
        yield Obstacle("certificate_valid", text, "HD06 5.4b")


def _certified_before_vote(case: Case, on: date, edition: Edition, calendar: Calendar) -> Iterator[Obstacle]:
    """The certificate on the background says whether the person may be considered (HD38 I.1.4.2 (26))."""
    if case.day_of(Stage.CERTIFIED) is None:
        yield Obstacle("certified_before_vote", "Lý lịch chưa được chứng nhận.", "HD38 I.1.4.2 (26)")


def _decision_window(case: Case, on: date, edition: Edition, calendar: Calendar) -> Iterator[Obstacle]:
    """The decision is owed within so many working days of the cell's resolution (294 4.3.1)."""
    voted = case.day_of(Stage.VOTED)
    if voted and on > (due := calendar.add(voted, edition.decision_days)):
        text = f"Quá hạn {edition.decision_days} ngày làm việc kể từ nghị quyết chi bộ (hạn {due:%d/%m/%Y}); quyết định vẫn có giá trị."
        yield Obstacle("decision_window", text, "294 4.3.1", blocks=False)


def _ceremony_window(case: Case, on: date, edition: Edition, calendar: Calendar) -> Iterator[Obstacle]:
    """The ceremony within 30 working days; later only with the consent of the level above (294 4.1)."""
    decided = case.day_of(Stage.DECIDED)
    if decided and on > (due := calendar.add(decided, edition.ceremony_days)):
        text = f"Quá {edition.ceremony_days} ngày làm việc (hạn {due:%d/%m/%Y}, tính từ ngày quyết định): phải được cấp ủy cấp trên trực tiếp đồng ý."
        yield Obstacle("ceremony_window", text, "294 4.1", blocks=False)


def _probation(case: Case, on: date, edition: Edition, calendar: Calendar) -> Iterator[Obstacle]:
    """The vote comes when the probation is over (294 4.2.1, HD06 4.2)."""
    held = case.day_of(Stage.HELD)
    if held is None:
        return
    end = add_months(held, edition.probation_months)
    if on < end:
        text = f"Thời gian dự bị đến {end:%d/%m/%Y} mới hết."
        yield Obstacle("recognition_not_early", text, "294 4.2.1, HD06 4.2")
    elif on == end:
        text = "Đúng ngày cuối của thời gian dự bị; nên họp từ ngày hôm sau."
        yield Obstacle("recognition_not_early", text, "294 4.2.1, HD06 4.2", blocks=False)


def _recognition_window(case: Case, on: date, edition: Edition, calendar: Calendar) -> Iterator[Obstacle]:
    """Recognition is decided within so many working days of the cell's resolution (294 4.3.1)."""
    voted = case.day_of(Stage.REVIEW_VOTED)
    if voted and on > (due := calendar.add(voted, edition.recognition_days)):
        text = f"Quá hạn {edition.recognition_days} ngày làm việc (hạn {due:%d/%m/%Y}); quyết định vẫn có giá trị."
        yield Obstacle("recognition_window", text, "294 4.3.1", blocks=False)


RULES = {
    Stage.VOTED: (_age, _certificate, _certified_before_vote),
    Stage.DECIDED: (_decision_window,),
    Stage.HELD: (_ceremony_window,),
    Stage.REVIEW_VOTED: (_probation,),
    Stage.RECOGNISED: (_recognition_window,),
}
CLOCK_STARTS = {
    _decision_window: Stage.VOTED,
    _ceremony_window: Stage.DECIDED,
    _probation: Stage.HELD,
    _recognition_window: Stage.REVIEW_VOTED,
}


def _record(to: Stage, record: Record) -> Iterator[Obstacle]:
    form = FORMS[to]
    if form.number_required and not record.document_number.strip():
        text = f"Chưa ghi {form.number_label[0].lower()}{form.number_label[1:]}."
        yield Obstacle("document_missing", text, form.clause, field="document_number")
    if to is Stage.OUT and not record.reason.strip():
        yield Obstacle("reason_missing", "Chưa ghi lý do đưa ra khỏi danh sách.", form.clause, field="reason")
    if form.votes:
        yield from _votes(form, record)


def _votes(form: StepForm, record: Record) -> Iterator[Obstacle]:
    total, votes_for = record.votes_total, record.votes_for
    if total is None and votes_for is None and not form.votes_required:
        return
    if not total:
        yield Obstacle(
            "votes_missing", "Chưa ghi số người có quyền biểu quyết.", "294 9.3.2", field="votes_total"
        )
    if votes_for is None:
        yield Obstacle("votes_missing", "Chưa ghi số phiếu tán thành.", "HD06 3.6b", field="votes_for")
    if not total or votes_for is None:
        return
    cast = votes_for + (record.votes_against or 0) + (record.votes_abstained or 0)
    if cast > total:
        text = f"Tổng số phiếu {cast} lớn hơn số người có quyền biểu quyết {total}."
        yield Obstacle("cell_voters", text, "294 6.3.2b", field="votes_total")
    if form.votes == "all" and not two_thirds(votes_for, total):
        text = f"{votes_for}/{total} phiếu tán thành, cần ít nhất {-(-2 * total // 3)} (hai phần ba)."
        yield Obstacle("cell_vote", text, "HD06 3.6b, 294 9.3.4", field="votes_for")
    if form.votes == "board" and not more_than_half(votes_for, total):
        text = f"{votes_for}/{total} phiếu tán thành, cần ít nhất {total // 2 + 1} (trên một nửa)."
        yield Obstacle("decide_bureau", text, "HD06 3.7a, 294 9.3.4", field="votes_for")
