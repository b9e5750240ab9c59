"""The act that freezes an agenda: what it stores, what it refuses, and who comes first."""

import hashlib
import json
from contextlib import suppress
from datetime import timedelta

import hypothesis
import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st

from forums.agenda.compile import compile_agenda
from forums.agenda.content import from_json
from forums.agenda.reading import walk
from forums.agenda.release import UnchangedError, publish_agenda, republish_agenda, withdraw_release, write_again
from forums.exceptions import DomainError, NotReadyError
from forums.models import AgendaFiles, AgendaRelease, Edition, Session
from tests.concurrency import at_once, only_postgres
from tests.factories import NOON, CreditFactory, EditionFactory, SessionFactory, SpeakerCardFactory, UserFactory


@pytest.fixture
def edition(db):
    """An edition that is ready to be published: one session."""
    return SessionFactory(edition__public=True, code="opening", title="Opening").edition


def told(release):
    return [(change["kind"], change["session"], change["title"]) for change in release.changes]


def rename(edition, title):
    """Give the opening another title and publish it."""
    edition.sessions.filter(code="opening").update(title_en=title)
    return publish_agenda(edition)


def titles(release):
    return [session["title"]["en"] for session in walk(from_json(release.content)["sessions"])]


def current(edition):
    """The version that the public reads, None where it reads nothing."""
    found = AgendaRelease.objects.current(edition.slug)
    return found and found.version


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
    assert told(publish_agenda(edition)) == [("added", "closing", {"en": "Closing"})]
    CreditFactory(session=edition.sessions.get(code="closing"), card__published=True)
    edition.sessions.get(code="opening").delete()
    release = publish_agenda(edition)
    release.refresh_from_db()
    assert (release.version, told(release)) == (
        3,
        [("credits", "closing", {"en": "Closing"}), ("removed", "opening", {"en": "Opening"})],
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


def test_a_note_that_cannot_be_printed_is_refused_in_words(edition):
    with pytest.raises(DomainError, match=r"Remove the invisible character U\+202D at position 1\."):
        publish_agenda(edition, note="\u202dbackwards")
    assert not AgendaRelease.objects.exists()


@pytest.mark.django_db
def test_speakers_whom_the_agenda_may_not_name_are_in_one_place_at_a_time_too():
    edition = EditionFactory(held=True)
    card = SpeakerCardFactory(edition=edition, name="Ada Lovelace", public=True)
    for code, attribution in (("closed", "chatham-house"), ("open", "named")):
        session = SessionFactory(edition=edition, code=code, attribution=attribution, timed=True)
        CreditFactory(session=session, card=card)
    with pytest.raises(NotReadyError) as refused:
        publish_agenda(edition)
    assert refused.value.problems == ["open: Ada Lovelace is in “closed” at the same time."]


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.django_db
def test_publishing_costs_the_same_for_any_number_of_sessions(item_count, django_assert_num_queries):
    edition = EditionFactory(public=True)
    for session in SessionFactory.create_batch(item_count, edition=edition):
        CreditFactory(session=session, card__published=True)
    publish_agenda(edition)
    edition.sessions.update(title_en="Renamed")

    # 1 savepoint, 1 edition that is locked; 7 of the agenda: cards, sessions, credits, organizers, partnerships, rooms,
    # tracks; 1 who is present; 1 last release, 1 whether any was withdrawn; 5 the release is valid: its edition, its
    # version and, in a savepoint, its reason; 1 release, 1 its files, 1 end of the savepoint
    with django_assert_num_queries(1 + 1 + 7 + 1 + 2 + 5 + 2 + 1):
        publish_agenda(edition)


def test_a_release_queues_its_files_and_takes_down_those_of_the_last(edition, settings, tmp_path):
    settings.PUBLISHED_DIR = tmp_path
    (tmp_path / edition.slug).mkdir()
    (tmp_path / edition.slug / "current").symlink_to("1-release")
    release = publish_agenda(edition)
    assert [(files.release, files.status) for files in AgendaFiles.objects.all()] == [(release, "queued")]
    assert list((tmp_path / edition.slug).iterdir()) == []


def test_files_are_written_again_unless_they_are_being_written(edition):
    files = publish_agenda(edition).files
    with pytest.raises(DomainError, match="queued already; wait until it is over"):
        write_again(files)
    AgendaFiles.objects.update(status="failed", error="No space left.")
    write_again(files)
    files.refresh_from_db()
    assert (files.status, files.error) == ("queued", "")


def test_no_two_releases_are_of_one_second(edition):
    releases = [rename(edition, f"Opening {number}") for number in range(3)]
    seconds = [release.at.replace(microsecond=0) for release in releases]
    assert len(set(seconds)) == 3
    assert releases[2].at - releases[0].at < timedelta(seconds=5)
    AgendaRelease.objects.update(at=NOON)
    assert timezone.now() - rename(edition, "Much later").at < timedelta(seconds=5)


def test_an_older_release_is_published_again_as_the_next(edition):
    first = publish_agenda(edition)
    rename(edition, "Grand opening")
    by = UserFactory()
    third = republish_agenda(first, by=by)
    assert (third.version, third.by, third.note, titles(third)) == (3, by, "Release 1 again", ["Opening"])
    assert told(third) == [("renamed", "opening", {"en": "Opening"})]
    [session] = from_json(third.content)["sessions"]
    assert (session["revision"], session["changed_in"]) == (2, 3)
    with pytest.raises(UnchangedError, match="Nothing has changed since release 3"):
        republish_agenda(first)
    # The draft is where it was.
    assert titles(publish_agenda(edition)) == ["Grand opening"]


def test_a_withdrawn_release_is_not_published_again(edition):
    publish_agenda(edition)
    second = rename(edition, "Grand opening")
    withdraw_release(second, reason="Announced too early")
    with pytest.raises(DomainError) as refused:
        republish_agenda(second)
    assert str(refused.value) == "Release 2 was withdrawn: Announced too early"


def test_the_release_before_follows_one_that_is_withdrawn(edition):
    publish_agenda(edition)
    second = rename(edition, "Grand opening")
    by = UserFactory()
    third = withdraw_release(second, reason=" Announced too early ", by=by)
    second.refresh_from_db()
    assert (second.withdrawn_by, second.withdrawn_reason) == (by, "Announced too early")
    assert timezone.now() - second.withdrawn_at < timedelta(seconds=5)
    assert (third.version, third.note, third.by) == (3, "Release 1 again; release 2 is withdrawn", by)
    assert (titles(third), third.changes) == (["Opening"], [])
    assert from_json(third.content)["sessions"][0]["revision"] == 2
    assert (current(edition), AgendaFiles.objects.filter(release=third).count()) == (3, 1)


def test_where_the_only_release_is_withdrawn_nothing_is_left(edition, settings, tmp_path):
    settings.PUBLISHED_DIR = tmp_path
    release = publish_agenda(edition)
    (tmp_path / edition.slug).mkdir()
    (tmp_path / edition.slug / "current").symlink_to("1-release")
    assert withdraw_release(release, reason="By mistake") is None
    assert (current(edition), list((tmp_path / edition.slug).iterdir())) == (None, [])
    # The next one is a first again, to readers; calendars that have the last one take it as newer.
    second = rename(edition, "Grand opening")
    assert (second.version, second.changes, current(edition)) == (2, [], 2)
    assert from_json(second.content)["sessions"][0]["revision"] == 1


def test_the_current_release_is_published_anew_without_an_older_one(edition):
    publish_agenda(edition)
    second = rename(edition, "Grand opening")
    third = rename(edition, "Solemn opening")
    fourth = withdraw_release(second, reason="By mistake")
    third.refresh_from_db()
    # Nobody could read of "Grand opening" any more, neither in what changed then nor now.
    [change] = third.changes
    assert (change["from"], change["to"]) == ({"en": "Opening"}, {"en": "Solemn opening"})
    assert (fourth.version, fourth.digest, fourth.changes) == (4, third.digest, [])
    assert current(edition) == 4


def test_the_release_after_a_withdrawn_first_one_is_the_first(edition):
    first = publish_agenda(edition)
    second = rename(edition, "Grand opening")
    withdraw_release(first, reason="By mistake")
    second.refresh_from_db()
    assert second.changes == []


def test_what_only_a_withdrawn_release_told_is_never_told_again(edition):
    publish_agenda(edition)
    SessionFactory(edition=edition, code="secret", title="Secret", starts_at=NOON, ends_at=NOON + timedelta(hours=1))
    CreditFactory(session=edition.sessions.get(code="secret"), card__slug="hidden", card__published=True)
    second = publish_agenda(edition)
    edition.sessions.filter(code="secret").delete()
    third = publish_agenda(edition)
    assert "Secret" in third.content
    fourth = withdraw_release(second, reason="It was not to be known")
    SessionFactory(edition=edition, code="closing")
    fifth = publish_agenda(edition)
    third.refresh_from_db()
    for text in (fourth.content, fifth.content, json.dumps([third.changes, fourth.changes, fifth.changes])):
        assert "ecret" not in text
        assert "hidden" not in text
    [entry] = from_json(fifth.content)["withdrawn"]
    assert (entry["code"], entry["title"], entry["speakers"], entry["revision"]) == ("", {}, [], 1)


def test_nothing_is_told_of_where_every_release_was_withdrawn(edition):
    release = publish_agenda(edition)
    withdraw_release(release, reason="By mistake")
    edition.sessions.all().delete()
    SessionFactory(edition=edition, code="closing", title="Closing")
    second = publish_agenda(edition)
    assert [entry["title"] for entry in from_json(second.content)["withdrawn"]] == [{}]
    assert "pening" not in second.content


def test_a_release_is_withdrawn_once_and_with_a_reason(edition):
    release = publish_agenda(edition)
    with pytest.raises(DomainError, match="Say why the release is withdrawn"):
        withdraw_release(release, reason=" ")
    with pytest.raises(DomainError, match="at most 300 characters"):
        withdraw_release(release, reason="x" * 301)
    assert current(edition) == 1
    withdraw_release(release, reason="By mistake")
    with pytest.raises(DomainError, match="Release 1 was withdrawn before"):
        withdraw_release(AgendaRelease.objects.get(), reason="Again")
    assert AgendaRelease.objects.get().withdrawn_reason == "By mistake"


acts = st.lists(st.tuples(st.sampled_from(["edit", "publish", "withdraw", "republish"]), st.integers(0, 5)), max_size=8)


@hypothesis.settings(
    max_examples=25, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture], derandomize=True
)
@hypothesis.given(acts)
def test_no_series_of_acts_lets_a_calendar_fall_back(edition, series):
    """Whatever the office does: numbers rise with whatever a calendar would see change, and never fall."""
    Session.objects.exclude(code="opening").delete()
    with transaction.atomic():
        held = {}
        publish_agenda(edition)
        for act, number in series:
            releases = list(edition.releases.order_by("version"))
            chosen = releases[number % len(releases)]
            with suppress(DomainError):
                if act == "edit":
                    starts = NOON + timedelta(hours=number) if number else None
                    ends = starts and starts + timedelta(hours=1)
                    visibility = "internal" if number == 5 else "public"
                    edition.sessions.update(starts_at=starts, ends_at=ends, visibility=visibility)
                elif act == "publish":
                    publish_agenda(edition)
                elif act == "republish":
                    republish_agenda(chosen)
                else:
                    withdraw_release(chosen, reason="By mistake")
            newest = edition.releases.order_by("-version").first()
            tree = from_json(newest.content)
            entries = [*walk(tree["sessions"]), *tree["withdrawn"]]
            shown = {it["guid"]: (it["revision"], it["starts_at"], "room" in it) for it in entries if it["starts_at"]}
            for guid, entry in held.items():
                assert shown[guid] == entry or shown[guid][0] > entry[0]
            held = shown
        transaction.set_rollback(True)


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


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_a_release_that_twelve_withdraw_at_once_is_withdrawn_once():
    edition = SessionFactory(edition__public=True, code="opening").edition
    publish_agenda(edition)
    second = rename(edition, "Grand opening")
    ended = at_once(lambda number: withdraw_release(AgendaRelease.objects.get(pk=second.pk), reason=f"Reason {number}"))
    assert sorted(str(it) for it in ended if isinstance(it, DomainError)) == ["Release 2 was withdrawn before."] * 11
    assert [(it.version, it.withdrawn_at is None) for it in edition.releases.order_by("version")] == [
        (1, True),
        (2, False),
        (3, True),
    ]


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_publishing_and_withdrawing_at_once_leave_whole_releases():
    edition = SessionFactory(edition__public=True, code="opening").edition
    releases = [rename(edition, f"Opening {number}") for number in range(6)]

    def act(number):
        if number % 2:
            return withdraw_release(AgendaRelease.objects.get(pk=releases[number // 2].pk), reason="By mistake")
        return rename(edition, f"Edited {number}")

    ended = at_once(act)
    assert [it for it in ended if isinstance(it, Exception) and not isinstance(it, DomainError)] == []
    stored = list(edition.releases.order_by("version"))
    assert [release.version for release in stored] == list(range(1, len(stored) + 1))
    assert all(release.digest == hashlib.sha256(release.content.encode()).hexdigest() for release in stored)
    assert len({release.at.replace(microsecond=0) for release in stored}) == len(stored)
    revisions = [from_json(release.content)["sessions"][0]["revision"] for release in stored]
    assert revisions == sorted(revisions)
    assert current(edition) == len(stored)


def test_a_release_of_an_older_schema_that_says_the_same_stays_the_current_one(edition):
    tree = from_json(publish_agenda(edition).content)
    [session] = tree["sessions"]
    older = tree | {
        "schema": 1,
        "sessions": [
            {key: session[key] for key in session if not key.startswith("livestream_") or key.endswith("url")}
        ],
    }
    AgendaRelease.objects.update(content=json.dumps(older))
    assert from_json(json.dumps(older)) == tree
    with pytest.raises(UnchangedError):
        publish_agenda(edition)
