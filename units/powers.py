"""The one writer of a base committee's powers: each change dated, by a decision, in one transaction."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from units.models import Kind, Officer, PowersChange, Unit

NUMBER_OF_OLD = "có từ trước"  # for powers that stood on the row before they had a log


class Refused(ValueError):
    """A change that cannot be made; `reasons` tells why, in Vietnamese, by the field it speaks of."""

    def __init__(self, reasons: dict[str, str]):
        self.reasons = reasons
        super().__init__(" ".join(reasons.values()))


class Stale(ValueError):
    """Somebody has changed the powers since the page was opened."""


@transaction.atomic
def give(
    unit: Unit, powers: str, *, since: date, number: str, by: Officer | None, seen: int | None = None
) -> PowersChange:
    """Give a base committee powers from the day `since` on, or take them back (`Powers.NONE`) (294 10.6.1–2, 22.1–2).

    The same powers with another day mend the day. `seen` is the id of the last change the page showed (0: none).
    Raises `Refused` with every reason, `Stale` when there is a newer change.
    """
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if seen is not None and unit.powers_changes.after(seen).exists():
        raise Stale(unit.name)
    if reasons := _refusals(unit, powers, since, number):
        raise Refused(reasons)
    if unit.powers and not unit.powers_changes.exists():
        PowersChange.objects.create(
            unit=unit, powers=unit.powers, since=unit.powers_since, number=NUMBER_OF_OLD
        )
    change = PowersChange.objects.create(
        unit=unit, powers=powers, since=since, number=number.strip(), recorded_by=by
    )
    unit.powers, unit.powers_since = powers, since
    unit.save(update_fields=["powers", "powers_since"])
    return change


def _refusals(unit: Unit, powers: str, since: date, number: str) -> dict[str, str]:
    """The reasons by field. Powers change forward; only the same ones may be given another day."""
    reasons = {}
    if unit.kind != Kind.BASE or unit.closed_on:
        reasons["powers"] = "Chỉ đảng bộ cơ sở đang hoạt động mới được ủy quyền, giao quyền."
    elif powers == unit.powers and unit.powers_since in (since, None):
        reasons["powers"] = "Quyền này đang có như vậy, không có gì thay đổi."
    if not number.strip():
        reasons["number"] = "Ghi số quyết định của cấp ủy cấp trên. Ví dụ: 30-QĐ/ĐU."
    day = f"{since:%d/%m/%Y}"
    if since > timezone.localdate():
        reasons["since"] = f"Ngày {day} chưa đến; ghi khi quyết định có hiệu lực."
    elif since < unit.founded_on:
        reasons["since"] = f"Đơn vị thành lập ngày {unit.founded_on:%d/%m/%Y}; ngày {day} còn trước đó."
    elif (before := _day_before(unit, powers)) and since <= before:
        reasons["since"] = f"Phải sau lần thay đổi trước, ngày {before:%d/%m/%Y}."
    return reasons


def _day_before(unit: Unit, powers: str) -> date | None:
    """The day of the last change to other powers than these, which a new day may not go behind."""
    if powers != unit.powers:
        return unit.powers_since
    others = [change.since for change in unit.powers_changes.in_force() if change.powers != powers]
    return others[-1] if others else None
