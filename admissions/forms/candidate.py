"""The record of a person: what is asked, how it is cleaned, who else bears the same name."""

import re
import unicodedata

from django import forms
from django.db.models import Q
from django.utils import timezone

from admissions.forms.days import BIRTH_PIVOT, DayField
from admissions.models import ETHNIC_GROUPS, NO_RELIGION, Candidate
from admissions.regulation import age_on
from units.models import Unit
from units.names import clean, fold

OLDEST = 110  # years; beyond that a birth date is a slip of the keyboard
IN_NAMES = " '’-."  # K'Brôi, Y-Blă
RELIGIONS = (NO_RELIGION, "Phật giáo", "Công giáo", "Tin lành", "Cao Đài", "Phật giáo Hòa Hảo", "Hồi giáo")
NOT_ASKED = [("", "Chưa ghi")]

FIELDSETS = (
    ("Người", "", ("name", "birth_date", "sex", "unit", "introduced_by")),
    (
        "Dân tộc, tôn giáo",
        "Thông tin cá nhân nhạy cảm: chỉ dùng cho thống kê, chỉ ghi khi cần.",
        ("ethnic_group", "religion"),
    ),
    ("Trình độ và nghề nghiệp", "", ("occupation", "schooling", "qualification", "academic_title")),
    ("Đoàn thể và đối tượng", "", ("memberships", "source_groups")),
    (
        "Cho thống kê Biểu 2",
        "Đánh dấu nếu đúng.",
        ("readmission", "private_owner", "foreign_marriage", "family_planning"),
    ),
    ("Ghi chú", "", ("note",)),
)


class UnitChoice(forms.ModelChoiceField):
    """Units in the order of the tree, each set in by its depth."""

    def label_from_instance(self, unit):
        return "\u2003" * unit.depth + unit.name


class SeveralChoice(forms.ModelMultipleChoiceField):
    """Several rows of a list; a number that no row can have is refused before the database stumbles over it."""

    def clean(self, value):
        for pk in value or ():
            if not re.fullmatch(r"[0-9]{1,18}", str(pk)):
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": pk}
                )
        return super().clean(value)


class CandidateForm(forms.ModelForm):
    """A person's own facts; the stage is not among them, `pipeline` alone writes it."""

    unit = UnitChoice(
        queryset=Unit.objects.none(),
        label="Đơn vị",
        empty_label="Chọn đơn vị",
        error_messages={"required": "Chưa chọn đơn vị.", "invalid_choice": "Đơn vị này không chọn được."},
    )
    birth_date = DayField(label="Ngày sinh", pivot=BIRTH_PIVOT)

    class Meta:
        model = Candidate
        fields = [name for _, _, names in FIELDSETS for name in names]
        field_classes = {"memberships": SeveralChoice, "source_groups": SeveralChoice}
        help_texts = {
            "name": "Họ, tên đệm và tên như trong lý lịch. Ví dụ: Lò Văn Páo.",
            "occupation": "Theo các dòng của Biểu 2-BTCTW.",
            "note": "Không ghi nội dung lý lịch, thông tin bí mật.",
            "religion": "Không theo tôn giáo nào thì ghi “Không”.",
        }
        labels = {"note": "Điều cần nhớ"}
        error_messages = {
            "name": {"required": "Chưa nhập họ và tên."},
            "sex": {"required": "Chưa chọn giới tính."},
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            "religion": forms.TextInput(attrs={"list": "religions", "autocomplete": "off"}),
            "memberships": forms.CheckboxSelectMultiple,
            "source_groups": forms.CheckboxSelectMultiple,
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, officer, **kwargs):
        super().__init__(*args, **kwargs)
        self.officer = officer
        open_units = Q(closed_on__isnull=True) | Q(pk=self.instance.unit_id)
        self.fields["unit"].queryset = Unit.objects.visible_to(officer).filter(open_units).order_by("path")
        if self.instance.pk and self.instance.is_decided:
            self.fields["unit"].disabled = True
            self.fields["unit"].help_text = "Đã có quyết định kết nạp: số liệu tính cho đơn vị khi đó."
        self.fields["introduced_by"].empty_label = "Chưa ghi"
        for name in ("occupation", "schooling", "qualification", "academic_title"):
            self.fields[name].choices = NOT_ASKED + self.fields[name].choices[1:]
        self.fields["sex"].choices = [("", "Chọn"), *self.fields["sex"].choices[1:]]
        groups = dict.fromkeys((*ETHNIC_GROUPS, *filter(None, [self.instance.ethnic_group])))
        self.fields["ethnic_group"] = forms.ChoiceField(
            label="Dân tộc", required=False, choices=NOT_ASKED + [(name, name) for name in groups]
        )

    def fieldsets(self):
        """The groups of fields as the page shows them: legend, remark, bound fields."""
        for legend, remark, names in FIELDSETS:
            yield {"legend": legend, "remark": remark, "fields": [self[name] for name in names]}

    def clean_name(self):
        name = clean(self.cleaned_data["name"])
        if len(name.split()) < 2:
            raise forms.ValidationError("Ghi đủ họ và tên, ít nhất hai chữ. Ví dụ: Lò Páo.")
        if not all(unicodedata.category(c)[0] in "LM" or c in IN_NAMES for c in name):
            raise forms.ValidationError("Họ và tên chỉ gồm chữ cái. Ví dụ: Lò Văn Páo.")
        return name

    def clean_birth_date(self):
        born, today = self.cleaned_data["birth_date"], timezone.localdate()
        if born >= today:
            raise forms.ValidationError(f"Ngày sinh {born:%d/%m/%Y} chưa đến. Nhập ngày dạng 24/02/1996.")
        if age_on(born, today) > OLDEST:
            raise forms.ValidationError(
                f"Sinh ngày {born:%d/%m/%Y} là quá {OLDEST} tuổi. Nhập ngày dạng 24/02/1996."
            )
        return born

    def clean_religion(self):
        religion = clean(self.cleaned_data["religion"])
        return NO_RELIGION if fold(religion) == fold(NO_RELIGION) else religion

    def _post_clean(self):
        super()._post_clean()
        if name := self.cleaned_data.get("name"):
            self.instance.set_name(name)

    def twins(self):
        """People in the officer's scope who may be this very person: same name, same birth date or unit."""
        typed = self.cleaned_data
        alike = Q(birth_date=typed["birth_date"]) | Q(unit=typed["unit"])
        found = Candidate.objects.visible_to(self.officer).filter(alike, name_folded=fold(typed["name"]))
        return list(found.exclude(pk=self.instance.pk).select_related("unit").order_by("pk")[:5])
