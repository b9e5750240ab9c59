"""Private by default: what a stranger reaches, address by address, and what they never read."""

import datetime as dt
from collections import defaultdict
from itertools import product
from pathlib import Path
from types import ModuleType

import pytest
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.urls import URLResolver, get_resolver, path, reverse
from django.utils import timezone
from django.utils.regex_helper import normalize

from forums.agenda.release import publish_agenda, withdraw_release
from forums.models import Credit, SpeakerCard
from reports.models import DocumentVersion
from tests import factories
from tests.canary import CANARY, sing_of
from tests.reports.issued import issue

# What strangers may open, and what it answers to GET. All else asks them to sign in.
PUBLIC = {
    "": {200},
    "admin/login/": {200},
    "api/": {404},
    "api/v1/schema": {200},
    "api/v1/docs/": {200},
    "api/v1/editions": {200},
    "api/v1/forums": {200},
    "api/v1/forums/%(forum)s": {200, 404},
    "api/v1/editions/%(edition)s": {200, 404},
    **{
        f"api/v1/editions/%(edition)s/{name}": {200, 404}
        for name in (
            "agenda",
            "agenda.ics",
            "agenda.csv",
            "agenda.xlsx",
            "agenda.jsonld",
            "schedule.xml",
            "schedule.json",
            "feed.atom",
            "sessions",
            "sessions/%(session)s",
            "sessions/%(session)s.ics",
            "speakers",
            "speakers/%(speaker)s",
            "speakers/%(speaker)s.ics",
            "rooms",
            "rooms/%(room)s",
            "tracks",
            "tracks/%(track)s",
            "tracks/%(track)s.ics",
            "days/%(day)s.ics",
            "now",
            "releases",
            "releases/%(release)s",
            "releases/%(release)s/changes",
            "changes",
        )
    },
    # Open calls: that of the public edition is read, that of the planned one is not there.
    "call/%(edition)s/": {200, 404},
    "call/%(edition)s/%(step)s/": {200, 404},
    "api/v1/editions/%(edition)s/call": {200, 404},
    # Behind a private link; the keys here open none.
    "api/v1/registration": {401},
    "api/v1/registration/answer": {405},
    "api/v1/registration/sections/%(section)s": {401},
    "i/%(token)s/": {404},
    "i/%(token)s/%(step)s/": {404},
    "a/%(token)s/": {404},
    "a/%(token)s/%(person)s/": {404},
    "a/%(token)s/%(person)s/%(step)s/": {404},
    "p/%(token)s/": {404},
    "c/%(token)s/": {404},
    "c/%(token)s/%(step)s/": {404},
    "r/%(token)s/": {404},
    "r/%(token)s/%(step)s/": {404},
    "v/paper.css": {200},
    "v/%(token)s/": {404},
    "v/%(token)s/%(step)s/": {404},
    # The library: what is published is read, what is not is not there.
    "%(forum)s/documents/": {200, 404},
    "documents/%(symbol)s/": {200, 404},
    "documents/%(symbol)s.%(format)s": {200, 404},
    "documents/%(symbol)s/look.css": {200, 404},
    "documents/%(symbol)s/press/": {200, 404},
    "documents/%(symbol)s/press.zip": {200, 404},
    "documents/%(symbol)s/press/%(number)s.jpg": {200, 404},
    "verify/": {200},
    "verify/%(digest)s/": {200, 404},
    "api/v1/editions/%(edition)s/documents": {200, 404},
    "api/v1/documents/%(symbol)s": {200, 404},
    # With a token that we signed they show a draft; the keys here are none.
    "preview/%(token)s/": {404},
    "preview/%(token)s/sessions/%(code)s/": {404},
    "preview/%(token)s/speakers/%(slug)s/": {404},
    "%(forum)s/%(edition)s/": {200, 404},
    "%(forum)s/%(edition)s/sessions/%(code)s/": {200, 404},
    "%(forum)s/%(edition)s/sessions/%(code)s/join/": {403, 404},
    "%(forum)s/%(edition)s/speakers/%(slug)s/": {200, 404},
}

# What strangers may post to, and what nothing at all is answered with.
POSTED = {
    "admin/login/": 200,
    "call/%(edition)s/%(step)s/": 400,
    "api/v1/editions/%(edition)s/call": 415,
    "api/v1/registration/answer": 401,
}

pytestmark = [pytest.mark.django_db, pytest.mark.office]


def patterns(resolver, before=""):
    """Every address of the project, with its arguments as ``%(name)s``."""
    for pattern in resolver.url_patterns:
        route = before + pattern.pattern.regex.pattern.removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        else:
            yield from normalize(route)


@pytest.fixture
def keys():
    """What the arguments of an address may be, some public, some not; whatever is not holds the canary."""
    person = factories.PersonFactory(
        family_name=CANARY, email=f"{CANARY}@example.org", phone=CANARY, note=CANARY, assistant_name=CANARY
    )
    edition = factories.EditionFactory(slug="public-one", public=True, note=CANARY, source=CANARY)
    hidden = factories.EditionFactory(slug="planned-one", title=CANARY, theme=CANARY, city=CANARY)
    factories.AgendaReleaseFactory(edition=hidden, note=CANARY)
    track = factories.TrackFactory(edition=edition, slug="public-one")
    factories.RoomFactory(edition=edition, slug="public-one", note=CANARY, online_url=f"https://example.org/{CANARY}")
    livestream = {"livestream_url": f"https://example.org/{CANARY}", "livestream_opens_at": "2999-01-01T00:00Z"}
    times = {"starts_at": "2022-12-09T09:00Z", "ends_at": "2022-12-09T10:00Z"}
    session = factories.SessionFactory(
        edition=edition, code="public-one", track=track, note=CANARY, **times, **livestream
    )
    internal = factories.SessionFactory(
        edition=edition, code="internal-one", internal=True, title=CANARY, description=CANARY
    )
    quiet = factories.SessionFactory(edition=edition, attribution="chatham-house")
    printed = factories.CreditFactory(session=session, card__slug="public-one", card__published=True)
    _hold_everything(printed)
    factories.CreditFactory(session=session, card__slug="hidden-one", card__name=CANARY, card__bio=CANARY, talk=CANARY)
    factories.CreditFactory(session=internal, card__slug="insider", card__name=CANARY, card__published=True)
    factories.CreditFactory(session=quiet, card__name=CANARY, card__published=True, talk=CANARY)
    factories.RegistrationFactory(person=person, edition=edition, needs=CANARY, arrival=CANARY)
    factories.OpenCallFactory(edition=hidden, introduction=CANARY)
    factories.ProposalFactory(call__edition=edition, family_name=CANARY, bio=CANARY, talk=CANARY, organization=CANARY)
    factories.AppointmentFactory(person=person, title=CANARY)
    factories.InterventionFactory(report__session=session, text=CANARY)
    factories.DocumentVersionFactory(document__edition=edition, note=CANARY, content=f'"{CANARY}"')
    documents = _issue_documents(edition, hidden)
    publish_agenda(edition)
    session.title = CANARY
    session.save()
    withdraw_release(publish_agenda(edition, note=CANARY), reason=CANARY)
    # What was edited since the release is a draft.
    session.description = CANARY
    session.save()
    rows = [internal.pk, person.pk]
    return defaultdict(lambda: rows) | {
        "forum": [edition.forum.slug, hidden.forum.slug],
        "edition": ["public-one", "planned-one"],
        "session": ["public-one", "internal-one"],
        "code": ["public-one", "internal-one"],
        "speaker": ["public-one", "hidden-one", "insider"],
        "slug": ["public-one", "hidden-one", "insider"],
        "track": ["public-one", "no-such-one"],
        "room": ["public-one", "no-such-one"],
        "day": ["2022-12-09", "2999-01-01"],
        "release": [1, 2, 3],
        "token": ["no-such-one"],
        "step": ["self"],
        **documents,
    }


def _issue_documents(edition, hidden):
    """Documents and press kits, public and not; the keys that lead to them. Whatever is not public holds the canary."""
    later = timezone.now() + dt.timedelta(hours=1)
    shown, embargoed, *secret = (
        issue(factories.DocumentFactory(edition=of), symbol=symbol, stage=stage, words=words, public=public)
        for of, symbol, stage, words, public in (
            (edition, "T/open", "final", "Open", True),
            (edition, "T/embargo", "final", "Also", True),
            (edition, "T/draft", "draft", CANARY, False),
            (edition, "T/unpublished", "final", CANARY, False),
            (edition, "T/future", "final", CANARY, False),
            (hidden, "T/planned", "final", CANARY, True),
        )
    )
    DocumentVersion.objects.filter(symbol="T/future").update(published_at=later)
    kits = [factories.PressKitFactory(version=shown, headline="Open", text="Open")]
    kits += [
        factories.PressKitFactory(version=it, headline=CANARY, text=CANARY, contact=CANARY, embargo_until=until)
        for it, until in ((embargoed, later), (secret[2], None), (secret[3], None))
    ]
    photos = [factories.PressPhotoFactory(kit=it, caption=it.headline, credit=it.headline) for it in kits]
    versions = [shown, embargoed, *secret]
    return {
        "symbol": [it.symbol for it in versions],
        "format": ["pdf", "json"],
        "number": [it.pk for it in photos],
        "digest": [it.digest for it in versions] + [it.renderings.get(format="pdf").sha256 for it in versions],
    }


def body(response):
    """What was answered, also where it comes in pieces."""
    return b"".join(response) if response.streaming else response.content


def _hold_everything(credit):
    """Something private of every kind about a speaker who is in the programme, the canary in every text of it."""
    person = factories.PersonFactory()
    registration = factories.RegistrationFactory(person=person, edition=credit.session.edition, card=credit.card)
    invitation = factories.InvitationFactory(person=person, edition=registration.edition)
    for kind in (factories.InvitationEventFactory, factories.InvitationLinkFactory):
        kind(invitation=invitation)
    factories.ChangeRequestFactory(registration=registration)
    factories.AbstractFactory(credit=credit)
    factories.AssistantLinkFactory().persons.add(person)
    factories.ClearanceFactory(person=person, edition=registration.edition)
    for kind in (
        factories.AppointmentFactory,
        factories.ConsentFactory,
        factories.MailFactory,
        factories.PrivateLinkFactory,
        factories.AccessEntryFactory,
    ):
        kind(person=person)
    factories.ProposalFactory(person=person, nominated=True)
    sing_of(person, but={SpeakerCard, Credit})


def test_a_stranger_reaches_only_what_is_public_and_never_the_canary(client, keys):
    login = reverse("admin:login")
    public = {}
    for route, names in patterns(get_resolver()):
        # So many links that open nothing would be too many.
        cache.clear()
        for values in product(*(keys[name] for name in names)):
            address = "/" + route % dict(zip(names, values, strict=True))
            # So many links that open nothing are too many from one reader.
            cache.clear()
            for response in (found := client.get(address), client.post(address)):
                said = f"{body(response).decode(errors='replace')} {response.headers}".casefold()
                assert CANARY.casefold() not in said, address
                if response.headers.get("Location") == f"{login}?next={address}":
                    assert response.status_code == 302
                elif response.wsgi_request.method == "GET":
                    public.setdefault(route, set()).add(response.status_code)
                else:
                    # What is not there is not there to be posted to either.
                    nothing_there = found.status_code == response.status_code == 404
                    assert nothing_there or response.status_code == POSTED.get(route, 405), address
    assert public == PUBLIC


@pytest.mark.parametrize("names", ["sessions", "speakers", "changes"])
@pytest.mark.parametrize("name", ["q", "speaker", "session", "organization", "status", "speaker__email", "ordering"])
def test_no_filter_finds_what_is_not_public(client, keys, names, name):
    address = f"/api/v1/editions/public-one/{names}/"
    before = client.get(address).content
    for value in (CANARY, "insider", "hidden-one", "internal-one", "draft"):
        response = client.get(address, {name: value})
        if response.status_code == 200:
            assert (response.json()["count"], response.json()["results"]) == (0, [])
        else:
            assert response.status_code in {400, 404}
            told = response.content.decode().replace(f"“{value}”", "").casefold()
            assert not any(it in told for it in (CANARY.casefold(), "insider", "hidden-one", "internal-one"))
    assert client.get(address).content == before


def test_files_of_the_site_are_public_and_files_of_people_have_no_address(client):
    style = client.get("/static/forums/site.css")
    assert b"".join(style.streaming_content) == Path(finders.find("forums/site.css")).read_bytes()
    person = factories.PersonFactory(photo=ContentFile(b"GIF89a", name="photo.gif"))
    rendering = factories.RenderingFactory(done=True)
    for file in (person.photo, rendering.file):
        assert file.storage.exists(file.name)
        for address in (f"/{file.name}", f"/media/{file.name}", f"/static/{file.name}"):
            assert client.get(address).status_code == 404


@pytest.fixture
def own_addresses(settings):
    """Two views, one of which says that it is public."""

    def answer(request):
        return HttpResponse("opened")

    @login_not_required
    def answer_all(request):
        return HttpResponse("opened")

    addresses = ModuleType("addresses")
    addresses.urlpatterns = [
        path("private/", answer),
        path("public/", answer_all),
        path("login/", answer, name="login"),
    ]
    settings.ROOT_URLCONF, settings.LOGIN_URL = addresses, "/login/"


@pytest.mark.usefixtures("own_addresses")
def test_a_view_that_says_nothing_is_private(client):
    assert client.get("/private/").url == "/login/?next=/private/"
    assert client.get("/public/").content == b"opened"
    client.force_login(factories.UserFactory())
    assert client.get("/private/").content == b"opened"


@pytest.mark.usefixtures("own_addresses")
def test_a_public_view_does_not_look_who_reads(client, django_assert_num_queries):
    client.force_login(factories.UserFactory(staff=True))
    with django_assert_num_queries(0):
        response = client.get("/public/")
    assert "Cookie" not in response.headers.get("Vary", "")
    # their session, themselves
    with django_assert_num_queries(2):
        client.get("/private/")
