"""Loads the set-up workbook, or tells what loading it would do."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from admissions.importing.findings import ROWS_NAMED, Findings
from admissions.importing.load import load, plan
from admissions.importing.scan import Unreadable


class Command(BaseCommand):
    help = "Đọc tệp Excel thiết lập; không có --commit thì chỉ chạy thử, không ghi gì."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE.xlsx")
        parser.add_argument("--commit", action="store_true", help="ghi vào hệ thống nếu không có lỗi nào")
        parser.add_argument("--json", action="store_true", help="in kết quả thành một đối tượng JSON")

    def handle(self, *, file, commit, **options):
        error, findings = "", Findings()
        try:
            content = Path(file).read_bytes()
            findings = load(content) if commit else plan(content).findings
        except OSError as problem:
            error = f"Không mở được tệp {file}: {problem.strerror}."
        except Unreadable as problem:
            error = str(problem)
        failed = bool(error or findings.faults)
        committed = commit and not failed
        if options["json"]:
            told = {
                "file": Path(file).name,
                "committed": committed,
                "error": error,
                "outcome": findings.outcome,
            }
            self.stdout.write(json.dumps({**told, **findings.as_dict()}, ensure_ascii=False, indent=1))
        elif not error:
            for line in _lines(findings, committed=committed):
                self.stdout.write(line)
        if failed:
            raise CommandError(error or f"{len(findings.faults)} lỗi: không ghi gì vào hệ thống.")


def _lines(findings: Findings, *, committed: bool):
    for ignored in findings.ignored_sheets:
        yield f"BỎ QUA | trang «{ignored.name}» | {ignored.why}"
    for ignored in findings.unknown_columns:
        yield f"BỎ QUA | cột {ignored.name} | {ignored.why}"
    for change in findings.changes:
        yield f"THAY ĐỔI | {change}"
    for sheet, text, rows in findings.grouped_remarks():
        named = ", ".join(map(str, rows[:ROWS_NAMED]))
        more = f" và {len(rows) - ROWS_NAMED} hàng nữa" if len(rows) > ROWS_NAMED else ""
        yield f"LƯU Ý | {sheet} | hàng {named}{more} | {text}"
    for fault in findings.faults:
        yield f"LỖI | {fault}"
    for sheet, counts in findings.counts.items():
        yield f"{sheet}: {counts.new} mới, {counts.changed} thay đổi, {counts.same} giữ nguyên"
    if findings.outcome:
        yield findings.outcome
    elif not findings.faults:
        yield "Đã ghi vào hệ thống." if committed else "Chạy thử, chưa ghi gì. Thêm --commit để ghi."
