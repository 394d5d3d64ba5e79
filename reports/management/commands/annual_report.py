"""Write the annual workbook to a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.figures import TREES
from reports.workbook import workbook_for
from units.access import unit_by_code
from units.periods import LAST_MONTH, NoSuchPeriod, Period


class Command(BaseCommand):
    help = "Xuất sổ số liệu năm (Excel) của một đơn vị"

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--unit", help="mã đơn vị (mặc định: đảng bộ gốc)")
        parser.add_argument("--period", choices=LAST_MONTH, default="Y")
        parser.add_argument("--tree", choices=TREES, default="then", help="cây đơn vị khi đó hoặc hiện nay")
        parser.add_argument("--out", type=Path, required=True, help="tệp .xlsx sẽ ghi")

    def handle(self, *args, **options):
        try:
            unit = unit_by_code(options["unit"])
            period = Period.of(options["year"], options["period"], today=timezone.localdate())
        except (LookupError, NoSuchPeriod) as fault:
            raise CommandError(str(fault)) from fault
        try:
            options["out"].write_bytes(workbook_for(unit, period, options["tree"]))
        except OSError as fault:
            raise CommandError(f"Không ghi được tệp {options['out']}: {fault.strerror}.") from fault
        self.stdout.write(f"Đã ghi {options['out']}")
