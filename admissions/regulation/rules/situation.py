"""The question put to a rule: whose case, which step, on which day, by which edition, what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from admissions.regulation.cases import Calendar, Case, Obstacle, Record
from admissions.regulation.editions import Edition, edition_on
from admissions.regulation.papers import Paper
from admissions.regulation.stages import Stage


class Judge(Protocol):
    """Whatever knows the editions."""

    def edition_from(self, start: date) -> Edition:
        """The edition in force on the day that starts a clock."""


@dataclass(frozen=True)
class Situation:
    """A step about to be taken. `edition` is the one in force on the day `on`; `record` is what was typed."""

    case: Case
    to: Stage
    on: date
    edition: Edition
    today: date
    calendar: Calendar
    record: Record | None = None
    editions: Sequence[Edition] = ()

    def edition_from(self, start: date) -> Edition:
        """The edition of a clock: the one in force on the day that starts it."""
        return edition_on(self.editions or (self.edition,), start)

    def has(self, paper: Paper, since: date = date.min) -> bool:
        """Whether a paper is there that bears no later day than the step, and none before `since`."""
        day = self.case.papers.get(paper)
        return day is not None and since <= day <= self.on


Rule = Callable[[Situation], Iterator[Obstacle]]


def missing(paper: Paper, code: str, clause: str = "", text: str = "") -> Obstacle:
    """The reason that a paper is not there."""
    return Obstacle(
        code, text or f"Chưa có {lowered(paper.label)}.", clause or paper.sheet.clause, paper=paper
    )


def warning(code: str, text: str, clause: str, field: str = "") -> Obstacle:
    """Something to be minded; the act stays valid."""
    return Obstacle(code, text, clause, blocks=False, field=field)


def information(code: str, text: str, clause: str) -> Obstacle:
    """Something worth knowing that neither blocks nor is a fault."""
    return Obstacle(code, text, clause, blocks=False, informs=True)


def mild(rule: Rule) -> Rule:
    """The rule as warnings only: a vote that failed is recorded as it was, it proposes nothing."""

    def warns(ask: Situation) -> Iterator[Obstacle]:
        for reason in rule(ask):
            yield replace(reason, blocks=False)

    return warns


def lowered(text: str) -> str:
    """A label inside a sentence."""
    return text[0].lower() + text[1:]


def needs(
    situation: Situation, paper: Paper, code: str, clause: str = "", since: date = date.min
) -> Iterator[Obstacle]:
    """The reason against a step whose paper is missing, bears a later day than the step, or one before `since`."""
    day = situation.case.papers.get(paper)
    if day is None:
        yield missing(paper, code, clause)
    elif day > situation.on:
        text = f"{paper.label} ghi ngày {day:%d/%m/%Y}, sau ngày {situation.on:%d/%m/%Y}."
        yield missing(paper, code, clause, text)
    elif day < since:
        text = f"{paper.label} ghi ngày {day:%d/%m/%Y}, trước ngày {since:%d/%m/%Y}: chưa có cho lần này."
        yield missing(paper, code, clause, text)
