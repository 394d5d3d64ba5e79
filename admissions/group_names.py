"""The one writer of the list of source groups: adds one, changes what it is called and whether it is offered."""

from __future__ import annotations

from django.db import transaction

from admissions.models import SourceGroup
from admissions.source_groups import FEW_MEMBERS
from units.names import clean, fold

MOST_PLACES = 32_000  # positions a group can stand at


class Refused(ValueError):
    """A group that cannot be so; `faults` tells why, by field."""

    def __init__(self, faults: dict[str, str]):
        self.faults = faults
        super().__init__(" ".join(faults.values()))


class Stale(ValueError):
    """Somebody has changed the group since the page was opened; `group` is as it is now."""

    def __init__(self, group: SourceGroup):
        self.group = group
        super().__init__(f"Đối tượng này vừa được đổi thành «{group.name}».")


@transaction.atomic
def add(*, name: str) -> SourceGroup:
    """A new group at the end of the list. Raises `Refused` where one is, or was, called so."""
    groups = list(SourceGroup.objects.select_for_update())
    name = _free(name, groups)
    last = max((group.position for group in groups), default=0)
    return SourceGroup.objects.create(name=name, position=min(last + 1, MOST_PLACES))


@transaction.atomic
def change(
    group: SourceGroup, *, name: str, retired: bool, members_below: int | None, was: str
) -> SourceGroup:
    """Rename a group, take it out of use or back into it, set the limit of few members.

    `was` is the `token` the page showed. A former name is kept: workbooks that use it are still read. Raises
    `Stale`, `Refused`.
    """
    groups = {each.pk: each for each in SourceGroup.objects.select_for_update()}
    stored = groups[group.pk]
    if token(stored) != was:
        raise Stale(stored)
    name = _free(name, [each for each in groups.values() if each.pk != stored.pk])
    if stored.code == FEW_MEMBERS and not members_below:
        raise Refused({"members_below": "Ghi số đảng viên, từ 1 trở lên. Ví dụ: 10."})
    if name != stored.name:
        stored.former_names = [*(n for n in stored.former_names if fold(n) != fold(name)), stored.name]
    stored.name, stored.retired = name, retired
    stored.members_below = members_below if stored.code == FEW_MEMBERS else None
    stored.save()
    return stored


def token(group: SourceGroup) -> str:
    """What a page remembers of the group as it showed it."""
    return f"{group.name}|{group.retired:d}|{group.members_below or ''}"


def _free(name: str, others: list[SourceGroup]) -> str:
    """The cleaned name, if no other group is or was called so."""
    name = clean(name)
    taken = {fold(each): group for group in others for each in (*group.former_names, group.name)}
    if group := taken.get(fold(name)):
        raise Refused({"name": f"Trùng tên, hoặc tên trước đây, của «{group.name}»."})
    return name
