"""Load the demonstration commune into an empty installation and print its accounts."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from admissions.models import Candidate
from reports.demonstration.accounts import PASSWORD, open_still
from reports.demonstration.commune import found_commune
from reports.demonstration.places import ROOT
from units.models import Officer, Role, Unit


class Command(BaseCommand):
    help = "Nạp đảng bộ minh họa (chỉ khi chưa có đơn vị nào) và in các tài khoản dùng thử"

    def add_arguments(self, parser):
        parser.add_argument("--migrate", action="store_true", help="cập nhật cơ sở dữ liệu trước")

    def handle(self, *args, **options):
        if options["migrate"]:  # in one process, so that a second start takes seconds
            call_command("migrate", verbosity=0)
        in_use = Officer.objects.exists() and not Unit.objects.filter(code=ROOT).exists()
        if in_use and not settings.DEMO:
            raise CommandError(
                "Cơ sở dữ liệu này đã có tài khoản: không nạp dữ liệu minh họa, vì nó mở các tài khoản có mật khẩu ai cũng biết. "
                "Muốn xem thử, hãy dùng một cơ sở dữ liệu trống."
            )
        if Unit.objects.exists():
            self.stdout.write("Đã có đơn vị trong cơ sở dữ liệu: không nạp thêm dữ liệu minh họa.")
        else:
            found_commune(timezone.localdate())
            self.stdout.write(
                f"Đã nạp đảng bộ minh họa: {Unit.objects.count()} đơn vị, {Candidate.objects.count()} quần chúng."
            )
        if Unit.objects.filter(code=ROOT).exists():
            self._print_accounts()

    def _print_accounts(self):
        officers = list(open_still())
        if not officers:
            return
        self.stdout.write(f"Tài khoản dùng thử (mật khẩu chung: {PASSWORD}):")
        for officer in officers:
            role = officer.get_role_display() + (" (trưởng)" if officer.may_override else "")
            self.stdout.write(f"  {officer.username:<10} {role:<38} {_reach(officer)}")


def _reach(officer):
    if officer.role == Role.SUPERVISOR:
        return f"{officer.supervisions.current().count()} đơn vị được phân công"
    return officer.unit.name if officer.unit else "toàn hệ thống"
