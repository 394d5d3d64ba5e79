"""What no browser sends to the form of a person: numbers without end, units of others, letters for numbers."""

import pytest

from admissions.models import Candidate

TYPED = {
    "name": "Sùng Thị Mai",
    "birth_date": "01/02/2000",
    "sex": "female",
    "first_stage": "source",
    "happened_on": "01/02/2024",
}


@pytest.mark.parametrize("number", ["9" * 30, "-" + "9" * 30, "9" * 19, "9" * 18, "abc", "a\x00b", "0"])
@pytest.mark.parametrize("field", ["memberships", "source_groups", "introduced_by", "unit"])
def test_a_row_that_cannot_exist_is_refused_on_the_page(world, field, number):
    answer = world.client("an").post("/quan-chung/them/", {**TYPED, "unit": world.hoa.pk, field: number})
    assert answer.status_code == 422
    assert not Candidate.objects.exists()


def test_a_unit_of_others_is_no_choice(world):
    answer = world.client("an").post("/quan-chung/them/", {**TYPED, "unit": world.far.pk})
    assert answer.status_code == 422
    assert world.far.name not in answer.content.decode()
    assert not Candidate.objects.exists()


def test_the_same_form_is_taken_without_the_hostile_value(world):
    assert world.client("an").post("/quan-chung/them/", {**TYPED, "unit": world.hoa.pk}).status_code == 302
    assert Candidate.objects.get().unit == world.hoa
