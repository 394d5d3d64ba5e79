"""The grid of a whole commune under real fingers: seventy units from Excel with five faults; two who save at once."""

import pytest

from tests.server import chromium, installation

UNITS = 70
SEED = """
from datetime import date
from units import reorganise
from units.models import Kind, Officer, Role
since = date(2020, 1, 1)
commune = reorganise.found(code="MAY", name="Đảng bộ xã Mây", kind=Kind.COMMUNE, since=since)
for n in range(1, 71):
    name = f"Chi bộ bản {n:02d}"
    reorganise.found(code=f"B{n:02d}", name=name, kind=Kind.RESIDENTIAL, parent=commune, since=since)
for name in ("an", "lan"):
    Officer.objects.create_user(name, "mat-khau-thu", role=Role.OFFICE, unit=commune)
"""
OPENING = "Đảng viên 31/12 năm trước"
DOCUMENT = {"Số văn bản": "15-TB/ĐU", "Ngày văn bản": "06/02/2025"}
# Which line of Excel holds what nobody can read, and what the page says of it.
FAULTS = {
    3: (0, "hai mươi", OPENING, "Nhập số nguyên từ 0 trở lên, ví dụ: 12."),
    17: (1, "1,5", "Chỉ tiêu", "Nhập số nguyên từ 0 trở lên, ví dụ: 12."),
    40: (0, "-4", OPENING, "Nhập số nguyên từ 0 trở lên, ví dụ: 12."),
    55: (4, "ba", "Chuyển đến", "Nhập số nguyên từ 0 trở lên, ví dụ: 12."),
    70: (0, "99999999", OPENING, "Số quá lớn: nhập số người, ví dụ: 12."),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory, django_db_setup):
    with installation(tmp_path_factory.mktemp("seventy")) as server:
        server.manage("shell", "-v0", "-c", SEED)
        yield server


def opened(browser, server, who, year):
    context = browser.new_context(base_url=server.url)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"/dang-nhap/?next=/so-lieu/{year}/")
    page.fill("[name=username]", who)
    page.fill("[name=password]", "mat-khau-thu")
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"**/so-lieu/{year}/")
    return page


def cell(page, number, label):
    return page.get_by_label(f"{label}, Chi bộ bản {number:02d}", exact=True)


def excel():
    """Members 31/12, quota, quota of pupils, quota of workers, moved in: a line a unit, five of them at fault."""
    lines = []
    for number in range(1, UNITS + 1):
        line = [str(10 + number), "1", "", "", "2"]
        if number in FAULTS:
            column, text, *_ = FAULTS[number]
            line[column] = text
        lines.append("\t".join(line))
    return "\r\n".join(lines) + "\r\n"


def save(page):
    page.get_by_role("button", name="Ghi số liệu").click()


@pytest.mark.browser
def test_seventy_units_pasted_with_five_faults_are_saved_once_they_are_mended(server):
    with chromium() as browser:
        page = opened(browser, server, "an", 2025)
        for label, text in DOCUMENT.items():
            page.get_by_label(label, exact=True).fill(text)
        cell(page, 1, OPENING).focus()
        page.evaluate("text => navigator.clipboard.writeText(text)", excel())
        page.keyboard.press("Control+v")
        # Three filled columns of 70 lines.
        assert "210 ô đã sửa, chưa ghi." in page.locator("[data-grid-status]").inner_text()
        save(page)
        page.get_by_text("Chưa ghi ô nào").wait_for()
        assert page.locator("td [aria-invalid=true]").count() == len(FAULTS)
        for number, (_, text, label, told) in FAULTS.items():
            assert cell(page, number, label).input_value() == text
            assert (
                told in page.locator(f"#{cell(page, number, label).get_attribute('id')}-error").inner_text()
            )
            cell(page, number, label).fill("7")
        save(page)
        page.get_by_text("Đã ghi 210 ô của 70 đơn vị.").wait_for()
        # 11 + 12 + … + 80, less the lines 3, 40 and 70 (13, 50, 80), and three sevens instead.
        total = sum(range(11, 81)) - (13 + 50 + 80) + 3 * 7
        foot = page.locator("tfoot td").first.inner_text()
        assert foot.replace(".", "") == str(total)


@pytest.mark.browser
def test_who_saves_second_is_shown_what_the_first_has_written(server):
    with chromium() as browser:
        first, second = (opened(browser, server, who, 2024) for who in ("an", "lan"))
        cell(first, 1, OPENING).fill("20")
        cell(first, 2, OPENING).fill("30")
        cell(second, 1, OPENING).fill("21")
        cell(second, 3, OPENING).fill("40")
        save(first)
        first.get_by_text("Đã ghi 2 ô của 2 đơn vị.").wait_for()
        save(second)
        second.get_by_text("Người khác vừa sửa ô này thành «20».").first.wait_for()
        assert cell(second, 1, OPENING).input_value() == "21"
        assert cell(second, 3, OPENING).input_value() == "40"
        save(second)  # having seen it, she keeps her own figure
        second.get_by_text("Đã ghi 2 ô của 2 đơn vị.").wait_for()
        assert cell(second, 1, OPENING).input_value() == "21"
        assert cell(second, 2, OPENING).input_value() == "30"
