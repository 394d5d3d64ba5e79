"""The personal calendar feed: its page, and the file behind the secret address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from admissions.deadlines.agenda import agenda_of
from admissions.deadlines.calendar_file import written
from admissions.models import Feed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feed(request):
    """Make, replace or revoke the address of one's own feed; a new address is shown once."""
    if request.POST.get("act") == "revoke":
        if Feed.revoke(request.user):
            messages.success(request, "Đã thu hồi địa chỉ lịch. Địa chỉ cũ không mở được nữa.")
        return redirect("feed")
    address = ""
    if request.method == "POST":
        secret = Feed.replace(request.user)
        address = request.build_absolute_uri(reverse("calendar_feed", args=[secret]))
    context = {
        "address": address,
        "feed": Feed.objects.open().filter(officer=request.user).first(),
    }
    return render(request, "admissions/feed.html", context)


@login_not_required
@require_safe
def calendar_feed(request, secret):
    """The agenda of whoever made the address, by his scope of today. Nothing tells a wrong secret from a revoked one."""
    found = Feed.objects.behind(secret).select_related("officer__unit").first()
    if found is None:
        raise Http404("Không có lịch ở địa chỉ này.")
    now = timezone.now()
    Feed.objects.filter(pk=found.pk).update(last_read_at=now)
    agenda = agenda_of(found.officer, on=timezone.localdate(now))
    content = written(agenda.dues, name=f"Kết nạp Đảng – {found.officer}", at=now)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="ket-nap-dang.ics"'
    response["Cache-Control"] = "private, no-store"
    return response
