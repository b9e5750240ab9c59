"""An edition in which people are quoted, for the tests of clearance."""

import datetime as dt

from django.utils import timezone

from forums.models import Session
from reports.answers import Said, answer_clearance, current_items
from reports.clearing import prepare_clearances, send_clearances
from reports.models import Clearance, Intervention
from reports.paper.content import section_from_json
from reports.paper.quotes import lines
from speakers.models import Mail
from tests import factories

DAY = dt.timedelta(days=1)


def make_edition(**values):
    usual = {"title": "The Forum 2022", "timezone": "Asia/Shanghai", "languages": ["en"], "held": True}
    return factories.EditionFactory(**usual | {"forum__contact": "office@example.org"} | values)


def quote(edition, text="{speaker} said **so**.", *, session=None, person=None, card=None, published=True, **values):
    """What one speaker, on file with an e-mail address unless told otherwise, said in an approved report."""
    session = session or factories.SessionFactory(edition=edition, kind=Session.Kind.PANEL)
    report = getattr(session, "report", None) or factories.SessionReportFactory(session=session, approved=True)
    if "credit" not in values:
        card = card or speaker(edition, person, published=published)
        values["credit"] = session.credits.filter(card=card).first() or factories.CreditFactory(
            session=session, card=card
        )
    return factories.InterventionFactory(report=report, text=text, **values)


def speaker(edition, person=None, *, published=True, name="Ms Amina Okafor", titles="Minister of Labour"):
    """The card of somebody on file."""
    card = factories.SpeakerCardFactory(edition=edition, name=name, titles=titles, published=published)
    person = person or factories.PersonFactory(email=f"{card.slug}@example.org")
    factories.RegistrationFactory(edition=edition, person=person, card=card, confirmed=True)
    return card


def ask(edition, *, days=14):
    """Prepare and send everything; returns the requests."""
    prepare_clearances(edition)
    send_clearances(edition, deadline=timezone.now() + dt.timedelta(days=days))
    return list(Clearance.objects.filter(edition=edition).order_by("pk"))


def answer(clearance, kind="approved", **values):
    """Answer every item of a request alike, as it is shown."""
    answer_clearance(clearance, [Said(it.pk, kind, it.digest, **values) for it in current_items(clearance)])
    clearance.refresh_from_db()


def states(edition):
    rows = Intervention.objects.filter(report__session__edition=edition)
    return list(rows.order_by("pk").values_list("clearance", flat=True))


def shown(item):
    """What an item shows, a line a paragraph."""
    return lines(section_from_json(item.shown).blocks)


def over(clearance):
    """Let the deadline pass."""
    Clearance.objects.filter(pk=clearance.pk).update(deadline=timezone.now() - DAY)


def arrive():
    """Have every mail reach its address."""
    Mail.objects.update(status=Mail.Status.DONE)
