"""The smallest valid row of every record, with traits for its states."""

import datetime as dt
import json
from hashlib import sha256

import factory
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from forums import models as forums
from reports import models as reports
from speakers import models as speakers

NOON = dt.datetime(2022, 12, 12, 12, tzinfo=dt.UTC)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()

    class Params:
        staff = factory.Trait(is_staff=True)
        superuser = factory.Trait(is_staff=True, is_superuser=True)

    username = factory.Sequence("user{}".format)


# Forums


class ForumFactory(DjangoModelFactory):
    class Meta:
        model = forums.Forum

    slug = factory.Sequence("forum-{}".format)
    name = factory.Sequence("Forum {}".format)


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = forums.Organization

    slug = factory.Sequence("organization-{}".format)
    name = factory.Sequence("Organization {}".format)


class EditionFactory(DjangoModelFactory):
    class Meta:
        model = forums.Edition

    class Params:
        public = factory.Trait(status=forums.Edition.Status.ANNOUNCED)
        held = factory.Trait(
            status=forums.Edition.Status.HELD, starts_on=dt.date(2022, 12, 12), ends_on=dt.date(2022, 12, 13)
        )

    forum = factory.SubFactory(ForumFactory)
    slug = factory.Sequence("edition-{}".format)
    number = factory.Sequence(lambda n: n + 1)
    year = 2022
    title = factory.Sequence("Edition {}".format)


class PartnershipFactory(DjangoModelFactory):
    class Meta:
        model = forums.Partnership

    edition = factory.SubFactory(EditionFactory)
    organization = factory.SubFactory(OrganizationFactory)
    role = forums.Partnership.Role.HOST


class AnnouncementFactory(DjangoModelFactory):
    class Meta:
        model = forums.Announcement

    edition = factory.SubFactory(EditionFactory)
    starts_on = dt.date(2022, 12, 12)
    ends_on = dt.date(2022, 12, 13)
    source = "Press release"


class FigureFactory(DjangoModelFactory):
    """Not preferred, so that an edition may have several of a kind."""

    class Meta:
        model = forums.Figure

    edition = factory.SubFactory(EditionFactory)
    kind = forums.Figure.Kind.PARTICIPANTS
    value = 400
    source = "Press release"
    preferred = False


class RoomFactory(DjangoModelFactory):
    class Meta:
        model = forums.Room

    edition = factory.SubFactory(EditionFactory)
    slug = factory.Sequence("room-{}".format)
    name = factory.Sequence("Room {}".format)


class TrackFactory(DjangoModelFactory):
    class Meta:
        model = forums.Track

    edition = factory.SubFactory(EditionFactory)
    slug = factory.Sequence("track-{}".format)
    name = factory.Sequence("Track {}".format)


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = forums.Session

    class Params:
        timed = factory.Trait(starts_at=NOON, ends_at=NOON + dt.timedelta(hours=1))
        internal = factory.Trait(visibility=forums.Session.Visibility.INTERNAL)
        cancelled = factory.Trait(status=forums.Session.Status.CANCELLED)
        part = factory.Trait(
            parent=factory.SubFactory("tests.factories.SessionFactory", edition=factory.SelfAttribute("..edition"))
        )
        in_room = factory.Trait(room=factory.SubFactory(RoomFactory, edition=factory.SelfAttribute("..edition")))

    edition = factory.SubFactory(EditionFactory)
    code = factory.Sequence("session-{}".format)
    kind = forums.Session.Kind.PANEL
    title = factory.Sequence("Session {}".format)


class SpeakerCardFactory(DjangoModelFactory):
    class Meta:
        model = forums.SpeakerCard

    class Params:
        public = factory.Trait(published=True)

    edition = factory.SubFactory(EditionFactory)
    slug = factory.Sequence("speaker-{}".format)
    name = factory.Sequence("Speaker {}".format)
    sort_name = factory.SelfAttribute("name")


class CreditFactory(DjangoModelFactory):
    """A speaker in a session of one edition; ``seat=True`` for a seat without a name."""

    class Meta:
        model = forums.Credit

    class Params:
        seat = factory.Trait(card=None, seat_of=factory.SubFactory(OrganizationFactory))
        delegate = factory.Trait(delegate_of=factory.SubFactory(OrganizationFactory))
        read = factory.Trait(
            mode=forums.Credit.Mode.READ_ON_BEHALF,
            reader=factory.SubFactory(SpeakerCardFactory, edition=factory.SelfAttribute("..session.edition")),
        )

    session = factory.SubFactory(SessionFactory)
    card = factory.SubFactory(SpeakerCardFactory, edition=factory.SelfAttribute("..session.edition"))
    role = forums.Credit.Role.PANELIST


class AgendaReleaseFactory(DjangoModelFactory):
    """An empty agenda, frozen."""

    class Meta:
        model = forums.AgendaRelease

    edition = factory.SubFactory(EditionFactory, public=True)
    version = factory.Sequence(lambda n: n + 1)
    content = json.dumps({"rooms": [], "schema": 1, "sessions": [], "speakers": [], "tracks": []})
    digest = factory.LazyAttribute(lambda release: sha256(release.content.encode()).hexdigest())


class AgendaFilesFactory(DjangoModelFactory):
    class Meta:
        model = forums.AgendaFiles

    release = factory.SubFactory(AgendaReleaseFactory)


class AgendaImportFactory(DjangoModelFactory):
    class Meta:
        model = forums.AgendaImport

    edition = factory.SubFactory(EditionFactory)
    filename = "agenda.csv"
    file = factory.LazyAttribute(lambda row: ContentFile(b"title\n", row.filename))


# Speakers


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = speakers.Person

    family_name = factory.Sequence("Person {}".format)


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = speakers.Appointment

    person = factory.SubFactory(PersonFactory)
    title = "professor"


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = speakers.Invitation

    class Params:
        sent = factory.Trait(status=speakers.Invitation.Status.SENT, sent_at=NOON)

    edition = factory.SubFactory(EditionFactory)
    person = factory.SubFactory(PersonFactory)
    role = forums.Credit.Role.PANELIST


class InvitationLinkFactory(DjangoModelFactory):
    class Meta:
        model = speakers.InvitationLink

    invitation = factory.SubFactory(InvitationFactory)
    token_hash = factory.Sequence("{:064x}".format)


class InvitationEventFactory(DjangoModelFactory):
    class Meta:
        model = speakers.InvitationEvent

    invitation = factory.SubFactory(InvitationFactory)
    kind = speakers.InvitationEvent.Kind.SENT


class MailFactory(DjangoModelFactory):
    class Meta:
        model = speakers.Mail

    kind = "invitation"
    key = factory.Sequence("mail-{}".format)
    person = factory.SubFactory(PersonFactory)
    edition = factory.SubFactory(EditionFactory)
    to = "person@example.org"
    subject = "Invitation"
    body = "Dear person"


class MailTemplateFactory(DjangoModelFactory):
    class Meta:
        model = speakers.MailTemplate

    kind = factory.Iterator(["invitation", "reminder"])
    edition = factory.SubFactory(EditionFactory)


class ReleaseNoticeFactory(DjangoModelFactory):
    class Meta:
        model = speakers.ReleaseNotice

    release = factory.SubFactory(AgendaReleaseFactory)


class RegistrationFactory(DjangoModelFactory):
    class Meta:
        model = speakers.Registration

    class Params:
        confirmed = factory.Trait(status=speakers.Registration.Status.CONFIRMED)
        withdrawn = factory.Trait(status=speakers.Registration.Status.WITHDRAWN)

    edition = factory.SubFactory(EditionFactory)
    person = factory.SubFactory(PersonFactory)


class AvailabilityFactory(DjangoModelFactory):
    class Meta:
        model = speakers.Availability

    registration = factory.SubFactory(RegistrationFactory)
    starts_at = NOON
    ends_at = NOON + dt.timedelta(hours=1)


class AbstractFactory(DjangoModelFactory):
    class Meta:
        model = speakers.Abstract

    credit = factory.SubFactory(CreditFactory)
    text = "What I am going to say."


class AssistantLinkFactory(DjangoModelFactory):
    class Meta:
        model = speakers.AssistantLink

    edition = factory.SubFactory(EditionFactory)
    email = factory.Sequence("assistant{}@example.org".format)
    token_hash = factory.Sequence("{:064x}".format)
    expires_at = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)


class ChangeRequestFactory(DjangoModelFactory):
    class Meta:
        model = speakers.ChangeRequest

    class Params:
        accepted = factory.Trait(status=speakers.ChangeRequest.Status.ACCEPTED)
        talk = factory.Trait(field=speakers.ChangeRequest.Field.TALK, credit=factory.SubFactory(CreditFactory))

    registration = factory.SubFactory(RegistrationFactory)
    field = speakers.ChangeRequest.Field.TITLES


class OpenCallFactory(DjangoModelFactory):
    """Open now, for both kinds of proposal, of an edition that anyone may know of."""

    class Meta:
        model = speakers.OpenCall

    edition = factory.SubFactory(EditionFactory, public=True)
    opens_at = NOON
    closes_at = NOON + dt.timedelta(days=36_500)


class ProposalFactory(DjangoModelFactory):
    """Received and by the person themselves, unless told ``unconfirmed``, ``accepted`` or ``nominated``."""

    class Meta:
        model = speakers.Proposal

    class Params:
        nominated = factory.Trait(
            kind=speakers.Proposal.Kind.NOMINATION,
            nominator_name="Focal Point",
            nominator_email="focal@example.org",
            nominator_organization="Institute",
        )
        unconfirmed = factory.Trait(status=speakers.Proposal.Status.UNCONFIRMED, confirmed_at=None)
        accepted = factory.Trait(status=speakers.Proposal.Status.ACCEPTED, decided_at=NOON)

    call = factory.SubFactory(OpenCallFactory)
    kind = speakers.Proposal.Kind.SELF
    status = speakers.Proposal.Status.RECEIVED
    confirmed_at = NOON
    family_name = factory.Sequence("Proposed {}".format)
    email = factory.Sequence("proposed-{}@example.org".format)
    digest = factory.Sequence("{:064x}".format)
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=3))


class DistinctionFactory(DjangoModelFactory):
    class Meta:
        model = speakers.Distinction

    one = factory.SubFactory(PersonFactory)
    other = factory.SubFactory(PersonFactory)


class ConsentFactory(DjangoModelFactory):
    class Meta:
        model = speakers.Consent

    class Params:
        withdrawn = factory.Trait(withdrawn_at=NOON + dt.timedelta(days=1))

    person = factory.SubFactory(PersonFactory)
    edition = factory.SubFactory(EditionFactory)
    purpose = speakers.Consent.Purpose.PROGRAMME
    text_version = "2022-1"
    given_at = NOON


class PrivateLinkFactory(DjangoModelFactory):
    class Meta:
        model = speakers.PrivateLink

    purpose = speakers.PrivateLink.Purpose.REPORT
    subject = 1
    token_hash = factory.Sequence("{:064x}".format)
    expires_at = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)


class AccessEntryFactory(DjangoModelFactory):
    class Meta:
        model = speakers.AccessEntry

    user = factory.SubFactory(UserFactory)
    how = speakers.AccessEntry.How.VIEWED
    model = "speakers.person"
    row = factory.Sequence(lambda n: n + 1)
    on = dt.date(2022, 12, 12)


class ErasureFactory(DjangoModelFactory):
    class Meta:
        model = speakers.Erasure

    person = factory.SubFactory(PersonFactory)
    reason = speakers.Erasure.Reason.ASKED
    by = factory.SubFactory(UserFactory)
    counts = factory.LazyFunction(lambda: {"speakers.mail": 1})


# Reports


class SessionReportFactory(DjangoModelFactory):
    class Meta:
        model = reports.SessionReport

    class Params:
        approved = factory.Trait(status=reports.SessionReport.Status.APPROVED, approved_at=NOON)

    session = factory.SubFactory(SessionFactory)


class ReportEventFactory(DjangoModelFactory):
    class Meta:
        model = reports.ReportEvent

    report = factory.SubFactory(SessionReportFactory)
    kind = reports.ReportEvent.Kind.ASKED


class PartRevisionFactory(DjangoModelFactory):
    class Meta:
        model = reports.PartRevision

    report = factory.SubFactory(SessionReportFactory)
    part = "takeaway-1"
    title = "takeaway"
    act = reports.PartRevision.Act.CHANGED
    values = factory.LazyFunction(lambda: {"kind_of_part": "takeaway", "text_en": "As it was."})


class EscalationFactory(DjangoModelFactory):
    class Meta:
        model = reports.Escalation

    session = factory.SubFactory(SessionFactory)
    owed = reports.Escalation.Owed.REPORT


class AllowanceFactory(DjangoModelFactory):
    class Meta:
        model = reports.Allowance

    edition = factory.SubFactory(EditionFactory)
    kind = factory.Iterator(["keynote", "panel", "seminar"])


class TakeawayFactory(DjangoModelFactory):
    class Meta:
        model = reports.Takeaway

    report = factory.SubFactory(SessionReportFactory)
    text = factory.Sequence("Takeaway {}".format)


class CallToActionFactory(DjangoModelFactory):
    class Meta:
        model = reports.CallToAction

    class Params:
        carried = factory.Trait(carried_from=factory.SubFactory("tests.factories.CallToActionFactory"))

    report = factory.SubFactory(SessionReportFactory)
    text = factory.Sequence("Call {}".format)
    addressee = "Governments"


class CommitmentStepFactory(DjangoModelFactory):
    class Meta:
        model = reports.CommitmentStep

    call = factory.SubFactory(CallToActionFactory)
    status = reports.CallToAction.Status.ANSWERED
    on = NOON.date()
    reply = "We shall."


class InstrumentFactory(DjangoModelFactory):
    class Meta:
        model = reports.Instrument

    class Params:
        issued = factory.Trait(issuer=factory.SubFactory(OrganizationFactory))

    key = factory.Sequence("instrument-{}".format)
    title = factory.Sequence("Instrument {}".format)
    kind = reports.Instrument.Kind.RECOMMENDATION


class InterventionFactory(DjangoModelFactory):
    """What one speaker said; ``panel=True`` for what the panelists said together."""

    class Meta:
        model = reports.Intervention

    class Params:
        panel = factory.Trait(credit=None, collective="panelists")

    report = factory.SubFactory(SessionReportFactory)
    credit = factory.SubFactory(CreditFactory, session=factory.SelfAttribute("..report.session"))
    key = factory.Sequence("intervention-{}".format)
    text = factory.Sequence("{{speaker}} said {}.".format)


class QuotedFigureFactory(DjangoModelFactory):
    class Meta:
        model = reports.QuotedFigure

    report = factory.SubFactory(SessionReportFactory)
    subject = "member states"
    value = "193"


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = reports.Outcome

    edition = factory.SubFactory(EditionFactory)
    heading = factory.Sequence("Outcome {}".format)


class OutcomePointFactory(DjangoModelFactory):
    class Meta:
        model = reports.OutcomePoint

    outcome = factory.SubFactory(OutcomeFactory)
    text = factory.Sequence("Point {}".format)


class EvidenceRefusalFactory(DjangoModelFactory):
    class Meta:
        model = reports.EvidenceRefusal

    point = factory.SubFactory(OutcomePointFactory)
    intervention = factory.SubFactory(
        InterventionFactory, report__session__edition=factory.SelfAttribute("....point.outcome.edition")
    )


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = reports.Document

    class Params:
        numbered = factory.Trait(symbol=factory.Sequence("F/2022/{}".format))
        translated = factory.Trait(
            language="zh-hans",
            original=factory.SubFactory("tests.factories.DocumentFactory", edition=factory.SelfAttribute("..edition")),
        )
        of_a_session = factory.Trait(
            kind=reports.Document.Kind.REPORT,
            session=factory.SubFactory(SessionFactory, edition=factory.SelfAttribute("..edition")),
        )
        of_a_workstream = factory.Trait(
            kind=reports.Document.Kind.REPORT, workstream=factory.SubFactory("tests.factories.WorkstreamFactory")
        )

    edition = factory.SubFactory(EditionFactory)
    key = factory.Sequence("document-{}".format)
    kind = reports.Document.Kind.OUTCOME_DOCUMENT


class ChapterFactory(DjangoModelFactory):
    class Meta:
        model = reports.Chapter

    class Params:
        from_records = factory.Trait(kind=reports.Chapter.Kind.OUTCOMES, override="")

    document = factory.SubFactory(DocumentFactory)
    kind = reports.Chapter.Kind.CUSTOM
    override = "Text."


class OwnParagraphFactory(DjangoModelFactory):
    class Meta:
        model = reports.OwnParagraph

    document = factory.SubFactory(DocumentFactory)
    anchor = factory.Sequence("next-step/{}".format)
    text = "Own text."
    base = "Given text."


class DocumentVersionFactory(DjangoModelFactory):
    """An empty paper, frozen."""

    class Meta:
        model = reports.DocumentVersion

    document = factory.SubFactory(DocumentFactory)
    version = factory.Sequence(lambda n: n + 1)
    content = json.dumps({"schema": 1, "sections": []})
    digest = factory.LazyAttribute(lambda version: sha256(version.content.encode()).hexdigest())


class RenderingFactory(DjangoModelFactory):
    """Queued, unless told ``done`` or ``failed``."""

    class Meta:
        model = reports.Rendering

    class Params:
        done = factory.Trait(
            status=reports.Rendering.Status.DONE,
            file=factory.LazyFunction(lambda: ContentFile(b"%PDF-1.7 the paper", name="paper.pdf")),
            bytes=18,
            pages=1,
            seconds=0.6,
            sha256=sha256(b"%PDF-1.7 the paper").hexdigest(),
        )
        failed = factory.Trait(status=reports.Rendering.Status.FAILED, error="The compiler stopped.")

    version = factory.SubFactory(DocumentVersionFactory)
    format = reports.Rendering.Format.PDF


class ReviewRoundFactory(DjangoModelFactory):
    class Meta:
        model = reports.ReviewRound

    class Params:
        # Open until far away.
        running = factory.Trait(closes_on=dt.date(2199, 1, 1))

    version = factory.SubFactory(DocumentVersionFactory, stage="review")
    title = factory.Sequence("Round {}".format)
    opens_on = dt.date(2023, 1, 9)
    closes_on = dt.date(2023, 1, 20)


class ReviewerFactory(DjangoModelFactory):
    class Meta:
        model = reports.Reviewer

    round = factory.SubFactory(ReviewRoundFactory)
    name = factory.Sequence("Reviewer {}".format)
    email = factory.Sequence("reviewer-{}@example.org".format)


class CommentFactory(DjangoModelFactory):
    """Open; ``declined=True`` for one that was not taken over, ``sent=True`` for one of a reviewer's form."""

    class Meta:
        model = reports.Comment

    class Params:
        declined = factory.Trait(disposition="declined", reason="It is said elsewhere.", decided_at=NOON)
        sent = factory.Trait(
            reviewer=factory.SubFactory(ReviewerFactory, round=factory.SelfAttribute("..round")), key="form"
        )

    round = factory.SubFactory(ReviewRoundFactory)
    anchor = "outcomes-1"
    author = factory.Sequence("Reviewer {}".format)
    text = "Say who is meant."


class ClearanceFactory(DjangoModelFactory):
    """Of a person; ``office=True`` for one of an organization, ``carded=True`` for a speaker who is not on file."""

    class Meta:
        model = reports.Clearance

    class Params:
        office = factory.Trait(person=None, organization=factory.SubFactory(OrganizationFactory))
        carded = factory.Trait(person=None, card=factory.SubFactory(SpeakerCardFactory))
        sent = factory.Trait(status=reports.Clearance.Status.SENT, sent_at=NOON, deadline=NOON + dt.timedelta(days=14))
        answered = factory.Trait(status=reports.Clearance.Status.ANSWERED, answered_at=NOON)

    edition = factory.SubFactory(EditionFactory)
    person = factory.SubFactory(PersonFactory)


class ClearanceItemFactory(DjangoModelFactory):
    class Meta:
        model = reports.ClearanceItem

    class Params:
        approved = factory.Trait(answer=reports.ClearanceItem.Answer.APPROVED, answered_at=NOON)
        corrected = factory.Trait(
            answer=reports.ClearanceItem.Answer.CORRECTED, answered_at=NOON, correction="They said more."
        )

    clearance = factory.SubFactory(ClearanceFactory)
    intervention = factory.SubFactory(InterventionFactory)
    shown = json.dumps({"id": "summaries/s/k", "number": "", "title": "Session", "blocks": [], "sections": []})
    digest = "0" * 64
    text = "{speaker} said so."
    speaker = "Speaker"


class DeliveryFactory(DjangoModelFactory):
    class Meta:
        model = reports.Delivery

    document = factory.SubFactory(DocumentFactory)
    occasion = "the next summit"


class LookFactory(DjangoModelFactory):
    class Meta:
        model = reports.Look

    forum = factory.SubFactory(ForumFactory)


class PressKitFactory(DjangoModelFactory):
    class Meta:
        model = reports.PressKit

    version = factory.SubFactory(DocumentVersionFactory)
    headline = factory.Sequence("Forum issues document {}".format)
    text = "It was issued today."


class PressPhotoFactory(DjangoModelFactory):
    class Meta:
        model = reports.PressPhoto

    kit = factory.SubFactory(PressKitFactory)
    file = factory.LazyFunction(lambda: ContentFile(b"\xff\xd8 a photo", name="photo.jpg"))
    caption = factory.Sequence("Photo {}".format)
    credit = "The secretariat"


class WorkstreamFactory(DjangoModelFactory):
    class Meta:
        model = reports.Workstream

    key = factory.Sequence("workstream-{}".format)
    kind = reports.Workstream.Kind.COMMITTEE
    title = factory.Sequence("Committee {}".format)


class LeadFactory(DjangoModelFactory):
    class Meta:
        model = reports.Lead

    workstream = factory.SubFactory(WorkstreamFactory)
    person = factory.SubFactory(PersonFactory)


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = reports.Milestone

    workstream = factory.SubFactory(WorkstreamFactory)
    kind = reports.Milestone.Kind.SEMINAR
    title = factory.Sequence("Milestone {}".format)


def factory_of(model: type) -> type[DjangoModelFactory]:
    """The factory of a model."""
    found = [it for it in DjangoModelFactory.__subclasses__() if it._meta.model is model]
    if len(found) != 1:
        raise LookupError(f"{model.__name__} has {len(found)} factories in {__name__}.")
    return found[0]
