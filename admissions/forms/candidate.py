"""The record of a person: what is asked, how it is cleaned, who else bears the same name."""

import re
import unicodedata
from dataclasses import dataclass

from django import forms
from django.db.models import Q
from django.utils import timezone

from admissions.forms.days import BIRTH_PIVOT, DayField, coming
from admissions.forms.filters import SPACE
from admissions.models import ETHNIC_GROUPS, NO_RELIGION, Candidate
from admissions.regulation import LEFT, age_on
from admissions.source_groups import to_tick
from units.models import Unit
from units.names import clean, fold

OLDEST = 110  # years; beyond that a birth date is a slip of the keyboard
IN_NAMES = " '’-."  # K'Brôi, Y-Blă
RELIGIONS = (NO_RELIGION, "Phật giáo", "Công giáo", "Tin lành", "Cao Đài", "Phật giáo Hòa Hảo", "Hồi giáo")
NOT_ASKED = [("", "Chưa ghi")]
BY_MOVE = "Đã đi quá bước đầu tiên hoặc đã chuyển: đổi đơn vị bằng «Chuyển đơn vị» trên trang của người này."


@dataclass(frozen=True)
class Fieldset:
    """A group of fields; one that is `rare` is folded unless something stands in it or is wrong with it."""

    legend: str
    names: tuple[str, ...]
    remark: str = ""
    rare: bool = False


FIELDSETS = (
    Fieldset("Người", ("name", "birth_date", "sex", "unit", "introduced_by")),
    Fieldset(
        "Dân tộc, tôn giáo",
        ("ethnic_group", "religion"),
        "Thông tin cá nhân nhạy cảm: chỉ dùng cho thống kê, chỉ ghi khi cần.",
    ),
    Fieldset("Trình độ và nghề nghiệp", ("occupation", "schooling", "qualification", "academic_title")),
    Fieldset("Đoàn thể và đối tượng", ("memberships", "source_groups")),
    Fieldset(
        "Trình độ phổ thông được xét riêng",
        ("schooling_place", "elder"),
        "Khi chưa tốt nghiệp THCS (294 1.2.2, HD06 1.2).",
        rare=True,
    ),
    Fieldset(
        "Hợp đồng lao động, ngày lập hồ sơ",
        ("contract_since", "dossier_made_on"),
        rare=True,
    ),
    Fieldset(
        "Điều cần xem xét riêng",
        ("political_question", "foreign_origin", "private_owner", "foreign_marriage", "family_planning"),
        "Chỉ đánh dấu, không ghi nội dung. Ba mục cuối còn dùng cho thống kê Biểu 2.",
        rare=True,
    ),
    Fieldset(
        "Kết nạp lại",
        ("readmission", "left_party_on", "record_cleared_on", "readmission_barred", "readmitted_before"),
        "Chỉ đánh dấu và ghi ngày, không ghi nội dung.",
        rare=True,
    ),
    Fieldset("Ghi chú", ("note",)),
)
DAYS = ("contract_since", "dossier_made_on", "left_party_on", "record_cleared_on")
READMITTED = ("left_party_on", "record_cleared_on", "readmission_barred", "readmitted_before")


class UnitChoice(forms.ModelChoiceField):
    """Units in the order of the tree, each set in by its depth."""

    def label_from_instance(self, unit):
        return SPACE * unit.depth + unit.name


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
    contract_since = DayField(
        label="Làm việc theo hợp đồng có thời hạn từ ngày",
        required=False,
        help_text="Chưa đủ 12 tháng thì nơi cư trú xét, có ý kiến của nơi làm việc; đủ 12 tháng liên tục thì nơi làm việc "
        "xét (HD06 6.2c).",
    )
    dossier_made_on = DayField(
        label="Ngày lập hồ sơ",
        required=False,
        help_text="Bỏ trống thì lấy ngày của đơn hoặc lý lịch. Quá 12 tháng chi bộ chưa xét thì làm lại bốn giấy tờ (HD06 5.4a).",
    )
    left_party_on = DayField(
        label="Ngày ra khỏi Đảng",
        required=False,
        help_text="Ít nhất 36 tháng mới xét kết nạp lại (294 3.5.1b).",
    )
    record_cleared_on = DayField(
        label="Ngày được xóa án tích",
        required=False,
        help_text="Nếu từng bị án về tội ít nghiêm trọng: ít nhất 60 tháng từ ngày này (294 3.5.1b).",
    )

    class Meta:
        model = Candidate
        fields = [name for fieldset in FIELDSETS for name in fieldset.names]
        field_classes = {"memberships": SeveralChoice, "source_groups": SeveralChoice}
        help_texts = {
            "name": "Họ, tên đệm và tên như trong lý lịch. Ví dụ: Lò Văn Páo.",
            "occupation": "Theo các dòng của Biểu 2-BTCTW.",
            "source_groups": "Phụ nữ, công nhân, nông dân, học sinh, sinh viên, lực lượng vũ trang được tính theo giới tính "
            "và nghề nghiệp, không phải đánh dấu.",
            "note": "Không ghi nội dung lý lịch, thông tin bí mật.",
            "religion": "Không theo tôn giáo nào thì ghi “Không”.",
            "schooling_place": "Người mới học hết tiểu học: nơi thuộc vùng cao, biên giới, hải đảo, dân tộc thiểu số, đặc biệt "
            "khó khăn, hoặc ngư dân thường xuyên đi biển (HD06 1.2a). Ví dụ: bản Nậm Lúc, xã biên giới.",
            "elder": "Người biết đọc, biết viết; phải có đồng ý của ban thường vụ cấp tỉnh (HD06 1.2b).",
            "political_question": "Chỉ đánh dấu, không ghi nội dung. Cấp ủy có thẩm quyền kết luận trước khi xét (294 3.3).",
            "foreign_origin": "Có quy định riêng, tự nó không phải là trở ngại (HD06 6.1).",
            "readmission": "Chỉ kết nạp lại một lần; phải có đồng ý của ban thường vụ cấp tỉnh (294 3.5).",
            "readmission_barred": "Chỉ đánh dấu, không ghi nội dung (294 3.5.2).",
            "readmitted_before": "Không kết nạp lại lần nữa (294 3.5.3).",
        }
        labels = {"note": "Điều cần nhớ", "schooling_place": "Nơi cư trú được xét trình độ tiểu học"}
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
        if self.instance.pk and self._has_set_out():
            self.fields["unit"].disabled = True
            self.fields["unit"].help_text = BY_MOVE
        self.fields["introduced_by"].empty_label = "Chưa ghi"
        for name in ("occupation", "schooling", "qualification", "academic_title"):
            self.fields[name].choices = NOT_ASKED + self.fields[name].choices[1:]
        self.fields["sex"].choices = [("", "Chọn"), *self.fields["sex"].choices[1:]]
        self._offer_groups()
        groups = dict.fromkeys((*ETHNIC_GROUPS, *filter(None, [self.instance.ethnic_group])))
        self.fields["ethnic_group"] = forms.ChoiceField(
            label="Dân tộc", required=False, choices=NOT_ASKED + [(name, name) for name in groups]
        )

    def _offer_groups(self) -> None:
        """Offer the groups that are ticked by hand; ticks in others stay as they are."""
        offered = to_tick()
        ticked = set(self.initial.get("source_groups") or ())
        shown = ticked & set(offered)
        self.kept_groups = ticked - shown
        self.initial["source_groups"] = sorted(shown, key=lambda group: group.position)
        self.fields["source_groups"].queryset = offered

    def clean_source_groups(self):
        return [*self.cleaned_data["source_groups"], *self.kept_groups]

    def _has_set_out(self) -> bool:
        """Whether he is past the first step, or was moved: on the road the unit changes by a move alone (HD06 3.9)."""
        one = self.instance
        if one.stage in LEFT:
            return False
        return one.is_decided or one.events.standing().count() > 1 or one.transfers.exists()

    def fieldsets(self):
        """The groups of fields as the page shows them."""
        for fieldset in FIELDSETS:
            fields = [self[name] for name in fieldset.names]
            filled = any(field.value() or field.errors for field in fields)
            yield {"group": fieldset, "fields": fields, "folded": fieldset.rare and not filled}

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

    def clean_schooling_place(self):
        return clean(self.cleaned_data["schooling_place"])

    def clean(self):
        typed = super().clean()
        born = typed.get("birth_date")
        for name in DAYS:
            day = typed.get(name)
            if told := coming(day):
                self.add_error(name, told)
            elif day and born and day <= born:
                self.add_error(name, f"Ngày {day:%d/%m/%Y} trước ngày sinh ({born:%d/%m/%Y}).")
        if not typed.get("readmission"):
            for name in READMITTED:
                if typed.get(name):
                    self.add_error(
                        name, "Chỉ ghi cho người kết nạp lại: đánh dấu “Kết nạp lại”, hoặc bỏ mục này."
                    )
        return typed

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
