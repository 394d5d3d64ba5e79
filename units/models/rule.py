"""How a committee counts a year: its band, base, counting date and thresholds, and what was changed in them."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from units.append_only import Log
from units.models.unit import BANDED, Directive, Unit
from units.templatetags.vietnamese import band


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

    def nearest(self, unit, year):
        """The rule that counts a year of a unit by today's tree, or the shipped values unsaved. One query."""
        above = [*unit.ancestor_ids(), unit.pk]
        committees = self.filter(Q(root__kind__in=BANDED) | Q(root__parent=None), root_id__in=above)
        rules = committees.filter(year__lte=year).select_related("directive")
        return rules.order_by("root__path", "year").last() or YearRule(root_id=above[0], year=year)

    def in_force(self, years):
        """By year every committee's own rule, the newest up to it, as {unit id: YearRule}. One query."""
        rules = list(self.filter(year__lte=max(years)).order_by("year").select_related("directive"))
        return {year: {rule.root_id: rule for rule in rules if rule.year <= year} for year in years}


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
    review_days = models.PositiveSmallIntegerField("hạn gửi báo cáo kỳ: sau khi hết kỳ (ngày)", default=10)
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


class YearRuleChange(Log):
    """One change of a committee's rule for a year: by field what it was and what it became. Append-only."""

    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rule_changes")
    year = models.PositiveSmallIntegerField("từ năm")
    reason = models.CharField("lý do", max_length=300, blank=True)
    changes = models.JSONField("thay đổi", default=dict)

    class Meta(Log.Meta):
        verbose_name = "lần sửa quy ước năm"
        verbose_name_plural = "các lần sửa quy ước năm"

    def __str__(self):
        return f"{self.root} {self.year}"

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """What was changed in words: what, before, after."""
        return in_words(self.changes)


def in_words(changes: dict[str, list]) -> list[tuple[str, str, str]]:
    """Differences of a rule, {field: [before, after]}, as lines of what, before, after, in the order of the columns."""
    columns = [column.name for column in YearRule._meta.fields]  # a stored object does not keep its order
    return [
        (named(field), worded(field, old), worded(field, new))
        for field, (old, new) in sorted(changes.items(), key=lambda pair: columns.index(pair[0]))
    ]


def named(field: str) -> str:
    """A field of a rule as the page calls it."""
    label = str(YearRule._meta.get_field(field).verbose_name)
    return label[:1].upper() + label[1:]


def worded(field: str, content: object) -> str:
    """A content of a rule's log in words."""
    column = YearRule._meta.get_field(field)
    if column.choices:
        return str(dict(column.choices).get(content, content))
    if isinstance(column, models.DecimalField):
        return band(Decimal(str(content)))
    return "không ghi" if content in (None, "") else str(content)
