"""Print the open clocks."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from admissions.deadlines import Due
from admissions.deadlines.agenda import open_duties
from admissions.models import Candidate
from units.access import unit_by_code
from units.models import Unit


def as_json(due: Due) -> dict:
    """One clock as the plain object that scripts rely on."""
    candidate, clock = due.candidate, due.clock
    return {
        "candidate": candidate and {"id": candidate.pk, "name": candidate.name, "unit": candidate.unit.code},
        "unit": {"code": due.unit.code, "name": due.unit.name},
        "code": clock.code,
        "what": clock.what,
        "since": clock.since.isoformat(),
        "due": clock.due.isoformat(),
        "days_left": due.days_left,
        "clause": clock.clause,
    }


class Command(BaseCommand):
    help = "In các thời hạn đang chạy, hạn gần nhất trước"

    def add_arguments(self, parser):
        parser.add_argument("--unit", help="mã đơn vị (mặc định: tất cả)")
        parser.add_argument("--on", type=date.fromisoformat, help="YYYY-MM-DD (mặc định: hôm nay)")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        people, units = Candidate.objects.all(), Unit.objects.order_by("path")
        if options["unit"]:
            try:
                top = unit_by_code(options["unit"])
            except LookupError as fault:
                raise CommandError(str(fault)) from fault
            people, units = people.of_subtree(top), units.below(top)
        dues = open_duties(people, units, on=options["on"] or timezone.localdate())
        if options["json"]:
            self.stdout.write(json.dumps([as_json(due) for due in dues], ensure_ascii=False, indent=1))
            return
        for due in dues:
            late = f"quá {due.days_late} ngày" if due.days_left < 0 else f"còn {due.days_left} ngày"
            who = f"{due.candidate.name} ({due.unit.name})" if due.candidate else due.unit.name
            self.stdout.write(
                f"{due.clock.due:%d/%m/%Y}  {late}  {who}: {due.clock.what} [{due.clock.clause}]"
            )
