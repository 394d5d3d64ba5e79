"""Print the figures of a year."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports import figures
from reports.as_json import figures_as_json
from reports.figures import TREES
from units.access import unit_by_code
from units.periods import LAST_MONTH, NoSuchPeriod, Period


class Command(BaseCommand):
    help = "In số liệu của một đơn vị trong một kỳ"

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--unit", help="mã đơn vị (mặc định: đảng bộ gốc)")
        parser.add_argument("--as-of", type=date.fromisoformat, help="YYYY-MM-DD")
        parser.add_argument("--period", choices=LAST_MONTH, default="Y")
        parser.add_argument("--tree", choices=TREES, default="then", help="cây đơn vị khi đó hoặc hiện nay")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        try:
            unit = unit_by_code(options["unit"])
            period = Period.of(
                options["year"], options["period"], as_of=options["as_of"], today=timezone.localdate()
            )
        except (LookupError, NoSuchPeriod) as fault:
            raise CommandError(str(fault)) from fault
        told = figures_as_json(figures.for_period(unit, period, options["tree"]))
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        for name, value in told.items():
            if not isinstance(value, (dict, list)):
                self.stdout.write(f"{name}: {value}")
