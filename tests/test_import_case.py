"""The real case: a commune's year loads, loads again without a change, and nothing of a faulty one is kept."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from admissions.importing.load import plan
from admissions.models import Candidate, StageEvent
from admissions.pipeline import strayed
from admissions.regulation import Stage
from tests.workbooks import MESSY, TU_LY, saved
from units.models import Directive, Placement, Quota, Supervision, Unit, UnitYear
from units.reorganise import misplaced

pytestmark = pytest.mark.django_db
TABLES = (Unit, Placement, UnitYear, Quota, Directive, Supervision, Candidate, StageEvent)


def run(*arguments) -> str:
    out = StringIO()
    call_command("import_workbook", *map(str, arguments), stdout=out)
    return out.getvalue()


def refused(*arguments) -> str:
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("import_workbook", *map(str, arguments), stdout=out)
    assert refusal.value.returncode == 1
    return out.getvalue()


def rows() -> dict:
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in TABLES}


def test_a_dry_run_writes_nothing_and_counts_what_would_come():
    told = run(TU_LY)
    assert "Đơn vị: 20 mới, 0 thay đổi, 0 giữ nguyên" in told
    assert "Quần chúng: 57 mới, 0 thay đổi, 0 giữ nguyên" in told
    assert all(not found for found in rows().values())


def test_the_real_commune_loads_whole():
    run(TU_LY, "--commit")
    assert Unit.objects.count() == 20
    assert Candidate.objects.count() == 57
    decided = StageEvent.objects.filter(stage=Stage.DECIDED)
    assert decided.filter(happened_on__year=2024).count() == 13
    assert decided.filter(happened_on__year=2023).count() == 9
    assert Candidate.objects.filter(stage=Stage.VOTED).count() == 3
    assert StageEvent.objects.filter(stage=Stage.RECOGNISED, happened_on__year=2024).count() == 8
    assert StageEvent.objects.filter(stage=Stage.TRAINED, happened_on__year=2024).count() == 30
    assert misplaced() == [] and strayed() == []


def test_the_facts_of_one_row_of_each_sheet_stand_where_they_belong():
    run(TU_LY, "--commit")
    unit = Unit.objects.get(code="PT")
    assert (unit.name, unit.kind, unit.owes_pupil, unit.secretary) == (
        "Chi bộ Trường THPT",
        "school",
        True,
        "Cà Anh Long",
    )
    assert unit.parent.code == "TULY" and unit.founded_on == date(2020, 1, 1)
    supervision = unit.supervisions.get()
    assert (supervision.member, supervision.since, supervision.until) == (
        "Đinh Quốc Sang",
        date(2020, 1, 1),
        None,
    )
    year = UnitYear.objects.get(unit__code="TH", year=2024)
    assert (year.opening, year.transferred_in, year.transferred_out, year.died) == (27, 2, 2, 0)
    quota = Quota.objects.get(unit__code="TULY")
    assert (quota.members, quota.pupils, quota.given_on, quota.directive.number) == (
        11,
        2,
        date(2024, 1, 25),
        "112-TB/HU",
    )
    assert Directive.objects.get(number="15-TB/ĐU").issued_on == date(2024, 2, 6)
    person = Candidate.objects.get(name="Giàng Thị Hồng Vân")
    assert (person.birth_date, person.sex, person.ethnic_group, person.occupation) == (
        date(2003, 12, 14),
        "female",
        "Mường",
        "farmer",
    )
    assert person.imported and person.stage == Stage.HELD and person.stage_since == date(2024, 3, 12)
    assert person.memberships.get().code == "youth"
    trail = list(person.events.values_list("stage", "happened_on", "document_number", "imported"))
    assert trail == [
        ("source", date(2022, 8, 16), "", True),
        ("listed", date(2022, 12, 14), "", True),
        ("trained", date(2024, 1, 12), "88/GCN", True),
        ("voted", date(2024, 1, 18), "5-NQ/CB", True),
        ("decided", date(2024, 2, 27), "269-QĐ/ĐU", True),
        ("held", date(2024, 3, 12), "", True),
    ]


def test_what_would_have_stood_in_the_way_is_a_remark_on_the_step():
    told = run(TU_LY, "--commit")
    event = StageEvent.objects.get(candidate__name="Vũ Minh Quân", stage=Stage.TRAINED)
    assert "trước ngày công nhận cảm tình Đảng" in event.remark
    assert "LƯU Ý | Quần chúng | hàng 14 | «Đã học lớp nhận thức»" in told


def test_loading_the_same_workbook_twice_changes_nothing_and_says_so():
    run(TU_LY, "--commit")
    before = rows()
    told = run(TU_LY, "--commit")
    assert "Không có gì thay đổi" in told
    assert rows() == before


def test_one_fault_in_the_last_row_keeps_the_whole_workbook_out(tmp_path):
    workbook = load_workbook(TU_LY)
    workbook["Quần chúng"]["S58"] = "31/02/2023"
    file = tmp_path / "hong.xlsx"
    file.write_bytes(saved(workbook))
    told = refused(file, "--commit")
    faults = [line for line in told.splitlines() if line.startswith("LỖI")]
    assert len(faults) == 1
    assert faults[0].startswith("LỖI | Quần chúng | hàng 58 | Ngày quyết định | có: 31/02/2023 | cần: ")
    assert all(not found for found in rows().values())


def test_json_tells_the_same_as_one_object():
    told = json.loads(run(TU_LY, "--json"))
    assert told["counts"]["Quần chúng"] == {"new": 57, "changed": 0, "same": 0}
    assert told["faults"] == [] and told["committed"] is False
    told = json.loads(run(TU_LY, "--commit", "--json"))
    assert told["committed"] is True


def test_a_list_that_is_not_the_set_up_is_told_what_is_expected_and_what_was_found():
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("import_workbook", str(MESSY), "--commit", stdout=out)
    message = str(refusal.value)
    for wanted in ("«Đơn vị»", "«Số liệu năm»", "«Quần chúng»", "«DS 2024»"):
        assert wanted in message


def test_a_file_that_is_not_there_is_told_in_one_line(tmp_path):
    with pytest.raises(CommandError, match="Không mở được tệp"):
        call_command("import_workbook", str(tmp_path / "khong-co.xlsx"))


def test_a_query_count_that_does_not_grow_with_the_rows(django_assert_max_num_queries):
    run(TU_LY, "--commit")
    with django_assert_max_num_queries(20):
        plan(TU_LY.read_bytes())
