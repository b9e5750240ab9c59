"""What may not stand in a log: the addresses of private links, and of people."""

import logging
import re

# Every kind of private link, and previews: the part of the address that is a secret.
_SECRET = re.compile(r"(/(?:i|a|r|c|v|p|preview)/)[^/\s?\"']+")
_MAIL = re.compile(r"[\w.+'-]+@[\w-]+\.[\w.-]+")
# What PostgreSQL says of the row that broke a rule: its values.
_ROW = re.compile(r"^(DETAIL: ).*$", re.MULTILINE)


class LinkFilter(logging.Filter):
    """Takes the secret out of every address that a record names; whoever reads the log cannot open the page."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, its message masked."""
        message = record.getMessage()
        masked = _SECRET.sub(r"\1…", message)
        if masked != message:
            record.msg, record.args = masked, None
        return True


class PrivateFormatter(logging.Formatter):
    """Writes a line, with the error under it, without links, e-mail addresses and the values of a refused row."""

    def format(self, record: logging.LogRecord) -> str:
        """The text as it is written."""
        text = super().format(record)
        return _ROW.sub(r"\1…", _MAIL.sub("…@…", _SECRET.sub(r"\1…", text)))
