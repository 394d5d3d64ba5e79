"""The outbox: the weekly letters, what became of each and why."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from admissions.deadlines import outbox as post
from admissions.models import OutboxMessage
from units.access import for_writers

LINES = 50  # on a page
Status = OutboxMessage.Status
TONES = {Status.SENT: "good", Status.FAILED: "bad", Status.WAITING: "warn", Status.KEPT: "info"}


def letter_or_404(officer, pk) -> OutboxMessage:
    """The letter, if it is the officer's own or, for those who write, in his scope."""
    letters = OutboxMessage.objects.visible_to(officer).select_related("officer__unit")
    return get_object_or_404(letters, pk=pk)


@require_safe
def outbox(request):
    """The letters in scope, the newest week first."""
    letters = OutboxMessage.objects.visible_to(request.user).defer("body").select_related("officer__unit")
    page = Paginator(letters, LINES).get_page(request.GET.get("page"))
    rows = [(letter, TONES[letter.status]) for letter in page.object_list]
    context = {"page": page, "rows": rows, "has_server": settings.MAIL_SERVER}
    return render(request, "admissions/outbox.html", context)


@require_safe
def outbox_message(request, pk):
    """One letter. What it says is for its reader alone: he may see units that whoever looks after the post does not."""
    letter = letter_or_404(request.user, pk)
    context = {
        "letter": letter,
        "tone": TONES[letter.status],
        "own": letter.officer_id == request.user.pk,
        "may_resend": request.user.may_write and letter.status == Status.FAILED,
    }
    return render(request, "admissions/outbox_message.html", context)


@for_writers
@require_POST
def outbox_resend(request, pk):
    """Try once more to send a letter that did not go out."""
    letter = letter_or_404(request.user, pk)
    if not post.may_be_sent(letter):
        messages.warning(request, "Thư này đã gửi xong, hoặc tài khoản người nhận đã khóa: không gửi lại.")
        return redirect("outbox_message", pk)
    status = post.send(letter)
    if status == Status.SENT:
        messages.success(request, f"Đã gửi cho {letter.officer} ({letter.to}).")
    elif status == Status.WAITING:
        messages.info(request, "Thư đang được gửi ở nơi khác; tải lại trang sau ít phút.")
    else:
        messages.error(request, f"Chưa gửi được: {letter.error}")
    return redirect("outbox_message", pk)
