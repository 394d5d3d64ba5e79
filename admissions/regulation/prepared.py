"""A case as it will be once what can be made for the next step has been made: what is asked of a day still ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from admissions.regulation.cases import Case, Introducer, Verification, add_months
from admissions.regulation.editions import Edition, edition_on
from admissions.regulation.papers import Paper
from admissions.regulation.rules.dossier import dossier_term
from admissions.regulation.stages import Stage

NOBODY_YET = "đảng viên sẽ được phân công"
RESOLUTIONS = (Paper.YOUTH_RESOLUTION, Paper.UNION_RESOLUTION)


def prepared(
    case: Case, to: Stage, day: date, editions: Sequence[Edition], certificate_on: date | None = None
) -> Case:
    """The case with every paper that person, cell and base can make for the step `to` dated `day` where it is missing.

    What others must give (consents, conclusions, the employer's word) is left as it is. `certificate_on` is the day
    of a certificate of the awareness class still to come.
    """
    if to is Stage.OPENED:
        return _helped(case, day)
    if to is Stage.CERTIFIED:
        return _verified(case, day)
    if to is Stage.VOTED:
        return _before_the_cell(case, day, editions, certificate_on)
    return case


def is_verified(case: Case) -> bool:
    """Whether the results are in, or no verification is asked (HD06 3.4c)."""
    spared = {Paper.EXEMPT_OWN, Paper.EXEMPT_SPOUSE} <= set(case.papers) or Paper.SAME_COMMUNE in case.papers
    return spared or Paper.VERIFICATION in case.papers


def introducers_asked(case: Case) -> int:
    """How many official members must introduce: one beside the Đoàn or the union, else two (ĐL 4.1, 294 3.1)."""
    return 1 if case.traits.youth_member or case.traits.union_member else 2


def free_from(each: Introducer, day: date, editions: Sequence[Edition]) -> date | None:
    """The first day on which he may write the introduction; None where it was not recorded since when he knows him."""
    if each.replacement:
        return date.min
    if each.together_since is None:
        return None
    months = edition_on(editions, max(day, each.together_since)).introducer_months
    return add_months(each.together_since, months)


def writers(case: Case, day: date, editions: Sequence[Edition]) -> list[Introducer]:
    """The standing helpers who still have an introduction to write: too early ones anew, and as many as are lacking."""
    standing = [each for each in case.introducers if each.active_on(day)]
    free = {id(each): free_from(each, each.paper_on or day, editions) for each in standing}
    again, fit, others = [], 0, []
    for each in standing:
        first = free[id(each)]
        if each.paper_on and first and each.paper_on < first:
            again.append(each)
        elif each.official and each.paper_on:
            fit += 1
        elif each.official:
            others.append(each)
    others.sort(key=lambda each: free[id(each)] or date.max)
    lacking = introducers_asked(case) - fit - sum(each.official for each in again)
    return [*again, *others[: max(0, lacking)]]


def introduced(case: Case, day: date, editions: Sequence[Edition]) -> bool:
    """Whether the introductions are all there, on a day."""
    fit = [each for each in case.introducers if each.active_on(day) and each.official and each.paper_on]
    by_body = bool(set(RESOLUTIONS) & set(case.papers))
    return not writers(case, day, editions) and len(fit) >= (1 if by_body else 2)


def _helped(case: Case, day: date) -> Case:
    if any(each.official and each.assigned_on and each.active_on(day) for each in case.introducers):
        return case
    helper = Introducer(NOBODY_YET, together_since=date.min, assigned_on=day)
    return replace(case, introducers=(*case.introducers, helper))


def _verified(case: Case, day: date) -> Case:
    papers = {Paper.BACKGROUND: day, Paper.BACKGROUND_SEAL: day, **case.papers, Paper.CELL_COMMENT: day}
    if not is_verified(case):
        papers[Paper.VERIFICATION] = day
    replied = tuple(_answered(each, day) for each in case.verifications)
    return replace(case, papers=papers, verifications=replied)


def _answered(each: Verification, day: date) -> Verification:
    return each if each.replied_on else replace(each, replied_on=day)


def _before_the_cell(case: Case, day: date, editions: Sequence[Edition], certificate_on: date | None) -> Case:
    papers = {Paper.APPLICATION: day, Paper.BACKGROUND: day, Paper.OPINIONS: day, **case.papers}
    if certificate_on and certificate_on <= day:
        papers[Paper.CERTIFICATE] = certificate_on
    if case.traits.youth_member and not set(RESOLUTIONS) & set(papers):
        papers[Paper.YOUTH_RESOLUTION] = day
    elif case.traits.union_member and not set(RESOLUTIONS) & set(papers):
        papers[Paper.UNION_RESOLUTION] = day
    ready = replace(case, papers=papers, introducers=_introducing(case, day, editions))
    return _renewed(ready, day, editions)


def _introducing(case: Case, day: date, editions: Sequence[Edition]) -> tuple[Introducer, ...]:
    """The helpers with the introductions they have to write, and new ones where there are too few."""
    writing = [id(each) for each in writers(case, day, editions)]
    people = [replace(each, paper_on=day) if id(each) in writing else each for each in case.introducers]
    have = sum(each.official and bool(each.paper_on) and each.active_on(day) for each in people)
    lacking = max(0, introducers_asked(case) - have)
    new = Introducer(NOBODY_YET, together_since=date.min, assigned_on=day, paper_on=day)
    return (*people, *[new] * lacking)


def _renewed(case: Case, day: date, editions: Sequence[Edition]) -> Case:
    """With the papers redone that have lapsed with the dossier by a day (HD06 5.4a)."""
    if not lapsed_after(case, day, editions):
        return case
    again = {paper: day for paper in RESOLUTIONS if paper in case.papers}
    papers = {**case.papers, **again, Paper.VERIFICATION_AGAIN: day, Paper.OPINIONS: day}
    people = tuple(replace(each, paper_on=day) if each.paper_on else each for each in case.introducers)
    return replace(case, papers=papers, introducers=people)


def lapsed_after(case: Case, day: date, editions: Sequence[Edition]) -> date | None:
    """The last day of the dossier's term, where it is past on a day with papers not redone since (HD06 5.4a)."""
    made = case.dossier_made_on
    if made is None or case.cell_vote:
        return None
    months = edition_on(editions, made).dossier_months
    start, old = dossier_term(case, made, months, day)
    return add_months(start, months) if old else None
