"""What the office types about a unit's year: its members, the ledger, plan and resolution."""

from django.db import models

from units.models.unit import Unit

LEDGER_IN = ("transferred_in", "restored")
LEDGER_OUT = ("died", "expelled", "struck_off", "left", "transferred_out")


class UnitYear(models.Model):
    """A unit's own members on 31/12 of the year before and the ledger lines of the year (Biểu 1).

    Counts are people of this very unit; sums over the tree are worked out, never stored.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField("năm")
    opening = models.PositiveIntegerField("đảng viên 31/12 năm trước", null=True, blank=True)
    transferred_in = models.PositiveIntegerField("chuyển đến", default=0)
    restored = models.PositiveIntegerField("phục hồi", default=0)
    died = models.PositiveIntegerField("từ trần", default=0)
    expelled = models.PositiveIntegerField("khai trừ", default=0)
    struck_off = models.PositiveIntegerField("xóa tên", default=0)
    left = models.PositiveIntegerField("xin ra", default=0)
    transferred_out = models.PositiveIntegerField("chuyển đi", default=0)
    plan_number = models.CharField("số kế hoạch năm", max_length=60, blank=True)
    plan_on = models.DateField("ngày kế hoạch", null=True, blank=True)
    resolution_number = models.CharField("số nghị quyết chuyên đề", max_length=60, blank=True)
    resolution_on = models.DateField("ngày nghị quyết", null=True, blank=True)
    no_source_left = models.BooleanField("không còn quần chúng", default=False)
    no_source_reason = models.CharField("lý do không còn nguồn", max_length=200, blank=True)
    no_source_on = models.DateField("ngày xác nhận không còn nguồn", null=True, blank=True)

    class Meta:
        verbose_name = "số liệu năm"
        verbose_name_plural = "số liệu năm"
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="one_row_a_unit_and_year")]

    def __str__(self):
        return f"{self.unit} {self.year}"
