"""The duties that are running for a person, each with its due day and clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from admissions.regulation.cases import Calendar, Case, Clock, Edition, add_months, edition_on
from admissions.regulation.stages import IN_PIPELINE, WAITING_DECISION, Stage


def clocks(case: Case, editions: Sequence[Edition], calendar: Calendar) -> list[Clock]:
    """The duties running for a person, each by the edition in force on the day that starts it."""
    return list(_clocks(case, editions, calendar))


def _clocks(case: Case, editions: Sequence[Edition], calendar: Calendar) -> Iterable[Clock]:
    stage = case.stage
    last = case.steps[-1].on if case.steps else None
    if last is None:
        return
    certificate = case.day_of(Stage.TRAINED)
    if certificate and stage in IN_PIPELINE and stage not in WAITING_DECISION:
        due = add_months(certificate, edition_on(editions, certificate).certificate_months)
        yield Clock(
            "certificate_valid",
            "Chi bộ xét kết nạp trước khi giấy chứng nhận hết giá trị",
            certificate,
            due,
            "HD06 5.4b",
            True,
        )
    if stage in WAITING_DECISION and (voted := case.day_of(Stage.VOTED)):
        due = calendar.add(voted, edition_on(editions, voted).decision_days)
        yield Clock("decision_window", "Ban Thường vụ xét, quyết định kết nạp", voted, due, "294 4.3.1")
    if stage is Stage.DECIDED:
        due = calendar.add(last, edition_on(editions, last).ceremony_days)
        yield Clock("ceremony_window", "Tổ chức lễ kết nạp", last, due, "294 4.1", True)
    if stage is Stage.HELD:
        edition = edition_on(editions, last)
        end = add_months(last, edition.probation_months)
        due = calendar.add(end, edition_on(editions, end).review_days)
        yield Clock(
            "recognition_review",
            f"Chi bộ xét công nhận chính thức (hết dự bị {end:%d/%m/%Y})",
            end,
            due,
            "294 4.2.1",
        )
    if stage is Stage.REVIEW_VOTED:
        due = calendar.add(last, edition_on(editions, last).recognition_days)
        yield Clock(
            "recognition_window", "Ban Thường vụ quyết định công nhận chính thức", last, due, "294 4.3.1"
        )
