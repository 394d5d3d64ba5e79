"""The main menu: the same small headings for every role, each role's own lines under them, the same on phones."""

import re

import pytest
from django.urls import reverse

YEAR = ["Chỉ tiêu", "Lưu ý, khắc phục", "Báo cáo kỳ", "Dự báo cuối năm"]
OF_A_READER = {
    "Năm": YEAR,
    "Đơn vị": ["Cấp ủy viên phụ trách"],
    "Quần chúng": ["Nguồn"],
    "Thiết lập": ["Quy ước năm", "Quy định"],
}
OF_A_LEADER = OF_A_READER | {"Quần chúng": ["Nguồn", "Quyết định bỏ qua"]}
OF_THE_OFFICE = {
    "Năm": ["Số liệu năm", *YEAR],
    "Đơn vị": ["Cấp ủy viên phụ trách", "Sắp xếp đơn vị"],
    "Quần chúng": ["Nguồn", "Quyết định bỏ qua"],
    "Thiết lập": ["Quy ước năm", "Quy định", "Nhập Excel"],
}
DAILY = {"Hằng ngày": ["Hạn", "Giấy tờ thiếu", "Lớp bồi dưỡng"]}  # has its place in the bar of a wide screen


def groups(markup):
    """Heading → lines, in order, of the groups in a piece of a page."""
    pieces = re.findall(r'<div class="menu-group" role="group" aria-label="(.*?)">(.*?)</div>', markup, re.S)
    return {label: re.findall(r"<a [^>]*>(.*?)</a>", inside) for label, inside in pieces}


def menus(page):
    """The menu of the account, which phones open, and «Thêm» of a wide screen."""
    narrow, _, wide = page.partition('<nav class="mainmenu"')
    return groups(narrow), groups(wide)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("quan", OF_THE_OFFICE),
        ("an", OF_THE_OFFICE),
        ("chi", OF_A_LEADER),
        ("binh", OF_A_READER),
        ("dung", OF_A_READER),
    ],
)
def test_every_role_finds_its_lines_under_the_same_headings(world, who, expected):
    narrow, wide = menus(world.client(who).get("/").text)
    assert list(wide.items()) == list(expected.items())
    assert narrow == DAILY | expected


@pytest.mark.parametrize("who", ["quan", "an", "chi", "binh", "dung"])
def test_every_line_leads_to_a_page_that_opens_and_says_where_one_is(world, who):
    client = world.client(who)
    page = client.get("/").text
    for address in set(re.findall(r'class="menu-item" href="(.*?)"', page)) - {reverse("password_change")}:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert f'href="{address}" aria-current="page"' in answer.text, address
