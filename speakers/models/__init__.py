from .assistant import AssistantLink
from .audit import AccessEntry, Erasure
from .consent import Consent
from .distinction import Distinction
from .invitation import Invitation, InvitationEvent, InvitationLink
from .link import PrivateLink
from .mail import Mail, MailTemplate, ReleaseNotice
from .person import Appointment, Person
from .proposal import OpenCall, Proposal
from .registration import Abstract, Availability, ChangeRequest, Registration

__all__ = [
    "Abstract",
    "AccessEntry",
    "Appointment",
    "AssistantLink",
    "Availability",
    "ChangeRequest",
    "Consent",
    "Distinction",
    "Erasure",
    "Invitation",
    "InvitationEvent",
    "InvitationLink",
    "Mail",
    "MailTemplate",
    "OpenCall",
    "Person",
    "PrivateLink",
    "Proposal",
    "Registration",
    "ReleaseNotice",
]
