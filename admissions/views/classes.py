"""Classes: the list of them, a class with its people and figures, planning one and changing it."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone

from admissions import classes
from admissions.classes.needs import who_needs
from admissions.forms.classes import CLASS_FIELDS, ClassForm
from admissions.models import Candidate, Result, Status, TrainingClass
from admissions.views.meanwhile import differences
from admissions.views.scope import class_or_404, own_class_or_404
from units.access import for_writers, home_units
from units.answers import CONFLICT, REFUSED

CLASSES_A_PAGE = 25
TONES = {
    Status.PLANNED: ("info", "calendar-days"),
    Status.RUNNING: ("info", "academic-cap"),
    Status.EMPTY: ("plain", "minus-circle"),
    Status.AWAITING_RESULTS: ("warn", "clock"),
    Status.AWAITING_CERTIFICATES: ("warn", "document-check"),
    Status.FINISHED: ("good", "check-circle"),
}


@dataclass(frozen=True)
class State:
    """How far a class is, as a badge says it."""

    label: str
    tone: str
    icon: str

    @classmethod
    def of(cls, training_class: TrainingClass, today: date) -> "State":
        status = training_class.status_on(today)
        return cls(status.label, *TONES[status])


def class_list(request):
    """The classes the officer sees, the newest first, and how many people still have to go to one."""
    today = timezone.localdate()
    kinds = TrainingClass.Kind
    kind = request.GET.get("loai", "")
    found = TrainingClass.objects.visible_to(request.user).counted_for(request.user)
    if kind in kinds:
        found = found.filter(kind=kind)
    newest = found.select_related("committee").order_by("-planned_from", "-pk")
    page = Paginator(newest, CLASSES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, State.of(row, today)) for row in page],
        "kind": kind if kind in kinds else "",
        "chips": [("", "Tất cả"), *((value, value.label) for value in kinds)],
        "needs": [(value, _needing(request.user, value, today)) for value in kinds],
    }
    return render(request, "admissions/class_list.html", context)


def _needing(officer, kind: str, today: date) -> int:
    """How many of the people in scope have to go to a class and are enrolled in none."""
    return len(who_needs(kind, Candidate.objects.visible_to(officer), today))


def class_page(request, pk):
    """A class: its facts, its figures, and those of its people whom the officer sees."""
    training_class = class_or_404(request.user, pk)
    today = timezone.localdate()
    people = training_class.enrolments.visible_to(request.user).by_name()
    people = list(people.select_related("candidate__unit"))
    own = request.user.may_write and _is_own(request.user, training_class)
    context = {
        "training_class": training_class,
        "state": State.of(training_class, today),
        "status": training_class.status_on(today),
        "begun": training_class.planned_from <= today,
        "people": people,
        "own": own,
        "figures": _figures(people),
        "hidden": training_class.enrolled - len(people),
    }
    return render(request, "admissions/class_page.html", context)


def _is_own(officer, training_class: TrainingClass) -> bool:
    return TrainingClass.objects.run_by_scope_of(officer).filter(pk=training_class.pk).exists()


def _figures(people) -> list[tuple[str, int]]:
    """The line of statistics: how many were sent, how they did, how many have their certificate."""

    def counted(result):
        return sum(row.result == result for row in people)

    return [
        ("Cử đi học", len(people)),
        ("Đạt", counted(Result.PASSED)),
        ("Không đạt", counted(Result.FAILED)),
        ("Vắng", counted(Result.ABSENT)),
        ("Chưa ghi kết quả", counted("")),
        ("Đã cấp giấy", sum(bool(row.certificate_number) for row in people)),
    ]


@for_writers
def class_new(request):
    """Plan a class."""
    if not home_units(request.user):
        return render(request, "admissions/class_new.html", {"without_units": True})
    form = ClassForm(request.POST or None, officer=request.user)
    if request.method == "POST" and form.is_valid():
        training_class = classes.plan(form.save(commit=False), by=request.user)
        messages.success(request, f"Đã lập «{training_class}». Bây giờ ghi danh học viên.")
        return redirect("class_enrol", training_class.pk)
    status = REFUSED if request.method == "POST" else 200
    return render(request, "admissions/class_new.html", {"form": form}, status=status)


@for_writers
def class_edit(request, pk):
    """Change the facts of a class. Who would save over another's fresh change is told what that change was."""
    training_class = own_class_or_404(request.user, pk)
    if request.method != "POST":
        return _edit_page(request, training_class, ClassForm(instance=training_class, officer=request.user))
    form = ClassForm(request.POST, instance=training_class, officer=request.user)
    if not form.is_valid():
        return _edit_page(request, training_class, form, status=REFUSED, seen=request.POST.get("seen"))
    typed = {name: form.cleaned_data[name] for name in CLASS_FIELDS if name in form.cleaned_data}
    try:
        classes.change(training_class, typed, by=request.user, seen=request.POST.get("seen", ""))
    except classes.Stale:
        return _edit_conflict(request, pk)
    except classes.Refused as refused:
        for reason in refused.reasons:
            form.add_error(reason.field, reason.text)
        return _edit_page(request, training_class, form, status=REFUSED, seen=request.POST.get("seen"))
    messages.success(request, f"Đã lưu thay đổi của «{training_class}».")
    return redirect("class_page", training_class.pk)


def _edit_conflict(request, pk):
    """The page again with what is saved now beside what was typed; the next press saves over it."""
    saved = own_class_or_404(request.user, pk)
    form = ClassForm(request.POST, instance=saved, officer=request.user)
    context = {"differences": differences(form), "saved": own_class_or_404(request.user, pk)}
    return _edit_page(request, context["saved"], form, status=CONFLICT, **context)


def _edit_page(request, training_class, form, *, status=200, seen=None, **context):
    context = {
        "training_class": training_class,
        "name": form.initial["title"],
        "form": form,
        "seen": seen or training_class.changed_at.isoformat(),
        "differences": None,
        **context,
    }
    return render(request, "admissions/class_edit.html", context, status=status)
