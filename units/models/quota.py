"""How many people a unit is to admit in a year, as documents hand it down."""

from django.db import models
from django.utils import timezone

from units.models.reorganisation import Reorganisation
from units.models.unit import Directive, Unit


class QuotaQuerySet(models.QuerySet):
    def in_force(self, year, on):
        """For every unit the newest quota of a year that had been given by a day, as {unit id: Quota}."""
        given = (
            self.filter(year=year, given_on__lte=on).order_by("given_on", "id").select_related("directive")
        )
        return {quota.unit_id: quota for quota in given}


class Quota(models.Model):
    """How many people a unit with its whole subtree is to admit in a year, by a dated document.

    Rows are never changed: a re-issued quota is a new row, the newest one given by a day counts.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="quotas")
    year = models.PositiveSmallIntegerField("năm")
    members = models.PositiveIntegerField("chỉ tiêu", null=True, blank=True)
    pupils = models.PositiveIntegerField("chỉ tiêu học sinh", null=True, blank=True)
    workers = models.PositiveIntegerField("chỉ tiêu công nhân", null=True, blank=True)
    directive = models.ForeignKey(
        Directive, on_delete=models.PROTECT, null=True, blank=True, verbose_name="văn bản giao"
    )
    given_on = models.DateField("ngày giao")
    act = models.ForeignKey(
        Reorganisation, on_delete=models.PROTECT, null=True, blank=True, related_name="quotas", editable=False
    )
    recorded_by = models.ForeignKey(
        "units.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = QuotaQuerySet.as_manager()

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        indexes = [models.Index(fields=["year", "unit"])]

    def __str__(self):
        return f"{self.unit} {self.year}: {self.members}"
