"""Loads the case of twenty dossiers: each act on its own day, by the application's own writers."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import time_machine

from admissions import moving, pipeline
from admissions.dossier import Tick, save_beside, tick
from admissions.models import Candidate, Introducer, Organisation, Verification
from admissions.moving import Move
from admissions.pipeline import VOTES, Entry, Refused
from admissions.regulation import Paper, Stage
from units import reorganise
from units.models import Officer, Role, Unit

CASE = Path(__file__).parent / "cases" / "twenty-dossiers.json"
FOUNDED = date(2020, 1, 1)
DAYS = ("birth_date", "left_party_on")  # of a person


def read_case() -> dict:
    return json.loads(CASE.read_text())


def day(text: str) -> date:
    return date.fromisoformat(text)


def load() -> dict[int, Candidate]:
    """The commune and its twenty dossiers, by number. Fails where a writer refuses what it should take."""
    case = read_case()
    units = found_units(case["units"])
    clerk = Officer.objects.create_user(
        "mau", "mat-khau-thu", role=Role.OFFICE, unit=units["MAU"], full_name="Hà Thị Mẫu"
    )
    return {each["no"]: Walk(each, units, clerk).to_the_end() for each in case["dossiers"]}


def found_units(rows: list[dict]) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for row in rows:
        code, under, powers = row["code"], units.get(row.get("under", "")), row.get("powers")
        units[code] = reorganise.found(
            code=code,
            name=row["name"],
            kind=row["kind"],
            parent=under,
            since=FOUNDED,
            owes_pupil=row.get("owes_pupil", False),
        )
        if powers:
            reorganise.correct(units[code], powers=powers, powers_since=day(row["powers_since"]))
    return units


class Walk:
    """One dossier of the case on its way; each act has its own method, named like the act's word."""

    def __init__(self, told: dict, units: dict[str, Unit], by: Officer):
        self.told, self.units, self.by = told, units, by
        self.candidate = person(told["person"], units)

    def to_the_end(self) -> Candidate:
        """The person after all acts, which must be told in the order of their days."""
        days = [act["on"] for act in self.told["acts"]]
        assert days == sorted(days), f"dossier {self.told['no']}: acts out of order"
        for act in self.told["acts"]:
            with time_machine.travel(f"{act['on']} 10:00:00+07:00", tick=False):
                self.take(act)
        self.candidate.refresh_from_db()
        return self.candidate

    def take(self, act: dict) -> None:
        word = next(word for word in ACTS if word in act)
        where = f"dossier {self.told['no']}, {act['on']} {word} {act[word]}"
        try:
            ACTS[word](self, act)
        except Refused as refused:
            blocking = [each.code for each in refused.obstacles if each.blocks]
            assert blocking == act.get("refused"), f"{where}: {refused}"
        else:
            assert "refused" not in act, f"{where}: was not refused"

    def step(self, act: dict) -> None:
        if self.candidate.pk is None:
            taken = pipeline.enter(self.candidate, entry(act), by=self.by)
            self.candidate.memberships.set(
                Organisation.objects.filter(code__in=self.told["person"].get("memberships", []))
            )
        else:
            taken = pipeline.advance(self.candidate, entry(act), by=self.by, seen=self.last_seen())
        wanted, told = act.get("remark", ""), taken.event.remark
        assert wanted in told and bool(wanted) == bool(told), f"dossier {self.told['no']}, {act}: {told}"

    def last_seen(self) -> int:
        return self.candidate.events.order_by("-pk").values_list("pk", flat=True)[0]

    def void(self, act: dict) -> None:
        pipeline.void_last(self.candidate, reason=act["void"], by=self.by, seen=self.last_seen())

    def papers(self, act: dict) -> None:
        ticks = [
            Tick(Paper(form), dated_on=dated_on, number=number, reason=act.get("reason", ""))
            for form, dated_on, number in papers_of(act)
        ]
        assert len(tick(self.candidate, ticks, by=self.by)) == len(ticks)

    def helpers(self, act: dict) -> None:
        for name, told in act["helpers"].items():
            row = Introducer(
                candidate=self.candidate,
                name=name,
                together_since=day(told["together_since"]),
                assigned_on=day(act["on"]),
                replacement=told.get("replacement", False),
            )
            save_beside(row, by=self.by)

    def introductions(self, act: dict) -> None:
        for name in act["introductions"]:
            self.change(self.candidate.introducers.get(name=name), paper_on=day(act["on"]))

    def leaves(self, act: dict) -> None:
        row = self.candidate.introducers.get(name=act["leaves"])
        self.change(row, ended_on=day(act["on"]), ended_reason=act["reason"])

    def asks(self, act: dict) -> None:
        sent = {"sent_on": day(act["on"]), "abroad": act.get("abroad", False)}
        save_beside(Verification(candidate=self.candidate, asked=act["asks"], **sent), by=self.by)

    def receives(self, act: dict) -> None:
        row = self.candidate.verifications.get(asked=act["receives"])
        self.change(row, received_on=day(act["on"]))

    def replies(self, act: dict) -> None:
        row = self.candidate.verifications.get(asked=act["replies"])
        self.change(row, replied_on=day(act["on"]))

    def change(self, row: Introducer | Verification, **fields) -> None:
        for name, value in fields.items():
            setattr(row, name, value)
        save_beside(row, by=self.by)

    def moves(self, act: dict) -> None:
        told = act["moves"]
        move = Move(
            on=day(told.get("decided", act["on"])),
            to=self.units.get(told.get("to", "")),
            elsewhere=told.get("elsewhere", ""),
            number=told["number"],
            annulled_on=day(told["annulled"]) if "annulled" in told else None,
            annulled_number=told.get("annulled_number", ""),
        )
        self.candidate.refresh_from_db()
        row = moving.transfer(self.candidate, move, by=self.by, seen=self.last_seen())
        assert row.way == act["way"], f"dossier {self.told['no']}: {row.way}"

    def comes_from(self, act: dict) -> None:
        row = moving.take_in(
            self.candidate,
            [entry(each) for each in act["brings"]],
            origin=act["comes_from"],
            on=day(act["decided"]),
            number=act["number"],
            by=self.by,
        )
        assert row.way == act["way"], f"dossier {self.told['no']}: {row.way}"


ACTS = {
    "step": Walk.step,
    "void": Walk.void,
    "papers": Walk.papers,
    "helpers": Walk.helpers,
    "introductions": Walk.introductions,
    "leaves": Walk.leaves,
    "asks": Walk.asks,
    "receives": Walk.receives,
    "replies": Walk.replies,
    "moves": Walk.moves,
    "comes_from": Walk.comes_from,
}


def person(told: dict, units: dict[str, Unit]) -> Candidate:
    """The person as entered, not yet saved."""
    fields = {name: value for name, value in told.items() if name not in ("name", "unit", "memberships")}
    fields |= {name: day(fields[name]) for name in DAYS if name in fields}
    candidate = Candidate(unit=units[told["unit"]], **fields)
    candidate.set_name(told["name"])
    return candidate


def entry(act: dict) -> Entry:
    """A step as the office would type it."""
    return Entry(
        Stage(act["step"]),
        day(act["on"]),
        act.get("number", ""),
        reason=act.get("reason", ""),
        **dict(zip(VOTES, act.get("votes", ()), strict=False)),
    )


def papers_of(act: dict) -> list[tuple[str, date, str]]:
    """Form, day and number of each paper told by an act."""
    told = []
    for form, text in act["papers"].items():
        dated_on, _, number = text.partition(", số ")
        told.append((form, day(dated_on), number))
    return told


def without_ids(dues: list[dict]) -> list[dict]:
    """The printed deadlines of people as a hand can write them; each id must be that of the person named."""
    dues = [due for due in dues if due["candidate"]]
    for due in dues:
        due.pop("unit")
        candidate = Candidate.objects.get(pk=due["candidate"].pop("id"))
        assert candidate.name == due["candidate"]["name"]
    return dues
