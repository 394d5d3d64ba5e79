"""A set-up workbook on its way in: kept until it is written or replaced, then only its name and its counts."""

import hashlib

from django.db import models
from django.db.models import Q
from django.utils import timezone

from units.models import scope_of


class SetupUploadQuerySet(models.QuerySet):
    def visible_to(self, officer):
        """Uploads by officers whose unit lies in the officer's scope."""
        return self.filter(scope_of(officer, "uploaded_by__unit__"))

    def newest(self):
        """Newest first, without the bytes."""
        return self.defer("content").select_related("uploaded_by", "committed_by").order_by("-pk")


class SetupUpload(models.Model):
    """An uploaded workbook. Its bytes hold personal data and are erased as soon as they are not needed."""

    name = models.CharField("tên tệp", max_length=200)
    size = models.PositiveIntegerField("kích thước (byte)")
    sha256 = models.CharField("mã kiểm", max_length=64)
    content = models.BinaryField("nội dung", null=True)
    uploaded_by = models.ForeignKey(
        "units.Officer", on_delete=models.PROTECT, related_name="+", verbose_name="người tải"
    )
    uploaded_at = models.DateTimeField("lúc tải", default=timezone.now, editable=False)
    committed_by = models.ForeignKey(
        "units.Officer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người ghi",
    )
    committed_at = models.DateTimeField("lúc ghi", null=True, blank=True)
    counts = models.JSONField("số dòng", default=dict, blank=True)

    objects = SetupUploadQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp thiết lập"
        verbose_name_plural = "tệp thiết lập"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(committed_by__isnull=True, committed_at__isnull=True)
                | Q(committed_by__isnull=False, committed_at__isnull=False, content__isnull=True),
                name="setup_committed_by_whom_and_when_then_erased",
            )
        ]

    def __str__(self):
        return self.name

    @classmethod
    def keep(cls, name: str, content: bytes, *, by) -> "SetupUpload":
        """Store a workbook; what the same officer uploaded before and did not write is erased."""
        cls.objects.filter(uploaded_by=by, committed_at__isnull=True).update(content=None)
        digest = hashlib.sha256(content).hexdigest()
        return cls.objects.create(
            name=name[-200:], size=len(content), sha256=digest, content=content, uploaded_by=by
        )

    def finish(self, *, by, counts: dict) -> None:
        """Note who wrote it and what came in; the bytes go."""
        self.committed_by, self.committed_at, self.counts, self.content = by, timezone.now(), counts, None
        self.save(update_fields=["committed_by", "committed_at", "counts", "content"])
