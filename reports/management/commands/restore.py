"""`manage.py restore TỆP`: an archive into an empty installation, all of it or nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.archive import Archive, NotReadable, Refused, restore


class Command(BaseCommand):
    help = "Khôi phục một tệp lưu vào bản cài trống; đối chiếu từng bảng trước khi ghi."

    def add_arguments(self, parser):
        parser.add_argument("path", metavar="TỆP", type=Path)

    def handle(self, *, path, **options):
        try:
            archive = Archive.open(path)
            count = restore(archive)
        except (NotReadable, Refused) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"Đã khôi phục {archive.of}: {count} dòng, mọi bảng khớp tệp lưu.")
