"""What may not stand in a log: the addresses of private links."""

import logging
import re

# Invitations, assistants' links and previews: the part of the address that is a secret.
_SECRET = re.compile(r"(/(?:i|a|preview)/)[^/\s?\"']+")


class LinkFilter(logging.Filter):
    """Takes the secret out of every address that a record names; whoever reads the log cannot open the page."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, its message masked."""
        message = record.getMessage()
        masked = _SECRET.sub(r"\1…", message)
        if masked != message:
            record.msg, record.args = masked, None
        return True
