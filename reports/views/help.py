"""The help page: what the role does, the units and the year, the road, the words, how rates are counted, the keys."""

from dataclasses import dataclass

from django.shortcuts import render

from admissions.regulation import FORMS, NEXT, ROAD, Stage
from units import reviews


@dataclass(frozen=True)
class RoadStop:
    """A stage as the help page draws it: what it is called, what is done to reach it, where it leads."""

    stage: Stage
    label: str
    act: str
    clause: str
    ways_on: tuple[str, ...]
    may_start: bool
    on_road: bool


def road_stops() -> list[RoadStop]:
    """Every stage in the order of the road with its ways on, read from the transition table itself."""
    return [
        RoadStop(
            stage=stage,
            label=stage.label,
            act=FORMS[stage].act,
            clause=FORMS[stage].clause,
            ways_on=tuple(to.label for to in NEXT[stage]),
            may_start=stage in NEXT[None],
            on_road=stage in ROAD,
        )
        for stage in Stage
    ]


def help_page(request):
    context = {"stops": road_stops(), "reports": reviews.may_write(request.user)}
    return render(request, "reports/help.html", context)
