"""The feed of an agenda's releases, as it is written and as a feed reader reads it."""

import json
from datetime import UTC, datetime, timedelta, timezone

import feedparser
import pytest
from django.db import transaction

from forums.agenda.changes import compare
from forums.agenda.content import from_json
from forums.agenda.feed import feed
from forums.agenda.release import publish_agenda
from forums.languages import CODES
from forums.models import AgendaRelease, Edition, Session
from reports.demo import SAMPLE
from reports.records.load import load_records

from .entries import agenda, session, speaker


def release(version, *changes, note="", at=None):
    """A release; each change is a session's code and what happened to it."""
    told = [{"session": code, "title": code.title(), "change": change} for code, change in changes]
    return {"version": version, "at": at or datetime(2022, 11, version, 10, tzinfo=UTC), "note": note, "changes": told}


def tree(*sessions, **values):
    return json.loads(agenda(*sessions, **{"forum_slug": "forum", "slug": "forum-2022"} | values).to_json())


def written(releases, content, *, language="en", site="https://plenary.example:8443"):
    return feed(releases, tree=content, language=language, site=site, known=frozenset(CODES))


def read(releases, *sessions, **values):
    """What a feed reader makes of it; it must have nothing to complain of."""
    parsed = feedparser.parse(written(releases, tree(*sessions), **values))
    assert (parsed.bozo, parsed.version) == (False, "atom10")
    return parsed


def test_the_feed_says_this():
    content = tree(session("lunch"), title={"en": "Forum 2022"}, forum={"en": "The Forum"})
    releases = [release(1), release(2, ("lunch", "moved"), note="A room is lost.")]
    assert (
        written(releases, content).decode()
        == """\
<?xml version='1.0' encoding='utf-8'?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>tag:plenary.example,2022-11-01:forum-2022</id>
  <title>Forum 2022</title>
  <updated>2022-11-02T10:00:00Z</updated>
  <author>
    <name>The Forum</name>
  </author>
  <link rel="self" type="application/atom+xml" \
href="https://plenary.example:8443/api/v1/editions/forum-2022/feed.atom?lang=en" />
  <link rel="alternate" type="text/html" href="https://plenary.example:8443/forum/forum-2022/" />
  <entry xml:lang="en">
    <id>tag:plenary.example,2022-11-02:forum-2022/releases/2</id>
    <title>Release 2: 1 moved</title>
    <published>2022-11-02T10:00:00Z</published>
    <updated>2022-11-02T10:00:00Z</updated>
    <link rel="alternate" type="text/html" href="https://plenary.example:8443/forum/forum-2022/" />
    <link rel="related" type="application/json" \
href="https://plenary.example:8443/api/v1/editions/forum-2022/releases/2/changes/" />
    <content type="html">&lt;p&gt;A room is lost.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;&lt;a href="https://plenary.example:8443/forum/\
forum-2022/sessions/lunch/"&gt;Lunch&lt;/a&gt;: moved to another time or room&lt;/li&gt;&lt;/ul&gt;</content>
  </entry>
  <entry xml:lang="en">
    <id>tag:plenary.example,2022-11-01:forum-2022/releases/1</id>
    <title>Release 1: first publication</title>
    <published>2022-11-01T10:00:00Z</published>
    <updated>2022-11-01T10:00:00Z</updated>
    <link rel="alternate" type="text/html" href="https://plenary.example:8443/forum/forum-2022/" />
    <link rel="related" type="application/json" \
href="https://plenary.example:8443/api/v1/editions/forum-2022/releases/1/changes/" />
    <content type="html">&lt;p&gt;The agenda is published for the first time.&lt;/p&gt;</content>
  </entry>
</feed>"""
    )


def test_a_reader_finds_an_entry_for_each_release():
    parsed = read([release(1), release(2, ("lunch", "moved"))], session("lunch"))
    assert parsed.feed.updated == "2022-11-02T10:00:00Z"
    assert [(entry.title, entry.published, entry.updated, entry.link) for entry in parsed.entries] == [
        (
            "Release 2: 1 moved",
            "2022-11-02T10:00:00Z",
            "2022-11-02T10:00:00Z",
            "https://plenary.example:8443/forum/forum-2022/",
        ),
        (
            "Release 1: first publication",
            "2022-11-01T10:00:00Z",
            "2022-11-01T10:00:00Z",
            "https://plenary.example:8443/forum/forum-2022/",
        ),
    ]
    assert parsed.entries[0].content[0].value == (
        '<ul><li><a href="https://plenary.example:8443/forum/forum-2022/sessions/lunch/">Lunch</a>: '
        "moved to another time or room</li></ul>"
    )


def test_the_newest_comes_first_however_they_are_given():
    one, two, ten = release(1), release(2), release(10)
    assert written([two, ten, one], tree()) == written([one, two, ten], tree())
    assert [entry.id for entry in read([two, ten, one]).entries] == [
        "tag:plenary.example,2022-11-10:forum-2022/releases/10",
        "tag:plenary.example,2022-11-02:forum-2022/releases/2",
        "tag:plenary.example,2022-11-01:forum-2022/releases/1",
    ]


def test_names_stay_when_releases_are_added():
    before = read([release(1), release(2)])
    after = read([release(1), release(2), release(3)])
    assert after.feed.id == before.feed.id == "tag:plenary.example,2022-11-01:forum-2022"
    assert [entry.id for entry in after.entries[1:]] == [entry.id for entry in before.entries]


def test_moments_are_told_in_utc():
    at = datetime(2022, 11, 2, 6, 30, 15, 999999, tzinfo=timezone(timedelta(hours=8)))
    [entry] = read([release(1, at=at)]).entries
    assert (entry.id, entry.published, entry.updated) == (
        "tag:plenary.example,2022-11-01:forum-2022/releases/1",
        "2022-11-01T22:30:15Z",
        "2022-11-01T22:30:15Z",
    )


def test_the_feed_is_as_new_as_its_newest_moment():
    earlier = datetime(2022, 10, 1, tzinfo=UTC)
    assert read([release(1), release(2, at=earlier)]).feed.updated == "2022-11-01T10:00:00Z"


@pytest.mark.parametrize(
    ("change", "heading", "words"),
    [
        ("added", "1 added", "added"),
        ("moved", "1 moved", "moved to another time or room"),
        ("renamed", "1 renamed", "renamed"),
        ("credits changed", "1 with other speakers", "speakers changed"),
        ("cancelled", "1 cancelled", "cancelled"),
        ("removed", "1 withdrawn", "withdrawn"),
    ],
)
def test_a_change_is_told_in_words(change, heading, words):
    [entry, _] = read([release(1), release(2, ("lunch", change))]).entries
    assert (entry.title, entry.content[0].value) == (f"Release 2: {heading}", f"<ul><li>Lunch: {words}</li></ul>")


def test_changes_are_counted_by_kind_and_told_by_session():
    changes = [("lunch", "moved"), ("lunch", "renamed"), ("tea", "moved"), ("talk", "removed"), ("gala", "added")]
    [entry, _] = read([release(1), release(2, *changes)]).entries
    assert entry.title == "Release 2: 1 added, 2 moved, 1 renamed, 1 withdrawn"
    assert entry.content[0].value == (
        "<ul><li>Lunch: moved to another time or room, renamed</li>"
        "<li>Tea: moved to another time or room</li><li>Talk: withdrawn</li><li>Gala: added</li></ul>"
    )


def test_only_what_is_still_in_the_agenda_is_linked():
    parsed = read([release(1), release(2, ("part", "moved"), ("gone", "moved"))], session("panel", "", session("part")))
    assert parsed.entries[0].content[0].value == (
        '<ul><li><a href="https://plenary.example:8443/forum/forum-2022/sessions/part/">Part</a>: '
        "moved to another time or room</li><li>Gone: moved to another time or room</li></ul>"
    )


def test_a_release_may_be_corrections_only():
    [entry, _] = read([release(1), release(2)]).entries
    assert (entry.title, entry.content[0].value) == (
        "Release 2: corrections",
        "<p>Corrections only: every session keeps its time, its room, its title and its speakers.</p>",
    )


def test_the_first_release_has_its_note_too():
    [entry] = read([release(1, note="At last.")]).entries
    assert entry.content[0].value == "<p>At last.</p><p>The agenda is published for the first time.</p>"


def test_a_session_without_a_title_is_told_by_its_code():
    changed = {"session": "lunch", "title": "", "change": "moved"}
    [entry, _] = read([release(1), release(2) | {"changes": [changed]}]).entries
    assert entry.content[0].value == "<ul><li>lunch: moved to another time or room</li></ul>"


HOSTILE = '<script>alert("1")</script> & ]]>\x00\x0b\ufffe'
TAME = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; ]]&gt;"


def test_text_is_no_markup():
    changed = {"session": "lunch", "title": HOSTILE, "change": "moved"}
    content = tree(title={"en": HOSTILE}, forum={"en": HOSTILE})
    parsed = feedparser.parse(written([release(1), release(2, note=HOSTILE) | {"changes": [changed]}], content))
    assert parsed.bozo is False
    assert parsed.entries[0].content[0].value == (
        f"<p>{TAME}</p><ul><li>{TAME}: moved to another time or room</li></ul>"
    )
    assert (parsed.feed.title_detail.type, parsed.feed.title) == ("text/plain", '<script>alert("1")</script> & ]]>')
    assert parsed.feed.author == '<script>alert("1")</script> & ]]>'


def test_the_heading_is_in_the_language_asked_for_or_the_edition_s_own():
    content = tree(
        title={"en": "Forum 2022", "zh-hans": "2022论坛"}, forum={"en": "The Forum"}, languages=["en", "zh-hans"]
    )
    parsed = feedparser.parse(written([release(1)], content, language="zh-hans"))
    assert (parsed.feed.language, parsed.feed.title, parsed.feed.author) == ("zh-Hans", "2022论坛", "The Forum")
    assert parsed.entries[0].title_detail.language == "en"
    assert parsed.feed.links[0].href == (
        "https://plenary.example:8443/api/v1/editions/forum-2022/feed.atom?lang=zh-hans"
    )
    in_arabic = tree(title={"ar": "منتدى", "en": "Forum 2022"})
    assert feedparser.parse(written([release(1)], in_arabic, language="fr")).feed.title == "Forum 2022"


def test_an_edition_without_a_title_is_called_by_its_address():
    parsed = read([release(1)])
    assert (parsed.feed.title, parsed.feed.author) == ("forum-2022", "forum")


def test_changes_are_those_that_a_release_keeps():
    before = tree(session("lunch", "12:00-13:00"), session("talk"))
    after = tree(session("lunch", "12:30-13:00", credits=[speaker("ada")]), session("gala"))
    changed = release(2) | {"changes": compare(before, after)}
    [entry, _] = feedparser.parse(written([release(1), changed], after)).entries
    assert entry.title == "Release 2: 1 added, 1 moved, 1 with other speakers, 1 withdrawn"


def test_equal_releases_are_equal_bytes():
    releases = [release(1), release(2, ("lunch", "moved"))]
    assert written(releases, tree()) == written(releases, tree())


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker):
    """The releases of the sample's forum of 2022, of which a session is renamed, and the content of the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_records(SAMPLE)
        edition = Edition.objects.get(slug="iaicgf-2022")
        publish_agenda(edition)
        Session.objects.filter(edition=edition, code="thematic-1").update(title_en="AI & Industry")
        last = publish_agenda(edition, note="A better title.")
        releases = list(AgendaRelease.objects.filter(edition=edition).values("version", "at", "note", "changes"))
        transaction.set_rollback(True)
    return releases, from_json(last.content)


@pytest.mark.django_db
def test_a_reader_follows_the_sample(sample):
    releases, content = sample
    parsed = feedparser.parse(written(releases, content, site="https://plenary.example"))
    assert parsed.bozo is False
    assert parsed.feed.title == "International AI Cooperation and Governance Forum 2022"
    newest, first = parsed.entries
    assert newest.title == "Release 2: 1 renamed"
    assert newest.content[0].value == (
        '<p>A better title.</p><ul><li><a href="https://plenary.example/iaicgf/iaicgf-2022/sessions/thematic-1/">'
        "AI &amp; Industry</a>: renamed</li></ul>"
    )
    assert first.content[0].value == "<p>The agenda is published for the first time.</p>"
