"""The home page: the editions that anyone may know of."""

import datetime as dt
import json
import re
from html.parser import HTMLParser

import pytest

from forums.agenda.release import publish_agenda, withdraw_release
from forums.models import Session
from tests.factories import (
    AgendaReleaseFactory,
    CreditFactory,
    EditionFactory,
    RoomFactory,
    SessionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert('x')</script>"


class Texts(HTMLParser):
    """The texts of a page's headings and paragraphs, in order, spaces drawn together."""

    def __init__(self, page):
        super().__init__()
        self.found, self.inside = [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag in {"h2", "p"}:
            self.found.append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in {"h2", "p"}

    def handle_data(self, data):
        if self.inside:
            self.found[-1] += data


def read(response):
    assert response.status_code == 200
    return [" ".join(text.split()) for text in Texts(response.content.decode()).found]


def test_an_empty_house_says_what_to_do(client):
    assert read(client.get("/")) == [
        "No forum has been announced yet. Organizers add one in the office; make demo loads a sample."
    ]


def test_editions_are_listed_newest_first_with_what_is_known(client):
    EditionFactory(public=True, year=2023, title="Third", when="autumn 2023", format="online")
    EditionFactory(held=True, title="Second", theme="Bridges", city="Beijing", format="hybrid")
    day = dt.date(2021, 12, 4)
    EditionFactory(public=True, year=2021, title="First", starts_on=day, ends_on=day, status="documented")
    assert read(client.get("/")) == [
        "Third",
        "autumn 2023 · online · announced · Documents",
        "Second",
        "Bridges",
        "12 December 2022 – 13 December 2022 · onsite and online · Beijing · held · Documents",
        "First",
        "4 December 2021 · onsite · documented · Documents",
    ]


def test_planned_editions_are_hidden(client):
    EditionFactory(title="Secret")
    assert len(read(client.get("/"))) == 1
    EditionFactory(title="Announced", public=True)
    assert read(client.get("/"))[0::2] == ["Announced"]
    assert "Secret" not in client.get("/").content.decode()


def test_an_agenda_is_offered_where_one_is_published(client):
    AgendaReleaseFactory(edition__slug="bridges-2022", edition__forum__slug="bridges", edition__public=True)
    EditionFactory(slug="unreleased", public=True)
    page = client.get("/").content.decode()
    assert re.findall(r'<h2>\s*<a href="([^"]+)"', page) == ["/bridges/bridges-2022/"]


def test_words_of_people_are_printed_as_text(client):
    EditionFactory(public=True, title=HOSTILE, theme=HOSTILE, when=HOSTILE, city=HOSTILE)
    response = client.get("/")
    assert "<script" not in response.content.decode()
    assert read(response) == [HOSTILE, HOSTILE, f"{HOSTILE} · onsite · {HOSTILE} · announced · Documents"]


def test_a_title_is_in_the_reader_s_language_where_it_exists(client):
    EditionFactory(public=True, title="Second forum", title_zh_hans="第二届论坛")
    for language, title, tag in (("zh-hans", "第二届论坛", "zh-hans"), ("fr", "Second forum", "fr")):
        response = client.get("/", headers={"accept-language": language})
        assert read(response)[0] == title
        assert f'<html lang="{tag}">' in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_home_page_costs_the_same_for_any_number_of_editions(client, django_assert_num_queries, rows):
    for _ in range(rows):
        AgendaReleaseFactory()
    client.force_login(UserFactory(superuser=True))
    # editions with their forums and whether they have a release
    with django_assert_num_queries(1):
        assert len(read(client.get("/"))) == rows * 2


def test_the_home_page_is_the_same_for_staff_and_strangers(client):
    EditionFactory(public=True)
    stranger = client.get("/")
    client.force_login(UserFactory(superuser=True))
    staff = client.get("/")
    assert staff.content == stranger.content
    assert not stranger.cookies
    assert not staff.cookies
    assert stranger["Vary"].lower() == staff["Vary"].lower() == "accept-language"


def test_the_home_page_is_only_read(client):
    assert client.head("/").status_code == 200
    assert client.post("/").status_code == 405


@pytest.fixture
def agenda():
    """A published plenary with a panel, a speaker and a hidden one; a session after midnight; a draft since."""
    edition = EditionFactory(
        slug="bridges-2022", forum__slug="bridges", held=True, title="Bridges", timezone="Asia/Shanghai"
    )
    hall = RoomFactory(edition=edition, slug="hall", name="Hall")
    plenary = SessionFactory(
        edition=edition, code="plenary", title="Plenary", theme=HOSTILE, room=hall,
        starts_at="2022-12-12T01:00Z", ends_at="2022-12-12T03:00Z",
    )  # fmt: skip
    panel = SessionFactory(
        edition=edition, code="panel", parent=plenary, title="Panel",
        starts_at="2022-12-12T02:00Z", ends_at="2022-12-12T03:00Z",
    )  # fmt: skip
    SessionFactory(
        edition=edition, code="late", title="Late", starts_at="2022-12-12T17:00Z", ends_at="2022-12-12T18:00Z"
    )
    card = {"card__name": "Xue Lan", "card__slug": "xue-lan", "card__titles": "dean\nprofessor"}
    CreditFactory(session=panel, role="panelist", card__published=True, **card)
    CreditFactory(session=panel, card__name="Hidden")
    publish_agenda(edition)
    Session.objects.update(title_en="Draft")
    return "/bridges/bridges-2022/"


def test_the_agenda_page_tells_each_day_in_the_edition_s_own_time(client, agenda):
    assert read(client.get(agenda)) == [
        "Calendar · Table · JSON · schedule.xml · Changes · Documents",
        "Monday, 12 December 2022",
        "09:00–11:00 · Hall",
        HOSTILE,
        "10:00–11:00",
        "Xue Lan",
        "01:00–02:00",
    ]


def test_the_session_page_names_its_speakers_with_titles_and_roles(client, agenda):
    assert read(client.get(f"{agenda}sessions/panel/")) == [
        "Monday, 12 December 2022, 10:00–11:00",
        "Add to calendar",
        "Speakers",
        "dean, professor",
        "Panelist",
    ]


def test_the_session_page_tells_search_engines_the_same(client, agenda):
    page = client.get(f"{agenda}sessions/panel/").content.decode()
    [written] = re.findall('<script type="application/ld[+]json">(.*?)</script>', page)
    told = json.loads(written)
    assert [told[key] for key in ("@type", "name", "startDate")] == ["Event", "Panel", "2022-12-12T10:00:00+08:00"]
    assert [person["name"] for person in told["performer"]] == ["Xue Lan"]
    assert told["superEvent"]["name"] == "Plenary"


def test_the_speaker_page_tells_where_they_speak(client, agenda):
    assert read(client.get(f"{agenda}speakers/xue-lan/")) == [
        "dean",
        "professor",
        "Sessions",
        "Monday, 12 December 2022, 10:00",
        "Panelist",
        "Add to calendar",
    ]


@pytest.mark.parametrize(
    "address",
    ["/bridges/other/", "/other/bridges-2022/", "/bridges/bridges-2022/sessions/other/",
     "/bridges/bridges-2022/speakers/other/"],
)  # fmt: skip
def test_what_is_not_published_has_no_page(client, agenda, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("asked", "tag", "told"),
    [
        ("fr", "fr", ["lundi, 12 décembre 2022, 20:00–21:00", "Séance", "Délégation (Ministère)", "Panéliste"]),
        # Not published in: the page is in the edition's first language, whatever has been translated already.
        ("es", "en", ["Monday, 12 December 2022, 20:00–21:00", "Session", "Delegate of Ministry", "Panelist"]),
    ],
)
def test_a_session_page_is_in_one_of_the_languages_that_the_edition_is_published_in(client, asked, tag, told):
    edition = EditionFactory(
        slug="bridges-2022", forum__slug="bridges", held=True, timezone="Asia/Shanghai", languages=["en", "fr"]
    )
    titles = {"title_en": "Session", "title_fr": "Séance", "title_es": "Sesión"}
    session = SessionFactory(edition=edition, code="panel", timed=True, **titles)
    ministry = {"seat_of__name_en": "Ministry", "seat_of__name_fr": "Ministère", "seat_of__name_es": "Ministerio"}
    CreditFactory(session=session, seat=True, role="panelist", **ministry)
    publish_agenda(edition)
    page = client.get("/bridges/bridges-2022/sessions/panel/", headers={"accept-language": asked}).content.decode()
    assert f'<html lang="{tag}">' in page
    assert [text for text in told if text not in page] == []


def test_an_agenda_that_was_taken_back_is_not_offered(client):
    release = AgendaReleaseFactory(edition__public=True)
    assert re.search(r"<h2>\s*<a href=", client.get("/").content.decode())
    withdraw_release(release, reason="A mistake.")
    assert not re.search(r"<h2>\s*<a href=", client.get("/").content.decode())


def test_typed_text_stays_text(client, agenda):
    page = client.get(f"{agenda}sessions/plenary/").content.decode()
    assert (HOSTILE in page, "&lt;script&gt;" in page) == (False, True)


def test_pages_cost_the_same_whatever_they_show(client, agenda, django_assert_num_queries):
    # the newest release, its edition and forum, its content
    with django_assert_num_queries(2):
        client.get(agenda)
