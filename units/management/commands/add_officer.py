"""Open an account for an officer."""

import getpass
import os
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from units.access import unit_by_code
from units.models import Officer, Role

VARIABLE = "OFFICER_PASSWORD"


class Command(BaseCommand):
    help = f"Mở tài khoản. Mật khẩu: gõ khi được hỏi, hoặc biến môi trường {VARIABLE}, hoặc --password-stdin"

    def add_arguments(self, parser):
        parser.add_argument("username", help="tên đăng nhập")
        parser.add_argument("--role", required=True, help="vai trò: " + ", ".join(Role.values))
        parser.add_argument("--unit", help="mã đơn vị (mặc định: đảng bộ gốc)")
        parser.add_argument("--name", default="", help="họ và tên")
        parser.add_argument("--email", default="", help="địa chỉ thư điện tử nhận thư nhắc hạn hằng tuần")
        parser.add_argument(
            "--head",
            action="store_true",
            help="là trưởng ban, chánh văn phòng: người duy nhất được quyết định bỏ qua (chỉ với vai trò office)",
        )
        parser.add_argument(
            "--password-stdin", action="store_true", help="đọc mật khẩu từ dòng đầu của đầu vào"
        )

    def handle(self, *args, **options):
        if options["role"] not in Role.values:
            known = ", ".join(f"{role.value} ({role.label})" for role in Role)
            raise CommandError(f"Không có vai trò «{options['role']}»; chọn một trong: {known}.")
        if options["head"] and options["role"] != Role.OFFICE:
            raise CommandError(f"--head chỉ dùng với vai trò office ({Role.OFFICE.label}).")
        officer = Officer(
            username=Officer.normalize_username(options["username"]),
            full_name=options["name"].strip(),
            email=options["email"].strip(),
            role=options["role"],
            unit=self._unit(options),
            heads_office=options["head"],
        )
        self._check(officer)
        password = self._password(from_stdin=options["password_stdin"])
        try:
            validate_password(password, officer)
        except ValidationError as fault:
            raise CommandError("Mật khẩu không dùng được: " + " ".join(fault.messages)) from fault
        officer.set_password(password)
        officer.save()
        reach = officer.unit.name if officer.unit else "toàn hệ thống"
        head = ", trưởng ban, chánh văn phòng" if officer.may_override else ""
        self.stdout.write(f"Đã mở tài khoản {officer.username}: {officer.get_role_display()}{head}, {reach}.")

    def _unit(self, options):
        """The unit named, or the only root; an administrator may be opened before there are units."""
        if options["role"] == Role.ADMIN and not options["unit"]:
            return None
        try:
            return unit_by_code(options["unit"])
        except LookupError as fault:
            raise CommandError(str(fault)) from fault

    def _check(self, officer):
        try:
            officer.full_clean(exclude=["password"])
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from fault

    def _password(self, *, from_stdin):
        if from_stdin:
            return sys.stdin.readline().rstrip("\r\n")
        if VARIABLE in os.environ:
            return os.environ[VARIABLE]
        if not sys.stdin.isatty():
            raise CommandError(f"Chưa có mật khẩu: dùng --password-stdin hoặc biến môi trường {VARIABLE}.")
        first = getpass.getpass("Mật khẩu: ")
        if first != getpass.getpass("Gõ lại mật khẩu: "):
            raise CommandError("Hai lần gõ mật khẩu không giống nhau.")
        return first
