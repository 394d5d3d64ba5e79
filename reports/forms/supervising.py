"""An assignment of a committee member as the office types it: given, ended, mended."""

from django import forms

from admissions.forms.days import DayField
from units.models import Officer, Role, Supervision, Unit
from units.names import clean
from units.supervising import Fault, Terms

PLAIN = {"autocomplete": "off"}
NOT_OFFERED = "Có đơn vị không thuộc danh sách này; đánh dấu lại."


def accounts_for(officer: Officer):
    """The accounts of committee members that the officer's office has opened."""
    rows = Officer.objects.filter(role=Role.SUPERVISOR, is_active=True).order_by("full_name", "username")
    return rows.filter(unit__in=Unit.objects.visible_to(officer))


def text_field(label: str, most: int, **kwargs) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=most,
        error_messages={"max_length": f"Ghi gọn trong {most} chữ."},
        widget=forms.TextInput(attrs=PLAIN),
        **kwargs,
    )


class TermsForm(forms.Form):
    """Who, from which day, by which document, with which account."""

    member = text_field("Cấp ủy viên phụ trách", 120, help_text="Họ và tên, ví dụ: Lò Văn Thoan.")
    since = DayField(label="Phụ trách từ ngày")
    number = text_field("Văn bản phân công", 60, help_text="Ví dụ: 21-TB/ĐU.")
    officer = forms.ModelChoiceField(
        Officer.objects.none(),
        label="Tài khoản đăng nhập",
        required=False,
        empty_label="Không có tài khoản",
        help_text="Có tài khoản thì đồng chí ấy tự xem được các đơn vị mình phụ trách.",
        error_messages={"invalid_choice": "Chọn một tài khoản trong danh sách."},
    )
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, by: Officer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = accounts_for(by)
        self.fields["member"].widget.attrs["list"] = "known-members"

    def clean_member(self):
        return clean(self.cleaned_data["member"])

    def clean_number(self):
        return clean(self.cleaned_data["number"])

    @property
    def terms(self) -> Terms:
        typed = self.cleaned_data
        return Terms(
            typed["member"], typed["since"], typed.get("until"), typed["number"], typed.get("officer")
        )

    def tell(self, fault: Fault) -> None:
        """Put a fault beside its field, or over the page where it has none here."""
        self.add_error(fault.field if fault.field in self.fields else None, fault.text)


class AssignForm(TermsForm):
    """The units that a member shall answer for, ticked in the order of the tree."""

    units = forms.TypedMultipleChoiceField(
        label="Đơn vị",
        required=False,
        coerce=int,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_list"), NOT_OFFERED),
    )

    def __init__(self, *args, offered: list[Unit], **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.fields["units"].choices = [(unit.pk, unit.name) for unit in offered]

    @property
    def ticked(self) -> set[int]:
        """The units ticked, those among them that are offered; before anything is sent the ones the page came with."""
        chosen = self["units"].value() or ()
        return {unit.pk for unit in self.offered if str(unit.pk) in {str(each) for each in chosen}}

    @property
    def chosen(self) -> list[Unit]:
        return [unit for unit in self.offered if unit.pk in set(self.cleaned_data["units"])]


class CorrectForm(TermsForm):
    """What was mistyped in an assignment, with the reason."""

    until = DayField(
        label="Thôi phụ trách từ ngày",
        required=False,
        help_text="Ngày đầu tiên không còn phụ trách; để trống nếu còn phụ trách.",
    )
    reason = text_field("Lý do sửa", 300, help_text="Ví dụ: ghi nhầm ngày giao.")

    field_order = ("member", "since", "until", "number", "officer", "reason", "seen")

    def __init__(self, *args, row: Supervision, **kwargs):
        names = ("member", "since", "until", "number", "officer")
        kwargs["initial"] = {name: getattr(row, name) for name in names}
        super().__init__(*args, **kwargs)
        if row.officer_id:  # his own account stays a choice, even where it has been closed since
            held = Officer.objects.filter(pk=row.officer_id)
            self.fields["officer"].queryset = self.fields["officer"].queryset | held


class EndForm(forms.Form):
    """From which day somebody is in charge of the unit no more."""

    until = DayField(
        label="Thôi phụ trách từ ngày",
        help_text="Ngày đầu tiên không còn phụ trách. Nhập ngày dạng 24/02/2023.",
    )
    reason = text_field("Văn bản hoặc lý do", 300, help_text="Ví dụ: 30-TB/ĐU, chuyển công tác.")
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def tell(self, fault: Fault) -> None:
        self.add_error(fault.field if fault.field in self.fields else None, fault.text)
