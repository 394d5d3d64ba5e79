"""Compare units with their placements and people with their trails."""

from django.core.management.base import BaseCommand, CommandError

from admissions.models import Candidate
from admissions.pipeline import strayed
from units.models import Unit
from units.reorganise import misplaced


class Command(BaseCommand):
    help = "Đối chiếu đơn vị với vị trí hiện hành, người với chuỗi bước"

    def handle(self, *args, **options):
        faults = [*misplaced(), *strayed()]
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"Có {len(faults)} chỗ không khớp.")
        units, people = Unit.objects.count(), Candidate.objects.count()
        self.stdout.write(f"Khớp: đã đối chiếu {units} đơn vị và {people} người.")
