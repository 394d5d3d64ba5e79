"""The year's grid under real fingers: a block pasted from Excel, arrows and Enter, and all of it without scripts."""

import pytest

from tests.server import chromium, installation

SEED = """
from datetime import date
from units import reorganise
from units.models import Kind, Officer, Role
since = date(2020, 1, 1)
commune = reorganise.found(code="MAY", name="Đảng bộ xã Mây", kind=Kind.COMMUNE, since=since)
for code in ("Hoa", "Sen", "Lan"):
    reorganise.found(code=code, name=f"Chi bộ bản {code}", kind=Kind.RESIDENTIAL, parent=commune, since=since)
Officer.objects.create_user("an", "mat-khau-thu", role=Role.OFFICE, unit=commune)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory, django_db_setup):
    with installation(tmp_path_factory.mktemp("grid")) as server:
        server.manage("shell", "-v0", "-c", SEED)
        yield server


def opened(browser, server, year, **settings):
    """The grid of a year, signed in. Every test has a year of its own."""
    context = browser.new_context(base_url=server.url, **settings)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"/dang-nhap/?next=/so-lieu/{year}/")
    page.fill("[name=username]", "an")
    page.fill("[name=password]", "mat-khau-thu")
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"**/so-lieu/{year}/")
    return page


def cell(page, unit, label):
    return page.get_by_label(f"{label}, Chi bộ bản {unit}", exact=True)


def paste(page, text):
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


OPENING = "Đảng viên 31/12 năm trước"
REASON = "Lý do không còn quần chúng"


@pytest.mark.browser
def test_a_block_from_excel_fills_right_and_down_and_is_saved(server):
    with chromium() as browser:
        page = opened(browser, server, 2025)
        cell(page, "Sen", OPENING).focus()
        # Members, three quotas, moved in; the third row of the block has no unit to fall on.
        paste(page, "31\t\t\t\t2\r\n1.019\t\t\t\t0\r\n99\t\t\t\t99\r\n")
        assert cell(page, "Sen", OPENING).input_value() == "31"
        assert cell(page, "Lan", OPENING).input_value() == "1.019"
        assert cell(page, "Hoa", OPENING).input_value() == ""
        told = page.locator("[data-grid-status]").inner_text()
        assert told == "Đã dán 10 ô; 2 ô không có chỗ trong bảng nên bỏ qua. 4 ô đã sửa, chưa ghi."
        cell(page, "Hoa", "Số kế hoạch năm").focus()
        paste(page, '01-KH/CB\t240225\t\t\tx\t"Bản có ""hai"" cụm,\nđều ở xa"\n02-KH/CB\t3/3/25\t\t\t\t\n')
        page.get_by_role("button", name="Ghi số liệu").click()
        page.get_by_text("của 3 đơn vị").wait_for()
        assert cell(page, "Sen", OPENING).input_value() == "31"
        assert cell(page, "Sen", "Chuyển đến").input_value() == "2"
        assert cell(page, "Lan", OPENING).input_value() == "1019"
        assert cell(page, "Hoa", "Ngày kế hoạch").input_value() == "24/02/2025"
        assert cell(page, "Sen", "Ngày kế hoạch").input_value() == "03/03/2025"
        assert cell(page, "Hoa", "Không còn quần chúng").is_checked()
        assert not cell(page, "Sen", "Không còn quần chúng").is_checked()
        assert cell(page, "Hoa", REASON).input_value() == 'Bản có "hai" cụm, đều ở xa'
        assert page.locator("td.is-changed").count() == 0
        assert page.complaints == []


@pytest.mark.browser
def test_one_word_is_pasted_as_anywhere_else(server):
    with chromium() as browser:
        page = opened(browser, server, 2024)
        cell(page, "Hoa", "Số kế hoạch năm").fill("01-")
        page.keyboard.press("End")
        paste(page, "KH/CB")
        assert cell(page, "Hoa", "Số kế hoạch năm").input_value() == "01-KH/CB"


@pytest.mark.browser
def test_arrows_and_enter_walk_over_the_cells(server):
    with chromium() as browser:
        page = opened(browser, server, 2023)
        here = "document.activeElement.getAttribute('aria-label')"
        cell(page, "Hoa", OPENING).focus()
        for key, unit, label in (
            ("Enter", "Sen", OPENING),
            ("ArrowDown", "Lan", OPENING),
            ("ArrowDown", "Lan", OPENING),
            ("Shift+Enter", "Sen", OPENING),
            ("ArrowUp", "Hoa", OPENING),
            ("ArrowUp", "Hoa", OPENING),  # the committee above has no members of its own to type
            ("ArrowRight", "Hoa", "Chỉ tiêu"),
            ("ArrowRight", "Hoa", "Chỉ tiêu học sinh"),
            ("ArrowLeft", "Hoa", "Chỉ tiêu"),
        ):
            page.keyboard.press(key)
            assert page.evaluate(here) == f"{label}, Chi bộ bản {unit}", key
        page.keyboard.type("12")
        page.keyboard.press("ArrowLeft")  # the caret still has a way to go
        assert page.evaluate(here) == "Chỉ tiêu, Chi bộ bản Hoa"
        assert page.url.endswith("/so-lieu/2023/")


@pytest.mark.browser
def test_the_grid_is_saved_on_a_phone_without_scripts(server):
    with chromium() as browser:
        page = opened(
            browser, server, 2022, java_script_enabled=False, viewport={"width": 360, "height": 740}
        )
        cell(page, "Hoa", OPENING).fill("hai mươi")
        page.get_by_role("button", name="Ghi số liệu").click()
        assert "Chưa ghi ô nào" in page.inner_text("main")
        assert cell(page, "Hoa", OPENING).input_value() == "hai mươi"
        cell(page, "Hoa", OPENING).fill("20")
        page.get_by_role("button", name="Ghi số liệu").click()
        assert "Đã ghi 1 ô của 1 đơn vị." in page.inner_text("main")
        assert cell(page, "Hoa", OPENING).input_value() == "20"
