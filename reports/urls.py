"""Addresses of the figures."""

from django.urls import path

from reports.views.class_list import class_list_export
from reports.views.findings import finding_list, follow_up
from reports.views.help import help_page
from reports.views.home import home
from reports.views.review_list import review_list, review_reading
from reports.views.review_page import review_page
from reports.views.unit import unit_page, unit_year
from reports.views.workbook import annual_workbook
from reports.views.year_grid import year_grid

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
    path("lop/<int:pk>/danh-sach.xlsx", class_list_export, name="class_list_export"),
]
