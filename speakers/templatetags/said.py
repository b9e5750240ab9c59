"""The words of the speaker's page in its templates: {% say "accept" %}."""

from typing import Any

from django import template

from speakers.pages.words import say as words

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], key: str, **values: object) -> str:
    """The words for ``key`` in the page's language."""
    return words(key, context["language"], **values)
