"""The weekly letter: to whom, saying what, once a week; the outbox tells what became of it and why."""

import smtplib
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.urls import reverse

from admissions.deadlines import outbox
from admissions.deadlines.digests import letter_to
from admissions.models import OutboxMessage
from admissions.regulation import Stage
from units.models import Officer

SOURCE = {Stage.SOURCE: (date(2020, 6, 1), "")}
Status = OutboxMessage.Status
FAULTS = {
    "refused@hoa.example": smtplib.SMTPRecipientsRefused({"refused@hoa.example": (550, b"no such user")}),
    "cut@hoa.example": ConnectionRefusedError(111, "Connection refused"),
}


class Faulty(EmailBackend):
    """A mail server that does not take some addresses."""

    def send_messages(self, messages):
        for message in messages:
            if fault := FAULTS.get(message.to[0]):
                raise fault
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def today():
    """Wednesday 11/11/2026, the week from Monday the 9th."""
    with time_machine.travel("2026-11-11 09:00:00+07:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def server(settings):
    settings.MAIL_SERVER = True
    settings.EMAIL_BACKEND = f"{__name__}.Faulty"


@pytest.fixture
def world(world):
    """An, Bình and Quân have addresses."""
    for who in ("an", "binh", "quan"):
        give(world, who, f"{who}@may.example")
    return world


def give(world, who, address):
    world.officers[who].email = address
    world.officers[who].save()


def run(*words):
    out = StringIO()
    call_command("send_digests", *words, stdout=out)
    return out.getvalue()


def statuses():
    return dict(OutboxMessage.objects.values_list("officer__username", "status"))


def test_each_officer_with_an_address_gets_one_letter_of_his_scope(world, person, server):
    person("Lò Văn Hoa", steps=SOURCE | {Stage.DECIDED: (date(2026, 10, 2), "9")})
    person("Lò Văn Sen", unit=world.sen, steps=SOURCE | {Stage.DECIDED: (date(2026, 10, 2), "9")})
    assert "Viết 3 thư mới. Đã gửi: 3." in run()
    assert {letter.to[0] for letter in mail.outbox} == {
        "an@may.example",
        "binh@may.example",
        "quan@may.example",
    }
    bodies = {letter.to[0]: letter.body for letter in mail.outbox}
    assert "Lò Văn Hoa" in bodies["binh@may.example"] and "Lò Văn Sen" not in bodies["binh@may.example"]
    assert "Lò Văn Hoa" in bodies["an@may.example"] and "Lò Văn Sen" in bodies["an@may.example"]


def test_the_letter_tells_overdue_this_week_and_the_four_weeks_after(world, person):
    for name, decided in (
        ("Trễ", date(2026, 9, 28)),  # 9/11
        ("Tuần", date(2026, 10, 2)),  # 13/11
        ("Sau", date(2026, 10, 5)),  # 16/11
        ("Cuối", date(2026, 10, 30)),  # 2–30/11 …20 (the 24th is off), 1–11/12 …29, 14/12: past four weeks
    ):
        person(f"Lò Văn {name}", steps=SOURCE | {Stage.DECIDED: (decided, "9")})
    run()
    letter = OutboxMessage.objects.get(officer__username="binh")
    assert letter.subject == "Kết nạp Đảng, tuần từ 09/11/2026: 1 việc quá hạn, 1 việc trong tuần"
    assert letter.body.splitlines()[:9] == [
        "Kính gửi đồng chí Binh,",
        "",
        "QUÁ HẠN: 1 việc",
        "- 09/11/2026: Lò Văn Trễ (Chi bộ bản Hoa): Tổ chức lễ kết nạp [294 4.1]",
        "",
        "TUẦN NÀY (đến 15/11/2026): 1 việc",
        "- 13/11/2026: Lò Văn Tuần (Chi bộ bản Hoa): Tổ chức lễ kết nạp [294 4.1]",
        "",
        "4 TUẦN SAU: 1 việc",
    ]
    assert "Lò Văn Cuối" not in letter.body


def test_the_review_of_many_units_is_one_line_of_the_letter(world, person):
    for unit in (world.hoa, world.sen):
        person(unit=unit, steps=SOURCE | {Stage.LISTED: (date(2026, 1, 5), "1")})
    run()
    lines = OutboxMessage.objects.get(officer__username="an").body.splitlines()
    assert sum("Rà soát danh sách" in line for line in lines) == 1
    assert any(line.startswith("- 30/11/2026: 3 đơn vị: Rà soát") for line in lines)


def test_nobody_without_an_address_or_with_a_locked_account_gets_one(world, server):
    Officer.objects.filter(username="quan").update(is_active=False)
    run()
    assert statuses() == {"an": Status.SENT, "binh": Status.SENT}


def test_running_twice_in_a_week_sends_once_and_the_next_week_again(world, server, today):
    run()
    assert run() == "Viết 0 thư mới. Không có thư nào cần gửi.\n"
    today.move_to("2026-11-15 23:00:00+07:00")
    run()
    assert len(mail.outbox) == 3
    today.move_to("2026-11-16 07:00:00+07:00")
    run()
    assert len(mail.outbox) == 6
    assert set(OutboxMessage.objects.values_list("week", flat=True)) == {
        date(2026, 11, 9),
        date(2026, 11, 16),
    }


def test_a_dry_run_leaves_no_trace(world, server):
    assert "binh <binh@may.example>: Kết nạp Đảng, tuần từ 02/11/2026" in run(
        "--dry-run", "--on", "2026-11-05"
    )
    assert not OutboxMessage.objects.exists() and not mail.outbox


def test_without_a_mail_server_letters_stay_in_the_application(world, settings):
    assert settings.MAIL_SERVER is False
    assert "Giữ trong ứng dụng: 3." in run()
    assert set(statuses().values()) == {Status.KEPT} and not mail.outbox
    assert OutboxMessage.objects.first().error == outbox.NO_SERVER
    page = world.client("binh").get(reverse("outbox")).content.decode()
    assert "Giữ trong ứng dụng" in page and "Chưa khai báo máy chủ thư" in page


def test_letters_kept_this_week_go_out_once_a_server_is_named(world, settings, today):
    run()
    today.move_to("2026-11-16 07:00:00+07:00")
    run()
    settings.MAIL_SERVER = True
    assert run() == "Viết 0 thư mới. Đã gửi: 3.\n"
    assert set(OutboxMessage.objects.filter(week=date(2026, 11, 9)).values_list("status", flat=True)) == {
        Status.KEPT
    }


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("refused@hoa.example", "Máy chủ thư không nhận địa chỉ này."),
        ("cut@hoa.example", "Không nối được với máy chủ thư."),
    ],
)
def test_one_failing_address_stops_nobody_and_the_outbox_says_why(world, server, address, why):
    give(world, "an", address)
    assert run() == "Viết 3 thư mới. Đã gửi: 2; Không gửi được: 1.\n"
    assert statuses() == {"an": Status.FAILED, "binh": Status.SENT, "quan": Status.SENT}
    failed = OutboxMessage.objects.get(officer__username="an")
    assert failed.error.startswith(why) and failed.attempts == 1 and failed.sent_at is None
    assert why in world.client("an").get(reverse("outbox")).content.decode()


def test_what_failed_is_tried_again_at_the_address_of_then(world, server):
    give(world, "an", "refused@hoa.example")
    run()
    give(world, "an", "moi@may.example")
    assert run() == "Viết 0 thư mới. Đã gửi: 1.\n"
    letter = OutboxMessage.objects.get(officer__username="an")
    assert (letter.status, letter.to, letter.error, letter.attempts) == (
        Status.SENT,
        "moi@may.example",
        "",
        2,
    )
    assert mail.outbox[-1].to == ["moi@may.example"]


@pytest.mark.parametrize(("later", "sent"), [("2026-11-16", 1), ("2026-12-06", 1), ("2026-12-07", 0)])
def test_what_failed_is_tried_again_for_four_weeks(world, server, today, later, sent):
    give(world, "an", "refused@hoa.example")
    run()
    give(world, "an", "moi@may.example")
    today.move_to(f"{later} 07:00:00+07:00")
    run()
    first = OutboxMessage.objects.filter(officer__username="an", week=date(2026, 11, 9))
    assert first.filter(status=Status.SENT).count() == sent


def test_a_letter_that_another_sender_holds_is_left_alone(world, server, today):
    run("--on", "2026-11-11")
    OutboxMessage.objects.all().update(status=Status.WAITING, sent_at=None, tried_at="2026-11-11T02:00:00Z")
    assert "Chờ gửi: 3" in run() and len(mail.outbox) == 3
    today.move_to("2026-11-11 09:11:00+07:00")
    assert "Đã gửi: 3" in run() and len(mail.outbox) == 6


def page_of(world, who):
    rows = world.client(who).get(reverse("outbox")).context["rows"]
    return {letter.officer.username for letter, _ in rows}


def test_the_outbox_shows_writers_their_scope_and_others_their_own(world, server):
    give(world, "chi", "chi@may.example")
    give(world, "xuan", "xuan@khe.example")
    run()
    assert page_of(world, "an") == {"an", "binh", "chi"}
    assert page_of(world, "binh") == {"binh"}
    assert page_of(world, "dung") == set()
    assert page_of(world, "quan") == {"an", "binh", "chi", "quan", "xuan"}
    assert page_of(world, "xuan") == {"xuan"}


def letter_page(world, who, of):
    letter = OutboxMessage.objects.get(officer__username=of)
    return world.client(who).get(reverse("outbox_message", args=[letter.pk]))


def test_only_its_reader_opens_what_a_letter_says(world, server):
    run()
    assert "Kính gửi đồng chí Binh" in letter_page(world, "binh", "binh").content.decode()
    seen_by_office = letter_page(world, "an", "binh").content.decode()
    assert "Kính gửi" not in seen_by_office and "binh@may.example" in seen_by_office


def resend(world, who, of):
    letter = OutboxMessage.objects.get(officer__username=of)
    return world.client(who).post(reverse("outbox_resend", args=[letter.pk]), follow=True)


def test_a_writer_sends_a_failed_letter_once_more(world, server):
    give(world, "binh", "refused@hoa.example")
    run()
    assert "Gửi lại" in letter_page(world, "an", "binh").content.decode()
    assert "Gửi lại" not in letter_page(world, "binh", "binh").content.decode()
    assert "Chưa gửi được" in resend(world, "an", "binh").content.decode()
    give(world, "binh", "binh@may.example")
    assert "Đã gửi cho Binh" in resend(world, "an", "binh").content.decode()
    sent = len(mail.outbox)
    assert "không gửi lại" in resend(world, "an", "binh").content.decode() and len(mail.outbox) == sent


def test_who_may_not_resend_does_not(world, server):
    give(world, "binh", "refused@hoa.example")
    run()
    give(world, "binh", "binh@may.example")
    assert [resend(world, who, "binh").status_code for who in ("binh", "chi", "xuan")] == [403, 403, 404]
    assert statuses()["binh"] == Status.FAILED


def test_the_outbox_costs_the_same_for_few_and_for_many(world, django_assert_num_queries):
    client = world.client("quan")
    for count in (1, 10):
        for n in range(count):
            Officer.objects.get_or_create(
                username=f"vien-{n}",
                defaults={"role": "office", "unit": world.commune, "email": "v@may.example"},
            )
        run()
        with django_assert_num_queries(5):
            client.get(reverse("outbox"))


def test_an_account_is_opened_with_an_address_or_refused_with_a_wrong_one(world, monkeypatch):
    monkeypatch.setenv("OFFICER_PASSWORD", "mot-mat-khau-dai")
    words, quiet = ("--role", "office", "--unit", "MAY", "--email"), {"stdout": StringIO()}
    call_command("add_officer", "moi", *words, "moi@may.example", **quiet)
    assert Officer.objects.get(username="moi").email == "moi@may.example"
    with pytest.raises(CommandError, match="email"):
        call_command("add_officer", "sai", *words, "khong", **quiet)


def test_a_supervisor_without_units_is_told_of_nothing(world, person):
    person(steps={**SOURCE, Stage.DECIDED: (date(2026, 9, 1), "7-QĐ/ĐU")})
    with_unit = letter_to(world.officers["dung"], date(2026, 11, 11))
    world.officers["dung"].supervisions.all().delete()
    without = letter_to(Officer.objects.get(username="dung"), date(2026, 11, 11))

    assert with_unit.overdue > 0
    assert (without.overdue, without.this_week) == (0, 0)
    assert "Không có việc nào quá hạn" in without.body
