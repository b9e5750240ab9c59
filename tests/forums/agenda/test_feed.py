"""The feed of an agenda's releases, as it is written and as a feed reader reads it."""

import json
from datetime import UTC, datetime, timedelta, timezone

import feedparser
import pytest

from forums.agenda.changes import compare
from forums.agenda.feed import feed
from forums.languages import CODES

from .entries import agenda, session, speaker


def change(code, kind, title=None):
    """What happened to a session, as far as old releases know it."""
    return {"session": code, "title": code.title() if title is None else title, "change": kind}


def release(version, *changes, note="", at=None):
    """A release; each change is a session's code and what happened to it."""
    told = [change(code, kind) for code, kind in changes]
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
  <entry>
    <id>tag:plenary.example,2022-11-02:forum-2022/releases/2</id>
    <title>Release 2: 1 moved</title>
    <published>2022-11-02T10:00:00Z</published>
    <updated>2022-11-02T10:00:00Z</updated>
    <link rel="alternate" type="text/html" href="https://plenary.example:8443/forum/forum-2022/" />
    <link rel="related" type="application/json" \
href="https://plenary.example:8443/api/v1/editions/forum-2022/releases/2/changes/" />
    <content type="html">&lt;p&gt;A room is lost.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;&lt;a href="https://plenary.example:8443/forum/\
forum-2022/sessions/lunch/"&gt;Lunch&lt;/a&gt;: Moved to another time or room.&lt;/li&gt;&lt;/ul&gt;</content>
  </entry>
  <entry>
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
        "Moved to another time or room.</li></ul>"
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
    ("kind", "heading", "words"),
    [
        ("added", "1 added", "Added."),
        ("moved", "1 moved", "Moved to another time or room."),
        ("renamed", "1 renamed", "Renamed."),
        ("credits changed", "1 with other speakers", "Other speakers."),
        ("cancelled", "1 cancelled", "Cancelled."),
        ("removed", "1 withdrawn", "Withdrawn."),
    ],
)
def test_a_change_is_told_in_words(kind, heading, words):
    [entry, _] = read([release(1), release(2, ("lunch", kind))]).entries
    assert (entry.title, entry.content[0].value) == (f"Release 2: {heading}", f"<ul><li>Lunch: {words}</li></ul>")


def test_changes_are_counted_by_kind_and_told_by_session():
    changes = [("lunch", "moved"), ("lunch", "renamed"), ("tea", "moved"), ("talk", "removed"), ("gala", "added")]
    [entry, _] = read([release(1), release(2, *changes)]).entries
    assert entry.title == "Release 2: 1 added, 2 moved, 1 renamed, 1 withdrawn"
    assert entry.content[0].value == (
        "<ul><li>Lunch: Moved to another time or room. Renamed.</li>"
        "<li>Tea: Moved to another time or room.</li><li>Talk: Withdrawn.</li><li>Gala: Added.</li></ul>"
    )


def test_only_what_is_still_in_the_agenda_is_linked():
    parsed = read([release(1), release(2, ("part", "moved"), ("gone", "moved"))], session("panel", "", session("part")))
    assert parsed.entries[0].content[0].value == (
        '<ul><li><a href="https://plenary.example:8443/forum/forum-2022/sessions/part/">Part</a>: '
        "Moved to another time or room.</li><li>Gone: Moved to another time or room.</li></ul>"
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
    changed = change("lunch", "moved", "")
    [entry, _] = read([release(1), release(2) | {"changes": [changed]}]).entries
    assert entry.content[0].value == "<ul><li>lunch: Moved to another time or room.</li></ul>"


HOSTILE = '<script>alert("1")</script> & ]]>\x00\x0b\ufffe'
TAME = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; ]]&gt;"


def test_text_is_no_markup():
    changed = change("lunch", "moved", HOSTILE)
    content = tree(title={"en": HOSTILE}, forum={"en": HOSTILE})
    parsed = feedparser.parse(written([release(1), release(2, note=HOSTILE) | {"changes": [changed]}], content))
    assert parsed.bozo is False
    assert parsed.entries[0].content[0].value == (
        f"<p>{TAME}</p><ul><li>{TAME}: Moved to another time or room.</li></ul>"
    )
    assert (parsed.feed.title_detail.type, parsed.feed.title) == ("text/plain", '<script>alert("1")</script> & ]]>')
    assert parsed.feed.author == '<script>alert("1")</script> & ]]>'


def test_the_feed_is_in_the_language_asked_for_or_the_edition_s_own():
    content = tree(
        title={"en": "Forum 2022", "zh-hans": "2022论坛"}, forum={"en": "The Forum"}, languages=["en", "zh-hans"]
    )
    parsed = feedparser.parse(written([release(1)], content, language="zh-hans"))
    assert (parsed.feed.language, parsed.feed.title, parsed.feed.author) == ("zh-Hans", "2022论坛", "The Forum")
    assert (parsed.entries[0].title_detail.language, parsed.entries[0].title) == ("zh-Hans", "第1版：首次发布")
    assert parsed.entries[0].content[0].value == "<p>议程首次发布。</p>"
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
    after = tree(session("lunch", "12:30-13:30", credits=[speaker("ada")]), session("gala"))
    changed = release(2) | {"changes": compare(before, after)}
    [entry, _] = feedparser.parse(written([release(1), changed], after)).entries
    assert entry.title == "Release 2: 1 added, 1 moved, 1 with other speakers, 1 withdrawn"
    url = "https://plenary.example:8443/forum/forum-2022/sessions"
    assert entry.content[0].value == (
        f'<ul><li><a href="{url}/lunch/">Lunch</a>: Moved from Mon 12 Dec 12:00 to 12:30. ada joins (panelist).</li>'
        f'<li><a href="{url}/gala/">Gala</a>: Added.</li><li>Talk: Withdrawn.</li></ul>'
    )
    [entry, _] = feedparser.parse(written([release(1), changed], after, language="fr")).entries
    assert entry.title.split(", ") == [
        "Version 2\u202f: ajouts\u202f: 1",
        "déplacements\u202f: 1",
        "changements d’intervenants\u202f: 1",
        "retraits\u202f: 1",
    ]
    assert "</a>\u202f: Déplacé\u202f: lun. 12 décembre 12:00 → 12:30. ada rejoint la séance" in entry.content[0].value


def test_what_is_about_no_session_stands_alone():
    before, after = (tree(session("lunch"), venue={"en": venue}) for venue in ("Hall", "Palace"))
    changed = release(2) | {"changes": compare(before, after)}
    [entry, _] = feedparser.parse(written([release(1), changed], after)).entries
    assert (entry.title, entry.content[0].value) == (
        "Release 2: 1 corrected",
        "<ul><li>Details of the edition updated.</li></ul>",
    )


def test_a_session_that_names_nobody_by_now_never_did():
    before, after = tree(session("talk")), tree(session("talk", credits=[speaker("ada")]))
    changed = release(2) | {"changes": compare(before, after)}
    closed = tree(session("talk", attribution="chatham-house"))
    assert b"ada" in written([release(1), changed], after)
    assert b"ada" not in written([release(1), changed, release(3)], closed)


def test_the_oldest_that_stands_is_the_first():
    newest, first = read([release(3), release(2)]).entries
    assert (newest.title, first.title) == ("Release 3: corrections", "Release 2: first publication")


def test_equal_releases_are_equal_bytes():
    releases = [release(1), release(2, ("lunch", "moved"))]
    assert written(releases, tree()) == written(releases, tree())


@pytest.fixture
def sample(published_sample):
    """The releases of the sample's forum of 2022, of which a session is renamed, and the content of the last."""
    return published_sample.releases, published_sample.last


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
        "AI &amp; Industry</a>: "
        "Renamed from “AI Industrial Development and Governance” to “AI &amp; Industry”.</li></ul>"
    )
    assert first.content[0].value == "<p>The agenda is published for the first time.</p>"
