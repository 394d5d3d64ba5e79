"""Numbers of certificates that are given out in one go: 01/GCN, 02/GCN, 03/GCN …"""

from __future__ import annotations

import re
from collections.abc import Iterable

from admissions.models import Enrolment, StageEvent, TrainingClass
from admissions.regulation import Stage
from units.models import below

COUNTED = re.compile(r"\d+", re.ASCII)  # the first group of digits counts on; the rest is the pattern
MOST_DIGITS = 9
USUAL = "01/GCN"


def numbers_from(first: str, count: int) -> list[str]:
    """The first number and those after it, `count` in all, as wide as the first was written.

    Raises `ValueError` where the text holds no number that could count on.
    """
    found = COUNTED.search(first)
    if found is None or len(found[0]) > MOST_DIGITS:
        raise ValueError("no number to count from")
    start, width = int(found[0]), len(found[0])
    before, after = first[: found.start()], first[found.end() :]
    return [f"{before}{start + turn:0{width}d}{after}" for turn in range(count)]


def number_after(given: Iterable[str]) -> str:
    """The number that follows the highest one given out so far, written as that one; 01/GCN after none."""
    counted = [
        number for number in given if (found := COUNTED.search(number)) and len(found[0]) <= MOST_DIGITS
    ]
    if not counted:
        return USUAL
    highest = max(counted, key=lambda number: int(COUNTED.search(number)[0]))
    return numbers_from(highest, 2)[-1]


def next_number(training_class: TrainingClass, year: int) -> str:
    """The number to begin with: after those of the year in this class's series and, of awareness classes, in the trail."""
    given = list(
        Enrolment.objects.in_series_of(training_class, year).values_list("certificate_number", flat=True)
    )
    if not training_class.is_for_new_members:
        steps = StageEvent.objects.standing().filter(
            below(training_class.committee.path, "unit__"), stage=Stage.TRAINED, happened_on__year=year
        )
        given += steps.values_list("document_number", flat=True)
    return number_after(given)
