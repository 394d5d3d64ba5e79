"""manage.py stage_diagram [--write README.md]: the stages drawn from the transition table."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from admissions.regulation.diagram import mermaid

BEGIN, END = "<!-- stages: written by manage.py stage_diagram -->", "<!-- end of stages -->"


class Command(BaseCommand):
    help = "In sơ đồ các bước, vẽ từ bảng chuyển bước; --write thay sơ đồ trong một tệp."

    def add_arguments(self, parser):
        parser.add_argument("--write", metavar="TỆP", help="tệp có hai dòng đánh dấu, ví dụ README.md")

    def handle(self, *args, write, **options):
        if not write:
            self.stdout.write(mermaid())
            return
        path = Path(write)
        text = path.read_text(encoding="utf-8")
        if BEGIN not in text or END not in text:
            raise CommandError(f"{path} không có hai dòng đánh dấu của sơ đồ.")
        before, after = text.split(BEGIN)[0], text.split(END)[1]
        path.write_text(f"{before}{BEGIN}\n\n{mermaid()}\n\n{END}{after}", encoding="utf-8")
