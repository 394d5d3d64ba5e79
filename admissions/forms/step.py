"""A step as the office types it: day, document number, votes, reason, as far as the step asks for them."""

from django import forms

from admissions.forms.days import DayField, coming
from admissions.forms.papers import WARNING
from admissions.pipeline import VOTES, Entry
from admissions.regulation import FORMS, Route, Stage, votes_asked
from admissions.regulation import forms as forms_of

MOST_VOTES = 32_767  # what the column holds
CELL = (
    "Số đảng viên chính thức của chi bộ",
    "Đi sinh hoạt tạm thời hoặc được miễn sinh hoạt mà vắng; đang bị đình chỉ, khởi tố, tạm giam. "
    "Người ốm, vắng có phép không được trừ (294 9.3.2).",
)
COMMITTEE = (
    "Số cấp ủy viên đương nhiệm",
    "Đi sinh hoạt tạm thời mà vắng; đang bị đình chỉ, khởi tố, tạm giam (294 9.3.3).",
)
BOARD = (
    "Số ủy viên Ban Thường vụ",
    "Đang bị đình chỉ, khởi tố, tạm giam. Bỏ trống các ô nếu không ghi số phiếu.",
)
VOTERS = {forms_of.CELL: CELL, forms_of.COMMITTEE: COMMITTEE, forms_of.SHORT: CELL}
FIRST_STAGES = (Stage.SOURCE, Stage.LISTED)


def votes_field(label: str, help_text: str = "") -> forms.IntegerField:
    """A count of people; whether it may stay empty is the regulation's to say."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_VOTES,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "Nhập số người bằng chữ số. Ví dụ: 12.",
            "min_value": "Số người không âm.",
            "max_value": "Số này quá lớn.",
        },
    )


class StepForm(forms.Form):
    """The fields of one step. What is missing or wrong by the rules is said by `regulation`, not here."""

    happened_on = DayField(label="Ngày")
    document_number = forms.CharField(
        label="Số văn bản",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    document_date = DayField(
        label="Ngày văn bản, nếu khác ngày trên", required=False, help_text="Bỏ trống nếu cùng ngày."
    )
    votes_members = votes_field("Số người có quyền biểu quyết")
    votes_excused = votes_field("Trong đó được trừ")
    votes_present = votes_field("Có mặt")
    votes_for = votes_field("Tán thành")
    votes_against = votes_field("Không tán thành")
    votes_abstained = votes_field("Phiếu trắng")
    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        required=False,
        help_text=f"Bắt buộc, viết ngắn. {WARNING}",
    )
    override = forms.CharField(
        label="Lý do bỏ qua",
        max_length=300,
        required=False,
        help_text=f"Ví dụ: giấy đã có, đang chờ đóng dấu, bổ sung trước 30/11/2026. {WARNING}",
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen_move = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args, stage: Stage, route: Route = Route.DIRECT, may_override: bool = False, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.stage, self.form = stage, FORMS[stage]
        self.fields["happened_on"].label = self.form.date_label
        self.fields["document_number"].label = self.form.number_label
        if self.form.number_required:
            self.fields["document_number"].help_text = "Bắt buộc."
        self._ask_for_votes(votes_asked(stage, route))
        if not self.form.reason:
            del self.fields["reason"]
        if not may_override:
            del self.fields["override"]

    def clean_document_date(self):
        day = self.cleaned_data["document_date"]
        if told := coming(day):
            raise forms.ValidationError(told)
        return day

    def _ask_for_votes(self, asked: str) -> None:
        if not asked:
            for name in VOTES:
                del self.fields[name]
            return
        label, excused = VOTERS.get(asked, BOARD)
        self.fields["votes_members"].label = label
        self.fields["votes_excused"].help_text = excused
        if asked in (*forms_of.TWO_THIRDS, forms_of.SHORT):
            self.fields["votes_for"].help_text = "Bắt buộc, cùng với tổng số."

    @property
    def vote_fields(self):
        """The boxes of the vote in their order, if the step has one."""
        return [self[name] for name in VOTES if name in self.fields]

    @property
    def entry(self) -> Entry:
        """The step as `pipeline` takes it; only of a valid form."""
        typed = self.cleaned_data
        return Entry(
            self.stage,
            typed["happened_on"],
            document_number=typed["document_number"],
            document_date=typed["document_date"],
            reason=typed.get("reason", ""),
            **{name: typed.get(name) for name in VOTES},
        )


class FirstStepForm(forms.Form):
    """How a new person comes onto the road: as a source, or at once by a resolution of the cell."""

    first_stage = forms.ChoiceField(
        label="Bắt đầu từ bước",
        choices=[(stage.value, stage.label) for stage in FIRST_STAGES],
        initial=Stage.SOURCE,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Chọn nguồn hay cảm tình Đảng."),
    )
    happened_on = DayField(label="Từ ngày")
    document_number = forms.CharField(
        label="Số nghị quyết chi bộ",
        max_length=60,
        required=False,
        help_text="Bắt buộc với cảm tình Đảng. Ví dụ: 12-NQ/CB.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    @property
    def entry(self) -> Entry:
        """The first step as `pipeline` takes it; only of a valid form."""
        typed = self.cleaned_data
        return Entry(
            Stage(typed["first_stage"]), typed["happened_on"], document_number=typed["document_number"]
        )


class VoidForm(forms.Form):
    """Why the last step is undone."""

    reason = forms.CharField(
        label="Lý do hủy",
        max_length=300,
        required=False,
        help_text=f"Ví dụ: ghi nhầm ngày họp chi bộ. {WARNING}",
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen_move = forms.IntegerField(required=False, widget=forms.HiddenInput)


def tell(form, obstacles) -> None:
    """Put each blocking obstacle that speaks of one field beside that field."""
    for obstacle in obstacles:
        if obstacle.blocks and obstacle.field in form.fields:
            form.add_error(obstacle.field, f"{obstacle.text} ({obstacle.clause})")
