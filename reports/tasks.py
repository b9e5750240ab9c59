"""How jobs of this app are carried out: take the row, call one function, record the outcome."""

import hashlib
import time

from django.conf import settings
from django.core.files.base import ContentFile

from forums.jobs import carries_out
from reports.models import Rendering
from reports.renderers import pdf
from reports.renderers.errors import RenderingError


@carries_out(Rendering)
def render(rendering: Rendering) -> None:
    """Make the file of a version's rendering from its frozen content."""
    began = time.monotonic()
    version = rendering.version
    try:
        made = pdf.render_pdf(version.content, fonts=settings.FONTS_DIR, timeout=settings.RENDER_LIMIT_SECONDS)
    except RenderingError as error:
        rendering.fail(str(error))
        return
    sha256 = hashlib.sha256(made.data).hexdigest()
    # Named by what is in it: the same bytes land in the same place, however often an attempt is repeated.
    name = f"{version.document.key}/v{version.version}-{sha256[:16]}.{rendering.format}"
    storage = Rendering._meta.get_field("file").storage
    stored = name if storage.exists(name) else storage.save(name, ContentFile(made.data))
    rendering.finish(
        file=stored,
        sha256=sha256,
        bytes=len(made.data),
        pages=made.pages,
        seconds=round(time.monotonic() - began, 3),
        engine=pdf.pdf_producer(settings.FONTS_DIR),
    )
