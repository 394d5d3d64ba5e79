"""The addresses of people and of the set-up workbook."""

from django.urls import path

from admissions.views import (
    candidates,
    entry,
    introducers,
    missing,
    page,
    papers,
    setup,
    steps,
    verifications,
)

urlpatterns = [
    path("quan-chung/", candidates.candidate_list, name="candidate_list"),
    path("quan-chung/them/", entry.candidate_new, name="candidate_new"),
    path("quan-chung/<int:pk>/", page.candidate_page, name="candidate_page"),
    path("quan-chung/<int:pk>/sua/", entry.candidate_edit, name="candidate_edit"),
    path("quan-chung/<int:pk>/buoc/<str:stage>/", steps.candidate_step, name="candidate_step"),
    path("quan-chung/<int:pk>/huy-buoc/", steps.candidate_void, name="candidate_void"),
    path("quan-chung/<int:pk>/giay-to/", papers.candidate_papers, name="candidate_papers"),
    path("quan-chung/<int:pk>/gioi-thieu/", introducers.introducer_list, name="introducer_list"),
    path("quan-chung/<int:pk>/gioi-thieu/them/", introducers.introducer_new, name="introducer_new"),
    path("quan-chung/<int:pk>/gioi-thieu/<int:row>/", introducers.introducer_edit, name="introducer_edit"),
    path("quan-chung/<int:pk>/tham-tra/", verifications.verification_list, name="verification_list"),
    path("quan-chung/<int:pk>/tham-tra/them/", verifications.verification_new, name="verification_new"),
    path(
        "quan-chung/<int:pk>/tham-tra/<int:row>/", verifications.verification_edit, name="verification_edit"
    ),
    path("giay-to-thieu/", missing.missing_papers, name="missing_papers"),
    path("nhap/", setup.setup_upload, name="setup_upload"),
    path("nhap/mau.xlsx", setup.setup_template, name="setup_template"),
    path("nhap/<int:pk>/", setup.setup_preview, name="setup_preview"),
]
