"""Where the records behind a document's paragraphs are edited."""

from django.urls import reverse

from forums.models import Edition, Session
from reports.models import Intervention, Outcome

# Chapters that are told session by session.
_OF_SESSIONS = ("summaries", "agenda", "takeaways", "commitments")


def find_pages(document):
    """A function from a paragraph's id to (label, address) of the record that gives it, or None; four queries."""
    edition = document.edition
    sessions = dict(Session.objects.filter(edition=edition).values_list("code", "pk"))
    said = Intervention.objects.filter(report__session__edition=edition)
    contributions = {(code, key): pk for code, key, pk in said.values_list("report__session__code", "key", "pk")}
    outcomes = list(Outcome.objects.filter(edition=edition).values_list("pk", flat=True))
    editions = dict(Edition.objects.filter(forum=edition.forum_id).values_list("slug", "pk"))

    def page_of(anchor):
        chapter, name, rest = (*anchor.split("/", 2), "", "")[:3]
        found = None
        if chapter in _OF_SESSIONS and name in sessions:
            said_here = contributions.get((name, rest.split("/")[0])) if chapter == "summaries" else None
            found = ("contribution", "reports_intervention", said_here) if said_here else None
            found = found or ("session", "forums_session", sessions[name])
        elif chapter == "outcomes" and name.isdigit() and 0 < int(name) <= len(outcomes):
            found = ("outcome", "reports_outcome", outcomes[int(name) - 1])
        elif anchor.startswith("about/purpose"):
            found = ("forum", "forums_forum", edition.forum_id)
        elif chapter in {"about", "commitments"} and name in editions:
            found = ("edition", "forums_edition", editions[name])
        elif chapter in {"next-step", "figures"}:
            found = ("edition", "forums_edition", edition.pk)
        return found and (found[0], reverse(f"admin:{found[1]}_change", args=[found[2]]))

    return page_of
