"""The pages of the year rules: everybody reads, the committee's own office changes, and sees first what that changes."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from admissions.regulation import Stage
from tests.hostile import HOSTILE, MARKED
from tests.test_dashboard import words
from units.models import Officer, Quota, Role, UnitYear, YearRule, YearRuleChange

ROAD = {
    Stage.SOURCE: (date(2023, 1, 5), ""),
    Stage.LISTED: (date(2023, 6, 1), "1-NQ/CB"),
    Stage.TRAINED: (date(2023, 9, 15), "7/GCN"),
    Stage.VOTED: (date(2024, 3, 1), "2-NQ/CB"),
}
TYPED = {
    "target_min": "3", "target_max": "4", "base": "opening", "counting": "decision", "pupil_year": "calendar",
    "low_progress": "10", "small_base": "25", "review_days": "10", "number": "", "issued_on": "", "reason": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-15 09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def year_2024(world, person):
    """640 members, 17 admitted in 2024, one of them in the cell Sen with a quota of 2; none yet in 2026."""
    for year in (2024, 2025):
        UnitYear.objects.create(unit=world.hoa, year=year, opening=600)
        UnitYear.objects.create(unit=world.sen, year=year, opening=40)
    Quota.objects.create(unit=world.sen, year=2024, members=2, given_on=date(2024, 1, 25))
    for index in range(17):
        unit = world.hoa if index else world.sen
        held = {Stage.HELD: (date(2025, 1, 3), "")} if index == 5 else {}
        steps = ROAD | {Stage.DECIDED: (date(2024, 12, 20), f"{index}-QĐ/ĐU")} | held
        person(f"Lò Văn {chr(65 + index)}", unit, steps=steps)
    return world


def address(world, year=2026):
    return f"/quy-uoc/{world.commune.pk}/{year}/"


def send(client, world, year=2026, **typed):
    return client.post(address(world, year), {**TYPED, "seen": 0, **typed})


def confirm(client, world, page, year=2026, **typed):
    return send(client, world, year, confirmed=page.context["digest"], seen=page.context["seen"], **typed)


@pytest.mark.parametrize("who", ["an", "binh", "chi", "dung", "quan"])
def test_everybody_reads_the_rule_of_his_committee_and_its_log(world, who):
    YearRule.objects.create(root=world.commune, year=2022, target_min=2)
    YearRule.objects.create(root=world.commune, year=2025)
    YearRuleChange.objects.create(
        root=world.commune, year=2025, reason="Nghị quyết mới", changes={"target_min": ["2", "3"]}
    )
    page = words(world.client(who).get("/quy-uoc/"))

    assert "Đảng bộ xã Mây" in page and "2022–2024" in page and "2–4%" in page and "Từ 2025" in page
    assert "Từ năm 2025: Nghị quyết mới" in page and "Mục tiêu từ (%): 2 → 3" in page
    assert ("Đảng bộ xã Khe" in page) is (who == "quan")


def test_only_the_office_of_the_committee_is_offered_a_change(world):
    links = {
        who: address(world) in world.client(who).get("/quy-uoc/").content.decode() for who in world.officers
    }
    assert links == {"an": True, "binh": False, "chi": False, "dung": False, "quan": True, "xuan": False}


def test_the_office_of_a_base_reads_and_does_not_change(world):
    clerk = Officer.objects.create_user("giang", role=Role.OFFICE, unit=world.base)
    world.officers["giang"] = clerk
    client = world.client("giang")

    assert "Đảng bộ xã Mây" in words(client.get("/quy-uoc/"))
    assert [client.get(address(world)).status_code, send(client, world).status_code] == [403, 403]


def test_a_cell_has_no_rule_of_its_own(office, world):
    assert office.get(f"/quy-uoc/{world.hoa.pk}/2026/").status_code == 404


@pytest.mark.parametrize(("year", "status"), [(1999, 404), (2000, 200), (2027, 200), (2028, 404)])
def test_rules_are_written_from_2000_to_next_year(office, world, year, status):
    assert office.get(address(world, year)).status_code == status


def test_an_installation_without_a_rule_says_what_it_counts_by(office, world):
    page = words(office.get("/quy-uoc/"))
    assert "Chưa ghi quy ước cho năm nay" in page and "Giá trị có sẵn" in page and "3–4%" in page


def test_the_preview_tells_the_figures_before_and_after_and_writes_nothing(office, year_2024):
    page = send(office, year_2024, 2024, target_min="2,5", low_progress="60", reason="Kết luận 15-KL/ĐU")
    effect = page.context["effects"][0]
    lines = {what: (old, new) for what, old, new, differs in effect.lines if differs}

    # 17/640 = 2,656%: below 3, not below 2,5. 640 × 3% = 19,2 → 20; 640 × 2,5% = 16. Sen 1/2 = 50% of its quota.
    assert lines == {
        "Số người cần để đạt mức thấp nhất": ("20", "16"),
        "Khung mục tiêu": ("Dưới khung mục tiêu", "Trong khung mục tiêu"),
        "Đơn vị có lưu ý": ("Chưa kết nạp học sinh: 1", "Chưa kết nạp học sinh: 1; Tiến độ chậm: 1"),
    }
    (sen,) = effect.units
    assert (sen.after.node.code, [f.code for f in sen.come], sen.gone) == ("SEN", ["low_progress"], [])
    assert page.status_code == 200 and "Số liệu của năm đã qua sẽ thay đổi: 2024" in words(page)
    assert not YearRule.objects.exists() and not YearRuleChange.objects.exists()


def test_the_preview_goes_on_to_the_last_year_the_rule_holds_in(office, year_2024):
    """Counted by the ceremony one of 2024 moves to 2025; 2026, which has a rule of its own, is not touched."""
    YearRule.objects.create(root=year_2024.commune, year=2026)
    page = send(office, year_2024, 2024, counting="ceremony", reason="Kết luận 15-KL/ĐU")
    told = [
        (effect.year, effect.before.admitted, effect.after.admitted) for effect in page.context["effects"]
    ]

    # Only one of the seventeen had his ceremony, in 2025.
    assert told == [(2024, 17, 0), (2025, 0, 1)]
    assert page.context["years"] == [2024, 2025]


def test_what_was_looked_through_is_written(office, year_2024):
    typed = {"target_min": "2,5", "reason": "Kết luận", "number": "15-KL/ĐU", "issued_on": "15/1/26"}
    page = send(office, year_2024, 2024, **typed)
    answer = confirm(office, year_2024, page, 2024, **typed)

    assert (answer.status_code, answer.url) == (302, "/quy-uoc/")
    rule = YearRule.objects.get()
    assert (rule.root, rule.year, str(rule.target_min)) == (year_2024.commune, 2024, "2.50")
    assert (rule.directive.number, rule.directive.issued_on) == ("15-KL/ĐU", date(2026, 1, 15))
    assert YearRuleChange.objects.get().recorded_by == year_2024.officers["an"]


def test_what_was_changed_after_the_preview_is_looked_through_again(office, world):
    page = send(office, world, target_min="2,5")
    again = confirm(office, world, page, target_min="2,6")

    assert again.status_code == 200 and "Xem trước khi ghi" in words(again)
    assert not YearRule.objects.exists()


def test_a_change_of_a_deadline_alone_moves_no_figures(office, world):
    assert "Không số liệu nào" in words(send(office, world, review_days="15"))


def test_a_refused_page_keeps_what_was_typed_and_tells_every_reason(office, world):
    page = send(office, world, 2025, target_min="5", small_base="nhiều", number="<b>9", counting="x")
    body, text = page.content.decode(), words(page)

    assert page.status_code == 422
    assert 'value="nhiều"' in body and 'value="5"' in body and "&lt;b&gt;9" in body
    for told in (
        "Mức cao nhất phải từ",
        "Nhập số bằng chữ số",
        "Chọn một trong hai",
        "ghi cả ngày",
        "ghi lý do",
    ):
        assert told in text
    assert not YearRule.objects.exists()


@pytest.mark.parametrize(
    "typed", ["", "ba", "3,555", "1e9", "-1", "100,5", "9" * 5000, "NaN", "a\x00b", "3.5.5"]
)
def test_a_percentage_that_is_none_is_refused(office, world, typed):
    assert send(office, world, target_min=typed).status_code == 422


@pytest.mark.parametrize("field", [*TYPED, "seen", "confirmed"])
def test_no_value_breaks_the_page(office, world, field):
    for value in HOSTILE:
        answer = send(office, world, **{"target_min": "2", field: value})
        assert answer.status_code in (200, 302, 409, 422), value
        assert MARKED not in answer.content.decode()


@pytest.mark.parametrize(("typed", "stored"), [("3,5", "3.50"), ("3.5", "3.50"), (" 3,5 % ", "3.50")])
def test_a_percentage_is_read_as_people_write_it(office, world, typed, stored):
    page = send(office, world, target_min=typed)
    confirm(office, world, page, target_min=typed)

    assert str(YearRule.objects.get().target_min) == stored


def test_who_changed_nothing_is_told_so(office, world):
    answer = office.post(address(world), {**TYPED, "seen": 0}, follow=True)
    assert "Không có gì thay đổi" in words(answer) and not YearRule.objects.exists()


def test_who_was_overtaken_sees_what_the_other_wrote_and_may_send_again(office, world):
    quan, typed = world.client("quan"), {"target_min": "1"}
    page = send(quan, world, 2026, target_min="2")
    confirm(quan, world, page, target_min="2")
    late = send(office, world, **typed)
    text = words(late)

    assert late.status_code == 409 and "Quan ghi" in text and "Mục tiêu từ (%): 3 → 2" in text
    assert "đang lưu “2”, đồng chí nhập “1”" in text and 'value="1"' in late.content.decode()
    again = send(office, world, seen=late.context["seen"], **typed)
    assert confirm(office, world, again, **typed).status_code == 302
    assert YearRule.objects.get().target_min == 1


def test_the_list_costs_the_same_for_few_and_many_rules(world):
    quan = world.client("quan")
    quan.get("/quy-uoc/")

    def cost():
        with CaptureQueriesContext(connection) as captured:
            quan.get("/quy-uoc/")
        return len(captured)

    few = cost()
    for root in (world.commune, world.neighbour):
        for year in range(2010, 2026):
            YearRule.objects.create(root=root, year=year)
            YearRuleChange.objects.create(root=root, year=year, recorded_by=world.officers["an"])
    assert cost() == few <= 15


def test_the_preview_costs_the_same_for_few_and_many_people(office, world, person, year_2024):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            send(office, world, 2026, target_min="2")
        return len(captured)

    few = cost()
    for index in range(10):
        person(f"Vàng A {chr(65 + index)}", world.sen, steps=ROAD | {Stage.DECIDED: (date(2026, 4, 1), "1")})
    assert cost() == few
