"""`manage.py take_out MÃ TỆP`: a commune with all that belongs to it, as a file for an installation of its own."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.archive import take_out
from units.access import unit_by_code
from units.models import BANDED


class Command(BaseCommand):
    help = "Ghi một đảng bộ xã cùng mọi đơn vị, người và số liệu của nó ra tệp, để lập bản cài riêng."

    def add_arguments(self, parser):
        parser.add_argument("code", metavar="MÃ", help="mã của đảng bộ")
        parser.add_argument("path", metavar="TỆP", type=Path, help="tệp mới, chưa có")

    def handle(self, *, code, path, **options):
        try:
            unit = unit_by_code(code)
        except LookupError as fault:
            raise CommandError(str(fault)) from fault
        if unit.kind not in BANDED or unit.closed_on:
            raise CommandError(f"{unit} không phải đảng bộ xã đang hoạt động.")
        try:
            archive = take_out(unit, path)
        except FileExistsError as fault:
            raise CommandError(f"{path} đã có: chọn tên tệp khác.") from fault
        except OSError as fault:
            raise CommandError(f"Không ghi được {path}: {fault.strerror}.") from fault
        count = sum(contents.rows for contents in archive.tables.values())
        self.stdout.write(f"Đã ghi {unit} ({count} dòng) vào {path}. Tệp có dữ liệu mật: giữ như hồ sơ.")
        self.stdout.write("Ở bản cài mới: manage.py migrate, rồi manage.py restore TỆP.")
