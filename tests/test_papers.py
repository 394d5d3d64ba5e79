"""The checklist of papers: ticked with number, day and place, by whom; faults, two at once, history; never contents."""

from datetime import date

import pytest
import time_machine

from admissions import dossier
from admissions.dossier import Tick, papers_of
from admissions.models import Paper
from admissions.owed import lacking
from admissions.reading import case_of, read_one
from admissions.regulation import CHECKLIST, Stage
from admissions.regulation import Paper as P
from admissions.rulebook import Rulebook
from admissions.views.papers import MATTERS, checklist_of

OPENED = {
    Stage.LISTED: (date(2025, 9, 10), "03-NQ/CB"),
    Stage.TRAINED: (date(2025, 11, 10), "77/GCN"),
    Stage.OPENED: (date(2026, 2, 10), "15-QĐ/ĐU"),
}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-15 09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def one(person):
    return person(steps=OPENED)


def address(one):
    return f"/quan-chung/{one.pk}/giay-to/"


def line(answer, paper):
    return next(line for group in answer.context["groups"] for line in group.lines if line.paper is paper)


def typed(answer, **lines):
    """What the browser sends back: every line as the page shows it, those named here as changed."""
    sent = {}
    for shown in (line for group in answer.context["groups"] for line in group.lines):
        form = shown.form
        sent[f"{form.prefix}-seen"] = form.seen
        for name in form.fields:
            value = form[name].value()
            if value not in (None, "", False):
                sent[f"{form.prefix}-{name}"] = f"{value:%d/%m/%Y}" if isinstance(value, date) else value
    for paper, changes in lines.items():
        for name, value in changes.items():
            sent[f"{paper}-{name}"] = value
            if value is None:
                del sent[f"{paper}-{name}"]
    return sent


def send(client, one, **lines):
    return client.post(address(one), typed(client.get(address(one)), **lines))


def ticked(one, paper):
    """Has it, day, number, place: of the newest row."""
    row = papers_of(one)[paper]
    return row.has, row.dated_on, row.number, row.place


def test_a_paper_is_ticked_with_day_number_and_place_by_whom(office, one, world):
    answer = send(
        office, one, application={"has": "on", "dated_on": "1/3/26", "number": "", "place": "Tủ 2, cặp 5"},
        opinions={"has": "on", "dated_on": "020326"},
    )  # fmt: skip

    assert answer.status_code == 302
    assert ticked(one, P.APPLICATION) == (True, date(2026, 3, 1), "", "Tủ 2, cặp 5")
    assert ticked(one, P.OPINIONS) == (True, date(2026, 3, 2), "", "")
    assert papers_of(one)["application"].ticked_by == world.officers["an"]
    assert "An, 15/06/2026" in office.get(address(one)).content.decode()


def test_only_lines_that_were_changed_are_written(office, one):
    dossier.tick(one, [Tick(P.APPLICATION, dated_on=date(2026, 3, 1), place="Tủ 2")], by=None)
    send(office, one, background={"has": "on", "dated_on": "02/03/2026"})
    send(office, one)

    assert list(Paper.objects.values_list("form", flat=True)) == ["application", "background"]


def test_a_line_that_was_not_sent_is_left_alone(office, one):
    dossier.tick(one, [Tick(P.APPLICATION, dated_on=date(2026, 3, 1))], by=None)

    assert office.post(address(one), {}).status_code == 302
    assert ticked(one, P.APPLICATION)[0]


@pytest.mark.parametrize(
    ("paper", "sent", "field", "says"),
    [
        ("application", {"has": "on"}, "dated_on", "Chưa nhập ngày. Nhập ngày dạng 24/02/2023."),
        ("application", {"has": "on", "dated_on": "hôm qua"}, "dated_on", "Không đọc được ngày này"),
        ("application", {"has": "on", "dated_on": "16/06/2026"}, "dated_on", "Ngày 16/06/2026 chưa đến."),
        ("youth_resolution", {"has": "on", "dated_on": "1/3/26"}, "number", "Chưa nhập số. Ví dụ: 15-CV/ĐU."),
        ("extension", {"has": "on", "dated_on": "1/3/26"}, "reason", "Chưa ghi lý do."),
        ("application", {"dated_on": "1/3/26"}, "has", "Đánh dấu “đã có”"),
        ("application", {"has": "on", "dated_on": "1/3/26", "number": "9" * 61}, "number", "60"),
    ],
)  # fmt: skip
def test_a_fault_is_told_beside_its_field_and_nothing_is_written(office, one, paper, sent, field, says):
    answer = send(office, one, **{paper: sent}, opinions={"has": "on", "dated_on": "2/3/26", "place": "Tủ 9"})

    assert answer.status_code == 422
    assert says in str(line(answer, P(paper)).form.errors[field])
    assert not Paper.objects.exists()
    assert "Tủ 9" in answer.content.decode()
    assert next(
        group for group in answer.context["groups"] if P(paper) in [x.paper for x in group.lines]
    ).open


def test_today_is_no_future(office, one):
    assert send(office, one, application={"has": "on", "dated_on": "15/06/2026"}).status_code == 302


def test_a_paper_taken_back_stays_in_the_history(office, one):
    send(office, one, application={"has": "on", "dated_on": "01/03/2026", "place": "Tủ 2"})
    send(office, one, application={"has": None})
    page = office.get(address(one))

    assert ticked(one, P.APPLICATION) == (False, None, "", "")
    assert [row.has for row in line(page, P.APPLICATION).rows] == [True, False]
    assert "Đã có, ngày 01/03/2026, để ở Tủ 2" in page.content.decode()


def test_a_line_that_another_changed_meanwhile_is_told_with_both_values(office, one, world):
    opened = office.get(address(one))
    bystander = world.officers["quan"]
    dossier.tick(one, [Tick(P.APPLICATION, dated_on=date(2026, 3, 5), place="Tủ 7")], by=bystander)
    changes = {
        "application": {"has": "on", "dated_on": "01/03/2026", "place": "Tủ 2"},
        "opinions": {"has": "on", "dated_on": "02/03/2026"},
    }
    answer = office.post(address(one), typed(opened, **changes))
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "đang lưu “đã có, ngày 05/03/2026, để ở Tủ 7” (Quan ghi" in page
    assert "đồng chí nhập “đã có, ngày 01/03/2026, để ở Tủ 2”" in page
    assert Paper.objects.count() == 1

    assert office.post(address(one), typed(answer)).status_code == 302
    assert ticked(one, P.APPLICATION) == (True, date(2026, 3, 1), "", "Tủ 2")
    assert ticked(one, P.OPINIONS)[0]


def test_a_line_that_only_another_changed_is_neither_asked_about_nor_undone(office, one):
    opened = office.get(address(one))
    dossier.tick(one, [Tick(P.APPLICATION, dated_on=date(2026, 3, 5), place="Tủ 7")], by=None)
    answer = office.post(address(one), typed(opened, opinions={"has": "on", "dated_on": "02/03/2026"}))

    assert answer.status_code == 302
    assert ticked(one, P.APPLICATION) == (True, date(2026, 3, 5), "", "Tủ 7")
    assert ticked(one, P.OPINIONS)[0]


def test_two_who_type_the_same_agree(office, one):
    opened = office.get(address(one))
    dossier.tick(one, [Tick(P.APPLICATION, dated_on=date(2026, 3, 1))], by=None)
    answer = office.post(address(one), typed(opened, application={"has": "on", "dated_on": "01/03/2026"}))

    assert answer.status_code == 302
    assert Paper.objects.count() == 1


def test_what_the_next_step_needs_comes_first_and_open_the_rest_is_folded(office, person):
    steps = {**OPENED, Stage.VOTED: (date(2026, 4, 1), "5-NQ/CB"), Stage.DECIDED: (date(2026, 5, 4), "9-QĐ")}
    answer = office.get(address(person(steps=steps)))

    assert [(group.heading, group.open) for group in answer.context["groups"]] == [
        ("Sau nghị quyết của chi bộ", True), ("Hồ sơ xin vào Đảng", False), ("Không phải thẩm tra riêng", False),
        ("Văn bản đồng ý, kết luận", False), ("Thời gian dự bị", False), ("Khi chuyển đơn vị", False),
    ]  # fmt: skip
    assert line(answer, P.DECISION_RECEIVED).needed
    assert answer.context["act"] == "Tổ chức lễ kết nạp"


def test_every_heading_and_every_paper_has_its_place_once(office, one):
    lines = [line.paper for group in office.get(address(one)).context["groups"] for line in group.lines]

    assert sorted(lines) == sorted(P)
    assert set(MATTERS) == {heading for heading, _ in CHECKLIST}


def test_numbers_of_forms_that_nobody_read_are_marked(office, one):
    answer = office.get(address(one))

    assert line(answer, P.APPLICATION).unchecked_number  # 1-KNĐ, second-hand
    assert not line(answer, P.BACKGROUND).unchecked_number  # 2-KNĐ is printed in HD38
    assert not line(answer, P.CELL_COMMENT).unchecked_number  # has no number
    assert "số mẫu chưa đối chiếu" in answer.content.decode()


def test_a_consent_without_its_issuer_is_no_consent(office, one):
    """294 1.1.2: the consent is named by who gave it, its number and its day."""
    answer = send(office, one, consent_age={"has": "on", "dated_on": "1/3/26", "number": "8-CV/TU"})
    assert answer.status_code == 422
    assert "Chưa ghi nơi cấp" in answer.content.decode()
    assert papers_of(one) == {}


def test_consents_ask_who_gave_them_and_the_page_warns_of_contents(office, one):
    answer = send(
        office, one, consent_age={"has": "on", "dated_on": "1/3/26", "number": "8-CV/TU", "issuer": "Ban Thường vụ Tỉnh ủy"}
    )  # fmt: skip

    assert answer.status_code == 302
    assert papers_of(one)["consent_age"].issuer == "Ban Thường vụ Tỉnh ủy"
    assert "issuer" not in line(office.get(address(one)), P.APPLICATION).form.fields
    assert "Không ghi nội dung" in office.get(address(one)).content.decode()


def test_the_checklist_for_reading_tells_what_is_there_and_what_is_asked(world, one):
    dossier.tick(one, [Tick(P.APPLICATION, dated_on=date(2026, 3, 1), place="Tủ 2")], by=world.officers["an"])
    case = case_of(one, one.events.standing(), records=read_one(one))
    needed = lacking(one, case, Rulebook.read(), on=date(2026, 6, 15)).papers
    groups = checklist_of(papers_of(one), case, needed)

    assert [group.heading for group in groups] == ["Hồ sơ xin vào Đảng"]
    told = {line.paper: (line.is_there, line.needed) for line in groups[0].told}
    # OPENED leads to the certificate: background, comment and verification block it (HD06 3.3b, 3.4).
    assert told == {
        P.APPLICATION: (True, False), P.BACKGROUND: (False, True), P.BACKGROUND_SEAL: (False, False),
        P.VERIFICATION: (False, True), P.CELL_COMMENT: (False, True), P.OPINIONS: (False, False),
    }  # fmt: skip


def test_what_is_typed_is_never_markup(office, one):
    send(office, one, application={"has": "on", "dated_on": "1/3/26", "place": "<script>alert(1)</script>"})

    assert "<script>alert" not in office.get(address(one)).content.decode()


def test_a_forged_line_of_another_person_counts_as_unseen(office, one, person):
    other = person("Lò Thị Ế", steps=OPENED)
    dossier.tick(other, [Tick(P.APPLICATION, dated_on=date(2026, 3, 1))], by=None)
    foreign = papers_of(other)["application"].pk
    office.post(address(one), {"application-seen": foreign})

    assert not one.papers.exists()


def test_the_page_costs_the_same_with_many_rows(office, one, django_assert_max_num_queries):
    with django_assert_max_num_queries(15) as few:
        office.get(address(one))
    for n in range(1, 20):
        lines = [Tick(paper, dated_on=date(2026, 3, n), number="1") for paper in P]
        dossier.tick(one, lines, by=None)
    with django_assert_max_num_queries(15) as many:
        office.get(address(one))

    assert len(few) == len(many)
