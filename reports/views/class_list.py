"""The list of a class for the political centre as a download."""

from io import BytesIO
from urllib.parse import quote

from django.http import FileResponse
from django.utils.text import slugify

from admissions.views.scope import class_or_404
from reports.class_list import class_list_for
from reports.workbook import MIME_TYPE
from units.access import for_exporters
from units.names import fold


@for_exporters
def class_list_export(request, pk):
    """The people of a class whom the officer sees, as an Excel file."""
    training_class = class_or_404(request.user, pk)
    people = training_class.enrolments.visible_to(request.user)
    response = FileResponse(BytesIO(class_list_for(training_class, people)), content_type=MIME_TYPE)
    plain = slugify(fold(f"danh sach {training_class.title}"))[:80]
    spoken = quote(f"Danh sách – {training_class.title}.xlsx", safe="")
    response["Content-Disposition"] = f"attachment; filename=\"{plain}.xlsx\"; filename*=UTF-8''{spoken}"
    return response
