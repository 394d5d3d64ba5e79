"""What a unit reports of a period: shortcomings, difficulties and remedies, and the way of that report upward."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from units.append_only import Log
from units.fields import recorder
from units.models.unit import Unit, scope_of

PERIODS = [("Q1", "Quý I"), ("6M", "6 tháng"), ("9M", "9 tháng"), ("Y", "Cả năm")]


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, officer):
        """Reviews of the units the officer sees today."""
        return self.filter(scope_of(officer, "unit__"))


class Review(models.Model):
    """A unit's review of a period. The status repeats its last `ReviewStep`; only `units.reviews` writes both."""

    class Status(models.TextChoices):
        """How far the review has come."""

        DRAFT = "draft", "Đang viết"
        SUBMITTED = "submitted", "Đã gửi, chờ văn phòng"
        RETURNED = "returned", "Trả lại để bổ sung"
        ACCEPTED = "accepted", "Đã xác nhận"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reviews", verbose_name="đơn vị")
    year = models.PositiveSmallIntegerField("năm")
    period = models.CharField("kỳ", max_length=2, choices=PERIODS)
    shortcomings = models.TextField("hạn chế", blank=True, max_length=4000)
    difficulties = models.TextField("khó khăn, nguyên nhân", blank=True, max_length=4000)
    remedies = models.TextField("giải pháp, kiến nghị", blank=True, max_length=4000)
    figures = models.JSONField("số liệu lúc gửi", default=dict, blank=True)
    status = models.CharField("tình trạng", max_length=9, choices=Status.choices, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=0, editable=False)  # counts the writes, against stale pages
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = recorder()

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo kiểm điểm kỳ"
        verbose_name_plural = "báo cáo kiểm điểm kỳ"
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "period"], name="one_review_a_unit_and_period")
        ]

    def __str__(self):
        return f"{self.unit}, {self.get_period_display()} {self.year}"


class ReviewStep(Log):
    """A review was sent, returned with a reason, or accepted. Append-only."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="steps")
    status = models.CharField("tình trạng", max_length=9, choices=Review.Status.choices)
    reason = models.CharField("lý do", max_length=500, blank=True)

    class Meta(Log.Meta):
        verbose_name = "bước của báo cáo kỳ"
        verbose_name_plural = "các bước của báo cáo kỳ"
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(reason=""), name="a_return_has_a_reason"
            )
        ]

    def __str__(self):
        return f"{self.review}: {self.get_status_display()}"
