"""What an act on the tree would do, told before it is done, and what is told once it is."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from admissions.regulation import Stage
from tests.hostile import snapshot
from tests.regroupings import HOA2, do, give, merging, names, parts, send
from units.models import Officer, Quota, Reorganisation, Role, Supervision
from units.reorganise import Alter

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
