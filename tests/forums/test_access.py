"""Private by default: what a stranger reaches, address by address, and what they never read."""

from collections import defaultdict
from itertools import product
from pathlib import Path
from types import ModuleType

import pytest
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.urls import URLResolver, get_resolver, path, reverse
from django.utils.regex_helper import normalize

from forums.agenda.release import publish_agenda, withdraw_release
from tests import factories

CANARY = "Canary"

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
    # Behind a private link; the keys here open none.
    "i/%(token)s/": {404},
    "i/%(token)s/%(step)s/": {404},
    "a/%(token)s/": {404},
    "a/%(token)s/%(person)s/": {404},
    "a/%(token)s/%(person)s/%(step)s/": {404},
    # With a token that we signed they show a draft; the keys here are none.
    "preview/%(token)s/": {404},
    "preview/%(token)s/sessions/%(code)s/": {404},
    "preview/%(token)s/speakers/%(slug)s/": {404},
    "%(forum)s/%(edition)s/": {200, 404},
    "%(forum)s/%(edition)s/sessions/%(code)s/": {200, 404},
    "%(forum)s/%(edition)s/sessions/%(code)s/join/": {403, 404},
    "%(forum)s/%(edition)s/speakers/%(slug)s/": {200, 404},
}

pytestmark = pytest.mark.django_db


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
    factories.CreditFactory(session=session, card__slug="public-one", card__published=True)
    factories.CreditFactory(session=session, card__slug="hidden-one", card__name=CANARY, card__bio=CANARY, talk=CANARY)
    factories.CreditFactory(session=internal, card__slug="insider", card__name=CANARY, card__published=True)
    factories.CreditFactory(session=quiet, card__name=CANARY, card__published=True, talk=CANARY)
    factories.RegistrationFactory(person=person, edition=edition, needs=CANARY, arrival=CANARY)
    factories.AppointmentFactory(person=person, title=CANARY)
    factories.InterventionFactory(report__session=session, text=CANARY)
    factories.DocumentVersionFactory(document__edition=edition, note=CANARY, content=f'"{CANARY}"')
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
        # Few, or so many links that open nothing would be too many.
        "token": ["no-such-one"],
        "step": ["name"],
    }


def test_a_stranger_reaches_only_what_is_public_and_never_the_canary(client, keys):
    login = reverse("admin:login")
    public = {}
    for route, names in patterns(get_resolver()):
        for values in product(*(keys[name] for name in names)):
            address = "/" + route % dict(zip(names, values, strict=True))
            for response in (found := client.get(address), client.post(address)):
                said = f"{response.content.decode(errors='replace')} {response.headers}".casefold()
                assert CANARY.casefold() not in said, address
                if response.headers.get("Location") == f"{login}?next={address}":
                    assert response.status_code == 302
                elif response.wsgi_request.method == "GET":
                    public.setdefault(route, set()).add(response.status_code)
                else:
                    # Signing in is the only thing to post; what is not there is not there to be posted to either.
                    nothing_there = found.status_code == response.status_code == 404
                    assert nothing_there or response.status_code == (200 if address == login else 405), address
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
