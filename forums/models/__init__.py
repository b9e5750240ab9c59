from .agenda_import import AgendaImport
from .edition import Announcement, Edition, Figure, Partnership
from .forum import Forum
from .organization import Organization
from .programme import Credit, SpeakerCard
from .release import AgendaFiles, AgendaRelease
from .session import Room, Session, Track

__all__ = [
    "AgendaFiles",
    "AgendaImport",
    "AgendaRelease",
    "Announcement",
    "Credit",
    "Edition",
    "Figure",
    "Forum",
    "Organization",
    "Partnership",
    "Room",
    "Session",
    "SpeakerCard",
    "Track",
]
