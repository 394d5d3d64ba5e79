"""The addresses of people, of classes and of the set-up workbook."""

from django.urls import path

from admissions.views import candidates, class_people, class_results, classes, entry, page, setup, steps

urlpatterns = [
    path("quan-chung/", candidates.candidate_list, name="candidate_list"),
    path("quan-chung/them/", entry.candidate_new, name="candidate_new"),
    path("quan-chung/<int:pk>/", page.candidate_page, name="candidate_page"),
    path("quan-chung/<int:pk>/sua/", entry.candidate_edit, name="candidate_edit"),
    path("quan-chung/<int:pk>/buoc/<str:stage>/", steps.candidate_step, name="candidate_step"),
    path("quan-chung/<int:pk>/huy-buoc/", steps.candidate_void, name="candidate_void"),
    path("lop/", classes.class_list, name="class_list"),
    path("lop/them/", classes.class_new, name="class_new"),
    path("lop/<int:pk>/", classes.class_page, name="class_page"),
    path("lop/<int:pk>/sua/", classes.class_edit, name="class_edit"),
    path("lop/<int:pk>/ghi-danh/", class_people.class_enrol, name="class_enrol"),
    path("lop/<int:pk>/rut-ten/<int:enrolment>/", class_people.class_withdraw, name="class_withdraw"),
    path("lop/<int:pk>/ket-qua/", class_results.class_results, name="class_results"),
    path("nhap/", setup.setup_upload, name="setup_upload"),
    path("nhap/mau.xlsx", setup.setup_template, name="setup_template"),
    path("nhap/<int:pk>/", setup.setup_preview, name="setup_preview"),
]
