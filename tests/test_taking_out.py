"""A province's root is placed above two communes; one of them is taken out into an installation of its own."""

import json
import zipfile
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from admissions import moving, regrouping
from admissions.models import Candidate, Organisation, StageEvent, TrainingClass, Transfer
from admissions.moving import Move
from admissions.regulation import Stage
from reports import figures
from reports.archive import Archive, NotReadable, Refused, restore, take_out
from reports.as_json import figures_as_json
from tests.server import Server, own_database
from units import reorganise
from units.models import Kind, Officer, Quota, Role, Unit, UnitYear, YearRule
from units.periods import Period

TODAY = date(2026, 6, 15)
JUNE_2025 = date(2025, 6, 1)


@pytest.fixture(autouse=True)
def a_day_in_june(time_machine):
    time_machine.move_to("2026-06-15 09:00 +0700", tick=False)


@pytest.fixture
def province(world, person, a_class, enrolled):
    """The province over Mây and Khe; people, quotas, rules, a class of the province, moves between the communes."""
    top = reorganise.found(code="TINH", name="Đảng bộ tỉnh", kind=Kind.PROVINCE, since=date(2015, 1, 1))
    for commune in (world.commune, world.neighbour):
        reorganise.move(commune, to=top, on=JUNE_2025)
    for unit in Unit.objects.all():
        unit.refresh_from_db()
    YearRule.objects.create(root=top, year=2024, target_min=2, target_max=5)
    YearRule.objects.create(root=world.commune, year=2026, target_min=3, target_max=4)
    for unit, opening in ((world.hoa, 30), (world.sen, 41), (world.far, 55)):
        UnitYear.objects.create(unit=unit, year=2026, opening=opening)
        Quota.objects.create(unit=unit, year=2026, members=2, given_on=date(2026, 1, 10))
    clerk = Officer.objects.create_user("tinh", role=Role.OFFICE, unit=top, full_name="Vừ Thị Tỉnh")
    listed = {Stage.SOURCE: (date(2025, 7, 1), ""), Stage.LISTED: (date(2025, 8, 1), "1-NQ")}
    pao = person("Lò Văn Páo", unit=world.hoa, steps={**listed, Stage.DECIDED: (date(2026, 3, 2), "9-QĐ")})
    comes = person("Lò Thị Đến", unit=world.far, steps=listed)
    goes = person("Lò Thị Đi", unit=world.sen, steps=listed)
    moving.transfer(comes, Move(date(2026, 2, 2), to=world.hoa, number="1-CV"), by=clerk)
    moving.transfer(goes, Move(date(2026, 2, 3), to=world.far, number="2-CV"), by=clerk)
    enrolled(a_class(committee=top, title="Lớp của tỉnh"), comes)
    world.top, world.pao = top, pao
    return world


@pytest.fixture
def archive(province, tmp_path):
    province.commune.refresh_from_db()
    return take_out(province.commune, tmp_path / "may.zip")


def rows(archive, label):
    return list(archive.rows(label))


def test_only_what_belongs_to_the_commune_is_in_the_file(province, archive):
    codes = [row["code"] for row in rows(archive, "units.Unit")]
    assert sorted(codes) == ["CTY", "HOA", "MAY", "SEN", "THPT", "XUONG"]
    names = {row["name"] for row in rows(archive, "admissions.Candidate")}
    assert names == {"Lò Văn Páo", "Lò Thị Đến"}
    text = b"".join(
        zipfile.ZipFile(archive.path).read(name) for name in zipfile.ZipFile(archive.path).namelist()
    )
    for secret in ("Lò Thị Đi", "KHE", "Chi bộ bản Sa"):
        assert secret.encode() not in text
    assert archive.path.stat().st_mode & 0o077 == 0


def test_who_introduced_somebody_goes_along(province, tmp_path):
    union = Organisation.objects.get(code=Organisation.YOUTH_UNION)
    Candidate.objects.filter(pk=province.pao.pk).update(introduced_by=union)
    province.commune.refresh_from_db()
    archive = take_out(province.commune, tmp_path / "may.zip")
    told = {row["name"]: row["introduced_by_id"] for row in rows(archive, "admissions.Candidate")}
    assert told == {"Lò Văn Páo": union.pk, "Lò Thị Đến": None}


def test_an_act_above_tells_nothing_of_the_neighbour(world, tmp_path):
    basis = reorganise.Basis("7-QĐ/TW", date(2026, 5, 25))
    plan = reorganise.Above(
        reorganise.Newcomer("TINH", "Đảng bộ tỉnh", Kind.PROVINCE), (world.commune, world.neighbour)
    )
    regrouping.carry_out(plan, on=date(2026, 6, 1), basis=basis, by=None)
    world.commune.refresh_from_db()
    [act] = rows(take_out(world.commune, tmp_path / "may.zip"), "units.Reorganisation")
    assert act["told"].splitlines() == [
        "Thành lập Đảng bộ tỉnh (mã TINH), đứng đầu cây tổ chức.",
        f"{world.commune} từ nay trực thuộc Đảng bộ tỉnh.",
    ]


def test_the_root_stands_on_its_own_and_paths_begin_at_it(province, archive):
    units = {row["code"]: row for row in rows(archive, "units.Unit")}
    assert units["MAY"]["parent_id"] is None
    assert units["MAY"]["path"] == f"{province.commune.pk:08d}/"
    assert units["HOA"]["path"] == f"{province.commune.pk:08d}/{province.hoa.pk:08d}/"


def test_the_rules_that_counted_go_along(province, archive):
    told = {(row["root_id"], row["year"]): row["target_min"] for row in rows(archive, "units.YearRule")}
    assert told == {(province.commune.pk, 2024): "2", (province.commune.pk, 2026): "3"}


def test_who_recorded_something_from_above_stays_as_a_closed_account(province, archive):
    accounts = {row["username"]: row for row in rows(archive, "units.Officer")}
    assert accounts["an"]["is_active"]
    clerk = accounts["tinh"]
    assert (clerk["is_active"], clerk["unit_id"]) == (False, province.commune.pk)
    assert clerk["password"].startswith("!")
    assert "xuan" not in accounts


def test_a_move_across_the_border_names_where_the_person_came_from(province, archive):
    [move] = rows(archive, "admissions.Transfer")
    assert (move["from_unit_id"], move["elsewhere"], move["to_unit_id"]) == (
        None,
        "Chi bộ bản Xa",
        province.hoa.pk,
    )


def as_told(unit, year=2026):
    told = figures_as_json(figures.for_period(unit, Period.of(year, today=TODAY)))
    del told["flags"]
    return told


def in_an_installation_of_its_own(folder, archive):
    """The archive restored into a fresh database of this engine by the commands; the figures told there."""
    with own_database(folder) as database_url:
        server = Server(folder, database_url)
        server.manage("migrate", "-v0")
        assert "mọi bảng khớp tệp lưu" in server.manage("restore", str(archive.path))
        assert server.manage("check_tree").startswith("Khớp")
        founded = (
            "from units import reorganise; from datetime import date; reorganise.found(code='M', name='Mới', "
        )
        server.manage("shell", "-v0", "-c", f"{founded}kind='commune', since=date(2026, 6, 1))")  # ids go on
        return json.loads(
            server.manage("figures", "--year", "2026", "--unit", "MAY", "--as-of", "2026-06-15", "--json")
        )


def test_the_commune_tells_the_same_figures_in_its_own_installation(province, archive, tmp_path):
    mine = in_an_installation_of_its_own(tmp_path, archive)
    del mine["flags"]
    for child in mine["children"]:
        del child["flags"]
    here = as_told(province.commune)
    for child in here["children"]:
        del child["flags"]
    assert mine == here
    # 30 + 41 members; Páo decided; Đến on the road: worked out by hand, so that both are not wrong alike.
    assert (mine["members_base"], mine["admitted"], mine["in_pipeline"]) == (71, 1, 1)


def test_nothing_changes_where_it_is_taken_from(province, tmp_path):
    before = (Unit.objects.count(), Candidate.objects.count(), StageEvent.objects.count())
    province.commune.refresh_from_db()
    take_out(province.commune, tmp_path / "may.zip")
    assert (Unit.objects.count(), Candidate.objects.count(), StageEvent.objects.count()) == before
    assert Unit.objects.get(code="MAY").parent == province.top


def test_an_archive_is_not_restored_over_anything(province, archive):
    with pytest.raises(Refused, match="bản cài trống"):
        restore(archive)


def test_a_damaged_or_foreign_file_is_refused(db, tmp_path):
    with pytest.raises(NotReadable):
        Archive.open(tmp_path / "none.zip")
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 nonsense")
    with pytest.raises(NotReadable):
        Archive.open(tmp_path / "x.zip")


def test_an_archive_that_was_tampered_with_is_found(province, archive, tmp_path):
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(archive.path) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace("Lò Văn Páo".encode(), "Lò Văn Giả".encode()))
    with pytest.raises(NotReadable, match=r"admissions\.Candidate"):
        list(Archive.open(forged).rows("admissions.Candidate"))


def test_the_command_takes_out_communes_only_and_overwrites_nothing(province, tmp_path):
    with pytest.raises(CommandError, match="không phải đảng bộ xã"):
        call_command("take_out", "HOA", str(tmp_path / "a.zip"), stdout=StringIO())
    (tmp_path / "there.zip").write_text("x")
    with pytest.raises(CommandError, match="đã có"):
        call_command("take_out", "MAY", str(tmp_path / "there.zip"), stdout=StringIO())
    assert (tmp_path / "there.zip").read_text() == "x"


def test_a_class_of_the_province_goes_along_with_the_people_who_sat_in_it(province, archive):
    [training_class] = rows(archive, "admissions.TrainingClass")
    assert (training_class["title"], training_class["committee_id"]) == ("Lớp của tỉnh", province.commune.pk)
    assert TrainingClass.objects.get().committee == province.top
    assert Transfer.objects.count() == 2
