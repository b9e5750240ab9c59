from .consent import Consent
from .invitation import Invitation
from .person import Appointment, Person
from .registration import ChangeRequest, Registration

__all__ = ["Appointment", "ChangeRequest", "Consent", "Invitation", "Person", "Registration"]
