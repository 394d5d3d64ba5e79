"""Cells of the set-up workbook that look empty, carry a midnight, or rest on a document of the wrong day."""

from datetime import date

import pytest

from admissions.importing.load import load
from admissions.models import Candidate, StageEvent
from tests.workbooks import CELL_A, PERSON, ROOT_UNIT, setup
from units.models import Quota, Unit

pytestmark = pytest.mark.django_db
UNSEEN = ["\u200b", "\ufeff", "\u200b \u200c"]


def told(findings) -> list[str]:
    return [str(fault) for fault in findings.faults]


@pytest.mark.parametrize("text", UNSEEN)
@pytest.mark.parametrize("heading", ["Họ và tên", "Mã đơn vị"])
def test_a_required_cell_with_nothing_to_be_seen_is_a_blank_one(heading, text):
    faults = told(load(setup(people=[{**PERSON, heading: text}])))
    assert len(faults) == 1
    assert f"hàng 2 | {heading} | có: (trống) | cần: không để trống" in faults[0]
    assert not Candidate.objects.exists()


@pytest.mark.parametrize("text", UNSEEN)
@pytest.mark.parametrize("heading", ["Mã", "Tên đơn vị"])
def test_no_unit_is_founded_without_a_code_or_a_name(heading, text):
    assert told(load(setup(units=[ROOT_UNIT, {**CELL_A, heading: text}])))
    assert not Unit.objects.exists()


@pytest.mark.parametrize("text", UNSEEN)
@pytest.mark.parametrize("heading", ["Bí thư", "Cấp ủy viên phụ trách", "Đến ngày", "Sáp nhập vào"])
def test_an_optional_cell_with_nothing_to_be_seen_says_nothing(heading, text):
    assert told(load(setup(units=[ROOT_UNIT, {**CELL_A, heading: text}]))) == []
    assert Unit.objects.get(code="A").secretary == ""


def test_a_day_written_with_its_midnight_is_that_day():
    assert told(load(setup(people=[{**PERSON, "Ngày vào nguồn": "2024-01-10 00:00:00"}]))) == []
    assert StageEvent.objects.get().happened_on == date(2024, 1, 10)


QUOTA = {
    "Mã đơn vị": "A",
    "Năm": 2024,
    "Chỉ tiêu": 3,
    "Văn bản giao": "15-TB/ĐU",
    "Ngày văn bản": "06/02/2024",
}


def test_an_older_quota_is_no_change_of_the_one_in_force():
    """Given: 3 on 6/2 and 5 on 6/6. A late copy of a document of 1/3 says 7: nothing changes today."""
    load(setup(years=[QUOTA]))
    newer = {**QUOTA, "Chỉ tiêu": 5, "Văn bản giao": "30-TB/ĐU", "Ngày văn bản": "06/06/2024"}
    load(setup(years=[newer]))
    late = {**QUOTA, "Chỉ tiêu": 7, "Văn bản giao": "19-TB/ĐU", "Ngày văn bản": "01/03/2024"}
    findings = load(setup(years=[late]))
    assert findings.changes == []
    assert [remark.text for remark in findings.remarks] == [
        "Chỉ tiêu cũ hơn chỉ tiêu giao ngày 06/06/2024, không thay chỉ tiêu đó."
    ]
    unit = Unit.objects.get(code="A").pk

    def in_force(day):
        return Quota.objects.in_force(2024, day)[unit].members

    assert in_force(date(2024, 2, 29)) == 3
    assert in_force(date(2024, 3, 1)) == 7
    assert in_force(date(2024, 12, 31)) == 5


def test_a_quota_by_a_document_of_a_later_year_is_told_not_to_count():
    findings = load(setup(years=[{**QUOTA, "Ngày văn bản": "20/01/2025"}]))
    assert findings.faults == []
    assert [remark.text for remark in findings.remarks] == [
        "Văn bản ký sau năm 2024: chỉ tiêu được ghi nhưng không tính."
    ]
