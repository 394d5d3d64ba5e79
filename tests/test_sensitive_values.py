"""What is sensitive stays on the person's own pages: not in clocks, letters, feeds, lists, cards or kept reasons (91/2025/QH15)."""

import io
from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from admissions import pipeline
from admissions.deadlines.digests import letter_to
from admissions.models import Feed, Override, StageEvent
from admissions.pipeline import Entry
from admissions.regulation import Stage

CERTIFIED = {
    Stage.SOURCE: (date(2025, 1, 10), ""),
    Stage.LISTED: (date(2025, 3, 10), "03-NQ/CB"),
    Stage.TRAINED: (date(2025, 5, 10), "77/GCN"),
    Stage.OPENED: (date(2026, 3, 10), "5-QĐ"),
    Stage.CERTIFIED: (date(2026, 4, 20), "6"),
}
# Nobody else in the small world bears these.
SENSITIVE = {
    "ethnic_group": "La Hủ",
    "religion": "Tin lành",
    "note": "Nhà ở đầu bản Nậm Lúc",
    "political_question": True,
    "foreign_marriage": True,
    "readmission": True,
    "left_party_on": date(2019, 3, 4),
    "record_cleared_on": date(2022, 2, 17),
}
NEVER = (
    "La Hủ",
    "Tin lành",
    "Có đạo",
    "đầu bản Nậm Lúc",
    "17/02/2022",
    "2022-02-17",
    "án tích",
    "vấn đề chính trị",
)
PAGES = (
    "home",
    "candidate_list",
    "candidate_board",
    "work_list",
    "month_calendar",
    "missing_papers",
    "override_list",
)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-15 09:00:00+07:00", tick=False):
        yield


@pytest.fixture
def one(world, person):
    """Somebody of whom all of it is recorded; the head of the office set the waiting time aside for his vote."""
    head = world.officers["an"]
    head.heads_office = True
    head.save()
    candidate = person("Lò Văn Páo", steps=CERTIFIED, ready=date(2026, 4, 6), **SENSITIVE)
    vote = Entry(Stage.VOTED, date(2026, 4, 28), "5-NQ/CB", votes_members=9, votes_for=9)
    pipeline.advance(candidate, vote, by=head, override="Cấp trên đã đồng ý")
    return candidate


def told(text: str) -> list[str]:
    return [word for word in NEVER if word in text]


def test_no_list_and_no_card_tells_it(world, one):
    client = world.client("an")
    pages = {page: client.get(reverse(page)).content.decode() for page in PAGES}

    assert "Lò Văn Páo" in pages["candidate_board"] and "Lò Văn Páo" in pages["override_list"]
    assert {page: told(text) for page, text in pages.items() if told(text)} == {}


def test_no_letter_no_feed_and_no_script_is_told(world, one, client):
    out = io.StringIO()
    call_command("deadlines", "--json", stdout=out)
    feed = client.get(f"/lich/{Feed.replace(world.officers['an'])}.ics").content.decode()
    letter = letter_to(world.officers["an"], date(2026, 6, 15)).body

    assert "Lò Văn Páo" in out.getvalue() and "Lò Văn Páo" in letter
    assert told(out.getvalue()) + told(feed.replace("\r\n ", "")) + told(letter) == []


def test_what_is_kept_beside_a_step_for_good_does_not_tell_it(one):
    kept = [str(row) for model in (Override, StageEvent) for row in model.objects.values_list()]

    assert {each["code"] for each in Override.objects.get().obstacles} >= {
        "readmit_wait",
        "political_standard",
    }
    assert told(" ".join(kept)) == []
