"""Every address."""

from django.urls import include, path

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("admissions.urls")),
    path("", include("units.urls")),
]
