"""Every address below ``/api/``, with or without a slash at its end."""

import re

from django.urls import URLPattern, path, re_path

from .docs import SchemaView, docs
from .operations import OPERATIONS, Operation
from .views import NoSuchAddress


def _route(address: str, operation: Operation) -> URLPattern:
    # Names are what SlugField allows: nothing that a database or a header could stumble over.
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[-a-zA-Z0-9_]+)", re.escape(address))
    return re_path(rf"^v1/{pattern}/?\Z", operation.view.as_view(**operation.options), name=operation.name)


urlpatterns = [
    *(_route(address, operation) for address, operation in OPERATIONS.items()),
    re_path(r"^v1/schema/?\Z", SchemaView.as_view(), name="schema"),
    path("v1/docs/", docs, name="docs"),
    re_path("", NoSuchAddress.as_view()),
]
