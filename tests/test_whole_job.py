"""The whole job in a browser: sign in, load the commune, enter a person, take him to admission, hand in the year."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from python_calamine import CalamineWorkbook

from tests.server import chromium, installation

CASE = Path(__file__).parent / "cases" / "tu-ly-2024.xlsx"
PASSWORD = "mat-khau-cua-an"

# The road of one person of Chi bộ xóm Tình, each step with what its form asks.
STEPS = [
    ("trained", {"happened_on": "26/04/2024", "document_number": "101/GCN"}),
    ("opened", {"happened_on": "10/5/2024", "document_number": "12-QĐ/ĐU"}),
    ("certified", {"happened_on": "20/6/2024", "document_number": ""}),
    (
        "voted",
        {
            "happened_on": "2/7/2024",
            "document_number": "31-NQ/CB",
            "votes_members": "30",
            "votes_for": "28",
            "votes_against": "2",
        },
    ),
    ("appraised", {"happened_on": "15/7/2024", "document_number": ""}),
    (
        "decided",
        {"happened_on": "30/7/2024", "document_number": "401-QĐ/ĐU", "votes_members": "9", "votes_for": "9"},
    ),
]


# What lies in the dossier before a step, each paper with its day.
PAPERS = {
    "certified": {
        "application": "15/5/2024",
        "background": "16/5/2024",
        "background_seal": "17/5/2024",
        "verification": "10/6/2024",
        "cell_comment": "14/6/2024",
    },
    "voted": {"opinions": "28/6/2024"},
}


@pytest.fixture
def server(tmp_path):
    with installation(tmp_path) as running:
        yield running


@pytest.fixture
def page(server, tmp_path):
    with chromium() as browser:
        context = browser.new_context(
            locale="vi-VN",
            viewport={"width": 1366, "height": 900},
            base_url=server.url,
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda line: page.complaints.append(line.text) if line.type == "error" else None)
        page.on(
            "request",
            lambda asked: None if asked.url.startswith(server.url) else page.complaints.append(asked.url),
        )
        yield page
        assert page.complaints == []


def sign_in(page, username, password=PASSWORD):
    page.goto("/dang-nhap/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    page.get_by_role("button", name="Đăng nhập").click()


def accessible(page):
    """Fails where axe finds a violation on the page, in light and in dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        told = [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in violations]
        assert told == [], (page.url, scheme, told)
    page.emulate_media(color_scheme="light")


def fits(page):
    """Fails where the page scrolls sideways on a phone of 360 px."""
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
    page.set_viewport_size({"width": 1366, "height": 900})


def load_the_case(page):
    page.goto("/nhap/")
    page.set_input_files("input[type=file]", CASE)
    page.get_by_role("button", name="Xem thử").click()
    accessible(page)
    fits(page)
    page.get_by_role("button", name="Ghi vào hệ thống").click()


def dashboard(page):
    page.goto("/don-vi/")
    page.get_by_role("link", name="Đảng bộ xã Tu Lý", exact=True).first.click()
    page.goto(page.url + "nam/2024/")
    return page.inner_text("main")


@pytest.mark.browser
def test_the_whole_job_from_the_first_sign_in_to_the_annual_workbook(server, page, tmp_path):
    server.manage("add_officer", "an", "--role", "admin", "--password-stdin", stdin=f"{PASSWORD}\n")
    sign_in(page, "an")
    accessible(page)
    load_the_case(page)

    told = dashboard(page)
    assert "13/11" in told and "118,18%" in told and "3,10%" in told
    assert "trên 420 đảng viên (31/12/2023)" in told
    assert "13/13 người – đã đạt 3%; thêm 4 người là đủ 4%" in told

    enter_a_person(page)
    for stage, typed in STEPS:
        if stage == "opened":
            for name in ("Bùi Văn Chương", "Đinh Thị Hòa"):
                assign_a_helper(page, name)
        if stage in PAPERS:
            tick_papers(page, PAPERS[stage])
        take_step(page, stage, typed)
    assert "Đã quyết định kết nạp" in page.inner_text("main")

    told = dashboard(page)  # 14 of 420 is 3.333…, 14 of 11 is 127.272…
    assert "14/11" in told and "127,27%" in told and "3,33%" in told

    with page.expect_download() as download:
        page.get_by_role("link", name="Tải Excel").click()
    saved = tmp_path / "so-lieu.xlsx"
    download.value.save_as(saved)
    read_the_workbook(saved)


def enter_a_person(page):
    page.goto("/quan-chung/them/")
    page.fill("[name=name]", "Lường Thị Ánh Nguyệt")
    page.fill("[name=birth_date]", "9/9/1999")
    page.select_option("[name=sex]", "female")
    page.select_option("[name=ethnic_group]", "Mường")
    page.select_option("[name=occupation]", "farmer")
    page.select_option("[name=schooling]", "upper_secondary")
    page.select_option("[name=unit]", label="Chi bộ xóm Tình")
    page.locator("[name=first_stage][value=listed]").check()
    page.fill("[name=happened_on]", "15/1/2024")
    page.fill("[name=document_number]", "4-NQ/CB")
    page.get_by_role("button", name="Thêm quần chúng").click()
    assert "Lường Thị Ánh Nguyệt" in page.inner_text("h1")
    accessible(page)
    fits(page)


def assign_a_helper(page, name):
    person = page.url
    page.get_by_role("link", name="Ghi người giới thiệu").click()
    page.goto(page.url + "them/")
    page.fill("[name=name]", name)
    page.fill("[name=together_since]", "5/1/2020")
    page.fill("[name=assigned_on]", "2/5/2024")
    page.fill("[name=paper_on]", "25/6/2024")
    page.get_by_role("button", name="Lưu").click()
    page.goto(person)
    assert name in page.inner_text("main")


def tick_papers(page, papers):
    page.get_by_role("link", name="Ghi giấy tờ").click()
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    for paper, day in papers.items():
        page.check(f"[name={paper}-has]")
        page.fill(f"[name={paper}-dated_on]", day)
    page.get_by_role("button", name="Lưu").click()
    page.wait_for_url("**/quan-chung/*/")


def take_step(page, stage, typed):
    page.locator(f"a[href$='/buoc/{stage}/']").first.click()
    for name, value in typed.items():
        page.fill(f"[name={name}]", value)
    page.get_by_role("button", name="Ghi bước").click()
    page.wait_for_url("**/quan-chung/*/")


def read_the_workbook(path):
    workbook = CalamineWorkbook.from_path(path)
    assert workbook.sheet_names == [
        "Tổng hợp",
        "Đơn vị",
        "Biểu 2",
        "Trường học",
        "Chưa kết nạp",
        "Danh sách kết nạp",
    ]
    admitted = [
        row
        for row in workbook.get_sheet_by_name("Danh sách kết nạp").to_python()
        if isinstance(row[0], float)
    ]
    assert len(admitted) == 14
    assert any("Lường Thị Ánh Nguyệt" in row for row in admitted)
    summary = [cell for row in workbook.get_sheet_by_name("Tổng hợp").to_python() for cell in row]
    assert {14.0, 11.0, 420.0} <= {cell for cell in summary if isinstance(cell, float)}
    percents = {Decimal(str(cell)).quantize(Decimal("0.0001")) for cell in summary if isinstance(cell, float)}
    assert percents & {Decimal("3.3333"), Decimal("0.0333"), Decimal("3.3300")}


PAGES = [
    "/",
    "/tro-giup/",
    "/don-vi/",
    "/don-vi/{root}/",
    "/don-vi/{root}/nam/{year}/",
    "/don-vi/{cell}/",
    "/don-vi/{cell}/nam/{year}/",
    "/quan-chung/",
    "/quan-chung/?q=khong-co-ai",
    "/quan-chung/them/",
    "/quan-chung/{person}/",
    "/quan-chung/{person}/sua/",
    "/quan-chung/{person}/huy-buoc/",
    "/quan-chung/{person}/buoc/out/",
    "/quan-chung/{person}/giay-to/",
    "/quan-chung/{person}/gioi-thieu/",
    "/quan-chung/{person}/gioi-thieu/them/",
    "/quan-chung/{person}/tham-tra/",
    "/quan-chung/{person}/tham-tra/them/",
    "/giay-to-thieu/",
    "/quan-chung/{person}/chuyen/",
    "/quan-chung/tiep-nhan/",
    "/quan-chung/bang/",
    "/bo-qua/",
    "/han/",
    "/han/?theo=loai",
    "/lich/",
    "/lich/nguon/",
    "/ra-soat/",
    "/hop-thu-di/",
    "/lop/",
    "/lop/them/",
    "/quy-dinh/",
    "/quy-dinh/them/",
    "/quy-dinh/ngay-nghi/",
    "/so-lieu/{year}/",
    "/nhap/",
    "/mat-khau/",
    "/khong-co-trang-nay/",
]


@pytest.mark.browser
def test_no_page_breaks_an_accessibility_rule_or_scrolls_sideways(server, page):
    """Every page, full of demonstration data: light, dark, and on a phone of 360 px."""
    server.manage("demo")
    sign_in(page, "vanphong", "minh-hoa")
    page.goto("/quan-chung/")
    person = page.locator("main [data-row] a").first.get_attribute("href").strip("/").split("/")[-1]
    page.goto("/don-vi/")
    links = page.locator("main a[href^='/don-vi/']").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    units = [link.strip("/").split("/")[-1] for link in links if link.count("/") == 3]
    year = page.evaluate("new Date().getFullYear()")
    known = {"root": units[0], "cell": units[2], "person": person, "year": year}
    for address in PAGES:
        page.goto(address.format(**known))
        accessible(page)
        fits(page)
    page.complaints[:] = [line for line in page.complaints if "404" not in line]


@pytest.mark.browser
def test_a_step_is_recorded_and_read_without_javascript(server):
    server.manage("demo")
    with chromium() as browser:
        context = browser.new_context(
            java_script_enabled=False, base_url=server.url, viewport={"width": 360, "height": 740}
        )
        page = context.new_page()
        sign_in(page, "vanphong", "minh-hoa")
        page.goto("/quan-chung/?buoc=source")
        page.locator("main [data-row] a").first.click()
        page.locator("a[href$='/buoc/listed/']").first.click()
        page.fill("[name=happened_on]", f"{date.today():%d/%m/%Y}")
        page.fill("[name=document_number]", "99-NQ/CB")
        page.get_by_role("button", name="Ghi bước").click()
        assert "99-NQ/CB" in page.inner_text("main")
