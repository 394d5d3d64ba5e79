"""What the office has decided about its committee: a unit handed over in the year, a threshold of the year changed."""

from __future__ import annotations

from datetime import date, timedelta

from reports.demonstration.years import Commune
from units import supervising, year_rules
from units.models import Officer, Supervision, YearRule
from units.supervising import Terms
from units.year_rules import Basis

HANDED_OVER, TAKEN_FROM = "BAN07", "BAN02"  # the member of the second takes over the first
REVIEW_DAYS = 15
WHY = "Ban Thường vụ thống nhất thời hạn gửi báo cáo kỳ"


def decide(commune: Commune, *, by: Officer) -> None:
    """Both through the writers that the office itself uses."""
    _hand_over(commune, by)
    _change_rule(commune, by)


def _hand_over(commune: Commune, by: Officer) -> None:
    day = commune.almanac.working(min(date(commune.today.year, 6, 15), commune.today - timedelta(days=20)))
    member = Supervision.objects.get(unit=commune.units[TAKEN_FROM], until=None).member
    terms = Terms(member, day, number="46-TB/ĐU")
    supervising.assign([commune.units[HANDED_OVER]], terms, by=by, on=commune.today)


def _change_rule(commune: Commune, by: Officer) -> None:
    root, year = by.unit, commune.today.year
    draft = YearRule.objects.for_year(root.pk, year)
    basis = Basis.of(draft.directive)
    draft.year, draft.review_days = year, REVIEW_DAYS
    year_rules.change(draft, basis=basis, reason=WHY, seen=0, by=by, on=commune.today)
