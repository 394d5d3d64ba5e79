"""The powers of a base committee: whether it decides on admissions by itself, and since which day."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render

from units.access import for_writers, unit_or_404
from units.answers import CONFLICT, REFUSED
from units.models import Kind, Powers, Unit
from units.names import clean
from units.powers import Refused, Stale, give


@dataclass(frozen=True)
class Way:
    """What a kind of powers means: who may have it, by which bodies a cell's proposal goes, who decides."""

    code: str
    label: str
    who: str
    road: str
    decides: str
    clause: str


WAYS = (
    Way(
        Powers.NONE,
        "Không có quyền riêng",
        "Đảng bộ cơ sở thông thường.",
        "Chi bộ → (đảng ủy bộ phận) → đảng ủy cơ sở → Ban Xây dựng Đảng thẩm định → Ban Thường vụ cấp trên.",
        "Ban Thường vụ cấp trên, quá nửa số ủy viên.",
        "HD06 3.6, 3.7a; 294 4.3.2b",
    ),
    Way(
        Powers.DELEGATED,
        "Được ủy quyền quyết định kết nạp",
        "Đảng bộ cơ sở cơ quan, doanh nghiệp, đơn vị sự nghiệp, lực lượng vũ trang có trên 100 đảng viên, ba năm liền xếp "
        "loại tốt; cấp ủy cấp trên có thể thu lại.",
        "Chi bộ → đảng ủy cơ sở. Không qua nghị quyết đề nghị của đảng ủy cơ sở, không qua thẩm định của cấp trên.",
        "Chính đảng ủy cơ sở, ít nhất hai phần ba tổng số cấp ủy viên.",
        "294 22.1–2, 4.3.2a; HD06 3.6c, 3.7a",
    ),
    Way(
        Powers.UPPER,
        "Được giao quyền cấp trên trực tiếp cơ sở",
        "Đảng bộ cơ sở trực thuộc tỉnh hoặc trung ương có từ 400 đảng viên (một số nơi 200); nơi khác chỉ theo thí điểm.",
        "Chi bộ → cơ quan tổ chức của đảng bộ thẩm định → Ban Thường vụ của đảng bộ cơ sở.",
        "Ban Thường vụ của chính đảng bộ cơ sở, quá nửa số ủy viên.",
        "294 10.6.1–2, 4.3.2b",
    ),
)


class PowersForm(forms.Form):
    """Which powers, from which day, by which decision of the level above."""

    powers = forms.ChoiceField(
        label="Quyền quyết định kết nạp",
        required=False,
        choices=[(way.code.value, way.label) for way in WAYS],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Chọn một trong ba trường hợp."},
    )
    since = forms.DateField(
        label="Từ ngày",
        help_text="Ngày quyết định có hiệu lực. Nhập ngày dạng 24/02/2026.",
        error_messages={
            "required": "Chưa nhập ngày. Nhập ngày dạng 24/02/2026.",
            "invalid": "Không đọc được ngày này. Nhập ngày dạng 24/02/2026.",
        },
        widget=forms.DateInput(attrs={"data-date": True, "autocomplete": "off", "inputmode": "numeric"}),
    )
    number = forms.CharField(
        label="Số quyết định của cấp trên",
        max_length=60,
        required=False,
        help_text="Ví dụ: 30-QĐ/ĐU.",
        error_messages={"max_length": "Ghi số văn bản gọn trong 60 chữ."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


@for_writers
def unit_powers(request, pk):
    """The powers a base committee has, what each kind means, and the form to change them."""
    unit = unit_or_404(request.user, pk)
    if unit.kind != Kind.BASE:
        raise Http404("Chỉ đảng bộ cơ sở có trang này.")
    if request.user.unit_id == unit.pk:
        raise PermissionDenied("Quyền do cấp ủy cấp trên giao; tài khoản của cấp trên mới đặt được.")
    if request.method != "POST":
        return _powers_page(request, unit, PowersForm(initial={"powers": unit.powers}))
    form = PowersForm(request.POST)
    if not form.is_valid():
        return _powers_page(request, unit, form, status=REFUSED)
    typed = form.cleaned_data
    try:
        change = give(
            unit,
            typed["powers"],
            since=typed["since"],
            number=clean(typed["number"]),
            by=request.user,
            seen=typed["seen"] or 0,
        )
    except Stale:
        return _powers_page(request, unit, form, status=CONFLICT, overtaken=True)
    except Refused as refused:
        for name, reason in refused.reasons.items():
            form.add_error(name, reason)
        return _powers_page(request, unit, form, status=REFUSED)
    messages.success(request, f"Đã ghi: {change.get_powers_display()}, từ {change.since:%d/%m/%Y}.")
    return redirect("unit_powers", unit.pk)


def _powers_page(request, unit, form, *, status=200, **context):
    unit = Unit.objects.select_related("parent").get(pk=unit.pk)
    below = list(Unit.objects.below(unit).standing().exclude(pk=unit.pk))
    changes = list(unit.powers_changes.select_related("recorded_by").order_by("-pk"))
    context = {
        "unit": unit,
        "form": form,
        "ways": WAYS,
        "now": next(way for way in WAYS if way.code == unit.powers),
        "cells": [each for each in below if not each.is_committee],
        "sections": [each for each in below if each.kind == Kind.SECTION],
        "changes": changes,
        "seen": changes[0].pk if changes else 0,
        **context,
    }
    return render(request, "units/unit_powers.html", context, status=status)
