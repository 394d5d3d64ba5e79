"""The personal calendar feed behind a secret address."""

import hashlib
import secrets

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from units.models import Officer

SECRET_BYTES = 32


def digest_of(secret: str) -> str:
    """What is kept of a secret. It is 256 random bits, so one plain round of SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


class FeedQuerySet(models.QuerySet):
    def open(self):
        """Feeds that have not been revoked."""
        return self.filter(revoked_at__isnull=True)

    def behind(self, secret):
        """The open feed that a secret opens, of an officer who still works here."""
        return self.open().filter(secret_sha256=digest_of(secret), officer__is_active=True)


class Feed(models.Model):
    """An officer's calendar feed. The secret of its address is shown once and kept only as a digest."""

    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="feeds", verbose_name="tài khoản"
    )
    secret_sha256 = models.CharField("mã kiểm", max_length=64, unique=True)
    made_at = models.DateTimeField("lúc tạo", default=timezone.now)
    revoked_at = models.DateTimeField("lúc thu hồi", null=True, blank=True)
    last_read_at = models.DateTimeField("lần đọc gần nhất", null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = "nguồn lịch"
        verbose_name_plural = "nguồn lịch"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer"], condition=Q(revoked_at__isnull=True), name="one_open_feed_an_officer"
            )
        ]

    def __str__(self):
        return f"{self.officer} {self.made_at:%d/%m/%Y}"

    @classmethod
    @transaction.atomic
    def replace(cls, officer) -> str:
        """Open a new feed in place of the officer's old one and return its secret, which nobody can read again."""
        Officer.objects.select_for_update().get(pk=officer.pk)
        cls.revoke(officer)
        secret = secrets.token_urlsafe(SECRET_BYTES)
        cls.objects.create(officer=officer, secret_sha256=digest_of(secret))
        return secret

    @classmethod
    def revoke(cls, officer) -> int:
        """Close the officer's open feed; how many there were, none or one."""
        return cls.objects.open().filter(officer=officer).update(revoked_at=timezone.now())
