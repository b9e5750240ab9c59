from .assistant import AssistantLink
from .consent import Consent
from .distinction import Distinction
from .invitation import Invitation, InvitationEvent, InvitationLink
from .mail import Mail, MailTemplate, ReleaseNotice
from .person import Appointment, Person
from .registration import Abstract, Availability, ChangeRequest, Registration

__all__ = [
    "Abstract",
    "Appointment",
    "AssistantLink",
    "Availability",
    "ChangeRequest",
    "Consent",
    "Distinction",
    "Invitation",
    "InvitationEvent",
    "InvitationLink",
    "Mail",
    "MailTemplate",
    "Person",
    "Registration",
    "ReleaseNotice",
]
