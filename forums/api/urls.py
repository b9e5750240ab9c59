"""Every address below ``/api/``, with or without a slash at its end."""

import re

from django.urls import URLPattern, path, re_path

from .docs import SchemaView, docs
from .operations import OPERATIONS, Operation, Place, brought
from .views import NoSuchAddress


def _pattern(address: str, wide: frozenset[str] = frozenset()) -> str:
    def name(found: re.Match[str]) -> str:
        # Names are what SlugField allows: nothing that a database or a header could stumble over.
        return f"(?P<{found[1]}>{'.+?' if found[1] in wide else '[-a-zA-Z0-9_]+'})"

    pattern = re.sub(r"\\\{(\w+)\\\}", name, re.escape(address))
    return rf"^v1/{pattern}/?\Z"


def _route(address: str, operation: Operation) -> URLPattern:
    return re_path(_pattern(address), operation.view.as_view(**operation.options), name=operation.name)


def _brought_route(address: str, place: Place) -> URLPattern:
    name = f"api-{next(iter(place.acts.values())).name}"
    return re_path(_pattern(address, place.wide), place.view.as_view(), name=name)


urlpatterns = [
    *(_route(address, operation) for address, operation in OPERATIONS.items()),
    *(_brought_route(address, place) for address, place in brought().places.items()),
    re_path(r"^v1/schema/?\Z", SchemaView.as_view(), name="schema"),
    path("v1/docs/", docs, name="docs"),
    re_path("", NoSuchAddress.as_view()),
]
