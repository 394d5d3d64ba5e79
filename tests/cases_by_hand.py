"""Cases of people built by hand, without a database: somebody with everything in order, then one thing broken.

`reasons` and `told` write each reason as one line: B blocks, W warns, I informs; then its code and its clause.
"""

from dataclasses import replace
from datetime import date, timedelta

from admissions.regulation import (
    Case,
    Edition,
    Introducer,
    Paper,
    Record,
    Stage,
    Step,
    Traits,
    Transfer,
    Verification,
    clocks,
    edition_on,
    obstacles,
)
from admissions.working_days import WorkingDays

DAY = timedelta(days=1)
LONG_AFTER = date(2031, 1, 1)
FOUNDED = date(2015, 1, 1)


class HandCalendar:
    """The working days of section 3 of the regulation's table, written out: weekends and the days listed there."""

    OFF = frozenset(
        {
            *(date(2025, 9, day) for day in (1, 2)),
            *(date(2026, 2, day) for day in range(16, 21)),
            date(2026, 4, 27),
            date(2026, 4, 30),
            date(2026, 5, 1),
            date(2026, 8, 31),
            *(date(2026, 9, day) for day in (1, 2)),
            date(2026, 11, 24),
            date(2027, 1, 1),
        }
    )
    WORKED = frozenset({date(2026, 8, 22)})

    def add(self, start: date, days: int) -> date:
        day = start
        while days:
            day += DAY
            days -= day in self.WORKED or (day.weekday() < 5 and day not in self.OFF)
        return day


BY_HAND = HandCalendar()
CALENDARS = {"by hand": BY_HAND, "own": WorkingDays(off=[date(2026, 1, 2)])}


def edition(code: str, in_force_on: date, **numbers) -> Edition:
    """An edition with the numbers of 294, but for those given."""
    values = {
        "age_min": 18,
        "age_max": 60,
        "certificate_months": 60,
        "dossier_months": 12,
        "decision_days": 45,
        "decision_extra_days": 15,
        "ceremony_days": 30,
        "ceremony_from": "receipt",
        "probation_months": 12,
        "review_days": 30,
        "recognition_days": 30,
        "recognition_extra_days": 15,
    }
    return Edition(code, code, in_force_on, in_force_on, **{**values, **numbers})


E232 = edition("232", date(2025, 1, 20), decision_days=60, decision_extra_days=30, recognition_extra_days=30)
E294 = edition("294", date(2025, 7, 1))
E208 = edition("208", date(2026, 7, 26), ceremony_from="issue", schooling="programme")
EDITIONS = (E232, E294, E208)

VOTE = date(2025, 8, 4)  # the day on which the cell of `ready()` meets
DECISION = date(2025, 9, 15)
CEREMONY = date(2025, 10, 10)
REVIEW = date(2026, 10, 20)
HELPERS = (
    Introducer("Vàng A Chứ", True, date(2020, 1, 1), date(2025, 4, 1), date(2025, 6, 16)),
    Introducer("Lò Thị Mai", True, date(2021, 1, 1), date(2025, 4, 1), date(2025, 6, 17)),
)
READY = Case(
    birth_date=date(1995, 5, 5),
    unit_founded_on=FOUNDED,
    steps=(
        Step(Stage.SOURCE, date(2025, 1, 6)),
        Step(Stage.LISTED, date(2025, 2, 3)),
        Step(Stage.TRAINED, date(2025, 3, 10)),
        Step(Stage.OPENED, date(2025, 4, 7)),
        Step(Stage.CERTIFIED, date(2025, 6, 2)),
    ),
    papers={
        Paper.APPLICATION: date(2025, 4, 8),
        Paper.BACKGROUND: date(2025, 4, 9),
        Paper.BACKGROUND_SEAL: date(2025, 4, 10),
        Paper.VERIFICATION: date(2025, 5, 12),
        Paper.CELL_COMMENT: date(2025, 5, 26),
        Paper.OPINIONS: date(2025, 6, 20),
    },
    introducers=HELPERS,
    verifications=(Verification(date(2025, 4, 14), False, date(2025, 4, 16), date(2025, 5, 12)),),
    traits=Traits(schooling="lower_secondary"),
)
REVIEW_PAPERS = {
    Paper.NEW_MEMBER_CERTIFICATE: date(2026, 6, 1),
    Paper.SELF_REVIEW: date(2026, 10, 12),
    Paper.HELPER_REVIEW: date(2026, 10, 13),
    Paper.OPINIONS_PROBATION: date(2026, 10, 14),
}
ROADS = {
    Stage.VOTED: VOTE,
    Stage.APPRAISED: date(2025, 8, 25),
    Stage.DECIDED: DECISION,
    Stage.HELD: CEREMONY,
    Stage.REVIEW_VOTED: REVIEW,
    Stage.RECOGNISED: date(2026, 11, 10),
}


def ready(**changes) -> Case:
    """Somebody who may be voted on; `changes` as for `changed`."""
    return changed(READY, **changes)


def stood(upto: Stage, **changes) -> Case:
    """The same person further down the direct road, at the stage `upto`, with the papers of the way."""
    after = []
    for stage, on in ROADS.items():
        after.append(Step(stage, on))
        if stage is upto:
            break
    papers = {**READY.papers, **(REVIEW_PAPERS if Stage.HELD in {step.stage for step in after} else {})}
    return changed(replace(READY, steps=(*READY.steps, *after), papers=papers), **changes)


def changed(case: Case, *, papers=None, traits=None, **fields) -> Case:
    """A case with other fields; of `papers` and `traits` only those named change, a paper that is None is not there."""
    told = {**case.papers, **(papers or {})}
    there = {paper: day for paper, day in told.items() if day is not None}
    return replace(case, papers=there, traits=replace(case.traits, **(traits or {})), **fields)


def walked(*steps: tuple[Stage, date], **fields) -> Case:
    """Somebody of whom only these steps are known."""
    return Case(date(1995, 5, 5), FOUNDED, steps=tuple(Step(stage, on) for stage, on in steps), **fields)


def then(case: Case, *steps: tuple[Stage, date]) -> Case:
    """The case some steps later."""
    return replace(case, steps=(*case.steps, *(Step(stage, on) for stage, on in steps)))


def awaiting(voted: date, **fields) -> Case:
    """Somebody whose cell voted on a day and whose dossier was appraised on the same."""
    return walked((Stage.VOTED, voted), (Stage.APPRAISED, voted), **fields)


def moved(way: str, on: date, *, incoming: bool = False) -> tuple[Transfer, ...]:
    return (Transfer(way, on, incoming),)


def vote(members: int, votes_for: int | None, against: int | None = 0, **numbers) -> Record:
    """A vote as typed, with a document and a reason so that only its numbers are judged."""
    return Record("05-NQ/CB", members, votes_for=votes_for, votes_against=against, reason="đủ", **numbers)


def found(case, to, on, record=None, *, today=LONG_AFTER, calendar=BY_HAND, editions=EDITIONS):
    """The reasons against a step, as the application asks for them."""
    now = edition_on(editions, on)
    return obstacles(case, to, on, now, today=today, calendar=calendar, record=record, editions=editions)


def _line(reason) -> str:
    effect = "B" if reason.blocks else "I" if reason.informs else "W"
    return f"{effect} {reason.code} {reason.clause}"


def reasons(case, to, on, record=None, **by) -> list[str]:
    """Every reason against a step."""
    return [_line(reason) for reason in found(case, to, on, record, **by)]


def told(case, to, on, code, record=None, **by) -> str:
    """The reasons of one code against a step; empty when there is none."""
    lines = [_line(reason) for reason in found(case, to, on, record, **by) if reason.code == code]
    return " | ".join(dict.fromkeys(lines))


def edges(case, to, code, before, on, after, **by) -> list[str]:
    """What is said under a code on three days."""
    return [told(case, to, day, code, **by) for day in (before, on, after)]


def running(case, code, *, calendar=BY_HAND, editions=EDITIONS):
    """The one clock of a code that runs for a case, or None."""
    (clock,) = [c for c in clocks(case, editions, calendar) if c.code == code] or [None]
    return clock


def codes_running(case, **by) -> list[str]:
    return [clock.code for clock in clocks(case, by.get("editions", EDITIONS), by.get("calendar", BY_HAND))]
