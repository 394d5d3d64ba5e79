"""What a year asks of a unit and what the office types about it: members, quotas, rules, supervision."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from units.models.unit import Directive, Unit

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


class YearRuleQuerySet(models.QuerySet):
    def for_year(self, root_id, year):
        """The rule in force for a year of a root."""
        return self.for_years(root_id, [year])[year]

    def for_years(self, root_id, years):
        """By year the rule of the newest year up to it that the root has, or the shipped values unsaved."""
        rules = list(
            self.filter(root_id=root_id, year__lte=max(years)).order_by("year").select_related("directive")
        )
        in_force = {}
        for year in years:
            until = [rule for rule in rules if rule.year <= year]
            in_force[year] = until[-1] if until else YearRule(root_id=root_id, year=year)
        return in_force


class YearRule(models.Model):
    """How a committee counts a year: its target band, base, counting date and thresholds."""

    class Base(models.TextChoices):
        OPENING = "opening", "đảng viên 31/12 năm trước"
        PRESENT = "present", "đảng viên hiện có"

    class Counting(models.TextChoices):
        DECISION = "decision", "ngày quyết định kết nạp"
        CEREMONY = "ceremony", "ngày lễ kết nạp"

    class PupilYear(models.TextChoices):
        CALENDAR = "calendar", "năm dương lịch"
        SCHOOL = "school", "năm học (tháng 9 – tháng 8)"

    root = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="year_rules", verbose_name="đảng bộ"
    )
    year = models.PositiveSmallIntegerField("từ năm")
    target_min = models.DecimalField("mục tiêu từ (%)", max_digits=5, decimal_places=2, default=Decimal("3"))
    target_max = models.DecimalField("mục tiêu đến (%)", max_digits=5, decimal_places=2, default=Decimal("4"))
    base = models.CharField("cơ số", max_length=8, choices=Base.choices, default=Base.OPENING)
    counting = models.CharField(
        "tính theo", max_length=8, choices=Counting.choices, default=Counting.DECISION
    )
    pupil_year = models.CharField(
        "năm tính học sinh", max_length=8, choices=PupilYear.choices, default=PupilYear.CALENDAR
    )
    low_progress = models.DecimalField(
        "ngưỡng chậm sau quý I (%)", max_digits=5, decimal_places=2, default=Decimal("10")
    )
    small_base = models.PositiveSmallIntegerField("đơn vị nhỏ: dưới (người)", default=25)
    directive = models.ForeignKey(
        Directive, on_delete=models.PROTECT, null=True, blank=True, verbose_name="văn bản"
    )

    objects = YearRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "quy ước năm"
        verbose_name_plural = "quy ước năm"
        constraints = [
            models.UniqueConstraint(fields=["root", "year"], name="one_rule_a_root_and_year"),
            models.CheckConstraint(condition=Q(target_max__gte=F("target_min")), name="band_upright"),
        ]

    def __str__(self):
        return f"{self.root} {self.year}"


class SupervisionQuerySet(models.QuerySet):
    def on(self, day):
        """Assignments in force on a day."""
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))

    def current(self):
        """Assignments in force today."""
        return self.on(timezone.localdate())


class Supervision(models.Model):
    """A committee member answers for a unit's results, from `since` until the day before `until`."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="supervisions", verbose_name="đơn vị"
    )
    member = models.CharField("cấp ủy viên phụ trách", max_length=120)
    officer = models.ForeignKey(
        "units.Officer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supervisions",
        verbose_name="tài khoản",
    )
    since = models.DateField("từ ngày")
    until = models.DateField("đến hết ngày trước", null=True, blank=True)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công phụ trách"
        verbose_name_plural = "phân công phụ trách"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="supervision_forward"
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(until__isnull=True), name="one_open_supervision"
            ),
        ]

    def __str__(self):
        return f"{self.member}: {self.unit}"
