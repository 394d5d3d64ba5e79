"""The reasons that stand in the way of a step: each rule one function, each reason with its clause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from admissions.regulation.cases import Calendar, Case, Obstacle, Record
from admissions.regulation.editions import Edition
from admissions.regulation.rules import decision, dossier, introducers, order, person, probation
from admissions.regulation.rules.situation import Rule, Situation, mild
from admissions.regulation.rules.votes import more_than_half, two_thirds, votes
from admissions.regulation.stages import Stage as S
from admissions.regulation.stages import of_the_cell

__all__ = ["RULES", "Situation", "more_than_half", "obstacles", "two_thirds"]

ALWAYS: tuple[Rule, ...] = (order.order, order.days)
TYPED: tuple[Rule, ...] = (order.record, votes)
CONSENTS = (person.consent_age, person.consent_elder, person.political_standard, person.readmission_consent)
CELL_VOTE: tuple[Rule, ...] = (
    person.age_at_vote,
    person.schooling,
    person.political_standard,
    person.readmission_wait,
    dossier.certificate,
    dossier.certified_before_vote,
    dossier.cell_papers,
    dossier.papers_of_union,
    introducers.introductions,
    dossier.dossier_12_months,
    person.worth_knowing,
)
REVIEW: tuple[Rule, ...] = (
    probation.not_early,
    probation.review_papers,
    probation.recognition_review,
    probation.no_more_votes,
    introducers.helper_probation,
)
REVIEWED = (S.REVIEW_VOTED, S.REVIEW_SECTION, S.STRIKE_VOTED)  # past the cell: a committee's vote comes next
RULES: dict[S, tuple[Rule, ...]] = {
    S.LISTED: (person.readmission_barred, person.readmission_told),
    S.OPENED: (
        introducers.helper_assigned,
        introducers.known_long_enough,
        person.contract,
        person.readmission_barred,
        dossier.certificate_ahead,
    ),
    S.CERTIFIED: (dossier.certify_order, dossier.verified),
    S.VOTED: CELL_VOTE,
    S.REFERRED: CELL_VOTE,
    S.BASE_VOTED: (decision.cell_before_base,),
    S.APPRAISED: (decision.vote_reported,),
    S.DECIDED: (
        *CONSENTS,
        decision.decision_window,
        decision.vote_reported,
        decision.moved_before_decision,
    ),
    S.HELD: (
        decision.ceremony_window,
        decision.ceremony_order,
        decision.moved_after_decision,
        introducers.helper_probation,
    ),
    S.REVIEW_VOTED: REVIEW,
    S.REVIEW_SHORT: (mild(probation.not_early), mild(probation.review_papers), probation.no_more_votes),
    S.POSTPONED: (probation.postponement,),
    S.RECOGNISED: (probation.failed_votes, decision.recognition_window),
    S.STRIKE_VOTED: (
        probation.strike_off_grounds,
        probation.strike_off_self_review,
        probation.recognition_review,
    ),
    S.STRUCK_OFF: (probation.failed_votes,),
    S.OUT: (probation.out_on_probation,),
}


def obstacles(
    case: Case,
    to: S,
    on: date,
    edition: Edition,
    *,
    today: date,
    calendar: Calendar,
    record: Record | None = None,
    editions: Sequence[Edition] = (),
) -> list[Obstacle]:
    """Every reason against the step `to` on the day `on`, blocking ones first; an empty list means go.

    Without `record` only what stands before anything is typed is judged: that is what a page shows in advance.
    `edition` is the one in force on the day `on`; a window is judged by the one of `editions` that was in force
    on the day that starts it (where none are given, by `edition`).
    """
    ask = Situation(case, to, on, edition, today, calendar, record, editions)
    found = [reason for rule in (*ALWAYS, *rules_of(case, to), *TYPED) for reason in rule(ask)]
    return sorted(found, key=lambda reason: (not reason.blocks, reason.informs))


def rules_of(case: Case, to: S) -> tuple[Rule, ...]:
    """The rules of a step. A committee's vote below the threshold asks nothing of the cell's papers anew."""
    if to is S.REFERRED and not of_the_cell(case.stage, case.route):
        return ()
    if to is S.REVIEW_SHORT and case.stage in REVIEWED:
        return (probation.no_more_votes,)
    if to is S.RECOGNISED and case.stage is S.REVIEW_SHORT:  # nobody below has proposed it (294 4.2.3)
        return (*RULES[to], probation.not_early, probation.review_papers)
    return RULES.get(to, ())
