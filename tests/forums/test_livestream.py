"""Livestreams that are open to the public for a time only: the link is nowhere before, and nowhere after."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from forums.agenda.release import publish_agenda
from forums.models import Session
from tests.factories import EditionFactory, SessionFactory

pytestmark = pytest.mark.django_db

LINK = "https://live.example.org/secret?room=1&key=2"
OPENS = datetime(2022, 12, 12, 1, 30, tzinfo=UTC)
CLOSES = OPENS + timedelta(hours=2)
SECOND = timedelta(seconds=1)
ADDRESS = "/bridges/bridges-2022/sessions/panel/join/"


@pytest.fixture
def edition():
    return EditionFactory(
        slug="bridges-2022",
        forum__slug="bridges",
        held=True,
        title="Bridges",
        timezone="Asia/Shanghai",
        languages=["en", "fr"],
    )


@pytest.fixture
def clock(monkeypatch):
    """Sets the time that it is."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def panel(edition, **values):
    """A published session with a livestream, open for two hours unless said otherwise."""
    window = {"livestream_url": LINK, "livestream_opens_at": OPENS, "livestream_closes_at": CLOSES}
    row = SessionFactory(edition=edition, code="panel", title="Panel", timed=True, **window | values)
    publish_agenda(edition)
    return row


@pytest.mark.parametrize(
    ("at", "status"),
    [(OPENS - SECOND, 403), (OPENS, 302), (CLOSES - SECOND, 302), (CLOSES, 410)],
)
def test_the_way_is_open_from_the_first_second_to_the_last(client, edition, clock, at, status):
    panel(edition)
    clock(at)
    for method in (client.get, client.head):
        response = method(ADDRESS)
        assert (response.status_code, response.get("Location")) == (status, LINK if status == 302 else None)
        assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex")
        assert LINK not in response.content.decode()


@pytest.mark.parametrize(
    ("window", "at", "status"),
    [
        ({"livestream_opens_at": None}, OPENS - timedelta(days=99), 302),
        ({"livestream_opens_at": None}, CLOSES, 410),
        ({"livestream_closes_at": None}, OPENS - SECOND, 403),
        ({"livestream_closes_at": None}, CLOSES + timedelta(days=99), 302),
        # Everybody has the link already.
        ({"livestream_opens_at": None, "livestream_closes_at": None}, OPENS, 302),
        ({"livestream_url": ""}, OPENS, 404),
        ({"cancelled": True}, OPENS, 404),
    ],
)
def test_a_window_may_be_open_at_either_end(client, edition, clock, window, at, status):  # noqa: PLR0917
    panel(edition, **window)
    clock(at)
    assert client.get(ADDRESS).status_code == status


@pytest.mark.parametrize(
    ("language", "at", "told"),
    [
        ("en", OPENS - SECOND, "The livestream opens: Mon 12 Dec 09:30 (Asia/Shanghai)"),
        ("fr", OPENS - SECOND, "La diffusion commence\u202f: lun. 12 décembre 09:30 (Asia/Shanghai)"),
        # Not published in.
        ("es", CLOSES, "The livestream is over."),
    ],
)
def test_the_page_tells_when_in_the_edition_s_own_time(client, edition, clock, language, at, told):  # noqa: PLR0917
    panel(edition)
    clock(at)
    page = client.get(ADDRESS, headers={"accept-language": language}).content.decode()
    assert f"<p>{told}</p>" in page
    assert "<h1>Panel</h1>" in page


def test_of_a_cancelled_session_there_are_no_parts(client, edition, clock):
    plenary = SessionFactory(edition=edition, code="plenary", timed=True, cancelled=True)
    panel(edition, parent=plenary)
    clock(OPENS)
    assert "This session has been cancelled." in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    "address",
    ["/bridges/bridges-2022/sessions/other/join/", "/other/bridges-2022/sessions/panel/join/",
     "/bridges/other/sessions/panel/join/"],
)  # fmt: skip
def test_what_is_not_published_has_no_way(client, edition, clock, address):
    panel(edition)
    clock(OPENS)
    assert client.get(address).status_code == 404


def test_the_way_is_only_read(client, edition):
    panel(edition)
    assert client.post(ADDRESS).status_code == 405


def test_a_draft_changes_nothing(client, edition, clock):
    panel(edition)
    Session.objects.update(livestream_url="https://live.example.org/other", livestream_opens_at=None)
    clock(OPENS - SECOND)
    assert client.get(ADDRESS).status_code == 403
    clock(OPENS)
    assert client.get(ADDRESS)["Location"] == LINK


def test_a_new_release_counts_at_once(client, edition, clock):
    row = panel(edition)
    clock(OPENS)
    assert client.get(ADDRESS)["Location"] == LINK
    row.livestream_url = "https://live.example.org/moved"
    row.save()
    publish_agenda(edition)
    assert client.get(ADDRESS)["Location"] == "https://live.example.org/moved"


def test_a_way_costs_one_query(client, edition, clock, django_assert_num_queries):
    panel(edition)
    clock(OPENS)
    client.get(ADDRESS)
    # the newest release with its edition and forum
    with django_assert_num_queries(1):
        client.get(ADDRESS)


PUBLIC = [
    "/bridges/bridges-2022/",
    "/bridges/bridges-2022/sessions/panel/",
    "/bridges/bridges-2022/sessions/plenary/",
    *(f"/api/v1/editions/bridges-2022/{name}" for name in (
        "agenda/", "agenda.ics", "agenda.csv", "agenda.jsonld", "schedule.xml", "schedule.json", "feed.atom",
        "sessions/panel.ics",
    )),
]  # fmt: skip


def test_the_link_is_nowhere_and_the_way_to_it_is_in_its_place(client, edition, settings):
    plenary = SessionFactory(edition=edition, code="plenary", timed=True)
    row = panel(edition, parent=plenary)
    row.livestream_url = f"{LINK}&again"
    row.save()
    publish_agenda(edition)
    told = {address: "".join(client.get(address).content.decode().split()) for address in PUBLIC}
    assert [address for address, text in told.items() if "live.example.org" in text] == []
    has_way = {address for address, text in told.items() if f"{settings.SITE_URL}{ADDRESS}" in text}
    names = ("agenda/", "agenda.ics", "agenda.jsonld", "schedule.xml", "schedule.json", "sessions/panel.ics")
    assert has_way == {*PUBLIC[1:3], *(f"/api/v1/editions/bridges-2022/{name}" for name in names)}
