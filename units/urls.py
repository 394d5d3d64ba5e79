"""Addresses of the tree and of the officer's account."""

from django.urls import path

from units.views import account
from units.views.powers import unit_powers
from units.views.tree import unit_tree

urlpatterns = [
    path("dang-nhap/", account.sign_in, name="sign_in"),
    path("dang-xuat/", account.sign_out, name="sign_out"),
    path("mat-khau/", account.password_change, name="password_change"),
    path("giao-dien/", account.theme, name="theme"),
    path("don-vi/", unit_tree, name="unit_tree"),
    path("don-vi/<int:pk>/quyen/", unit_powers, name="unit_powers"),
]
