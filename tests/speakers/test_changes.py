"""Saving sections: at once, as a request once it is printed, never over somebody else's words."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from forums.agenda.compile import compile_agenda
from forums.agenda.release import publish_agenda
from forums.exceptions import DomainError
from speakers.changes import Saved, StaleError, asked_for, current_values, decide_change, save_section, stamp
from speakers.models import Abstract, Availability, ChangeRequest, Consent, Mail, Person, Registration
from speakers.registrations import register_person, save_registration
from speakers.sections import SECTIONS, Sheet, keep_photo
from tests.concurrency import at_once, only_postgres
from tests.factories import AppointmentFactory, CreditFactory, EditionFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db

ONE_DAY = {"starts_on": dt.date(2022, 12, 12), "ends_on": dt.date(2022, 12, 12)}


@pytest.fixture
def edition():
    return EditionFactory(public=True, languages=["en", "zh-hans"], timezone="Asia/Shanghai", **ONE_DAY)


@pytest.fixture
def registration(edition):
    person = PersonFactory(family_name="Xue", given_name="Lan", native_name="薛澜", email="xue@example.org")
    AppointmentFactory(person=person, title="dean")
    return register_person(edition=edition, person=person, channel="link")


@pytest.fixture
def credit(registration):
    return CreditFactory(session__edition=registration.edition, session__timed=True, card=registration.card)


@pytest.fixture
def released(registration, credit):
    """The release in which the person is printed."""
    return publish_agenda(registration.edition)


def sheet_of(registration, credit=None, channel="link"):
    return Sheet(Registration.objects.get(pk=registration.pk), credit=credit, channel=channel)


def standing(registration, name, credit=None):
    sheet = sheet_of(registration, credit)
    waiting = asked_for(registration).get((SECTIONS[name].field, credit.pk if credit else None))
    return current_values(sheet, name, waiting)


def save(registration, name, credit=None, *, seen=None, channel="link", **values):
    """Save a section as somebody who has just read it and changed some values."""
    now = standing(registration, name, credit)
    mark = stamp(now) if seen is None else seen
    return save_section(sheet_of(registration, credit, channel), name, now | values, seen=mark)


def card_of(registration):
    registration.refresh_from_db()
    registration.card.refresh_from_db()
    return registration.card


# At once


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("name", {"family_name": "Xu", "given_name": "", "native_name": "徐", "honorific_en": "Prof."}),
        ("titles", {"billed_titles_en": "president\nfellow", "billed_titles_zh_hans": "校长"}),
        ("bio", {"bio_en": "She works.", "bio_zh_hans": "她工作。"}),
        ("attendance", {"mode": "video-link"}),
        ("time", {"timezone": "Europe/Zurich", "availability": "Not at night."}),
        ("time", {"times": [["2022-12-12T01:00:00+00:00", "2022-12-12T09:30:00+00:00"]]}),
        ("stay", {"arrival": "By train.", "needs": "A ramp."}),
        ("languages", {"languages": ["en", "fr"]}),
        ("consents", {"photo": True, "summary": True, "programme": False}),
    ],
)
def test_what_is_saved_is_what_is_read(registration, name, values):
    before = standing(registration, name)
    assert save(registration, name, **values) == Saved.SAVED
    assert standing(registration, name) == before | values
    assert list(Registration.objects.get().sections) == [name]
    assert not ChangeRequest.objects.exists()


def test_the_programme_follows(registration):
    save(registration, "name", family_name="Xu", honorific_en="Prof.")
    save(registration, "titles", billed_titles_en="president")
    save(registration, "bio", bio_zh_hans="她工作。")
    card = card_of(registration)
    assert (card.name, card.native_name, card.titles_en, card.bio_zh_hans, card.published) == (
        "Prof. Lan Xu", "薛澜", "president", "她工作。", True,
    )  # fmt: skip
    save(registration, "consents", programme=False)
    assert card_of(registration).published is False


def test_a_talk_and_its_abstract(registration, credit):
    assert save(registration, "talk", credit, talk_en="On trust", abstract_zh_hans="信任") == Saved.SAVED
    credit.refresh_from_db()
    assert (credit.talk_en, Abstract.objects.get().text_zh_hans) == ("On trust", "信任")
    assert list(Registration.objects.get().sections) == [f"talk-{credit.pk}"]


def test_how_somebody_takes_part_is_that_of_each_part_not_arranged_otherwise(registration, credit):
    arranged = CreditFactory(session__edition=registration.edition, card=registration.card, mode="read-on-behalf")
    other = CreditFactory(session__edition=registration.edition)
    save(registration, "attendance", mode="recorded")
    modes = []
    for row in (credit, arranged, other):
        row.refresh_from_db()
        modes.append(row.mode)
    assert modes == ["recorded", "read-on-behalf", "onsite"]


def test_a_biography_of_this_edition_leaves_the_person_s_own(registration):
    Person.objects.update(bio_en="Always.")
    assert standing(registration, "bio") == {"bio_en": "Always.", "bio_zh_hans": ""}
    assert save(registration, "bio") == Saved.UNCHANGED
    assert Registration.objects.get().bio_en in {None, ""}
    save(registration, "bio", bio_en="This year.")
    assert (Registration.objects.get().bio_en, Person.objects.get().bio_en) == ("This year.", "Always.")


def test_titles_that_were_looked_at_are_agreed(registration):
    assert save(registration, "titles") == Saved.UNCHANGED
    row = Registration.objects.get()
    assert (row.billed_titles_en, row.agreed_at is not None) == ("dean", True)


def test_titles_without_days_are_those_of_the_registration(registration):
    registration.edition.starts_on = registration.edition.ends_on = None
    registration.edition.save()
    assert standing(registration, "titles") == {"billed_titles_en": "", "billed_titles_zh_hans": ""}
    assert save(registration, "titles", billed_titles_en="president") == Saved.SAVED
    assert standing(registration, "titles")["billed_titles_en"] == "president"


def test_a_consent_records_by_which_link_and_in_which_language(registration):
    sheet = Sheet(registration, channel="link of Kim", language="zh-hans")
    now = standing(registration, "consents")
    save_section(sheet, "consents", now | {"recording": True}, seen=stamp(now))
    assert Consent.objects.filter(purpose="recording").values_list("channel", "language").get() == (
        "link of Kim", "zh-hans",
    )  # fmt: skip


def test_what_no_row_can_hold_is_refused_and_nothing_is_saved(registration):
    with pytest.raises(ValidationError) as refused:
        save(registration, "name", family_name="x" * 101, given_name="New")
    assert list(refused.value.message_dict) == ["family_name"]
    assert (Person.objects.get().given_name, Registration.objects.get().sections) == ("Lan", {})


def test_whoever_withdrew_saves_nothing(registration):
    now = standing(registration, "stay")
    registration.status = "withdrawn"
    save_registration(registration)
    with pytest.raises(DomainError) as refused:
        save_section(Sheet(registration), "stay", now | {"needs": "A ramp."}, seen=stamp(now))
    assert str(refused.value).startswith("This registration has been withdrawn.")
    assert Registration.objects.get().needs == ""


# Two people at once


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("name", {"given_name": "Ann"}, {"given_name": "Bob"}),
        ("titles", {"billed_titles_en": "provost"}, {"billed_titles_en": "fellow"}),
        ("bio", {"bio_en": "One."}, {"bio_en": "Two."}),
        ("attendance", {"mode": "recorded"}, {"mode": "video-link"}),
        ("time", {"availability": "Mornings."}, {"availability": "Evenings."}),
        ("stay", {"needs": "A ramp."}, {"arrival": "By train."}),
        ("languages", {"languages": ["en"]}, {"languages": ["fr"]}),
        ("consents", {"photo": True}, {"recording": True}),
    ],
)
def test_the_later_of_two_is_told_and_nothing_is_lost(registration, name, first, second):
    before = standing(registration, name)
    assert save(registration, name, seen=stamp(before), **first) == Saved.SAVED
    with pytest.raises(StaleError) as stale:
        save(registration, name, seen=stamp(before), **second)
    assert stale.value.standing == standing(registration, name) == before | first
    # Having seen both, they decide.
    assert save(registration, name, seen=stamp(stale.value.standing), **second) == Saved.SAVED
    assert standing(registration, name) == before | first | second


def test_a_post_that_is_repeated_is_harmless(registration):
    seen = stamp(standing(registration, "stay"))
    assert save(registration, "stay", seen=seen, needs="A ramp.") == Saved.SAVED
    assert save(registration, "stay", seen=seen, needs="A ramp.") == Saved.UNCHANGED


def test_different_sections_do_not_disturb_each_other(registration):
    seen = stamp(standing(registration, "stay"))
    save(registration, "bio", bio_en="She works.")
    assert save(registration, "stay", seen=seen, needs="A ramp.") == Saved.SAVED


def test_what_the_office_changed_is_told_too(registration):
    seen = stamp(standing(registration, "stay"))
    Registration.objects.update(needs="A hearing loop.")
    with pytest.raises(StaleError):
        save(registration, "stay", seen=seen, needs="A ramp.")


# Once it is printed


def test_what_is_printed_is_asked_for_instead(registration, credit, released):
    tree = compile_agenda(registration.edition).tree
    assert save(registration, "name", family_name="Xu", native_name="徐") == Saved.ASKED
    assert save(registration, "titles", billed_titles_en="president", billed_titles_zh_hans="校长") == Saved.ASKED
    assert save(registration, "bio", bio_en="She works.") == Saved.ASKED
    assert save(registration, "attendance", mode="video-link") == Saved.ASKED
    assert save(registration, "talk", credit, talk_en="On trust", abstract_en="Trust.") == Saved.ASKED
    assert compile_agenda(registration.edition).tree == tree
    rows = ChangeRequest.objects.order_by("id").values_list("field", "before", "after", "status", "release", "credit")
    assert list(rows) == [
        ("name", "Lan Xue\n薛澜\ngiven name first", "Lan Xu\n徐\ngiven name first", "open", released.pk, None),
        ("titles", "dean\nChinese: ", "president\nChinese: 校长", "open", released.pk, None),
        ("bio", "", "She works.", "open", released.pk, None),
        ("attendance", "onsite", "by video link", "open", released.pk, None),
        ("talk", "", "On trust\nAbstract: Trust.", "open", released.pk, credit.pk),
    ]
    # What is printed waits as a whole: the abstract too.
    assert not Abstract.objects.exists()
    assert {"name", "titles", "bio", "attendance", f"talk-{credit.pk}"} == set(Registration.objects.get().sections)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("stay", {"needs": "A ramp."}),
        ("time", {"availability": "Mornings."}),
        ("languages", {"languages": ["fr"]}),
        ("consents", {"programme": False}),
    ],
)
def test_what_is_not_printed_is_saved_all_the_same(registration, released, name, values):
    assert save(registration, name, **values) == Saved.SAVED
    assert not ChangeRequest.objects.exists()


def test_who_is_not_in_the_release_changes_at_once(registration, released):
    late = register_person(edition=registration.edition, person=PersonFactory(), channel="link")
    assert save(late, "name", family_name="Late") == Saved.SAVED
    assert card_of(late).name == "Late"


def test_a_release_that_was_withdrawn_holds_nothing_back(registration, released):
    save(registration, "bio", bio_en="She works.")
    released.withdrawn_at, released.withdrawn_reason = released.at, "Wrong"
    released.save()
    assert save(registration, "bio", bio_en="She worked.") == Saved.SAVED
    assert (Registration.objects.get().bio_en, ChangeRequest.objects.count()) == ("She worked.", 0)


def test_a_second_thought_replaces_the_first_and_going_back_takes_it_back(registration, released):
    save(registration, "bio", bio_en="One.")
    assert standing(registration, "bio")["bio_en"] == "One."
    assert save(registration, "bio") == Saved.UNCHANGED
    assert save(registration, "bio", bio_en="Two.") == Saved.ASKED
    assert ChangeRequest.objects.values_list("before", "after").get() == ("", "Two.")
    assert save(registration, "bio", bio_en="") == Saved.SAVED
    assert not ChangeRequest.objects.exists()


def test_two_who_ask_at_once_do_not_overwrite_each_other(registration, released):
    seen = stamp(standing(registration, "bio"))
    save(registration, "bio", seen=seen, bio_en="One.", channel="link")
    with pytest.raises(StaleError) as stale:
        save(registration, "bio", seen=seen, bio_en="Two.", channel="link of Kim")
    assert stale.value.standing["bio_en"] == "One."
    assert ChangeRequest.objects.values_list("after", "channel").get() == ("One.", "link")


def test_each_talk_is_asked_for_by_itself(registration, credit, released):
    other = CreditFactory(session__edition=registration.edition, card=registration.card)
    save(registration, "talk", credit, talk_en="On trust")
    save(registration, "talk", other, talk_en="On care")
    assert set(ChangeRequest.objects.values_list("credit", "after")) == {
        (credit.pk, "On trust"), (other.pk, "On care"),
    }  # fmt: skip


# Deciding


@pytest.fixture
def staff():
    return UserFactory(staff=True)


def test_what_is_accepted_is_printed_with_the_next_release(registration, released, staff):
    save(registration, "name", family_name="Xu")
    request = ChangeRequest.objects.get()
    decide_change(request, accept=True, by=staff)
    request.refresh_from_db()
    assert (request.status, request.decided_by, request.decided_at is not None) == ("accepted", staff, True)
    assert (Person.objects.get().family_name, card_of(registration).name) == ("Xu", "Lan Xu")
    assert publish_agenda(registration.edition).version == 2
    assert standing(registration, "name")["family_name"] == "Xu"


def test_a_talk_and_a_mode_are_accepted(registration, credit, released, staff):
    save(registration, "talk", credit, talk_en="On trust")
    save(registration, "attendance", mode="recorded")
    for request in ChangeRequest.objects.all():
        decide_change(request, accept=True, by=staff)
    credit.refresh_from_db()
    assert (credit.talk_en, credit.mode, Registration.objects.get().mode) == ("On trust", "recorded", "recorded")


def test_what_is_refused_changes_nothing_and_says_why(registration, released, staff):
    save(registration, "titles", billed_titles_en="emperor")
    request = ChangeRequest.objects.get()
    with pytest.raises(DomainError) as unexplained:
        decide_change(request, accept=False, by=staff)
    assert str(unexplained.value) == "Tell the speaker why the change was refused."
    decide_change(request, accept=False, by=staff, reason="We print civil titles.")
    request.refresh_from_db()
    assert (request.status, request.reason) == ("refused", "We print civil titles.")
    assert standing(registration, "titles")["billed_titles_en"] == "dean"


@pytest.mark.parametrize(("accept", "told"), [(True, "accepted"), (False, "not accepted")])
def test_the_speaker_is_told(registration, released, staff, accept, told):
    save(registration, "bio", bio_en="She works.")
    decide_change(ChangeRequest.objects.get(), accept=accept, by=staff, reason="Too short.")
    mail = Mail.objects.get()
    assert (mail.kind, mail.person, mail.to) == ("decision", registration.person, "xue@example.org")
    assert "your biography" in mail.body
    assert told in mail.body


def test_a_speaker_without_an_address_is_not_written_to(registration, released, staff):
    Person.objects.update(email="")
    save(registration, "bio", bio_en="She works.")
    decide_change(ChangeRequest.objects.get(), accept=True, by=staff)
    assert not Mail.objects.exists()


def test_a_request_is_decided_once(registration, released, staff):
    save(registration, "bio", bio_en="She works.")
    request, again = ChangeRequest.objects.get(), ChangeRequest.objects.get()
    decide_change(request, accept=True, by=staff)
    with pytest.raises(DomainError) as late:
        decide_change(again, accept=False, by=staff, reason="No.")
    assert str(late.value) == "This request has been decided, or the speaker took it back."
    assert (ChangeRequest.objects.get().status, Mail.objects.count()) == ("accepted", 1)


# Photos


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    def run(step, *args, **values):
        with django_capture_on_commit_callbacks(execute=True):
            return step(*args, **values)

    return run


def stored():
    return set(default_storage.listdir("registrations")[1]) if default_storage.exists("registrations") else set()


def test_a_photo_is_stored_under_a_name_nobody_can_guess(registration):
    name = keep_photo(registration, b"one")
    assert len(name) == len("registrations/.jpg") + 40
    assert keep_photo(registration, b"one") == name
    assert keep_photo(registration, b"two") != name
    assert keep_photo(register_person(edition=EditionFactory(**ONE_DAY), person=PersonFactory()), b"one") != name
    assert default_storage.open(name).read() == b"one"


def test_a_new_photo_takes_the_place_of_the_old(registration, commit):
    one, two = keep_photo(registration, b"one"), keep_photo(registration, b"two")
    commit(save, registration, "photo", photo=one)
    commit(save, registration, "consents", photo=True)
    assert card_of(registration).photo.name == one
    commit(save, registration, "photo", photo=two)
    assert card_of(registration).photo.name == two
    assert (default_storage.exists(one), default_storage.exists(two)) == (False, True)


def test_a_photo_is_removed_with_its_file_and_does_not_come_back(registration, commit):
    own = default_storage.save("people/own.jpg", BytesIO(b"own"))
    Person.objects.update(photo=own)
    assert standing(registration, "photo") == {"photo": own}
    name = keep_photo(registration, b"one")
    commit(save, registration, "photo", photo=name)
    commit(save, registration, "photo", photo="")
    assert (standing(registration, "photo"), default_storage.exists(name)) == ({"photo": ""}, False)


def test_a_photo_that_waits_is_kept_and_one_that_is_refused_is_not(registration, released, staff, commit):
    one, two = keep_photo(registration, b"one"), keep_photo(registration, b"two")
    commit(save, registration, "photo", photo=one)
    commit(save, registration, "photo", photo=two)
    assert (default_storage.exists(one), default_storage.exists(two)) == (False, True)
    request = ChangeRequest.objects.get()
    assert (request.before, request.after, request.photo.name) == ("no photo", "a photo", two)
    commit(decide_change, request, accept=False, by=staff, reason="Too dark.")
    assert default_storage.exists(two) is False
    assert (ChangeRequest.objects.get().photo.name, Registration.objects.get().photo.name) == ("", "")


def test_a_photo_that_is_accepted_is_the_registration_s(registration, released, staff, commit):
    name = keep_photo(registration, b"one")
    commit(save, registration, "photo", photo=name)
    commit(decide_change, ChangeRequest.objects.get(), accept=True, by=staff)
    assert (Registration.objects.get().photo.name, default_storage.exists(name)) == (name, True)


def test_times_are_replaced_as_a_whole(registration):
    nine, ten, noon = (f"2022-12-12T{hour}:00:00+00:00" for hour in ("09", "10", "12"))
    save(registration, "time", times=[[nine, ten]])
    save(registration, "time", times=[[ten, noon]])
    assert [row.starts_at.isoformat() for row in Availability.objects.all()] == [ten]
    save(registration, "time", times=[])
    assert not Availability.objects.exists()


# In the same instant


@only_postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("printed", [False, True], ids=["live", "asked for"])
def test_of_twelve_who_save_at_once_one_does_and_the_others_are_told(registration, credit, printed):
    if printed:
        publish_agenda(registration.edition)
    now = standing(registration, "bio")
    sheet = sheet_of(registration)
    results = at_once(lambda number: save_section(sheet, "bio", now | {"bio_en": f"{number}."}, seen=stamp(now)))
    saved = [number for number, result in enumerate(results) if isinstance(result, Saved)]
    assert len(saved) == 1
    assert [type(it) for it in results if not isinstance(it, Saved)] == [StaleError] * 11
    assert standing(registration, "bio")["bio_en"] == f"{saved[0]}."


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_of_twelve_decisions_at_once_one_counts(registration, released, staff):
    save(registration, "bio", bio_en="She works.")
    request = ChangeRequest.objects.get()

    def decide(number):
        mine = ChangeRequest.objects.get(pk=request.pk)
        return decide_change(mine, accept=number % 2 == 0, by=staff, reason=f"{number}")

    results = at_once(decide)
    decided = [number for number, result in enumerate(results) if result is None]
    assert len(decided) == 1
    request.refresh_from_db()
    assert (request.reason, Mail.objects.count()) == (str(decided[0]), 1)
