"""Every address, by app."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("forums.api.urls")),
    path("", include("forums.pages.urls")),
]
