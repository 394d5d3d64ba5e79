"""Reasons as a page tells them: each with the page of the dossier on which it is mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from admissions.regulation import Obstacle
from units.models import Officer

# Codes of reasons that no paper mends, by the beginning of their name.
MENDED_ON = (
    (("introducers_youth", "introducers_union", "schooling", "primary"), "candidate_edit"),
    (("introducer", "helper"), "introducer_list"),
    (("verify", "verifier"), "verification_list"),
)


@dataclass(frozen=True)
class Reason:
    """A reason with the address where it is mended; empty where the reader cannot, or no page can."""

    text: str
    clause: str
    address: str = ""
    blocks: bool = True


def reasons_of(obstacles: Iterable[Obstacle], pk: int, reader: Officer) -> list[Reason]:
    """The reasons in their order, for the person with this id."""
    return [
        Reason(each.text, each.clause, _address(each, pk) if reader.may_write else "", each.blocks)
        for each in obstacles
    ]


def _address(obstacle: Obstacle, pk: int) -> str:
    if obstacle.paper:
        return f"{reverse('candidate_papers', args=[pk])}#giay-{obstacle.paper.value}"
    for beginnings, view in MENDED_ON:
        if obstacle.code.startswith(beginnings):
            return reverse(view, args=[pk])
    return ""
