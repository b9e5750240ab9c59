"""What people are asked to agree to: the words, their versions, and how a consent is given and taken back.

A version that anyone agreed to stays here for good. Whoever changes a wording adds a version.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from forums.languages import DEFAULT
from forums.models import Edition
from speakers.models import Consent, Person

Purpose = Consent.Purpose

# What the speaker's page asks for, in this order.
ASKED = (Purpose.PROGRAMME, Purpose.PHOTO, Purpose.RECORDING, Purpose.SUMMARY)

# By purpose, then version, the newest last, then language.
_WORDINGS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    Purpose.PROGRAMME: {
        "2026-1": {
            "en": (
                "I agree that my name, titles, biography and sessions are published in the programme, "
                "on the web and in print."
            ),
            "zh-hans": "我同意在会议日程（包括网络版和印刷版）中公布我的姓名、职务、简介和所参加的场次。",
        },
        "2026-2": {
            "en": (
                "I agree that my name, titles, biography and sessions, and the titles and abstracts of my talks, "
                "are published in the programme, on the web and in print."
            ),
            "zh-hans": (
                "我同意在会议日程（包括网络版和印刷版）中公布我的姓名、职务、简介、所参加的场次以及发言题目和摘要。"
            ),
        },
    },
    Purpose.PHOTO: {
        "2026-1": {
            "en": "I agree that my photo is published beside my name in the programme.",
            "zh-hans": "我同意在会议日程中公布我的照片。",
        }
    },
    Purpose.RECORDING: {
        "2026-1": {
            "en": "I agree that my contribution is streamed, recorded, and that the recording is published.",
            "zh-hans": "我同意直播和录制我的发言，并公布录像。",
        }
    },
    Purpose.SUMMARY: {
        "2026-1": {
            "en": (
                "I agree that a summary of what I say is published under my name in the documents of the forum. "
                "I am shown the summary first."
            ),
            "zh-hans": "我同意在论坛文件中以我的名义发表我的发言摘要。发表前会先请我过目。",
        }
    },
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one version in one language."""

    version: str
    language: str
    text: str


def wording(purpose: str, language: str, version: str | None = None) -> Wording:
    """The words asked for now, or those of an older version; in English where a language has none.

    Raises KeyError for a purpose or a version that was never asked for.
    """
    versions = _WORDINGS[purpose]
    wanted = version or list(versions)[-1]
    texts = versions[wanted]
    spoken = language if language in texts else DEFAULT
    return Wording(wanted, spoken, texts[spoken])


def standing_consents(person: Person, edition: Edition) -> dict[str, Consent]:
    """What the person agrees to in this edition, by purpose; one query."""
    return {consent.purpose: consent for consent in Consent.objects.standing().covering(person, edition)}


@transaction.atomic
def give_consent(
    person: Person, edition: Edition, purpose: str, *, language: str, channel: str, version: str = ""
) -> Consent:
    """Record that the person agreed; what stands already in the same words stays as it is.

    ``channel`` says how they told us; ``version`` is the wording's, the newest unless told otherwise.
    """
    version = version or wording(purpose, language).version
    standing = standing_consents(person, edition).get(purpose)
    if standing and standing.text_version == version:
        return standing
    if standing:
        _end(standing)
    consent = Consent(
        person=person,
        edition=edition,
        purpose=purpose,
        text_version=version,
        language=language,
        channel=channel,
        given_at=timezone.now(),
    )
    consent.full_clean()
    consent.save()
    return consent


def withdraw_consent(person: Person, edition: Edition, purpose: str) -> None:
    """Record that the person no longer agrees, from now on; harmless to repeat."""
    for consent in Consent.objects.standing().covering(person, edition).filter(purpose=purpose):
        _end(consent)


def is_on_file(person: Person, edition: Edition, purpose: str) -> bool:
    """Whether the person ever gave this consent, in whatever words, and whether or not they took it back."""
    return Consent.objects.covering(person, edition).filter(purpose=purpose).exists()


def _end(consent: Consent) -> None:
    consent.withdrawn_at = max(timezone.now(), consent.given_at)
    consent.save(update_fields=["withdrawn_at"])
