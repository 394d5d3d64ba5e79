"""The pages of a split: its parts, who goes where, and the doing."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from admissions.models import Candidate
from admissions.regulation import Stage
from tests.hostile import snapshot
from tests.regroupings import HOA2, PAPER, give, names, parts, send

JUNE = date(2026, 6, 1)
SOURCE = {Stage.SOURCE: (date(2026, 1, 5), "")}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00:00+07:00", tick=True):
        yield


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


@pytest.mark.parametrize("value", ["x", "99999999999999999999", "-1", "\x00", "٣"])
def test_hostile_values_do_no_harm(world, office, person, value):
    one = person(steps=SOURCE)
    fields = {"unit": world.hoa.pk, **parts(HOA2), "handed": "1", "confirmed": "1", "seen": value}
    before = snapshot()
    for name in (
        "parts-TOTAL_FORMS",
        "parts-0-members",
        "parts-0-to",
        "parts-0-code",
        "successor",
        "seen",
        "on",
    ):
        response = send(office, "chia-tach", **{"confirmed": "", **fields, name: value or "?"})
        assert response.status_code in (422, 409, 200, 302), name
    goals = {f"people-{one.pk}": value, f"below-{one.pk}": value, "share-new0-members": value}
    assert send(office, "chia-tach", **{**fields, **goals, "seen": "7"}).status_code in (409, 422)
    assert {table: rows for table, rows in snapshot().items() if rows != before[table]} == {}
