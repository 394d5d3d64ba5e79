"""The facts the rules ask about a person: ticks and days, never contents; folded away until something stands in them."""

from datetime import date

import pytest
import time_machine

from admissions.models import Candidate
from admissions.regulation import Stage


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-15 09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def one(person):
    return person(steps={Stage.LISTED: (date(2025, 9, 10), "03-NQ/CB")})


def address(one):
    return f"/quan-chung/{one.pk}/sua/"


def save(client, one, **changes):
    """Send the form as the browser does, with these fields changed."""
    sent = {"name": one.name, "birth_date": "20/05/2000", "sex": one.sex, "unit": one.unit_id}
    return client.post(address(one), {**sent, "seen": client.get(address(one)).context["seen"], **changes})


def folded(answer):
    """Legend → folded, of the groups that may be."""
    return {
        fieldset["group"].legend: fieldset["folded"]
        for fieldset in answer.context["form"].fieldsets()
        if fieldset["group"].rare
    }


def test_the_facts_are_saved_as_ticks_and_days(office, one):
    answer = save(
        office, one, schooling_place=" bản  Nậm Lúc", elder="on", contract_since="1/10/2025", dossier_made_on="2/3/26",
        political_question="on", foreign_origin="on", readmission="on", left_party_on="20/8/2020",
        record_cleared_on="1/2/2021", readmission_barred="on", readmitted_before="on",
    )  # fmt: skip

    assert answer.status_code == 302
    saved = Candidate.objects.get(pk=one.pk)
    assert (saved.schooling_place, saved.elder) == ("bản Nậm Lúc", True)
    assert (saved.contract_since, saved.dossier_made_on) == (date(2025, 10, 1), date(2026, 3, 2))
    assert (saved.political_question, saved.foreign_origin) == (True, True)
    assert (saved.left_party_on, saved.record_cleared_on) == (date(2020, 8, 20), date(2021, 2, 1))
    assert (saved.readmission, saved.readmission_barred, saved.readmitted_before) == (True, True, True)


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"contract_since": "16/6/2026"}, "contract_since", "Ngày 16/06/2026 chưa đến."),
        ({"dossier_made_on": "16/6/2026"}, "dossier_made_on", "chưa đến"),
        ({"readmission": "on", "left_party_on": "16/6/2026"}, "left_party_on", "chưa đến"),
        ({"readmission": "on", "record_cleared_on": "16/6/2026"}, "record_cleared_on", "chưa đến"),
        ({"contract_since": "20/5/2000"}, "contract_since", "trước ngày sinh (20/05/2000)"),
        ({"contract_since": "ba"}, "contract_since", "Không đọc được ngày này. Nhập ngày dạng 24/02/2023."),
        ({"left_party_on": "20/8/2020"}, "left_party_on", "đánh dấu “Kết nạp lại”"),
        ({"record_cleared_on": "20/8/2020"}, "record_cleared_on", "đánh dấu “Kết nạp lại”"),
        ({"readmission_barred": "on"}, "readmission_barred", "đánh dấu “Kết nạp lại”"),
        ({"readmitted_before": "on"}, "readmitted_before", "đánh dấu “Kết nạp lại”"),
    ],
)  # fmt: skip
def test_a_fault_is_told_beside_its_field_in_a_group_that_is_open(office, one, changes, field, says):
    answer = save(office, one, **changes)
    form = answer.context["form"]

    assert answer.status_code == 422
    assert says in str(form.errors[field])
    assert set(form.errors) == {field}
    group = next(g for g in form.fieldsets() if field in g["group"].names)
    assert not group["folded"]


def test_today_is_no_future(office, one):
    assert save(office, one, contract_since="15/06/2026").status_code == 302


def test_rare_groups_are_folded_until_something_stands_in_them(office, one):
    assert folded(office.get(address(one))) == {
        "Trình độ phổ thông được xét riêng": True, "Hợp đồng lao động, ngày lập hồ sơ": True,
        "Điều cần xem xét riêng": True, "Kết nạp lại": True,
    }  # fmt: skip
    Candidate.objects.filter(pk=one.pk).update(elder=True, readmission=True)

    assert folded(office.get(address(one))) == {
        "Trình độ phổ thông được xét riêng": False, "Hợp đồng lao động, ngày lập hồ sơ": True,
        "Điều cần xem xét riêng": True, "Kết nạp lại": False,
    }  # fmt: skip


def test_a_new_person_may_come_with_them_or_without(office, world):
    answer = office.get("/quan-chung/them/")

    assert all(folded(answer).values())


def test_the_page_says_tick_only_and_names_the_clauses(office, one):
    page = office.get(address(one)).content.decode()

    assert "Chỉ đánh dấu, không ghi nội dung." in page
    for clause in (
        "HD06 1.2a",
        "HD06 1.2b",
        "HD06 6.2c",
        "HD06 5.4a",
        "294 3.3",
        "294 3.5.1b",
        "294 3.5.2",
        "294 3.5.3",
    ):
        assert clause in page
