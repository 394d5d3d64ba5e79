"""Every address × every kind of user. A new address fails here until its row is written."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from admissions.models import (
    CalendarDay,
    Edition,
    Enrolment,
    Feed,
    Introducer,
    OutboxMessage,
    SetupUpload,
    SourceGroup,
    TrainingClass,
    Verification,
)
from admissions.regulation import Stage
from units import reorganise
from units.models import Supervision
from units.reorganise import Alter, Basis

CASE = Path(__file__).parent / "cases" / "tu-ly-2024.xlsx"
OK, MOVED, FORBIDDEN, HIDDEN, SIGN_IN = 200, 302, 403, 404, "sign in"
WHO = ("an", "binh", "chi", "dung", "quan", "xuan", "nobody")

# An: office of the commune · Bình: secretary of Hoa · Chi: leader · Dung: supervises Hoa ·
# Quân: administrator · Xuân: office of another commune · nobody: signed out.
EVERYBODY = dict.fromkeys(WHO[:-1], OK) | {"nobody": SIGN_IN}
INSIDE = EVERYBODY | {"xuan": HIDDEN}
ABOVE = {"an": OK, "binh": HIDDEN, "chi": OK, "dung": HIDDEN, "quan": OK, "xuan": HIDDEN, "nobody": SIGN_IN}
WRITERS = {
    "an": OK,
    "binh": FORBIDDEN,
    "chi": FORBIDDEN,
    "dung": FORBIDDEN,
    "quan": OK,
    "xuan": OK,
    "nobody": SIGN_IN,
}
WRITERS_INSIDE = WRITERS | {"xuan": HIDDEN}
EXPORTERS = {
    "an": OK,
    "binh": FORBIDDEN,
    "chi": OK,
    "dung": FORBIDDEN,
    "quan": OK,
    "xuan": HIDDEN,
    "nobody": SIGN_IN,
}
POST_OF_BINH = {
    "an": OK,
    "binh": OK,
    "chi": HIDDEN,
    "dung": HIDDEN,
    "quan": OK,
    "xuan": HIDDEN,
    "nobody": SIGN_IN,
}

# name → (arguments, what each kind of user is answered on GET)
ADDRESSES = {
    "home": ("", EVERYBODY),
    "help": ("", EVERYBODY),
    "unit_tree": ("", EVERYBODY),
    "unit_page": ("hoa", INSIDE),
    "unit_year": ("hoa 2024", INSIDE),
    "annual_workbook": ("hoa 2024", EXPORTERS),
    "year_grid": ("2024", WRITERS),
    "sign_in": ("", dict.fromkeys(WHO[:-1], MOVED) | {"nobody": OK}),
    "sign_out": ("", dict.fromkeys(WHO[:-1], 405) | {"nobody": SIGN_IN}),
    "password_change": ("", EVERYBODY),
    "theme": ("", dict.fromkeys(WHO, 405)),
    "candidate_list": ("", EVERYBODY),
    "candidate_new": ("", WRITERS),
    "candidate_page": ("person", INSIDE),
    "candidate_edit": ("person", WRITERS_INSIDE),
    "candidate_step": ("person listed", WRITERS_INSIDE),
    "candidate_void": ("person", WRITERS_INSIDE),
    "setup_upload": ("", WRITERS),
    "setup_template": ("", WRITERS),
    "setup_preview": ("upload", WRITERS_INSIDE),
    "candidate_board": ("", EVERYBODY),
    "board_column": ("source", EVERYBODY),
    "edition_list": ("", EVERYBODY),
    "edition_page": ("edition", EVERYBODY),
    "edition_people": ("edition", EVERYBODY),
    "edition_new": ("", WRITERS),
    "edition_edit": ("edition", WRITERS),
    "calendar_days": ("", EVERYBODY),
    "calendar_remove": ("day", WRITERS),
    "work_list": ("", EVERYBODY),
    "month_calendar": ("", EVERYBODY),
    "feed": ("", EVERYBODY),
    "calendar_feed": ("secret", dict.fromkeys(WHO, OK)),  # whoever has the address
    "list_reviews": ("", EVERYBODY),
    "list_review_month": ("2024-03", WRITERS),
    "outbox": ("", EVERYBODY),
    "outbox_message": ("letter", POST_OF_BINH),
    "outbox_resend": ("letter", WRITERS | dict.fromkeys(("an", "quan", "xuan"), 405)),
    "class_list": ("", EVERYBODY),
    "class_new": ("", WRITERS),
    "class_page": ("class", INSIDE),
    "class_edit": ("class", WRITERS_INSIDE),
    "class_enrol": ("class", WRITERS_INSIDE),
    "class_withdraw": ("class enrolment", WRITERS_INSIDE),
    "class_results": ("class", WRITERS_INSIDE),
    "class_list_export": ("class", EXPORTERS),
    "candidate_take_in": ("", WRITERS),
    "candidate_move": ("person", WRITERS_INSIDE),
    "override_list": ("", EVERYBODY | {"dung": FORBIDDEN}),
    "unit_powers": ("base", WRITERS_INSIDE),
    "candidate_papers": ("person", WRITERS_INSIDE),
    "introducer_list": ("person", WRITERS_INSIDE),
    "introducer_new": ("person", WRITERS_INSIDE),
    "introducer_edit": ("person introducer", WRITERS_INSIDE),
    "verification_list": ("person", WRITERS_INSIDE),
    "verification_new": ("person", WRITERS_INSIDE),
    "verification_edit": ("person verification", WRITERS_INSIDE),
    "missing_papers": ("", EVERYBODY),
    "review_list": ("", EVERYBODY),
    "review_page": ("hoa 2024 Q1", INSIDE),
    "review_reading": ("commune 2024 Q1", ABOVE),
    "finding_list": ("2024", EVERYBODY),
    "follow_up": ("2024 commune no_quota", ABOVE),
    "year_rules": ("", EVERYBODY),
    "year_rule_edit": ("commune 2024", WRITERS_INSIDE),
    "supervisor_list": ("", EVERYBODY),
    "supervisor_page": ("assignment", INSIDE),
    "supervision_assign": ("", WRITERS),
    "supervision_edit": ("assignment", WRITERS_INSIDE),
    "supervision_end": ("assignment", WRITERS_INSIDE),
    "list_review_act": ("2024-03 hoa", INSIDE),
    "list_review_history": ("hoa", INSIDE),
    "source_group_list": ("", EVERYBODY),
    "source_group_edit": ("group", WRITERS),
    "sources": ("", EVERYBODY),
    "year_quotas": ("2024", EVERYBODY),
    "body_quotas": ("2024", EVERYBODY),
    "forecast": ("2026", EVERYBODY),
    "regrouping_list": ("", WRITERS),
    "regrouping_act": ("thanh-lap", WRITERS),
    "regrouping_undo": ("act", WRITERS_INSIDE),
}
COMMITTEE_ADDRESSES = {"unit_page": "commune", "unit_year": "commune 2024"}


def every_name(patterns=None):
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from every_name(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name


@pytest.fixture
def answered(world, person):
    """What a kind of user is answered at an address given by name and arguments."""
    someone = person(
        steps={Stage.SOURCE: (date(2024, 1, 5), ""), Stage.LISTED: (date(2024, 2, 5), "1-NQ/CB")}
    )
    upload = SetupUpload.keep("tu-ly-2024.xlsx", CASE.read_bytes(), by=world.officers["an"])
    letter = OutboxMessage.objects.create(
        officer=world.officers["binh"], to="binh@hoa.example", subject="Hạn", body="", week=date(2024, 3, 4)
    )
    known = {
        "hoa": world.hoa.pk,
        "commune": world.commune.pk,
        "base": world.base.pk,
        "person": someone.pk,
        "upload": upload.pk,
        "secret": Feed.replace(world.officers["an"]),
        "letter": letter.pk,
        "edition": Edition.objects.get(code="208").pk,
        "day": CalendarDay.objects.earliest("day").pk,
        "assignment": Supervision.objects.get(unit=world.hoa).pk,
        "group": SourceGroup.objects.first().pk,
    }
    known |= a_class(world, someone)
    introducer = Introducer.objects.create(candidate=someone, name="Lò Văn Inh")
    verification = Verification.objects.create(
        candidate=someone, asked="Đảng ủy xã Khe", sent_on=date(2024, 3, 5)
    )
    renamed = Alter(world.sen, "Chi bộ bản Sen Mới", world.sen.kind, world.commune)
    basis = Basis("7-QĐ/ĐU", date(2024, 3, 1))
    act = reorganise.carry_out(renamed, on=date(2024, 3, 6), basis=basis, by=world.officers["an"])
    known |= {"introducer": introducer.pk, "verification": verification.pk, "act": act.pk}

    def answer(name, arguments, who, method="get"):
        address = reverse(name, args=[known.get(word, word) for word in arguments.split()])
        response = getattr(Client() if who == "nobody" else world.client(who), method)(address)
        if response.status_code == 302 and response.url.startswith(reverse("sign_in")):
            return SIGN_IN
        return response.status_code

    return answer


def a_class(world, someone) -> dict[str, int]:
    """A class of the commune with one person in it: ids by the words of the table."""
    an, day = world.officers["an"], date(2024, 6, 3)
    training_class = TrainingClass.objects.create(
        title="Lớp khóa I",
        planned_from=day,
        planned_to=day,
        run_by="Trung tâm",
        committee=world.commune,
        planned_by=an,
        changed_by=an,
    )
    enrolment = Enrolment.objects.create(
        training_class=training_class, candidate=someone, unit=world.hoa, enrolled_on=day, enrolled_by=an
    )
    return {"class": training_class.pk, "enrolment": enrolment.pk}


def test_every_address_has_a_row():
    assert set(every_name()) == set(ADDRESSES)


@pytest.mark.parametrize("name", ADDRESSES)
def test_each_kind_of_user_is_answered_as_written(name, answered):
    arguments, expected = ADDRESSES[name]
    assert {who: answered(name, arguments, who) for who in WHO} == expected


@pytest.mark.parametrize(
    "name", [name for name, (_, told) in ADDRESSES.items() if told in (WRITERS, WRITERS_INSIDE)]
)
def test_what_may_not_be_opened_may_not_be_posted_to(name, answered):
    arguments, expected = ADDRESSES[name]
    barred = {who: status for who, status in expected.items() if status != OK}
    answers = {who: answered(name, arguments, who, "post") for who in barred}
    reading_only = dict.fromkeys(answers, 405) | {"nobody": SIGN_IN}
    assert answers in (barred, reading_only)


@pytest.mark.parametrize("name", COMMITTEE_ADDRESSES)
def test_a_secretary_does_not_see_the_committee_above_him(name, answered):
    assert {who: answered(name, COMMITTEE_ADDRESSES[name], who) for who in WHO} == ABOVE
