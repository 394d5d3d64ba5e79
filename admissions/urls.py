"""The addresses of people and of the set-up workbook."""

from django.urls import path

from admissions.views import board, candidates, entry, page, setup, steps

urlpatterns = [
    path("quan-chung/", candidates.candidate_list, name="candidate_list"),
    path("quan-chung/bang/", board.candidate_board, name="candidate_board"),
    path("quan-chung/bang/cot/<str:stage>/", board.board_column, name="board_column"),
    path("quan-chung/them/", entry.candidate_new, name="candidate_new"),
    path("quan-chung/<int:pk>/", page.candidate_page, name="candidate_page"),
    path("quan-chung/<int:pk>/sua/", entry.candidate_edit, name="candidate_edit"),
    path("quan-chung/<int:pk>/buoc/<str:stage>/", steps.candidate_step, name="candidate_step"),
    path("quan-chung/<int:pk>/huy-buoc/", steps.candidate_void, name="candidate_void"),
    path("nhap/", setup.setup_upload, name="setup_upload"),
    path("nhap/mau.xlsx", setup.setup_template, name="setup_template"),
    path("nhap/<int:pk>/", setup.setup_preview, name="setup_preview"),
]
