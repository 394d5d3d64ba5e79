"""Names: searched without accents, sorted by given name in Vietnamese order."""

import random
import unicodedata

import pytest

from units.names import clean, fold, sort_key


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Nguyễn Văn Đạt", "nguyen van dat"), ("  ĐỖ   Thị Ưng ", "do thi ung"), ("Hờ A Chống", "ho a chong")],
)
def test_a_name_is_found_without_its_accents_in_either_unicode_form(typed, folded):
    assert fold(typed) == folded
    assert fold(unicodedata.normalize("NFD", typed)) == folded


def test_a_name_is_cleaned_to_composed_letters_and_single_spaces():
    assert clean(unicodedata.normalize("NFD", "  Tẩn   Thị  Thảo ")) == "Tẩn Thị Thảo"


def test_names_are_sorted_by_given_name_then_the_rest_in_the_vietnamese_alphabet():
    ordered = [
        "Trần An",
        "Bùi Ân",
        "Lê Bình",
        "Lê Cúc",
        "Lê Dung",
        "Lê Đào",
        "Nguyễn Thị Hoa",
        "Trần Hoa",
        "Bùi Hòa",
        "Bùi Hỏa",
        "Bùi Họa",
        "Bùi Hoan",
        "Lê Oanh",
        "Lê Ở",
        "Lê Tuấn",
        "Lê Tư",
        "Lê Ưng",
        "Đào Yến",
        "Lê Yến",
    ]
    shuffled = random.Random(7).sample(ordered, len(ordered))
    assert sorted(shuffled, key=sort_key) == ordered


def test_either_unicode_form_sorts_alike():
    assert sort_key("Lò Thị Ệ") == sort_key(unicodedata.normalize("NFD", "Lò Thị Ệ"))
