"""The pages of acts on the tree: typed, looked at beforehand, done, undone."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from admissions.models import Candidate
from admissions.regulation import Stage
from tests.hostile import snapshot
from tests.regroupings import cell, do, give
from units.models import Officer, Quota, Reorganisation, Role, Supervision, Unit
from units.reorganise import Alter, Close

JUNE = date(2026, 6, 1)
SOURCE = {Stage.SOURCE: (date(2026, 1, 5), "")}
PAPER = {"number": "45-QĐ/ĐU", "issued_on": "25/5/2026", "issuer": "Đảng ủy xã Mây", "on": "1/6/2026"}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00:00+07:00", tick=True):
        yield


def send(client, act, **fields):
    return client.post(reverse("regrouping_act", args=[act]), {**PAPER, **fields})


def parts(*rows):
    """The parts of a split as the page sends them."""
    fields = {"parts-TOTAL_FORMS": len(rows), "parts-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        fields |= {f"parts-{place}-{name}": value for name, value in row.items()}
    return fields


HOA2 = {"name": "Chi bộ bản Hoa Hai", "code": "HOA2", "members": "8"}


def names(response):
    return response.content.decode()


def merging(world, **more):
    return {"units": [world.sen.pk], "into": world.hoa.pk, **more}


@pytest.fixture
def figures(world, person):
    """Hoa: 10 members, quota 1; Sen: 15, quota 2, led by Mai; the commune's quota is 3. One person in Sen."""
    give(world.hoa, 10, 1)
    give(world.sen, 15, 2)
    give(world.commune, quota=3)
    Supervision.objects.create(unit=world.sen, member="Lò Thị Mai", since=date(2025, 1, 1))
    return person("Lò Văn Sen", unit=world.sen, steps=SOURCE)


class TestPreview:
    def test_nothing_is_written(self, world, office, figures):
        before = snapshot()
        response = send(office, "sap-nhap", **merging(world))

        assert response.status_code == 200
        assert snapshot() == before

    def test_it_tells_what_changes(self, world, office, figures):
        Officer.objects.create_user("son", role=Role.SECRETARY, unit=world.sen, full_name="Sơn")
        response = send(office, "sap-nhap", **merging(world))
        preview, page = response.context["preview"], names(response)

        lines = {line.name: line.numbers for line in preview.lines}
        # members, admitted, quota, on the road: before and after. 10 + 15 = 25 members; quota 1 + 2 = 3
        assert [(was, now) for _, was, now in lines["Chi bộ bản Hoa"]] == [(10, 25), (0, 0), (1, 3), (0, 1)]
        assert [(was, now) for _, was, now in lines["Chi bộ bản Sen"]] == [
            (15, None), (0, None), (2, None), (1, None)
        ]  # fmt: skip
        assert [(was, now) for _, was, now in lines["Đảng bộ xã Mây"]] == [(25, 25), (0, 0), (3, 3), (1, 1)]
        assert preview.sums_stay
        assert [row.member for row in preview.supervisions] == ["Lò Thị Mai"]
        assert [(group.unit, group.under, group.total) for group in preview.people] == [
            ("Chi bộ bản Sen", "Chi bộ bản Hoa", 1)
        ]
        assert "Tài khoản Sơn thuộc Chi bộ bản Sen" in page
        assert preview.mismatches == []

    def test_members_handed_over_are_in_the_figures_shown(self, world, office, figures):
        response = send(office, "chia-tach", unit=world.hoa.pk, **parts({**HOA2, "members": "4"}))

        lines = {line.name: line.numbers[0][1:] for line in response.context["preview"].lines}
        # 10 − 4 = 6 stay; the commune has 10 + 15 as before
        assert lines == {
            "Đảng bộ xã Mây": (25, 25),
            "Chi bộ bản Hoa": (10, 6),
            "Chi bộ bản Hoa Hai": (None, 4),
        }

    def test_accounts_of_units_that_only_take_over_are_not_told(self, world, office, figures):
        preview = send(office, "sap-nhap", **merging(world)).context["preview"]

        assert preview.officers == []  # Bình is the secretary of Hoa, which stays what it is

    def test_quotas_that_no_longer_fit_are_told(self, world, office, figures):
        response = send(office, "sap-nhap", **merging(world, **{f"share-{world.hoa.pk}-members": "1"}))

        # the commune's 3 against Hoa's 1
        assert response.context["preview"].mismatches == [
            "Đảng bộ xã Mây: Chỉ tiêu được giao 3, tổng giao cho cấp dưới 1."
        ]

    def test_a_pupil_owed_and_powers_lost_are_warned_of(self, world, office):
        response = send(office, "sap-nhap", units=[world.school.pk], into=world.hoa.pk)
        assert "Chi bộ Trường THPT Mây phải kết nạp học sinh; Chi bộ bản Hoa chưa được" in names(response)

    def test_a_new_unit_without_supervisor_is_warned_of(self, world, office):
        fields = {"parent": world.commune.pk, "code": "MOI", "name": "Chi bộ bản Mới", "kind": "residential"}
        response = send(office, "thanh-lap", **fields)

        assert response.context["preview"].warnings == [
            "Chưa có cấp ủy viên phụ trách Chi bộ bản Mới: phân công sau khi ghi.",
            "Chưa ghi bí thư của Chi bộ bản Mới.",
        ]


class TestDoing:
    def test_it_is_done_as_it_was_shown(self, world, office, figures):
        shown = send(office, "sap-nhap", **merging(world)).context["preview"]
        fields = {f"share-{world.hoa.pk}-members": "3", "confirmed": "1", "seen": shown.seen}
        response = send(office, "sap-nhap", **merging(world, **fields))

        assert response.url == reverse("unit_page", args=[world.hoa.pk])
        act = Reorganisation.objects.get()
        assert act.told.splitlines() == shown.told
        assert (act.on, act.directive.number, act.recorded_by.username) == (JUNE, "45-QĐ/ĐU", "an")
        given = Quota.objects.get(act=act)
        assert (given.unit, given.members, given.given_on) == (world.hoa, 3, JUNE)

    def test_a_quota_left_as_it_is_is_not_given_again(self, world, office, figures):
        fields = {f"share-{world.hoa.pk}-members": "1", "confirmed": "1", "seen": 0}
        send(office, "sap-nhap", **merging(world, **fields))

        assert not Quota.objects.filter(act__isnull=False).exists()

    def test_a_quota_that_cannot_be_read_comes_back(self, world, office, figures):
        fields = {f"share-{world.hoa.pk}-members": "ba", "confirmed": "1", "seen": 0}
        response = send(office, "sap-nhap", **merging(world, **fields))

        assert response.status_code == 422
        assert 'value="ba"' in names(response)
        assert "Nhập số nguyên từ 0 trở lên" in names(response)
        assert not Reorganisation.objects.exists()

    def test_after_somebody_elses_act_it_is_looked_at_again(self, world, office, figures):
        seen = send(office, "sap-nhap", **merging(world)).context["preview"].seen
        do(world, Alter(world.hoa, "Chi bộ bản Hoa Ban", world.hoa.kind, world.commune), date(2026, 5, 4))
        response = send(office, "sap-nhap", **merging(world, confirmed="1", seen=seen))

        assert response.status_code == 409
        assert "An ghi" in names(response)
        assert "Chi bộ bản Hoa Ban tiếp nhận" in names(response)
        again = send(
            office, "sap-nhap", **merging(world, confirmed="1", seen=response.context["preview"].seen)
        )
        assert again.status_code == 302

    def test_the_units_page_names_act_and_directive(self, world, office):
        do(world, Alter(world.hoa, "Chi bộ bản Hoa Ban", world.hoa.kind, world.commune), JUNE)
        page = names(office.get(reverse("unit_page", args=[world.hoa.pk])))

        assert "(đổi tên, loại hình, cấp trên, 45-QĐ/ĐU ngày 25/05/2026)" in page

    @pytest.mark.parametrize(
        ("act", "fields", "told"),
        [
            ("thay-doi", {"unit": "sen", "name": "Chi bộ bản Sen Vàng"}, "đổi tên thành Chi bộ bản Sen Vàng"),
            ("thay-doi", {"unit": "sen", "parent": "base"}, "sang trực thuộc Đảng bộ Công ty Chè Mây"),
            ("ket-thuc", {"unit": "sen", "into": "commune"}, "Đảng bộ xã Mây tiếp nhận"),
            ("chuyen-ra", {"unit": "base", "elsewhere": "Đảng bộ khối"}, "chuyển ra ngoài đảng bộ"),
            (
                "sap-nhap",
                {"units": "both", "code": "MOI", "name": "Chi bộ Hợp Nhất", "kind": "residential"},
                "Thành lập Chi bộ Hợp Nhất",
            ),
        ],
    )
    def test_each_act_is_done(self, world, office, act, fields, told):
        fields = {
            name: [world.sen.pk, world.hoa.pk] if value == "both" else value for name, value in fields.items()
        }
        fields = {
            name: value if isinstance(value, list) else getattr(getattr(world, value, None), "pk", value)
            for name, value in fields.items()
        }
        response = send(office, act, **fields, confirmed="1", seen=0)

        assert response.status_code == 302
        assert told in Reorganisation.objects.get().told

    def test_a_province_is_put_above_by_the_administrator_alone(self, world, office):
        fields = {
            "code": "TINH",
            "name": "Đảng bộ tỉnh Sơn Lâm",
            "kind": "province",
            "confirmed": "1",
            "seen": 0,
        }
        fields["roots"] = [world.commune.pk, world.neighbour.pk]
        assert send(office, "cap-tren", **fields).status_code == 403
        assert send(world.client("quan"), "cap-tren", **fields).status_code == 302
        world.commune.refresh_from_db()
        assert world.commune.parent.name == "Đảng bộ tỉnh Sơn Lâm"


class TestFaults:
    def test_every_reason_is_told_at_once_and_what_was_typed_kept(self, world, office):
        response = office.post(
            reverse("regrouping_act", args=["sap-nhap"]),
            {"number": "", "issued_on": "hôm qua", "name": "Tên"},
        )
        errors = response.context["form"].errors

        assert response.status_code == 422
        assert set(errors) == {"number", "issued_on", "on", "units", "code", "kind"}
        assert 'value="hôm qua"' in names(response)
        assert 'value="Tên"' in names(response)

    def test_reasons_of_the_tree_stand_beside_their_fields(self, world, office):
        fields = {"parent": world.hoa.pk, "code": "SEN", "name": "Chi bộ Con", "kind": "residential"}
        errors = send(office, "thanh-lap", **fields).context["form"].errors

        assert set(errors) == {"parent", "code"}

    def test_a_person_in_the_way_is_named(self, world, office, person):
        person("Lò Văn Bận", unit=world.sen, steps={Stage.SOURCE: (date(2026, 7, 1), "")})
        response = send(office, "chuyen-ra", unit=world.sen.pk, elsewhere="Nơi khác")

        assert response.status_code == 422
        assert "Lò Văn Bận" in names(response)

    def test_there_is_no_other_act(self, office):
        assert office.get(reverse("regrouping_act", args=["giai-the"])).status_code == 404

    @pytest.mark.parametrize("value", ["x", "999999999999999999999", "-1", "\x00", ""])
    def test_hostile_units_are_refused(self, world, office, value):
        response = send(office, "sap-nhap", units=[value], into=value)

        assert response.status_code == 422
        assert office.get(reverse("regrouping_list"), {"don_vi": value}).status_code == 200


class TestSplit:
    @pytest.fixture
    def people(self, world, person):
        give(world.hoa, 20)
        return person("Giàng A Pó", steps=SOURCE), person("Giàng A Páo", steps=SOURCE)

    def test_it_asks_who_goes_where(self, world, office, people):
        response = send(office, "chia-tach", unit=world.hoa.pk, **parts(HOA2))

        assert response.templates[0].name == "reports/regrouping_hands.html"
        assert [(one.name, goal) for one, goal in response.context["people"]] == [
            ("Giàng A Páo", None),
            ("Giàng A Pó", None),
        ]

    def test_all_can_be_sent_to_one_part_without_scripts(self, world, office, people):
        fields = {"unit": world.hoa.pk, **parts(HOA2), "handed": "1", "all": "0", "spread": "1"}
        response = send(office, "chia-tach", **fields)

        assert [goal for _, goal in response.context["people"]] == [0, 0]

    def test_it_is_done_with_those_chosen(self, world, office, people):
        one, _ = people
        fields = {"unit": world.hoa.pk, **parts(HOA2), "handed": "1", f"people-{one.pk}": "0"}
        shown = send(office, "chia-tach", **fields)
        assert shown.context["preview"].moved == [("Giàng A Pó", "Chi bộ bản Hoa", "Chi bộ bản Hoa Hai")]
        assert shown.context["preview"].hand_overs == [("Chi bộ bản Hoa", -8), ("Chi bộ bản Hoa Hai", 8)]
        send(office, "chia-tach", **fields, confirmed="1", seen=0)

        assert "bàn giao đảng viên −8" in names(office.get(reverse("unit_page", args=[world.hoa.pk])))
        where = dict(Candidate.objects.values_list("name", "unit__code"))
        assert where == {"Giàng A Pó": "HOA2", "Giàng A Páo": "HOA"}

    def test_everything_typed_is_carried_through_the_pages(self, world, office, people):
        fields = {"unit": world.hoa.pk, **parts(HOA2), "handed": "1", f"people-{people[0].pk}": "0"}
        page = names(send(office, "chia-tach", **fields))

        for name, value in {**PAPER, **fields}.items():
            assert f'name="{name}" value="{value}"' in page
        typed = send(office, "chia-tach", **fields, edit="1")
        assert 'value="Chi bộ bản Hoa Hai"' in names(typed)
        assert f'name="people-{people[0].pk}" value="0"' in names(typed)

    def test_one_more_part_has_room_for_what_was_typed(self, world, office):
        response = send(office, "chia-tach", unit=world.hoa.pk, **parts(HOA2), more="1")

        assert len(response.context["form"].parts.forms) == 2
        assert 'value="Chi bộ bản Hoa Hai"' in names(response)

    def test_units_below_go_with_a_part(self, world, office):
        part = {"name": "Đảng bộ Công ty Hai", "code": "CTY2", "kind": "base"}
        fields = {"unit": world.base.pk, **parts(part), "handed": "1", f"below-{world.workshop.pk}": "0"}
        send(office, "chia-tach", **fields, confirmed="1", seen=0)
        world.workshop.refresh_from_db()

        assert world.workshop.parent.code == "CTY2"

    def test_more_members_than_there_are_is_refused(self, world, office, people):
        response = send(office, "chia-tach", unit=world.hoa.pk, **parts({**HOA2, "members": "21"}))

        assert response.status_code == 422
        assert "có 20 đảng viên" in names(response)

    def test_a_part_that_cannot_be_founded_says_so_beside_its_fields(self, world, office):
        response = send(office, "chia-tach", unit=world.hoa.pk, **parts({"code": "SEN", "members": "2"}))
        [part] = response.context["form"].parts.forms

        assert {"code", "name"} <= set(part.errors)


class TestScope:
    def test_his_own_unit_is_none_to_act_on(self, world, office):
        assert send(office, "thay-doi", unit=world.commune.pk, name="Khác").status_code == 422
        assert send(world.client("quan"), "thay-doi", unit=world.commune.pk, name="Khác").status_code == 200

    @pytest.mark.parametrize("field", ["unit", "into"])
    def test_units_elsewhere_are_not_offered(self, world, office, field):
        fields = {"unit": world.sen.pk, "into": world.hoa.pk} | {field: world.far.pk}
        response = send(office, "ket-thuc", **fields, confirmed="1", seen=0)

        assert response.status_code == 422
        assert world.far.name not in names(response)

    def test_acts_elsewhere_are_not_told(self, world, office):
        act = do(world, Alter(world.far, "Chi bộ bản Xa Tít", world.far.kind, world.neighbour), JUNE)

        assert "Xa Tít" not in names(office.get(reverse("regrouping_list")))
        assert office.get(reverse("regrouping_undo", args=[act.pk])).status_code == 404
        assert "Xa Tít" in names(world.client("xuan").get(reverse("regrouping_list")))

    def test_nor_what_was_undone_elsewhere(self, world, office):
        act = do(world, Alter(world.sen, "Chi bộ bản Sen Vàng", world.sen.kind, world.commune), JUNE)
        office.post(reverse("regrouping_undo", args=[act.pk]), {"reason": "Ghi nhầm", "seen": act.pk})

        assert "Sen Vàng" in names(office.get(reverse("regrouping_list")))
        assert "Sen Vàng" not in names(world.client("xuan").get(reverse("regrouping_list")))

    def test_an_office_below_sees_no_figures_above_it(self, world, figures):
        clerk = Officer.objects.create_user("cty", role=Role.OFFICE, unit=world.base, full_name="Chè")
        give(world.workshop, 7)
        world.officers["cty"] = clerk
        response = send(world.client("cty"), "thay-doi", unit=world.workshop.pk, name="Chi bộ Xưởng Mới")

        assert [line.name for line in response.context["preview"].lines] == [
            "Đảng bộ Công ty Chè Mây",
            "Chi bộ Xưởng Mới",
        ]


class TestUndoPage:
    @pytest.fixture
    def act(self, world):
        return do(world, Close(world.sen, world.hoa), JUNE)

    def undo(self, client, act, **fields):
        return client.post(
            reverse("regrouping_undo", args=[act.pk]), {"reason": "Ghi nhầm", "seen": act.pk, **fields}
        )

    def test_the_last_act_is_offered(self, office, act):
        assert reverse("regrouping_undo", args=[act.pk]) in names(office.get(reverse("regrouping_list")))

    def test_it_is_undone_and_told(self, world, office, act):
        assert self.undo(office, act).status_code == 302
        world.sen.refresh_from_db()

        assert (world.sen.closed_on, world.sen.parent) == (None, world.commune)
        assert "Đã hoàn tác 20/11/2026" in names(office.get(reverse("regrouping_list")))

    def test_why_it_cannot_be_is_told(self, world, office, act, person):
        person("Vàng A Mới", unit=world.hoa)
        assert "Vàng A Mới: mới vào" in names(office.get(reverse("regrouping_undo", args=[act.pk])))
        response = self.undo(office, act)

        assert response.status_code == 422
        assert "Vàng A Mới: mới vào" in names(response)
        assert Reorganisation.objects.count() == 1

    def test_a_reason_is_asked_for(self, office, act):
        response = self.undo(office, act, reason="")

        assert response.status_code == 422
        assert "Ghi lý do hoàn tác" in names(response)

    def test_after_another_act_it_is_looked_at_again(self, world, office, act):
        do(world, Alter(world.school, "Trường Mây", world.school.kind, world.commune), JUNE)

        assert self.undo(office, act).status_code == 409
        assert Unit.objects.get(code="SEN").closed_on == JUNE

    def test_an_undoing_is_not_undone(self, world, office, act):
        self.undo(office, act)
        undoing = Reorganisation.objects.get(undoes=act)

        assert office.get(reverse("regrouping_undo", args=[undoing.pk])).status_code == 404


def test_the_log_costs_the_same_for_few_and_for_many(world, office):
    units = [cell(world.commune, f"V{n}") for n in range(12)]

    def cost():
        office.get(reverse("regrouping_list"))
        with CaptureQueriesContext(connection) as queries:
            office.get(reverse("regrouping_list"))
        return len(queries)

    for unit in units[:2]:
        do(world, Alter(unit, f"{unit} mới", unit.kind, world.commune), JUNE)
    few = cost()
    for unit in units[2:]:
        do(world, Alter(unit, f"{unit} mới", unit.kind, world.commune), JUNE)

    assert cost() == few <= 15


def test_an_office_without_units_is_told_so(world):
    clerk = Officer.objects.create_user("xa", role=Role.OFFICE, unit=world.far)
    world.officers["xa"] = clerk

    assert "Chưa có đơn vị nào để sắp xếp" in names(world.client("xa").get(reverse("regrouping_list")))
