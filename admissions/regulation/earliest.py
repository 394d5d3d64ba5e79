"""The first day on which somebody may be decided: what the texts fix, and what the office assumes where they do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from admissions.regulation.assumptions import LAW, Assumptions
from admissions.regulation.cases import Calendar, Case, Obstacle, Step, add_months
from admissions.regulation.editions import Edition, edition_on
from admissions.regulation.forms import FORMS
from admissions.regulation.prepared import free_from, is_verified, lapsed_after, prepared, writers
from admissions.regulation.road_ahead import CELL, Leg, legs_of, settled, working_day
from admissions.regulation.rules import obstacles
from admissions.regulation.stages import LEFT, ROAD, Stage

BEFORE = "ngay sau bước trước"
TODAY = "làm được ngay từ hôm nay"
STANDSTILL = {
    Stage.REFERRED: "Biểu quyết không đủ hai phần ba: cấp có thẩm quyền xem xét, quyết định.",
    Stage.RETURNED: "Hồ sơ đã trả lại để bổ sung, chưa trình lại.",
    Stage.SUSPENDED: "Đang tạm dừng xem xét.",
    Stage.REDO: "Quyết định đã bị hủy; khâu sai phải làm lại trước.",
}


@dataclass(frozen=True)
class Milestone:
    """An act ahead with the first day on which it may be done, and why not sooner. `code` names the rule that fixes it."""

    stage: Stage
    day: date
    because: str
    clause: str = ""
    code: str = ""
    act: str = ""  # where it is no step of its own

    @property
    def told(self) -> str:
        return self.act or FORMS[self.stage].act


@dataclass(frozen=True)
class Outlook:
    """When the road can end: the first day (None: it may not), the way there, what no day can be told for."""

    day: date | None
    milestones: tuple[Milestone, ...] = ()
    conditions: tuple[Obstacle, ...] = ()

    @property
    def steps(self) -> tuple[Milestone, ...]:
        """The milestones that are steps of the road."""
        return tuple(each for each in self.milestones if not each.act)

    @property
    def decisive(self) -> Milestone | None:
        """The last wait that a text or a class fixes; it is what the day hangs on."""
        return next((each for each in reversed(self.milestones) if each.code), None)


def earliest_decision(
    case: Case,
    on: date,
    editions: Sequence[Edition],
    calendar: Calendar,
    assumptions: Assumptions = LAW,
    *,
    class_ends_on: date | None = None,
    goal: Stage = Stage.DECIDED,
) -> Outlook:
    """The first day of the step `goal` for a person, seen from the day `on`, and of every act before it.

    The texts fix age, re-admission, introducers, certificate and dossier (294 1.1.1, 3.2.1, 3.5.1b; HD06 3.1, 5.4);
    where they give no number `assumptions` (working days) do. What others must give (consents, conclusions) has no
    day: it is told as a condition, by the same rules as `obstacles`. `class_ends_on`: the last day of the awareness
    class planned for the person. Who may never be admitted, or has left, has no day.
    """
    stage = case.stage
    if stage is None or stage in LEFT:
        return Outlook(None)
    if stage in ROAD and ROAD.index(stage) >= ROAD.index(goal):
        return Outlook(case.day_of(goal))
    start = max(on, *(step.on for step in case.steps))
    walk = _Walk(case, start, editions, calendar, assumptions, class_ends_on)
    for leg in legs_of(case, stage, goal, assumptions):
        walk.take(leg)
    conditions = tuple({(each.code, each.text): each for each in walk.conditions}.values())
    never = any(each.firm for each in conditions)
    by_day = tuple(sorted(walk.milestones, key=lambda each: each.day))
    return Outlook(None if never else walk.day, by_day, conditions)


@dataclass
class _Walk:
    """The case as it goes down the road from the day `day`."""

    case: Case
    day: date
    editions: Sequence[Edition]
    calendar: Calendar
    assumed: Assumptions
    class_ends_on: date | None
    milestones: list[Milestone] = field(default_factory=list)
    conditions: list[Obstacle] = field(default_factory=list)
    certificate_on: date | None = None

    def __post_init__(self) -> None:
        self.today = self.day
        if self.case.stage in STANDSTILL:
            stage = self.case.stage
            text, clause = STANDSTILL[stage], FORMS[stage].clause
            self.conditions.append(Obstacle(stage.value, text, clause))

    def take(self, leg: Leg) -> None:
        """One act further: its first day, then the case as it is after it."""
        milestone = self._first_day(leg)
        self.milestones.append(milestone)
        self.day = milestone.day
        if leg.is_step:
            self._step(leg.stage)

    def _first_day(self, leg: Leg) -> Milestone:
        """The latest of what the act before, the assumptions and the texts allow."""
        first = self._settled(self.calendar.add(self.day, leg.gap), leg)
        found = Milestone(leg.stage, first, self._because(leg), act=leg.act)
        if not leg.is_step:
            return found
        for waits in WAITS.get(leg.stage, ()):
            for wait in waits(self, found.day):
                day = self._settled(wait.day, leg)
                if day > found.day:
                    found = replace(wait, day=day)
        return found

    def _because(self, leg: Leg) -> str:
        if leg.who == CELL and self.assumed.cell_day:
            return f"kỳ họp chi bộ ngày {self.assumed.cell_day} hằng tháng"
        if leg.gap:
            return f"{leg.gap} ngày làm việc theo giả định"
        return BEFORE if self.milestones else TODAY

    def _settled(self, day: date, leg: Leg) -> date:
        return settled(day, leg, self.calendar, self.assumed)

    def _replies(self, first: date) -> Iterator[Milestone]:
        """The answers to what has been asked (HD06 3.4d)."""
        if is_verified(self.case):
            return
        for each in self.case.requests:
            if each.replied_on is None:
                days = self.assumed.verify_abroad_days if each.abroad else self.assumed.verify_home_days
                reply = self.calendar.add(each.received_on or each.sent_on, days)
                day = self.calendar.add(reply, self.assumed.certify_days)
                yield Milestone(Stage.CERTIFIED, day, "chờ trả lời thẩm tra", "HD06 3.4d", "verify_reply")

    def _age(self, first: date) -> Iterator[Milestone]:
        """Full of age on the day of the cell's meeting, reckoned by month (294 1.1.1)."""
        years = self._edition(first).age_min
        full = add_months(self.case.birth_date, 12 * years)
        because = f"đủ {years} tuổi từ tháng {full:%m/%Y}"
        yield Milestone(Stage.VOTED, full.replace(day=1), because, "294 1.1.1", "age_at_vote")

    def _readmission(self, first: date) -> Iterator[Milestone]:
        """The wait since leaving, or since a record was cleared, of which nothing is told (294 3.5.1b)."""
        traits, edition = self.case.traits, self._edition(first)
        if not traits.readmission:
            return
        for since, months in (
            (traits.left_party_on, edition.readmit_months),
            (traits.record_cleared_on, edition.readmit_cleared_months),
        ):
            if since:
                day = add_months(since, months)
                because = "đủ thời gian để xét kết nạp lại"
                yield Milestone(Stage.VOTED, day, because, "294 3.5.1b", "readmit_wait")

    def _introducers(self, first: date) -> Iterator[Milestone]:
        """Who introduces has been together with the person for long enough when he writes it (294 3.2.1)."""
        for each in writers(self.case, self.today, self.editions):
            day = free_from(each, self.today, self.editions)
            if day:
                because = f"{each.name} cùng đơn vị đủ thời gian để giới thiệu"
                yield Milestone(Stage.VOTED, day, because, "294 3.2.1", "introducer_12_months")

    def _renewal(self, vote: date) -> Iterator[Milestone]:
        """Of a dossier past its term by the vote four papers are redone, after the term (HD06 5.4a)."""
        last_day = lapsed_after(self.case, vote, self.editions)
        if last_day and self.assumed.renewal_days:
            day = self.calendar.add(max(last_day, self.today), self.assumed.renewal_days)
            because = f"hồ sơ quá hạn sau {last_day:%d/%m/%Y}, làm lại bốn giấy tờ"
            yield Milestone(Stage.VOTED, day, because, "HD06 5.4a", "dossier_12_months")

    def _certificate(self, vote: date) -> Iterator[Milestone]:
        """The class, where there is no certificate or it will have lapsed by the vote (HD06 3.1, 5.4b)."""
        issued = self.case.certificate_on
        if self.certificate_on:
            return
        code, clause = "class_certificate", "HD06 3.1"
        if issued:
            months = edition_on(self.editions, issued).certificate_months
            if self.case.cell_vote or vote <= add_months(issued, months):
                return
            code, clause = "certificate_valid", "HD06 5.4b"
        day, because = self._class()
        self.certificate_on = day
        self.milestones.append(Milestone(Stage.TRAINED, day, because, clause, code, FORMS[Stage.TRAINED].act))
        yield Milestone(Stage.VOTED, day, "chờ giấy chứng nhận lớp nhận thức", clause, code)

    def _class(self) -> tuple[date, str]:
        """The day of the certificate still to come."""
        ends = self.class_ends_on
        if ends is None:
            day = self.calendar.add(self.today, self.assumed.class_days + self.assumed.certificate_days)
            return working_day(day, self.calendar), "chưa có lớp nhận thức nào trong kế hoạch"
        day = self.calendar.add(max(ends, self.today), self.assumed.certificate_days)
        return working_day(day, self.calendar), f"lớp nhận thức bế giảng {ends:%d/%m/%Y}"

    def _edition(self, day: date) -> Edition:
        return edition_on(self.editions, day)

    def _step(self, to: Stage) -> None:
        """The case after the step, and what stood in its way that no day of ours removes."""
        self.case = prepared(self.case, to, self.day, self.editions, self.certificate_on)
        self.conditions.extend(self._standing(to))
        self.case = replace(self.case, steps=(*self.case.steps, Step(to, self.day)))

    def _standing(self, to: Stage) -> Iterator[Obstacle]:
        reasons = obstacles(
            self.case,
            to,
            self.day,
            self._edition(self.day),
            today=date.max,
            calendar=self.calendar,
            editions=self.editions,
        )
        return (reason for reason in reasons if reason.blocks)


# What may hold a step back, each judged by the day that those before it leave.
WAITS: dict[Stage, tuple[Callable[[_Walk, date], Iterator[Milestone]], ...]] = {
    Stage.CERTIFIED: (_Walk._replies,),
    Stage.VOTED: (
        _Walk._age,
        _Walk._readmission,
        _Walk._introducers,
        _Walk._certificate,
        _Walk._renewal,
        _Walk._certificate,
    ),
}
