"""The act that freezes an agenda: what it stores, what it refuses, and who comes first."""

import hashlib
import json

import pytest

from forums.agenda.compile import compile_agenda
from forums.agenda.content import from_json
from forums.agenda.release import UnchangedError, publish_agenda
from forums.exceptions import NotReadyError
from forums.models import AgendaRelease, Edition, Session
from tests.concurrency import at_once, only_postgres
from tests.factories import CreditFactory, EditionFactory, SessionFactory, SpeakerCardFactory, UserFactory


@pytest.fixture
def edition(db):
    """An edition that is ready to be published: one session."""
    return SessionFactory(edition__public=True, code="opening", title="Opening").edition


def test_the_first_release_freezes_the_agenda(edition):
    by = UserFactory()
    release = publish_agenda(edition, note="For the ministries", by=by)
    release.refresh_from_db()
    assert (release.edition, release.version) == (edition, 1)
    assert (release.note, release.by, release.changes) == ("For the ministries", by, [])
    assert release.content == compile_agenda(edition).to_json()
    assert release.digest == hashlib.sha256(release.content.encode()).hexdigest()
    assert from_json(release.content) == json.loads(release.content)
    assert release.at is not None


def test_a_draft_edit_shows_only_in_the_next_release(edition):
    first = publish_agenda(edition)
    session = edition.sessions.get()
    session.title = "Grand opening"
    session.save()
    first.refresh_from_db()
    assert [it["title"]["en"] for it in from_json(first.content)["sessions"]] == ["Opening"]

    before = first.content
    second = publish_agenda(edition)
    first.refresh_from_db()
    assert (second.version, first.content) == (2, before)
    assert [it["title"]["en"] for it in from_json(second.content)["sessions"]] == ["Grand opening"]
    assert second.digest == hashlib.sha256(second.content.encode()).hexdigest() != first.digest


def test_changes_are_those_since_the_release_before(edition):
    publish_agenda(edition)
    SessionFactory(edition=edition, code="closing", title="Closing")
    assert publish_agenda(edition).changes == [{"session": "closing", "title": "Closing", "change": "added"}]
    CreditFactory(session=edition.sessions.get(code="closing"), card__published=True)
    edition.sessions.get(code="opening").delete()
    release = publish_agenda(edition)
    release.refresh_from_db()
    assert (release.version, release.changes) == (
        3,
        [
            {"session": "closing", "title": "Closing", "change": "credits changed"},
            {"session": "opening", "title": "Opening", "change": "removed"},
        ],
    )


def test_what_nobody_would_read_makes_no_release(edition):
    release = publish_agenda(edition)
    Session.objects.update(note="For the office")
    SpeakerCardFactory(edition=edition)
    SessionFactory(edition=edition, internal=True)
    with pytest.raises(UnchangedError) as refused:
        publish_agenda(edition)
    assert str(refused.value) == "Nothing has changed since release 1; it stays the current one."
    assert refused.value.release == release
    assert list(AgendaRelease.objects.all()) == [release]


def test_going_back_is_a_release_too(edition):
    for title in ("Opening", "Grand opening", "Opening"):
        Session.objects.update(title=title, title_en=title)
        publish_agenda(edition)
    sessions = [from_json(release.content)["sessions"][0] for release in AgendaRelease.objects.order_by("version")]
    assert [(session["title"]["en"], session["revision"], session["changed_in"]) for session in sessions] == [
        ("Opening", 0, 1),
        ("Grand opening", 1, 2),
        ("Opening", 2, 3),
    ]


@pytest.mark.django_db
def test_every_reason_against_publishing_is_told_at_once():
    edition = EditionFactory(held=True, status=Edition.Status.PLANNED)
    for code in ("early", "late"):
        SessionFactory(edition=edition, code=code, starts_at="2022-12-01T09:00Z", ends_at="2022-12-01T10:00Z")
    with pytest.raises(NotReadyError) as refused:
        publish_agenda(edition)
    assert refused.value.problems == [
        "The edition is still planned; set its status to announced first.",
        "early: starts on 2022-12-01, outside the edition (2022-12-12 to 2022-12-13).",
        "late: starts on 2022-12-01, outside the edition (2022-12-12 to 2022-12-13).",
    ]
    assert str(refused.value) == "\n- ".join(["The agenda cannot be published yet:", *refused.value.problems])
    assert not AgendaRelease.objects.exists()


def test_the_row_is_what_is_published_not_what_the_caller_holds(edition):
    held = Edition.objects.get(pk=edition.pk)
    Edition.objects.update(title="Renamed", title_en="Renamed")
    assert from_json(publish_agenda(held).content)["edition"]["title"] == {"en": "Renamed"}


@pytest.mark.django_db
def test_versions_are_counted_by_edition(edition):
    publish_agenda(edition)
    other = SessionFactory(edition__public=True).edition
    assert publish_agenda(other).version == 1


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_twelve_who_publish_at_once_make_releases_in_a_row():
    edition = EditionFactory(public=True)
    sessions = SessionFactory.create_batch(12, edition=edition)

    def edit_and_publish(number):
        Session.objects.filter(pk=sessions[number].pk).update(title_en=f"Edited {number}")
        return publish_agenda(edition)

    ended = at_once(edit_and_publish)
    # Who comes late may find their edit published by someone else; nobody meets another error.
    unchanged = [it for it in ended if isinstance(it, UnchangedError)]
    releases = list(edition.releases.order_by("version"))
    assert sorted((it for it in ended if it not in unchanged), key=lambda it: it.version) == releases
    assert [release.version for release in releases] == list(range(1, 13 - len(unchanged)))
    titles = {session["title"]["en"] for session in from_json(releases[-1].content)["sessions"]}
    assert titles == {f"Edited {number}" for number in range(12)}
