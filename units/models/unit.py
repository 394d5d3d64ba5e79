"""The tree of units, with its past: who hung where, under which name, from when to when."""

from django.db import models
from django.db.models import F, Q

from units.fields import BinaryOrderField
from units.models.officer import Role

PATH_STEP = 8  # digits of one id in a path
PATH_AFTER = "~"  # sorts after every digit and the slash


class Kind(models.TextChoices):
    """The shapes of unit that the set-up workbook names."""

    PROVINCE = "province", "Đảng bộ tỉnh"
    COMMUNE = "commune", "Đảng bộ xã"
    BASE = "base", "Đảng bộ cơ sở"
    SECTION = "section", "Đảng bộ bộ phận"
    RESIDENTIAL = "residential", "Chi bộ thôn bản"
    SCHOOL = "school", "Chi bộ trường học"
    AGENCY = "agency", "Chi bộ cơ quan"
    HEALTH = "health", "Chi bộ trạm y tế"
    POLICE = "police", "Chi bộ công an"
    MILITARY = "military", "Chi bộ quân sự"
    ENTERPRISE = "enterprise", "Chi bộ doanh nghiệp"
    OTHER = "other", "Chi bộ khác"


COMMITTEES = frozenset({Kind.PROVINCE, Kind.COMMUNE, Kind.BASE, Kind.SECTION})
BANDED = frozenset({Kind.PROVINCE, Kind.COMMUNE})  # the 3–4% band speaks of a whole committee


class Powers(models.TextChoices):
    """Whether a base committee admits by itself (294 22.1–2, 10.6.1–2)."""

    NONE = "", "Không: Ban Thường vụ cấp trên quyết định"
    DELEGATED = "delegated", "Được ủy quyền quyết định kết nạp"
    UPPER = "upper", "Được giao quyền cấp trên trực tiếp cơ sở"


class Directive(models.Model):
    """A numbered, dated document that a quota, a target, a placement or a step rests on."""

    number = models.CharField("số, ký hiệu", max_length=60)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=160, blank=True)
    title = models.CharField("trích yếu", max_length=300, blank=True)

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        constraints = [
            models.UniqueConstraint(fields=["number", "issued_on", "issuer"], name="directive_once")
        ]

    def __str__(self):
        return self.number


def path_of(unit_id: int, parent_path: str = "") -> str:
    """The path of a unit: fixed-width ids from the root down, each closed by a slash."""
    return f"{parent_path}{unit_id:0{PATH_STEP}d}/"


def depth_of(path: str) -> int:
    """How many units a path leads through before its own; 0 at a root."""
    return len(path) // (PATH_STEP + 1) - 1


def with_depths(units) -> list[tuple]:
    """Each of some units with how deep it hangs under the highest of them."""
    units = list(units)
    top = min((unit.depth for unit in units), default=0)
    return [(unit, unit.depth - top) for unit in units]


def below(path: str, prefix: str = "") -> Q:
    """Condition: in the subtree that `path` names, itself included. `prefix` leads to the unit, as `unit__`."""
    return Q(**{f"{prefix}path__gte": path, f"{prefix}path__lt": path + PATH_AFTER})


class UnitQuerySet(models.QuerySet):
    def visible_to(self, officer):
        """Units the officer may know of, by today's tree."""
        return self.filter(scope_of(officer))

    def below(self, unit):
        """The unit and everything under it, in the order of the tree."""
        return self.filter(below(unit.path)).order_by("path")

    def standing(self):
        """Units that have not been closed."""
        return self.filter(closed_on__isnull=True)

    def with_few_members(self, year, fewer_than):
        """Standing cells with fewer members on 31/12 before the year; one whose number is not known is not among them."""
        cells = self.standing().exclude(kind__in=COMMITTEES)
        return cells.filter(years__year=year, years__opening__lt=fewer_than)


def scope_of(officer, prefix: str = "") -> Q:
    """The one rule of scope: the subtree of the officer's unit, or of the units he supervises.

    An administrator without a unit sees the whole installation.
    """
    if officer.role == Role.SUPERVISOR:
        scope = Q(pk__in=[])
        for unit in officer.supervised:
            scope |= below(unit.path, prefix)
        return scope
    if officer.unit_id is None:
        return Q() if officer.role == Role.ADMIN else Q(pk__in=[])
    return below(officer.unit.path, prefix)


class Unit(models.Model):
    """A committee or a cell. Place, name and kind repeat its open `Placement`."""

    code = models.CharField("mã", max_length=30, unique=True)
    name = models.CharField("tên đơn vị", max_length=160)
    kind = models.CharField("loại hình", max_length=12, choices=Kind.choices)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="đơn vị cấp trên",
    )
    path = BinaryOrderField(max_length=12 * (PATH_STEP + 1), unique=True, null=True, editable=False)
    owes_pupil = models.BooleanField("phải kết nạp học sinh", default=False)
    secretary = models.CharField("bí thư", max_length=120, blank=True)
    powers = models.CharField(
        "quyền quyết định kết nạp", max_length=10, choices=Powers.choices, blank=True, default=Powers.NONE
    )
    powers_since = models.DateField("có quyền từ ngày", null=True, blank=True)
    founded_on = models.DateField("ngày thành lập")
    closed_on = models.DateField("ngày kết thúc", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(powers="") | Q(powers_since__isnull=False), name="powers_have_their_day"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_committee(self) -> bool:
        return self.kind in COMMITTEES

    @property
    def depth(self) -> int:
        """0 at the root."""
        return depth_of(self.path)

    def powers_on(self, day) -> str:
        """Which powers the committee had on a day: those of the row, before their first day those of the log."""
        if self.powers_since is None or self.powers_since <= day:
            return self.powers
        return self.powers_changes.powers_on(day)

    def ancestor_ids(self) -> list[int]:
        """Ids from the root down to the unit's parent, read from the path."""
        return [int(part) for part in self.path.split("/")[:-2]]


class PlacementQuerySet(models.QuerySet):
    def on(self, day):
        """Placements in force on a day."""
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))

    def departures(self):
        """Placements of units that went out of the installation; nothing here took them over."""
        return self.filter(closed=True, until__isnull=True, act__act="leave")


class Placement(models.Model):
    """Where a unit hung, what it was called and what it was, from `since` until the day before `until`.

    A closed unit keeps hanging, closed, under the one that took it over, so no sum above it ever changes.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    parent = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="child_placements"
    )
    name = models.CharField("tên đơn vị", max_length=160)
    kind = models.CharField("loại hình", max_length=12, choices=Kind.choices)
    closed = models.BooleanField("đã kết thúc", default=False)
    since = models.DateField("từ ngày")
    until = models.DateField("đến hết ngày trước", null=True, blank=True)
    directive = models.ForeignKey(
        Directive, on_delete=models.PROTECT, null=True, blank=True, verbose_name="văn bản"
    )
    act = models.ForeignKey(
        "units.Reorganisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
        editable=False,
    )

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(until__isnull=True), name="one_open_placement"
            ),
            models.UniqueConstraint(fields=["unit", "since"], name="one_placement_a_day"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="placement_forward"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("unit")), name="placement_not_under_itself"
            ),
        ]

    def __str__(self):
        return f"{self.name} từ {self.since:%d/%m/%Y}"

    @property
    def departure(self) -> str:
        """Where a unit that went out of the installation went, as its act tells it; empty for any other."""
        if not self.closed or self.act is None or self.act.act != "leave":
            return ""
        lines = (line for line in self.act.told.splitlines() if line.startswith(f"{self.name} "))
        return next(lines, f"{self.name} chuyển ra ngoài đảng bộ.")
