"""The home page: the editions that anyone may know of."""

import datetime as dt
from html.parser import HTMLParser

import pytest

from tests.factories import AgendaReleaseFactory, EditionFactory, UserFactory

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
        "autumn 2023 · online · announced",
        "Second",
        "Bridges",
        "12 December 2022 – 13 December 2022 · onsite and online · Beijing · held",
        "First",
        "4 December 2021 · onsite · documented",
    ]


def test_planned_editions_are_hidden(client):
    EditionFactory(title="Secret")
    assert len(read(client.get("/"))) == 1
    EditionFactory(title="Announced", public=True)
    assert read(client.get("/"))[0::2] == ["Announced"]
    assert "Secret" not in client.get("/").content.decode()


def test_an_agenda_is_offered_where_one_is_published(client):
    AgendaReleaseFactory(edition__slug="bridges", edition__public=True)
    EditionFactory(slug="unreleased", public=True)
    page = client.get("/").content.decode()
    assert page.count("Agenda (JSON)") == 1
    assert '<a href="/api/v1/editions/bridges/agenda/">Agenda (JSON)</a>' in page


def test_words_of_people_are_printed_as_text(client):
    EditionFactory(public=True, title=HOSTILE, theme=HOSTILE, when=HOSTILE, city=HOSTILE)
    response = client.get("/")
    assert "<script" not in response.content.decode()
    assert read(response) == [HOSTILE, HOSTILE, f"{HOSTILE} · onsite · {HOSTILE} · announced"]


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
        assert len(read(client.get("/"))) == rows * 3


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
