"""The letters that remind officers of their clocks, and what became of each."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from units.models import scope_of


class OutboxQuerySet(models.QuerySet):
    def visible_to(self, officer):
        """The officer's own letters; those who write also see letters to officers of the units in their scope."""
        own = Q(officer=officer)
        if not officer.may_write:
            return self.filter(own)
        scope = scope_of(officer, "officer__unit__")
        return self.filter(own | scope) if scope else self.all()  # an empty scope bounds nothing


class OutboxMessage(models.Model):
    """One officer's letter of one week: what it says, whether it went out, and why not.

    Only `admissions.deadlines.digests` writes these rows and only `admissions.deadlines.outbox` sends them.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "Chờ gửi"
        SENT = "sent", "Đã gửi"
        FAILED = "failed", "Không gửi được"
        KEPT = "kept", "Giữ trong ứng dụng"

    officer = models.ForeignKey(
        "units.Officer", on_delete=models.PROTECT, related_name="letters", verbose_name="người nhận"
    )
    to = models.EmailField("địa chỉ")
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung")
    week = models.DateField("tuần từ thứ Hai")
    made_at = models.DateTimeField("lúc viết", default=timezone.now)
    status = models.CharField("trạng thái", max_length=8, choices=Status.choices, default=Status.WAITING)
    error = models.CharField("vì sao", max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField("số lần gửi", default=0)
    tried_at = models.DateTimeField("lần gửi gần nhất", null=True, blank=True)
    sent_at = models.DateTimeField("lúc gửi xong", null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "thư nhắc hạn"
        verbose_name_plural = "thư nhắc hạn"
        ordering = ["-week", "officer_id"]
        constraints = [
            models.UniqueConstraint(fields=["officer", "week"], name="one_letter_an_officer_and_week"),
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False)
                | (~Q(status="sent") & Q(sent_at__isnull=True)),
                name="a_letter_is_sent_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.officer} {self.week:%d/%m/%Y}"
