"""Addresses of the figures."""

from django.urls import path

from reports.views.body_quotas import body_quotas
from reports.views.class_list import class_list_export
from reports.views.findings import finding_list, follow_up
from reports.views.forecast import forecast
from reports.views.help import help_page
from reports.views.home import home
from reports.views.quotas import year_quotas
from reports.views.regrouping import regrouping_act
from reports.views.regroupings import regrouping_list, regrouping_undo
from reports.views.review_list import review_list, review_reading
from reports.views.review_page import review_page
from reports.views.sources import sources
from reports.views.supervising import supervision_assign, supervision_edit, supervision_end
from reports.views.supervisors import supervisor_list, supervisor_page
from reports.views.unit import unit_page, unit_year
from reports.views.workbook import annual_workbook
from reports.views.year_grid import year_grid
from reports.views.year_rules import year_rule_edit, year_rules

urlpatterns = [
    path("", home, name="home"),
    path("tro-giup/", help_page, name="help"),
    path("don-vi/<int:pk>/", unit_page, name="unit_page"),
    path("don-vi/<int:pk>/nam/<int:year>/", unit_year, name="unit_year"),
    path("don-vi/<int:pk>/nam/<int:year>/so-lieu.xlsx", annual_workbook, name="annual_workbook"),
    path("so-lieu/<int:year>/", year_grid, name="year_grid"),
    path("luu-y/<int:year>/", finding_list, name="finding_list"),
    path("luu-y/<int:year>/<int:pk>/<slug:code>/", follow_up, name="follow_up"),
    path("bao-cao-ky/", review_list, name="review_list"),
    path("bao-cao-ky/<int:pk>/<int:year>/<str:name>/", review_page, name="review_page"),
    path("bao-cao-ky/<int:pk>/<int:year>/<str:name>/don-vi/", review_reading, name="review_reading"),
    path("nguon/", sources, name="sources"),
    path("chi-tieu/<int:year>/", year_quotas, name="year_quotas"),
    path("chi-tieu/<int:year>/to-chuc/", body_quotas, name="body_quotas"),
    path("du-bao/<int:year>/", forecast, name="forecast"),
    path("sap-xep/", regrouping_list, name="regrouping_list"),
    path("sap-xep/<int:pk>/hoan-tac/", regrouping_undo, name="regrouping_undo"),
    path("sap-xep/<slug:act>/", regrouping_act, name="regrouping_act"),
    path("lop/<int:pk>/danh-sach.xlsx", class_list_export, name="class_list_export"),
    path("quy-uoc/", year_rules, name="year_rules"),
    path("quy-uoc/<int:pk>/<int:year>/", year_rule_edit, name="year_rule_edit"),
    path("cap-uy/", supervisor_list, name="supervisor_list"),
    path("cap-uy/phan-cong/", supervision_assign, name="supervision_assign"),
    path("cap-uy/<int:pk>/", supervisor_page, name="supervisor_page"),
    path("cap-uy/<int:pk>/sua/", supervision_edit, name="supervision_edit"),
    path("cap-uy/<int:pk>/thoi/", supervision_end, name="supervision_end"),
]
