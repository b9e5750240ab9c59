"""The words of the pages of reports in their templates: {% say "save" %}."""

from typing import Any

from django import template

from reports.pages.words import say as words

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], key: str, **values: object) -> str:
    """The words for ``key`` in the page's language."""
    return words(key, context["language"], or_else="", **values)
