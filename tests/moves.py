"""People on the road who are moved: how far they had come, the move itself, steps and papers after it."""

from datetime import date

import pytest

from admissions import moving, pipeline
from admissions.dossier import Tick, save_beside, tick
from admissions.models import Introducer
from admissions.moving import Move
from admissions.pipeline import Entry, Refused
from admissions.reading import case_of, read_one
from admissions.regulation import Stage
from admissions.rulebook import Rulebook

LISTED = {Stage.SOURCE: (date(2025, 9, 1), ""), Stage.LISTED: (date(2025, 10, 1), "03-NQ/CB")}
HELPED = {
    **LISTED,
    Stage.TRAINED: (date(2026, 1, 12), "77/GCN"),
    Stage.OPENED: (date(2026, 2, 2), "15-QĐ/ĐU"),
    Stage.CERTIFIED: (date(2026, 8, 3), ""),
}
VOTED = {**HELPED, Stage.VOTED: (date(2026, 8, 17), "05-NQ/CB")}
BASE_VOTED = {**VOTED, Stage.BASE_VOTED: (date(2026, 8, 24), "08-NQ/ĐU")}
APPRAISED = {**VOTED, Stage.APPRAISED: (date(2026, 8, 31), "9-BC/BXD")}
DECIDED = {**APPRAISED, Stage.DECIDED: (date(2026, 9, 7), "12-QĐ/ĐU")}
HELD = {**DECIDED, Stage.HELD: (date(2026, 9, 9), "")}
MOVED_ON = date(
    2026, 9, 10
)  # row 25 of the worked dates: a decision of 22/10/2026 is kept, of 23/10 annulled


def decided_on(day):
    return {**APPRAISED, Stage.DECIDED: (day, "12-QĐ/ĐU")}


def move(one, to=None, on=MOVED_ON, **fields):
    return moving.transfer(one, Move(on, to=to, number="45-QĐ/ĐU", **fields), by=None)


def take(one, stage, on, **fields):
    one.refresh_from_db()
    return pipeline.advance(one, Entry(stage, on, **fields), by=None)


def refused(one, stage, on, **fields):
    with pytest.raises(Refused) as refusal:
        take(one, stage, on, **fields)
    return {each.code for each in refusal.value.obstacles if each.blocks}


def has(one, paper, on):
    tick(one, [Tick(paper, dated_on=on)], by=None)


def clocks(one):
    one.refresh_from_db()
    case = case_of(one, one.events.standing(), records=read_one(one))
    return {clock.code: (clock.since, clock.due) for clock in Rulebook.read().clocks(case)}


def introducer(one, name="Lò Văn Giúp", **fields):
    row = Introducer(candidate=one, name=name, assigned_on=date(2025, 10, 1), **fields)
    save_beside(row, by=None)
    return row
