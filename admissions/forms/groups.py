"""A source group as the office types it."""

from django import forms

from admissions.models import SourceGroup
from admissions.source_groups import FEW_MEMBERS
from units.names import clean

EXAMPLE = "Ví dụ: Giáo viên trẻ."
MOST_MEMBERS = 999


class GroupForm(forms.Form):
    """What a group is called, whether it is still offered, and the limit of the places with few members."""

    name = forms.CharField(
        label="Tên đối tượng",
        max_length=SourceGroup._meta.get_field("name").max_length,
        help_text=EXAMPLE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": f"Chưa ghi tên. {EXAMPLE}", "max_length": "Ghi tên gọn trong 80 chữ."},
    )
    members_below = forms.IntegerField(
        label="Chi bộ có ít đảng viên: dưới (người)",
        required=False,
        min_value=1,
        max_value=MOST_MEMBERS,
        help_text="Văn bản không nêu con số: văn phòng tự định. Ví dụ: 10 là chi bộ có từ 0 đến 9 đảng viên.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "Nhập số người bằng chữ số. Ví dụ: 10.",
            "min_value": "Từ 1 trở lên. Ví dụ: 10.",
            "max_value": "Số này quá lớn.",
        },
    )
    retired = forms.BooleanField(
        label="Thôi dùng",
        required=False,
        help_text="Không còn chọn được cho người mới; người đã được đánh dấu giữ nguyên.",
    )

    def __init__(self, *args, group: SourceGroup | None = None, **kwargs):
        if group:
            facts = {name: getattr(group, name) for name in ("name", "members_below", "retired")}
            kwargs = {"initial": facts, **kwargs}
        super().__init__(*args, **kwargs)
        if group is None or group.code != FEW_MEMBERS:
            del self.fields["members_below"]
        if group is None:
            del self.fields["retired"]

    def clean_name(self):
        name = clean(self.cleaned_data["name"])
        if not name.isprintable():
            raise forms.ValidationError(f"Tên có ký tự lạ: gõ lại. {EXAMPLE}")
        if ";" in name:
            raise forms.ValidationError(
                f"Không dùng dấu chấm phẩy trong tên: tệp Excel tách đối tượng bằng dấu ấy. {EXAMPLE}"
            )
        return name

    def tell(self, faults: dict[str, str]) -> None:
        """Put each reason of a refusal beside its field."""
        for name, text in faults.items():
            self.add_error(name, text)
