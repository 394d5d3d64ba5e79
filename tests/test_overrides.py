"""What the head of the office sets aside: by whom, what stays firm, kept for good, listed within scope."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from admissions import moving, pipeline
from admissions.models import Override, StageEvent
from admissions.moving import Move
from admissions.pipeline import Entry, Refused
from admissions.regulation import Stage
from units.append_only import AppendOnly
from units.models import Officer, Role

ADDRESS = "/bo-qua/"
LISTED = {
    Stage.SOURCE: (date(2025, 1, 10), ""),
    Stage.LISTED: (date(2025, 3, 10), "03-NQ/CB"),
    Stage.TRAINED: (date(2025, 5, 10), "77/GCN"),
}
REASON = "Chi bộ đã phân công, nghị quyết gửi sau"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-15 09:00:00+07:00", tick=True) as traveller:
        yield traveller


@pytest.fixture
def head(world):
    """An, who heads the office."""
    world.officers["an"].heads_office = True
    world.officers["an"].save()
    return world.officers["an"]


@pytest.fixture
def overridden(head, person):
    """Make a person who may make his papers although nobody was assigned to help him."""

    def make(name="Giàng A Pó", on=date(2025, 8, 10), **fields):
        one = person(name, steps=LISTED, **fields)
        opened(one, head, on=on)
        return one

    return make


def opened(one, by, *, on=date(2025, 8, 10), override=REASON, number="15-QĐ/ĐU"):
    return pipeline.advance(one, Entry(Stage.OPENED, on, number), by=by, override=override)


def listed(world, who, query=""):
    return [row.event.candidate.name for row in world.client(who).get(ADDRESS + query).context["page"]]


def test_without_an_override_the_step_is_refused(head, person):
    with pytest.raises(Refused) as refusal:
        opened(person(steps=LISTED), head, override=" ")

    assert {each.code for each in refusal.value.obstacles if each.blocks} == {"helper_assigned"}
    assert Override.objects.count() == 0


def test_the_head_sets_aside_what_stands_in_the_way_and_it_is_kept_with_its_reason(head, overridden):
    one = overridden()
    row = Override.objects.get()

    assert (row.event.candidate, row.event.stage, row.recorded_by) == (one, Stage.OPENED, head)
    assert row.reason == REASON
    assert row.obstacles == [
        {
            "code": "helper_assigned",
            "text": "Chi bộ chưa phân công đảng viên chính thức giúp đỡ.",
            "clause": "HD38 I.1.1d, I.1.3",
        }
    ]


@pytest.mark.parametrize("who", ["quan", "chi", "binh", "dung", "an"])
def test_nobody_else_overrides(world, person, who):
    one = person(steps=LISTED)
    with pytest.raises(PermissionError):
        opened(one, world.officers[who])

    one.refresh_from_db()
    assert (one.stage, Override.objects.count()) == (Stage.TRAINED, 0)


def test_a_leader_marked_as_head_does_not_override_either(world, person):
    world.officers["chi"].heads_office = True

    assert not world.officers["chi"].may_override
    with pytest.raises(PermissionError):
        opened(person(steps=LISTED), world.officers["chi"])


def test_firm_reasons_stay(head, person):
    one = person(steps=LISTED)
    for on, number, code in [
        (date(2026, 6, 16), "15-QĐ/ĐU", "date_in_future"),
        (date(2025, 5, 9), "15-QĐ/ĐU", "date_backwards"),
        (date(2025, 8, 10), "", "document_missing"),
    ]:
        with pytest.raises(Refused) as refusal:
            opened(one, head, on=on, number=number)
        assert code in {each.code for each in refusal.value.obstacles}
    with pytest.raises(Refused) as refusal:
        pipeline.advance(one, Entry(Stage.DECIDED, date(2026, 6, 1), "7"), by=head, override=REASON)

    assert "order" in {each.code for each in refusal.value.obstacles}
    assert Override.objects.count() == 0


def test_an_override_where_nothing_stands_in_the_way_leaves_no_row(head, person):
    one = person(steps={Stage.SOURCE: (date(2025, 1, 10), "")})
    pipeline.advance(one, Entry(Stage.LISTED, date(2025, 3, 10), "03-NQ/CB"), by=head, override=REASON)

    assert Override.objects.count() == 0


def test_a_kept_override_cannot_be_changed_or_removed(overridden):
    overridden()
    row = Override.objects.get()
    for act in (row.save, row.delete, Override.objects.all().delete):
        with pytest.raises(AppendOnly):
            act()
    for sql in ("UPDATE admissions_override SET reason = 'khác'", "DELETE FROM admissions_override"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

    assert Override.objects.get().reason == REASON


# The list


def test_the_list_tells_all_of_it_newest_first(world, overridden):
    overridden("Lò Văn Một")
    overridden("Lò Văn Hai", on=date(2026, 2, 2), unit=world.sen)
    page = world.client("an").get(ADDRESS).content.decode()

    assert listed(world, "an") == ["Lò Văn Hai", "Lò Văn Một"]
    for told in (
        "Được làm hồ sơ, 02/02/2026",
        "Chi bộ bản Sen",
        "Chi bộ chưa phân công đảng viên chính thức giúp đỡ.",
        "(HD38 I.1.1d, I.1.3)",
        REASON,
        "15/06/2026 09:00",
    ):
        assert told in page


def test_each_sees_the_overrides_of_his_people(world, overridden):
    overridden("Lò Văn Một")
    overridden("Lò Văn Hai", unit=world.sen)

    assert {who: listed(world, who) for who in ("an", "chi", "quan", "binh", "xuan")} == {
        "an": ["Lò Văn Hai", "Lò Văn Một"],
        "chi": ["Lò Văn Hai", "Lò Văn Một"],
        "quan": ["Lò Văn Hai", "Lò Văn Một"],
        "binh": ["Lò Văn Một"],
        "xuan": [],
    }
    assert world.client("dung").get(ADDRESS).status_code == 403


def test_the_list_is_narrowed_by_year_and_unit(world, overridden):
    overridden("Lò Văn Một")
    overridden("Lò Văn Hai", on=date(2026, 2, 2), unit=world.sen)
    overridden("Lò Văn Ba", on=date(2026, 3, 2), unit=world.workshop)

    assert listed(world, "an", "?nam=2025") == ["Lò Văn Một"]
    assert listed(world, "an", "?nam=2026") == ["Lò Văn Ba", "Lò Văn Hai"]
    assert listed(world, "an", f"?don_vi={world.base.pk}") == ["Lò Văn Ba"]
    assert listed(world, "an", f"?nam=2025&don_vi={world.sen.pk}") == []
    for senseless in (f"?don_vi={world.far.pk}", "?nam=bay", "?don_vi=0&page=x"):
        assert len(listed(world, "an", senseless)) == 3
    page = world.client("an").get(ADDRESS + f"?nam=2025&don_vi={world.sen.pk}").content.decode()
    assert "không có quyết định bỏ qua nào khớp" in page.lower()
    assert '<option value="2025" selected>2025</option>' in page
    assert '<p class="print-only">Năm 2025, Chi bộ bản Sen</p>' in page


def test_after_a_move_an_override_stays_with_the_unit_of_its_step(world, overridden):
    moving.transfer(overridden(), Move(date(2026, 2, 2), to=world.sen), by=None)

    assert listed(world, "an", f"?don_vi={world.hoa.pk}") == ["Giàng A Pó"]
    assert listed(world, "an", f"?don_vi={world.sen.pk}") == []
    assert listed(world, "binh") == []  # no longer one of his people


def test_an_override_of_a_voided_step_stays_and_says_so(world, overridden, head):
    one = overridden()
    pipeline.void_last(one, reason="Ghi nhầm", by=head)

    assert "Bước đã hủy" in world.client("an").get(ADDRESS).content.decode()


def test_an_empty_list_says_that_all_is_well(world):
    assert "mọi bước đã ghi đều đủ điều kiện" in world.client("an").get(ADDRESS).content.decode()


@pytest.mark.parametrize(("who", "shown"), [("an", True), ("quan", True), ("chi", True), ("binh", False)])
def test_the_menu_leads_there_for_office_and_leaders(world, who, shown):
    assert ("Quyết định bỏ qua" in world.client(who).get("/tro-giup/").content.decode()) is shown


def test_the_list_costs_the_same_however_long_it_is(world, overridden):
    client = world.client("an")

    def cost():
        with CaptureQueriesContext(connection) as captured:
            client.get(ADDRESS)
        return len(captured)

    overridden()
    few = cost()
    for n in range(60):
        overridden(f"Lò Văn {'Ab'[n % 2] * (n + 1)}")
    assert cost() == few <= 15
    assert len(listed(world, "an")) < 61
    assert len(listed(world, "an", "?page=2")) > 0


def test_the_trail_shows_an_override_with_its_clauses(overridden):
    overridden()
    shown = render_to_string("components/override.html", {"override": StageEvent.objects.last().override})

    assert REASON in shown
    assert "Chi bộ chưa phân công đảng viên chính thức giúp đỡ." in shown
    assert "(HD38 I.1.1d, I.1.3)" in shown
    assert "của An, 15/06/2026 09:00" in shown


# The head of the office


def test_the_command_opens_the_account_of_the_head(world, monkeypatch):
    monkeypatch.setenv("OFFICER_PASSWORD", "mat-khau-rieng")
    call_command("add_officer", "hang", role="office", unit="MAY", head=True)
    call_command("add_officer", "duc", role="office", unit="MAY")

    assert {o.username: o.may_override for o in Officer.objects.filter(username__in=("hang", "duc"))} == {
        "hang": True,
        "duc": False,
    }


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.OFFICE])
def test_only_the_office_has_a_head(world, monkeypatch, role):
    monkeypatch.setenv("OFFICER_PASSWORD", "mat-khau-rieng")
    with pytest.raises(CommandError, match="--head"):
        call_command("add_officer", "hang", role=role, unit="MAY", head=True)
    assert not Officer.objects.filter(username="hang").exists()


def test_the_demonstration_has_a_head_and_an_officer_who_is_none(world):
    from reports.demonstration.accounts import ACCOUNTS, open_accounts

    opened_by_role = open_accounts({account.unit: world.commune for account in ACCOUNTS if account.unit})

    assert opened_by_role["office"].username == "vanphong"
    assert Officer.objects.get(username="vanphong").may_override
    assert not Officer.objects.get(username="chuyenvien").may_override
    assert Officer.objects.get(username="chuyenvien").may_write


def test_only_the_head_is_offered_to_set_aside_and_is_told_what_nobody_may(world, head, person):
    one = person(steps=LISTED, birth_date=date(2012, 1, 1))
    address = f"/quan-chung/{one.pk}/buoc/opened/"
    assert 'name="override"' in world.client("an").get(address).content.decode()
    head.heads_office = False
    head.save()
    told = world.client("an").get(address).content.decode()
    assert 'name="override"' not in told and "trưởng ban, chánh văn phòng mở trang này" in told
