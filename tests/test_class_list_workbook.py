"""The class list for the political centre, read back with another library than the one that wrote it."""

import os
import shutil
import subprocess
from datetime import date
from io import BytesIO
from urllib.parse import quote
from zipfile import ZipFile

import openpyxl
import pytest

from admissions import classes
from admissions.models import TrainingClass
from admissions.regulation import Stage
from reports.class_list import class_list_for
from tests.reading_back import opened, row_of

LISTED = {Stage.SOURCE: (date(2024, 1, 10), ""), Stage.LISTED: (date(2026, 1, 12), "1-NQ/CB")}
AGAIN = {Stage.SOURCE: (date(2020, 1, 10), ""), Stage.TRAINED: (date(2021, 3, 1), "7/GCN")}


@pytest.fixture(autouse=True)
def a_day_in_may(time_machine):
    time_machine.move_to("2026-05-15 09:00 +0700", tick=False)


@pytest.fixture
def planned(world):
    return classes.plan(
        TrainingClass(
            title="Lớp bồi dưỡng nhận thức về Đảng khóa II năm 2026",
            planned_from=date(2026, 6, 1),
            planned_to=date(2026, 6, 5),
            run_by="Trung tâm chính trị xã Mây",
            place="Hội trường xã",
            decision_number="15-TB/ĐU",
            decision_on=date(2026, 5, 12),
            committee=world.commune,
        ),
        by=world.officers["an"],
    )


@pytest.fixture
def filled(world, planned, person):
    """Three of Hoa and one of Sen, entered in an order that the list does not keep."""
    people = [
        person("Lò Thị Sen", unit=world.sen, steps=LISTED, sex="female", ethnic_group="Thái", schooling="primary"),
        person("=1+1 Hùng", steps=LISTED, ethnic_group="Kinh", occupation="farmer", schooling="upper_secondary"),
        person(
            "Giàng A Án", steps=AGAIN, ethnic_group="Mông", occupation="worker", schooling="upper_secondary",
            qualification="college", birth_date=date(1996, 2, 24),
        ),
        person("Vàng Thị Ăn", steps=LISTED, sex="female", ethnic_group="Giáy", schooling=""),
    ]  # fmt: skip
    classes.enrol(planned, [one.pk for one in people], by=world.officers["an"])
    return planned


def rows_of(training_class, people=None):
    people = training_class.enrolments.all() if people is None else people
    return opened(class_list_for(training_class, people))["Danh sách lớp"]


def test_the_head_names_the_committee_the_class_and_its_document(filled):
    above = [cell for row in rows_of(filled)[:9] for cell in row if cell]
    assert above[:4] == ["ĐẢNG ỦY XÃ MÂY", "ĐẢNG CỘNG SẢN VIỆT NAM", "BAN XÂY DỰNG ĐẢNG", above[3]]
    assert above[4:8] == [
        "DANH SÁCH QUẦN CHÚNG ƯU TÚ HỌC LỚP BỒI DƯỠNG NHẬN THỨC VỀ ĐẢNG",
        "Lớp bồi dưỡng nhận thức về Đảng khóa II năm 2026",
        "Từ 01/06/2026 đến 05/06/2026, tại Hội trường xã; mở lớp: Trung tâm chính trị xã Mây",
        "(Theo 15-TB/ĐU ngày 12/05/2026)",
    ]


def test_the_columns_are_the_customary_ones_with_two_for_the_birth_date(filled):
    rows = rows_of(filled)
    top = next(turn for turn, row in enumerate(rows) if row[0] == "TT")
    assert rows[top] == [
        *(
            "TT",
            "Họ và tên",
            "Ngày sinh",
            "",
            "Dân tộc",
            "Trình độ",
            "Nghề nghiệp, đơn vị công tác",
            "Chi bộ",
        ),
        "Ghi chú",
    ]
    assert rows[top + 1][2:4] == ["Nam", "Nữ"]
    merged = {
        str(area) for area in openpyxl.load_workbook(BytesIO(class_list_for(filled, filled.enrolments.all()))).active.merged_cells.ranges
    }  # fmt: skip
    assert f"C{top + 1}:D{top + 1}" in merged and f"A{top + 1}:A{top + 2}" in merged


def test_people_stand_by_unit_then_by_name_with_real_dates(filled):
    rows = [row for row in rows_of(filled) if isinstance(row[0], float)]
    born = date(2000, 5, 20)
    assert rows == [
        [1, "Giàng A Án", date(1996, 2, 24), "", "Mông", "THPT, Cao đẳng", "Doanh nghiệp: công nhân trực tiếp",
         "Chi bộ bản Hoa", "Học lại (giấy cũ cấp 01/03/2021)"],
        [2, "Vàng Thị Ăn", "", born, "Giáy", "", "", "Chi bộ bản Hoa", ""],
        [3, "=1+1 Hùng", born, "", "Kinh", "THPT", "Làm nông, lâm, ngư nghiệp", "Chi bộ bản Hoa", ""],
        [4, "Lò Thị Sen", "", born, "Thái", "Tiểu học", "", "Chi bộ bản Sen", ""],
    ]  # fmt: skip


def test_men_women_and_minorities_are_added_up_below(filled):
    rows = rows_of(filled)
    assert row_of(rows, "Tổng cộng: 4 người")[2:5] == [2, 2, 3]
    below = [cell for row in rows for cell in row if cell]
    assert "Danh sách có 4 người: nam 2, nữ 2, dân tộc thiểu số 3." in below
    assert below[-2:] == ["NGƯỜI LẬP BIỂU", "TRƯỞNG BAN"]
    assert any(str(cell).startswith("Mây, ngày") for cell in below)


def test_a_name_like_a_formula_stays_text(filled):
    content = class_list_for(filled, filled.enrolments.all())
    cell = next(c for c in openpyxl.load_workbook(BytesIO(content)).active["B"] if c.value == "=1+1 Hùng")
    assert (cell.data_type, cell.number_format) == ("s", "@")
    with ZipFile(BytesIO(content)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())


def test_an_earlier_certificate_is_told_but_not_the_one_of_this_class(world, filled, time_machine):
    time_machine.move_to("2026-06-10 09:00 +0700", tick=False)
    an = world.officers["an"]
    outcomes = [classes.Outcome(row.pk, "", None, "passed", None) for row in filled.enrolments.all()]
    classes.record_results(filled, outcomes, by=an)
    waiting = classes.waiting_for_certificate(filled)
    shown = {row.pk: f"{turn}/GCN" for turn, row in enumerate(waiting, start=1)}
    classes.issue(filled, first="1/GCN", on=date(2026, 6, 8), shown=shown, by=an)
    remarks = {row[1]: row[8] for row in rows_of(filled) if isinstance(row[0], float)}
    assert [name for name, remark in remarks.items() if remark] == ["Giàng A Án"]


def test_new_members_have_their_own_title(world, planned, person):
    held = {**LISTED, Stage.DECIDED: (date(2026, 2, 2), "3-QĐ/ĐU"), Stage.HELD: (date(2026, 2, 20), "")}
    TrainingClass.objects.update(kind="new_members")
    planned.refresh_from_db()
    classes.enrol(planned, [person(steps={**AGAIN, **held}).pk], by=world.officers["an"])
    cells = [cell for row in rows_of(planned) for cell in row if cell]
    assert "DANH SÁCH ĐẢNG VIÊN DỰ BỊ HỌC LỚP BỒI DƯỠNG ĐẢNG VIÊN MỚI" in cells
    assert not any("Học lại" in str(cell) for cell in cells)


def test_a_class_of_nobody_says_so(planned):
    assert "Chưa ghi danh ai." in {row[0] for row in rows_of(planned)}


def test_the_download_holds_the_people_of_the_officers_scope(world, filled):
    from units.models import Officer, Role

    world.officers["em"] = Officer.objects.create_user("em", "x", role=Role.LEADER, unit=world.sen)
    told = {}
    for who in ("an", "em"):
        answer = world.client(who).get(f"/lop/{filled.pk}/danh-sach.xlsx")
        rows = opened(b"".join(answer.streaming_content))["Danh sách lớp"]
        told[who] = [row[1] for row in rows if isinstance(row[0], float)]
    assert told == {"an": ["Giàng A Án", "Vàng Thị Ăn", "=1+1 Hùng", "Lò Thị Sen"], "em": ["Lò Thị Sen"]}
    named = answer["Content-Disposition"]
    assert named.startswith(
        'attachment; filename="danh-sach-lop-boi-duong-nhan-thuc-ve-dang-khoa-ii-nam-2026.xlsx"'
    )
    assert named.isascii() and quote("Danh sách – Lớp bồi dưỡng", safe="") in named


@pytest.mark.parametrize(
    ("who", "status"), [("an", 200), ("chi", 200), ("quan", 200), ("binh", 403), ("dung", 403), ("xuan", 404)]
)
def test_only_exporters_download_and_only_in_their_scope(world, planned, who, status):
    assert world.client(who).get(f"/lop/{planned.pk}/danh-sach.xlsx").status_code == status


def test_the_number_of_queries_does_not_grow_with_people(
    world, planned, person, django_assert_max_num_queries
):
    client = world.client("an")

    def download(people):
        classes.enrol(planned, [one.pk for one in people], by=world.officers["an"])
        with django_assert_max_num_queries(15) as asked:
            client.get(f"/lop/{planned.pk}/danh-sach.xlsx")
        return len(asked)

    few = download([person(steps=LISTED)])
    assert download([person(f"Lò Văn {n}", steps=LISTED) for n in range(30)]) == few


@pytest.mark.skipif(
    shutil.which("soffice") is None and "CI" not in os.environ, reason="LibreOffice: no program here"
)
def test_libreoffice_opens_and_prints_it(filled, tmp_path):
    (tmp_path / "lop.xlsx").write_bytes(class_list_for(filled, filled.enrolments.all()))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "pdf", "lop.xlsx"],
        cwd=tmp_path, capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    assert (tmp_path / "lop.pdf").read_bytes().startswith(b"%PDF")
