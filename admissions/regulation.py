"""The regulation of admission as plain Python: stages, transitions, reasons and clocks. It knows nobody.

Sources as cited by each rule: ĐL = Party statute 2011; 294 = 294-QĐ/TW of 26/5/2025; HD06 = 06-HD/TW of
9/6/2025; HD38 = 38-HD/BTCTW of 29/9/2025. Counting (our convention, no text defines it): the day of an event
is not counted, an act is in time on the last day, n months end on the same day number or on the month's last day.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class Stage(StrEnum):
    """Where a person stands on the road; the value is what the database keeps."""

    SOURCE = "source"
    LISTED = "listed"
    TRAINED = "trained"
    OPENED = "opened"
    CERTIFIED = "certified"
    VOTED = "voted"
    BASE_VOTED = "base_voted"
    APPRAISED = "appraised"
    DECIDED = "decided"
    HELD = "held"
    REVIEW_VOTED = "review_voted"
    RECOGNISED = "recognised"
    OUT = "out"

    @property
    def label(self) -> str:
        """Name of the stage as the office says it."""
        return FORMS[self].label


@dataclass(frozen=True)
class StepForm:
    """How a step is spoken of, and what its record asks for."""

    label: str
    act: str
    date_label: str
    number_label: str
    clause: str
    number_required: bool = True
    votes: str = ""  # "all": two thirds of N; "board": more than half of the members; "": none
    votes_required: bool = False


FORMS: dict[Stage, StepForm] = {
    Stage.SOURCE: StepForm("Nguồn", "Đưa vào nguồn", "Ngày vào nguồn", "Số văn bản", "HD38 I.1.1d", False),
    Stage.LISTED: StepForm(
        "Cảm tình Đảng", "Công nhận cảm tình Đảng", "Ngày nghị quyết", "Số nghị quyết chi bộ", "HD38 I.1.1d"
    ),
    Stage.TRAINED: StepForm(
        "Đã học lớp nhận thức", "Cấp giấy chứng nhận lớp nhận thức", "Ngày cấp giấy", "Số giấy chứng nhận", "HD06 3.1"
    ),
    Stage.OPENED: StepForm(
        "Được làm hồ sơ", "Cho phép làm hồ sơ, phân công người giúp đỡ", "Ngày cho phép", "Số văn bản", "HD38 I.1.3"
    ),
    Stage.CERTIFIED: StepForm(
        "Đã chứng nhận lý lịch", "Chứng nhận lý lịch, đủ hồ sơ", "Ngày chứng nhận", "Số văn bản", "HD06 3.3b", False
    ),
    Stage.VOTED: StepForm(
        "Chi bộ đã đề nghị", "Chi bộ biểu quyết đề nghị kết nạp", "Ngày họp chi bộ", "Số nghị quyết chi bộ",
        "HD06 3.6", votes="all", votes_required=True,
    ),
    Stage.BASE_VOTED: StepForm(
        "Đảng ủy cơ sở đã đề nghị", "Đảng ủy cơ sở ra nghị quyết đề nghị", "Ngày nghị quyết", "Số nghị quyết",
        "HD06 3.6c", votes="all", votes_required=True,
    ),
    Stage.APPRAISED: StepForm(
        "Đã thẩm định", "Thẩm định xong, trình Ban Thường vụ", "Ngày thẩm định", "Số báo cáo", "HD06 3.7a", False
    ),
    Stage.DECIDED: StepForm(
        "Đã quyết định kết nạp", "Quyết định kết nạp", "Ngày quyết định", "Số quyết định", "294 4.3.2b", votes="board"
    ),
    Stage.HELD: StepForm(
        "Đảng viên dự bị", "Tổ chức lễ kết nạp", "Ngày lễ kết nạp", "Số văn bản", "294 4.1", False
    ),
    Stage.REVIEW_VOTED: StepForm(
        "Chi bộ đề nghị công nhận", "Chi bộ biểu quyết công nhận chính thức", "Ngày họp chi bộ",
        "Số nghị quyết chi bộ", "HD06 4.5a", votes="all", votes_required=True,
    ),
    Stage.RECOGNISED: StepForm(
        "Đảng viên chính thức", "Quyết định công nhận chính thức", "Ngày quyết định", "Số quyết định",
        "294 4.3.1", votes="board",
    ),
    Stage.OUT: StepForm("Ra khỏi danh sách", "Đưa ra khỏi danh sách", "Ngày", "Số văn bản", "HD38 I.1.1d", False),
}  # fmt: skip

ROAD = tuple(stage for stage in Stage if stage is not Stage.OUT)

NEXT: dict[Stage | None, tuple[Stage, ...]] = {
    None: (Stage.SOURCE, Stage.LISTED),
    Stage.SOURCE: (Stage.LISTED, Stage.OUT),
    Stage.LISTED: (Stage.TRAINED, Stage.OUT),
    Stage.TRAINED: (Stage.OPENED, Stage.TRAINED, Stage.OUT),
    Stage.OPENED: (Stage.CERTIFIED, Stage.OUT),
    Stage.CERTIFIED: (Stage.VOTED, Stage.OUT),
    Stage.VOTED: (Stage.BASE_VOTED, Stage.APPRAISED, Stage.OUT),
    Stage.BASE_VOTED: (Stage.APPRAISED, Stage.OUT),
    Stage.APPRAISED: (Stage.DECIDED, Stage.OUT),
    Stage.DECIDED: (Stage.HELD, Stage.OUT),
    Stage.HELD: (Stage.REVIEW_VOTED, Stage.OUT),
    Stage.REVIEW_VOTED: (Stage.RECOGNISED, Stage.OUT),
    Stage.RECOGNISED: (),
    Stage.OUT: (Stage.LISTED,),
}

IN_PIPELINE = ROAD[: ROAD.index(Stage.DECIDED)]
WAITING_DECISION = (Stage.VOTED, Stage.BASE_VOTED, Stage.APPRAISED)
DECIDED_OR_LATER = ROAD[ROAD.index(Stage.DECIDED) :]


@dataclass(frozen=True)
class Edition:
    """The numbers of one edition; months are calendar months, days are working days, ages are years."""

    code: str
    document: str
    issued_on: date
    in_force_on: date
    age_min: int
    age_max: int
    certificate_months: int
    dossier_months: int
    decision_days: int
    decision_extra_days: int
    ceremony_days: int
    ceremony_from: str  # "receipt" or "issue" of the decision
    probation_months: int
    review_days: int
    recognition_days: int
    recognition_extra_days: int
    unverified: frozenset[str] = frozenset()


class Calendar(Protocol):
    """Whatever counts working days."""

    def add(self, start: date, days: int) -> date:
        """The day `days` working days after `start`, which is not counted."""


@dataclass(frozen=True)
class Step:
    """A standing step of the trail."""

    stage: Stage
    on: date


@dataclass(frozen=True)
class Case:
    """What the regulation needs to know of a person; steps are the standing ones, in the order recorded."""

    birth_date: date
    unit_founded_on: date
    unit_closed_on: date | None = None
    under_base_committee: bool = False
    steps: tuple[Step, ...] = ()

    @property
    def stage(self) -> Stage | None:
        return self.steps[-1].stage if self.steps else None

    def day_of(self, *stages: Stage) -> date | None:
        """Day of the last standing step among `stages`."""
        return next((step.on for step in reversed(self.steps) if step.stage in stages), None)


@dataclass(frozen=True)
class Record:
    """What the office types with a step: document number, votes in people, reason."""

    document_number: str = ""
    votes_total: int | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Obstacle:
    """One reason that stands in the way of a step (`blocks`) or is to be minded (a warning)."""

    code: str
    text: str
    clause: str
    blocks: bool = True
    field: str = ""


@dataclass(frozen=True)
class Clock:
    """A duty that is running: what is due, since when, until when, by which clause."""

    code: str
    what: str
    since: date
    due: date
    clause: str
    blocks_after: bool = False


def edition_on(editions: Sequence[Edition], day: date) -> Edition:
    """The edition in force on a day; before the first one, the first. `editions` must not be empty."""
    in_force = [edition for edition in editions if edition.in_force_on <= day]
    return (
        max(in_force, key=lambda e: e.in_force_on) if in_force else min(editions, key=lambda e: e.in_force_on)
    )


def add_months(day: date, months: int) -> date:
    """The same day number `months` calendar months later, or that month's last day if it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def age_on(birth_date: date, day: date) -> int:
    """Full years of age on a day; who was born on 29 February is a year older from 1 March."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def next_stages(case: Case) -> tuple[Stage, ...]:
    """The stages that may follow where the person stands, by the shape of his unit (HD06 3.6; 294 20.2.2)."""
    skipped = Stage.APPRAISED if case.under_base_committee else Stage.BASE_VOTED
    if case.stage is Stage.VOTED:
        return tuple(stage for stage in NEXT[case.stage] if stage is not skipped)
    return NEXT[case.stage]


def next_step(case: Case) -> Stage | None:
    """The one ordinary next step of the road; None at its end."""
    return next((stage for stage in next_stages(case) if stage is not Stage.OUT), None)


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
