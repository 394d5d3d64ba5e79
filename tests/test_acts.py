"""Acts on the tree: what each does on both sides of its day, every reason at once, and taking it back."""

from datetime import date

import pytest
import time_machine
from django.apps import apps
from django.utils import timezone

from units import reorganise
from units.models import (
    Directive,
    HandOver,
    Kind,
    Placement,
    Powers,
    Quota,
    Reorganisation,
    Supervision,
    Unit,
    UnitYear,
)
from units.reorganise import (
    Above,
    Alter,
    Basis,
    Close,
    Found,
    Leave,
    Merge,
    Newcomer,
    Part,
    Refused,
    Split,
    carry_out,
    refusals,
    rests_on,
    undo,
    units_touched,
)
from units.tree import tree_on

BEFORE, JULY = date(2026, 6, 30), date(2026, 7, 1)
BASIS = Basis("45-QĐ/ĐU", date(2026, 6, 25), issuer="Đảng ủy xã Mây", title="Về sắp xếp chi bộ")
NEW = Newcomer("BAN", "Chi bộ bản Ban", Kind.RESIDENTIAL, secretary="Lò Văn Ban")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-09-01 09:00:00+07:00", tick=False) as clock:
        yield clock


@pytest.fixture
def act(world):
    """Carry a plan out from 01/07/2026, by An."""

    def carry(plan, on=JULY, **fields):
        return carry_out(plan, on=on, basis=BASIS, by=world.officers["an"], **fields)

    return carry


def under(unit, day):
    """Where a unit hangs on a day, and whether it stands then: the code of its parent, with a cross if it is closed."""
    nodes = tree_on(day)
    node = nodes[unit.pk]
    above = nodes[node.parent_id].code if node.parent_id else ""
    return above + ("" if node.standing else " †")


def told_of(plan, on=JULY, basis=BASIS, **fields):
    return [(reason.field, reason.text) for reason in refusals(plan, on=on, basis=basis, **fields)]


def fields_of(plan, **fields):
    return {field for field, _ in told_of(plan, **fields)}


def everything():
    """Every row of every table, but for the log of acts and the documents it names."""
    models = [model for model in apps.get_models() if model not in (Reorganisation, Directive)]
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in models}


def test_a_founded_unit_is_there_from_its_day(world, act):
    made = act(Found(world.commune, NEW))
    ban = Unit.objects.get(code="BAN")
    assert (under(ban, BEFORE), under(ban, JULY)) == ("MAY †", "MAY")
    assert (ban.secretary, ban.founded_on, ban.path) == (
        "Lò Văn Ban",
        JULY,
        f"{world.commune.path}{ban.pk:08d}/",
    )
    assert made.told == "Thành lập Chi bộ bản Ban (mã BAN) trực thuộc Đảng bộ xã Mây."
    assert (made.act, made.on, made.recorded_by) == ("found", JULY, world.officers["an"])
    assert [place.directive.number for place in made.placements.all()] == ["45-QĐ/ĐU"]
    assert reorganise.misplaced() == []


def test_a_new_root_is_founded_beside_the_others(world, act):
    act(Found(None, Newcomer("MOI", "Đảng bộ xã Mới", Kind.COMMUNE)))
    assert Unit.objects.get(code="MOI").parent is None
    assert reorganise.misplaced() == []


def test_name_kind_and_parent_change_together_in_one_act(world, act):
    made = act(Alter(world.workshop, "Chi bộ Chè Mây", Kind.OTHER, world.commune))
    world.workshop.refresh_from_db()
    assert (world.workshop.name, world.workshop.kind) == ("Chi bộ Chè Mây", "other")
    assert (under(world.workshop, BEFORE), under(world.workshop, JULY)) == ("CTY", "MAY")
    assert [tree_on(day)[world.workshop.pk].name for day in (BEFORE, JULY)] == [
        "Chi bộ Xưởng Chè",
        "Chi bộ Chè Mây",
    ]
    assert made.told.splitlines() == [
        "Chi bộ Xưởng Chè đổi tên thành Chi bộ Chè Mây.",
        "Chi bộ Chè Mây đổi loại hình từ «Chi bộ doanh nghiệp» thành «Chi bộ khác».",
        "Chi bộ Chè Mây chuyển từ trực thuộc Đảng bộ Công ty Chè Mây sang trực thuộc Đảng bộ xã Mây.",
    ]
    assert reorganise.misplaced() == []


def test_units_merge_into_a_new_one_and_their_supervision_ends(world, act):
    made = act(Merge((world.hoa, world.sen), Found(world.commune, NEW)))
    ban = Unit.objects.get(code="BAN")
    for unit in (world.hoa, world.sen):
        assert (under(unit, BEFORE), under(unit, JULY)) == ("MAY", "BAN †")
    assert under(ban, JULY) == "MAY"
    row = Supervision.objects.get()
    assert (row.until, row.ended_by) == (JULY, made)
    assert made.told.splitlines() == [
        "Thành lập Chi bộ bản Ban (mã BAN) trực thuộc Đảng bộ xã Mây.",
        "Chi bộ bản Hoa kết thúc hoạt động, Chi bộ bản Ban tiếp nhận.",
        "Chi bộ bản Sen kết thúc hoạt động, Chi bộ bản Ban tiếp nhận.",
        "Dung thôi phụ trách Chi bộ bản Hoa từ ngày 01/07/2026.",
    ]
    assert set(units_touched(made)) == {world.hoa, world.sen, ban}
    assert reorganise.misplaced() == []


def test_a_standing_unit_takes_another_one_over_and_may_be_named_anew(world, act):
    act(Merge((world.sen,), world.hoa, name="Chi bộ bản Hoa Sen"))
    world.hoa.refresh_from_db()
    assert (world.hoa.name, world.hoa.kind) == ("Chi bộ bản Hoa Sen", "residential")
    assert (under(world.sen, JULY), under(world.hoa, JULY)) == ("HOA †", "MAY")
    assert tree_on(BEFORE)[world.hoa.pk].name == "Chi bộ bản Hoa"
    assert Supervision.objects.get().until is None  # Hoa goes on
    assert reorganise.misplaced() == []


def test_what_stands_below_a_committee_that_merges_goes_along(world, act):
    other = reorganise.found(
        code="XN", name="Đảng bộ Xí nghiệp", kind=Kind.BASE, parent=world.commune, since=date(2021, 1, 1)
    )
    act(Merge((world.base,), other))
    assert (under(world.base, JULY), under(world.workshop, JULY)) == ("XN †", "XN")
    assert (under(world.base, BEFORE), under(world.workshop, BEFORE)) == ("MAY", "CTY")
    assert reorganise.misplaced() == []


def test_a_unit_that_stays_hands_members_over_to_its_parts(world, act):
    UnitYear.objects.create(unit=world.hoa, year=2026, opening=30, transferred_in=2, died=1)
    made = act(Split(world.hoa, (Part(Found(world.commune, NEW), 12), Part(world.sen, 5))))
    ban = Unit.objects.get(code="BAN")
    rows = dict(made.hand_overs.values_list("unit__code", "members"))
    assert rows == {"HOA": -17, "BAN": 12, "SEN": 5}  # 12 + 5 = 17
    assert (under(world.hoa, JULY), under(ban, JULY)) == ("MAY", "MAY")
    assert "Chi bộ bản Hoa bàn giao 12 đảng viên cho Chi bộ bản Ban." in made.told
    assert set(units_touched(made)) == {world.hoa, world.sen, ban}


def test_no_more_members_are_handed_over_than_a_unit_is_known_to_have(world):
    UnitYear.objects.create(unit=world.hoa, year=2026, opening=30, transferred_in=2, died=1)  # 31

    def parts(members):
        return Split(world.hoa, (Part(Found(world.commune, NEW), members),))

    assert told_of(parts(31)) == []
    assert told_of(parts(32)) == [
        ("parts", "Chi bộ bản Hoa có 31 đảng viên theo số liệu năm 2026, không bàn giao 32 đảng viên được.")
    ]
    assert told_of(parts(33), admitted={world.hoa.pk: 2}) == []
    assert fields_of(parts(34), admitted={world.hoa.pk: 2}) == {"parts"}
    UnitYear.objects.all().delete()
    assert told_of(parts(500)) == []  # nothing is known of it


def test_a_unit_that_took_another_over_has_its_members_too(world, act):
    UnitYear.objects.create(unit=world.hoa, year=2026, opening=10)
    UnitYear.objects.create(unit=world.sen, year=2026, opening=8)
    act(Close(world.sen, world.hoa))
    part = Found(world.commune, NEW)
    assert told_of(Split(world.hoa, (Part(part, 18),)), on=date(2026, 8, 1)) == []
    assert fields_of(Split(world.hoa, (Part(part, 19),)), on=date(2026, 8, 1)) == {"parts"}


def test_a_unit_that_is_divided_closes_into_its_successor(world, act):
    yen = Newcomer("YEN", "Đảng bộ Công ty Yên", Kind.BASE)
    tra = Newcomer("TRA", "Đảng bộ Công ty Trà", Kind.BASE)
    office = reorganise.found(
        code="VP", name="Chi bộ Văn phòng", kind=Kind.ENTERPRISE, parent=world.base, since=date(2021, 1, 1)
    )
    parts = (Part(Found(world.commune, yen), 9, (world.workshop,)), Part(Found(world.commune, tra), 4))
    made = act(Split(world.base, parts, successor=1))
    assert (under(world.base, JULY), under(world.workshop, JULY), under(office, JULY)) == (
        "TRA †",
        "YEN",
        "TRA",
    )
    assert dict(made.hand_overs.values_list("unit__code", "members")) == {"CTY": -13, "YEN": 9, "TRA": 4}
    assert reorganise.misplaced() == []


def test_a_unit_that_leaves_stays_closed_where_it_hung_with_all_below_it(world, act):
    made = act(Leave(world.base, "Đảng bộ phường Tân Phong"))
    assert (under(world.base, BEFORE), under(world.base, JULY)) == ("MAY", "MAY †")
    assert (under(world.workshop, BEFORE), under(world.workshop, JULY)) == ("CTY", "CTY †")
    assert (
        made.told.splitlines()[0]
        == "Đảng bộ Công ty Chè Mây chuyển ra ngoài đảng bộ, về Đảng bộ phường Tân Phong."
    )
    assert reorganise.misplaced() == []


def test_a_province_comes_above_the_communes(world, act):
    act(Above(Newcomer("TINH", "Đảng bộ tỉnh", Kind.PROVINCE), (world.commune, world.neighbour)))
    tinh = Unit.objects.get(code="TINH")
    assert (under(world.commune, BEFORE), under(world.commune, JULY)) == ("", "TINH")
    assert (under(tinh, JULY), under(world.far, JULY)) == ("", "KHE")
    assert [unit.code for unit in Unit.objects.below(tinh)][:3] == ["TINH", "MAY", "HOA"]
    assert reorganise.misplaced() == []


def test_quotas_are_given_anew_by_the_same_document(world, act):
    quotas = [
        Quota(unit=world.school, year=2026, members=3, pupils=1),
        Quota(unit=Unit(code="BAN", name="Chi bộ bản Ban"), year=2026, members=2),
    ]
    made = act(Found(world.commune, NEW), quotas=quotas)
    rows = {quota.unit.code: quota for quota in made.quotas.select_related("unit", "directive")}
    assert {code: (row.members, row.pupils) for code, row in rows.items()} == {
        "THPT": (3, 1),
        "BAN": (2, None),
    }
    assert {(row.given_on, row.directive.number) for row in rows.values()} == {(JULY, "45-QĐ/ĐU")}
    assert made.told.splitlines()[1:] == [
        "Chỉ tiêu năm 2026 của Chi bộ Trường THPT Mây: 3 đảng viên, 1 học sinh.",
        "Chỉ tiêu năm 2026 của Chi bộ bản Ban: 2 đảng viên.",
    ]


def test_one_document_is_kept_once(world, act):
    act(Alter(world.hoa, "Hoa", world.hoa.kind, world.commune))
    act(Alter(world.sen, "Sen", world.sen.kind, world.commune))
    carry_out(Found(world.commune, NEW), on=JULY, basis=Basis(" 45-QĐ/ĐU ", BASIS.issued_on), by=None)
    assert Directive.objects.get().issuer == "Đảng ủy xã Mây"
    other = Basis("45-QĐ/ĐU", BASIS.issued_on, issuer="Đảng ủy xã Khe")
    carry_out(Found(world.neighbour, Newcomer("K2", "K2", Kind.OTHER)), on=JULY, basis=other, by=None)
    assert Directive.objects.count() == 2


def test_every_reason_is_told_at_once_and_nothing_is_written(world):
    before = everything()
    plan = Found(world.hoa, Newcomer(" sen ", "  ", "village"))
    with pytest.raises(Refused) as refused:
        carry_out(plan, on=date(2026, 9, 2), basis=Basis(" ", None), by=None)
    assert [(reason.field, reason.text) for reason in refused.value.reasons] == [
        ("number", "Ghi số quyết định, ví dụ: 45-QĐ/ĐU."),
        ("issued_on", "Ghi ngày ký quyết định, ví dụ: 25/06/2026."),
        ("on", "Ngày có hiệu lực không được sau hôm nay; ghi khi đến ngày."),
        ("name", "Ghi tên đơn vị, ví dụ: Chi bộ bản Hoa."),
        ("kind", "Chọn loại hình đơn vị."),
        ("code", "Mã sen đã dùng cho Chi bộ bản Sen."),
        ("parent", "Chi bộ bản Hoa là chi bộ, không có đơn vị trực thuộc."),
    ]
    assert everything() == before
    assert not Reorganisation.objects.exists() and not Directive.objects.exists()


def test_today_will_do_and_tomorrow_will_not(world):
    plan = Alter(world.hoa, "Hoa", world.hoa.kind, world.commune)
    assert told_of(plan, on=date(2026, 9, 1), basis=Basis("1", date(2026, 9, 1))) == []
    assert fields_of(plan, on=date(2026, 9, 2), basis=Basis("1", date(2026, 9, 2))) == {"on", "issued_on"}
    assert fields_of(plan, on=None) == {"on"}


def test_one_act_a_unit_and_day(world, act):
    act(Alter(world.hoa, "Hoa", world.hoa.kind, world.commune))
    again = Alter(world.hoa, "Hoa Ban", world.hoa.kind, world.commune)
    assert "hoàn tác việc trước" in dict(told_of(again))["on"]
    assert dict(told_of(again, on=BEFORE))["on"].startswith("Ngày phải sau 01/07/2026")
    assert told_of(again, on=date(2026, 7, 2)) == []


def test_what_only_repeats_the_present_is_no_act(world):
    assert fields_of(Alter(world.hoa, world.hoa.name, world.hoa.kind, world.commune)) == {""}


REFUSED = {
    "a cell as parent": (lambda w: Alter(w.sen, w.sen.name, w.sen.kind, w.hoa), {"parent"}),
    "no parent": (lambda w: Alter(w.sen, w.sen.name, w.sen.kind, None), {"parent", "kind"}),
    "a parent below": (lambda w: Alter(w.base, w.base.name, w.base.kind, w.workshop), {"parent"}),
    "itself as parent": (lambda w: Alter(w.base, w.base.name, w.base.kind, w.base), {"parent"}),
    "another root's parent": (lambda w: Alter(w.sen, w.sen.name, w.sen.kind, w.neighbour), {"parent"}),
    "a cell at the root": (lambda w: Alter(w.commune, w.commune.name, Kind.OTHER, None), {"kind"}),
    "a committee with units as a cell": (lambda w: Alter(w.base, "x", Kind.OTHER, w.commune), {"kind"}),
    "no name": (lambda w: Alter(w.sen, " ", w.sen.kind, w.commune), {"name"}),
    "a cell as root": (lambda w: Found(None, NEW), {"parent"}),
    "a code in use": (lambda w: Found(w.commune, Newcomer("hoa", "x", Kind.OTHER)), {"code"}),
    "no code": (lambda w: Found(w.commune, Newcomer("", "x", Kind.OTHER)), {"code"}),
    "merged into itself": (lambda w: Merge((w.sen, w.hoa), w.hoa), {"into"}),
    "merged twice": (lambda w: Merge((w.sen, w.sen), w.hoa), {"units"}),
    "nothing merged": (lambda w: Merge((), w.hoa), {"units"}),
    "one into a new one": (lambda w: Merge((w.hoa,), Found(w.commune, NEW)), {"units"}),
    "a committee into a cell": (lambda w: Merge((w.base,), w.hoa), {"into"}),
    "a committee into a new cell": (lambda w: Merge((w.base, w.hoa), Found(w.commune, NEW)), {"into"}),
    "a committee into what is to be a cell": (
        lambda w: Merge((w.base,), w.commune, kind=Kind.OTHER), {"kind", "into"}
    ),
    "merged across roots": (lambda w: Merge((w.sen,), w.far), {"into"}),
    "a root merged": (lambda w: Merge((w.commune,), w.neighbour), {"units", "into"}),
    "new under what closes": (
        lambda w: Merge((w.base, w.sen), Found(w.base, Newcomer("N", "N", Kind.BASE))), {"parent", "into"}
    ),
    "no parts": (lambda w: Split(w.hoa, ()), {"parts"}),
    "a part of itself": (lambda w: Split(w.hoa, (Part(w.hoa, 3),)), {"parts-0-to"}),
    "below nought": (lambda w: Split(w.hoa, (Part(w.sen, -1),)), {"parts-0-members"}),
    "nothing handed over": (lambda w: Split(w.hoa, (Part(w.sen, 0),)), {"parts-0-members"}),
    "one part twice": (lambda w: Split(w.hoa, (Part(w.sen, 1), Part(w.sen, 2))), {"parts-1-to"}),
    "a part of another root": (lambda w: Split(w.hoa, (Part(w.far, 1),)), {"parts-0-to"}),
    "a new part of another root": (
        lambda w: Split(w.hoa, (Part(Found(w.neighbour, NEW), 1),)), {"parts-0-parent"}
    ),
    "two new ones with a code": (
        lambda w: Split(w.hoa, (Part(Found(w.commune, NEW), 1),) * 2),
        {"parts-0-code", "parts-1-code", "parts-1-to"},
    ),
    "no such successor": (lambda w: Split(w.hoa, (Part(w.sen, 1),), successor=1), {"successor"}),
    "a committee divided into a cell": (lambda w: Split(w.base, (Part(w.sen, 1),), 0), {"successor", "into"}),
    "what is not below": (lambda w: Split(w.base, (Part(w.commune, 1, (w.sen,)),)), {"parts-0-units"}),
    "a root closed": (lambda w: Close(w.commune, w.neighbour), {"unit", "into"}),
    "closed into what is below": (lambda w: Close(w.base, w.workshop), {"into"}),
    "a root gone": (lambda w: Leave(w.commune, "x"), {"unit"}),
    "gone to nowhere": (lambda w: Leave(w.sen, " "), {"elsewhere"}),
    "no roots": (lambda w: Above(Newcomer("T", "T", Kind.PROVINCE), ()), {"roots"}),
    "not a root": (lambda w: Above(Newcomer("T", "T", Kind.PROVINCE), (w.base,)), {"roots"}),
    "a cell above": (lambda w: Above(NEW, (w.commune,)), {"parent", "roots"}),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_what_makes_no_sense_is_refused(world, case):
    plan, fields = REFUSED[case]
    assert fields_of(plan(world)) == fields


def test_a_closed_unit_takes_part_in_nothing_more(world, act):
    act(Close(world.sen, world.hoa))
    world.sen.refresh_from_db()
    later = date(2026, 8, 1)
    for plan, field in [
        (Alter(world.sen, "x", world.sen.kind, world.commune), "unit"),
        (Close(world.sen, world.commune), "unit"),
        (Close(world.hoa, world.sen), "into"),
        (Leave(world.sen, "x"), "unit"),
        (Found(world.sen, NEW), "parent"),
        (Split(world.sen, (Part(world.hoa, 1),)), "unit"),
        (Split(world.hoa, (Part(world.sen, 1),)), "parts-0-to"),
    ]:
        assert (field, "Chi bộ bản Sen đã kết thúc ngày 01/07/2026.") in told_of(plan, on=later)


def test_nothing_is_hung_under_a_unit_before_its_day(world, act):
    act(Found(world.commune, Newcomer("D", "Đảng bộ D", Kind.BASE)))
    base = Unit.objects.get(code="D")
    assert fields_of(Found(base, NEW), on=BEFORE) == {"parent"}
    assert fields_of(Found(base, NEW), on=JULY) == set()
    assert fields_of(Close(world.base, base), on=BEFORE) == {"into"}
    assert fields_of(Split(world.hoa, (Part(base, 1),)), on=BEFORE) == {"parts-0-to"}


def test_a_circle_that_would_close_on_a_later_day_is_refused(world, act):
    one, other = (
        reorganise.found(code=code, name=code, kind=Kind.BASE, parent=world.commune, since=date(2021, 1, 1))
        for code in ("A", "B")
    )
    act(Alter(other, "B", Kind.BASE, one), on=date(2026, 8, 1))
    # Before August B hung beside A; from August on it hangs below it.
    assert fields_of(Alter(one, "A", Kind.BASE, other), on=JULY) == {"parent"}
    act(Alter(other, "B", Kind.BASE, world.commune), on=date(2026, 8, 10))
    assert fields_of(Alter(one, "A", Kind.BASE, other), on=JULY) == {"parent"}  # 1 to 9 August
    assert fields_of(Alter(one, "A", Kind.BASE, other), on=date(2026, 8, 9)) == {"parent"}
    assert fields_of(Alter(one, "A", Kind.BASE, other), on=date(2026, 8, 10)) == set()


def test_a_unit_is_not_closed_before_what_happened_to_it_later(world, act):
    act(Alter(world.workshop, world.workshop.name, Kind.ENTERPRISE, world.commune), on=date(2026, 8, 1))
    assert "01/08/2026" in dict(told_of(Close(world.base, world.commune)))["on"]
    assert told_of(Close(world.base, world.commune), on=date(2026, 8, 1)) == []
    act(Close(world.school, world.sen), on=date(2026, 8, 5))
    assert "05/08/2026" in dict(told_of(Close(world.sen, world.hoa)))["on"]
    Supervision.objects.update(since=date(2026, 7, 2))
    assert "02/07/2026" in dict(told_of(Close(world.hoa, world.commune)))["on"]
    assert told_of(Close(world.hoa, world.commune), on=date(2026, 7, 3)) == []


def test_a_committee_with_powers_keeps_its_kind(world):
    world.base.powers, world.base.powers_since = Powers.DELEGATED, date(2021, 1, 1)
    world.base.save()
    assert fields_of(Alter(world.base, "x", Kind.SECTION, world.commune)) == {"kind"}
    assert fields_of(Alter(world.base, "x", Kind.BASE, world.commune)) == set()


def test_a_quota_that_would_not_count_is_refused(world, act):
    plan = Close(world.sen, world.hoa)

    def told(**fields):
        return [text for field, text in told_of(plan, quotas=[Quota(**fields)]) if field == "quotas"]

    assert told(unit=world.hoa, year=2026, members=2) == []
    assert "kết thúc" in told(unit=world.sen, year=2026, members=2)[0]
    assert "31/12/2025" in told(unit=world.hoa, year=2025, members=2)[0]
    assert "từ 0" in told(unit=world.hoa, year=2026, members=-1)[0]
    assert "không được thành lập" in told(unit=Unit(code="Z"), year=2026, members=1)[0]
    Quota.objects.create(unit=world.hoa, year=2026, members=3, given_on=date(2026, 7, 2))
    assert "02/07/2026" in told(unit=world.hoa, year=2026, members=2)[0]
    Quota.objects.update(given_on=JULY)
    assert told(unit=world.hoa, year=2026, members=2) == []


PLANS = {
    "found": lambda w: Found(w.commune, NEW),
    "alter": lambda w: Alter(w.base, "Đảng bộ Chè", Kind.SECTION, w.commune),
    "move": lambda w: Alter(w.workshop, w.workshop.name, Kind.SCHOOL, w.commune),
    "merge into a new one": lambda w: Merge((w.hoa, w.sen), Found(w.commune, NEW)),
    "merge a committee": lambda w: Merge((w.base, w.hoa), w.commune, name="Đảng bộ xã Mây Mới"),
    "split": lambda w: Split(w.hoa, (Part(Found(w.commune, NEW), 3), Part(w.sen, 2))),
    "divide": lambda w: Split(w.hoa, (Part(Found(w.commune, NEW), 3), Part(w.sen, 2)), successor=0),
    "close": lambda w: Close(w.hoa, w.sen),
    "leave": lambda w: Leave(w.base, "Đảng bộ phường"),
    "above": lambda w: Above(Newcomer("TINH", "Tỉnh", Kind.PROVINCE), (w.commune, w.neighbour)),
}


@pytest.mark.parametrize("case", PLANS, ids=str)
def test_an_act_that_is_undone_leaves_every_row_as_it_was(world, act, case):
    UnitYear.objects.create(unit=world.hoa, year=2026, opening=20)
    before = everything()
    made = act(PLANS[case](world), quotas=[Quota(unit=world.school, year=2026, members=1)])
    assert everything() != before
    assert rests_on(made) == []
    undone = undo(made, by=world.officers["quan"], reason="Ghi nhầm đơn vị")
    assert everything() == before
    assert reorganise.misplaced() == []
    assert (undone.act, undone.undoes, undone.recorded_by) == ("undo", made, world.officers["quan"])
    assert "Lý do: Ghi nhầm đơn vị" in undone.told
    assert Reorganisation.objects.get(pk=made.pk).told == made.told


def test_an_undoing_needs_a_reason_and_happens_once(world, act):
    made = act(Close(world.sen, world.hoa))
    with pytest.raises(Refused) as refused:
        undo(made, by=None, reason=" ")
    assert [reason.field for reason in refused.value.reasons] == ["reason"]
    undone = undo(made, by=None, reason="x")
    assert rests_on(made) == ["Việc này đã được hoàn tác."]
    for one in (made, undone):
        with pytest.raises(Refused):
            undo(one, by=None, reason="x")
    act(Close(world.sen, world.hoa))  # and it can be done again on the same day


def test_acts_are_undone_from_the_last_back(world, act):
    states, made = [everything()], []
    for day, plan in [
        (1, lambda: Merge((world.hoa, world.sen), Found(world.commune, NEW))),
        (2, lambda: Alter(Unit.objects.get(code="BAN"), "Ban", Kind.BASE, world.commune)),
        (3, lambda: Found(Unit.objects.get(code="BAN"), Newcomer("T", "Tổ", Kind.OTHER))),
    ]:
        made.append(act(plan(), on=date(2026, 7, day)))
        states.append(everything())
    assert rests_on(made[0]) and rests_on(made[1]) and not rests_on(made[2])
    for one in reversed(made):
        states.pop()
        undo(one, by=None, reason="x")
        assert everything() == states[-1]


def test_rows_of_a_founded_unit_keep_it(world, act, person):
    made = act(Found(world.commune, NEW))
    ban = Unit.objects.get(code="BAN")
    person("Lò Văn Ba", unit=ban)
    UnitYear.objects.create(unit=ban, year=2026, opening=3)
    lines = rests_on(made)
    assert "Chi bộ bản Ban: đã ghi 1 dòng «số liệu năm»." in lines
    assert any("quần chúng" in line for line in lines)
    with pytest.raises(Refused):
        undo(made, by=None, reason="x")


def test_a_quota_by_another_document_keeps_an_act(world, act, today):
    made = act(Close(world.sen, world.hoa))
    Quota.objects.create(unit=world.hoa, year=2026, members=1, given_on=JULY)  # at the very moment: not since
    assert rests_on(made) == []
    today.shift(60)
    Quota.objects.create(unit=world.hoa, year=2026, members=1, given_on=JULY, directive=made.directive)
    Quota.objects.create(unit=world.school, year=2026, members=1, given_on=JULY)  # not touched
    assert rests_on(made) == []
    Quota.objects.create(unit=world.hoa, year=2026, members=2, given_on=date(2026, 8, 3))
    assert rests_on(made) == ["Chi bộ bản Hoa đã được giao chỉ tiêu năm 2026 ngày 03/08/2026."]


def test_a_supervisor_named_since_keeps_an_act(world, act, today):
    made = act(Close(world.sen, world.hoa))
    today.shift(60)
    Supervision.objects.create(unit=world.school, member="Giang", since=date(2026, 8, 1))
    assert rests_on(made) == []
    Supervision.objects.filter(unit=world.hoa).update(until=date(2026, 8, 1))
    Supervision.objects.create(
        unit=world.hoa, member="Giang", since=date(2026, 8, 1), recorded_at=timezone.now()
    )
    assert rests_on(made) == ["Giang đã được phân công phụ trách Chi bộ bản Hoa từ 01/08/2026."]


def test_a_former_place_that_is_gone_keeps_an_act(world, act):
    made = act(Alter(world.workshop, world.workshop.name, Kind.ENTERPRISE, world.commune))
    gone = act(Close(world.base, world.commune), on=date(2026, 7, 2))
    assert "đã kết thúc ngày 02/07/2026" in rests_on(made)[0]
    undo(gone, by=None, reason="x")
    below = act(Alter(world.base, "x", Kind.OTHER, world.commune), on=date(2026, 7, 2))
    assert "nay là chi bộ" in rests_on(made)[0]
    undo(below, by=None, reason="x")
    assert rests_on(made) == []


def test_a_way_back_that_would_be_a_circle_keeps_an_act(world, act):
    part = reorganise.found(
        code="BP", name="Bộ phận", kind=Kind.SECTION, parent=world.base, since=date(2021, 1, 1)
    )
    made = act(Alter(part, part.name, part.kind, world.commune))
    turned = act(Alter(world.base, world.base.name, world.base.kind, part), on=date(2026, 7, 2))
    assert any("nằm bên dưới" in line for line in rests_on(made))
    undo(turned, by=None, reason="x")
    undo(made, by=None, reason="x")
    assert under(part, JULY) == "CTY"


def test_members_handed_on_keep_an_act(world, act):
    first = act(Split(world.hoa, (Part(world.sen, 5),)))
    second = act(Split(world.sen, (Part(world.school, 4),)), on=date(2026, 7, 2))
    assert rests_on(first) == ["Chi bộ bản Sen đã bàn giao hoặc tiếp nhận đảng viên tiếp ngày 02/07/2026."]
    undo(second, by=None, reason="x")
    undo(first, by=None, reason="x")
    assert not HandOver.objects.exists()


def test_a_province_stays_once_its_communes_have_exchanged_a_cell(world, act):
    made = act(Above(Newcomer("TINH", "Tỉnh", Kind.PROVINCE), (world.commune, world.neighbour)))
    world.sen.refresh_from_db(), world.neighbour.refresh_from_db()
    inside = act(Close(world.hoa, world.sen), on=date(2026, 7, 2))
    assert rests_on(made) == []
    across = act(Alter(world.school, world.school.name, Kind.SCHOOL, world.neighbour), on=date(2026, 7, 2))
    assert "nối các đảng bộ gốc" in rests_on(made)[0]
    for one in (across, inside, made):
        undo(one, by=None, reason="x")
    assert under(world.commune, JULY) == ""


def test_the_rows_of_old_books_are_no_act(world):
    assert not Placement.objects.filter(act__isnull=False).exists()
    reorganise.close(world.sen, into=world.hoa, on=JULY)
    assert not Reorganisation.objects.exists()
