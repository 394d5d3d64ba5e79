"""The addresses of people and of the set-up workbook."""

from django.urls import path

from admissions.views import arrivals, candidates, entry, moves, overrides, page, setup, steps

urlpatterns = [
    path("quan-chung/", candidates.candidate_list, name="candidate_list"),
    path("quan-chung/them/", entry.candidate_new, name="candidate_new"),
    path("quan-chung/<int:pk>/", page.candidate_page, name="candidate_page"),
    path("quan-chung/<int:pk>/sua/", entry.candidate_edit, name="candidate_edit"),
    path("quan-chung/<int:pk>/buoc/<str:stage>/", steps.candidate_step, name="candidate_step"),
    path("quan-chung/<int:pk>/huy-buoc/", steps.candidate_void, name="candidate_void"),
    path("quan-chung/tiep-nhan/", arrivals.candidate_take_in, name="candidate_take_in"),
    path("quan-chung/<int:pk>/chuyen/", moves.candidate_move, name="candidate_move"),
    path("bo-qua/", overrides.override_list, name="override_list"),
    path("nhap/", setup.setup_upload, name="setup_upload"),
    path("nhap/mau.xlsx", setup.setup_template, name="setup_template"),
    path("nhap/<int:pk>/", setup.setup_preview, name="setup_preview"),
]
