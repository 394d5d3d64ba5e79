"""Sheet `Biểu 2`: the official form of new members."""

from __future__ import annotations

from functools import partial

from reports.figures import Figures
from reports.form_2 import DETAIL, LINES, PART, Form2, FormLine, form_2
from reports.workbook.layout import ASIDE, DECIMAL, GROUP, PERCENT, PLAIN, WHOLE, Column, Line, Sheet
from reports.workbook.sheets import counting_note, under_title

ALL_WELL = "Đã đối chiếu: nghề nghiệp, tuổi đời, giáo dục phổ thông cộng bằng mục I; các dòng «trong đó» không quá mục I."
LOOKS = {PART: GROUP, DETAIL: PLAIN}


def sheet(told: Figures) -> Sheet:
    form = form_2(told)
    return Sheet(
        name="Biểu 2",
        title="ĐẢNG VIÊN MỚI KẾT NẠP",
        under_title=under_title(told),
        form_number="Biểu 2-BTCTW",
        columns=_columns(form),
        column_numbers=("1", "2", "3", "4(=2*100/3)"),
        lines=[Line(line, LOOKS.get(line.depth, ASIDE), line.depth) for line in LINES],
        notes=[*(form.faults or [ALL_WELL]), counting_note(told)],
        frozen_columns=1,
    )


def _columns(form: Form2) -> list[Column]:
    return [
        Column("Tiêu chí", _label, 58, indented=True),
        Column("Kỳ này", partial(_count, form.now), 12, _form),
        Column("Cùng kỳ năm trước", partial(_count, form.before), 12, _form),
        Column("(%)", lambda line: form.progress(line.code) if line.code else None, 14, PERCENT),
    ]


def _label(line: FormLine) -> str:
    return f"- {line.label}" if line.depth == DETAIL else line.label


def _form(line: FormLine) -> str:
    return DECIMAL if line.code == "mean_age" else WHOLE


def _count(counts: dict, line: FormLine):
    """The line's count; nothing on a heading, and no mean age where nobody was admitted."""
    if not line.code:
        return None
    return counts.get(line.code, None if line.code == "mean_age" else 0)
