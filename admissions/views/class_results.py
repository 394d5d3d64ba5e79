"""The results of a class and the certificates that follow from them, numbered in one go."""

import re
from dataclasses import dataclass, field

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from admissions import classes
from admissions.classes.numbering import next_number, numbers_from
from admissions.forms.classes import IssueForm, ResultRow, read_outcomes
from admissions.views.scope import own_class_or_404
from units.access import for_writers
from units.answers import CONFLICT, REFUSED

NUMBER_OF = re.compile(r"so\.(\d{1,18})", re.ASCII)


@dataclass
class Desk:
    """What the page holds: the class, its grid of results, who waits for a certificate, and what is told."""

    training_class: object
    rows: list[ResultRow]
    waiting: list
    today: object
    form: IssueForm | None = None
    numbered: list[tuple] = field(default_factory=list)
    reasons: list = field(default_factory=list)
    conflict: list = field(default_factory=list)
    forbidden: list = field(default_factory=list)

    @classmethod
    def of(cls, training_class) -> "Desk":
        people = training_class.enrolments.by_name().select_related("candidate__unit", "result_by")
        rows = [ResultRow.of(enrolment) for enrolment in people]
        waiting = classes.waiting_for_certificate(training_class)
        return cls(training_class, rows, waiting, timezone.localdate())

    @property
    def begun(self) -> bool:
        return self.training_class.planned_from <= self.today

    @property
    def open_rows(self) -> int:
        return sum(not row.enrolment.certificate_number for row in self.rows)

    def preview(self, form: IssueForm) -> None:
        """Give everyone who waits the number he would get."""
        self.form = form
        if form.is_valid():
            numbers = numbers_from(form.cleaned_data["so_dau"], len(self.waiting))
            self.numbered = list(zip(self.waiting, numbers, strict=True))

    def keep_typed(self, posted, faults) -> None:
        """Put what was typed, and what is wrong with it, back into the grid."""
        by_row = {row.enrolment.pk: row for row in self.rows}
        for pk, row in by_row.items():
            if f"ket_qua.{pk}.was" in posted and not row.enrolment.certificate_number:
                shown = posted[f"ket_qua.{pk}.was"], posted.get(f"diem.{pk}.was", "")
                typed = posted.get(f"ket_qua.{pk}", ""), posted.get(f"diem.{pk}", "")
                row.result, row.mark = typed if typed != shown else (row.result, row.mark)
        for fault in faults:
            if row := by_row.get(fault.enrolment_id):
                row.faults.append(fault.text)


@for_writers
def class_results(request, pk):
    """The grid of results; below it the certificates: a preview by the address, then given by a press."""
    training_class = own_class_or_404(request.user, pk)
    if request.method != "POST":
        return _open(request, training_class)
    return _issue(request, training_class) if "issue" in request.POST else _record(request, training_class)


def _open(request, training_class):
    desk = Desk.of(training_class)
    if "so_dau" not in request.GET:
        return _page(request, desk)
    desk.preview(IssueForm(request.GET))
    return _page(request, desk, status=200 if desk.form.is_valid() else REFUSED)


def _record(request, training_class):
    outcomes, faults = read_outcomes(request.POST, rest_passed="rest_passed" in request.POST)
    status = REFUSED
    if not faults:
        try:
            count = classes.record_results(training_class, outcomes, by=request.user)
        except classes.Refused as refused:
            faults = refused.reasons
            status = CONFLICT if isinstance(refused, classes.Stale) else REFUSED
        else:
            _tell(request, count)
            return redirect("class_results", training_class.pk)
    desk = Desk.of(own_class_or_404(request.user, training_class.pk))
    desk.keep_typed(request.POST, faults)
    desk.conflict, desk.reasons = (faults, []) if status == CONFLICT else ([], faults)
    return _page(request, desk, status=status)


def _tell(request, count: int) -> None:
    if count:
        messages.success(request, f"Đã ghi kết quả của {count} người.")
    else:
        messages.info(request, "Không có kết quả nào thay đổi.")


def _issue(request, training_class):
    form = IssueForm(request.POST)
    if not form.is_valid():
        return _issue_again(request, training_class, form, REFUSED)
    shown = {
        int(found[1]): number for name, number in request.POST.items() if (found := NUMBER_OF.fullmatch(name))
    }
    typed = form.cleaned_data
    try:
        given = classes.issue(
            training_class, first=typed["so_dau"], on=typed["ngay"], shown=shown, by=request.user
        )
    except classes.Stale as stale:
        return _issue_again(request, training_class, form, CONFLICT, conflict=stale.reasons)
    except classes.Refused as refused:
        return _issue_again(request, training_class, form, REFUSED, refused=refused.reasons)
    except classes.Forbidden as forbidden:
        return _issue_again(request, training_class, form, REFUSED, forbidden=forbidden.people)
    messages.success(request, f"Đã cấp {len(given)} giấy chứng nhận, ngày {typed['ngay']:%d/%m/%Y}.")
    return redirect("class_page", training_class.pk)


def _issue_again(request, training_class, form, status, *, conflict=(), refused=(), forbidden=()):
    desk = Desk.of(own_class_or_404(request.user, training_class.pk))
    form.tell(refused)
    desk.preview(form)
    desk.conflict, desk.forbidden = list(conflict), list(forbidden)
    return _page(request, desk, status=status)


def _page(request, desk: Desk, *, status=200):
    if desk.form is None:
        first = next_number(desk.training_class, desk.today.year)
        desk.form = IssueForm(initial={"so_dau": first, "ngay": f"{desk.today:%d/%m/%Y}"})
    return render(request, "admissions/class_results.html", {"desk": desk}, status=status)
