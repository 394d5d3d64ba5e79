"""The help page: the road as the transition table has it, and the right words for each role."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from admissions import regulation
from admissions.management.commands.stage_diagram import BEGIN, END
from admissions.regulation import NEXT, Stage
from admissions.regulation.diagram import common, mermaid

README = Path(__file__).resolve().parent.parent / "README.md"


def drawn_road(client) -> dict[str, tuple[str, list[str]]]:
    """The road read back from the page: {stage: (its name, names of its ways on)}."""
    page = client.get("/tro-giup/").text
    road = {}
    for piece in page.split('data-stage="')[1:]:
        piece = piece.split("</ol>")[0]
        name = re.search(r"<strong>(.*?)</strong>", piece)[1]
        road[piece.split('"')[0]] = (name, re.findall(r"</svg>\s*([^<]+?)\s*</li>", piece))
    return road


def test_the_drawn_road_is_the_transition_table(world):
    expected = {stage.value: (stage.label, [to.label for to in NEXT[stage]]) for stage in Stage}
    assert drawn_road(world.client("binh")) == expected


def test_a_cell_vote_leads_where_the_regulation_says(world):
    """Worked by hand: onwards by whichever body the unit has, up with a short vote, back, refused, or off the road."""
    _, ways = drawn_road(world.client("binh"))["voted"]
    assert ways == [
        "Đảng ủy bộ phận đã thẩm định", "Đảng ủy cơ sở đã đề nghị", "Đã thẩm định", "Đã quyết định kết nạp",
        "Không đủ hai phần ba, đã báo cáo lên", "Trả lại để bổ sung", "Tạm dừng xem xét", "Không được kết nạp",
        "Ra khỏi danh sách", "Đã chuyển đi nơi khác", "Từ trần",
    ]  # fmt: skip


def test_a_new_way_in_the_table_is_drawn_without_touching_the_page(world, monkeypatch):
    monkeypatch.setitem(regulation.NEXT, Stage.RECOGNISED, (Stage.OUT,))
    assert drawn_road(world.client("binh"))["recognised"][1] == ["Ra khỏi danh sách"]


@pytest.mark.parametrize(
    ("who", "told", "not_told"),
    [
        ("an", "Nhập Excel", "Văn phòng nhập số liệu"),
        ("binh", "Văn phòng nhập số liệu", "tải mẫu"),
        ("dung", "Văn phòng nhập số liệu", "tải mẫu"),
        ("chi", "không nhập số liệu", "tải mẫu"),
        ("quan", "Nhập Excel", "Văn phòng nhập số liệu"),
    ],
)
def test_each_role_reads_what_it_does_itself(world, who, told, not_told):
    page = world.client(who).get("/tro-giup/").text
    assert told in page
    assert not_told not in page


def year_part(client) -> str:
    """The part of the help page about units and the year."""
    return client.get("/tro-giup/").text.split('id="nam"')[1].split("</section>")[0]


OFFICE_PAGES = [
    "Sắp xếp đơn vị", "Số liệu năm", "Chỉ tiêu", "Quy ước năm", "Cấp ủy viên phụ trách", "Báo cáo kỳ",
    "Lưu ý, khắc phục", "Nguồn", "Rà soát danh sách", "Dự báo cuối năm",
]  # fmt: skip
LEADER_PAGES = [
    "Dự báo cuối năm", "Lưu ý, khắc phục", "Cấp ủy viên phụ trách", "Chỉ tiêu", "Báo cáo kỳ", "Nguồn", "Quy ước năm",
]  # fmt: skip
READER_PAGES = ["Báo cáo kỳ", "Dự báo cuối năm", "Lưu ý, khắc phục", "Chỉ tiêu", "Nguồn"]


@pytest.mark.parametrize(
    ("who", "pages"),
    [
        ("an", OFFICE_PAGES),
        ("quan", OFFICE_PAGES),
        ("chi", LEADER_PAGES),
        ("binh", READER_PAGES),
        ("dung", ["Đơn vị tôi phụ trách", *READER_PAGES]),
    ],
)
def test_each_role_is_led_to_the_pages_of_units_and_of_the_year(world, who, pages):
    client = world.client(who)
    links = re.findall(r'<a href="(.*?)">(.*?)</a>', year_part(client))
    assert [label for _, label in links] == pages
    for address, label in links:
        assert client.get(address).status_code == 200, label


@pytest.mark.parametrize(
    ("who", "told", "not_told"),
    [
        ("an", "xác nhận hoặc trả lại kèm lý do", "rồi gửi"),
        ("binh", "rồi gửi", "bí thư viết"),
        ("dung", "bí thư viết", "rồi gửi"),
        ("chi", "không xếp loại người", "rồi gửi"),
    ],
)
def test_each_role_is_told_its_own_part_in_a_report(world, who, told, not_told):
    part = year_part(world.client(who))
    assert told in part
    assert not_told not in part


def test_only_writers_are_told_the_key_for_a_new_person(world):
    assert "<kbd>n</kbd>" in world.client("an").get("/tro-giup/").text
    assert "<kbd>n</kbd>" not in world.client("chi").get("/tro-giup/").text


def test_the_worked_rate_on_the_page_is_right(world):
    """640 members: 3% is 19,2 people, so 20; 4% is 25,6, so 26; 17 of 640 is 2,65625%."""
    page = world.client("chi").get("/tro-giup/").text
    for words in ("20 người để đạt 3%", "26 người để đạt 4%", "17 người là 2,66%", "còn 3 người"):
        assert words in page


def test_the_readme_draws_the_same_road():
    """The block in the README is what the transition table gives, and it has every transition in it."""
    text = README.read_text(encoding="utf-8")
    block = text.split(BEGIN)[1].split(END)[0].strip()
    assert block == mermaid()
    arrows = {tuple(line.split()[::2]) for line in block.splitlines() if " --> " in line or " ==> " in line}
    told = {
        to.label: line
        for to in common()
        for line in block.splitlines()
        if line.startswith(f"- **{to.label}**")
    }
    for stage in Stage:
        for to in NEXT[stage]:
            assert (stage.value, to.value) in arrows or stage.label in told[to.label], (stage, to)


def test_the_command_puts_the_diagram_between_its_marks(tmp_path):
    target = tmp_path / "doc.md"
    target.write_text(f"trước\n{BEGIN}\ncũ\n{END}\nsau\n", encoding="utf-8")
    call_command("stage_diagram", write=str(target))
    told = target.read_text(encoding="utf-8")
    assert told.startswith("trước\n") and told.endswith("\nsau\n") and "cũ" not in told and mermaid() in told
    target.write_text("không có dấu", encoding="utf-8")
    with pytest.raises(CommandError, match="đánh dấu"):
        call_command("stage_diagram", write=str(target))


def test_every_block_of_the_stylesheet_is_closed():
    sheet = (README.parent / "static" / "style.css").read_text(encoding="utf-8")
    depth = 0
    for number, line in enumerate(sheet.splitlines(), start=1):
        assert not (line.startswith("/* -----") and depth), f"line {number}: a block above is still open"
        depth += line.count("{") - line.count("}")
    assert depth == 0
