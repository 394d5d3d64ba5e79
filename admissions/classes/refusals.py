"""Why nothing was written of a class: as typed it cannot be, others were faster, the regulation forbids it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from admissions.models import Enrolment
from admissions.regulation import Obstacle


@dataclass(frozen=True)
class Reason:
    """Why something was not written: the words, and the field or the person they speak of."""

    text: str
    field: str = ""
    enrolment_id: int | None = None


class Refused(ValueError):
    """Something that cannot be written as it was typed; `reasons` tells every one."""

    def __init__(self, *reasons: Reason):
        self.reasons = list(reasons)
        super().__init__(" ".join(reason.text for reason in reasons))


class Stale(Refused):
    """Others have written since the page was opened; `reasons` tells what."""


class Forbidden(ValueError):
    """Certificates that the regulation forbids; `people` holds each enrolment with all that stands in its way."""

    def __init__(self, people: Sequence[tuple[Enrolment, list[Obstacle]]]):
        self.people = list(people)
        super().__init__("; ".join(enrolment.candidate.name for enrolment, _ in people))
