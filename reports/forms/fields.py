"""The fields that forms of acts on the tree are made of, and the units that an officer may choose."""

from __future__ import annotations

from django import forms

from admissions.forms.candidate import UnitChoice
from units.models import Kind, Officer, Role, Unit

NOT_CHOSEN = {"required": "Chưa chọn đơn vị.", "invalid_choice": "Đơn vị này không chọn được."}


def grounds(officer: Officer, *, closed: bool = False):
    """Units on which an officer may act: those below his own; an administrator on all he sees."""
    units = Unit.objects.visible_to(officer).order_by("path")
    units = units if officer.role == Role.ADMIN else units.exclude(pk=officer.unit_id)
    return units if closed else units.standing()


def may_rearrange(officer: Officer, unit: Unit) -> bool:
    """Whether an officer who sees a unit may act on it: `grounds` of one unit, without asking the database."""
    below_his = officer.role == Role.ADMIN or officer.unit_id != unit.pk
    return officer.may_write and unit.closed_on is None and below_his


def text_field(label: str, length: int, example: str = "", *, required: bool = False) -> forms.CharField:
    """A line of text; what is missing is asked for with the example."""
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        help_text=example,
        error_messages={
            "required": f"Chưa ghi. {example}".strip(),
            "max_length": f"Ghi gọn trong {length} chữ.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def unit_field(label: str, empty: str = "Chọn đơn vị", **options) -> UnitChoice:
    """One unit, in the order of the tree."""
    options = {"error_messages": NOT_CHOSEN, **options}
    return UnitChoice(queryset=Unit.objects.none(), label=label, empty_label=empty, **options)


def kind_field(empty: str, label: str = "Loại hình", **options) -> forms.ChoiceField:
    """The shape of a unit."""
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=lambda: [("", empty), *Kind.choices],
        error_messages={"invalid_choice": "Chọn một loại hình trong danh sách."},
        **options,
    )
