"""The demonstration commune: what it holds, on whatever day it is loaded."""

import contextlib
from collections import Counter, defaultdict
from datetime import date, datetime, time
from io import StringIO
from itertools import pairwise

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.test import override_settings
from django.utils import timezone

from admissions.models import Candidate, Enrolment, Occupation, StageEvent, Status, TrainingClass
from admissions.reading import Records, case_of, read_many
from admissions.regulation import DECIDED_OR_LATER, IN_PIPELINE, Stage, clocks
from admissions.rulebook import Rulebook
from reports import figures
from reports.demonstration.accounts import PASSWORD
from reports.demonstration.commune import found_commune
from units.models import Kind, Officer, Placement, Quota, Role, Supervision, Unit, UnitYear
from units.periods import Period

pytestmark = pytest.mark.django_db

PLANNED = ("planned_from", "planned_to", "deadline")  # days that may lie ahead

TODAY = date(2026, 11, 20)
# Beginnings and ends of years, a leap day, the middle of Tết, the day of the merger.
# Every stage of the road where no section committee stands, and the commonest ways off it.
EVERYWHERE = {
    "source", "listed", "trained", "opened", "certified", "voted", "base_voted", "returned", "appraised", "decided",
    "held", "review_voted", "recognised", "struck_off", "out",
}  # fmt: skip
OTHER_DAYS = [date(2026, 1, 1), date(2027, 1, 3), date(2028, 2, 29), date(2026, 2, 18), date(2026, 7, 1)]


@pytest.fixture(autouse=True)
def demonstration_is_allowed(settings):
    settings.DEMO = True


def noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


@pytest.fixture(scope="class")
def commune(django_db_setup, django_db_blocker):
    """The root, loaded once for a class of tests that only look, and gone after it."""
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with (
        django_db_blocker.unblock(),
        time_machine.travel(noon(TODAY), tick=False),
        quick,
        transaction.atomic(),
    ):
        found_commune(TODAY)
        yield Unit.objects.get(parent=None)
        transaction.set_rollback(True)


def said(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def this_year(unit):
    return figures.for_period(unit, Period.of(TODAY.year, today=TODAY))


def members_by_unit(told, line):
    """Members of every unit; the merged cell's are its successor's, before the merger too."""
    members = {f.node.code: getattr(f, line) for f in told.subtree()}
    members["BAN03"] += members.pop("BAN21", 0)
    return members


class TestTheCommune:
    def test_units_of_every_kind_stand_in_the_right_shapes(self, commune):
        standing = Counter(Unit.objects.standing().values_list("kind", flat=True))
        assert standing == {
            Kind.COMMUNE: 1, Kind.RESIDENTIAL: 20, Kind.SCHOOL: 12, Kind.BASE: 1, Kind.AGENCY: 4, Kind.HEALTH: 1,
            Kind.POLICE: 1, Kind.MILITARY: 1, Kind.ENTERPRISE: 3, Kind.OTHER: 1,
        }  # fmt: skip
        hamlets = Unit.objects.standing().filter(kind=Kind.RESIDENTIAL)
        assert set(hamlets.values_list("parent", flat=True)) == {commune.pk}
        base = Unit.objects.get(kind=Kind.BASE)
        assert base.parent == commune and base.children.count() == 3
        assert "minh họa" in commune.name

    def test_the_commune_had_640_members_at_the_end_of_last_year(self, commune):
        rows = UnitYear.objects.filter(year=2026, unit__closed_on=None)
        assert rows.aggregate(models.Sum("opening"))["opening__sum"] == 640
        told = this_year(commune)
        assert (told.members_base, told.needed_min, told.needed_max) == (640, 20, 26)

    def test_seventeen_are_decided_and_four_wait_so_that_three_are_missing(self, commune):
        told = this_year(commune)
        assert (told.admitted, told.waiting_decision, told.missing_min) == (17, 4, 3)

    def test_three_schools_owe_a_pupil_and_one_of_them_has_none(self, commune):
        owing = [f for f in this_year(commune).subtree() if f.node.owes_pupil]
        assert sorted(f.node.name for f in owing) == [
            "Chi bộ Trung tâm GDNN-GDTX",
            "Chi bộ Trường PTDTNT THPT Tam Đường",
            "Chi bộ Trường THPT Bình Lưu",
        ]
        assert {f.node.code: f.pupils_admitted for f in owing} == {"THPT": 1, "DTNT": 1, "GDTX": 0}
        assert {f.node.code: f.admitted for f in owing}["GDTX"] == 1  # a teacher, who does not count

    def test_the_quotas_of_every_year_add_up_to_the_communes(self, commune):
        for year in range(2021, 2027):
            told = figures.for_period(commune, Period.of(year, today=TODAY))
            assert told.members_quota == told.children_quota
        assert this_year(commune).members_quota == 20
        assert Quota.objects.get(year=2026, unit__code="THPT").pupils == 1

    def test_five_past_years_admitted_17_to_26_people_and_close_on_the_next_opening(self, commune):
        told = [figures.for_period(commune, Period.of(year, today=TODAY)) for year in range(2021, 2027)]
        assert all(17 <= year.admitted <= 26 for year in told[:-1])
        for year, after in pairwise(told):
            closing, opening = members_by_unit(year, "closing"), members_by_unit(after, "opening")
            assert closing == opening

    def test_about_250_people_stand_at_every_stage(self, commune):
        assert 200 <= Candidate.objects.count() <= 300
        assert set(Candidate.objects.values_list("stage", flat=True)) >= EVERYWHERE

    def test_every_step_would_have_been_allowed(self, commune):
        rulebook, records = Rulebook.read(), defaultdict(Records, read_many(Candidate.objects.values("pk")))
        for candidate in Candidate.objects.select_related("unit__parent__parent").prefetch_related("events"):
            standing = list(candidate.events.standing())
            for turn, event in enumerate(standing):
                found = rulebook.obstacles(
                    case_of(candidate, standing[:turn], on=event.happened_on, records=records[candidate.pk]),
                    Stage(event.stage),
                    event.happened_on,
                )
                assert not [o.text for o in found if o.blocks], candidate

    def test_steps_are_taken_on_working_days(self, commune):
        calendar = Rulebook.read().calendar
        assert all(
            calendar.is_working(day)
            for day in StageEvent.objects.standing().values_list("happened_on", flat=True)
        )

    def test_some_duties_are_overdue_and_others_are_due_soon(self, commune):
        rulebook = Rulebook.read()
        left = Counter()
        for candidate in Candidate.objects.select_related("unit__parent"):
            for clock in clocks(
                case_of(candidate, candidate.events.standing()), rulebook.editions, rulebook.calendar
            ):
                left[
                    clock.code,
                    "late" if clock.due < TODAY else "soon" if (clock.due - TODAY).days <= 21 else "",
                ] += 1
        assert left["decision_window", "late"] and left["recognition_review", "late"]
        assert left["certificate_valid", "soon"] and left["certificate_valid", "late"]
        assert left["ceremony_window", "soon"] and left["recognition_window", "late"]

    def test_one_cell_was_merged_in_the_middle_of_last_year_with_what_it_had_done(self, commune):
        merged = Unit.objects.get(closed_on__isnull=False)
        assert merged.closed_on == date(2025, 7, 1) and merged.parent.code == "BAN03"
        assert merged.events.filter(stage=Stage.DECIDED).exists()
        assert not merged.events.filter(happened_on__gte=merged.closed_on).exists()
        assert Placement.objects.get(unit=merged, until=None).closed

    def test_one_unit_has_no_source_left_and_says_why_and_since_when(self, commune):
        row = UnitYear.objects.get(year=2026, no_source_left=True)
        assert row.no_source_reason and row.no_source_on <= TODAY
        assert not Candidate.objects.filter(unit=row.unit, stage__in=IN_PIPELINE).exists()
        assert not row.unit.events.filter(stage=Stage.DECIDED, happened_on__year=2026).exists()

    def test_most_units_have_a_plan_this_year_but_not_all(self, commune):
        cells = UnitYear.objects.filter(year=2026)
        without = cells.filter(plan_number="").count()
        assert 0 < without < cells.count() / 4

    def test_every_standing_unit_has_a_secretary_and_somebody_in_charge(self, commune):
        below = Unit.objects.standing().exclude(pk=commune.pk)
        assert not below.filter(secretary="").exists()
        in_charge = set(Supervision.objects.on(TODAY).values_list("unit", flat=True))
        assert in_charge == set(below.values_list("pk", flat=True))

    def test_people_belong_to_the_groups_of_the_region_and_to_many_occupations(self, commune):
        groups = Counter(Candidate.objects.values_list("ethnic_group", flat=True))
        assert {"Mông", "Thái", "Dao", "Giáy", "Lự", "Kinh"} <= set(groups)
        assert len(set(Candidate.objects.values_list("occupation", flat=True))) >= 10
        assert Candidate.objects.filter(introduced_by=None).count() < Candidate.objects.count() / 5
        assert not Candidate.objects.filter(occupation=Occupation.PUPIL, unit__owes_pupil=False).exists()

    def test_everybody_admitted_was_of_age(self, commune):
        for candidate in Candidate.objects.filter(stage__in=DECIDED_OR_LATER):
            voted = candidate.events.get(stage=Stage.VOTED).happened_on
            assert 18 <= (voted - candidate.birth_date).days / 365.25 <= 60

    def test_the_secretarys_cell_has_people_and_something_to_do(self, commune):
        officer = Officer.objects.get(role=Role.SECRETARY)
        assert Candidate.objects.visible_to(officer).in_pipeline().count() >= 5
        assert "source_but_no_admission" in {flag.code for flag in this_year(officer.unit).flags}

    def test_there_is_one_account_a_role_and_two_of_the_office_and_the_supervisor_sees_his_units(
        self, commune
    ):
        expected = dict.fromkeys(Role.values, 1) | {Role.OFFICE: 2}
        assert Counter(Officer.objects.values_list("role", flat=True)) == expected
        supervisor = Officer.objects.get(role=Role.SUPERVISOR)
        assert Unit.objects.visible_to(supervisor).count() == 5

    def test_classes_stand_at_every_point_that_asks_for_something(self, commune):
        office = Officer.objects.get(role=Role.OFFICE, heads_office=True)
        found = TrainingClass.objects.visible_to(office).counted_for(office)
        assert Counter(one.status_on(TODAY) for one in found) == {
            Status.PLANNED: 2, Status.AWAITING_CERTIFICATES: 1, Status.FINISHED: 1
        }  # fmt: skip
        assert all(one.enrolled for one in found)
        workers = Enrolment.objects.filter(training_class__for_workers=True)
        assert set(workers.values_list("candidate__occupation", flat=True)) == {Occupation.WORKER}
        members = Enrolment.objects.certified()
        assert set(members.values_list("candidate__stage", flat=True)) == {Stage.HELD}

    def test_a_second_run_changes_nothing_and_prints_the_accounts_again(self, commune):
        before = every_row()
        told = said("demo")
        assert "không nạp thêm" in told and PASSWORD in told
        assert all(name in told for name in ("quantri", "vanphong", "lanhdao", "bithu", "capuyvien"))
        assert every_row() == before

    def test_accounts_whose_password_was_changed_are_not_printed(self, commune):
        officer = Officer.objects.get(username="quantri")
        officer.set_password("another-secret-word")
        officer.save()
        assert "quantri" not in said("demo")


@pytest.mark.parametrize("day", OTHER_DAYS, ids=str)
def test_on_any_day_nothing_lies_in_the_future_and_rows_agree_with_trails(day):
    with time_machine.travel(noon(day), tick=False):
        assert said("demo").startswith("Đã nạp đảng bộ minh họa: 46 đơn vị")
        assert latest_days() <= {"today or before"}
        assert said("check_tree").startswith("Khớp")
        assert 200 <= Candidate.objects.count() <= 300
        assert set(Candidate.objects.values_list("stage", flat=True)) >= EVERYWHERE
        rows = UnitYear.objects.filter(year=day.year, unit__closed_on=None)
        assert rows.aggregate(models.Sum("opening"))["opening__sum"] == 640


def latest_days():
    """Every date in the database against today."""
    today, now, found = timezone.localdate(), timezone.now(), set()
    for model in own_models():
        for column in model._meta.concrete_fields:
            if model.__name__ in ("Edition", "CalendarDay") or not isinstance(column, models.DateField):
                continue
            if column.name in PLANNED:
                continue
            newest = model.objects.aggregate(newest=models.Max(column.name))["newest"]
            limit = now if isinstance(newest, datetime) else today
            late = newest is not None and newest > limit
            found.add(f"{model.__name__}.{column.name} {newest}" if late else "today or before")
    return found


def own_models():
    return [m for label in ("units", "admissions") for m in apps.get_app_config(label).get_models()]


def every_row():
    """All that is kept, without salts and ids; a foreign key is told as the place of the row it leads to."""
    places = {
        m: {pk: place for place, pk in enumerate(m.objects.order_by("pk").values_list("pk", flat=True))}
        for m in [*own_models(), Candidate.memberships.through, Candidate.source_groups.through]
    }
    return {
        model._meta.label: [told(row, places) for row in model.objects.order_by("pk")] for model in places
    }


def told(row, places):
    values = {}
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname)
        if column.is_relation:
            values[column.name] = value and places[column.related_model][value]
        elif column.name not in ("id", "path", "password"):
            values[column.name] = value
    return values


class Undone(Exception):
    """Takes a run back."""


def rows_of_one_run():
    with contextlib.suppress(Undone), transaction.atomic():
        found_commune(TODAY)
        rows = every_row()
        raise Undone
    return rows


def test_two_runs_on_one_day_give_equal_rows():
    with time_machine.travel(noon(TODAY), tick=False):
        first, second = rows_of_one_run(), rows_of_one_run()
    assert len(first["admissions.StageEvent"]) > 1000
    assert first == second


def test_a_real_installation_refuses_the_demonstration(db, settings):
    settings.DEMO = settings.DEBUG = False
    Officer.objects.create_superuser("quan", "mat-khau-that")
    with pytest.raises(CommandError, match="cơ sở dữ liệu trống"):
        call_command("demo", stdout=StringIO())
    assert (Unit.objects.count(), Officer.objects.count()) == (0, 1)


def test_a_commune_with_units_of_its_own_gets_no_demonstration_accounts():
    Unit.objects.create(code="A", name="Đảng bộ xã A", kind=Kind.COMMUNE, founded_on=date(2025, 7, 1))
    assert PASSWORD not in said("demo")
    assert not Officer.objects.exists()
