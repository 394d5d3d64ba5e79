"""Who is in which source group of the letters: by a fact of his record or of his unit, else by a tick; and how many.

What is on the record is not typed twice: women are told by sex, workers, farmers, pupils and the armed forces by
occupation (whoever has none recorded, by the tick), members of the union and of the militia by membership or tick,
people of places with few members by their unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone

from admissions.models import Candidate, Occupation, Sex, SourceGroup
from admissions.regulation import BEFORE_VOTE, WAITING_DECISION, Stage
from units.models import Unit

WOMEN, FEW_MEMBERS = "women", "few_members"
BY_OCCUPATION = {
    "workers": (Occupation.WORKER,),
    "farmers": (Occupation.FARMER,),
    "pupils": (Occupation.PUPIL, Occupation.STUDENT),
    "forces": (Occupation.ARMED_FORCES,),
}
BY_MEMBERSHIP = {"youth": "youth", "militia": "militia"}  # code of the group → of the organisation
TOLD = {WOMEN: "theo giới tính", FEW_MEMBERS: "theo đơn vị của người đó"}
TOLD |= dict.fromkeys(BY_OCCUPATION, "theo nghề nghiệp; ai chưa ghi nghề thì theo dấu đã đánh")
TOLD |= dict.fromkeys(BY_MEMBERSHIP, "theo tổ chức tham gia, hoặc dấu đã đánh")
TICKED = "theo dấu đã đánh"

PHASES = {
    "source": ("Nguồn", (Stage.SOURCE,)),
    "listed": ("Cảm tình", (Stage.LISTED, Stage.TRAINED)),
    "dossier": ("Làm hồ sơ", (Stage.OPENED, Stage.CERTIFIED)),
    "waiting": ("Chờ quyết định", WAITING_DECISION),
}
PHASE_OF = {stage.value: phase for phase, (_, stages) in PHASES.items() for stage in stages}
ADMITTED = "admitted"


def how_told(group: SourceGroup) -> str:
    """By what it is known who is in the group, in words."""
    return TOLD.get(group.code, TICKED)


def to_tick() -> QuerySet[SourceGroup]:
    """The groups into which a person is put by hand: no fact tells of them, and they are in use."""
    return SourceGroup.objects.filter(retired=False).exclude(code__in=(WOMEN, FEW_MEMBERS, *BY_OCCUPATION))


def sparse_cells(group: SourceGroup) -> QuerySet[Unit]:
    """The cells with few members or none, by the group's own limit and the members of 31/12 last year."""
    return Unit.objects.with_few_members(timezone.localdate().year, group.members_below or 0)


def within(group: SourceGroup) -> Q:
    """Condition on people: in the group."""
    ticks = Candidate.source_groups.through.objects.filter(sourcegroup_id=group.pk)
    ticked = Q(pk__in=ticks.values("candidate_id"))
    if group.code == WOMEN:
        return Q(sex=Sex.FEMALE)
    if group.code == FEW_MEMBERS:
        return Q(unit__in=sparse_cells(group).values("pk"))
    if group.code in BY_OCCUPATION:
        return Q(occupation__in=BY_OCCUPATION[group.code]) | Q(ticked, occupation="")
    if group.code in BY_MEMBERSHIP:
        members = Candidate.memberships.through.objects.filter(organisation__code=BY_MEMBERSHIP[group.code])
        return ticked | Q(pk__in=members.values("candidate_id"))
    return ticked


def groups_of(candidate: Candidate) -> list[SourceGroup]:
    """The groups a person is in. Two queries."""
    groups = list(SourceGroup.objects.all())
    person = Candidate.objects.filter(pk=candidate.pk)
    flags = {f"in_{group.pk}": ExpressionWrapper(within(group), BooleanField()) for group in groups}
    found = person.values(**flags).first() if flags else None
    return [group for group in groups if found and found[f"in_{group.pk}"]]


@dataclass
class Tallies:
    """People by group and phase, and admitted, each of them once in a cell; `everybody` counts each of them once."""

    groups: dict[int, dict[str, int]] = field(default_factory=dict)
    everybody: dict[str, int] = field(default_factory=dict)

    def add(self, group_id: int | None, row: dict) -> None:
        """Count the people of a row for a group, or for everybody."""
        cells = self.everybody if group_id is None else self.groups.setdefault(group_id, {})
        phase = PHASE_OF.get(row["stage"]) if row["here"] else None
        for name, holds in ((phase, bool(phase)), (ADMITTED, row[ADMITTED])):
            if holds:
                cells[name] = cells.get(name, 0) + row["people"]


def tallies(people: QuerySet[Candidate], here: Q, admitted: Q, groups: Sequence[SourceGroup]) -> Tallies:
    """How many of the people are in each group: on the road where `here` holds, admitted where `admitted` holds.

    A group's number is that of the people `within` it. Three queries whatever the number of people.
    """
    told = Tallies()
    codes = {group.code: group for group in groups if group.code}
    on_road = here & Q(stage__in=(*BEFORE_VOTE, *WAITING_DECISION))
    flags = {
        "here": ExpressionWrapper(here, BooleanField()),
        ADMITTED: ExpressionWrapper(admitted, BooleanField()),
    }
    rows = people.filter(on_road | admitted).annotate(**flags).order_by()
    _by_fact(rows, codes, told)
    _by_membership(rows, codes, told)
    _by_tick(rows, {group.pk: group for group in groups}, told)
    return told


def _by_fact(rows: QuerySet, codes: dict[str, SourceGroup], told: Tallies) -> None:
    """Everybody once, and the groups that sex, occupation and unit tell of."""
    few = codes.get(FEW_MEMBERS)
    sparse = Q(unit__in=sparse_cells(few).values("pk")) if few else Q(pk__in=[])
    facts = rows.annotate(sparse=ExpressionWrapper(sparse, BooleanField()))
    by_occupation = {job.value: code for code, jobs in BY_OCCUPATION.items() for job in jobs}
    for row in facts.values("stage", "here", ADMITTED, "sex", "occupation", "sparse").annotate(
        people=Count("pk")
    ):
        told.add(None, row)
        found = {by_occupation.get(row["occupation"])}
        found |= {WOMEN} if row["sex"] == Sex.FEMALE else set()
        found |= {FEW_MEMBERS} if row["sparse"] else set()
        for code in found & codes.keys():
            told.add(codes[code].pk, row)


def _by_membership(rows: QuerySet, codes: dict[str, SourceGroup], told: Tallies) -> None:
    by_organisation = {body: codes[code] for code, body in BY_MEMBERSHIP.items() if code in codes}
    members = rows.filter(memberships__code__in=list(by_organisation))
    for row in members.values("stage", "here", ADMITTED, "memberships__code").annotate(people=Count("pk")):
        told.add(by_organisation[row["memberships__code"]].pk, row)


def _by_tick(rows: QuerySet, groups: dict[int, SourceGroup], told: Tallies) -> None:
    """Ticks, as far as no fact has told of the person already."""
    through = Candidate.memberships.through.objects
    member = {
        f"of_{code}": Exists(through.filter(candidate_id=OuterRef("pk"), organisation__code=body))
        for code, body in BY_MEMBERSHIP.items()
    }
    ticks = rows.annotate(**member).filter(source_groups__isnull=False)
    columns = ("stage", "here", ADMITTED, "occupation", "source_groups", *member)
    for row in ticks.values(*columns).annotate(people=Count("pk")):
        group = groups.get(row["source_groups"])
        if group is None or group.code in (WOMEN, FEW_MEMBERS):
            continue
        if group.code in BY_OCCUPATION and row["occupation"]:
            continue
        if group.code in BY_MEMBERSHIP and row[f"of_{group.code}"]:
            continue
        told.add(group.pk, row)
