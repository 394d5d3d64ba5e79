"""The editions as shipped: every number with its source, and which edition judges which day."""

from dataclasses import fields
from datetime import date
from importlib import import_module

import pytest

from admissions import editions, regulation
from admissions.models import Edition
from admissions.regulation.values import VALUES, written
from admissions.rulebook import Rulebook

# What domain.md 4 prints, column by column: 24, 232, 294, 20, 208.
TABLE = {
    "age_min": (18, 18, 18, 18, 18),
    "age_max": (60, 60, 60, 60, 60),
    "schooling": ("diploma", "diploma", "diploma", "diploma", "programme"),
    "certificate_months": (60, 60, 60, 60, 60),
    "dossier_months": (12, 12, 12, 12, 12),
    "decision_days": (60, 60, 45, 45, 45),
    "decision_extra_days": (30, 30, 15, 15, 15),
    "recognition_days": (30, 30, 30, 30, 30),
    "recognition_extra_days": (30, 30, 15, 15, 15),
    "ceremony_days": (30, 30, 30, 30, 30),
    "ceremony_from": ("receipt", "receipt", "receipt", "receipt", "issue"),
    "probation_months": (12, 12, 12, 12, 12),
    "review_days": (30, 30, 30, 30, 30),
    "verify_home_days": (30, 30, 30, 30, 30),
    "verify_abroad_days": (90, 90, 90, 90, 90),
    "readmit_months": (12, 36, 36, 36, 36),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_shipped_editions_are_the_table_of_the_domain(db, name):
    assert tuple(getattr(edition, name) for edition in Edition.objects.order_by("in_force_on")) == TABLE[name]


# The other numbers of 294, HD06 and HD38, with the clause they were read in.
@pytest.mark.parametrize(
    ("name", "value", "clause"),
    [
        ("introducer_months", 12, "294 3.2.1"),
        ("member_background_days", 30, "HD38 I.2.1, I.2.2"),
        ("readmit_months", 36, "294 3.5.1b"),
        ("readmit_cleared_months", 60, "294 3.5.1b"),
        ("transfer_forward_days", 15, "HD06 3.9b"),
        ("transfer_decide_days", 30, "HD06 3.9b"),
        ("transfer_keep_days", 30, "HD06 3.9c"),
        ("recheck_days", 60, "HD06 3.9c"),
        ("complaint_days", 30, "294 8.2.1"),
        ("contract_months", 12, "HD06 6.2c"),
        ("failed_votes", 3, "294 4.2.3"),
        ("postponement_months", 0, "294 4.2.1"),
        ("verify_abroad_days", 90, "HD06 3.4d, HD38 I.1.4.2 (24)"),
        ("decision_days", 45, "294 4.3.1"),
        ("certificate_months", 60, "HD06 5.4b"),
    ],
)
def test_every_number_of_294_tells_the_clause_it_was_read_in(db, name, value, clause):
    edition = Edition.objects.get(code="294")

    assert (getattr(edition, name), edition.sources[name]) == (value, clause)
    assert edition.unverified == []


def test_every_value_of_every_edition_has_a_source_and_only_294_was_read(db):
    for edition in Edition.objects.all():
        assert set(edition.sources) == set(VALUES)
        assert set(edition.unverified) == (set() if edition.code == "294" else set(VALUES))


def test_values_named_for_pages_are_those_the_regulation_works_with():
    numbers = {field.name for field in fields(regulation.Edition)}
    assert set(VALUES) == numbers - {"code", "document", "issued_on", "unverified"}


def test_the_shipped_numbers_can_be_withdrawn_and_shipped_again(db):
    from django.apps import apps

    ship = import_module("admissions.migrations.0006_ship_edition_numbers")
    before = {edition.code: editions.snapshot(edition) for edition in Edition.objects.all()}
    ship.withdraw(apps, None)
    assert Edition.objects.get(code="24").sources == {}
    assert "age_max" in Edition.objects.get(code="24").unverified
    assert "schooling" not in Edition.objects.get(code="24").unverified
    ship.ship(apps, None)

    assert {edition.code: editions.snapshot(edition) for edition in Edition.objects.all()} == before


# A step is judged by the edition in force on its day (294 came into force on 1/7/2025, 208 on 26/7/2026).
@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2025, 6, 30), "232"),
        (date(2025, 7, 1), "294"),
        (date(2026, 4, 7), "294"),
        (date(2026, 4, 8), "20"),
        (date(2026, 7, 25), "20"),
        (date(2026, 7, 26), "208"),
        (date(2019, 1, 1), "24"),
    ],
)
def test_editions_take_turns(db, day, code):
    assert regulation.edition_on(Rulebook.read().editions, day).code == code


# domain.md 4: values in words.
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("decision_days", 45, "45 ngày làm việc"),
        ("age_max", 60, "60 tuổi"),
        ("probation_months", 12, "12 tháng"),
        ("failed_votes", 3, "3 lần"),
        ("postponement_months", 0, "không quy định"),
        ("schooling", "programme", "hoàn thành chương trình THCS"),
        ("in_force_on", "2025-07-01", "01/07/2025"),
    ],
)
def test_values_are_written_with_their_unit(name, content, words):
    assert written(VALUES[name], content) == words
