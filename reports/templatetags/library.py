"""How templates lead to what was issued."""

from django import template
from django.urls import reverse

from reports.library import address_of
from reports.models import DocumentVersion

register = template.Library()


@register.filter
def named(version: DocumentVersion) -> str:
    """What a version is called: its symbol, or what stands in its place."""
    return address_of(version)


@register.simple_tag
def issue_address(version: DocumentVersion) -> str:
    """The public page of a version in its language."""
    return reverse("document", args=[address_of(version)]) + f"?lang={version.document.language}"
