"""What is looked after by the clock. Each looks for itself what is due, so twice or late does no harm.

Without a mail server nobody is reminded: what piled up meanwhile would be stale by the time it left.
"""

from forums.jobs import on_rounds

from .bounces import poll_bounces
from .invitations import lapse_invitations
from .notices import tell_changes
from .proposals import forget_unconfirmed
from .reminders import remind, tell_unanswered
from .requests import tell_requests
from .retention import end_sessions, remove_unshown_photos, remove_what_is_over

on_rounds(lapse_invitations)
on_rounds(remind)
on_rounds(tell_unanswered)
on_rounds(tell_changes)
on_rounds(forget_unconfirmed)
on_rounds(remove_what_is_over)
on_rounds(remove_unshown_photos)
on_rounds(end_sessions)
on_rounds(tell_requests)
on_rounds(poll_bounces)
