"""Addresses of the figures."""

from django.urls import path

from reports.views.class_list import class_list_export
from reports.views.help import help_page
from reports.views.home import home
from reports.views.regrouping import regrouping_act
from reports.views.regroupings import regrouping_list, regrouping_undo
from reports.views.unit import unit_page, unit_year
from reports.views.workbook import annual_workbook

urlpatterns = [
    path("", home, name="home"),
    path("tro-giup/", help_page, name="help"),
    path("don-vi/<int:pk>/", unit_page, name="unit_page"),
    path("don-vi/<int:pk>/nam/<int:year>/", unit_year, name="unit_year"),
    path("don-vi/<int:pk>/nam/<int:year>/so-lieu.xlsx", annual_workbook, name="annual_workbook"),
    path("sap-xep/", regrouping_list, name="regrouping_list"),
    path("sap-xep/<int:pk>/hoan-tac/", regrouping_undo, name="regrouping_undo"),
    path("sap-xep/<slug:act>/", regrouping_act, name="regrouping_act"),
    path("lop/<int:pk>/danh-sach.xlsx", class_list_export, name="class_list_export"),
]
