"""Results and marks of the end-of-course assessment."""

from datetime import date
from decimal import Decimal

import pytest

from admissions import classes
from admissions.models import Enrolment
from tests.class_days import LISTED, issue, text


@pytest.fixture(autouse=True)
def a_day_in_june(time_machine):
    time_machine.move_to("2026-06-15 09:00 +0700", tick=False)


def results(rows: dict) -> dict:
    """A posted grid: {enrolment: ((result, mark) shown, (result, mark) typed)}."""
    posted = {}
    for row, (shown, given) in rows.items():
        for name, was, now in zip(("ket_qua", "diem"), shown, given, strict=True):
            posted |= {f"{name}.{row.pk}.was": was, f"{name}.{row.pk}": now}
    return posted


BLANK = ("", "")


def test_results_and_marks_are_recorded_with_who_and_when(world, a_class, person, enrolled):
    one = a_class()
    rows = enrolled(one, *(person(f"Lò Văn {n}", steps=LISTED) for n in ("Đạt", "Rớt", "Vắng", "Chưa")))
    posted = {
        rows["Lò Văn Đạt"]: (BLANK, ("passed", "8,5")),
        rows["Lò Văn Rớt"]: (BLANK, ("failed", "4.25")),
        rows["Lò Văn Vắng"]: (BLANK, ("absent", "")),
        rows["Lò Văn Chưa"]: (BLANK, BLANK),
    }
    answer = world.client("an").post(f"/lop/{one.pk}/ket-qua/", results(posted), follow=True)
    assert "Đã ghi kết quả của 3 người." in text(answer)
    told = {row.candidate.name: row for row in Enrolment.objects.select_related("candidate")}
    assert {name: (row.result, row.mark_text) for name, row in told.items()} == {
        "Lò Văn Đạt": ("passed", "8,5"),
        "Lò Văn Rớt": ("failed", "4,25"),
        "Lò Văn Vắng": ("absent", ""),
        "Lò Văn Chưa": ("", ""),
    }
    assert (told["Lò Văn Đạt"].result_by, told["Lò Văn Chưa"].result_by) == (world.officers["an"], None)


def test_a_result_is_taken_back_whole(world, a_class, person, enrolled):
    one = a_class()
    (row,) = enrolled(one, person(steps=LISTED), result="passed").values()
    world.client("an").post(f"/lop/{one.pk}/ket-qua/", results({row: (("passed", ""), BLANK)}))
    row.refresh_from_db()
    assert (row.result, row.result_by, row.result_at) == ("", None, None)


def test_the_rest_is_recorded_as_passed_where_so_asked(world, a_class, person, enrolled):
    one = a_class()
    rows = enrolled(one, *(person(f"Lò Văn {n}", steps=LISTED) for n in ("Một", "Hai")))
    posted = {rows["Lò Văn Một"]: (BLANK, ("absent", "")), rows["Lò Văn Hai"]: (BLANK, BLANK)}
    world.client("an").post(f"/lop/{one.pk}/ket-qua/", {**results(posted), "rest_passed": "1"})
    assert dict(Enrolment.objects.values_list("candidate__name", "result")) == {
        "Lò Văn Một": "absent",
        "Lò Văn Hai": "passed",
    }


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("passed", "10,01"), "Nhập điểm từ 0 đến 10, ví dụ: 8,5."),
        (("passed", "-1"), "Nhập điểm từ 0 đến 10, ví dụ: 8,5."),
        (("passed", "giỏi"), "Nhập điểm từ 0 đến 10, ví dụ: 8,5."),
        (("passed", "8,555"), "Nhập điểm từ 0 đến 10, ví dụ: 8,5."),
        (("absent", "8"), "Điểm chỉ ghi cùng kết quả Đạt hoặc Không đạt."),
        (("", "8"), "Điểm chỉ ghi cùng kết quả Đạt hoặc Không đạt."),
    ],
)
def test_a_mark_that_cannot_be_is_told_beside_its_field_and_kept(
    world, a_class, person, enrolled, given, told
):
    one = a_class()
    rows = list(enrolled(one, *(person(f"Lò Văn {n}", steps=LISTED) for n in ("Một", "Hai"))).values())
    posted = results({rows[0]: (BLANK, given), rows[1]: (BLANK, ("passed", "9"))})
    answer = world.client("an").post(f"/lop/{one.pk}/ket-qua/", posted)
    assert answer.status_code == 422
    faulty = {row.enrolment.pk: row for row in answer.context["desk"].rows}
    assert (faulty[rows[0].pk].faults, faulty[rows[0].pk].mark) == ([told], given[1])
    assert (faulty[rows[1].pk].faults, faulty[rows[1].pk].mark, faulty[rows[1].pk].result) == (
        [],
        "9",
        "passed",
    )
    assert not Enrolment.objects.exclude(result="").exists()


@pytest.mark.parametrize("mark", ["0", "10", "10,00", "9,99"])
def test_marks_run_from_0_to_10(world, a_class, person, enrolled, mark):
    one = a_class()
    (row,) = enrolled(one, person(steps=LISTED)).values()
    posted = results({row: (BLANK, ("passed", mark))})
    assert world.client("an").post(f"/lop/{one.pk}/ket-qua/", posted).status_code == 302
    assert Enrolment.objects.get().mark == Decimal(mark.replace(",", "."))


def test_no_result_before_the_class_begins(world, a_class, person, enrolled):
    one = a_class(planned_from=date(2026, 6, 16), planned_to=date(2026, 6, 20))
    (row,) = enrolled(one, person(steps=LISTED)).values()
    answer = world.client("an").post(f"/lop/{one.pk}/ket-qua/", results({row: (BLANK, ("passed", ""))}))
    assert answer.status_code == 422
    assert "Lớp khai giảng ngày 16/06/2026, chưa ghi kết quả được." in text(answer)


def test_two_officers_at_once_do_not_undo_each_others_results(world, a_class, person, enrolled):
    one = a_class()
    rows = list(enrolled(one, *(person(f"Lò Văn {n}", steps=LISTED) for n in ("Một", "Hai"))).values())
    world.client("quan").post(f"/lop/{one.pk}/ket-qua/", results({rows[0]: (BLANK, ("failed", "4"))}))
    posted = results({rows[0]: (BLANK, ("passed", "")), rows[1]: (BLANK, ("passed", ""))})
    answer = world.client("an").post(f"/lop/{one.pk}/ket-qua/", posted)
    assert answer.status_code == 409
    assert "Lò Văn Một: Quan vừa ghi «Không đạt», điểm 4." in text(answer)
    assert sorted(Enrolment.objects.values_list("result", flat=True)) == ["", "failed"]


def test_a_row_left_alone_is_not_written_whatever_stands_there_now(world, a_class, person, enrolled):
    one = a_class()
    (row,) = enrolled(one, person(steps=LISTED)).values()
    world.client("quan").post(f"/lop/{one.pk}/ket-qua/", results({row: (BLANK, ("failed", ""))}))
    answer = world.client("an").post(f"/lop/{one.pk}/ket-qua/", results({row: (BLANK, BLANK)}), follow=True)
    assert "Không có kết quả nào thay đổi." in text(answer)
    assert Enrolment.objects.get().result == "failed"


def test_who_was_taken_off_or_certified_meanwhile_is_told(world, a_class, person, enrolled):
    one = a_class()
    rows = enrolled(one, *(person(f"Lò Văn {n}", steps=LISTED) for n in ("Một", "Hai")), result="passed")
    classes.withdraw(rows["Lò Văn Hai"], by=world.officers["quan"])
    issue(world, one)
    posted = results({row: (("passed", ""), ("failed", "")) for row in rows.values() if row.pk})
    posted |= results({Enrolment(pk=10**9): (BLANK, ("passed", ""))})
    answer = world.client("an").post(f"/lop/{one.pk}/ket-qua/", posted)
    assert answer.status_code == 409
    assert "Lò Văn Một: vừa được cấp giấy 01/GCN." in text(answer)
    assert "Một người vừa được rút tên khỏi lớp." in text(answer)


@pytest.mark.parametrize(
    "posted", [{"ket_qua.1.was": "bay", "ket_qua.1": ""}, {"ket_qua.1.was": "", "ket_qua.1": "bay"}]
)
def test_a_result_that_no_page_offered_is_a_bad_request(world, a_class, posted):
    assert world.client("an").post(f"/lop/{a_class().pk}/ket-qua/", posted).status_code == 400
