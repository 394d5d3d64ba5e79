"""Sending the letters of the outbox through Django's mail settings; what became of each stands on its row."""

from __future__ import annotations

import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.utils import timezone

from admissions.models import OutboxMessage

Status = OutboxMessage.Status
CLAIMED_FOR = timedelta(minutes=10)  # after that a sender who was cut off no longer holds a letter
NO_SERVER = "Chưa khai báo máy chủ thư (EMAIL_URL)."
# The first that fits tells the office what to look at; the server's own words follow.
CAUSES = (
    (smtplib.SMTPRecipientsRefused, "Máy chủ thư không nhận địa chỉ này."),
    (smtplib.SMTPSenderRefused, "Máy chủ thư không nhận địa chỉ gửi (DEFAULT_FROM_EMAIL)."),
    (smtplib.SMTPAuthenticationError, "Máy chủ thư không nhận tên hoặc mật khẩu trong EMAIL_URL."),
    (smtplib.SMTPException, "Máy chủ thư từ chối."),
    (OSError, "Không nối được với máy chủ thư."),
    (ValueError, "Địa chỉ hoặc nội dung thư không gửi được."),
)


def may_be_sent(message: OutboxMessage) -> bool:
    """Whether sending makes sense: not gone out yet, to somebody who still works here."""
    return message.status != Status.SENT and message.officer.is_active


def send(message: OutboxMessage) -> str:
    """Try to send a letter once and return its status; without a mail server it is kept in the application.

    The address is the officer's of today. A failure is written down and raises nothing. A letter that another
    sender holds is left alone.
    """
    if not settings.MAIL_SERVER:
        return _note(message, Status.KEPT, NO_SERVER)
    if not _claim(message):
        message.refresh_from_db()
        return message.status
    try:
        _post(message)
    except tuple(kind for kind, _ in CAUSES) as fault:
        return _note(message, Status.FAILED, _why(fault))
    return _note(message, Status.SENT, "", sent_at=timezone.now())


def _claim(message: OutboxMessage) -> bool:
    """Take the letter for this sender, if nobody has it and it has not gone out."""
    now = timezone.now()
    free = Q(status__in=(Status.FAILED, Status.KEPT)) | Q(tried_at=None) | Q(tried_at__lt=now - CLAIMED_FOR)
    unsent = OutboxMessage.objects.filter(free, pk=message.pk).exclude(status=Status.SENT)
    address = message.officer.email or message.to
    taken = unsent.update(status=Status.WAITING, attempts=F("attempts") + 1, tried_at=now, to=address)
    if taken:
        message.refresh_from_db()
    return bool(taken)


def _post(message: OutboxMessage) -> None:
    EmailMessage(message.subject, message.body, to=[message.to]).send()


def _why(fault: Exception) -> str:
    cause = next(text for kind, text in CAUSES if isinstance(fault, kind))
    return f"{cause} {fault}"[: OutboxMessage._meta.get_field("error").max_length]


def _note(message: OutboxMessage, status: str, error: str, **fields) -> str:
    message.status, message.error = status, error
    for name, value in fields.items():
        setattr(message, name, value)
    message.save(update_fields=["status", "error", *fields])
    return status
