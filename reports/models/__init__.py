from .clearance import Clearance, ClearanceItem
from .delivery import Delivery
from .document import Chapter, Document, DocumentVersion, OwnParagraph, Rendering
from .instrument import Instrument
from .intervention import Intervention, QuotedFigure
from .look import Look
from .outcome import EvidenceRefusal, Outcome, OutcomePoint
from .press import PressKit, PressPhoto
from .review import Comment, Reviewer, ReviewRound
from .revision import PartRevision
from .session_report import Allowance, CallToAction, CommitmentStep, Escalation, ReportEvent, SessionReport, Takeaway
from .workstream import Lead, Milestone, Workstream

__all__ = [
    "Allowance",
    "CallToAction",
    "Chapter",
    "Clearance",
    "ClearanceItem",
    "Comment",
    "CommitmentStep",
    "Delivery",
    "Document",
    "DocumentVersion",
    "Escalation",
    "EvidenceRefusal",
    "Instrument",
    "Intervention",
    "Lead",
    "Look",
    "Milestone",
    "Outcome",
    "OutcomePoint",
    "OwnParagraph",
    "PartRevision",
    "PressKit",
    "PressPhoto",
    "QuotedFigure",
    "Rendering",
    "ReportEvent",
    "ReviewRound",
    "Reviewer",
    "SessionReport",
    "Takeaway",
    "Workstream",
]
