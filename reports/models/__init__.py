from .delivery import Delivery
from .document import Chapter, Document, DocumentVersion, Rendering
from .instrument import Instrument
from .intervention import Intervention
from .outcome import Outcome, OutcomePoint
from .review import Clearance, Comment, ReviewRound
from .session_report import CallToAction, SessionReport, Takeaway
from .workstream import Lead, Milestone, Workstream

__all__ = [
    "CallToAction",
    "Chapter",
    "Clearance",
    "Comment",
    "Delivery",
    "Document",
    "DocumentVersion",
    "Instrument",
    "Intervention",
    "Lead",
    "Milestone",
    "Outcome",
    "OutcomePoint",
    "Rendering",
    "ReviewRound",
    "SessionReport",
    "Takeaway",
    "Workstream",
]
