"""The report clock: when what a session owes is due."""

from datetime import datetime, timedelta

from forums.models import Session

TAKEAWAYS = timedelta(hours=2)
REPORT = timedelta(days=14)


def _end(session: Session) -> datetime | None:
    return session.actual_ends_at or session.ends_at


def takeaways_due(session: Session) -> datetime | None:
    """Two hours after the session's actual, else planned, end; None while it has none."""
    end = _end(session)
    return end + TAKEAWAYS if end else None


def report_due(session: Session) -> datetime | None:
    """Fourteen days after the session's actual, else planned, end; None while it has none."""
    end = _end(session)
    return end + REPORT if end else None
