"""The page on which a committee hands quotas down: who sees what, the suggestion, the sums, the people for them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from admissions.models import Occupation
from admissions.regulation import Stage
from reports.quotas.sheet import read_sheet
from tests.rearranged import province
from tests.year_cells import cells, give
from units import reorganise
from units.models import Directive, Kind, Quota, Unit, UnitYear, YearRule

ADDRESS = "/chi-tieu/2026/"
NOTICE = {"number": "15-TB/ĐU", "issued_on": "06/02/2026", "issuer": ""}
SOURCE = {Stage.SOURCE: (date(2025, 1, 10), "")}
VOTED = {**SOURCE, Stage.VOTED: (date(2026, 5, 4), "5-NQ/CB")}
DECIDED = {**VOTED, Stage.DECIDED: (date(2026, 6, 1), "9-QĐ/ĐU")}


@pytest.fixture(autouse=True)
def a_day_in_june(time_machine):
    time_machine.move_to("2026-06-15 09:00 +0700", tick=False)


@pytest.fixture
def members(world):
    """420 members: 34 in Hoa, 200 in Sen, 106 in the school, 80 in the workshop of the base committee."""

    def count(year=2026, **told):
        by_name = {"hoa": 34, "sen": 200, "school": 106, "workshop": 80, **told}
        UnitYear.objects.bulk_create(
            UnitYear(unit=getattr(world, name), year=year, opening=opening)
            for name, opening in by_name.items()
        )

    return count


def rows_of(response):
    return {row.node.code: row for row in response.context["rows"]}


def suggested(response):
    return {code: row.suggestion.people for code, row in rows_of(response).items() if row.suggestion}


def values(response, name="members"):
    return {code: cell.value for code, row in rows_of(response).items() if (cell := row.cell(name))}


class TestWhoSeesWhat:
    @pytest.mark.parametrize(
        ("who", "expected"),
        [
            ("an", ["MAY", "HOA", "SEN", "THPT", "CTY", "XUONG"]),
            ("chi", ["MAY", "HOA", "SEN", "THPT", "CTY", "XUONG"]),
            ("binh", ["HOA"]),
            ("dung", ["HOA"]),
            ("quan", ["MAY", "HOA", "SEN", "THPT", "CTY", "XUONG"]),
            ("xuan", ["KHE", "XA"]),
        ],
    )
    def test_everybody_opens_the_page_of_his_own_unit(self, world, who, expected):
        assert list(rows_of(world.client(who).get(ADDRESS))) == expected

    @pytest.mark.parametrize("who", ["binh", "chi", "dung"])
    def test_readers_see_no_field_and_may_not_post(self, world, who):
        give(world.hoa, 2, date(2026, 2, 6))
        client = world.client(who)
        page = client.get(ADDRESS).content.decode()
        assert "01-TB/ĐU" in page and f'name="{world.hoa.pk}.members"' not in page
        posted = cells({(world.hoa, "members"): ("2", "3")}, **NOTICE)
        assert client.post(ADDRESS, posted).status_code == 403
        assert Quota.objects.count() == 1

    @pytest.mark.parametrize(
        ("who", "unit", "status"),
        [
            ("binh", "commune", 404),
            ("binh", "sen", 404),
            ("dung", "sen", 404),
            ("chi", "base", 200),
            ("an", "far", 404),
        ],
    )
    def test_a_unit_out_of_scope_is_not_found(self, world, who, unit, status):
        address = f"{ADDRESS}?don_vi={getattr(world, unit).pk}"
        assert world.client(who).get(address).status_code == status
        if status == 404:
            assert world.client(who).post(address).status_code == 404

    @pytest.mark.parametrize("asked", ["x", "-1", "9" * 30, "١", "1 or 1"])
    def test_a_unit_that_is_no_number_is_not_found(self, office, asked):
        assert office.get(ADDRESS, {"don_vi": asked}).status_code == 404

    @pytest.mark.parametrize(("year", "status"), [(1999, 404), (2000, 200), (2027, 200), (2028, 404)])
    def test_years_end_with_the_coming_one(self, office, year, status):
        assert office.get(f"/chi-tieu/{year}/").status_code == status

    def test_a_base_committee_has_its_cells_and_the_way_back_up(self, world, office):
        response = office.get(f"{ADDRESS}?don_vi={world.base.pk}")
        assert list(rows_of(response)) == ["CTY", "XUONG"]
        assert [unit.code for unit in response.context["ancestors"]] == ["MAY"]

    def test_a_cell_of_another_committee_is_no_part_of_the_page(self, world, office):
        posted = cells({(world.far, "members"): ("", "3")}, **NOTICE)
        assert office.post(ADDRESS, posted).status_code == 404

    def test_an_empty_installation_tells_the_next_step(self, world):
        world.officers["dung"].supervisions.all().delete()
        assert "chưa được phân công" in world.client("dung").get(ADDRESS).content.decode()


class TestGiving:
    def test_units_get_their_quotas_by_one_document(self, world, office):
        changes = {
            (world.commune, "members"): ("", "17"),
            (world.hoa, "members"): ("", "2"),
            (world.school, "pupils"): ("", "1"),
            (world.workshop, "workers"): ("", "3"),
        }
        response = office.post(ADDRESS, cells(changes, **NOTICE | {"issuer": "Tỉnh ủy"}))
        assert response.status_code == 302
        assert response.url.startswith(f"{ADDRESS}?don_vi={world.commune.pk}")
        given = {row.unit_id: (row.members, row.pupils, row.workers) for row in Quota.objects.all()}
        assert given == {
            world.commune.pk: (17, None, None),
            world.hoa.pk: (2, None, None),
            world.school.pk: (None, 1, None),
            world.workshop.pk: (None, None, 3),
        }
        assert Directive.objects.get().issuer == "Tỉnh ủy"
        assert "Đã giao chỉ tiêu cho 4 đơn vị theo 15-TB/ĐU" in office.get(response.url).content.decode()

    def test_what_cannot_be_given_comes_back_with_every_reason_and_what_was_typed(self, world, office):
        changes = {(world.hoa, "members"): ("", "hai"), (world.sen, "members"): ("", "3")}
        response = office.post(ADDRESS, cells(changes, number="", issued_on="16/06/2026"))
        assert response.status_code == 422
        assert values(response)["HOA"] == "hai" and values(response)["SEN"] == "3"
        assert set(response.context["form"].errors) == {"number", "issued_on"}
        assert [cell.of for cell in response.context["faulty"]] == ["Chi bộ bản Hoa"]
        assert "ví dụ: 12" in response.content.decode()
        assert not Quota.objects.exists()

    def test_two_people_at_once_the_second_sees_what_the_first_wrote(self, world, office):
        give(world.hoa, 4, date(2026, 3, 1))
        posted = cells({(world.hoa, "members"): ("", "3")}, number="20-TB/ĐU", issued_on="01/04/2026")
        response = office.post(ADDRESS, posted)
        assert response.status_code == 409
        cell = rows_of(response)["HOA"].cell("members")
        assert (cell.value, cell.shown) == ("3", "4") and "«4»" in cell.faults[0]
        # The page now shows what stands there; sent again it is given.
        again = cells({(world.hoa, "members"): (cell.shown, "3")}, number="20-TB/ĐU", issued_on="01/04/2026")
        assert office.post(ADDRESS, again).status_code == 302
        assert [row.members for row in Quota.objects.order_by("pk")] == [4, 3]

    def test_what_nobody_changed_is_not_given_again(self, world, office):
        give(world.hoa, 4, date(2026, 3, 1))
        posted = cells({(world.hoa, "members"): ("4", "04")}, **NOTICE)
        assert office.post(ADDRESS, posted).status_code == 302
        assert Quota.objects.count() == 1

    def test_more_pupils_and_workers_than_people_is_told_and_written(self, world, office):
        give(world.workshop, 2, date(2026, 1, 6), workers=2)  # as many, which is well
        changes = {(world.school, "members"): ("", "1"), (world.school, "pupils"): ("", "2")}
        assert office.post(ADDRESS, cells(changes, **NOTICE)).status_code == 302
        response = office.get(ADDRESS)
        assert [row.node.code for row in response.context["overfull"]] == ["THPT"]
        assert "Vẫn ghi được" in response.content.decode()

    def test_pupils_are_asked_of_schools_workers_of_enterprises_and_both_of_who_has_them_below(
        self, world, office
    ):
        rows = rows_of(office.get(ADDRESS))
        fields = {code: [cell.field for cell in row.cells if cell] for code, row in rows.items()}
        assert fields == {
            "MAY": ["members", "pupils", "workers"],
            "HOA": ["members"],
            "SEN": ["members"],
            "THPT": ["members", "pupils"],
            "CTY": ["members", "workers"],
            "XUONG": ["members", "workers"],
        }

    def test_a_number_given_where_it_has_no_sense_can_still_be_withdrawn(self, world, office):
        give(world.hoa, 2, date(2026, 1, 6), pupils=1)
        assert rows_of(office.get(ADDRESS))["HOA"].cell("pupils").value == "1"

    def test_every_document_that_gave_a_quota_stays_readable(self, world, office):
        give(world.hoa, 2, date(2026, 1, 6), number="03-TB/ĐU")
        office.post(ADDRESS, cells({(world.hoa, "members"): ("2", "3")}, **NOTICE))
        row = rows_of(office.get(ADDRESS))["HOA"]
        assert [(quota.members, str(quota.directive)) for quota in row.quotas] == [
            (3, "15-TB/ĐU"),
            (2, "03-TB/ĐU"),
        ]
        assert row.in_force == row.quotas[0] and row.in_force.recorded_by == world.officers["an"]

    def test_a_quota_given_after_its_year_is_told_but_does_not_count(self, world, office):
        for members, day in ((3, date(2025, 12, 31)), (9, date(2026, 1, 1))):
            Quota.objects.create(unit=world.hoa, year=2025, members=members, given_on=day)
        response = office.get("/chi-tieu/2025/")
        row = rows_of(response)["HOA"]
        assert (row.in_force.members, row.cell("members").value) == (3, "3")
        assert "Không tính cho năm này" in response.content.decode()


class TestTheSuggestion:
    def test_the_committees_own_quota_is_shared_out_by_members(self, world, office, members):
        members()
        give(world.commune, 17, date(2026, 1, 6))
        response = office.get(ADDRESS)
        # 17 × 34 ÷ 420 = 1,376; × 200 = 8,095; × 106 = 4,290; × 80 = 3,238: whole 1 8 4 3 = 16; one to 0,376.
        assert suggested(response) == {"HOA": 2, "SEN": 8, "THPT": 4, "CTY": 3, "XUONG": 3}
        page = " ".join(response.content.decode().split())
        assert "34 / 420 × 17 = 1,376 → 1 + phần dư 0,376, xếp thứ 1, được thêm 1" in page
        assert "200 / 420 × 17 = 8,095 → 8 + phần dư 0,095, xếp thứ 4, không được thêm" in page

    @pytest.mark.parametrize(
        ("asked", "total"),
        [("", 13), ("thap", 13), ("cao", 17), ("chi-tieu", 13), ("30", 30), ("0", 0), ("-3", 13), ("x", 13)],
    )
    def test_without_a_quota_the_lower_bound_of_the_band_is_shared_out_unless_asked_otherwise(
        self, office, members, asked, total
    ):
        members()  # 3% of 420 are 12,6, 4% are 16,8
        response = office.get(ADDRESS, {"tong": asked})
        assert response.context["sheet"].total == total
        assert sum(suggested(response)[code] for code in ("HOA", "SEN", "THPT", "CTY")) == total

    def test_a_base_committees_cells_share_what_it_was_given(self, world, office, members):
        members()
        give(world.commune, 17, date(2026, 1, 6))
        give(world.base, 5, date(2026, 1, 6))
        assert suggested(office.get(ADDRESS))["XUONG"] == 5  # 3 are suggested to the base committee, it has 5

    def test_the_band_is_no_matter_of_a_base_committee(self, world, office, members):
        members()
        response = office.get(f"{ADDRESS}?don_vi={world.base.pk}")
        assert response.context["totals"] == [] and suggested(response) == {}
        assert suggested(office.get(f"{ADDRESS}?don_vi={world.base.pk}&tong=4")) == {"XUONG": 4}

    def test_who_has_no_source_left_or_no_known_members_weighs_nothing(self, world, office, members):
        members(hoa=None)
        UnitYear.objects.filter(unit=world.sen).update(no_source_left=True, no_source_reason="đi làm ăn xa")
        response = office.get(ADDRESS, {"tong": "10"})
        # 106 and 80 of 186: 5,699 and 4,301.
        assert suggested(response) == {"HOA": 0, "SEN": 0, "THPT": 6, "CTY": 4, "XUONG": 4}
        page = response.content.decode()
        assert "không còn quần chúng" in page and "chưa có số đảng viên" in page

    def test_a_cell_without_source_takes_its_members_out_of_its_base_committee(self, world, office, members):
        members()
        UnitYear.objects.filter(unit=world.workshop).update(no_source_left=True, no_source_reason="đi xa")
        assert suggested(office.get(ADDRESS, {"tong": "10"}))["CTY"] == 0

    def test_nothing_is_suggested_without_members(self, office):
        response = office.get(ADDRESS, {"tong": "10"})
        assert suggested(response) == {} and "Chưa có số đảng viên" in response.content.decode()

    def test_taking_the_suggestion_fills_empty_cells_and_writes_nothing(self, world, office, members):
        members()
        give(world.commune, 17, date(2026, 1, 6))
        give(world.hoa, 1, date(2026, 1, 6))
        posted = {
            f"{unit.pk}.members.was": "" for unit in (world.sen, world.school, world.base, world.workshop)
        }
        posted |= {f"{unit.pk}.members": "" for unit in (world.sen, world.base, world.workshop)}
        posted |= {f"{world.hoa.pk}.members.was": "1", f"{world.hoa.pk}.members": "1"}
        posted |= {f"{world.school.pk}.members": "7", **NOTICE, "goi_y": "1"}
        response = office.post(ADDRESS, posted)
        assert response.status_code == 200
        assert values(response) == {
            "MAY": "17",
            "HOA": "1",
            "SEN": "8",
            "THPT": "7",
            "CTY": "3",
            "XUONG": "3",
        }
        assert response.context["form"]["number"].value() == "15-TB/ĐU"
        assert Quota.objects.count() == 2
        page = response.content.decode()
        assert "Chưa ghi gì" in page and "vào 3 ô trống" in page
        # What the fields now hold is what would be given: 1 + 8 + 7 + 3 = 19 against 17.
        assert "nhiều hơn 2" in page

    def test_the_coming_year_is_weighed_by_the_members_of_today(self, world, office, members):
        members()
        UnitYear.objects.filter(unit=world.hoa).update(transferred_in=6)
        response = office.get("/chi-tieu/2027/", {"tong": "17"})
        assert rows_of(response)["HOA"].members == 40 and response.context["sheet"].base_date == date(
            2026, 6, 15
        )
        # 17 × 40 ÷ 426 = 1,596; × 200 = 7,981; × 106 = 4,230; × 80 = 3,192: whole 1 7 4 3; two to 0,98 and 0,60.
        assert suggested(response) == {"HOA": 2, "SEN": 8, "THPT": 4, "CTY": 3, "XUONG": 3}


class TestTheSums:
    @pytest.mark.parametrize(
        ("own", "hoa", "word"),
        [(5, 2, "khớp"), (5, 3, "nhiều hơn 1"), (5, 1, "còn 1 chưa giao"), (None, 2, "chưa có số")],
    )
    def test_the_quotas_right_below_are_held_against_the_committees(self, world, office, own, hoa, word):
        give(world.commune, own, date(2026, 1, 6))
        give(world.hoa, hoa, date(2026, 1, 6))
        give(world.base, 3, date(2026, 1, 6))
        give(world.workshop, 3, date(2026, 1, 6))  # in the base committee's 3, not beside them
        response = office.get(ADDRESS)
        (_, sums), (base, inner) = response.context["sums"]
        assert (sums[0].count, sums[0].against) == (hoa + 3, own)
        assert (base.node.code, inner[0].count, inner[0].over) == ("CTY", 3, 0)
        assert word in response.content.decode()


class TestThePeople:
    def test_admitted_waiting_and_on_the_road_are_held_against_the_quota(self, world, office, person):
        for quota, unit in ((1, world.hoa), (3, world.sen), (5, world.workshop)):
            give(unit, quota, date(2026, 1, 6))
        for unit, steps in (
            (world.hoa, DECIDED),
            (world.hoa, SOURCE),
            (world.sen, DECIDED),
            (world.sen, VOTED),
            (world.sen, SOURCE),
            (world.workshop, VOTED),
            (world.workshop, SOURCE),
        ):
            person(unit=unit, steps=steps)
        rows = rows_of(office.get(ADDRESS))
        told = {code: (row.admitted, row.waiting, row.before_vote) for code, row in rows.items()}
        assert told["HOA"] == (1, 0, 1) and told["SEN"] == (1, 1, 1) and told["XUONG"] == (0, 1, 1)
        assert told["MAY"] == (2, 2, 3)
        ready = {code: row.readiness[0] for code, row in rows.items() if row.readiness}
        assert ready["HOA"].reached  # 1 of 1
        assert not ready["SEN"].reached and ready["SEN"].missing == 0  # 1 + 1 + 1 for 3
        assert ready["XUONG"].missing == 3  # 0 + 1 + 1 for 5
        page = office.get(ADDRESS).content.decode()
        assert "đã đạt 1/1" in page and "thiếu 3" in page

    def test_pupils_and_workers_are_held_against_their_own_quotas(self, world, office, person):
        give(world.school, None, date(2026, 1, 6), pupils=2)
        give(world.workshop, 2, date(2026, 1, 6), workers=1)
        person(unit=world.school, steps=SOURCE, occupation=Occupation.PUPIL)
        person(unit=world.school, steps=DECIDED)  # a teacher
        person(unit=world.workshop, steps=DECIDED, occupation=Occupation.WORKER)
        person(unit=world.base, steps=SOURCE, occupation=Occupation.WORKER)
        give(world.base, None, date(2026, 1, 6), workers=3)
        rows = rows_of(office.get(ADDRESS))
        (all_workers,) = rows["CTY"].readiness
        assert (all_workers.admitted, all_workers.on_road, all_workers.missing) == (1, 1, 1)
        (pupils,) = rows["THPT"].readiness
        assert (pupils.label, pupils.admitted, pupils.on_road, pupils.missing) == ("Học sinh", 0, 1, 1)
        everybody, workers = rows["XUONG"].readiness
        assert (everybody.missing, workers.reached) == (1, True)

    def test_a_quota_of_nobody_asks_for_nobody(self, world, office):
        give(world.hoa, 0, date(2026, 1, 6))
        assert rows_of(office.get(ADDRESS))["HOA"].readiness == []

    def test_nobody_is_admitted_in_a_year_that_has_not_begun(self, world, office, person):
        person(unit=world.hoa, steps=DECIDED)
        person(unit=world.hoa, steps=SOURCE)
        Quota.objects.create(unit=world.hoa, year=2027, members=1, given_on=date(2026, 6, 10))
        row = rows_of(office.get("/chi-tieu/2027/"))["HOA"]
        assert (row.admitted, row.waiting, row.before_vote) == (0, 0, 1)
        assert (row.readiness[0].admitted, row.readiness[0].people) == (0, 1)


@pytest.mark.parametrize("address", [ADDRESS, "/chi-tieu/2027/"])
def test_the_page_costs_the_same_for_few_units_and_for_many(world, person, members, address):
    members()

    def cost(who):
        client = world.client(who)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    few = {who: cost(who) for who in ("an", "binh", "chi", "dung", "quan")}
    for number in range(30):
        unit = reorganise.found(
            code=f"B{number}", name=f"Chi bộ bản {number}", kind=Kind.RESIDENTIAL, parent=world.commune,
            since=date(2020, 1, 1),
        )  # fmt: skip
        give(unit, 1, date(2026, 1, 6))
        give(unit, 2, date(2026, 3, 6), number="2")
        person(unit=unit, steps=SOURCE)
    assert {who: cost(who) for who in few} == few
    assert max(few.values()) <= 15


def test_the_band_of_next_year_is_that_of_the_commune_and_not_of_the_province_above(world):
    top = province(world)
    YearRule.objects.create(root=top, year=2026, target_min=2, target_max=3)
    YearRule.objects.create(root=world.commune, year=2027, target_min=5, target_max=6)
    for unit, bounds in ((world.commune, (5, 6)), (top, (2, 3)), (world.neighbour, (2, 3))):
        rule = read_sheet(Unit.objects.get(pk=unit.pk), 2027, date(2026, 7, 15)).rule
        assert (rule.target_min, rule.target_max) == bounds
