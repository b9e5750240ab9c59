"""What is looked after by the clock. Each looks for itself what is due, so twice or late does no harm."""

from forums.jobs import on_rounds

from .answers import lapse_clearances
from .clearing import remind_of_clearances
from .reminders import remind, tell_late
from .reviews import remind_reviewers

on_rounds(remind)
on_rounds(tell_late)
on_rounds(remind_of_clearances)
on_rounds(lapse_clearances)
on_rounds(remind_reviewers)
