"""Handing the annual workbook out: the download and the command."""

from datetime import date
from io import StringIO
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from admissions.regulation import Stage
from tests.reading_back import opened

DECIDED = {Stage.SOURCE: (date(2023, 1, 5), ""), Stage.DECIDED: (date(2024, 2, 20), "3-QĐ/ĐU")}


def address(unit, year=2024):
    return f"/don-vi/{unit.pk}/nam/{year}/so-lieu.xlsx"


def test_the_download_has_its_name_and_type_and_the_cells_of_the_command(world, person, tmp_path):
    person("Lò Thị Muôn", steps=DECIDED)
    answer = world.client("chi").get(address(world.hoa))
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    named = answer["Content-Disposition"]
    assert named.startswith("attachment; filename=\"so-lieu-ca-nam-2024-hoa.xlsx\"; filename*=UTF-8''")
    assert named.isascii() and quote("Số liệu Cả năm 2024 – Chi bộ bản Hoa.xlsx", safe="") in named
    out = tmp_path / "so-lieu.xlsx"
    call_command("annual_report", "--year", "2024", "--unit", "HOA", "--out", out, stdout=StringIO())
    assert opened(out.read_bytes()) == opened(b"".join(answer.streaming_content))


@pytest.mark.parametrize(
    ("who", "unit", "status"),
    [
        ("an", "hoa", 200),
        ("chi", "commune", 200),
        ("binh", "hoa", 403),
        ("dung", "hoa", 403),
        ("xuan", "hoa", 404),
    ],
)
def test_only_exporters_download_and_only_in_their_scope(world, who, unit, status):
    assert world.client(who).get(address(getattr(world, unit))).status_code == status


def test_a_year_that_cannot_be_is_not_found(world):
    assert world.client("an").get(address(world.hoa, 9999)).status_code == 404
    assert world.client("an").get(address(world.hoa) + "?ky=Q9").status_code == 404
    assert Client().get(address(world.hoa)).status_code == 302


def test_the_command_says_what_is_wrong(world, tmp_path):
    for wrong in (["--unit", "KHONG"], ["--unit", "HOA", "--out", str(tmp_path / "khong" / "co.xlsx")]):
        with pytest.raises(CommandError):
            call_command("annual_report", "--year", "2024", "--out", str(tmp_path / "x.xlsx"), *wrong)
