"""The pages of acts on the tree: what is typed, what is refused, who sees what, the log and undoing."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from admissions.regulation import Stage
from tests.regroupings import cell, do, give, names, send
from units.models import Officer, Reorganisation, Role, Supervision, Unit
from units.reorganise import Alter, Close, Leave

JUNE = date(2026, 6, 1)
SOURCE = {Stage.SOURCE: (date(2026, 1, 5), "")}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def figures(world, person):
    """Hoa: 10 members, quota 1; Sen: 15, quota 2, led by Mai; the commune's quota is 3. One person in Sen."""
    give(world.hoa, 10, 1)
    give(world.sen, 15, 2)
    give(world.commune, quota=3)
    Supervision.objects.create(unit=world.sen, member="Lò Thị Mai", since=date(2025, 1, 1))
    return person("Lò Văn Sen", unit=world.sen, steps=SOURCE)


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


def test_a_unit_that_left_was_taken_over_by_nobody_here(world, figures, office):
    do(world, Leave(world.sen, "Đảng bộ phường Hoa Ban"), JUNE)
    page = names(office.get(reverse("unit_page", args=[world.sen.pk])))
    assert "đã chuyển ra ngoài đảng bộ từ 01/06/2026" in page
    assert "Chi bộ bản Sen chuyển ra ngoài đảng bộ, về Đảng bộ phường Hoa Ban." in page
    assert "tiếp nhận" not in page
    assert "tiếp nhận" not in names(office.get(reverse("unit_page", args=[world.commune.pk])))
    tree = names(office.get(reverse("unit_tree")))
    assert "Chuyển ra ngoài đảng bộ 01/06/2026" in tree
    assert "nhập vào" not in tree
