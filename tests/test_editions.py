"""The editions as shipped, which one judges what, and their one writer: refusals, reasons, the log."""

from dataclasses import fields
from datetime import date
from importlib import import_module

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from admissions import editions, regulation
from admissions.models import AppendOnly, CalendarChange, Candidate, Edition, EditionChange
from admissions.regulation import Stage
from admissions.regulation.values import VALUES, written
from admissions.rulebook import Rulebook
from admissions.touched import open_cases, resting_on, touched

SOURCE = {Stage.SOURCE: (date(2020, 6, 1), "")}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-22 09:00:00+07:00", tick=False):
        yield


@pytest.fixture
def waiting(person):
    """Lò Văn Páo, whose cell voted on Monday 5/10/2026, under 208: due 45 working days later, 8/12/2026."""
    return person("Lò Văn Páo", steps={**SOURCE, Stage.VOTED: (date(2026, 10, 5), "5")})


def next_edition(**changes) -> Edition:
    """A draft copied from 208, in force from 1/10/2026."""
    draft = editions.copy_of(Edition.objects.get(code="208"))
    values = {
        "code": "301",
        "document": "301-QĐ/TW",
        "issued_on": date(2026, 9, 1),
        "in_force_on": date(2026, 10, 1),
        **changes,
    }
    for name, value in values.items():
        setattr(draft, name, value)
    return draft


def changed(code="208", **changes) -> Edition:
    draft = Edition.objects.get(code=code)
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft


def add(draft, seen=0, by=None):
    return editions.add(draft, copied=Edition.objects.get(code="208"), seen=seen, by=by)


def change(draft, reason="", seen=0, by=None, changed_on=date(2026, 11, 20)):
    return editions.change(draft, changed_on=changed_on, reason=reason, seen=seen, by=by)


def faults(refused) -> dict:
    return {fault.field: fault.text for fault in refused.value.faults}


# What domain.md 4 prints, column by column: 24, 232, 294, 20, 208.
TABLE = {
    "age_min": (18, 18, 18, 18, 18),
    "age_max": (60, 60, 60, 60, 60),
    "schooling": ("diploma", "diploma", "diploma", "diploma", "programme"),
    "certificate_months": (60, 60, 60, 60, 60),
    "dossier_months": (12, 12, 12, 12, 12),
    "decision_days": (60, 60, 45, 45, 45),
    "decision_extra_days": (30, 30, 15, 15, 15),
    "recognition_days": (30, 30, 30, 30, 30),
    "recognition_extra_days": (30, 30, 15, 15, 15),
    "ceremony_days": (30, 30, 30, 30, 30),
    "ceremony_from": ("receipt", "receipt", "receipt", "receipt", "issue"),
    "probation_months": (12, 12, 12, 12, 12),
    "review_days": (30, 30, 30, 30, 30),
    "verify_home_days": (30, 30, 30, 30, 30),
    "verify_abroad_days": (90, 90, 90, 90, 90),
    "readmit_months": (12, 36, 36, 36, 36),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_shipped_editions_are_the_table_of_the_domain(db, name):
    assert tuple(getattr(edition, name) for edition in Edition.objects.order_by("in_force_on")) == TABLE[name]


# The other numbers of 294, HD06 and HD38, with the clause they were read in.
@pytest.mark.parametrize(
    ("name", "value", "clause"),
    [
        ("introducer_months", 12, "294 3.2.1"),
        ("member_background_days", 30, "HD38 I.2.1, I.2.2"),
        ("readmit_months", 36, "294 3.5.1b"),
        ("readmit_cleared_months", 60, "294 3.5.1b"),
        ("transfer_forward_days", 15, "HD06 3.9b"),
        ("transfer_decide_days", 30, "HD06 3.9b"),
        ("transfer_keep_days", 30, "HD06 3.9c"),
        ("recheck_days", 60, "HD06 3.9c"),
        ("complaint_days", 30, "294 8.2.1"),
        ("contract_months", 12, "HD06 6.2c"),
        ("failed_votes", 3, "294 4.2.3"),
        ("postponement_months", 0, "294 4.2.1"),
        ("verify_abroad_days", 90, "HD06 3.4d, HD38 I.1.4.2 (24)"),
        ("decision_days", 45, "294 4.3.1"),
        ("certificate_months", 60, "HD06 5.4b"),
    ],
)
def test_every_number_of_294_tells_the_clause_it_was_read_in(db, name, value, clause):
    edition = Edition.objects.get(code="294")

    assert (getattr(edition, name), edition.sources[name]) == (value, clause)
    assert edition.unverified == []


def test_every_value_of_every_edition_has_a_source_and_only_294_was_read(db):
    for edition in Edition.objects.all():
        assert set(edition.sources) == set(VALUES)
        assert set(edition.unverified) == (set() if edition.code == "294" else set(VALUES))


def test_values_named_for_pages_are_those_the_regulation_works_with():
    numbers = {field.name for field in fields(regulation.Edition)}
    assert set(VALUES) == numbers - {"code", "document", "issued_on", "unverified"}


def test_the_shipped_numbers_can_be_withdrawn_and_shipped_again(db):
    from django.apps import apps

    ship = import_module("admissions.migrations.0006_ship_edition_numbers")
    before = {edition.code: editions.snapshot(edition) for edition in Edition.objects.all()}
    ship.withdraw(apps, None)
    assert Edition.objects.get(code="24").sources == {}
    assert "age_max" in Edition.objects.get(code="24").unverified
    assert "schooling" not in Edition.objects.get(code="24").unverified
    ship.ship(apps, None)

    assert {edition.code: editions.snapshot(edition) for edition in Edition.objects.all()} == before


# A step is judged by the edition in force on its day (294 came into force on 1/7/2025, 208 on 26/7/2026).
@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2025, 6, 30), "232"),
        (date(2025, 7, 1), "294"),
        (date(2026, 4, 7), "294"),
        (date(2026, 4, 8), "20"),
        (date(2026, 7, 25), "20"),
        (date(2026, 7, 26), "208"),
        (date(2019, 1, 1), "24"),
    ],
)
def test_editions_take_turns(db, day, code):
    assert regulation.edition_on(Rulebook.read().editions, day).code == code


# domain.md 4: values in words.
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("decision_days", 45, "45 ngày làm việc"),
        ("age_max", 60, "60 tuổi"),
        ("probation_months", 12, "12 tháng"),
        ("failed_votes", 3, "3 lần"),
        ("postponement_months", 0, "không quy định"),
        ("schooling", "programme", "hoàn thành chương trình THCS"),
        ("in_force_on", "2025-07-01", "01/07/2025"),
    ],
)
def test_values_are_written_with_their_unit(name, content, words):
    assert written(VALUES[name], content) == words


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


class TestResting:
    def rest(self, code):
        return [
            candidate.name
            for candidate, _ in resting_on(code, open_cases(Candidate.objects.all()), Rulebook.read())
        ]

    @pytest.mark.parametrize(
        ("voted", "code"), [(date(2026, 7, 24), "20"), (date(2026, 7, 26), "208"), (date(2025, 6, 30), "232")]
    )
    def test_a_dossier_rests_on_the_edition_of_its_step(self, person, voted, code):
        person("Lò Văn Páo", steps={Stage.VOTED: (voted, "5")})

        assert [c for c in ("24", "232", "294", "20", "208") if self.rest(c)] == [code]

    def test_a_probation_that_ends_later_rests_on_the_edition_of_its_end_too(self, person):
        person("Lò Văn Páo", steps={Stage.HELD: (date(2025, 10, 10), "5")})

        assert [c for c in ("232", "294", "20", "208") if self.rest(c)] == ["294", "208"]

    @pytest.mark.parametrize("stage", [Stage.RECOGNISED, Stage.OUT])
    def test_closed_dossiers_rest_on_nothing(self, person, stage):
        person(steps={stage: (date(2026, 8, 3), "5")})

        assert self.rest("208") == []


class TestTouched:
    def test_a_clock_that_would_move_is_told_with_both_days(self, waiting):
        [touch] = editions.touched_by(next_edition(decision_days=30))

        assert touch.candidate == waiting
        assert [(m.what, m.old, m.new) for m in touch.moved] == [
            ("Ban Thường vụ xét, quyết định kết nạp", date(2026, 12, 8), date(2026, 11, 16))
        ]

    def test_a_vote_of_the_day_before_it_comes_into_force_is_not_touched(self, person):
        person(steps={Stage.VOTED: (date(2026, 9, 30), "5")})

        assert editions.touched_by(next_edition(decision_days=30)) == []

    def test_a_next_step_that_would_be_barred_is_told(self, person):
        person(
            birth_date=date(1968, 1, 5),
            steps={**SOURCE, Stage.TRAINED: (date(2026, 8, 3), "7"), Stage.CERTIFIED: (date(2026, 9, 1), "")},
        )
        [touch] = editions.touched_by(next_edition(age_max=55))

        assert {obstacle.code for obstacle in touch.come} == {"age_over_60"}
        assert touch.act == "Chi bộ biểu quyết đề nghị kết nạp"
        assert not touch.moved and not touch.gone

    def test_what_stood_in_the_way_before_is_not_told_again(self, person):
        """No certificate of the class either way; only the age is new."""
        person(birth_date=date(1968, 1, 5), steps={**SOURCE, Stage.CERTIFIED: (date(2026, 9, 1), "")})
        [touch] = editions.touched_by(next_edition(age_max=55))

        assert [obstacle.code for obstacle in touch.come] == ["age_over_60"]

    def test_what_would_no_longer_stand_in_the_way_is_told(self, person):
        person(
            birth_date=date(1964, 1, 5),
            steps={**SOURCE, Stage.TRAINED: (date(2026, 8, 3), "7"), Stage.CERTIFIED: (date(2026, 9, 1), "")},
        )
        [touch] = editions.touched_by(next_edition(age_max=65))

        assert ([o.code for o in touch.gone], touch.come) == (["age_over_60"], ())

    def test_an_edition_of_the_future_touches_nobody_today(self, waiting):
        assert editions.touched_by(next_edition(decision_days=30, in_force_on=date(2027, 1, 1))) == []

    def test_the_same_rules_touch_nobody(self, waiting):
        rulebook = Rulebook.read()

        assert touched(open_cases(Candidate.objects.all()), rulebook, rulebook) == []

    def test_reading_the_open_dossiers_costs_three_queries(self, person, django_assert_num_queries):
        for n in range(4):
            person(f"Lò Văn {'abcd'[n]}", steps={**SOURCE, Stage.VOTED: (date(2026, 10, 5), "5")})
        with django_assert_num_queries(3):
            assert len(open_cases(Candidate.objects.all())) == 4


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
