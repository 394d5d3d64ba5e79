"""The book of monthly reviews of the list (sổ rà soát danh sách cảm tình Đảng)."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from admissions.models.candidate import Candidate
from admissions.models.trail import StageEvent
from units.models import Unit, scope_of


class ListReviewQuerySet(models.QuerySet):
    def visible_to(self, officer):
        """Reviews of the units the officer sees today."""
        return self.filter(scope_of(officer, "unit__"))


class ListReview(models.Model):
    """A unit has reviewed its list in a month, on a day, a cell by a numbered resolution (HD38 I.1.1b–d).

    `month` is the first day of the month reviewed. Only `admissions.list_review` writes these rows; what was said
    of each person is beside them, as `lines`.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="list_reviews", verbose_name="đơn vị"
    )
    month = models.DateField("tháng")
    reviewed_on = models.DateField("ngày rà soát")
    document_number = models.CharField("số nghị quyết", max_length=60, blank=True)
    recorded_by = models.ForeignKey(
        "units.Officer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người ghi",
    )
    recorded_at = models.DateTimeField("lúc ghi", default=timezone.now)

    objects = ListReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "lần rà soát danh sách"
        verbose_name_plural = "sổ rà soát danh sách"
        ordering = ["month", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "month"], name="one_list_review_a_unit_and_month"),
            models.CheckConstraint(
                condition=Q(reviewed_on__gte=F("month")), name="list_review_not_before_its_month"
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.month:%m/%Y}"


class ListReviewLineQuerySet(models.QuerySet):
    def told(self):
        """Lines that know whether the step they led to was undone (`voided`)."""
        return self.annotate(voided=Exists(StageEvent.objects.filter(voids=OuterRef("event"))))

    def moving(self):
        """Lines whose step stands: they brought somebody onto the list, or took him from it."""
        return self.filter(event__isnull=False, event__voided_by__isnull=True)


class ListReviewLine(models.Model):
    """What a review of the list said of one person: he stays, comes onto it or goes from it, and why.

    Only `admissions.list_act` writes these rows. `event` is the step it led to.
    """

    class Outcome(models.TextChoices):
        """What the review decided about the person."""

        STAYS = "stays", "Ở lại danh sách"
        COMES = "comes", "Đưa vào danh sách"
        GOES = "goes", "Đưa ra khỏi danh sách"

    review = models.ForeignKey(ListReview, on_delete=models.PROTECT, related_name="lines")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="list_reviews")
    outcome = models.CharField("kết quả", max_length=5, choices=Outcome.choices)
    reason = models.CharField("lý do", max_length=300, blank=True)
    event = models.OneToOneField(
        StageEvent, on_delete=models.PROTECT, null=True, blank=True, related_name="list_review_line"
    )

    objects = ListReviewLineQuerySet.as_manager()

    class Meta:
        verbose_name = "kết quả rà soát"
        verbose_name_plural = "kết quả rà soát"
        constraints = [
            models.UniqueConstraint(fields=["review", "candidate"], name="one_line_a_person_and_review"),
            models.CheckConstraint(
                condition=~Q(outcome="goes") | ~Q(reason=""), name="who_goes_from_the_list_is_told_why"
            ),
        ]

    def __str__(self):
        return f"{self.candidate}: {self.get_outcome_display()}"
