"""The pages of the editions: read by everybody, written by the office, looked through first."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from admissions import editions
from admissions.models import Edition, EditionChange
from admissions.regulation import Stage
from admissions.regulation.values import VALUES

SOURCE = {Stage.SOURCE: (date(2020, 6, 1), "")}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-22 09:00:00+07:00", tick=False):
        yield


def pk(code: str) -> int:
    return Edition.objects.get(code=code).pk


def typed(client, address: str, **changes) -> dict:
    """What the form of a page would send as it stands, with some fields changed."""
    context = client.get(address).context
    form = context["form"]
    shown = {field.html_name: field.value() for field in form}
    sent = {name: value for name, value in shown.items() if value is not None and value is not False}
    sent |= {"seen": context["seen"], **changes}
    return {
        name: f"{value:%d/%m/%Y}" if isinstance(value, date) else value
        for name, value in sent.items()
        if value is not None
    }


NEW = {"code": "301", "document": "301-QĐ/TW", "issued_on": "1/9/2026", "in_force_on": "1/10/2026"}


def confirmed(client, address: str, sent: dict):
    """Look through, then write what was looked through."""
    preview = client.post(address, sent)
    assert preview.status_code == 200, preview.context["form"].errors
    return client.post(address, {**sent, "confirmed": preview.context["digest"]})


class TestReading:
    @pytest.mark.parametrize("who", ["an", "binh", "chi"])
    def test_everybody_sees_all_editions_side_by_side_and_which_is_in_force(self, world, who):
        response = world.client(who).get(reverse("edition_list"))

        assert [p.edition.code for p in response.context["periods"]] == ["24", "232", "294", "20", "208"]
        assert [p.state[2] for p in response.context["periods"]] == ["Hết hiệu lực"] * 4 + [
            "Đang có hiệu lực"
        ]
        assert [p.unread for p in response.context["periods"]] == [28, 28, 0, 28, 28]

    def test_an_edition_of_the_future_is_told_as_such(self, world):
        draft = editions.copy_of(Edition.objects.get(code="208"))
        draft.code = draft.document = "301"
        draft.issued_on, draft.in_force_on = date(2026, 11, 1), date(2027, 1, 1)
        draft.save()
        shown = world.client("an").get(reverse("edition_list")).context["periods"]

        assert [p.state[2] for p in shown[-2:]] == ["Đang có hiệu lực", "Sắp có hiệu lực"]
        assert shown[-2].until == date(2027, 1, 1)

    def test_a_cell_that_differs_from_the_edition_before_is_marked(self, world):
        table = world.client("an").get(reverse("edition_list")).context["table"]
        changed = {
            (cell.period.edition.code, line.value.name)
            for _, lines in table
            for line in lines
            for cell in line.cells
            if cell.changed
        }

        assert changed == {
            ("232", "readmit_months"),
            ("294", "decision_days"),
            ("294", "decision_extra_days"),
            ("294", "recognition_extra_days"),
            ("208", "schooling"),
            ("208", "ceremony_from"),
        }

    def test_what_was_not_read_says_so_beside_its_source(self, world):
        text = world.client("binh").get(reverse("edition_page", args=[pk("208")])).content.decode()

        assert "chưa đối chiếu</span>; mang sang từ 294 4.3.1" in text
        assert "chưa đối chiếu" not in (
            world.client("binh").get(reverse("edition_page", args=[pk("294")])).content.decode()
        )

    @pytest.mark.parametrize(("asked", "chosen"), [("", "208"), ("294", "294"), ("x", "208")])
    def test_a_phone_shows_the_edition_asked_for_or_the_one_in_force(self, world, asked, chosen):
        ban = pk(asked) if asked == "294" else asked
        response = world.client("an").get(reverse("edition_list"), {"ban": ban})

        assert response.context["chosen"].edition.code == chosen

    def test_an_edition_counts_the_open_dossiers_of_the_readers_scope(self, world, waiting):
        address = reverse("edition_page", args=[pk("208")])

        assert world.client("an").get(address).context["resting"] == 1
        assert world.client("binh").get(address).context["resting"] == 1
        assert world.client("xuan").get(address).context["resting"] == 0

    def test_their_list_names_nobody_out_of_scope(self, world, waiting):
        address = reverse("edition_people", args=[pk("208")])

        assert "Lò Văn Páo" in world.client("an").get(address).content.decode()
        assert "Lò Văn Páo" not in world.client("xuan").get(address).content.decode()

    def test_readers_find_no_way_to_write(self, world):
        for name, args in (("edition_list", []), ("edition_page", [pk("208")]), ("calendar_days", [])):
            text = world.client("binh").get(reverse(name, args=args)).content.decode()
            assert "Thêm bản mới" not in text and "/sua/" not in text and "Thêm ngày" not in text

    @pytest.mark.parametrize("name", ["edition_list", "edition_page", "edition_people", "calendar_days"])
    def test_the_pages_cost_the_same_however_many_people_there_are(
        self, world, person, name, django_assert_max_num_queries
    ):
        client = world.client("an")
        args = [pk("208")] if name in ("edition_page", "edition_people") else []
        counts = []
        for n in range(2):
            for letters in "abcd"[: 1 + 3 * n]:
                person(f"Lò Văn {letters * (n + 1)}", steps={**SOURCE, Stage.VOTED: (date(2026, 10, 5), "5")})
            with django_assert_max_num_queries(15) as queries:
                assert client.get(reverse(name, args=args)).status_code == 200
            counts.append(len(queries))

        assert counts[0] == counts[1]

    def test_the_menu_leads_there_for_everybody(self, world):
        for who in ("an", "binh"):
            assert f'href="{reverse("edition_list")}"' in world.client(who).get("/").content.decode()


class TestAdding:
    address = reverse("edition_new")

    def test_the_form_starts_as_a_copy_of_the_newest(self, world):
        sent = typed(world.client("an"), self.address)

        assert (sent["decision_days"], sent["schooling"]) == (45, "programme")
        assert sent["age_max_source"] == "mang sang từ 208 (bộ câu hỏi A)"
        assert not [name for name in sent if name.endswith("_read")]

    def test_first_the_differences_and_the_dossiers_touched_are_shown(self, world, waiting):
        client = world.client("an")
        response = client.post(self.address, typed(client, self.address, **NEW, decision_days="30"))

        assert ("Quyết định kết nạp, kể từ nghị quyết chi bộ", "45 ngày làm việc", "30 ngày làm việc") in (
            response.context["lines"]
        )
        text = response.content.decode()
        assert "1 hồ sơ đang mở bị ảnh hưởng, 1 hạn dời sang ngày khác" in text
        assert "Lò Văn Páo" in text and "08/12/2026" in text and "16/11/2026" in text
        assert not Edition.objects.filter(code="301").exists()

    def test_dossiers_out_of_scope_are_counted_not_named(self, world, waiting):
        client = world.client("xuan")
        text = client.post(
            self.address, typed(client, self.address, **NEW, decision_days="30")
        ).content.decode()

        assert "1 hồ sơ đang mở bị ảnh hưởng" in text and "ngoài phạm vi của đồng chí" in text
        assert "Lò Văn Páo" not in text

    def test_no_more_than_fifty_are_named(self, world, person):
        for n in range(52):
            person(
                f"Lò Văn {chr(97 + n // 26)}{chr(97 + n % 26)}", steps={Stage.VOTED: (date(2026, 10, 5), "5")}
            )
        client = world.client("an")
        response = client.post(self.address, typed(client, self.address, **NEW, decision_days="30"))

        touched = response.context["touched"]
        assert (touched.people, len(touched.rows), touched.more) == (52, 50, 2)

    def test_then_it_is_written(self, world, waiting):
        client = world.client("an")
        sent = typed(client, self.address, **NEW, decision_days="30", decision_days_source="301 4.3.1")
        response = confirmed(client, self.address, {**sent, "decision_days_read": "on"})

        edition = Edition.objects.get(code="301")
        assert response.url == reverse("edition_page", args=[edition.pk])
        assert (edition.decision_days, edition.sources["decision_days"]) == (30, "301 4.3.1")
        assert set(VALUES) - set(edition.unverified) == {"decision_days"}
        assert EditionChange.objects.get().recorded_by == world.officers["an"]

    def test_what_was_typed_after_the_look_is_looked_through_again(self, world):
        client = world.client("an")
        sent = typed(client, self.address, **NEW)
        digest = client.post(self.address, sent).context["digest"]
        response = client.post(self.address, {**sent, "decision_days": "20", "confirmed": digest})

        assert response.status_code == 200 and response.context["digest"] != digest
        assert not Edition.objects.filter(code="301").exists()

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"code": ""}, "code", "Chưa nhập mã"),
            ({"code": "208"}, "code", "Đã có bản mang mã «208»"),
            ({"in_force_on": "26/7/2026"}, "in_force_on", "trước ngày ban hành"),
            ({"in_force_on": "31/2/2026"}, "in_force_on", "Nhập ngày dạng 24/02/2023"),
            ({"decision_days": "abc"}, "decision_days", "Nhập số bằng chữ số"),
            ({"decision_days": "999999999999999999999"}, "decision_days", "không hợp lý"),
            ({"age_max": "12"}, "age_max", "không hợp lý"),
            ({"schooling": "x"}, "schooling", "Chọn một trong các mục"),
            ({"age_min_read": "on"}, "age_min_source", "Ví dụ: 294 4.3.1"),
        ],
    )
    def test_faults_stand_beside_their_fields_and_what_was_typed_is_kept(self, world, changes, field, words):
        client = world.client("an")
        response = client.post(self.address, typed(client, self.address, **{**NEW, **changes}))

        assert response.status_code == 422
        assert words in " ".join(response.context["form"].errors[field])
        assert response.context["form"]["document"].value() == "301-QĐ/TW"
        assert Edition.objects.count() == 5

    def test_an_empty_post_is_answered_with_every_fault(self, world):
        response = world.client("an").post(self.address, {})

        assert response.status_code == 422
        assert {"code", "document", "issued_on", "in_force_on", "age_min"} <= set(
            response.context["form"].errors
        )

    def test_two_at_once_the_second_is_told_and_keeps_what_he_typed(self, world):
        an, quan = world.client("an"), world.client("quan")
        second = typed(quan, self.address, **{**NEW, "code": "302", "in_force_on": "2/10/2026"})
        confirmed(an, self.address, typed(an, self.address, **NEW))
        response = quan.post(self.address, second)

        assert response.status_code == 409
        assert "301-QĐ/TW, An ghi" in response.content.decode()
        assert response.context["form"]["code"].value() == "302"
        assert not Edition.objects.filter(code="302").exists()
        again = confirmed(quan, self.address, {**second, "seen": response.context["seen"]})
        assert again.status_code == 302 and Edition.objects.filter(code="302").exists()


class TestChanging:
    def address(self, code="208"):
        return reverse("edition_edit", args=[pk(code)])

    def test_a_change_without_a_reason_is_refused_where_dossiers_rest_on_it(self, world, waiting):
        client = world.client("an")
        response = client.post(self.address(), typed(client, self.address(), decision_days="40"))

        assert response.status_code == 422
        assert "Chưa ghi lý do" in response.content.decode()
        assert response.context["form"]["decision_days"].value() == "40"

    def test_dossiers_of_another_commune_ask_for_a_reason_too(self, world, waiting):
        client = world.client("xuan")

        assert client.post(self.address(), typed(client, self.address(), review_days="20")).status_code == 422

    def test_a_reason_asked_for_only_by_what_is_touched_is_told_beside_the_field(self, world, person):
        person(
            birth_date=date(1968, 1, 5),
            steps={**SOURCE, Stage.TRAINED: (date(2026, 5, 4), "7"), Stage.CERTIFIED: (date(2026, 6, 1), "")},
        )
        client = world.client("an")
        sent = typed(client, self.address(), age_max="55")
        digest = client.post(self.address(), sent).context["digest"]
        response = client.post(self.address(), {**sent, "confirmed": digest})

        assert response.status_code == 422
        assert "ghi lý do" in " ".join(response.context["form"].errors["reason"])

    def test_it_is_looked_through_written_and_logged(self, world, waiting):
        client = world.client("an")
        sent = typed(client, self.address(), decision_days="40", reason="Đã đọc toàn văn")
        preview = client.post(self.address(), sent)
        # 40 working days after Monday 5/10/2026: 19 in October, 20 in November (the 24th is off), 1/12 → 40.
        assert "01/12/2026" in preview.content.decode()
        confirmed(client, self.address(), sent)
        page = client.get(reverse("edition_page", args=[pk("208")])).content.decode()

        assert "22/11/2026: Đã đọc toàn văn" in page
        assert "45 ngày làm việc → <strong>40 ngày làm việc</strong>" in page
        assert Edition.objects.get(code="208").decision_days == 40

    def test_sending_what_stands_there_changes_nothing(self, world):
        client = world.client("an")
        response = client.post(self.address("24"), typed(client, self.address("24")))

        assert response.url == reverse("edition_page", args=[pk("24")])
        assert not EditionChange.objects.exists()

    def test_the_day_of_the_change_may_not_lie_ahead(self, world):
        client = world.client("an")
        sent = typed(client, self.address("24"), readmit_months="36", changed_on="23/11/2026")
        response = client.post(self.address("24"), sent)

        assert response.status_code == 422 and "changed_on" in response.context["form"].errors

    def test_two_at_once_the_second_is_told_what_changed_and_what_he_would_undo(self, world):
        an, quan = world.client("an"), world.client("quan")
        second = typed(quan, self.address("24"), complaint_days="20")
        confirmed(an, self.address("24"), typed(an, self.address("24"), readmit_months="36"))
        response = quan.post(self.address("24"), second)
        text = response.content.decode()

        assert response.status_code == 409
        assert "Kết nạp lại sau khi ra khỏi Đảng ít nhất: 12 tháng → 36 tháng" in text
        assert "đang lưu “36 tháng”, đồng chí nhập “12 tháng”" in text
        assert response.context["form"]["complaint_days"].value() == "20"
        assert Edition.objects.get(code="24").complaint_days == 30

    def test_a_page_that_saw_the_change_may_write(self, world):
        client = world.client("an")
        for months in ("36", "24"):
            sent = typed(client, self.address("24"), readmit_months=months)
            assert confirmed(client, self.address("24"), sent).status_code == 302

        assert Edition.objects.get(code="24").readmit_months == 24

    @pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30])
    def test_a_page_that_does_not_tell_what_it_saw_writes_nothing_over_a_change(self, world, seen):
        client = world.client("an")
        confirmed(client, self.address("24"), typed(client, self.address("24"), readmit_months="36"))
        sent = typed(client, self.address("24"), readmit_months="24", seen=seen)

        assert client.post(self.address("24"), sent).status_code == 409
        assert Edition.objects.get(code="24").readmit_months == 36

    def test_an_unknown_edition_is_not_found(self, world):
        assert world.client("an").get(reverse("edition_edit", args=[999])).status_code == 404
