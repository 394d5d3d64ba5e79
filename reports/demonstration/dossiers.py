"""The papers behind the invented roads: who helps, what is ticked and of which day, as far as a road has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from admissions.models import Candidate, Introducer, Paper, Verification
from admissions.reading import Records
from admissions.regulation import Paper as P
from admissions.regulation import Stage
from reports.demonstration.names import NameBook
from reports.demonstration.roads import Almanac, Road
from units.models import Officer

CABINET = "Tủ hồ sơ số 2, Văn phòng Đảng ủy"
TOGETHER = (430, 2600)  # calendar days that helper and person had been in one unit before the paper


@dataclass
class Dossier:
    """What lies in one person's file; rows are unsaved."""

    papers: list[Paper] = field(default_factory=list)
    introducers: list[Introducer] = field(default_factory=list)
    verifications: list[Verification] = field(default_factory=list)

    def records(self, organisations: list[str]) -> Records:
        """The same as the regulation reads it."""
        return Records(
            papers={P(row.form): row.dated_on for row in self.papers},
            introducers=[row.as_rule() for row in self.introducers],
            verifications=[row.as_rule() for row in self.verifications],
            organisations=set(organisations),
        )


class Clerk:
    """Fills the files; chance of its own, so that roads stay what they are."""

    def __init__(self, almanac: Almanac, random: Random, by: Officer):
        self.almanac, self.random, self.by = almanac, random, by
        self.names = NameBook(random)

    def fill(self, candidate: Candidate, road: Road, organisations: list[str]) -> Dossier:
        """The papers of a road up to its last day, complete wherever a step has rested on them."""
        dossier = Dossier()
        opened = road.day_of(Stage.OPENED)
        if opened:
            voted = road.day_of(Stage.VOTED) or road.day_of(Stage.REFERRED)
            self._before_vote(dossier, road, opened, voted, organisations)
        for paper, day in (*_after_decision(self.almanac, road), *_consents(candidate, road, self.almanac)):
            self._tick(dossier, paper, day)
        for row in (*dossier.papers, *dossier.introducers, *dossier.verifications):
            row.candidate = candidate
        return dossier

    def _before_vote(
        self, dossier: Dossier, road: Road, opened: date, voted: date | None, organisations: list[str]
    ) -> None:
        certified = road.day_of(Stage.CERTIFIED)
        end = (
            certified
            or road.day_of(Stage.OUT)
            or self.almanac.working(self.almanac.today - timedelta(days=1))
        )
        span = max((end - opened).days, 1)
        young = "youth" in organisations and self.random.random() < 0.8
        self._helpers(dossier, road, opened, voted, alone=young)
        steps = [(P.APPLICATION, 0.1), (P.BACKGROUND, 0.2), (P.BACKGROUND_SEAL, 0.3)]
        steps += [(P.VERIFICATION, 0.8), (P.CELL_COMMENT, 0.9)] if certified else []
        for paper, share in steps:
            self._tick(
                dossier, paper, self.almanac.working(opened + timedelta(days=int(span * share))), floor=opened
            )
        if voted and young:
            self._tick(dossier, P.YOUTH_RESOLUTION, self.almanac.back(voted, 3))
        if voted:
            self._tick(dossier, P.OPINIONS, self.almanac.back(voted, 2))
        self._ask(dossier, opened, certified, span)

    def _helpers(
        self, dossier: Dossier, road: Road, opened: date, voted: date | None, *, alone: bool
    ) -> None:
        paper_on = self.almanac.back(voted, 4) if voted else None
        for _ in range(1 if alone else 2):
            since = (paper_on or opened) - timedelta(days=self.random.randint(*TOGETHER))
            dossier.introducers.append(
                Introducer(
                    name=self.names.name("Kinh", male=self.random.random() < 0.6),
                    together_since=since,
                    assigned_on=opened,
                    assigned_number=f"{self.random.randint(2, 40):02d}-NQ/CB",
                    paper_on=paper_on,
                    recorded_by=self.by,
                )
            )

    def _ask(self, dossier: Dossier, opened: date, certified: date | None, span: int) -> None:
        """One committee of another commune is asked; of those not yet certified some have not answered."""
        sent = self.almanac.working(opened + timedelta(days=int(span * 0.4)))
        if sent < opened:
            return
        replied = self.almanac.working(opened + timedelta(days=int(span * 0.7))) if certified else None
        dossier.verifications.append(
            Verification(
                asked=self.random.choice(
                    ("Đảng ủy xã Tả Lèng", "Đảng ủy xã Khun Há", "Đảng ủy phường Đoàn Kết")
                ),
                sent_on=sent,
                received_on=min(sent + timedelta(days=3), replied) if replied else sent + timedelta(days=1),
                replied_on=max(replied, sent) if replied else None,
                recorded_by=self.by,
            )
        )

    def _tick(self, dossier: Dossier, paper: P, day: date, floor: date | None = None) -> None:
        if floor and day < floor:
            day = floor
        if day > self.almanac.today:
            return
        dossier.papers.append(
            Paper(
                form=paper,
                dated_on=day,
                number=f"{self.random.randint(1, 90):02d}" if paper.sheet.numbered else "",
                place=CABINET if self.random.random() < 0.7 else "",
                ticked_by=self.by,
                ticked_at=self._typed_at(day),
            )
        )

    def _typed_at(self, day: date) -> datetime:
        """Some working hour of that day."""
        return timezone.make_aware(
            datetime.combine(day, time(self.random.randint(8, 16), self.random.randint(0, 59)))
        )


def _after_decision(almanac: Almanac, road: Road) -> Iterator[tuple[P, date]]:
    """Receipt of the decision, the new member's two forms, and what lies before the vote on recognition."""
    held, reviewed = road.day_of(Stage.HELD), road.day_of(Stage.REVIEW_VOTED)
    decided = road.day_of(Stage.DECIDED)
    if decided and held:
        yield P.DECISION_RECEIVED, min(almanac.calendar.add(decided, 2), held)
    if held and (almanac.today - held).days > 35:
        yield P.MEMBER_BACKGROUND, almanac.calendar.add(held, 12)
        yield P.CARD_SHEET, almanac.calendar.add(held, 12)
    if held and reviewed:
        yield P.NEW_MEMBER_CERTIFICATE, almanac.back(reviewed, 60)
        for paper in (P.SELF_REVIEW, P.HELPER_REVIEW, P.OPINIONS_PROBATION):
            yield paper, almanac.back(reviewed, 1)


def _consents(candidate: Candidate, road: Road, almanac: Almanac) -> Iterator[tuple[P, date]]:
    decided = road.day_of(Stage.DECIDED)
    if candidate.readmission and decided:
        yield P.CONSENT_READMISSION, almanac.back(decided, 5)


def save(dossiers: list[Dossier]) -> None:
    """Write every row of every file."""
    Paper.objects.bulk_create(row for each in dossiers for row in each.papers)
    Introducer.objects.bulk_create(row for each in dossiers for row in each.introducers)
    Verification.objects.bulk_create(row for each in dossiers for row in each.verifications)
