"""What people agreed to, in which words: given once, taken back, and asked again when the words change."""

import re

import pytest
from django.utils import timezone

from speakers import consents
from speakers.consents import ASKED, give_consent, is_on_file, standing_consents, withdraw_consent, wording
from speakers.models import Consent
from tests.factories import NOON, ConsentFactory, EditionFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def person():
    return PersonFactory()


def test_every_wording_exists_in_both_languages_of_the_page():
    for purpose in ASKED:
        english, chinese = wording(purpose, "en"), wording(purpose, "zh-hans")
        assert english.version == chinese.version
        assert (english.language, chinese.language) == ("en", "zh-hans")
        assert english.text.startswith("I agree that ")
        assert re.match("我同意", chinese.text)


def test_a_language_without_words_reads_english():
    assert wording("photo", "ru") == wording("photo", "en")


def test_a_consent_records_words_language_and_channel(person, edition):
    before = timezone.now()
    given = give_consent(person, edition, "photo", language="zh-hans", channel="link")
    row = Consent.objects.get()
    assert row == given
    assert (row.person, row.edition, row.purpose, row.text_version, row.language, row.channel) == (
        person, edition, "photo", wording("photo", "en").version, "zh-hans", "link",
    )  # fmt: skip
    assert before <= row.given_at <= timezone.now()
    assert row.withdrawn_at is None


def test_giving_it_again_changes_nothing(person, edition):
    first = give_consent(person, edition, "photo", language="en", channel="link")
    assert give_consent(person, edition, "photo", language="zh-hans", channel="mail") == first
    assert Consent.objects.values_list("channel", flat=True).get() == "link"


def test_new_words_are_agreed_to_anew_and_the_old_agreement_is_kept(person, edition):
    old = ConsentFactory(person=person, edition=edition, purpose="photo", text_version="2022-1")
    new = give_consent(person, edition, "photo", language="en", channel="link")
    old.refresh_from_db()
    assert old.withdrawn_at == new.given_at or old.withdrawn_at <= new.given_at
    assert standing_consents(person, edition) == {"photo": new}


def test_a_consent_for_every_edition_stands_in_each_and_is_taken_back_for_all(person, edition):
    version = wording("recording", "en").version
    for_all = ConsentFactory(person=person, edition=None, purpose="recording", text_version=version)
    assert standing_consents(person, edition) == {"recording": for_all}
    assert give_consent(person, edition, "recording", language="en", channel="link") == for_all
    withdraw_consent(person, edition, "recording")
    assert standing_consents(person, EditionFactory()) == {}


def test_taking_back_keeps_the_row_and_is_harmless_to_repeat(person, edition):
    give_consent(person, edition, "photo", language="en", channel="link")
    other = ConsentFactory(person=person, edition=edition, purpose="summary")
    withdraw_consent(person, edition, "photo")
    ended = Consent.objects.get(purpose="photo").withdrawn_at
    withdraw_consent(person, edition, "photo")
    assert Consent.objects.get(purpose="photo").withdrawn_at == ended
    assert standing_consents(person, edition) == {"summary": other}


def test_whether_it_is_on_file_also_once_taken_back(person, edition):
    assert is_on_file(person, edition, "photo") is False
    give_consent(person, edition, "photo", language="en", channel="link")
    assert is_on_file(person, edition, "photo") is True
    withdraw_consent(person, edition, "photo")
    assert is_on_file(person, edition, "photo") is True


def test_a_consent_given_in_the_future_ends_no_earlier_than_it_began(person, edition):
    late = ConsentFactory(person=person, edition=edition, purpose="photo", given_at=NOON.replace(year=2999))
    withdraw_consent(person, edition, "photo")
    late.refresh_from_db()
    assert late.withdrawn_at == late.given_at


def test_a_wording_that_was_never_asked_for_is_a_mistake():
    with pytest.raises(KeyError):
        wording("photo", "en", "1999-1")
    assert set(consents.ASKED) <= set(Consent.Purpose)
