"""How jobs of this app are carried out: take the row, call one function, record the outcome."""

import hashlib
import os
import time

from django.conf import settings
from django.core.files.base import ContentFile

from forums.jobs import carries_out
from reports.models import Rendering
from reports.renderers import formats
from reports.renderers.errors import RenderingError, StoppedError
from reports.renderers.rendered import Rendered


@carries_out(Rendering)
def render(rendering: Rendering) -> None:
    """Make the file of a version's rendering from its frozen content.

    What is called off on the way is stopped within a second, and nothing is recorded of it.
    """
    began = time.monotonic()
    try:
        made = formats.render(
            rendering.format,
            rendering.version.content,
            fonts=settings.FONTS_DIR,
            timeout=settings.RENDER_LIMIT_SECONDS,
            stopped=lambda: not rendering.is_held(),
        )
    except StoppedError:
        return
    except RenderingError as error:
        rendering.fail(str(error))
        return
    sha256 = hashlib.sha256(made.data).hexdigest()
    try:
        stored = _keep(rendering, made, sha256)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        rendering.fail(f"The file could not be stored: {reason}. Make room on the disk, then render it again.")
        return
    rendering.finish(
        file=stored,
        sha256=sha256,
        bytes=len(made.data),
        pages=made.pages,
        seconds=round(time.monotonic() - began, 3),
        engine=made.engine,
    )


def _keep(rendering: Rendering, made: Rendered, sha256: str) -> str:
    """Store the file and return its name."""
    version = rendering.version
    # Named by what is in it: the same bytes land in the same place, however often an attempt is repeated.
    name = f"{version.document.key}/v{version.version}-{sha256[:16]}.{rendering.format}"
    storage = Rendering._meta.get_field("file").storage
    # What is there is whole: see the storage.
    return name if storage.exists(name) else storage.save(name, ContentFile(made.data))
