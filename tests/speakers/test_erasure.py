"""Erasing a person: what was printed stays, and everything else goes, wherever it lies."""

import datetime as dt
import json

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.serializers import serialize
from django.utils import timezone

from forums.agenda.release import publish_agenda
from forums.exceptions import DomainError
from forums.jobs import work_off
from forums.models import AgendaRelease, Credit, SpeakerCard
from reports.models import Clearance, DocumentVersion, Intervention, PartRevision
from speakers.erasure import erase_person, preview_erasure
from speakers.invitations import invite
from speakers.mails import Draft, queue_mails
from speakers.models import AccessEntry, AssistantLink, Consent, Erasure, Invitation, Mail, Person, Registration
from speakers.people import find_duplicates, merge_persons
from speakers.registrations import register_person, save_consent, save_registration
from tests import factories as make
from tests.canary import CANARY, sing_of

from .test_holdings import fill

pytestmark = pytest.mark.django_db


def erase(person):
    erasure = erase_person(person, by=None, reason="asked")
    person.refresh_from_db()
    return erasure


def photo(name="canary.gif"):
    return ContentFile(b"GIF89a", name=name)


def everything():
    """Every row of ours and of the office's log, as text, but for what is frozen."""
    frozen = {AgendaRelease, DocumentVersion}
    ours = [it for it in apps.get_models() if it._meta.app_label in {"forums", "speakers", "reports"}]
    return {
        model._meta.label: text
        for model in [*ours, LogEntry]
        if model not in frozen and (text := serialize("json", model._base_manager.all())) != "[]"
    }


def held_person():
    """Somebody with a canary in every text held about them; never printed."""
    person = make.PersonFactory(photo=photo())
    fill(person, 2)
    merged = make.PersonFactory(photo=photo())
    Person.objects.filter(pk=merged.pk).update(merged_into=person)
    sing_of(person, but={AccessEntry, AssistantLink, Erasure})
    person.refresh_from_db()
    return person


def test_of_somebody_never_printed_nothing_is_left():
    person = held_person()
    types = ContentType.objects.get_for_models(Registration, Invitation)
    make_log = LogEntry.objects.create
    user = make.UserFactory()
    for model in types:
        row = model.objects.filter(person=person).first()
        make_log(
            user=user, content_type=types[model], object_id=str(row.pk), object_repr=str(row), action_flag=CHANGE,
            change_message=f"Changed for {CANARY}.",
        )  # fmt: skip
    # The row of this one is gone.
    make_log(
        user=user, content_type=types[Invitation], object_id="999999", object_repr=f"{person}, 2020", action_flag=3,
        change_message="",
    )  # fmt: skip
    make.MailFactory(person=None, kind="digest", to="office@example.org", body=f"- {person} (panelist)", edition=None)
    make.InvitationFactory(person=person, substitute=make.PersonFactory(note=f"Named by {person} in their place."))
    before = everything()
    assert CANARY in str(before["speakers.Mail"])
    erasure = erase(person)
    left = {name for name, text in everything().items() if CANARY.casefold() in text.casefold()}
    assert left == set()
    assert (person.family_name, str(person), person.email) == (f"Erased person {person.pk}",) * 2 + ("",)
    assert (erasure.person, erasure.reason, erasure.by) == (person, "asked", None)
    assert erasure.counts["speakers.invitation"] == 3
    assert not SpeakerCard.objects.filter(registration__person=person).exists()
    assert Registration.objects.filter(person=person).count() == 2


def test_done_twice_it_is_done_once():
    person = held_person()
    assert erase(person) == erase(person)
    assert Erasure.objects.count() == 1
    with pytest.raises(DomainError, match="erased already"):
        preview_erasure(person)


def test_files_go_once_it_is_done(django_capture_on_commit_callbacks):
    person = make.PersonFactory(photo=photo("one.gif"))
    registration = make.RegistrationFactory(person=person, photo=photo("two.gif"))
    make.ChangeRequestFactory(registration=registration, photo=photo("three.gif"))
    shared = make.PersonFactory(photo=photo("four.gif")).photo.name
    Registration.objects.filter(pk=make.RegistrationFactory(person=person).pk).update(photo=shared)
    names = [row.photo.name for row in (person, registration, registration.change_requests.get())]
    with django_capture_on_commit_callbacks(execute=True):
        erase(person)
        assert all(default_storage.exists(name) for name in names)
    assert [default_storage.exists(name) for name in [*names, shared]] == [False, False, False, True]


# What was printed


@pytest.fixture
def printed():
    """Somebody in a held edition's release, with all that a card has."""
    edition = make.EditionFactory(public=True, held=True)
    edition.status = "held"
    edition.save()
    person = make.PersonFactory(family_name="Okafor", given_name="Amina", email="amina@example.org", photo=photo())
    make.ConsentFactory(person=person, edition=edition, text_version="2026-2", channel="link of Ana")
    registration = make.RegistrationFactory(
        edition=edition, person=person, status="attended", billed_titles_en="minister", bio_en="A biography."
    )
    save_registration(registration)
    session = make.SessionFactory(edition=edition, timed=True)
    credit = make.CreditFactory(session=session, card=registration.card)
    make.InterventionFactory(report__session=session, credit=credit)
    publish_agenda(edition)
    return person, registration.card, edition


def as_read(release):
    [speaker] = json.loads(release.content)["speakers"]
    return speaker["name"], speaker["titles"], speaker["bio"], speaker["links"]


def test_name_and_titles_stay_as_they_were_printed(printed):
    person, card, edition = printed
    released = AgendaRelease.objects.get()
    content = released.content
    # What was changed since, nobody has read.
    SpeakerCard.objects.filter(pk=card.pk).update(name="Amina Okafor-Ba", native_name="阿米娜", links="https://x.org")
    erase(person)
    card.refresh_from_db()
    assert (card.name, card.titles, card.native_name, card.published) == ("Amina Okafor", "minister", "", True)
    assert (card.bio, card.photo.name, card.links) == ("", "", "")
    assert (Credit.objects.count(), Intervention.objects.count()) == (1, 1)
    released.refresh_from_db()
    assert released.content == content
    # A new release prints the name, and no more.
    assert as_read(publish_agenda(edition)) == ("Amina Okafor", {"en": ["minister"]}, {}, [])
    # The proof that it was agreed to stays, without what was typed.
    consent = Consent.objects.get()
    assert (consent.purpose, consent.text_version, consent.channel) == ("programme", "2026-2", "")


def test_the_office_is_told_before_what_stays(printed):
    person, _, edition = printed
    outlook = preview_erasure(person)
    assert ("Speaker cards", 1, "Name and titles stay as they were printed.") in outlook.stays
    assert dict(outlook.emptied) == {
        "Persons": "given name, email, photo",
        "Consents": "channel",
        "Registrations": "biography for this edition, billed titles",
    }
    [told] = outlook.afterwards
    assert told.startswith(f"{edition}, release 1 prints their biography")


def test_drafts_of_what_was_printed_go(printed):
    person, card, _ = printed
    make.PartRevisionFactory(values={"credit": card.credits.get().pk, "text_en": "As it was."})
    other = make.PartRevisionFactory(values={"credit": make.CreditFactory().pk, "text_en": "Another's."})
    erase(person)
    assert list(PartRevision.objects.all()) == [other]


def test_a_name_in_a_document_stays_too():
    credit = make.CreditFactory(card__name='Amina "Mina" Okafor')
    registration = make.RegistrationFactory(card=credit.card, edition=credit.session.edition)
    make.DocumentVersionFactory(content=json.dumps({"runs": [credit.card.name]}, ensure_ascii=False))
    erase(registration.person)
    credit.refresh_from_db()
    assert credit.card.name == 'Amina "Mina" Okafor'


def test_an_edition_to_come_loses_them():
    edition = make.EditionFactory(public=True, starts_on=dt.date(2999, 1, 1), ends_on=dt.date(2999, 1, 2))
    start = dt.datetime(2999, 1, 1, 9, tzinfo=dt.UTC)
    session = make.SessionFactory(edition=edition, starts_at=start, ends_at=start + dt.timedelta(hours=1))
    person = make.PersonFactory(family_name="Okafor")
    make.ConsentFactory(person=person, edition=edition)
    registration = make.RegistrationFactory(edition=edition, person=person, confirmed=True)
    save_registration(registration)
    make.CreditFactory(session=session, card=registration.card)
    publish_agenda(edition)
    erase(person)
    registration.refresh_from_db()
    assert (registration.status, registration.card.published, registration.card.name) == ("withdrawn", False, "Okafor")
    assert json.loads(publish_agenda(edition).content)["speakers"] == []


# What others have with them


def test_what_is_another_persons_stays_without_them():
    person, other = make.PersonFactory(family_name="Okafor"), make.PersonFactory(family_name="Li")
    both, alone = make.AssistantLinkFactory(), make.AssistantLinkFactory()
    both.persons.set([person, other])
    alone.persons.set([person])
    invitation = make.InvitationFactory(person=other, substitute=person, delegate=True, reason="Ill.")
    clearance = make.ClearanceFactory(person=person, email="a@example.org", note="Please.", edition__held=True)
    report = make.SessionReportFactory(rapporteur=person)
    erase(person)
    assert list(AssistantLink.objects.all()) == [both]
    assert list(both.persons.all()) == [other]
    for row in (invitation, clearance, report):
        row.refresh_from_db()
    assert (invitation.substitute, invitation.delegate, invitation.reason) == (None, False, "Ill.")
    assert (clearance.person, clearance.email, clearance.note, clearance.status) == (
        person, "", "", Clearance.Status.REVOKED,
    )  # fmt: skip
    assert report.rapporteur == person


def test_a_mail_that_waits_is_not_sent(mailoutbox):
    person = make.PersonFactory(email="amina@example.org")
    make.MailFactory(person=person, kind="decision", to=person.email, body="Dear person")
    erase(person)
    work_off()
    assert (Mail.objects.count(), mailoutbox) == (0, [])


# By accident


def test_nobody_writes_to_merges_or_registers_whoever_was_erased(mailoutbox):
    person, other = make.PersonFactory(family_name="Wing"), make.PersonFactory(family_name="Wing")
    edition = make.EditionFactory(public=True, starts_on=dt.date(2999, 1, 1), ends_on=dt.date(2999, 1, 2))
    registration = make.RegistrationFactory(person=person, edition=edition)
    save_registration(registration)
    erase(person)
    assert find_duplicates().pairs == []
    [(_, reason)] = invite([person], edition=edition, role="panelist", by=None).refused
    assert reason.startswith("was erased")
    queue_mails([Draft(kind="decision", key="k", edition=edition, person=person, to="x@example.org")])
    assert not Mail.objects.filter(key="k").exists()
    with pytest.raises(DomainError, match="nothing is left of them"):
        merge_persons(other, person, by=None)
    with pytest.raises(DomainError, match="enter them as a new person"):
        register_person(edition=edition, person=person)
    registration.refresh_from_db()
    with pytest.raises(DomainError, match="enter them as a new person"):
        save_registration(registration)
    # A consent that the office corrects writes no new card.
    save_consent(make.ConsentFactory.build(person=person, edition=edition))
    assert not SpeakerCard.objects.filter(name__contains="Erased").exists()
    # What slipped in all the same does not leave.
    make.MailFactory(person=person, kind="decision")
    work_off()
    assert mailoutbox == []


def test_whoever_was_merged_is_erased_with_the_other():
    person, merged = make.PersonFactory(email="one@example.org"), make.PersonFactory(email="two@example.org")
    merge_persons(person, merged, by=None)
    with pytest.raises(DomainError, match="erase the one they were merged into"):
        erase_person(Person.objects.get(pk=merged.pk), by=None, reason="asked")
    erase(person)
    merged.refresh_from_db()
    assert (merged.email, merged.family_name) == ("", f"Erased person {merged.pk}")
    assert merged.erased_at <= timezone.now()
