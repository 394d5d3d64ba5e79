"""The addresses of people, of the set-up workbook and of what falls due when."""

from django.urls import path

from admissions.views import (
    candidates,
    entry,
    feed,
    list_reviews,
    month_calendar,
    outbox,
    page,
    setup,
    steps,
    work_list,
)

urlpatterns = [
    path("quan-chung/", candidates.candidate_list, name="candidate_list"),
    path("quan-chung/them/", entry.candidate_new, name="candidate_new"),
    path("quan-chung/<int:pk>/", page.candidate_page, name="candidate_page"),
    path("quan-chung/<int:pk>/sua/", entry.candidate_edit, name="candidate_edit"),
    path("quan-chung/<int:pk>/buoc/<str:stage>/", steps.candidate_step, name="candidate_step"),
    path("quan-chung/<int:pk>/huy-buoc/", steps.candidate_void, name="candidate_void"),
    path("nhap/", setup.setup_upload, name="setup_upload"),
    path("nhap/mau.xlsx", setup.setup_template, name="setup_template"),
    path("nhap/<int:pk>/", setup.setup_preview, name="setup_preview"),
    path("han/", work_list.work_list, name="work_list"),
    path("lich/", month_calendar.month_calendar, name="month_calendar"),
    path("lich/nguon/", feed.feed, name="feed"),
    path("lich/<str:secret>.ics", feed.calendar_feed, name="calendar_feed"),
    path("ra-soat/", list_reviews.list_reviews, name="list_reviews"),
    path("ra-soat/<str:month>/", list_reviews.list_review_month, name="list_review_month"),
    path("hop-thu-di/", outbox.outbox, name="outbox"),
    path("hop-thu-di/<int:pk>/", outbox.outbox_message, name="outbox_message"),
    path("hop-thu-di/<int:pk>/gui-lai/", outbox.outbox_resend, name="outbox_resend"),
]
