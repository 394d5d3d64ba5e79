"""Write and send the weekly letters."""

from collections import Counter
from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from admissions.deadlines import digests, outbox
from admissions.models import OutboxMessage


class Command(BaseCommand):
    help = "Viết và gửi thư nhắc hạn hằng tuần, mỗi người có địa chỉ thư một thư; chạy lại không gửi hai lần"

    def add_arguments(self, parser):
        parser.add_argument("--on", type=date.fromisoformat, help="YYYY-MM-DD (mặc định: hôm nay)")
        parser.add_argument("--dry-run", action="store_true", help="chỉ in, không ghi, không gửi")

    def handle(self, *args, **options):
        on = options["on"] or timezone.localdate()
        officers = digests.recipients()
        if options["dry_run"]:
            for officer in officers:
                letter = digests.letter_to(officer, on)
                self.stdout.write(f"{officer.username} <{officer.email}>: {letter.subject}")
            return
        made = sum(digests.keep(officer, on) is not None for officer in officers)
        results = Counter(outbox.send(message) for message in digests.unsent(on))
        self.stdout.write(f"Viết {made} thư mới. {self._told(results)}")

    def _told(self, results):
        told = [f"{status.label}: {results[status]}" for status in OutboxMessage.Status if results[status]]
        return "; ".join(told) + "." if told else "Không có thư nào cần gửi."
