"""The set-up workbook in the browser: blank template, upload, dry run, writing."""

from dataclasses import asdict

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.views.decorators.http import require_http_methods, require_safe

from admissions.importing.findings import ROWS_NAMED, Findings
from admissions.importing.load import check, load, plan
from admissions.importing.scan import Unreadable
from admissions.importing.sheets import SHEETS
from admissions.importing.template import blank_workbook
from admissions.models import SetupUpload
from units.access import for_writers
from units.answers import CONFLICT, REFUSED

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FAULTS_SHOWN = 500


class UploadForm(forms.Form):
    """One workbook, not larger than the office allows."""

    file = forms.FileField(
        label="Tệp thiết lập (.xlsx)",
        allow_empty_file=True,
        error_messages={"required": "Chọn một tệp Excel (.xlsx) rồi bấm Xem thử."},
        widget=forms.FileInput(attrs={"accept": f".xlsx,{XLSX}"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            size, limit = filesizeformat(file.size), filesizeformat(settings.UPLOAD_LIMIT)
            raise forms.ValidationError(f"Tệp nặng {size}, nhiều nhất {limit}. Hãy chia thành nhiều tệp.")
        return file


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def setup_upload(request):
    """What the workbook is, the form to upload one, and the last uploads."""
    form, found = UploadForm(), None
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        upload, found = _keep(form, request.user)
        if upload is not None:
            return redirect("setup_preview", upload.pk)
    context = {
        "form": form,
        "found": found,
        "sheets": [sheet() for sheet in SHEETS],
        "uploads": SetupUpload.objects.visible_to(request.user).newest()[:10],
        "limit": settings.UPLOAD_LIMIT,
    }
    return render(request, "admissions/setup_upload.html", context, status=REFUSED if form.errors else 200)


@for_writers
@require_safe
def setup_template(request):
    """The blank workbook."""
    response = HttpResponse(blank_workbook(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="mau-thiet-lap.xlsx"'
    return response


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def setup_preview(request, pk):
    """The dry run of an upload; POST writes it, once."""
    uploads = SetupUpload.objects.visible_to(request.user).select_related("uploaded_by", "committed_by")
    upload = get_object_or_404(uploads, pk=pk)
    posted = request.method == "POST"
    if upload.content is None:
        return render(
            request, "admissions/setup_done.html", {"upload": upload}, status=CONFLICT if posted else 200
        )
    findings, error = None, ""
    try:
        if not posted:
            findings = plan(bytes(upload.content), request.user).findings
        elif (findings := _write(upload, request.user)) is None:
            return redirect("setup_preview", pk)
    except Unreadable as problem:
        error = str(problem)
    context = {"upload": upload, "error": error, "findings": findings, **_shown(findings)}
    return render(request, "admissions/setup_preview.html", context, status=REFUSED if posted else 200)


def _keep(form: UploadForm, officer) -> tuple[SetupUpload | None, list | None]:
    """Store what the form brings if it can be read; else the form says why, and what the file holds instead."""
    if not form.is_valid():
        return None, None
    file = form.cleaned_data["file"]
    content = file.read()
    try:
        check(content)
    except Unreadable as error:
        form.add_error("file", str(error))
        return None, getattr(error, "found", None)
    return SetupUpload.keep(file.name, content, by=officer), None


def _write(upload: SetupUpload, officer) -> Findings | None:
    """Write the upload once; None when that is done, by this officer or by one who was faster."""
    with transaction.atomic():
        upload = SetupUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if upload.content is None:
            return None
        findings = load(bytes(upload.content), officer)
        if findings.faults:
            return findings
        upload.finish(by=officer, counts={sheet: asdict(counts) for sheet, counts in findings.counts.items()})
    return None


def _shown(findings: Findings | None) -> dict:
    """The parts of the findings that a page has room for."""
    if findings is None:
        return {}
    return {
        "faults": findings.faults[:FAULTS_SHOWN],
        "changes": findings.changes[:FAULTS_SHOWN],
        "remarks": [
            {"sheet": sheet, "text": text, "count": len(rows), "rows": rows[:ROWS_NAMED]}
            for sheet, text, rows in list(findings.grouped_remarks())[:FAULTS_SHOWN]
        ],
    }
