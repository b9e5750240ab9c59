"""Versions as they are issued: a real paper, and files that are ready."""

from hashlib import sha256

from django.core.files.base import ContentFile
from django.utils import timezone

from reports.models import Rendering
from tests import factories
from tests.reports.renderers.papers import small_paper


def issue(document=None, *, stage="final", symbol="T/1", words="Trust", formats=("pdf", "json"), public=True, **values):
    """A version with its files; public since now unless told otherwise."""
    document = document or factories.DocumentFactory(edition__public=True)
    meta = {"title": f"{words} title", "symbol": symbol, "stage": stage, "draft": False}
    paper = small_paper(words, **meta)
    version = factories.DocumentVersionFactory(
        document=document,
        content=paper.to_json(),
        digest=paper.digest,
        stage=stage,
        symbol=symbol,
        published_at=timezone.now() if public else None,
        **values,
    )
    for name in formats:
        add_file(version, name)
    return version


def add_file(version, name, data=None):
    """A file of the version, done."""
    data = data or f"{version.digest} as {name}".encode()
    if name == "json":
        data = version.content.encode()
    return Rendering.objects.create(
        version=version,
        format=name,
        status=Rendering.Status.DONE,
        file=ContentFile(data, name=f"v.{name}"),
        bytes=len(data),
        sha256=sha256(data).hexdigest(),
        pages=3 if name == "pdf" else None,
    )
