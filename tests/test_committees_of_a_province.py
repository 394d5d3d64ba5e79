"""Below a province each commune may have year rules of its own: their pages, quotas, introductions, due days."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from admissions.models import Organisation
from admissions.regulation import Stage
from reports import figures
from reports.quotas.bodies import read_bodies
from reports.quotas.sheet import read_sheet
from tests.rearranged import TODAY, decided, province, told
from tests.test_dashboard import words
from tests.test_review_duties import owed, send
from tests.test_year_rule_pages import TYPED
from units import reorganise
from units.models import Kind, UnitYear, YearRule, YearRuleChange

CEREMONY = YearRule.Counting.CEREMONY


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def top(world):
    """The province Núi above both communes since July 2026, with a band of 2–4% from 2020 on."""
    top = province(world)
    YearRule.objects.create(root=top, year=2020, target_min=2)
    for unit in (world.commune, world.neighbour):
        unit.refresh_from_db()
    return top


def address(unit, year=2026):
    return f"/quy-uoc/{unit.pk}/{year}/"


def listed(client):
    """Code → whose rule counts there this year, of every committee that the page tells."""
    page = client.get("/quy-uoc/")
    told = {each["unit"].code: each["unit"].code for each in page.context["roots"]}
    return told | {each["unit"].code: each["follows"].code for each in page.context["without"]}


def test_the_page_tells_every_committee_and_whose_rule_counts_there(world, top):
    YearRule.objects.create(root=world.neighbour, year=2024, target_max=5)
    assert listed(world.client("quan")) == {"TINH": "TINH", "KHE": "KHE", "MAY": "TINH"}
    assert listed(world.client("binh")) == {"TINH": "TINH", "MAY": "TINH"}
    assert listed(world.client("xuan")) == {"TINH": "TINH", "KHE": "KHE"}
    text = words(world.client("xuan").get("/quy-uoc/"))
    assert "Đảng bộ xã Mây" not in text and "thay cho quy ước của Đảng bộ tỉnh Núi" in text


def test_a_rule_of_its_own_that_begins_later_does_not_count_yet(world, top):
    YearRule.objects.create(root=world.commune, year=2027)
    text = words(world.client("an").get("/quy-uoc/"))
    assert "Năm nay theo quy ước của Đảng bộ tỉnh Núi" in text and "Chưa ghi quy ước cho năm nay" not in text


@pytest.mark.parametrize(
    ("who", "of_commune", "of_province"),
    [("an", 200, 403), ("quan", 200, 200), ("binh", 403, 403), ("chi", 403, 403), ("xuan", 404, 403)],
)
def test_the_office_of_a_commune_writes_its_own_rule_not_that_of_the_province(
    world, top, who, of_commune, of_province
):
    client = world.client(who)
    assert client.get(address(world.commune)).status_code == of_commune
    assert client.get(address(top)).status_code == of_province
    assert (address(world.commune) in client.get("/quy-uoc/").content.decode()) is (of_commune == 200)


def test_a_base_committee_is_offered_no_rule(world, top):
    assert world.client("quan").get(address(world.base)).status_code == 404


def test_the_first_rule_of_a_commune_starts_from_that_of_the_province(world, top):
    an, typed = world.client("an"), {**TYPED, "target_min": "2", "target_max": "6", "seen": 0}
    page = an.get(address(world.commune))
    assert 'value="2"' in page.content.decode()
    assert "Các ô đang ghi quy ước của Đảng bộ tỉnh Núi" in words(page)
    UnitYear.objects.create(unit=world.hoa, year=2026, opening=100)

    preview = an.post(address(world.commune), typed)
    (effect,) = preview.context["effects"]
    changed = {what: (old, new) for what, old, new, differs in effect.lines if differs}
    # 100 × 4% = 4; 100 × 6% = 6.
    assert changed == {"Số người ứng với mức cao nhất": ("4", "6")}

    an.post(address(world.commune), {**typed, "confirmed": preview.context["digest"]})
    rule, change = YearRule.objects.get(root=world.commune), YearRuleChange.objects.get()
    assert (rule.year, rule.target_min, rule.target_max) == (2026, 2, 6)
    assert (change.root, change.changes) == (world.commune, {"target_max": ["4.00", "6"]})
    assert told(world.hoa, year=2026).rule == rule and told(world.far, year=2026).rule.root == top


def test_who_leaves_the_rule_of_the_province_as_it_is_writes_none(world, top):
    answer = world.client("an").post(
        address(world.commune), {**TYPED, "target_min": "2", "seen": 0}, follow=True
    )
    assert "Không có gì thay đổi" in words(answer) and YearRule.objects.count() == 1


def test_of_a_year_before_the_province_its_rule_says_nothing(world, top):
    """In 2025 the commune stood alone: the shipped band of 3–4% counted."""
    page = world.client("an").get(address(world.commune, 2025))
    assert 'value="3"' in page.content.decode() and "giá trị có sẵn" in words(page)


def test_the_list_costs_the_same_for_few_and_many_communes(world, top):
    quan = world.client("quan")
    quan.get("/quy-uoc/")

    def cost():
        with CaptureQueriesContext(connection) as captured:
            quan.get("/quy-uoc/")
        return len(captured)

    few = cost()
    for number in range(12):
        commune = reorganise.found(
            code=f"X{number}", name=f"Đảng bộ xã {number}", kind=Kind.COMMUNE, parent=top, since=TODAY
        )
        if number % 2:
            YearRule.objects.create(root=commune, year=2026)
    assert cost() == few <= 15


def test_the_sheet_of_a_coming_year_takes_the_band_of_its_own_commune(world, top):
    YearRule.objects.create(root=world.commune, year=2027, target_min=5, target_max=10)
    UnitYear.objects.create(unit=world.hoa, year=2026, opening=100)
    totals = {total.code: total.people for total in read_sheet(world.commune, 2027, TODAY).totals()}
    assert totals == {"thap": 5, "cao": 10}  # of 100, not 2–4%


def test_a_total_is_shared_out_by_members_of_one_day(world, top):
    """Mây counts from its opening, 100 members, Khe from those present: 100 − 60 dead. The province: 100 to 100."""
    YearRule.objects.create(root=world.neighbour, year=2026, base=YearRule.Base.PRESENT)
    UnitYear.objects.create(unit=world.hoa, year=2026, opening=100)
    UnitYear.objects.create(unit=world.far, year=2026, opening=100, died=60)
    sheet = read_sheet(top, 2026, TODAY)
    sheet.suggest(10)
    assert {row.node.code: row.suggestion.people for row in sheet.top.children} == {"MAY": 5, "KHE": 5}
    assert [row.members for row in sheet.rows()] == [200, 100, 100]


def test_introductions_are_counted_by_the_rule_of_each_commune(world, top, person):
    """Mây counts decisions, Khe ceremonies; both decided in December 2025, with the ceremony in January 2026."""
    YearRule.objects.create(root=world.neighbour, year=2025, counting=CEREMONY)
    youth = Organisation.objects.get(code="youth")
    steps = decided(date(2025, 12, 20)) | {Stage.HELD: (date(2026, 1, 9), "")}
    for unit in (world.hoa, world.far):
        person(f"Lò {unit.code}", unit, steps, introduced_by=youth)
    counted = {
        unit.code: read_bodies(unit, 2026, TODAY).admitted for unit in (world.commune, world.neighbour)
    }
    assert counted == {"MAY": 0, "KHE": 1}
    assert read_bodies(top, 2026, TODAY).admitted == told(top, year=2026).admitted == 1
    assert "quy ước năm của đảng bộ" in words(
        world.client("quan").get(f"/chi-tieu/2026/to-chuc/?don_vi={top.pk}")
    )


def test_a_report_falls_due_by_the_rule_that_the_figures_follow(world, top):
    """A base committee has no rule of its own: 30/9 + 12 days, not + 60."""
    YearRule.objects.create(root=world.base, year=2020, review_days=60)
    YearRule.objects.create(root=world.commune, year=2026, review_days=12)
    with time_machine.travel("2026-10-05 09:00:00+07:00"):
        send(world.far, "9M")
    due = {unit.code: day for unit in (world.workshop, world.hoa) for _, _, day in owed(TODAY, unit)}
    assert due == {"XUONG": date(2026, 10, 12), "HOA": date(2026, 10, 12)}
    missing = figures.for_period(world.workshop, told(world.hoa, year=2026).period).unreported
    assert [each.due for each in missing if each.period.name == "9M"] == [date(2026, 10, 12)]


def test_the_preview_of_another_due_day_tells_whose_report_would_be_missing(world, top):
    """Nobody but Xa reported nine months: due 10/10, with 60 days 29/11, on 20/11 not late any more."""
    with time_machine.travel("2026-10-05 09:00:00+07:00"):
        send(world.far, "9M")
    typed = {**TYPED, "target_min": "2", "review_days": "60", "seen": 0}
    (effect,) = world.client("an").post(address(world.commune), typed).context["effects"]
    changed = {what: (old, new) for what, old, new, differs in effect.lines if differs}
    # Mây itself, Hoa, Sen, the school, the base and its workshop; the school's pupil stays missing.
    assert changed == {
        "Đơn vị có lưu ý": ("Chưa kết nạp học sinh: 1; Thiếu báo cáo kỳ: 6", "Chưa kết nạp học sinh: 1")
    }
