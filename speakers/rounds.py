"""What is looked after by the clock. Each looks for itself what is due, so twice or late does no harm.

Without a mail server nobody is reminded: what piled up meanwhile would be stale by the time it left.
"""

from forums.jobs import on_rounds

from .invitations import lapse_invitations
from .notices import tell_changes
from .reminders import remind, tell_unanswered

on_rounds(lapse_invitations)
on_rounds(remind)
on_rounds(tell_unanswered)
on_rounds(tell_changes)
