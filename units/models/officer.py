"""The people who sign in."""

from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from units.models.supervision import Supervision
    from units.models.unit import Unit


class Role(models.TextChoices):
    """What an officer may do inside the subtree of his unit."""

    ADMIN = "admin", "Quản trị"
    OFFICE = "office", "Văn phòng, Ban Xây dựng Đảng"
    SECRETARY = "secretary", "Bí thư"
    SUPERVISOR = "supervisor", "Cấp ủy viên phụ trách"
    LEADER = "leader", "Lãnh đạo"


WRITERS = frozenset({Role.ADMIN, Role.OFFICE})
EXPORTERS = frozenset({Role.ADMIN, Role.OFFICE, Role.LEADER})
OVERRIDE_READERS = frozenset({*EXPORTERS, Role.SECRETARY})


class OfficerManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        """Save a new officer; without a password he cannot sign in until one is set."""
        officer = self.model(username=self.model.normalize_username(username), **fields)
        officer.set_password(password)
        officer.save(using=self._db)
        return officer

    def create_superuser(self, username, password=None, **fields):
        """Save an administrator of the whole installation."""
        return self.create_user(username, password, role=Role.ADMIN, **fields)


class Officer(AbstractBaseUser):
    """One account: who, in which role, over which unit's subtree."""

    username = models.CharField(
        "tên đăng nhập",
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "Tên đăng nhập này đã có người dùng."},
    )
    full_name = models.CharField("họ và tên", max_length=120, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    role = models.CharField("vai trò", max_length=12, choices=Role.choices)
    unit = models.ForeignKey(
        "units.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="officers",
        verbose_name="đơn vị",
    )
    heads_office = models.BooleanField("là trưởng ban, chánh văn phòng", default=False)
    is_active = models.BooleanField("đang dùng", default=True)
    joined_at = models.DateTimeField("ngày mở", auto_now_add=True)

    roots: list["Unit"] | None = None  # what `access.home_units` found for an account without a unit

    USERNAME_FIELD = "username"
    objects = OfficerManager()

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role=Role.ADMIN) | Q(unit__isnull=False), name="officer_below_admin_has_a_unit"
            )
        ]

    def __str__(self):
        return self.full_name or self.username

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)

    @cached_property
    def posts(self) -> list["Supervision"]:
        """His assignments of today with their units. Read once: an officer is loaded anew for every request."""
        return list(self.supervisions.current().select_related("unit").order_by("unit__path"))

    @property
    def supervised(self) -> list["Unit"]:
        """The units he supervises today."""
        return [post.unit for post in self.posts]

    @property
    def may_write(self) -> bool:
        return self.role in WRITERS

    @property
    def may_override(self) -> bool:
        """Only the head of the office may set a reason aside, in writing."""
        return self.role == Role.OFFICE and self.heads_office

    @property
    def may_export(self) -> bool:
        return self.role in EXPORTERS
