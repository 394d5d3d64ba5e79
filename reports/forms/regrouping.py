"""Acts on the tree as the office types them: a form an act, each with the document it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from admissions.forms.candidate import SeveralChoice, UnitChoice
from admissions.forms.days import DayField
from admissions.forms.filters import SPACE
from reports.forms.fields import NOT_CHOSEN, grounds, kind_field, text_field, unit_field
from units.models import Officer, Unit
from units.names import clean
from units.reorganise import (
    Above,
    Alter,
    Basis,
    Close,
    Found,
    Leave,
    Merge,
    Newcomer,
    Plan,
    Reason,
)

KEEPS = "Giữ nguyên"
MOST_ACTS = 2_000_000_000
NEWCOMER = {
    "code": "Ghi mã của đơn vị mới. Ví dụ: BAN22.",
    "name": "Ghi tên của đơn vị mới. Ví dụ: Chi bộ bản Nà Khương.",
    "kind": "Chọn loại hình của đơn vị mới.",
}


class ActForm(forms.Form):
    """What every act is typed with: the document, the day from which it holds."""

    number = text_field("Số văn bản", 60, "Ví dụ: 118-QĐ/ĐU.", required=True)
    issued_on = DayField(label="Ngày văn bản")
    issuer = text_field("Cơ quan ban hành", 160, "Ví dụ: Đảng ủy xã.")
    on = DayField(
        label="Có hiệu lực từ ngày", help_text="Ngày đầu tiên theo cây mới. Nhập ngày dạng 24/02/2023."
    )
    seen = forms.IntegerField(required=False, min_value=0, max_value=MOST_ACTS, widget=forms.HiddenInput)

    BASIS = ("number", "issued_on", "issuer", "on")
    PARENTS: tuple[str, ...] = ("parent",)  # fields that may name the officer's own unit too
    ASKED: dict[
        str, str
    ] = {}  # fields that the act cannot do without, with what is said where they are empty
    is_split = False

    def __init__(self, *args, officer: Officer, **kwargs):
        super().__init__(*args, **kwargs)
        self.officer = officer
        for name, field in self.fields.items():
            if isinstance(field, (UnitChoice, forms.ModelMultipleChoiceField)):
                field.queryset = self._choices(name)

    def _choices(self, name: str):
        if name in self.PARENTS:
            return Unit.objects.visible_to(self.officer).standing().order_by("path")
        return grounds(self.officer)

    def clean(self):
        typed = super().clean()
        for name, value in typed.items():
            if isinstance(value, str):
                typed[name] = clean(value)
        for name, text in self.asked(typed).items():
            if not typed.get(name) and name not in self.errors:
                self.add_error(name, text)
        return typed

    def asked(self, typed: dict) -> dict[str, str]:
        return self.ASKED

    @property
    def basis(self) -> Basis:
        """The document, as far as it could be read."""
        typed = self.cleaned_data
        return Basis(typed.get("number", ""), typed.get("issued_on"), issuer=typed.get("issuer", ""))

    @property
    def plan(self) -> Plan | None:
        """The act as the writer takes it; None where a unit is missing."""
        typed = self.cleaned_data
        if any(typed.get(name) is None for name in self.needed()):
            return None
        return self._plan(typed)

    def needed(self) -> Iterable[str]:
        """The fields without which there is no act to judge."""
        return [
            name for name, field in self.fields.items() if isinstance(field, UnitChoice) and field.required
        ]

    def _plan(self, typed: dict) -> Plan:
        raise NotImplementedError

    def hands(self) -> dict[int, int]:
        """Who is handed out to which part: nobody but in a split."""
        return {}

    def sections(self):
        """The fields of the act itself, in the order of the page."""
        return [self[name] for name in self.fields if name not in (*self.BASIS, "seen")]

    def basis_fields(self):
        return [self[name] for name in self.BASIS]

    def tell(self, reasons: Iterable[Reason]) -> None:
        """Put each reason beside the field it speaks of, else on top; a field that could not be read says so itself."""
        for reason in reasons:
            name = reason.field if reason.field in self.fields else None
            if name not in self.errors:
                self.add_error(name, reason.text)


class NewcomerFields(forms.Form):
    """A unit that is to be founded."""

    code = text_field("Mã đơn vị", 30, "Mã ngắn, không trùng đơn vị khác. Ví dụ: BAN22.")
    name = text_field("Tên đơn vị", 160, "Ví dụ: Chi bộ bản Nà Khương.")
    kind = kind_field("Chọn loại hình")
    owes_pupil = forms.BooleanField(label="Phải kết nạp học sinh", required=False)
    secretary = text_field("Bí thư", 120)


def newcomer_of(typed: dict) -> Newcomer:
    """The unit to be founded, as far as it was typed."""
    return Newcomer(
        code=typed.get("code", ""),
        name=typed.get("name", ""),
        kind=typed.get("kind", ""),
        owes_pupil=typed.get("owes_pupil", False),
        secretary=typed.get("secretary", ""),
    )


class FoundForm(ActForm, NewcomerFields):
    """A new unit under a standing one."""

    ASKED = NEWCOMER

    parent = unit_field("Trực thuộc")
    field_order = ("parent", "code", "name", "kind", "secretary", "owes_pupil")

    def _plan(self, typed):
        return Found(typed["parent"], newcomer_of(typed))


class AlterForm(ActForm):
    """Another name, kind or parent; what is left empty stays."""

    unit = unit_field("Đơn vị")
    name = text_field("Tên mới", 160, "Để trống nếu giữ tên.")
    kind = kind_field(KEEPS, "Loại hình mới")
    parent = unit_field("Trực thuộc mới", KEEPS, required=False)
    field_order = ("unit", "name", "kind", "parent")

    def _plan(self, typed):
        unit = typed["unit"]
        parent = typed.get("parent") or unit.parent
        return Alter(unit, typed.get("name") or unit.name, typed.get("kind") or unit.kind, parent)


class MergeForm(ActForm, NewcomerFields):
    """Several units into one that stands, or into a new one."""

    units = SeveralChoice(
        queryset=Unit.objects.none(),
        label="Các đơn vị kết thúc",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Đánh dấu ít nhất một đơn vị.",
            "invalid_choice": NOT_CHOSEN["invalid_choice"],
        },
    )
    into = unit_field("Nhập vào đơn vị đang hoạt động", "Không: hợp nhất thành đơn vị mới", required=False)
    parent = unit_field(
        "Đơn vị mới trực thuộc", "Cùng cấp trên với đơn vị đầu tiên được chọn", required=False
    )
    field_order = ("units", "into", "name", "kind", "code", "parent", "secretary", "owes_pupil")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].label_from_instance = lambda unit: SPACE * max(unit.depth - 1, 0) + unit.name
        self.fields["name"].label = "Tên sau khi sáp nhập"
        self.fields["name"].help_text = "Đơn vị đang hoạt động: để trống nếu giữ tên."
        self.fields["kind"].label = "Loại hình sau khi sáp nhập"
        self.fields["code"].help_text = "Chỉ đơn vị mới. Ví dụ: BAN22."

    def needed(self):
        return ["units"]

    def asked(self, typed):
        """A new unit has to be told whole."""
        return {} if typed.get("into") or "into" in self.errors else NEWCOMER

    def _plan(self, typed):
        units = tuple(typed["units"])
        if into := typed.get("into"):
            return Merge(units, into, name=typed.get("name") or None, kind=typed.get("kind") or None)
        return Merge(units, Found(typed.get("parent") or units[0].parent, newcomer_of(typed)))


class CloseForm(ActForm):
    """A unit ends; a standing one takes it over."""

    unit = unit_field("Đơn vị kết thúc")
    into = unit_field("Đơn vị tiếp nhận")
    field_order = ("unit", "into")
    PARENTS = ("into",)

    def _plan(self, typed):
        return Close(typed["unit"], typed["into"])


class LeaveForm(ActForm):
    """A unit goes out of the installation with all that is below it."""

    unit = unit_field("Đơn vị chuyển đi")
    elsewhere = text_field("Chuyển đến", 160, "Ví dụ: Đảng bộ phường Hoa Ban, tỉnh Sơn Lâm.", required=True)
    field_order = ("unit", "elsewhere")

    def _plan(self, typed):
        return Leave(typed["unit"], typed.get("elsewhere", ""))


class AboveForm(ActForm, NewcomerFields):
    """A new root over present ones; only for who sees the whole installation."""

    ASKED = NEWCOMER

    roots = SeveralChoice(
        queryset=Unit.objects.none(),
        label="Các đảng bộ sẽ trực thuộc",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Đánh dấu ít nhất một đảng bộ.",
            "invalid_choice": NOT_CHOSEN["invalid_choice"],
        },
    )
    owes_pupil = None
    secretary = None
    field_order = ("code", "name", "kind", "roots")

    def _choices(self, name):
        return super()._choices(name).filter(parent__isnull=True)

    def needed(self):
        return ["roots"]

    def _plan(self, typed):
        return Above(newcomer_of(typed), tuple(typed["roots"]))
