"""The board under real fingers: the next cards of a column, arrows and Enter, a phone without scripts."""

import pytest
from playwright.sync_api import expect

from tests.server import chromium, installation

SEED = """
from datetime import date, timedelta
from admissions import pipeline
from admissions.rulebook import Rulebook
from admissions.models import Candidate
from admissions.pipeline import Entry
from admissions.regulation import Stage
from units import reorganise
from units.models import Kind, Officer, Role
since = date(2020, 1, 1)
commune = reorganise.found(code="MAY", name="Đảng bộ xã Mây", kind=Kind.COMMUNE, since=since)
hoa = reorganise.found(code="HOA", name="Chi bộ bản Hoa", kind=Kind.RESIDENTIAL, parent=commune, since=since)
Officer.objects.create_user("an", "mat-khau-thu", role=Role.OFFICE, unit=commune)
rulebook = Rulebook.read()
for n in range(14):
    one = Candidate(unit=hoa, birth_date=date(2000, 1, 1), sex="male")
    one.set_name(f"Lò Văn {n:02d}")
    steps = [Entry(Stage.SOURCE, date(2024, 1, 1) + timedelta(days=n), "")]
    if n == 13:
        steps.append(Entry(Stage.DECIDED, date(2024, 6, 1), "12-QĐ/ĐU"))
    rows = pipeline.take_over(one, steps, by=None, rulebook=rulebook)
    one.save()
    for row in rows:
        row.save()
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory, django_db_setup):
    with installation(tmp_path_factory.mktemp("board")) as server:
        server.manage("shell", "-v0", "-c", SEED)
        yield server


def opened(browser, server, **settings):
    """The board, signed in."""
    page = browser.new_context(base_url=server.url, **settings).new_page()
    page.goto("/dang-nhap/?next=/quan-chung/bang/")
    page.fill("[name=username]", "an")
    page.fill("[name=password]", "mat-khau-thu")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/quan-chung/bang/")
    return page


def shown(page, stage):
    return page.locator(f"#cot-{stage} .board-name").all_inner_texts()


@pytest.mark.browser
def test_more_cards_come_below_and_the_arrows_walk_over_all_of_them(server):
    with chromium() as browser:
        page = opened(browser, server)
        assert len(shown(page, "source")) == 10
        page.get_by_role("link", name="Xem thêm 3 người ở bước Nguồn").click()
        page.get_by_role("link", name="Lò Văn 12").wait_for()
        expect(page.locator(".htmx-added")).to_have_count(0)  # htmx sets the focus last
        assert shown(page, "source") == [f"Lò Văn {n:02d}" for n in range(13)]
        assert page.evaluate("document.activeElement.innerText") == "Lò Văn 10"
        assert page.url.endswith("/quan-chung/bang/")
        for _ in range(3):
            page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.querySelector('a').innerText") == "Lò Văn 13"
        page.keyboard.press("Enter")
        page.wait_for_url("**/quan-chung/14/")


@pytest.mark.browser
def test_on_a_phone_without_scripts_the_columns_stand_below_each_other(server):
    with chromium() as browser:
        page = opened(browser, server, java_script_enabled=False, viewport={"width": 360, "height": 740})
        boxes = [page.locator(f"#cot-{stage}").bounding_box() for stage in ("source", "listed", "decided")]
        assert boxes[0]["y"] < boxes[1]["y"] < boxes[2]["y"]
        assert max(box["x"] + box["width"] for box in boxes) <= 360
        assert "quá" in page.inner_text("#cot-decided")
        page.get_by_role("link", name="Xem thêm 3 người").click()
        assert shown(page, "source") == ["Lò Văn 10", "Lò Văn 11", "Lò Văn 12"]
        page.get_by_role("link", name="Những người trước").click()
        assert shown(page, "source")[0] == "Lò Văn 00"
