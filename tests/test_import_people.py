"""The sheet Quần chúng: people and their steps, faults by cell, and what a second load may change."""

from datetime import date, datetime, timedelta
from time import process_time

import pytest
import time_machine

from admissions import pipeline
from admissions.importing.load import load, plan
from admissions.models import Candidate, StageEvent
from admissions.pipeline import Entry
from admissions.regulation import Stage
from tests.dossiers import assign_helpers
from tests.workbooks import CELL_A, PERSON, ROOT_UNIT, TREE, setup

pytestmark = pytest.mark.django_db
ROAD = {
    "Ngày vào nguồn": "01/01/2022",
    "Ngày công nhận cảm tình Đảng": "01/03/2022",
    "Ngày cấp giấy chứng nhận": "01/06/2022",
    "Số giấy chứng nhận": "1/GCN",
    "Ngày nghị quyết chi bộ": "01/09/2022",
    "Số nghị quyết chi bộ": "2-NQ/CB",
    "Ngày quyết định": "01/10/2022",
    "Số quyết định": "3-QĐ/ĐU",
    "Ngày lễ kết nạp": "20/10/2022",
    "Ngày công nhận chính thức": "01/12/2023",
    "Số quyết định chính thức": "4-QĐ/ĐU",
}
FULL = {**PERSON, **ROAD}


def look(*people, units=TREE, officer=None):
    return plan(setup(units, people=list(people)), officer).findings


def only_fault(*people):
    found = look(*people).faults
    assert len(found) == 1, found
    return found[0]


def texts(findings):
    return [remark.text for remark in findings.remarks]


@pytest.mark.parametrize(
    ("heading", "value", "found", "expected"),
    [
        ("Họ và tên", None, "(trống)", "không để trống"),
        ("Họ và tên", '=HYPERLINK("http://x","a")', '=HYPERLINK("http://x","a")', "họ và tên"),
        ("Họ và tên", "+84 912", "+84 912", "họ và tên"),
        ("Họ và tên", "24 quần chúng", "24 quần chúng", "họ và tên"),
        ("Ngày sinh", 1996, "1996", "24/02/2023"),
        ("Ngày sinh", date(1905, 6, 18), "18/06/1905", "Excel đã đổi năm 1996"),
        ("Ngày sinh", "31/02/1998", "31/02/1998", "ngày có thật"),
        ("Ngày sinh", "24/2/98", "24/2/98", "24/02/2023"),
        ("Ngày sinh", "01/01/1870", "01/01/1870", "01/01/1900"),
        ("Ngày sinh", "01/01/2999", "01/01/2999", "ngày đã qua"),
        ("Ngày sinh", datetime(2000, 5, 20, 7, 30), "20/05/2000 07:30", "không kèm giờ"),
        ("Giới tính", "N", "N", "Nam; Nữ"),
        ("Dân tộc", "Mường Khến", "Mường Khến", "54 dân tộc"),
        ("Nghề nghiệp", "Buôn bán", "Buôn bán", "Làm nông, lâm, ngư nghiệp"),
        ("Nghề nghiệp", "bản", "bản", "một trong"),
        ("Giáo dục phổ thông", "4/12", "4/12", "THPT"),
        ("Giáo dục phổ thông", date(2024, 12, 9), "09/12/2024", "Excel đã đổi"),
        ("Chuyên môn", "Lái xe", "Lái xe", "Trung cấp"),
        ("Mã đơn vị", "Z", "Z", "mã của một đơn vị đã có"),
        ("Đối tượng", "Phụ nữ; Người tốt", "Người tốt", "Nông dân"),
        ("Đơn vị giới thiệu", "Hội Chữ thập đỏ", "Hội Chữ thập đỏ", "Hội Nông dân"),
        ("Ngày vào nguồn", "tháng 3/2023", "tháng 3/2023", "24/02/2023"),
        ("Ngày vào nguồn", "3/2023", "3/2023", "24/02/2023"),
        ("Ngày vào nguồn", None, "(trống)", "ít nhất một ngày"),
        ("Ngày vào nguồn", "19/05/2000", "19/05/2000", "sau ngày sinh"),
        ("Số quyết định", "3-QĐ/ĐU", "(trống)", "ngày, vì đã ghi số"),
        ("Ghi chú", "a" * 2001, "a" * 79 + "…", "nhiều nhất 2000 ký tự"),
    ],
)
def test_each_fault_names_its_cell(heading, value, found, expected):
    fault = only_fault({**PERSON, heading: value})
    column = "Ngày quyết định" if heading == "Số quyết định" else heading
    assert (fault.sheet, fault.row, fault.column, fault.found) == ("Quần chúng", 2, column, found)
    assert expected in fault.expected


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("24/02/2000", date(2000, 2, 24)),
        ("3/10/2000", date(2000, 10, 3)),
        ("09/9/2000", date(2000, 9, 9)),
        (" 24-02-2000 ", date(2000, 2, 24)),
        ("2000-02-24", date(2000, 2, 24)),
        (date(2000, 2, 24), date(2000, 2, 24)),
        (datetime(2000, 2, 24), date(2000, 2, 24)),
    ],
)
def test_days_as_people_write_them(typed, read):
    load(setup(people=[{**PERSON, "Ngày sinh": typed}]))
    assert Candidate.objects.get().birth_date == read


@pytest.mark.parametrize(
    ("heading", "typed", "field", "read"),
    [
        ("Họ và tên", "  Tẩn   Thị  Mai ", "name", "Tẩn Thị Mai"),
        ("Họ và tên", "Lò Thị Hồng".encode().decode(), "name", "Lò Thị Hồng"),
        ("Giới tính", "nữ", "sex", "female"),
        ("Dân tộc", "H'Mông", "ethnic_group", "Mông"),
        ("Dân tộc", "hmong", "ethnic_group", "Mông"),
        ("Dân tộc", "E De", "ethnic_group", "Ê-đê"),
        ("Tôn giáo", 0, "religion", "Không"),
        ("Tôn giáo", "Tin lành", "religion", "Tin lành"),
        ("Nghề nghiệp", "hoc sinh", "occupation", "pupil"),
        ("Nghề nghiệp", "Công nhân trực tiếp", "occupation", "worker"),
        ("Nghề nghiệp", "Lãnh đạo, quản lý", "occupation", "company_manager"),
        ("Giáo dục phổ thông", "12/12", "schooling", "upper_secondary"),
        ("Giáo dục phổ thông", "9/12", "schooling", "lower_secondary"),
        ("Giáo dục phổ thông", "5/12", "schooling", "primary"),
        ("Chuyên môn", "ĐH", "qualification", "bachelor"),
        ("Chuyên môn", "CĐ", "qualification", "college"),
        ("Chuyên môn", "TC", "qualification", "intermediate"),
        ("Kết nạp lại", "Có", "readmission", True),
        ("Kết nạp lại", 1, "readmission", True),
        ("Mã đơn vị", "b", "unit.code", "B"),
        ("Đơn vị giới thiệu", "Hội phụ nữ", "introduced_by.code", "women"),
        ("Đơn vị giới thiệu", "Đoàn thanh niên", "introduced_by.code", "youth"),
    ],
)
def test_values_as_people_write_them(heading, typed, field, read):
    load(setup(people=[{**PERSON, heading: typed}]))
    value = Candidate.objects.get()
    for name in field.split("."):
        value = getattr(value, name)
    assert value == read


def test_a_decomposed_name_is_stored_composed_and_found_by_its_folded_form():
    load(setup(people=[{**PERSON, "Họ và tên": "Lo\u0300 Thi\u0323 Ho\u0302\u0300ng"}]))
    person = Candidate.objects.get()
    assert (person.name, person.name_folded) == ("Lò Thị Hồng", "lo thi hong")


def test_a_name_all_in_capitals_is_mended_with_a_remark():
    findings = look({**PERSON, "Họ và tên": "VÀNG NGỌC YẾN"})
    assert findings.faults == [] and any(
        "«VÀNG NGỌC YẾN», ghi thành «Vàng Ngọc Yến»" in text for text in texts(findings)
    )


@time_machine.travel("2024-07-01")
def test_someone_too_young_and_a_note_of_admission_are_remarked():
    findings = look({**PERSON, "Ngày sinh": "05/05/2012", "Ghi chú": "Đã kết nạp Đảng 19/5"})
    assert texts(findings) == [
        "Hôm nay chưa đủ 18 tuổi.",
        "Ghi chú nói đã kết nạp nhưng không có ngày quyết định.",
    ]


def test_groups_and_the_youth_union_are_kept():
    load(setup(people=[{**PERSON, "Đoàn viên": "x", "Đối tượng": "phu nu; NÔNG DÂN"}]))
    person = Candidate.objects.get()
    assert [group.name for group in person.source_groups.all()] == ["Phụ nữ", "Nông dân"]
    assert [organisation.code for organisation in person.memberships.all()] == ["youth"]


def test_the_stage_follows_from_the_days():
    load(setup(people=[FULL, {**PERSON, "Họ và tên": "Vừ A Dính"}]))
    assert dict(Candidate.objects.values_list("name", "stage")) == {
        "Giàng A Pó": "recognised",
        "Vừ A Dính": "source",
    }
    assert pipeline.strayed() == []


@pytest.mark.parametrize(
    ("later", "day", "floor"),
    [
        ("Ngày công nhận cảm tình Đảng", "31/12/2021", "01/01/2022"),
        ("Ngày cấp giấy chứng nhận", "31/12/2021", "01/01/2022"),
        ("Ngày nghị quyết chi bộ", "31/05/2022", "01/06/2022"),
        ("Ngày quyết định", "31/08/2022", "01/09/2022"),
        ("Ngày lễ kết nạp", "30/09/2022", "01/10/2022"),
        ("Ngày công nhận chính thức", "19/10/2022", "20/10/2022"),
    ],
)
def test_days_that_run_backwards_are_faults_the_same_day_is_not(later, day, floor):
    fault = only_fault({**FULL, later: day})
    assert (fault.column, fault.found) == (later, day) and floor in fault.expected
    assert look({**FULL, later: floor}).faults == []


def test_a_certificate_older_than_the_listing_is_taken_with_a_remark():
    findings = look({**FULL, "Ngày cấp giấy chứng nhận": "01/02/2022"})
    assert findings.faults == []
    assert any("Giấy chứng nhận cấp trước ngày công nhận cảm tình Đảng" in text for text in texts(findings))


@time_machine.travel("2023-11-30")
def test_a_day_that_has_not_come_is_a_fault():
    assert only_fault(FULL).column == "Ngày công nhận chính thức"


def test_a_ceremony_without_a_decision_is_taken_with_a_remark():
    row = {key: value for key, value in FULL.items() if "quyết định" not in key}
    findings = look(row)
    assert findings.faults == [] and "Thiếu ngày quyết định: chưa được tính vào số kết nạp." in texts(
        findings
    )


def test_the_same_person_twice_is_a_fault_naming_the_other_row():
    fault = only_fault(PERSON, {**PERSON, "Họ và tên": "giàng a  pó"})
    assert (fault.row, fault.column) == (3, "Họ và tên") and "hàng 2" in fault.expected


def test_a_namesake_in_another_unit_is_remarked():
    load(setup(people=[PERSON]))
    findings = look({**PERSON, "Mã đơn vị": "B"})
    assert findings.faults == [] and any("cùng ngày sinh ở Chi bộ bản A" in text for text in texts(findings))


def test_changed_fields_are_told_old_and_new_and_blanks_erase_nothing():
    load(
        setup(
            people=[
                {
                    **PERSON,
                    "Dân tộc": "Mông",
                    "Nghề nghiệp": "Học sinh",
                    "Đoàn viên": "x",
                    "Đối tượng": "Phụ nữ",
                }
            ]
        )
    )
    row = {
        **PERSON,
        "Dân tộc": None,
        "Nghề nghiệp": "Sinh viên",
        "Đoàn viên": "không",
        "Đối tượng": "Nông dân",
    }
    findings = load(setup(people=[row]))
    assert [(c.field, c.old, c.new) for c in findings.changes] == [
        ("Nghề nghiệp", "Học sinh", "Sinh viên"),
        ("Đoàn viên", "x", "(trống)"),
        ("Đối tượng", "Phụ nữ", "Nông dân"),
    ]
    person = Candidate.objects.get()
    assert (person.ethnic_group, person.occupation, person.memberships.count()) == ("Mông", "student", 0)
    assert [group.name for group in person.source_groups.all()] == ["Nông dân"]
    assert findings.counts["Quần chúng"].changed == 1


def test_later_steps_are_appended_to_the_trail():
    load(setup(people=[PERSON]))
    findings = load(setup(people=[{**PERSON, "Ngày công nhận cảm tình Đảng": "01/03/2024"}]))
    assert [(c.field, c.old, c.new) for c in findings.changes] == [("Bước", "Nguồn", "Cảm tình Đảng")]
    person = Candidate.objects.get()
    assert (person.stage, person.stage_since) == ("listed", date(2024, 3, 1))
    assert list(StageEvent.objects.values_list("stage", flat=True)) == ["source", "listed"]
    assert pipeline.strayed() == []


@pytest.mark.parametrize(
    ("heading", "value", "column"),
    [
        ("Ngày quyết định", "02/10/2022", "Ngày quyết định"),
        ("Số quyết định", "99-QĐ/ĐU", "Số quyết định"),
    ],
)
def test_a_step_that_contradicts_the_trail_is_a_fault(heading, value, column):
    load(setup(people=[FULL]))
    before = list(StageEvent.objects.values())
    content = setup(people=[{**FULL, heading: value}])
    fault = load(content).faults[0]
    assert (fault.column, fault.found) == (column, value)
    assert "01/10/2022, số 3-QĐ/ĐU" in fault.expected and "hủy bước" in fault.expected
    assert list(StageEvent.objects.values()) == before


def test_a_step_in_the_middle_of_a_recorded_trail_is_a_fault():
    row = {**PERSON, "Ngày nghị quyết chi bộ": "01/03/2024"}
    load(setup(people=[row]))
    fault = only_fault({**row, "Ngày cấp giấy chứng nhận": "01/02/2024"})
    assert fault.column == "Ngày cấp giấy chứng nhận" and "Chi bộ đã đề nghị" in fault.expected


def test_steps_recorded_on_the_page_do_not_disturb_the_next_load():
    row = {**PERSON, "Ngày công nhận cảm tình Đảng": "01/03/2024", "Ngày cấp giấy chứng nhận": "01/04/2024"}
    content = setup(people=[row])
    load(content)
    person = Candidate.objects.select_related("unit__parent").get()
    assign_helpers(person, date(2024, 4, 20))
    pipeline.advance(person, Entry(Stage.OPENED, date(2024, 5, 1), "9-NQ/CB"), by=None)
    assert not load(content).alters


def test_a_road_walked_on_the_page_is_not_walked_on_by_a_workbook():
    """An old book is taken as it stands; otherwise a workbook would be a way around every rule and every override."""
    row = {**PERSON, "Ngày công nhận cảm tình Đảng": "01/03/2024", "Ngày cấp giấy chứng nhận": "01/04/2024"}
    load(setup(people=[row]))
    person = Candidate.objects.select_related("unit__parent").get()
    assign_helpers(person, date(2024, 4, 20))
    pipeline.advance(person, Entry(Stage.OPENED, date(2024, 5, 1), "9-NQ/CB"), by=None)
    fault = only_fault({**row, "Ngày nghị quyết chi bộ": "01/06/2024"})

    assert fault.column == "Ngày nghị quyết chi bộ"
    assert "ghi bước sau trên trang của người này" in fault.expected
    assert Candidate.objects.get().stage == "opened"


def test_a_person_out_of_the_list_is_not_brought_back_by_a_workbook():
    load(setup(people=[PERSON]))
    person = Candidate.objects.select_related("unit__parent").get()
    pipeline.advance(person, Entry(Stage.OUT, date(2024, 5, 1), "9-NQ/CB", reason="Chuyển nơi ở"), by=None)
    assert not load(setup(people=[PERSON])).alters
    assert (
        "«Ra khỏi danh sách» ngày 01/05/2024"
        in only_fault({**PERSON, "Ngày công nhận cảm tình Đảng": "01/03/2024"}).expected
    )


def test_people_of_a_unit_outside_the_officers_scope_are_faults(world):
    findings = look({**PERSON, "Mã đơn vị": "XA"}, units=None, officer=world.officers["an"])
    assert [(f.row, f.column, f.found) for f in findings.faults] == [(2, "Mã đơn vị", "XA")]
    assert "bản Xa" not in str(findings)


def test_a_namesake_outside_the_officers_scope_stays_unknown(world, person):
    person("Giàng A Pó", unit=world.far, birth_date=date(2000, 5, 20))
    findings = look({**PERSON, "Mã đơn vị": "HOA"}, units=None, officer=world.officers["an"])
    assert findings.faults == [] and "bản Xa" not in str(findings.remarks)


def test_who_loaded_it_stands_on_the_rows(world):
    an = world.officers["an"]
    load(setup(None, people=[{**PERSON, "Mã đơn vị": "HOA"}]), an)
    assert Candidate.objects.get().entered_by == an and StageEvent.objects.get().recorded_by == an


def test_a_faulty_unit_row_does_not_make_its_people_unknown():
    found = look(PERSON, units=[ROOT_UNIT, {**CELL_A, "Loại hình": "Chi đoàn"}]).faults
    assert [(f.sheet, f.column) for f in found] == [("Đơn vị", "Loại hình")]


def test_two_thousand_people_load_within_seconds():
    letters = "ABCDEFGHIJKLMNOPQRST"
    people = [
        {
            **FULL,
            "Họ và tên": f"Giàng A {letters[n % 20]}{letters[n // 20 % 20].lower()}",
            "Ngày sinh": date(1970, 1, 1) + timedelta(n),
        }
        for n in range(2_000)
    ]
    content = setup(people=people)
    start = process_time()
    findings = load(content)
    taken = process_time() - start
    assert findings.faults == [] and Candidate.objects.count() == 2_000
    assert StageEvent.objects.count() == 14_000
    assert taken < 15, taken  # two or three seconds on a quiet machine
