"""The set-up workbook in the browser: upload, dry run, writing once, and who sees what."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from admissions.models import Candidate, SetupUpload
from admissions.views import setup as setup_view
from tests.workbooks import MESSY, PERSON, TU_LY, setup
from units.models import Officer, Role, Unit

pytestmark = pytest.mark.django_db
ROW = {**PERSON, "Mã đơn vị": "HOA"}
GOOD = setup(None, people=[ROW])
FAULTY = setup(None, people=[{**ROW, "Ngày sinh": "31/02/1998"}])


def send(client, content, name="thiet-lap.xlsx", **options):
    return client.post("/nhap/", {"file": SimpleUploadedFile(name, content)}, **options)


@pytest.fixture
def an(world):
    return world.client("an")


def test_the_page_says_what_the_workbook_is_and_offers_the_template(an):
    page = an.get("/nhap/").content.decode()
    assert "Số liệu năm" in page and "/nhap/mau.xlsx" in page and "Ngày công nhận cảm tình Đảng" in page
    answer = an.get("/nhap/mau.xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet") and answer.content.startswith(b"PK")


def test_an_upload_is_kept_and_shown_before_anything_is_written(an):
    answer = send(an, GOOD)
    upload = SetupUpload.objects.get()
    assert answer.url == f"/nhap/{upload.pk}/" and upload.uploaded_by.username == "an"
    page = an.get(answer.url).content.decode()
    assert "Ghi vào hệ thống" in page and "Không có lỗi" in page
    assert not Candidate.objects.exists()


def test_writing_happens_once_and_erases_the_bytes(an, world):
    url = send(an, GOOD).url
    assert an.post(url).status_code == 302
    upload = SetupUpload.objects.get()
    assert upload.content is None and upload.committed_by == world.officers["an"]
    assert upload.counts == {"Quần chúng": {"new": 1, "changed": 0, "same": 0}}
    assert Candidate.objects.get().entered_by == world.officers["an"]
    again = world.client("quan").post(url)
    assert again.status_code == 409 and "Đã ghi vào hệ thống" in again.content.decode()
    assert Candidate.objects.count() == 1


def test_faults_are_listed_and_writing_is_refused_with_422(an):
    url = send(an, FAULTY).url
    page = an.get(url).content.decode()
    for text in ("1 lỗi", "Quần chúng, hàng 2", "Ngày sinh", "31/02/1998", "24/02/2023"):
        assert text in page
    assert "Ghi vào hệ thống" not in page
    assert an.post(url).status_code == 422
    assert not Candidate.objects.exists() and SetupUpload.objects.get().content is not None


def test_only_the_first_500_faults_are_shown_and_the_total_is_told(an):
    people = [{**ROW, "Họ và tên": None} for _ in range(600)]
    page = an.get(send(an, setup(None, people=people)).url).content.decode()
    assert "600 lỗi" in page and page.count("Quần chúng, hàng") == 500


def test_loading_the_same_again_says_that_nothing_changes(an):
    an.post(send(an, GOOD).url)
    page = an.get(send(an, GOOD).url).content.decode()
    assert "Không có gì thay đổi" in page and "Ghi vào hệ thống" not in page


def test_a_list_that_is_not_the_set_up_is_answered_on_the_page_with_422(an):
    answer = send(an, MESSY.read_bytes())
    page = answer.content.decode()
    assert answer.status_code == 422 and not SetupUpload.objects.exists()
    for text in ("DS 2024", "Ngày CB công nhận CTĐ", "Số liệu năm", "/nhap/mau.xlsx"):
        assert text in page


@pytest.mark.parametrize(("content", "said"), [(b"", "rỗng"), (b"%PDF-1.4", "không phải tệp Excel")])
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(an, content, said):
    answer = send(an, content, "danh-sach.xlsx")
    assert answer.status_code == 422 and said in answer.content.decode()


def test_no_file_and_a_file_too_large_are_refused(an, settings):
    assert an.post("/nhap/").status_code == 422
    settings.UPLOAD_LIMIT = 1000
    answer = send(an, TU_LY.read_bytes())
    assert answer.status_code == 422 and "nhiều nhất" in answer.content.decode()


def test_a_formula_in_a_name_is_shown_as_text(an):
    content = setup(None, people=[{**ROW, "Họ và tên": "<script>alert(1)</script>", "Ngày sinh": "<b>x</b>"}])
    page = an.get(send(an, content, "<i>x</i>.xlsx").url).content.decode()
    assert "<script>alert" not in page and "<b>x" not in page and "<i>x" not in page


def test_a_newer_upload_replaces_the_older_one_of_the_same_officer(an):
    first = send(an, FAULTY).url
    second = send(an, GOOD).url
    assert "không còn" in an.get(first).content.decode()
    assert SetupUpload.objects.get(pk=second.split("/")[2]).content is not None


def test_uploads_of_another_commune_are_not_there(an, world):
    url = send(an, GOOD).url
    stranger = world.client("xuan")
    assert stranger.get(url).status_code == 404 and stranger.post(url).status_code == 404
    assert "thiet-lap.xlsx" not in stranger.get("/nhap/").content.decode()
    assert world.client("quan").get(url).status_code == 200


@pytest.mark.parametrize("who", ["binh", "chi", "dung"])
def test_only_writers_may_load(world, an, who):
    url = send(an, GOOD).url
    client = world.client(who)
    for address in ("/nhap/", "/nhap/mau.xlsx", url):
        assert client.get(address).status_code == 403
    assert send(client, GOOD).status_code == 403


def test_a_visitor_is_sent_to_sign_in():
    for address in ("/nhap/", "/nhap/mau.xlsx", "/nhap/1/"):
        assert Client().get(address).url.startswith("/dang-nhap/")


def test_an_administrator_sets_up_an_empty_installation(db):
    officer = Officer.objects.create_user("quan-tri", "mat-khau-thu", role=Role.ADMIN)
    client = Client()
    client.force_login(officer)
    assert "Chưa có tệp nào" in client.get("/nhap/").content.decode()
    client.post(send(client, TU_LY.read_bytes()).url)
    assert (Unit.objects.count(), Candidate.objects.count()) == (20, 57)


def test_query_counts_do_not_grow_with_the_uploads(an, django_assert_max_num_queries):
    for _ in range(12):
        send(an, GOOD)
    with django_assert_max_num_queries(8):
        an.get("/nhap/")


def test_the_slower_of_two_officers_who_opened_the_page_together_writes_nothing(an, world):
    url = send(an, GOOD).url
    opened = SetupUpload.objects.get()  # as the slower one's request has read it
    an.post(url)
    assert setup_view._write(opened, world.officers["quan"]) is None
    assert SetupUpload.objects.get().committed_by == world.officers["an"]
    assert Candidate.objects.count() == 1
