"""The filters of the list of people, as they stand in the address."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.db.models import Q
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import mark_safe

from admissions.counting import counted_in
from admissions.models import Occupation, Organisation, Sex, SourceGroup, StageEvent
from admissions.regulation import IN_PIPELINE, WAITING_DECISION, Stage
from units.models import Unit, below, depth_of, with_depths
from units.names import lowered
from units.periods import LABELS as PERIODS
from units.periods import Period
from units.tree import rules_on

GROUPS = {
    "duong_ong": ("Đang trong quy trình", IN_PIPELINE),
    "cho_quyet_dinh": ("Chờ quyết định", WAITING_DECISION),
}
ORDERS = {
    "ten": ("Tên", ("name_sort", "pk")),
    "lau": ("Ở bước này lâu nhất", ("stage_since", "pk")),
    "moi": ("Mới chuyển bước", ("-stage_since", "pk")),
    "don_vi": ("Đơn vị", ("unit__path", "name_sort", "pk")),
}
SIZES = (25, 50, 100)
SPACE = "\u2003"  # sets a unit in under the one above it


def chosen(table: dict):
    """Choices of a field from a table whose rows begin with their label.

    A function, not a list: forms copy their fields for every request, and lists of choices deeply.
    """
    return lambda: [(code, label) for code, (label, _) in table.items()]


def any_of(choices):
    """Choices with one more on top that narrows nothing."""
    return lambda: [("", "Tất cả"), *choices]


def set_in(units) -> list[tuple[int, str]]:
    """Units as choices, each set in under the highest of them."""
    return [(unit.pk, SPACE * depth + str(unit)) for unit, depth in with_depths(units)]


class PlainSelect(forms.Select):
    """A select written in one go: Django's own renders a template for every option, of which there are a hundred."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen, mark = self.format_value(value), {True: mark_safe(" selected"), False: ""}
        rows = ((option, mark[str(option) in chosen], label) for option, label in self.choices)
        inside = format_html_join("", '<option value="{}"{}>{}</option>', rows)
        attributes = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>{}</select>', name, attributes, inside)

    def use_required_attribute(self, initial):
        """Never: a filter may be left alone. Django would read every choice to find out."""
        return False


class PlainInput(forms.TextInput):
    """An input written without a template of its own."""

    def render(self, name, value, attrs=None, renderer=None):
        told = {"type": self.input_type, "name": name, **self.build_attrs(self.attrs, attrs)}
        return format_html("<input{}>", flatatt(told | ({"value": value} if value else {})))


@dataclass(frozen=True)
class Place:
    """A unit in the filter: its name and where its subtree lies."""

    pk: int
    name: str
    path: str
    closed: bool

    def __str__(self):
        return f"{self.name} (đã kết thúc)" if self.closed else self.name

    @property
    def depth(self) -> int:
        return depth_of(self.path)


class CandidateFilter(forms.Form):
    """What narrows the list. A value that makes no sense narrows nothing: an old link still opens."""

    q = forms.CharField(
        label="Tìm theo tên",
        required=False,
        max_length=120,
        widget=PlainInput(
            attrs={
                "type": "search",
                "placeholder": "nguyen van a",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
    )
    don_vi = forms.TypedChoiceField(label="Đơn vị", required=False, coerce=int, empty_value=None)
    doi_tuong = forms.TypedChoiceField(label="Đối tượng", required=False, coerce=int, empty_value=None)
    gioi_thieu = forms.TypedChoiceField(
        label="Đơn vị giới thiệu", required=False, coerce=int, empty_value=None
    )
    nghe = forms.ChoiceField(label="Nghề nghiệp", required=False, choices=any_of(Occupation.choices))
    gioi = forms.ChoiceField(label="Giới tính", required=False, choices=any_of(Sex.choices))
    xep = forms.ChoiceField(label="Xếp theo", required=False, choices=chosen(ORDERS))
    moi_trang = forms.TypedChoiceField(
        label="Số dòng",
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: [(n, f"{n} người") for n in SIZES],
    )
    buoc = forms.MultipleChoiceField(required=False, choices=lambda: [(s, s.label) for s in Stage])
    nhom = forms.ChoiceField(required=False, choices=chosen(GROUPS))
    ket_nap = forms.BooleanField(required=False)
    nam = forms.IntegerField(required=False, min_value=1930, max_value=2200)
    ky = forms.ChoiceField(required=False, choices=list(PERIODS.items()))
    trang = forms.IntegerField(required=False)

    SELECTS = ("don_vi", "doi_tuong", "gioi_thieu", "nghe", "gioi", "xep", "moi_trang")
    CARRIED = ("buoc", "nhom", "ket_nap", "nam", "ky")

    def __init__(self, *args, officer, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.visible_to(officer).order_by("path")
        self.places = {
            pk: Place(pk, name, path, closed_on is not None)
            for pk, name, path, closed_on in units.values_list("pk", "name", "path", "closed_on")
        }
        for name in self.SELECTS:
            self.fields[name].widget = PlainSelect(choices=self.fields[name].choices)
        self.fields["don_vi"].choices = any_of(set_in(self.places.values()))
        self.fields["doi_tuong"].choices = any_of(SourceGroup.objects.values_list("pk", "name"))
        self.fields["gioi_thieu"].choices = any_of(Organisation.objects.values_list("pk", "name"))
        self.full_clean()
        usual = {"xep": "ten", "moi_trang": SIZES[0]}
        self.values = {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "", [], False) and value != usual.get(name)
        }

    @property
    def place(self) -> Place | None:
        """The unit asked for, if the officer sees it."""
        return self.places.get(self.values.get("don_vi"))

    @property
    def stages(self) -> list[str]:
        """The stages asked for by themselves and by their group; all of them where none is asked for."""
        asked = self.values.get("buoc") or [stage.value for stage in Stage]
        group = GROUPS[self.values["nhom"]][1] if "nhom" in self.values else tuple(Stage)
        return [stage for stage in asked if stage in group]

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for beyond order and paging."""
        return bool(self.values.keys() - {"xep", "moi_trang", "trang", "nam", "ky"})

    @property
    def narrows_further(self) -> bool:
        """Whether one of the filters that the page folds away is in use."""
        return bool(self.values.keys() & {"doi_tuong", "gioi_thieu", "nghe", "gioi", "xep"})

    @property
    def period_label(self) -> str:
        """The period of admission asked for, in words."""
        if "ket_nap" not in self.values:
            return ""
        label = PERIODS[self.values.get("ky", "Y")]
        return f"Kết nạp {lowered(label)} {self.values.get('nam', '')}".strip()

    def address(self, **changes) -> str:
        """The query of this list with some values changed (None: without), always from the first page."""
        values = {**self.values, "trang": None, **changes}
        return "?" + urlencode([(k, v) for k, v in values.items() if v not in (None, "", [])], doseq=True)

    def apart_from_stage(self, people):
        """The people who pass every filter but that of the stage."""
        values = self.values
        if "q" in values:
            people = people.named(values["q"])
        if "ket_nap" in values:
            people = people.filter(pk__in=self._admissions(values.get("nam")).values("candidate_id"))
        elif self.place:
            people = people.filter(below(self.place.path, "unit__"))
        for name, column in (("gioi", "sex"), ("nghe", "occupation"), ("gioi_thieu", "introduced_by")):
            if name in values:
                people = people.filter(**{column: values[name]})
        if "doi_tuong" in values:
            people = people.filter(source_groups=values["doi_tuong"])
        return people

    def _admissions(self, year: int | None):
        """The steps that count as admissions of the period: as in the figures, by the unit of that day."""
        events = StageEvent.objects.standing().taken_here()
        if year:
            period = Period.of(year, self.values.get("ky", "Y"), today=timezone.localdate())
            events = events.filter(self._counted(period.as_of)).in_period(*period.span).in_force(period.as_of)
        else:
            events = events.filter(stage=Stage.DECIDED).in_force()
        return events.filter(below(self.place.path, "unit__")) if self.place else events

    def _counted(self, on: date) -> Q:
        """Decision or ceremony, as the committee of each unit counted on that day."""
        inside = self.place.path if self.place else ""
        return counted_in(rules_on(on)[0], [pk for pk, p in self.places.items() if p.path.startswith(inside)])

    def ordered(self, people):
        """The people in the order asked for; by default that of Vietnamese names."""
        return people.order_by(*ORDERS[self.values.get("xep", "ten")][1])
