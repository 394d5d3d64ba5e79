"""`check_tree` and `add_officer`, the two commands an administrator runs by hand."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from admissions.models import Candidate, Sex
from admissions.pipeline import Entry, enter
from admissions.regulation import Stage
from units import reorganise
from units.models import Kind, Officer, Unit

pytestmark = pytest.mark.django_db
SINCE = date(2020, 1, 1)


@pytest.fixture
def cell():
    commune = reorganise.found(code="XA", name="Đảng bộ xã A", kind=Kind.COMMUNE, since=SINCE)
    return reorganise.found(
        code="B1", name="Chi bộ bản 1", kind=Kind.RESIDENTIAL, since=SINCE, parent=commune
    )


@pytest.fixture
def person(cell):
    candidate = Candidate(birth_date=date(2000, 5, 1), sex=Sex.FEMALE, unit=cell)
    candidate.set_name("Lò Thị Hoa")
    enter(candidate, Entry(Stage.SOURCE, date(2024, 3, 1)), by=None)
    return candidate


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def fault(*arguments):
    out = StringIO()
    with pytest.raises((CommandError, SystemExit)) as refused:
        call_command(*arguments, stdout=out)
    return f"{out.getvalue()}{refused.value}"


def test_an_agreeing_installation_gets_one_line_with_both_counts(person):
    assert run("check_tree") == "Khớp: đã đối chiếu 2 đơn vị và 1 người.\n"


def test_a_unit_renamed_behind_its_placement_is_reported(cell):
    Unit.objects.filter(pk=cell.pk).update(name="Chi bộ bản 2")
    assert "B1: tên" in fault("check_tree")


def test_a_path_that_does_not_follow_the_parent_is_reported(cell):
    Unit.objects.filter(pk=cell.pk).update(path="00000099/")
    assert "B1: đường dẫn" in fault("check_tree")


def test_a_stage_written_past_the_trail_is_reported_with_every_other_fault(person):
    Candidate.objects.filter(pk=person.pk).update(stage=Stage.DECIDED)
    Unit.objects.filter(pk=person.unit_id).update(kind=Kind.SCHOOL)
    told = fault("check_tree")
    assert f"người số {person.pk}" in told and "B1: tên" in told and "2 chỗ" in told


def test_an_officer_is_opened_with_the_password_from_the_environment(cell, monkeypatch):
    monkeypatch.setenv("OFFICER_PASSWORD", "rừng xanh núi đỏ")
    told = run("add_officer", "lan", "--role", "secretary", "--unit", "B1", "--name", "Lò Thị Lan")
    officer = Officer.objects.get(username="lan")
    assert (officer.role, officer.unit, officer.full_name) == ("secretary", cell, "Lò Thị Lan")
    assert officer.check_password("rừng xanh núi đỏ")
    assert "Chi bộ bản 1" in told and "rừng" not in told


def test_an_officer_is_opened_with_the_password_from_standard_input(cell, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO("rừng xanh núi đỏ\n"))
    run("add_officer", "lan", "--role", "office", "--password-stdin")
    officer = Officer.objects.get(username="lan")
    assert officer.check_password("rừng xanh núi đỏ")
    assert officer.unit.code == "XA"  # the only root


def test_an_officer_is_asked_for_the_password_twice(cell, monkeypatch):
    answers = iter(["rừng xanh núi đỏ", "rừng xanh"])
    terminal(monkeypatch, answers)
    assert "không giống nhau" in fault("add_officer", "lan", "--role", "office")
    terminal(monkeypatch, iter(["rừng xanh núi đỏ"] * 2))
    run("add_officer", "lan", "--role", "office")
    assert Officer.objects.get().check_password("rừng xanh núi đỏ")


def terminal(monkeypatch, answers):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))


def test_without_a_terminal_and_without_a_password_the_command_says_how_to_give_one(cell, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO(""))
    assert "--password-stdin" in fault("add_officer", "lan", "--role", "office")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("lan", "--role", "office", "--unit", "ZZ"), "Không có đơn vị mang mã «ZZ»"),
        (("hoa", "--role", "office"), "đã có người dùng"),
        (("hoa lan", "--role", "office"), "tên đăng nhập hợp lệ"),
        (("lan", "--role", "king"), "Không có vai trò «king»"),
    ],
)
def test_a_mistyped_account_is_refused_in_plain_words(cell, monkeypatch, arguments, told):
    Officer.objects.create_user("hoa", role="office", unit=cell)
    monkeypatch.setenv("OFFICER_PASSWORD", "rừng xanh núi đỏ")
    assert told in fault("add_officer", *arguments)
    assert Officer.objects.count() == 1


@pytest.mark.parametrize("password", ["", "ngắn", "password"])
def test_a_weak_password_opens_nothing(cell, monkeypatch, password):
    monkeypatch.setenv("OFFICER_PASSWORD", password)
    assert "Mật khẩu không dùng được" in fault("add_officer", "lan", "--role", "office")
    assert not Officer.objects.exists()


def test_an_administrator_can_be_opened_before_there_is_any_unit(db, monkeypatch):
    monkeypatch.setenv("OFFICER_PASSWORD", "rừng xanh núi đỏ")
    run("add_officer", "quantri", "--role", "admin")
    assert Officer.objects.get().unit is None
