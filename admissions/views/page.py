"""A person's page: it reads like the paper file."""

from django.shortcuts import render

from admissions import regulation
from admissions.dossier import papers_of
from admissions.regulation import FORMS, WAITING_DECISION, Stage
from admissions.source_groups import groups_of
from admissions.views.candidates import ICONS, badge_of
from admissions.views.dossier import Dossier
from admissions.views.moves import moves_of
from admissions.views.papers import checklist_of
from admissions.views.reasons import reasons_of
from admissions.views.scope import person_or_404


def candidate_page(request, pk):
    """Who the person is, where he stands, what comes next and what stands in the way, all that was recorded."""
    candidate = person_or_404(request.user, pk)
    dossier = Dossier.of(candidate)
    following, others = dossier.offers()
    stage, clocks, lack = Stage(candidate.stage), dossier.clocks(), dossier.lacking()
    clock = clocks[0] if clocks else None
    context = {
        "candidate": candidate,
        "age": regulation.age_on(candidate.birth_date, dossier.today),
        "days": (dossier.today - candidate.stage_since).days,
        "badge": badge_of(stage),
        "icon": ICONS[badge_of(stage)],
        "waiting": stage in WAITING_DECISION,
        "left": stage in regulation.LEFT,
        "movable": Stage.MOVED_AWAY in dossier.possible,
        "road": dossier.road(),
        "following": following,
        "blocking": reasons_of(following.blocking, pk, request.user) if following else [],
        "owed": reasons_of(lack.owed, pk, request.user),
        "warnings": reasons_of(following.warnings, pk, request.user) if following else [],
        "others": [(other, FORMS[other]) for other in others],
        "clock": clock,
        "days_left": (clock.due - dossier.today).days if clock else None,
        "days_late": (dossier.today - clock.due).days if clock else None,
        "clocks": [(each, (each.due - dossier.today).days) for each in clocks[1:]],
        "official_since": regulation.official_since(
            dossier.case, dossier.rulebook.editions, dossier.rulebook.calendar
        ),
        "party_age_from": regulation.party_age_from(dossier.case),
        "checklist": checklist_of(papers_of(candidate), dossier.case, lack.papers),
        "introducers": list(candidate.introducers.all()),
        "moves": moves_of(candidate),
        "trail": dossier.trail(),
        "reviews": _reviews_of(candidate),
        "voidable": len(dossier.standing) > 1,
        "memberships": list(candidate.memberships.all()),
        "source_groups": groups_of(candidate),
    }
    return render(request, "admissions/candidate_page.html", context)


def _reviews_of(candidate):
    """What the monthly reviews of the list said of the person, the newest first."""
    lines = candidate.list_reviews.told().select_related("review__unit", "event")
    return list(lines.order_by("-review__month", "-pk"))
