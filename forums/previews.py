"""Showing a draft to people without an account: a signed link that expires.

The link names the edition and nothing else. Who holds it reads the agenda as it would be published at that moment.
"""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from .exceptions import DomainError
from .models import Edition

LIFETIME = timedelta(days=7)
_SALT = "forums.previews"


class PreviewExpiredError(DomainError):
    """The link was right once."""


def preview_address(edition: Edition) -> str:
    """The path of a preview that works for ``LIFETIME`` from now."""
    return reverse("preview", args=[signing.dumps(edition.pk, salt=_SALT)])


def previewed_edition(token: str) -> Edition:
    """The edition that a link's token shows.

    Raises PreviewExpiredError after its time, and Edition.DoesNotExist for anything that we did not sign.
    """
    try:
        pk = signing.loads(token, salt=_SALT, max_age=LIFETIME)
    except signing.SignatureExpired as error:
        raise PreviewExpiredError("This preview has expired. Ask the secretariat for a new link.") from error
    except signing.BadSignature as error:
        raise Edition.DoesNotExist from error
    return Edition.objects.select_related("forum").get(pk=pk)
