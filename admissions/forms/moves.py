"""A move as the office types it: away from a unit, or in from outside with the steps a person brings."""

from django import forms

from admissions.forms.candidate import UnitChoice
from admissions.forms.days import DayField
from admissions.moving import Move, field_of
from admissions.pipeline import Entry
from admissions.regulation import ROAD, Stage
from units.models import Unit
from units.names import clean

BROUGHT = ROAD[: ROAD.index(Stage.HELD) + 1]  # the stages somebody may bring from where he was
PLACE_LENGTH = 160
NUMBER_LENGTH = 60


def number_field(label: str, example: str) -> forms.CharField:
    """The number of a document, as it stands on the paper."""
    return forms.CharField(
        label=label,
        max_length=NUMBER_LENGTH,
        required=False,
        help_text=f"Ví dụ: {example}.",
        error_messages={"max_length": f"Ghi số văn bản gọn trong {NUMBER_LENGTH} chữ."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def place_field(label: str, help_text: str, *, required: bool) -> forms.CharField:
    """A party body outside the installation, in words."""
    return forms.CharField(
        label=label,
        max_length=PLACE_LENGTH,
        required=required,
        help_text=help_text,
        error_messages={
            "required": "Chưa ghi nơi đi. Ví dụ: Đảng bộ phường Hoa Ban, tỉnh Sơn Lâm.",
            "max_length": f"Ghi gọn trong {PLACE_LENGTH} chữ.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class MoveForm(forms.Form):
    """Where somebody goes, by which transfer decision. Which case it is and what it asks is said by the regulation."""

    decided_on = DayField(label="Ngày quyết định chuyển")
    number = number_field("Số quyết định chuyển", "45-QĐ/ĐU")
    to = UnitChoice(
        queryset=Unit.objects.none(),
        label="Đến đơn vị",
        required=False,
        empty_label="Không phải đơn vị trong danh sách",
        help_text="Đơn vị mà đồng chí quản lý trên hệ thống này.",
        error_messages={"invalid_choice": "Đơn vị này không chọn được."},
    )
    elsewhere = place_field(
        "Hoặc nơi ở ngoài", "Ví dụ: Đảng bộ phường Hoa Ban, tỉnh Sơn Lâm.", required=False
    )
    annulled_on = DayField(label="Ngày nơi đi hủy quyết định kết nạp", required=False)
    annulled_number = number_field("Số quyết định hủy", "21-QĐ/ĐU")
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen_move = forms.IntegerField(required=False, widget=forms.HiddenInput)

    ANNULMENT = ("annulled_on", "annulled_number")
    TYPED = ("decided_on", "number", "to", "elsewhere")

    def __init__(self, *args, officer, candidate, **kwargs):
        super().__init__(*args, **kwargs)
        others = Unit.objects.visible_to(officer).standing().exclude(pk=candidate.unit_id)
        self.fields["to"].queryset = others.select_related("parent__parent").order_by("path")

    @property
    def move(self) -> Move:
        """The move as `moving` takes it; only of a form in which nothing but the annulment is at fault."""
        typed = self.cleaned_data
        return Move(
            typed["decided_on"],
            to=typed["to"],
            elsewhere=clean(typed["elsewhere"]),
            number=typed["number"],
            annulled_on=typed.get("annulled_on"),
            annulled_number=typed.get("annulled_number", ""),
        )

    @property
    def only_annulment_fails(self) -> bool:
        """Whether the fields at fault are all of those that the preview asks for."""
        return bool(self.errors) and self.errors.keys() <= set(self.ANNULMENT)

    def carried(self):
        """The fields that the preview keeps without showing them for typing."""
        return [self[name] for name in self.TYPED]

    def annulment(self):
        """The fields that only a decision which falls with the move asks for."""
        return [self[name] for name in self.ANNULMENT]


class ArrivalForm(forms.Form):
    """Where somebody comes from, by which transfer decision."""

    origin = place_field("Nơi đi", "Chi bộ, đảng bộ nơi người này đang được xem xét.", required=True)
    decided_on = DayField(label="Ngày quyết định chuyển")
    number = number_field("Số quyết định chuyển", "45-QĐ/ĐU")


class BroughtForm(forms.Form):
    """The steps somebody has gone elsewhere: a day and a number for each stage of the main road, as far as filled."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for stage in BROUGHT:
            self.fields[field_of(stage)] = DayField(
                label=f"{stage.label}: ngày", required=False, help_text=""
            )
            number = number_field(f"{stage.label}: số văn bản", "")
            number.help_text = ""
            self.fields[_number_of(stage)] = number

    def clean(self):
        typed = super().clean()
        for stage in BROUGHT:
            name = field_of(stage)
            if typed.get(_number_of(stage)) and not typed.get(name) and name not in self.errors:
                self.add_error(name, "Có số văn bản thì ghi cả ngày. Nhập ngày dạng 24/02/2023.")
        return typed

    def rows(self):
        """The table: the stage, its day, its number."""
        return [(stage, self[field_of(stage)], self[_number_of(stage)]) for stage in BROUGHT]

    @property
    def entries(self) -> list[Entry]:
        """The steps in road order; only of a valid form."""
        typed = self.cleaned_data
        return [
            Entry(stage, typed[field_of(stage)], document_number=typed[_number_of(stage)])
            for stage in BROUGHT
            if typed[field_of(stage)]
        ]


def _number_of(stage: Stage) -> str:
    return f"step_{stage}_number"
