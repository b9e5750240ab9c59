"""What goes wrong when a paper is rendered."""

from __future__ import annotations


class RenderingError(Exception):
    """A paper could not be rendered; the message tells the secretariat what to change or whom to ask."""


class StoppedError(Exception):
    """A rendering was stopped before its end, as nobody wanted the file any more."""
