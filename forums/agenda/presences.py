"""Who takes part in what, as the office knows it: also where the public agenda may not name them."""

from modeltranslation.utils import build_localized_fieldname

from forums.languages import DEFAULT
from forums.models import Credit, Edition, Session

from .checks import Presence


def office_presences(edition: Edition) -> list[Presence]:
    """Everybody with a standing credit in the edition's public sessions. One query."""
    seat = build_localized_fieldname("seat_of__name", DEFAULT)
    card = ("card__slug", "card__name", "card__published", "card__edition")
    rows = (
        Credit.objects.standing()
        .filter(session__edition=edition, session__visibility=Session.Visibility.PUBLIC)
        .order_by("session", "position", "id")
        .values_list("session__code", "role", "mode", *card, seat)
    )
    return [
        Presence(
            session=session,
            speaker=slug or "",
            name=name or seat_of or "",
            role=role,
            mode=mode,
            is_published=published is not False,
            is_foreign=bool(slug) and owner != edition.pk,
        )
        for session, role, mode, slug, name, published, owner, seat_of in rows
    ]
