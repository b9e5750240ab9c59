"""The parts of a release: lists, filters, search, single entries, what is on now, what changed."""

import re

import pytest

from forums.agenda import representations
from forums.agenda.release import publish_agenda, withdraw_release
from forums.models import AgendaRelease, Credit, Edition, Session
from tests import factories
from tests.forums.api.bridges import EDITION, at, publish_bridges

pytestmark = pytest.mark.django_db


def codes(response):
    assert response.status_code == 200, response.content
    return [entry["code"] for entry in response.json()["results"]]


def slugs(response):
    assert response.status_code == 200, response.content
    return [entry["slug"] for entry in response.json()["results"]]


SELECTED_SESSIONS = [
    ("", ["opening", "panel", "tea"]),
    ("day=2022-12-09", ["opening", "panel", "tea"]),
    ("day=20221209", ["opening", "panel", "tea"]),
    ("day=2022-12-10", []),
    ("kind=panel", ["panel"]),
    ("kind=roundtable", []),
    ("track=governance", ["panel"]),
    ("room=hall-a", ["opening", "panel", "tea"]),
    ("speaker=ada-example", ["opening"]),
    ("language=fr", ["opening", "panel"]),
    ("language=zh-hans", []),
    ("sdg=16", ["opening"]),
    ("sdg=016", ["opening"]),
    ("q=WHO+bears", ["panel"]),
    ("q=why+ada", ["opening"]),
    ("q=institute", ["panel"]),
    ("q=hall", ["opening", "panel"]),
    ("q=governance", ["panel"]),
    ("q=nothing", []),
    ("kind=panel&track=governance&q=carry", ["panel"]),
    ("kind=opening&track=governance", []),
]  # fmt: skip


def test_sessions_meet_everything_that_is_selected(client, subtests):
    publish_bridges()
    for query, found in SELECTED_SESSIONS:
        with subtests.test(query=query):
            response = client.get(f"{EDITION}sessions/?{query}")
            assert (codes(response), response.json()["count"]) == (found, len(found))


def test_a_search_minds_neither_case_nor_accents(client):
    edition = factories.EditionFactory(slug="e", public=True)
    factories.SessionFactory(edition=edition, code="cafe", title="Débat au CAFÉ", description="Straße Ünal")
    publish_agenda(edition)
    for words in ("debat", "DÉBAT café", "strasse", "unal"):
        assert codes(client.get("/api/v1/editions/e/sessions/", {"q": words})) == ["cafe"], words


def test_a_list_says_the_same_of_a_session_as_the_whole_agenda(client):
    publish_bridges()
    agenda = client.get(f"{EDITION}agenda/").json()
    opening = agenda["sessions"][0]
    panel = opening["parts"][0]
    listed = client.get(f"{EDITION}sessions/").json()["results"]
    assert listed[0] == opening | {"parent": None, "parts": ["panel"]}
    assert listed[1] == panel | {"parent": "opening", "parts": []}
    alone = client.get(f"{EDITION}sessions/opening/").json()
    assert alone == opening | {"parent": None, "parts": [panel | {"parent": "opening"}]}
    assert client.get(f"{EDITION}speakers/").json()["results"] == agenda["speakers"]
    assert client.get(f"{EDITION}rooms/").json()["results"] == agenda["rooms"]
    assert client.get(f"{EDITION}tracks/").json()["results"] == agenda["tracks"]
    edition = client.get(EDITION).json()
    assert {key: edition[key] for key in agenda["edition"]} == agenda["edition"]
    assert edition["release"] == agenda["release"]


def test_a_list_is_read_page_by_page(client, settings):
    settings.SITE_URL = "https://forum.example.org"
    publish_bridges()
    here = f"https://forum.example.org{EDITION}sessions/?lang=fr&page_size=1&page="
    first = client.get(f"{EDITION}sessions/?page_size=1&lang=fr")
    assert (codes(first), first.json()["next"], first.json()["previous"]) == (["opening"], f"{here}2", None)
    assert first["Link"] == f'<{here}2>; rel="next", <{here}1>; rel="first", <{here}3>; rel="last"'
    middle = client.get(first.json()["next"].removeprefix("https://forum.example.org"))
    assert (codes(middle), middle.json()["count"], middle["Content-Language"]) == (["panel"], 3, "fr")
    links = {name: f"{here}{page}" for name, page in (("next", 3), ("prev", 1), ("first", 1), ("last", 3))}
    assert {rel: url for url, rel in re.findall(r'<(\S+)>; rel="(\w+)"', middle["Link"])} == links
    assert client.get(middle.json()["next"].removeprefix("https://forum.example.org")).json()["next"] is None


SELECTED_SPEAKERS = [
    ("", ["ada-example"]),
    ("country=KE", ["ada-example"]),
    ("country=FR", []),
    ("role=opening-remarks", ["ada-example"]),
    ("role=panelist", []),
    ("organization=institute", ["ada-example"]),
    ("q=president+example", ["ada-example"]),
    ("q=nobody", []),
]  # fmt: skip


def test_speakers_meet_everything_that_is_selected(client, subtests):
    publish_bridges()
    for query, found in SELECTED_SPEAKERS:
        with subtests.test(query=query):
            assert slugs(client.get(f"{EDITION}speakers/?{query}")) == found


def test_a_speaker_a_room_and_a_track_come_with_their_sessions(client):
    publish_bridges()
    speaker, room, track = (
        client.get(f"{EDITION}{path}").json()
        for path in ("speakers/ada-example/", "rooms/hall-a/", "tracks/governance/")
    )
    assert [(held["code"], held["credits"][0]["role"]) for held in speaker["sessions"]] == [
        ("opening", "opening-remarks")
    ]
    assert [held["code"] for held in room["sessions"]] == ["opening", "panel", "tea"]
    assert [(held["code"], held["parent"], held["label"]) for held in track["sessions"]] == [
        ("panel", "opening", "Panel Discussion I")
    ]


ON_AND_NEXT = [
    ("2022-12-01T00:00:00Z", [], ["opening"], (None, at(9))),
    ("2022-12-09T09:00:00+08:00", ["opening"], ["panel"], (at(9), at(9, 40))),
    ("2022-12-09T01:45:00Z", ["opening", "panel"], ["tea"], (at(9, 40), at(10))),
    ("2022-12-09 09:45:00", ["opening", "panel"], ["tea"], (at(9, 40), at(10))),
    ("2022-12-09T10:30", ["tea"], [], (at(10, 30), at(11))),
    ("2023-01-01", [], [], (at(11), None)),
]  # fmt: skip


def test_now_is_what_is_on_and_what_begins_next(client, subtests):
    publish_bridges()
    for time, on, following, since_until in ON_AND_NEXT:
        with subtests.test(time=time):
            told = client.get(f"{EDITION}now/", {"at": time}).json()
            assert [held["code"] for held in told["now"]] == on
            assert [held["code"] for held in told["next"]] == following
            assert (told["since"], told["until"]) == tuple(moment and moment.isoformat() for moment in since_until)


def test_now_may_be_any_time_at_all(client):
    publish_bridges()
    for time in ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "0001-01-01", "9999-12-31"):
        assert client.get(f"{EDITION}now/", {"at": time}).json()["now"] == [], time


def test_now_is_the_same_until_something_begins_or_ends(client):
    publish_bridges()
    first, second, third = (
        client.get(f"{EDITION}now/", {"at": f"2022-12-09T09:{minute}:00+08:00"}) for minute in ("05", "39", "40")
    )
    assert (first["ETag"] == second["ETag"], second["ETag"] == third["ETag"]) == (True, False)
    # Made of times that pass, it is not as old as its release.
    assert "Last-Modified" not in client.get(f"{EDITION}now/").headers


def test_what_is_cancelled_is_not_on_now(client):
    release = publish_bridges()
    Session.objects.filter(code="opening").update(status="cancelled")
    publish_agenda(release.edition)
    told = client.get(f"{EDITION}now/", {"at": "2022-12-09T09:45:00+08:00"}).json()
    assert (told["now"], [held["code"] for held in told["next"]]) == ([], ["tea"])


def test_releases_tell_what_they_changed(client):
    publish_bridges()
    listed = client.get(f"{EDITION}releases/").json()["results"]
    assert [(it["version"], it["note"], it["change_count"]) for it in listed] == [
        (2, "The panel begins later", 1), (1, "The first programme", 0)
    ]  # fmt: skip
    second = client.get(f"{EDITION}releases/2/").json()
    assert {key: second[key] for key in listed[0]} == listed[0]
    (change,) = second["changes"]
    assert (change["kind"], change["session"], change["title"], change["release"]) == (
        "moved", "panel", "Rules that carry", 2
    )  # fmt: skip
    assert (change["from"]["starts_at"], change["to"]["starts_at"]) == (at(9, 30).isoformat(), at(9, 40).isoformat())
    assert "09:40" in change["words"]
    for path in ("changes/", "releases/2/changes/", "changes/?kind=moved&session=panel"):
        assert client.get(f"{EDITION}{path}").json()["results"] == [change], path
    for path in ("releases/1/changes/", "changes/?kind=added", "changes/?session=tea", "changes/?speaker=ada-example"):
        assert client.get(f"{EDITION}{path}").json()["results"] == [], path
    assert client.get(f"{EDITION}changes/?lang=fr").json()["results"][0]["words"] != change["words"]


def test_a_withdrawn_release_is_told_of_nowhere(client):
    release = publish_bridges()
    Session.objects.filter(code="tea").update(title_en="Canary", code="canary")
    third = publish_agenda(release.edition, note="Canary")
    withdraw_release(third, reason="Not yet")
    assert client.get(f"{EDITION}releases/3/").status_code == 404
    for path in ("", "releases/", "changes/", "feed.atom", "sessions/", "agenda/", "agenda.ics", "releases/4/"):
        response = client.get(f"{EDITION}{path}")
        assert (response.status_code, "canary" in response.content.decode().casefold()) == (200, False), path
    assert codes(client.get(f"{EDITION}sessions/")) == ["opening", "panel", "tea"]


def test_the_editions_and_forums_are_those_that_have_published(client):
    publish_bridges()
    factories.AgendaReleaseFactory(edition__slug="hidden", edition__status="planned")
    factories.EditionFactory(slug="unreleased", public=True)
    (listed,) = client.get("/api/v1/editions/").json()["results"]
    assert listed == client.get(EDITION).json()
    assert listed["links"]["agenda"].endswith(f"{EDITION}agenda/")
    for link in listed["links"].values():
        assert client.get(link.removeprefix("http://localhost:8000")).status_code == 200, link
    (forum,) = client.get("/api/v1/forums/").json()["results"]
    assert (forum["slug"], forum["name"], forum["editions"]) == ("bridges", "Bridges Forum", ["bridges-2022"])
    alone = client.get("/api/v1/forums/bridges/?lang=fr").json()
    assert (alone["name"], [edition["title"] for edition in alone["editions"]]) == (
        "Forum des ponts", ["Forum des ponts 2022"]
    )  # fmt: skip
    Edition.objects.filter(slug="bridges-2022").update(status="planned")
    assert client.get("/api/v1/editions/").json()["results"] == []
    assert client.get("/api/v1/forums/bridges/").status_code == 404


def test_each_edition_is_told_in_a_language_that_it_is_published_in(client):
    publish_bridges()
    other = factories.EditionFactory(slug="brücke", public=True, languages=["zh-hans"], title_zh_hans="论坛", year=2030)
    factories.SessionFactory(edition=other)
    publish_agenda(other)
    titles = [it["title"] for it in client.get("/api/v1/editions/", {"lang": "fr"}).json()["results"]]
    assert titles == ["论坛", "Forum des ponts 2022"]


PATHS = [
    "", "agenda/", "sessions/", "sessions/?day=2022-12-09&page_size=2", "sessions/opening/", "speakers/",
    "speakers/ada-example/", "rooms/hall-a/", "tracks/governance/", "now/", "releases/", "releases/2/", "changes/",
    "agenda.ics", "days/2022-12-09.ics", "tracks/governance.ics", "feed.atom",
]  # fmt: skip


def test_every_answer_costs_one_query_once_it_is_made(client, django_assert_num_queries, subtests):
    publish_bridges()
    for path in PATHS:
        first = client.get(f"{EDITION}{path}")
        # which release stands
        with subtests.test(path=path), django_assert_num_queries(1):
            again = client.get(f"{EDITION}{path}")
            assert (again.status_code, again.content, again["ETag"]) == (200, first.content, first["ETag"])


@pytest.mark.parametrize("count", [1, 3])
def test_the_editions_cost_one_query_however_many(client, django_assert_num_queries, count):
    for session in [factories.SessionFactory(edition__public=True) for _ in range(count)]:
        publish_agenda(session.edition)
    client.get("/api/v1/editions/")
    # which releases stand
    with django_assert_num_queries(1):
        response = client.get("/api/v1/editions/")
    assert response.json()["count"] == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_costs_one_query_however_much_it_finds(client, django_assert_num_queries, count):
    edition = factories.EditionFactory(slug="e", public=True)
    factories.SessionFactory.create_batch(count, edition=edition, title="Rules")
    publish_agenda(edition)
    client.get("/api/v1/editions/e/sessions/?q=rules")
    # which release stands
    with django_assert_num_queries(1):
        response = client.get("/api/v1/editions/e/sessions/?q=rules")
    assert response.json()["count"] == count


def test_junk_leaves_nothing_behind(client):
    publish_bridges()
    client.get(f"{EDITION}sessions/")
    before = len(representations.frozen.cache)
    for n in range(30):
        client.get(f"{EDITION}sessions/?x{n}=1")
        client.get(f"{EDITION}sessions/?q=word{n}")
        client.get(f"{EDITION}sessions/none-{n}/")
        client.get(f"/api/v1/editions/none-{n}/agenda/", headers={"accept-language": f"en;q=0.{n}"})
    assert len(representations.frozen.cache) == before


def test_no_more_is_kept_than_there_is_room_for(client):
    publish_bridges()
    cache = representations.frozen.cache
    sizes = []
    for size in range(1, 201):
        client.get(f"{EDITION}sessions/?page_size={size}")
        sizes.append(cache.currsize)
    assert sizes == sorted(sizes)
    assert cache.currsize == sum(made.size for made in cache.values()) <= cache.maxsize


@pytest.mark.parametrize("attribution", ["collective", "chatham-house"])
def test_who_speaks_where_nobody_is_named_is_found_by_no_filter(client, attribution):
    edition = factories.EditionFactory(slug="e", public=True)
    quiet = factories.SessionFactory(edition=edition, code="quiet", attribution=attribution)
    open_one = factories.SessionFactory(edition=edition, code="open")
    card = factories.SpeakerCardFactory(edition=edition, slug="ada", name="Ada", published=True)
    only = factories.SpeakerCardFactory(edition=edition, slug="bo", name="Bo Only", published=True, country="KE")
    for session, who in ((quiet, card), (open_one, card), (quiet, only)):
        factories.CreditFactory(session=session, card=who, role=Credit.Role.KEYNOTE)
    publish_agenda(edition)
    here = "/api/v1/editions/e/"
    assert codes(client.get(f"{here}sessions/?speaker=ada")) == ["open"]
    assert codes(client.get(f"{here}sessions/?q=ada")) == ["open"]
    assert [held["code"] for held in client.get(f"{here}speakers/ada/").json()["sessions"]] == ["open"]
    assert slugs(client.get(f"{here}speakers/")) == slugs(client.get(f"{here}speakers/?role=keynote")) == ["ada"]
    assert slugs(client.get(f"{here}speakers/?country=KE")) == codes(client.get(f"{here}sessions/?q=bo+only")) == []
    assert client.get(f"{here}sessions/?speaker=bo").status_code == client.get(f"{here}speakers/bo/").status_code == 404


def test_a_part_is_found_where_its_session_is(client):
    edition = factories.EditionFactory(slug="e", public=True)
    room = factories.RoomFactory(edition=edition, slug="hall")
    track = factories.TrackFactory(edition=edition, slug="track")
    night = factories.SessionFactory(
        edition=edition, code="night", room=room, track=track, starts_at=at(1, day=10), ends_at=at(2, day=10)
    )
    factories.SessionFactory(edition=edition, code="part", parent=night)
    other = factories.TrackFactory(edition=edition, slug="other")
    factories.SessionFactory(edition=edition, code="part-elsewhere", parent=night, track=other)
    publish_agenda(edition)
    here = "/api/v1/editions/e/sessions/"
    assert codes(client.get(f"{here}?room=hall")) == ["night", "part", "part-elsewhere"]
    assert codes(client.get(f"{here}?track=track")) == ["night", "part"]
    (day,) = {entry["day"] for entry in client.get(here).json()["results"]}
    assert codes(client.get(f"{here}?day={day}")) == ["night", "part", "part-elsewhere"]


def test_the_release_that_stands_is_found_in_two_ways_alike():
    release = publish_bridges()

    def found():
        one = AgendaRelease.objects.standing_of("bridges-2022")
        assert AgendaRelease.objects.standing_of_all() == ((one,) if one else ())
        current = AgendaRelease.objects.current("bridges-2022")
        assert (current and (current.pk, current.digest)) == (tuple(one) if one else None)
        return one and one.id

    assert found() == release.pk
    other = factories.AgendaReleaseFactory(edition=release.edition, version=9)
    assert found() == other.pk
    AgendaRelease.objects.filter(pk=other.pk).update(withdrawn_at=at(9), withdrawn_reason="Wrong")
    assert found() == release.pk
    Edition.objects.filter(pk=release.edition_id).update(status="planned")
    assert found() is None
