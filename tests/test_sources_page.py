"""Sources by group: every number is that of the list it leads to, nobody is counted twice in a cell, shares have a base."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from admissions.models import Candidate, Organisation, SourceGroup
from admissions.regulation import Stage
from units.models import UnitYear, YearRule

SOURCE = {Stage.SOURCE: (date(2025, 1, 5), "")}
LISTED = SOURCE | {Stage.LISTED: (date(2025, 2, 5), "1-NQ/CB")}
OPENED = LISTED | {Stage.OPENED: (date(2026, 3, 5), "2-TB")}
VOTED = OPENED | {Stage.VOTED: (date(2026, 4, 6), "3-NQ/CB")}
DECIDED = VOTED | {Stage.DECIDED: (date(2026, 5, 4), "9-QĐ")}
LAST_YEAR = LISTED | {Stage.DECIDED: (date(2025, 12, 31), "8-QĐ")}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-05-20 09:00:00+07:00", tick=False):
        yield


@pytest.fixture
def village(world, person):
    """Of Hoa: women at every phase, a pupil; of Sen: a man admitted this year, a woman last year."""
    person("Sùng Thị Một", sex="female", steps=SOURCE, occupation="farmer")
    person("Sùng Thị Hai", sex="female", steps=LISTED, occupation="farmer")
    person("Sùng Thị Ba", sex="female", steps=OPENED, occupation="pupil")
    person("Sùng Thị Bốn", sex="female", steps=VOTED)
    person("Sùng Thị Năm", sex="female", steps=DECIDED, occupation="farmer")
    person("Giàng A Sáu", unit=world.sen, steps=DECIDED, occupation="worker")
    person("Giàng A Bảy", unit=world.sen, steps=DECIDED)
    person("Sùng Thị Tám", unit=world.sen, sex="female", steps=LAST_YEAR)
    person("Lò Thị Xa", unit=world.far, sex="female", steps=DECIDED)


def lines_of(client, **query):
    """Name → numbers of the four phases, the admitted, the share."""
    page = client.get(reverse("sources"), query)
    lines = [line for _, lines in page.context["sections"] for line in lines] + [page.context["everybody"]]
    return {
        line.name: ([cell.count for cell in line.phases], line.admitted.count, line.share) for line in lines
    }


def test_groups_by_phase_with_the_share_of_those_admitted(world, office, village):
    lines = lines_of(office)
    assert lines["Phụ nữ"][:2] == ([1, 1, 1, 1], 1)
    assert lines["Nông dân"][:2] == ([1, 1, 0, 0], 1)
    assert lines["Học sinh, sinh viên"][:2] == ([0, 0, 1, 0], 0)
    assert lines["Công nhân"][:2] == ([0, 0, 0, 0], 1)
    # Three admitted this year, one of them a woman: 1 × 100 / 3.
    assert round(lines["Phụ nữ"][2], 4) == round(lines["Công nhân"][2], 4)
    assert f"{lines['Phụ nữ'][2]:.2f}" == "33.33"
    assert lines["Tất cả, mỗi người tính một lần"] == ([1, 1, 1, 1], 3, None)


def test_a_person_in_several_groups_counts_in_each_and_once_in_all(world, office, person):
    one = person("Sùng Thị Một", sex="female", occupation="farmer")
    one.memberships.add(Organisation.objects.get(code="youth"))
    one.source_groups.add(*SourceGroup.objects.all())
    counts = {name: sum(phases) for name, (phases, _, _) in lines_of(office).items()}
    told_otherwise = {
        "Công nhân",
        "Học sinh, sinh viên",
        "Lực lượng vũ trang",
        "Nơi còn ít hoặc chưa có đảng viên",
    }
    assert {name for name, count in counts.items() if count == 0} == told_otherwise
    assert set(counts.values()) == {0, 1}
    assert "Một người có thể thuộc nhiều nhóm" in office.get(reverse("sources")).content.decode()


@pytest.fixture
def mixed(world, person):
    """People of every mixture of facts, memberships and ticks."""
    groups = list(SourceGroup.objects.all())
    bodies = list(Organisation.objects.all())
    jobs = ["", "worker", "farmer", "pupil", "armed_forces", "company_staff"]
    roads = [SOURCE, LISTED, OPENED, VOTED, DECIDED, LAST_YEAR, LISTED | {Stage.OUT: (date(2026, 1, 5), "1")}]
    for unit, opening in ((world.hoa, 4), (world.sen, 30)):
        UnitYear.objects.create(unit=unit, year=2026, opening=opening)
    for n in range(42):
        one = person(
            f"Lò Văn {'abcdefghij'[n % 10] * (1 + n // 10)}",
            unit=(world.hoa, world.sen, world.workshop)[n % 3],
            sex=("male", "female")[n // 2 % 2],
            occupation=jobs[n % 6],
            steps=roads[n % 7],
        )
        one.memberships.set(bodies[n % 4 : n % 4 + n % 5])
        one.source_groups.set(groups[n % 11 : n % 11 + n % 6])


@pytest.mark.parametrize("who", ["an", "binh"])
def test_every_number_is_that_of_the_list_it_leads_to(world, mixed, who):
    client = world.client(who)
    page = client.get(reverse("sources"))
    lines = [line for _, lines in page.context["sections"] for line in lines] + [page.context["everybody"]]
    told = {cell.address: cell.count for line in lines for cell in [*line.phases, line.admitted]}
    assert len(told) == 16 * 5
    assert {address: client.get(address).context["page"].total for address in told} == told
    assert sum(told.values()) >= 40


def test_a_chosen_unit_narrows_and_one_out_of_scope_does_not(world, village):
    client = world.client("an")
    assert lines_of(client, don_vi=world.sen.pk)["Phụ nữ"][:2] == ([0, 0, 0, 0], 0)
    assert lines_of(client, don_vi=world.far.pk) == lines_of(client)
    assert lines_of(world.client("binh"))["Tất cả, mỗi người tính một lần"][:2] == ([1, 1, 1, 1], 1)


def test_where_the_ceremony_counts_the_decision_alone_does_not(world, office, village):
    YearRule.objects.create(root=world.commune, year=2026, counting=YearRule.Counting.CEREMONY)
    assert lines_of(office)["Tất cả, mỗi người tính một lần"][1] == 0
    assert lines_of(office)["Phụ nữ"][2] is None


def test_places_with_few_members_are_listed_with_their_people(world, office, village):
    for unit, opening in ((world.hoa, 9), (world.sen, 10), (world.school, 0)):
        UnitYear.objects.create(unit=unit, year=2026, opening=opening)
    page = office.get(reverse("sources"))
    told = [(place["unit"].code, place["members"], place["road"]) for place in page.context["places"]]
    assert told == [("HOA", 9, 4), ("THPT", 0, 0)]
    assert page.context["unknown"] == 1  # the workshop
    assert office.get(page.context["places"][0]["address"]).context["page"].total == 4
    assert lines_of(office)["Nơi còn ít hoặc chưa có đảng viên"][:2] == ([1, 1, 1, 1], 1)
    assert "dưới 10 đảng viên" in page.content.decode()


def test_a_supervisor_without_units_is_told_so(world):
    world.officers["dung"].supervisions.all().delete()
    page = world.client("dung").get(reverse("sources"))
    assert page.status_code == 200 and "Chưa có đơn vị nào" in page.content.decode()


def test_an_empty_installation_of_people_is_all_noughts(world, office):
    assert {tuple(phases) for phases, _, _ in lines_of(office).values()} == {(0, 0, 0, 0)}


@pytest.mark.parametrize("who", ["an", "binh", "chi", "dung", "quan"])
def test_the_page_costs_at_most_fifteen_and_the_same_for_few_and_for_many(world, person, who):
    client = world.client(who)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("sources")).status_code == 200
        return len(queries)

    person("Lò Văn Một", steps=LISTED)
    few = cost()
    for n in range(20):
        one = person(f"Lò Văn {'abcdefghij'[n % 10]}", steps=(LISTED, DECIDED)[n % 2])
        one.source_groups.set(SourceGroup.objects.all()[:8])
    assert cost() == few <= 15
    assert Candidate.objects.count() == 21
