"""Writes the demonstration commune into an empty installation."""

from __future__ import annotations

from datetime import date
from random import Random

from django.db import transaction

from admissions import pipeline
from admissions.models import Candidate
from admissions.pipeline import Entry
from admissions.regulation import Stage
from admissions.rulebook import Rulebook
from reports.demonstration.accounts import open_accounts
from reports.demonstration.charge import decide
from reports.demonstration.classes import open_classes
from reports.demonstration.findings import follow_findings
from reports.demonstration.names import NameBook
from reports.demonstration.period_reports import report_periods
from reports.demonstration.places import (
    FORMER_NAME,
    PLACES,
    RENAMED,
    ROOT,
    ROOT_NAME,
    SECRETARYS,
    Place,
)
from reports.demonstration.quotas import hand_down
from reports.demonstration.regroupings import merge, rename
from reports.demonstration.reviews import review_lists
from reports.demonstration.roads import Almanac
from reports.demonstration.walks import all_roads
from reports.demonstration.writing import decided_by_unit, write_people
from reports.demonstration.years import ISSUER, YEARS, Commune, quotas, unit_years
from units import reorganise
from units.models import Directive, Kind, Officer, Quota, Supervision, UnitYear, YearRule

SEED = 614
FOUNDED_BEFORE = 10  # years
MEMBERS_IN_CHARGE = 11
SUPERVISORS_UNITS = ("BAN04", "BAN05", "BAN06", "THPT", "GDTX")


@transaction.atomic
def found_commune(today: date) -> None:
    """Units, accounts, people, years and quotas, all worked out from the day and one seed."""
    random = Random(SEED)
    rulebook = Rulebook.read()
    commune = Commune({}, Almanac(rulebook, random, today), random, date(today.year - 1, 7, 1))
    names = NameBook(random)
    _found_units(commune, names)
    officers = open_accounts(commune.units)
    _assign(commune, names, officers["supervisor"])
    decide(commune, by=officers["office"])
    merge(commune, by=officers["office"])
    roads = all_roads(commune.almanac, random, commune.merged_on)
    write_people(commune, roads, by=officers["office"])
    UnitYear.objects.bulk_create(unit_years(commune, decided_by_unit(roads, commune.merged_on)))
    Quota.objects.bulk_create(quotas(commune))
    rename(commune, by=officers["office"])
    _mistake(commune, by=officers["office"])
    open_classes(commune, by=officers["office"])
    follow_findings(commune, by=officers["office"])
    report_periods(commune, officers)
    review_lists(commune, by=officers["office"])
    hand_down(commune, by=officers["office"])


def _found_units(commune: Commune, names: NameBook) -> None:
    """The tree, the rule by which its years are counted, as it stood before last year's merger."""
    since = date(commune.today.year - FOUNDED_BEFORE, 1, 1)
    target = Directive.objects.create(
        number="02-NQ/ĐU",
        issued_on=commune.almanac.working(date(commune.today.year - YEARS, 8, 15)),
        issuer=ISSUER,
        title="về công tác kết nạp đảng viên",
    )
    root = reorganise.found(code=ROOT, name=ROOT_NAME, kind=Kind.COMMUNE, since=since)
    commune.units[ROOT] = root
    YearRule.objects.create(root=root, year=commune.today.year - YEARS + 1, directive=target)
    for place in PLACES:
        commune.units[place.code] = reorganise.found(
            code=place.code,
            name=FORMER_NAME if place.code == RENAMED else place.name,
            kind=place.kind,
            since=since,
            parent=commune.units[place.parent],
            owes_pupil=place.owes_pupil,
            secretary=_local(names, place),
        )


def _local(names: NameBook, place: Place) -> str:
    return names.name(place.peoples.split()[0], male=names.random.random() < 0.6)


def _assign(commune: Commune, names: NameBook, supervisor: Officer) -> None:
    """A committee member in charge of every unit; the supervisor's account answers for several."""
    since = date(commune.today.year - 2, 1, 1)
    members = [_local(names, PLACES[turn]) for turn in range(MEMBERS_IN_CHARGE)]
    rows = []
    for turn, place in enumerate(PLACES):
        own = place.code in SUPERVISORS_UNITS
        rows.append(
            Supervision(
                unit=commune.units[place.code],
                member=supervisor.full_name if own else members[turn % MEMBERS_IN_CHARGE],
                officer=supervisor if own else None,
                since=since,
            )
        )
    Supervision.objects.bulk_create(rows)


def _mistake(commune: Commune, *, by: Officer) -> None:
    """A step recorded by mistake and undone, so that a trail shows what that looks like."""
    listed = Candidate.objects.filter(unit__code=SECRETARYS, stage=Stage.LISTED).order_by("pk").first()
    day = max(listed.stage_since, commune.almanac.back(commune.today, 4))
    pipeline.advance(listed, Entry(Stage.TRAINED, day, "77/GCN"), by=by)
    pipeline.void_last(listed, reason="Ghi nhầm người; lớp chưa cấp giấy chứng nhận.", by=by)
