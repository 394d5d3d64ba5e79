"""The trail: append-only, repeated on the row, and untouched by a refusal."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from admissions import pipeline
from admissions.models import AppendOnly, Candidate, StageEvent
from admissions.pipeline import Entry, Refused, Stale
from admissions.regulation import Stage
from units import reorganise

LISTED = Entry(Stage.LISTED, date(2024, 3, 1), "4-NQ/CB")
TRAINED = Entry(Stage.TRAINED, date(2024, 5, 10), "31/GCN")


def row_and_trail(candidate):
    candidate.refresh_from_db()
    return candidate.stage, candidate.stage_since, candidate.events.count()


def test_a_step_is_appended_and_repeated_on_the_row(world, person):
    candidate = person()
    taken = pipeline.advance(candidate, LISTED, by=world.officers["an"])
    assert row_and_trail(candidate) == ("listed", date(2024, 3, 1), 2)
    assert (taken.event.document_number, taken.event.unit, taken.event.recorded_by.username) == (
        "4-NQ/CB",
        world.hoa,
        "an",
    )


def test_a_refused_step_leaves_no_trace_and_tells_every_reason(world, person):
    candidate = person()
    with pytest.raises(Refused) as refused:
        pipeline.advance(candidate, Entry(Stage.VOTED, date(2023, 12, 1)), by=world.officers["an"])
    codes = {obstacle.code for obstacle in refused.value.obstacles if obstacle.blocks}
    assert codes == {
        "order", "date_backwards", "class_certificate", "certified_before_vote", "application_self", "background_self",
        "opinions", "introducers", "document_missing", "votes_missing",
    }  # fmt: skip
    assert row_and_trail(candidate) == ("source", date(2024, 1, 10), 1)


def test_a_new_person_who_is_refused_is_not_there_at_all(world):
    candidate = Candidate(unit=world.hoa, birth_date=date(2000, 1, 1), sex="male")
    candidate.set_name("Lò Văn Mới")
    with pytest.raises(Refused):
        pipeline.enter(candidate, Entry(Stage.LISTED, date(2024, 1, 1)), by=world.officers["an"])
    assert (Candidate.objects.count(), StageEvent.objects.count()) == (0, 0)


def test_a_step_before_the_unit_was_founded_is_refused(world, person):
    candidate = Candidate(unit=world.hoa, birth_date=date(1990, 1, 1), sex="male")
    candidate.set_name("Lò Văn Xưa")
    with pytest.raises(Refused) as refused:
        pipeline.enter(candidate, Entry(Stage.SOURCE, date(2019, 12, 31)), by=None)
    assert [o.code for o in refused.value.obstacles] == ["before_unit"]
    pipeline.enter(candidate, Entry(Stage.SOURCE, date(2020, 1, 1)), by=None)
    assert candidate.stage == "source"


def test_voiding_returns_exactly_the_former_state_and_both_stay_in_the_trail(world, person):
    candidate = person()
    taken = pipeline.advance(candidate, LISTED, by=world.officers["an"])
    void = pipeline.void_last(candidate, reason="ghi nhầm ngày", by=world.officers["an"])
    assert row_and_trail(candidate) == ("source", date(2024, 1, 10), 3)
    assert void.voids == taken.event
    assert [event.stage for event in candidate.events.standing()] == ["source"]
    assert pipeline.strayed() == []


def test_voiding_asks_for_a_reason_and_keeps_the_first_step(world, person):
    candidate = person()
    with pytest.raises(Refused) as refused:
        pipeline.void_last(candidate, reason="  ", by=world.officers["an"])
    assert {o.code for o in refused.value.obstacles} == {"reason_missing", "first_step"}
    assert candidate.events.count() == 1


def test_after_a_merger_a_step_belongs_to_the_successor_a_late_entry_to_the_unit_of_its_day(world, person):
    candidate = person(unit=world.sen)
    reorganise.close(world.sen, into=world.hoa, on=date(2024, 6, 1))
    late = pipeline.advance(candidate, LISTED, by=None).event
    after = pipeline.advance(candidate, Entry(Stage.TRAINED, date(2024, 6, 1), "31/GCN"), by=None).event
    assert (late.unit, after.unit) == (world.sen, world.hoa)


def test_of_two_who_record_at_once_the_second_is_told_what_changed(world, person):
    candidate = person()
    seen = candidate.events.last().pk
    pipeline.advance(candidate, LISTED, by=world.officers["an"], seen=seen)
    with pytest.raises(Stale) as stale:
        pipeline.advance(candidate, LISTED, by=world.officers["quan"], seen=seen)
    assert [event.stage for event in stale.value.events] == ["listed"]
    assert candidate.events.count() == 2


def test_a_warning_does_not_stop_a_step_but_stays_beside_it(world, person):
    candidate = person()
    pipeline.advance(candidate, LISTED, by=world.officers["an"])
    taken = pipeline.advance(
        candidate, Entry(Stage.TRAINED, date(2024, 2, 1), "8/GCN"), by=world.officers["an"]
    )
    assert [(o.code, o.blocks) for o in taken.warnings] == [("class_nomination", False)]
    assert "HD38 I.1.1b–d" in taken.event.remark
    with pytest.raises(Refused) as refused:  # the listing of 1/3 stays the day that nothing may precede
        pipeline.advance(candidate, Entry(Stage.OPENED, date(2024, 2, 20), "9-QĐ/ĐU"), by=None)
    assert [o.code for o in refused.value.obstacles] == ["date_backwards", "helper_assigned"]


def test_the_trail_cannot_be_changed_through_the_model(person):
    event = person().events.get()
    event.reason = "khác"
    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        event.delete()


def test_the_trail_cannot_be_changed_through_a_queryset(person):
    events = person().events
    with pytest.raises(AppendOnly):
        events.update(reason="khác")
    with pytest.raises(AppendOnly):
        StageEvent.objects.all().delete()
    with pytest.raises(AppendOnly):
        StageEvent.objects.bulk_update(list(events.all()), ["reason"])


@pytest.mark.parametrize(
    "statement", ["UPDATE admissions_stageevent SET reason = 'x'", "DELETE FROM admissions_stageevent"]
)
def test_the_trail_cannot_be_changed_behind_django(person, statement):
    person()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert StageEvent.objects.get().reason == ""


def test_history_is_taken_as_it_stands_with_what_stood_in_the_way(person):
    candidate = person(
        steps={Stage.SOURCE: (date(2023, 1, 5), ""), Stage.VOTED: (date(2023, 9, 1), "2-NQ/CB")}
    )
    voted = candidate.events.last()
    assert (candidate.stage, voted.imported) == ("voted", True)
    assert "HD06 3.1" in voted.remark and "HD38 I.1.4.2 (26)" in voted.remark


def test_a_row_that_left_its_trail_is_found(person):
    candidate = person()
    Candidate.objects.filter(pk=candidate.pk).update(stage="voted")
    assert len(pipeline.strayed()) == 1
