"""Signing in and out, the way back to the page one came for, the password, light and dark."""

import re

import pytest
from django.test import Client
from django.urls import reverse

PASSWORD = "mat-khau-thu"
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng."


def sign_in(username="an", password=PASSWORD, address="/dang-nhap/", **typed):
    client = Client()
    return client, client.post(address, {"username": username, "password": password, **typed})


def test_the_right_pair_opens_home(world):
    client, answer = sign_in()
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.get("/mat-khau/").status_code == 200


def test_every_wrong_pair_gets_the_same_words_and_keeps_the_name(world):
    world.officers["chi"].is_active = False
    world.officers["chi"].save()
    told = []
    for username, password in (("an", "sai"), ("khong-co-ai", PASSWORD), ("chi", PASSWORD)):
        client, answer = sign_in(username, password)
        assert answer.status_code == 422
        assert f'value="{username}"' in answer.text
        assert "_auth_user_id" not in client.session
        told.append(re.search(r'role="alert".*?<p>(.*?)</p>', answer.text, re.DOTALL)[1])
    assert told[0].startswith(WRONG)
    assert len(set(told)) == 1


def test_an_empty_form_says_what_is_missing(world):
    _, answer = sign_in("", "")
    assert answer.status_code == 422
    assert "Chưa nhập tên đăng nhập." in answer.text
    assert "Chưa nhập mật khẩu." in answer.text


def test_a_stranger_is_led_through_sign_in_to_the_page_he_wanted(world):
    answer = Client().get("/tro-giup/")
    assert answer.url == "/dang-nhap/?next=/tro-giup/"
    _, answer = sign_in(address=answer.url, next="/tro-giup/")
    assert answer.url == "/tro-giup/"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", "http:///example.org"]
)
def test_sign_in_never_leads_off_the_site(world, elsewhere):
    _, answer = sign_in(next=elsewhere)
    assert answer.url == "/"


def test_who_is_signed_in_does_not_see_the_sign_in_page_again(world):
    answer = world.client("an").get("/dang-nhap/", {"next": "/tro-giup/"})
    assert answer.url == "/tro-giup/"


def test_signing_out_takes_a_post(world):
    client = world.client("an")
    assert client.get("/dang-xuat/").status_code == 405
    assert "_auth_user_id" in client.session
    assert client.post("/dang-xuat/").url == "/dang-nhap/"
    assert "_auth_user_id" not in client.session


def test_every_page_offers_sign_out_and_marks_where_one_is(world):
    page = world.client("an").get("/tro-giup/").text
    assert 'action="/dang-xuat/"' in page
    assert page.count('aria-current="page"') == 2  # the main menu and, on phones, the account menu
    assert 'href="/tro-giup/" aria-current="page"' in page


def test_only_writers_are_shown_the_ways_to_write(world):
    ways = (reverse("setup_upload"), "/so-lieu/")
    office, secretary, leader = (world.client(who).get("/tro-giup/").text for who in ("an", "binh", "chi"))
    assert all(f'href="{way}' in office for way in ways)
    assert not any(f'href="{way}' in page for way in ways for page in (secretary, leader))


def test_the_menu_leads_each_officer_to_his_own_unit(world):
    page = world.client("binh").get("/tro-giup/").text
    assert f'href="/don-vi/{world.hoa.pk}/nam/' in page
    assert "Chi bộ bản Hoa" in page
    assert f"/don-vi/{world.hoa.pk}/nam/" in world.client("dung").get("/tro-giup/").text


def test_a_new_password_replaces_the_old_and_keeps_one_signed_in(world):
    client = world.client("an")
    typed = {
        "old_password": PASSWORD,
        "new_password1": "ruộng-bậc-thang-8",
        "new_password2": "ruộng-bậc-thang-8",
    }
    assert client.post("/mat-khau/", typed).url == "/"
    assert client.get("/mat-khau/").status_code == 200
    assert sign_in(password=PASSWORD)[1].status_code == 422
    assert sign_in(password="ruộng-bậc-thang-8")[1].status_code == 302


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("", "", ""), "Chưa điền ô «Mật khẩu đang dùng»."),
        (("sai", "ruộng-bậc-thang-8", "ruộng-bậc-thang-8"), "Mật khẩu đang dùng chưa đúng."),
        ((PASSWORD, "ruộng-bậc-thang-8", "ruộng-bậc-thang-9"), "Hai lần nhập mật khẩu mới chưa giống nhau."),
        ((PASSWORD, "ngan", "ngan"), "quá ngắn"),
    ],
)
def test_a_password_that_will_not_do_changes_nothing_and_says_why(world, typed, said):
    answer = world.client("an").post(
        "/mat-khau/", dict(zip(("old_password", "new_password1", "new_password2"), typed, strict=True))
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert sign_in()[1].status_code == 302


def test_the_theme_goes_round_and_comes_back_to_the_page(world):
    client = world.client("an")
    seen = []
    for _ in range(4):
        answer = client.post("/giao-dien/", {"next": "/tro-giup/"})
        assert answer.url == "/tro-giup/"
        page = client.get("/tro-giup/").text
        seen.append(next((name for name in ("light", "dark") if f'data-theme="{name}"' in page), "system"))
    assert seen == ["light", "dark", "system", "light"]


def test_a_theme_cookie_with_other_words_is_left_out(world):
    client = world.client("an")
    client.cookies["theme"] = 'dark" onload="x'
    assert "data-theme" not in client.get("/tro-giup/").text
    assert client.post("/giao-dien/", {"next": "https://example.org"}).url == "/"


def test_the_frame_of_a_page_costs_three_queries(world, django_assert_max_num_queries):
    """Session, officer, unit: whatever the page, its menu adds nothing that grows."""
    client = world.client("binh")
    with django_assert_max_num_queries(3):
        client.get("/tro-giup/")


@pytest.mark.parametrize(("address", "status"), [("/khong-co/", 404), ("/nhap/", 403)])
def test_a_refused_page_stays_in_the_frame_and_leads_home(world, address, status):
    answer = world.client("binh").get(address)
    assert answer.status_code == status
    assert 'class="mainmenu"' in answer.text
    assert "Về trang đầu" in answer.text


def test_a_broken_page_tells_nothing_secret(world, monkeypatch):
    def fall(*args, **kwargs):
        raise RuntimeError("mật khẩu của máy chủ")

    monkeypatch.setattr("reports.views.help.road_stops", fall)
    client = world.client("an")
    client.raise_request_exception = False
    answer = client.get("/tro-giup/")
    assert answer.status_code == 500
    assert "Máy chủ gặp lỗi" in answer.text
    assert "mật khẩu của máy chủ" not in answer.text
