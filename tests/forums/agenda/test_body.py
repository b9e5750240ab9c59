"""The whole agenda as the API answers it: in one language, with words beside the codes."""

import json
from dataclasses import replace

import pytest

from forums.agenda.body import agenda_body
from forums.agenda.content import OrganizationEntry, PartnerEntry, WithdrawnEntry
from forums.languages import CODES

from .entries import agenda, person, seat, session, speaker

MINISTRY = OrganizationEntry("ministry", {"en": "Ministry of Things", "fr": "Ministère des choses"}, "MoT")


def body(published, language="en"):
    release = {"version": 3, "digest": "abc"}
    return json.loads(agenda_body(published.tree, release=release, language=language, known=frozenset(CODES)))


def test_it_begins_with_the_release_and_the_language():
    assert list(body(agenda()).items())[:2] == [("release", {"version": 3, "digest": "abc"}), ("language", "en")]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["Work", "Thematic Session 3", "Thematic Session", "Planned", "2022-12-12"]),
        ("fr", ["Travail", "Session thématique 3", "Session thématique", "Prévu", "2022-12-12"]),
    ],
)
def test_a_session_says_what_it_is_called(language, told):
    title = {"en": "Work", "fr": "Travail"}
    published = agenda(session("work", "09:00-10:00", kind="thematic-session", number=3, title=title))
    [work] = body(published, language)["sessions"]
    assert [work[key] for key in ("title", "label", "kind_name", "status_name", "day")] == told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            [
                ("Delegate of Ministry of Things", "Chair", "By video link"),
                ("Ada King", "Panelist", "Onsite"),
            ],
        ),
        (
            "fr",
            [
                ("Délégation (Ministère des choses)", "Présidence", "Par visioconférence"),
                ("Ada King", "Panéliste", "Sur place"),
            ],
        ),
    ],
)
def test_a_credit_says_who_does_what_and_how(language, told):
    credited = [replace(seat(MINISTRY, "chair"), mode="video-link"), replace(speaker("ada"), name="Ada King")]
    published = replace(agenda(session("panel", credits=credited)), speakers=[person("ada", "Ada King")])
    [panel] = body(published, language)["sessions"]
    found = [tuple(credit[key] for key in ("display", "role_name", "mode_name")) for credit in panel["credits"]]
    assert found == told


def test_a_partner_says_what_it_is():
    [partner] = body(agenda(partners=[PartnerEntry(MINISTRY, "host")]), "fr")["edition"]["partners"]
    assert (partner["role"], partner["role_name"]) == ("host", "Hôte")


def test_of_withdrawn_sessions_only_those_are_told_who_are_still_there():
    gone = WithdrawnEntry("1", "gone", {"en": "Gone"}, None, None, "main", ["ada", "ben"], 1, 2)
    published = replace(agenda(), speakers=[person("ben", "Ben")], withdrawn=[gone])
    [told] = body(published)["withdrawn"]
    assert (told["code"], told["speakers"]) == ("gone", ["ben"])


def test_the_day_is_that_of_the_programme():
    night = session("night", "2022-12-13T01:00:00+00:00 - 2022-12-13T02:00:00+00:00")
    published = agenda(night, session("morning", "09:00-10:00", session("part")), session("soon"))
    found = {entry["code"]: entry["day"] for entry in body(published)["sessions"]}
    assert found == {"night": "2022-12-12", "morning": "2022-12-12", "soon": None}
    # A part without times of its own is on its session's day.
    assert body(published)["sessions"][1]["parts"][0]["day"] == "2022-12-12"


def test_the_content_stays_as_it_was_and_equal_content_is_equal_bytes():
    tree = agenda(session("panel", credits=[seat(MINISTRY)])).tree
    written = [agenda_body(tree, release={}, language="en", known=frozenset(CODES)) for _ in range(2)]
    assert written[0] == written[1]
    assert tree == agenda(session("panel", credits=[seat(MINISTRY)])).tree
