"""A card of the board: unit, age, days at the stage, what falls due first."""

from datetime import date

import pytest
import time_machine

from admissions.deadlines import Due
from admissions.regulation import Clock, Stage
from admissions.views import board

ADDRESS = "/quan-chung/bang/"
SOURCE = {Stage.SOURCE: (date(2024, 1, 10), "")}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-22 09:00:00+07:00", tick=False):
        yield


def text(client, **query):
    return " ".join(client.get(ADDRESS, query).content.decode().split())


def test_a_card_tells_the_unit_the_age_and_the_days_at_the_stage(office, world, person):
    person(
        "Lò Văn Một",
        unit=world.sen,
        birth_date=date(2000, 11, 23),
        steps={Stage.SOURCE: (date(2026, 10, 19), "")},
    )
    person("Lò Văn Hai", birth_date=date(2000, 11, 22), steps={**SOURCE, Stage.OUT: (date(2025, 3, 1), "")})
    page = text(office)

    assert "Chi bộ bản Sen" in page
    assert "25 tuổi · 34 ngày ở bước này" in page
    assert "26 tuổi · từ 01/03/2025" in page


# 30 working days after Friday 31/7/2026: Tuesday 15/9/2026, the second of September and the day after being off.
@pytest.mark.parametrize(
    ("now", "kind", "words", "late"),
    [
        ("2026-09-18", "badge badge-bad", "quá 3 ngày", True),
        ("2026-09-16", "badge badge-bad", "quá 1 ngày", True),
        ("2026-09-15", "badge badge-warn", "hạn hôm nay", False),
        ("2026-09-10", "badge badge-warn", "còn 5 ngày", False),
        ("2026-09-01", "badge badge-warn", "còn 14 ngày", False),
        ("2026-08-31", "badge", "còn 15 ngày", False),
    ],
)
def test_what_is_due_is_told_by_icon_word_and_date(world, person, now, kind, words, late):
    person("Lò Văn Páo", steps={**SOURCE, Stage.DECIDED: (date(2026, 7, 31), "12-QĐ/ĐU")})
    with time_machine.travel(f"{now} 09:00:00+07:00", tick=False):
        page = text(world.client("an"))
    due = page.split('class="board-due"')[1].split("</li>")[0]

    assert f'<span class="{kind}"><svg' in due
    assert words in due
    assert "15/09/2026" in due and "Tổ chức lễ kết nạp" in due
    assert ("is-late" in page) is late


def only_card(client):
    (card,) = (card for column in client.get(ADDRESS).context["columns"] for card in column.cards)
    return card


@pytest.mark.parametrize(
    ("issued", "due"), [(date(2021, 12, 1), date(2026, 12, 1)), (date(2024, 12, 1), None)]
)
def test_a_certificate_is_told_only_when_it_is_about_to_lapse(office, person, issued, due):
    person("Lò Văn Páo", steps={**SOURCE, Stage.TRAINED: (issued, "7"), Stage.OPENED: (date(2026, 1, 5), "")})
    card = only_card(office)

    assert (card.due and card.due.clock.due) == due
    assert card.soon is (due is not None)


def test_of_several_clocks_the_earliest_is_told(office, person, monkeypatch):
    one = person("Lò Văn Páo")
    days = [date(2026, 12, 1), date(2026, 12, 2)]
    dues = [Due(one, Clock("", "", day, day, ""), (day - date(2026, 11, 22)).days, one.unit) for day in days]
    monkeypatch.setattr(board, "open_clocks", lambda people, on: dues)

    assert only_card(office).due.clock.due == date(2026, 12, 1)
