"""A small named world: the commune Mây with its cells and officers, and a neighbour who must see nothing."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from django.test import Client

from admissions import classes, pipeline
from admissions.models import Candidate, Enrolment, TrainingClass
from admissions.pipeline import Entry
from admissions.regulation import Stage
from admissions.rulebook import Rulebook
from tests.dossiers import make_ready
from units import reorganise
from units.models import Kind, Officer, Role, Supervision, Unit

FOUNDED = date(2020, 1, 1)


@dataclass
class World:
    """Units and officers by short names."""

    commune: Unit
    hoa: Unit
    sen: Unit
    school: Unit
    base: Unit
    workshop: Unit
    neighbour: Unit
    far: Unit
    officers: dict[str, Officer] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """A browser in which `who` has signed in."""
        client = Client()
        client.force_login(self.officers[who])
        return client


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(db) -> World:
    """Commune Mây: cells Hoa and Sen, a school that owes a pupil, a base committee with a workshop cell;
    officers An (office), Bình (secretary of Hoa), Chi (leader), Dung (supervises Hoa), Quân (administrator),
    and Xuân, office of the neighbouring commune.
    """
    commune = reorganise.found(code="MAY", name="Đảng bộ xã Mây", kind=Kind.COMMUNE, since=FOUNDED)

    def cell(code, name, kind=Kind.RESIDENTIAL, parent=commune, **fields):
        return reorganise.found(code=code, name=name, kind=kind, parent=parent, since=FOUNDED, **fields)

    hoa = cell("HOA", "Chi bộ bản Hoa", secretary="Lò Văn Hoa")
    sen = cell("SEN", "Chi bộ bản Sen")
    school = cell("THPT", "Chi bộ Trường THPT Mây", Kind.SCHOOL, owes_pupil=True)
    base = cell("CTY", "Đảng bộ Công ty Chè Mây", Kind.BASE)
    workshop = cell("XUONG", "Chi bộ Xưởng Chè", Kind.ENTERPRISE, base)
    neighbour = reorganise.found(code="KHE", name="Đảng bộ xã Khe", kind=Kind.COMMUNE, since=FOUNDED)
    far = cell("XA", "Chi bộ bản Xa", parent=neighbour)
    world = World(commune, hoa, sen, school, base, workshop, neighbour, far)
    for username, role, unit in (
        ("an", Role.OFFICE, commune),
        ("binh", Role.SECRETARY, hoa),
        ("chi", Role.LEADER, commune),
        ("dung", Role.SUPERVISOR, commune),
        ("quan", Role.ADMIN, None),
        ("xuan", Role.OFFICE, neighbour),
    ):
        world.officers[username] = Officer.objects.create_user(
            username, "mat-khau-thu", role=role, unit=unit, full_name=username.capitalize()
        )
    Supervision.objects.create(unit=hoa, member="Dung", officer=world.officers["dung"], since=FOUNDED)
    return world


@pytest.fixture
def office(world) -> Client:
    """The browser of An, who works in the office of the commune."""
    return world.client("an")


@pytest.fixture
def person(world):
    """Make a person of a unit with the steps given as {Stage: (date, document number)}, taken over as history.

    `ready` is the day on which all his papers were made; none: he has none.
    """

    def make(name="Giàng A Pó", unit=None, steps=None, ready=None, **fields) -> Candidate:
        candidate = Candidate(
            unit=unit or world.hoa,
            birth_date=fields.pop("birth_date", date(2000, 5, 20)),
            sex=fields.pop("sex", "male"),
            schooling=fields.pop("schooling", "upper_secondary"),
            **fields,
        )
        candidate.set_name(name)
        steps = steps or {Stage.SOURCE: (date(2024, 1, 10), "")}
        entries = [Entry(stage, on, number) for stage, (on, number) in steps.items()]
        rows = pipeline.take_over(candidate, entries, by=None, rulebook=Rulebook.read())
        candidate.save()
        for row in rows:
            row.save()
        return make_ready(candidate, ready) if ready else candidate

    return make


@pytest.fixture
def waiting(person) -> Candidate:
    """Lò Văn Páo, whose cell voted on Monday 5/10/2026, under 208: due 45 working days later, 8/12/2026."""
    steps = {Stage.SOURCE: (date(2020, 6, 1), ""), Stage.VOTED: (date(2026, 10, 5), "5")}
    return person("Lò Văn Páo", steps=steps)


@pytest.fixture
def a_class(world):
    """Plan a class of the commune; by default an awareness class of the first week of June."""

    def make(**fields) -> TrainingClass:
        facts = {
            "title": "Lớp khóa I",
            "planned_from": date(2026, 6, 1),
            "planned_to": date(2026, 6, 5),
            "run_by": "Trung tâm chính trị",
        }
        planned = TrainingClass(**{"committee": world.commune, **facts, **fields})
        return classes.plan(planned, by=world.officers["an"])

    return make


@pytest.fixture
def enrolled(world):
    """Enrol people; with `result` it is recorded at once. Returns the enrolments by name."""

    def enrol(training_class, *people, result="") -> dict[str, Enrolment]:
        an = world.officers["an"]
        rows = classes.enrol(training_class, [person.pk for person in people], by=an)
        if result:
            outcomes = [classes.Outcome(row.pk, "", None, result, None) for row in rows]
            classes.record_results(training_class, outcomes, by=an)
        return {row.candidate.name: Enrolment.objects.get(pk=row.pk) for row in rows}

    return enrol
