"""The addresses of people and of the set-up workbook."""

from django.urls import path

from admissions.views import (
    board,
    calendar_days,
    candidates,
    edition_forms,
    editions,
    entry,
    page,
    setup,
    steps,
)

urlpatterns = [
    path("quan-chung/", candidates.candidate_list, name="candidate_list"),
    path("quan-chung/bang/", board.candidate_board, name="candidate_board"),
    path("quan-chung/bang/cot/<str:stage>/", board.board_column, name="board_column"),
    path("quan-chung/them/", entry.candidate_new, name="candidate_new"),
    path("quan-chung/<int:pk>/", page.candidate_page, name="candidate_page"),
    path("quan-chung/<int:pk>/sua/", entry.candidate_edit, name="candidate_edit"),
    path("quan-chung/<int:pk>/buoc/<str:stage>/", steps.candidate_step, name="candidate_step"),
    path("quan-chung/<int:pk>/huy-buoc/", steps.candidate_void, name="candidate_void"),
    path("quy-dinh/", editions.edition_list, name="edition_list"),
    path("quy-dinh/them/", edition_forms.edition_new, name="edition_new"),
    path("quy-dinh/<int:pk>/", editions.edition_page, name="edition_page"),
    path("quy-dinh/<int:pk>/sua/", edition_forms.edition_edit, name="edition_edit"),
    path("quy-dinh/<int:pk>/ho-so/", editions.edition_people, name="edition_people"),
    path("quy-dinh/ngay-nghi/", calendar_days.calendar_days, name="calendar_days"),
    path("quy-dinh/ngay-nghi/<int:pk>/bo/", calendar_days.calendar_remove, name="calendar_remove"),
    path("nhap/", setup.setup_upload, name="setup_upload"),
    path("nhap/mau.xlsx", setup.setup_template, name="setup_template"),
    path("nhap/<int:pk>/", setup.setup_preview, name="setup_preview"),
]
