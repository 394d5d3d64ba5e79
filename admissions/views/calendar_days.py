"""The working days of a year: the public holidays as computed, and the office's own days off and days worked."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from admissions import calendar_days as writer
from admissions.forms.calendar_days import CalendarForm, CheckForm, RemoveForm, years
from admissions.models import CalendarChange, CalendarDay
from admissions.views.edition_forms import shown_to
from admissions.working_days import PublicDay, public_days
from units.access import for_writers
from units.answers import CONFLICT, REFUSED

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@dataclass(frozen=True)
class Row:
    """A day of the year that differs from an ordinary week: what was computed for it, what the office entered."""

    day: date
    public: PublicDay | None
    own: CalendarDay | None
    entered: CalendarChange | None
    estimated: bool

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.day.weekday()]

    @property
    def worked(self) -> bool:
        """The office's word goes first."""
        return self.own.worked if self.own else self.public.worked


def calendar_days(request):
    """The days of a year; the office enters days, and says when it has compared a year with its announcement."""
    year = _asked_year(request)
    if request.method != "POST":
        return _page(request, year)
    if not request.user.may_write:
        raise PermissionDenied("Chỉ văn phòng sửa được lịch làm việc.")
    return _check(request, year) if "check" in request.POST else _add(request, year)


def _asked_year(request) -> int:
    asked = request.GET.get("nam", "")
    today = timezone.localdate()
    return int(asked) if asked in {str(year) for year in years()} else today.year


def _address(year: int) -> str:
    return f"{reverse('calendar_days')}?nam={year}"


def _check(request, year: int):
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _page(request, year, REFUSED, check=form)
    writer.check_year(year, note=form.cleaned_data["document"], by=request.user)
    messages.success(request, f"Đã ghi: lịch năm {year} đã đối chiếu.")
    return redirect(_address(year))


def _add(request, year: int):
    """First what moves, then, on the same days once more, the writing."""
    form = CalendarForm(request.POST)
    if not form.is_valid():
        return _page(request, year, REFUSED, form=form)
    if request.POST.get("confirmed") != form.digest:
        days = {"worked" if form.worked else "off": form.days}
        moved = shown_to(request.user, writer.moved_by(**days))
        return _page(request, year, form=form, moved=moved, chosen=[_named(day) for day in form.days])
    try:
        writer.add(form.days, worked=form.worked, note=form.cleaned_data["note"], by=request.user)
    except writer.Stale as stale:
        form.add_error("since", str(stale))
        return _page(request, year, CONFLICT, form=form)
    kind = "làm việc" if form.worked else "nghỉ"
    messages.success(request, f"Đã ghi {len(form.days)} ngày {kind}.")
    return redirect(_address(form.days[0].year))


def _named(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"


def _page(request, year: int, status: int = 200, *, form=None, check=None, **context):
    log = CalendarChange.objects.filter(day__year=year).newest().select_related("recorded_by")
    log = list(log)
    checked = next((change for change in log if change.act == CalendarChange.Act.CHECKED), None)
    this_year = timezone.localdate().year
    context = {
        "year": year,
        "years": [y for y in years() if abs(y - this_year) <= 2 or y == year],
        "rows": _rows(year, log, estimated=year > this_year and checked is None),
        "log": log,
        "checked": checked,
        "future": year > this_year,
        "form": form or CalendarForm(),
        "check": check or CheckForm(),
        **context,
    }
    return render(request, "admissions/calendar_days.html", context, status=status)


def _rows(year: int, log: list[CalendarChange], *, estimated: bool) -> list[Row]:
    public = {day.day: day for day in public_days(year)}
    own = {row.day: row for row in CalendarDay.objects.filter(day__year=year)}
    entered = {change.day: change for change in reversed(log) if change.act != CalendarChange.Act.CHECKED}
    return [
        Row(
            day,
            public.get(day),
            own.get(day),
            entered.get(day),
            estimated=estimated and day not in own and public[day].lunar,
        )
        for day in sorted({*public, *own})
    ]


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_remove(request, pk):
    """Take one of the office's days out again, with a reason; what moves is shown first."""
    day = get_object_or_404(CalendarDay, pk=pk)
    form = RemoveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        writer.remove(day, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, f"Đã bỏ ngày {day.day:%d/%m/%Y}.")
        return redirect(_address(day.day.year))
    context = {
        "day": day,
        "name": _named(day.day),
        "form": form,
        "moved": shown_to(request.user, writer.moved_by(gone=[day.day])),
    }
    return render(request, "admissions/calendar_remove.html", context, status=REFUSED if form.errors else 200)
