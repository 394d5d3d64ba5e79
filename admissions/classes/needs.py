"""Who has to go to a class, and why: for lack of a certificate, or because the one he has is about to lapse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Max, QuerySet

from admissions import regulation
from admissions.models import Candidate, Enrolment, StageEvent, TrainingClass
from admissions.reading import days_of_paper
from admissions.regulation import BEFORE_VOTE, Paper, Stage
from admissions.rulebook import Rulebook

LAPSING_MONTHS = 6  # a certificate is told this long before it lapses
LISTED_OR_LATER = tuple(stage for stage in BEFORE_VOTE if stage is not Stage.SOURCE)
COLUMNS = ("name", "name_sort", "birth_date", "sex", "occupation", "stage", "stage_since", "unit__name")
AWARENESS, NEW_MEMBERS = TrainingClass.Kind.AWARENESS, TrainingClass.Kind.NEW_MEMBERS


class Why(StrEnum):
    """What sends a person to a class."""

    WITHOUT = "without"
    LAPSED = "lapsed"
    LAPSING = "lapsing"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Why.WITHOUT: "Cần học",
    Why.LAPSED: "Giấy chứng nhận hết giá trị, phải học lại",
    Why.LAPSING: "Giấy chứng nhận sắp hết giá trị",
}


@dataclass(frozen=True)
class Need:
    """One person and why he has to go; `until` is the last day of his certificate or of his probation."""

    candidate: Candidate
    why: Why
    until: date | None = None


def who_needs(
    kind: str, people: QuerySet[Candidate], on: date, rulebook: Rulebook | None = None
) -> list[Need]:
    """Those of `people` who have to go to a class of this kind that begins on the day `on`, by name.

    Awareness class: listed people before the vote without a certificate, or with one that lapses within six
    months (HD06 3.1, 5.4b). New members: who is on probation without that class's certificate (HD06 4.1).
    Left out is who is enrolled in a class of this kind and waits for its outcome. Five queries at most.
    """
    rulebook = rulebook or Rulebook.read()
    waiting = Enrolment.objects.open().filter(training_class__kind=kind)
    people = people.exclude(pk__in=waiting.values("candidate")).select_related("unit").only(*COLUMNS)
    found = _new_members(people, rulebook) if kind == NEW_MEMBERS else _listed(people, on, rulebook)
    return sorted(found, key=lambda need: (need.candidate.name_sort, need.candidate.pk))


def _listed(people: QuerySet, on: date, rulebook: Rulebook) -> Iterator[Need]:
    people = people.filter(stage__in=LISTED_OR_LATER)
    issued = certificates(people)
    soon = regulation.add_months(on, LAPSING_MONTHS)
    for candidate in people:
        day = issued.get(candidate.pk)
        if day is None:
            yield Need(candidate, Why.WITHOUT)
        elif (until := _valid_until(day, rulebook)) < on:
            yield Need(candidate, Why.LAPSED, until)
        elif until <= soon:
            yield Need(candidate, Why.LAPSING, until)


def _valid_until(issued: date, rulebook: Rulebook) -> date:
    months = regulation.edition_on(rulebook.editions, issued).certificate_months
    return regulation.add_months(issued, months)


def _new_members(people: QuerySet, rulebook: Rulebook) -> Iterator[Need]:
    people = people.filter(stage__in=(Stage.HELD, Stage.POSTPONED))
    certified = days_of_paper(Paper.NEW_MEMBER_CERTIFICATE, people.order_by().values("pk"))
    for candidate in people.exclude(pk__in=certified):
        months = regulation.edition_on(rulebook.editions, candidate.stage_since).probation_months
        yield Need(candidate, Why.WITHOUT, regulation.add_months(candidate.stage_since, months))


def certificates(people: QuerySet[Candidate], before: date | None = None) -> dict[int, date]:
    """The day of each person's last awareness certificate, from the trail and from the papers.

    With `before` only certificates older than that day count.
    """
    asked = people.order_by().values("pk")
    steps = StageEvent.objects.standing().filter(stage=Stage.TRAINED, candidate__in=asked)
    if before is not None:
        steps = steps.filter(happened_on__lt=before)
    issued = dict(steps.order_by().values_list("candidate_id").annotate(Max("happened_on")))
    for pk, day in days_of_paper(Paper.CERTIFICATE, asked, before=before).items():
        issued[pk] = max(day, issued.get(pk, day))
    return issued
