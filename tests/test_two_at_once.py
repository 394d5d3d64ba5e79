"""Two, twenty, a hundred people at once on one person: one wins, the others are told, the trail stays whole."""

import json
from collections import Counter
from itertools import cycle, islice

import pytest

from tests.crowd import NAMES, PASSWORD, SEEN, Visitor, at_once
from tests.server import chromium, installation

DAY = "02/06/2025"


@pytest.fixture(scope="module")
def served(tmp_path_factory, django_db_setup):
    """Django's own server over a dozen listed persons, each test with its own."""
    with installation(tmp_path_factory.mktemp("two-at-once")) as server:
        server.people = told(server, "seed(14)")
        yield server


@pytest.fixture(scope="module")
def crowded(tmp_path_factory, django_db_setup):
    """The server of the real service, with four processes."""
    with installation(tmp_path_factory.mktemp("crowd"), workers=4) as server:
        server.people = told(server, "seed(2)")
        yield server


def told(server, call: str):
    """What a function of tests.crowd returns when it runs in a process over the server's database."""
    words = f"import json; from tests import crowd; print(json.dumps(crowd.{call}))"
    return json.loads(server.manage("shell", "-v0", "-c", words))


def whole_trail(server, pk: int) -> list[list]:
    """The rows of a person's trail. Fails where row and trail disagree, or what was voided was not the last step."""
    strayed, rows, standing = *told(server, f"strayed_and_trail({pk})"), []
    assert strayed == []
    for key, _, _, voids, _ in rows:
        if voids:
            assert voids == standing.pop()
        else:
            standing.append(key)
    assert standing[0] == rows[0][0]
    return rows


def step_page(pk: int) -> str:
    return f"/quan-chung/{pk}/buoc/trained/"


def visitors(server, count: int) -> list[Visitor]:
    """As many as asked for, of the four officers."""
    return list(islice(cycle([Visitor(server.port, name) for name in NAMES]), count))


def all_send(server, pk: int, count: int, label: str) -> list:
    """The page of a step, opened by the four officers, then sent `count` times at the same moment."""
    crowd = visitors(server, count)
    pages = [visitor.get(step_page(pk)).page for visitor in crowd[: len(NAMES)]]

    def send(number):
        page = pages[number % len(NAMES)]
        sent = {"happened_on": DAY, "document_number": f"{label}-{number}/GCN", "seen": SEEN.search(page)[1]}
        return crowd[number].post(step_page(pk), page, **sent)

    return at_once([lambda number=number: send(number) for number in range(count)])


def one_wins(answers: list, label: str) -> str:
    """The number of the certificate that was recorded. Every other answer tells it and keeps what was typed."""
    assert Counter(answer.status for answer in answers) == {302: 1, 409: len(answers) - 1}
    winner = next(n for n, answer in enumerate(answers) if answer.status == 302)
    for n, answer in enumerate(answers):
        if n != winner:
            assert f"{label}-{winner}/GCN" in answer.page
            assert f'value="{label}-{n}/GCN"' in answer.page
    return f"{label}-{winner}/GCN"


def opened(browser, server, name, pk, number):
    """The page of a step in a browser of an officer's own, filled in but not sent."""
    page = browser.new_context(base_url=server.url).new_page()
    page.goto(f"/dang-nhap/?next={step_page(pk)}")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"**{step_page(pk)}")
    page.fill("[name=happened_on]", DAY)
    page.fill("[name=document_number]", number)
    return page


@pytest.mark.browser
def test_of_two_browsers_on_one_dossier_one_wins_the_other_sees_what_changed_and_sends_again(served):
    pk = served.people[0]
    with chromium() as browser:
        pages = [opened(browser, served, name, pk, f"{name}/GCN") for name in ("an", "binh")]
        for page in pages:  # neither waits for the other's answer
            page.evaluate("void setTimeout(() => document.querySelector('form.form button').click())")
        for page in pages:
            page.locator(".notice").first.wait_for()
        loser, winner = sorted(pages, key=lambda page: page.url.endswith(f"/quan-chung/{pk}/"))
        name = "an" if loser is pages[0] else "binh"
        other = "binh" if name == "an" else "an"

        assert winner.url.endswith(f"/quan-chung/{pk}/") and loser.url.endswith(step_page(pk))
        alert = loser.get_by_role("alert").inner_text()
        assert "chưa ghi gì" in alert and f"{other}/GCN ({other.capitalize()} ghi" in alert
        assert loser.input_value("[name=document_number]") == f"{name}/GCN"
        assert loser.input_value("[name=happened_on]") == DAY

        loser.get_by_role("button", name="Ghi bước").click()
        loser.wait_for_url(f"**/quan-chung/{pk}/")
    assert [row[2] for row in whole_trail(served, pk)] == ["03-NQ/CB", f"{other}/GCN", f"{name}/GCN"]


def test_of_twenty_who_send_the_same_step_one_wins(served):
    pk = served.people[1]
    recorded = one_wins(all_send(served, pk, 20, "a"), "a")

    assert [row[2] for row in whole_trail(served, pk)] == ["03-NQ/CB", recorded]


def test_papers_ticked_by_two_at_once_are_all_kept_and_none_twice(served):
    same, other = served.people[2:4]
    papers = {"application": "2025-06-02", "background": "2025-06-02", "opinions": "2025-06-03"}
    rows = told(served, f"tick_at_once({same}, {[papers] * 8})")

    assert rows == [["application", "2025-06-02"], ["background", "2025-06-02"], ["opinions", "2025-06-03"]]

    lists = [
        {"application": "2025-06-02", "background": "2025-06-02"},
        {"background": "2025-06-04", "opinions": "2025-06-03"},
    ]
    rows = told(served, f"tick_at_once({other}, {lists})")
    assert sorted(rows) == [
        ["application", "2025-06-02"],
        ["background", "2025-06-02"],
        ["background", "2025-06-04"],
        ["opinions", "2025-06-03"],
    ]


def test_of_a_move_out_of_the_commune_and_a_step_at_once_one_wins(served):
    people = served.people[4:8]
    for pk, found in zip(
        people, told(served, f"move_and_step_at_once({people}, elsewhere='Xã Xa')"), strict=True
    ):
        moved = found["outcomes"] == ["done", "Stale"]
        assert moved or found["outcomes"] == ["Stale", "done"]
        assert (found["moves"], found["trail"][-1][1]) == ((1, "moved_away") if moved else (0, "trained"))
        assert len(found["trail"]) == 2, pk
    whole_trail(served, people[0])


def test_of_a_move_inside_the_commune_and_a_step_at_once_the_step_stands_where_the_person_is(served):
    people = served.people[8:13]
    for found in told(served, f"move_and_step_at_once({people}, to='SEN')"):
        moved = found["outcomes"] == [
            "done",
            "done",
        ]  # the move came first: the step is taken in the new cell
        assert moved or found["outcomes"] == ["Stale", "done"]
        assert (found["moves"], found["unit"]) == ((1, "SEN") if moved else (0, "HOA"))
        assert [row[4] for row in found["trail"]] == ["HOA", found["unit"]]
    whole_trail(served, people[0])


def test_a_step_that_waited_for_a_move_is_taken_in_the_new_cell(served):
    rows = told(served, f"step_waits_for_move({served.people[13]}, 'SEN')")

    assert [(row[1], row[4]) for row in rows] == [("listed", "HOA"), ("trained", "SEN")]


@pytest.mark.drill
def test_of_a_hundred_who_send_the_same_step_one_wins_each_round(crowded):
    pk = crowded.people[0]
    recorded = [one_wins(all_send(crowded, pk, 100, label), label) for label in "abcde"]

    assert [row[2] for row in whole_trail(crowded, pk)] == ["03-NQ/CB", *recorded]


@pytest.mark.drill
def test_a_hundred_steps_and_voids_at_once_leave_one_consistent_trail(crowded):
    """Each looks at the page first, so most of what is sent is fresh when it leaves and stale when it arrives."""
    pk, crowd = crowded.people[1], visitors(crowded, 100)

    def look_and_send(number):
        path = step_page(pk) if number % 3 else f"/quan-chung/{pk}/huy-buoc/"
        page = crowd[number].get(path).page
        if not (seen := SEEN.search(page)):
            return "nothing to void"
        sent = {"happened_on": DAY, "document_number": f"{number}/GCN", "reason": "thử", "seen": seen[1]}
        return crowd[number].post(path, page, **sent).status

    statuses = Counter(
        status for _ in range(4) for status in at_once([lambda n=n: look_and_send(n) for n in range(100)])
    )

    assert set(statuses) <= {302, 409, 422, "nothing to void"}
    assert statuses[302] >= 4
    assert len(whole_trail(crowded, pk)) == 1 + statuses[302]
