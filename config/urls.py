"""Every address, by app."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("forums.api.urls")),
    # Before the pages of forums, whose addresses begin with any word.
    path("", include("speakers.pages.urls")),
    path("", include("reports.pages.urls")),
    path("", include("forums.pages.urls")),
]

handler400 = "forums.api.problems.bad_request"
handler500 = "forums.api.problems.server_error"
