"""The commune whose published totals of 2024 are real: what `figures` must print for it, to the last digit."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

CASES = Path(__file__).parent / "cases"


@pytest.fixture
def told(db):
    call_command("import_workbook", CASES / "tu-ly-2024.xlsx", "--commit", stdout=StringIO())
    out = StringIO()
    call_command("figures", "--year", "2024", "--json", stdout=out)
    return json.loads(out.getvalue())


def differences(expected: dict, told: dict) -> list[str]:
    """Where the told figures differ from those expected; only keys that are expected are compared."""
    codes = {flag["code"] for flag in told["flags"]}
    found = [f"{told['unit']['code']}: {code} missing" for code in set(expected["flags_include"]) - codes]
    found += [f"{told['unit']['code']}: {code} unwanted" for code in set(expected["flags_exclude"]) & codes]
    for key, value in expected.items():
        if key in ("flags_include", "flags_exclude", "children", "code"):
            continue
        answer = told["unit"]["code"] if key == "unit" else told[key]
        if answer != value:
            found.append(f"{told['unit']['code']} {key}: {answer!r}, expected {value!r}")
    return found


def test_the_figures_equal_those_expected(told):
    expected = json.loads((CASES / "tu-ly-2024.expected.json").read_text())
    found = differences(expected, told)
    children = {child["unit"]["code"]: child for child in told["children"]}
    assert [child["code"] for child in expected["children"]] == list(children)
    for child in expected["children"]:
        found += differences(child, children[child["code"]])
    assert found == []


def test_every_key_of_the_outside_face_is_there(told):
    keys = """year as_of period unit members_base base_date base_kind admitted admitted_same_period_last_year
        waiting_decision in_pipeline quota quota_children_sum completion rate target_min target_max needed_min
        needed_max missing_min pupils_admitted pupils_quota ledger groups flags children""".split()
    assert set(keys) <= set(told)
    assert all(set(keys) - {"children"} <= set(child) for child in told["children"])
    assert set(told["unit"]) == {"code", "name", "kind"}
    assert all(set(flag) == {"code", "clause", "detail"} and flag["clause"] for flag in told["flags"])


def test_a_quarter_counts_only_what_was_decided_in_it(told):
    out = StringIO()
    call_command("figures", "--year", "2024", "--period", "Q1", "--unit", "XM", "--json", stdout=out)
    quarter = json.loads(out.getvalue())
    # Chi bộ xóm Mạ: decisions of 27/2, 21/3, 13/4, 6/5 and 29/5/2024.
    assert (quarter["admitted"], quarter["as_of"], quarter["children"]) == (2, "2024-03-31", [])
