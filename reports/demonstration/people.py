"""Invented people: who they are, what they do, to which organisations they belong."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from admissions.models import Candidate, Occupation, Qualification, Schooling, Sex
from admissions.regulation import Stage
from reports.demonstration.names import NameBook
from reports.demonstration.places import Place
from reports.demonstration.roads import Road
from units.models import Kind

FARMING = (
    (Occupation.FARMER, 14),
    (Occupation.HAMLET_POST, 4),
    (Occupation.WORKER, 1),
    (Occupation.STUDENT, 1),
)
TRADES = {
    Kind.RESIDENTIAL: FARMING,
    Kind.SCHOOL: ((Occupation.PUBLIC_SERVICE, 1),),
    Kind.AGENCY: ((Occupation.OFFICIAL_COMMUNE, 1),),
    Kind.HEALTH: ((Occupation.PUBLIC_SERVICE, 1),),
    Kind.POLICE: ((Occupation.ARMED_FORCES, 1),),
    Kind.MILITARY: ((Occupation.ARMED_FORCES, 1), (Occupation.OFFICIAL_COMMUNE, 1)),
    Kind.ENTERPRISE: ((Occupation.WORKER, 3), (Occupation.COMPANY_STAFF, 2), (Occupation.COMPANY_MANAGER, 1)),
    Kind.OTHER: ((Occupation.PRIVATE_SERVICE, 1), (Occupation.OTHER, 1)),
    "public_service": ((Occupation.PUBLIC_SERVICE, 1),),
    "state": ((Occupation.OFFICIAL_STATE, 1),),
    "coop": ((Occupation.FARMER, 2), (Occupation.COMPANY_MANAGER, 1)),
}
TRAINED_TRADES = {
    Occupation.PUBLIC_SERVICE,
    Occupation.OFFICIAL_COMMUNE,
    Occupation.OFFICIAL_STATE,
    Occupation.COMPANY_MANAGER,
    Occupation.COMPANY_STAFF,
    Occupation.ARMED_FORCES,
}
GROUPS = {
    Occupation.FARMER: "Nông dân",
    Occupation.HAMLET_POST: "Chi hội trưởng các đoàn thể",
    Occupation.PUBLIC_SERVICE: "Trí thức",
    Occupation.OFFICIAL_COMMUNE: "Trí thức",
    Occupation.OFFICIAL_STATE: "Trí thức",
    Occupation.ARMED_FORCES: "Lực lượng vũ trang",
    Occupation.WORKER: "Công nhân",
    Occupation.PUPIL: "Học sinh, sinh viên",
    Occupation.STUDENT: "Học sinh, sinh viên",
    Occupation.COMPANY_MANAGER: "Người lao động trong các thành phần kinh tế",
    Occupation.COMPANY_STAFF: "Người lao động trong các thành phần kinh tế",
    Occupation.PRIVATE_SERVICE: "Người lao động trong các thành phần kinh tế",
}
YOUTH_TO = 30  # years of age
NOTES = ("Đang đi làm xa, hẹn về dự sinh hoạt.", "Đã trao đổi với chi hội, tiếp tục theo dõi.")


def person(place: Place, road: Road, *, random: Random, names: NameBook) -> Candidate:
    """Somebody of this unit whose age fits his road; not saved, without a unit yet."""
    male = random.random() < 0.54
    people = _people(place, random)
    occupation = road.occupation or _pick(random, TRADES[place.trade or place.kind])
    candidate = Candidate(
        birth_date=_birth_date(road, random),
        sex=Sex.MALE if male else Sex.FEMALE,
        ethnic_group=people,
        religion="Tin lành" if people == "Mông" and random.random() < 0.06 else "Không",
        occupation=occupation,
        note=random.choice(NOTES) if random.random() < 0.04 else "",
        private_owner=occupation == Occupation.COMPANY_MANAGER and random.random() < 0.4,
        foreign_marriage=random.random() < 0.006,
        readmission=road.readmission,
    )
    candidate.schooling, candidate.qualification = _learning(occupation, random)
    if candidate.schooling == Schooling.PRIMARY:
        candidate.schooling_place = f"{place.name.removeprefix('Chi bộ ')}, vùng cao"
    if road.readmission:
        candidate.left_party_on = _years_before(road.steps[0][1], 4)
    candidate.set_name(names.name(people, male=male))
    return candidate


def organisations_of(candidate: Candidate, on: date, random: Random) -> list[str]:
    """Codes of the organisations the person belongs to; the first of them introduces him."""
    age = on.year - candidate.birth_date.year
    codes = []
    if age <= YOUTH_TO and random.random() < 0.9:
        codes.append("youth")
    if candidate.occupation in TRAINED_TRADES and candidate.occupation != Occupation.ARMED_FORCES:
        codes.append("union")
    elif candidate.occupation in (Occupation.FARMER, Occupation.HAMLET_POST) and random.random() < 0.7:
        codes.append("farmers")
    if candidate.sex == Sex.FEMALE and candidate.occupation != Occupation.PUPIL and random.random() < 0.6:
        codes.append("women")
    if candidate.sex == Sex.MALE and candidate.occupation == Occupation.FARMER and age < 45:
        codes.extend(["militia"] * (random.random() < 0.5))
    return codes


def groups_of(candidate: Candidate, codes: list[str], random: Random) -> list[str]:
    """Names of the source groups of the letters that the person is in; they overlap."""
    groups = {GROUPS.get(candidate.occupation, "Quần chúng tiêu biểu ở khu dân cư")}
    groups |= {"Đoàn viên, thanh niên"} if "youth" in codes else set()
    groups |= {"Phụ nữ"} if candidate.sex == Sex.FEMALE else set()
    groups |= {"Dân quân tự vệ, dự bị động viên"} if "militia" in codes else set()
    groups |= {"Con em gia đình có công với cách mạng"} if random.random() < 0.05 else set()
    return sorted(groups)


def _people(place: Place, random: Random) -> str:
    groups = place.peoples.split()
    return groups[0] if random.random() < 0.7 else random.choice(groups)


def _pick(random: Random, weighted: tuple) -> str:
    return random.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]


def _learning(occupation: str, random: Random) -> tuple[str, str]:
    """Schooling and qualification that go with an occupation."""
    if occupation == Occupation.PUPIL:
        return Schooling.LOWER_SECONDARY, ""
    if occupation in TRAINED_TRADES:
        levels = ((Qualification.BACHELOR, 12), (Qualification.COLLEGE, 4), (Qualification.MASTER, 1))
        return Schooling.UPPER_SECONDARY, _pick(random, levels)
    schooling = _pick(
        random,
        ((Schooling.UPPER_SECONDARY, 6), (Schooling.LOWER_SECONDARY, 8), (Schooling.PRIMARY, 1)),
    )
    skilled = ((Qualification.ELEMENTARY, 1), (Qualification.INTERMEDIATE, 2))
    learnt = schooling == Schooling.UPPER_SECONDARY and random.random() < 0.4
    return schooling, _pick(random, skilled) if learnt else ""


def _birth_date(road: Road, random: Random) -> date:
    """Pupils turn 18 shortly before the cell's vote; the others are grown up when first thought of."""
    if road.occupation == Occupation.PUPIL:
        voted = road.day_of(Stage.VOTED)
        years = 18 if voted else 17
        return _years_before(voted or road.last_day, years) - timedelta(days=random.randint(20, 240))
    years = 18 + min(int(random.expovariate(1 / 9)), 36)
    return _years_before(road.steps[0][1], years) - timedelta(days=random.randint(20, 360))


def _years_before(day: date, years: int) -> date:
    return date(day.year - years, day.month, min(day.day, 28))
