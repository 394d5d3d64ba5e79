"""The personal feed: a file any calendar reads, behind an address that is shown once and can be closed."""

import io
import logging
import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from admissions.deadlines import Due
from admissions.deadlines.calendar_file import written
from admissions.models import Feed
from admissions.regulation import Clock, Stage
from units.models import Role

SOURCE = {Stage.SOURCE: (date(2020, 6, 1), "")}
NAME = re.compile(r"[A-Z][A-Z0-9-]*")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-11 09:00:00+07:00", tick=False):
        yield


@pytest.fixture
def ceremony(person):
    def make(name="Lò Văn Páo", on=date(2026, 10, 2), **fields):
        return person(name, steps=SOURCE | {Stage.DECIDED: (on, "9")}, **fields)

    return make


def parsed(content: bytes) -> list[tuple[str, str]]:
    """The content lines of a file, as strictly as RFC 5545 3.1 has them: (name with parameters, raw value)."""
    assert content.endswith(b"\r\n")
    physical = content[:-2].split(b"\r\n")
    for line in physical:
        assert b"\r" not in line and b"\n" not in line
        assert 0 < len(line) <= 75
        line.decode()  # no letter is torn apart
    logical = re.sub(rb"\r\n[ \t]", b"", content[:-2]).split(b"\r\n")
    lines = []
    for line in logical:
        name, colon, value = line.decode().partition(":")
        assert colon and all(NAME.fullmatch(part.partition("=")[0]) for part in name.split(";"))
        assert not any(ord(letter) < 32 or ord(letter) == 127 for letter in value)
        lines.append((name, value))
    return lines


def events(content: bytes) -> list[dict[str, str]]:
    """The events of a file; it must be one calendar and nest properly."""
    lines = parsed(content)
    assert lines[0] == ("BEGIN", "VCALENDAR") and lines[-1] == ("END", "VCALENDAR")
    head = dict(lines[: next((n for n, line in enumerate(lines) if line == ("BEGIN", "VEVENT")), -1)])
    assert head["VERSION"] == "2.0" and head["PRODID"] and head["X-WR-CALNAME"]
    found, event = [], None
    for name, value in lines[1:-1]:
        if (name, value) == ("BEGIN", "VEVENT"):
            assert event is None
            event = {}
        elif (name, value) == ("END", "VEVENT"):
            found.append(event)
            event = None
        elif event is not None:
            assert name not in event
            event[name] = value
    assert event is None
    return found


def unescaped(value: str) -> str:
    """A TEXT value read back (RFC 5545 3.3.11)."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value)
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def address(secret):
    return reverse("calendar_feed", args=[secret])


def read(world, who):
    return Client().get(address(Feed.replace(world.officers[who])))


def test_the_file_is_one_all_day_event_a_clock(world, ceremony):
    one = ceremony()
    answer = read(world, "an")
    assert events(answer.content) == [
        {
            "UID": f"nguoi-{one.pk}-ceremony_window@ket-nap-dang",
            "DTSTAMP": "20261111T020000Z",
            "DTSTART;VALUE=DATE": "20261113",
            "DTEND;VALUE=DATE": "20261114",
            "SUMMARY": "Lò Văn Páo: Tổ chức lễ kết nạp",
            "DESCRIPTION": "Chi bộ bản Hoa. Căn cứ: 294 4.1.",
            "CLASS": "PRIVATE",
            "TRANSP": "TRANSPARENT",
        }
    ]
    assert ("X-WR-CALNAME", "Kết nạp Đảng – An") in parsed(answer.content)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"


def test_an_empty_scope_is_an_empty_calendar(world):
    assert events(read(world, "xuan").content) == []


def due(name="Páo", unit="Chi bộ bản Hoa", what="Việc", **clock):
    """A clock of somebody called so, without a database."""
    since = clock.get("since", date(2026, 10, 2))
    told = Clock(clock.get("code", "x"), what, since, clock.get("due", date(2026, 11, 13)), "294 4.1")
    someone = type("Someone", (), {"pk": 7, "name": name, "__str__": lambda self: self.name})()
    return Due(someone if name else None, told, 2, type("Place", (), {"pk": 3, "name": unit})())


def file_of(*dues):
    return written(dues, name="Lịch", at=datetime(2026, 11, 11, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    "name", ["Páo; Páo, A\\B", "Hai\ndòng", "a" * 200, "ế" * 90, "😀" * 40, "x" * 66, "x" * 67, "Lò:Văn"]
)
def test_any_name_survives_escaping_and_folding(name):
    (event,) = events(file_of(due(name=name)))
    assert unescaped(event["SUMMARY"]) == f"{name}: Việc"


def test_control_characters_do_not_get_in():
    (event,) = events(file_of(due(name="Pá\r\x00o\x7f", unit="Hoa\tXX")))
    assert unescaped(event["SUMMARY"]) == "Páo: Việc"
    assert unescaped(event["DESCRIPTION"]).startswith("HoaXX.")


def test_an_event_keeps_its_uid_when_its_day_moves():
    before, after = file_of(due()), file_of(due(due=date(2026, 11, 20)))
    assert events(before)[0]["UID"] == events(after)[0]["UID"] == "nguoi-7-x@ket-nap-dang"


def test_two_clocks_of_one_kind_have_two_uids():
    uids = [event["UID"] for event in events(file_of(due(), due(due=date(2026, 12, 1))))]
    assert uids == ["nguoi-7-x@ket-nap-dang", "nguoi-7-x-2@ket-nap-dang"]


def test_the_same_duty_of_several_units_is_one_event_that_names_them():
    (event,) = events(file_of(due(name="", unit="Hoa"), due(name="", unit="Sen")))
    assert unescaped(event["SUMMARY"]) == "2 đơn vị: Việc"
    assert unescaped(event["DESCRIPTION"]) == "Hoa, Sen. Căn cứ: 294 4.1."


def test_nothing_sensitive_gets_in(world, ceremony):
    ceremony(ethnic_group="Mông", religion="Tin lành", note="ghi chú riêng", birth_date=date(1999, 3, 7))
    text = read(world, "an").content.decode()
    assert not any(secret in text for secret in ("Mông", "Tin lành", "ghi chú", "1999", "HOA"))


def test_each_feed_has_the_scope_its_officer_has_today(world, ceremony):
    ceremony("Lò Văn Hoa")
    ceremony("Lò Văn Sen", unit=world.sen)
    seen = {
        who: {event["SUMMARY"].partition(":")[0] for event in events(read(world, who).content)}
        for who in ("an", "binh", "chi", "dung", "quan", "xuan")
    }
    both, one = {"Lò Văn Hoa", "Lò Văn Sen"}, {"Lò Văn Hoa"}
    assert seen == {"an": both, "binh": one, "chi": both, "dung": one, "quan": both, "xuan": set()}
    secret, binh = Feed.replace(world.officers["binh"]), world.officers["binh"]
    binh.unit = world.sen
    binh.save()
    assert [e["SUMMARY"] for e in events(Client().get(address(secret)).content)] == [
        "Lò Văn Sen: Tổ chức lễ kết nạp"
    ]


def test_the_address_opens_without_signing_in_and_answers_head(world, ceremony):
    ceremony()
    secret = Feed.replace(world.officers["an"])
    answer = Client().head(address(secret))
    assert answer.status_code == 200 and answer.content == b""
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert Client().post(address(secret)).status_code == 405
    assert Feed.objects.get().last_read_at == datetime(2026, 11, 11, 2, tzinfo=UTC)


def test_unknown_replaced_revoked_and_of_a_locked_account_are_all_not_found(world):
    an = world.officers["an"]
    first = Feed.replace(an)
    second = Feed.replace(an)
    codes = [Client().get(address(secret)).status_code for secret in ("x" * 43, first, second)]
    assert codes == [404, 404, 200]
    an.is_active = False
    an.save()
    assert Client().get(address(second)).status_code == 404
    an.is_active = True
    an.save()
    assert Client().get(address(second)).status_code == 200
    Feed.revoke(an)
    assert Client().get(address(second)).status_code == 404


def test_the_secret_itself_is_not_kept(world):
    secret = Feed.replace(world.officers["an"])
    feed = Feed.objects.get()
    assert len(secret) >= 43 and secret not in str(vars(feed))
    assert re.fullmatch(r"[0-9a-f]{64}", feed.secret_sha256)


def test_an_officer_has_one_open_feed(world):
    Feed.replace(world.officers["an"])
    Feed.replace(world.officers["an"])
    assert Feed.objects.open().count() == 1 and Feed.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Feed.objects.create(officer=world.officers["an"], secret_sha256="0" * 64)


def test_the_page_shows_the_address_once_and_closes_it(world):
    client, page = world.client("an"), reverse("feed")
    assert "Tạo địa chỉ" in client.get(page).content.decode()
    made = client.post(page, {"act": "replace"})
    (shown,) = re.findall(r'value="(http://testserver/lich/[\w-]+\.ics)"', made.content.decode())
    assert "no-store" in made["Cache-Control"]
    assert Client().get(shown).status_code == 200
    again = client.get(page).content.decode()
    assert ".ics" not in again and "Thu hồi" in again and "Ai có địa chỉ này" in again
    assert client.post(page, {"act": "revoke"}).status_code == 302
    assert Client().get(shown).status_code == 404


def test_nobody_closes_the_feed_of_another(world):
    secret = Feed.replace(world.officers["an"])
    world.client("quan").post(reverse("feed"), {"act": "revoke"})
    assert Client().get(address(secret)).status_code == 200


def test_a_supervisor_without_units_reads_an_empty_calendar(world, ceremony):
    ceremony()
    dung = world.officers["dung"]
    assert dung.role == Role.SUPERVISOR
    dung.supervisions.update(until=date(2026, 11, 1))
    assert events(read(world, "dung").content) == []


@pytest.mark.parametrize("fails", [False, True])
def test_the_log_keeps_no_secret_of_an_address(world, monkeypatch, fails):
    """A revoked address is logged as not found, one that fails with its trace: neither line tells the secret."""
    officer = world.officers["binh"]
    secret = Feed.replace(officer)
    if fails:
        monkeypatch.setattr("admissions.views.feed.agenda_of", lambda *args, **kwargs: 1 // 0)
    else:
        Feed.revoke(officer)
    written = io.StringIO()
    handlers = [each for each in logging.getLogger().handlers if each.filters]
    monkeypatch.setattr(handlers[0], "stream", written)
    client = Client(raise_request_exception=False)
    assert client.get(f"/lich/{secret}.ics").status_code == (500 if fails else 404)

    assert "/lich/….ics" in written.getvalue()
    assert secret not in written.getvalue()
