"""How the forum's papers look: its colours and its mark, frozen with the paper."""

from base64 import b64encode

from forums.languages import text
from forums.models import Forum
from reports.models import Look as LookRow
from reports.paper.content import Look
from reports.paper.markdown import words


def look_of(forum: Forum, language: str) -> Look:
    """The forum's own look; one query, and one file where there is a logo. Raises FileNotFoundError if that is lost."""
    row = LookRow.objects.filter(forum=forum).first()
    if row is None:
        return Look()
    logo = ""
    if row.logo:
        with row.logo.open("rb") as file:
            logo = b64encode(file.read()).decode()
    return Look(
        accent=row.accent,
        second=row.second,
        logo=logo,
        logo_alt=words(text(row, "logo_alt", language)),
        face="sans" if row.face == LookRow.Face.SANS else "serif",
    )
