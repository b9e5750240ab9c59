"""Run by pretalx's own Python: makes a public event of each agenda given to it, and releases its schedule.

Standard input is a list of whole agendas as our API gives them. Sessions come one below the other, without parts.
"""

import datetime as dt
import json
import sys
from typing import Any

import django

django.setup()

from django_scopes import scope, scopes_disabled  # noqa: E402 -- Django first
from i18nfield.strings import LazyI18nString  # noqa: E402
from pretalx.event.models import Event, Organiser  # noqa: E402
from pretalx.person.models import SpeakerProfile, User  # noqa: E402
from pretalx.schedule.models import Room, TalkSlot  # noqa: E402
from pretalx.submission.models import Submission, SubmissionStates, Track  # noqa: E402


def fill(agenda: dict[str, Any]) -> None:
    """One event."""
    edition = agenda["edition"]
    with scopes_disabled():
        organiser, _ = Organiser.objects.get_or_create(slug="forum", defaults={"name": "Forum"})
        event = Event.objects.create(
            organiser=organiser, slug=edition["slug"], name=LazyI18nString({"en": edition["title"]}), is_public=True,
            email="forum@example.org", date_from=dt.date.fromisoformat(edition["starts_on"]),
            date_to=dt.date.fromisoformat(edition["ends_on"]), timezone=edition["timezone"], locale="en",
            locale_array="en", content_locale_array="en",
        )  # fmt: skip
    with scope(event=event):
        rooms = {
            room["slug"]: Room.objects.create(
                event=event, name=room["name"], capacity=room["capacity"], position=number
            )
            for number, room in enumerate(agenda["rooms"])
        }
        tracks = {
            track["slug"]: Track.objects.create(event=event, name=track["name"], color="#224488", position=number)
            for number, track in enumerate(agenda["tracks"])
        }
        people = {}
        for speaker in agenda["speakers"]:
            address = f"{speaker['slug']}@{edition['slug']}.example.org"
            person = User.objects.create_user(name=speaker["name"], email=address, locale="en", timezone="UTC")
            SpeakerProfile.objects.create(user=person, event=event, biography=speaker["bio"])
            people[speaker["slug"]] = person
        for session in agenda["sessions"]:
            starts, ends = (dt.datetime.fromisoformat(session[key]) for key in ("starts_at", "ends_at"))
            submission = Submission.objects.create(
                event=event, title=session["title"], abstract=session["description"], track=tracks[session["track"]],
                submission_type=event.cfp.default_type, state=SubmissionStates.CONFIRMED, content_locale="en",
                duration=(ends - starts).seconds // 60,
            )  # fmt: skip
            submission.speakers.set([people[credit["speaker"]] for credit in session["credits"]])
            room, schedule = rooms[session["room"]], event.wip_schedule
            TalkSlot.objects.create(submission=submission, schedule=schedule, room=room, start=starts, end=ends)
        event.wip_schedule.freeze("1.0", notify_speakers=False)


for given in json.load(sys.stdin):
    fill(given)
