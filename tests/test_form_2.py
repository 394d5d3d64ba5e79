"""Biểu 2-BTCTW line by line, counted by hand from the rows of tests/cases/tu-ly-2024.xlsx.

In 2024, in the order of the file: six women, seven men; ages at the decision 20 20 29 29 28 33 30 26 30 22 24 31
19 (sum 341); ten farmers, two teachers, one pupil. In 2023: five women, four men; ages 31 27 33 24 37 25 19 33 31
(sum 260); nine farmers. All of upper secondary schooling.
"""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from admissions import pipeline
from admissions.models import Organisation
from admissions.regulation import Stage
from reports import figures
from reports.form_2 import LINES, age_on, form_2
from reports.rates import rounded
from reports.workbook.sheets import form_2 as form_2_sheet
from units.models import Unit, UnitYear
from units.periods import Period

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 22)


def form_of(unit, year=2024, name="Y"):
    return form_2(figures.for_period(unit, Period.of(year, name, today=TODAY)))


def decided(on, number="3-QĐ/ĐU"):
    return {Stage.SOURCE: (date(2022, 1, 5), ""), Stage.DECIDED: (on, number)}


def test_the_case_is_counted_as_by_hand(db):
    call_command("import_workbook", CASES / "tu-ly-2024.xlsx", "--commit", stdout=StringIO())
    form = form_of(Unit.objects.get(code="TULY"))
    by_hand = {
        "total": (13, 9, "144.44"),
        "women": (6, 5, "120.00"),
        "ethnic_minority": (9, 9, "100.00"),
        "religious": (0, 0, None),
        "youth_union": (10, 9, "111.11"),
        "private_owner": (0, 0, None),
        "readmitted": (1, 0, None),
        "occupation:farmer": (10, 9, "111.11"),
        "occupation:public_service": (2, 0, None),
        "occupation:pupil": (1, 0, None),
        "occupation:worker": (0, 0, None),
        "age:18": (11, 4, "275.00"),
        "age:31": (2, 4, "50.00"),
        "age:36": (0, 1, "0.00"),
        "age:61": (0, 0, None),
        "schooling:upper_secondary": (13, 9, "144.44"),
        "qualification:bachelor": (0, 0, None),
        "committees": (1, 1, "100.00"),
        "cells": (19, 19, "100.00"),
        # 2024: Mạ, Tình, Cháu, Bao, Kim Lý, Sằn and three schools; 2023: Tình twice, Kim Lý, Sằn, TH&THCS, Cháu,
        # Bao, Lăm, Mạ
        "cells:admitting": (9, 8, "112.50"),
        "cells:no_source": (1, 0, None),
    }
    told = {
        code: (form.now.get(code, 0), form.before.get(code, 0), rounded(form.progress(code)))
        for code in by_hand
    }
    assert told == by_hand
    assert (str(form.now["mean_age"]), str(form.before["mean_age"])) == ("26.23", "28.89")  # 341/13, 260/9
    assert form.faults == []


def test_the_lines_stand_in_the_order_of_the_form():
    parts = [line.label for line in LINES if line.depth == 0]
    assert [label.split(".")[0] for label in parts] == ["I", "II", "III"]
    topics = [line.label[:2] for line in LINES if line.depth == 1 and line.label[0].isdigit()]
    assert topics == ["1.", "2.", "3.", "4.", "5.", "1.", "2."]
    codes = [line.code for line in LINES if line.code]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("day", "born", "years"),
    [
        (date(2024, 5, 19), date(1994, 5, 20), 29),
        (date(2024, 5, 20), date(1994, 5, 20), 30),
        (date(2025, 2, 28), date(2004, 2, 29), 20),
        (date(2025, 3, 1), date(2004, 2, 29), 21),
    ],
)
def test_age_is_in_completed_years(day, born, years):
    assert age_on(day, born) == years


@pytest.mark.parametrize(("born", "code"), [(date(1993, 6, 2), "age:18"), (date(1993, 6, 1), "age:31")])
def test_a_band_ends_the_day_before_the_birthday(world, person, born, code):
    person(steps=decided(date(2024, 6, 1)), birth_date=born, occupation="farmer", schooling="primary")
    form = form_of(world.commune)
    assert form.now[code] == 1 and form.faults == []


def test_what_does_not_add_up_is_said_in_words_with_its_numbers(world, person):
    person("Lò A", steps=decided(date(2024, 6, 1)), occupation="farmer", schooling="primary")
    person("Lò B", steps=decided(date(2024, 6, 1)), schooling="primary", birth_date=date(2007, 1, 1))
    person("Lò C", steps=decided(date(2023, 6, 1)), occupation="farmer", schooling="")
    told = figures.for_period(world.commune, Period.of(2024, today=TODAY))
    notes = form_2_sheet.sheet(told).notes
    assert list(notes[:3]) == [
        "Kỳ này: «1. Nghề nghiệp» cộng được 1, mục I là 2; lệch 1 người, chưa ghi mục này trong hồ sơ.",
        "Kỳ này: «2. Tuổi đời» cộng được 1, mục I là 2; lệch 1 người, trong đó 1 người dưới 18 tuổi.",
        "Cùng kỳ năm trước: «3. Giáo dục phổ thông» cộng được 0, mục I là 1; "
        "lệch 1 người, chưa ghi mục này trong hồ sơ.",
    ]


def test_only_standing_decisions_of_the_period_and_of_the_subtree_count(world, person):
    person("Lò A", steps=decided(date(2024, 3, 31)), occupation="farmer", schooling="primary")
    person("Lò B", steps=decided(date(2024, 4, 1)))
    person("Lò C", steps=decided(date(2023, 4, 1)))
    person("Lò D", unit=world.far, steps=decided(date(2024, 2, 1)))
    pipeline.void_last(person("Lò E", steps=decided(date(2024, 2, 1))), reason="nhầm", by=None)
    quarter = form_of(world.commune, name="Q1")
    assert (quarter.now["total"], quarter.before["total"], quarter.progress("total")) == (1, 0, None)
    year = form_of(world.commune)
    assert (year.now["total"], year.before["total"]) == (2, 1)
    assert form_of(world.sen).now["total"] == 0


def test_facts_of_the_person_are_counted_each_on_its_own_line(world, person):
    someone = person(
        steps=decided(date(2024, 6, 1)),
        sex="female",
        ethnic_group="Mông",
        religion="Tin lành",
        occupation="company_manager",
        schooling="upper_secondary",
        qualification="doctor",
        academic_title="professor",
        private_owner=True,
        family_planning=True,
        foreign_marriage=True,
        readmission=True,
    )
    someone.memberships.add(Organisation.objects.get(code=Organisation.YOUTH_UNION))
    someone.memberships.add(Organisation.objects.exclude(code=Organisation.YOUTH_UNION).first())
    form = form_of(world.commune)
    codes = """total women ethnic_minority religious youth_union private_owner family_planning foreign_marriage
        readmitted occupation:company_manager age:18 schooling:upper_secondary qualification:doctor
        academic_title:professor cells:admitting""".split()
    assert [form.now.get(code) for code in codes] == [1] * len(codes)
    assert form.faults == []


def test_units_of_last_year_are_those_that_stood_then(world):
    UnitYear.objects.create(unit=world.hoa, year=2024, no_source_left=True)
    form = form_of(world.commune)
    # Cells: Hoa, Sen, the school, the workshop; committees: the commune and the company's.
    assert (form.now["cells"], form.now["committees"]) == (4, 2)
    assert (form.now["cells:no_source"], form.before["cells:no_source"]) == (1, 0)
    assert form_of(world.commune, year=2020).before["cells"] == 0  # all were founded on 1/1/2020
