"""What a release is measured against: a plain Django view that asks for a version, by its key, and returns bytes that
it holds in memory. No middleware, one address: ``/<name>``, for each body in the folder BENCH_BODIES.
"""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path

if not settings.configured:
    settings.configure(
        SECRET_KEY="bench",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        MIDDLEWARE=[],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": os.environ["BENCH_DATABASE"],
                "CONN_MAX_AGE": 60,
                "CONN_HEALTH_CHECKS": True,
                "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"},
            }
        },
    )
application = get_wsgi_application()


class Release(models.Model):  # noqa: DJ008 -- nobody looks at one
    """The version and its key, of the table that the releases are in."""

    version = models.IntegerField()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "forums_agendarelease"


def _bodies() -> dict[str, tuple[bytes, bytes]]:
    folder = Path(os.environ["BENCH_BODIES"])
    return {file.name: (file.read_bytes(), Path(f"{file}.gz").read_bytes()) for file in folder.glob("*.body")}


BODIES = _bodies()


def bare(request: HttpRequest, name: str) -> HttpResponse:
    version = Release.objects.values_list("version", flat=True).get(pk=1)
    body, packed = BODIES[name]
    headers: dict[str, Any] = {"ETag": f'"{version}"'}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponse(status=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(packed, content_type="application/json", headers=headers | {"Content-Encoding": "gzip"})
    return HttpResponse(body, content_type="application/json", headers=headers)


urlpatterns = [path("<str:name>", bare)]
