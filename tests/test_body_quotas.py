"""Introducing bodies: quotas given to them by a document, whom they introduced, who of them was admitted."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from admissions import body_quotas
from admissions.body_quotas import Change, Refused
from admissions.models import BodyQuota, Occupation, Organisation
from admissions.regulation import Stage
from reports.quotas.bodies import read_bodies
from tests.rearranged import province
from tests.year_cells import TODAY
from units.directives import Document
from units.models import Directive, YearRule

ADDRESS = "/chi-tieu/2026/to-chuc/"
NOTICE = Document("40-TB/ĐU", date(2026, 5, 10))
TYPED = {"number": "40-TB/ĐU", "issued_on": "10/05/2026", "issuer": ""}
SOURCE = {Stage.SOURCE: (date(2025, 1, 10), "")}
LISTED = {**SOURCE, Stage.LISTED: (date(2025, 2, 10), "1-NQ/CB")}
VOTED = {**LISTED, Stage.VOTED: (date(2026, 5, 4), "5-NQ/CB")}
DECIDED = {**VOTED, Stage.DECIDED: (date(2026, 6, 1), "9-QĐ/ĐU")}
HELD = {**DECIDED, Stage.HELD: (date(2026, 6, 10), "")}


@pytest.fixture(autouse=True)
def a_day_in_june(time_machine):
    time_machine.move_to("2026-06-15 09:00 +0700", tick=False)


@pytest.fixture
def youth(db):
    return Organisation.objects.get(code="youth")


@pytest.fixture
def union(db):
    return Organisation.objects.get(code="union")


@pytest.fixture
def handed_down(world):
    """Give bodies their quotas of 2026 as An: changes are (body, field, shown, wanted)."""

    def hand_down(*changes, committee=None, document=NOTICE, by="an"):
        cells = [Change(body.pk, *told) for body, *told in changes]
        told = {"document": document, "by": world.officers[by], "on": TODAY}
        return body_quotas.give(committee=committee or world.commune, year=2026, changes=cells, **told)

    return hand_down


def refused(call, *arguments, **words):
    with pytest.raises(Refused) as told:
        call(*arguments, **words)
    return told.value


def typed(changes, **document):
    """A posted form: {(body, field): (shown, typed)}."""
    posted = dict(document)
    for (body, field), (shown, wanted) in changes.items():
        posted |= {f"{body.pk}.{field}.was": shown, f"{body.pk}.{field}": wanted}
    return posted


def rows_of(response):
    return {row.body.code if row.body else None: row for row in response.context["bodies"].rows}


class TestTheWriter:
    def test_one_document_gives_several_bodies_their_quotas(self, world, youth, union, handed_down):
        given = handed_down(
            (youth, "members", None, 12), (union, "members", None, 3), (union, "workers", None, 2)
        )
        assert given == 2
        rows = BodyQuota.objects.order_by("organisation__position")
        assert [(row.organisation, row.members, row.workers) for row in rows] == [
            (youth, 12, None),
            (union, 3, 2),
        ]
        assert {
            (row.committee, row.year, row.given_on, str(row.directive), row.recorded_by) for row in rows
        } == {(world.commune, 2026, date(2026, 5, 10), "40-TB/ĐU", world.officers["an"])}

    def test_a_quota_reissued_keeps_its_other_number_and_the_row_before_it(self, world, union, handed_down):
        handed_down((union, "members", None, 3), (union, "workers", None, 2))
        handed_down((union, "members", 3, 4), document=Document("50-TB/ĐU", date(2026, 6, 1)))
        before = body_quotas.in_force(world.commune, 2026, date(2026, 5, 31))[union.pk]
        after = body_quotas.in_force(world.commune, 2026, date(2026, 6, 1))[union.pk]
        assert [(row.members, row.workers) for row in (before, after)] == [(3, 2), (4, 2)]

    def test_every_reason_is_told_at_once_and_nothing_is_given(self, youth, union, handed_down):
        handed_down((youth, "members", None, 12))
        told = refused(
            handed_down,
            (youth, "members", 11, 13),
            (union, "members", None, -1),
            document=Document("", date(2026, 6, 16)),
        )
        assert [(fault.body_id, fault.field, fault.stale) for fault in told.faults] == [
            (youth.pk, "members", True),
            (union.pk, "members", False),
            (None, "number", False),
            (None, "issued_on", False),
        ]
        assert BodyQuota.objects.count() == 1 and Directive.objects.count() == 1

    @pytest.mark.parametrize(("workers", "passes"), [(3, True), (4, False)])
    def test_workers_are_part_of_the_people(self, union, handed_down, workers, passes):
        changes = (union, "members", None, 3), (union, "workers", None, workers)
        if passes:
            assert handed_down(*changes) == 1
        else:
            assert refused(handed_down, *changes).faults[0].field == "workers"

    def test_fewer_people_than_the_workers_already_asked_for_are_refused(self, union, handed_down):
        handed_down((union, "members", None, 3), (union, "workers", None, 3))
        assert refused(handed_down, (union, "members", 3, 2)).faults[0].field == "workers"

    @pytest.mark.parametrize(("day", "passes"), [(date(2026, 5, 9), False), (date(2026, 5, 10), True)])
    def test_an_older_document_replaces_nothing(self, youth, handed_down, day, passes):
        handed_down((youth, "members", None, 12))
        change, document = (youth, "members", 12, 13), Document("1", day)
        if passes:
            assert handed_down(change, document=document) == 1
        else:
            assert "10/05/2026" in refused(handed_down, change, document=document).faults[0].text

    @pytest.mark.parametrize(("unit", "by"), [("neighbour", "an"), ("commune", "xuan"), ("hoa", "an")])
    def test_only_a_committee_of_ones_own_scope_gives(self, world, youth, handed_down, unit, by):
        with pytest.raises(ValueError, match="committee"):
            handed_down((youth, "members", None, 1), committee=getattr(world, unit), by=by)


class TestThePage:
    def test_results_are_told_by_the_body_that_introduced(
        self, world, office, person, youth, union, handed_down
    ):
        handed_down((youth, "members", None, 4))
        person(steps=SOURCE, introduced_by=youth)  # not on the list yet
        person(steps=LISTED, introduced_by=youth)
        person(steps=VOTED, introduced_by=youth, unit=world.workshop)
        person(steps=DECIDED, introduced_by=youth)
        person(steps=DECIDED, introduced_by=union, occupation=Occupation.WORKER)
        person(steps=DECIDED)
        person(steps=DECIDED, introduced_by=youth, unit=world.far)  # another commune
        response = office.get(ADDRESS)
        rows = rows_of(response)
        told = {
            code: (row.on_list["people"], row.admitted["people"], row.completion)
            for code, row in rows.items()
        }
        assert told["youth"] == (2, 1, 25)  # 1 of 4
        assert told["union"] == (0, 1, None) and rows["union"].admitted["workers"] == 1
        assert told[None] == (0, 1, None)
        bodies = response.context["bodies"]
        assert (bodies.quota, bodies.on_list, bodies.admitted) == (4, 2, 3)
        assert "25,00%" in response.content.decode() and "Chưa ghi tổ chức" in response.content.decode()

    def test_each_number_leads_to_its_people(self, office, person, youth):
        person("Lò Văn Nguồn", steps=SOURCE, introduced_by=youth)
        person("Lò Văn Tình", steps=LISTED, introduced_by=youth)
        person("Lò Văn Biểu", steps=VOTED, introduced_by=youth)
        person("Lò Văn Kết", steps=DECIDED, introduced_by=youth)
        person("Lò Văn Khác", steps=DECIDED)
        row = rows_of(office.get(ADDRESS))["youth"]

        def names(link):
            return {each.candidate.name for each in office.get(link).context["rows"]}

        assert names(row.on_list_link) == {"Lò Văn Tình", "Lò Văn Biểu"}
        assert names(row.admitted_link) == {"Lò Văn Kết"}
        assert (row.on_list["people"], row.admitted["people"]) == (2, 1)

    @pytest.mark.parametrize(("counting", "admitted"), [("decision", 2), ("ceremony", 1)])
    def test_admissions_count_on_the_day_that_the_rule_names(
        self, world, office, person, youth, counting, admitted
    ):
        YearRule.objects.create(root=world.commune, year=2026, counting=counting)
        person(steps=DECIDED, introduced_by=youth)
        person(steps=HELD, introduced_by=youth)
        row = rows_of(office.get(ADDRESS))["youth"]
        assert row.admitted["people"] == admitted
        assert len(office.get(row.admitted_link).context["rows"]) == admitted

    @pytest.mark.parametrize(("day", "admitted"), [(date(2025, 12, 31), 0), (date(2026, 1, 1), 1)])
    def test_a_year_begins_on_the_first_of_january(self, office, person, youth, day, admitted):
        voted = {**LISTED, Stage.VOTED: (date(2025, 11, 4), "5-NQ/CB")}
        person(steps={**voted, Stage.DECIDED: (day, "9-QĐ/ĐU")}, introduced_by=youth)
        assert rows_of(office.get(ADDRESS))["youth"].admitted["people"] == admitted
        assert rows_of(office.get("/chi-tieu/2025/to-chuc/"))["youth"].admitted["people"] == 1 - admitted

    def test_a_quota_given_after_its_year_does_not_count(self, world, office, youth):
        for members, day in ((3, date(2025, 12, 31)), (9, date(2026, 1, 1))):
            BodyQuota.objects.create(
                committee=world.commune, organisation=youth, year=2025, members=members, given_on=day
            )
        row = rows_of(office.get("/chi-tieu/2025/to-chuc/"))["youth"]
        assert (row.members_quota, row.cells[0].value, len(row.quotas)) == (3, "3", 2)

    def test_a_secretary_sees_the_people_of_his_own_cell_and_no_field(
        self, world, person, youth, handed_down
    ):
        handed_down((youth, "members", None, 4))
        person(steps=DECIDED, introduced_by=youth)
        person(steps=DECIDED, introduced_by=youth, unit=world.sen)
        response = world.client("binh").get(ADDRESS)
        row = rows_of(response)["youth"]
        assert (row.admitted["people"], row.members_quota) == (1, None)
        assert "<input" not in response.content.decode().partition("quota-table")[2]

    @pytest.mark.parametrize("who", ["binh", "chi", "dung"])
    def test_readers_may_not_post(self, world, youth, who):
        posted = typed({(youth, "members"): ("", "4")}, **TYPED)
        assert world.client(who).post(ADDRESS, posted).status_code == 403
        assert not BodyQuota.objects.exists()

    @pytest.mark.parametrize(("who", "unit"), [("binh", "commune"), ("dung", "sen"), ("an", "far")])
    def test_a_unit_out_of_scope_is_not_found(self, world, who, unit):
        assert world.client(who).get(f"{ADDRESS}?don_vi={getattr(world, unit).pk}").status_code == 404

    def test_a_cell_gives_no_body_anything(self, world, office, youth):
        address = f"{ADDRESS}?don_vi={world.hoa.pk}"
        assert "<input" not in office.get(address).content.decode().partition("quota-table")[2]
        assert office.post(address, typed({(youth, "members"): ("", "4")}, **TYPED)).status_code == 404

    def test_bodies_get_their_quotas(self, world, office, youth, union):
        changes = {(youth, "members"): ("", "4"), (union, "workers"): ("", "1")}
        response = office.post(ADDRESS, typed(changes, **TYPED))
        assert response.status_code == 302
        assert set(BodyQuota.objects.values_list("organisation", "members", "workers")) == {
            (youth.pk, 4, None),
            (union.pk, None, 1),
        }
        assert "cho 2 tổ chức theo 40-TB/ĐU" in office.get(response.url).content.decode()

    def test_what_cannot_be_given_comes_back_with_every_reason_and_what_was_typed(self, office, youth, union):
        changes = {
            (youth, "members"): ("", "bốn"),
            (union, "members"): ("", "3"),
            (union, "workers"): ("", "5"),
        }
        response = office.post(ADDRESS, typed(changes, number="", issued_on="hôm qua"))
        assert response.status_code == 422
        rows = rows_of(response)
        assert rows["youth"].cells[0].value == "bốn" and rows["union"].cells[0].value == "3"
        assert {cell.of for cell in response.context["faulty"]} == {youth.name, union.name}
        assert set(response.context["form"].errors) == {"number", "issued_on"}
        assert not BodyQuota.objects.exists()

    def test_two_people_at_once_the_second_sees_what_the_first_wrote(self, office, youth, handed_down):
        handed_down((youth, "members", None, 5))
        response = office.post(ADDRESS, typed({(youth, "members"): ("", "4")}, **TYPED))
        assert response.status_code == 409
        cell = rows_of(response)["youth"].cells[0]
        assert (cell.value, cell.shown) == ("4", "5") and "«5»" in cell.faults[0]
        assert office.post(ADDRESS, typed({(youth, "members"): ("5", "4")}, **TYPED)).status_code == 302

    def test_a_body_that_does_not_exist_is_not_found(self, office):
        assert office.post(ADDRESS, {"999.members.was": "", "999.members": "4", **TYPED}).status_code == 404

    def test_the_page_costs_the_same_for_few_people_and_for_many(self, world, person, youth, handed_down):
        def cost(who):
            client = world.client(who)
            client.get(ADDRESS)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(ADDRESS).status_code == 200
            return len(queries)

        few = {who: cost(who) for who in ("an", "binh", "chi", "dung", "quan")}
        handed_down(*((body, "members", None, 2) for body in Organisation.objects.all()))
        for steps in (LISTED, VOTED, DECIDED) * 8:
            person(steps=steps, introduced_by=youth)
        assert {who: cost(who) for who in few} == few
        assert max(few.values()) <= 15


def test_under_a_province_each_commune_counts_by_its_own_rule(world, person, youth):
    """Khe counts by the ceremony, Mây and the province by the decision; of two decided in June only Mây's counts."""
    top = province(world)
    YearRule.objects.create(root=world.neighbour, year=2026, counting=YearRule.Counting.CEREMONY)
    person("Lò Văn Hoa", world.hoa, steps=DECIDED, introduced_by=youth)
    person("Lò Văn Xa", world.far, steps=DECIDED, introduced_by=youth)
    told = {
        unit.code: read_bodies(unit, 2026, date(2026, 7, 15))
        for unit in (top, world.commune, world.neighbour)
    }
    assert {code: each.admitted for code, each in told.items()} == {"TINH": 1, "MAY": 1, "KHE": 0}
    assert told["KHE"].counted_by == {YearRule.Counting.CEREMONY}
