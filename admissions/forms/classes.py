"""What the office types about classes: the class, whom to enrol, results and marks, the first certificate."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.core.exceptions import BadRequest
from django.utils import timezone

from admissions.classes import Outcome, Reason
from admissions.classes.numbering import numbers_from
from admissions.forms.days import DayField
from admissions.forms.filters import PlainSelect, any_of, set_in
from admissions.models import Occupation, Result, TrainingClass
from admissions.models.training import HIGHEST_MARK
from units.access import home_units
from units.models import Unit, below
from units.names import clean

FIELDSETS = (
    ("Lớp", ("committee", "kind", "title", "for_workers")),
    ("Thời gian, địa điểm", ("planned_from", "planned_to", "run_by", "place")),
    ("Văn bản mở lớp", ("decision_number", "decision_on")),
)
CLASS_FIELDS = tuple(name for _, names in FIELDSETS for name in names)
MARK = re.compile(r"\d{1,2}([.,]\d{1,2})?", re.ASCII)
MARK_EXAMPLE = "Nhập điểm từ 0 đến 10, ví dụ: 8,5."
RESULT_OF = re.compile(r"ket_qua\.(\d{1,18})\.was", re.ASCII)
NOT_YET = "Chưa ghi"
FIRST_YEAR, YEARS_AHEAD = 2000, 5


class ClassForm(forms.ModelForm):
    """The facts of a class; how far it is follows from its days and its people."""

    planned_from = DayField(label="Khai giảng")
    planned_to = DayField(label="Bế giảng")
    decision_on = DayField(label="Ngày văn bản", required=False)

    class Meta:
        model = TrainingClass
        fields = CLASS_FIELDS
        help_texts = {
            "title": "Ví dụ: Lớp bồi dưỡng nhận thức về Đảng khóa II năm 2026.",
            "run_by": "Ví dụ: Trung tâm chính trị xã Bình Lư.",
            "place": "Ví dụ: Hội trường Ủy ban nhân dân xã.",
            "decision_number": "Quyết định hoặc thông báo mở lớp, nếu đã có. Ví dụ: 15-TB/ĐU.",
            "for_workers": "Khi ghi danh, danh sách lọc sẵn công nhân.",
        }
        error_messages = {
            "title": {"required": "Chưa nhập tên lớp."},
            "run_by": {"required": "Chưa nhập đơn vị mở lớp."},
        }
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args, officer, **kwargs):
        super().__init__(*args, **kwargs)
        committees = Unit.objects.filter(pk__in=[unit.pk for unit in home_units(officer)])
        if self.instance.pk or len(committees) == 1:
            del self.fields["committee"]
            if not self.instance.pk:
                self.instance.committee = committees[0]
        else:
            self.fields["committee"].queryset = committees
            self.fields["committee"].empty_label = "Chọn đảng bộ"
        if not self.instance.pk and not self.is_bound:
            self._carry_on(TrainingClass.objects.run_by_scope_of(officer).first())

    def _carry_on(self, last: TrainingClass | None):
        """A new class begins with the centre and the place of the last one."""
        if last:
            self.initial |= {"run_by": last.run_by, "place": last.place}

    def fieldsets(self):
        """The groups of fields as the page shows them: legend, bound fields."""
        for legend, names in FIELDSETS:
            yield legend, [self[name] for name in names if name in self.fields]

    def clean_title(self):
        return clean(self.cleaned_data["title"])

    def clean_run_by(self):
        return clean(self.cleaned_data["run_by"])

    def clean(self):
        typed = super().clean()
        begins, ends = typed.get("planned_from"), typed.get("planned_to")
        last = timezone.localdate().year + YEARS_AHEAD
        for name, day in (("planned_from", begins), ("planned_to", ends)):
            if day and not FIRST_YEAR <= day.year <= last:
                self.add_error(name, f"Năm {day.year} ngoài khoảng {FIRST_YEAR}–{last}.")
        if begins and ends and ends < begins:
            self.add_error("planned_to", f"Bế giảng trước khai giảng ({begins:%d/%m/%Y}).")
        number, day = typed.get("decision_number"), typed.get("decision_on")
        if number and not day and "decision_on" not in self.errors:
            self.add_error("decision_on", "Có số văn bản thì ghi cả ngày, dạng 24/02/2023.")
        if day and not number and "decision_number" not in self.errors:
            self.add_error("decision_number", "Có ngày văn bản thì ghi cả số. Ví dụ: 15-TB/ĐU.")
        return typed


class EnrolFilter(forms.Form):
    """What narrows those who have to go to a class; for a class of workers it begins with workers alone."""

    don_vi = forms.TypedChoiceField(label="Đơn vị", required=False, coerce=int, empty_value=None)
    cong_nhan = forms.BooleanField(label="Chỉ công nhân trực tiếp", required=False)

    def __init__(self, asked, *, training_class: TrainingClass, officer):
        super().__init__(asked if "loc" in asked else {"cong_nhan": training_class.for_workers})
        units = Unit.objects.visible_to(officer).below(training_class.committee).standing()
        self.units = {unit.pk: unit for unit in units.only("name", "path")}
        self.fields["don_vi"].widget = PlainSelect()
        self.fields["don_vi"].choices = any_of(set_in(self.units.values()))
        self.full_clean()

    def narrowed(self, people):
        """The people of the unit asked for, only workers if so asked."""
        if unit := self.units.get(self.cleaned_data.get("don_vi")):
            people = people.filter(below(unit.path, "unit__"))
        return people.filter(occupation=Occupation.WORKER) if self.cleaned_data.get("cong_nhan") else people


@dataclass
class ResultRow:
    """A person in the grid of results: what is recorded, what is typed, what is wrong with it."""

    enrolment: object
    result: str
    mark: str
    faults: list[str]

    @classmethod
    def of(cls, enrolment) -> "ResultRow":
        return cls(enrolment, enrolment.result, enrolment.mark_text, [])

    @property
    def was(self) -> tuple[str, str]:
        return self.enrolment.result, self.enrolment.mark_text

    @property
    def choices(self):
        """The results to choose from: code, label, whether it is the typed one."""
        return [(code, label, code == self.result) for code, label in [("", NOT_YET), *Result.choices]]


def read_mark(text: str) -> Decimal | None:
    """The mark that a text means; raises `ValueError` where it means none."""
    text = text.strip()
    if not text:
        return None
    if not MARK.fullmatch(text) or (mark := Decimal(text.replace(",", "."))) > HIGHEST_MARK:
        raise ValueError(MARK_EXAMPLE)
    return mark


def read_outcomes(posted, *, rest_passed: bool) -> tuple[list[Outcome], list[Reason]]:
    """What was changed against what the page showed, and what of it cannot be read.

    With `rest_passed` who still has no result is recorded as passed.
    """
    outcomes, faults = [], []
    for pk in [int(found[1]) for name in posted if (found := RESULT_OF.fullmatch(name))]:
        before = posted[f"ket_qua.{pk}.was"], _shown_mark(posted.get(f"diem.{pk}.was", ""))
        result = posted.get(f"ket_qua.{pk}", "") or (Result.PASSED.value if rest_passed else "")
        if {before[0], result} - {"", *Result.values}:
            raise BadRequest("A result that this page never offered.")
        try:
            mark = read_mark(posted.get(f"diem.{pk}", ""))
        except ValueError as fault:
            faults.append(Reason(str(fault), "mark", pk))
            continue
        if (result, mark) != before:
            outcomes.append(Outcome(pk, *before, result, mark))
    return outcomes, faults


def _shown_mark(text: str) -> Decimal | None:
    try:
        return read_mark(text)
    except ValueError as error:
        raise BadRequest("A mark that this page never showed.") from error


class IssueForm(forms.Form):
    """From which number, and of which day, certificates are given."""

    so_dau = forms.CharField(
        label="Số của giấy đầu tiên",
        max_length=40,
        help_text="Ví dụ: 01/GCN. Phần chữ số đếm tiếp cho những người sau.",
        error_messages={"required": "Chưa nhập số. Ví dụ: 01/GCN."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    ngay = DayField(label="Ngày cấp")

    FIELD_OF = {"first": "so_dau", "on": "ngay"}

    def clean_so_dau(self):
        first = clean(self.cleaned_data["so_dau"])
        try:
            numbers_from(first, 1)
        except ValueError as error:
            raise forms.ValidationError("Số phải có phần chữ số để đếm tiếp. Ví dụ: 01/GCN.") from error
        return first

    def tell(self, reasons) -> None:
        """Put each reason that speaks of one field beside it."""
        for reason in reasons:
            if name := self.FIELD_OF.get(reason.field):
                self.add_error(name, reason.text)
