"""What stands in the way of an act: every reason at once, each beside its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils import timezone

from units.models import Quota, Unit
from units.reorganise.chains import root_of
from units.reorganise.draft_reasons import tree_reasons
from units.reorganise.drafting import Draft, draft_of, heir_of, name_of
from units.reorganise.members import known_members
from units.reorganise.plan_reasons import own_reasons
from units.reorganise.plans import Found, Plan, Split
from units.reorganise.reasons import Reason


def judged(
    plan: Plan, *, on: date | None, quotas: Sequence[Quota] = (), admitted: Mapping[int, int] | None = None
) -> list[Reason]:
    """Every reason against a plan from the day `on`, each once. Without a day only what needs none."""
    reasons = list(own_reasons(plan))
    if on is None:
        return list(dict.fromkeys([Reason("on", "Ghi ngày có hiệu lực, ví dụ: 01/07/2026."), *reasons]))
    if on > timezone.localdate():
        reasons.append(Reason("on", "Ngày có hiệu lực không được sau hôm nay; ghi khi đến ngày."))
    draft = draft_of(plan)
    reasons += tree_reasons(draft, on)
    if isinstance(plan, Split):
        reasons += _split_reasons(plan, on, admitted)
    reasons += _quota_reasons(quotas, draft, on)
    return list(dict.fromkeys(reasons))


def _split_reasons(plan: Split, on: date, admitted: Mapping[int, int] | None) -> Iterator[Reason]:
    """Against handing members over on that day."""
    unit, heir = plan.unit, heir_of(plan)
    if heir is None and unit.closed_on is not None:
        yield Reason("unit", f"{unit} đã kết thúc ngày {unit.closed_on:%d/%m/%Y}.")
    for number, place in [(None, unit), *((number, part.to) for number, part in enumerate(plan.parts))]:
        if isinstance(place, Unit) and on < place.founded_on:
            field = "on" if number is None else f"parts-{number}-to"
            text = f"{place} thành lập ngày {place.founded_on:%d/%m/%Y}, sau ngày có hiệu lực."
            yield Reason(field, text)
        if isinstance(place, Found) and (place.parent is None or root_of(place.parent) != root_of(unit)):
            text = f"{name_of(place)} phải trực thuộc đơn vị cùng đảng bộ gốc với {unit}."
            yield Reason(f"parts-{number}-parent", text)
    total, known = sum(part.members for part in plan.parts), known_members(unit, on, admitted)
    if known is not None and total > max(known, 0):
        text = (
            f"{unit} có {known} đảng viên theo số liệu năm {on.year}, không bàn giao {total} đảng viên được."
        )
        yield Reason("parts", text)


def _quota_reasons(quotas: Sequence[Quota], draft: Draft, on: date) -> Iterator[Reason]:
    codes = {founding.found.newcomer.code for founding in draft.foundings}
    given = Unit.objects.filter(pk__in=[quota.unit.pk for quota in quotas])
    closing = {unit.pk for unit in draft.closing} | set(
        given.filter(closed_on__isnull=False).values_list("pk", flat=True)
    )
    for quota in quotas:
        unit = quota.unit
        if unit.pk is None and unit.code not in codes:
            yield Reason("quotas", f"Đơn vị mang mã {unit.code} không được thành lập trong việc này.")
        elif unit.pk in closing:
            yield Reason("quotas", f"{unit} kết thúc hoạt động, không giao chỉ tiêu nữa.")
        if any(value is not None and value < 0 for value in (quota.members, quota.pupils, quota.workers)):
            yield Reason("quotas", f"Chỉ tiêu của {unit} ghi số nguyên từ 0 trở lên, ví dụ: 3.")
        yield from _quota_day_reasons(quota, on)
    pairs = [(quota.unit.pk, quota.unit.code, quota.year) for quota in quotas]
    if len(set(pairs)) < len(pairs):
        yield Reason("quotas", "Mỗi đơn vị chỉ giao một chỉ tiêu cho một năm.")


def _quota_day_reasons(quota: Quota, on: date) -> Iterator[Reason]:
    if quota.year < on.year:
        text = f"Chỉ tiêu năm {quota.year} chỉ tính văn bản giao đến hết ngày 31/12/{quota.year}."
        yield Reason("quotas", text)
    if quota.unit.pk is None:
        return
    newer = (
        Quota.objects.filter(unit=quota.unit, year=quota.year, given_on__gt=on).order_by("given_on").last()
    )
    if newer is not None:
        text = f"{quota.unit} đã có chỉ tiêu giao ngày {newer.given_on:%d/%m/%Y}, mới hơn ngày có hiệu lực."
        yield Reason("quotas", text)
