"""Delivery reports: what a mail system sends when it could not deliver a mail, or not yet. Pure.

Read is RFC 3464 in the multipart/report of RFC 6522 (RFC 3462 before). Anybody's mail may arrive at the address, so
reading it ends soon and ends well, whatever it is made of: with a report, with None or with UnreadableError.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

# Our mails are small, and so is what comes back of them.
LARGEST = 1_000_000
# A report has two: its own, and that of the mail that came back. Each level more costs the parser time on every line.
_MOST_BOUNDARIES = 20
_LONGEST_REASON = 250

_MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
_CODE_TYPE = re.compile(r"^\s*[\w-]{1,40}\s*;\s*")


class UnreadableError(Exception):
    """No mail, or one that is too large, too deep or broken; the message says which."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of mails: ``message_ids`` of those it may be about, with their angle brackets.

    ``failed`` says that delivery was given up for good, ``reason`` what the mail system said, on one line.
    """

    message_ids: tuple[str, ...]
    failed: bool
    reason: str


def read_report(raw: bytes) -> Report | None:
    """The delivery report that a mail is; None for any other mail, automatic answers among them.

    Raises UnreadableError.
    """
    if len(raw) > LARGEST:
        raise UnreadableError(f"larger than {LARGEST:,} bytes")
    if raw.lower().count(b"boundary") > _MOST_BOUNDARIES:
        raise UnreadableError("nested too deeply")
    try:
        return _read(BytesParser(policy=compat32).parsebytes(raw))
    except UnreadableError:
        raise
    except Exception as error:
        # The standard library's parser gives up on broken mails in ways that it does not promise.
        raise UnreadableError(f"broken ({type(error).__name__})") from error


def _read(message: Message) -> Report | None:
    if not message.keys():
        raise UnreadableError("no mail")
    if message.get_content_type() != "multipart/report":
        return None
    if str(message.get_param("report-type", "")).lower() != "delivery-status":
        return None
    parts = _parts(message)
    if not parts:
        raise UnreadableError("a delivery report without parts")
    told = [field for part in parts if _is(part, "delivery-status") for field in _recipients(part)]
    if not told:
        raise UnreadableError("a delivery report that says nothing of a recipient")
    given_up = next((fields for fields in told if _is_given_up(fields)), None)
    return Report(tuple(_ids(message, parts)), given_up is not None, _reason(given_up or told[0]))


def _parts(message: Message) -> list[Message]:
    """What a mail or a part of it consists of; nothing if it is one text."""
    content = message.get_payload()
    return [part for part in content if isinstance(part, Message)] if isinstance(content, list) else []


def _is(part: Message, kind: str) -> bool:
    """Whether it is of that kind, or of its international one (RFC 6533)."""
    return part.get_content_type() in {f"message/{kind}", f"message/global-{kind}"}


def _recipients(part: Message) -> Iterator[Message]:
    """The groups of fields that speak of a recipient; the first speaks of the mail (RFC 3464, 2.1)."""
    yield from (group for group in _parts(part) if group["Action"])


def _is_given_up(fields: Message) -> bool:
    """Delivery has failed and is not tried again (RFC 3464, 2.3.3), also where the obstacle was one that passes.

    A mail system that waited for days says 4.4.7 and gives up all the same; a status of success contradicts itself.
    """
    return _text(fields["Action"]).lower() == "failed" and _text(fields["Status"])[:1] in {"4", "5"}


def _ids(message: Message, parts: list[Message]) -> Iterator[str]:
    """The Message-IDs of the mail that came back, as it was returned or as the report answers it."""
    for part in parts:
        for original in _originals(part):
            yield from _MESSAGE_ID.findall(_text(original["Message-ID"]))
    for name in ("In-Reply-To", "References"):
        yield from _MESSAGE_ID.findall(_text(message[name]))[:10]


def _originals(part: Message) -> Iterator[Message]:
    """The mail that came back, whole or its headers alone."""
    kind = part.get_content_type()
    if kind in {"text/rfc822-headers", "message/global-headers"}:
        headers = part.get_payload(decode=True)
        if isinstance(headers, bytes):
            yield BytesParser(policy=compat32).parsebytes(headers, headersonly=True)
    if kind.startswith("message/") and not _is(part, "delivery-status"):
        yield from _parts(part)[:1]


def _reason(fields: Message) -> str:
    """What the other mail system said: “550 5.1.1 User unknown”; its status where it said nothing."""
    said = _CODE_TYPE.sub("", _text(fields["Diagnostic-Code"])) or _text(fields["Status"])
    return said[:_LONGEST_REASON]


def _text(value: object) -> str:
    """A header on one line, without what is not to be seen; empty where there is none."""
    text = " ".join(str(value or "").split())
    return "".join(char for char in text if char.isprintable())
