"""The split of a unit as it is typed: its parts, then who and what goes to which part."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django import forms

from admissions.models import Candidate
from admissions.regrouping import people_of
from reports.forms.fields import grounds, kind_field, text_field, unit_field
from reports.forms.regrouping import ActForm, newcomer_of
from units.models import Unit
from units.names import clean
from units.reorganise import Found, Part, Reason, Split

MOST_PARTS = 8
MOST_MEMBERS = 99_999
SHOWN_AT_FIRST = 2
PARTS = "parts"


class PartForm(forms.Form):
    """One part: a standing unit, or a new one with its name, kind and code, and the members handed over."""

    name = text_field("Tên đơn vị mới", 160, "Ví dụ: Chi bộ bản Nà Khương 2.")
    code = text_field("Mã đơn vị mới", 30, "Ví dụ: BAN22.")
    kind = kind_field("Như đơn vị cũ")
    owes_pupil = forms.BooleanField(label="Phải kết nạp học sinh", required=False)
    to = unit_field("Hoặc một đơn vị đang hoạt động", "Không: lập đơn vị mới", required=False)
    members = forms.IntegerField(
        label="Đảng viên chuyển sang",
        required=False,
        min_value=0,
        max_value=MOST_MEMBERS,
        help_text="Số người. Ví dụ: 9.",
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Nhập số nguyên từ 0 trở lên, ví dụ: 9."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args, officer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = grounds(officer)

    def clean(self):
        typed = super().clean()
        for name in ("name", "code"):
            typed[name] = clean(typed.get(name, ""))
        return typed

    def part(self, unit: Unit) -> Part:
        """The part as the writer takes it; a new unit hangs beside the one that is split."""
        typed = self.cleaned_data
        if typed.get("to"):
            return Part(typed["to"], typed.get("members") or 0)
        newcomer = newcomer_of({**typed, "kind": typed.get("kind") or unit.kind})
        return Part(Found(unit.parent, newcomer), typed.get("members") or 0)

    @property
    def label(self) -> str:
        return str(self.cleaned_data.get("to") or self.cleaned_data.get("name") or "Phần chưa có tên")


PartForms = forms.formset_factory(
    PartForm, extra=0, max_num=MOST_PARTS, absolute_max=MOST_PARTS, validate_max=True
)


class SplitForm(ActForm):
    """A unit, what becomes of it, its parts; then each person and each unit below, who stays unless told otherwise."""

    unit = unit_field("Đơn vị được chia tách")
    successor = forms.ChoiceField(
        label="Đơn vị cũ",
        required=False,
        choices=[
            ("", "Tiếp tục hoạt động, giữ phần còn lại"),
            *((str(n), f"Kết thúc; phần thứ {n + 1} tiếp nhận phần còn lại") for n in range(MOST_PARTS)),
        ],
        error_messages={"invalid_choice": "Chọn một trong các trường hợp."},
    )
    field_order = ("unit", "successor")
    is_split = True

    def __init__(self, data=None, *args, officer, more=False, **kwargs):
        super().__init__(data, *args, officer=officer, **kwargs)
        self.typed = data
        told = {"prefix": PARTS, "form_kwargs": {"officer": officer}}
        if data is None:
            self.parts = PartForms(initial=[{}] * SHOWN_AT_FIRST, **told)
        else:
            self.parts = PartForms(_with_one_more(data) if more else data, **told)
        for form in self.parts.forms:
            form.empty_permitted = True

    def is_valid(self):
        return bool(super().is_valid() & self.parts.is_valid())

    def filled(self) -> list[PartForm]:
        """The parts in which something stands."""
        return [form for form in self.parts.forms if form.has_changed()]

    def needed(self):
        return ["unit"]

    def _plan(self, typed):
        unit, places = typed["unit"], [form.prefix for form in self.filled()]
        wanted = f"{PARTS}-{typed['successor']}" if typed.get("successor") else ""
        successor = places.index(wanted) if wanted in places else (len(places) if wanted else None)
        parts = tuple(self._part(unit, place, form) for place, form in enumerate(self.filled()))
        return Split(unit, parts, successor=successor)

    def _part(self, unit: Unit, place: int, form: PartForm) -> Part:
        part = form.part(unit)
        below = tuple(each for each in self.units_below if self.goal(f"below-{each.pk}") == place)
        return Part(part.to, part.members, units=below)

    def goal(self, name: str) -> int | None:
        """Which part was chosen for somebody or for a unit below; None: he stays."""
        return self._place((self.typed or {}).get(name, ""))

    def _place(self, text: str) -> int | None:
        known = [str(place) for place, _ in enumerate(self.filled())]
        return known.index(text) if text in known else None

    @cached_property
    def people(self) -> list[Candidate]:
        """The people who may be handed out; asked once the form is judged."""
        if not self.cleaned_data.get("unit"):
            return []
        return list(people_of(self.cleaned_data["unit"]).select_related("unit").order_by("name_sort", "pk"))

    @cached_property
    def units_below(self) -> list[Unit]:
        unit = self.cleaned_data.get("unit")
        return list(unit.children.standing().order_by("path")) if unit else []

    def hands(self) -> dict[int, int]:
        """Who was given to which part."""
        goals = {one.pk: self.goal(f"people-{one.pk}") for one in self.people}
        return {pk: goal for pk, goal in goals.items() if goal is not None}

    @property
    def asks(self) -> bool:
        """Whether there is anybody, or any unit below, to be handed out."""
        return bool(self.people or self.units_below)

    @property
    def parts_errors(self) -> bool:
        return bool(self.parts.non_form_errors()) or any(form.errors for form in self.parts.forms)

    def goals(self) -> list[tuple[int, str]]:
        """The parts to choose from, by place and name."""
        return [(place, form.label) for place, form in enumerate(self.filled())]

    def people_rows(self, everybody: str | None = None) -> list[tuple[Candidate, int | None]]:
        """The people with the part chosen for each; `everybody`: one choice for all."""
        if everybody is not None:
            chosen = self._place(everybody)
            return [(one, chosen) for one in self.people]
        return [(one, self.goal(f"people-{one.pk}")) for one in self.people]

    def below_rows(self) -> list[tuple[Unit, int | None]]:
        """The units below with the part chosen for each."""
        return [(unit, self.goal(f"below-{unit.pk}")) for unit in self.units_below]

    def tell(self, reasons: Iterable[Reason]) -> None:
        """Reasons that speak of a part stand beside its fields."""
        own = []
        for reason in reasons:
            form, name = self._of_part(reason.field)
            if form is None:
                own.append(reason)
            elif name not in form.errors:
                form.add_error(name, reason.text)
        super().tell(own)

    def _of_part(self, field: str) -> tuple[PartForm | None, str | None]:
        word, _, rest = field.partition("-")
        place, _, name = rest.partition("-")
        forms_ = self.filled()
        if word != PARTS or not place.isdigit() or int(place) >= len(forms_):
            return None, None
        form = forms_[int(place)]
        return form, name if name in form.fields else None


def _with_one_more(data):
    """What was typed, with room for one more part."""
    more, key = data.copy(), f"{PARTS}-TOTAL_FORMS"
    shown = more.get(key, "")[:3]
    more[key] = str(
        min(int(shown) + 1 if shown.isascii() and shown.isdigit() else SHOWN_AT_FIRST, MOST_PARTS)
    )
    return more
