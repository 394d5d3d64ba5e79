"""The deadlines of the given commune at the end of 2024, counted by hand in tests/cases/twenty-dossiers.md."""

import json
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command

from tests.twenty import without_ids

CASES = Path(__file__).parent / "cases"


@pytest.mark.django_db
@pytest.mark.parametrize("today", ["2024-12-31", "2026-11-25"])
def test_the_deadlines_of_the_given_case_equal_those_counted_by_hand(today):
    """Told on the day itself, and told of that day two years later."""
    out = StringIO()
    with time_machine.travel(f"{today} 09:00:00+07:00", tick=False):
        call_command("import_workbook", CASES / "tu-ly-2024.xlsx", "--commit", stdout=StringIO())
        call_command("deadlines", "--unit", "TULY", "--on", "2024-12-31", "--json", stdout=out)

    expected = json.loads((CASES / "tu-ly-2024.deadlines.json").read_text())
    assert without_ids(json.loads(out.getvalue())) == expected
