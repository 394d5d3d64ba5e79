"""Introducers and helpers: entered, mended, ended with a day and a reason, replaced; what the rules say of them."""

from datetime import date

import pytest
import time_machine

from admissions import dossier
from admissions.models import Introducer
from admissions.regulation import Stage

LISTED = {Stage.LISTED: (date(2025, 9, 10), "03-NQ/CB"), Stage.TRAINED: (date(2025, 11, 10), "77/GCN")}
CERTIFIED = {**LISTED, Stage.OPENED: (date(2026, 2, 10), "15-QĐ"), Stage.CERTIFIED: (date(2026, 4, 10), "")}
TYPED = {
    "name": "Lò Văn Páo", "official": "on", "together_since": "1/5/2025", "assigned_on": "5/1/2026",
    "assigned_number": "02-NQ/CB", "paper_on": "4/5/2026",
}  # fmt: skip


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-15 09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def one(person):
    return person(steps=CERTIFIED)


def listing(one):
    return f"/quan-chung/{one.pk}/gioi-thieu/"


def reasons(office, one):
    return [reason.code for reason in office.get(listing(one)).context["reasons"]]


def sent(office, page, **changes):
    """The form of a page as the browser sends it back, with some fields changed (None: without)."""
    context = office.get(page).context
    values = {field.html_name: field.value() for field in context["form"]}
    values = {name: f"{v:%d/%m/%Y}" if isinstance(v, date) else v for name, v in values.items()}
    values = {**values, "seen": context["seen"], **changes}
    return {name: value for name, value in values.items() if value not in (None, False, "")}


def known(one, name="Lò Văn Páo", **fields):
    row = Introducer(candidate=one, name=name, **fields)
    dossier.save_beside(row, by=None)
    return row


def test_a_member_is_entered_with_what_the_rules_ask_of_him(office, one, world):
    answer = office.post(listing(one) + "them/", TYPED)

    assert answer.url == listing(one)
    row = Introducer.objects.get()
    assert (row.name, row.official, row.together_since, row.assigned_on, row.paper_on, row.replacement) == (
        "Lò Văn Páo", True, date(2025, 5, 1), date(2026, 1, 5), date(2026, 5, 4), False,
    )  # fmt: skip
    assert row.recorded_by == world.officers["an"]
    assert "Lò Văn Páo" in office.get(listing(one)).content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"name": ""}, "name", "Chưa nhập họ và tên."),
        ({"name": "Páo"}, "name", "Ghi đủ họ và tên"),
        ({"name": "lo van inh"}, "name", "đang giới thiệu, giúp đỡ người này rồi"),
        ({"together_since": "32/1/2025"}, "together_since", "Không đọc được ngày này"),
        ({"together_since": "16/6/2026"}, "together_since", "Ngày 16/06/2026 chưa đến."),
        ({"assigned_on": "16/6/2026"}, "assigned_on", "chưa đến"),
        ({"paper_on": "16/6/2026"}, "paper_on", "chưa đến"),
        ({"ended_on": "1/6/2026"}, "ended_reason", "Chưa ghi lý do thôi. Ví dụ:"),
        ({"ended_reason": "chuyển đi"}, "ended_on", "nhập ngày thôi"),
        ({"ended_on": "4/1/2026", "ended_reason": "chuyển đi"}, "ended_on", "trước ngày phân công (05/01/2026)"),
    ],
)  # fmt: skip
def test_a_fault_is_told_beside_its_field_and_nothing_is_saved(office, one, changes, field, says):
    known(one, "Lò Văn Inh")
    answer = office.post(listing(one) + "them/", {**TYPED, **changes})

    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors[field])
    assert Introducer.objects.count() == 1
    assert "02-NQ/CB" in answer.content.decode()


def test_the_rules_say_what_is_wrong_with_those_who_introduce(office, one):
    known(one, official=False, together_since=date(2025, 1, 1), paper_on=date(2026, 5, 4))
    known(
        one,
        "Lò Văn Inh",
        together_since=date(2025, 5, 5),
        assigned_on=date(2026, 1, 5),
        paper_on=date(2026, 5, 4),
    )

    # Páo is not official and helps nobody; Inh wrote a day before the twelve months were full; so nobody is left of two.
    assert sorted(reasons(office, one)) == [
        "introducer_12_months", "introducer_is_helper", "introducer_official", "introducers",
    ]  # fmt: skip
    assert "294 3.2.1" in office.get(listing(one)).content.decode()


def test_two_fit_members_leave_nothing_to_say(office, one):
    for name in ("Lò Văn Páo", "Lò Văn Inh"):
        known(
            one,
            name,
            together_since=date(2025, 5, 4),
            assigned_on=date(2026, 1, 5),
            paper_on=date(2026, 5, 4),
        )

    assert reasons(office, one) == []


def test_before_the_papers_start_the_helper_is_asked_for(office, person):
    assert reasons(office, person(steps=LISTED)) == ["helper_assigned", "introducers"]


def test_once_the_papers_have_started_only_the_vote_asks(office, one):
    assert reasons(office, one) == ["introducers"]


def test_after_the_vote_the_rules_of_introduction_ask_nothing_more(office, person):
    assert reasons(office, person(steps={**CERTIFIED, Stage.VOTED: (date(2026, 5, 4), "5-NQ/CB")})) == []


def test_who_leaves_is_ended_with_day_and_reason_and_replaced(office, one):
    row = known(one, assigned_on=date(2026, 1, 5))
    page = f"{listing(one)}{row.pk}/"
    answer = office.post(page, sent(office, page, ended_on="1/6/2026", ended_reason="Chuyển sinh hoạt"))
    row.refresh_from_db()

    assert answer.status_code == 302
    assert (row.ended_on, row.ended_reason) == (date(2026, 6, 1), "Chuyển sinh hoạt")
    listed = office.get(listing(one))
    assert (listed.context["standing"], listed.context["gone"]) == ([], [row])
    assert f"{listing(one)}them/?thay" in listed.content.decode()
    assert office.get(listing(one) + "them/?thay").context["form"]["replacement"].value() is True
    assert office.get(listing(one) + "them/").context["form"]["replacement"].value() is False


def test_who_would_overwrite_anothers_change_is_told_and_loses_nothing(office, one):
    row = known(one, assigned_on=date(2026, 1, 5))
    page = f"{listing(one)}{row.pk}/"
    mine = sent(office, page, paper_on="4/5/2026")
    Introducer.objects.update(assigned_number="02-NQ/CB", paper_on=date(2026, 5, 6))
    answer = office.post(page, mine)

    assert answer.status_code == 409
    assert answer.context["differences"] == [
        ("Số nghị quyết phân công", "02-NQ/CB", "để trống"),
        ("Ngày giấy giới thiệu (3-KNĐ)", "06/05/2026", "4/5/2026"),
    ]
    row.refresh_from_db()
    assert row.paper_on == date(2026, 5, 6)

    assert office.post(page, {**mine, "seen": answer.context["seen"]}).status_code == 302
    row.refresh_from_db()
    assert row.paper_on == date(2026, 5, 4)


def test_names_used_before_in_the_unit_are_suggested(office, world, one, person):
    known(person("Lò Thị Ế", steps=LISTED), "Giàng A Chu")
    known(person("Lò Thị Én", unit=world.sen, steps=LISTED), "Tòng Văn Sen")

    assert office.get(listing(one) + "them/").context["names"] == ["Giàng A Chu"]


def test_a_row_of_another_person_is_not_found_here(office, one, person):
    row = known(person("Lò Thị Ế", steps=LISTED))

    assert office.get(f"{listing(one)}{row.pk}/").status_code == 404


def test_the_list_costs_the_same_however_many_introduced(office, one, django_assert_max_num_queries):
    known(one)
    with django_assert_max_num_queries(15) as few:
        office.get(listing(one))
    for n in range(9):
        known(one, f"Lò Văn {n}", ended_on=date(2026, 6, 1), ended_reason="chuyển đi")
    with django_assert_max_num_queries(15) as many:
        office.get(listing(one))

    assert len(few) == len(many)
