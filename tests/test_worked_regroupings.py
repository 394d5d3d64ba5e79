"""Reorganisations worked out by hand: the figures before, after, as then and as now.

Each line of figures is (members to the day, admitted, on the road, quota).
"""

from datetime import date

import pytest
import time_machine

from admissions import regrouping
from admissions.models import Candidate
from admissions.regulation import Stage
from reports import figures
from reports.as_json import figures_as_json
from reports.regrouping import shares_of
from tests.regroupings import TODAY, cell, do, give, quota, told
from units.models import Kind
from units.periods import Period
from units.reorganise import Alter, Close, Found, Leave, Newcomer, Part, Split

JUNE, JULY, OCTOBER = date(2026, 6, 1), date(2026, 7, 1), date(2026, 10, 1)
MARCH_END, MAY_END, JUNE_END = date(2026, 3, 31), date(2026, 5, 31), date(2026, 6, 30)
SEPTEMBER_END = date(2026, 9, 30)

SOURCE = {Stage.SOURCE: (date(2026, 1, 5), "")}
LISTED = {**SOURCE, Stage.LISTED: (date(2026, 2, 5), "1-NQ/CB")}
OPENED = {**LISTED, Stage.OPENED: (date(2026, 3, 5), "2-QĐ/ĐU")}
VOTED = {**OPENED, Stage.VOTED: (date(2026, 4, 6), "5-NQ/CB")}


def admitted(day):
    return {Stage.SOURCE: (date(2025, 6, 2), ""), Stage.DECIDED: (day, "9-QĐ/ĐU")}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00:00+07:00", tick=True):
        yield


class TestThirteenVillageCellsBecomeEight:
    """On 1 June V2 goes into V1, V4 into V3, V6 into V5, V8 into V7, V10 into V9; V11, V12, V13 stay."""

    @pytest.fixture
    def villages(self, world, person):
        """V1 has 11 members, V2 12 … V13 23: 13·10 + (1 + … + 13) = 130 + 91 = 221. Each has a quota of one.

        Admitted: V2 on 10 March, V1 on 6 April, V4 on 20 August. On the road: two people of V2.
        """
        give(world.commune, quota=13)
        cells = {n: cell(world.commune, f"V{n}", 10 + n, 1) for n in range(1, 14)}
        person("Lò Văn Ba", unit=cells[2], steps=admitted(date(2026, 3, 10)))
        person("Lò Văn Tư", unit=cells[1], steps=admitted(date(2026, 4, 6)))
        person("Lò Văn Tám", unit=cells[4], steps=admitted(date(2026, 8, 20)))
        person("Lò Văn Một", unit=cells[2], steps=SOURCE)
        person("Lò Văn Hai", unit=cells[2], steps=LISTED)
        return cells

    def merge(self, world, cells):
        for n in (1, 3, 5, 7, 9):
            do(world, Close(cells[n + 1], cells[n]), JUNE, quotas=[quota(cells[n], 2)])

    def test_the_successors_have_what_both_had(self, world, villages):
        self.merge(world, villages)

        # V1: 11 + 12 members and the two admitted, one of each; quota 1 + 1; the two people of V2
        assert told(villages[1]) == (11 + 12 + 2, 2, 2, 2)
        # V3: 13 + 14 and the one of V4, admitted after the merger
        assert told(villages[3]) == (13 + 14 + 1, 1, 0, 2)
        assert told(villages[13]) == (23, 0, 0, 1)
        root = figures.for_period(world.commune, Period.of(2026, today=TODAY))
        assert sum(child.node.code.startswith("V") for child in root.standing_children()) == 8
        # five quotas of two and three of one: 13, as the commune's
        assert (root.members_quota, root.children_quota) == (13, 5 * 2 + 3 * 1)

    def test_the_sums_at_the_root_stay(self, world, villages):
        days = (MARCH_END, MAY_END, JUNE, TODAY)
        before = [told(world.commune, day) for day in days]
        self.merge(world, villages)

        # 31/3: one admitted, two still on the road beside the two of V2; from 6/4 two and one; from 20/8 three
        assert before == [(222, 1, 4, 13), (223, 2, 3, 13), (223, 2, 3, 13), (224, 3, 2, 13)]
        assert [told(world.commune, day) for day in days] == before

    def test_march_is_told_as_it_was(self, world, villages):
        quarter = Period.of(2026, "Q1", today=TODAY)
        before = figures_as_json(figures.for_period(world.commune, quarter))
        self.merge(world, villages)

        assert figures_as_json(figures.for_period(world.commune, quarter)) == before
        assert told(villages[1], MARCH_END) == (11, 0, 1, 1)  # who was admitted on 6 April was on the road
        assert told(villages[2], MARCH_END) == (12 + 1, 1, 2, 1)

    def test_the_day_before_and_the_day(self, world, villages):
        self.merge(world, villages)

        assert told(villages[1], MAY_END) == (11 + 1, 1, 0, 1)
        assert told(villages[1], JUNE) == (11 + 12 + 2, 2, 2, 2)

    def test_march_by_todays_tree(self, world, villages):
        self.merge(world, villages)

        # the facts of March, added up as the units hang now; the quota is that which V1 itself had then
        assert told(villages[1], MARCH_END, "now") == (11 + 12 + 1, 1, 1 + 2, 1)
        assert told(world.commune, MARCH_END, "now") == (222, 1, 4, 13)

    def test_what_is_proposed_is_the_quotas_of_both(self, villages):
        [share] = shares_of(Close(villages[2], villages[1]), on=JUNE, today=TODAY)

        assert (share.has["members"], share.proposed["members"]) == (1, 2)


class TestTwoUnitsSwapParents:
    """On 1 July the workshop goes to the school base, the primary cell to the company; two decisions."""

    @pytest.fixture
    def swapped(self, world, person):
        """Workshop: 20 members, quota 2, admitted in May and in September. Primary: 30 members, quota 1."""
        schools = cell(world.commune, "TRUONG", quota=1, kind=Kind.BASE)
        primary = cell(schools, "TH", 30, 1, kind=Kind.SCHOOL)
        give(world.workshop, 20, 2)
        give(world.base, quota=2)
        person("Lò Văn Năm", unit=world.workshop, steps=admitted(date(2026, 5, 11)))
        person("Lò Văn Chín", unit=world.workshop, steps=admitted(date(2026, 9, 14)))
        person("Lò Văn Đi", unit=primary, steps=SOURCE)
        self.workshop = Alter(world.workshop, world.workshop.name, world.workshop.kind, schools)
        self.primary = Alter(primary, primary.name, primary.kind, world.base)
        return world.base, schools

    def swap(self, world, base, schools):
        do(world, self.workshop, JULY, quotas=[quota(base, 0), quota(schools, 3)])
        do(world, self.primary, JULY)

    def test_each_base_has_the_other_cell_from_that_day(self, world, swapped):
        base, schools = swapped
        assert told(base, JUNE_END) == (20 + 1, 1, 1, 2)  # who is admitted in September is on the road
        self.swap(world, base, schools)

        assert (told(base, JUNE_END), told(schools, JUNE_END)) == ((21, 1, 1, 2), (30, 0, 1, 1))
        # both admissions of the workshop are the schools' now, the person of the primary cell is the company's
        assert told(schools) == (20 + 2, 2, 0, 3)
        assert told(base) == (30, 0, 1, 0)

    def test_june_by_todays_tree(self, world, swapped):
        base, schools = swapped
        self.swap(world, base, schools)

        assert told(base, JUNE_END, "now")[:3] == (30, 0, 1)
        assert told(schools, JUNE_END, "now")[:3] == (20 + 1, 1, 1)

    def test_the_root_does_not_notice(self, world, swapped):
        before = told(world.commune, JUNE_END), told(world.commune)
        self.swap(world, *swapped)

        assert (told(world.commune, JUNE_END), told(world.commune)) == before
        assert before == ((20 + 30 + 1, 1, 2, None), (20 + 30 + 2, 2, 1, None))

    def test_the_bases_are_proposed_to_pass_the_quota_on(self, world, swapped):
        base, schools = swapped
        proposed = {
            share.name: share.proposed["members"] for share in shares_of(self.workshop, on=JULY, today=TODAY)
        }

        # the company gives up the workshop's two of its two, the schools take them on: 1 + 2
        assert proposed == {base.name: 0, schools.name: 3}


class TestAUnitLeavesInOctober:
    """Sen goes to a ward on 1 October: two on the road, one on probation, one official, one out; 15 members."""

    @pytest.fixture
    def sen(self, world, person):
        give(world.sen, 15, 1)
        give(world.hoa, 10)
        held = {**admitted(date(2026, 3, 9)), Stage.HELD: (date(2026, 3, 16), "")}
        person("Lò Văn Nguồn", unit=world.sen, steps=SOURCE)
        person("Lò Văn Vâng", unit=world.sen, steps=VOTED)
        person("Lò Văn Dự", unit=world.sen, steps=held)
        official = {Stage.SOURCE: (date(2020, 1, 6), ""), Stage.DECIDED: (date(2024, 3, 4), "1-QĐ/ĐU")}
        official |= {Stage.HELD: (date(2024, 3, 8), ""), Stage.RECOGNISED: (date(2025, 3, 10), "2-QĐ/ĐU")}
        person("Lò Văn Chính", unit=world.sen, steps=official)
        person("Lò Văn Ra", unit=world.sen, steps={**SOURCE, Stage.OUT: (date(2026, 2, 2), "")})
        person("Lò Văn Ở", unit=world.hoa, steps=SOURCE)
        return world.sen

    def stages(self, sen):
        return {one.name: one.stage for one in Candidate.objects.filter(unit=sen)}

    def test_who_is_on_the_way_leaves_with_it(self, world, sen):
        act = do(world, Leave(sen, "Đảng bộ phường Hoa Ban"), OCTOBER)

        assert self.stages(sen) == {
            "Lò Văn Nguồn": Stage.MOVED_AWAY,
            "Lò Văn Vâng": Stage.MOVED_AWAY,
            "Lò Văn Dự": Stage.MOVED_AWAY,
            "Lò Văn Chính": Stage.RECOGNISED,
            "Lò Văn Ra": Stage.OUT,
        }
        assert {(move.elsewhere, move.number) for move in act.moves.all()} == {
            ("Đảng bộ phường Hoa Ban", "45-QĐ/ĐU")
        }

    def test_what_it_did_stays_in_the_sum(self, world, sen):
        do(world, Leave(sen, "Đảng bộ phường Hoa Ban"), OCTOBER)

        # to 30/9: 15 + 10 members and one admitted; two of Sen and one of Hoa on the road. From 1/10 one.
        assert told(world.commune, SEPTEMBER_END) == (26, 1, 3, None)
        assert told(world.commune, OCTOBER) == (26, 1, 1, None)
        assert told(sen, SEPTEMBER_END) == (16, 1, 2, 1)
        assert told(world.commune, SEPTEMBER_END, "now") == (26, 1, 3, None)

    def test_undone_everybody_is_back(self, world, sen):
        stages, before = (
            self.stages(sen),
            [told(world.commune, day) for day in (SEPTEMBER_END, OCTOBER, TODAY)],
        )
        act = do(world, Leave(sen, "Đảng bộ phường Hoa Ban"), OCTOBER)
        regrouping.undo(act, by=world.officers["an"], reason="Ghi nhầm đơn vị")

        assert self.stages(sen) == stages
        assert [told(world.commune, day) for day in (SEPTEMBER_END, OCTOBER, TODAY)] == before


class TestASplitWithPeopleOnTheRoad:
    """On 1 June eight of Hoa's twenty members found a new cell; of five people two go with them."""

    @pytest.fixture
    def people(self, world, person):
        give(world.hoa, 20, 3)
        steps = {
            "Nguồn": SOURCE,
            "Tình": LISTED,
            "Làm": OPENED,
            "Biểu": VOTED,
            "Quyết": admitted(date(2026, 5, 4)),
        }
        return {name: person(f"Lò Văn {name}", unit=world.hoa, steps=steps[name]) for name in steps}

    def split(self, world, people):
        new = Found(world.commune, Newcomer("HOA2", "Chi bộ bản Hoa Hai", Kind.RESIDENTIAL))
        hands = {people["Tình"].pk: 0, people["Biểu"].pk: 0}
        act = do(world, Split(world.hoa, (Part(new, 8),)), JUNE, people=hands)
        return act.placements.get(unit__code="HOA2").unit

    def test_members_and_people_are_shared_out_from_that_day(self, world, people):
        part = self.split(world, people)

        # Hoa: 20 − 8 and the one admitted in May; Nguồn and Làm stay on its road
        assert told(world.hoa) == (20 - 8 + 1, 1, 2, 3)
        assert told(part) == (8, 0, 2, None)
        assert {one.name for one in Candidate.objects.filter(unit=part)} == {"Lò Văn Tình", "Lò Văn Biểu"}

    def test_the_day_before_all_were_there(self, world, people):
        before = told(world.hoa, MAY_END)
        part = self.split(world, people)

        assert before == told(world.hoa, MAY_END) == (21, 1, 4, 3)
        assert told(part, MAY_END)[1:3] == (0, 0)
        assert told(world.hoa, JUNE) == (13, 1, 2, 3)
        assert told(part, JUNE) == (8, 0, 2, None)

    def test_the_root_does_not_notice(self, world, people):
        days = (MARCH_END, MAY_END, JUNE, TODAY)
        before = [told(world.commune, day) for day in days]
        self.split(world, people)

        assert [told(world.commune, day) for day in days] == before

    def test_undone_every_day_is_as_it_was(self, world, people):
        days = (MARCH_END, MAY_END, JUNE, TODAY)
        before = [told(world.hoa, day) for day in days]
        part = self.split(world, people)
        act = part.placements.get().act
        regrouping.undo(act, by=world.officers["an"], reason="Ghi nhầm ngày")

        assert [told(world.hoa, day) for day in days] == before
        assert set(Candidate.objects.values_list("unit__code", flat=True)) == {"HOA"}
