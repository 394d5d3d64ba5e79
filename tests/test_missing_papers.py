"""What is missing for the next step, unit by unit: who is told of what, by which filter, on which page, at which cost."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from admissions import dossier
from admissions.dossier import Tick
from admissions.models import Candidate, Introducer, Transfer
from admissions.owed import AFTER_MOVE, followed, lacking_of_many
from admissions.regulation import WAYS, Stage
from admissions.regulation import Paper as P
from admissions.views import missing

LISTED = {Stage.LISTED: (date(2025, 9, 10), "03-NQ/CB")}
TRAINED = {**LISTED, Stage.TRAINED: (date(2025, 11, 10), "77/GCN")}
OPENED = {**TRAINED, Stage.OPENED: (date(2026, 2, 10), "15-QĐ/ĐU")}
CERTIFIED = {**OPENED, Stage.CERTIFIED: (date(2026, 3, 10), "")}
VOTED = {**CERTIFIED, Stage.VOTED: (date(2026, 4, 1), "5-NQ/CB")}
DECIDED = {**VOTED, Stage.APPRAISED: (date(2026, 4, 20), ""), Stage.DECIDED: (date(2026, 6, 1), "9-QĐ/ĐU")}
HELD = {**DECIDED, Stage.HELD: (date(2026, 6, 8), "")}
REFERRED = {**CERTIFIED, Stage.REFERRED: (date(2026, 4, 1), "5-BC/CB")}
REFUSED = {**VOTED, Stage.APPRAISED: (date(2026, 4, 20), ""), Stage.REFUSED: (date(2026, 6, 1), "")}
PAGE = "/giay-to-thieu/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-15 09:00:00+07:00", tick=True):
        yield


def told(client, **filters):
    """Unit → act → person → codes of what is missing, as the page tells it."""
    return {
        sheet.unit.name: {
            act: {
                lack.candidate.name: [reason.code for reason in (*lack.owed, *lack.obstacles)] for lack in people
            }
            for act, people in sheet.steps
        }
        for sheet in client.get(PAGE, filters).context["sheets"]
    }  # fmt: skip


def lacks(one):
    """What is missing of one person: owed already, then in the way of the next step."""
    (lack,) = lacking_of_many(Candidate.objects.filter(pk=one.pk), on=date(2026, 6, 15))
    return [reason.code for reason in lack.owed], [reason.code for reason in lack.obstacles]


def move(one, way, **ends):
    Transfer.objects.create(candidate=one, way=way, decided_on=date(2026, 6, 2), **ends)


def test_each_unit_has_its_people_by_next_step_with_what_is_missing(office, world, person):
    person("Lò Văn Páo", steps=TRAINED)
    person("Giàng A Chu", steps=OPENED)
    person("Tòng Thị Mai", unit=world.sen, steps=DECIDED)

    assert told(office) == {
        "Chi bộ bản Hoa": {
            "Chứng nhận lý lịch, đủ hồ sơ": {"Giàng A Chu": ["background_self", "certify_order", "verify_persons"]},
            "Cho phép làm hồ sơ": {"Lò Văn Páo": ["helper_assigned"]},
        },
        "Chi bộ bản Sen": {"Tổ chức lễ kết nạp": {"Tòng Thị Mai": ["decision_received"]}},
    }  # fmt: skip
    page = office.get(PAGE).content.decode()
    assert "Chưa có lý lịch của người xin vào Đảng (2-KNĐ)." in page
    assert "HD06 3.3a" in page


def test_before_the_vote_papers_introducers_and_schooling_are_told_together(person):
    one = person(steps=CERTIFIED, schooling="")

    assert lacks(one) == ([], ["schooling", "application_self", "background_self", "opinions", "introducers"])


def test_who_has_everything_is_counted_as_clear(office, person):
    one = person(steps=TRAINED)
    helper = Introducer(candidate=one, name="Lò Văn Inh", assigned_on=date(2026, 1, 5))
    dossier.save_beside(helper, by=None)
    answer = office.get(PAGE)

    assert answer.context["sheets"] == []
    assert [unit.name for unit in answer.context["clear"]] == ["Chi bộ bản Hoa"]
    assert "Không ai còn thiếu gì" in answer.content.decode()


@pytest.mark.parametrize(
    ("steps", "owed"),
    [
        (REFERRED, ["vote_report"]),
        (DECIDED, ["decision_received"]),
        (REFUSED, ["decision_notice"]),
        (HELD, ["member_background", "card_sheet"]),
        (VOTED, []),
    ],
)
def test_some_papers_are_owed_though_no_step_waits_for_them(person, steps, owed):
    one = person(steps=steps, schooling="upper_secondary")
    assert lacks(one)[0] == owed
    dossier.tick(one, [Tick(P(form), dated_on=date(2026, 6, 10)) for form in owed], by=None)

    assert lacks(one)[0] == []


@pytest.mark.parametrize(
    ("steps", "way", "owed"),
    [
        (OPENED, "move_helped", ["move_certificate"]),
        (VOTED, "move_voted", ["move_forwarded", "move_received"]),
        (VOTED, "move_sent", ["move_forwarded", "move_received"]),
        (HELD, "probationary_moves", ["member_background", "card_sheet"]),
        (HELD, "move_sent", ["member_background", "card_sheet"]),  # the road has gone on
    ],
)
def test_after_a_move_its_papers_are_owed(world, person, steps, way, owed):
    one = person(steps=steps)
    move(one, way, from_unit=world.sen, to_unit=world.hoa)

    assert lacks(one)[0] == owed


def test_a_file_received_was_sent(world, person):
    one = person(steps=VOTED)
    move(one, "move_sent", from_unit=world.sen, to_unit=world.hoa)
    dossier.tick(one, [Tick(P.MOVE_RECEIVED, dated_on=date(2026, 6, 10))], by=None)

    assert lacks(one)[0] == []


def test_of_who_came_only_the_receipt_of_who_went_only_the_sending_is_asked(world, person):
    came = person(steps=VOTED)
    move(came, "move_sent", to_unit=world.hoa, elsewhere="Đảng bộ xã Khe")
    went = person("Lò Văn Páo", steps={**VOTED, Stage.MOVED_AWAY: (date(2026, 6, 2), "")})
    move(went, "move_sent", from_unit=world.hoa, elsewhere="Đảng bộ xã Khe")

    assert lacks(came)[0] == ["move_received"]
    assert lacks(went) == (["move_forwarded"], [])


def test_a_paper_that_blocks_the_step_is_told_once(world, person):
    one = person(steps=DECIDED)
    move(one, "move_decided_inside", from_unit=world.sen, to_unit=world.hoa)

    assert lacks(one) == (["decision_received"], ["move_decided_inside"])


def test_a_recheck_asked_for_waits_for_its_answer(world, person):
    one = person(steps=VOTED)
    dossier.tick(one, [Tick(P.RECHECK_REQUESTED, dated_on=date(2026, 6, 1))], by=None)

    assert lacks(one)[0] == ["recheck_answered"]


def test_who_was_refused_has_no_next_step_but_his_cell_is_owed_the_result(office, person):
    person("Lò Văn Páo", steps=REFUSED)

    assert told(office) == {
        "Chi bộ bản Hoa": {"Không còn bước tiếp theo": {"Lò Văn Páo": ["decision_notice"]}}
    }


def test_every_way_of_moving_knows_its_papers():
    assert set(AFTER_MOVE) | {"probationary_moves", "member_moves"} == set(WAYS)


def test_mere_sources_official_members_and_who_left_are_not_followed(office, person):
    person()
    person("Lò Thị Ế", steps={**LISTED, Stage.OUT: (date(2026, 2, 1), "")})
    person("Lò Văn Páo", steps={**HELD, Stage.RECOGNISED: (date(2026, 6, 9), "3-QĐ")})
    back = person("Lò Văn Trở", readmission=True, readmission_barred=True)

    assert list(followed(Candidate.objects.all())) == [back]
    assert told(office) == {"Chi bộ bản Hoa": {"Công nhận cảm tình Đảng": {"Lò Văn Trở": ["readmit_barred"]}}}


def test_the_list_is_narrowed_by_unit_and_by_next_step(office, world, person):
    person("Lò Văn Páo", steps=TRAINED)
    person("Giàng A Chu", steps=OPENED)
    person("Tòng Thị Mai", unit=world.workshop, steps=OPENED)

    on_the_list = person("Lò Văn Ngân", steps=LISTED)  # his next step is the class, the papers come after it
    move(on_the_list, "move_helped", from_unit=world.sen, to_unit=world.hoa)

    assert list(told(office, don_vi=world.base.pk)) == ["Chi bộ Xưởng Chè"]
    assert told(office, buoc="opened") == {
        "Chi bộ bản Hoa": {"Cho phép làm hồ sơ": {"Lò Văn Páo": ["helper_assigned"]}}
    }
    assert told(office, buoc="trained") == {
        "Chi bộ bản Hoa": {"Cấp giấy chứng nhận lớp nhận thức": {"Lò Văn Ngân": ["move_certificate"]}}
    }
    assert list(told(office, buoc="certified")) == ["Chi bộ bản Hoa", "Chi bộ Xưởng Chè"]


@pytest.mark.parametrize(
    "filters", [{"don_vi": "x"}, {"don_vi": "9" * 30}, {"buoc": "?"}, {"trang": "-3"}, {"trang": "99"}]
)
def test_a_filter_that_makes_no_sense_narrows_nothing(office, person, filters):
    person(steps=OPENED)

    assert list(told(office, **filters)) == ["Chi bộ bản Hoa"]


def test_a_unit_out_of_scope_narrows_nothing_and_betrays_nothing(world, person):
    person("Tòng Thị Mai", unit=world.sen, steps=OPENED)
    person("Giàng A Chu", steps=OPENED)
    page = world.client("binh").get(PAGE, {"don_vi": world.sen.pk})

    assert [sheet.unit for sheet in page.context["sheets"]] == [world.hoa]
    assert "Tòng Thị Mai" not in page.content.decode()


@pytest.mark.parametrize(
    ("who", "units"),
    [
        ("an", ["Chi bộ bản Hoa", "Chi bộ bản Sen"]), ("chi", ["Chi bộ bản Hoa", "Chi bộ bản Sen"]),
        ("binh", ["Chi bộ bản Hoa"]), ("dung", ["Chi bộ bản Hoa"]), ("xuan", ["Chi bộ bản Xa"]),
    ],
)  # fmt: skip
def test_each_officer_reads_of_his_own_units(world, person, who, units):
    for unit in (world.hoa, world.sen, world.far):
        person(unit=unit, steps=OPENED)

    assert list(told(world.client(who))) == units


def test_whole_units_fill_a_page(office, world, person, monkeypatch):
    monkeypatch.setattr(missing, "PEOPLE_A_PAGE", 3)
    for n in range(2):
        person(f"Lò Văn {'AB'[n]}", steps=OPENED)
        person(f"Giàng A {'AB'[n]}", unit=world.sen, steps=OPENED)
    person(unit=world.school, steps=OPENED)
    first = office.get(PAGE)
    second = office.get(PAGE + first.context["after"])

    assert [sheet.unit for sheet in first.context["sheets"]] == [world.hoa]
    assert [sheet.unit for sheet in second.context["sheets"]] == [world.sen, world.school]
    assert (second.context["before"], second.context["after"]) == ("?", "")


def test_a_unit_larger_than_a_page_is_not_torn(office, person, monkeypatch):
    monkeypatch.setattr(missing, "PEOPLE_A_PAGE", 1)
    for name in ("Lò Văn A", "Lò Văn B"):
        person(name, steps=OPENED)

    assert [sheet.count for sheet in office.get(PAGE).context["sheets"]] == [2]


def test_the_page_of_a_unit_leads_to_what_it_lacks(office, world):
    page = office.get(reverse("unit_page", args=[world.hoa.pk])).content.decode()

    assert f'href="{PAGE}?don_vi={world.hoa.pk}"' in page


def test_an_empty_commune_is_told_where_to_begin(office):
    assert "Chưa có ai đang làm hồ sơ." in office.get(PAGE).content.decode()


# A supervisor's scope is asked for three times, a query each.
@pytest.mark.parametrize(("who", "most"), [("an", 15), ("binh", 15), ("quan", 15), ("dung", 18)])
def test_the_list_costs_the_same_however_many_people(world, person, who, most, django_assert_max_num_queries):
    client = world.client(who)
    person(steps=OPENED)
    with django_assert_max_num_queries(most) as few:
        client.get(PAGE)
    for n, steps in enumerate((LISTED, TRAINED, CERTIFIED, VOTED, DECIDED, HELD, REFUSED) * 2):
        one = person(f"Lò Văn {chr(65 + n)}", unit=(world.hoa, world.sen)[n % 2], steps=steps)
        dossier.tick(one, [Tick(P.APPLICATION, dated_on=date(2026, 3, 1))], by=None)
    with django_assert_max_num_queries(most) as many:
        client.get(PAGE)

    assert len(few) == len(many)


def test_after_the_cells_vote_to_strike_off_the_committee_above_it_comes_next(world, person):
    steps = {**HELD, Stage.STRIKE_VOTED: (date(2026, 6, 10), "7-NQ/CB")}
    person(unit=world.workshop, steps=steps)
    person("Lò Văn Páo", steps=steps)
    found = lacking_of_many(Candidate.objects.order_by("pk"), on=date(2026, 6, 15))

    assert [lack.following for lack in found] == [Stage.STRIKE_BASE, Stage.STRUCK_OFF]
