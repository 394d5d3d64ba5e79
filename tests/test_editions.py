"""The one writer of editions: copies, refusals, reasons, the log."""

from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from admissions import editions, regulation
from admissions.models import AppendOnly, CalendarChange, Candidate, Edition, EditionChange
from admissions.regulation import Stage
from admissions.regulation.values import VALUES
from admissions.rulebook import Rulebook
from admissions.touched import open_cases
from tests.edition_drafts import add, change, changed, faults, next_edition

SOURCE = {Stage.SOURCE: (date(2020, 6, 1), "")}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-22 09:00:00+07:00", tick=False):
        yield


class TestCopying:
    def test_a_copy_has_the_same_values_none_of_them_read(self, db):
        draft, copied = (
            editions.copy_of(Edition.objects.get(code="294")),
            Edition.objects.get(code="294"),
        )

        assert draft.pk is None and draft.code == "" and draft.in_force_on is None
        assert draft.decision_days == copied.decision_days
        assert set(draft.unverified) == set(VALUES)
        assert draft.sources["decision_days"] == "mang sang từ 294 4.3.1"

    def test_what_was_carried_once_is_not_carried_twice(self, db):
        draft = editions.copy_of(Edition.objects.get(code="208"))

        assert draft.sources["decision_days"] == "mang sang từ 294 4.3.1"
        assert draft.sources["age_max"] == "mang sang từ 208 (bộ câu hỏi A)"


class TestAdding:
    def test_a_new_edition_is_there_and_in_the_log(self, world):
        edition = add(next_edition(decision_days=30), by=world.officers["an"])

        assert Edition.objects.get(code="301").decision_days == 30
        row = EditionChange.objects.get()
        assert (row.edition, row.changes, row.recorded_by) == (edition, {}, world.officers["an"])
        assert row.reason == "Thêm bản này, chép từ 208-QĐ/TW"

    def test_clocks_that_start_in_its_period_run_by_it(self, waiting):
        add(next_edition(decision_days=30))
        [(_, case)] = open_cases(Candidate.objects.all())
        rulebook = Rulebook.read()
        # 30 working days after Monday 5/10/2026: 19 in October, 9 to 13/11 (2–6 five, 9–13 five → 29), 16/11 → 30.
        assert [c.due for c in regulation.clocks(case, rulebook.editions, rulebook.calendar)] == [
            date(2026, 11, 16)
        ]

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"code": "208"}, "code", "Đã có bản mang mã «208»"),
            ({"in_force_on": date(2026, 7, 26), "issued_on": date(2026, 7, 1)}, "in_force_on", "208-QĐ/TW"),
            ({"in_force_on": date(2026, 8, 31)}, "in_force_on", "trước ngày ban hành (01/09/2026)"),
            ({"issued_on": date(2026, 11, 23), "in_force_on": date(2027, 1, 1)}, "issued_on", "chưa đến"),
            ({"age_min": 15}, "age_min", "15 tuổi là không hợp lý; từ 16 đến 30"),
            ({"age_max": 39}, "age_max", "39 tuổi là không hợp lý"),
            ({"decision_days": 0}, "decision_days", "0 ngày làm việc là không hợp lý"),
            ({"probation_months": 37}, "probation_months", "37 tháng là không hợp lý"),
            ({"unverified": []}, "decision_days_source", "Đã đối chiếu thì ghi văn bản và điểm"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, db, changes, field, words):
        with pytest.raises(editions.Refused) as refused:
            add(next_edition(**changes))

        assert words in faults(refused)[field]
        assert Edition.objects.count() == 5
        assert not EditionChange.objects.exists()

    def test_every_reason_is_told_at_once(self, db):
        with pytest.raises(editions.Refused) as refused:
            add(next_edition(code="208", in_force_on=date(2026, 8, 1), age_min=40, age_max=30))

        assert list(faults(refused)) == ["code", "in_force_on", "age_min", "age_max"]

    @pytest.mark.parametrize("day", [date(2026, 9, 1), date(2026, 11, 22), date(2027, 1, 1)])
    def test_it_may_come_into_force_on_the_day_of_issue_today_or_later(self, db, day):
        assert add(next_edition(in_force_on=day)).in_force_on == day

    def test_who_did_not_see_the_latest_change_is_told_of_it(self, world):
        add(next_edition(), by=world.officers["an"])
        with pytest.raises(editions.Stale) as stale:
            add(next_edition(code="302", in_force_on=date(2027, 1, 1)))

        assert [row.edition.code for row in stale.value.newer] == ["301"]
        assert not Edition.objects.filter(code="302").exists()


class TestChanging:
    def test_nobody_rests_on_it_then_a_reason_is_not_asked_but_the_change_is_logged(self, world):
        row = change(changed("24", readmit_months=36), by=world.officers["quan"])

        assert Edition.objects.get(code="24").readmit_months == 36
        assert row.changes == {"readmit_months": [12, 36]}
        assert (row.changed_on, row.recorded_by) == (date(2026, 11, 20), world.officers["quan"])

    @pytest.mark.parametrize("reason", ["", "   "])
    def test_an_edition_that_dossiers_rest_on_is_not_changed_silently(self, waiting, reason):
        with pytest.raises(editions.Refused) as refused:
            change(changed(review_days=20), reason=reason)

        assert "ghi lý do" in faults(refused)["reason"]
        assert Edition.objects.get(code="208").review_days == 30

    def test_with_a_reason_it_is_changed_and_logged(self, waiting):
        row = change(changed(decision_days=40), reason=" Đọc toàn văn ")

        assert (row.reason, row.changes) == ("Đọc toàn văn", {"decision_days": [45, 40]})
        assert row.lines == [
            ("Quyết định kết nạp, kể từ nghị quyết chi bộ", "45 ngày làm việc", "40 ngày làm việc")
        ]

    def test_the_mark_and_the_source_of_a_value_are_logged_too(self, db):
        draft = changed("24")
        draft.unverified.remove("age_max")
        draft.sources["age_max"] = "24 1.1"
        row = change(draft)

        assert row.changes == {
            "sources.age_max": ["24-QĐ/TW, theo tài liệu thứ cấp", "24 1.1"],
            "unverified.age_max": [True, False],
        }
        assert row.lines == [
            ("Căn cứ: tuổi đến", "24-QĐ/TW, theo tài liệu thứ cấp", "24 1.1"),
            ("Đối chiếu: tuổi đến", "chưa đối chiếu", "đã đối chiếu"),
        ]

    def test_a_value_seen_in_a_question_bank_is_not_called_read(self, db):
        draft = changed("208")
        draft.unverified.remove("age_max")
        with pytest.raises(editions.Refused) as refused:
            change(draft, reason="Đối chiếu")

        assert list(faults(refused)) == ["age_max_source"]

    def test_moving_its_day_of_force_over_dossiers_asks_a_reason(self, person):
        """208 rests on nobody; in force since April it would take a vote of May from 20."""
        person(steps={**SOURCE, Stage.VOTED: (date(2026, 5, 11), "5")})
        draft = changed(issued_on=date(2026, 4, 9), in_force_on=date(2026, 4, 9))
        with pytest.raises(editions.Refused) as refused:
            change(draft)

        assert list(faults(refused)) == ["reason"]

    def test_a_change_that_turns_a_next_step_asks_a_reason(self, person):
        """His steps lie under 20, the step of today would be judged by 208: too old at 55."""
        person(
            birth_date=date(1968, 1, 5),
            steps={**SOURCE, Stage.TRAINED: (date(2026, 5, 4), "7"), Stage.CERTIFIED: (date(2026, 6, 1), "")},
        )
        with pytest.raises(editions.Refused) as refused:
            change(changed(age_max=55))

        assert list(faults(refused)) == ["reason"]

    def test_the_day_of_the_change_is_not_in_the_future(self, db):
        with pytest.raises(editions.Refused) as refused:
            change(changed("24", readmit_months=36), changed_on=date(2026, 11, 23))

        assert list(faults(refused)) == ["changed_on"]

    def test_nothing_changed_leaves_no_row(self, db):
        assert change(changed()) is None
        assert not EditionChange.objects.exists()

    def test_who_did_not_see_the_latest_change_is_told_of_it(self, world):
        change(changed("24", readmit_months=36), by=world.officers["an"])
        with pytest.raises(editions.Stale) as stale:
            change(changed("24", readmit_months=24))

        assert [row.changes for row in stale.value.newer] == [{"readmit_months": [12, 36]}]
        assert Edition.objects.get(code="24").readmit_months == 36

    def test_a_change_of_another_edition_is_no_hindrance(self, db):
        change(changed("24", readmit_months=36))

        assert change(changed("232", readmit_months=24)).changes == {"readmit_months": [36, 24]}


class TestAppendOnly:
    @pytest.fixture
    def rows(self, world):
        day = date(2026, 12, 1)
        return [
            change(changed("24", readmit_months=36), by=world.officers["an"]),
            CalendarChange.objects.create(day=day, act="off", note="thử", recorded_by=world.officers["an"]),
        ]

    def test_a_row_of_a_log_is_neither_saved_again_nor_deleted(self, rows):
        for row in rows:
            with pytest.raises(AppendOnly):
                row.save()
            with pytest.raises(AppendOnly):
                row.delete()

    def test_nor_are_many(self, rows):
        for row in rows:
            for act in (
                lambda log: log.update(recorded_by=None),
                lambda log: log.delete(),
                lambda log: log.bulk_update([], ["recorded_by"]),
            ):
                with pytest.raises(AppendOnly):
                    act(type(row).objects.all())

    @pytest.mark.parametrize("sql", ["UPDATE {} SET recorded_by_id = NULL", "DELETE FROM {}"])
    def test_nor_past_the_application(self, rows, sql):
        for row in rows:
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql.format(row._meta.db_table))
