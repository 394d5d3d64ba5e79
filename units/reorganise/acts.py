"""The acts of the office on the tree: judged whole, written in one transaction, one after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from units.directives import directive_of
from units.models import Directive, HandOver, Officer, Quota, Reorganisation, Supervision, Unit
from units.reorganise.drafting import Draft, Place, draft_of, read_again
from units.reorganise.judging import judged
from units.reorganise.placing import found, lock_roots, succeed
from units.reorganise.plans import Found, Plan
from units.reorganise.reasons import Reason, Refused


@dataclass(frozen=True)
class Basis:
    """The document that an act rests on, as typed."""

    number: str
    issued_on: date | None
    issuer: str = ""
    title: str = ""

    def directive(self) -> Directive:
        """The row of this document, made if the office has not met it yet."""
        return directive_of(
            self.number.strip(), self.issued_on, issuer=self.issuer.strip(), title=self.title.strip()
        )


def refusals(
    plan: Plan,
    *,
    on: date | None,
    basis: Basis,
    quotas: Sequence[Quota] = (),
    admitted: Mapping[int, int] | None = None,
) -> list[Reason]:
    """Everything that stands in the way of `carry_out` with the same arguments, writing nothing; empty: nothing."""
    try:
        plan = read_again(plan)
    except Refused as refused:
        return refused.reasons
    return _basis_reasons(basis) + judged(plan, on=on, quotas=quotas, admitted=admitted)


def telling(plan: Plan, *, on: date, quotas: Sequence[Quota] = ()) -> list[str]:
    """What carrying the plan out would do, a line of Vietnamese each, as the log will tell it."""
    draft = draft_of(plan)
    return draft.told + _supervision_lines(_ending(draft), on) + [_quota_line(quota) for quota in quotas]


@transaction.atomic
def carry_out(
    plan: Plan,
    *,
    on: date,
    basis: Basis,
    by: Officer | None,
    quotas: Sequence[Quota] = (),
    admitted: Mapping[int, int] | None = None,
) -> Reorganisation:
    """Do what the plan says from the day `on`, by the document `basis`, and return the act, which tells it.

    `quotas` are unsaved rows with unit, year, members, pupils and workers (people), re-issued by the same document
    on that day; the unit of one that is yet to be founded is an unsaved `Unit` with its code. `admitted` are people
    admitted in the year, by unit id, whom a unit can hand over beside those that its year tells.
    Raises `Refused` with every reason and writes nothing then.
    """
    lock_roots()
    plan = read_again(plan)
    reasons = _basis_reasons(basis) + judged(plan, on=on, quotas=quotas, admitted=admitted)
    if reasons:
        raise Refused(reasons)
    act = Reorganisation.objects.create(
        act=plan.act,
        on=on,
        directive=basis.directive(),
        told="\n".join(telling(plan, on=on, quotas=quotas)),
        recorded_by=by,
    )
    _write(draft_of(plan), act, quotas)
    return act


def _write(draft: Draft, act: Reorganisation, quotas: Sequence[Quota]) -> None:
    rests = {"directive": act.directive, "act": act}
    founded: dict[Found, Unit] = {}
    for place in (founding.found for founding in draft.foundings):
        founded[place] = found(parent=place.parent, since=act.on, **rests, **vars(place.newcomer))

    def standing(place: Place | None) -> Unit | None:
        return founded[place] if isinstance(place, Found) else place

    for ended in _ending(draft):
        ended.until, ended.ended_by = act.on, act
        ended.save(update_fields=["until", "ended_by"])
    for turn in draft.turns:
        place = {"name": turn.name, "kind": turn.kind, "closed": turn.closed}
        succeed(turn.unit, parent=standing(turn.parent), since=act.on, **place, **rests)
    for place, members in draft.hand_overs.items():
        if members:
            HandOver.objects.create(act=act, unit=standing(place), on=act.on, members=members)
    by_code = {unit.code: unit for unit in founded.values()}
    for quota in quotas:
        _give(quota, by_code.get(quota.unit.code, quota.unit), act)


def _give(quota: Quota, unit: Unit, act: Reorganisation) -> None:
    Quota.objects.create(
        unit=unit,
        year=quota.year,
        members=quota.members,
        pupils=quota.pupils,
        workers=quota.workers,
        directive=act.directive,
        given_on=act.on,
        act=act,
        recorded_by=act.recorded_by,
    )


def _ending(draft: Draft) -> list[Supervision]:
    """The assignments that end with the units they speak of."""
    rows = Supervision.objects.filter(unit__in=draft.closing, until__isnull=True)
    return list(rows.select_related("unit").order_by("unit__path"))


def _supervision_lines(rows: list[Supervision], on: date) -> list[str]:
    return [f"{row.member} thôi phụ trách {row.unit} từ ngày {on:%d/%m/%Y}." for row in rows]


def _quota_line(quota: Quota) -> str:
    counts = ((quota.members, "đảng viên"), (quota.pupils, "học sinh"), (quota.workers, "công nhân"))
    told = ", ".join(f"{count} {word}" for count, word in counts if count is not None) or "không giao"
    return f"Chỉ tiêu năm {quota.year} của {quota.unit}: {told}."


def _basis_reasons(basis: Basis) -> list[Reason]:
    reasons = []
    if not basis.number.strip():
        reasons.append(Reason("number", "Ghi số quyết định, ví dụ: 45-QĐ/ĐU."))
    if basis.issued_on is None:
        reasons.append(Reason("issued_on", "Ghi ngày ký quyết định, ví dụ: 25/06/2026."))
    elif basis.issued_on > timezone.localdate():
        reasons.append(Reason("issued_on", "Ngày ký không được sau hôm nay."))
    for field in ("number", "issuer", "title"):
        limit = Directive._meta.get_field(field).max_length
        if len(getattr(basis, field)) > limit:
            reasons.append(Reason(field, f"Dài nhất {limit} ký tự."))
    return reasons
