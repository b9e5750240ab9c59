"""Private by default: who may see a page at all."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class PrivateByDefaultMiddleware(LoginRequiredMiddleware):
    """Every page asks for a sign-in unless its view says that it is public.

    A public view is let through before anyone looks at the session, so that strangers and staff get the same bytes,
    caches need not vary by cookie, and no query is spent on it.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
