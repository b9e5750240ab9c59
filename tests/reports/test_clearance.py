"""Clearance: who is asked what, and what their answers and their silence do."""

import json

import pytest
from django.utils import timezone

from forums.exceptions import DomainError
from reports.answers import (
    ChangedError,
    ClosedError,
    Said,
    answer_clearance,
    current_items,
    lapse_clearances,
    put_back,
    settle_item,
    wording_of,
)
from reports.clearance import unsettled
from reports.clearing import (
    Prepared,
    change_address,
    prepare_clearances,
    remind_of_clearances,
    revoke_clearance,
    send_clearances,
)
from reports.documents import assemble_document
from reports.models import Chapter, Clearance, ClearanceItem, DocumentVersion
from reports.paper.content import section_from_json
from speakers.consents import Purpose, give_consent, withdraw_consent
from speakers.links import issue_private_link
from speakers.models import Mail, PrivateLink
from tests import factories

from .quoted import DAY, answer, arrive, ask, make_edition, over, quote, shown, speaker, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make_edition()


@pytest.fixture
def document(edition):
    chapter = factories.ChapterFactory(document__edition=edition, kind=Chapter.Kind.SUMMARIES, override="")
    return chapter.document


# What is asked, and of whom


def test_each_person_gets_one_request_with_exactly_what_prints(edition, document):
    session = factories.SessionFactory(edition=edition, kind="thematic-session", number=3, title="Work")
    card = speaker(edition)
    quote(edition, session=session, card=card, position=1, heading="On jobs")
    quote(edition, "Then {speaker} closed.", session=session, card=card, position=2)
    quote(edition)
    quote(edition, collective="panelists", credit=None)
    assert prepare_clearances(edition) == Prepared(requests=2, contributions=3, without_address=0)
    first, second = Clearance.objects.order_by("pk")
    assert first.person == card.registration.person
    items = current_items(first)
    assert [shown(item) for item in items] == [
        ["On jobs. Ms Amina Okafor, Minister of Labour, said so."],
        ["Then Ms Amina Okafor closed."],
    ]
    assert {section_from_json(item.shown).title for item in items} == {"Thematic Session 3: Work"}
    assert [run.text for run in section_from_json(items[0].shown).blocks[0].runs if run.strong][-1] == "so"
    # The same blocks stand in the document.
    [section] = assemble_document(document).tree["chapters"][0]["sections"][0]["sections"][:1]
    printed = [block for item in items for block in json.loads(item.shown)["blocks"]]
    assert [block for block in section["blocks"] if block["role"] == "speaker"] == printed
    assert second.items.count() == 1


def test_preparing_again_changes_nothing(edition):
    quote(edition)
    prepare_clearances(edition)
    before = list(ClearanceItem.objects.values())
    assert prepare_clearances(edition) == Prepared(1, 1, 0)
    assert list(ClearanceItem.objects.values()) == before


def test_only_approved_reports_are_asked_about(edition):
    session = factories.SessionFactory(edition=edition)
    factories.SessionReportFactory(session=session)
    quote(edition, session=session)
    assert prepare_clearances(edition) == Prepared(0, 0, 0)


def test_an_office_and_a_speaker_not_on_file_need_an_address(edition):
    seat = factories.CreditFactory(session__edition=edition, seat=True)
    quote(edition, session=seat.session, credit=seat)
    guest = quote(edition, card=factories.SpeakerCardFactory(edition=edition, name="Guest"))
    assert prepare_clearances(edition) == Prepared(2, 2, 2)
    office, carded = Clearance.objects.order_by("pk")
    assert (office.organization, carded.card) == (seat.seat_of, guest.credit.card)
    sent, left = send_clearances(edition, deadline=timezone.now() + DAY)
    assert (sent, len(left)) == (0, 2)
    assert unsettled(edition)[1] == (
        f"Guest, “{guest.report.session.title}”: there is nobody to ask; give an e-mail address, or settle it."
    )
    change_address(office, "office@academy.example")
    assert send_clearances(edition, deadline=timezone.now() + DAY)[0] == 1
    [mail] = Mail.objects.all()
    assert (mail.to, mail.person, mail.link_subject) == ("office@academy.example", None, office.pk)
    assert f"Dear {seat.seat_of.name}," in mail.body


def test_what_is_no_longer_theirs_leaves_the_request(edition):
    row = quote(edition)
    prepare_clearances(edition)
    other = speaker(edition, name="Other")
    row.credit = factories.CreditFactory(session=row.report.session, card=other)
    row.save()
    prepare_clearances(edition)
    [clearance] = Clearance.objects.all()
    assert clearance.person == other.registration.person


# Sending


def test_a_request_is_sent_once_with_its_link(edition):
    row = quote(edition)
    user = factories.UserFactory()
    prepare_clearances(edition)
    deadline = timezone.now() + 14 * DAY
    assert send_clearances(edition, deadline=deadline, by=user) == (1, [])
    assert send_clearances(edition, deadline=deadline) == (0, [])
    [mail] = Mail.objects.all()
    assert (mail.kind, mail.person, mail.link_purpose) == ("clearance", row.credit.card.registration.person, "c")
    assert mail.link_until > deadline
    assert f"- {row.report.session.title}" in mail.body
    assert "silence as consent" in mail.body
    [clearance] = Clearance.objects.all()
    assert (clearance.status, clearance.sent_by, clearance.deadline) == ("sent", user, deadline)
    assert states(edition) == ["asked"]


def test_what_is_sent_is_what_prints_then(edition):
    row = quote(edition)
    prepare_clearances(edition)
    row.text = "{speaker} said more."
    row.save()
    [clearance] = ask(edition)
    assert shown(clearance.items.get()) == ["Ms Amina Okafor, Minister of Labour, said more."]


def test_a_deadline_lies_ahead(edition):
    with pytest.raises(DomainError, match="is over"):
        send_clearances(edition, deadline=timezone.now() - DAY)


def test_one_reminder_before_the_deadline(edition, settings):
    settings.MAIL_SERVER = "smtp://localhost"
    quote(edition)
    [clearance] = ask(edition)
    remind_of_clearances()
    assert Mail.objects.count() == 1
    near = {"deadline": timezone.now() + 2 * DAY, "sent_at": timezone.now() - 9 * DAY}
    Clearance.objects.update(**near)
    remind_of_clearances()
    remind_of_clearances()
    assert list(Mail.objects.order_by("pk").values_list("kind", flat=True)) == ["clearance", "clearance-due"]
    # Who has answered meanwhile is not reminded.
    answer(clearance)
    Mail.objects.filter(kind="clearance-due").delete()
    remind_of_clearances()
    assert Mail.objects.count() == 1


def test_a_new_address_cuts_off_the_old_one(edition):
    quote(edition)
    [clearance] = ask(edition)
    issue_private_link("c", clearance.pk, until=clearance.deadline)
    change_address(clearance, "new@example.org")
    assert not PrivateLink.objects.live().exists()
    assert Mail.objects.get().status == "cancelled"
    assert clearance.status == "draft"


def test_a_request_taken_back_counts_no_longer(edition):
    row = quote(edition)
    [clearance] = ask(edition)
    answer(clearance, "withdrawn")
    revoke_clearance(clearance)
    assert states(edition) == ["not-asked"]
    assert unsettled(edition) == [f"Ms Amina Okafor, “{row.report.session.title}”: they have not been asked."]
    with pytest.raises(DomainError):
        revoke_clearance(clearance)
    prepare_clearances(edition)
    assert list(Clearance.objects.order_by("pk").values_list("status", flat=True)) == ["revoked", "draft"]


# Answers


def test_an_approval_settles(edition):
    quote(edition)
    [clearance] = ask(edition)
    assert len(unsettled(edition)) == 1
    answer(clearance)
    assert (clearance.status, states(edition), unsettled(edition)) == ("answered", ["approved"], [])


def test_a_withdrawal_leaves_the_document_at_once(edition, document):
    quote(edition, "{speaker} regretted it.")
    quote(edition)
    clearance, _ = ask(edition)
    answer(clearance, "withdrawn", remark="Never said.")
    assert states(edition)[0] == "withdrawn"
    assert "regretted" not in assemble_document(document).content
    # Whoever changes their mind before the deadline may.
    answer(clearance)
    assert "regretted" in assemble_document(document).content


def test_a_withdrawal_put_back_is_asked_about_again(edition):
    quote(edition)
    [clearance] = ask(edition)
    answer(clearance, "withdrawn")
    item = current_items(clearance)[0]
    put_back(item)
    [reason] = unsettled(edition)
    assert "they withdrew it, and it prints again" in reason
    prepare_clearances(edition)
    assert [it.answer for it in clearance.items.order_by("pk")] == ["withdrawn", ""]
    with pytest.raises(DomainError):
        put_back(item)


@pytest.mark.parametrize("closed", ["deadline", "lapsed", "revoked", "draft"])
def test_nothing_is_answered_when_it_is_too_late_or_too_early(edition, closed):
    quote(edition)
    [clearance] = ask(edition)
    if closed == "deadline":
        over(clearance)
    elif closed == "draft":
        Clearance.objects.update(status="draft", sent_at=None)
    else:
        Clearance.objects.update(status=closed)
    with pytest.raises(ClosedError):
        answer(clearance)
    assert states(edition) == ["asked"]


def test_an_answer_to_something_else_is_not_taken(edition):
    quote(edition)
    quote(edition)
    clearance, other = ask(edition)
    [item] = current_items(clearance)
    [others] = current_items(other)
    for said in (Said(item.pk, "approved", "0" * 64), Said(others.pk, "approved", others.digest)):
        with pytest.raises(ChangedError):
            answer_clearance(clearance, [said])
    with pytest.raises(DomainError, match="Approve, correct or withdraw"):
        answer_clearance(clearance, [Said(item.pk, "lapsed", item.digest)])
    with pytest.raises(DomainError, match="say in a remark"):
        answer_clearance(clearance, [Said(item.pk, "corrected", item.digest, correction=wording_of(item))])
    assert states(edition) == ["asked", "asked"]


def test_all_answers_are_taken_or_none(edition):
    card = speaker(edition)
    quote(edition, card=card)
    quote(edition, card=card)
    [clearance] = ask(edition)
    one, two = current_items(clearance)
    with pytest.raises(ChangedError):
        answer_clearance(clearance, [Said(one.pk, "approved", one.digest), Said(two.pk, "approved", "")])
    assert states(edition) == ["asked", "asked"]
    answer_clearance(clearance, [Said(one.pk, "approved", one.digest)])
    clearance.refresh_from_db()
    assert clearance.status == "sent"


# Silence


def test_silence_is_consent_once_the_request_has_reached_them(edition):
    quote(edition)
    [clearance] = ask(edition)
    over(clearance)
    lapse_clearances()
    [reason] = unsettled(edition)
    assert "has not reached them" in reason
    arrive()
    lapse_clearances()
    lapse_clearances()
    clearance.refresh_from_db()
    assert (clearance.status, states(edition), unsettled(edition)) == ("lapsed", ["lapsed"], [])


def test_silence_before_the_deadline_is_nothing(edition):
    quote(edition)
    [clearance] = ask(edition)
    arrive()
    lapse_clearances()
    clearance.refresh_from_db()
    assert clearance.status == "sent"


def test_whoever_let_it_lapse_can_be_asked_again(edition):
    quote(edition)
    [clearance] = ask(edition)
    over(clearance)
    arrive()
    lapse_clearances()
    assert send_clearances(edition, deadline=timezone.now() + DAY, only=[clearance.pk]) == (1, [])
    assert [item.answer for item in current_items(clearance)] == [""]
    assert Mail.objects.filter(kind="clearance").count() == 2


def test_silence_of_somebody_unpublished_is_not_enough(edition):
    quote(edition, published=False)
    [clearance] = ask(edition)
    over(clearance)
    arrive()
    lapse_clearances()
    [reason] = unsettled(edition)
    assert "not in the published programme" in reason
    settle_item(current_items(clearance)[0], "Agreed by telephone.", by=None)
    assert unsettled(edition) == []


def test_who_took_back_their_consent_is_not_printed(edition, document):
    row = quote(edition)
    quote(edition, "They closed.", collective="panelists", credit=None)
    person = row.credit.card.registration.person
    given = {"language": "en", "channel": "link"}
    give_consent(person, edition, Purpose.SUMMARY, **given)
    assert "Okafor" in assemble_document(document).content
    withdraw_consent(person, edition, Purpose.SUMMARY)
    version = assemble_document(document, stage=DocumentVersion.Stage.FINAL)
    assert "Okafor" not in version.content
    assert prepare_clearances(edition) == Prepared(0, 0, 0)
    give_consent(person, edition, Purpose.SUMMARY, **given)
    assert len(unsettled(edition)) == 1
