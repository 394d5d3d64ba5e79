"""Where `next` may lead after signing in and after changing the look."""

import pytest
from django.test import Client

ELSEWHERE = [
    "abc",
    "units:home",
    "x" * 5000,
    "//evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/\\evil.example",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_what_is_no_address_of_this_site_leads_home(world, wanted):
    answers = [
        Client().post("/giao-dien/", {"next": wanted}),
        Client().post("/dang-nhap/", {"username": "an", "password": "mat-khau-thu", "next": wanted}),
        world.client("an").get("/dang-nhap/", {"next": wanted}),
    ]
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, "/")] * 3


def test_an_address_of_this_site_is_kept(world):
    answer = world.client("an").get("/dang-nhap/", {"next": "/quan-chung/?q=lo"})
    assert answer.headers["Location"] == "/quan-chung/?q=lo"
