"""The transition table: what may follow what on each of the five routes, and that nobody is ever stuck."""

from datetime import date

import pytest

from admissions.regulation import (
    BEFORE_VOTE,
    BESIDE,
    DECIDED_OR_LATER,
    FORMS,
    IN_PIPELINE,
    LEFT,
    NEXT,
    ON_PROBATION,
    ROAD,
    WAITING_DECISION,
    Route,
    body_of,
    next_stages,
    next_step,
    votes_asked,
)
from admissions.regulation import Stage as S
from admissions.regulation.stages import LACKS, following, of_the_cell
from tests.cases_by_hand import ready, stood, then, walked

AWAY = {S.OUT, S.MOVED_AWAY, S.DIED}
STRIKING = {S.STRIKE_VOTED, S.ANNULLED, S.REDO, *AWAY}
GONE = {S.ANNULLED, S.REDO, S.MOVED_AWAY, S.DIED}
DIRECT, BASE, SECTION, DELEGATED, UPPER = Route


def each(routes, *ways):
    return {route: set(ways) for route in routes}


# Beside the ways off the road. HD06 3.6, 3.7a, 4.5a, 4.6, 5.1; 294 4.3.2, 20.2.2, 22.1, 10.6.1.
AFTER = {
    S.CERTIFIED: {route: {S.VOTED, S.REFERRED} for route in Route},
    S.VOTED: {
        DIRECT: {S.APPRAISED, S.RETURNED, S.SUSPENDED},
        BASE: {S.BASE_VOTED, S.REFERRED},
        SECTION: {S.SECTION_APPRAISED},
        DELEGATED: {S.DECIDED, S.REFERRED, S.RETURNED, S.REFUSED},
        UPPER: {S.APPRAISED, S.RETURNED, S.SUSPENDED},
    },
    S.SECTION_APPRAISED: {
        SECTION: {S.BASE_VOTED, S.REFERRED},
        # Moved, or the base was given powers: the file goes on where the unit hangs now.
        BASE: {S.BASE_VOTED, S.REFERRED},
        DIRECT: {S.APPRAISED, S.RETURNED, S.REFERRED},
        UPPER: {S.APPRAISED, S.RETURNED, S.REFERRED},
        DELEGATED: {S.DECIDED, S.RETURNED, S.REFERRED, S.REFUSED},
    },
    S.BASE_VOTED: {
        **each((DIRECT, BASE, SECTION, UPPER), S.APPRAISED, S.RETURNED, S.SUSPENDED),
        DELEGATED: {S.DECIDED, S.RETURNED, S.SUSPENDED},  # resolved before it was given the power
    },
    S.REFERRED: {
        **each((DIRECT, BASE, SECTION, UPPER), S.APPRAISED, S.RETURNED, S.SUSPENDED),
        DELEGATED: {S.DECIDED, S.RETURNED, S.SUSPENDED, S.REFUSED},
    },
    S.RETURNED: {
        **each((DIRECT, UPPER), S.APPRAISED, S.CERTIFIED, S.VOTED, S.REFERRED, S.SUSPENDED),
        **each((BASE, SECTION), S.APPRAISED, S.CERTIFIED, S.VOTED, S.REFERRED, S.BASE_VOTED, S.SUSPENDED),
        DELEGATED: {S.DECIDED, S.CERTIFIED, S.VOTED, S.REFERRED, S.SUSPENDED},
    },
    S.SUSPENDED: {
        **each((DIRECT, BASE, SECTION, UPPER), S.APPRAISED, S.RETURNED, S.REFUSED),
        DELEGATED: {S.DECIDED, S.RETURNED, S.REFUSED},  # suspended before its base was given the power
    },
    S.APPRAISED: {route: {S.DECIDED, S.REFUSED, S.RETURNED, S.SUSPENDED} for route in Route},
}
# HD06 4.5a, 4.6; 294 4.2.3.
REVIEWED = {
    S.HELD: {route: {S.REVIEW_VOTED, S.REVIEW_SHORT, S.POSTPONED} for route in Route},
    S.REVIEW_VOTED: {
        DIRECT: {S.RECOGNISED},
        BASE: {S.REVIEW_BASE, S.REVIEW_SHORT},
        SECTION: {S.REVIEW_SECTION},
        DELEGATED: {S.RECOGNISED, S.REVIEW_SHORT},
        UPPER: {S.RECOGNISED},
    },
    S.REVIEW_SECTION: {
        **each((BASE, SECTION), S.REVIEW_BASE, S.REVIEW_SHORT),
        **each((DIRECT, DELEGATED, UPPER), S.RECOGNISED, S.REVIEW_SHORT),
    },
    S.REVIEW_BASE: {route: {S.RECOGNISED} for route in Route},
    S.REVIEW_SHORT: {route: {S.REVIEW_VOTED, S.REVIEW_SHORT, S.RECOGNISED, S.STRUCK_OFF} for route in Route},
}
STRUCK = {
    S.STRIKE_VOTED: {
        **each((BASE, SECTION), S.STRIKE_BASE, S.REVIEW_SHORT, S.REVIEW_VOTED),
        **each((DIRECT, UPPER), S.STRUCK_OFF, S.REVIEW_VOTED),
        DELEGATED: {S.STRUCK_OFF, S.REVIEW_SHORT, S.REVIEW_VOTED},
    },
    S.STRIKE_BASE: {route: {S.STRUCK_OFF, S.REVIEW_VOTED} for route in Route},
}
TRUTH = [
    (stage, route, ways | off)
    for table, off in ((AFTER, AWAY), (REVIEWED, STRIKING), (STRUCK, GONE))
    for stage, routes in table.items()
    for route, ways in routes.items()
]


@pytest.mark.parametrize(("stage", "route", "ways"), TRUTH, ids=lambda value: getattr(value, "value", ""))
def test_what_may_follow_is_as_the_regulation_says_for_each_route(stage, route, ways):
    assert set(following(stage, route)) == ways


@pytest.mark.parametrize("route", Route)
def test_every_stage_of_a_route_is_reached_from_the_start_and_no_other(route):
    found: set[S] = set()
    ahead = list(following(None, route))
    while ahead:
        stage = ahead.pop()
        if stage not in found:
            found.add(stage)
            ahead.extend(following(stage, route))

    lacking = {
        DIRECT: {S.SECTION_APPRAISED, S.BASE_VOTED, S.REVIEW_SECTION, S.REVIEW_BASE, S.STRIKE_BASE},
        BASE: {S.SECTION_APPRAISED, S.REVIEW_SECTION},
        SECTION: set(),
        DELEGATED: {S.SECTION_APPRAISED, S.BASE_VOTED, S.REVIEW_SECTION, S.REVIEW_BASE, S.STRIKE_BASE, S.APPRAISED},
        UPPER: {S.SECTION_APPRAISED, S.BASE_VOTED, S.REVIEW_SECTION, S.REVIEW_BASE, S.STRIKE_BASE},
    }[route]  # fmt: skip
    assert set(LACKS[route]) == lacking
    assert found == set(S) - lacking


@pytest.mark.parametrize("route", Route)
def test_from_every_stage_of_a_route_the_end_of_the_road_is_reached(route):
    """But for whoever died or whose decision was annulled: those two are the end."""
    for start in set(S) - set(LACKS[route]) - {S.ANNULLED, S.DIED, S.RECOGNISED}:
        found, ahead = set(), [start]
        while ahead:
            stage = ahead.pop()
            if stage not in found:
                found.add(stage)
                ahead.extend(following(stage, route))
        assert S.RECOGNISED in found, start


def test_the_table_tells_of_every_stage_and_every_stage_has_its_form():
    assert set(NEXT) == {None, *S}
    assert set(FORMS) == set(S)
    assert {stage for stage, ways in NEXT.items() if not ways} == {S.ANNULLED, S.DIED}
    assert all(form.clause and form.act and form.date_label and form.number_label for form in FORMS.values())


def test_no_way_is_told_twice_and_none_leads_back_to_itself_but_a_repeated_class_or_vote():
    for stage, ways in NEXT.items():
        assert len(ways) == len(set(ways)), stage
    assert {stage for stage, ways in NEXT.items() if stage in ways} == {S.TRAINED, S.REVIEW_SHORT}


def test_every_stage_is_on_the_road_beside_it_or_off_it():
    assert sorted(S) == sorted([*ROAD, *BESIDE, *LEFT])
    assert set(BESIDE.values()) <= set(ROAD)
    assert sorted(S) == sorted([*IN_PIPELINE, *DECIDED_OR_LATER, *LEFT])
    assert (*BEFORE_VOTE, *WAITING_DECISION) == IN_PIPELINE
    assert set(ON_PROBATION) == set(DECIDED_OR_LATER) - {S.DECIDED, S.RECOGNISED}


@pytest.mark.parametrize("route", Route)
def test_nobody_is_decided_on_before_the_bodies_of_his_route(route):
    """HD06 3.6, 3.7: the shortest way to the decision passes each of them."""
    owed = {
        DIRECT: [S.VOTED, S.APPRAISED, S.DECIDED],
        BASE: [S.VOTED, S.BASE_VOTED, S.APPRAISED, S.DECIDED],
        SECTION: [S.VOTED, S.SECTION_APPRAISED, S.BASE_VOTED, S.APPRAISED, S.DECIDED],
        DELEGATED: [S.VOTED, S.DECIDED],
        UPPER: [S.VOTED, S.APPRAISED, S.DECIDED],
    }[route]
    person, walk = ready(route=route), []
    while S.DECIDED not in walk:
        walk.append(next_step(person))
        person = then(person, (walk[-1], date(2025, 8, 4)))

    assert walk == owed
    skipped = [(one, other) for at, one in enumerate(owed) for other in owed[at + 2 :]]
    assert not [pair for pair in skipped if pair[1] in following(pair[0], route)]


ORDINARY = {
    None: S.SOURCE,
    S.SOURCE: S.LISTED,
    S.LISTED: S.TRAINED,
    S.TRAINED: S.OPENED,
    S.OPENED: S.CERTIFIED,
    S.CERTIFIED: S.VOTED,
    S.REFERRED: S.APPRAISED,
    S.RETURNED: S.APPRAISED,
    S.SUSPENDED: S.APPRAISED,
    S.APPRAISED: S.DECIDED,
    S.REDO: None,
    S.DECIDED: S.HELD,
    S.HELD: S.REVIEW_VOTED,
    S.POSTPONED: S.REVIEW_VOTED,
    S.REVIEW_SHORT: S.REVIEW_VOTED,
    S.REVIEW_REDO: None,
    S.RECOGNISED: None,
    S.STRIKE_VOTED: S.STRUCK_OFF,
    S.OUT: S.LISTED,
    S.REFUSED: S.LISTED,
    S.STRUCK_OFF: S.LISTED,
    S.MOVED_AWAY: S.LISTED,
    S.ANNULLED: None,
    S.DIED: None,
}


@pytest.mark.parametrize(
    ("here", "expected"), ORDINARY.items(), ids=lambda value: getattr(value, "value", "none")
)
def test_each_stage_has_one_ordinary_next_step(here, expected):
    person = walked((here, date(2025, 8, 4))) if here else walked()

    assert next_step(person) is expected


def test_the_ordinary_next_step_follows_the_route_and_what_is_there():
    on = date(2025, 8, 4)

    assert next_step(walked((S.STRIKE_VOTED, on), route=BASE)) is S.STRIKE_BASE
    assert next_step(walked((S.REVIEW_VOTED, on), route=SECTION)) is S.REVIEW_SECTION
    assert next_step(walked((S.RETURNED, on), route=DELEGATED)) is S.DECIDED
    assert (
        next_step(then(stood(S.VOTED), (S.OUT, on), (S.LISTED, on))) is S.OPENED
    )  # the certificate stays his
    assert next_stages(walked((S.VOTED, on), route=SECTION)) == following(S.VOTED, SECTION)


@pytest.mark.parametrize("route", Route)
def test_hd06_5_1_a_vote_short_of_two_thirds_is_the_cells_or_its_committees(route):
    alone = route in (DIRECT, UPPER)

    assert of_the_cell(S.CERTIFIED, route)
    assert of_the_cell(S.RETURNED, route) == alone
    assert not of_the_cell(S.VOTED, route)
    assert not of_the_cell(S.SECTION_APPRAISED, route)


@pytest.mark.parametrize("route", Route)
def test_294_4_3_2_whose_vote_a_step_is_follows_the_route(route):
    board = "committee" if route is DELEGATED else "board"

    assert [votes_asked(stage, route) for stage in (S.DECIDED, S.RECOGNISED, S.STRUCK_OFF)] == [board] * 3
    assert [votes_asked(stage, route) for stage in (S.VOTED, S.REVIEW_VOTED, S.STRIKE_VOTED)] == ["cell"] * 3
    assert [votes_asked(stage, route) for stage in (S.BASE_VOTED, S.REVIEW_BASE, S.STRIKE_BASE)] == [
        "committee"
    ] * 3
    assert votes_asked(S.LISTED, route) == ""


def test_hd06_3_6b_of_a_board_the_numbers_may_be_left_out_of_a_cell_and_a_committee_not():
    asked = {stage for stage, form in FORMS.items() if form.votes}
    free = {stage for stage in asked if not FORMS[stage].votes_required}

    assert free == {S.DECIDED, S.RECOGNISED, S.STRUCK_OFF, S.REFUSED}


@pytest.mark.parametrize(
    ("route", "appraises", "decides"),
    [
        (DIRECT, "Ban Xây dựng Đảng", "Ban Thường vụ cấp ủy xã"),  # HD06 3.7a
        (BASE, "Ban Xây dựng Đảng", "Ban Thường vụ cấp ủy xã"),
        (SECTION, "Ban Xây dựng Đảng", "Ban Thường vụ cấp ủy xã"),
        (
            UPPER,
            "Cơ quan tổ chức của đảng ủy cơ sở",
            "Ban Thường vụ đảng ủy cơ sở được giao quyền",
        ),  # 294 10.6
        (DELEGATED, "Ban Xây dựng Đảng", "Đảng ủy cơ sở được ủy quyền"),  # 294 22.1–2, 4.3.2a
    ],
)
def test_which_body_acts_follows_from_where_the_unit_hangs(route, appraises, decides):
    assert body_of(S.APPRAISED, route) == appraises
    assert body_of(S.DECIDED, route) == decides
    assert {body_of(stage, route) for stage in (S.LISTED, S.VOTED, S.REVIEW_VOTED, S.HELD)} == {"Chi bộ"}
    assert body_of(S.BASE_VOTED, route) == "Đảng ủy cơ sở"
