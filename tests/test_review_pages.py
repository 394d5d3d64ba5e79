"""The pages of the reports of periods: who reads and writes what, what comes back, what two at once are told."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from admissions.regulation import Stage
from units import reorganise, reviews
from units.models import Kind, Quota, Review, Role, UnitYear
from units.periods import Period
from units.reviews import Words

FULL = {"shortcomings": "Chậm cử đi học", "difficulties": "Đi làm ăn xa", "remedies": "Giao Chi đoàn"}
DECIDED = {Stage.SOURCE: (date(2024, 1, 5), ""), Stage.DECIDED: (date(2026, 2, 10), "3-QĐ")}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-04-12 09:00:00+07:00", tick=False):
        yield


def address(unit, name="Q1", year=2026):
    return reverse("review_page", args=[unit.pk, year, name])


def send(unit, by, name="Q1", **texts):
    period = Period.of(2026, name, today=timezone.localdate())
    words = Words(**{**FULL, **texts})
    return reviews.submit(unit, period, words, figures={}, seen=0, by=by, confirmed=True)


def post(world, who, unit, act, seen=0, **typed):
    return world.client(who).post(address(unit), {"act": act, "seen": seen, **typed})


def page(world, who, unit):
    return world.client(who).get(address(unit)).content.decode()


def test_a_secretary_writes_a_draft_and_sends_it_with_the_figures_of_the_period(world, person):
    person(steps=DECIDED)
    Quota.objects.create(unit=world.hoa, year=2026, members=2, given_on=date(2026, 1, 5))
    assert post(world, "binh", world.hoa, "draft", shortcomings="Chậm").status_code == 302
    assert "Chậm</textarea>" in page(world, "binh", world.hoa)
    assert post(world, "binh", world.hoa, "submit", seen=1, **FULL).status_code == 302
    review = Review.objects.get()
    assert (review.status, review.changed_by) == ("submitted", world.officers["binh"])
    told = review.figures
    assert (told["admitted"], told["quota"], told["as_of"], told["unit"]["code"]) == (
        1,
        2,
        "2026-03-31",
        "HOA",
    )


def test_what_changes_after_the_report_was_sent_stands_beside_it(world, person):
    UnitYear.objects.create(unit=world.hoa, year=2026, opening=40)
    post(world, "binh", world.hoa, "submit", **FULL)
    assert "is-changed" not in page(world, "an", world.hoa)
    person(steps=DECIDED)
    told = world.client("an").get(address(world.hoa)).context
    changed = {line.label: (line.then, line.now) for line in told["lines"] if line.differs}
    # one of 40 members: 1 × 100 ÷ 40 = 2,50%
    assert changed == {"Đã kết nạp": ("0", "1"), "Tỷ lệ kết nạp": ("0,00%", "2,50%")}


def test_empty_texts_come_back_on_the_page_with_what_was_typed(world):
    response = post(world, "binh", world.hoa, "submit", shortcomings="Chậm cử đi học")
    told = response.content.decode()
    assert response.status_code == 422 and "Chậm cử đi học</textarea>" in told
    assert told.count("ghi «không có». Ví dụ") == 2
    assert not Review.objects.exists()


def test_two_at_once_are_told_and_what_was_typed_can_be_sent_again(world):
    post(world, "an", world.hoa, "draft", remedies="Văn phòng ghi hộ")
    response = post(world, "binh", world.hoa, "submit", **FULL)
    told = response.content.decode()
    assert response.status_code == 409
    assert (
        "An đã ghi báo cáo này" in told and "Văn phòng ghi hộ" in told and "Giao Chi đoàn</textarea>" in told
    )
    assert 'name="seen" value="1"' in told
    assert post(world, "binh", world.hoa, "submit", seen=1, **FULL).status_code == 302


def test_who_writes_on_after_it_was_sent_sees_what_he_typed(world):
    send(world.hoa, world.officers["an"])
    response = post(world, "binh", world.hoa, "draft", remedies="Bản của Bình")
    told = response.content.decode()
    assert response.status_code == 409
    assert "Bản của Bình" in told and "<textarea" not in told and "An đã ghi lúc" in told


def test_the_office_confirms_and_the_way_tells_who_and_when(world):
    send(world.hoa, world.officers["binh"])
    assert post(world, "an", world.hoa, "accept", seen=1).status_code == 302
    told = page(world, "binh", world.hoa)
    assert "Đã xác nhận" in told and "09:00 12/04/2026, An" in told and "<textarea" not in told


def test_the_office_returns_with_a_reason_which_the_secretary_reads_first(world):
    send(world.hoa, world.officers["binh"])
    response = post(world, "an", world.hoa, "return", seen=1)
    assert response.status_code == 422 and "Ghi lý do trả lại. Ví dụ" in response.content.decode()
    assert post(world, "an", world.hoa, "return", seen=1, reason="Thiếu người làm").status_code == 302
    told = page(world, "binh", world.hoa)
    assert "An trả lại ngày 12/04/2026" in told and told.index("Thiếu người làm") < told.index(
        "Số liệu của kỳ"
    )
    assert "Giao Chi đoàn</textarea>" in told


def test_confirming_what_was_taken_back_meanwhile_is_told(world):
    sent = send(world.hoa, world.officers["binh"])
    reviews.take_back(sent, seen=1, by=world.officers["binh"])
    response = post(world, "an", world.hoa, "accept", seen=1)
    assert response.status_code == 409 and "Binh đã ghi lúc" in response.content.decode()
    assert Review.objects.get().status == "draft"


def test_the_reason_typed_is_kept_when_somebody_was_faster(world):
    sent = send(world.hoa, world.officers["binh"])
    reviews.accept(sent, seen=1, by=world.officers["quan"])
    response = post(world, "an", world.hoa, "return", seen=1, reason="Thiếu người làm")
    told = response.content.decode()
    assert response.status_code == 409 and "Thiếu người làm</textarea>" in told
    assert post(world, "an", world.hoa, "return", seen=2, reason="Thiếu người làm").status_code == 302


def test_the_secretary_takes_back_what_nobody_has_confirmed(world):
    send(world.hoa, world.officers["binh"])
    assert "Rút về để sửa" in page(world, "binh", world.hoa)
    assert "Rút về để sửa" not in page(world, "an", world.hoa)  # from above it is returned
    assert post(world, "binh", world.hoa, "take_back", seen=1).status_code == 302
    assert "Giao Chi đoàn</textarea>" in page(world, "binh", world.hoa)


# 403: not the role's, or one's own unit; 404: out of scope.
@pytest.mark.parametrize(
    ("who", "unit", "write", "judge"),
    [
        ("an", "hoa", 302, 302),
        ("quan", "hoa", 302, 302),
        ("an", "commune", 302, 403),
        ("quan", "commune", 302, 403),
        ("binh", "hoa", 302, 403),
        ("binh", "sen", 404, 404),
        ("binh", "commune", 404, 404),
        ("chi", "hoa", 403, 403),
        ("dung", "hoa", 403, 403),
        ("dung", "sen", 404, 404),
        ("xuan", "hoa", 404, 404),
    ],
)
def test_who_may_write_and_who_may_judge(world, who, unit, write, judge):
    unit = getattr(world, unit)
    assert post(world, who, unit, "draft", remedies="Ba").status_code == write
    Review.objects.all().delete()
    send(unit, None)
    assert post(world, who, unit, "accept", seen=1).status_code == judge


def test_readers_have_no_form_and_do_not_read_a_draft(world):
    post(world, "binh", world.hoa, "draft", remedies="Chưa xong")
    for who in ("chi", "dung"):
        told = page(world, who, world.hoa)
        assert "Chưa xong" not in told and 'name="act"' not in told and "Đơn vị đang viết" in told
    assert "Chưa xong" in page(world, "an", world.hoa)
    post(world, "binh", world.hoa, "submit", seen=1, **FULL)
    assert all("Giao Chi đoàn" in page(world, who, world.hoa) for who in ("chi", "dung"))


def test_an_unknown_act_is_refused(world):
    assert post(world, "an", world.hoa, "xoa").status_code == 400


def test_a_committee_sends_in_spite_of_units_below_only_with_the_tick(world):
    told = page(world, "an", world.commune)
    assert "5 đơn vị trực thuộc chưa được xác nhận" in told  # Hoa, Sen, the school, the base and its workshop
    response = post(world, "an", world.commune, "submit", **FULL)
    assert response.status_code == 422 and "Còn 5 đơn vị trực thuộc chưa xong" in response.content.decode()
    assert post(world, "an", world.commune, "submit", confirmed="on", **FULL).status_code == 302
    assert "Gửi khi 5 đơn vị trực thuộc chưa xong" in page(world, "an", world.commune)


def test_the_remedies_of_the_period_before_are_at_hand(world):
    send(world.hoa, world.officers["binh"], remedies="Giao Đoàn xã")
    with time_machine.travel("2026-07-02 09:00:00+07:00"):
        told = world.client("binh").get(address(world.hoa, "6M")).content.decode()
    assert "Xem giải pháp đã nêu kỳ trước (Quý I 2026)" in told and "Giao Đoàn xã" in told


@pytest.mark.parametrize(
    ("name", "year", "status"),
    [
        ("Q1", 2026, 200),
        ("6M", 2026, 200),
        ("9M", 2026, 404),
        ("Q2", 2026, 404),
        ("Y", 1900, 404),
        ("Y", 2019, 404),
    ],
)
def test_only_periods_that_have_begun_and_in_which_the_unit_stood_have_a_page(world, name, year, status):
    assert world.client("an").get(address(world.hoa, name, year)).status_code == status


def test_what_is_written_is_text_and_not_markup(world):
    send(world.hoa, world.officers["binh"], remedies="<script>alert(1)</script>\nHai")
    told = page(world, "chi", world.hoa)
    assert "<script>alert" not in told and "&lt;script&gt;alert(1)&lt;/script&gt;<br>Hai" in told


def rows(response):
    return [(row.unit.code, row.state.label, row.due) for row in response.context["rows"]]


def test_the_overview_tells_each_unit_with_its_state_and_who_is_late(world):
    an, binh = world.officers["an"], world.officers["binh"]
    reviews.accept(send(world.hoa, binh), seen=1, by=an)
    reviews.give_back(send(world.sen, an), reason="Thiếu", seen=1, by=an)
    send(world.school, an)
    post(world, "an", world.workshop, "draft", remedies="Ba")
    response = world.client("an").get(reverse("review_list"))
    # due 31/3 + 10 = 10/4, today 12/4: two days late
    assert rows(response) == [
        ("MAY", "Chưa báo cáo", "quá 2 ngày"),
        ("HOA", "Đã xác nhận", ""),
        ("SEN", "Trả lại", "quá 2 ngày"),
        ("THPT", "Đã gửi", ""),
        ("CTY", "Chưa báo cáo", "quá 2 ngày"),
        ("XUONG", "Đang viết", "quá 2 ngày"),
    ]
    counts = {state.label: count for state, count in response.context["states"]}
    assert counts == {"Chưa báo cáo": 2, "Đang viết": 1, "Trả lại": 1, "Đã gửi": 1, "Đã xác nhận": 1}
    assert [review.unit.code for review in response.context["waiting"]] == ["THPT"]
    assert "4 đơn vị quá hạn gửi" in response.content.decode()
    narrowed = world.client("an").get(reverse("review_list") + "?nam=2026&ky=Q1&tinh_trang=chua")
    assert [code for code, *_ in rows(narrowed)] == ["MAY", "CTY"]


def test_a_secretary_is_told_first_what_is_late(world):
    send(world.sen, world.officers["an"])
    told = world.client("binh").get(reverse("review_list"))
    assert [(owed.unit.code, owed.period.name, late) for owed, late in told.context["owed"]] == [
        ("HOA", "Q1", "quá 2 ngày")
    ]
    assert [code for code, *_ in rows(told)] == ["HOA"] and "Cần viết và gửi" in told.content.decode()


def test_a_base_committees_secretary_confirms_his_cells_and_not_himself(world):
    clerk = type(world.officers["an"]).objects.create_user("cty", role=Role.SECRETARY, unit=world.base)
    world.officers["cty"] = clerk
    for unit in (world.base, world.workshop):
        send(unit, clerk)
    waiting = world.client("cty").get(reverse("review_list")).context["waiting"]
    assert [review.unit.code for review in waiting] == ["XUONG"]
    assert post(world, "cty", world.workshop, "accept", seen=1).status_code == 302
    assert post(world, "cty", world.base, "accept", seen=1).status_code == 403


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("", "Quý I 2026"),
        ("?nam=2026&ky=6M", "6 tháng 2026"),
        ("?nam=2026&ky=Y", "6 tháng 2026"),  # the year's last quarter has not begun: the newest that has
        ("?nam=2025&ky=Y", "Cả năm 2025"),
        ("?nam=abc&ky=Q1", "Quý I 2026"),
        ("?nam=2027", "Quý I 2026"),
        ("?nam=99999&ky=Q1", "Quý I 2026"),
    ],
)
def test_which_period_the_overview_shows(world, query, label):
    assert world.client("an").get(reverse("review_list") + query).context["period"].label == label


def test_a_closed_unit_stands_in_the_overview_only_with_what_it_had_reported(world):
    send(world.sen, world.officers["an"])
    for unit in (world.sen, world.school):
        reorganise.close(unit, into=world.hoa, on=date(2026, 4, 10))
    told = rows(world.client("an").get(reverse("review_list")))
    assert ("SEN", "Đã gửi", "") in told and "THPT" not in {code for code, *_ in told}


def test_an_empty_installation_says_so(world):
    world.officers["moi"] = type(world.officers["an"]).objects.create_user(
        "moi", role=Role.SUPERVISOR, unit=world.hoa
    )
    told = world.client("moi").get(reverse("review_list"))
    assert told.status_code == 200 and "không có đơn vị nào" in told.content.decode()


def test_the_reports_below_a_committee_are_read_one_after_another(world):
    an = world.officers["an"]
    send(world.hoa, an, remedies="Của Hoa")
    send(world.workshop, an, remedies="Của Xưởng")
    post(world, "an", world.sen, "draft", remedies="Nháp của Sen")
    told = world.client("chi").get(reverse("review_reading", args=[world.commune.pk, 2026, "Q1"]))
    text = told.content.decode()
    assert text.index("Của Hoa") < text.index("Của Xưởng") and "Nháp của Sen" not in text
    assert [unit.code for unit in told.context["silent"]] == ["SEN", "THPT", "CTY"]
    assert (
        world.client("an").get(reverse("review_reading", args=[world.hoa.pk, 2026, "Q1"])).status_code == 404
    )


def test_the_pages_cost_the_same_for_few_units_and_for_many(world):
    def costs(who):
        told = {}
        for target in (
            reverse("review_list"),
            address(world.commune),
            address(world.hoa),
            reverse("review_reading", args=[world.commune.pk, 2026, "Q1"]),
        ):
            client = world.client(who)
            client.get(target)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(target).status_code == 200
            told[target] = len(queries)
        return told

    send(world.hoa, world.officers["binh"])
    few = {who: costs(who) for who in ("an", "quan")}
    for number in range(30):
        unit = reorganise.found(
            code=f"B{number}",
            name=f"Chi bộ {number}",
            kind=Kind.OTHER,
            parent=world.commune,
            since=date(2020, 1, 1),
        )
        send(unit, world.officers["an"])
    assert {who: costs(who) for who in few} == few
    assert {target: count for told in few.values() for target, count in told.items() if count > 16} == {}
