"""Who walks which road: admissions of six years, people on the way, people who left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from admissions.models import Occupation
from admissions.regulation import Stage, add_months
from reports.demonstration.places import (
    BASE,
    BY_CODE,
    MERGED,
    PAST_ADMISSIONS,
    PUPIL_SCHOOLS,
    SECRETARYS,
    STANDING_CELLS,
    SUCCESSOR,
    THIS_YEAR,
    WITHOUT_SOURCE,
)
from reports.demonstration.roads import (
    SINCE,
    Almanac,
    Fate,
    Road,
    chosen_fates,
    decided_so_far,
    decision_days,
)

ON_THE_WAY = (
    (Stage.SOURCE, 34),
    (Stage.LISTED, 29),
    (Stage.TRAINED, 17),
    (Stage.OPENED, 9),
    (Stage.CERTIFIED, 6),
)
LEFT = 21
MOST_A_YEAR = 3  # people of one cell
REASONS = (
    "Chuyển nơi cư trú, công tác ra ngoài xã.",
    "Tự nguyện xin rút khỏi danh sách.",
    "Chi bộ rà soát: chưa tích cực phấn đấu.",
    "Đi làm ăn xa dài ngày, không tham gia sinh hoạt.",
)


def all_roads(almanac: Almanac, random: Random, merged_on: date) -> list[Road]:
    """Every invented person's road, the admitted ones first."""
    return [
        *_admitted(almanac, random, merged_on),
        *_waiting(almanac),
        *_lapsing(almanac),
        *_secretarys(almanac),
        *_on_the_way(almanac, random),
        *_left(almanac, random),
    ]


def _admitted(almanac: Almanac, random: Random, merged_on: date) -> Iterator[Road]:
    this_year = almanac.today.year
    fates = chosen_fates(almanac)
    counts = {this_year: decided_so_far(almanac.today, len(THIS_YEAR))}
    counts |= {this_year - ago: count for ago, count in enumerate(PAST_ADMISSIONS, start=1)}
    for year, count in counts.items():
        decisions = decision_days(almanac, year, count, fates)
        turns = list(THIS_YEAR) if year == this_year else _turns(random, len(decisions))
        for fate, turn in zip(decisions, turns, strict=False):
            yield _decided(almanac, fate, turn, merged_on)


def _turns(random: Random, count: int) -> list[str]:
    """Whose admissions a past year had: larger cells oftener, pupils before the summer, the merged cell once."""
    cells = [place for place in STANDING_CELLS if place.code != WITHOUT_SOURCE]
    turns: list[str] = []
    while len(turns) < count - 4:
        code = random.choices(cells, [place.members for place in cells])[0].code
        if turns.count(code) < MOST_A_YEAR:
            turns.append(code)
    for position, turn in (
        (1, MERGED),
        *zip((4, 6, 8), (f"{code} pupil" for code in PUPIL_SCHOOLS), strict=True),
    ):
        turns.insert(position, turn)
    return turns


def _decided(almanac: Almanac, fate: Fate, turn: str, merged_on: date) -> Road:
    code, _, mark = turn.partition(" ")
    if code == MERGED and fate.decided >= merged_on:
        code = SUCCESSOR
    under_base = BY_CODE[code].parent == BASE
    lead_up = almanac.lead_up(Stage.DECIDED, fate.decided, under_base=under_base)
    return Road(
        code,
        [*lead_up, *(_by_way_of_the_base(almanac, fate.then) if under_base else fate.then)],
        occupation=mark if mark in (Occupation.PUPIL, Occupation.WORKER) else "",
        reason=fate.reason,
        readmission=mark == "again",
    )


def _by_way_of_the_base(
    almanac: Almanac, steps: tuple[tuple[Stage, date], ...]
) -> Iterator[tuple[Stage, date]]:
    """The same steps with the base committee's resolution after the cell's, where a decision follows."""
    between = {Stage.REVIEW_VOTED: Stage.REVIEW_BASE, Stage.STRIKE_VOTED: Stage.STRIKE_BASE}
    for turn, (stage, day) in enumerate(steps):
        yield stage, day
        if stage in between and turn + 1 < len(steps):
            yield between[stage], almanac.calendar.add(day, 3)


def _waiting(almanac: Almanac) -> Iterator[Road]:
    """Three of the four dossiers that wait for the board; the late one is the secretary's."""
    for code, stage in (("BAN10", Stage.VOTED), ("DBTH", Stage.BASE_VOTED), ("MN2", Stage.APPRAISED)):
        day = almanac.earlier(almanac.today, SINCE[stage])
        road = Road(code, almanac.lead_up(stage, day, under_base=code == "DBTH"))
        if stage is Stage.VOTED:
            road.steps.append((Stage.RETURNED, almanac.back(almanac.today, 2)))
            road.reason = "Thiếu ý kiến của chi bộ nơi cư trú."
        yield road


def _lapsing(almanac: Almanac) -> Iterator[Road]:
    """Certificates that are about to lapse, and one that has."""
    five_years_ago = add_months(almanac.today, -60)
    for code, days in ((SECRETARYS, 20), ("BAN16", 45), ("BAN11", -25)):
        issued = almanac.working(five_years_ago + timedelta(days=days))
        yield Road(code, almanac.lead_up(Stage.TRAINED, issued, under_base=False))


def _secretarys(almanac: Almanac) -> Iterator[Road]:
    """People of the secretary's cell: at every early stage, one dossier past the board's time."""
    late = almanac.back(almanac.today, 52)
    yield Road(SECRETARYS, almanac.lead_up(Stage.VOTED, late, under_base=False))
    for stage in (Stage.SOURCE, Stage.SOURCE, Stage.LISTED, Stage.LISTED, Stage.TRAINED, Stage.OPENED):
        day = almanac.earlier(almanac.today, SINCE[stage])
        yield Road(SECRETARYS, almanac.lead_up(stage, day, under_base=False))


def _on_the_way(almanac: Almanac, random: Random) -> Iterator[Road]:
    """The others before the vote, spread over the cells; in the schools that owe a pupil, half are pupils."""
    cells = [place for place in STANDING_CELLS if place.code not in (WITHOUT_SOURCE, SECRETARYS)]
    for stage, count in ON_THE_WAY:
        for turn in range(count):
            place = random.choices(cells, [place.members + 6 for place in cells])[0]
            day = almanac.earlier(almanac.today, SINCE[stage])
            steps = almanac.lead_up(stage, day, under_base=place.parent == BASE)
            pupil = place.owes_pupil and turn % 2 == 0
            yield Road(place.code, steps, occupation=Occupation.PUPIL if pupil else "")


def _left(almanac: Almanac, random: Random) -> Iterator[Road]:
    """Who left the list before a vote; the last one has come back."""
    cells = [place for place in STANDING_CELLS if not place.owes_pupil]
    for turn in range(LEFT):
        place = random.choice(cells)
        day = almanac.earlier(almanac.today, (30, 1000))
        stage = random.choice((Stage.SOURCE, Stage.LISTED, Stage.LISTED, Stage.TRAINED, Stage.OPENED))
        steps = almanac.lead_up(stage, almanac.earlier(day, (40, 200)), under_base=False)
        road = Road(place.code, [*steps, (Stage.OUT, day)], reason=REASONS[turn % len(REASONS)])
        if turn == LEFT - 1:
            road.place = "BAN12"
            road.steps.append((Stage.LISTED, almanac.working(day + timedelta(days=29))))
        yield road
