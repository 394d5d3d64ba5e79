"""The accounts of the demonstration, one a role and two of the office; their password is no secret, so they must not leave it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reports.demonstration.places import ROOT, SECRETARYS
from units.models import Officer, Role, Unit

PASSWORD = "minh-hoa"


@dataclass(frozen=True)
class Account:
    username: str
    role: str
    unit: str | None
    full_name: str
    heads_office: bool = False


ACCOUNTS = (
    Account("quantri", Role.ADMIN, None, "Đỗ Quang Bình"),
    Account("vanphong", Role.OFFICE, ROOT, "Trần Thu Hằng", heads_office=True),
    Account("chuyenvien", Role.OFFICE, ROOT, "Nguyễn Minh Đức"),
    Account("lanhdao", Role.LEADER, ROOT, "Lò Văn Thoan"),
    Account("bithu", Role.SECRETARY, SECRETARYS, "Giàng A Tủa"),
    # An account needs a unit; what a supervisor sees are the units he is in charge of.
    Account("capuyvien", Role.SUPERVISOR, SECRETARYS, "Tẩn A Phẩu"),
)


def open_accounts(units: Mapping[str, Unit]) -> dict[str, Officer]:
    """Make every account; returns them by role, of the office its head."""
    opened: dict[str, Officer] = {}
    for account in ACCOUNTS:
        officer = Officer.objects.create_user(
            account.username,
            PASSWORD,
            role=account.role,
            unit=account.unit and units[account.unit],
            full_name=account.full_name,
            heads_office=account.heads_office,
        )
        opened.setdefault(account.role, officer)
    return opened


def open_still() -> Iterator[Officer]:
    """The demonstration's accounts that can still be entered with its password, in the order above."""
    found = {officer.username: officer for officer in Officer.objects.select_related("unit")}
    for account in ACCOUNTS:
        officer = found.get(account.username)
        if officer and officer.is_active and officer.check_password(PASSWORD):
            yield officer
