"""Every form and every list of the road under values that no browser sends: no failure, no trace of a refusal, nothing
told of another commune.
"""

from datetime import date
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from admissions.models import Candidate
from tests.hostile import HALF_LETTERS, HOSTILE, MARKED, dossiers, filled, snapshot

FORMS = (
    "new", "take in", "edit", "listing", "vote", "override", "return", "decision", "void", "move", "move out", "papers",
    "introducer", "introducer again", "verification", "verification again", "class", "enrolment", "results",
    "certificates", "calendar", "year checked", "reviews", "review act", "group", "group again", "powers", "edition", "next edition",
)  # fmt: skip
# Those that are looked through before they are written, and those whose token is made up.
OTHERWISE = dict.fromkeys(("calendar", "edition", "next edition"), 200)
OTHERWISE |= dict.fromkeys(("introducer again", "verification again", "certificates"), 409)
LISTS = {
    "candidate_list": ("q", "don_vi", "doi_tuong", "gioi_thieu", "nghe", "gioi", "xep", "moi_trang", "buoc", "nhom", "ket_nap", "nam", "ky", "trang"),
    "candidate_board": ("q", "don_vi", "buoc", "cot", "tu"),
    "work_list": ("don_vi", "loai", "ky", "theo", "ngay", "page"),
    "month_calendar": ("thang",),
    "missing_papers": ("don_vi", "buoc", "trang"),
    "calendar_days": ("nam",),
    "edition_list": ("ban",),
    "class_list": ("loai", "page"),
    "override_list": ("nam", "don_vi", "page"),
    "outbox": ("page",),
    "candidate_new": ("don_vi",),
    "sources": ("don_vi",),
}  # fmt: skip
TOLD_LATER = ("candidate_board", "work_list", "missing_papers", "class_list")
SAMPLED = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-15 09:00:00+07:00", tick=False):
        yield


@pytest.fixture
def office(world, person, a_class, enrolled):
    """An, who heads the office, at a browser; every form filled in as it should be."""
    head = world.officers["an"]
    head.heads_office = True
    head.save()
    people = dossiers(world, person)
    enrolled(a_class(planned_from=date(2026, 6, 1), planned_to=date(2026, 6, 5)), people["listed"])
    return world.client("an"), filled(world, people)


def send(client, address, sent, before, half="") -> None:
    """Post, look whether anything is wrong with the answer, and take back what was written since `before`."""
    body = "&".join(filter(None, [urlencode(sent, doseq=True), half]))
    point = transaction.savepoint()
    answer = client.post(address, body, content_type="application/x-www-form-urlencoded")
    told = answer.content.decode()
    assert answer.status_code < 500
    assert "Người Nơi Khác" not in told
    assert MARKED not in told
    changed = snapshot() != before
    assert not (changed and answer.status_code >= 400)
    if changed:
        for page in TOLD_LATER:
            assert client.get(reverse(page)).status_code == 200
    transaction.savepoint_rollback(point)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_filled_in_as_it_should_be_is_taken(office, name):
    client, forms = office
    address, sent = forms[name]
    answer = client.post(address, urlencode(sent), content_type="application/x-www-form-urlencoded")
    assert answer.status_code == OTHERWISE.get(name, 302)


@pytest.mark.parametrize("name", FORMS)
@SAMPLED
@given(chosen=st.data())
def test_a_form_with_hostile_values(office, name, chosen):
    client, forms = office
    address, sent = forms[name]
    names = st.lists(st.sampled_from(sorted(sent)), min_size=1, max_size=2, unique=True)
    changes = {field: chosen.draw(st.sampled_from([*HOSTILE, None])) for field in chosen.draw(names)}
    twice = {field: [value, value] for field, value in changes.items() if chosen.draw(st.booleans())}
    mixed = {**sent, **changes, **twice}
    send(client, address, {field: value for field, value in mixed.items() if value is not None}, snapshot())


@pytest.mark.drill
@pytest.mark.parametrize("name", FORMS)
def test_every_field_with_every_hostile_value(office, name):
    client, forms = office
    address, sent = forms[name]
    before = snapshot()
    for field in list(sent)[:: 1 + len(sent) // 30]:  # the values of an edition are all of one kind
        others = {name: value for name, value in sent.items() if name != field}
        send(client, address, others, before)
        for half in HALF_LETTERS:
            send(client, address, others, before, f"{field}={half}")
        for value in HOSTILE:
            send(client, address, {**others, field: value}, before)


@pytest.mark.parametrize("page", LISTS)
@SAMPLED
@given(chosen=st.data())
def test_a_list_asked_for_with_hostile_values(office, page, chosen):
    client, _ = office
    field = chosen.draw(st.sampled_from(LISTS[page]))
    for asked in (urlencode({field: chosen.draw(st.sampled_from(HOSTILE))}), f"{field}={HALF_LETTERS[0]}"):
        answer = client.get(reverse(page), QUERY_STRING=asked)
        assert answer.status_code == 200
        assert "Người Nơi Khác" not in answer.content.decode()


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**30])
def test_rows_that_cannot_exist_are_not_found(office, number):
    client, _ = office
    one = Candidate.objects.get(name="Lò Văn Ba").pk
    of_one = ("introducer_edit", "verification_edit")
    plain = (
        "candidate_page", "candidate_edit", "candidate_void", "candidate_move", "candidate_papers", "introducer_list",
        "verification_list", "edition_page", "edition_edit", "edition_people", "calendar_remove", "class_page",
        "class_edit", "class_enrol", "class_results", "class_list_export", "outbox_message", "unit_powers",
    )  # fmt: skip
    addresses = [reverse(name, args=[number]) for name in plain]
    addresses += [reverse(name, args=[one, number]) for name in of_one]
    assert {client.get(address).status_code for address in addresses} == {404}


def test_a_number_with_letters_that_no_key_types_is_refused_beside_its_unit(office):
    """PostgreSQL keeps no NUL in a text."""
    client, forms = office
    address, sent = forms["reviews"]
    number = next(name for name in sent if name.startswith("so-"))
    answer = client.post(address, {**sent, number: "4\x00-NQ"})

    assert answer.status_code == 422
    assert "ký tự lạ" in answer.content.decode()


@pytest.mark.parametrize("day", ["31/12/9999", "01/01/1999", "01/01/2032"])
def test_a_class_far_from_our_days_is_refused(office, day):
    """Who has to go to it is told from months after its first day: past the year 9999 there are none."""
    client, forms = office
    address, sent = forms["class"]
    answer = client.post(address, {**sent, "planned_from": day, "planned_to": day})

    assert answer.status_code == 422
    assert "ngoài khoảng 2000–2031" in answer.content.decode()
