"""The stages as a diagram in text, drawn from the transition table and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from admissions.regulation.stages import LEFT, NEXT, ROAD, Stage

OFTEN = 6  # a stage reached from more stages than this is told in words, not by as many arrows


def mermaid() -> str:
    """The diagram for the README: boxes and arrows, the road thick, and below it what may follow almost anywhere."""
    return "\n".join(["```mermaid", "flowchart TD", *_boxes(), *_arrows(), "```", "", *_words()])


def _boxes() -> Iterator[str]:
    for stage in Stage:
        left, right = ("([", "])") if stage in LEFT else ("[", "]") if stage in ROAD else ("(", ")")
        yield f'    {stage.value}{left}"{stage.label}"{right}'


def _arrows() -> Iterator[str]:
    """One arrow a transition; thick along the road."""
    for start in NEXT[None]:
        yield f"    start((·)) --> {start.value}"
    for stage, ways in _ways():
        for to in ways:
            if to not in common():
                arrow = "==>" if _along(stage, to) else "-->"
                yield f"    {stage.value} {arrow} {to.value}"


def _along(stage: Stage, to: Stage) -> bool:
    """Whether a transition leads forward on the road itself."""
    return stage in ROAD and to in ROAD and ROAD.index(to) > ROAD.index(stage)


def _ways() -> Iterator[tuple[Stage, tuple[Stage, ...]]]:
    for stage, ways in NEXT.items():
        if stage is not None:
            yield stage, ways


def common() -> list[Stage]:
    """The stages that may follow so many others that arrows would hide the rest."""
    return [to for to in Stage if sum(to in ways for _, ways in _ways()) > OFTEN]


def _words() -> Iterator[str]:
    """For each common stage the stages it may follow."""
    for to in common():
        before = ", ".join(stage.label for stage, ways in _ways() if to in ways)
        yield f"- **{to.label}** may follow: {before}."
