"""The reports of periods: what is kept, sent, confirmed and returned, by whom, and what is refused."""

import pytest
import time_machine
from django.utils import timezone

from units import reorganise, reviews
from units.models import Kind, Officer, Review, Role
from units.periods import Period
from units.reviews import Refused, Stale, Words

FULL = Words("Một", "Hai", "Ba")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-04-05 09:00:00+07:00", tick=False):
        yield


def period(name="Q1", year=2026):
    return Period.of(year, name, today=timezone.localdate())


@pytest.fixture
def sent(world):
    """Bình has sent Hoa's report of the first quarter."""
    return reviews.submit(
        world.hoa, period(), FULL, figures={"admitted": 1}, seen=0, by=world.officers["binh"]
    )


def way(review):
    return [(step.status, str(step.recorded_by), step.reason) for step in review.steps.order_by("pk")]


def test_a_draft_is_kept_without_a_step(world):
    draft = reviews.save_draft(world.hoa, period(), Words("Một"), seen=0, by=world.officers["binh"])
    draft.refresh_from_db()
    assert (draft.status, draft.shortcomings, draft.version) == ("draft", "Một", 1)
    assert draft.changed_by == world.officers["binh"] and way(draft) == []


def test_a_report_that_is_sent_keeps_the_figures_of_that_moment(sent):
    sent.refresh_from_db()
    assert (sent.status, sent.figures, sent.remedies) == ("submitted", {"admitted": 1}, "Ba")
    assert way(sent) == [("submitted", "Binh", "")]


def test_each_empty_text_is_asked_for_at_once_and_nothing_is_written(world):
    with pytest.raises(Refused) as refused:
        reviews.submit(world.hoa, period(), Words(" ", "", "Ba"), figures={}, seen=0, by=None)
    assert set(refused.value.reasons) == {"shortcomings", "difficulties"}
    assert "«không có»" in refused.value.reasons["shortcomings"]
    assert not Review.objects.exists()


@pytest.mark.parametrize(("length", "faulty"), [(4000, set()), (4001, {"remedies"})])
def test_a_text_has_at_most_4000_letters(world, length, faulty):
    reasons = {}
    try:
        reviews.save_draft(world.hoa, period(), Words(remedies="a" * length), seen=0, by=None)
    except Refused as refused:
        reasons = refused.reasons
    assert set(reasons) == faulty


def test_two_who_write_at_once_are_told_of_each_other(world):
    reviews.save_draft(world.hoa, period(), Words("Một"), seen=0, by=world.officers["binh"])
    with pytest.raises(Stale) as stale:
        reviews.save_draft(world.hoa, period(), Words("Khác"), seen=0, by=world.officers["an"])
    assert stale.value.review.shortcomings == "Một"
    assert Review.objects.get().shortcomings == "Một"


def test_sending_twice_from_one_page_sends_once(world, sent):
    with pytest.raises(Stale):
        reviews.submit(world.hoa, period(), FULL, figures={}, seen=0, by=world.officers["binh"])
    assert len(way(sent)) == 1


def test_the_level_above_confirms(world, sent):
    accepted = reviews.accept(sent, seen=1, by=world.officers["an"])
    assert accepted.status == "accepted"
    assert way(accepted)[-1] == ("accepted", "An", "")


@pytest.mark.parametrize("status", ["submitted", "accepted"])
def test_a_sent_or_confirmed_report_is_not_written_over(world, sent, status):
    review = sent if status == "submitted" else reviews.accept(sent, seen=1, by=world.officers["an"])
    with pytest.raises(Refused, match="không sửa được"):
        reviews.save_draft(world.hoa, period(), FULL, seen=review.version, by=world.officers["binh"])


@pytest.mark.parametrize("confirmed", [False, True])
def test_the_level_above_returns_with_a_reason_even_what_it_confirmed(world, sent, confirmed):
    an = world.officers["an"]
    review = reviews.accept(sent, seen=1, by=an) if confirmed else sent
    with pytest.raises(Refused) as refused:
        reviews.give_back(review, reason="  ", seen=review.version, by=an)
    assert set(refused.value.reasons) == {"reason"}
    back = reviews.give_back(review, reason="Thiếu giải pháp", seen=review.version, by=an)
    assert (back.status, way(back)[-1]) == ("returned", ("returned", "An", "Thiếu giải pháp"))


def test_a_returned_report_stays_returned_while_it_is_mended_and_is_sent_again(world, sent):
    back = reviews.give_back(sent, reason="Thiếu", seen=1, by=world.officers["an"])
    kept = reviews.save_draft(world.hoa, period(), Words("Bốn"), seen=back.version, by=None)
    assert kept.status == "returned"
    again = reviews.submit(world.hoa, period(), FULL, figures={}, seen=kept.version, by=None)
    assert [status for status, *_ in way(again)] == ["submitted", "returned", "submitted"]


def test_the_unit_takes_back_what_nobody_has_confirmed(world, sent):
    binh = world.officers["binh"]
    back = reviews.take_back(sent, seen=1, by=binh)
    assert (back.status, way(back)[-1]) == ("draft", ("draft", "Binh", ""))
    again = reviews.submit(world.hoa, period(), FULL, figures={}, seen=2, by=binh)
    accepted = reviews.accept(again, seen=3, by=world.officers["an"])
    with pytest.raises(Refused, match="không rút lại được"):
        reviews.take_back(accepted, seen=4, by=binh)


def test_a_draft_is_neither_confirmed_nor_returned(world):
    draft = reviews.save_draft(world.hoa, period(), FULL, seen=0, by=None)
    for act in (reviews.accept, lambda review, **who: reviews.give_back(review, reason="Thiếu", **who)):
        with pytest.raises(Refused, match="Đang viết"):
            act(draft, seen=1, by=world.officers["an"])


# An: commune's office · Bình: Hoa's secretary · Chi: leader · Dung: supervisor · Quân: no unit · Xuân: other commune.
@pytest.mark.parametrize(
    ("unit", "judges"), [("hoa", {"an", "quan"}), ("commune", set()), ("workshop", {"an", "quan", "cty"})]
)
def test_only_who_stands_strictly_above_judges(world, unit, judges):
    world.officers["cty"] = type(world.officers["an"]).objects.create_user(
        "cty", role=Role.SECRETARY, unit=world.base
    )
    told = {
        name for name, officer in world.officers.items() if reviews.may_judge(officer, getattr(world, unit))
    }
    assert told == judges


def test_a_cell_that_took_another_over_does_not_judge_its_reports_the_committee_does(world, sent):
    reorganise.close(world.hoa, into=world.sen, on=timezone.localdate())
    world.hoa.refresh_from_db()
    peer = Officer.objects.create_user("sen", "mat-khau-thu", role=Role.SECRETARY, unit=world.sen)
    assert not reviews.may_judge(peer, world.hoa)
    assert reviews.may_judge(world.officers["an"], world.hoa)
    assert reviews.accept(sent, seen=1, by=world.officers["an"]).status == "accepted"


def test_the_report_of_a_closed_unit_goes_back_to_nobody(world, sent):
    reorganise.close(world.hoa, into=world.sen, on=timezone.localdate())
    with pytest.raises(Refused, match="kết thúc"):
        reviews.give_back(sent, reason="Thiếu", seen=1, by=world.officers["an"])
    with pytest.raises(Refused, match="kết thúc"):
        reviews.take_back(sent, seen=1, by=world.officers["binh"])
    sent.refresh_from_db()
    assert sent.status == "submitted"


def test_nobody_confirms_the_report_of_his_own_unit(world):
    an = world.officers["an"]
    review = reviews.submit(world.commune, period(), FULL, figures={}, seen=0, by=an, confirmed=True)
    for act in (reviews.accept, lambda review, **who: reviews.give_back(review, reason="Thiếu", **who)):
        with pytest.raises(Refused, match="việc của cấp trên"):
            act(review, seen=1, by=an)
    assert Review.objects.get().status == "submitted"


def test_a_committee_is_told_who_below_is_not_confirmed_and_may_send_in_spite_of_it(world, sent):
    reviews.accept(sent, seen=1, by=world.officers["an"])
    reviews.submit(world.school, period(), FULL, figures={}, seen=0, by=None)
    told = [(unit.code, status) for unit, status in reviews.pending_below(world.commune, period())]
    assert told == [("SEN", ""), ("THPT", "submitted"), ("CTY", ""), ("XUONG", "")]
    with pytest.raises(Refused) as refused:
        reviews.submit(world.commune, period(), FULL, figures={}, seen=0, by=None)
    assert refused.value.reasons == {
        "confirmed": "Còn 4 đơn vị trực thuộc chưa xong. Đánh dấu vào ô này nếu vẫn gửi."
    }
    review = reviews.submit(world.commune, period(), FULL, figures={}, seen=0, by=None, confirmed=True)
    assert way(review)[0][2] == (
        "Gửi khi 4 đơn vị trực thuộc chưa xong: Chi bộ bản Sen, Chi bộ Trường THPT Mây, Đảng bộ Công ty Chè Mây, "
        "Chi bộ Xưởng Chè"
    )


def test_many_names_below_are_cut_to_what_there_is_room_for(world):
    for number in range(60):
        reorganise.found(
            code=f"B{number}",
            name=f"Chi bộ bản số {number}",
            kind=Kind.RESIDENTIAL,
            parent=world.commune,
            since=world.hoa.founded_on,
        )
    review = reviews.submit(world.commune, period(), FULL, figures={}, seen=0, by=None, confirmed=True)
    told = way(review)[0][2]
    assert len(told) <= 500 and told.startswith("Gửi khi 65 đơn vị")
    named = told.count("Chi bộ") + told.count("Đảng bộ")
    assert told.endswith(f" và {65 - named} đơn vị nữa")


def test_a_committee_whose_units_are_all_confirmed_needs_no_tick(world):
    sent = reviews.submit(world.workshop, period(), FULL, figures={}, seen=0, by=None)
    reviews.accept(sent, seen=1, by=world.officers["an"])
    review = reviews.submit(world.base, period(), FULL, figures={}, seen=0, by=None)
    assert way(review)[0][2] == ""


# The first half of the year is written about from 1 April, the day after the first quarter.
@pytest.mark.parametrize(("day", "refused"), [("2026-03-31", True), ("2026-04-01", False)])
def test_a_period_is_written_about_once_the_one_before_it_is_over(world, day, refused):
    with time_machine.travel(f"{day} 09:00:00+07:00"):
        if refused:
            with pytest.raises(Refused, match="01/04/2026"):
                reviews.save_draft(world.hoa, period("6M"), FULL, seen=0, by=None)
        else:
            assert reviews.save_draft(world.hoa, period("6M"), FULL, seen=0, by=None).pk


def test_a_closed_unit_and_one_founded_after_the_period_write_nothing(world):
    new = reorganise.found(
        code="MOI",
        name="Chi bộ Mới",
        kind=Kind.OTHER,
        parent=world.commune,
        since=period().end.replace(day=31),
    )
    assert reviews.save_draft(new, period(), FULL, seen=0, by=None).pk
    with pytest.raises(Refused, match="sau khi kỳ này hết"):
        reviews.save_draft(new, period("Y", 2025), FULL, seen=0, by=None)
    reorganise.close(world.sen, into=world.hoa, on=timezone.localdate())
    world.sen.refresh_from_db()
    with pytest.raises(Refused, match="đã kết thúc"):
        reviews.save_draft(world.sen, period(), FULL, seen=0, by=None)
