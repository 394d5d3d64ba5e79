"""Which open dossiers rest on an edition, and which another one would touch."""

from datetime import date

import pytest
import time_machine

from admissions import editions
from admissions.models import Candidate
from admissions.regulation import Stage
from admissions.rulebook import Rulebook
from admissions.touched import open_cases, resting_on, touched
from tests.edition_drafts import next_edition

SOURCE = {Stage.SOURCE: (date(2020, 6, 1), "")}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-22 09:00:00+07:00", tick=False):
        yield


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
