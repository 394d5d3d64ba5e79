"""What no browser sends, and the forms of the road filled in as they should be, for tests that mix the two."""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.urls import reverse

from admissions.forms.editions import typed
from admissions.group_names import token
from admissions.list_sheet import Sheet
from admissions.models import Edition, Introducer, SourceGroup, TrainingClass, Verification
from admissions.regulation import Stage

NUMBERS = (
    "9" * 19,
    "9" * 30,
    "-1",
    "-" + "9" * 25,
    "0",
    "2147483648",
    "1e9",
    "٣",
    "9" * 5000,
    "32768",
    "1.5",
)
TEXTS = (
    "", " ", "a\x00b", "\x01\x08\x0b\x1f", "x" * 20_000, "Ứ" * 400, "<script>alert(1)</script>", "=cmd|' /C calc'!A0",
    "'; DROP TABLE units_unit;--", "\u202e\ufeff\u200b", "%00", "\r\nX-Evil: 1", "😀" * 90, "../../etc/passwd", "null",
)  # fmt: skip
DAYS = (
    "01/01/0001", "31/12/9999", "01/12/9998", "31/02/2026", "00/00/0000", "1/1/1", "01/01/1900", "0001-01-01",
    "10000-01-01", "٠١/٠٢/٢٠٢٤", "16/06/2026", "15/06/2026", "29/02/2025",
)  # fmt: skip
HOSTILE = (*NUMBERS, *TEXTS, *DAYS)
HALF_LETTERS = ("%ED%A0%80", "%FF%FE", "%C0%80", "%F4%90%80%80", "%")  # bytes that are no UTF-8
PERSON = {"name": "Sùng Thị Mai", "birth_date": "01/02/2000", "sex": "female", "schooling": "upper_secondary"}
MARKED = "<script>alert(1)"  # must come back escaped


def filled(world, people) -> dict[str, tuple[str, dict]]:
    """Name → address and data of each form of the road; sent so, each is taken or shown as a preview."""
    person = {name: one.pk for name, one in people.items()}
    return {**_forms_of_people(world, people, person), **_forms_of_the_office(world, person)}


def _forms_of_people(world, people, person):
    def at(name, who, *more):
        return reverse(name, args=[person[who], *more])

    def seen(who):
        return {
            "seen": people[who].events.last().pk,
            "seen_move": getattr(people[who].transfers.last(), "pk", 0),
        }

    member = Introducer.objects.filter(candidate=person["opened"]).first()
    asked = Verification.objects.create(candidate=people["opened"], asked="Xã bên", sent_on=date(2026, 5, 4))
    votes = {"votes_members": "9", "votes_excused": "0", "votes_present": "9", "votes_for": "9", "votes_against": "0"}  # fmt: skip
    return {
        "new": (
            reverse("candidate_new"),
            {**PERSON, "unit": world.hoa.pk, "first_stage": "source", "happened_on": "01/02/2026", "document_number": "1", "note": "a"},
        ),
        "take in": (
            reverse("candidate_take_in"),
            {**PERSON, "unit": world.hoa.pk, "origin": "Xã bên", "decided_on": "01/06/2026", "number": "4",
             "step_listed_on": "01/03/2026", "step_listed_number": "2"},
        ),
        "edit": (
            at("candidate_edit", "source"),
            {**PERSON, "unit": world.hoa.pk, "seen": people["source"].changed_at.isoformat(), "religion": "Không",
             "contract_since": "01/02/2025", "dossier_made_on": "01/02/2026", "readmission": "on",
             "left_party_on": "01/02/2020", "record_cleared_on": "01/02/2020", "note": "a", "schooling_place": "bản"},
        ),
        "listing": (at("candidate_step", "source", "listed"), {"happened_on": "01/06/2026", "document_number": "3", **seen("source")}),
        "vote": (at("candidate_step", "certified", "voted"), {"happened_on": "10/06/2026", "document_number": "4-NQ", **votes, **seen("certified")}),
        "override": (at("candidate_step", "listed", "opened"), {"happened_on": "10/06/2026", "document_number": "4", "override": "Gửi sau", **seen("listed")}),
        "return": (at("candidate_step", "voted", "returned"), {"happened_on": "10/06/2026", "document_number": "4", "reason": "a", **seen("voted")}),
        "decision": (at("candidate_step", "appraised", "decided"), {"happened_on": "10/06/2026", "document_number": "4", **votes, **seen("appraised")}),
        "void": (at("candidate_void", "voted"), {"reason": "Ghi nhầm", **seen("voted")}),
        "move": (
            at("candidate_move", "decided"),
            {"decided_on": "10/06/2026", "number": "4", "to": world.sen.pk, "elsewhere": "", "confirmed": "1", **seen("decided")},
        ),
        "move out": (
            at("candidate_move", "listed"),
            {"decided_on": "10/06/2026", "number": "4", "to": "", "elsewhere": "Xã bên", "confirmed": "1", **seen("listed")},
        ),
        "papers": (
            at("candidate_papers", "opened"),
            {"consent_age-has": "on", "consent_age-dated_on": "01/06/2026", "consent_age-number": "4", "consent_age-issuer": "Tỉnh ủy",
             "consent_age-place": "Tủ 2", "consent_age-seen": "", "extension-has": "on", "extension-dated_on": "01/06/2026",
             "extension-number": "1", "extension-reason": "chờ"},
        ),
        "introducer": (
            at("introducer_new", "opened"),
            {"name": "Lò Văn Chữ", "official": "on", "together_since": "01/02/2020", "assigned_on": "01/02/2026", "assigned_number": "3",
             "paper_on": "01/06/2026", "ended_on": "02/06/2026", "ended_reason": "chuyển"},
        ),
        "introducer again": (
            at("introducer_edit", "opened", member.pk),
            {"name": "Lò Văn Chữ", "assigned_on": "01/02/2026", "seen": "x"},
        ),
        "verification": (
            at("verification_new", "opened"),
            {"asked": "Xã bên", "sent_on": "01/03/2026", "number": "4", "received_on": "05/03/2026", "replied_on": "05/06/2026"},
        ),
        "verification again": (
            at("verification_edit", "opened", asked.pk),
            {"asked": "Xã bên", "sent_on": "01/03/2026", "seen": "x"},
        ),
    }  # fmt: skip


def _forms_of_the_office(world, person):
    a_class = TrainingClass.objects.get()
    enrolment = a_class.enrolments.get()
    edition = Edition.objects.get(code="294")
    few = SourceGroup.objects.get(code="few_members")
    return {
        "class": (
            reverse("class_new"),
            {"kind": "awareness", "title": "Lớp", "planned_from": "01/07/2026", "planned_to": "05/07/2026", "run_by": "Trung tâm",
             "place": "Hội trường", "decision_number": "4", "decision_on": "01/06/2026"},
        ),
        "enrolment": (reverse("class_enrol", args=[a_class.pk]), {"people": person["waiting"]}),
        "results": (
            reverse("class_results", args=[a_class.pk]),
            {f"ket_qua.{enrolment.pk}.was": "", f"ket_qua.{enrolment.pk}": "passed", f"diem.{enrolment.pk}.was": "", f"diem.{enrolment.pk}": "8"},
        ),
        "certificates": (reverse("class_results", args=[a_class.pk]), {"issue": "1", "so_dau": "01/GCN", "ngay": "10/06/2026", f"so.{enrolment.pk}": "01/GCN"}),
        "calendar": (reverse("calendar_days"), {"kind": "off", "since": "11/08/2026", "until": "12/08/2026", "note": "Thông báo", "confirmed": "x"}),
        "year checked": (reverse("calendar_days"), {"check": "1", "document": "Thông báo"}),
        "reviews": (
            reverse("list_review_month", args=["2026-06"]),
            {"ngay": "10/06/2026", f"ngay-{world.hoa.pk}": "10/06/2026", f"so-{world.hoa.pk}": "4-NQ", f"was-{world.hoa.pk}": "",
             f"so-{world.sen.pk}": "5-NQ"},
        ),
        "review act": (
            reverse("list_review_act", args=["2026-06", world.hoa.pk]),
            {"was": "", "reviewed_on": "10/06/2026", "document_number": "4-NQ", **_said(world, person)},
        ),
        "group": (reverse("source_group_list"), {"name": "Giáo viên trẻ"}),
        "group again": (
            reverse("source_group_edit", args=[few.pk]),
            {"name": few.name, "members_below": "8", "retired": "on", "was": token(few)},
        ),
        "powers": (
            reverse("unit_powers", args=[world.base.pk]),
            {"powers": "delegated", "since": "01/06/2026", "number": "30-QĐ", "seen": "0"},
        ),
        "edition": (reverse("edition_edit", args=[edition.pk]), {**_typed(edition), "decision_days": "44", "changed_on": "10/06/2026", "reason": "đọc lại", "seen": "0"}),
        "next edition": (reverse("edition_new"), {**_typed(edition), "code": "300", "issued_on": "01/06/2026", "in_force_on": "01/12/2026", "seen": "0"}),
    }  # fmt: skip


def _said(world, person) -> dict:
    """What a review says of everybody: one goes, one comes, the others stay."""
    sheet = Sheet.read(world.hoa, date(2026, 6, 1))
    said = {f"seen-{one.pk}": f"{one.seen}.{one.seen_move}" for one in [*sheet.listed, *sheet.sources]}
    return said | {
        f"chon-{person['listed']}": "goes",
        f"ly-do-{person['listed']}": "Đi làm ăn xa",
        f"chon-{person['source']}": "comes",
    }


def _typed(edition) -> dict:
    shown = {
        name: f"{value:%d/%m/%Y}" if isinstance(value, date) else value
        for name, value in typed(edition).items()
    }
    return {name: value for name, value in shown.items() if value != "" and value is not False}


def dossiers(world, person) -> dict:
    """People at several stages with all their papers, and one of another commune."""
    road = {
        Stage.SOURCE: (date(2024, 1, 5), ""),
        Stage.LISTED: (date(2024, 2, 5), "1-NQ/CB"),
        Stage.TRAINED: (date(2025, 5, 5), "1/GCN"),
        Stage.OPENED: (date(2026, 4, 6), "2-QĐ"),
        Stage.CERTIFIED: (date(2026, 5, 25), "3"),
        Stage.VOTED: (date(2026, 6, 1), "4-NQ"),
        Stage.APPRAISED: (date(2026, 6, 3), "5"),
        Stage.DECIDED: (date(2026, 6, 5), "6-QĐ"),
    }

    def at(name, stage, **fields):
        stages = list(road)
        steps = {each: road[each] for each in stages[: stages.index(stage) + 1]}
        return person(name, steps=steps, ready=date(2026, 5, 18), **fields)

    return {
        "source": at("Lò Văn Một", Stage.SOURCE),
        "listed": at("Lò Văn Hai", Stage.LISTED),
        "waiting": at("Lò Văn Chờ", Stage.LISTED),
        "opened": at("Lò Văn Ba", Stage.OPENED),
        "certified": at("Lò Văn Bốn", Stage.CERTIFIED),
        "voted": at("Lò Văn Năm", Stage.VOTED),
        "appraised": at("Lò Văn Sáu", Stage.APPRAISED),
        "decided": at("Lò Văn Bảy", Stage.DECIDED),
        "far": at("Người Nơi Khác", Stage.VOTED, unit=world.far),
    }


def snapshot() -> dict[str, list]:
    """Every row of every table but the sessions."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model._meta.label != "sessions.Session"
    }
