"""How many people an introducing body is to bring in a year, as a document gives it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from admissions.models.candidate import Organisation
from units.fields import recorder
from units.models import Directive, Unit


class BodyQuotaQuerySet(models.QuerySet):
    def in_force(self, year, on):
        """The newest quota of a year given by a day, as {(committee id, organisation id): BodyQuota}."""
        given = (
            self.filter(year=year, given_on__lte=on).order_by("given_on", "id").select_related("directive")
        )
        return {(quota.committee_id, quota.organisation_id): quota for quota in given}


class BodyQuota(models.Model):
    """How many admissions a committee asks a union or force to introduce in a year, by a dated document.

    Rows are never changed: a re-issued quota is a new row, the newest one given by a day counts.
    """

    committee = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="body_quotas", verbose_name="đảng bộ"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="quotas", verbose_name="tổ chức giới thiệu"
    )
    year = models.PositiveSmallIntegerField("năm")
    members = models.PositiveIntegerField("chỉ tiêu", null=True, blank=True)
    workers = models.PositiveIntegerField("chỉ tiêu công nhân", null=True, blank=True)
    directive = models.ForeignKey(
        Directive, on_delete=models.PROTECT, null=True, blank=True, verbose_name="văn bản giao"
    )
    given_on = models.DateField("ngày giao")
    recorded_by = recorder()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = BodyQuotaQuerySet.as_manager()

    class Meta:
        verbose_name = "chỉ tiêu giới thiệu"
        verbose_name_plural = "chỉ tiêu giới thiệu"
        indexes = [models.Index(fields=["year", "committee"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(workers__isnull=True)
                | Q(members__isnull=True)
                | Q(workers__lte=models.F("members")),
                name="workers_within_a_bodys_quota",
            )
        ]

    def __str__(self):
        return f"{self.organisation} {self.year}: {self.members}"
